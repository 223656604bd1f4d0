"""What a customer's partners offer on a day, and when it is looked at: at each change of prices or
terms, and every night."""

from collections.abc import Awaitable, Callable
from typing import Any

from backend.catalogue.rules import price_list_on
from backend.catalogue.tables import PriceList
from backend.customers.prices import prices_by, terms_code
from backend.customers.tables import Customer
from backend.customers.tables import Store as Shop
from backend.identity import Role
from backend.people import effects
from backend.pricing.tables import TermsAlert, TradeTerms
from backend.pricing.terms import Offer, differs, offer, uncovered
from backend.store import instant
from backend.store.engine import Store
from backend.store.session import Records

SUPERVISED = frozenset({"C2", "D", "UNCLASSIFIED"})
"""Classes of customers whose terms the office's head may write."""
CHECKED_H = 1
"""Hours after midnight."""


async def payment_days(records: Records, customer_id: str, partner_id: str, day: str) -> int:
    """So many days after the delivery his stores pay this partner, by the terms of that day; 0: at
    the door, as where no terms say otherwise. What a later version replaced does not come back."""
    begun = [
        one
        for one in await records.find(
            TradeTerms, customer_id=customer_id, partner_id=partner_id, state="approved"
        )
        if one.valid_from <= day
    ]
    last = max(begun, key=lambda one: one.terms_version, default=None)
    if last is None or (last.valid_until is not None and last.valid_until < day):
        return 0
    return last.payment_days


async def differences(
    records: Records, customer_id: str, day: str, draft: TradeTerms | None = None
) -> list[dict[str, Any]]:
    """Where his partners differ on that day. ``draft``: as if these terms were approved, and with
    them what is handed in for his other partners: new terms for all come one after the other."""
    shops = [shop for shop in await records.find(Shop, customer_id=customer_id) if shop.active]
    ways = {
        (shop.partner_id, tuple(shop.price_list_codes or [shop.price_list_code or ""]))
        for shop in shops
        if shop.partner_id
    }
    terms = await in_force(records, customer_id, day)
    if draft is not None:
        for one in await records.find(TradeTerms, customer_id=customer_id, state="pending"):
            if one.valid_from <= day:
                terms[one.partner_id] = one
        terms[draft.partner_id] = draft
    served = {partner_id for partner_id, _ in ways}
    ways |= {(partner_id, ()) for partner_id in terms if partner_id not in served}
    offers = [
        await _offer(records, customer_id, partner_id, codes, terms.get(partner_id), day)
        for partner_id, codes in sorted(ways)
    ]
    return differs(offers)


async def in_force(records: Records, customer_id: str, day: str) -> dict[str, TradeTerms]:
    """His approved terms on that day, by partner."""
    terms: dict[str, TradeTerms] = {}
    for one in await records.find(TradeTerms, customer_id=customer_id, state="approved"):
        held = terms.get(one.partner_id)
        if one.valid_from <= day and (held is None or one.terms_version > held.terms_version):
            terms[one.partner_id] = one
    # What a later version replaced does not come back when that ends.
    return {
        partner: one
        for partner, one in terms.items()
        if one.valid_until is None or day <= one.valid_until
    }


async def freshness(
    records: Records, customer_id: str, partner_id: str | None, day: str
) -> int | None:
    """How much of its life goods may have behind them when this partner brings them, by mille;
    None: his terms do not say."""
    terms = (await in_force(records, customer_id, day)).get(partner_id or "")
    return terms.freshness_per_mille if terms else None


async def _offer(
    records: Records, customer_id: str, partner_id: str, codes: tuple[str, ...],
    terms: TradeTerms | None, day: str,
) -> Offer:  # fmt: skip
    own = terms_code(customer_id, partner_id)
    lists = [
        price_list_on(await records.find(PriceList, list_code=code), day)
        for code in codes
        if code != own
    ]
    prices = prices_by([one for one in lists if one is not None])
    said = {line["sku_id"]: line["case_price_fen"] for line in terms.lines} if terms else {}
    return offer(partner_id, prices | said, said, vars(terms) if terms else None)


