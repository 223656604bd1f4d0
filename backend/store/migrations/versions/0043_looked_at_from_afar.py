"""why somebody who looked at a visit again was elsewhere

Old rows: nobody was asked.
Phones: older ones look again without saying it, and show nothing of it.
Undo: loses the reasons; the operations that said them are kept.
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("spot_check") as batch_op:
        batch_op.add_column(sa.Column("exception_reason", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("spot_check") as batch_op:
        batch_op.drop_column("exception_reason")
