"""Counts, stock and purchases are shown to their partner and to nobody else; the office asks for
lists. Reps see how much of each SKU there was to sell, and when it was counted."""

from collections.abc import Iterator
from typing import Any

import msgspec

from backend.purchasing.tables import (
    PartnerStock,
    PartnerSupply,
    PurchaseOrder,
    PurchaseTerms,
    StockCount,
    StockReceipt,
)
from backend.sync.view import View
from sync_protocol.generated import protocol as shown


def stock_count(held: StockCount) -> shown.StockCount:
    return shown.StockCount(
        partner_id=held.partner_id,
        counted_at=held.counted_at,
        counter_name=held.counter_name,
        witness_name=held.witness_name,
        from_file=held.from_file,
        said_by_name=held.said_by_name,
        lines=[shown.StockCountLine(**line) for line in held.lines],
        absent=held.absent,
    )


def partner_stock(held: PartnerStock) -> shown.PartnerStock:
    return shown.PartnerStock(
        partner_id=held.partner_id,
        sku_id=held.sku_id,
        count_id=held.count_id,
        counted_at=held.counted_at,
        lots=[shown.StockLot(**lot) for lot in held.lots],
        before_at=held.before_at,
        before_units=held.before_units,
    )


def partner_supply(held: PartnerSupply) -> shown.PartnerSupply:
    return shown.PartnerSupply(lines=[shown.SupplyLine(**line) for line in held.lines])


def stock_receipt(held: StockReceipt) -> shown.StockReceipt:
    return shown.StockReceipt(
        partner_id=held.partner_id,
        came_at=held.came_at,
        receiver_name=held.receiver_name,
        paper_no=held.paper_no,
        said_by_name=held.said_by_name,
        lines=[shown.StockCountLine(**line) for line in held.lines],
    )


def purchase_order(held: PurchaseOrder) -> shown.PurchaseOrder:
    return shown.PurchaseOrder(
        no=held.no,
        partner_id=held.partner_id,
        partner_name=held.partner_name,
        state=held.state,  # type: ignore[arg-type]  # commands write no other
        revision=held.revision,
        value_fen=held.value_fen,
        wanted_on=held.wanted_on,
        ship_to=held.ship_to,
        reason=held.reason,
        note=held.note,
        follows_no=held.follows_no,
        submitted_at=held.submitted_at,
        ship_on=held.ship_on,
        paper_no=held.paper_no,
        arrives_on=held.arrives_on,
        received_at=held.received_at,
        received_late=held.received_late,
        claim_until=held.claim_until,
        claim_note=held.claim_note,
        claim_fen=held.claim_fen,
        credit_fen=held.credit_fen,
        lines=msgspec.convert(held.lines, list[shown.PurchaseLine]),
        lots=msgspec.convert(held.lots, list[shown.PurchaseLot]),
        steps=msgspec.convert(held.steps, list[shown.PurchaseStep]),
    )


def purchase_terms(held: PurchaseTerms) -> shown.PurchaseTerms:
    return shown.PurchaseTerms(
        cycle_days=held.cycle_days,
        lead_days=held.lead_days,
        season_per_mille=held.season_per_mille,
        min_cases=held.min_cases,
        count_days=held.count_days,
        receipt_h=held.receipt_h,
        claim_h=held.claim_h,
    )


def his(held: StockCount | StockReceipt | PartnerStock | PurchaseOrder) -> Iterator[str]:
    yield f"partner:{held.partner_id}"


VIEWS: tuple[View[Any], ...] = (
    View("stock_count", StockCount, scopes=his, shown={"partner": stock_count}),
    View("stock_receipt", StockReceipt, scopes=his, shown={"partner": stock_receipt}),
    View("partner_stock", PartnerStock, scopes=his, shown={"partner": partner_stock}),
    View(
        "partner_supply",
        PartnerSupply,
        scopes=lambda held: tuple(f"team:{unit}" for unit in held.org_unit_ids),
        shown={"team": partner_supply},
    ),
    View("purchase_order", PurchaseOrder, scopes=his, shown={"partner": purchase_order}),
    View(
        "purchase_terms",
        PurchaseTerms,
        scopes=lambda held: (f"partner:{held.id}",),
        shown={"partner": purchase_terms},
    ),
)
