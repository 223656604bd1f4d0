"""pictures of visits that are looked at again

Old rows: none has one.
Phones: older ones look again without pictures, as before.
Undo: which pictures belong to what is forgotten; the pictures and their operations are kept.
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("photo") as batch_op:
        batch_op.add_column(sa.Column("spot_check_id", sa.String(), nullable=True))
    with op.batch_alter_table("spot_check") as batch_op:
        batch_op.add_column(sa.Column("photos", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("spot_check") as batch_op:
        batch_op.drop_column("photos")
    with op.batch_alter_table("photo") as batch_op:
        batch_op.drop_column("spot_check_id")
