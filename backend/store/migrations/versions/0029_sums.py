"""orders: invoices and payments a partner shares; their lines, to be summed; saved filters; what
devices say of a day's orders; claims of promotions

Old rows: none shared. The lines of every order there is are written here, as `orders.views.summed`
writes them from now on.
Phones: nothing to do.
Undo: what was shared of invoices and payments, and saved filters, are forgotten.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None
AT_ONCE = 500


def upgrade() -> None:
    with op.batch_alter_table("sales_order", schema=None) as batch_op:
        batch_op.add_column(sa.Column("invoices", sa.Text(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("payments", sa.Text(), nullable=False, server_default="[]"))
    op.create_index("sales_order_of_partner", "sales_order", ["partner_id", "day"])
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("screen", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
    )
    op.create_index("ix_saved_filter_person_id", "saved_filter", ["person_id"])
    op.create_table(
        "device_orders",
        sa.Column("replica_id", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("sent", sa.Text(), nullable=False),
        sa.Column("waiting", sa.Text(), nullable=False),
        sa.Column("aside", sa.Text(), nullable=False),
        sa.Column("told_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("replica_id", "day"),
    )
    op.create_index("ix_device_orders_day", "device_orders", ["day"])
    op.create_index("ix_device_orders_user_id", "device_orders", ["user_id"])
    op.create_table(
        "expense_claim",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("promotion_id", "promotion_name", "starts_on", "ends_on", "partner_id")
        ),
        sa.Column("partner_name", sa.String(), nullable=False),
        sa.Column("org_unit_ids", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("sum_fen", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("filed_by", sa.String(), nullable=False),
        sa.Column("filed_by_name", sa.String(), nullable=False),
        sa.Column("filed_at", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=True)
            for name in (
                "decided_by", "decided_by_name", "decided_at", "reason", "settle_by",
                "settled_by", "settled_by_name", "settled_at", "credit_note",
            )
        ),
    )  # fmt: skip
    for name in ("promotion_id", "partner_id", "state"):
        op.create_index(f"ix_expense_claim_{name}", "expense_claim", [name])
    table = op.create_table(
        "sales_line",
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("partner_id", sa.String(), nullable=True),
        sa.Column("org_unit_id", sa.String(), nullable=False),
        sa.Column("customer_class", sa.String(), nullable=False),
        sa.Column("store_id", sa.String(), nullable=False),
        sa.Column("sku_id", sa.String(), nullable=False),
        sa.Column("audited", sa.Integer(), nullable=False),
        sa.Column("doc_state", sa.String(), nullable=False),
        sa.Column("exec_state", sa.String(), nullable=False),
        sa.Column("invoice_state", sa.String(), nullable=False),
        sa.Column("payment_state", sa.String(), nullable=False),
        sa.Column("first_of_sku", sa.Integer(), nullable=False),
        sa.Column("uom", sa.String(), nullable=False),
        sa.Column("of_one", sa.Integer(), nullable=False),
        sa.Column("ordered", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=True),
        sa.Column("shipped", sa.Integer(), nullable=False),
        sa.Column("outbound", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("invoiced", sa.Integer(), nullable=False),
        sa.Column("ordered_fen", sa.BigInteger(), nullable=False),
        sa.Column("accepted_fen", sa.BigInteger(), nullable=True),
        sa.Column("shipped_fen", sa.BigInteger(), nullable=False),
        sa.Column("outbound_fen", sa.BigInteger(), nullable=False),
        sa.Column("received_fen", sa.BigInteger(), nullable=False),
        sa.Column("returned_fen", sa.BigInteger(), nullable=False),
        sa.Column("invoiced_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "line_no"),
    )
    fill(table)
    for name, column in (("partner", "partner_id"), ("office", "org_unit_id")):
        op.create_index(f"sales_line_{name}", "sales_line", [column, "day", "no", "order_id"])


def fill(table: sa.Table) -> None:
    """Some orders at a time: there may be very many."""
    connection, after = op.get_bind(), ""
    query = sa.text(
        "SELECT id, no, day, partner_id, org_unit_id, customer_class, store_id, audited_at,"
        " doc_state, exec_state, lines FROM sales_order WHERE id > :after ORDER BY id LIMIT :many"
    )
    while orders := connection.execute(query, {"after": after, "many": AT_ONCE}).all():
        after = orders[-1].id
        rows = [row for order in orders for row in lines_of(order)]
        if rows:
            connection.execute(table.insert(), rows)


def lines_of(order: Any) -> list[dict[str, Any]]:
    copied = (
        "no", "day", "partner_id", "org_unit_id", "customer_class", "store_id", "doc_state",
        "exec_state",
    )  # fmt: skip
    rows, skus = [], set()
    for i, line in enumerate(json.loads(order.lines)):
        of_one = max(1, line["qty_base"] // line["qty"])
        qty = {
            "ordered": line["qty"],
            "accepted": line["accepted_qty"],
            "shipped": line["noted_qty"],
            "outbound": line["shipped_qty"],
            "received": line["received_qty"] or 0,
            "returned": 0,
            "invoiced": 0,
        }
        rows.append(
            {
                **{name: getattr(order, name) for name in copied},
                "order_id": order.id,
                "line_no": i + 1,
                "sku_id": line["sku_id"],
                "first_of_sku": 0 if line["sku_id"] in skus else 1,
                "audited": 1 if order.audited_at else 0,
                "invoice_state": "none",
                "payment_state": "none",
                "uom": line["uom"],
                "of_one": of_one,
                **{name: n if n is None else n * of_one for name, n in qty.items()},
                **{f"{name}_fen": n if n is None else part(line, n) for name, n in qty.items()},
                "paid_fen": 0,
            }
        )
        skus.add(line["sku_id"])
    return rows


def part(line: dict[str, Any], qty: int) -> int:
    """So much of a line at its prices, halves up."""
    return int((2 * line["amount_fen"] * qty + line["qty"]) // (2 * line["qty"]))


def downgrade() -> None:
    op.drop_table("expense_claim")
    op.drop_table("device_orders")
    op.drop_table("sales_line")
    op.drop_table("saved_filter")
    op.drop_index("sales_order_of_partner", "sales_order")
    with op.batch_alter_table("sales_order", schema=None) as batch_op:
        batch_op.drop_column("payments")
        batch_op.drop_column("invoices")
