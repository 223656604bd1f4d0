"""What an amendment makes of an order's lines and gifts (F73). Pure.

What is on notes is a fact, and a note printed stays valid (K3): no line becomes less than that.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from backend.refused import Refused

Row = Mapping[str, Any]
UNTOLD = ("by_role", "replica_id", "on_version")
AMENDED = "amended"
"""Why a line takes no more notes: an amendment asked for less than is on them."""
STANDS = ("accepted_qty", "short_reason", "noted_qty", "shipped_qty", "received_qty")
CHOICES = ("closed_reason", "close_asked", "back_order_until", "returned_qty")
"""What a line bears only once there is something to say."""


def hold_told(hold: Row | None) -> dict[str, Any] | None:
    """As people are shown it: without what the order is to become again."""
    if hold is None:
        return None
    return {name: value for name, value in hold.items() if name != "state"}


def amendments_told(amendments: Iterable[Row]) -> list[dict[str, Any]]:
    """As people are shown them: without what only decides who sees one, and what it met."""
    return [
        {name: value for name, value in one.items() if name not in UNTOLD} for one in amendments
    ]


def said_elsewhere(
    amendments: Sequence[Row], amendment: Row, base_version: int | None
) -> Row | None:
    """The change of the same person from another device that this one does not know of (K11). From
    one device she changes what she has changed before."""
    for one in reversed(amendments):
        from_another = one.get("replica_id", amendment["replica_id"]) != amendment["replica_id"]
        unknown = base_version is not None and base_version <= one.get("on_version", 0)
        if (
            one["state"] == "made"
            and one["by_id"] == amendment["by_id"]
            and from_another
            and unknown
        ):
            return one
    return None


def asked(lines: Sequence[Row], said: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    """Old and new of each line that is to change.

    Refuses order/lines-differ for a line that is not there or named twice, order/empty where
    nothing would be left, and what changes nothing.
    """
    wanted = dict(said)
    if len(wanted) < len(said) or not wanted.keys() <= {line["line_id"] for line in lines}:
        raise Refused("order/lines-differ", f"{len(said)} of {len(lines)} lines")
    if not any(wanted.get(line["line_id"], line["qty"]) for line in lines):
        raise Refused("order/empty")
    changed = [
        {"line_id": id, "old_qty": line["qty"], "qty": wanted[id], "became": None}
        for line in lines
        if (id := line["line_id"]) in wanted and wanted[id] != line["qty"]
    ]
    if not changed:
        raise Refused("value/out-of-range", "nothing changes", field="qty")
    return changed


def quantities(lines: Iterable[Row], changed: Iterable[Row]) -> dict[str, int]:
    """What each line becomes: what was asked for, but never less than is on notes."""
    wanted = {one["line_id"]: one["qty"] for one in changed}
    return {
        line["line_id"]: max(wanted[line["line_id"]], line["noted_qty"])
        if line["line_id"] in wanted
        else line["qty"]
        for line in lines
    }


def carried(new: Row, old: Row, changed: Mapping[str, int]) -> dict[str, Any]:
    """A line at its new quantity and price, with what has become of it so far. Of what was accepted
    the rest stands until the partner answers anew."""
    line = {**new, **{name: old[name] for name in STANDS}}
    line |= {name: old[name] for name in CHOICES if old.get(name)}
    accepted = old["accepted_qty"]
    if accepted is not None:
        short = accepted < new["qty"]
        line |= {
            "accepted_qty": min(accepted, new["qty"]),
            "short_reason": old["short_reason"] if short else None,
        }
    if old["line_id"] in changed:
        less = changed[old["line_id"]] < new["qty"]
        line |= {"closed_reason": AMENDED if less else None, "close_asked": None}
    return line


def waits(lines: Iterable[Row]) -> bool:
    """Whether the partner has anything to answer: more than is on notes, of a line that is open."""
    return any(line["qty"] > line["noted_qty"] and not line.get("closed_reason") for line in lines)


def gifts_carried(due: Sequence[Row], held: Sequence[Row]) -> list[dict[str, Any]]:
    """The gifts that are due now, each with what is on notes of it; what is no longer due, but is
    on a note, stays with that much."""
    before = {_same(gift): gift for gift in held}
    taken = {gift["line_id"] for gift in held}
    free = (f"g{n}" for n in range(1, 1000) if f"g{n}" not in taken)
    result = []
    for gift in due:
        old = before.pop(_same(gift), None)
        if old is None:
            result.append({**gift, "line_id": next(free)})
            continue
        kept = {name: old[name] for name in ("line_id", "noted_qty", "received_qty")}
        result.append({**gift, **kept, "qty": max(gift["qty"], old["noted_qty"])})
    left = [gift for gift in before.values() if gift["noted_qty"]]
    return result + [{**gift, "qty": gift["noted_qty"]} for gift in left]


def _same(gift: Row) -> tuple[Any, ...]:
    return tuple(gift[name] for name in ("gift_of_line", "rule_id", "sku_id", "item"))
