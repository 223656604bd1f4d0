"""photo looks

Old rows: the worker measures photos that are here already, some at a time, the wall shows them
before that.
Phones: nothing.
Undo: the measures are forgotten, and made again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "photo_look",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("store_id", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("taken_at", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("readable", sa.Boolean(), nullable=False),
        sa.Column("sharpness", sa.Integer(), nullable=True),
        sa.Column("brightness", sa.Integer(), nullable=True),
        *(sa.Column(f"piece_{i}", sa.Integer(), nullable=True) for i in range(4)),
        sa.Column("alike", sa.Boolean(), nullable=False),
        sa.Column("like_id", sa.String(), nullable=True),
        sa.Column("like_at", sa.String(), nullable=True),
        sa.Column("like_distance", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_photo_look_sha256", "photo_look", ["sha256"])
    for i in range(4):
        op.create_index(f"photo_look_piece_{i}", "photo_look", [f"piece_{i}", "taken_at"])
    op.create_index("photo_look_alike", "photo_look", ["alike", "taken_at", "id"])
    # Once, and only where there is something to measure.
    op.execute(
        "INSERT INTO job (job_id, kind, payload, state, due_at, tries, created_at)"
        " SELECT 'measure-rest-0006', 'measure_rest', '{}', 'waiting', max(received_at), 0,"
        " max(received_at) FROM photo WHERE present HAVING count(*) > 0"
    )


def downgrade() -> None:
    op.drop_table("photo_look")
    op.execute("DELETE FROM job WHERE job_id = 'measure-rest-0006'")
