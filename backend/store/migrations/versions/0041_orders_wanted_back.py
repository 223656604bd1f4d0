"""orders of which somebody wants back what is on the road

Old rows: nobody does; a note that was wanted back already still says so itself.
Phones: nothing to do; only the office is shown it.
Undo: what was wanted back is forgotten on orders, not on their notes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sales_order") as batch_op:
        batch_op.add_column(sa.Column("recall", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sales_order") as batch_op:
        batch_op.drop_column("recall")
