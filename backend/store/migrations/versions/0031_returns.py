"""goods that go back

Old rows: deliveries of before are on no return note; what came back of them is in the stock.
Phones: older ones keep return notes and show nothing of them.
Undo: return notes are forgotten; the orders' lines keep what was returned.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

INDEXED = ("state", "store_id", "org_unit_id", "partner_id", "delivery_note_id")


def text(*names: str, empty: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=empty) for name in names]


def json(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "return_note",
        *text("id"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("no", "origin", "state", "store_id", "store_code", "store_name", "address"),
        *text("org_unit_id", "customer_class", "partner_id"),
        *text("delivery_note_id", "delivery_note_no", "driver_id", "driver_name", empty=True),
        *text("collect_on", empty=True),
        json("lines"),
        json("photo_ids"),
        *text("note", empty=True),
        *text("asked_by", "asked_by_name", "asked_at"),
        *text("decided_by_name", "decided_at", "decided_reason", empty=True),
        *text("collected_at", "collected_note", "posted_by", "posted_at", empty=True),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in INDEXED:
        op.create_index(f"ix_return_note_{column}", "return_note", [column])


def downgrade() -> None:
    op.drop_table("return_note")
