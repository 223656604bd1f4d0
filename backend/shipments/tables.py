"""What the partner brings to the store, what the store took, and what goes back."""

import uuid
from typing import Any

from sqlmodel import Field

from backend.store.record import Big, Json, Record

RETURNS = uuid.UUID("5b0f7c1e-9a53-4a0c-8f0a-0d2b5a7c3e10")


def return_id(note_id: str) -> str:
    """Of what comes back of this delivery note by itself."""
    return uuid.uuid5(RETURNS, note_id).hex


class DeliveryNote(Record, table=True):
    """One trip to one store, from one or more orders. The driver needs nothing else: the address,
    the contact and the lines are copied in."""

    __tablename__ = "delivery_note"

    no: str = Field(index=True)
    order_ids: list[str] = Field(sa_type=Json)
    order_nos: list[str] = Field(sa_type=Json)
    store_id: str = Field(index=True)
    store_code: str
    store_name: str
    org_unit_id: str = Field(index=True)
    address: str
    contact_name: str | None
    phone: str | None
    receiving_window: str | None
    lat_e7: int
    lon_e7: int
    partner_id: str = Field(index=True)
    driver_id: str = Field(index=True)
    driver_name: str
    deliver_on: str = Field(index=True)
    state: str
    lines: list[dict[str, Any]] = Field(sa_type=Json)
    gifts: list[dict[str, Any]] = Field(sa_type=Json, description="DeliveryGift")
    made_by: str
    made_at: str
    loaded_at: str | None
    outcome: str | None
    signer_name: str | None
    signature_photo_id: str | None
    photo_ids: list[str] = Field(sa_type=Json)
    delivered_at: str | None
    received_at: str | None
    pod_lat_e7: int | None
    pod_lon_e7: int | None
    pod_accuracy_m: int | None
    reason: str | None
    note: str | None
    recall: dict[str, Any] | None = Field(
        sa_type=Json, default=None, description="Who wants it back from the road (K4): Recalled."
    )
    second_pods: list[dict[str, Any]] = Field(
        sa_type=Json, description="Later proofs that say something else: compared, never applied."
    )
    aged_version: int = Field(
        default=0, sa_type=Big, description="Its version when it left the partner's devices."
    )
    vehicle: str | None = None
    collect: dict[str, int] | None = Field(
        sa_type=Json, default=None, description="payment_days, and paid_fen that was paid before."
    )
    changes: list[dict[str, Any]] = Field(
        sa_type=Json, default_factory=list,
        description="Taken back or given to somebody else: kind (cancel, assign or load), by,"
        " by_name, at, replica_id, and reason or from_driver_id and from_deliver_on.",
    )  # fmt: skip
    prints: int = 0


class ReturnNote(Record, table=True):
    """Goods that go back to the partner's warehouse (F76): asked for in a store, or not taken at
    its door (origin ``delivery``), and then on the truck from the beginning.

    ``lines`` are ReturnLine and, where a delivery note is known, the order's line they came of
    (order_id, order_line_id).
    """

    __tablename__ = "return_note"

    no: str
    origin: str = Field(description="store or delivery")
    state: str = Field(index=True, description="requested, approved, rejected, collected or posted")
    store_id: str = Field(index=True)
    store_code: str
    store_name: str
    address: str
    org_unit_id: str = Field(index=True)
    customer_class: str
    partner_id: str = Field(index=True)
    delivery_note_id: str | None = Field(index=True)
    delivery_note_no: str | None
    driver_id: str | None
    driver_name: str | None
    collect_on: str | None
    lines: list[dict[str, Any]] = Field(sa_type=Json)
    photo_ids: list[str] = Field(sa_type=Json)
    note: str | None
    asked_by: str
    asked_by_name: str
    asked_at: str
    decided_by_name: str | None
    decided_at: str | None
    decided_reason: str | None
    collected_at: str | None
    collected_note: str | None
    posted_by: str | None
    posted_at: str | None
