"""Whether a visit can be believed (domain.md 4.9): V1 to V8, and what they make of it. Pure.

Each rule answers with numbers, never with prose: `ok` is true, false, or null where the facts
cannot say. Sentences are made on the screen, in the reader's language.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from backend.reviews.facts import Call, seconds, stayed_s
from backend.reviews.thresholds import Thresholds

Answer = dict[str, Any]
VALID, PENDING, INVALID = "valid", "pending", "invalid"
OTHERWISE = {
    "V1": PENDING,
    "V2": PENDING,
    "V3": INVALID,
    "V4": INVALID,
    "V5": PENDING,
    "V7": PENDING,
}
"""What a rule that fails makes of the visit. V6 leaves it valid and uncounted, V8 raises a flag."""
FORGIVEN = frozenset({"V1", "V2", "V3", "V5", "V7"})
"""What a reviewer who accepts the visit has looked at and found good. Steps that were not done
are not done by it."""
HEARD = ("why", "answered", "hers_until")
"""In a rule's answer: there is a word of hers to be decided on, or she may still say one."""
ACCEPTED, REJECTED = "accepted", "rejected"


def place(call: Call, t: Thresholds, *, datum: bool = False) -> Answer:
    """V1. ``datum``: the day's shift explains it (G17); that is still for a person to say."""
    allowed = call.radius_m + min(call.accuracy_m or 0, t.doubt_m)
    ok = call.distance_m is not None and call.distance_m <= allowed
    answer: Answer = {
        "rule": "V1", "ok": ok, "distance_m": call.distance_m, "radius_m": call.radius_m,
        "accuracy_m": call.accuracy_m, "allowed_m": allowed,
    }  # fmt: skip
    return {**answer, "datum": True} if datum and not ok else answer


def fix_quality(call: Call, t: Thresholds) -> Answer:
    """V2. A poor fix is made good by a storefront photo that somebody looked at and accepted."""
    good = (
        call.at is not None
        and (call.accuracy_m or 0) <= t.accuracy_m
        and (call.age_s or 0) <= t.age_s
    )
    looked_at = any(shot.review == ACCEPTED for shot in call.storefronts)
    return {
        "rule": "V2", "ok": good or looked_at, "good": good, "accuracy_m": call.accuracy_m,
        "age_s": call.age_s, "allowed_m": t.accuracy_m, "allowed_s": t.age_s,
    }  # fmt: skip


def stay(
    call: Call, t: Thresholds, *, hers_until: str | None = None, answered: bool = False
) -> Answer:
    """V3. ``why``: as she said it when she left. With a reason, given there or as her ``answered``
    word to the flag, it waits for a reviewer's word, as V1 does; without one it waits while the
    word is hers (4.10), until ``hers_until``."""
    stayed, least = stayed_s(call), t.stay_min(call.tier) * 60
    ok = None if stayed is None else stayed >= least
    answer: Answer = {
        "rule": "V3", "ok": ok, "stay_s": stayed, "least_s": least, "tier": call.tier,
    }  # fmt: skip
    if ok is not False:
        return answer
    if call.early:
        answer["why"] = call.early
    if answered:
        answer["answered"] = True
    elif hers_until and not call.early:
        answer["hers_until"] = hers_until
    return answer


def steps(call: Call) -> Answer:
    """V4."""
    return {"rule": "V4", "ok": None if call.whole else not call.undone, "steps": [*call.undone]}


def photos(call: Call, t: Thresholds) -> Answer:
    """V5. The picture of the door is taken before the check-in is said, so the time a picture may
    be off (G08) is granted at both ends. Bytes that have not arrived cannot be believed yet."""
    begin = seconds(call.began_at) - t.photo_s
    end = None if call.ended_at is None else seconds(call.ended_at) + t.photo_s
    file = [shot.id for shot in call.shots if shot.mode == "file"]
    outside = [
        shot.id
        for shot in call.shots
        if seconds(shot.taken_at) < begin or (end is not None and seconds(shot.taken_at) > end)
    ]
    awaited = sum(not shot.present for shot in call.shots)
    fails = call.lacking or file or outside or awaited
    return {
        "rule": "V5", "ok": None if call.whole else not fails, "lacking": dict(call.lacking),
        "file": file, "outside": outside, "awaited": awaited,
    }  # fmt: skip


def once(earlier: str | None) -> Answer:
    """V6. ``earlier``: the first valid visit of the store that day, when it is another."""
    return {"rule": "V6", "ok": earlier is None, "visit_id": earlier}


def flags(red: Iterable[str]) -> Answer:
    """V7. ``red``: the codes of red flags that nobody has decided on."""
    codes = sorted(red)
    return {"rule": "V7", "ok": not codes, "flags": codes}


def hours(call: Call, t: Thresholds) -> Answer:
    """V8."""
    opens, closes = t.window_min(call.channel_type)
    ok = opens <= call.began_min <= closes
    return {
        "rule": "V8", "ok": ok, "at_min": call.began_min, "from_min": opens, "to_min": closes,
    }  # fmt: skip


def validity(answers: Iterable[Answer], review: str | None) -> str:
    """What the rules and, once there is one, the reviewer's word make of the visit."""
    if review == REJECTED:
        return INVALID
    found = {
        PENDING if any(one.get(name) for name in HEARD) else OTHERWISE[one["rule"]]
        for one in answers
        if one["ok"] is False
        and one["rule"] in OTHERWISE
        and not (review == ACCEPTED and one["rule"] in FORGIVEN)
    }
    return INVALID if INVALID in found else PENDING if PENDING in found else VALID


def effective(review: str | None, appeal: str | None) -> str | None:
    """A rejection that was appealed with success is none."""
    return ACCEPTED if review == REJECTED and appeal == "reversed" else review


def drawn(visit_id: str, percent: int) -> bool:
    """The same visits in every run, and nobody can tell beforehand which."""
    return int.from_bytes(sha256(visit_id.encode()).digest()[:4]) % 100 < percent


def why_reviewed(
    visit_id: str,
    answers: Sequence[Answer],
    *,
    flagged: bool,
    first_c1: bool,
    new_rep: bool,
    t: Thresholds,
) -> list[str]:
    """Why somebody shall look at this visit (domain.md 4.9); empty: nobody need."""
    why = ["flagged"] if flagged else []
    if not flagged and validity(answers, None) == PENDING and not only_awaited(answers):
        why.append("pending")
    if first_c1:
        why.append("c1_first")
    if new_rep and drawn(visit_id, t.new_percent):
        why.append("new_rep")
    elif drawn(visit_id, t.sample_percent):
        why.append("random")
    return why


def only_awaited(answers: Sequence[Answer]) -> bool:
    """Nothing to look at yet: only bytes are missing, and they are on their way."""
    failing = [one for one in answers if one["ok"] is False and one["rule"] in OTHERWISE]
    return all(
        one["rule"] == "V5" and not (one["lacking"] or one["file"] or one["outside"])
        for one in failing
    )


def by_rule(answers: Iterable[Mapping[str, Any]], rule: str) -> Mapping[str, Any]:
    return next((one for one in answers if one["rule"] == rule), {})
