"""orders that are held, amended, or asked about

Old rows: nobody holds or amends them.
Phones: all of it comes with orders that are changed from now on.
Undo: who held what, and the amendments, are forgotten; an order held just then stays in that state.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sales_order", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hold", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("amendments", sa.Text(), nullable=False, server_default="[]"))
        for name in ("reaccept", "asking"):
            batch_op.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
        batch_op.create_index(batch_op.f("ix_sales_order_asking"), ["asking"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("sales_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sales_order_asking"))
        for name in ("asking", "reaccept", "amendments", "hold"):
            batch_op.drop_column(name)
