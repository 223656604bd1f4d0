"""stock counts and receipts of partners, and what they have by them

Old rows: none; a partner's stock is unknown until he counts it.
Phones: notes say when they were loaded; those from before only in their next change. Older phones
keep counts and stock and show nothing.
Undo: counts, receipts and stock are forgotten.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "stock_count",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("partner_id", "counted_at", "counter_name"),
        sa.Column("witness_name", sa.String(), nullable=True),
        sa.Column("from_file", sa.Boolean(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("absent", sa.Text(), nullable=False),
        *text("said_by", "said_by_name", "received_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_stock_count_partner_id", "stock_count", ["partner_id"])
    op.create_table(
        "stock_receipt",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("partner_id", "came_at", "receiver_name"),
        sa.Column("paper_no", sa.String(), nullable=True),
        sa.Column("lines", sa.Text(), nullable=False),
        *text("said_by", "said_by_name", "received_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_stock_receipt_partner_id", "stock_receipt", ["partner_id"])
    op.create_table(
        "partner_stock",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("partner_id", "sku_id", "count_id", "counted_at"),
        sa.Column("lots", sa.Text(), nullable=False),
        sa.Column("before_at", sa.String(), nullable=True),
        sa.Column("before_units", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("partner_id", "sku_id"):
        op.create_index(f"ix_partner_stock_{column}", "partner_stock", [column])


def downgrade() -> None:
    op.drop_table("partner_stock")
    op.drop_table("stock_receipt")
    op.drop_table("stock_count")
