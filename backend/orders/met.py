"""Where people's words about an order met (domain.md 3.0.7), for the one inbox of the office: who
said what, how many of each SKU and gift by each, and settled by itself once somebody decided."""

from collections.abc import Awaitable, Callable, Container, Iterable, Mapping, Sequence
from typing import Any

from backend.conflicts import effects as conflicts
from backend.identity import SYSTEM, Person
from backend.orders.recalling import wanted_back
from backend.orders.tables import SalesOrder
from backend.people.tables import Person as Somebody
from backend.promotions.tables import Promotion
from backend.store.session import Records
from backend.sync.registry import Op
from sync_protocol.generated.protocol import OrderAccept

Row = Mapping[str, Any]
Then = Callable[[Records], Awaitable[None]]


def about(order: SalesOrder) -> conflicts.About:
    return conflicts.About(
        "sales_order", order.id, f"{order.no} {order.store_name}", order.store_id,
        order.org_unit_id,
    )  # fmt: skip


def goods(lines: Iterable[Row], name: str = "qty") -> conflicts.Values:
    return {f"qty:{line['uom']}:{line['sku_id']}": line[name] for line in lines}


def gifts(given: Iterable[Row]) -> conflicts.Values:
    """By SKU, or by what no SKU is; those of two rules together."""
    found: conflicts.Values = {}
    for gift in given:
        name = f"gift:case:{gift['sku_id']}" if gift["sku_id"] else f"gift:item:{gift['item']}"
        found[name] = found.get(name, 0) + gift["qty"]
    return found


def asked(lines: Sequence[Row], changed: Iterable[Row], name: str) -> conflicts.Values:
    """What an amendment says of the lines it names."""
    of = {line["line_id"]: line for line in lines}
    return goods([{**of[one["line_id"]], "qty": one[name]} for one in changed])


async def called(records: Records, id: str | None) -> str | None:
    if id == SYSTEM.id:
        return SYSTEM.name
    person = await records.see(Somebody, id) if id else None
    return person.name if person else None


def too_late(op: Op, by: Person, held: SalesOrder, amendment: Row) -> Then:
    """K1: an amendment of an order that is cancelled, or has come to its end otherwise."""

    async def then(records: Records) -> None:
        lines = amendment["lines"]
        await conflicts.note(
            records, conflicts.Mine.said(op, by), about(held),
            rule="K1" if held.doc_state == "cancelled" else "decided", stands="theirs",
            other=conflicts.Other(held.decided_by_name, held.decided_at),
            base=asked(held.lines, lines, "old_qty"),
            mine={**asked(held.lines, lines, "qty"), "reason": amendment["reason"]},
            theirs={"state": held.doc_state, "reason": held.reason}, tell=False,
        )  # fmt: skip

    return then


def confirmed_before(
    op: Op, by: Person, held: SalesOrder, lines: Sequence[Row], args: OrderAccept
) -> Then | None:
    """Two clerks, or one on two devices, confirmed one order: what each lets go, and for which day.
    None: nobody has confirmed it, something else stands in the way. ``by_id``: the first may be
    himself."""
    if held.accepted_at is None or held.doc_state not in ("audited", "closed"):
        return None

    async def then(records: Records) -> None:
        await conflicts.note(
            records, conflicts.Mine.said(op, by), about(held), rule="decided", stands="theirs",
            other=conflicts.Other(await called(records, held.accepted_by), held.accepted_at),
            base=goods(held.lines),
            mine={
                **goods(lines, "accepted_qty"), "promised_on": args.promised_on,
                "note": args.note,
            },
            theirs={
                **goods(held.lines, "accepted_qty"), "promised_on": held.promised_on,
                "note": held.partner_note, "by_id": held.accepted_by,
            }, tell=False,
        )  # fmt: skip

    return then


def on_the_road(op: Op, by: Person, held: SalesOrder, reason: str) -> Then:
    """K4: to be cancelled, and loaded by then. Its notes on the road are wanted back."""

    async def then(records: Records) -> None:
        order = await records.get(SalesOrder, held.id)
        if order is not None:
            await wanted_back(records, order, by, reason)
        await conflicts.note(
            records, conflicts.Mine.said(op, by), about(held), rule="K4", stands="theirs",
            other=conflicts.Other(held.partner_name, None),
            base=goods(held.lines), mine={"state": "cancelled", "reason": reason},
            theirs={"exec_state": held.exec_state, **goods(held.lines, "shipped_qty")}, tell=False,
        )  # fmt: skip

    return then


def same_again(op: Op, by: Person, held: SalesOrder, amendment: Row, first: Row) -> Then:
    """K11: two devices of one person changed one version of it. Nothing is added up: she picks."""

    async def then(records: Records) -> None:
        lines = amendment["lines"]
        both = [one for one in first["lines"] if one["line_id"] in {n["line_id"] for n in lines}]
        await conflicts.note(
            records, conflicts.Mine.said(op, by), about(held), rule="K11", stands="theirs",
            other=conflicts.Other(first["by_name"], first["at"]),
            base={**asked(held.lines, lines, "old_qty"), **asked(held.lines, both, "old_qty")},
            mine=asked(held.lines, lines, "qty"), theirs=asked(held.lines, first["lines"], "qty"),
            tell=False,
        )  # fmt: skip

    return then


