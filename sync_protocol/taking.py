"""What a phone holds of a scope, and how it takes in the frames of one answer, mark by mark."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sync_protocol.client import Disagreement, Scope
from sync_protocol.digest import canonical
from sync_protocol.reply import Fault

if TYPE_CHECKING:
    from sync_protocol.phone import Phone


@dataclass
class Held(Scope):
    """A scope as the phone holds it. behind: its last mark was not a final one."""

    whole: bool = False
    behind: bool = True
    leaving: bool = False
    known: tuple[int, int] | None = None

    def renew(self) -> None:
        """From its beginning again; what is stale then goes at the final mark."""
        self.stale, self.behind, self.pos = set(self.rows), True, 0


class Taking:
    """The frames of one answer. Pages are stored at the end or at a cut, as one transaction."""

    def __init__(self, phone: "Phone", before: int) -> None:
        self.phone, self.before = phone, before
        self.lines: list[dict[str, Any]] = []
        self.pages: list[tuple[list[dict[str, Any]], dict[str, Any], bool]] = []
        self.resets: set[str] = set()
        self.now = ""
        self.ended = self.more = self.forgotten = self.left = False
        self.rewind_to: int | None = None

    def take(self, frame: dict[str, Any]) -> None:
        match frame["t"]:
            case "hello":
                self._hello(frame)
            case "put" | "del" | "leave":
                self.lines.append(frame)
            case "reset":
                self.resets.add(frame["scope"])
            case "mark":
                self.pages.append((self.lines, frame, frame["scope"] in self.resets))
                self.resets.discard(frame["scope"])
                self.lines = []
            case "gone":
                self.store()
                self._gone(frame["scope"])
            case "need-cursors":
                self.forgotten = True
            case "end":
                self.ended, self.more = True, frame.get("more", False)

    def _hello(self, frame: dict[str, Any]) -> None:
        phone = self.phone
        self.now = frame["server_time"]
        phone.learn_clock(self.now, self.before)
        if phone.server_id not in (None, frame["server_id"]):
            raise Fault(kind="problem", status=0, code="server/changed")
        phone.server_id = frame["server_id"]
        if frame["next_seq"] < phone.next_seq:
            self.rewind_to = frame["next_seq"]

    def _gone(self, name: str) -> None:
        """It goes when nothing of ours waits; until then the server says so each time."""
        phone = self.phone
        if phone.waiting():
            if name in phone.scopes:
                phone.held(name).leaving = True
            return
        phone.scopes.pop(name, None)
        phone.settle({name})
        self.left = True

    def store(self) -> None:
        if not self.pages:
            return
        pages, self.pages = self.pages, []
        own = f"user:{self.phone.person_id}"
        for lines, mark, reset in sorted(pages, key=lambda page: page[1]["scope"] != own):
            self._page(lines, mark, reset)
        self.phone.settle({mark["scope"] for _, mark, _ in pages})

    def _page(self, lines: list[dict[str, Any]], mark: dict[str, Any], reset: bool) -> None:
        phone, scope = self.phone, self.phone.held(mark["scope"])
        if reset:
            scope.renew()
        for line in lines:
            key = (line["e"], line["id"])
            scope.stale.discard(key)
            if line["t"] == "put":
                scope.rows[key] = (line["v"], canonical(line["b"]))
            else:
                scope.rows.pop(key, None)
        scope.epoch, scope.pos, scope.behind = mark["epoch"], mark["pos"], mark["more"]
        if mark["more"]:
            return
        for key in scope.stale:
            scope.rows.pop(key, None)
        scope.stale, scope.whole = set(), True
        if mark["scope"] == f"user:{phone.person_id}":
            phone.follow(self.now)
        mine = (len(scope.rows), scope.digest())
        if mine != (mark["n"], mark["digest"]):
            raise Disagreement(f"{mark['scope']}: {mine} here, {mark['n']}, {mark['digest']} there")
