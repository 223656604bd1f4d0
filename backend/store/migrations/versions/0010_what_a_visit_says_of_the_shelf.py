"""what a visit says of the shelf, of the people and of other brands, and its score

Old rows: nobody was asked; they are shown as they were, and have no score.
Phones: nothing.
Undo: facings by category, the work on the shelf, the greeting, other brands and scores are
forgotten.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COLUMNS = ("categories", "displays", "merchandise", "greet", "rivals", "score")


def upgrade() -> None:
    with op.batch_alter_table("visit", schema=None) as batch_op:
        for name in COLUMNS:
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("visit", schema=None) as batch_op:
        for name in reversed(COLUMNS):
            batch_op.drop_column(name)
