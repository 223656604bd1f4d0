"""Visits in full and orders, as the office reads them. Fields are listed, never excluded.

A visit is read by who answers for its store now: a store's past goes with the store.
"""

from typing import Any

import msgspec

from backend.identity import Role
from backend.orders import money_rules
from backend.orders.amend_rules import amendments_told, hold_told
from backend.orders.plan import plan_of, template_of
from backend.people.office import Reach, listed, place, unknown
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read
from backend.tickets.rules import working_after

Row = dict[str, Any]
VISIT = (
    "v.id, v.store_id, v.rep_id, v.rep_name, v.planned_visit_id, v.unplanned_reason, v.day,"
    " v.state, v.checked_in_at, v.checked_out_at, v.lat_e7, v.lon_e7, v.accuracy_m, v.distance_m,"
    " v.fence_result, v.exception_reason, v.stay_s, v.observations, v.fail_reason,"
    " v.no_order_reason, v.note, v.next_promise, v.received_at, v.late, v.off_assignment,"
    " v.template_id, v.skips, v.outside, v.categories, v.displays, v.merchandise, v.greet,"
    " v.rivals, v.pitches, v.promotion, v.score, v.pauses, v.left_said"
)
ANSWERS = (
    "outside", "categories", "displays", "merchandise", "greet", "rivals", "pitches", "promotion",
    "score",
)  # fmt: skip
"""Steps that are one answer each, as they were said; None: not said."""
STORE = (
    "id, code, name, address, customer_id, customer_name, customer_class, org_unit_id,"
    " channel_type, tier, lat_e7, lon_e7, contact_name, phone, receiving_window,"
    " CASE WHEN fence_least_m > radius_m THEN fence_least_m ELSE radius_m END AS radius_m,"
    " partner_id, partner_name, price_list_code, must_stock_list_id, split_sale, active"
)
ORDER = (
    "o.id, o.version, o.no, o.store_id, o.store_code, o.store_name, o.customer_class, o.rep_id,"
    " o.rep_name, o.visit_id, o.partner_id, o.partner_name, o.day, o.doc_state, o.exec_state,"
    " o.lines, o.total_fen, o.list_total_fen, o.due_total_fen,"
    " o.gifts, o.due_gifts, o.wanted_on, o.promised_on, o.note, o.partner_note,"
    " o.reason, o.flags, o.submitted_at, o.received_at, o.audited_at, o.accepted_at,"
    " o.decided_by_name, o.decided_at, o.signed, o.signer_name, o.unsigned_reason,"
    " o.suggestions, o.hold, o.recall, o.amendments, o.reaccept, o.asking, o.invoices, o.payments"
)


async def visit_in_full(store: Store, reach: Reach, visit_id: str) -> Row:
    """One visit with store, photos, orders and observations by name. 404 out of reach."""
    async with store.reading() as read:
        visit = await read.one(
            f"SELECT {VISIT} FROM visit v JOIN store s ON s.id = v.store_id"
            f" WHERE v.id = :id AND {reach.stores(read, 's')}",
            reach.params(read, id=visit_id),
        )
        if visit is None:
            raise unknown()
        # What was said about this visit from elsewhere, with a store out of reach, is not of it.
        here = {"id": visit_id, "store_id": visit["store_id"]}
        shop = await read.one(f"SELECT {STORE} FROM store WHERE id = :store_id", here)
        photos = await read.all(
            "SELECT id, type, taken_at, present, capture_mode, width, height, sequence FROM photo"
            " WHERE visit_id = :id AND store_id = :store_id ORDER BY taken_at, sequence, id",
            here,
        )
        orders = await read.all(
            f"SELECT {ORDER} FROM sales_order o WHERE o.visit_id = :id AND o.store_id = :store_id"
            " ORDER BY o.submitted_at, o.id",
            here,
        )
        seen = msgspec.json.decode(visit.pop("observations"))
        visit["skips"] = msgspec.json.decode(visit["skips"])
        visit["pauses"] = msgspec.json.decode(visit["pauses"])
        visit["left_said"] = msgspec.json.decode(visit["left_said"] or "null")
        for name in ANSWERS:
            visit[name] = msgspec.json.decode(visit[name] or "null")
        names = await _sku_names(read, seen)
        promotions = await _checked(read, visit["promotion"])
        template = await template_of(read, visit)
        failed = visit["state"] == "failed"  # it had no steps
        plan = None if failed else await plan_of(read, visit, template, photos, seen, len(orders))
    return {
        **_visit(visit),
        "as_of": instant.now(),
        "template": _named(template),
        "plan": plan,
        "store": _flags(shop or {}, "split_sale", "active"),
        "rep": {"id": visit["rep_id"], "name": visit["rep_name"]},
        "promotions": promotions,
        "photos": [_flags(photo, "present") for photo in photos],
        "orders": [_order(order) for order in orders],
        "observations": [
            {**one, "sku_name": names.get(one["sku_id"], one["sku_id"])} for one in seen
        ],
    }


