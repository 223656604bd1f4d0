"""visits that are looked at again, visits somebody goes along to, talk tracks and standards

Old rows: none; the first draw is the next morning's.
Phones: those that do not know the records keep them and show nothing.
Undo: draws, checks, joint days, coaching, cards and what was said to them are forgotten.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def maybe(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=True) for name in names]


def whole(*names: str, nullable: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=nullable) for name in names]


def json(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def upgrade() -> None:
    op.create_table(
        "spot_draw",
        *text("id"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("org_unit_id", "day", "seed"),
        *json("candidates", "held"),
        *whole("per_week"),
        *json("drawn"),
        *text("drawn_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_spot_draw_day", "spot_draw", ["day"])
    op.create_table(
        "spot_check",
        *text("id"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("draw_id", "visit_id", "visited_at", "day", "rep_id", "rep_name", "checker_id"),
        *text("checker_name", "store_id", "store_code", "store_name", "address", "org_unit_id"),
        *text("customer_class"),
        *whole("lat_e7", "lon_e7", "radius_m"),
        *json("sku_ids"),
        *text("drawn_at", "until"),
        *whole("stock_h"),
        *text("state"),
        *maybe("arrived_at", "checked_at"),
        *whole("minutes_later", "distance_m", nullable=True),
        *json("observations", "items", nullable=True),
        *whole("compared", "within"),
        *maybe("note", "answer", "answered_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_spot_check_visit_id", "spot_check", ["visit_id"], unique=True)
    op.create_index("ix_spot_check_checker_id", "spot_check", ["checker_id"])
    op.create_index("ix_spot_check_store_id", "spot_check", ["store_id"])
    op.create_index("spot_check_of_rep", "spot_check", ["rep_id", "day"])
    op.create_index("spot_check_done", "spot_check", ["state", "checked_at", "id"])
    op.create_table(
        "joint_day",
        *text("id"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("coach_id", "coach_name", "rep_id", "rep_name", "org_unit_id", "day", "state"),
        *json("stores"),
        *text("planned_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("coach_id", "rep_id", "day"):
        op.create_index(f"ix_joint_day_{column}", "joint_day", [column])
    op.create_table(
        "joint_visit",
        *text("id"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("joint_day_id", "coach_id", "coach_name", "rep_id", "rep_name", "store_id"),
        *text("store_name", "org_unit_id", "customer_class", "day", "began_at", "said_at"),
        *whole("distance_m", nullable=True),
        *json("items"),
        *whole("points", "scored"),
        *json("agreed"),
        *maybe("note"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("joint_day_id", "rep_id", "day"):
        op.create_index(f"ix_joint_visit_{column}", "joint_visit", [column])
    op.create_index("joint_visit_of", "joint_visit", ["store_id", "day", "rep_id"])
    op.create_table(
        "field_card",
        *text("id"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("code"),
        *whole("card_version"),
        *text("kind"),
        *json("steps", "sku_ids"),
        *text("valid_from"),
        *maybe("valid_until"),
        *json("zh"),
        *json("en", nullable=True),
        *json("org_unit_ids"),
        sa.Column("sent", sa.Boolean(), nullable=False),
        *text("saved_by", "saved_by_name", "saved_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_field_card_code", "field_card", ["code"])


def downgrade() -> None:
    for table in ("field_card", "joint_visit", "joint_day", "spot_check", "spot_draw"):
        op.drop_table(table)
