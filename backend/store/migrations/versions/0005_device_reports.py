"""device reports

Old rows: no report; a device sends one with its next pull.
Phones: nothing.
Undo: the reports are forgotten.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sync_replica", schema=None) as batch_op:
        batch_op.add_column(sa.Column("report", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("reported_at", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sync_replica", schema=None) as batch_op:
        batch_op.drop_column("reported_at")
        batch_op.drop_column("report")
