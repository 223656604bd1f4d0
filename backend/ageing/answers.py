"""What a partner is answered about orders that have left his devices."""

from backend.people.answers import Answer, Page
from sync_protocol.generated.protocol import DeliveryNote, Photo, SalesOrder


class PastOrderRow(Answer, frozen=True, kw_only=True):
    """As it stands in his list."""

    id: str
    no: str
    store_name: str
    day: str
    total_fen: int
    doc_state: str
    exec_state: str


class PastOrders(Page, frozen=True, kw_only=True):
    """``days``: so old are they at the least."""

    rows: list[PastOrderRow]
    days: int


class PastNote(Answer, frozen=True, kw_only=True):
    """A delivery note as his devices had it."""

    id: str
    version: int
    note: DeliveryNote


class PastOrder(Answer, frozen=True, kw_only=True):
    """An order as his devices had it, and what was delivered of it."""

    as_of: str
    id: str
    version: int
    order: SalesOrder
    notes: list[PastNote]


class PastPhoto(Answer, frozen=True, kw_only=True):
    id: str
    photo: Photo


class OnePastNote(PastNote, frozen=True, kw_only=True):
    """One delivery note, and the pictures of what was delivered."""

    as_of: str
    photos: list[PastPhoto]
