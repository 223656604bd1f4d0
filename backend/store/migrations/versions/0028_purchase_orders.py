"""what partners order from the company

Old rows: receipts from before are of no order.
Phones: older ones keep purchase orders and show nothing of them.
Undo: purchase orders and the partners' terms of buying are forgotten.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def text(*names: str, empty: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=empty) for name in names]


def number(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def fen(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=True)


def json(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    op.add_column("stock_receipt", sa.Column("purchase_id", sa.String(), nullable=True))
    op.create_table(
        "purchase_terms",
        *text("id"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *number("cycle_days", "lead_days", "season_per_mille", "min_cases"),
        *number("count_days", "receipt_h", "claim_h"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "purchase_order",
        *text("id"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("no", "partner_id", "partner_name", "state"),
        *number("revision"),
        json("lines"),
        fen("value_fen"),
        *text("wanted_on"),
        *text("ship_to", "reason", "note", "follows_no", empty=True),
        *text("submitted_by", "submitted_at"),
        *text("payment", empty=True),
        fen("funds_fen"),
        *text("ship_on", "paper_no", "arrives_on", empty=True),
        json("lots"),
        *text("received_at", empty=True),
        sa.Column("received_late", sa.Boolean(), nullable=False),
        *text("claim_until", "claim_note", empty=True),
        fen("claim_fen"),
        fen("credit_fen"),
        json("steps"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("partner_id", "state"):
        op.create_index(f"ix_purchase_order_{column}", "purchase_order", [column])


def downgrade() -> None:
    op.drop_table("purchase_order")
    op.drop_table("purchase_terms")
    op.drop_column("stock_receipt", "purchase_id")
