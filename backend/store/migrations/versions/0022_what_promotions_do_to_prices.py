"""what a promotion does to prices, and when its stop was said; gifts of orders and on notes, and
what an order comes to by promotions

Old rows: promotions have words only, and do nothing to prices; a stop is taken as said when it
began to hold. Orders have no gifts, and what is due for them is what the list says.
Phones: the rules come with the next change of a promotion, gifts with new orders.
Undo: rules and gifts are forgotten; the words stay.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("promotion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rules", sa.Text(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("priority", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("stop_said_at", sa.String(), nullable=True))
    with op.batch_alter_table("sales_order", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_total_fen", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("gifts", sa.Text(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("due_gifts", sa.Text(), nullable=False, server_default="[]"))
    op.execute("UPDATE sales_order SET due_total_fen = list_total_fen")
    with op.batch_alter_table("delivery_note", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gifts", sa.Text(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("delivery_note", schema=None) as batch_op:
        batch_op.drop_column("gifts")
    with op.batch_alter_table("sales_order", schema=None) as batch_op:
        batch_op.drop_column("due_gifts")
        batch_op.drop_column("gifts")
        batch_op.drop_column("due_total_fen")
    with op.batch_alter_table("promotion", schema=None) as batch_op:
        batch_op.drop_column("stop_said_at")
        batch_op.drop_column("priority")
        batch_op.drop_column("rules")
