"""A visit in its store; a photo there too, and with the delivery it proves.

The store's view is the rep's: who was where and when, not how far off. Distances, positions and
flags are for the office, which reads through queries. A template is everybody's once published.
"""

from collections.abc import Iterator

import msgspec
from msgspec import UNSET, UnsetType

from backend.store.view import of_partner
from backend.sync.view import View
from backend.visits.tables import Photo, Visit, VisitTemplate
from sync_protocol.generated import protocol as shown


def visit(visit: Visit) -> shown.Visit:
    return shown.Visit(
        store_id=visit.store_id,
        rep_id=visit.rep_id,
        rep_name=visit.rep_name,
        planned_visit_id=visit.planned_visit_id,
        day=visit.day,
        state=visit.state,
        checked_in_at=visit.checked_in_at,
        checked_out_at=visit.checked_out_at,
        fence_result=visit.fence_result,  # type: ignore[arg-type]  # our own rule's word
        observations=visit.observations,  # type: ignore[arg-type]  # builtins of the same shape
        fail_reason=visit.fail_reason,
        no_order_reason=visit.no_order_reason,
        note=visit.note,
        next_promise=visit.next_promise,
        late=visit.late,
        # Left out where there is none, so that visits from before are shown as they were.
        template_id=UNSET if visit.template_id is None else visit.template_id,
        outside=visit.outside or UNSET,  # type: ignore[arg-type]
        categories=visit.categories or UNSET,  # type: ignore[arg-type]
        displays=visit.displays or UNSET,  # type: ignore[arg-type]
        merchandise=visit.merchandise or UNSET,  # type: ignore[arg-type]
        greet=visit.greet or UNSET,  # type: ignore[arg-type]
        rivals=UNSET if visit.rivals is None else visit.rivals,  # type: ignore[arg-type]
        pitches=visit.pitches or UNSET,  # type: ignore[arg-type]
        promotion=visit.promotion or UNSET,  # type: ignore[arg-type]
        score=visit.score or UNSET,  # type: ignore[arg-type]
        skips=visit.skips or UNSET,  # type: ignore[arg-type]  # builtins of the same shape
        pauses=visit.pauses or UNSET,  # type: ignore[arg-type]
        left_said=visit.left_said or UNSET,  # type: ignore[arg-type]
    )


def template(one: VisitTemplate) -> shown.VisitTemplate:
    return shown.VisitTemplate(
        code=one.code,
        template_version=one.template_version,
        name=one.name,
        classes=one.classes,  # type: ignore[arg-type]  # checked when it was saved
        channels=one.channels,
        tiers=one.tiers,  # type: ignore[arg-type]
        valid_from=one.valid_from,
        strict_order=one.strict_order,
        steps=one.steps,  # type: ignore[arg-type]
        state=one.state,
        org_unit_ids=one.org_unit_ids,
    )


def template_scopes(one: VisitTemplate) -> Iterator[str]:
    if one.state in ("published", "retired"):
        yield "org:HQ"


def photo(photo: Photo) -> shown.Photo:
    return shown.Photo(
        visit_id=photo.visit_id,
        store_id=photo.store_id,
        delivery_note_id=photo.delivery_note_id,
        task_id=photo.task_id,
        type=photo.type,  # type: ignore[arg-type]  # checked when it was attached
        sha256=photo.sha256,
        bytes=photo.bytes,
        mime=photo.mime,
        width=photo.width,
        height=photo.height,
        taken_at=photo.taken_at,
        capture_mode=photo.capture_mode,
        sequence=photo.sequence,
        author_id=photo.author_id,
        present=photo.present,
        look=photo.look or UNSET,  # type: ignore[arg-type]  # checked when it was attached
        kept_reason=photo.kept_reason or UNSET,  # type: ignore[arg-type]
        chain=link(photo),
        chained=UNSET if photo.chained is None else photo.chained,
    )


def link(photo: Photo) -> shown.PhotoLink | UnsetType:
    if photo.chain_n is None or photo.chain_hash is None:
        return UNSET
    return shown.PhotoLink(n=photo.chain_n, hash=photo.chain_hash)


def reviewed(photo: Photo) -> shown.PhotoReviewed | UnsetType:
    if photo.review_state is None:
        return UNSET
    return shown.PhotoReviewed(
        state=photo.review_state,
        reason=photo.review_reason,
        note=photo.review_note,
        by_name=photo.reviewed_by_name or "",
        at=photo.reviewed_at or "",
    )


def photo_in_store(photo_: Photo) -> shown.Photo:
    """What the office thinks of it is between the office and the rep, not the partner's."""
    return msgspec.structs.replace(photo(photo_), review=reviewed(photo_))


def photo_scopes(photo: Photo) -> Iterator[str]:
    yield f"store:{photo.store_id}"
    if photo.partner_id:
        yield of_partner(photo.partner_id, photo, photo.aged_version)
    if photo.trip:
        yield f"trip:{photo.trip}"
    if photo.spot_check_id:
        # He holds no store: without it his phone would never hear that the picture is here.
        yield f"user:{photo.author_id}"


VIEWS: tuple[View[Visit] | View[Photo] | View[VisitTemplate], ...] = (
    View("visit_template", VisitTemplate, scopes=template_scopes, shown={"org": template}),
    View("visit", Visit, scopes=lambda visit: (f"store:{visit.store_id}",), shown={"store": visit}),
    View(
        "photo",
        Photo,
        scopes=photo_scopes,
        shown={
            "store": photo_in_store,
            "partner": photo,
            "past": photo,
            "trip": photo,
            "user": photo,
        },
    ),
)
