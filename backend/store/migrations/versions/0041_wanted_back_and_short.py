"""orders of which somebody wants back what is on the road; tickets that name their delivery note

Old rows: nobody does; a note that was wanted back already still says so itself. Older tickets name
no note, and lead to it all the same.
Phones: nothing to do; the office alone is shown the first, older phones show nothing of the second.
Undo: what was wanted back is forgotten on orders, not on their notes; tickets forget the number.
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
    with op.batch_alter_table("ticket") as batch_op:
        batch_op.add_column(sa.Column("note", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("ticket") as batch_op:
        batch_op.drop_column("note")
    with op.batch_alter_table("sales_order") as batch_op:
        batch_op.drop_column("recall")
