"""no push token in the replica

Old rows: nothing was ever written there; push tokens lie in a table of their own.
Phones: nothing.
Undo: the empty column and its index come back.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sync_replica", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sync_replica_push_token_hash"))
        batch_op.drop_column("push_token_hash")


def downgrade() -> None:
    with op.batch_alter_table("sync_replica", schema=None) as batch_op:
        batch_op.add_column(sa.Column("push_token_hash", sa.LargeBinary(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_sync_replica_push_token_hash"), ["push_token_hash"], unique=False
        )
