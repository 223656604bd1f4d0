"""A released promotion in team: of the offices it holds in; how far it is in a store, there.

Budgets and what is expected of it are for the office, which reads through queries. Drafts are
shown to no device.
"""

from collections.abc import Iterator

from msgspec import UNSET

from backend.promotions.tables import Promotion, PromotionExecution, PromotionStandard
from backend.sync.view import View
from sync_protocol.generated import protocol as shown

PUBLIC = ("released", "stopped", "ended")


def promotion(one: Promotion) -> shown.Promotion:
    return shown.Promotion(
        name=one.name,
        type=one.type,  # type: ignore[arg-type]  # checked when it was saved
        mechanism=one.mechanism,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        classes=one.classes,  # type: ignore[arg-type]
        channels=one.channels,
        tiers=one.tiers,  # type: ignore[arg-type]
        store_ids=one.store_ids,
        sku_ids=one.sku_ids,
        items=one.items,  # type: ignore[arg-type]
        price_fen=one.price_fen,
        posm=one.posm,  # type: ignore[arg-type]  # builtins of the same shape
        agreement=one.agreement,
        place=one.place,  # type: ignore[arg-type]
        size=one.size,
        fee_fen=one.fee_fen,
        fee_pay=one.fee_pay,  # type: ignore[arg-type]
        control=one.control,
        plan_version=one.plan_version,
        state=one.state,
        org_unit_ids=one.org_unit_ids,
        stops_at=one.stops_at,
        stop_reason=one.stop_reason,
        released_at=one.released_at or "",
        stackable=one.stackable,
        rules=one.rules,  # type: ignore[arg-type]  # builtins of the same shape
        priority=one.priority,
    )


def promotion_scopes(one: Promotion) -> Iterator[str]:
    if one.state in PUBLIC:
        for unit in one.org_unit_ids:
            yield f"team:{unit}"


def standard(one: PromotionStandard) -> shown.PromotionStandard:
    return shown.PromotionStandard(jpeg=one.jpeg)


def standard_scopes(one: PromotionStandard) -> Iterator[str]:
    for unit in one.org_unit_ids:
        yield f"team:{unit}"


def execution(one: PromotionExecution) -> shown.PromotionExecution:
    return shown.PromotionExecution(
        promotion_id=one.promotion_id,
        store_id=one.store_id,
        state=one.state,
        checks=one.checks,  # type: ignore[arg-type]  # builtins of the same shape
        flags=one.flags,
        agreement=one.agreement or UNSET,  # type: ignore[arg-type]
        declined=one.declined or UNSET,  # type: ignore[arg-type]
        set_up=one.set_up or UNSET,  # type: ignore[arg-type]
        taken_down=one.taken_down or UNSET,  # type: ignore[arg-type]
    )


VIEWS: tuple[View[Promotion] | View[PromotionStandard] | View[PromotionExecution], ...] = (
    View("promotion", Promotion, scopes=promotion_scopes, shown={"team": promotion}),
    View("promotion_standard", PromotionStandard, scopes=standard_scopes, shown={"team": standard}),
    View(
        "promotion_execution",
        PromotionExecution,
        scopes=lambda one: (f"store:{one.store_id}",),
        shown={"store": execution},
    ),
)
