"""A store in its own scope, a partner in its own. No terms, ever."""

from msgspec import UNSET

from backend.customers import rules
from backend.customers.tables import Partner, Store
from backend.sync.view import View
from sync_protocol.generated import protocol as shown


def partner(partner: Partner) -> shown.Partner:
    return shown.Partner(
        code=partner.code, name=partner.name, phone=partner.phone, active=partner.active
    )


def store(store: Store) -> shown.Store:
    return shown.Store(
        code=store.code,
        name=store.name,
        pinyin=store.pinyin,
        initials=store.initials,
        address=store.address,
        customer_id=store.customer_id,
        customer_name=store.customer_name,
        customer_class=store.customer_class,  # type: ignore[arg-type]  # checked when put
        org_unit_id=store.org_unit_id,
        channel_type=store.channel_type,
        tier=store.tier,  # type: ignore[arg-type]  # checked when put
        lat_e7=store.lat_e7,
        lon_e7=store.lon_e7,
        radius_m=rules.fence_m(store.radius_m, store.fence_least_m),
        contact_name=store.contact_name,
        phone=store.phone,
        receiving_window=store.receiving_window,
        partner_id=store.partner_id,
        partner_name=store.partner_name,
        price_list_code=store.price_list_code,
        price_list_codes=store.price_list_codes or UNSET,
        must_stock_list_id=store.must_stock_list_id,
        split_sale=store.split_sale,
        active=store.active,
        stage=store.stage or UNSET,  # type: ignore[arg-type]  # only ours
        merged_into=store.merged_into or UNSET,
        licence_no=store.licence_no or UNSET,
        set=sets(store) or UNSET,
    )


def sets(store: Store) -> list[shown.FieldSet]:
    return [
        shown.FieldSet(what=what, by_name=mark["by_name"], at=mark["at"])  # type: ignore[arg-type]
        for what, mark in sorted(store.sets.items())
    ]


VIEWS: tuple[View[Store] | View[Partner], ...] = (
    View(
        "partner",
        Partner,
        scopes=lambda partner: (f"partner:{partner.id}",),
        shown={"partner": partner},
    ),
    View("store", Store, scopes=lambda store: (f"store:{store.id}",), shown={"store": store}),
)