async def look(store: Store, customer_id: str | None = None) -> int:
    """At one customer, or at all whom more than one partner supplies or has terms with, and at
    those where something is still said to differ. As verdicts are, it is nobody's word: no
    operation says it. How many were looked at."""
    found = [customer_id] if customer_id else []
    if customer_id is None:
        async with store.reading() as read:
            rows = await read.all(
                "SELECT customer_id FROM (SELECT customer_id, partner_id FROM store"
                " WHERE active = TRUE AND partner_id IS NOT NULL"
                " UNION SELECT customer_id, partner_id FROM trade_terms WHERE state = 'approved')"
                " AS ways GROUP BY customer_id HAVING count(*) > 1"
                " UNION SELECT id FROM terms_alert WHERE state <> 'closed' ORDER BY 1",
                {},
            )
        found = [row["customer_id"] for row in rows]
    for one in found:
        await store.write(_check(one))
    return len(found)


def _check(customer_id: str) -> Callable[[Records], Awaitable[None]]:
    async def check(records: Records) -> None:
        """What differs today. Whoever leads the customer's business is told of what is new."""
        held = await records.get(TermsAlert, customer_id)
        day = instant.day_of(records.now, records.zone)
        found = await differences(records, customer_id, day)
        exceptions = held.exceptions if held else []
        new = uncovered(found, exceptions)
        state = "open" if new else "excepted" if found else "closed"
        before = held.differs if held and held.state == "open" else []
        if held is None:
            if found:
                records.add(alert_of(customer_id, state, day, found, [], records.now))
        elif (held.state, held.differs) != (state, found):
            records.change(held, state=state, differs=found, day=day, found_at=records.now)
        if uncovered(new, [{"differs": before}]):
            await tell(records, customer_id, len(new))

    return check


def alert_of(
    customer_id: str, state: str, day: str, found: list[dict[str, Any]],
    exceptions: list[dict[str, Any]], now: str,
) -> TermsAlert:  # fmt: skip
    return TermsAlert.of(
        id=customer_id, state=state, day=day, differs=found, exceptions=exceptions, found_at=now
    )


async def tell(records: Records, customer_id: str, n: int) -> None:
    """R-C1-3 gives it to the specialist; of customers that are not C1 the office's head, too."""
    customer = await records.see(Customer, customer_id)
    if customer is None:
        return
    roles = {Role.SPECIALIST}
    if customer.customer_class in SUPERVISED:
        roles |= {Role.OFFICE_SUPERVISOR}
    people: set[str] = set()
    for unit in await units_of(records, customer_id):
        people |= set(await effects.in_charge(records, unit, roles))
    for person_id in sorted(people):
        await effects.tell(
            records, person_id, "terms.differ", entity="terms_alert", record_id=customer_id,
            customer_name=customer.name, n=n,
        )  # fmt: skip


async def units_of(records: Records, customer_id: str) -> list[str]:
    rows = await records.transaction.all(
        "SELECT DISTINCT org_unit_id FROM store WHERE customer_id = ? ORDER BY org_unit_id",
        customer_id,
    )
    return [unit for (unit,) in rows]


async def plan(records: Records) -> None:
    """Every night, whoever plans it; tomorrow's in case nobody is there."""
    for ahead in (0, 1):
        day = instant.day_of(instant.shifted(records.now, days=ahead - 1), records.zone)
        records.execute(
            "INSERT INTO job (job_id, kind, payload, state, due_at, tries, created_at)"
            " VALUES (?, 'terms_check', '{}', 'waiting', ?, 0, ?) ON CONFLICT DO NOTHING",
            f"terms_check:{day}",
            instant.shifted(instant.end_of_day(day, records.zone), hours=CHECKED_H),
            records.now,
        )
