"""trade terms, where they differ, several price lists of a store; cases, pallets, days and channels
of products, and their drafts

Old rows: all products are published, sold in every channel and on every day; no terms; every store
buys by its one list, as before.
Phones: a store names its lists where there are several; older phones go on with its own one, and
what they sell is priced again by all of them.
Undo: terms and the lists they made of prices are forgotten, and drafts of products; stores keep
their own list.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def text(*names: str, null: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=null) for name in names]


def many(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def record(name: str, *columns: Any) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id"),
    )


def upgrade() -> None:
    record(
        "trade_terms",
        *text("customer_id", "partner_id", "valid_from", "conditional_rebates", "invoice_rule"),
        *text("returns_rule", "delivery_window", "penalty_rule", "promotion_support"),
        *text("signatories", "state", "saved_by_name", "saved_at"),
        *text("valid_until", "exception", "submitted_at", "decided_by_name", null=True),
        *text("decided_at", "returned_for", null=True),
        sa.Column("terms_version", sa.Integer(), nullable=False),
        sa.Column("tax_inclusive", sa.Boolean(), nullable=False),
        sa.Column("tax_per_mille", sa.Integer(), nullable=False),
        sa.Column("rebate_per_mille", sa.Integer(), nullable=False),
        sa.Column("annual_supply_fen", sa.BigInteger(), nullable=False),
        sa.Column("payment_days", sa.Integer(), nullable=False),
        sa.Column("freshness_per_mille", sa.Integer(), nullable=True),
        *many("lines", "fees", "differs"),
    )
    for column in ("customer_id", "partner_id", "state"):
        op.create_index(f"ix_trade_terms_{column}", "trade_terms", [column])
    record("terms_alert", *text("state", "day", "found_at"), *many("differs", "exceptions"))
    op.create_index("ix_terms_alert_state", "terms_alert", ["state"])
    with op.batch_alter_table("price_list", schema=None) as batch_op:
        for column in ("of_list", "customer_class", "channel_type"):
            batch_op.add_column(sa.Column(column, sa.String(), nullable=True))
    with op.batch_alter_table("sku", schema=None) as batch_op:
        for column in ("case_gtin", "valid_from", "valid_until"):
            batch_op.add_column(sa.Column(column, sa.String(), nullable=True))
        for column in ("cases_per_layer", "layers_per_pallet"):
            batch_op.add_column(sa.Column(column, sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("channels", sa.Text(), nullable=False, server_default="[]"))
        batch_op.add_column(
            sa.Column("published", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    with op.batch_alter_table("store", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("price_list_codes", sa.Text(), nullable=False, server_default="[]")
        )


def downgrade() -> None:
    with op.batch_alter_table("store", schema=None) as batch_op:
        batch_op.drop_column("price_list_codes")
    op.execute("DELETE FROM sku WHERE NOT published")
    with op.batch_alter_table("sku", schema=None) as batch_op:
        batch_op.drop_column("published")
        batch_op.drop_column("channels")
        for column in ("layers_per_pallet", "cases_per_layer"):
            batch_op.drop_column(column)
        for column in ("valid_until", "valid_from", "case_gtin"):
            batch_op.drop_column(column)
    with op.batch_alter_table("price_list", schema=None) as batch_op:
        for column in ("channel_type", "customer_class", "of_list"):
            batch_op.drop_column(column)
    op.drop_table("terms_alert")
    op.drop_table("trade_terms")
