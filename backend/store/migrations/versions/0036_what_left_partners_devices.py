"""what has left partners' devices (decision 64), and the sums of each order

Old rows: nothing has left; the first night takes out what is old. Sums follow from the lines'.
Phones: are told that the records left the scope, as of any other.
Undo: what had left comes back to no device before something changes it: begin its scope anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None
TABLES = ("sales_order", "delivery_note", "photo")
SAME = ("no", "day", "partner_id", "org_unit_id", "customer_class", "store_id", "audited",
        "doc_state", "exec_state", "invoice_state", "payment_state")  # fmt: skip
QUANTITIES = ("ordered", "accepted", "shipped", "outbound", "received", "returned", "invoiced")
MONEY = tuple(f"{name}_fen" for name in (*QUANTITIES, "paid"))
KEY = ("day", "no", "order_id")
NULLABLE = ("partner_id", "accepted", "accepted_fen")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(
                sa.Column("aged_version", sa.BigInteger(), nullable=False, server_default="0")
            )
    op.create_table(
        "sales_sum",
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        *(
            sa.Column(
                name,
                sa.Integer() if name == "audited" else sa.String(),
                nullable=name in NULLABLE,
            )
            for name in SAME
        ),
        *(sa.Column(name, sa.Integer(), nullable=name in NULLABLE) for name in QUANTITIES),
        *(sa.Column(name, sa.BigInteger(), nullable=name in NULLABLE) for name in MONEY),
        sa.PrimaryKeyConstraint("order_id"),
    )
    op.create_index("sales_sum_partner", "sales_sum", ["partner_id", *KEY])
    op.create_index("sales_sum_day", "sales_sum", [*KEY])
    # Lines of one order agree in what is of the order.
    listed = ", ".join(("order_id", "lines", *SAME, *QUANTITIES, *MONEY))
    same = ", ".join(f"min({name})" for name in SAME)
    sums = ", ".join(f"sum({name})" for name in (*QUANTITIES, *MONEY))
    op.execute(
        f"INSERT INTO sales_sum ({listed})"
        f" SELECT order_id, count(*), {same}, {sums} FROM sales_line GROUP BY order_id"
    )


def downgrade() -> None:
    op.drop_table("sales_sum")
    for table in TABLES:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("aged_version")
