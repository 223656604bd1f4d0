"""Instants are strings, RFC 3339 in UTC with milliseconds: they sort, and no zone is ever lost."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LATE_AFTER = timedelta(hours=24)


def now() -> str:
    """This machine's clock."""
    return text(datetime.now(UTC))


def text(moment: datetime) -> str:
    """An aware moment as it stands in tables and on the wire."""
    return (
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
    )


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


def day_of(instant: str, zone: str) -> str:
    """The business day an instant lies in."""
    return moment(instant).astimezone(ZoneInfo(zone)).date().isoformat()


def end_of_day(day: str, zone: str) -> str:
    """The instant at which a business day ends."""
    start = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone))
    return text(start + timedelta(days=1))
