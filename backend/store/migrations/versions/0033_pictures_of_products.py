"""pictures of products

Old rows: no product has one; all are drawn from shape and hue, and what is published stays so.
Phones: older ones go on drawing.
Undo: pictures are forgotten, products drawn again; the operations that brought them are kept.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sku_image",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        sa.Column("large", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    with op.batch_alter_table("sku") as batch_op:
        batch_op.add_column(sa.Column("image", sa.String(), nullable=True))
        batch_op.create_index("ix_sku_image", ["image"])


def downgrade() -> None:
    with op.batch_alter_table("sku") as batch_op:
        batch_op.drop_index("ix_sku_image")
        batch_op.drop_column("image")
    op.drop_table("sku_image")
