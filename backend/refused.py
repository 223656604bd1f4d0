"""How a rule or a command says no. Expected, kept, shown to the person, never retried."""

from collections.abc import Awaitable, Callable
from typing import Any


class Refused(Exception):
    """The operation is `rejected`: final, its content kept on the device, the queue goes on.

    ``code`` is one of the protocol's ProblemCode; the phone turns it and ``facts`` into a
    sentence in the person's own language. ``detail`` is for the log.
    """

    status = "rejected"

    def __init__(self, code: str, detail: str = "", **facts: int | str) -> None:
        super().__init__(detail or code)
        self.code = code
        self.detail = detail
        self.facts: dict[str, int | str] = facts


class Conflict(Refused):
    """Somebody else's decision stands (`conflict`); ``current`` says what is so now.

    ``then`` writes what must stay although the operation itself is undone, the author's inbox item
    above all; it returns that item's id, or None.
    """

    status = "conflict"

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        then: Callable[[Any], Awaitable[str | None]] | None = None,
        **current: Any,
    ) -> None:
        super().__init__(code, detail)
        self.current = current
        self.then = then


class Quarantined(Refused):
    """A fact captured in a shop that nobody may lose: its bytes are kept for a supervisor."""

    status = "quarantined"


class Duplicate(Refused):
    """The same fact under the same id, said again by another operation: nothing to do."""

    status = "duplicate"
