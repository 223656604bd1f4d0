"""What an operation's args say, as the tables keep it. The schema checks digits, not dates."""

from datetime import date

from backend.refused import Refused
from backend.store import instant


def an_instant(value: str, field: str) -> str:
    """Any zone in, our form out. Refuses the 31st of February."""
    try:
        return instant.in_utc(value)
    except ValueError:
        raise Refused("value/out-of-range", f"{field}: {value}", field=field) from None


def a_day(value: str, field: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise Refused("value/out-of-range", f"{field}: {value}", field=field) from None
    return value
