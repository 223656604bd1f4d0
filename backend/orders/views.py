"""An order in its store, and with its partner from its audit on; a closed day with its rep."""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from backend.identity import Role
from backend.orders import amend_rules, money_rules
from backend.orders.money_rules import QUANTITIES
from backend.orders.reckoning import GONE, given
from backend.orders.tables import (
    DaySummary,
    PromotionGiven,
    SalesLineSum,
    SalesOrder,
    SalesSum,
    SavedFilter,
)
from backend.store.view import Beside, of_partner
from backend.sync.view import View
from sync_protocol.generated import protocol as shown


def for_the_store(order: SalesOrder) -> shown.SalesOrder:
    return shown.SalesOrder(
        no=order.no,
        store_id=order.store_id,
        store_code=order.store_code,
        store_name=order.store_name,
        rep_id=order.rep_id,
        rep_name=order.rep_name,
        visit_id=order.visit_id,
        partner_id=order.partner_id,
        partner_name=order.partner_name,
        day=order.day,
        doc_state=order.doc_state,
        exec_state=order.exec_state,
        lines=lines(order),
        total_fen=order.total_fen,
        wanted_on=order.wanted_on,
        promised_on=order.promised_on,
        note=order.note,
        partner_note=order.partner_note,
        reason=order.reason,
        flags=order.flags,
        submitted_at=order.submitted_at,
        audited_at=order.audited_at,
        accepted_at=order.accepted_at,
        signed=order.signed,
        unsigned_reason=order.unsigned_reason or UNSET,
        gifts=gifts(order),
        deliveries=msgspec.convert(order.deliveries, list[shown.DeliveredGoods]),
        list_total_fen=UNSET if order.list_total_fen is None else order.list_total_fen,
        hold=hold(order),
        amendments=amendments(order.amendments),
        reaccept=order.reaccept or UNSET,
    )


def for_the_partner(order: SalesOrder) -> shown.SalesOrder:
    """What he delivers, to whom, by when. Not the visit, nor why the order was looked at."""
    return shown.SalesOrder(
        no=order.no,
        store_id=order.store_id,
        store_code=order.store_code,
        store_name=order.store_name,
        rep_id=order.rep_id,
        rep_name=order.rep_name,
        visit_id=None,
        partner_id=order.partner_id,
        partner_name=order.partner_name,
        day=order.day,
        doc_state=order.doc_state,
        exec_state=order.exec_state,
        lines=lines(order),
        total_fen=order.total_fen,
        wanted_on=order.wanted_on,
        promised_on=order.promised_on,
        note=order.note,
        partner_note=order.partner_note,
        reason=order.reason,
        flags=[],
        submitted_at=order.submitted_at,
        audited_at=order.audited_at,
        accepted_at=order.accepted_at,
        signed=order.signed,
        unsigned_reason=order.unsigned_reason or UNSET,
        gifts=gifts(order),
        list_total_fen=UNSET if order.list_total_fen is None else order.list_total_fen,
        hold=hold(order),
        amendments=amendments([one for one in order.amendments if his(one)]),
        reaccept=order.reaccept or UNSET,
        customer_class=order.customer_class,  # type: ignore[arg-type]  # stores have no other
        freshness_per_mille=UNSET
        if order.freshness_per_mille is None
        else order.freshness_per_mille,
        **shared(order),
    )


def his(amendment: dict[str, Any]) -> bool:
    """What the rep would like is none of the partner's business until it is audited (K2)."""
    return bool(amendment["state"] == "audited" or amendment["by_role"] == Role.PARTNER_CLERK)


def hold(order: SalesOrder) -> shown.SalesHold | UnsetType:
    told = amend_rules.hold_told(order.hold)
    return UNSET if told is None else msgspec.convert(told, shown.SalesHold)


def amendments(some: list[dict[str, Any]]) -> list[shown.Amendment] | UnsetType:
    told = amend_rules.amendments_told(some)
    return msgspec.convert(told, list[shown.Amendment]) if told else UNSET


def closed(order: SalesOrder) -> bool:
    """Nothing more is to come."""
    return order.doc_state in ("closed", "cancelled")


def shared(order: SalesOrder) -> dict[str, Any]:
    """What the partner himself said of invoices and payments; nothing where he said nothing."""
    if not order.invoices and not order.payments:
        return {}
    return {
        "invoices": [shown.SalesInvoice(**_told(one)) for one in order.invoices],
        "payments": [shown.SalesPayment(**_told(one)) for one in order.payments],
        "invoice_state": money_rules.invoice_state(order.lines, order.invoices, closed(order)),
        "payment_state": money_rules.payment_state(order.lines, order.payments, closed(order)),
    }


def _told(entry: dict[str, Any]) -> dict[str, Any]:
    lines = {"lines": [shown.InvoicedLine(**line) for line in entry.get("lines", ())]}
    kept = {name: value for name, value in entry.items() if name != "said_by"}
    return {**kept, **(lines if "lines" in entry else {})}


def given_rows(order: SalesOrder) -> Iterator[dict[str, Any]]:
    """What it has of promotions' rules, while it stands."""
    if order.doc_state in GONE:
        return
    for rule_id, (qty, fen) in given(order.lines, order.gifts).items():
        yield {"order_id": order.id, "rule_id": rule_id, "qty": qty, "fen": fen}


