"""photo reviews

Old rows: were not reviewed.
Phones: nothing; a photo is sent again when somebody reviews it.
Undo: the reviews are forgotten; what was said about them stays in the log of operations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None
COLUMNS = (
    "review_state",
    "review_reason",
    "review_note",
    "reviewed_by",
    "reviewed_by_name",
    "reviewed_at",
)


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("photo", sa.Column(column, sa.String(), nullable=True))
    op.drop_index("ix_photo_store_id", table_name="photo")
    op.create_index("photo_by_time", "photo", ["taken_at", "id"])
    op.create_index("photo_of_store", "photo", ["store_id", "taken_at", "id"])
    op.create_index("photo_of_author", "photo", ["author_id", "taken_at", "id"])
    op.create_index("photo_reviewed", "photo", ["review_state", "taken_at", "id"])


def downgrade() -> None:
    for index in ("photo_reviewed", "photo_of_author", "photo_of_store", "photo_by_time"):
        op.drop_index(index, table_name="photo")
    op.create_index("ix_photo_store_id", "photo", ["store_id"])
    with op.batch_alter_table("photo", schema=None) as batch_op:
        for column in reversed(COLUMNS):
            batch_op.drop_column(column)
