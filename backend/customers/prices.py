"""By which price lists a store buys (domain.md 4.8.2): the terms of its customer with its partner,
the list of its class, of its channel, its own (the branch's); what one does not name, the next
says. Which those are is written on the store, so that phone and server read the same."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import msgspec

from backend.catalogue.rules import price_list_on
from backend.catalogue.tables import PriceList
from backend.store.session import Records

TERMS = uuid.UUID("5f0c6f5e-6f5b-4f57-9d0e-6a5b0f1c9a27")


class Buys(Protocol):
    price_list_code: str | None
    price_list_codes: list[str]


def terms_code(customer_id: str, partner_id: str) -> str:
    """The code of the list that a customer's terms with a partner make."""
    return f"T-{uuid.uuid5(TERMS, f'{customer_id}~{partner_id}').hex[:24]}"


async def codes_for(records: Records, store: Mapping[str, Any]) -> list[str]:
    """Its `price_list_codes`; none where there is no more than its own list."""
    own = store["price_list_code"]
    parts = await records.find(PriceList, of_list=own) if own else []
    terms = ""
    if store["partner_id"]:
        terms = terms_code(store["customer_id"], store["partner_id"])
    found = [terms] if terms and await records.find(PriceList, list_code=terms) else []
    for name in ("customer_class", "channel_type"):
        found += sorted({one.list_code for one in parts if getattr(one, name) == store[name]})
    return [*found, *([own] if own else [])] if found else []


def codes_of(store: Buys) -> list[str]:
    """The lists a store buys by, the most special first."""
    return store.price_list_codes or ([store.price_list_code] if store.price_list_code else [])


def codes_in(row: Sequence[Any]) -> list[str]:
    """The same of a row of (price_list_code, price_list_codes) as it lies in the table."""
    code, codes = row
    return msgspec.json.decode(codes or "[]") or ([code] if code else [])


async def lists_on(records: Records, store: Buys, day: str) -> list[PriceList]:
    """The versions that hold on that day, the most special first."""
    found = [
        price_list_on(await records.find(PriceList, list_code=code), day)
        for code in codes_of(store)
    ]
    return [one for one in found if one is not None]


def prices_by(lists: Sequence[PriceList]) -> dict[str, int]:
    """Case prices by SKU: of several that name one, the most special says it."""
    return {line["sku_id"]: line["case_price_fen"] for one in reversed(lists) for line in one.lines}
