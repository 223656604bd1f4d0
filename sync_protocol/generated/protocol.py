"""Written by sync_protocol/generate.py from schema/. Never edited by hand."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from msgspec import UNSET, Meta, UnsetType
from sync_protocol.message import Message

Model: TypeAlias = Any


CaseGtin: TypeAlias = Annotated[
    str,
    Meta(
        description="Of the case: GTIN-14 made of the bottle's, or a GTIN-13 of its own.",
        pattern="^\\d{13,14}$",
    ),
]
"""
Of the case: GTIN-14 made of the bottle's, or a GTIN-13 of its own.
"""


CasesPerLayer: TypeAlias = Annotated[
    int, Meta(description="Cases on one layer of a pallet.", ge=1, le=1000)
]
"""
Cases on one layer of a pallet.
"""


LayersPerPallet: TypeAlias = Annotated[int, Meta(ge=1, le=1000)]


Channel: TypeAlias = Annotated[str, Meta(max_length=40)]


OfList: TypeAlias = Annotated[
    str,
    Meta(
        description="The list it goes before, for some of its stores; absent or null: it stands alone.",
        max_length=40,
        min_length=1,
        pattern="^[A-Za-z0-9._-]+$",
    ),
]
"""
The list it goes before, for some of its stores; absent or null: it stands alone.
"""


ChannelType: TypeAlias = Annotated[str, Meta(max_length=40)]


ChannelType1: TypeAlias = Annotated[
    str,
    Meta(description="null: every channel without a list of its own", max_length=40),
]
"""
null: every channel without a list of its own
"""


class SkuPublish(Message, frozen=True, kw_only=True):
    """
    From now on phones have it. Refused with each thing that is missing or wrong.
    """


class SkuPicture(Message, frozen=True, kw_only=True):
    """
    ops_manager: what the product looks like, instead of what stands. Nothing but its pixels is kept, in two sizes.
    """

    image: Annotated[
        str,
        Meta(
            description="base64 of a JPEG, PNG or WebP, 40 KB at most; its longer edge is 480 to 1024 px.",
            max_length=55000,
            min_length=100,
            pattern="^[A-Za-z0-9+/]+={0,2}$",
        ),
    ]
    """
    base64 of a JPEG, PNG or WebP, 40 KB at most; its longer edge is 480 to 1024 px.
    """


Note: TypeAlias = Annotated[str, Meta(max_length=400)]


class SpotAnswer(Message, frozen=True, kw_only=True):
    """
    rep: what she says to what was found. Said again, the last word counts.
    """

    text: Annotated[str, Meta(max_length=500, min_length=1)]


class CardObjection(Message, frozen=True, kw_only=True):
    """
    What an owner says, and what answers it.
    """

    says: Annotated[str, Meta(max_length=120, min_length=1)]
    answer: Annotated[str, Meta(max_length=300, min_length=1)]


Point: TypeAlias = Annotated[str, Meta(max_length=200, min_length=1)]


class CardText(Message, frozen=True, kw_only=True):
    """
    A card in one language. Of a selling card (F34): the talk track, three benefits, objections; of a standard: what it is for, and its points.
    """

    title: Annotated[str, Meta(max_length=60, min_length=1)]
    talk: Annotated[str, Meta(max_length=600)]
    points: Annotated[list[Point], Meta(max_length=12, min_length=1)]
    objections: Annotated[list[CardObjection], Meta(max_length=6)]


Step: TypeAlias = Annotated[str, Meta(max_length=16)]


class JointCancel(Message, frozen=True, kw_only=True):
    """
    supervisor, specialist: he does not after all.
    """


Comment: TypeAlias = Annotated[str, Meta(max_length=200)]


class CoachItem(Message, frozen=True, kw_only=True):
    """
    What he saw of one part of her visit: 1 (must learn) to 5 (shows others how).
    """

    item: Literal["prepare", "greet", "check", "display", "sell", "close"]
    score: Annotated[int, Meta(ge=1, le=5)]
    comment: Comment | None


Note1: TypeAlias = Annotated[str, Meta(max_length=500)]


Id: TypeAlias = Annotated[
    str,
    Meta(
        description="Made by whoever creates the record: a UUIDv7, or a code in seed data.",
        max_length=64,
        min_length=1,
        pattern="^[A-Za-z0-9._:-]+$",
        title="Id",
    ),
]
"""
Made by whoever creates the record: a UUIDv7, or a code in seed data.
"""


Instant: TypeAlias = Annotated[
    str,
    Meta(
        description="An RFC 3339 date-time with its zone. Never without one.",
        max_length=40,
        pattern="^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})$",
        title="Instant",
    ),
]
"""
An RFC 3339 date-time with its zone. Never without one.
"""


Day: TypeAlias = Annotated[
    str,
    Meta(
        description="A business day in the installation's zone, YYYY-MM-DD. Decided once, at capture.",
        pattern="^\\d{4}-\\d{2}-\\d{2}$",
        title="Day",
    ),
]
"""
A business day in the installation's zone, YYYY-MM-DD. Decided once, at capture.
"""


Fen: TypeAlias = Annotated[
    int,
    Meta(
        description="Money: whole fen (1/100 yuan), tax included.",
        ge=0,
        le=9007199254740991,
        title="Fen",
    ),
]
"""
Money: whole fen (1/100 yuan), tax included.
"""


Sha256: TypeAlias = Annotated[
    str,
    Meta(description="SHA-256, lower-case hex.", pattern="^[0-9a-f]{64}$", title="Sha256"),
]
"""
SHA-256, lower-case hex.
"""


class Position(Message, frozen=True, kw_only=True):
    """
    Where the phone believes it is. WGS-84.
    """

    lat_e7: Annotated[int, Meta(description="Degrees north x 10^7.", ge=-900000000, le=900000000)]
    """
    Degrees north x 10^7.
    """
    lon_e7: Annotated[int, Meta(description="Degrees east x 10^7.", ge=-1800000000, le=1800000000)]
    """
    Degrees east x 10^7.
    """
    accuracy_m: Annotated[
        int,
        Meta(description="Radius of the fix's own error, whole metres.", ge=0, le=1000000),
    ]
    """
    Radius of the fix's own error, whole metres.
    """
    age_s: Annotated[int, Meta(description="Age of the fix when used, seconds.", ge=0, le=86400)]
    """
    Age of the fix when used, seconds.
    """


Role: TypeAlias = Annotated[
    Literal[
        "field_rep",
        "office_supervisor",
        "special_channel_specialist",
        "ops_manager",
        "order_desk",
        "partner_clerk",
        "partner_driver",
        "admin",
    ],
    Meta(
        description="A permission set; a position says where it applies (domain.md 2.2).",
        title="Role",
    ),
]
"""
A permission set; a position says where it applies (domain.md 2.2).
"""


Tier: TypeAlias = Annotated[
    Literal["P1", "P2", "P3", "P4"],
    Meta(
        description="Store tier: visit frequency and minimum stay (domain.md 4.2).",
        title="Tier",
    ),
]
"""
Store tier: visit frequency and minimum stay (domain.md 4.2).
"""


CustomerClass: TypeAlias = Annotated[
    Literal["C1", "C2", "D", "UNCLASSIFIED"],
    Meta(description="Who owns the relationship (domain.md T3).", title="CustomerClass"),
]
"""
Who owns the relationship (domain.md T3).
"""


Uom: TypeAlias = Annotated[
    Literal["case", "bottle"],
    Meta(description="Order unit. The base unit is the bottle or can.", title="Uom"),
]
"""
Order unit. The base unit is the bottle or can.
"""


TheirsName: TypeAlias = Annotated[str, Meta(max_length=60)]


ClosedByName: TypeAlias = Annotated[str, Meta(max_length=60)]


ClosedNote: TypeAlias = Annotated[str, Meta(max_length=200)]


class Conflict(Message, frozen=True, kw_only=True):
    """
    In user: of him whose word came second. Two people said different things about one record.
    """

    rule: Annotated[
        Literal[
            "K1",
            "K2",
            "K3",
            "K4",
            "K5",
            "K7",
            "K8",
            "K9",
            "K10",
            "K11",
            "K14",
            "K15",
            "decided",
            "changed",
        ],
        Meta(
            description="how it was decided: a rule of domain.md 3.0.7; decided: a state had gone on; changed: an older version was changed"
        ),
    ]
    """
    how it was decided: a rule of domain.md 3.0.7; decided: a state had gone on; changed: an older version was changed
    """
    stands: Annotated[Literal["mine", "theirs", "both"], Meta(description="whose word counts")]
    """
    whose word counts
    """
    kind: Annotated[str, Meta(description="the operation that came second", max_length=60)]
    """
    the operation that came second
    """
    entity: Annotated[str, Meta(max_length=40)]
    record_id: Id
    subject: Annotated[str, Meta(description="what a person calls the record", max_length=200)]
    """
    what a person calls the record
    """
    store_id: Id | None
    mine_name: Annotated[str, Meta(max_length=60)]
    mine_at: Instant
    theirs_name: TheirsName | None
    theirs_at: Instant | None
    base: Annotated[
        dict[str, Any],
        Meta(
            description="by field: what the second had before his eyes; of an order goods by qty:<uom>:<sku id>, gift:case:<sku id> or gift:item:<name>"
        ),
    ]
    """
    by field: what the second had before his eyes; of an order goods by qty:<uom>:<sku id>, gift:case:<sku id> or gift:item:<name>
    """
    mine: dict[str, Any]
    theirs: dict[str, Any]
    made_at: Instant
    closed_at: Instant | None
    closed_by_name: ClosedByName | None
    closed_note: ClosedNote | None


Note3: TypeAlias = Annotated[str, Meta(max_length=200, min_length=1)]


class ConflictClose(Message, frozen=True, kw_only=True):
    """
    office: it is settled between the people.
    """

    note: Note3 | None


Phone: TypeAlias = Annotated[str, Meta(max_length=30)]


class PartnerPut(Message, frozen=True, kw_only=True):
    """
    admin: create or change a partner.
    """

    code: Annotated[str, Meta(max_length=20, min_length=1)]
    name: Annotated[str, Meta(max_length=80, min_length=1)]
    phone: Phone | None
    active: bool


class Partner(Message, frozen=True, kw_only=True):
    """
    In partner:. No terms, ever.
    """

    code: str
    name: str
    phone: str | None
    active: bool


class CustomerPut(Message, frozen=True, kw_only=True):
    """
    admin: create or change a customer.
    """

    code: Annotated[str, Meta(max_length=20, min_length=1)]
    name: Annotated[str, Meta(max_length=80, min_length=1)]
    customer_class: CustomerClass


ContactName: TypeAlias = Annotated[str, Meta(max_length=40)]


ReceivingWindow: TypeAlias = Annotated[str, Meta(max_length=40)]


PriceListCode: TypeAlias = Annotated[str, Meta(max_length=40)]


class StorePut(Message, frozen=True, kw_only=True):
    """
    admin: create or change a store. Search text is made by the server.
    """

    code: Annotated[str, Meta(max_length=20, min_length=1)]
    name: Annotated[str, Meta(max_length=80, min_length=1)]
    address: Annotated[str, Meta(max_length=200)]
    customer_id: Id
    org_unit_id: Id
    channel_type: Annotated[str, Meta(max_length=40)]
    tier: Tier
    lat_e7: Annotated[int, Meta(ge=-900000000, le=900000000)]
    lon_e7: Annotated[int, Meta(ge=-1800000000, le=1800000000)]
    source_datum: Literal["wgs84", "gcj02", "bd09"]
    radius_m: Annotated[int, Meta(description="Fence.", ge=10, le=5000)]
    """
    Fence.
    """
    contact_name: ContactName | None
    phone: Phone | None
    receiving_window: ReceivingWindow | None
    partner_id: Annotated[Id, Meta(description="Primary supplier.")] | None
    """
    Primary supplier.
    """
    price_list_code: PriceListCode | None
    must_stock_list_id: Id | None
    split_sale: Annotated[bool, Meta(description="The store may order bottles.")]
    """
    The store may order bottles.
    """
    active: bool


class StoreCopy(Message, frozen=True, kw_only=True):
    """
    system: the store shows the name and class its customer, and the name its partner, bears now.
    """


class StoreAssign(Message, frozen=True, kw_only=True):
    """
    supervisor or admin: which rep serves a store, from when to when. Grants follow.
    """

    store_id: Id
    rep_id: Id
    kind: Literal["main", "cover", "joint"]
    from_at: Instant
    until_at: Instant | None


class StoreAssignEnd(Message, frozen=True, kw_only=True):
    """
    supervisor or admin: the assignment ends.
    """

    until_at: Instant


LicenceNo: TypeAlias = Annotated[
    str, Meta(description="Business licence, as printed.", max_length=40)
]
"""
Business licence, as printed.
"""


Note4: TypeAlias = Annotated[str, Meta(max_length=500)]


class StorePropose(Message, frozen=True, kw_only=True):
    """
    rep: a store nobody knew. She may visit it at once; her supervisor approves, returns or merges it.
    """

    name: Annotated[str, Meta(max_length=80, min_length=1)]
    address: Annotated[str, Meta(max_length=200)]
    channel_type: Annotated[str, Meta(max_length=40)]
    contact_name: ContactName | None
    phone: Phone | None
    licence_no: Annotated[LicenceNo, Meta(description="Business licence, as printed.")] | None
    """
    Business licence, as printed.
    """
    position: Position
    photo_id: Annotated[Id, Meta(description="Of its front.")] | None
    """
    Of its front.
    """
    note: Note4 | None
    unlike: Annotated[
        list[Id],
        Meta(
            description="Similar stores she was shown before she saved, and said are others.",
            max_length=20,
        ),
    ]
    """
    Similar stores she was shown before she saved, and said are others.
    """


class StoreApprove(Message, frozen=True, kw_only=True):
    """
    supervisor or manager: the proposed store is one. Without a customer it is its own.
    """

    code: Annotated[str, Meta(max_length=20, min_length=1)]
    tier: Tier
    customer_id: Id | None
    partner_id: Id | None
    price_list_code: PriceListCode | None
    radius_m: Annotated[int, Meta(description="Fence.", ge=10, le=5000)]
    """
    Fence.
    """


class StoreReturn(Message, frozen=True, kw_only=True):
    """
    supervisor or manager: the proposed store is none. What was done there stays.
    """

    reason: Literal["no_store", "not_ours", "too_little"]
    note: Note4 | None


class StoreMerge(Message, frozen=True, kw_only=True):
    """
    supervisor or manager: this store is that one. Its visits, photos, orders, stops and tasks follow, those still on a phone too.
    """

    into_id: Id
    note: Note4 | None


class StoreUnmerge(Message, frozen=True, kw_only=True):
    """
    supervisor or manager: it was another one after all. What had followed goes back.
    """

    note: Note4 | None


class StoreMove(Message, frozen=True, kw_only=True):
    """
    system: the next records of a merged store follow it, or those of one no longer merged go back.
    """


StoreField: TypeAlias = Annotated[
    Literal[
        "name",
        "address",
        "contact_name",
        "phone",
        "licence_no",
        "receiving_window",
        "channel_type",
        "tier",
        "point",
        "active",
    ],
    Meta(
        description="What of a store a rep may know better. Its value is said as text: point is `lat_e7,lon_e7` (WGS-84), active is yes or no.",
        title="StoreField",
    ),
]
"""
What of a store a rep may know better. Its value is said as text: point is `lat_e7,lon_e7` (WGS-84), active is yes or no.
"""


ChangeReturn: TypeAlias = Annotated[
    Literal["not_so", "show_it", "not_hers", "other"],
    Meta(description="Why a change was not taken.", title="ChangeReturn"),
]
"""
Why a change was not taken.
"""


Saw: TypeAlias = Annotated[str, Meta(max_length=200)]


Value: TypeAlias = Annotated[str, Meta(max_length=200)]


class FieldChange(Message, frozen=True, kw_only=True):
    """
    One field: what she saw there, and what she says it is.
    """

    what: StoreField
    saw: Saw | None
    value: Value | None


class StoreChangePropose(Message, frozen=True, kw_only=True):
    """
    rep: what of a store she serves is otherwise. Each field stands alone; her office approves or returns it.
    """

    store_id: Id
    changes: Annotated[list[FieldChange], Meta(max_length=10, min_length=1)]
    position: Annotated[Position, Meta(description="Where she stood when she said it.")] | None
    """
    Where she stood when she said it.
    """
    photo_id: Annotated[Id, Meta(description="Of its front.")] | None
    """
    Of its front.
    """
    note: Note4 | None


class StoreChangeWithdraw(Message, frozen=True, kw_only=True):
    """
    rep: what of it nobody has decided is not said any more.
    """


class StoreChangeSeen(Message, frozen=True, kw_only=True):
    """
    rep: she has read what became of it.
    """


Now: TypeAlias = Annotated[str, Meta(max_length=200)]


Note9: TypeAlias = Annotated[str, Meta(max_length=400)]


class FieldDecision(Message, frozen=True, kw_only=True):
    """
    About one field. `now`: the value that stood there when it was decided; if another stands there by then, it is a conflict (K7).
    """

    what: StoreField
    state: Literal["approved", "returned"]
    now: Now | None
    reason: Annotated[ChangeReturn, Meta(description="Of a returned one.")] | None
    """
    Of a returned one.
    """
    note: Note9 | None


class StoreChangeDecide(Message, frozen=True, kw_only=True):
    """
    supervisor (C1: specialist), manager: fields approved or returned; those not named go on waiting.
    """

    items: Annotated[list[FieldDecision], Meta(max_length=10, min_length=1)]


class Theirs(Message, frozen=True, kw_only=True):
    """
    What stands there instead of hers.
    """

    value: str | None
    by_name: str
    at: Instant | None


class ChangeItem(Message, frozen=True, kw_only=True):
    """
    One field of a change. theirs: another's word for the same field, which stood when hers was returned or replaced hers.
    """

    what: StoreField
    saw: str | None
    value: str | None
    state: Annotated[
        Literal["open", "approved", "returned", "withdrawn", "same"],
        Meta(description="same: it stood there already."),
    ]
    """
    same: it stood there already.
    """
    reason: ChangeReturn | None
    note: str | None
    by_name: str | None
    at: Instant | None
    theirs: Theirs | UnsetType = UNSET


class StoreChange(Message, frozen=True, kw_only=True):
    """
    In user: of who said it, while it waits and until she has read what became of it.
    """

    store_id: Id
    store_name: str
    said_at: Instant
    items: list[ChangeItem]
    photo_id: Id | None
    note: str | None
    state: Literal["pending", "decided"]


class FieldSet(Message, frozen=True, kw_only=True):
    """
    Who gave a field its value, and when.
    """

    what: StoreField
    by_name: str
    at: Instant


class StoreChangeSuspect(Message, frozen=True, kw_only=True):
    """
    supervisor (C1: specialist), manager: she stood at the door and the map is wrong; the store's point is to be mended within three days.
    """

    visit_id: Id


class Lack(Message, frozen=True, kw_only=True):
    """
    One thing of a store's record that is not in order, with the number or the day it rests on.
    """

    code: Literal[
        "no_phone",
        "no_licence",
        "no_contact",
        "no_address",
        "no_window",
        "no_front",
        "fence_coarse",
        "point_open",
        "point_off",
        "duplicate",
        "not_visited",
    ]
    n: int | None
    on: Day | None


class PointLearnt(Message, frozen=True, kw_only=True):
    """
    Where check-ins say the door is: in percent of such cases it lies within_m of that point. usual_m: three of four fixes there are as accurate as this.
    """

    lat_e7: int
    lon_e7: int
    within_m: int
    percent: int
    usual_m: int
    fixes: int
    left_out: int
    days: int
    people: int
    from_day: Day
    to_day: Day


class StoreMark(Message, frozen=True, kw_only=True):
    """
    In store:. How far the store's record can be relied on: of `asked` things those that are not in order.
    """

    asked: int
    lacks: list[Lack]
    learnt: PointLearnt | None


Item: TypeAlias = Annotated[str, Meta(max_length=40, min_length=1)]


class OrderGift(Message, frozen=True, kw_only=True):
    """
    A line of price 0 that follows what is paid (domain.md 4.8.4).
    """

    line_id: Id
    gift_of_line: Annotated[Id, Meta(description="The line it follows; of a mix set the first.")]
    """
    The line it follows; of a mix set the first.
    """
    rule_id: Annotated[str, Meta(description="<promotion>:<rule>.", max_length=40, min_length=3)]
    """
    <promotion>:<rule>.
    """
    promotion_id: Id
    plan_version: Annotated[int, Meta(ge=1, le=9999)]
    sku_id: Annotated[Id, Meta(description="null: it is no SKU, and item says what.")] | None
    """
    null: it is no SKU, and item says what.
    """
    item: Item | None
    qty: Annotated[
        int,
        Meta(description="Cases, or pieces of an item. Its price is 0.", ge=1, le=99999),
    ]
    """
    Cases, or pieces of an item. Its price is 0.
    """


Note10: TypeAlias = Annotated[str, Meta(max_length=500)]


SignerName: TypeAlias = Annotated[str, Meta(max_length=40)]


UnsignedReason: TypeAlias = Annotated[str, Meta(max_length=40)]


class OrderAudit(Message, frozen=True, kw_only=True):
    """
    supervisor (C1: specialist): exceptions cleared.
    """

    note: Note10 | None
    gifts: (
        Annotated[
            Literal["said", "reckoned"],
            Meta(
                description="Of a gift_diff: which gifts the store gets. Not said: those it signed for."
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Of a gift_diff: which gifts the store gets. Not said: those it signed for.
    """


class OrderReject(Message, frozen=True, kw_only=True):
    """
    supervisor or specialist: not this order.
    """

    reason: Annotated[str, Meta(max_length=500, min_length=1)]


class OrderCancel(Message, frozen=True, kw_only=True):
    """
    rep before audit; supervisor until loaded.
    """

    reason: Annotated[str, Meta(max_length=500, min_length=1)]


Reason: TypeAlias = Annotated[str, Meta(description="Required when short.", max_length=40)]
"""
Required when short.
"""


class AcceptLine(Message, frozen=True, kw_only=True):
    """
    Quantity the partner can ship, in the line's uom.
    """

    line_id: Id
    qty: Annotated[int, Meta(ge=0, le=99999)]
    reason: Annotated[Reason, Meta(description="Required when short.")] | None
    """
    Required when short.
    """


class OrderAccept(Message, frozen=True, kw_only=True):
    """
    partner clerk: confirm in full or short, with a promised day (F72).
    """

    lines: Annotated[list[AcceptLine], Meta(max_length=400, min_length=1)]
    promised_on: Day
    note: Note10 | None


class OrderHold(Message, frozen=True, kw_only=True):
    """
    partner clerk, supervisor or specialist: nothing of it goes out until that day, or until it is released.
    """

    reason: Literal["credit", "stock", "store"]
    until_on: Day
    note: Note10 | None


class OrderRelease(Message, frozen=True, kw_only=True):
    """
    who held it, supervisor or specialist; the system on the day: as it was before.
    """

    note: Note10 | None


class OrderUnAudit(Message, frozen=True, kw_only=True):
    """
    supervisor or specialist, before the partner has answered: to be audited anew.
    """

    reason: Annotated[str, Meta(max_length=500, min_length=1)]


class OrderClose(Message, frozen=True, kw_only=True):
    """
    supervisor or specialist: the whole order takes no more notes.
    """

    reason: Annotated[str, Meta(max_length=500, min_length=1)]


class OrderRecall(Message, frozen=True, kw_only=True):
    """
    supervisor or specialist: what of it is on the road comes back (domain.md 3.7). Its driver is told by note.recall; what he has handed over by then is a fact.
    """

    reason: Annotated[str, Meta(max_length=500, min_length=1)]


class OrderOpen(Message, frozen=True, kw_only=True):
    """
    supervisor or specialist: a closed order, or lines of it, may go on notes again.
    """

    reason: Annotated[str, Meta(max_length=500, min_length=1)]
    line_ids: (
        Annotated[
            list[Id],
            Meta(description="Not said: all of it.", max_length=400, min_length=1),
        ]
        | UnsetType
    ) = UNSET
    """
    Not said: all of it.
    """


class OrderCloseLine(Message, frozen=True, kw_only=True):
    """
    partner clerk: asks to give the remainder up; rep, supervisor or specialist, and the system when its back order is over: given up.
    """

    line_ids: Annotated[list[Id], Meta(max_length=400, min_length=1)]
    reason: Annotated[str, Meta(max_length=500, min_length=1)]


class OrderRedeliver(Message, frozen=True, kw_only=True):
    """
    partner clerk, rep, supervisor or specialist: the remainder comes on a new note, until that day.
    """

    line_ids: Annotated[list[Id], Meta(max_length=400, min_length=1)]
    until_on: Day


class AmendLine(Message, frozen=True, kw_only=True):
    """
    What a line is to become, in its uom.
    """

    line_id: Id
    qty: Annotated[int, Meta(ge=0, le=99999)]


class OrderAmend(Message, frozen=True, kw_only=True):
    """
    rep or partner clerk: other quantities (F73). Before the audit the rep's stands at once, afterwards it is audited.
    """

    amendment_id: Id
    reason: Annotated[str, Meta(max_length=500, min_length=1)]
    lines: Annotated[list[AmendLine], Meta(max_length=400, min_length=1)]


class OrderDecideAmendment(Message, frozen=True, kw_only=True):
    """
    supervisor or specialist: so it becomes, or it stays as it is.
    """

    amendment_id: Id
    state: Literal["audited", "returned"]
    note: Note10 | None


class SalesHold(Message, frozen=True, kw_only=True):
    """
    Why nothing of an order goes out, and until when.
    """

    reason: Annotated[str, Meta(max_length=12)]
    until_on: Day | None
    note: str | None
    by_id: Id
    by_name: str
    at: Instant


class AmendedLine(Message, frozen=True, kw_only=True):
    """
    Of an amendment: was, asked for, became (never less than is on notes, K3).
    """

    line_id: Id
    old_qty: int
    qty: int
    became: int | None


class CloseAsked(Message, frozen=True, kw_only=True):
    """
    The partner asks to give a remainder up.
    """

    reason: str
    by_name: str
    at: Instant


ZeroReason: TypeAlias = Annotated[
    Literal[
        "owner_refused", "no_money", "no_space", "competitor_deal", "enough_stock", "event", "other"
    ],
    Meta(description="Why a quantity is not what was suggested.", title="ZeroReason"),
]
"""
Why a quantity is not what was suggested.
"""


Last: TypeAlias = Annotated[int, Meta(ge=0, le=9999999)]


Now1: TypeAlias = Annotated[int, Meta(ge=0, le=9999999)]


Suggested: TypeAlias = Annotated[int, Meta(ge=0, le=9999999)]


class SuggestedSku(Message, frozen=True, kw_only=True):
    """
    What was suggested of a SKU and every term it came from (domain.md 4.8.1), base units; what was ordered of it, and why otherwise.
    """

    sku_id: Id
    last: Last | None
    now: Now1 | None
    delivered: Annotated[int, Meta(ge=0, le=9999999)]
    returned: Annotated[int, Meta(ge=0, le=9999999)]
    days: Annotated[int, Meta(ge=0, le=3660)]
    out_days: Annotated[int, Meta(ge=0, le=3660)]
    next_days: Annotated[int, Meta(ge=1, le=366)]
    delivery_days: Annotated[int, Meta(ge=0, le=60)]
    open_units: Annotated[int, Meta(ge=0, le=9999999)]
    suggested: Suggested | None
    why: Literal["history", "norm", "first", "recount", "must_stock", "less_than_half", "enough"]
    ordered: Annotated[int, Meta(ge=0, le=9999999)]
    reason: ZeroReason | None


class DeliveredSku(Message, frozen=True, kw_only=True):
    """
    Of one SKU.
    """

    sku_id: Id
    units: int


class InvoicedLine(Message, frozen=True, kw_only=True):
    """
    So much of a line, in its order's unit.
    """

    line_id: Id
    qty: Annotated[int, Meta(ge=1, le=100000)]


class OrderInvoice(Message, frozen=True, kw_only=True):
    """
    partner clerk: an invoice of this order, as far as he shares it. At the order's prices (R-SH-7).
    """

    invoice_id: Id
    no: Annotated[str, Meta(max_length=40, min_length=1)]
    invoiced_on: Day
    lines: Annotated[list[InvoicedLine], Meta(max_length=400, min_length=1)]


Note16: TypeAlias = Annotated[str, Meta(max_length=200)]


