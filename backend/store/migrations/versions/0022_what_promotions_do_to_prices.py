"""what a promotion does to prices, and when its stop was said

Old rows: promotions have words only, and do nothing to prices; a stop is taken as said when it
began to hold.
Phones: the rules come with the next change of a promotion; none is as before.
Undo: the rules are forgotten; the words stay.
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


def downgrade() -> None:
    with op.batch_alter_table("promotion", schema=None) as batch_op:
        batch_op.drop_column("stop_said_at")
        batch_op.drop_column("priority")
        batch_op.drop_column("rules")
