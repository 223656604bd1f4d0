"""promotions: plans, standard pictures, how far each is in each store; S6 of a visit; what a task
follows from

Old rows: visits and tasks have none of it.
Phones: promotions come with the next pull of their office's scope.
Undo: plans and what was done in stores are forgotten; what people said stays in the log.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def maybe(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=True) for name in names]


def lists(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "promotion",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *maybe("plan_id"),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        *text("name", "purpose", "type", "mechanism", "starts_on", "ends_on"),
        *lists("classes", "channels", "tiers", "store_ids", "sku_ids"),
        sa.Column("stackable", sa.Boolean(), nullable=False),
        *lists("items"),
        sa.Column("price_fen", sa.BigInteger(), nullable=True),
        *lists("posm"),
        sa.Column("agreement", sa.Boolean(), nullable=False),
        *maybe("place"),
        *text("size"),
        sa.Column("fee_fen", sa.BigInteger(), nullable=True),
        *maybe("fee_pay"),
        sa.Column("budget_fen", sa.BigInteger(), nullable=True),
        sa.Column("expected_base", sa.Integer(), nullable=True),
        sa.Column("expected_uplift_pct", sa.Integer(), nullable=True),
        *text("control", "state", "org_unit_id"),
        *lists("org_unit_ids", "author_ids"),
        *text("saved_by_name", "saved_at"),
        *maybe("submitted_at", "decided_by_name", "decided_at", "returned_for", "budget_no"),
        *maybe("released_by", "released_at", "stops_at", "stop_reason", "stopped_by_name"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_promotion_ends_on", "promotion", ["ends_on"])
    op.create_index("ix_promotion_state", "promotion", ["state"])
    op.create_table(
        "promotion_standard",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("jpeg"),
        *lists("org_unit_ids"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "promotion_execution",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("promotion_id", "store_id", "state"),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("agreement", "declined")),
        sa.Column("set_up", sa.Text(), nullable=True),
        *lists("checks"),
        sa.Column("taken_down", sa.Text(), nullable=True),
        *lists("flags"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("promotion_id", "store_id"):
        op.create_index(f"ix_promotion_execution_{column}", "promotion_execution", [column])
    for table, column in (("visit", "promotion"), ("task", "source")):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column(column, sa.Text(), nullable=True))


def downgrade() -> None:
    for table, column in (("visit", "promotion"), ("task", "source")):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(column)
    for table in ("promotion_execution", "promotion_standard", "promotion"):
        op.drop_table(table)
