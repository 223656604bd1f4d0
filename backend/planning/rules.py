"""What a plan and a task may become. Pure; no twin, for the office decides with the server."""

MINUTES = {"P1": 80, "P2": 45, "P3": 28, "P4": 18}  # in the store, by tier (domain.md 4.2)


def minutes_of(tier: str) -> int:
    """What a stop is planned with when nobody says otherwise."""
    return MINUTES[tier]


def evidence_missing(evidence: str, answer: str, photo_ids: list[str]) -> bool:
    """A task says what closes it: nothing, words, or a picture."""
    if evidence == "photo":
        return not photo_ids
    return evidence == "text" and not answer.strip()


def state_after_answer(state: str, answered: str) -> str | None:
    """None: the task cannot be answered any more.

    K8: work done before its withdrawal was heard of stands, and is credited.
    """
    if state == "assigned":
        return answered
    if state == "withdrawn" and answered == "done":
        return "done_after_withdrawal"
    return None
