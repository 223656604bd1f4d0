"""tickets: complaints and services of stores

Old rows: none; expired goods taken off before today have no ticket.
Phones: know no such record and show nothing.
Undo: tickets are forgotten.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def maybe(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=True) for name in names]


def upgrade() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("store_id", "store_code", "store_name", "org_unit_id"),
        *maybe("partner_id"),
        *text("type", "text"),
        sa.Column("goods", sa.Text(), nullable=False),
        sa.Column("photo_ids", sa.Text(), nullable=False),
        *maybe("visit_id", "note_id"),
        *text("opened_by", "opened_by_name", "opened_at", "state", "holder"),
        *text("answer_by", "solve_by"),
        sa.Column("words", sa.Text(), nullable=False),
        *maybe("answered_at", "solved_at", "closed_at"),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("store_id", "org_unit_id", "state"):
        op.create_index(f"ix_ticket_{column}", "ticket", [column])


def downgrade() -> None:
    op.drop_table("ticket")
