"""Instants are strings, RFC 3339 in UTC with milliseconds: they sort, and no zone is ever lost."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LATE_AFTER = timedelta(hours=24)
FIRST_YEAR, LAST_YEAR = 1970, 2999


def now() -> str:
    """This machine's clock."""
    return text(datetime.now(UTC))


def text(moment: datetime) -> str:
    """An aware moment as it stands in tables and on the wire."""
    # Not strftime: its %Y does not pad, and the year 500 would neither sort nor be read again.
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:23] + "Z"


def moment(instant: str) -> datetime:
    """The instant as an aware datetime in UTC. ValueError when there is no such instant."""
    parsed = datetime.fromisoformat(instant[:-1] + "+00:00" if instant.endswith("Z") else instant)
    if parsed.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return parsed.astimezone(UTC)


def in_utc(instant: str) -> str:
    """Any RFC 3339 instant in our form."""
    if len(instant) == 24 and instant[23] == "Z" and instant[19] == ".":
        datetime.fromisoformat(instant[:-1])
        return instant
    return text(moment(instant))


def shifted(instant: str, **by: float) -> str:
    """The instant moved by a timedelta's arguments: shifted(at, hours=-24)."""
    return text(moment(instant) + timedelta(**by))


def corrected(instant: str, offset_ms: int) -> str:
    """When it was by the company's clock. A clock beyond year 9999 is its own matter."""
    if not offset_ms:
        return instant
    try:
        return shifted(instant, milliseconds=offset_ms)
    except OverflowError:
        return instant


def a_day(day: str) -> date:
    """A business day. ValueError when the calendar has no such day, or no business was or will be
    done on it: a day at the edge of the calendar has no begin or end to count with."""
    found = date.fromisoformat(day)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(f"{day} is no day of business")
    return found


def day_of(instant: str, zone: str) -> str:
    """The business day an instant lies in; at the end of time the day it names."""
    try:
        return moment(instant).astimezone(ZoneInfo(zone)).date().isoformat()
    except OverflowError:
        return instant[:10]


def end_of_day(day: str, zone: str) -> str:
    """The instant at which a business day ends."""
    start = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone))
    return text(start + timedelta(days=1))
