"""what was suggested of each SKU of an order, and what the store took when

Old rows: nothing was suggested; deliveries of before are not told, so that the next suggestion of
their stores begins with the next count.
Phones: both come with new orders and deliveries.
Undo: it is forgotten; orders and notes stay.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sales_order", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("suggestions", sa.Text(), nullable=False, server_default="[]")
        )
        batch_op.add_column(sa.Column("deliveries", sa.Text(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("sales_order", schema=None) as batch_op:
        batch_op.drop_column("deliveries")
        batch_op.drop_column("suggestions")