def _named(template: Row | None) -> Row | None:
    names = ("id", "code", "template_version", "name")
    return template and {name: template[name] for name in names}


async def _checked(read: Read, step: Row | None) -> list[Row]:
    """The promotions a visit checked, by name; the shelf price as it was agreed."""
    checks = step["checks"] if step else []
    rows = await read.rows(
        f"SELECT id, name, price_fen FROM promotion WHERE id {read.IN} ORDER BY id",
        read.ids(sorted({one["promotion_id"] for one in checks})),
    )
    return [{"id": id, "name": name, "price_fen": price_fen} for id, name, price_fen in rows]


async def _sku_names(read: Read, seen: list[Row]) -> dict[str, str]:
    rows = await read.rows(
        f"SELECT id, name FROM sku WHERE id {read.IN}",
        read.ids(sorted({one["sku_id"] for one in seen})),
    )
    return dict(rows)


async def visits(store: Store, reach: Reach, equal: dict[str, str], after: str, limit: int) -> Row:
    """Visits in reach, the latest first; by day, rep, store or state."""
    tests = "".join(f" AND v.{name} = :{name}" for name, value in equal.items() if value)
    if after:
        tests += " AND (v.day, v.checked_in_at, v.id) < (:at_day, :at, :at_id)"
    async with store.reading() as read:
        rows = await read.all(
            "SELECT v.id, v.day, v.store_id, s.code AS store_code, s.name AS store_name, v.rep_id,"
            " v.rep_name, v.planned_visit_id, v.state, v.fail_reason, v.checked_in_at,"
            " v.checked_out_at, v.stay_s, v.fence_result, v.distance_m, v.late, v.received_at"
            " FROM visit v JOIN store s ON s.id = v.store_id"
            f" WHERE {reach.stores(read, 's')}{tests}"
            " ORDER BY v.day DESC, v.checked_in_at DESC, v.id DESC LIMIT :many",
            reach.params(read, many=limit + 1, **equal, **place(after, "at_day", "at", "at_id")),
        )
    rows = [_flags(row, "late") for row in rows]
    return listed(instant.now(), rows, limit, "day", "checked_in_at", "id")


def readable(reach: Reach, read: Read) -> str:
    """SQL: orders in reach; of the order desk those whose audit stands (domain.md 2.2)."""
    sql = reach.stores(read, "o")
    return f"{sql} AND o.audited_at IS NOT NULL" if reach.person.role is Role.ORDER_DESK else sql