class OrderPay(Message, frozen=True, kw_only=True):
    """
    partner clerk: what the store paid him for this order, as far as he shares it.
    """

    payment_id: Id
    paid_on: Day
    amount_fen: Annotated[int, Meta(ge=1, le=1000000000000)]
    note: Note16 | None


class OrderVoid(Message, frozen=True, kw_only=True):
    """
    partner clerk: an invoice or a payment was a mistake; it stays, and counts no more.
    """

    entry_id: Id
    reason: Annotated[str, Meta(max_length=400, min_length=1)]


class SalesInvoice(Message, frozen=True, kw_only=True):
    """
    An invoice as the partner shared it.
    """

    invoice_id: Id
    no: str
    invoiced_on: Day
    lines: list[InvoicedLine]
    amount_fen: int
    said_at: Instant
    void_reason: str | None


class SalesPayment(Message, frozen=True, kw_only=True):
    """
    A payment as the partner shared it.
    """

    payment_id: Id
    paid_on: Day
    amount_fen: int
    note: str | None
    said_at: Instant
    void_reason: str | None


class ReplayAsk(Message, frozen=True, kw_only=True):
    """
    What would a promotion that is not released yet have done to the orders of these days? Answered by the worker.
    """

    promotion_id: Id
    first: Day
    last: Annotated[Day, Meta(description="The last day, counted too; not after today.")]
    """
    The last day, counted too; not after today.
    """


class ReplayStop(Message, frozen=True, kw_only=True):
    """
    No more of it; what was counted so far stays.
    """


class FilterSave(Message, frozen=True, kw_only=True):
    """
    A list's filter, kept under a name for oneself. The last word counts.
    """

    screen: Annotated[str, Meta(max_length=40, min_length=1)]
    name: Annotated[str, Meta(max_length=40, min_length=1)]
    query: Annotated[str, Meta(max_length=500)]


class FilterDrop(Message, frozen=True, kw_only=True):
    """
    It is not wanted any more.
    """


class SavedFilter(Message, frozen=True, kw_only=True):
    """
    A list's filter of one person.
    """

    person_id: Id
    screen: str
    name: str
    query: Annotated[str, Meta(description="As in an address: from=…&sku_id=…")]
    """
    As in an address: from=…&sku_id=…
    """


class OrgUnitPut(Message, frozen=True, kw_only=True):
    """
    admin: create or change a unit of the org tree.
    """

    code: Annotated[str, Meta(max_length=20, min_length=1)]
    name: Annotated[str, Meta(max_length=80, min_length=1)]
    level: Literal["hq", "branch", "ops_dept", "rep_office"]
    parent_id: Id | None


HomeLatE7: TypeAlias = Annotated[int, Meta(ge=-900000000, le=900000000)]


HomeLonE7: TypeAlias = Annotated[int, Meta(ge=-1800000000, le=1800000000)]


class PersonPut(Message, frozen=True, kw_only=True):
    """
    admin: create or change a person. Passwords never travel in operations.
    """

    login: Annotated[str, Meta(max_length=60, min_length=2, pattern="^[a-z0-9._-]+$")]
    name: Annotated[str, Meta(max_length=60, min_length=1)]
    active: bool
    phone: Phone | None
    home_lat_e7: HomeLatE7 | None
    home_lon_e7: HomeLonE7 | None


class EmploymentPut(Message, frozen=True, kw_only=True):
    """
    admin: who holds which role where, from when to when. Exactly one of org_unit_id and partner_id.
    """

    person_id: Id
    role: Role
    org_unit_id: Id | None
    partner_id: Id | None
    from_at: Instant
    until_at: Instant | None


class EmploymentTurn(Message, frozen=True, kw_only=True):
    """
    system: the post's beginning or end has come; the person's card follows.
    """


class Grant(Message, frozen=True, kw_only=True):
    """
    In user:. Which scope this user pulls, and when.
    """

    user_id: Id
    scope: Annotated[str, Meta(max_length=80)]
    from_at: Instant
    until_at: Instant | None
    kind: Annotated[
        str,
        Meta(
            description="main, cover, stop, org, team, partner, prices, trip or self.",
            max_length=12,
        ),
    ]
    """
    main, cover, stop, org, team, partner, prices, trip or self.
    """


class Person(Message, frozen=True, kw_only=True):
    """
    In team: of his office, or partner: of his firm: a colleague's card.
    """

    name: str
    login: str
    role: Role | None
    org_unit_id: Id | None
    partner_id: Id | None
    phone: str | None
    active: bool


class OrgUnit(Message, frozen=True, kw_only=True):
    """
    In team:. The office itself.
    """

    code: str
    name: str
    level: str
    parent_id: Id | None


Entity: TypeAlias = Annotated[str, Meta(max_length=40)]


class InboxItem(Message, frozen=True, kw_only=True):
    """
    In user:. Something the server decided that this person should know.
    """

    kind: Annotated[str, Meta(description="code of the sentence to show", max_length=60)]
    """
    code of the sentence to show
    """
    made_at: Instant
    entity: Entity | None
    record_id: Id | None
    facts: dict[str, Any]
    read: bool


class InboxRead(Message, frozen=True, kw_only=True):
    """
    the owner: has read it.
    """


class PlannedVisitPut(Message, frozen=True, kw_only=True):
    """
    supervisor or admin: one store, one day, one rep.
    """

    store_id: Id
    rep_id: Id
    day: Day
    sequence: Annotated[int, Meta(ge=1, le=200)]
    reason: Annotated[
        str,
        Meta(
            description="Why today: cycle, task, win_back, new, make_up or supervisor.",
            max_length=40,
        ),
    ]
    """
    Why today: cycle, task, win_back, new, make_up or supervisor.
    """
    minutes: Annotated[int, Meta(description="Expected in-store minutes.", ge=1, le=600)]
    """
    Expected in-store minutes.
    """


class PlannedVisitMove(Message, frozen=True, kw_only=True):
    """
    supervisor: another rep, or another day. Writes the rep a grant on the store to the end of that day.
    """

    rep_id: Id
    day: Day
    note: Note16 | None


class PlannedVisitAdd(Message, frozen=True, kw_only=True):
    """
    rep: a stop of her own for one of her stores.
    """

    store_id: Id
    day: Day
    sequence: Annotated[int, Meta(ge=1, le=200)]
    reason: Annotated[str, Meta(max_length=40)]


class PlannedVisitWaive(Message, frozen=True, kw_only=True):
    """
    supervisor: not needed today.
    """

    reason: Annotated[str, Meta(max_length=200, min_length=1)]


class PlannedVisitFollow(Message, frozen=True, kw_only=True):
    """
    system: an open stop of today or later shows its store as it is now, and belongs to its office.
    """


class PlannedVisit(Message, frozen=True, kw_only=True):
    """
    In user:<rep>.
    """

    store_id: Id
    store_code: str
    store_name: str
    rep_id: Id
    day: Day
    sequence: int
    reason: str
    minutes: int
    state: Annotated[
        str,
        Meta(
            description="planned or waived; done is derived from the visit that names it",
            max_length=12,
        ),
    ]
    """
    planned or waived; done is derived from the visit that names it
    """
    origin: Annotated[str, Meta(max_length=20)]
    tier: Tier
    lat_e7: int
    lon_e7: int
    note: str | None


class DayStart(Message, frozen=True, kw_only=True):
    """
    rep: her day begins (S0). entity day_start, id <rep_id>:<day>. Said once; the first counts.
    """

    day: Day
    pack_at: (
        Annotated[
            Instant,
            Meta(description="When all of hers was last here whole. Missing: never."),
        ]
        | UnsetType
    ) = UNSET
    """
    When all of hers was last here whole. Missing: never.
    """


class DayStarted(Message, frozen=True, kw_only=True):
    """
    In user:<rep>.
    """

    rep_id: Id
    day: Day
    started_at: Instant
    pack_at: Instant | None


class DayArrange(Message, frozen=True, kw_only=True):
    """
    rep: in which order she goes to the stops of a day. entity stop_order, id <rep_id>:<day>. The plan stays as it was.
    """

    day: Day
    stop_ids: Annotated[list[Id], Meta(max_length=200)]


class StopOrder(Message, frozen=True, kw_only=True):
    """
    In user:<rep>. Stops it does not name come behind, as planned.
    """

    rep_id: Id
    day: Day
    stop_ids: list[Id]
    arranged_at: Instant


class TaskAssign(Message, frozen=True, kw_only=True):
    """
    supervisor, specialist or manager: a task for a store (F65).
    """

    store_id: Id
    rep_id: Id
    title: Annotated[str, Meta(max_length=80, min_length=1)]
    text: Annotated[str, Meta(max_length=1000)]
    due_on: Day
    priority: Literal["normal", "high"]
    evidence: Literal["none", "text", "photo"]


class TaskComplete(Message, frozen=True, kw_only=True):
    """
    rep: done.
    """

    answer: Annotated[str, Meta(max_length=1000)]
    photo_ids: Annotated[list[Id], Meta(max_length=10)]
    visit_id: Id | None


class TaskCannot(Message, frozen=True, kw_only=True):
    """
    rep: not possible, and why.
    """

    reason: Annotated[str, Meta(max_length=500, min_length=1)]


class TaskWithdraw(Message, frozen=True, kw_only=True):
    """
    its creator's side: no longer needed.
    """

    note: Annotated[str, Meta(max_length=500)]


class TaskFollow(Message, frozen=True, kw_only=True):
    """
    system: a task not answered yet shows its store as it is now, and belongs to its office.
    """


class InstoreFee(Message, frozen=True, kw_only=True):
    """
    What a customer is paid in the store, a year.
    """

    kind: Literal["listing", "display", "leaflet", "anniversary", "promoter", "new_store"]
    fen: Fen


FreshnessPerMille: TypeAlias = Annotated[
    int,
    Meta(
        description="At receipt at most so much of the shelf life may be over.",
        ge=0,
        le=1000,
    ),
]
"""
At receipt at most so much of the shelf life may be over.
"""


class TradeTermsSubmit(Message, frozen=True, kw_only=True):
    """
    Hand the draft in; the consistency check of R-C1-3 is made, and stays with it.
    """


Exception: TypeAlias = Annotated[
    str,
    Meta(
        description="Why they may differ from another partner's; asked for where they do.",
        max_length=400,
        min_length=1,
    ),
]
"""
Why they may differ from another partner's; asked for where they do.
"""


class TradeTermsApprove(Message, frozen=True, kw_only=True):
    """
    They hold from their first day: price, and price list of the customer's stores with this partner.
    """

    exception: Exception | None


class TradeTermsReturn(Message, frozen=True, kw_only=True):
    """
    Back to whoever wrote them.
    """

    reason: Annotated[str, Meta(max_length=400, min_length=1)]


class TermsAlertExcept(Message, frozen=True, kw_only=True):
    """
    The differences that stand are known and may be, and why.
    """

    reason: Annotated[str, Meta(max_length=400, min_length=1)]


PromotionType: TypeAlias = Annotated[
    Literal[
        "buy_n_get_m",
        "tier",
        "mix",
        "price_off",
        "bundle",
        "display_fee",
        "pos_discount",
        "gift_item",
        "coupon",
    ],
    Meta(
        description="How it works (domain.md 3.5). What it does to prices is in its rules; display_fee, pos_discount and coupon have none.",
        title="PromotionType",
    ),
]
"""
How it works (domain.md 3.5). What it does to prices is in its rules; display_fee, pos_discount and coupon have none.
"""


RuleType: TypeAlias = Annotated[
    Literal["price_off", "buy_n_get_m", "tier", "gift_item", "bundle", "order_level"],
    Meta(description="What a rule does to a cart (domain.md 4.8.4).", title="RuleType"),
]
"""
What a rule does to a cart (domain.md 4.8.4).
"""


class RuleStep(Message, frozen=True, kw_only=True):
    """
    From so many cases on: gifts, or a lower price.
    """

    from_cases: Annotated[int, Meta(ge=1, le=9999)]
    get: Annotated[int, Meta(ge=1, le=999)] | UnsetType = UNSET
    off_per_mille: Annotated[int, Meta(ge=1, le=1000)] | UnsetType = UNSET


class RulePart(Message, frozen=True, kw_only=True):
    """
    Cases of a SKU that belong to one set.
    """

    sku_id: Id
    qty: Annotated[int, Meta(ge=1, le=999)]


