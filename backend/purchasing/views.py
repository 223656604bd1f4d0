"""Counts and stock are shown to their partner and to nobody else; the office asks for lists."""

from collections.abc import Iterator
from typing import Any

from backend.purchasing.tables import PartnerStock, StockCount, StockReceipt
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


def stock_receipt(held: StockReceipt) -> shown.StockReceipt:
    return shown.StockReceipt(
        partner_id=held.partner_id,
        came_at=held.came_at,
        receiver_name=held.receiver_name,
        paper_no=held.paper_no,
        said_by_name=held.said_by_name,
        lines=[shown.StockCountLine(**line) for line in held.lines],
    )


def his(held: StockCount | StockReceipt | PartnerStock) -> Iterator[str]:
    yield f"partner:{held.partner_id}"


VIEWS: tuple[View[Any], ...] = (
    View("stock_count", StockCount, scopes=his, shown={"partner": stock_count}),
    View("stock_receipt", StockReceipt, scopes=his, shown={"partner": stock_receipt}),
    View("partner_stock", PartnerStock, scopes=his, shown={"partner": partner_stock}),
)
