"""Files that are expected by an hour of each working day: whoever keeps the system is told once
when one has not come, and when it came after all."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from backend.exchange.incoming import tell
from backend.exchange.outgoing import Filed
from backend.exchange.tables import plain, text
from backend.store import instant
from backend.store.engine import Store
from backend.store.session import Records

WORKDAYS = 5
"""Monday to Friday, as tickets/rules.py counts them: there is no calendar of holidays here."""


def overdue(
    expected: Mapping[str, str], taken: Mapping[str, str], now: str, zone: str
) -> list[str]:
    """The kinds of which none has come today although the hour has passed. ``taken``: when the
    last of each kind was."""
    here = instant.moment(now).astimezone(ZoneInfo(zone))
    if here.weekday() >= WORKDAYS:
        return []
    today, clock = here.date().isoformat(), here.strftime("%H:%M")
    return [
        kind
        for kind, until in sorted(expected.items())
        if clock >= until and (kind not in taken or instant.day_of(taken[kind], zone) != today)
    ]


def from_now_on(expected: Mapping[str, str], now: str, zone: str) -> dict[str, Any]:
    """What is agreed today counts today only if its hour is still to come."""
    today = instant.day_of(now, zone)
    return {
        kind: {"day": today, "at": now, "came": True} for kind in overdue(expected, {}, now, zone)
    }


async def look(store: Store, system: Filed) -> None:
    """Both ways. Asks little: it is asked every few seconds."""
    if not system.expected and not system.late:
        return
    async with store.reading() as read:
        rows = await read.rows(
            "SELECT kind, max(at) FROM other_system_file WHERE system_id = ?"
            " AND direction = 'in' AND state = 'taken' AND at >= ? GROUP BY kind",
            system.id, oldest(system, store.clock()),
        )  # fmt: skip
    taken: dict[str, str] = {kind: at for kind, at in rows}
    if news(system.late, system.expected, taken, store.clock(), store.zone):
        await store.write(_say(system, taken))


def oldest(system: Filed, now: str) -> str:
    """No file from before may matter: the last alarm, or two days ago."""
    times: list[str] = [one["at"] for one in system.late.values()]
    return min([instant.shifted(now, hours=-48), *times])


def news(
    late: Mapping[str, Any], expected: Mapping[str, str], taken: Mapping[str, str], now: str,
    zone: str,
) -> list[tuple[str, str]]:  # fmt: skip
    """(late or came, kind), each once."""
    today = instant.day_of(now, zone)
    return [
        ("late", kind)
        for kind in overdue(expected, taken, now, zone)
        if late.get(kind, {}).get("day") != today
    ] + [
        ("came", kind)
        for kind, one in sorted(late.items())
        if not one["came"] and taken.get(kind, "") > one["at"]
    ]


def _say(system: Filed, taken: dict[str, str]) -> Any:
    async def say(records: Records) -> None:
        rows = await records.transaction.all(
            "SELECT expected, late FROM other_system_folder WHERE system_id = ?"
            f"{records.transaction.locks}",
            system.id,
        )
        if not rows:
            return
        expected, late = plain(rows[0][0]), plain(rows[0][1])
        today = instant.day_of(records.now, records.zone)
        for what, kind in news(late, expected, taken, records.now, records.zone):
            if what == "late":
                late[kind] = {"day": today, "at": records.now, "came": False}
                await tell(records, system, "file.late", file=kind, until=expected[kind])
            else:
                late[kind]["came"] = True
                await tell(records, system, "file.came", file=kind)
        records.execute(
            "UPDATE other_system_folder SET late = ? WHERE system_id = ?", text(late), system.id
        )

    return say
