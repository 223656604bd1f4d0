"""what promotions would have done to past orders, and what orders have of promotions

Old rows: what every order there is has of promotions is written here, as `orders.views.given_rows`
writes it from now on.
Phones: nothing to do; it is in no scope.
Undo: both are forgotten; the first can be asked for again, the second follows from the orders.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None
AT_ONCE = 500


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
    table = op.create_table(
        "promotion_given",
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("qty", sa.Integer(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "rule_id"),
    )
    fill(table)
    op.create_index("promotion_given_rule", "promotion_given", ["rule_id"])


def fill(table: sa.Table) -> None:
    """Some orders at a time: there may be very many."""
    connection, after = op.get_bind(), ""
    query = sa.text(
        "SELECT id, lines, gifts FROM sales_order WHERE id > :after"
        " AND doc_state NOT IN ('rejected', 'cancelled') ORDER BY id LIMIT :many"
    )
    while orders := connection.execute(query, {"after": after, "many": AT_ONCE}).all():
        after = orders[-1].id
        rows = [row for order in orders for row in given(order)]
        if rows:
            connection.execute(table.insert(), rows)


def given(order: Any) -> list[dict[str, Any]]:
    found: dict[str, list[int]] = {}
    for gift in json.loads(order.gifts):
        held = found.setdefault(gift["rule_id"], [0, 0, 0])
        held[0] += gift["qty"]
        held[2] += gift["worth_fen"]
    for line in json.loads(order.lines):
        for why in line.get("promoted") or []:
            held = found.setdefault(why["rule_id"], [0, 0, 0])
            held[1] = max(held[1], why.get("sets") or 0)
            held[2] += why["off_fen"]
    return [
        {"order_id": order.id, "rule_id": id, "qty": gifts + sets, "fen": fen}
        for id, (gifts, sets, fen) in found.items()
    ]


def downgrade() -> None:
    op.drop_table("promotion_given")
    op.drop_table("promotion_replay")
