"""a rep's day: its beginning, her order of stops, pauses, and what she forgot to end

Old rows: no visit had a pause or an answer, every closed day was ended by its rep. A visit that
lies open since an earlier day is closed by the worker within the hour, for the last fortnight;
older ones stay as they are and are shown so.
Phones: nothing; one that does not know the state "abandoned" shows the visit without a word for it.
Undo: pauses, answers, beginnings and orders of stops are forgotten; abandoned visits stay so.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "day_start",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("rep_id", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=False),
        sa.Column("pack_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_day_start_day", "day_start", ["day"], unique=False)
    op.create_table(
        "stop_order",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("rep_id", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("stop_ids", sa.Text(), nullable=False),
        sa.Column("arranged_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pauses", sa.Text(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("left_said", sa.Text(), nullable=True))
    with op.batch_alter_table("day_summary", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unsent_reason", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column("auto_closed", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("day_summary", schema=None) as batch_op:
        batch_op.drop_column("auto_closed")
        batch_op.drop_column("unsent_reason")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_column("left_said")
        batch_op.drop_column("pauses")
    op.drop_index("ix_day_start_day", table_name="day_start")
    op.drop_table("stop_order")
    op.drop_table("day_start")
