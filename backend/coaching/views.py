"""Who is shown what of a visit that is looked at again: he who is to go, from the draw on; she
whose visit it is, once he has. Both are then shown the same. Before that nothing of it is hers to
know, and nothing of what she had said is his.
"""

from collections.abc import Iterator

from msgspec import UNSET

from backend.coaching.tables import FieldCard, JointDay, JointVisit, SpotCheck
from backend.sync.view import View
from sync_protocol.generated import protocol as shown

OPEN, DONE, LAPSED = "open", "done", "lapsed"


def spot_check(one: SpotCheck) -> shown.SpotCheck:
    done = one.state == DONE
    return shown.SpotCheck(
        checker_id=one.checker_id,
        checker_name=one.checker_name,
        rep_id=one.rep_id,
        rep_name=one.rep_name,
        visit_id=one.visit_id,
        visited_at=one.visited_at,
        store_id=one.store_id,
        store_code=one.store_code,
        store_name=one.store_name,
        address=one.address,
        lat_e7=one.lat_e7,
        lon_e7=one.lon_e7,
        radius_m=one.radius_m,
        sku_ids=one.sku_ids,
        drawn_at=one.drawn_at,
        until=one.until,
        state=one.state,
        checked_at=one.checked_at or UNSET,
        minutes_later=UNSET if one.minutes_later is None else one.minutes_later,
        distance_m=UNSET if one.distance_m is None else one.distance_m,
        exception_reason=one.exception_reason or UNSET,
        items=one.items if done and one.items is not None else UNSET,  # type: ignore[arg-type]
        photos=one.photos if done and one.photos else UNSET,  # type: ignore[arg-type]
        compared=one.compared if done else UNSET,
        within=one.within if done else UNSET,
        note=one.note or UNSET,
        answer=one.answer or UNSET,
        answered_at=one.answered_at or UNSET,
    )


def spot_scopes(one: SpotCheck) -> Iterator[str]:
    if one.state != LAPSED:
        yield f"user:{one.checker_id}"
    if one.state == DONE:
        yield f"user:{one.rep_id}"


def joint_day(one: JointDay) -> shown.JointDay:
    return shown.JointDay(
        coach_id=one.coach_id,
        rep_id=one.rep_id,
        rep_name=one.rep_name,
        day=one.day,
        state=one.state,
        stores=one.stores,  # type: ignore[arg-type]  # builtins of the same shape
    )


def joint_visit(one: JointVisit) -> shown.JointVisit:
    return shown.JointVisit(
        joint_day_id=one.joint_day_id,
        coach_id=one.coach_id,
        coach_name=one.coach_name,
        rep_id=one.rep_id,
        rep_name=one.rep_name,
        store_id=one.store_id,
        store_name=one.store_name,
        day=one.day,
        began_at=one.began_at,
        said_at=one.said_at,
        items=one.items,  # type: ignore[arg-type]  # builtins of the same shape
        agreed=one.agreed,  # type: ignore[arg-type]
        note=one.note,
    )


def joint_visit_scopes(one: JointVisit) -> Iterator[str]:
    yield f"user:{one.coach_id}"
    yield f"user:{one.rep_id}"


def field_card(one: FieldCard) -> shown.FieldCard:
    return shown.FieldCard(
        code=one.code,
        card_version=one.card_version,
        kind=one.kind,
        steps=one.steps,
        sku_ids=one.sku_ids,
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        zh=one.zh,  # type: ignore[arg-type]  # builtins of the same shape
        en=one.en,  # type: ignore[arg-type]
        saved_by_name=one.saved_by_name,
        saved_at=one.saved_at,
    )


def card_scopes(one: FieldCard) -> Iterator[str]:
    if one.sent:
        for unit in one.org_unit_ids:
            yield f"team:{unit}"


VIEWS: tuple[View[SpotCheck] | View[JointDay] | View[JointVisit] | View[FieldCard], ...] = (
    View("field_card", FieldCard, scopes=card_scopes, shown={"team": field_card}),
    View("spot_check", SpotCheck, scopes=spot_scopes, shown={"user": spot_check}),
    View(
        "joint_day", JointDay, scopes=lambda one: (f"user:{one.coach_id}",),
        shown={"user": joint_day},
    ),
    View("joint_visit", JointVisit, scopes=joint_visit_scopes, shown={"user": joint_visit}),
)  # fmt: skip
