"""What the partner brings to the store, and what the store took."""

from typing import Any

from sqlmodel import Field

from backend.store.record import Json, Record


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
    second_pods: list[dict[str, Any]] = Field(
        sa_type=Json, description="Later proofs that say something else: compared, never applied."
    )
