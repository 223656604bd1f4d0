"""What the server does with each operation about partners' stock and purchases."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import UNSET

from backend.catalogue.tables import Sku
from backend.identity import Person
from backend.purchasing import fulfilling, purchases, supplying
from backend.purchasing.tables import PartnerStock, StockCount, StockReceipt, stock_id
from backend.refused import Duplicate, Quarantined
from backend.store import instant, said
from backend.store.record import Record
from backend.store.session import Records
from backend.sync.registry import Command, Facts, Op
from sync_protocol.generated.protocol import StockCountSay, StockReceiveSay

AHEAD_S = 300
"""A file's time is typed by hand: a few minutes into the future are a clock, more is a mistake."""


async def count(op: Op, args: StockCountSay, by: Person, records: Records) -> None:
    """A fact, kept as it was said. Of each SKU it names it is the stock since, unless a later count
    of that SKU has been heard: then it is only kept."""
    held = await records.see(StockCount, op.id)
    partner_id = str(by.partner_id)
    values = {
        "partner_id": partner_id,
        "counted_at": said.an_instant(args.counted_at, "counted_at", Quarantined),
        "counter_name": args.counter_name,
        "witness_name": args.witness_name,
        "from_file": args.from_file,
        "lines": msgspec.to_builtins(args.lines),
        "absent": list(args.absent),
    }
    first_of_its_id(held, by, values)
    lots = lots_of(values)
    if not lots:
        raise Quarantined("value/out-of-range", "nothing counted", field="lines")
    check_time(op, values["counted_at"], "counted_at")
    await check(op, values["lines"], lots, records)

    records.add(
        StockCount.of(
            id=op.id, **values, said_by=by.id, said_by_name=by.name, received_at=records.now
        )
    )
    known = await records.get_many(PartnerStock, [stock_id(partner_id, one) for one in lots])
    for sku_id, found in lots.items():
        counted(op, partner_id, sku_id, values["counted_at"], found, known, records)
    await supplying.counted(partner_id, values["counted_at"], lots, records)


def lots_of(values: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """By SKU; the same lot counted in two places is one. Nothing is left of those absent."""
    lots: dict[str, dict[tuple[str, str], dict[str, Any]]] = {one: {} for one in values["absent"]}
    for line in values["lines"]:
        key = (line["produced_on"], line["lot"])
        held = lots.setdefault(line["sku_id"], {}).setdefault(
            key, {"lot": line["lot"], "produced_on": line["produced_on"], "good": 0, "damaged": 0}
        )
        held["good"] += line["good"]
        held["damaged"] += line["damaged"]
    return {sku_id: [of[key] for key in sorted(of)] for sku_id, of in lots.items()}


def first_of_its_id(
    held: StockCount | StockReceipt | None, by: Person, values: dict[str, Any]
) -> None:
    """The same said again is nothing new; another under its id is set aside."""
    if held is None:
        return
    if held.said_by == by.id and all(getattr(held, k) == v for k, v in values.items()):
        raise Duplicate("fact/immutable")
    raise Quarantined("record/clash", held.id)


def check_time(op: Op, at: str, field: str) -> None:
    if at > instant.shifted(op.received_at, seconds=AHEAD_S):
        raise Quarantined("value/out-of-range", at, field=field)


async def check(
    op: Op, lines: list[dict[str, Any]], sku_ids: Iterable[str], records: Records
) -> None:
    """Nobody has what there is not yet, or what nobody sells."""
    day = instant.day_of(instant.shifted(op.received_at, seconds=AHEAD_S), records.zone)
    for line in lines:
        if said.a_day(line["produced_on"], "produced_on", Quarantined) > day:
            raise Quarantined("value/out-of-range", line["produced_on"], field="produced_on")
    wanted = sorted(set(sku_ids))
    skus = await records.see_many(Sku, wanted)
    for sku_id in wanted:
        if sku_id not in skus:
            raise Quarantined("record/unknown", sku_id, entity="sku", id=sku_id)


def counted(
    op: Op, partner_id: str, sku_id: str, at: str, lots: list[dict[str, Any]],
    known: dict[str, PartnerStock], records: Records,
) -> None:  # fmt: skip
    id = stock_id(partner_id, sku_id)
    held = known.get(id)
    values: dict[str, Any] = {"count_id": op.id, "counted_at": at, "lots": lots}
    if held is None:
        records.add(
            PartnerStock.of(
                id=id, partner_id=partner_id, sku_id=sku_id, **values,
                before_at=None, before_units=None,
            )
        )  # fmt: skip
    elif held.counted_at < at:
        units = sum(lot["good"] + lot["damaged"] for lot in held.lots)
        records.change(held, **values, before_at=held.counted_at, before_units=units)


async def receive(op: Op, args: StockReceiveSay, by: Person, records: Records) -> None:
    """What came in counts from then on, beside the last count, until the next one (K12)."""
    values: dict[str, Any] = {
        "partner_id": str(by.partner_id),
        "came_at": said.an_instant(args.came_at, "came_at", Quarantined),
        "receiver_name": args.receiver_name,
        "paper_no": args.paper_no,
        "purchase_id": None if args.purchase_id is UNSET else args.purchase_id,
        "lines": msgspec.to_builtins(args.lines),
    }
    first_of_its_id(await records.see(StockReceipt, op.id), by, values)
    check_time(op, values["came_at"], "came_at")
    await check(op, values["lines"], [line["sku_id"] for line in values["lines"]], records)
    receipt = StockReceipt.of(
        id=op.id, **values, said_by=by.id, said_by_name=by.name, received_at=records.now
    )
    records.add(receipt)
    if receipt.purchase_id is not None:
        await fulfilling.came(op, receipt, receipt.purchase_id, by, records)


def is_counted(op: Op, args: StockCountSay) -> Iterable[tuple[type[Record], str]]:
    yield StockCount, op.id
    for sku_id in {*args.absent, *(line.sku_id for line in args.lines)}:
        yield Sku, sku_id


def is_received(op: Op, args: StockReceiveSay) -> Iterable[tuple[type[Record], str]]:
    yield StockReceipt, op.id
    for sku_id in {line.sku_id for line in args.lines}:
        yield Sku, sku_id


COMMANDS: dict[str, Command] = {
    "stock.count": count,
    "stock.receive": receive,
    **purchases.COMMANDS,
    **fulfilling.COMMANDS,
}
FACTS: dict[str, Facts] = {
    "stock.count": is_counted,
    "stock.receive": is_received,
    **purchases.FACTS,
}
