"""what stores owe partners, whether it is shared, and how much there is to sell

Old rows: none. How much a partner has to sell is known from his next count on.
Phones: older ones keep what they are shown of it and show nothing.
Undo: receivables and their sharing are forgotten, and what reps knew of stock.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "receivable",
        *text("id"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("partner_id", "store_id", "store_code", "store_name"),
        sa.Column("limit_fen", sa.BigInteger(), nullable=True),
        sa.Column("open_fen", sa.BigInteger(), nullable=False),
        sa.Column("overdue_fen", sa.BigInteger(), nullable=False),
        *text("as_of"),
        sa.Column("shared", sa.Boolean(), nullable=False),
        *text("said_by_name", "said_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("partner_id", "store_id"):
        op.create_index(f"ix_receivable_{column}", "receivable", [column])
    op.create_table(
        "partner_sharing",
        *text("id"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("receivables", sa.Boolean(), nullable=False),
        *text("said_by_name", "said_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "partner_supply",
        *text("id"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("org_unit_ids", sa.Text(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("partner_supply")
    op.drop_table("partner_sharing")
    op.drop_table("receivable")
