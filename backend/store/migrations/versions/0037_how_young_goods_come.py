"""orders say how young their goods have to be by the customer's terms (F19)

Old rows: nothing is said, and the customer's class decides, as before (R-SH-2).
Phones: older ones propose lots by the class; what is too old by the terms is then refused.
Undo: lots are proposed by the class again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sales_order") as batch_op:
        batch_op.add_column(sa.Column("freshness_per_mille", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sales_order") as batch_op:
        batch_op.drop_column("freshness_per_mille")
