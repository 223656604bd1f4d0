"""where people's words met

Old rows: none; what met before today stays in the log of operations.
Phones: know no such record and show nothing.
Undo: the list is forgotten; what was decided stays decided.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def maybe(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=True) for name in names]


def upgrade() -> None:
    op.create_table(
        "conflict",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("rule", "stands", "kind", "entity", "record_id", "subject"),
        *maybe("store_id", "org_unit_id"),
        *text("mine_id", "mine_name", "mine_at"),
        *maybe("theirs_name", "theirs_at"),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("mine", sa.Text(), nullable=False),
        sa.Column("theirs", sa.Text(), nullable=False),
        *text("made_at"),
        *maybe("closed_at", "closed_by_name", "closed_note"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("org_unit_id", "mine_id", "made_at"):
        op.create_index(f"ix_conflict_{column}", "conflict", [column])


def downgrade() -> None:
    op.drop_table("conflict")
