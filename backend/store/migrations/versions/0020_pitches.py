"""what was offered in a visit, and what was answered

Old rows: nothing was offered.
Phones: a visit without it is shown as before.
Undo: what was offered is forgotten.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pitches", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_column("pitches")
