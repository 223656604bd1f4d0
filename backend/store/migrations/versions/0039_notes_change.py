"""delivery notes: vehicle, what is collected, taken back or given to somebody else, prints

Old rows: nobody changed one; what they bring in at the door nobody worked out.
Phones: older ones see nothing of it and must not act.
Undo: loses who changed a note, and how often it was printed. What was counted short stays on lines.
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("delivery_note") as batch_op:
        batch_op.add_column(sa.Column("vehicle", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("collect", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("changes", sa.Text(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("prints", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("delivery_note") as batch_op:
        for name in ("prints", "changes", "collect", "vehicle"):
            batch_op.drop_column(name)