async def orders(
    store: Store,
    reach: Reach,
    equal: dict[str, str],
    after: str,
    limit: int,
    *,
    asking: bool = False,
) -> Row:
    """Orders in reach, the latest first; by state, day, rep or store, or those about which somebody
    asks for a change."""
    tests = "".join(f" AND o.{name} = :{name}" for name, value in equal.items() if value)
    tests += " AND o.asking" if asking else ""
    if after:
        tests += " AND (o.day, o.submitted_at, o.id) < (:at_day, :at, :at_id)"
    async with store.reading() as read:
        rows = await read.all(
            f"SELECT {ORDER} FROM sales_order o WHERE {readable(reach, read)}{tests}"
            " ORDER BY o.day DESC, o.submitted_at DESC, o.id DESC LIMIT :many",
            reach.params(read, many=limit + 1, **equal, **place(after, "at_day", "at", "at_id")),
        )
    rows = [_order(row) for row in rows]
    return listed(instant.now(), rows, limit, "day", "submitted_at", "id")


ANSWER_MIN = 4 * 60
"""So many minutes of office hours the partner has to answer (domain.md 3.11)."""
OLDEST = 500


async def late_orders(store: Store, reach: Reach, limit: int) -> Row:
    """The ageing list: audited orders nobody answered in time, and those that did not come by the
    promised day; the longest overdue first. None is left out by its age."""
    now = instant.now()
    today = instant.day_of(now, store.zone)
    # Whatever is too late by office hours is so by the clock, and more.
    cut = instant.shifted(now, minutes=-ANSWER_MIN)
    async with store.reading() as read:
        rows = await read.all(
            f"SELECT {ORDER} FROM sales_order o WHERE {reach.stores(read, 'o')}"
            " AND o.doc_state = 'audited' AND ((o.accepted_at IS NULL AND o.audited_at < :cut)"
            " OR o.promised_on < :today)"
            " ORDER BY coalesce(o.promised_on, o.day), o.submitted_at, o.id LIMIT :many",
            reach.params(read, cut=cut, today=today, many=OLDEST),
        )
    late = [row for row in rows if row["accepted_at"] or _unanswered(row, now, store.zone)]
    told = listed(now, [_order(row) for row in late[:limit]], limit, "day", "submitted_at", "id")
    return {**told, "next": None}


def _unanswered(row: Row, now: str, zone: str) -> bool:
    due = working_after(instant.moment(row["audited_at"]), ANSWER_MIN, zone)
    return instant.text(due) < now


async def order(store: Store, reach: Reach, order_id: str) -> Row:
    """One order. 404 out of reach."""
    async with store.reading() as read:
        row = await read.one(
            f"SELECT {ORDER} FROM sales_order o WHERE o.id = :id AND {readable(reach, read)}",
            reach.params(read, id=order_id),
        )
    if row is None:
        raise unknown()
    return {**_order(row), "as_of": instant.now()}


def _visit(row: Row) -> Row:
    """The position as one thing, or none."""
    at = {name: row.pop(name) for name in ("lat_e7", "lon_e7", "accuracy_m")}
    row["position"] = None if at["lat_e7"] is None else at
    del row["template_id"]  # the template itself is told
    return _flags(row, "late", "off_assignment")


LISTS = (
    "lines", "flags", "gifts", "due_gifts", "suggestions", "amendments", "invoices", "payments",
)  # fmt: skip


def _order(row: Row) -> Row:
    for name in LISTS:
        row[name] = msgspec.json.decode(row[name])
    row["amendments"] = amendments_told(row["amendments"])
    row["hold"] = hold_told(msgspec.json.decode(row["hold"] or "null"))
    recall = msgspec.json.decode(row["recall"] or "null")
    row["recall"] = recall and {name: recall[name] for name in ("by_name", "reason", "at")}
    over = row["doc_state"] in ("closed", "cancelled")
    row["invoice_state"] = money_rules.invoice_state(row["lines"], row["invoices"], over)
    row["payment_state"] = money_rules.payment_state(row["lines"], row["payments"], over)
    return _flags(row, "signed", "reaccept", "asking")


def _flags(row: Row, *names: str) -> Row:
    """SQLite keeps truth as 0 and 1."""
    return {**row, **{name: bool(row[name]) for name in names if name in row}}
