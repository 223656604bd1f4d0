"""Claims as an office reads them, and what a partner could claim now."""

from typing import Any

from litestar import Controller, get
from litestar.di import NamedDependency

from backend.claims import gather, rules
from backend.claims.answers import ClaimList
from backend.claims.tables import ExpenseClaim
from backend.claims.views import NAMES
from backend.identity import Person, Role
from backend.people.answers import told
from backend.people.office import Reach, reach, unknown
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read
from backend.store.record import shape_of

Row = dict[str, Any]
MOST = 300
CLAIM_DAYS = 92
"""For so long behind its end a promotion is offered to be claimed."""


class ClaimOffice(Controller):
    """Claims of promotions."""

    path = "/office/v1"
    tags = ("office",)

    @get("/claims")
    async def claims(
        self, person: NamedDependency[Person], store: NamedDependency[Store]
    ) -> ClaimList:
        """Claims with stores in reach, the latest first."""
        found = await of_office(store, reach(person))
        return told(ClaimList, {"as_of": instant.now(), "claims": found, "due": []})


class ClaimPartner(Controller):
    """A partner's claims."""

    path = "/partner/v1"
    tags = ("partner",)

    @get("/claims")
    async def claims(
        self, person: NamedDependency[Person], store: NamedDependency[Store]
    ) -> ClaimList:
        """His claims, and what came of promotions that are over and not claimed yet."""
        if person.role is not Role.PARTNER_CLERK or person.partner_id is None:
            raise unknown()
        async with store.reading() as read:
            found = await _claims(read, "partner_id = ?", person.partner_id)
            due = await could_claim(read, person.partner_id, found, store.zone)
        return told(ClaimList, {"as_of": instant.now(), "claims": found, "due": due})


async def of_office(store: Store, reached: Reach) -> list[Row]:
    """A claim names its offices in a list: few enough to look through."""
    async with store.reading() as read:
        found = await _claims(read, "1 = ?", 1)
    mine = set(reached.units)
    return [one for one in found if mine.intersection(one["org_unit_ids"])][:MOST]


async def _claims(read: Read, where: str, value: Any) -> list[Row]:
    shape = shape_of(ExpenseClaim)
    rows = await read.rows(
        f"SELECT {shape.list} FROM expense_claim WHERE {where} ORDER BY filed_at DESC, id", value
    )
    names = ("id", "version", *NAMES, "partner_name", "org_unit_ids")
    return [{name: getattr(one, name) for name in names} for one in map(shape.read, rows)]


async def could_claim(read: Read, partner_id: str, claims: list[Row], zone: str) -> list[Row]:
    """What came of promotions that are over, beside what is in ``claims``."""
    done = {one["promotion_id"] for one in claims if one["state"] != "claim_rejected"}
    plans = await read.rows(
        "SELECT p.id, p.name, p.starts_on, p.ends_on, p.stops_at FROM promotion p"
        " WHERE p.state IN ('ended', 'stopped') AND p.ends_on >= ? ORDER BY p.ends_on DESC, p.id",
        instant.day_of(instant.shifted(instant.now(), days=-CLAIM_DAYS), zone),
    )
    ask = gather.Ask(read.rows, read.IN, read.ids)
    found = []
    for id, name, starts_on, ends_on, stops_at in plans:
        if id in done:
            continue
        days = gather.days_of(starts_on, ends_on, stops_at, zone)
        lines = await gather.claim_lines(ask, id, days, partner_id, zone)
        if lines:
            found.append(
                {
                    "promotion_id": id, "promotion_name": name, "starts_on": days[0],
                    "ends_on": days[1], "lines": lines, "sum_fen": rules.sum_fen(lines),
                }
            )  # fmt: skip
    return found
