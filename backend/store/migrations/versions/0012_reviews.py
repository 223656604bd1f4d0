"""reviews: verdicts on visits, flags, versions of thresholds, and how a visit went

Old rows: visits from before have no trace and no verdict until something about their day arrives;
reports count them as not judged.
Phones: nothing; what is asked of a rep comes with her next pull.
Undo: verdicts and flags are forgotten; what people said about them stays in the log of operations.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def maybe(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=True) for name in names]


def upgrade() -> None:
    op.create_table(
        "visit_verdict",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("store_id", "org_unit_id", "customer_class", "rep_id", "day", "checked_in_at"),
        *text("validity"),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        *text("judged_at"),
        *maybe("review_state", "review_reason", "review_note", "reviewed_by"),
        *maybe("reviewed_by_name", "reviewed_role", "reviewed_at", "appeal_until"),
        *maybe("appeal_state", "appeal_text", "appealed_at", "appeal_note", "appeal_by_name"),
        *maybe("appeal_decided_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_visit_verdict_day", "visit_verdict", ["day"])
    op.create_index("visit_verdict_listed", "visit_verdict", ["listed", "day", "id"])
    op.create_index("visit_verdict_of_store", "visit_verdict", ["store_id", "day"])
    op.create_index("visit_verdict_of_rep", "visit_verdict", ["rep_id", "day"])
    op.create_table(
        "visit_flag",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("code", "level"),
        *maybe("visit_id", "store_id", "store_name"),
        *text("org_unit_id"),
        *maybe("customer_class"),
        *text("rep_id", "rep_name", "day"),
        sa.Column("evidence", sa.Text(), nullable=False),
        *text("state", "raised_at", "hers_until"),
        *maybe("withdrawn_at", "answer", "answered_at", "decided_by", "decided_by_name"),
        *maybe("decided_at", "decided_note"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_visit_flag_visit_id", "visit_flag", ["visit_id"])
    op.create_index("visit_flag_of_rep", "visit_flag", ["rep_id", "day"])
    op.create_index("visit_flag_open", "visit_flag", ["state", "code", "day"])
    op.create_table(
        "review_rules",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *text("valid_from"),
        sa.Column("org_unit_ids", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        *text("saved_by", "saved_by_name", "saved_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_review_rules_number", "review_rules", ["number"])
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("trace", sa.Text(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_column("trace")
    for table in ("review_rules", "visit_flag", "visit_verdict"):
        op.drop_table(table)
