"""Whatever rep, supervisor, clerk and driver do to an order, and in whatever order, its goods
reconcile: what was ordered, accepted, put on notes, shipped, received, and the gifts with it; and
what is left of them, lot by lot, in the partner's warehouse.

The witness knows nothing of the product's rules: it remembers which notes were made, what was
loaded, what the store took and what it gave back, as somebody with the papers in his hand would,
and adds up. What may be done it does not predict: what the server takes has happened, what it
refuses has not.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from backend.orders import amend_rules, effects, rules
from backend.people.office import reach
from backend.purchasing import lists, stock_rules
from backend.shipments import changing, loading, return_rules
from backend.shipments import commands as shipments
from backend.shipments.tables import return_id
from backend.shipments.void import say_void
from tests import engines
from tests.engines import Database
from tests.orders.test_promoted import TEN, gift
from tests.promotions.plans import released
from tests.world import (
    Actor,
    World,
    a_world,
    accept,
    back,
    counted,
    day,
    delivery,
    line,
    note,
    now,
    order,
    text,
)

PAID, PLAIN = "L-SKU-01-case", "L-SKU-03-case"
SKU = {PAID: "SKU-01", PLAIN: "SKU-03"}
FEN = {PAID: 5880, PLAIN: 2500}
HEARD = ("applied", "rejected", "conflict", "duplicate", "quarantined")
CASE, THERE = 24, 100_000
"""Units a case, and of each lot when a history begins. What is paid goes out of one lot, what is
free of another."""
LOTS = {"PAID": -30, "FREE": -20}
"""With the day of their production; nobody's guess takes the younger one."""
HALVES = st.sampled_from([0, 1, 2, 3, 4])
"""How much of what there is, in quarters."""
LINES = st.sampled_from([[PAID], [PLAIN], [PAID, PLAIN]])


@dataclass
class Paper:
    """A delivery note, as it lies in the driver's hand."""

    qty: dict[str, int]
    gifts: int
    loaded: bool = False
    void: bool = False
    taken_back: bool = False
    came_all_the_same: bool = False
    short: dict[str, int] = field(default_factory=dict)
    took: dict[str, int] | None = None
    took_gifts: int = 0
    back: dict[str, int] = field(default_factory=dict)


@dataclass
class Papers:
    """All that is known of one order from its papers."""

    id: str
    ordered: dict[str, int]
    accepted: dict[str, int] | None = None
    notes: dict[str, Paper] = field(default_factory=dict)
    asked: int = 0
    open: dict[str, dict[str, int]] = field(default_factory=dict)
    given_up: set[str] = field(default_factory=set)
    collected: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)
    """By return note, what is on the truck: line, lot and cases."""
    posted: dict[tuple[str, str], int] = field(default_factory=dict)
    """Cases the clerk put back for sale (from stores), less those he threw away (of what a store
    did not take: it was back already), by line and lot."""
    dead: bool = False
    returns: int = 0

    def on_notes(self, of: str) -> int:
        return sum(self.counted(one, of) for one in self.notes.values())

    def counted(self, paper: Paper, of: str) -> int:
        if paper.took is not None:
            return paper.took.get(of, 0)
        return 0 if paper.void else paper.qty.get(of, 0)

    def shipped(self, of: str) -> int:
        return sum(
            self.counted(one, of)
            for one in self.notes.values()
            if one.loaded or one.took is not None
        )

    def received(self, of: str) -> int | None:
        """None: no note with this line has come to its end."""
        ended = [
            one.took.get(of, 0)
            for one in self.notes.values()
            if one.took is not None and of in one.qty
        ]
        return sum(ended) if ended else None

    def in_stock(self, of: str, lot: str) -> int:
        """Base units."""
        cases = self.posted.get((of, lot), 0)
        for one in self.notes.values():
            if one.took is not None:
                taken = one.took.get(of, 0), one.took_gifts if of == PAID else 0
            elif one.loaded:
                taken = one.qty.get(of, 0), one.gifts if of == PAID else 0
            else:
                continue
            cases -= taken[list(LOTS).index(lot)]
        return THERE + cases * CASE

    def twice(self) -> bool:
        """A note that was void came all the same, when its goods may have been on another."""
        return self.dead or any(one.came_all_the_same for one in self.notes.values())

    def given_back(self, of: str) -> int:
        return sum(one.back.get(of, 0) for one in self.notes.values())

    def gifts_on_notes(self) -> int:
        return sum(
            one.took_gifts if one.took is not None else 0 if one.void else one.gifts
            for one in self.notes.values()
        )


