"""changes of known stores, who set which field, marks of stores and fences that fit their points

Old rows: no field of a store was set by anybody yet: it came so. The worker works marks out.
Phones: a store without `set` is one nobody changed; one without a mark has none yet.
Undo: what waits is forgotten; what was approved stays as it is; fences are those that were set.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def maybe(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=True) for name in names]


def upgrade() -> None:
    op.create_table(
        "store_change",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("store_id", "store_name", "org_unit_id", "origin"),
        *maybe("rep_id", "by_id"),
        *text("by_name", "said_at", "received_at"),
        *maybe("due_on"),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("lat_e7", sa.Integer(), nullable=True),
        sa.Column("lon_e7", sa.Integer(), nullable=True),
        sa.Column("accuracy_m", sa.Integer(), nullable=True),
        *maybe("photo_id", "note"),
        sa.Column("evidence", sa.Text(), nullable=True),
        *text("state"),
        *maybe("decided_at"),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("store_id", "org_unit_id", "rep_id", "state"):
        op.create_index(f"ix_store_change_{column}", "store_change", [column])
    op.create_table(
        "store_mark",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("org_unit_id"),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("lacks", sa.Text(), nullable=False),
        sa.Column("alike", sa.Text(), nullable=False),
        sa.Column("learnt", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("org_unit_id", "missing"):
        op.create_index(f"ix_store_mark_{column}", "store_mark", [column])
    with op.batch_alter_table("store", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fence_least_m", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sets", sa.Text(), nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("store", schema=None) as batch_op:
        batch_op.drop_column("sets")
        batch_op.drop_column("fence_least_m")
    op.drop_table("store_mark")
    op.drop_table("store_change")
