"""What an operation's args say, as the tables keep it. The schema checks digits, not dates."""

from backend.refused import Refused
from backend.store import instant


def an_instant(value: str, field: str, refusal: type[Refused] = Refused) -> str:
    """Any zone in, our form out. Refuses the 31st of February; a fact is set aside instead."""
    try:
        return instant.in_utc(value)
    except ValueError:
        raise refusal("value/out-of-range", f"{field}: {value}", field=field) from None


def a_day(value: str, field: str, refusal: type[Refused] = Refused) -> str:
    try:
        instant.a_day(value)
    except ValueError:
        raise refusal("value/out-of-range", f"{field}: {value}", field=field) from None
    return value
