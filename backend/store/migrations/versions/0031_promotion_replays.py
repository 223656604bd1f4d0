"""what promotions would have done to past orders

Old rows: none.
Phones: nothing to do; it is in no scope.
Undo: what was counted is forgotten; it can be asked for again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "promotion_replay",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("promotion_id", sa.String(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("last", sa.String(), nullable=False),
        sa.Column("org_unit_ids", sa.Text(), nullable=False),
        sa.Column("only_major", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_by_name", sa.String(), nullable=False),
        sa.Column("asked_at", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("next_day", sa.String(), nullable=False),
        sa.Column("next_id", sa.String(), nullable=False),
        sa.Column("stores", sa.Integer(), nullable=False),
        sa.Column("sums", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.String(), nullable=True),
    )
    op.create_index("ix_promotion_replay_promotion_id", "promotion_replay", ["promotion_id"])


def downgrade() -> None:
    op.drop_table("promotion_replay")
