"""stores found by reps, merged stores and what followed them

Old rows: every store stands; nothing is proposed or merged.
Phones: a store without `stage` is a store like others.
Undo: proposals and merges are forgotten; a store that waits or was merged is one like others, and
what had followed a merged store stays where it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def maybe(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=True) for name in names]


def upgrade() -> None:
    op.create_table(
        "store_proposal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("rep_id", "rep_name", "org_unit_id", "found_at", "received_at"),
        sa.Column("lat_e7", sa.Integer(), nullable=False),
        sa.Column("lon_e7", sa.Integer(), nullable=False),
        sa.Column("accuracy_m", sa.Integer(), nullable=False),
        *maybe("photo_id", "note"),
        sa.Column("unlike", sa.Text(), nullable=False),
        sa.Column("similar", sa.Text(), nullable=False),
        *text("state"),
        *maybe("reason", "decided_note", "decided_by", "decided_by_name", "decided_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_store_proposal_org_unit_id", "store_proposal", ["org_unit_id"])
    op.create_index("ix_store_proposal_state", "store_proposal", ["state"])
    op.create_table(
        "store_merging",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *text("into_id", "org_unit_id", "state"),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("assignments", sa.Text(), nullable=False),
        *maybe("note"),
        *text("by_id", "by_name", "at"),
        *maybe("undone_by_name", "undone_at", "undone_note"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_store_merging_into_id", "store_merging", ["into_id"])
    op.create_index("ix_store_merging_org_unit_id", "store_merging", ["org_unit_id"])
    op.create_table(
        "store_moved",
        *text("store_id", "record_table", "record_id"),
        sa.PrimaryKeyConstraint("store_id", "record_table", "record_id"),
    )
    with op.batch_alter_table("store", schema=None) as batch_op:
        batch_op.add_column(sa.Column("licence_no", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("stage", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("merged_into", sa.String(), nullable=True))
        batch_op.create_index("ix_store_merged_into", ["merged_into"])


def downgrade() -> None:
    with op.batch_alter_table("store", schema=None) as batch_op:
        batch_op.drop_index("ix_store_merged_into")
        for column in ("merged_into", "stage", "licence_no"):
            batch_op.drop_column(column)
    for table in ("store_moved", "store_merging", "store_proposal"):
        op.drop_table(table)
