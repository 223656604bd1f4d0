"""What happened in the store, and its pictures."""

from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from backend.store.record import Big, Json, Record


class VisitTemplate(Record, table=True):
    """One version of what a visit consists of. Once published it stands: visits name it."""

    __tablename__ = "visit_template"

    code: str = Field(index=True)
    template_version: int
    name: str
    classes: list[str] = Field(sa_type=Json)
    channels: list[str] = Field(sa_type=Json)
    tiers: list[str] = Field(sa_type=Json)
    valid_from: str
    strict_order: bool
    steps: list[dict[str, Any]] = Field(sa_type=Json)
    state: str = Field(description="draft, pending, published, retired or discarded.")
    org_unit_id: str = Field(description="Where its first author has his post: who may go on.")
    org_unit_ids: list[str] = Field(sa_type=Json, description="Offices it holds for, once it does.")
    author_ids: list[str] = Field(sa_type=Json, description="Everybody who wrote it; none decides.")
    saved_by_name: str
    saved_at: str
    submitted_at: str | None
    decided_by_name: str | None
    decided_at: str | None
    returned_for: str | None


class Visit(Record, table=True):
    """One call of one rep on one store, advanced only by its author's own operations."""

    __tablename__ = "visit"
    __table_args__ = (
        Index("visit_of_store", "store_id", "day"),
        Index("visit_of_rep", "rep_id", "day"),
    )

    store_id: str
    org_unit_id: str = Field(description="The store's office at the time.")
    rep_id: str
    rep_name: str
    planned_visit_id: str | None
    unplanned_reason: str | None
    day: str = Field(index=True)
    state: str = Field(description="in_progress, completed, failed or abandoned.")
    checked_in_at: str
    checked_out_at: str | None
    lat_e7: int | None
    lon_e7: int | None
    accuracy_m: int | None
    age_s: int | None
    distance_m: int | None = Field(description="By the server; the phone's own word is in sync_op.")
    fence_result: str
    exception_reason: str | None
    out_lat_e7: int | None
    out_lon_e7: int | None
    out_accuracy_m: int | None
    stay_s: int | None
    observations: list[dict[str, Any]] = Field(sa_type=Json)
    fail_reason: str | None
    no_order_reason: str | None
    note: str | None
    next_promise: str | None
    received_at: str
    late: bool
    off_assignment: bool = Field(description="Made after the author's grant had ended (K5).")
    template_id: str | None = Field(description="As its phone said; none: the built-in steps.")
    outside: dict[str, Any] | None = Field(sa_type=Json, description="S2, once it was said.")
    categories: list[dict[str, Any]] | None = Field(sa_type=Json, description="Facings, if counted")
    displays: dict[str, Any] | None = Field(sa_type=Json)
    merchandise: dict[str, Any] | None = Field(sa_type=Json, description="S5")
    greet: dict[str, Any] | None = Field(sa_type=Json, description="S3")
    rivals: list[dict[str, Any]] | None = Field(sa_type=Json, description="S7; none seen is [].")
    pitches: list[dict[str, Any]] | None = Field(default=None, sa_type=Json, description="S8, F35")
    promotion: dict[str, Any] | None = Field(sa_type=Json, description="S6, with results.")
    score: dict[str, Any] | None = Field(sa_type=Json, description="Frozen when she left.")
    skips: list[dict[str, Any]] = Field(sa_type=Json, description="Per step: the last reason.")
    pauses: list[dict[str, Any]] = Field(sa_type=Json, description="reason, from_at, until_at.")
    left_said: dict[str, Any] | None = Field(sa_type=Json, description="Hers, of an abandoned one.")
    trace: list[list[Any]] = Field(
        default_factory=list, sa_type=Json, description="See backend/visits/trace.py."
    )


class Photo(Record, table=True):
    """A picture taken as evidence. The bytes lie in the blob store under their hash."""

    __tablename__ = "photo"
    __table_args__ = (
        Index("photo_by_time", "taken_at", "id"),
        Index("photo_of_store", "store_id", "taken_at", "id"),
        Index("photo_of_author", "author_id", "taken_at", "id"),
        Index("photo_reviewed", "review_state", "taken_at", "id"),
    )

    visit_id: str | None = Field(index=True)
    store_id: str
    delivery_note_id: str | None = Field(index=True)
    task_id: str | None
    spot_check_id: str | None = Field(default=None, description="Taken by who looks again.")
    partner_id: str | None
    trip: str | None = Field(description="<driver_id>:<day> of the delivery it proves.")
    type: str
    sha256: str = Field(index=True)
    bytes: int
    mime: str
    width: int
    height: int
    taken_at: str
    lat_e7: int | None
    lon_e7: int | None
    accuracy_m: int | None
    capture_mode: str
    sequence: int
    author_id: str
    received_at: str
    present: bool
    review_state: str | None = Field(default=None, description="accepted or rejected.")
    review_reason: str | None = None
    review_note: str | None = None
    reviewed_by: str | None = None
    reviewed_by_name: str | None = None
    reviewed_at: str | None = None
    look: str | None = Field(default=None, description="What the phone saw wrong with it.")
    kept_reason: str | None = Field(default=None, description="Why she kept it all the same.")
    chain_n: int | None = Field(default=None, description="Which picture of its visit it is.")
    chain_hash: str | None = None
    chained: bool | None = Field(default=None, description="Its link follows from one before.")
    aged_version: int = Field(
        default=0, sa_type=Big, description="Its version when it left the partner's devices."
    )


class PhotoLook(Record, table=True):
    """What the server made of a photo's bytes: derived, never said by anybody. Its id is the
    photo's. No scope shows it: measures and likenesses are for the office, through queries.

    `piece_0` to `piece_3`: the hash of its likeness, 16 bits each (backend/visits/likeness.py).
    """

    __tablename__ = "photo_look"
    __table_args__ = (
        *(Index(f"photo_look_piece_{i}", f"piece_{i}", "taken_at") for i in range(4)),
        Index("photo_look_alike", "alike", "taken_at", "id"),
    )

    store_id: str
    day: str = Field(description="The business day of taken_at, copied with it from the photo.")
    taken_at: str
    sha256: str = Field(index=True)
    readable: bool = Field(description="False: its bytes are no picture, or damaged beyond that.")
    sharpness: int | None
    brightness: int | None
    piece_0: int | None = Field(description="None: it shows too little to be told from others.")
    piece_1: int | None
    piece_2: int | None
    piece_3: int | None
    alike: bool = Field(description="An earlier photo of another store or day looks like it (G09).")
    like_id: str | None = Field(description="The most alike of them; of equals the oldest.")
    like_at: str | None
    like_distance: int | None = Field(description="Bits that differ, 0 to 6.")


class ProofPlace(Record, table=True):
    """Where the photos of one delivery note are shown; written by shipments through effects.

    Its id is the note's. Without it a photo that arrives before its delivery could not say which
    trip and partner it belongs to, for visits lie below shipments.
    """

    __tablename__ = "proof_place"

    store_id: str
    partner_id: str
    driver_id: str
    trip: str
