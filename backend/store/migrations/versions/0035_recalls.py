"""notes wanted back from the road (K4)

Old rows: nobody wanted one back.
Phones: older ones see nothing of it; whoever asked rings the driver, as before.
Undo: what was wanted back is forgotten.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("delivery_note") as batch_op:
        batch_op.add_column(sa.Column("recall", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("delivery_note") as batch_op:
        batch_op.drop_column("recall")
