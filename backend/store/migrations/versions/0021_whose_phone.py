"""which phone a session and a replica are on

Old rows: nobody knows; they are asked about at the next sign-in.
Phones: those from before do not say, and are not told.
Undo: it is forgotten.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("device_id", sa.String(), nullable=True))
    with op.batch_alter_table("sync_replica", schema=None) as batch_op:
        batch_op.add_column(sa.Column("device_id", sa.String(), nullable=True))
        batch_op.create_index("ix_sync_replica_device_id", ["device_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("sync_replica", schema=None) as batch_op:
        batch_op.drop_index("ix_sync_replica_device_id")
        batch_op.drop_column("device_id")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_column("device_id")
