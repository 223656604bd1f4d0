"""what has left partners' devices (decision 64)

Old rows: nothing has left; the first night takes out what is old.
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


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(
                sa.Column("aged_version", sa.BigInteger(), nullable=False, server_default="0")
            )


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("aged_version")
