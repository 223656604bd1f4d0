"""When the shelf was looked at enough. Pure.

Twin: pwa/src/visits/shelf-rules.ts. Both must pass
sync_protocol/vectors/rules/visits.shelf_answered.json.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

UNCHECKED_PCT = 20
"""More of the SKUs than this not checked, and the store check is incomplete (domain.md 4.3)."""


def shelf_answered(
    wanted: Collection[str], observations: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """How many of these SKUs have an answer, and whether that is a whole store check.

    One that could not be looked at is answered by its reason, and one without is not.
    """
    seen: set[str] = set()
    excused: set[str] = set()
    for one in observations:
        if one["presence"] != "not_checked":
            seen.add(one["sku_id"])
        elif one.get("not_checked_reason"):
            excused.add(one["sku_id"])
    listed = set(wanted)
    excused = (excused - seen) & listed
    answered = len(listed & seen) + len(excused)
    few = len(excused) * 100 <= UNCHECKED_PCT * len(listed)
    return {"answered": answered, "complete": 0 < len(listed) == answered and few}
