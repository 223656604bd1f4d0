"""a picture's place in the chain of its visit, and why an unclear one was kept

Old rows: no link, nothing said about how they look.
Phones: a photo without a link is shown as before.
Undo: links and reasons are forgotten; the pictures stay.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("photo", schema=None) as batch_op:
        for name in ("look", "kept_reason", "chain_hash"):
            batch_op.add_column(sa.Column(name, sa.String(), nullable=True))
        batch_op.add_column(sa.Column("chain_n", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("chained", sa.Boolean(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("photo", schema=None) as batch_op:
        for name in ("chained", "chain_n", "chain_hash", "kept_reason", "look"):
            batch_op.drop_column(name)