def summed(order: SalesOrder) -> Iterator[dict[str, Any]]:
    """Its lines as the statistics count them (domain.md 3.7)."""
    over = closed(order)
    invoiced = money_rules.invoiced_of(order.invoices)
    paid = money_rules.paid_by_line(order.lines, order.payments, over)
    same = {
        "order_id": order.id,
        "no": order.no,
        "day": order.day,
        "partner_id": order.partner_id,
        "org_unit_id": order.org_unit_id,
        "customer_class": order.customer_class,
        "store_id": order.store_id,
        "audited": 1 if order.audited_at else 0,
        "doc_state": order.doc_state,
        "exec_state": order.exec_state,
        "invoice_state": money_rules.invoice_state(order.lines, order.invoices, over),
        "payment_state": money_rules.payment_state(order.lines, order.payments, over),
    }
    skus: set[str] = set()
    for i, line in enumerate(order.lines):
        # Amended to nothing, it has nothing to be counted in.
        of_one = max(1, line["qty_base"] // line["qty"]) if line["qty"] else 1
        qty = money_rules.quantities(line, invoiced.get(line["line_id"], 0))
        yield {
            **same,
            "line_no": i + 1,
            "sku_id": line["sku_id"],
            "first_of_sku": 0 if line["sku_id"] in skus else 1,
            "uom": line["uom"],
            "of_one": of_one,
            **{name: n if n is None else n * of_one for name, n in qty.items()},
            **{
                f"{name}_fen": n if n is None else money_rules.part_fen(line, n)
                for name, n in qty.items()
            },
            "paid_fen": paid[i],
        }
        skus.add(line["sku_id"])


OF_ORDER = ("order_id", "no", "day", "partner_id", "org_unit_id", "customer_class", "store_id",
            "audited", "doc_state", "exec_state", "invoice_state", "payment_state")  # fmt: skip
SUMMED = (*QUANTITIES, *(f"{name}_fen" for name in (*QUANTITIES, "paid")))


def summed_whole(order: SalesOrder) -> Iterator[dict[str, Any]]:
    """Its lines together; null what nobody has answered in any of them. Of no line, nothing."""
    rows = list(summed(order))
    if not rows:
        return
    known = {name: [row[name] for row in rows if row[name] is not None] for name in SUMMED}
    yield {
        **{name: rows[0][name] for name in OF_ORDER},
        "lines": len(rows),
        **{name: sum(values) if values else None for name, values in known.items()},
    }


def lines(order: SalesOrder) -> list[shown.SalesLine]:
    return [
        shown.SalesLine(
            line_id=line["line_id"],
            sku_id=line["sku_id"],
            qty=line["qty"],
            uom=line["uom"],
            qty_base=line["qty_base"],
            price_fen=line["price_fen"],
            amount_fen=line["amount_fen"],
            accepted_qty=line["accepted_qty"],
            short_reason=line["short_reason"],
            noted_qty=line["noted_qty"],
            received_qty=line["received_qty"],
            list_price_fen=UNSET if line["list_price_fen"] is None else line["list_price_fen"],
            promoted=line.get("promoted", UNSET),
            units_per_case=line.get("units_per_case", UNSET),
            closed_reason=line.get("closed_reason") or UNSET,
            close_asked=asked(line),
            back_order_until=line.get("back_order_until") or UNSET,
            returned_qty=line.get("returned_qty") or UNSET,
        )
        for line in order.lines
    ]


def asked(line: dict[str, Any]) -> shown.CloseAsked | UnsetType:
    found = line.get("close_asked")
    return msgspec.convert(found, shown.CloseAsked) if found else UNSET


def gifts(order: SalesOrder) -> list[shown.SalesGift]:
    return msgspec.convert(order.gifts, list[shown.SalesGift])


def order_scopes(order: SalesOrder) -> Iterator[str]:
    """The partner sees nothing before the audit; what he saw once he goes on seeing, or finding."""
    yield f"store:{order.store_id}"
    if order.partner_id and order.audited_at:
        yield of_partner(order.partner_id, order, order.aged_version)


def day_summary(summary: DaySummary) -> shown.DaySummary:
    return shown.DaySummary(
        rep_id=summary.rep_id,
        day=summary.day,
        ended_at=summary.ended_at,
        planned=summary.planned,
        visited=summary.visited,
        orders=summary.orders,
        value_fen=summary.value_fen,
        unsent=summary.unsent,
        missed=summary.missed,
        note=summary.note,
        unsent_reason=summary.unsent_reason or UNSET,
        auto_closed=True if summary.auto_closed else UNSET,
    )


def saved_filter(one: SavedFilter) -> shown.SavedFilter:
    return shown.SavedFilter(
        person_id=one.person_id, screen=one.screen, name=one.name, query=one.query
    )


VIEWS: tuple[View[SalesOrder] | View[DaySummary] | View[SavedFilter], ...] = (
    View(
        "sales_order",
        SalesOrder,
        scopes=order_scopes,
        shown={"store": for_the_store, "partner": for_the_partner, "past": for_the_partner},
        beside=(
            Beside(SalesLineSum, "order_id", summed),
            Beside(SalesSum, "order_id", summed_whole),
            Beside(PromotionGiven, "order_id", given_rows),
        ),
    ),
    View(
        "saved_filter",
        SavedFilter,
        scopes=lambda one: (f"user:{one.person_id}",),
        shown={"user": saved_filter},
    ),
    View(
        "day_summary",
        DaySummary,
        scopes=lambda summary: (f"user:{summary.rep_id}",),
        shown={"user": day_summary},
    ),
)
