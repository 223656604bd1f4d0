"""systems of other houses: their folders, and the files that went out and came in

Old rows: none.
Phones: nothing of it reaches them.
Undo: files are exchanged no more; which were written and taken is forgotten.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "other_system_folder",
        sa.Column("system_id", sa.String(), primary_key=True),
        sa.Column("folder", sa.String(), nullable=False, unique=True),
        sa.Column("history", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("cursor", "expected", "late", "waiting")
        ),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("next_at", sa.String(), nullable=False),
        sa.Column("next_out_at", sa.String(), nullable=False),
    )
    op.create_table(
        "other_system_file",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("system_id", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
    )
    op.create_index("ix_other_system_file_system_id", "other_system_file", ["system_id"])
    op.create_index("ix_other_system_file_at", "other_system_file", ["at"])


def downgrade() -> None:
    op.drop_table("other_system_file")
    op.drop_table("other_system_folder")
