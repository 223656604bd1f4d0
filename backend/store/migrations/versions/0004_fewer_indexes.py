"""fewer indexes

Old rows: stay as they are; the new indexes are made from them.
Phones: nothing.
Undo: the indexes as they were.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("sync_feed_row", table_name="sync_feed")
    op.drop_index("sync_feed_line", table_name="sync_feed")
    op.create_index("sync_feed_line", "sync_feed", ["entity", "row_id", "scope_id"], unique=True)
    for column in ("store_id", "rep_id", "planned_visit_id"):
        op.drop_index(f"ix_visit_{column}", table_name="visit")
    op.create_index("visit_of_store", "visit", ["store_id", "day"])
    op.create_index("visit_of_rep", "visit", ["rep_id", "day"])


def downgrade() -> None:
    op.drop_index("visit_of_rep", table_name="visit")
    op.drop_index("visit_of_store", table_name="visit")
    for column in ("store_id", "rep_id", "planned_visit_id"):
        op.create_index(f"ix_visit_{column}", "visit", [column])
    op.drop_index("sync_feed_line", table_name="sync_feed")
    op.create_index("sync_feed_line", "sync_feed", ["scope_id", "entity", "row_id"], unique=True)
    op.create_index("sync_feed_row", "sync_feed", ["entity", "row_id"])
