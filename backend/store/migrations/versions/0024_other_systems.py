"""systems of other houses: their keys, and our calls to them

Old rows: none.
Phones: nothing of it reaches them.
Undo: keys end and calls stop; what was told stays told.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "other_system",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("org_unit_id", sa.String(), nullable=False),
        sa.Column("partner_id", sa.String(), nullable=True),
        sa.Column("entities", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.String(), nullable=True),
        sa.Column("read_at", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("secret", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.String(), nullable=True),
        sa.Column("next_at", sa.String(), nullable=False),
    )
    op.create_index("ix_other_system_org_unit_id", "other_system", ["org_unit_id"])
    op.create_table(
        "other_system_call",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("system_id", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("from_cursor", sa.Text(), nullable=False),
        sa.Column("to_cursor", sa.Text(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("replayed", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.String(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("took_ms", sa.Integer(), nullable=True),
    )
    op.create_index("ix_other_system_call_system_id", "other_system_call", ["system_id"])
    op.create_index("ix_other_system_call_made_at", "other_system_call", ["made_at"])


def downgrade() -> None:
    op.drop_table("other_system_call")
    op.drop_table("other_system")