async def audited_meanwhile(
    records: Records, op: Op, by: Person, held: SalesOrder, amendment: Row
) -> None:
    """K2: it was not audited yet, as far as she knew. It waits for the office as a request."""
    said = conflicts.Mine(by.id, by.name, op.occurred_at, op.kind, amendment["id"])
    await conflicts.note(
        records, said, about(held), rule="K2", stands="both",
        other=conflicts.Other(await called(records, held.audited_by), held.audited_at),
        base=asked(held.lines, amendment["lines"], "old_qty"),
        mine={**asked(held.lines, amendment["lines"], "qty"), "reason": amendment["reason"]},
        theirs={"state": "audited"}, tell=False,
    )  # fmt: skip


async def already_on_notes(
    records: Records, held: SalesOrder, amendment: Row, given: Sequence[Row]
) -> None:
    """K3: less was asked for than is on notes. ``amendment`` with what each line became, ``held``
    as it was before, ``given``: its gifts now. The rep has a message of it."""
    kept = [one for one in amendment["lines"] if one["became"] > one["qty"]]
    if not kept:
        return
    said = conflicts.Mine(
        amendment["by_id"], amendment["by_name"], amendment["at"], "order.amend", amendment["id"]
    )
    before = gifts(held.gifts)
    now = dict.fromkeys(before, 0) | gifts(given)
    await conflicts.note(
        records, said, about(held), rule="K3", stands="theirs",
        other=conflicts.Other(held.partner_name, None),
        base={**asked(held.lines, kept, "old_qty"), **before},
        mine={**asked(held.lines, kept, "qty"), "reason": amendment["reason"]},
        theirs={**asked(held.lines, kept, "became"), **now}, tell=False,
    )  # fmt: skip


async def at_capture(
    records: Records, op: Op, by: Person, order: SalesOrder, in_force: Container[str]
) -> None:
    """What became of the store or its promotions before the order was heard (K9, K14).
    ``in_force``: promotions it is priced by, those among them that were stopped too late for it."""
    said = conflicts.Mine(by.id, by.name, op.occurred_at, op.kind, order.id)
    if "store_closed" in order.flags:
        await conflicts.note(
            records, said, about(order), rule="K14", stands="both",
            other=conflicts.Other(None, None), base={"active": "yes"}, mine=goods(order.lines),
            theirs={"active": "no"}, tell=False,
        )  # fmt: skip
    if not {"gift_diff", "reprice_diff"} & set(order.flags):
        return
    promised = [one for line in order.lines for one in line["promoted"]]
    sold_by = {one["promotion_id"] for one in (*order.gifts, *promised)}
    over = [
        one
        for one in await records.find(Promotion, state="stopped")
        if one.id in sold_by and one.id not in in_force
    ]
    if not over:
        return
    last = max(over, key=lambda one: one.stops_at or "")
    mine, due = gifts(order.gifts), gifts(order.due_gifts)
    await conflicts.note(
        records, said, about(order), rule="K9", stands="both",
        other=conflicts.Other(last.stopped_by_name, last.stops_at),
        base={"promotion": "、".join(one.name for one in over)},
        mine={**mine, "total_fen": order.total_fen},
        theirs={**dict.fromkeys(mine, 0), **due, "total_fen": order.due_total_fen}, tell=False,
    )  # fmt: skip


async def sent_elsewhere(
    records: Records, held: SalesOrder, partner_name: str | None, by: Person
) -> None:
    """K15: another partner supplies the store by now; she is told. ``held`` as it was before."""
    said = conflicts.Mine(
        held.rep_id, held.rep_name, held.submitted_at, "order.submit", held.id
    )  # fmt: skip
    await conflicts.note(
        records, said, about(held), rule="K15", stands="theirs",
        other=conflicts.Other(by.name, records.now), base={},
        mine={"partner_name": held.partner_name}, theirs={"partner_name": partner_name},
    )  # fmt: skip


async def decided(records: Records, order: SalesOrder, by: Person) -> None:
    """Audited, rejected or cancelled: what it waited for is over."""
    await conflicts.settled(records, "K9", order.id, by)
    await let_go(records, order, by)


async def ended(records: Records, order: SalesOrder, by: Person) -> None:
    """Rejected or cancelled: what was asked of it as well."""
    await decided(records, order, by)
    for one in order.amendments:
        if one["state"] == "asked":
            await conflicts.settled(records, "K2", one["id"], by)


async def let_go(records: Records, order: SalesOrder, by: Person) -> None:
    """Of a closed store, and it goes on: its gifts are still to be decided."""
    await conflicts.settled(records, "K14", order.id, by)
