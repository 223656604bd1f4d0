"""Who may say something about an order, in which state it must be, and who is told of it."""

from collections.abc import Awaitable, Callable
from typing import Any

from backend.identity import Person, Role
from backend.orders.tables import SalesOrder
from backend.people import effects
from backend.refused import Conflict, Refused
from backend.store.session import Records
from backend.sync.registry import Op
from backend.visits import judging


def unknown(op: Op) -> Refused:
    return Refused("record/unknown", op.id, entity="sales_order", id=op.id)


async def dealt_with(op: Op, by: Person, records: Records) -> SalesOrder:
    """A rep's own, a partner's once it was audited for him, the office's as `decided_by`."""
    if by.role not in (Role.FIELD_REP, Role.PARTNER_CLERK):
        return await decided_by(op, by, records)
    held = await records.get(SalesOrder, op.id)
    if held is None:
        raise unknown(op)
    his = held.audited_at is not None and held.partner_id == by.partner_id
    if not (held.rep_id == by.id if by.role is Role.FIELD_REP else his):
        raise unknown(op)
    return held


async def decided_by(op: Op, by: Person, records: Records) -> SalesOrder:
    """Supervisors decide on the orders of their office, specialists on those of C1 customers."""
    held = await records.get(SalesOrder, op.id)
    if held is None or held.org_unit_id not in by.unit_ids:
        raise unknown(op)
    if (held.customer_class == "C1") != (by.role is Role.SPECIALIST):
        raise Refused("role/not-allowed", held.customer_class, customer_class=held.customer_class)
    return held


def check_state(
    op: Op, held: SalesOrder, by: Person, legal: bool, tried: str,
    noted: Callable[[Records], Awaitable[None]] | None = None, told: str = "order.conflict",
    **current: Any,
) -> None:  # fmt: skip
    """What stands, stands (K1): the author learns who decided what, and may order anew. ``noted``
    writes down what the office should see of it beside what everybody's lateness leaves; ``told``
    is the author's message, ``current`` what his device learns besides.

    Somebody else's change in between is no conflict as long as the step is still legal and the
    state is the one the author saw.
    """
    moved = op.base_state is not None and op.base_state != held.doc_state
    if legal and not moved:
        return
    raise Conflict(
        "order/state",
        f"{tried} in {held.doc_state}/{held.exec_state}",
        then=telling(by.id, held, tried, noted, told),
        version=held.version,
        state=held.doc_state,
        exec_state=held.exec_state,
        reason=held.reason,
        decided_by=held.decided_by_name,
        decided_at=held.decided_at,
        **current,
    )


def telling(
    person_id: str,
    held: SalesOrder,
    tried: str,
    noted: Callable[[Records], Awaitable[None]] | None = None,
    told: str = "order.conflict",
) -> Callable[[Records], Awaitable[str | None]]:
    async def then(records: Records) -> str | None:
        if noted is not None:
            await noted(records)
        return await effects.tell(
            records, person_id, told, entity="sales_order", record_id=held.id,
            no=held.no, store_name=held.store_name, tried=tried, state=held.doc_state,
            by_name=held.decided_by_name or "", reason=held.reason or "",
        )  # fmt: skip

    return then


def decide(records: Records, held: SalesOrder, state: str, reason: str, by: Person) -> None:
    judging.soon(records, held.rep_id, held.day)
    records.change(
        held,
        doc_state=state,
        reason=reason,
        decided_by=by.id,
        decided_by_name=by.name,
        decided_at=records.now,
    )


async def tell(
    records: Records, person_id: str, kind: str, order: SalesOrder, by: Person, reason: str
) -> None:
    await effects.tell(
        records, person_id, kind, entity="sales_order", record_id=order.id,
        no=order.no, store_name=order.store_name, by_name=by.name, reason=reason,
    )  # fmt: skip


async def tell_all(records: Records, kind: str, order: SalesOrder, by: Person, reason: str) -> None:
    """Her whose order it is and whoever confirmed it, unless they said it themselves."""
    for person_id in {order.rep_id, order.accepted_by} - {by.id, None}:
        await tell(records, str(person_id), kind, order, by, reason)
