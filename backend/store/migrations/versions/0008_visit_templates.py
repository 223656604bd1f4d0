"""visit templates

Old rows: visits from before were begun under the built-in steps, so they name no template and no
skipped step, and are shown as they were; nothing is announced again.
Phones: nothing; the first published template comes with the next pull.
Undo: the templates are forgotten, and with them which one a visit was begun under. Feeds go on
showing both as they were last; devices of the older app do not know the word and do not look.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_template",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("classes", sa.Text(), nullable=False),
        sa.Column("channels", sa.Text(), nullable=False),
        sa.Column("tiers", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.String(), nullable=False),
        sa.Column("strict_order", sa.Boolean(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("org_unit_id", sa.String(), nullable=False),
        sa.Column("org_unit_ids", sa.Text(), nullable=False),
        sa.Column("author_ids", sa.Text(), nullable=False),
        sa.Column("saved_by_name", sa.String(), nullable=False),
        sa.Column("saved_at", sa.String(), nullable=False),
        sa.Column("submitted_at", sa.String(), nullable=True),
        sa.Column("decided_by_name", sa.String(), nullable=True),
        sa.Column("decided_at", sa.String(), nullable=True),
        sa.Column("returned_for", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_visit_template_code", "visit_template", ["code"], unique=False)
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("template_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("skips", sa.Text(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_column("skips")
        batch_op.drop_column("template_id")
    op.drop_index("ix_visit_template_code", table_name="visit_template")
    op.drop_table("visit_template")
