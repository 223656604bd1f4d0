"""the first tables

Old rows: there are none.
Phones: there are none.
Undo: everything is gone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blob_owner",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("uploaded_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "user_id"),
    )
    op.create_table(
        "customer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("customer_class", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_code"), ["code"], unique=False)

    op.create_table(
        "day_summary",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("rep_id", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("ended_at", sa.String(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("visited", sa.Integer(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("value_fen", sa.BigInteger(), nullable=False),
        sa.Column("unsent", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Text(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("day_summary", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_day_summary_day"), ["day"], unique=False)
        batch_op.create_index(batch_op.f("ix_day_summary_rep_id"), ["rep_id"], unique=False)

    op.create_table(
        "delivery_note",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("order_ids", sa.Text(), nullable=False),
        sa.Column("order_nos", sa.Text(), nullable=False),
        sa.Column("store_id", sa.String(), nullable=False),
        sa.Column("store_code", sa.String(), nullable=False),
        sa.Column("store_name", sa.String(), nullable=False),
        sa.Column("org_unit_id", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("contact_name", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("receiving_window", sa.String(), nullable=True),
        sa.Column("lat_e7", sa.Integer(), nullable=False),
        sa.Column("lon_e7", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.String(), nullable=False),
        sa.Column("driver_id", sa.String(), nullable=False),
        sa.Column("driver_name", sa.String(), nullable=False),
        sa.Column("deliver_on", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("signer_name", sa.String(), nullable=True),
        sa.Column("signature_photo_id", sa.String(), nullable=True),
        sa.Column("photo_ids", sa.Text(), nullable=False),
        sa.Column("delivered_at", sa.String(), nullable=True),
        sa.Column("received_at", sa.String(), nullable=True),
        sa.Column("pod_lat_e7", sa.Integer(), nullable=True),
        sa.Column("pod_lon_e7", sa.Integer(), nullable=True),
        sa.Column("pod_accuracy_m", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("second_pods", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("delivery_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delivery_note_deliver_on"), ["deliver_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_delivery_note_driver_id"), ["driver_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_note_no"), ["no"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_delivery_note_org_unit_id"), ["org_unit_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_delivery_note_partner_id"), ["partner_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_delivery_note_store_id"), ["store_id"], unique=False)

    op.create_table(
        "employment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("org_unit_id", sa.String(), nullable=True),
        sa.Column("partner_id", sa.String(), nullable=True),
        sa.Column("from_at", sa.String(), nullable=False),
        sa.Column("until_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("employment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_employment_org_unit_id"), ["org_unit_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_employment_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employment_person_id"), ["person_id"], unique=False)

    op.create_table(
        "inbox_item",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=True),
        sa.Column("record_id", sa.String(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("read", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("inbox_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inbox_item_user_id"), ["user_id"], unique=False)

    op.create_table(
        "job",
        sa.Column("job_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("job_id"),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("job_due", ["state", "due_at"], unique=False)

    op.create_table(
        "must_stock_list",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("channel_type", sa.String(), nullable=True),
        sa.Column("sku_ids", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("must_stock_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_must_stock_list_tier"), ["tier"], unique=False)

    op.create_table(
        "org_unit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("org_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_org_unit_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_org_unit_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "partner",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("partner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partner_code"), ["code"], unique=False)

    op.create_table(
        "password",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("argon2", sa.String(), nullable=False),
        sa.Column("changed_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("home_lat_e7", sa.Integer(), nullable=True),
        sa.Column("home_lon_e7", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("inactive_since", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("org_unit_id", sa.String(), nullable=True),
        sa.Column("partner_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_login"), ["login"], unique=True)
        batch_op.create_index(batch_op.f("ix_person_org_unit_id"), ["org_unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "photo",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("visit_id", sa.String(), nullable=True),
        sa.Column("store_id", sa.String(), nullable=False),
        sa.Column("delivery_note_id", sa.String(), nullable=True),
        sa.Column("task_id", sa.String(), nullable=True),
        sa.Column("partner_id", sa.String(), nullable=True),
        sa.Column("trip", sa.String(), nullable=True),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.String(), nullable=False),
        sa.Column("lat_e7", sa.Integer(), nullable=True),
        sa.Column("lon_e7", sa.Integer(), nullable=True),
        sa.Column("accuracy_m", sa.Integer(), nullable=True),
        sa.Column("capture_mode", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_photo_delivery_note_id"), ["delivery_note_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_photo_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_store_id"), ["store_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "planned_visit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("store_id", sa.String(), nullable=False),
        sa.Column("store_code", sa.String(), nullable=False),
        sa.Column("store_name", sa.String(), nullable=False),
        sa.Column("org_unit_id", sa.String(), nullable=False),
        sa.Column("rep_id", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("lat_e7", sa.Integer(), nullable=False),
        sa.Column("lon_e7", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.String(), nullable=True),
        sa.Column("moved_from", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("planned_visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planned_visit_day"), ["day"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_planned_visit_org_unit_id"), ["org_unit_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_planned_visit_rep_id"), ["rep_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_planned_visit_store_id"), ["store_id"], unique=False)

    op.create_table(
        "price_list",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("list_code", sa.String(), nullable=False),
        sa.Column("price_type", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("list_version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.String(), nullable=False),
        sa.Column("valid_until", sa.String(), nullable=True),
        sa.Column("min_order_fen", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("price_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_price_list_list_code"), ["list_code"], unique=False)

    op.create_table(
        "proof_place",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("store_id", sa.String(), nullable=False),
        sa.Column("partner_id", sa.String(), nullable=False),
        sa.Column("driver_id", sa.String(), nullable=False),
        sa.Column("trip", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "push_token",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("replica_id", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    with op.batch_alter_table("push_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_push_token_replica_id"), ["replica_id"], unique=False)

    op.create_table(
        "sales_order",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("store_id", sa.String(), nullable=False),
        sa.Column("store_code", sa.String(), nullable=False),
        sa.Column("store_name", sa.String(), nullable=False),
        sa.Column("org_unit_id", sa.String(), nullable=False),
        sa.Column("customer_class", sa.String(), nullable=False),
        sa.Column("rep_id", sa.String(), nullable=False),
        sa.Column("rep_name", sa.String(), nullable=False),
        sa.Column("visit_id", sa.String(), nullable=True),
        sa.Column("partner_id", sa.String(), nullable=True),
        sa.Column("partner_name", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("doc_state", sa.String(), nullable=False),
        sa.Column("exec_state", sa.String(), nullable=False),
        sa.Column("price_list_id", sa.String(), nullable=False),
        sa.Column("price_list_version", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("list_total_fen", sa.BigInteger(), nullable=True),
        sa.Column("wanted_on", sa.String(), nullable=True),
        sa.Column("promised_on", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("partner_note", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.String(), nullable=False),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.Column("audited_at", sa.String(), nullable=True),
        sa.Column("audited_by", sa.String(), nullable=True),
        sa.Column("accepted_at", sa.String(), nullable=True),
        sa.Column("accepted_by", sa.String(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_by_name", sa.String(), nullable=True),
        sa.Column("decided_at", sa.String(), nullable=True),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("signer_name", sa.String(), nullable=True),
        sa.Column("signature_photo_id", sa.String(), nullable=True),
        sa.Column("unsigned_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("sales_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sales_order_day"), ["day"], unique=False)
        batch_op.create_index(batch_op.f("ix_sales_order_doc_state"), ["doc_state"], unique=False)
        batch_op.create_index(batch_op.f("ix_sales_order_no"), ["no"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_sales_order_org_unit_id"), ["org_unit_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_sales_order_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sales_order_rep_id"), ["rep_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sales_order_store_id"), ["store_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sales_order_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "scope_grant",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("from_at", sa.String(), nullable=False),
        sa.Column("until_at", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("scope_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scope_grant_scope"), ["scope"], unique=False)
        batch_op.create_index("scope_grant_user", ["user_id", "scope"], unique=False)

    op.create_table(
        "server",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("replica_id", sa.String(), nullable=True),
        sa.Column("began_at", sa.String(), nullable=False),
        sa.Column("used_at", sa.String(), nullable=False),
        sa.Column("expires_at", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_replica_id"), ["replica_id"], unique=False)

    op.create_table(
        "sku",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("gtin", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("flavour", sa.String(), nullable=False),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("units_per_case", sa.Integer(), nullable=False),
        sa.Column("shelf_life_days", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("hue", sa.Integer(), nullable=False),
        sa.Column("shape", sa.String(), nullable=False),
        sa.Column("split_sale", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("sku", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sku_code"), ["code"], unique=False)

    op.create_table(
        "stop_done",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("rep_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "store",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("pinyin", sa.String(), nullable=False),
        sa.Column("initials", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("customer_name", sa.String(), nullable=False),
        sa.Column("customer_class", sa.String(), nullable=False),
        sa.Column("org_unit_id", sa.String(), nullable=False),
        sa.Column("channel_type", sa.String(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("lat_e7", sa.Integer(), nullable=False),
        sa.Column("lon_e7", sa.Integer(), nullable=False),
        sa.Column("source_datum", sa.String(), nullable=False),
        sa.Column("radius_m", sa.Integer(), nullable=False),
        sa.Column("contact_name", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("receiving_window", sa.String(), nullable=True),
        sa.Column("partner_id", sa.String(), nullable=True),
        sa.Column("partner_name", sa.String(), nullable=True),
        sa.Column("price_list_code", sa.String(), nullable=True),
        sa.Column("must_stock_list_id", sa.String(), nullable=True),
        sa.Column("split_sale", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("store", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_store_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_store_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_store_org_unit_id"), ["org_unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_store_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "store_assignment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("store_id", sa.String(), nullable=False),
        sa.Column("rep_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_at", sa.String(), nullable=False),
        sa.Column("until_at", sa.String(), nullable=True),
        sa.Column("assigned_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("store_assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_store_assignment_rep_id"), ["rep_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_store_assignment_store_id"), ["store_id"], unique=False
        )

    op.create_table(
        "sync_blob",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "sync_feed",
        sa.Column("scope_id", sa.String(), nullable=False),
        sa.Column("pos", sa.BigInteger(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("row_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.Column("row_hash", sa.LargeBinary(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("scope_id", "pos"),
    )
    with op.batch_alter_table("sync_feed", schema=None) as batch_op:
        batch_op.create_index("sync_feed_line", ["scope_id", "entity", "row_id"], unique=True)
        batch_op.create_index("sync_feed_row", ["entity", "row_id"], unique=False)

    op.create_table(
        "sync_op",
        sa.Column("replica_id", sa.String(), nullable=False),
        sa.Column("local_seq", sa.BigInteger(), nullable=False),
        sa.Column("op_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.String(), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("replica_id", "local_seq"),
    )
    with op.batch_alter_table("sync_op", schema=None) as batch_op:
        batch_op.create_index(
            "sync_op_once",
            ["op_id"],
            unique=True,
            sqlite_where=sa.text("status <> 'duplicate' AND code IS DISTINCT FROM 'op/reused'"),
            postgresql_where=sa.text("status <> 'duplicate' AND code IS DISTINCT FROM 'op/reused'"),
        )
        batch_op.create_index(
            "sync_op_set_aside",
            ["received_at"],
            unique=False,
            sqlite_where=sa.text("status = 'quarantined'"),
            postgresql_where=sa.text("status = 'quarantined'"),
        )

    op.create_table(
        "sync_replica",
        sa.Column("replica_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("device_name", sa.String(), nullable=False),
        sa.Column("next_seq", sa.BigInteger(), nullable=False),
        sa.Column("acked_through", sa.BigInteger(), nullable=False),
        sa.Column("ops_digest_hi", sa.BigInteger(), nullable=False),
        sa.Column("ops_digest_lo", sa.BigInteger(), nullable=False),
        sa.Column("cursors", sa.Text(), nullable=True),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("registered_at", sa.String(), nullable=False),
        sa.Column("last_seen_at", sa.String(), nullable=False),
        sa.Column("push_token_hash", sa.LargeBinary(), nullable=True),
        sa.Column("lost_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("replica_id"),
    )
    with op.batch_alter_table("sync_replica", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sync_replica_push_token_hash"), ["push_token_hash"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_sync_replica_user_id"), ["user_id"], unique=False)

    op.create_table(
        "sync_scope",
        sa.Column("scope_id", sa.String(), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("digest_hi", sa.BigInteger(), nullable=False),
        sa.Column("digest_lo", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope_id"),
    )
    op.create_table(
        "task",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("store_id", sa.String(), nullable=False),
        sa.Column("store_code", sa.String(), nullable=False),
        sa.Column("store_name", sa.String(), nullable=False),
        sa.Column("org_unit_id", sa.String(), nullable=False),
        sa.Column("rep_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due_on", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("photo_ids", sa.Text(), nullable=False),
        sa.Column("visit_id", sa.String(), nullable=True),
        sa.Column("assigned_by", sa.String(), nullable=False),
        sa.Column("assigned_by_name", sa.String(), nullable=False),
        sa.Column("assigned_at", sa.String(), nullable=False),
        sa.Column("answered_at", sa.String(), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.Column("withdrawn_at", sa.String(), nullable=True),
        sa.Column("withdraw_note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_org_unit_id"), ["org_unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_rep_id"), ["rep_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_store_id"), ["store_id"], unique=False)

    op.create_table(
        "upload",
        sa.Column("upload_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("expires_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("upload_id"),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "visit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("store_id", sa.String(), nullable=False),
        sa.Column("org_unit_id", sa.String(), nullable=False),
        sa.Column("rep_id", sa.String(), nullable=False),
        sa.Column("rep_name", sa.String(), nullable=False),
        sa.Column("planned_visit_id", sa.String(), nullable=True),
        sa.Column("unplanned_reason", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("checked_in_at", sa.String(), nullable=False),
        sa.Column("checked_out_at", sa.String(), nullable=True),
        sa.Column("lat_e7", sa.Integer(), nullable=True),
        sa.Column("lon_e7", sa.Integer(), nullable=True),
        sa.Column("accuracy_m", sa.Integer(), nullable=True),
        sa.Column("age_s", sa.Integer(), nullable=True),
        sa.Column("distance_m", sa.Integer(), nullable=True),
        sa.Column("fence_result", sa.String(), nullable=False),
        sa.Column("exception_reason", sa.String(), nullable=True),
        sa.Column("out_lat_e7", sa.Integer(), nullable=True),
        sa.Column("out_lon_e7", sa.Integer(), nullable=True),
        sa.Column("out_accuracy_m", sa.Integer(), nullable=True),
        sa.Column("stay_s", sa.Integer(), nullable=True),
        sa.Column("observations", sa.Text(), nullable=False),
        sa.Column("fail_reason", sa.String(), nullable=True),
        sa.Column("no_order_reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("next_promise", sa.String(), nullable=True),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("off_assignment", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_day"), ["day"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_visit_planned_visit_id"), ["planned_visit_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_visit_rep_id"), ["rep_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_store_id"), ["store_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_store_id"))
        batch_op.drop_index(batch_op.f("ix_visit_rep_id"))
        batch_op.drop_index(batch_op.f("ix_visit_planned_visit_id"))
        batch_op.drop_index(batch_op.f("ix_visit_day"))

    op.drop_table("visit")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_expires_at"))

    op.drop_table("upload")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_store_id"))
        batch_op.drop_index(batch_op.f("ix_task_state"))
        batch_op.drop_index(batch_op.f("ix_task_rep_id"))
        batch_op.drop_index(batch_op.f("ix_task_org_unit_id"))

    op.drop_table("task")
    op.drop_table("sync_scope")
    with op.batch_alter_table("sync_replica", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sync_replica_user_id"))
        batch_op.drop_index(batch_op.f("ix_sync_replica_push_token_hash"))

    op.drop_table("sync_replica")
    with op.batch_alter_table("sync_op", schema=None) as batch_op:
        batch_op.drop_index(
            "sync_op_set_aside",
            sqlite_where=sa.text("status = 'quarantined'"),
            postgresql_where=sa.text("status = 'quarantined'"),
        )
        batch_op.drop_index(
            "sync_op_once",
            sqlite_where=sa.text("status <> 'duplicate' AND code IS DISTINCT FROM 'op/reused'"),
            postgresql_where=sa.text("status <> 'duplicate' AND code IS DISTINCT FROM 'op/reused'"),
        )

    op.drop_table("sync_op")
    with op.batch_alter_table("sync_feed", schema=None) as batch_op:
        batch_op.drop_index("sync_feed_row")
        batch_op.drop_index("sync_feed_line")

    op.drop_table("sync_feed")
    op.drop_table("sync_blob")
    with op.batch_alter_table("store_assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_store_assignment_store_id"))
        batch_op.drop_index(batch_op.f("ix_store_assignment_rep_id"))

    op.drop_table("store_assignment")
    with op.batch_alter_table("store", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_store_partner_id"))
        batch_op.drop_index(batch_op.f("ix_store_org_unit_id"))
        batch_op.drop_index(batch_op.f("ix_store_customer_id"))
        batch_op.drop_index(batch_op.f("ix_store_code"))

    op.drop_table("store")
    op.drop_table("stop_done")
    with op.batch_alter_table("sku", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sku_code"))

    op.drop_table("sku")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_replica_id"))
        batch_op.drop_index(batch_op.f("ix_session_person_id"))

    op.drop_table("session")
    op.drop_table("server")
    with op.batch_alter_table("scope_grant", schema=None) as batch_op:
        batch_op.drop_index("scope_grant_user")
        batch_op.drop_index(batch_op.f("ix_scope_grant_scope"))

    op.drop_table("scope_grant")
    with op.batch_alter_table("sales_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sales_order_visit_id"))
        batch_op.drop_index(batch_op.f("ix_sales_order_store_id"))
        batch_op.drop_index(batch_op.f("ix_sales_order_rep_id"))
        batch_op.drop_index(batch_op.f("ix_sales_order_partner_id"))
        batch_op.drop_index(batch_op.f("ix_sales_order_org_unit_id"))
        batch_op.drop_index(batch_op.f("ix_sales_order_no"))
        batch_op.drop_index(batch_op.f("ix_sales_order_doc_state"))
        batch_op.drop_index(batch_op.f("ix_sales_order_day"))

    op.drop_table("sales_order")
    with op.batch_alter_table("push_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_push_token_replica_id"))

    op.drop_table("push_token")
    op.drop_table("proof_place")
    with op.batch_alter_table("price_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_price_list_list_code"))

    op.drop_table("price_list")
    with op.batch_alter_table("planned_visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_planned_visit_store_id"))
        batch_op.drop_index(batch_op.f("ix_planned_visit_rep_id"))
        batch_op.drop_index(batch_op.f("ix_planned_visit_org_unit_id"))
        batch_op.drop_index(batch_op.f("ix_planned_visit_day"))

    op.drop_table("planned_visit")
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_visit_id"))
        batch_op.drop_index(batch_op.f("ix_photo_store_id"))
        batch_op.drop_index(batch_op.f("ix_photo_sha256"))
        batch_op.drop_index(batch_op.f("ix_photo_delivery_note_id"))

    op.drop_table("photo")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_partner_id"))
        batch_op.drop_index(batch_op.f("ix_person_org_unit_id"))
        batch_op.drop_index(batch_op.f("ix_person_login"))

    op.drop_table("person")
    op.drop_table("password")
    with op.batch_alter_table("partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partner_code"))

    op.drop_table("partner")
    with op.batch_alter_table("org_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_org_unit_parent_id"))
        batch_op.drop_index(batch_op.f("ix_org_unit_code"))

    op.drop_table("org_unit")
    with op.batch_alter_table("must_stock_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_must_stock_list_tier"))

    op.drop_table("must_stock_list")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("job_due")

    op.drop_table("job")
    with op.batch_alter_table("inbox_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inbox_item_user_id"))

    op.drop_table("inbox_item")
    with op.batch_alter_table("employment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employment_person_id"))
        batch_op.drop_index(batch_op.f("ix_employment_partner_id"))
        batch_op.drop_index(batch_op.f("ix_employment_org_unit_id"))

    op.drop_table("employment")
    with op.batch_alter_table("delivery_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_note_store_id"))
        batch_op.drop_index(batch_op.f("ix_delivery_note_partner_id"))
        batch_op.drop_index(batch_op.f("ix_delivery_note_org_unit_id"))
        batch_op.drop_index(batch_op.f("ix_delivery_note_no"))
        batch_op.drop_index(batch_op.f("ix_delivery_note_driver_id"))
        batch_op.drop_index(batch_op.f("ix_delivery_note_deliver_on"))

    op.drop_table("delivery_note")
    with op.batch_alter_table("day_summary", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_day_summary_rep_id"))
        batch_op.drop_index(batch_op.f("ix_day_summary_day"))

    op.drop_table("day_summary")
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_code"))

    op.drop_table("customer")
    op.drop_table("blob_owner")