def lot(name: str, qty: int | None = None) -> dict[str, Any]:
    one = {"lot": name, "produced_on": day(LOTS[name])}
    return one if qty is None else {**one, "qty": qty}


def left(self: "Lives") -> bool:
    """Something is confirmed and on no note."""
    accepted = self.papers.accepted or {}
    return any(n > self.papers.on_notes(of) for of, n in accepted.items())


def to_answer(self: "Lives") -> bool:
    return bool(self.papers.accepted is None or self.seen.get("reaccept"))


def on_the_way(self: "Lives") -> bool:
    return any(one.took is None for one in self.papers.notes.values())


def to_load(self: "Lives") -> bool:
    return any(one.took is None and not one.loaded for one in self.papers.notes.values())


def stands(*states: str) -> Any:
    return lambda self: self.seen["doc_state"] in states


class Lives(RuleBasedStateMachine):
    """One order a history, in a town that stays. Nobody says what cannot make sense to him, so that
    histories get somewhere; but notes are made and loaded whatever has become of the order."""

    world: World
    runner: asyncio.Runner
    count = 0

    def __init__(self) -> None:
        super().__init__()
        Lives.count += 1
        self.heard: list[bool] = []
        self.papers = Papers(f"O-{Lives.count}", {PAID: 24, PLAIN: 6})
        lines = [line(SKU[of], qty, FEN[of]) for of, qty in self.papers.ordered.items()]
        args = order(lines=lines, gifts=[gift(2)], no=f"CC01-{Lives.count}")
        assert self.says(self.world.rep, "order.submit", args)
        self.seen = self.sees()
        self.goods_moved = True
        lines = [
            {"sku_id": sku_id, **lot(name), "good": THERE, "damaged": 0}
            for sku_id in SKU.values()
            for name in LOTS
        ]
        there = counted(lines=lines, counted_at=text(now()))
        assert self.says(self.world.clerk, "stock.count", there, f"C-{Lives.count}")

    def says(self, by: Actor, kind: str, args: dict[str, Any], id: str = "") -> bool:
        result = self.runner.run(by.says(kind, id or self.papers.id, args))
        assert result["status"] in HEARD, result
        self.heard.append(result["status"] == "applied")
        return self.heard[-1]

    def sees(self) -> dict[str, Any]:
        seen: dict[str, Any] = self.runner.run(self.world.rep.sees("sales_order"))[self.papers.id]
        return seen

    def look(self) -> None:
        self.seen = self.sees()

    # The partner

    @initialize(parts=st.sampled_from([None, (4, 4), (4, 4), (3, 4), (2, 0)]))
    def most_are_confirmed(self, parts: tuple[int, int] | None) -> None:
        if parts:
            self.answer(parts)

    @precondition(to_answer)
    @rule(parts=st.tuples(HALVES, HALVES))
    def clerk_accepts(self, parts: tuple[int, int]) -> None:
        self.answer(parts)

    def answer(self, parts: tuple[int, int]) -> None:
        wanted = {
            of: max(self.papers.on_notes(of), self.papers.ordered[of] * part // 4)
            for of, part in zip(SKU, parts, strict=True)
        }
        answers = [
            (of, qty, None if qty == self.papers.ordered[of] else "out_of_stock")
            for of, qty in wanted.items()
        ]
        if self.says(self.world.clerk, "order.accept", accept(*answers)):
            self.papers.accepted = wanted
        self.look()

    @precondition(left)
    @rule(parts=st.sampled_from([(4, 4), (4, 0), (2, 4), (2, 2), (3, 1), (1, 0)]))
    def clerk_makes_a_note(self, parts: tuple[int, int]) -> None:
        accepted = self.papers.accepted or {}
        qty = {
            of: (accepted.get(of, 0) - self.papers.on_notes(of)) * part // 4
            for of, part in zip(SKU, parts, strict=True)
        }
        goods = {of: n for of, n in qty.items() if n > 0}
        if not goods:
            return
        id = f"{self.papers.id}-N{len(self.papers.notes)}"
        args = note(
            [self.papers.id], [(self.papers.id, of, SKU[of], n) for of, n in goods.items()],
            no=f"P{id}",
        )  # fmt: skip
        for one in args["lines"]:
            one["lots"] = [lot("PAID", one["qty"])]
        args["gift_lots"] = [
            {"order_id": self.papers.id, "line_id": one["line_id"], "lots": [lot("FREE", 99)]}
            for one in self.seen["gifts"]
        ]
        given_up = self.papers.given_up & goods.keys()
        before = self.papers.gifts_on_notes()
        if self.says(self.world.clerk, "note.make", args, id):
            assert not given_up, "what was given up goes on no note"
            assert self.seen["doc_state"] == "audited", "no note of an order that is not at work"
            made = self.runner.run(self.world.clerk.sees("delivery_note"))[id]
            brought = sum(one["qty"] for one in made["gifts"])
            self.papers.notes[id] = Paper(goods, brought)
            due = self.papers.on_notes(PAID) // TEN["buy"]
            assert before + brought <= max(due, before), "gifts follow the paid goods"
        self.look()

    @precondition(to_load)
    @rule(which=st.integers(0, 9))
    def driver_loads(self, which: int) -> None:
        id, paper = self.some_note(which)
        if (
            paper is not None
            and not paper.loaded
            and self.says(self.world.driver, "note.load", {}, id)
        ):
            assert not paper.void or paper.taken_back, "void of a cancelled order it stays"
            assert self.seen["doc_state"] != "on_hold", "nothing is loaded of an order on hold"
            paper.loaded, paper.void, self.goods_moved = True, False, True
        self.look()

    @precondition(on_the_way)
    @rule(
        what=st.sampled_from(["short", "short", "unload", "back", "anew", "other_day"]),
        which=st.integers(0, 9),
        parts=st.tuples(HALVES, HALVES),
    )
    def a_note_changes_before_it_leaves(
        self, what: str, which: int, parts: tuple[int, int]
    ) -> None:
        """One rule for all of it: it must not crowd out the others."""
        if what == "short":
            self.driver_counts_and_loads(which, parts)
        elif what == "unload":
            self.driver_unloads(which)
        elif what == "back":
            self.clerk_takes_it_back(which)
        elif what == "anew":
            self.clerk_takes_it_back(which)
            self.clerk_makes_a_note((4, 4))
            self.driver_loads(which)  # he has the old one in his hands
        else:
            self.clerk_gives_it_another_day(which, parts[0] % 2)

    def driver_counts_and_loads(self, which: int, parts: tuple[int, int]) -> None:
        """What is short is on no note any more."""
        id, paper = self.some_note(which)
        if paper is None or paper.loaded or paper.took is not None:
            return
        found = {of: paper.qty[of] * part // 4
                 for of, part in zip(SKU, parts, strict=True) if of in paper.qty}  # fmt: skip
        lines = [
            {"line_id": of, "qty": n, "reason": None if n == paper.qty[of] else "damaged"}
            for of, n in found.items()
        ]
        if self.says(self.world.driver, "note.load", {"lines": lines}, id):
            assert any(found.values()), "a truck with nothing of it"
            assert not paper.void or paper.taken_back
            paper.loaded, paper.void, self.goods_moved = True, False, True
            paper.short = {of: n - found[of] for of, n in paper.qty.items() if n > found[of]}
            paper.qty = found
        self.look()

    def driver_unloads(self, which: int) -> None:
        """What was short is on it again where it is on no other note: who holds the papers reads
        it off the note, and the sums must agree."""
        id, paper = self.some_note(which)
        if paper is None or not paper.loaded or paper.took is not None:
            return
        if self.says(self.world.driver, "note.unload", {}, id):
            now = self.runner.run(self.world.driver.sees("delivery_note"))[id]
            again = {one["line_id"]: one["qty"] for one in now["lines"]}
            for of, n in paper.qty.items():
                assert again.get(of, 0) in (n, n + paper.short.get(of, 0))
            paper.loaded, paper.qty, paper.short = False, again, {}
            self.goods_moved = True
        self.look()

    def clerk_takes_it_back(self, which: int) -> None:
        id, paper = self.some_note(which)
        if paper is None or paper.void:
            return
        if self.says(self.world.clerk, "note.cancel", {"reason": "wrong_goods"}, id):
            assert not paper.loaded, "what is loaded stands"
            assert paper.took is None, "what was handed over stands"
            paper.void = paper.taken_back = True
        self.look()

    def clerk_gives_it_another_day(self, which: int, tomorrow: int) -> None:
        id, paper = self.some_note(which)
        args = {"driver_id": self.world.driver.person.id, "deliver_on": day(tomorrow)}
        if paper is not None and self.says(self.world.clerk, "note.assign", args, id):
            now = self.runner.run(self.world.driver.sees("delivery_note"))[id]
            if not paper.loaded and not paper.void and paper.took is None:
                assert now["deliver_on"] == day(tomorrow)
        self.look()

    @precondition(left)
    @rule(parts=st.sampled_from([(4, 4), (2, 4), (2, 1)]), part=HALVES)
    def a_note_goes_its_way(self, parts: tuple[int, int], part: int) -> None:
        before = len(self.papers.notes)
        self.clerk_makes_a_note(parts)
        if len(self.papers.notes) > before:
            self.driver_loads(before)
            self.driver_delivers(before, part)

    @precondition(on_the_way)
    @rule(which=st.integers(0, 9), part=HALVES)
    def driver_delivers(self, which: int, part: int) -> None:
        """Loaded or not, void or not: a proof is a fact."""
        id, paper = self.some_note(which)
        if paper is None or paper.took is not None:
            return
        took = {of: n * part // 4 for of, n in paper.qty.items()}
        answers = [(of, n, None if n == paper.qty[of] else "damaged") for of, n in took.items()]
        assert self.says(self.world.driver, "note.deliver", delivery(*answers), id)
        done = self.runner.run(self.world.driver.sees("delivery_note"))[id]
        paper.took, self.goods_moved = took, True
        paper.came_all_the_same = paper.void
        paper.took_gifts = sum(one["accepted_qty"] for one in done["gifts"])
        assert paper.took_gifts <= paper.gifts
        left = [(of, "PAID", n - took[of]) for of, n in paper.qty.items()]
        left.append((PAID, "FREE", paper.gifts - paper.took_gifts))
        left = [one for one in left if one[2]]
        if left:
            self.papers.collected[return_id(id)] = left
        self.look()

    @precondition(lambda self: self.papers.returns < 4)
    @rule(which=st.integers(0, 9), part=st.sampled_from([1, 2, 4]), there=HALVES)
    def store_gives_back(self, which: int, part: int, there: int) -> None:
        """Asked for, approved and collected, not always all of it."""
        note_id, paper = self.some_note(which)
        goods = {of: n * part // 4 for of, n in ((paper and paper.took) or {}).items()}
        goods = {of: n for of, n in goods.items() if n > 0}
        if paper is None or paper.took is None or not goods:
            return
        self.papers.returns += 1
        id = f"{self.papers.id}-R{self.papers.returns}"
        args = back("ST-1", *((SKU[of], n, "damaged") for of, n in goods.items()))
        for one, of in zip(args["lines"], goods, strict=True):
            one |= {"note_line_id": of, **lot("PAID")}
        if self.says(self.world.rep, "return.request", {**args, "delivery_note_id": note_id}, id):
            for of, n in goods.items():
                assert n + paper.back.get(of, 0) <= paper.took[of], "more back than it took"
            approved = {"outcome": "approved", "reason": None}
            assert self.says(self.world.sup, "return.decide", approved, id)
            found = [n * there // 4 for n in goods.values()]
            lines = [{"line_id": str(i), "qty": n} for i, n in enumerate(found, 1)]
            collected = {"lines": lines, "note": None}
            assert self.says(self.world.clerk, "return.collect", collected, id)
            for of, n in zip(goods, found, strict=True):
                paper.back[of] = paper.back.get(of, 0) + n
            self.papers.collected[id] = [
                (of, "PAID", n) for of, n in zip(goods, found, strict=True)
            ]
        self.look()

    @precondition(lambda self: self.papers.collected)
    @rule(which=st.integers(0, 9), part=HALVES)
    def clerk_posts_what_came_back(self, which: int, part: int) -> None:
        """Part of it is for sale again, the rest is thrown away."""
        id = list(self.papers.collected)[which % len(self.papers.collected)]
        goods = self.papers.collected.pop(id)
        at_door = not id.startswith(self.papers.id)
        lines = []
        for number, (of, name, n) in enumerate(goods, 1):
            good = n * part // 4
            lines.append({"line_id": str(number), "good": good, "scrapped": n - good})
            back_for_sale = good - n if at_door else good
            before = self.papers.posted.get((of, name), 0)
            self.papers.posted[of, name] = before + back_for_sale
        self.goods_moved = True
        assert self.says(self.world.clerk, "return.post", {"lines": lines}, id)

    def some_note(self, which: int) -> tuple[str, Paper | None]:
        if not self.papers.notes:
            return "", None
        return list(self.papers.notes.items())[which % len(self.papers.notes)]

    # Changes

    @precondition(lambda self: self.papers.asked < 5)
    @rule(
        parts=st.tuples(HALVES, HALVES),
        clerk=st.booleans(),
        then=st.sampled_from(["later", "later", "decided"]),
    )
    def quantities_are_amended(self, parts: tuple[int, int], clerk: bool, then: str) -> None:
        id = f"A{self.papers.asked}"
        self.papers.asked += 1
        wanted = {of: n * part // 2 for (of, n), part in zip(
            self.papers.ordered.items(), parts, strict=True,
        )}  # fmt: skip
        by = self.world.clerk if clerk else self.world.rep
        args = {
            "amendment_id": id, "reason": "owner_asks",
            "lines": [{"line_id": of, "qty": n} for of, n in wanted.items()],
        }  # fmt: skip
        at_once = self.seen["audited_at"] is None
        changed = {of: n for of, n in wanted.items() if n != self.papers.ordered[of]}
        if self.says(by, "order.amend", args):
            if at_once:
                self.becomes(changed)
            else:
                self.papers.open[id] = changed
        self.look()
        if then == "decided" and self.papers.open and self.seen["doc_state"] == "audited":
            self.supervisor_decides(True, len(self.papers.open) - 1)

    @precondition(lambda self: self.papers.open and self.seen["doc_state"] == "audited")
    @rule(yes=st.sampled_from([True, True, False]), which=st.integers(0, 9))
    def supervisor_decides(self, yes: bool, which: int) -> None:
        id = list(self.papers.open)[which % len(self.papers.open)]
        args = {"amendment_id": id, "state": "audited" if yes else "returned", "note": None}
        if self.says(self.world.sup, "order.decide_amendment", args):
            wanted = self.papers.open.pop(id)
            if yes:
                self.becomes(wanted)
        self.look()

    def becomes(self, wanted: dict[str, int]) -> None:
        for of, n in wanted.items():
            on_notes = self.papers.on_notes(of)
            self.papers.ordered[of] = max(n, on_notes)
            self.papers.given_up.discard(of)
            if n < on_notes:
                self.papers.given_up.add(of)
        if self.papers.accepted is not None:
            self.papers.accepted = {
                of: min(n, self.papers.ordered[of]) for of, n in self.papers.accepted.items()
            }

    @precondition(lambda self: left(self) and self.seen["doc_state"] == "audited")
    @rule(lines=LINES)
    def rep_gives_up(self, lines: list[str]) -> None:
        accepted = self.papers.accepted or {}
        left = [of for of in lines if accepted.get(of, 0) > self.papers.on_notes(of)]
        if self.says(self.world.rep, "order.close_line", {"line_ids": lines, "reason": "x"}):
            self.papers.given_up |= set(left)
        self.look()

    @precondition(lambda self: left(self) and self.seen["doc_state"] == "audited")
    @rule(lines=LINES)
    def clerk_asks_to_give_up(self, lines: list[str]) -> None:
        self.says(self.world.clerk, "order.close_line", {"line_ids": lines, "reason": "x"})
        self.look()

    @precondition(lambda self: left(self) and self.seen["doc_state"] == "audited")
    @rule(lines=LINES)
    def rep_wants_the_rest(self, lines: list[str]) -> None:
        args = {"line_ids": lines, "until_on": day(2)}
        self.says(self.world.rep, "order.redeliver", args)
        self.look()

    # The office

    @precondition(stands("submitted", "audited"))
    @rule(by=st.sampled_from(["sup", "clerk"]))
    def somebody_holds(self, by: str) -> None:
        args = {"reason": "credit", "until_on": day(2), "note": None}
        self.says(getattr(self.world, by), "order.hold", args)
        self.look()

    @precondition(stands("on_hold"))
    @rule()
    def supervisor_releases(self) -> None:
        self.says(self.world.sup, "order.release", {"note": None})
        self.look()

    @precondition(lambda self: self.papers.accepted is None)
    @rule()
    def supervisor_audits_anew(self) -> None:
        if self.says(self.world.sup, "order.un_audit", {"reason": "x"}):
            assert self.papers.accepted is None
            self.look()
            assert self.papers.id not in self.runner.run(self.world.clerk.sees("sales_order"))
        else:
            self.says(self.world.sup, "order.audit", {"note": None})
        self.look()

    @precondition(lambda self: self.papers.notes and self.seen["doc_state"] == "audited")
    @rule()
    def supervisor_closes(self) -> None:
        if self.says(self.world.sup, "order.close", {"reason": "x"}):
            accepted = self.papers.accepted
            self.papers.given_up |= {
                of for of in SKU
                if accepted is None or accepted[of] > self.papers.on_notes(of)
            }  # fmt: skip
        self.look()

    @precondition(stands("closed"))
    @rule()
    def supervisor_opens(self) -> None:
        if self.says(self.world.sup, "order.open", {"reason": "x"}):
            self.papers.given_up.clear()
            if not any((self.papers.accepted or {}).values()):
                self.papers.accepted = None
        self.look()

    @precondition(lambda self: self.papers.notes and not self.papers.dead)
    @rule(sure=st.integers(0, 5))
    def supervisor_cancels(self, sure: int) -> None:
        if sure == 0 and self.says(self.world.sup, "order.cancel", {"reason": "x"}):
            self.papers.dead = True
            self.runner.run(say_void(self.world.store, self.world.registry, self.papers.id))
            for paper in self.papers.notes.values():
                paper.taken_back = False
                paper.void = paper.void or (paper.took is None and not paper.loaded)
        self.look()

    # What must hold

    @invariant()
    def goods_reconcile(self) -> None:
        for one in self.seen["lines"]:
            of = one["line_id"]
            assert one["qty"] == self.papers.ordered[of], "ordered"
            assert one["noted_qty"] == self.papers.on_notes(of), "on notes"
            assert one["received_qty"] == self.papers.received(of), "received"
            assert one.get("returned_qty", 0) == self.papers.given_back(of), "returned"
            accepted = None if self.papers.accepted is None else self.papers.accepted[of]
            assert one["accepted_qty"] == accepted, "accepted"
            assert one["amount_fen"] == one["qty"] * FEN[of]
            if not self.papers.twice():
                assert one["noted_qty"] <= (accepted or 0), "no more on notes"
                assert (accepted or 0) <= one["qty"], "no more accepted"
        assert self.seen["total_fen"] == sum(one["amount_fen"] for one in self.seen["lines"])

    @invariant()
    def the_warehouse_reconciles(self) -> None:
        """As the office lists it, asked whenever something left or came."""
        if not self.goods_moved:
            return
        self.goods_moved = False
        sup = reach(self.world.sup.person)
        page = self.runner.run(lists.stocks(self.world.store, sup, "P01", "", 60))
        held = {
            (row["sku_id"], one["lot"]): one["good"] for row in page["rows"] for one in row["lots"]
        }
        for of, sku_id in SKU.items():
            for name in LOTS:
                assert held[sku_id, name] == self.papers.in_stock(of, name), "in stock"

    @invariant()
    def gifts_reconcile(self) -> None:
        noted = sum(one["noted_qty"] for one in self.seen["gifts"])
        assert noted == self.papers.gifts_on_notes(), "gifts on notes"
        got = sum(one["received_qty"] or 0 for one in self.seen["gifts"])
        assert got == sum(one.took_gifts for one in self.papers.notes.values()), "gifts received"
        promised = sum(one["qty"] for one in self.seen["gifts"])
        assert promised >= noted or self.papers.twice(), "no more on notes"
        assert promised >= self.papers.ordered[PAID] // TEN["buy"]

    @invariant()
    def the_states_follow_the_goods(self) -> None:
        papers, doc, exec_state = self.papers, self.seen["doc_state"], self.seen["exec_state"]
        got = sum(papers.received(of) or 0 for of in SKU)
        away = sum(papers.shipped(of) for of in SKU)
        if papers.accepted is None:
            assert exec_state == "none"
            return
        due = {
            of: papers.on_notes(of) if of in papers.given_up else papers.accepted[of] for of in SKU
        }
        whole = all((papers.received(of) or 0) >= due[of] for of in SKU)
        expected = "accepted"
        if got:
            expected = "received" if whole else "part_received"
        elif away:
            expected = "shipped" if away >= sum(due.values()) else "part_shipped"
        assert exec_state == expected, "how far it is"
        if papers.dead:
            assert doc == "cancelled"


@contextmanager
def a_town(database: Database) -> Iterator[None]:
    """Where orders live from now on: its promotion gives one of SKU-01 with ten."""

    async def open_world() -> tuple[Any, World]:
        context = a_world(database)
        return context, await context.__aenter__()

    with asyncio.Runner() as runner:
        context, world = runner.run(open_world())
        try:
            runner.run(released(world, rules=[TEN]))
            Lives.world, Lives.runner, Lives.count = world, runner, 0
            yield
        finally:
            runner.run(context.__aexit__(None, None, None))


def test_whatever_four_people_do_to_an_order_its_goods_reconcile(database: Database) -> None:
    with a_town(database):
        run_state_machine_as_test(
            Lives,
            settings=settings(
                max_examples=40, stateful_step_count=40, deadline=None, database=None,
                derandomize=True, suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip


# The bugs that must not pass. Each is planted in the server's own code, and a history shows it:
# searching for one at random takes minutes, and may end without.


@dataclass(frozen=True)
class Step:
    """One rule of the machine, and whether the last thing said by it is heard."""

    rule: str
    args: dict[str, Any]
    heard: bool = True


def does(rule: str, **args: Any) -> Step:
    return Step(rule, args)


def may_not(rule: str, **args: Any) -> Step:
    return Step(rule, args, heard=False)


class NotNowError(Exception):
    """The history calls for what cannot be done now. No failed assertion: those are how a bug
    shows."""


def live(history: Iterable[Step], as_told: bool) -> None:
    """Another order lives through it, looked at after each step as hypothesis does.

    ``as_told``: what is said is heard or refused as the history has it. With a bug it need not be.
    """
    one = Lives()
    one.most_are_confirmed((4, 4))
    rules_of = {rule.function.__name__: rule for rule in one.rules}
    for step in history:
        rule = rules_of[step.rule]
        if not all(holds(one) for holds in rule.preconditions):
            raise NotNowError(step)
        one.heard.clear()
        rule.function(one, **step.args)
        if as_told and one.heard[-1:] != [step.heard]:
            raise NotNowError(step, one.heard)
        for must_hold in one.invariants:
            must_hold.function(one)


def an_amendment_forgets_what_is_on_notes(patch: pytest.MonkeyPatch) -> None:
    def plain(lines: Any, changed: Any) -> dict[str, int]:
        wanted = {one["line_id"]: one["qty"] for one in changed}
        return {one["line_id"]: wanted.get(one["line_id"], one["qty"]) for one in lines}

    patch.setattr(amend_rules, "quantities", plain)


def amended_gifts_forget_their_notes(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(amend_rules, "gifts_carried", lambda due, held: list(due))


def what_came_back_stays_on_its_note(patch: pytest.MonkeyPatch) -> None:
    honest = effects.delivered

    async def delivered(*given: Any, **more: Any) -> Any:
        return await honest(*given, **{**more, "was_noted": False})

    patch.setattr(effects, "delivered", delivered)


def what_was_given_up_goes_on_notes(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(shipments, "open_qty", lambda one: (one["accepted_qty"] or 0) - one["noted_qty"])


def a_closed_line_is_waited_for(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rules, "due_qty", lambda one: one["accepted_qty"])


def what_was_given_back_is_given_back_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(return_rules, "returnable", lambda one, known: one["accepted_qty"] or 0)


def what_was_asked_for_counts_as_collected(patch: pytest.MonkeyPatch) -> None:
    def all_of_it(lines: Any, qty_of: Any) -> list[dict[str, Any]]:
        return [{**line, "collected_qty": line["qty"]} for line in lines]

    patch.setattr(return_rules, "collected", all_of_it)


def gifts_never_leave_the_stock(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(stock_rules, "carried", lambda one: one["lines"])


def gifts_leave_by_no_lot(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(shipments, "named_gifts", lambda gifts, said_of: gifts)


def gifts_that_came_back_are_never_posted(patch: pytest.MonkeyPatch) -> None:
    honest = lists.put_back

    def put_back(returns: Any, *rest: Any) -> Any:
        paid = [
            {**one, "lines": [line for line in one["lines"] if not line["gift"]]} for one in returns
        ]
        return honest(paid, *rest)

    patch.setattr(lists, "put_back", put_back)


def what_is_short_stays_on_its_note(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(loading, "stays_behind", lambda lines: [])


def what_was_taken_back_is_loaded_though_it_is_on_another(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(loading, "still_open", lambda held, found: True)


def what_is_loaded_is_taken_back(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(changing, "check_prepared", lambda held, by: None)


ON_ITS_WAY = (
    does("clerk_makes_a_note", parts=(4, 4)),
    does("driver_loads", which=0),
)
TAKEN = (
    *ON_ITS_WAY,
    does("driver_delivers", which=0, part=4),
)
REST_GIVEN_UP = (
    does("clerk_makes_a_note", parts=(2, 4)),
    does("rep_gives_up", lines=[PAID]),
)
BUGS: dict[Callable[[pytest.MonkeyPatch], None], tuple[Sequence[Step], str]] = {
    gifts_never_leave_the_stock: (ON_ITS_WAY, "in stock"),
    gifts_leave_by_no_lot: (ON_ITS_WAY, "in stock"),
    gifts_that_came_back_are_never_posted: (
        (
            *ON_ITS_WAY,
            does("driver_delivers", which=0, part=2),
            does("clerk_posts_what_came_back", which=0, part=0),
        ),
        "in stock",
    ),
    an_amendment_forgets_what_is_on_notes: (
        (
            does("clerk_makes_a_note", parts=(4, 4)),
            does("quantities_are_amended", parts=(1, 2), clerk=False, then="decided"),
        ),
        "ordered",
    ),
    amended_gifts_forget_their_notes: (
        (
            does("clerk_makes_a_note", parts=(4, 4)),
            does("quantities_are_amended", parts=(3, 2), clerk=False, then="decided"),
        ),
        "gifts on notes",
    ),
    what_came_back_stays_on_its_note: (
        (
            does("clerk_makes_a_note", parts=(1, 0)),  # too little for a gift
            does("driver_loads", which=0),
            does("driver_delivers", which=0, part=2),
        ),
        "on notes",
    ),
    what_was_given_up_goes_on_notes: (
        (*REST_GIVEN_UP, may_not("clerk_makes_a_note", parts=(4, 4))),
        "what was given up goes on no note",
    ),
    a_closed_line_is_waited_for: (
        (*REST_GIVEN_UP, does("driver_loads", which=0)),
        "how far it is",
    ),
    what_was_given_back_is_given_back_again: (
        (
            *TAKEN,
            does("store_gives_back", which=0, part=4, there=4),
            may_not("store_gives_back", which=0, part=4, there=4),
        ),
        "more back than it took",
    ),
    what_was_asked_for_counts_as_collected: (
        (*TAKEN, does("store_gives_back", which=0, part=4, there=2)),
        "returned",
    ),
    what_is_short_stays_on_its_note: (
        (
            does("clerk_makes_a_note", parts=(4, 4)),
            does("a_note_changes_before_it_leaves", what="short", which=0, parts=(2, 4)),
        ),
        "on notes",
    ),
    what_was_taken_back_is_loaded_though_it_is_on_another: (
        (
            does("clerk_makes_a_note", parts=(4, 4)),
            may_not("a_note_changes_before_it_leaves", what="anew", which=0, parts=(4, 4)),
        ),
        "no more on notes",
    ),
    what_is_loaded_is_taken_back: (
        (
            *ON_ITS_WAY,
            may_not("a_note_changes_before_it_leaves", what="back", which=0, parts=(4, 4)),
        ),
        "what is loaded stands",
    ),
}
"""Each with a history that goes well without it, and what does not hold with it."""


@pytest.fixture(scope="module")
def quicker() -> Iterator[engines.Engine]:
    """The bugs are none of the store's."""
    with engines.engine("sqlite") as running:
        yield running


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_a_planted_bug_does_not_pass(
    bug: Callable[[pytest.MonkeyPatch], None],
    quicker: engines.Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    history, broken = BUGS[bug]
    with a_town(quicker.new()):
        live(history, as_told=True)
        bug(monkeypatch)
        with pytest.raises(AssertionError, match=f"^{broken}\n"):
            live(history, as_told=False)