class PromotionRule(Message, frozen=True, kw_only=True):
    """
    One mechanism, as backend/pricing/rules.py works it out; a field that the type does not need is left out. Quantities are cases.
    """

    id: Annotated[
        str,
        Meta(
            description="Unique within its promotion.",
            max_length=12,
            min_length=1,
            pattern="^[A-Za-z0-9-]+$",
        ),
    ]
    """
    Unique within its promotion.
    """
    type: RuleType
    sku_ids: (
        Annotated[
            list[Id],
            Meta(
                description="price_off, buy_n_get_m, tier, gift_item: what it counts.",
                max_length=40,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    price_off, buy_n_get_m, tier, gift_item: what it counts.
    """
    pooled: (
        Annotated[
            bool,
            Meta(description="The cases of all its SKUs count together: a mix set."),
        ]
        | UnsetType
    ) = UNSET
    """
    The cases of all its SKUs count together: a mix set.
    """
    buy: Annotated[int, Meta(ge=1, le=9999)] | UnsetType = UNSET
    get: Annotated[int, Meta(ge=1, le=999)] | UnsetType = UNSET
    gift_sku_id: (
        Annotated[Id, Meta(description="Not said: the gift is of the line's own SKU.")] | UnsetType
    ) = UNSET
    """
    Not said: the gift is of the line's own SKU.
    """
    cap: (
        Annotated[
            int,
            Meta(description="Gifts, or sets, of one order at most.", ge=1, le=9999),
        ]
        | UnsetType
    ) = UNSET
    """
    Gifts, or sets, of one order at most.
    """
    per_store: (
        Annotated[
            int,
            Meta(
                description="Gifts, or sets, of all orders of one store together at most.",
                ge=1,
                le=9999,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Gifts, or sets, of all orders of one store together at most.
    """
    first_order: (
        Annotated[
            bool,
            Meta(description="Only for a store that has not ordered what the rule counts before."),
        ]
        | UnsetType
    ) = UNSET
    """
    Only for a store that has not ordered what the rule counts before.
    """
    quota: (
        Annotated[
            int,
            Meta(
                description="Gifts, or sets, of all stores together; beyond it an order waits for a person.",
                ge=1,
                le=999999,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Gifts, or sets, of all stores together; beyond it an order waits for a person.
    """
    quota_fen: (
        Annotated[
            Fen,
            Meta(
                description="Price off and gifts at their worth, of all stores together, likewise."
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Price off and gifts at their worth, of all stores together, likewise.
    """
    repeat: (
        Annotated[
            bool,
            Meta(description="tier: greedy from the top, not the highest step once."),
        ]
        | UnsetType
    ) = UNSET
    """
    tier: greedy from the top, not the highest step once.
    """
    steps: Annotated[list[RuleStep], Meta(max_length=8, min_length=1)] | UnsetType = UNSET
    item: (
        Annotated[
            str,
            Meta(
                description="gift_item: what is given, no SKU.",
                max_length=40,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    gift_item: what is given, no SKU.
    """
    worth_fen: Annotated[Fen, Meta(description="gift_item: what one is worth.")] | UnsetType = UNSET
    """
    gift_item: what one is worth.
    """
    parts: (
        Annotated[
            list[RulePart],
            Meta(description="bundle: one set.", max_length=8, min_length=2),
        ]
        | UnsetType
    ) = UNSET
    """
    bundle: one set.
    """
    off_fen: Annotated[Fen, Meta(description="Of a case, a set, or the order.")] | UnsetType = UNSET
    """
    Of a case, a set, or the order.
    """
    off_per_mille: Annotated[int, Meta(ge=1, le=1000)] | UnsetType = UNSET
    from_fen: Annotated[Fen, Meta(description="order_level: from this amount on.")] | UnsetType = (
        UNSET
    )
    """
    order_level: from this amount on.
    """


PromotionItem: TypeAlias = Annotated[
    Literal["explained", "offer_visible", "price", "stock", "display", "posm", "gifts"],
    Meta(
        description="What a check looks at (domain.md 4.7); price, stock and display are critical.",
        title="PromotionItem",
    ),
]
"""
What a check looks at (domain.md 4.7); price, stock and display are critical.
"""


DisplayPlace: TypeAlias = Annotated[
    Literal[
        "end_display",
        "floor_stack",
        "main_shelf",
        "checkout",
        "cooler",
        "window",
        "outside",
        "other",
    ],
    Meta(
        description="Where in the store something is displayed by agreement.",
        title="DisplayPlace",
    ),
]
"""
Where in the store something is displayed by agreement.
"""


FeePay: TypeAlias = Annotated[
    Literal["cash", "goods"],
    Meta(description="How an agreed fee is paid.", title="FeePay"),
]
"""
How an agreed fee is paid.
"""


Channel2: TypeAlias = Annotated[str, Meta(max_length=40, min_length=1)]


ExpectedBase: TypeAlias = Annotated[
    int, Meta(description="Cases it would sell without.", ge=0, le=9999999)
]
"""
Cases it would sell without.
"""


ExpectedUpliftPct: TypeAlias = Annotated[int, Meta(ge=0, le=1000)]


class PromotionPicture(Message, frozen=True, kw_only=True):
    """
    supervisor, specialist: how it should look. A small picture, so that it is on every phone without a network.
    """

    jpeg: Annotated[
        str,
        Meta(
            description="base64 of a JPEG, 40 KB at most.",
            max_length=55000,
            min_length=100,
            pattern="^[A-Za-z0-9+/]+={0,2}$",
        ),
    ]
    """
    base64 of a JPEG, 40 KB at most.
    """


class PromotionSubmit(Message, frozen=True, kw_only=True):
    """
    specialist: the draft is ready to be decided on.
    """


class PromotionApprove(Message, frozen=True, kw_only=True):
    """
    manager: the budget is reserved under this number. Not by who wrote it.
    """

    budget_no: Annotated[str, Meta(max_length=40, min_length=1)]


class PromotionReturn(Message, frozen=True, kw_only=True):
    """
    manager: back to its authors.
    """

    reason: Annotated[str, Meta(max_length=200, min_length=1)]


class PromotionRelease(Message, frozen=True, kw_only=True):
    """
    specialist: offices and reps are told (F53); phones have it from now on.
    """

    material_ready: Annotated[bool, Meta(description="The material it needs is set aside for it.")]
    """
    The material it needs is set aside for it.
    """


class PromotionStop(Message, frozen=True, kw_only=True):
    """
    specialist, manager: ends before its time (F56).
    """

    stops_at: Instant
    reason: Annotated[str, Meta(max_length=200, min_length=1)]


class PromotionEnd(Message, frozen=True, kw_only=True):
    """
    system: its last day is over.
    """


class PromotionAgree(Message, frozen=True, kw_only=True):
    """
    rep, specialist: the owner signed (F54). Id of the record: <promotion>:<store>.
    """

    promotion_id: Id
    store_id: Id
    visit_id: Id | None
    plan_version: Annotated[int, Meta(ge=1, le=9999)]
    place: DisplayPlace
    size: Annotated[str, Meta(max_length=60)]
    fee_fen: Fen | None
    fee_pay: FeePay | None
    signer_name: Annotated[str, Meta(max_length=40, min_length=1)]
    signature_photo_id: Id
    note: Note16 | None


class PromotionDecline(Message, frozen=True, kw_only=True):
    """
    rep, specialist: the owner does not want it.
    """

    promotion_id: Id
    store_id: Id
    visit_id: Id | None
    reason: Annotated[str, Meta(max_length=40, min_length=1)]
    note: Note16 | None


class PromotionTakeDown(Message, frozen=True, kw_only=True):
    """
    rep: over, and taken down; what is left of the goods.
    """

    promotion_id: Id
    store_id: Id
    visit_id: Id | None
    photo_id: Id
    cases_left: Annotated[int, Meta(ge=0, le=99999)]
    posm_removed: bool
    note: Note16 | None


class PromotionStandard(Message, frozen=True, kw_only=True):
    """
    In team:, beside its promotion: how it should look.
    """

    jpeg: str


class AgreementMade(Message, frozen=True, kw_only=True):
    """
    F54 as signed.
    """

    by_name: str
    at: Instant
    visit_id: Id | None
    plan_version: int
    place: DisplayPlace
    size: str
    fee_fen: Fen | None
    fee_pay: FeePay | None
    starts_on: Day
    ends_on: Day
    signer_name: str
    signature_photo_id: Id
    note: str | None


class PromotionDeclined(Message, frozen=True, kw_only=True):
    """
    The owner's no.
    """

    by_name: str
    at: Instant
    visit_id: Id | None
    reason: str
    note: str | None


class CheckMade(Message, frozen=True, kw_only=True):
    """
    The result of one visit's check.
    """

    visit_id: Id
    at: Instant
    by_name: str
    passed: bool
    failed: Annotated[list[PromotionItem], Meta(max_length=7)]


class TakenDown(Message, frozen=True, kw_only=True):
    """
    When and by whom it was taken down.
    """

    by_name: str
    at: Instant
    visit_id: Id | None
    photo_id: Id
    cases_left: int
    posm_removed: bool
    note: str | None


Note22: TypeAlias = Annotated[str, Meta(max_length=400)]


class ClaimFile(Message, frozen=True, kw_only=True):
    """
    partner clerk: claims what a promotion cost him (F57); the company works out lines and sums.
    """

    promotion_id: Id
    asked_fen: Annotated[
        int,
        Meta(
            description="The sum as his screen showed it; another one is refused, so that nobody claims what he has not seen.",
            ge=1,
            le=1000000000000,
        ),
    ]
    """
    The sum as his screen showed it; another one is refused, so that nobody claims what he has not seen.
    """
    note: Note22 | None


class ClaimVerify(Message, frozen=True, kw_only=True):
    """
    specialist: deliveries and checks are as claimed.
    """

    note: Note22 | None


class ClaimReject(Message, frozen=True, kw_only=True):
    """
    specialist: not so; it may be claimed again.
    """

    reason: Annotated[str, Meta(max_length=400, min_length=1)]


class ClaimSettle(Message, frozen=True, kw_only=True):
    """
    manager: it is paid, by credit note or goods.
    """

    credit_note: Annotated[str, Meta(max_length=60, min_length=1)]
    note: Note22 | None


MissingItem: TypeAlias = Annotated[str, Meta(max_length=20)]


class ClaimLine(Message, frozen=True, kw_only=True):
    """
    One store of a claim: what was agreed and checked there, and what came to it.
    """

    store_id: Id
    store_code: str
    store_name: str
    address: str
    contact_name: str | None
    phone: str | None
    agreed_fen: Annotated[int, Meta(description="The display fee of F54; 0: none.")]
    """
    The display fee of F54; 0: none.
    """
    checks: int
    passed: int
    display_photos: int
    storefront_photos: int
    missing: Annotated[
        list[MissingItem],
        Meta(
            description="agreement, checks, display_photos, storefront_photos: without them no fee."
        ),
    ]
    """
    agreement, checks, display_photos, storefront_photos: without them no fee.
    """
    fee_fen: Annotated[int, Meta(description="Agreed fee by passed share, from 60 % on.")]
    """
    Agreed fee by passed share, from 60 % on.
    """
    gifts_fen: Annotated[int, Meta(description="Gifts the store received, at list price.")]
    """
    Gifts the store received, at list price.
    """
    off_fen: Annotated[int, Meta(description="Taken off the price of what the store received.")]
    """
    Taken off the price of what the store received.
    """
    orders: Annotated[list[str], Meta(description="Numbers of the orders it rests on.")]
    """
    Numbers of the orders it rests on.
    """


class ExpenseClaim(Message, frozen=True, kw_only=True):
    """
    What a promotion cost a partner, claimed, verified and settled. Id: <promotion>:<partner>.
    """

    promotion_id: Id
    promotion_name: str
    starts_on: Day
    ends_on: Day
    partner_id: Id
    state: Annotated[
        str,
        Meta(description="claimed, verified, claim_rejected or settled.", max_length=16),
    ]
    """
    claimed, verified, claim_rejected or settled.
    """
    lines: list[ClaimLine]
    sum_fen: int
    note: str | None
    filed_at: Instant
    filed_by_name: str
    decided_at: Instant | None
    decided_by_name: str | None
    reason: str | None
    settle_by: Day | None
    settled_at: Instant | None
    settled_by_name: str | None
    credit_note: str | None


class Clock(Message, frozen=True, kw_only=True):
    """
    What the phone knew of its own clock.
    """

    offset_ms: Annotated[
        int,
        Meta(description="Server time minus phone time at the last contact; 0 before the first."),
    ]
    """
    Server time minus phone time at the last contact; 0 before the first.
    """
    mono_ms: Annotated[int, Meta(description="Monotonic milliseconds since that contact.", ge=0)]
    """
    Monotonic milliseconds since that contact.
    """


class Base(Message, frozen=True, kw_only=True):
    """
    The version of the record this operation was decided on.
    """

    version: Annotated[int, Meta(ge=0)]
    state: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET


class Operation(Message, frozen=True, kw_only=True):
    """
    What a person did, as data. `args` has the shape that `operations` names for `kind`; it is read by itself, so one operation a server cannot read never spoils the others.
    """

    op_id: Id
    local_seq: Annotated[int, Meta(description="1, 2, 3 ... per replica, no holes.", ge=1)]
    """
    1, 2, 3 ... per replica, no holes.
    """
    kind: Annotated[str, Meta(max_length=60, min_length=1)]
    schema: Annotated[int, Meta(description="Version of the shapes it was written with.", ge=1)]
    """
    Version of the shapes it was written with.
    """
    entity: Annotated[str, Meta(max_length=40, min_length=1)]
    id: Id
    made_at: Instant
    args: Annotated[dict[str, Any], Meta(description="Kind by kind, see `operations`.")]
    """
    Kind by kind, see `operations`.
    """
    scope: (
        Annotated[
            str,
            Meta(
                description="Home scope. Matters only when the record is created.",
                max_length=80,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Home scope. Matters only when the record is created.
    """
    clock: Clock | UnsetType = UNSET
    base: Base | UnsetType = UNSET
    deps: (
        Annotated[list[Id], Meta(description="op_ids this one refers to.", max_length=50)]
        | UnsetType
    ) = UNSET
    """
    op_ids this one refers to.
    """


class Push(Message, frozen=True, kw_only=True):
    """
    The body of POST /sync/v1/push.
    """

    protocol: Annotated[int, Meta(ge=1)]
    schema: Annotated[int, Meta(ge=1)]
    server_id: Id | None
    replica_id: Id
    app: Annotated[str, Meta(max_length=40)]
    sent_at: Instant
    acked_through: Annotated[
        int,
        Meta(description="Highest local_seq whose result the device has stored.", ge=0),
    ]
    """
    Highest local_seq whose result the device has stored.
    """
    ops: Annotated[
        list[dict[str, Any]],
        Meta(description="Operations, oldest first.", max_length=200),
    ]
    """
    Operations, oldest first.
    """


class At(Message, frozen=True, kw_only=True):
    """
    Where an operation's effect lies.
    """

    scope: Annotated[str, Meta(max_length=80)]
    epoch: Annotated[int, Meta(ge=1)]
    pos: Annotated[int, Meta(ge=1)]


ResultStatus: TypeAlias = Annotated[
    Literal["applied", "merged", "duplicate", "conflict", "rejected", "quarantined", "settled"],
    Meta(
        description="rejected, conflict and quarantined are final too: they use up the local_seq.",
        title="ResultStatus",
    ),
]
"""
rejected, conflict and quarantined are final too: they use up the local_seq.
"""


AppliedItem: TypeAlias = Annotated[str, Meta(max_length=60)]


class Result(Message, frozen=True, kw_only=True):
    """
    The server's answer to one operation. Stored, and given again for a repeat.
    """

    local_seq: Annotated[int, Meta(ge=1)]
    op_id: Id
    status: ResultStatus
    code: (
        Annotated[str, Meta(description="Why not: a problem code.", max_length=60)] | UnsetType
    ) = UNSET
    """
    Why not: a problem code.
    """
    facts: (
        Annotated[dict[str, Any], Meta(description="Numbers and names the sentence needs.")]
        | UnsetType
    ) = UNSET
    """
    Numbers and names the sentence needs.
    """
    at: list[At] | UnsetType = UNSET
    version: Annotated[int, Meta(ge=1)] | UnsetType = UNSET
    current: dict[str, Any] | UnsetType = UNSET
    resolution: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    inbox_id: Annotated[str, Meta(max_length=64)] | UnsetType = UNSET
    applied: list[AppliedItem] | UnsetType = UNSET
    kept: dict[str, Any] | UnsetType = UNSET


class Receipt(Message, frozen=True, kw_only=True):
    """
    What the server has heard of this replica, signed: with the answer's own server_id, next_seq and ops_digest, the replica_id, and server_time as `at`. Checked offline by sync_protocol.verify and the page /verify.
    """

    key: Annotated[
        str,
        Meta(description="Ed25519 public key, base64url.", pattern="^[A-Za-z0-9_-]{43}$"),
    ]
    """
    Ed25519 public key, base64url.
    """
    signature: Annotated[
        str,
        Meta(
            description="Ed25519 over the receipt's signed text, base64url.",
            pattern="^[A-Za-z0-9_-]{86}$",
        ),
    ]
    """
    Ed25519 over the receipt's signed text, base64url.
    """


class PushAnswer(Message, frozen=True, kw_only=True):
    """
    The answer to a push.
    """

    protocol: Annotated[int, Meta(ge=1)]
    server_id: Id
    server_time: Instant
    next_seq: Annotated[int, Meta(ge=1)]
    ops_digest: Annotated[
        str,
        Meta(
            description="Sum of SHA-256/128 of all operation bytes below next_seq, mod 2^128, 32 hex digits.",
            pattern="^[0-9a-f]{32}$",
        ),
    ]
    """
    Sum of SHA-256/128 of all operation bytes below next_seq, mod 2^128, 32 hex digits.
    """
    results: list[Result]
    receipt: Receipt | UnsetType = UNSET


IncidentsAdditionalProperty: TypeAlias = Annotated[int, Meta(ge=0, le=1000000000)]


class Frame(Message, frozen=True, kw_only=True):
    """
    One line of the NDJSON answer to a pull. t: hello, scope, put, del, leave, mark, reset, gone, need-cursors, end.
    """

    t: Literal[
        "hello", "scope", "put", "del", "leave", "mark", "reset", "gone", "need-cursors", "end"
    ]
    scope: Annotated[str, Meta(max_length=80)] | UnsetType = UNSET
    epoch: Annotated[int, Meta(ge=1)] | UnsetType = UNSET
    e: Annotated[str, Meta(description="entity", max_length=40)] | UnsetType = UNSET
    """
    entity
    """
    id: Annotated[str, Meta(max_length=64)] | UnsetType = UNSET
    v: Annotated[int, Meta(description="version", ge=0)] | UnsetType = UNSET
    """
    version
    """
    p: Annotated[int, Meta(description="position", ge=0)] | UnsetType = UNSET
    """
    position
    """
    b: Annotated[dict[str, Any], Meta(description="the body")] | UnsetType = UNSET
    """
    the body
    """
    pos: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    n: Annotated[int, Meta(description="live rows in the scope", ge=0)] | UnsetType = UNSET
    """
    live rows in the scope
    """
    digest: Annotated[str, Meta(max_length=32)] | UnsetType = UNSET
    more: bool | UnsetType = UNSET
    reason: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    server_id: Annotated[str, Meta(max_length=64)] | UnsetType = UNSET
    server_time: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    next_seq: Annotated[int, Meta(ge=1)] | UnsetType = UNSET
    schema: Annotated[int, Meta(ge=1)] | UnsetType = UNSET
    frames: Annotated[int, Meta(ge=0)] | UnsetType = UNSET


class Hello(Message, frozen=True, kw_only=True):
    """
    GET /sync/v1/hello: what this server is and takes.
    """

    protocol: int
    schema: int
    server_id: Id
    server_time: Instant
    limits: Annotated[
        dict[str, Any],
        Meta(
            description="ops_per_push, push_bytes, op_bytes, body_bytes, scopes_per_pull, page_bytes, blob_bytes"
        ),
    ]
    """
    ops_per_push, push_bytes, op_bytes, body_bytes, scopes_per_pull, page_bytes, blob_bytes
    """
    demo: Annotated[bool, Meta(description="Demo mode: the login page shows the demo password.")]
    """
    Demo mode: the login page shows the demo password.
    """
    zone: Annotated[str, Meta(description="IANA zone of business days.")]
    """
    IANA zone of business days.
    """
    receipt_key: (
        Annotated[
            str,
            Meta(
                description="The key that receipts are signed with, to be compared with a receipt's own.",
                pattern="^[A-Za-z0-9_-]{43}$",
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    The key that receipts are signed with, to be compared with a receipt's own.
    """
    rescue_key: (
        Annotated[
            str,
            Meta(
                description="The key that rescue files are sealed to (X25519).",
                pattern="^[A-Za-z0-9_-]{43}$",
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    The key that rescue files are sealed to (X25519).
    """


class Problem(Message, frozen=True, kw_only=True):
    """
    RFC 9457. `type` is /problems/<code>.
    """

    type: str
    title: str
    status: int
    code: str
    detail: str | UnsetType = UNSET
    instance: str | UnsetType = UNSET
    expected: int | UnsetType = UNSET
    retry_after_ms: int | UnsetType = UNSET
    server_time: str | UnsetType = UNSET
    errors: list[dict[str, Any]] | UnsetType = UNSET


ProblemCode: TypeAlias = Annotated[
    Literal[
        "op-gap",
        "op/reused",
        "op/unreadable",
        "op/unknown-kind",
        "op/too-large",
        "replica/forked",
        "replica/foreign",
        "replica/unknown",
        "server/changed",
        "upgrade-required",
        "busy",
        "too-large",
        "bad-request",
        "not-found",
        "method-not-allowed",
        "internal",
        "auth/required",
        "auth/expired",
        "auth/revoked",
        "auth/wrong",
        "auth/throttled",
        "role/not-allowed",
        "scope/unknown",
        "record/unknown",
        "record/exists",
        "record/clash",
        "record/state",
        "decision/own",
        "fact/immutable",
        "blob/hash-mismatch",
        "blob/too-large",
        "blob/not-an-image",
        "blob/offset",
        "blob/expired",
        "blob/unknown",
        "store/not-granted",
        "visit/other-author",
        "visit/closed",
        "visit/not-open",
        "photo/unknown-visit",
        "photo/own",
        "review/too-early",
        "appeal/too-late",
        "ticket/too-late",
        "sku/unknown",
        "order/empty",
        "order/arithmetic",
        "order/state",
        "order/lines-differ",
        "order/over-confirmed",
        "order/reason-missing",
        "order/below-minimum",
        "price/unknown",
        "delivery/state",
        "delivery/over-accepted",
        "purchase/state",
        "purchase/count-old",
        "purchase/too-small",
        "purchase/not-orderable",
        "purchase/funds",
        "purchase/note-needed",
        "purchase/too-late",
        "purchase/over",
        "delivery/reason-missing",
        "delivery/driver-unknown",
        "task/state",
        "task/evidence-missing",
        "plan/day-past",
        "plan/visited",
        "plan/store-closed",
        "promotion/overlap",
        "promotion/rule",
        "rep/unknown",
        "password/weak",
        "value/out-of-range",
    ],
    Meta(
        description="Every way the server may say no to an operation or a request. Never reused.",
        title="ProblemCode",
    ),
]
"""
Every way the server may say no to an operation or a request. Never reused.
"""


SentItem: TypeAlias = Annotated[str, Meta(max_length=40, min_length=1)]


WaitingItem: TypeAlias = Annotated[str, Meta(max_length=40, min_length=1)]


AsideItem: TypeAlias = Annotated[str, Meta(max_length=40, min_length=1)]


class DayOrders(Message, frozen=True, kw_only=True):
    """
    Orders of one day that this device took, by their numbers, and how far they got.
    """

    day: Day
    sent: Annotated[list[SentItem], Meta(description="The company has said yes.", max_length=300)]
    """
    The company has said yes.
    """
    waiting: Annotated[list[WaitingItem], Meta(description="No answer yet.", max_length=300)]
    """
    No answer yet.
    """
    aside: Annotated[list[AsideItem], Meta(description="Refused, or set aside.", max_length=300)]
    """
    Refused, or set aside.
    """


class StockLot(Message, frozen=True, kw_only=True):
    """
    What lies there of one lot.
    """

    lot: Annotated[
        str,
        Meta(
            description="Its name on the carton; empty where the partner keeps no lots.",
            max_length=24,
        ),
    ]
    """
    Its name on the carton; empty where the partner keeps no lots.
    """
    produced_on: Day
    good: Annotated[int, Meta(description="Base units.", ge=0, le=9999999)]
    """
    Base units.
    """
    damaged: Annotated[int, Meta(description="Base units, beside the good ones.", ge=0, le=9999999)]
    """
    Base units, beside the good ones.
    """


class StockCountLine(Message, frozen=True, kw_only=True):
    """
    What was counted of one lot (F91).
    """

    sku_id: Id
    lot: Annotated[
        str,
        Meta(
            description="Its name on the carton; empty where the partner keeps no lots.",
            max_length=24,
        ),
    ]
    """
    Its name on the carton; empty where the partner keeps no lots.
    """
    produced_on: Day
    good: Annotated[int, Meta(description="Base units.", ge=0, le=9999999)]
    """
    Base units.
    """
    damaged: Annotated[int, Meta(description="Base units, beside the good ones.", ge=0, le=9999999)]
    """
    Base units, beside the good ones.
    """


WitnessName: TypeAlias = Annotated[str, Meta(max_length=60, min_length=1)]


class StockCountSay(Message, frozen=True, kw_only=True):
    """
    partner clerk: what was counted in his warehouse (F91), offline too. entity stock_count. Of each SKU named every lot: what is not named of it is not there.
    """

    counted_at: Annotated[
        Instant,
        Meta(description="When it was counted; a file may be older than its upload."),
    ]
    """
    When it was counted; a file may be older than its upload.
    """
    counter_name: Annotated[str, Meta(max_length=60, min_length=1)]
    witness_name: WitnessName | None
    from_file: bool
    lines: Annotated[list[StockCountLine], Meta(max_length=2000)]
    absent: Annotated[
        list[Id],
        Meta(description="SKUs looked for of which there is nothing.", max_length=500),
    ]
    """
    SKUs looked for of which there is nothing.
    """


WitnessName1: TypeAlias = Annotated[str, Meta(max_length=60)]


class StockCount(Message, frozen=True, kw_only=True):
    """
    A count as it was said; a fact, in partner:.
    """

    partner_id: Id
    counted_at: Instant
    counter_name: Annotated[str, Meta(max_length=60)]
    witness_name: WitnessName1 | None
    from_file: bool
    said_by_name: Annotated[str, Meta(max_length=60)]
    lines: Annotated[list[StockCountLine], Meta(max_length=2000)]
    absent: Annotated[list[Id], Meta(max_length=500)]


class PartnerStock(Message, frozen=True, kw_only=True):
    """
    One SKU in a partner's warehouse by its last count, in partner:. What is there now follows with the receipts and notes since (purchasing.stock_now).
    """

    partner_id: Id
    sku_id: Id
    count_id: Id
    counted_at: Instant
    lots: Annotated[list[StockLot], Meta(max_length=500)]
    before_at: Annotated[Instant, Meta(description="The count before.")] | None
    """
    The count before.
    """
    before_units: Annotated[int, Meta(description="Base units it found, good and damaged.")] | None
    """
    Base units it found, good and damaged.
    """


class SupplyLine(Message, frozen=True, kw_only=True):
    """
    How much of one SKU was there to sell when it was counted last.
    """

    sku_id: Id
    saleable: Annotated[
        int,
        Meta(
            description="Base units, good ones that may still be shipped.",
            ge=0,
            le=999999999,
        ),
    ]
    """
    Base units, good ones that may still be shipped.
    """
    counted_at: Instant


class PartnerSupply(Message, frozen=True, kw_only=True):
    """
    A partner's stock as the reps of the stores he delivers to may know it, in team:; its id is the partner's. A SKU without a line was never counted.
    """

    lines: Annotated[list[SupplyLine], Meta(max_length=2000)]


PaperNo: TypeAlias = Annotated[
    str,
    Meta(description="Of the company's delivery note.", max_length=40, min_length=1),
]
"""
Of the company's delivery note.
"""


class StockReceiveSay(Message, frozen=True, kw_only=True):
    """
    partner clerk: goods of the company came into his warehouse (F94), offline too. entity stock_receipt.
    """

    came_at: Annotated[Instant, Meta(description="When they came in.")]
    """
    When they came in.
    """
    receiver_name: Annotated[str, Meta(max_length=60, min_length=1)]
    paper_no: Annotated[PaperNo, Meta(description="Of the company's delivery note.")] | None
    """
    Of the company's delivery note.
    """
    lines: Annotated[list[StockCountLine], Meta(max_length=2000, min_length=1)]
    purchase_id: (
        Annotated[Id, Meta(description="The order they came of. Not said: of none.")] | UnsetType
    ) = UNSET
    """
    The order they came of. Not said: of none.
    """


PaperNo1: TypeAlias = Annotated[str, Meta(max_length=40)]


class StockReceipt(Message, frozen=True, kw_only=True):
    """
    A receipt as it was said; a fact, in partner:.
    """

    partner_id: Id
    came_at: Instant
    receiver_name: Annotated[str, Meta(max_length=60)]
    paper_no: PaperNo1 | None
    said_by_name: Annotated[str, Meta(max_length=60)]
    lines: Annotated[list[StockCountLine], Meta(max_length=2000)]


PurchaseState: TypeAlias = Annotated[
    Literal[
        "submitted",
        "returned",
        "reviewed",
        "rejected",
        "audited",
        "allocated",
        "in_transit",
        "received",
        "received_diff",
        "diff_claimed",
        "settled",
        "closed",
        "cancelled",
    ],
    Meta(
        description="Of a purchase order (domain.md 3.9). What is suggested, and a draft, are the clerk's device's own.",
        title="PurchaseState",
    ),
]
"""
Of a purchase order (domain.md 3.9). What is suggested, and a draft, are the clerk's device's own.
"""


ProposedCases: TypeAlias = Annotated[
    int,
    Meta(
        description="By the formula (F92); null: nothing could be proposed.",
        ge=0,
        le=99999,
    ),
]
"""
By the formula (F92); null: nothing could be proposed.
"""


class PurchaseAsk(Message, frozen=True, kw_only=True):
    """
    What is ordered of one SKU (F93).
    """

    sku_id: Id
    proposed_cases: (
        Annotated[
            ProposedCases,
            Meta(description="By the formula (F92); null: nothing could be proposed."),
        ]
        | None
    )
    """
    By the formula (F92); null: nothing could be proposed.
    """
    cases: Annotated[int, Meta(description="0: proposed, and not ordered.", ge=0, le=99999)]
    """
    0: proposed, and not ordered.
    """
    promo_cases: (
        Annotated[
            int,
            Meta(
                description="Of what was proposed: what the partner needs besides for a promotion (domain.md 3.9, promo_need).",
                ge=0,
                le=99999,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Of what was proposed: what the partner needs besides for a promotion (domain.md 3.9, promo_need).
    """
    launch_cases: (
        Annotated[
            int,
            Meta(
                description="The same for a new product's first weeks (launch_need).",
                ge=0,
                le=99999,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    The same for a new product's first weeks (launch_need).
    """


ShipTo: TypeAlias = Annotated[str, Meta(max_length=120, min_length=1)]


Reason1: TypeAlias = Annotated[
    str, Meta(description="Why other than proposed.", max_length=200, min_length=1)
]
"""
Why other than proposed.
"""


Note25: TypeAlias = Annotated[str, Meta(max_length=200, min_length=1)]


class PurchaseSubmit(Message, frozen=True, kw_only=True):
    """
    partner clerk: order from the company (F93), and again what was returned. entity purchase_order.
    """

    no: Annotated[str, Meta(max_length=24, min_length=3)]
    lines: Annotated[list[PurchaseAsk], Meta(max_length=400, min_length=1)]
    wanted_on: Day
    ship_to: ShipTo | None
    reason: Annotated[Reason1, Meta(description="Why other than proposed.")] | None
    """
    Why other than proposed.
    """
    note: Note25 | None


class PurchaseAmend(Message, frozen=True, kw_only=True):
    """
    partner clerk or order desk: other quantities before they are allocated (F96). It is reviewed and audited anew.
    """

    lines: Annotated[list[PurchaseAsk], Meta(max_length=400, min_length=1)]
    wanted_on: Day
    reason: Annotated[str, Meta(max_length=200, min_length=1)]


Note26: TypeAlias = Annotated[
    str,
    Meta(
        description="Needed to return, and where more than 30 % off the proposal.",
        max_length=200,
        min_length=1,
    ),
]
"""
Needed to return, and where more than 30 % off the proposal.
"""


class PurchaseReview(Message, frozen=True, kw_only=True):
    """
    supervisor: passed on to the order desk, or back to the clerk.
    """

    outcome: Literal["reviewed", "returned"]
    note: (
        Annotated[
            Note26, Meta(description="Needed to return, and where more than 30 % off the proposal.")
        ]
        | None
    )
    """
    Needed to return, and where more than 30 % off the proposal.
    """


FundsFen: TypeAlias = Annotated[
    int,
    Meta(
        description="What he has paid ahead, or may owe, by the company's books; at least the value of the order.",
        ge=0,
        le=9007199254740991,
    ),
]
"""
What he has paid ahead, or may owe, by the company's books; at least the value of the order.
"""


Note27: TypeAlias = Annotated[
    str, Meta(description="Needed to reject.", max_length=200, min_length=1)
]
"""
Needed to reject.
"""


class PurchaseAudit(Message, frozen=True, kw_only=True):
    """
    order desk: price, credit or prepayment, and what there is to allocate.
    """

    outcome: Literal["audited", "rejected"]
    payment: Literal["prepaid", "credit"] | None
    funds_fen: (
        Annotated[
            FundsFen,
            Meta(
                description="What he has paid ahead, or may owe, by the company's books; at least the value of the order."
            ),
        ]
        | None
    )
    """
    What he has paid ahead, or may owe, by the company's books; at least the value of the order.
    """
    note: Annotated[Note27, Meta(description="Needed to reject.")] | None
    """
    Needed to reject.
    """


class PurchaseAllocation(Message, frozen=True, kw_only=True):
    """
    What the company will send of one SKU, and what becomes of the rest.
    """

    sku_id: Id
    cases: Annotated[int, Meta(ge=0, le=99999)]
    rest: Annotated[Literal["backorder", "cut"], Meta(description="null: there is none.")] | None
    """
    null: there is none.
    """


class PurchaseAllocate(Message, frozen=True, kw_only=True):
    """
    order desk: confirmed quantities and day. What is kept as back-order becomes an order of its own.
    """

    lines: Annotated[list[PurchaseAllocation], Meta(max_length=400, min_length=1)]
    ship_on: Day


class SentLot(Message, frozen=True, kw_only=True):
    """
    What the company sent of one lot.
    """

    sku_id: Id
    lot: Annotated[str, Meta(max_length=24)]
    produced_on: Day
    cases: Annotated[int, Meta(ge=1, le=99999)]


class PurchaseDispatch(Message, frozen=True, kw_only=True):
    """
    order desk: the goods have left, with the company's delivery note and when they will come.
    """

    paper_no: Annotated[str, Meta(max_length=40, min_length=1)]
    arrives_on: Day
    lines: Annotated[list[SentLot], Meta(max_length=2000, min_length=1)]


class PurchaseClaimLine(Message, frozen=True, kw_only=True):
    """
    What is missing or damaged of one lot. Base units.
    """

    sku_id: Id
    lot: Annotated[str, Meta(max_length=24)]
    produced_on: Day
    short: Annotated[int, Meta(ge=0, le=9999999)]
    damaged: Annotated[int, Meta(ge=0, le=9999999)]


Note28: TypeAlias = Annotated[str, Meta(max_length=200, min_length=1)]


class PurchaseClaim(Message, frozen=True, kw_only=True):
    """
    partner clerk: what did not come, or came damaged (F95), within 48 hours.
    """

    lines: Annotated[list[PurchaseClaimLine], Meta(max_length=2000, min_length=1)]
    note: Note28 | None


Note29: TypeAlias = Annotated[
    str,
    Meta(
        description="Needed where it is less than what was claimed is worth.",
        max_length=200,
        min_length=1,
    ),
]
"""
Needed where it is less than what was claimed is worth.
"""


class PurchaseSettle(Message, frozen=True, kw_only=True):
    """
    order desk: what of the claim the company makes good, in money.
    """

    credit_fen: Annotated[int, Meta(ge=0, le=9007199254740991)]
    note: (
        Annotated[
            Note29, Meta(description="Needed where it is less than what was claimed is worth.")
        ]
        | None
    )
    """
    Needed where it is less than what was claimed is worth.
    """


class PurchaseCancel(Message, frozen=True, kw_only=True):
    """
    partner clerk or order desk, before it is allocated.
    """

    reason: Annotated[str, Meta(max_length=200, min_length=1)]


class PurchaseClose(Message, frozen=True, kw_only=True):
    """
    system: received whole, settled, or the time to claim is over.
    """


class PurchaseTermsPut(Message, frozen=True, kw_only=True):
    """
    manager: how this partner buys, and the clocks of it (domain.md 3.9, 3.11). id: the partner's.
    """

    cycle_days: Annotated[int, Meta(ge=1, le=60)]
    lead_days: Annotated[int, Meta(ge=0, le=60)]
    season_per_mille: Annotated[int, Meta(ge=100, le=5000)]
    min_cases: Annotated[int, Meta(ge=0, le=99999)]
    count_days: Annotated[int, Meta(ge=1, le=31)]
    receipt_h: Annotated[int, Meta(ge=1, le=240)]
    claim_h: Annotated[int, Meta(ge=1, le=720)]


class PurchaseTerms(Message, frozen=True, kw_only=True):
    """
    How a partner buys; in partner:. Where there is none, purchasing.terms says the defaults.
    """

    cycle_days: Annotated[int, Meta(ge=1, le=60)]
    lead_days: Annotated[int, Meta(ge=0, le=60)]
    season_per_mille: Annotated[int, Meta(ge=100, le=5000)]
    min_cases: Annotated[int, Meta(ge=0, le=99999)]
    count_days: Annotated[int, Meta(ge=1, le=31)]
    receipt_h: Annotated[int, Meta(ge=1, le=240)]
    claim_h: Annotated[int, Meta(ge=1, le=720)]


ProposedCases1: TypeAlias = Annotated[int, Meta(ge=0, le=99999)]


CasePriceFen: TypeAlias = Annotated[
    int,
    Meta(
        description="By the company's list of that day; null: not on it.",
        ge=0,
        le=9007199254740991,
    ),
]
"""
By the company's list of that day; null: not on it.
"""


AllocatedCases: TypeAlias = Annotated[int, Meta(ge=0, le=99999)]


class PurchaseLine(Message, frozen=True, kw_only=True):
    """
    One SKU of a purchase order.
    """

    sku_id: Id
    sku_name: Annotated[str, Meta(max_length=120)]
    units_per_case: Annotated[int, Meta(ge=1, le=9999)]
    proposed_cases: ProposedCases1 | None
    cases: Annotated[int, Meta(ge=0, le=99999)]
    case_price_fen: (
        Annotated[
            CasePriceFen, Meta(description="By the company's list of that day; null: not on it.")
        ]
        | None
    )
    """
    By the company's list of that day; null: not on it.
    """
    allocated_cases: AllocatedCases | None
    rest: Literal["backorder", "cut"] | None
    promo_cases: (
        Annotated[
            int,
            Meta(
                description="Of what was proposed: what the partner needs besides for a promotion (domain.md 3.9, promo_need).",
                ge=0,
                le=99999,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Of what was proposed: what the partner needs besides for a promotion (domain.md 3.9, promo_need).
    """
    launch_cases: (
        Annotated[
            int,
            Meta(
                description="The same for a new product's first weeks (launch_need).",
                ge=0,
                le=99999,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    The same for a new product's first weeks (launch_need).
    """


Good: TypeAlias = Annotated[int, Meta(description="null: not received yet.", ge=0, le=9999999)]
"""
null: not received yet.
"""


Damaged: TypeAlias = Annotated[int, Meta(ge=0, le=9999999)]


class PurchaseLot(Message, frozen=True, kw_only=True):
    """
    What was sent of one lot, what came, and what is claimed. Base units.
    """

    sku_id: Id
    sku_name: Annotated[str, Meta(max_length=120)]
    units_per_case: Annotated[int, Meta(ge=1, le=9999)]
    lot: Annotated[str, Meta(max_length=24)]
    produced_on: Day
    sent: Annotated[int, Meta(ge=0, le=9999999)]
    good: Annotated[Good, Meta(description="null: not received yet.")] | None
    """
    null: not received yet.
    """
    damaged: Damaged | None
    claimed_short: Annotated[int, Meta(ge=0, le=9999999)]
    claimed_damaged: Annotated[int, Meta(ge=0, le=9999999)]


Note30: TypeAlias = Annotated[str, Meta(max_length=400)]


class PurchaseStep(Message, frozen=True, kw_only=True):
    """
    Who did what, when.
    """

    at: Instant
    what: Annotated[str, Meta(max_length=24)]
    by_name: Annotated[str, Meta(max_length=60)]
    note: Note30 | None


ValueFen: TypeAlias = Annotated[
    int,
    Meta(description="null: a SKU is not on the price list.", ge=0, le=9007199254740991),
]
"""
null: a SKU is not on the price list.
"""


ShipTo1: TypeAlias = Annotated[str, Meta(max_length=120)]


Reason2: TypeAlias = Annotated[str, Meta(max_length=200)]


Note31: TypeAlias = Annotated[str, Meta(max_length=200)]


FollowsNo: TypeAlias = Annotated[
    str, Meta(description="Of the order whose back-order this is.", max_length=28)
]
"""
Of the order whose back-order this is.
"""


ClaimNote: TypeAlias = Annotated[str, Meta(max_length=200)]


ClaimFen: TypeAlias = Annotated[
    int, Meta(description="What was claimed is worth.", ge=0, le=9007199254740991)
]
"""
What was claimed is worth.
"""


CreditFen: TypeAlias = Annotated[int, Meta(ge=0, le=9007199254740991)]


class PurchaseOrder(Message, frozen=True, kw_only=True):
    """
    A partner's order from the company, in partner:.
    """

    no: Annotated[str, Meta(max_length=28)]
    partner_id: Id
    partner_name: Annotated[str, Meta(max_length=120)]
    state: PurchaseState
    revision: Annotated[int, Meta(ge=1, le=9999)]
    lines: Annotated[list[PurchaseLine], Meta(max_length=400)]
    value_fen: Annotated[ValueFen, Meta(description="null: a SKU is not on the price list.")] | None
    """
    null: a SKU is not on the price list.
    """
    wanted_on: Day
    ship_to: ShipTo1 | None
    reason: Reason2 | None
    note: Note31 | None
    follows_no: (
        Annotated[FollowsNo, Meta(description="Of the order whose back-order this is.")] | None
    )
    """
    Of the order whose back-order this is.
    """
    submitted_at: Instant
    ship_on: Day | None
    paper_no: PaperNo1 | None
    arrives_on: Day | None
    lots: Annotated[list[PurchaseLot], Meta(max_length=4000)]
    received_at: Instant | None
    received_late: bool
    claim_until: (
        Annotated[Instant, Meta(description="Until when a difference may be claimed.")] | None
    )
    """
    Until when a difference may be claimed.
    """
    claim_note: ClaimNote | None
    claim_fen: Annotated[ClaimFen, Meta(description="What was claimed is worth.")] | None
    """
    What was claimed is worth.
    """
    credit_fen: CreditFen | None
    steps: Annotated[list[PurchaseStep], Meta(max_length=200)]


LimitFen: TypeAlias = Annotated[
    int,
    Meta(
        description="Fen. null: he sets none; 0: nothing on credit.",
        ge=0,
        le=1000000000000,
    ),
]
"""
Fen. null: he sets none; 0: nothing on credit.
"""


class ReceivableLine(Message, frozen=True, kw_only=True):
    """
    What one store owes.
    """

    store_id: Id
    limit_fen: (
        Annotated[LimitFen, Meta(description="Fen. null: he sets none; 0: nothing on credit.")]
        | None
    )
    """
    Fen. null: he sets none; 0: nothing on credit.
    """
    open_fen: Annotated[int, Meta(description="Fen, all that is not paid.", ge=0, le=1000000000000)]
    """
    Fen, all that is not paid.
    """
    overdue_fen: Annotated[
        int,
        Meta(
            description="Fen, of open_fen what should have been paid.",
            ge=0,
            le=1000000000000,
        ),
    ]
    """
    Fen, of open_fen what should have been paid.
    """
    as_of: Day


class ReceivableSay(Message, frozen=True, kw_only=True):
    """
    partner clerk: what stores owe him, as of a day, by form or file. Of a store the latest day stands. All of it is taken or nothing.
    """

    lines: Annotated[list[ReceivableLine], Meta(max_length=2000, min_length=1)]
    from_file: bool


class ReceivableShare(Message, frozen=True, kw_only=True):
    """
    partner clerk: whether the company sees what stores owe him. entity partner_sharing, its id is his partner's.
    """

    receivables: bool


class Receivable(Message, frozen=True, kw_only=True):
    """
    What a store owes a partner, in partner:, and in store: while he shares it.
    """

    partner_id: Id
    store_id: Id
    store_code: Annotated[str, Meta(max_length=40)]
    store_name: Annotated[str, Meta(max_length=120)]
    limit_fen: (
        Annotated[LimitFen, Meta(description="Fen. null: he sets none; 0: nothing on credit.")]
        | None
    )
    """
    Fen. null: he sets none; 0: nothing on credit.
    """
    open_fen: Annotated[int, Meta(description="Fen, all that is not paid.", ge=0, le=1000000000000)]
    """
    Fen, all that is not paid.
    """
    overdue_fen: Annotated[
        int,
        Meta(
            description="Fen, of open_fen what should have been paid.",
            ge=0,
            le=1000000000000,
        ),
    ]
    """
    Fen, of open_fen what should have been paid.
    """
    as_of: Day


class PartnerSharing(Message, frozen=True, kw_only=True):
    """
    What a partner lets the company see, in partner:. Without one: nothing.
    """

    receivables: bool
    said_by_name: Annotated[str, Meta(max_length=60)]
    said_at: Instant


ReviewReason: TypeAlias = Annotated[
    Literal["not_there", "too_short", "photos", "answers", "steps", "other"],
    Meta(description="Why a visit was not accepted.", title="ReviewReason"),
]
"""
Why a visit was not accepted.
"""


Note32: TypeAlias = Annotated[str, Meta(max_length=400)]


class VisitReview(Message, frozen=True, kw_only=True):
    """
    office: the visit is accepted, or not and why; with it every open flag of the visit is decided. Said again it replaces what stood, until the rep has appealed.
    """

    state: Literal["accepted", "rejected"]
    reason: Annotated[ReviewReason, Meta(description="Of a rejected one.")] | None
    """
    Of a rejected one.
    """
    note: Note32 | None
    upheld: Annotated[
        list[Id],
        Meta(
            description="Flags that hold; the visit's others are dismissed.",
            max_length=20,
        ),
    ]
    """
    Flags that hold; the visit's others are dismissed.
    """


class VisitAppeal(Message, frozen=True, kw_only=True):
    """
    rep: her visit was not accepted, and why that is wrong. Once, within three days.
    """

    text: Annotated[str, Meta(max_length=500, min_length=1)]


class AppealSettle(Message, frozen=True, kw_only=True):
    """
    specialist, manager: one level above the reviewer. upheld: the rejection stands; reversed: the visit is accepted.
    """

    state: Literal["upheld", "reversed"]
    note: Note32 | None


class FlagAnswer(Message, frozen=True, kw_only=True):
    """
    rep: what she says to it. Said again, the last word counts, until it is decided.
    """

    text: Annotated[str, Meta(max_length=500, min_length=1)]


class FlagDecide(Message, frozen=True, kw_only=True):
    """
    office: about a flag that belongs to no single visit. admin: a suspected datum error.
    """

    state: Literal["upheld", "dismissed"]
    note: Note32 | None


ThresholdName: TypeAlias = Annotated[
    Literal[
        "doubt_m",
        "accuracy_m",
        "age_s",
        "stay_p1_min",
        "stay_p2_min",
        "stay_p3_min",
        "stay_p4_min",
        "standard_p1_min",
        "standard_p2_min",
        "standard_p3_min",
        "standard_p4_min",
        "idle_percent",
        "opens_min",
        "closes_min",
        "evening_opens_min",
        "evening_closes_min",
        "frozen_stores",
        "frozen_fixes",
        "speed_kmh",
        "city_kmh",
        "city_m",
        "clock_s",
        "jump_s",
        "clock_repeats",
        "photo_s",
        "copied_percent",
        "sku_ms",
        "steps_percent",
        "padded_percent",
        "padded_days",
        "devices_s",
        "leave_m",
        "datum_min_m",
        "datum_max_m",
        "datum_stores",
        "sample_percent",
        "new_percent",
        "new_days",
        "answer_h",
        "review_h",
        "appeal_days",
        "spot_weekly",
        "spot_days",
        "spot_open_days",
        "spot_stock_h",
    ],
    Meta(description="backend/reviews/thresholds.py", title="ThresholdName"),
]
"""
backend/reviews/thresholds.py
"""


class Threshold(Message, frozen=True, kw_only=True):
    """
    One that differs from its default.
    """

    name: ThresholdName
    value: Annotated[int, Meta(ge=0, le=100000)]


class ReviewRulesPut(Message, frozen=True, kw_only=True):
    """
    manager: from that day on visits of his offices are judged by these. A new version, never a change.
    """

    number: Annotated[int, Meta(ge=1, le=9999)]
    valid_from: Day
    settings: Annotated[list[Threshold], Meta(max_length=41)]


class Reviewed(Message, frozen=True, kw_only=True):
    """
    What somebody decided about a visit.
    """

    state: Annotated[str, Meta(description="accepted or rejected", max_length=16)]
    """
    accepted or rejected
    """
    reason: str | None
    note: str | None
    by_name: str
    at: Instant
    appeal_until: Annotated[Instant, Meta(description="Until when a rejection may be appealed.")]
    """
    Until when a rejection may be appealed.
    """


class Appeal(Message, frozen=True, kw_only=True):
    """
    What she said against it, and what became of it.
    """

    state: Annotated[str, Meta(description="open, upheld or reversed", max_length=16)]
    """
    open, upheld or reversed
    """
    text: str
    at: Instant
    note: str | None
    by_name: str | None
    decided_at: Instant | None


class VisitVerdict(Message, frozen=True, kw_only=True):
    """
    In user: of her whose visit it is, once there is something to say: it is not valid, or somebody decided. The id is the visit's.
    """

    store_id: Id
    day: Day
    validity: Annotated[str, Meta(description="valid, pending or invalid", max_length=16)]
    """
    valid, pending or invalid
    """
    counts: Annotated[bool, Meta(description="false: not the first valid visit of its store-day.")]
    """
    false: not the first valid visit of its store-day.
    """
    rules: Annotated[list[dict[str, Any]], Meta(description="Those that fail, with their numbers.")]
    """
    Those that fail, with their numbers.
    """
    review: Reviewed | UnsetType = UNSET
    appeal: Appeal | UnsetType = UNSET


class VisitFlag(Message, frozen=True, kw_only=True):
    """
    In user: of her whom it is about: a question with its evidence (domain.md 4.10). Nothing follows from it by itself.
    """

    code: Annotated[str, Meta(max_length=8)]
    level: Annotated[str, Meta(max_length=16)]
    visit_id: Id | None
    store_id: Id | None
    store_name: str | None
    day: Day
    evidence: dict[str, Any]
    state: Annotated[
        str,
        Meta(
            description="open, upheld, dismissed, or withdrawn: its ground is gone.",
            max_length=16,
        ),
    ]
    """
    open, upheld, dismissed, or withdrawn: its ground is gone.
    """
    raised_at: Instant
    hers_until: Annotated[
        Instant,
        Meta(description="Until then nothing is held against her before she has answered."),
    ]
    """
    Until then nothing is held against her before she has answered.
    """
    answer: str | None
    answered_at: Instant | None
    decided_by_name: str | None
    decided_at: Instant | None
    decided_note: str | None


class NoteLot(Message, frozen=True, kw_only=True):
    """
    So much of a note's line is of this lot.
    """

    lot: Annotated[
        str,
        Meta(
            description="Its name on the carton; empty where the partner keeps no lots.",
            max_length=24,
        ),
    ]
    """
    Its name on the carton; empty where the partner keeps no lots.
    """
    produced_on: Day
    qty: Annotated[int, Meta(description="In the line's unit.", ge=1, le=99999)]
    """
    In the line's unit.
    """


class NoteLine(Message, frozen=True, kw_only=True):
    """
    A line of a delivery note.
    """

    line_id: Id
    order_id: Id
    sku_id: Id
    qty: Annotated[int, Meta(ge=1, le=99999)]
    uom: Uom
    lots: (
        Annotated[
            list[NoteLot],
            Meta(
                description="The lots it is made up of, the first to expire first; absent where nobody knows.",
                max_length=40,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    The lots it is made up of, the first to expire first; absent where nobody knows.
    """
    older_reason: (
        Annotated[
            str,
            Meta(
                description="Why goods go out with more than a third of their life behind them (R-SH-2).",
                max_length=40,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Why goods go out with more than a third of their life behind them (R-SH-2).
    """


class GiftLots(Message, frozen=True, kw_only=True):
    """
    The lots a gift of the note is made up of. Of more than go along the first are meant; of fewer none.
    """

    order_id: Id
    line_id: Annotated[Id, Meta(description="Of the gift in its order.")]
    """
    Of the gift in its order.
    """
    lots: Annotated[
        list[NoteLot],
        Meta(
            description="In cases, the first to expire first.",
            max_length=40,
            min_length=1,
        ),
    ]
    """
    In cases, the first to expire first.
    """
    older_reason: (
        Annotated[
            str,
            Meta(
                description="Why goods go out with more than a third of their life behind them (R-SH-2).",
                max_length=40,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Why goods go out with more than a third of their life behind them (R-SH-2).
    """


class NoteMake(Message, frozen=True, kw_only=True):
    """
    partner clerk: one trip to one store (F74). entity delivery_note. The driver gets it in trip:<driver_id>:<deliver_on>.
    """

    no: Annotated[str, Meta(max_length=24, min_length=3, pattern="^[A-Z0-9-]+$")]
    store_id: Id
    order_ids: Annotated[list[Id], Meta(max_length=20, min_length=1)]
    driver_id: Id
    deliver_on: Day
    lines: Annotated[list[NoteLine], Meta(max_length=400, min_length=1)]
    gift_lots: (
        Annotated[
            list[GiftLots],
            Meta(
                description="Of the gifts that go along: the company works them out.",
                max_length=400,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Of the gifts that go along: the company works them out.
    """
    vehicle: (
        Annotated[
            str,
            Meta(
                description="The vehicle's plate, or what they call it.",
                max_length=20,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    The vehicle's plate, or what they call it.
    """


Reason3: TypeAlias = Annotated[
    str,
    Meta(
        description="Why there is less than on the note; null: there is not.",
        max_length=40,
        min_length=1,
    ),
]
"""
Why there is less than on the note; null: there is not.
"""


class LoadedLine(Message, frozen=True, kw_only=True):
    """
    A line as it was counted onto the truck.
    """

    line_id: Id
    qty: Annotated[
        int,
        Meta(
            description="In the line's unit; no more than is on the note.",
            ge=0,
            le=99999,
        ),
    ]
    """
    In the line's unit; no more than is on the note.
    """
    reason: (
        Annotated[
            Reason3, Meta(description="Why there is less than on the note; null: there is not.")
        ]
        | None
    )
    """
    Why there is less than on the note; null: there is not.
    """


class NoteLoad(Message, frozen=True, kw_only=True):
    """
    driver: loaded and on the way. lines: every line of it as it was counted; absent where an older phone loads it as it stands.
    """

    vehicle: (
        Annotated[
            str,
            Meta(
                description="The vehicle's plate, or what they call it.",
                max_length=20,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    The vehicle's plate, or what they call it.
    """
    lines: Annotated[list[LoadedLine], Meta(max_length=400, min_length=1)] | UnsetType = UNSET


class NoteUnload(Message, frozen=True, kw_only=True):
    """
    driver: it was not loaded after all, or not as was said. Before the trip's first door only.
    """


class NoteCancel(Message, frozen=True, kw_only=True):
    """
    partner clerk: the note is taken back before it is loaded; its orders are open again.
    """

    reason: Annotated[str, Meta(max_length=200, min_length=1)]


class NoteAssign(Message, frozen=True, kw_only=True):
    """
    partner clerk: another driver or another day, before it is loaded.
    """

    driver_id: Id
    deliver_on: Day
    vehicle: (
        Annotated[
            str,
            Meta(
                description="The vehicle's plate, or what they call it.",
                max_length=20,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    The vehicle's plate, or what they call it.
    """


class NotePrint(Message, frozen=True, kw_only=True):
    """
    partner clerk: it was printed once more.
    """


class TakenBack(Message, frozen=True, kw_only=True):
    """
    By which clerk, and why.
    """

    by_name: str
    reason: str
    at: Instant


class NoteVoid(Message, frozen=True, kw_only=True):
    """
    system: one of its orders was cancelled before it was loaded. What it held of other orders may be noted again.
    """


class NoteRecall(Message, frozen=True, kw_only=True):
    """
    system: an order on it was to be cancelled when it was on the road (K4). The driver is told to bring it back; what he has handed over by then is a fact.
    """

    order_no: Annotated[str, Meta(max_length=24)]
    by_id: Id
    by_name: Annotated[str, Meta(max_length=60)]
    reason: Annotated[str, Meta(max_length=500)]


class Recalled(Message, frozen=True, kw_only=True):
    """
    Who wants it back, and why. It goes to no store any more, unless it was handed over already.
    """

    order_no: str
    by_name: str
    reason: str
    at: Instant


Reason4: TypeAlias = Annotated[str, Meta(description="Required when different.", max_length=40)]
"""
Required when different.
"""


class DeliverLine(Message, frozen=True, kw_only=True):
    """
    What the store took.
    """

    line_id: Id
    accepted_qty: Annotated[int, Meta(ge=0, le=99999)]
    reason: Annotated[Reason4, Meta(description="Required when different.")] | None
    """
    Required when different.
    """


Reason5: TypeAlias = Annotated[str, Meta(max_length=40)]


Note35: TypeAlias = Annotated[str, Meta(max_length=500)]


class NoteDeliver(Message, frozen=True, kw_only=True):
    """
    driver: handed over, signed (F75).
    """

    outcome: Literal["delivered", "refused", "failed"]
    lines: Annotated[list[DeliverLine], Meta(max_length=400)]
    signer_name: SignerName | None
    signature_photo_id: Id | None
    photo_ids: Annotated[list[Id], Meta(max_length=10)]
    position: Position | None
    reason: Reason5 | None
    note: Note35 | None


class DeliveryLine(Message, frozen=True, kw_only=True):
    """
    A delivery line as it stands.
    """

    line_id: Id
    order_id: Id
    sku_id: Id
    sku_name: str
    qty: int
    uom: Uom
    accepted_qty: int | None
    reason: str | None
    order_line_id: (
        Annotated[Id, Meta(description="The order's line it stands for.")] | UnsetType
    ) = UNSET
    """
    The order's line it stands for.
    """
    lots: (
        Annotated[
            list[NoteLot],
            Meta(
                description="The lots it is made up of, the first to expire first; absent where nobody knows.",
                max_length=40,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    The lots it is made up of, the first to expire first; absent where nobody knows.
    """
    older_reason: (
        Annotated[
            str,
            Meta(
                description="Why goods go out with more than a third of their life behind them (R-SH-2).",
                max_length=40,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Why goods go out with more than a third of their life behind them (R-SH-2).
    """
    price_fen: (
        Annotated[int, Meta(description="Of one unit, as audited (R-SH-7).", ge=0)] | UnsetType
    ) = UNSET
    """
    Of one unit, as audited (R-SH-7).
    """
    amount_fen: (
        Annotated[
            int,
            Meta(
                description="Of qty; the notes of an order together come to the order, to the fen.",
                ge=0,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Of qty; the notes of an order together come to the order, to the fen.
    """
    noted_qty: (
        Annotated[
            int,
            Meta(
                description="What the note said, where less was loaded: qty is what is on the truck.",
                ge=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    What the note said, where less was loaded: qty is what is on the truck.
    """
    load_reason: (
        Annotated[str, Meta(description="Why less was loaded.", max_length=40)] | UnsetType
    ) = UNSET
    """
    Why less was loaded.
    """


class EarlierLine(Message, frozen=True, kw_only=True):
    """
    A line of an order, and how much of it is on earlier notes.
    """

    line_id: Id
    sku_id: Id
    qty: int
    uom: Uom
    units_per_case: int


class DeliveryGift(Message, frozen=True, kw_only=True):
    """
    What goes with a note's goods for nothing. What is taken of it follows what is taken of these (R-SH-5).
    """

    line_id: Annotated[Id, Meta(description="Of the gift in its order.")]
    """
    Of the gift in its order.
    """
    order_id: Id
    gift_of_line: Id
    rule_id: Annotated[str, Meta(description="<promotion>:<rule>.", max_length=40, min_length=3)]
    """
    <promotion>:<rule>.
    """
    promotion_id: Id
    promotion_name: str
    sku_id: Id | None
    name: Annotated[str, Meta(description="Of the SKU, or the item itself.")]
    """
    Of the SKU, or the item itself.
    """
    qty: int
    accepted_qty: int | None
    earlier: Annotated[
        list[EarlierLine],
        Meta(
            description="The order's lines with what notes before this one carry: gifts count over all of it.",
            max_length=400,
        ),
    ]
    """
    The order's lines with what notes before this one carry: gifts count over all of it.
    """
    rule: PromotionRule | UnsetType = UNSET
    lots: (
        Annotated[
            list[NoteLot],
            Meta(
                description="In cases, the first to expire first; absent where nobody knows.",
                max_length=40,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    In cases, the first to expire first; absent where nobody knows.
    """
    older_reason: (
        Annotated[
            str,
            Meta(
                description="Why goods go out with more than a third of their life behind them (R-SH-2).",
                max_length=40,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Why goods go out with more than a third of their life behind them (R-SH-2).
    """


class DeliveryNote(Message, frozen=True, kw_only=True):
    """
    In partner:, store: and trip:.
    """

    no: str
    order_ids: list[Id]
    order_nos: list[str]
    store_id: Id
    store_code: str
    store_name: str
    address: str
    contact_name: str | None
    phone: str | None
    receiving_window: str | None
    lat_e7: int
    lon_e7: int
    partner_id: Id
    driver_id: Id
    driver_name: str
    deliver_on: Day
    state: Annotated[
        str,
        Meta(
            description="prepared, void, in_transit, delivered_full, delivered_partial, refused or failed",
            max_length=20,
        ),
    ]
    """
    prepared, void, in_transit, delivered_full, delivered_partial, refused or failed
    """
    lines: list[DeliveryLine]
    signer_name: str | None
    signature_photo_id: Id | None
    loaded_at: Annotated[Instant, Meta(description="When it left the warehouse.")] | None
    """
    When it left the warehouse.
    """
    delivered_at: Instant | None
    reason: str | None
    note: str | None
    recall: Recalled | UnsetType = UNSET
    gifts: list[DeliveryGift] | UnsetType = UNSET
    vehicle: (
        Annotated[
            str,
            Meta(
                description="The vehicle's plate, or what they call it.",
                max_length=20,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    The vehicle's plate, or what they call it.
    """
    collect_fen: (
        Annotated[
            int,
            Meta(
                description="To be collected at the door, once delivered of what was taken. In partner: and trip: only.",
                ge=0,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    To be collected at the door, once delivered of what was taken. In partner: and trip: only.
    """
    payment_days: (
        Annotated[
            int,
            Meta(
                description="The store pays so many days later by its terms, and nothing at the door. In partner: and trip: only.",
                ge=0,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    The store pays so many days later by its terms, and nothing at the door. In partner: and trip: only.
    """
    prints: Annotated[int, Meta(description="So many times it was printed.", ge=1)] | UnsetType = (
        UNSET
    )
    """
    So many times it was printed.
    """
    taken_back: TakenBack | UnsetType = UNSET


ReturnReason: TypeAlias = Annotated[
    Literal["damaged", "expired", "wrong", "recall"],
    Meta(description="Why goods go back.", title="ReturnReason"),
]
"""
Why goods go back.
"""


class ReturnAsk(Message, frozen=True, kw_only=True):
    """
    A line of goods that are to go back.
    """

    line_id: Id
    sku_id: Id
    qty: Annotated[int, Meta(ge=1, le=99999)]
    uom: Uom
    lot: Annotated[
        str,
        Meta(
            description="As it reads on the carton; empty where nobody can read it.",
            max_length=24,
        ),
    ]
    """
    As it reads on the carton; empty where nobody can read it.
    """
    produced_on: Day | None
    reason: ReturnReason
    note_line_id: (
        Annotated[
            Id, Meta(description="The line of the delivery note it came with, where that is known.")
        ]
        | None
    )
    """
    The line of the delivery note it came with, where that is known.
    """


class ReturnRequest(Message, frozen=True, kw_only=True):
    """
    rep: goods of a store that are to go back (F76). entity return_note.
    """

    no: Annotated[str, Meta(max_length=28, min_length=3, pattern="^[A-Z0-9-]+$")]
    store_id: Id
    delivery_note_id: Id | None
    lines: Annotated[list[ReturnAsk], Meta(max_length=100, min_length=1)]
    photo_ids: Annotated[list[Id], Meta(max_length=10)]
    note: Note35 | None


Reason6: TypeAlias = Annotated[str, Meta(description="Required when rejected.", max_length=200)]
"""
Required when rejected.
"""


class ReturnDecide(Message, frozen=True, kw_only=True):
    """
    office: the goods may go back, or they may not, and why.
    """

    outcome: Literal["approved", "rejected"]
    reason: Annotated[Reason6, Meta(description="Required when rejected.")] | None
    """
    Required when rejected.
    """


class ReturnPlan(Message, frozen=True, kw_only=True):
    """
    partner clerk: who collects them, and when.
    """

    driver_id: Id
    collect_on: Day


class CollectedLine(Message, frozen=True, kw_only=True):
    """
    What was there of a line.
    """

    line_id: Id
    qty: Annotated[int, Meta(ge=0, le=99999)]


class ReturnCollect(Message, frozen=True, kw_only=True):
    """
    driver, or the partner's clerk: the goods are on the truck.
    """

    lines: Annotated[list[CollectedLine], Meta(max_length=100, min_length=1)]
    note: Note35 | None


class PostedLine(Message, frozen=True, kw_only=True):
    """
    What became of a line: good and scrapped are all that came.
    """

    line_id: Id
    good: Annotated[int, Meta(ge=0, le=99999)]
    scrapped: Annotated[int, Meta(ge=0, le=99999)]


class ReturnPost(Message, frozen=True, kw_only=True):
    """
    partner clerk: back in the warehouse, for sale again or thrown away.
    """

    lines: Annotated[list[PostedLine], Meta(max_length=1000, min_length=1)]


Reason7: TypeAlias = Annotated[str, Meta(max_length=40)]


class ReturnLine(Message, frozen=True, kw_only=True):
    """
    A line of a return note as it stands. Quantities in its unit.
    """

    line_id: Id
    sku_id: Id
    sku_name: str
    qty: Annotated[int, Meta(ge=1, le=99999)]
    uom: Uom
    lot: Annotated[str, Meta(max_length=24)]
    produced_on: Day | None
    reason: Reason7 | None
    note_line_id: Id | None
    gift: bool
    collected_qty: int | None
    good: int | None
    scrapped: int | None


class ReturnNote(Message, frozen=True, kw_only=True):
    """
    Goods that go back to the partner's warehouse (F76): asked for in a store, or not taken at its door. In store:, in partner: once approved, in trip: of who collects them.
    """

    no: str
    origin: Literal["store", "delivery"]
    state: Literal["requested", "approved", "rejected", "collected", "posted"]
    store_id: Id
    store_code: str
    store_name: str
    address: str
    partner_id: Id
    delivery_note_id: Id | None
    delivery_note_no: str | None
    driver_id: Id | None
    driver_name: str | None
    collect_on: Day | None
    lines: Annotated[list[ReturnLine], Meta(max_length=1000)]
    photo_ids: Annotated[list[Id], Meta(max_length=10)]
    note: str | None
    asked_by_name: str
    asked_at: Instant
    decided_by_name: str | None
    decided_at: Instant | None
    decided_reason: str | None
    collected_at: Instant | None
    posted_at: Instant | None


TicketType: TypeAlias = Annotated[
    Literal[
        "quality", "delivery", "price", "promotion", "cooler", "near_expiry", "attitude", "other"
    ],
    Meta(title="TicketType"),
]


class TicketGoods(Message, frozen=True, kw_only=True):
    """
    What of it is about goods.
    """

    sku_id: Id
    units: Annotated[int, Meta(ge=0, le=99999)]
    uom: (
        Annotated[
            Uom,
            Meta(
                description="Of a delivery: the unit of short_qty and damaged_qty; units are both in base units."
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Of a delivery: the unit of short_qty and damaged_qty; units are both in base units.
    """
    short_qty: Annotated[int, Meta(description="Missing.", ge=0, le=99999)] | UnsetType = UNSET
    """
    Missing.
    """
    damaged_qty: Annotated[int, Meta(description="Broken.", ge=0, le=99999)] | UnsetType = UNSET
    """
    Broken.
    """


class TicketNote(Message, frozen=True, kw_only=True):
    """
    The delivery note a ticket is about, as whoever opened it read it.
    """

    no: Annotated[str, Meta(max_length=24)]
    deliver_on: Day


Note38: TypeAlias = Annotated[str, Meta(max_length=1000)]


class TicketWord(Message, frozen=True, kw_only=True):
    """
    One word about a ticket, and what it became with it.
    """

    at: Instant
    by_name: Annotated[str, Meta(max_length=60)]
    state: Literal[
        "to_partner", "to_office", "in_progress", "waiting", "solved", "confirmed", "closed"
    ]
    note: Note38 | None


class Ticket(Message, frozen=True, kw_only=True):
    """
    In store:, and in partner: once it was his turn, without visit and photos.
    """

    store_id: Id
    store_code: Annotated[str, Meta(max_length=40)]
    store_name: Annotated[str, Meta(max_length=80)]
    type: TicketType
    text: Annotated[str, Meta(max_length=1000)]
    goods: Annotated[list[TicketGoods], Meta(max_length=60)]
    photo_ids: Annotated[list[Id], Meta(max_length=10)]
    visit_id: Id | None
    note_id: Id | None
    opened_by_name: Annotated[str, Meta(max_length=60)]
    opened_at: Instant
    state: Literal["new", "assigned", "in_progress", "waiting", "solved", "confirmed", "closed"]
    holder: Annotated[Literal["office", "partner"], Meta(description="Whose turn it is.")]
    """
    Whose turn it is.
    """
    answer_by: Instant
    solve_by: Instant
    words: list[TicketWord]
    closed_at: Instant | None
    reopened: Annotated[int, Meta(ge=0)]
    note: TicketNote | UnsetType = UNSET


class TicketOpen(Message, frozen=True, kw_only=True):
    """
    rep, office: a store complains, or waits for a service.
    """

    store_id: Id
    type: TicketType
    text: Annotated[str, Meta(max_length=1000, min_length=1)]
    goods: Annotated[list[TicketGoods], Meta(max_length=60)]
    photo_ids: Annotated[list[Id], Meta(max_length=10)]
    visit_id: Id | None
    note_id: Id | None


Note39: TypeAlias = Annotated[str, Meta(max_length=1000, min_length=1)]


class TicketAssign(Message, frozen=True, kw_only=True):
    """
    office: whose turn it is.
    """

    to: Literal["office", "partner"]
    note: Note39 | None


class TicketAnswer(Message, frozen=True, kw_only=True):
    """
    office, partner: what is done about it.
    """

    state: Literal["in_progress", "waiting", "solved"]
    note: Annotated[str, Meta(max_length=1000, min_length=1)]


class TicketConfirm(Message, frozen=True, kw_only=True):
    """
    rep, office: the store says that it is solved, or that it is not.
    """

    solved: bool
    note: Note39 | None


class TicketClose(Message, frozen=True, kw_only=True):
    """
    office: it is over.
    """

    note: Note39 | None


class TicketReopen(Message, frozen=True, kw_only=True):
    """
    rep, office: within 14 days it is not over.
    """

    note: Annotated[str, Meta(max_length=1000, min_length=1)]


FenceResult: TypeAlias = Annotated[
    Literal["inside", "uncertain", "outside", "no_position"],
    Meta(
        description="inside: distance <= radius; uncertain: <= radius + min(accuracy, 100 m); outside; no_position (domain.md S1).",
        title="FenceResult",
    ),
]
"""
inside: distance <= radius; uncertain: <= radius + min(accuracy, 100 m); outside; no_position (domain.md S1).
"""


Presence: TypeAlias = Annotated[
    Literal["present", "oos_shelf", "oos_store", "not_listed", "not_checked"],
    Meta(
        description="S4: present, on stock but not on shelf, listed and none, not listed, not checked.",
        title="Presence",
    ),
]
"""
S4: present, on stock but not on shelf, listed and none, not listed, not checked.
"""


PhotoType: TypeAlias = Annotated[
    Literal[
        "storefront",
        "main_shelf_before",
        "main_shelf_after",
        "second_display",
        "cooler",
        "posm",
        "price_tag",
        "expiry",
        "competitor",
        "document",
        "signature",
        "task",
        "delivery",
        "promotion",
        "ticket",
    ],
    Meta(description="domain.md 4.4", title="PhotoType"),
]
"""
domain.md 4.4
"""


ShelfUnits: TypeAlias = Annotated[int, Meta(ge=0, le=99999)]


BackroomUnits: TypeAlias = Annotated[int, Meta(ge=0, le=99999)]


VisitStep: TypeAlias = Annotated[
    Literal[
        "check_in",
        "outside",
        "greet",
        "store_check",
        "merchandise",
        "promotion",
        "competitor",
        "sell_in",
        "order",
        "wrap_up",
    ],
    Meta(
        description="What a visit consists of, S1 to S10 (domain.md 4.1).",
        title="VisitStep",
    ),
]
"""
What a visit consists of, S1 to S10 (domain.md 4.1).
"""


StepNeed: TypeAlias = Annotated[
    Literal["required", "optional", "if_due", "if_task", "off"],
    Meta(
        description="required; optional: may be left out; if_due: required when something is due at this store; if_task: required when there is a task here; off: not in this visit.",
        title="StepNeed",
    ),
]
"""
required; optional: may be left out; if_due: required when something is due at this store; if_task: required when there is a task here; off: not in this visit.
"""


class StepPhoto(Message, frozen=True, kw_only=True):
    """
    Pictures a step asks for (domain.md 4.4).
    """

    type: PhotoType
    count: Annotated[int, Meta(ge=1, le=9)]


class TemplateStep(Message, frozen=True, kw_only=True):
    """
    One step of a template, in the order of the visit.
    """

    step: VisitStep
    need: StepNeed
    photos: Annotated[list[StepPhoto], Meta(max_length=9)]


class VisitTemplateSave(Message, frozen=True, kw_only=True):
    """
    specialist, manager: a draft of one version, id <code>.<version>. Refused once it is submitted.
    """

    code: Annotated[str, Meta(max_length=30, pattern="^[a-z0-9][a-z0-9-]*$")]
    template_version: Annotated[int, Meta(ge=1, le=9999)]
    name: Annotated[str, Meta(max_length=60, min_length=1)]
    classes: Annotated[
        list[CustomerClass],
        Meta(
            description="For these classes of customer; none named: for all. So with channels and tiers.",
            max_length=4,
        ),
    ]
    """
    For these classes of customer; none named: for all. So with channels and tiers.
    """
    channels: Annotated[list[Channel2], Meta(max_length=40)]
    tiers: Annotated[list[Tier], Meta(max_length=4)]
    valid_from: Day
    strict_order: Annotated[
        bool,
        Meta(description="A step opens when the required ones before it are settled."),
    ]
    """
    A step opens when the required ones before it are settled.
    """
    steps: Annotated[list[TemplateStep], Meta(max_length=10, min_length=1)]


class VisitTemplateSubmit(Message, frozen=True, kw_only=True):
    """
    specialist, manager: the draft is ready to be decided on.
    """


class VisitTemplatePublish(Message, frozen=True, kw_only=True):
    """
    manager: holds from valid_from, and is never changed again. Not by who drafted it.
    """


class VisitTemplateReturn(Message, frozen=True, kw_only=True):
    """
    manager: a draft again, and why.
    """

    reason: Annotated[str, Meta(max_length=200, min_length=1)]


class VisitTemplateRetire(Message, frozen=True, kw_only=True):
    """
    manager: no new visit begins under it. Visits begun under it keep it.
    """


class VisitTemplateDiscard(Message, frozen=True, kw_only=True):
    """
    specialist, manager: the draft is thrown away. Whoever saves its version again begins it anew, as its only author.
    """


class VisitTemplate(Message, frozen=True, kw_only=True):
    """
    In org:, from its publication on. The id is <code>.<version>; a visit names the one it was begun under.
    """

    code: Annotated[str, Meta(max_length=30, pattern="^[a-z0-9][a-z0-9-]*$")]
    template_version: Annotated[int, Meta(ge=1, le=9999)]
    name: Annotated[str, Meta(max_length=60, min_length=1)]
    classes: Annotated[
        list[CustomerClass],
        Meta(
            description="For these classes of customer; none named: for all. So with channels and tiers.",
            max_length=4,
        ),
    ]
    """
    For these classes of customer; none named: for all. So with channels and tiers.
    """
    channels: Annotated[list[Channel2], Meta(max_length=40)]
    tiers: Annotated[list[Tier], Meta(max_length=4)]
    valid_from: Day
    strict_order: Annotated[
        bool,
        Meta(description="A step opens when the required ones before it are settled."),
    ]
    """
    A step opens when the required ones before it are settled.
    """
    steps: list[TemplateStep]
    state: Annotated[
        str,
        Meta(
            description="published or retired; others are shown to nobody but the office",
            max_length=16,
        ),
    ]
    """
    published or retired; others are shown to nobody but the office
    """
    org_unit_ids: Annotated[list[Id], Meta(description="The offices whose stores it holds for.")]
    """
    The offices whose stores it holds for.
    """


UnplannedReason: TypeAlias = Annotated[str, Meta(max_length=40)]


DistanceM: TypeAlias = Annotated[int, Meta(ge=0, le=30000000)]


ExceptionReason: TypeAlias = Annotated[str, Meta(max_length=40)]


Note42: TypeAlias = Annotated[str, Meta(max_length=500)]


class VisitCheckIn(Message, frozen=True, kw_only=True):
    """
    rep: I am here. Never refused for where or when.
    """

    store_id: Id
    planned_visit_id: Id | None
    unplanned_reason: UnplannedReason | None
    day: Day
    position: Position | None
    distance_m: DistanceM | None
    fence_result: FenceResult
    exception_reason: ExceptionReason | None
    note: Note42 | None
    template_id: (
        Annotated[
            Id,
            Meta(
                description="The template this phone begins the visit under. Missing: the built-in steps, and on older phones."
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    The template this phone begins the visit under. Missing: the built-in steps, and on older phones.
    """


SignState: TypeAlias = Annotated[
    Literal["clean", "dirty", "missing"],
    Meta(description="The shop's sign with our brand.", title="SignState"),
]
"""
The shop's sign with our brand.
"""


LightBoxState: TypeAlias = Annotated[
    Literal["working", "broken", "none"],
    Meta(description="none: the shop has none of ours.", title="LightBoxState"),
]
"""
none: the shop has none of ours.
"""


PosterState: TypeAlias = Annotated[
    Literal["current", "outdated", "none"],
    Meta(description="none: there is no poster of ours outside.", title="PosterState"),
]
"""
none: there is no poster of ours outside.
"""


class OutsideCheck(Message, frozen=True, kw_only=True):
    """
    S2: what the shop shows to the street (domain.md 4.3).
    """

    sign: SignState
    light_box: LightBoxState
    poster: PosterState


class VisitOutside(Message, frozen=True, kw_only=True):
    """
    rep: the shop seen from the street (S2). The last word counts.
    """

    sign: SignState
    light_box: LightBoxState
    poster: PosterState


class CategoryFacings(Message, frozen=True, kw_only=True):
    """
    Facings of one category on the main shelf, own and everybody else's (M14).
    """

    category: Annotated[str, Meta(max_length=40, min_length=1)]
    own: Annotated[int, Meta(ge=0, le=9999)]
    others: Annotated[int, Meta(ge=0, le=9999)]


class DisplaysSeen(Message, frozen=True, kw_only=True):
    """
    Own second displays, and coolers of either side, as counted (S4).
    """

    own_displays: Annotated[int, Meta(ge=0, le=99)]
    own_coolers: Annotated[int, Meta(ge=0, le=99)]
    rival_coolers: Annotated[int, Meta(ge=0, le=99)]


ShelfAnswer: TypeAlias = Annotated[
    Literal["found", "fixed", "no"],
    Meta(
        description="found: it was so already; fixed: she made it so; no: it is not so (domain.md 4.6).",
        title="ShelfAnswer",
    ),
]
"""
found: it was so already; fixed: she made it so; no: it is not so (domain.md 4.6).
"""


class ShelfOrder(Message, frozen=True, kw_only=True):
    """
    The four questions about the order of a shelf (domain.md 4.6).
    """

    brand_block: ShelfAnswer
    labels_front: ShelfAnswer
    clean: ShelfAnswer
    rotated: ShelfAnswer


MerchandiseAction: TypeAlias = Annotated[
    Literal[
        "refaced",
        "level_raised",
        "tags_replaced",
        "cleaned",
        "rotated",
        "rivals_removed",
        "posm_placed",
        "display_built",
    ],
    Meta(
        description="What was done to the shelf (domain.md 4.3, S5).",
        title="MerchandiseAction",
    ),
]
"""
What was done to the shelf (domain.md 4.3, S5).
"""


PosmItem: TypeAlias = Annotated[
    Literal["poster", "light_box", "wrap_film", "shelf_strip", "rack", "other"],
    Meta(
        description="Material placed at the point of sale (domain.md 4.4).",
        title="PosmItem",
    ),
]
"""
Material placed at the point of sale (domain.md 4.4).
"""


class PosmPlaced(Message, frozen=True, kw_only=True):
    """
    So many of one kind of material, placed in this visit.
    """

    item: PosmItem
    count: Annotated[int, Meta(ge=1, le=99)]


class ShelfFix(Message, frozen=True, kw_only=True):
    """
    A SKU on the main shelf as the work left it; what is missing stayed as it was found.
    """

    sku_id: Id
    facings: Annotated[int, Meta(ge=1, le=9999)] | UnsetType = UNSET
    shelf_level: Annotated[int, Meta(ge=1, le=5)] | UnsetType = UNSET
    price_tag: Literal["correct", "wrong", "missing"] | UnsetType = UNSET


class VisitMerchandise(Message, frozen=True, kw_only=True):
    """
    rep: the shelf put in order (S5): what was done, and how it stands. The last word counts.
    """

    actions: Annotated[list[MerchandiseAction], Meta(max_length=8)]
    posm: Annotated[list[PosmPlaced], Meta(max_length=6)]
    order: ShelfOrder
    fixes: Annotated[list[ShelfFix], Meta(max_length=200)]
    categories: (
        Annotated[
            list[CategoryFacings],
            Meta(
                description="Facings after the work. Missing: as they were counted before.",
                max_length=20,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Facings after the work. Missing: as they were counted before.
    """


class Merchandise(Message, frozen=True, kw_only=True):
    """
    S5 as said last (domain.md 4.3).
    """

    actions: Annotated[list[MerchandiseAction], Meta(max_length=8)]
    posm: Annotated[list[PosmPlaced], Meta(max_length=6)]
    order: ShelfOrder
    fixes: Annotated[list[ShelfFix], Meta(max_length=200)]
    categories: (
        Annotated[
            list[CategoryFacings],
            Meta(
                description="Facings after the work. Missing: as they were counted before.",
                max_length=20,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Facings after the work. Missing: as they were counted before.
    """


ContactRole: TypeAlias = Annotated[
    Literal["owner", "manager", "clerk", "buyer", "family", "other"],
    Meta(description="Whom she met.", title="ContactRole"),
]
"""
Whom she met.
"""


class DeliveryDiffers(Message, frozen=True, kw_only=True):
    """
    F77: of a line of the note, what is missing and what is broken, of what was signed for.
    """

    line_id: Id
    sku_id: Id
    uom: Uom
    short_qty: Annotated[int, Meta(description="In the line's unit.", ge=0, le=99999)]
    """
    In the line's unit.
    """
    damaged_qty: Annotated[int, Meta(description="In the line's unit.", ge=0, le=99999)]
    """
    In the line's unit.
    """


class DeliveryAsked(Message, frozen=True, kw_only=True):
    """
    What the shop says of a delivery: did it come?
    """

    note_id: Id
    received: Literal["yes", "no", "short"]
    note_no: (
        Annotated[
            str,
            Meta(description="Of the note, as she sees it.", max_length=24, min_length=3),
        ]
        | UnsetType
    ) = UNSET
    """
    Of the note, as she sees it.
    """
    deliver_on: Day | UnsetType = UNSET
    lines: (
        Annotated[
            list[DeliveryDiffers],
            Meta(
                description="Only lines that differ. Older phones say none.",
                max_length=200,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Only lines that differ. Older phones say none.
    """


ContactName2: TypeAlias = Annotated[str, Meta(max_length=60, min_length=1)]


class VisitGreet(Message, frozen=True, kw_only=True):
    """
    rep: whom she met, in what mood, and what was open (S3). The last word counts.
    """

    contact_name: ContactName2 | None
    contact_role: ContactRole
    mood: Annotated[int, Meta(description="1 is bad.", ge=1, le=3)]
    """
    1 is bad.
    """
    promise_kept: (
        Annotated[bool, Meta(description="Of the last visit's promise; null: there was none.")]
        | None
    )
    """
    Of the last visit's promise; null: there was none.
    """
    deliveries: Annotated[list[DeliveryAsked], Meta(max_length=20)]


class Greeting(Message, frozen=True, kw_only=True):
    """
    S3 as said last (domain.md 4.3).
    """

    contact_name: ContactName2 | None
    contact_role: ContactRole
    mood: Annotated[int, Meta(description="1 is bad.", ge=1, le=3)]
    """
    1 is bad.
    """
    promise_kept: (
        Annotated[bool, Meta(description="Of the last visit's promise; null: there was none.")]
        | None
    )
    """
    Of the last visit's promise; null: there was none.
    """
    deliveries: Annotated[list[DeliveryAsked], Meta(max_length=20)]


RivalActivity: TypeAlias = Annotated[
    Literal["price_cut", "promotion", "new_product", "display", "cooler", "poster", "staff"],
    Meta(
        description="What another brand does here (domain.md 4.3, S7).",
        title="RivalActivity",
    ),
]
"""
What another brand does here (domain.md 4.3, S7).
"""


What: TypeAlias = Annotated[
    str, Meta(description="SKU, or what it is in words.", max_length=200, min_length=1)
]
"""
SKU, or what it is in words.
"""


class RivalSeen(Message, frozen=True, kw_only=True):
    """
    One thing another brand does here.
    """

    brand: Annotated[str, Meta(max_length=40, min_length=1)]
    what: What | None
    activity: RivalActivity
    price_fen: Fen | None
    effect: Annotated[int, Meta(description="3 is strong.", ge=1, le=3)]
    """
    3 is strong.
    """
    photo_id: Id | UnsetType = UNSET
    mechanism: (
        Annotated[
            str,
            Meta(
                description="How it works: three for two, a gift.",
                max_length=200,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    How it works: three for two, a gift.
    """
    from_on: Day | UnsetType = UNSET
    until_on: Day | UnsetType = UNSET
    facings: (
        Annotated[int, Meta(description="Of the brand, on the shelf.", ge=1, le=999)] | UnsetType
    ) = UNSET
    """
    Of the brand, on the shelf.
    """


class VisitCompetitor(Message, frozen=True, kw_only=True):
    """
    rep: what other brands do here (S7). An empty list: she looked and saw nothing. The last word counts.
    """

    seen: Annotated[list[RivalSeen], Meta(max_length=12)]


ScoreItem: TypeAlias = Annotated[
    Literal[
        "availability",
        "share",
        "facings",
        "position",
        "second_display",
        "price_tags",
        "posm",
        "order",
    ],
    Meta(
        description="The parts of the display score (domain.md 4.6). share where the category was counted, else facings.",
        title="ScoreItem",
    ),
]
"""
The parts of the display score (domain.md 4.6). share where the category was counted, else facings.
"""


class ScoredItem(Message, frozen=True, kw_only=True):
    """
    One part: got_100 hundredths of its points, for num of den. den 0: not applicable, it leaves both sides.
    """

    item: ScoreItem
    points: int
    got_100: int
    num: int
    den: int


class DisplayScore(Message, frozen=True, kw_only=True):
    """
    The display score of a shelf, in tenths of 100.
    """

    score_10: int
    passed: bool
    items: list[ScoredItem]


class VisitScore(Message, frozen=True, kw_only=True):
    """
    Frozen when she left: as found, and as the work left it. The latter counts.
    """

    before: DisplayScore
    after: DisplayScore


class VisitSkip(Message, frozen=True, kw_only=True):
    """
    rep: this step cannot be done here today. The last reason for a step counts.
    """

    step: VisitStep
    reason: Annotated[str, Meta(max_length=40, min_length=1)]


Reason8: TypeAlias = Annotated[str, Meta(max_length=40, min_length=1)]


class ItemChecked(Message, frozen=True, kw_only=True):
    """
    One item of a promotion's check; a reason where it is not so.
    """

    item: PromotionItem
    ok: bool
    reason: Reason8 | None


Cannot: TypeAlias = Annotated[
    str,
    Meta(
        description="Why it is not agreed, not set up or not checked.",
        max_length=40,
        min_length=1,
    ),
]
"""
Why it is not agreed, not set up or not checked.
"""


class PromotionChecked(Message, frozen=True, kw_only=True):
    """
    F55: one promotion of this store, item by item; or why it could not be checked.
    """

    promotion_id: Id
    plan_version: Annotated[int, Meta(ge=1, le=9999)]
    items: Annotated[list[ItemChecked], Meta(max_length=7)]
    price_fen: Annotated[Fen, Meta(description="Shelf price as read.")] | None
    """
    Shelf price as read.
    """
    cannot: (
        Annotated[Cannot, Meta(description="Why it is not agreed, not set up or not checked.")]
        | None
    )
    """
    Why it is not agreed, not set up or not checked.
    """
    photo_ids: Annotated[list[Id], Meta(max_length=4)]


class PosmCounted(Message, frozen=True, kw_only=True):
    """
    Material of ours in the store.
    """

    item: PosmItem
    good: Annotated[int, Meta(ge=0, le=999)]
    worn: Annotated[int, Meta(ge=0, le=999)]


PurityPct: TypeAlias = Annotated[int, Meta(description="Own goods of what is in it.", ge=0, le=100)]
"""
Own goods of what is in it.
"""


class CoolerSeen(Message, frozen=True, kw_only=True):
    """
    A cooler of ours: is it there, does it work, is it clean, is it ours inside?
    """

    serial: Annotated[str, Meta(max_length=40, min_length=1)]
    present: bool
    working: bool | None
    temp_ok: bool | None
    clean: bool | None
    purity_pct: PurityPct | None
    photo_id: Id | None


class VisitPromotion(Message, frozen=True, kw_only=True):
    """
    rep: promotions, material and coolers (S6). The last word counts.
    """

    checks: Annotated[list[PromotionChecked], Meta(max_length=40)]
    posm: Annotated[list[PosmCounted], Meta(max_length=6)]
    coolers: Annotated[list[CoolerSeen], Meta(max_length=12)]


class PromotionJudged(Message, frozen=True, kw_only=True):
    """
    A check as said, with its result.
    """

    promotion_id: Id
    plan_version: Annotated[int, Meta(ge=1, le=9999)]
    items: Annotated[list[ItemChecked], Meta(max_length=7)]
    price_fen: Annotated[Fen, Meta(description="Shelf price as read.")] | None
    """
    Shelf price as read.
    """
    cannot: (
        Annotated[Cannot, Meta(description="Why it is not agreed, not set up or not checked.")]
        | None
    )
    """
    Why it is not agreed, not set up or not checked.
    """
    photo_ids: Annotated[list[Id], Meta(max_length=4)]
    passed: bool
    failed: Annotated[list[PromotionItem], Meta(max_length=7)]


class PromotionStep(Message, frozen=True, kw_only=True):
    """
    S6 of a visit, as said, with results.
    """

    checks: Annotated[list[PromotionJudged], Meta(max_length=40)]
    posm: Annotated[list[PosmCounted], Meta(max_length=6)]
    coolers: Annotated[list[CoolerSeen], Meta(max_length=12)]


class StepSkip(Message, frozen=True, kw_only=True):
    """
    A required step that could not be done, and why (domain.md 4.12).
    """

    step: VisitStep
    reason: Annotated[str, Meta(max_length=40, min_length=1)]


Note43: TypeAlias = Annotated[str, Meta(max_length=1000)]


NoOrderReason: TypeAlias = Annotated[str, Meta(max_length=40)]


NextPromise: TypeAlias = Annotated[str, Meta(max_length=500)]


class VisitCheckOut(Message, frozen=True, kw_only=True):
    """
    rep: leaving.
    """

    position: Position | None
    stay_s: Annotated[int, Meta(description="By the phone's monotonic clock.", ge=0)]
    """
    By the phone's monotonic clock.
    """
    note: Note43 | None
    no_order_reason: NoOrderReason | None
    next_promise: NextPromise | None


Note44: TypeAlias = Annotated[str, Meta(max_length=500)]


class VisitFail(Message, frozen=True, kw_only=True):
    """
    rep: could not visit. Opens and closes the visit in one.
    """

    store_id: Id
    planned_visit_id: Id | None
    day: Day
    reason: Annotated[str, Meta(max_length=40, min_length=1)]
    note: Note44 | None
    position: Position | None
    exception_reason: Annotated[str, Meta(max_length=40, min_length=1)] | UnsetType = UNSET


class VisitPause(Message, frozen=True, kw_only=True):
    """
    rep: the visit waits (owner busy, a delivery). At most two a visit; the time does not count as stay.
    """

    reason: Annotated[str, Meta(max_length=40, min_length=1)]


class VisitResume(Message, frozen=True, kw_only=True):
    """
    rep: the visit goes on.
    """


class Pause(Message, frozen=True, kw_only=True):
    """
    One pause of a visit.
    """

    reason: Annotated[str, Meta(max_length=40)]
    from_at: Instant
    until_at: Instant | None


class VisitAbandon(Message, frozen=True, kw_only=True):
    """
    system: nobody left this visit before its day was over. It ends with the last that is known of it.
    """

    left_at: Instant


class VisitLeft(Message, frozen=True, kw_only=True):
    """
    rep: when she did leave a visit she forgot to end, and why it was forgotten. It stays abandoned.
    """

    left_at: Instant
    reason: Annotated[str, Meta(max_length=40, min_length=1)]
    note: Note44 | None


class LeftSaid(Message, frozen=True, kw_only=True):
    """
    What she says of an abandoned visit.
    """

    left_at: Instant
    reason: Annotated[str, Meta(max_length=40)]
    note: str | None
    said_at: Instant


FailReason: TypeAlias = Annotated[str, Meta(max_length=40)]


Note46: TypeAlias = Annotated[str, Meta(max_length=1000)]


class PhotoArrive(Message, frozen=True, kw_only=True):
    """
    system: all bytes are here and hash to the id.
    """

    sha256: Sha256


PhotoReason: TypeAlias = Annotated[
    Literal[
        "blurred",
        "dark",
        "not_whole",
        "wrong_subject",
        "wrong_store",
        "duplicate",
        "screen_or_print",
        "unreadable",
        "other",
    ],
    Meta(
        description="Why a photo was rejected (domain.md 4.4, 4.10).",
        title="PhotoReason",
    ),
]
"""
Why a photo was rejected (domain.md 4.4, 4.10).
"""


Note47: TypeAlias = Annotated[str, Meta(max_length=400)]


class PhotoReview(Message, frozen=True, kw_only=True):
    """
    office: the photo shows what it should, or not and why. A decision about it: the photo itself stays what it is. Said again it replaces what stood.
    """

    state: Literal["accepted", "rejected"]
    reason: Annotated[PhotoReason, Meta(description="Of a rejected one.")] | None
    """
    Of a rejected one.
    """
    note: Note47 | None


class PhotoReviewed(Message, frozen=True, kw_only=True):
    """
    What somebody decided about a photo.
    """

    state: Annotated[str, Meta(description="accepted or rejected")]
    """
    accepted or rejected
    """
    reason: str | None
    note: str | None
    by_name: str
    at: Instant


class MissedItem(Message, frozen=True, kw_only=True):
    planned_visit_id: Id
    reason: Annotated[str, Meta(max_length=40)]


Note48: TypeAlias = Annotated[str, Meta(max_length=1000)]


class DayEnd(Message, frozen=True, kw_only=True):
    """
    rep: end of day (S11). entity day_summary, id <rep_id>:<day>.
    """

    day: Day
    unsent: Annotated[
        int,
        Meta(description="Operations and photos not yet received when she said it.", ge=0),
    ]
    """
    Operations and photos not yet received when she said it.
    """
    missed: Annotated[list[MissedItem], Meta(max_length=200)]
    note: Note48 | None
    unsent_reason: (
        Annotated[
            str,
            Meta(
                description="Why she ends it although something is unsent. Missing: nothing is, or an older app.",
                max_length=40,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Why she ends it although something is unsent. Missing: nothing is, or an older app.
    """


class DayClose(Message, frozen=True, kw_only=True):
    """
    system: a day with visits that nobody ended. entity day_summary, id <rep_id>:<day>.
    """

    day: Day
    ended_at: Instant


class DaySummary(Message, frozen=True, kw_only=True):
    """
    In user:<rep>.
    """

    rep_id: Id
    day: Day
    ended_at: Instant
    planned: int
    visited: int
    orders: int
    value_fen: int
    unsent: int
    missed: list[dict[str, Any]]
    note: str | None
    auto_closed: (
        Annotated[bool, Meta(description="Nobody ended it before it was over. Missing: no.")]
        | UnsetType
    ) = UNSET
    """
    Nobody ended it before it was over. Missing: no.
    """
    unsent_reason: (
        Annotated[str, Meta(description="Missing: none was said.", max_length=40)] | UnsetType
    ) = UNSET
    """
    Missing: none was said.
    """


class Batch(Message, frozen=True, kw_only=True):
    """
    Units of one production day on the shelf.
    """

    produced_on: Day
    units: Annotated[int, Meta(ge=1, le=99999)]


class PhotoLink(Message, frozen=True, kw_only=True):
    """
    A picture's place in the chain of its visit: which one it is, and the SHA-256 of `before:sha256`, where before is the hash of the link before it, for the first one the visit's id.
    """

    n: Annotated[int, Meta(ge=1, le=1000)]
    hash: Sha256


Note49: TypeAlias = Annotated[str, Meta(max_length=500, min_length=1)]


class Pitch(Message, frozen=True, kw_only=True):
    """
    F35: a product was offered, and what was answered.
    """

    sku_id: Id
    result: Literal["ordered", "agreed", "thinking", "refused"]
    objection: (
        Literal["price", "sells_slowly", "no_space", "has_rival", "stock_left", "payment", "other"]
        | None
    )
    contact_name: ContactName2 | None
    sample_units: Annotated[int, Meta(ge=0, le=999)]
    next_on: Day | None
    note: Note49 | None


class VisitPitch(Message, frozen=True, kw_only=True):
    """
    rep: S8, what was offered in this visit; said again, the last word counts.
    """

    pitches: Annotated[list[Pitch], Meta(max_length=30)]


class SkuPut(Message, frozen=True, kw_only=True):
    """
    admin: create or change a SKU, published as it is. gtin must carry a right check digit.
    """

    code: Annotated[str, Meta(max_length=20, min_length=1)]
    gtin: Annotated[str, Meta(pattern="^\\d{13}$")]
    name: Annotated[str, Meta(max_length=80, min_length=1)]
    name_en: Annotated[str, Meta(max_length=80)]
    brand: Annotated[str, Meta(max_length=40)]
    flavour: Annotated[str, Meta(max_length=40)]
    pack: Annotated[str, Meta(description="e.g. PET 560 ml", max_length=40)]
    """
    e.g. PET 560 ml
    """
    category: Annotated[str, Meta(max_length=40)]
    units_per_case: Annotated[int, Meta(ge=1, le=1000)]
    shelf_life_days: Annotated[int, Meta(ge=1, le=5000)]
    sort: Annotated[int, Meta(description="Order in lists.", ge=0, le=100000)]
    """
    Order in lists.
    """
    hue: Annotated[int, Meta(description="Label colour of the picture, degrees.", ge=0, le=359)]
    """
    Label colour of the picture, degrees.
    """
    shape: Annotated[
        Literal["can", "bottle", "big_bottle", "pack"],
        Meta(description="Picture: can, bottle, big_bottle or pack."),
    ]
    """
    Picture: can, bottle, big_bottle or pack.
    """
    split_sale: Annotated[bool, Meta(description="May be ordered by the bottle.")]
    """
    May be ordered by the bottle.
    """
    active: bool
    case_gtin: CaseGtin | None | UnsetType = UNSET
    cases_per_layer: (
        Annotated[CasesPerLayer, Meta(description="Cases on one layer of a pallet.")]
        | None
        | UnsetType
    ) = UNSET
    """
    Cases on one layer of a pallet.
    """
    layers_per_pallet: LayersPerPallet | None | UnsetType = UNSET
    valid_from: Day | None | UnsetType = UNSET
    valid_until: Day | None | UnsetType = UNSET
    channels: (
        Annotated[
            list[Channel],
            Meta(
                description="Sold only in stores of these channels; empty: in all.",
                max_length=40,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Sold only in stores of these channels; empty: in all.
    """


class Sku(Message, frozen=True, kw_only=True):
    """
    In org:.
    """

    code: str
    gtin: str
    name: str
    name_en: str
    brand: str
    flavour: str
    pack: str
    category: str
    units_per_case: int
    shelf_life_days: int
    sort: int
    hue: int
    shape: str
    split_sale: bool
    active: bool
    case_gtin: str | UnsetType = UNSET
    cases_per_layer: int | UnsetType = UNSET
    layers_per_pallet: int | UnsetType = UNSET
    valid_from: Day | UnsetType = UNSET
    valid_until: Day | UnsetType = UNSET
    channels: (
        Annotated[list[str], Meta(description="Absent: sold in stores of every channel.")]
        | UnsetType
    ) = UNSET
    """
    Absent: sold in stores of every channel.
    """
    image: (
        Annotated[
            str,
            Meta(
                description="Digest of its picture: /files/v1/skus/<image>. Absent: it is drawn from shape and hue."
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Digest of its picture: /files/v1/skus/<image>. Absent: it is drawn from shape and hue.
    """


class PriceLine(Message, frozen=True, kw_only=True):
    """
    Price of one case; the bottle price derives from it.
    """

    sku_id: Id
    case_price_fen: Fen


class PriceListPut(Message, frozen=True, kw_only=True):
    """
    admin: one dated version of a price list. Shown in prices:<list_code>. One with of_list is for the stores of that list of one class, or of one channel.
    """

    list_code: Annotated[str, Meta(max_length=40, min_length=1, pattern="^[A-Za-z0-9._-]+$")]
    price_type: Literal["company_to_partner", "partner_to_c_store", "retail_suggested"]
    name: Annotated[str, Meta(max_length=80)]
    list_version: Annotated[int, Meta(ge=1, le=2147483647)]
    valid_from: Day
    valid_until: Day | None
    min_order_fen: Fen
    lines: Annotated[list[PriceLine], Meta(max_length=1000)]
    of_list: OfList | None | UnsetType = UNSET
    customer_class: CustomerClass | None | UnsetType = UNSET
    channel_type: ChannelType | None | UnsetType = UNSET


class PriceList(Message, frozen=True, kw_only=True):
    """
    In prices:<list_code>.
    """

    list_code: str
    price_type: str
    name: str
    list_version: int
    valid_from: Day
    valid_until: Day | None
    min_order_fen: int
    lines: list[PriceLine]


class MustStockListPut(Message, frozen=True, kw_only=True):
    """
    admin: SKUs required by channel and tier.
    """

    name: Annotated[str, Meta(max_length=80)]
    tier: Tier
    channel_type: (
        Annotated[ChannelType1, Meta(description="null: every channel without a list of its own")]
        | None
    )
    """
    null: every channel without a list of its own
    """
    sku_ids: Annotated[list[Id], Meta(max_length=1000)]


class MustStockList(Message, frozen=True, kw_only=True):
    """
    In org:.
    """

    name: str
    tier: Tier
    channel_type: str | None
    sku_ids: list[Id]


class SkuSave(Message, frozen=True, kw_only=True):
    """
    ops_manager: a draft of a SKU, as far as it is known, or a change of one that is published, which must be whole.
    """

    code: Annotated[str, Meta(max_length=20, min_length=1)]
    gtin: Annotated[str, Meta(max_length=14)]
    name: Annotated[str, Meta(max_length=80)]
    name_en: Annotated[str, Meta(max_length=80)]
    brand: Annotated[str, Meta(max_length=40)]
    flavour: Annotated[str, Meta(max_length=40)]
    pack: Annotated[str, Meta(description="e.g. PET 560 ml", max_length=40)]
    """
    e.g. PET 560 ml
    """
    category: Annotated[str, Meta(max_length=40)]
    units_per_case: Annotated[int, Meta(ge=1, le=1000)]
    shelf_life_days: Annotated[int, Meta(ge=1, le=5000)]
    sort: Annotated[int, Meta(description="Order in lists.", ge=0, le=100000)]
    """
    Order in lists.
    """
    hue: Annotated[int, Meta(description="Label colour of the picture, degrees.", ge=0, le=359)]
    """
    Label colour of the picture, degrees.
    """
    shape: Annotated[
        Literal["can", "bottle", "big_bottle", "pack"],
        Meta(description="Picture: can, bottle, big_bottle or pack."),
    ]
    """
    Picture: can, bottle, big_bottle or pack.
    """
    split_sale: Annotated[bool, Meta(description="May be ordered by the bottle.")]
    """
    May be ordered by the bottle.
    """
    active: bool
    case_gtin: CaseGtin | None
    cases_per_layer: (
        Annotated[CasesPerLayer, Meta(description="Cases on one layer of a pallet.")] | None
    )
    """
    Cases on one layer of a pallet.
    """
    layers_per_pallet: LayersPerPallet | None
    valid_from: Day | None
    valid_until: Day | None
    channels: Annotated[
        list[Channel],
        Meta(
            description="Sold only in stores of these channels; empty: in all.",
            max_length=40,
        ),
    ]
    """
    Sold only in stores of these channels; empty: in all.
    """


class SpotField(Message, frozen=True, kw_only=True):
    """
    One field of one SKU.
    """

    sku_id: Id
    what: Annotated[str, Meta(description="presence, facings, stock or price", max_length=16)]
    """
    presence, facings, stock or price
    """


class SpotPicture(Message, frozen=True, kw_only=True):
    """
    A picture of whoever looks again.
    """

    type: Annotated[str, Meta(description="storefront or main_shelf_before", max_length=24)]
    """
    storefront or main_shelf_before
    """
    photo_id: Id


class SpotPair(Message, frozen=True, kw_only=True):
    """
    The same place, as either of them took it.
    """

    type: Annotated[str, Meta(description="storefront or main_shelf_before", max_length=24)]
    """
    storefront or main_shelf_before
    """
    found: Annotated[Id, Meta(description="Of who looked again.")]
    """
    Of who looked again.
    """
    said: (
        Annotated[
            Id,
            Meta(
                description="Of the rep's visit: of the shelf as she left it. Missing: she took none."
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Of the rep's visit: of the shelf as she left it. Missing: she took none.
    """


class SpotItem(Message, frozen=True, kw_only=True):
    """
    One field of one SKU: what either of them said. A number is facings, units or fen; a presence is a word.
    """

    sku_id: Id
    what: Annotated[str, Meta(description="presence, facings, stock or price", max_length=16)]
    """
    presence, facings, stock or price
    """
    said: Annotated[str | int, Meta(description="By the rep, in the visit.")]
    """
    By the rep, in the visit.
    """
    found: Annotated[str | int, Meta(description="By who looked again.")]
    """
    By who looked again.
    """
    within: Annotated[bool, Meta(description="Within the tolerance of M27.")]
    """
    Within the tolerance of M27.
    """
    counts: Annotated[
        bool,
        Meta(description="false: so much later that it says nothing, or explained; not in M27."),
    ]
    """
    false: so much later that it says nothing, or explained; not in M27.
    """
    may_have_sold: (
        Annotated[
            bool,
            Meta(description="Less is there than was said: it may have been sold since."),
        ]
        | UnsetType
    ) = UNSET
    """
    Less is there than was said: it may have been sold since.
    """
    explained: (
        Annotated[
            bool,
            Meta(description="Whoever looked accepts what she says of it; not in M27."),
        ]
        | UnsetType
    ) = UNSET
    """
    Whoever looked accepts what she says of it; not in M27.
    """


class SpotCheck(Message, frozen=True, kw_only=True):
    """
    In user: of whoever is to look again, from the draw on; in user: of her whose visit it is once he has. Nothing of what she had said is in it before.
    """

    checker_id: Id
    checker_name: Annotated[str, Meta(max_length=80)]
    rep_id: Id
    rep_name: Annotated[str, Meta(max_length=80)]
    visit_id: Id
    visited_at: Annotated[Instant, Meta(description="When she left the store.")]
    """
    When she left the store.
    """
    store_id: Id
    store_code: Annotated[str, Meta(max_length=40)]
    store_name: Annotated[str, Meta(max_length=120)]
    address: Annotated[str, Meta(max_length=200)]
    lat_e7: Annotated[int, Meta(ge=-900000000, le=900000000)]
    lon_e7: Annotated[int, Meta(ge=-1800000000, le=1800000000)]
    radius_m: Annotated[int, Meta(ge=0, le=100000)]
    sku_ids: Annotated[
        list[Id],
        Meta(
            description="What to look for: what the store must have, and what she had said anything of."
        ),
    ]
    """
    What to look for: what the store must have, and what she had said anything of.
    """
    drawn_at: Instant
    until: Annotated[Day, Meta(description="The last day on which it is worth while.")]
    """
    The last day on which it is worth while.
    """
    state: Annotated[str, Meta(description="open or done", max_length=16)]
    """
    open or done
    """
    checked_at: Instant | UnsetType = UNSET
    minutes_later: Annotated[int, Meta(ge=0, le=9007199254740991)] | UnsetType = UNSET
    distance_m: Annotated[int, Meta(ge=0, le=9007199254740991)] | UnsetType = UNSET
    exception_reason: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    items: list[SpotItem] | UnsetType = UNSET
    compared: Annotated[int, Meta(ge=0, le=9007199254740991)] | UnsetType = UNSET
    within: Annotated[int, Meta(ge=0, le=9007199254740991)] | UnsetType = UNSET
    note: Annotated[str, Meta(max_length=400)] | UnsetType = UNSET
    answer: Annotated[str, Meta(max_length=500)] | UnsetType = UNSET
    answered_at: Instant | UnsetType = UNSET
    photos: list[SpotPair] | UnsetType = UNSET


class CardPut(Message, frozen=True, kw_only=True):
    """
    specialist, manager: a version of a card for the offices he reaches, id <code>.<version>. It is never changed; the next version takes its place from its day on.
    """

    code: Id
    card_version: Annotated[int, Meta(ge=1, le=9999)]
    kind: Literal["selling", "shelf", "display", "posm", "freshness", "photo"]
    steps: Annotated[
        list[VisitStep],
        Meta(description="Where in a visit it is at hand.", max_length=10),
    ]
    """
    Where in a visit it is at hand.
    """
    sku_ids: Annotated[
        list[Id],
        Meta(description="What it is about; none: no single product.", max_length=40),
    ]
    """
    What it is about; none: no single product.
    """
    valid_from: Day
    valid_until: Day | None
    zh: CardText
    en: CardText | None


class FieldCard(Message, frozen=True, kw_only=True):
    """
    In team: of the offices it is for: what holds and what comes; of a code the highest version whose day has come holds.
    """

    code: Id
    card_version: Annotated[int, Meta(ge=1, le=9999)]
    kind: Annotated[str, Meta(max_length=16)]
    steps: list[Step]
    sku_ids: list[Id]
    valid_from: Day
    valid_until: Day | None
    zh: CardText
    en: CardText | None
    saved_by_name: Annotated[str, Meta(max_length=80)]
    saved_at: Instant


class JointPlan(Message, frozen=True, kw_only=True):
    """
    supervisor, specialist: a day on which he goes along with a rep.
    """

    rep_id: Id
    day: Day


class AgreedPoint(Message, frozen=True, kw_only=True):
    """
    What they agreed on: a task of hers, which is said beside this.
    """

    text: Annotated[str, Meta(max_length=80, min_length=1)]
    due_on: Day
    task_id: Id


class JointCoach(Message, frozen=True, kw_only=True):
    """
    supervisor, specialist: what he saw of her visit to this store, and what they agreed. Said once. Her visit is not touched by it.
    """

    joint_day_id: Id
    store_id: Id
    began_at: Instant
    position: Position | None
    items: Annotated[list[CoachItem], Meta(max_length=6, min_length=1)]
    agreed: Annotated[list[AgreedPoint], Meta(max_length=8)]
    note: Note1 | None


class JointStore(Message, frozen=True, kw_only=True):
    """
    A store of hers, as far as he needs it on the way.
    """

    store_id: Id
    name: Annotated[str, Meta(max_length=120)]
    address: Annotated[str, Meta(max_length=200)]
    lat_e7: Annotated[int, Meta(ge=-900000000, le=900000000)]
    lon_e7: Annotated[int, Meta(ge=-1800000000, le=1800000000)]
    sequence: (
        Annotated[
            int,
            Meta(
                description="In her plan of that day; without it she is not due there.",
                ge=0,
                le=9999,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    In her plan of that day; without it she is not due there.
    """


class JointDay(Message, frozen=True, kw_only=True):
    """
    In user: of who goes along.
    """

    coach_id: Id
    rep_id: Id
    rep_name: Annotated[str, Meta(max_length=80)]
    day: Day
    state: Annotated[str, Meta(description="planned or cancelled", max_length=16)]
    """
    planned or cancelled
    """
    stores: list[JointStore]


class JointVisit(Message, frozen=True, kw_only=True):
    """
    In user: of who went along and of the rep. Her visit is the one of this rep, store and day, whichever of the two is heard first.
    """

    joint_day_id: Id
    coach_id: Id
    coach_name: Annotated[str, Meta(max_length=80)]
    rep_id: Id
    rep_name: Annotated[str, Meta(max_length=80)]
    store_id: Id
    store_name: Annotated[str, Meta(max_length=120)]
    day: Day
    began_at: Instant
    said_at: Instant
    items: list[CoachItem]
    agreed: list[AgreedPoint]
    note: Note1 | None


class Store(Message, frozen=True, kw_only=True):
    """
    In store:.
    """

    code: str
    name: str
    pinyin: Annotated[str, Meta(description="full pinyin, no spaces, lower case")]
    """
    full pinyin, no spaces, lower case
    """
    initials: Annotated[str, Meta(description="first letters of the pinyin")]
    """
    first letters of the pinyin
    """
    address: str
    customer_id: Id
    customer_name: str
    customer_class: CustomerClass
    org_unit_id: Id
    channel_type: str
    tier: Tier
    lat_e7: int
    lon_e7: int
    radius_m: int
    contact_name: str | None
    phone: str | None
    receiving_window: str | None
    partner_id: Id | None
    partner_name: str | None
    price_list_code: str | None
    must_stock_list_id: Id | None
    split_sale: bool
    active: bool
    stage: (
        Annotated[
            Literal["pending", "returned", "merged"],
            Meta(
                description="Absent: a store like any other. pending: a rep has found it, and her supervisor has not decided."
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Absent: a store like any other. pending: a rep has found it, and her supervisor has not decided.
    """
    merged_into: Annotated[Id, Meta(description="The store it turned out to be.")] | UnsetType = (
        UNSET
    )
    """
    The store it turned out to be.
    """
    licence_no: (
        Annotated[str, Meta(description="Business licence, where it is known.")] | UnsetType
    ) = UNSET
    """
    Business licence, where it is known.
    """
    set: (
        Annotated[
            list[FieldSet],
            Meta(description="Fields that somebody changed since the store was made."),
        ]
        | UnsetType
    ) = UNSET
    """
    Fields that somebody changed since the store was made.
    """
    price_list_codes: (
        Annotated[
            list[str],
            Meta(
                description="Where there are several: the lists it buys by, the most special first (terms, class, channel, its own). Absent: price_list_code alone."
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Where there are several: the lists it buys by, the most special first (terms, class, channel, its own). Absent: price_list_code alone.
    """


class OrderReason(Message, frozen=True, kw_only=True):
    """
    One rule in the chain of reasons for a line's price or gifts: what it took off, and by what.
    """

    rule_id: Annotated[str, Meta(description="<promotion>:<rule>.", max_length=40, min_length=3)]
    """
    <promotion>:<rule>.
    """
    promotion_id: Id
    plan_version: Annotated[int, Meta(ge=1, le=9999)]
    type: RuleType
    off_fen: Fen
    before: Annotated[Fen, Meta(description="Case price before and after.")] | UnsetType = UNSET
    """
    Case price before and after.
    """
    after: Fen | UnsetType = UNSET
    cases: Annotated[int, Meta(ge=0, le=9999999)] | UnsetType = UNSET
    gift: Annotated[int, Meta(ge=0, le=9999999)] | UnsetType = UNSET
    sets: Annotated[int, Meta(ge=0, le=9999999)] | UnsetType = UNSET
    total: Annotated[Fen, Meta(description="Of the order, before it.")] | UnsetType = UNSET
    """
    Of the order, before it.
    """


class OrderLine(Message, frozen=True, kw_only=True):
    """
    A line as the rep writes it (F71). price_fen is per uom.
    """

    line_id: Id
    sku_id: Id
    qty: Annotated[int, Meta(ge=1, le=99999)]
    uom: Uom
    price_fen: Fen
    amount_fen: Fen
    list_price_fen: (
        Annotated[
            Fen,
            Meta(
                description="Of the list, before promotions. price_fen is after those on the unit, amount_fen after all."
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Of the list, before promotions. price_fen is after those on the unit, amount_fen after all.
    """
    promoted: Annotated[list[OrderReason], Meta(max_length=24)] | UnsetType = UNSET


class OrderSubmit(Message, frozen=True, kw_only=True):
    """
    rep: the owner ordered. entity sales_order.
    """

    no: Annotated[
        str,
        Meta(
            description="Order number made on the phone; read over the telephone.",
            max_length=24,
            min_length=3,
            pattern="^[A-Z0-9-]+$",
        ),
    ]
    """
    Order number made on the phone; read over the telephone.
    """
    store_id: Id
    visit_id: Id | None
    day: Day
    price_list_id: Id
    price_list_version: Annotated[int, Meta(ge=1, le=2147483647)]
    lines: Annotated[list[OrderLine], Meta(max_length=400, min_length=1)]
    total_fen: Fen
    wanted_on: Day | None
    note: Note10 | None
    signature_photo_id: Id | None
    signer_name: SignerName | None
    unsigned_reason: UnsignedReason | None
    pack_at: (
        Annotated[
            Instant,
            Meta(
                description="When all of hers was last here whole. Older than three days: the order is marked old_pack."
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    When all of hers was last here whole. Older than three days: the order is marked old_pack.
    """
    gifts: (
        Annotated[
            list[OrderGift],
            Meta(
                description="Said by apps that price by promotions, if only as none. Not said: at list prices.",
                max_length=200,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Said by apps that price by promotions, if only as none. Not said: at list prices.
    """
    suggestions: (
        Annotated[
            list[SuggestedSku],
            Meta(
                description="What the phone suggested, and what became of it.",
                max_length=400,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    What the phone suggested, and what became of it.
    """


class SalesLine(Message, frozen=True, kw_only=True):
    """
    An order line as it stands.
    """

    line_id: Id
    sku_id: Id
    qty: int
    uom: Uom
    qty_base: int
    price_fen: int
    amount_fen: int
    accepted_qty: int | None
    short_reason: str | None
    noted_qty: int
    received_qty: int | None
    list_price_fen: (
        Annotated[
            int,
            Meta(
                description="Of the list, before promotions. price_fen is after those on the unit, amount_fen after all."
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Of the list, before promotions. price_fen is after those on the unit, amount_fen after all.
    """
    promoted: Annotated[list[OrderReason], Meta(max_length=24)] | UnsetType = UNSET
    units_per_case: int | UnsetType = UNSET
    closed_reason: (
        Annotated[
            str,
            Meta(
                description="It takes no more notes. amended: an amendment asked for less than is on notes; back_order_over: its days were over."
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    It takes no more notes. amended: an amendment asked for less than is on notes; back_order_over: its days were over.
    """
    close_asked: CloseAsked | UnsetType = UNSET
    back_order_until: Day | UnsetType = UNSET
    returned_qty: (
        Annotated[
            int,
            Meta(description="Went back after the store had taken it; absent: nothing."),
        ]
        | UnsetType
    ) = UNSET
    """
    Went back after the store had taken it; absent: nothing.
    """


class SalesGift(Message, frozen=True, kw_only=True):
    """
    A gift as it stands, with the rule that gives it, if the company knows it.
    """

    line_id: Id
    gift_of_line: Annotated[Id, Meta(description="The line it follows; of a mix set the first.")]
    """
    The line it follows; of a mix set the first.
    """
    rule_id: Annotated[str, Meta(description="<promotion>:<rule>.", max_length=40, min_length=3)]
    """
    <promotion>:<rule>.
    """
    promotion_id: Id
    plan_version: Annotated[int, Meta(ge=1, le=9999)]
    sku_id: Annotated[Id, Meta(description="null: it is no SKU, and item says what.")] | None
    """
    null: it is no SKU, and item says what.
    """
    item: Item | None
    qty: int
    promotion_name: str
    worth_fen: int
    accepted_qty: (
        Annotated[
            int,
            Meta(description="What goes with what the partner accepted, rounded down (R-SH-5)."),
        ]
        | None
    )
    """
    What goes with what the partner accepted, rounded down (R-SH-5).
    """
    noted_qty: int
    received_qty: int | None
    rule: PromotionRule | UnsetType = UNSET


class DeliveredGoods(Message, frozen=True, kw_only=True):
    """
    What the store took at one delivery, gifts with it, base units.
    """

    at: Instant
    goods: list[DeliveredSku]


class TaskSource(Message, frozen=True, kw_only=True):
    """
    What a task follows from that nobody wrote: its words are made of this.
    """

    kind: Annotated[str, Meta(description="promotion_failed", max_length=20)]
    """
    promotion_failed
    """
    promotion_id: Id
    failed: Annotated[list[PromotionItem], Meta(max_length=7)]


class TradeTermsSave(Message, frozen=True, kw_only=True):
    """
    Trade terms (F19) of one customer with one partner: the next version, or its draft again.
    """

    customer_id: Id
    partner_id: Id
    terms_version: Annotated[int, Meta(ge=1, le=2147483647)]
    valid_from: Day
    valid_until: Day | None
    tax_inclusive: Annotated[
        bool, Meta(description="Whether the prices of the lines are with tax.")
    ]
    """
    Whether the prices of the lines are with tax.
    """
    tax_per_mille: Annotated[int, Meta(description="Tax of this partner's invoices.", ge=0, le=300)]
    """
    Tax of this partner's invoices.
    """
    lines: Annotated[list[PriceLine], Meta(max_length=1000, min_length=1)]
    rebate_per_mille: Annotated[
        int, Meta(description="Unconditional rebate on every invoice.", ge=0, le=999)
    ]
    """
    Unconditional rebate on every invoice.
    """
    conditional_rebates: Annotated[str, Meta(max_length=400)]
    fees: Annotated[list[InstoreFee], Meta(max_length=12)]
    annual_supply_fen: Annotated[
        Fen,
        Meta(
            description="What he is expected to supply in a year, by which fees are measured; 0: not said."
        ),
    ]
    """
    What he is expected to supply in a year, by which fees are measured; 0: not said.
    """
    payment_days: Annotated[int, Meta(ge=0, le=365)]
    invoice_rule: Annotated[str, Meta(max_length=400)]
    returns_rule: Annotated[str, Meta(max_length=400)]
    freshness_per_mille: FreshnessPerMille | None
    delivery_window: Annotated[str, Meta(max_length=400)]
    penalty_rule: Annotated[str, Meta(max_length=400)]
    promotion_support: Annotated[str, Meta(max_length=400)]
    signatories: Annotated[str, Meta(max_length=400)]


class PromotionSave(Message, frozen=True, kw_only=True):
    """
    supervisor, specialist: a draft (F52). The id is its code. manager at headquarters: a national plan (F51).
    """

    plan_id: (
        Annotated[Id, Meta(description="The national plan it is made of; null: proposed locally.")]
        | None
    )
    """
    The national plan it is made of; null: proposed locally.
    """
    name: Annotated[str, Meta(max_length=60, min_length=1)]
    purpose: Annotated[str, Meta(max_length=200)]
    type: PromotionType
    mechanism: Annotated[
        str,
        Meta(
            description="What the store and its customers are offered, in words.",
            max_length=400,
            min_length=1,
        ),
    ]
    """
    What the store and its customers are offered, in words.
    """
    starts_on: Day
    ends_on: Day
    classes: Annotated[
        list[CustomerClass],
        Meta(
            description="For these classes of customer; none named: for all. So with channels, tiers and stores.",
            max_length=4,
        ),
    ]
    """
    For these classes of customer; none named: for all. So with channels, tiers and stores.
    """
    channels: Annotated[list[Channel2], Meta(max_length=40)]
    tiers: Annotated[list[Tier], Meta(max_length=4)]
    store_ids: Annotated[list[Id], Meta(max_length=400)]
    sku_ids: Annotated[list[Id], Meta(max_length=40, min_length=1)]
    stackable: Annotated[
        bool,
        Meta(description="May run beside another on the same SKU in the same store."),
    ]
    """
    May run beside another on the same SKU in the same store.
    """
    items: Annotated[
        list[PromotionItem],
        Meta(description="What a check looks at.", max_length=7, min_length=1),
    ]
    """
    What a check looks at.
    """
    price_fen: (
        Annotated[Fen, Meta(description="Agreed shelf price of one unit, if one was agreed.")]
        | None
    )
    """
    Agreed shelf price of one unit, if one was agreed.
    """
    posm: Annotated[list[PosmPlaced], Meta(description="What a store is to get.", max_length=6)]
    """
    What a store is to get.
    """
    agreement: Annotated[
        bool,
        Meta(description="Displays that are paid for are agreed with the owner first (F54)."),
    ]
    """
    Displays that are paid for are agreed with the owner first (F54).
    """
    place: DisplayPlace | None
    size: Annotated[str, Meta(description="How large: 1.2 m, two layers.", max_length=60)]
    """
    How large: 1.2 m, two layers.
    """
    fee_fen: Annotated[Fen, Meta(description="What the store gets for a month of it.")] | None
    """
    What the store gets for a month of it.
    """
    fee_pay: FeePay | None
    budget_fen: Fen | None
    expected_base: ExpectedBase | None
    expected_uplift_pct: ExpectedUpliftPct | None
    control: Annotated[str, Meta(description="What to watch; who answers for it.", max_length=400)]
    """
    What to watch; who answers for it.
    """
    rules: (
        Annotated[
            list[PromotionRule],
            Meta(
                description="What it does to prices; none: nothing. Apps from before do not say.",
                max_length=8,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    What it does to prices; none: nothing. Apps from before do not say.
    """
    priority: (
        Annotated[
            int,
            Meta(
                description="Of two rules that are worth the same the higher number stands.",
                ge=0,
                le=99,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Of two rules that are worth the same the higher number stands.
    """


class PromotionSetUp(Message, frozen=True, kw_only=True):
    """
    rep: it stands, with a picture before and one after.
    """

    promotion_id: Id
    store_id: Id
    visit_id: Id | None
    plan_version: Annotated[int, Meta(ge=1, le=9999)]
    place: DisplayPlace | None
    before_photo_id: Id
    after_photo_id: Id
    posm: Annotated[list[PosmPlaced], Meta(max_length=6)]
    note: Note16 | None


class Promotion(Message, frozen=True, kw_only=True):
    """
    In team:<each office of the branch>, once it is released. Budgets are the office's.
    """

    name: Annotated[str, Meta(max_length=60, min_length=1)]
    type: PromotionType
    mechanism: Annotated[
        str,
        Meta(
            description="What the store and its customers are offered, in words.",
            max_length=400,
            min_length=1,
        ),
    ]
    """
    What the store and its customers are offered, in words.
    """
    starts_on: Day
    ends_on: Day
    classes: Annotated[
        list[CustomerClass],
        Meta(
            description="For these classes of customer; none named: for all. So with channels, tiers and stores.",
            max_length=4,
        ),
    ]
    """
    For these classes of customer; none named: for all. So with channels, tiers and stores.
    """
    channels: Annotated[list[Channel2], Meta(max_length=40)]
    tiers: Annotated[list[Tier], Meta(max_length=4)]
    store_ids: Annotated[list[Id], Meta(max_length=400)]
    sku_ids: Annotated[list[Id], Meta(max_length=40, min_length=1)]
    items: Annotated[
        list[PromotionItem],
        Meta(description="What a check looks at.", max_length=7, min_length=1),
    ]
    """
    What a check looks at.
    """
    price_fen: (
        Annotated[Fen, Meta(description="Agreed shelf price of one unit, if one was agreed.")]
        | None
    )
    """
    Agreed shelf price of one unit, if one was agreed.
    """
    posm: Annotated[list[PosmPlaced], Meta(description="What a store is to get.", max_length=6)]
    """
    What a store is to get.
    """
    agreement: Annotated[
        bool,
        Meta(description="Displays that are paid for are agreed with the owner first (F54)."),
    ]
    """
    Displays that are paid for are agreed with the owner first (F54).
    """
    place: DisplayPlace | None
    size: Annotated[str, Meta(description="How large: 1.2 m, two layers.", max_length=60)]
    """
    How large: 1.2 m, two layers.
    """
    fee_fen: Annotated[Fen, Meta(description="What the store gets for a month of it.")] | None
    """
    What the store gets for a month of it.
    """
    fee_pay: FeePay | None
    control: Annotated[str, Meta(description="What to watch; who answers for it.", max_length=400)]
    """
    What to watch; who answers for it.
    """
    plan_version: int
    state: Annotated[str, Meta(description="released, stopped or ended.", max_length=12)]
    """
    released, stopped or ended.
    """
    org_unit_ids: Annotated[list[Id], Meta(description="Offices it holds in.", max_length=400)]
    """
    Offices it holds in.
    """
    stops_at: Instant | None
    stop_reason: str | None
    released_at: Instant
    rules: (
        Annotated[
            list[PromotionRule],
            Meta(
                description="What it does to prices; none: nothing. Apps from before do not say.",
                max_length=8,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    What it does to prices; none: nothing. Apps from before do not say.
    """
    priority: (
        Annotated[
            int,
            Meta(
                description="Of two rules that are worth the same the higher number stands.",
                ge=0,
                le=99,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Of two rules that are worth the same the higher number stands.
    """
    stackable: (
        Annotated[
            bool,
            Meta(
                description="Its rules may stand beside those of another on the same SKU, if both may."
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Its rules may stand beside those of another on the same SKU, if both may.
    """


class SetUpMade(Message, frozen=True, kw_only=True):
    """
    When and by whom it was set up.
    """

    by_name: str
    at: Instant
    visit_id: Id | None
    plan_version: int
    place: DisplayPlace | None
    before_photo_id: Id
    after_photo_id: Id
    posm: Annotated[list[PosmPlaced], Meta(max_length=6)]
    on_time: bool
    note: str | None


class PromotionExecution(Message, frozen=True, kw_only=True):
    """
    In store:<its store>: how far one promotion is in one store.
    """

    promotion_id: Id
    store_id: Id
    state: Annotated[
        str,
        Meta(
            description="planned, agreed, declined, set_up, passing, failing or taken_down.",
            max_length=12,
        ),
    ]
    """
    planned, agreed, declined, set_up, passing, failing or taken_down.
    """
    checks: Annotated[
        list[CheckMade],
        Meta(description="The last ones, oldest first.", max_length=200),
    ]
    """
    The last ones, oldest first.
    """
    flags: Annotated[
        list[str],
        Meta(description="place_taken, not_carried, no_agreement.", max_length=9),
    ]
    """
    place_taken, not_carried, no_agreement.
    """
    agreement: AgreementMade | UnsetType = UNSET
    declined: PromotionDeclined | UnsetType = UNSET
    set_up: SetUpMade | UnsetType = UNSET
    taken_down: TakenDown | UnsetType = UNSET


class DeviceReport(Message, frozen=True, kw_only=True):
    """
    What a device says of itself with a pull: what waits on it, what it stores, what went wrong. Shown to those who answer for its holder; nothing else depends on it.
    """

    unsent: Annotated[
        int, Meta(description="Operations without a final answer.", ge=0, le=1000000000)
    ]
    """
    Operations without a final answer.
    """
    oldest_unsent_at: (
        Annotated[
            Instant,
            Meta(
                description="When the oldest of what waits, operation or photo, was captured; by the company's clock."
            ),
        ]
        | None
    )
    """
    When the oldest of what waits, operation or photo, was captured; by the company's clock.
    """
    photos: Annotated[
        int,
        Meta(description="Photos whose bytes have not all gone up.", ge=0, le=1000000000),
    ]
    """
    Photos whose bytes have not all gone up.
    """
    photo_bytes: Annotated[
        int, Meta(description="Bytes of photos still to go.", ge=0, le=9007199254740991)
    ]
    """
    Bytes of photos still to go.
    """
    attention: Annotated[
        int,
        Meta(
            description="Operations the company did not take and nobody has looked at.",
            ge=0,
            le=1000000000,
        ),
    ]
    """
    Operations the company did not take and nobody has looked at.
    """
    storage_used: (
        Annotated[int, Meta(description="Bytes this origin stores.", ge=0, le=9007199254740991)]
        | None
    )
    """
    Bytes this origin stores.
    """
    storage_quota: (
        Annotated[
            int, Meta(description="Bytes the browser lets it store.", ge=0, le=9007199254740991)
        ]
        | None
    )
    """
    Bytes the browser lets it store.
    """
    persisted: (
        Annotated[
            bool,
            Meta(
                description="The browser will not clear it by itself; null where it does not say."
            ),
        ]
        | None
    )
    """
    The browser will not clear it by itself; null where it does not say.
    """
    incidents: Annotated[
        dict[str, IncidentsAdditionalProperty],
        Meta(
            description="How often since this replica began, by name: digest, ops_digest, forked, lost, restored, backwards, damaged, recovered."
        ),
    ]
    """
    How often since this replica began, by name: digest, ops_digest, forked, lost, restored, backwards, damaged, recovered.
    """
    orders: (
        Annotated[
            list[DayOrders],
            Meta(
                description="Of today and yesterday; left out where it is as last told.",
                max_length=4,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Of today and yesterday; left out where it is as last told.
    """


class Pull(Message, frozen=True, kw_only=True):
    """
    The body of POST /sync/v1/pull. `cursors` is the whole table; or `known` and `moved` when the server is thought to remember it.
    """

    protocol: Annotated[int, Meta(ge=1)]
    schema: Annotated[int, Meta(ge=1)]
    replica_id: Id
    server_id: Id | None | UnsetType = UNSET
    max_bytes: Annotated[int, Meta(ge=4096, le=8388608)] | UnsetType = UNSET
    cursors: (
        Annotated[
            list[list[Any]],
            Meta(description="[scope, epoch, pos] each.", max_length=1000),
        ]
        | UnsetType
    ) = UNSET
    """
    [scope, epoch, pos] each.
    """
    known: (
        Annotated[
            str,
            Meta(description="Digest of the last confirmed cursor table.", max_length=64),
        ]
        | UnsetType
    ) = UNSET
    """
    Digest of the last confirmed cursor table.
    """
    moved: (
        Annotated[list[list[Any]], Meta(description="Cursors changed since.", max_length=1000)]
        | UnsetType
    ) = UNSET
    """
    Cursors changed since.
    """
    report: DeviceReport | UnsetType = UNSET


class Observation(Message, frozen=True, kw_only=True):
    """
    One SKU at one place of the store (domain.md S4).
    """

    sku_id: Id
    location: Literal["main_shelf", "second_display", "cooler", "checkout", "back_room"]
    presence: Presence
    facings: Annotated[int, Meta(ge=0, le=9999)]
    shelf_units: ShelfUnits | None
    backroom_units: BackroomUnits | None
    price_fen: Fen | None
    price_tag: Literal["correct", "wrong", "missing"] | None
    same_as_last: Annotated[bool, Meta(description="Taken over from the last visit with one tap.")]
    """
    Taken over from the last visit with one tap.
    """
    shelf_level: Annotated[int, Meta(description="1 is the top.", ge=1, le=5)] | UnsetType = UNSET
    """
    1 is the top.
    """
    produced_on: Day | UnsetType = UNSET
    batches: (
        Annotated[
            list[Batch],
            Meta(description="What is in watch or worse (domain.md 4.5).", max_length=12),
        ]
        | UnsetType
    ) = UNSET
    """
    What is in watch or worse (domain.md 4.5).
    """
    taken_off: (
        Annotated[int, Meta(description="Expired units taken off the shelf.", ge=1, le=99999)]
        | UnsetType
    ) = UNSET
    """
    Expired units taken off the shelf.
    """
    estimated: (
        Annotated[
            bool,
            Meta(description="The units are estimated, not counted (domain.md 4.3, S4)."),
        ]
        | UnsetType
    ) = UNSET
    """
    The units are estimated, not counted (domain.md 4.3, S4).
    """
    promo_price_flag: (
        Annotated[bool, Meta(description="The price on the shelf is that of a promotion.")]
        | UnsetType
    ) = UNSET
    """
    The price on the shelf is that of a promotion.
    """
    not_checked_reason: (
        Annotated[
            str,
            Meta(
                description="Why nobody could look (domain.md 4.12); of a SKU not checked.",
                max_length=40,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Why nobody could look (domain.md 4.12); of a SKU not checked.
    """


class VisitCheck(Message, frozen=True, kw_only=True):
    """
    rep: the shelf as found. Replaces what this visit said before about the same SKU and location.
    """

    observations: Annotated[list[Observation], Meta(max_length=400, min_length=1)]
    categories: (
        Annotated[
            list[CategoryFacings],
            Meta(
                description="What this visit says of the categories from now on.",
                max_length=20,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    What this visit says of the categories from now on.
    """
    displays: DisplaysSeen | UnsetType = UNSET


class VisitRecord(Message, frozen=True, kw_only=True):
    """
    import and benchmark: a whole visit in one operation.
    """

    store_id: Id
    rep_id: Id
    planned_visit_id: Id | None
    day: Day
    started_at: Instant
    ended_at: Instant
    position: Position | None
    distance_m: DistanceM | None
    fence_result: FenceResult
    outcome: Literal["completed", "failed"]
    fail_reason: FailReason | None
    observations: Annotated[list[Observation], Meta(max_length=400)]
    note: Note46 | None


class Visit(Message, frozen=True, kw_only=True):
    """
    In store:, the rep's view: who was where and when; not how far off.
    """

    store_id: Id
    rep_id: Id
    rep_name: str
    planned_visit_id: Id | None
    day: Day
    state: Annotated[
        str,
        Meta(
            description="in_progress, completed, failed or abandoned: its day was over before she left",
            max_length=16,
        ),
    ]
    """
    in_progress, completed, failed or abandoned: its day was over before she left
    """
    checked_in_at: Instant
    checked_out_at: Instant | None
    fence_result: FenceResult
    observations: list[Observation]
    fail_reason: str | None
    no_order_reason: str | None
    note: str | None
    next_promise: str | None
    late: Annotated[bool, Meta(description="Received more than 24 h after capture.")]
    """
    Received more than 24 h after capture.
    """
    template_id: (
        Annotated[
            Id,
            Meta(
                description="The template it was begun under, for ever. Missing: the built-in steps."
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    The template it was begun under, for ever. Missing: the built-in steps.
    """
    skips: Annotated[list[StepSkip], Meta(description="Missing: none.")] | UnsetType = UNSET
    """
    Missing: none.
    """
    outside: Annotated[OutsideCheck, Meta(description="Missing: not checked.")] | UnsetType = UNSET
    """
    Missing: not checked.
    """
    categories: (
        Annotated[
            list[CategoryFacings],
            Meta(description="Missing: not counted.", max_length=20),
        ]
        | UnsetType
    ) = UNSET
    """
    Missing: not counted.
    """
    displays: Annotated[DisplaysSeen, Meta(description="Missing: not counted.")] | UnsetType = UNSET
    """
    Missing: not counted.
    """
    merchandise: Annotated[Merchandise, Meta(description="Missing: not said.")] | UnsetType = UNSET
    """
    Missing: not said.
    """
    greet: Annotated[Greeting, Meta(description="Missing: not said.")] | UnsetType = UNSET
    """
    Missing: not said.
    """
    score: (
        Annotated[VisitScore, Meta(description="Missing: not left yet, or nothing to score.")]
        | UnsetType
    ) = UNSET
    """
    Missing: not left yet, or nothing to score.
    """
    rivals: Annotated[list[RivalSeen], Meta(description="Missing: nobody looked.")] | UnsetType = (
        UNSET
    )
    """
    Missing: nobody looked.
    """
    pauses: Annotated[list[Pause], Meta(description="Missing: none.")] | UnsetType = UNSET
    """
    Missing: none.
    """
    left_said: (
        Annotated[
            LeftSaid,
            Meta(description="Missing: not abandoned, or she has not answered."),
        ]
        | UnsetType
    ) = UNSET
    """
    Missing: not abandoned, or she has not answered.
    """
    promotion: PromotionStep | UnsetType = UNSET
    pitches: (
        Annotated[list[Pitch], Meta(description="S8. Missing: nothing was offered.")] | UnsetType
    ) = UNSET
    """
    S8. Missing: nothing was offered.
    """


class PhotoAttach(Message, frozen=True, kw_only=True):
    """
    anyone who captures: this picture belongs there. The bytes follow by tus.
    """

    visit_id: Id | None
    store_id: Id
    delivery_note_id: Id | None
    task_id: Id | None
    type: PhotoType
    sha256: Sha256
    bytes: Annotated[int, Meta(ge=1, le=26214400)]
    mime: Literal["image/jpeg", "image/png", "image/webp", "image/heic"]
    width: Annotated[int, Meta(ge=1, le=20000)]
    height: Annotated[int, Meta(ge=1, le=20000)]
    taken_at: Instant
    position: Position | None
    capture_mode: Literal["live", "file", "drawn"]
    sequence: Annotated[int, Meta(description="Order within the visit.", ge=0)]
    """
    Order within the visit.
    """
    look: (
        Annotated[
            Literal["blurred", "dark", "glare"],
            Meta(description="What the phone saw wrong with a picture that was kept all the same."),
        ]
        | UnsetType
    ) = UNSET
    """
    What the phone saw wrong with a picture that was kept all the same.
    """
    kept_reason: (
        Annotated[
            Literal["light", "glass", "narrow", "hurry", "moving"],
            Meta(description="Why it was kept."),
        ]
        | UnsetType
    ) = UNSET
    """
    Why it was kept.
    """
    chain: PhotoLink | UnsetType = UNSET
    spot_check_id: (
        Annotated[
            Id,
            Meta(description="Taken when a visit was looked at again, by whoever looks."),
        ]
        | UnsetType
    ) = UNSET
    """
    Taken when a visit was looked at again, by whoever looks.
    """


class Photo(Message, frozen=True, kw_only=True):
    """
    In store: (and in trip:/partner: when it proves a delivery).
    """

    visit_id: Id | None
    store_id: Id
    delivery_note_id: Id | None
    task_id: Id | None
    type: PhotoType
    sha256: Sha256
    bytes: int
    mime: str
    width: int
    height: int
    taken_at: Instant
    capture_mode: str
    sequence: int
    author_id: Id
    present: Annotated[
        bool, Meta(description="The server holds the bytes and they hash to sha256.")
    ]
    """
    The server holds the bytes and they hash to sha256.
    """
    review: PhotoReviewed | UnsetType = UNSET
    look: (
        Annotated[
            Literal["blurred", "dark", "glare"],
            Meta(description="What the phone saw wrong with a picture that was kept all the same."),
        ]
        | UnsetType
    ) = UNSET
    """
    What the phone saw wrong with a picture that was kept all the same.
    """
    kept_reason: (
        Annotated[
            Literal["light", "glass", "narrow", "hurry", "moving"],
            Meta(description="Why it was kept."),
        ]
        | UnsetType
    ) = UNSET
    """
    Why it was kept.
    """
    chain: PhotoLink | UnsetType = UNSET
    chained: (
        Annotated[
            bool,
            Meta(description="Its link follows from one that is here. Missing: it has none."),
        ]
        | UnsetType
    ) = UNSET
    """
    Its link follows from one that is here. Missing: it has none.
    """


class SpotCheckSay(Message, frozen=True, kw_only=True):
    """
    supervisor (C1: specialist): what he found in the store himself, of a visit that was drawn. Said before he is shown what the rep had said.
    """

    arrived_at: Instant
    position: Position | None
    observations: Annotated[list[Observation], Meta(max_length=200, min_length=1)]
    note: Note | None
    photos: (
        Annotated[
            list[SpotPicture],
            Meta(
                description="What it looked like, one a kind. Said from shape 7 on.",
                max_length=6,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    What it looked like, one a kind. Said from shape 7 on.
    """
    exception_reason: (
        Annotated[
            str,
            Meta(
                description="Why he was elsewhere, or nowhere to be found, as at a check-in. Said from shape 7 on.",
                max_length=40,
                min_length=1,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    Why he was elsewhere, or nowhere to be found, as at a check-in. Said from shape 7 on.
    """


class SpotSettle(Message, frozen=True, kw_only=True):
    """
    whoever looked: which differences her answer explains. Said again, the last word counts.
    """

    explained: Annotated[list[SpotField], Meta(max_length=800)]


class AmendedTo(Message, frozen=True, kw_only=True):
    """
    What an order comes to with an amendment that is asked for: its total in fen and its gifts.
    """

    total_fen: Annotated[int, Meta(ge=0)]
    gifts: list[SalesGift]


class Task(Message, frozen=True, kw_only=True):
    """
    In user:<rep>.
    """

    store_id: Id
    store_code: str
    store_name: str
    rep_id: Id
    title: str
    text: str
    due_on: Day
    priority: str
    evidence: str
    state: Annotated[
        str,
        Meta(
            description="assigned, done, not_possible, withdrawn, done_after_withdrawal",
            max_length=24,
        ),
    ]
    """
    assigned, done, not_possible, withdrawn, done_after_withdrawal
    """
    answer: str | None
    photo_ids: list[Id]
    assigned_by: Id
    assigned_by_name: str
    assigned_at: Instant
    answered_at: Instant | None
    source: TaskSource | UnsetType = UNSET


class Amendment(Message, frozen=True, kw_only=True):
    """
    An amendment as it stands (F73).
    """

    id: Id
    state: Annotated[
        str,
        Meta(
            description="made (by the rep before the audit), asked, audited, returned, or refused (K1)",
            max_length=12,
        ),
    ]
    """
    made (by the rep before the audit), asked, audited, returned, or refused (K1)
    """
    by_id: Id
    by_name: str
    at: Instant
    reason: str
    lines: list[AmendedLine]
    decided_by_name: str | None
    decided_at: Instant | None
    note: str | None
    becomes: AmendedTo | UnsetType = UNSET


class SalesOrder(Message, frozen=True, kw_only=True):
    """
    In store: and partner:.
    """

    no: str
    store_id: Id
    store_code: str
    store_name: str
    rep_id: Id
    rep_name: str
    visit_id: Id | None
    partner_id: Id | None
    partner_name: str | None
    day: Day
    doc_state: Annotated[
        str,
        Meta(
            description="submitted, audited, on_hold, rejected, cancelled or closed",
            max_length=12,
        ),
    ]
    """
    submitted, audited, on_hold, rejected, cancelled or closed
    """
    exec_state: Annotated[
        str,
        Meta(
            description="none, accepted, part_shipped, shipped, part_received or received",
            max_length=16,
        ),
    ]
    """
    none, accepted, part_shipped, shipped, part_received or received
    """
    lines: list[SalesLine]
    total_fen: int
    wanted_on: Day | None
    promised_on: Day | None
    note: str | None
    partner_note: str | None
    reason: str | None
    flags: list[str]
    submitted_at: Instant
    audited_at: Instant | None
    accepted_at: Instant | None
    signed: bool
    unsigned_reason: (
        Annotated[str, Meta(description="Why the owner did not sign.", max_length=40)] | UnsetType
    ) = UNSET
    """
    Why the owner did not sign.
    """
    gifts: list[SalesGift] | UnsetType = UNSET
    list_total_fen: Annotated[int, Meta(description="Before promotions.")] | UnsetType = UNSET
    """
    Before promotions.
    """
    deliveries: Annotated[list[DeliveredGoods], Meta(description="In store: only.")] | UnsetType = (
        UNSET
    )
    """
    In store: only.
    """
    hold: SalesHold | UnsetType = UNSET
    amendments: (
        Annotated[list[Amendment], Meta(description="In partner: those audited, and his own.")]
        | UnsetType
    ) = UNSET
    """
    In partner: those audited, and his own.
    """
    reaccept: (
        Annotated[
            bool,
            Meta(
                description="It was amended after the partner had confirmed it: he confirms anew."
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    It was amended after the partner had confirmed it: he confirms anew.
    """
    invoices: Annotated[list[SalesInvoice], Meta(description="In partner: only.")] | UnsetType = (
        UNSET
    )
    """
    In partner: only.
    """
    payments: Annotated[list[SalesPayment], Meta(description="In partner: only.")] | UnsetType = (
        UNSET
    )
    """
    In partner: only.
    """
    invoice_state: (
        Annotated[str, Meta(description="none, part or full; in partner: only.", max_length=8)]
        | UnsetType
    ) = UNSET
    """
    none, part or full; in partner: only.
    """
    payment_state: (
        Annotated[str, Meta(description="none, part or full; in partner: only.", max_length=8)]
        | UnsetType
    ) = UNSET
    """
    none, part or full; in partner: only.
    """
    customer_class: (
        Annotated[
            CustomerClass,
            Meta(
                description="In partner: only. How young its goods have to be follows from it (R-SH-2)."
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    In partner: only. How young its goods have to be follows from it (R-SH-2).
    """
    freshness_per_mille: (
        Annotated[
            int,
            Meta(
                description="In partner: only. Of their life, goods may have so much behind them when they come; absent: by the class (R-SH-2).",
                ge=0,
                le=1000,
            ),
        ]
        | UnsetType
    ) = UNSET
    """
    In partner: only. Of their life, goods may have so much behind them when they come; absent: by the class (R-SH-2).
    """


OPERATION_ARGS: dict[str, type[Message]] = {
    "org_unit.put": OrgUnitPut,
    "person.put": PersonPut,
    "employment.put": EmploymentPut,
    "employment.turn": EmploymentTurn,
    "inbox.read": InboxRead,
    "conflict.close": ConflictClose,
    "sku.put": SkuPut,
    "sku.save": SkuSave,
    "sku.picture": SkuPicture,
    "sku.publish": SkuPublish,
    "price_list.put": PriceListPut,
    "must_stock_list.put": MustStockListPut,
    "partner.put": PartnerPut,
    "customer.put": CustomerPut,
    "store.put": StorePut,
    "store.copy": StoreCopy,
    "store.propose": StorePropose,
    "store.approve": StoreApprove,
    "store.return": StoreReturn,
    "store.merge": StoreMerge,
    "store.unmerge": StoreUnmerge,
    "store.move": StoreMove,
    "store_change.propose": StoreChangePropose,
    "store_change.withdraw": StoreChangeWithdraw,
    "store_change.seen": StoreChangeSeen,
    "store_change.decide": StoreChangeDecide,
    "store_change.suspect": StoreChangeSuspect,
    "store.assign": StoreAssign,
    "store.end_assignment": StoreAssignEnd,
    "trade_terms.save": TradeTermsSave,
    "trade_terms.submit": TradeTermsSubmit,
    "trade_terms.approve": TradeTermsApprove,
    "trade_terms.return": TradeTermsReturn,
    "terms_alert.except": TermsAlertExcept,
    "promotion.issue": PromotionSave,
    "promotion.save": PromotionSave,
    "promotion.picture": PromotionPicture,
    "promotion.submit": PromotionSubmit,
    "promotion.approve": PromotionApprove,
    "promotion.return": PromotionReturn,
    "promotion.release": PromotionRelease,
    "promotion.stop": PromotionStop,
    "promotion.end": PromotionEnd,
    "promotion.agree": PromotionAgree,
    "promotion.decline": PromotionDecline,
    "promotion.set_up": PromotionSetUp,
    "promotion.take_down": PromotionTakeDown,
    "planned_visit.put": PlannedVisitPut,
    "planned_visit.move": PlannedVisitMove,
    "planned_visit.waive": PlannedVisitWaive,
    "planned_visit.add": PlannedVisitAdd,
    "planned_visit.follow": PlannedVisitFollow,
    "day.start": DayStart,
    "day.arrange": DayArrange,
    "task.assign": TaskAssign,
    "task.complete": TaskComplete,
    "task.cannot": TaskCannot,
    "task.withdraw": TaskWithdraw,
    "task.follow": TaskFollow,
    "visit_template.save": VisitTemplateSave,
    "visit_template.submit": VisitTemplateSubmit,
    "visit_template.publish": VisitTemplatePublish,
    "visit_template.return": VisitTemplateReturn,
    "visit_template.retire": VisitTemplateRetire,
    "visit_template.discard": VisitTemplateDiscard,
    "visit.check_in": VisitCheckIn,
    "visit.check": VisitCheck,
    "visit.outside": VisitOutside,
    "visit.greet": VisitGreet,
    "visit.merchandise": VisitMerchandise,
    "visit.promotion": VisitPromotion,
    "visit.competitor": VisitCompetitor,
    "visit.pitch": VisitPitch,
    "visit.skip": VisitSkip,
    "visit.check_out": VisitCheckOut,
    "visit.fail": VisitFail,
    "visit.pause": VisitPause,
    "visit.resume": VisitResume,
    "visit.abandon": VisitAbandon,
    "visit.left": VisitLeft,
    "visit.record": VisitRecord,
    "photo.attach": PhotoAttach,
    "photo.arrive": PhotoArrive,
    "photo.review": PhotoReview,
    "day.end": DayEnd,
    "day.close": DayClose,
    "order.submit": OrderSubmit,
    "order.audit": OrderAudit,
    "order.reject": OrderReject,
    "order.cancel": OrderCancel,
    "order.accept": OrderAccept,
    "order.invoice": OrderInvoice,
    "order.pay": OrderPay,
    "order.void": OrderVoid,
    "filter.save": FilterSave,
    "filter.drop": FilterDrop,
    "replay.ask": ReplayAsk,
    "replay.stop": ReplayStop,
    "order.hold": OrderHold,
    "order.release": OrderRelease,
    "order.un_audit": OrderUnAudit,
    "order.close": OrderClose,
    "order.recall": OrderRecall,
    "order.open": OrderOpen,
    "order.close_line": OrderCloseLine,
    "order.redeliver": OrderRedeliver,
    "order.amend": OrderAmend,
    "order.decide_amendment": OrderDecideAmendment,
    "note.make": NoteMake,
    "note.load": NoteLoad,
    "note.unload": NoteUnload,
    "note.cancel": NoteCancel,
    "note.assign": NoteAssign,
    "note.print": NotePrint,
    "note.void": NoteVoid,
    "note.recall": NoteRecall,
    "note.deliver": NoteDeliver,
    "return.request": ReturnRequest,
    "return.decide": ReturnDecide,
    "return.plan": ReturnPlan,
    "return.collect": ReturnCollect,
    "return.post": ReturnPost,
    "stock.count": StockCountSay,
    "stock.receive": StockReceiveSay,
    "receivable.say": ReceivableSay,
    "receivable.share": ReceivableShare,
    "claim.file": ClaimFile,
    "claim.verify": ClaimVerify,
    "claim.reject": ClaimReject,
    "claim.settle": ClaimSettle,
    "purchase.submit": PurchaseSubmit,
    "purchase.amend": PurchaseAmend,
    "purchase.review": PurchaseReview,
    "purchase.audit": PurchaseAudit,
    "purchase.allocate": PurchaseAllocate,
    "purchase.dispatch": PurchaseDispatch,
    "purchase.claim": PurchaseClaim,
    "purchase.settle": PurchaseSettle,
    "purchase.cancel": PurchaseCancel,
    "purchase.close": PurchaseClose,
    "purchase_terms.put": PurchaseTermsPut,
    "visit.review": VisitReview,
    "visit.appeal": VisitAppeal,
    "visit.settle_appeal": AppealSettle,
    "flag.answer": FlagAnswer,
    "flag.decide": FlagDecide,
    "review_rules.put": ReviewRulesPut,
    "ticket.open": TicketOpen,
    "ticket.assign": TicketAssign,
    "ticket.answer": TicketAnswer,
    "ticket.confirm": TicketConfirm,
    "ticket.close": TicketClose,
    "ticket.reopen": TicketReopen,
    "spot.check": SpotCheckSay,
    "spot.answer": SpotAnswer,
    "spot.settle": SpotSettle,
    "card.put": CardPut,
    "joint.plan": JointPlan,
    "joint.cancel": JointCancel,
    "joint.coach": JointCoach,
}
OPERATION_ENTITY: dict[str, str] = {
    "org_unit.put": "org_unit",
    "person.put": "person",
    "employment.put": "employment",
    "employment.turn": "employment",
    "inbox.read": "inbox_item",
    "conflict.close": "conflict",
    "sku.put": "sku",
    "sku.save": "sku",
    "sku.picture": "sku",
    "sku.publish": "sku",
    "price_list.put": "price_list",
    "must_stock_list.put": "must_stock_list",
    "partner.put": "partner",
    "customer.put": "customer",
    "store.put": "store",
    "store.copy": "store",
    "store.propose": "store",
    "store.approve": "store",
    "store.return": "store",
    "store.merge": "store",
    "store.unmerge": "store",
    "store.move": "store",
    "store_change.propose": "store_change",
    "store_change.withdraw": "store_change",
    "store_change.seen": "store_change",
    "store_change.decide": "store_change",
    "store_change.suspect": "store_change",
    "store.assign": "store_assignment",
    "store.end_assignment": "store_assignment",
    "trade_terms.save": "trade_terms",
    "trade_terms.submit": "trade_terms",
    "trade_terms.approve": "trade_terms",
    "trade_terms.return": "trade_terms",
    "terms_alert.except": "terms_alert",
    "promotion.issue": "promotion",
    "promotion.save": "promotion",
    "promotion.picture": "promotion_standard",
    "promotion.submit": "promotion",
    "promotion.approve": "promotion",
    "promotion.return": "promotion",
    "promotion.release": "promotion",
    "promotion.stop": "promotion",
    "promotion.end": "promotion",
    "promotion.agree": "promotion_execution",
    "promotion.decline": "promotion_execution",
    "promotion.set_up": "promotion_execution",
    "promotion.take_down": "promotion_execution",
    "planned_visit.put": "planned_visit",
    "planned_visit.move": "planned_visit",
    "planned_visit.waive": "planned_visit",
    "planned_visit.add": "planned_visit",
    "planned_visit.follow": "planned_visit",
    "day.start": "day_start",
    "day.arrange": "stop_order",
    "task.assign": "task",
    "task.complete": "task",
    "task.cannot": "task",
    "task.withdraw": "task",
    "task.follow": "task",
    "visit_template.save": "visit_template",
    "visit_template.submit": "visit_template",
    "visit_template.publish": "visit_template",
    "visit_template.return": "visit_template",
    "visit_template.retire": "visit_template",
    "visit_template.discard": "visit_template",
    "visit.check_in": "visit",
    "visit.check": "visit",
    "visit.outside": "visit",
    "visit.greet": "visit",
    "visit.merchandise": "visit",
    "visit.promotion": "visit",
    "visit.competitor": "visit",
    "visit.pitch": "visit",
    "visit.skip": "visit",
    "visit.check_out": "visit",
    "visit.fail": "visit",
    "visit.pause": "visit",
    "visit.resume": "visit",
    "visit.abandon": "visit",
    "visit.left": "visit",
    "visit.record": "visit",
    "photo.attach": "photo",
    "photo.arrive": "photo",
    "photo.review": "photo",
    "day.end": "day_summary",
    "day.close": "day_summary",
    "order.submit": "sales_order",
    "order.audit": "sales_order",
    "order.reject": "sales_order",
    "order.cancel": "sales_order",
    "order.accept": "sales_order",
    "order.invoice": "sales_order",
    "order.pay": "sales_order",
    "order.void": "sales_order",
    "filter.save": "saved_filter",
    "filter.drop": "saved_filter",
    "replay.ask": "promotion_replay",
    "replay.stop": "promotion_replay",
    "order.hold": "sales_order",
    "order.release": "sales_order",
    "order.un_audit": "sales_order",
    "order.close": "sales_order",
    "order.recall": "sales_order",
    "order.open": "sales_order",
    "order.close_line": "sales_order",
    "order.redeliver": "sales_order",
    "order.amend": "sales_order",
    "order.decide_amendment": "sales_order",
    "note.make": "delivery_note",
    "note.load": "delivery_note",
    "note.unload": "delivery_note",
    "note.cancel": "delivery_note",
    "note.assign": "delivery_note",
    "note.print": "delivery_note",
    "note.void": "delivery_note",
    "note.recall": "delivery_note",
    "note.deliver": "delivery_note",
    "return.request": "return_note",
    "return.decide": "return_note",
    "return.plan": "return_note",
    "return.collect": "return_note",
    "return.post": "return_note",
    "stock.count": "stock_count",
    "stock.receive": "stock_receipt",
    "receivable.say": "receivable",
    "receivable.share": "partner_sharing",
    "claim.file": "expense_claim",
    "claim.verify": "expense_claim",
    "claim.reject": "expense_claim",
    "claim.settle": "expense_claim",
    "purchase.submit": "purchase_order",
    "purchase.amend": "purchase_order",
    "purchase.review": "purchase_order",
    "purchase.audit": "purchase_order",
    "purchase.allocate": "purchase_order",
    "purchase.dispatch": "purchase_order",
    "purchase.claim": "purchase_order",
    "purchase.settle": "purchase_order",
    "purchase.cancel": "purchase_order",
    "purchase.close": "purchase_order",
    "purchase_terms.put": "purchase_terms",
    "visit.review": "visit_verdict",
    "visit.appeal": "visit_verdict",
    "visit.settle_appeal": "visit_verdict",
    "flag.answer": "visit_flag",
    "flag.decide": "visit_flag",
    "review_rules.put": "review_rules",
    "ticket.open": "ticket",
    "ticket.assign": "ticket",
    "ticket.answer": "ticket",
    "ticket.confirm": "ticket",
    "ticket.close": "ticket",
    "ticket.reopen": "ticket",
    "spot.check": "spot_check",
    "spot.answer": "spot_check",
    "spot.settle": "spot_check",
    "card.put": "field_card",
    "joint.plan": "joint_day",
    "joint.cancel": "joint_day",
    "joint.coach": "joint_visit",
}
OPERATION_ROLES: dict[str, frozenset[str]] = {
    "org_unit.put": frozenset(["admin"]),
    "person.put": frozenset(["admin"]),
    "employment.put": frozenset(["admin"]),
    "employment.turn": frozenset(["system"]),
    "inbox.read": frozenset(
        [
            "field_rep",
            "office_supervisor",
            "special_channel_specialist",
            "ops_manager",
            "partner_clerk",
            "partner_driver",
            "admin",
        ]
    ),
    "conflict.close": frozenset(["office_supervisor", "special_channel_specialist", "ops_manager"]),
    "sku.put": frozenset(["admin"]),
    "sku.save": frozenset(["ops_manager"]),
    "sku.picture": frozenset(["ops_manager"]),
    "sku.publish": frozenset(["ops_manager"]),
    "price_list.put": frozenset(["admin"]),
    "must_stock_list.put": frozenset(["admin"]),
    "partner.put": frozenset(["admin"]),
    "customer.put": frozenset(["admin"]),
    "store.put": frozenset(["admin"]),
    "store.copy": frozenset(["system"]),
    "store.propose": frozenset(["field_rep"]),
    "store.approve": frozenset(["office_supervisor", "ops_manager"]),
    "store.return": frozenset(["office_supervisor", "ops_manager"]),
    "store.merge": frozenset(["office_supervisor", "ops_manager"]),
    "store.unmerge": frozenset(["office_supervisor", "ops_manager"]),
    "store.move": frozenset(["system"]),
    "store_change.propose": frozenset(["field_rep"]),
    "store_change.withdraw": frozenset(["field_rep"]),
    "store_change.seen": frozenset(["field_rep"]),
    "store_change.decide": frozenset(
        ["office_supervisor", "special_channel_specialist", "ops_manager"]
    ),
    "store_change.suspect": frozenset(
        ["office_supervisor", "special_channel_specialist", "ops_manager"]
    ),
    "store.assign": frozenset(["office_supervisor", "admin"]),
    "store.end_assignment": frozenset(["office_supervisor", "admin"]),
    "trade_terms.save": frozenset(["office_supervisor", "special_channel_specialist"]),
    "trade_terms.submit": frozenset(["office_supervisor", "special_channel_specialist"]),
    "trade_terms.approve": frozenset(["ops_manager"]),
    "trade_terms.return": frozenset(["ops_manager"]),
    "terms_alert.except": frozenset(["ops_manager"]),
    "promotion.issue": frozenset(["ops_manager"]),
    "promotion.save": frozenset(["office_supervisor", "special_channel_specialist"]),
    "promotion.picture": frozenset(["office_supervisor", "special_channel_specialist"]),
    "promotion.submit": frozenset(["special_channel_specialist"]),
    "promotion.approve": frozenset(["ops_manager"]),
    "promotion.return": frozenset(["ops_manager"]),
    "promotion.release": frozenset(["special_channel_specialist"]),
    "promotion.stop": frozenset(["special_channel_specialist", "ops_manager"]),
    "promotion.end": frozenset(["system"]),
    "promotion.agree": frozenset(["field_rep", "special_channel_specialist"]),
    "promotion.decline": frozenset(["field_rep", "special_channel_specialist"]),
    "promotion.set_up": frozenset(["field_rep"]),
    "promotion.take_down": frozenset(["field_rep"]),
    "planned_visit.put": frozenset(["office_supervisor", "admin"]),
    "planned_visit.move": frozenset(["office_supervisor"]),
    "planned_visit.waive": frozenset(["office_supervisor"]),
    "planned_visit.add": frozenset(["field_rep"]),
    "planned_visit.follow": frozenset(["system"]),
    "day.start": frozenset(["field_rep"]),
    "day.arrange": frozenset(["field_rep"]),
    "task.assign": frozenset(["office_supervisor", "special_channel_specialist", "ops_manager"]),
    "task.complete": frozenset(["field_rep"]),
    "task.cannot": frozenset(["field_rep"]),
    "task.withdraw": frozenset(["office_supervisor", "special_channel_specialist", "ops_manager"]),
    "task.follow": frozenset(["system"]),
    "visit_template.save": frozenset(["special_channel_specialist", "ops_manager"]),
    "visit_template.submit": frozenset(["special_channel_specialist", "ops_manager"]),
    "visit_template.publish": frozenset(["ops_manager"]),
    "visit_template.return": frozenset(["ops_manager"]),
    "visit_template.retire": frozenset(["ops_manager"]),
    "visit_template.discard": frozenset(["special_channel_specialist", "ops_manager"]),
    "visit.check_in": frozenset(["field_rep"]),
    "visit.check": frozenset(["field_rep"]),
    "visit.outside": frozenset(["field_rep"]),
    "visit.greet": frozenset(["field_rep"]),
    "visit.merchandise": frozenset(["field_rep"]),
    "visit.promotion": frozenset(["field_rep"]),
    "visit.competitor": frozenset(["field_rep"]),
    "visit.pitch": frozenset(["field_rep"]),
    "visit.skip": frozenset(["field_rep"]),
    "visit.check_out": frozenset(["field_rep"]),
    "visit.fail": frozenset(["field_rep"]),
    "visit.pause": frozenset(["field_rep"]),
    "visit.resume": frozenset(["field_rep"]),
    "visit.abandon": frozenset(["system"]),
    "visit.left": frozenset(["field_rep"]),
    "visit.record": frozenset(["field_rep", "admin"]),
    "photo.attach": frozenset(
        ["field_rep", "office_supervisor", "special_channel_specialist", "partner_driver"]
    ),
    "photo.arrive": frozenset(["system"]),
    "photo.review": frozenset(["office_supervisor", "special_channel_specialist", "ops_manager"]),
    "day.end": frozenset(["field_rep"]),
    "day.close": frozenset(["system"]),
    "order.submit": frozenset(["field_rep"]),
    "order.audit": frozenset(["office_supervisor", "special_channel_specialist"]),
    "order.reject": frozenset(["office_supervisor", "special_channel_specialist"]),
    "order.cancel": frozenset(["field_rep", "office_supervisor"]),
    "order.accept": frozenset(["partner_clerk"]),
    "order.invoice": frozenset(["partner_clerk"]),
    "order.pay": frozenset(["partner_clerk"]),
    "order.void": frozenset(["partner_clerk"]),
    "filter.save": frozenset(
        ["office_supervisor", "special_channel_specialist", "ops_manager", "partner_clerk"]
    ),
    "filter.drop": frozenset(
        ["office_supervisor", "special_channel_specialist", "ops_manager", "partner_clerk"]
    ),
    "replay.ask": frozenset(["special_channel_specialist", "ops_manager"]),
    "replay.stop": frozenset(["special_channel_specialist", "ops_manager"]),
    "order.hold": frozenset(["partner_clerk", "office_supervisor", "special_channel_specialist"]),
    "order.release": frozenset(
        ["partner_clerk", "office_supervisor", "special_channel_specialist", "system"]
    ),
    "order.un_audit": frozenset(["office_supervisor", "special_channel_specialist"]),
    "order.close": frozenset(["office_supervisor", "special_channel_specialist"]),
    "order.recall": frozenset(["office_supervisor", "special_channel_specialist"]),
    "order.open": frozenset(["office_supervisor", "special_channel_specialist"]),
    "order.close_line": frozenset(
        ["partner_clerk", "field_rep", "office_supervisor", "special_channel_specialist", "system"]
    ),
    "order.redeliver": frozenset(
        ["partner_clerk", "field_rep", "office_supervisor", "special_channel_specialist"]
    ),
    "order.amend": frozenset(["field_rep", "partner_clerk"]),
    "order.decide_amendment": frozenset(["office_supervisor", "special_channel_specialist"]),
    "note.make": frozenset(["partner_clerk"]),
    "note.load": frozenset(["partner_driver"]),
    "note.unload": frozenset(["partner_driver"]),
    "note.cancel": frozenset(["partner_clerk"]),
    "note.assign": frozenset(["partner_clerk"]),
    "note.print": frozenset(["partner_clerk"]),
    "note.void": frozenset(["system"]),
    "note.recall": frozenset(["system"]),
    "note.deliver": frozenset(["partner_driver"]),
    "return.request": frozenset(["field_rep"]),
    "return.decide": frozenset(["office_supervisor", "special_channel_specialist"]),
    "return.plan": frozenset(["partner_clerk"]),
    "return.collect": frozenset(["partner_driver", "partner_clerk"]),
    "return.post": frozenset(["partner_clerk"]),
    "stock.count": frozenset(["partner_clerk"]),
    "stock.receive": frozenset(["partner_clerk"]),
    "receivable.say": frozenset(["partner_clerk"]),
    "receivable.share": frozenset(["partner_clerk"]),
    "claim.file": frozenset(["partner_clerk"]),
    "claim.verify": frozenset(["special_channel_specialist"]),
    "claim.reject": frozenset(["special_channel_specialist"]),
    "claim.settle": frozenset(["ops_manager"]),
    "purchase.submit": frozenset(["partner_clerk"]),
    "purchase.amend": frozenset(["partner_clerk", "order_desk"]),
    "purchase.review": frozenset(["office_supervisor"]),
    "purchase.audit": frozenset(["order_desk"]),
    "purchase.allocate": frozenset(["order_desk"]),
    "purchase.dispatch": frozenset(["order_desk"]),
    "purchase.claim": frozenset(["partner_clerk"]),
    "purchase.settle": frozenset(["order_desk"]),
    "purchase.cancel": frozenset(["partner_clerk", "order_desk"]),
    "purchase.close": frozenset(["system"]),
    "purchase_terms.put": frozenset(["ops_manager"]),
    "visit.review": frozenset(["office_supervisor", "special_channel_specialist", "ops_manager"]),
    "visit.appeal": frozenset(["field_rep"]),
    "visit.settle_appeal": frozenset(["special_channel_specialist", "ops_manager"]),
    "flag.answer": frozenset(["field_rep"]),
    "flag.decide": frozenset(
        ["office_supervisor", "special_channel_specialist", "ops_manager", "admin"]
    ),
    "review_rules.put": frozenset(["ops_manager"]),
    "ticket.open": frozenset(
        ["field_rep", "office_supervisor", "special_channel_specialist", "ops_manager"]
    ),
    "ticket.assign": frozenset(["office_supervisor", "special_channel_specialist", "ops_manager"]),
    "ticket.answer": frozenset(
        ["office_supervisor", "special_channel_specialist", "ops_manager", "partner_clerk"]
    ),
    "ticket.confirm": frozenset(
        ["field_rep", "office_supervisor", "special_channel_specialist", "ops_manager"]
    ),
    "ticket.close": frozenset(["office_supervisor", "special_channel_specialist", "ops_manager"]),
    "ticket.reopen": frozenset(
        ["field_rep", "office_supervisor", "special_channel_specialist", "ops_manager"]
    ),
    "spot.check": frozenset(["office_supervisor", "special_channel_specialist"]),
    "spot.answer": frozenset(["field_rep"]),
    "spot.settle": frozenset(["office_supervisor", "special_channel_specialist"]),
    "card.put": frozenset(["special_channel_specialist", "ops_manager"]),
    "joint.plan": frozenset(["office_supervisor", "special_channel_specialist"]),
    "joint.cancel": frozenset(["office_supervisor", "special_channel_specialist"]),
    "joint.coach": frozenset(["office_supervisor", "special_channel_specialist"]),
}
OPERATION_CLASS: dict[str, str] = {
    "org_unit.put": "master",
    "person.put": "master",
    "employment.put": "master",
    "employment.turn": "transition",
    "inbox.read": "transition",
    "conflict.close": "transition",
    "sku.put": "master",
    "sku.save": "master",
    "sku.picture": "master",
    "sku.publish": "transition",
    "price_list.put": "master",
    "must_stock_list.put": "master",
    "partner.put": "master",
    "customer.put": "master",
    "store.put": "master",
    "store.copy": "transition",
    "store.propose": "fact",
    "store.approve": "transition",
    "store.return": "transition",
    "store.merge": "transition",
    "store.unmerge": "transition",
    "store.move": "transition",
    "store_change.propose": "fact",
    "store_change.withdraw": "transition",
    "store_change.seen": "transition",
    "store_change.decide": "transition",
    "store_change.suspect": "transition",
    "store.assign": "master",
    "store.end_assignment": "transition",
    "trade_terms.save": "master",
    "trade_terms.submit": "transition",
    "trade_terms.approve": "transition",
    "trade_terms.return": "transition",
    "terms_alert.except": "transition",
    "promotion.issue": "master",
    "promotion.save": "master",
    "promotion.picture": "master",
    "promotion.submit": "transition",
    "promotion.approve": "transition",
    "promotion.return": "transition",
    "promotion.release": "transition",
    "promotion.stop": "transition",
    "promotion.end": "transition",
    "promotion.agree": "fact",
    "promotion.decline": "fact",
    "promotion.set_up": "fact",
    "promotion.take_down": "fact",
    "planned_visit.put": "master",
    "planned_visit.move": "transition",
    "planned_visit.waive": "transition",
    "planned_visit.add": "fact",
    "planned_visit.follow": "transition",
    "day.start": "fact",
    "day.arrange": "fact",
    "task.assign": "master",
    "task.complete": "transition",
    "task.cannot": "transition",
    "task.withdraw": "transition",
    "task.follow": "transition",
    "visit_template.save": "master",
    "visit_template.submit": "transition",
    "visit_template.publish": "transition",
    "visit_template.return": "transition",
    "visit_template.retire": "transition",
    "visit_template.discard": "transition",
    "visit.check_in": "fact",
    "visit.check": "fact",
    "visit.outside": "fact",
    "visit.greet": "fact",
    "visit.merchandise": "fact",
    "visit.promotion": "fact",
    "visit.competitor": "fact",
    "visit.pitch": "fact",
    "visit.skip": "fact",
    "visit.check_out": "fact",
    "visit.fail": "fact",
    "visit.pause": "fact",
    "visit.resume": "fact",
    "visit.abandon": "transition",
    "visit.left": "fact",
    "visit.record": "fact",
    "photo.attach": "fact",
    "photo.arrive": "transition",
    "photo.review": "transition",
    "day.end": "fact",
    "day.close": "transition",
    "order.submit": "fact",
    "order.audit": "transition",
    "order.reject": "transition",
    "order.cancel": "transition",
    "order.accept": "transition",
    "order.invoice": "transition",
    "order.pay": "transition",
    "order.void": "transition",
    "filter.save": "master",
    "filter.drop": "master",
    "replay.ask": "master",
    "replay.stop": "transition",
    "order.hold": "transition",
    "order.release": "transition",
    "order.un_audit": "transition",
    "order.close": "transition",
    "order.recall": "transition",
    "order.open": "transition",
    "order.close_line": "transition",
    "order.redeliver": "transition",
    "order.amend": "transition",
    "order.decide_amendment": "transition",
    "note.make": "master",
    "note.load": "transition",
    "note.unload": "transition",
    "note.cancel": "transition",
    "note.assign": "transition",
    "note.print": "fact",
    "note.void": "transition",
    "note.recall": "transition",
    "note.deliver": "fact",
    "return.request": "fact",
    "return.decide": "transition",
    "return.plan": "transition",
    "return.collect": "transition",
    "return.post": "transition",
    "stock.count": "fact",
    "stock.receive": "fact",
    "receivable.say": "fact",
    "receivable.share": "master",
    "claim.file": "transition",
    "claim.verify": "transition",
    "claim.reject": "transition",
    "claim.settle": "transition",
    "purchase.submit": "master",
    "purchase.amend": "transition",
    "purchase.review": "transition",
    "purchase.audit": "transition",
    "purchase.allocate": "transition",
    "purchase.dispatch": "transition",
    "purchase.claim": "transition",
    "purchase.settle": "transition",
    "purchase.cancel": "transition",
    "purchase.close": "transition",
    "purchase_terms.put": "master",
    "visit.review": "transition",
    "visit.appeal": "transition",
    "visit.settle_appeal": "transition",
    "flag.answer": "transition",
    "flag.decide": "transition",
    "review_rules.put": "master",
    "ticket.open": "fact",
    "ticket.assign": "transition",
    "ticket.answer": "transition",
    "ticket.confirm": "transition",
    "ticket.close": "transition",
    "ticket.reopen": "transition",
    "spot.check": "fact",
    "spot.answer": "transition",
    "spot.settle": "transition",
    "card.put": "master",
    "joint.plan": "master",
    "joint.cancel": "transition",
    "joint.coach": "fact",
}
RECORD_SHAPE: dict[str, type[Message]] = {
    "grant": Grant,
    "person": Person,
    "org_unit": OrgUnit,
    "inbox_item": InboxItem,
    "conflict": Conflict,
    "sku": Sku,
    "price_list": PriceList,
    "must_stock_list": MustStockList,
    "partner": Partner,
    "store": Store,
    "store_change": StoreChange,
    "store_mark": StoreMark,
    "promotion": Promotion,
    "promotion_standard": PromotionStandard,
    "promotion_execution": PromotionExecution,
    "planned_visit": PlannedVisit,
    "day_start": DayStarted,
    "stop_order": StopOrder,
    "task": Task,
    "visit_template": VisitTemplate,
    "visit": Visit,
    "photo": Photo,
    "day_summary": DaySummary,
    "saved_filter": SavedFilter,
    "sales_order": SalesOrder,
    "delivery_note": DeliveryNote,
    "return_note": ReturnNote,
    "stock_count": StockCount,
    "stock_receipt": StockReceipt,
    "expense_claim": ExpenseClaim,
    "partner_stock": PartnerStock,
    "purchase_order": PurchaseOrder,
    "partner_supply": PartnerSupply,
    "receivable": Receivable,
    "partner_sharing": PartnerSharing,
    "purchase_terms": PurchaseTerms,
    "visit_verdict": VisitVerdict,
    "visit_flag": VisitFlag,
    "ticket": Ticket,
    "spot_check": SpotCheck,
    "joint_day": JointDay,
    "joint_visit": JointVisit,
    "field_card": FieldCard,
}
RECORD_SCOPES: dict[str, tuple[str, ...]] = {
    "grant": ("user",),
    "person": ("team", "partner"),
    "org_unit": ("team",),
    "inbox_item": ("user",),
    "conflict": ("user",),
    "sku": ("org",),
    "price_list": ("prices",),
    "must_stock_list": ("org",),
    "partner": ("partner",),
    "store": ("store",),
    "store_change": ("user",),
    "store_mark": ("store",),
    "promotion": ("team",),
    "promotion_standard": ("team",),
    "promotion_execution": ("store",),
    "planned_visit": ("user",),
    "day_start": ("user",),
    "stop_order": ("user",),
    "task": ("user",),
    "visit_template": ("org",),
    "visit": ("store",),
    "photo": ("store", "trip", "partner", "user"),
    "day_summary": ("user",),
    "saved_filter": ("user",),
    "sales_order": ("store", "partner"),
    "delivery_note": ("partner", "store", "trip"),
    "return_note": ("store", "partner", "trip"),
    "stock_count": ("partner",),
    "stock_receipt": ("partner",),
    "expense_claim": ("partner",),
    "partner_stock": ("partner",),
    "purchase_order": ("partner",),
    "partner_supply": ("team",),
    "receivable": ("partner", "store"),
    "partner_sharing": ("partner",),
    "purchase_terms": ("partner",),
    "visit_verdict": ("user",),
    "visit_flag": ("user",),
    "ticket": ("store", "partner"),
    "spot_check": ("user",),
    "joint_day": ("user",),
    "joint_visit": ("user",),
    "field_card": ("team",),
}
PROBLEM_CODES: tuple[str, ...] = (
    "op-gap",
    "op/reused",
    "op/unreadable",
    "op/unknown-kind",
    "op/too-large",
    "replica/forked",
    "replica/foreign",
    "replica/unknown",
    "server/changed",
    "upgrade-required",
    "busy",
    "too-large",
    "bad-request",
    "not-found",
    "method-not-allowed",
    "internal",
    "auth/required",
    "auth/expired",
    "auth/revoked",
    "auth/wrong",
    "auth/throttled",
    "role/not-allowed",
    "scope/unknown",
    "record/unknown",
    "record/exists",
    "record/clash",
    "record/state",
    "decision/own",
    "fact/immutable",
    "blob/hash-mismatch",
    "blob/too-large",
    "blob/not-an-image",
    "blob/offset",
    "blob/expired",
    "blob/unknown",
    "store/not-granted",
    "visit/other-author",
    "visit/closed",
    "visit/not-open",
    "photo/unknown-visit",
    "photo/own",
    "review/too-early",
    "appeal/too-late",
    "ticket/too-late",
    "sku/unknown",
    "order/empty",
    "order/arithmetic",
    "order/state",
    "order/lines-differ",
    "order/over-confirmed",
    "order/reason-missing",
    "order/below-minimum",
    "price/unknown",
    "delivery/state",
    "delivery/over-accepted",
    "purchase/state",
    "purchase/count-old",
    "purchase/too-small",
    "purchase/not-orderable",
    "purchase/funds",
    "purchase/note-needed",
    "purchase/too-late",
    "purchase/over",
    "delivery/reason-missing",
    "delivery/driver-unknown",
    "task/state",
    "task/evidence-missing",
    "plan/day-past",
    "plan/visited",
    "plan/store-closed",
    "promotion/overlap",
    "promotion/rule",
    "rep/unknown",
    "password/weak",
    "value/out-of-range",
)
FINGERPRINT = "19ad48948ca383068ad48c77bcee9286eb3fae9d1deccb143460d1d3ef03b73e"
