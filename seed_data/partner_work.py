"""What happens to orders: the office decides on small ones, clerks confirm, drivers deliver."""

import random
from datetime import date
from typing import Any

from seed_data import data
from seed_data.player import named
from seed_data.script import Script, Voice
from seed_data.stores import StoreRow
from seed_data.warehouse import Warehouse
from seed_data.worlds import World

SHORT = ("out_of_stock", "near_expiry_only")
Waiting = dict[str, Any]
"""An order (id, store, lines, below) or a note (id, driver, lines, store) on its way."""


class PartnerWork:
    """Orders nobody has answered yet, and notes that are not delivered yet."""

    def __init__(
        self, script: Script, world: World, rng: random.Random, earliest: date | None
    ) -> None:
        self.script, self.world, self.rng, self.earliest = script, world, rng, earliest
        self.orders: list[Waiting] = []
        self.notes: list[Waiting] = []
        self.count = 0
        self.warehouse = Warehouse(script, world)

    def take(self, order_id: str, store: StoreRow, args: dict[str, Any]) -> None:
        below = args["total_fen"] < data.MIN_ORDER_FEN
        self.orders.append({"id": order_id, "store": store, "lines": args["lines"], "below": below})

    def answer(self, day: date, heard: str, *, some: bool = False) -> None:
        """Yesterday's orders are confirmed and put on notes for today.

        some: today is not over. Some orders wait for the clerk, small ones for the supervisor.
        """
        ready, self.orders = self.orders, []
        if some:
            waits = [order["below"] or self.rng.random() < 0.45 for order in ready]
            self.orders = [order for order, wait in zip(ready, waits, strict=True) if wait]
            ready = [order for order, wait in zip(ready, waits, strict=True) if not wait]
        ready = [order for order in ready if not order["below"] or self._let_through(order, heard)]
        for order in sorted(ready, key=lambda order: str(order["store"].partner_id)):
            self._confirm(order, max(day, self.earliest or day), heard)

    def _let_through(self, order: Waiting, heard: str) -> bool:
        """Below the minimum: the supervisor decides, for a C1 customer the specialist."""
        store: StoreRow = order["store"]
        major = store.customer_class == "C1"
        login = self.world.specialist if major else self.world.supervisor_of[store.org_unit_id]
        by = self.script.voice(login, heard)
        if self.rng.random() < 0.2:
            by.tell(heard, "order.reject", order["id"], {"reason": "低于起订量，下次合并"})
            return False
        by.tell(heard, "order.audit", order["id"], {"note": "老客户，放行"})
        return True

    def _confirm(self, order: Waiting, day: date, heard: str) -> None:
        clerk = self.script.voice(self.world.clerk_of[order["store"].partner_id], heard)
        answers = []
        for line in order["lines"]:
            short = self.rng.random() < 0.06
            qty = line["qty"] // 2 if short else line["qty"]
            reason = self.rng.choice(SHORT) if short else None
            answers.append({"line_id": line["line_id"], "qty": qty, "reason": reason})
        clerk.tell(
            heard, "order.accept", order["id"],
            {"lines": answers, "promised_on": day.isoformat(), "note": None},
        )  # fmt: skip
        self._note(clerk, order, {one["line_id"]: one["qty"] for one in answers}, day, heard)

    def _note(
        self, clerk: Voice, order: Waiting, qty_of: dict[str, int], day: date, heard: str,
        again: int = 0,
    ) -> None:  # fmt: skip
        """``again``: how many of this order have gone before."""
        self.count += 1
        store: StoreRow = order["store"]
        drivers = self.world.drivers_of[store.partner_id]
        driver = drivers[self.count % len(drivers)]
        lines = [
            {"line_id": line["line_id"], "order_id": order["id"], "sku_id": line["sku_id"],
             "qty": qty_of[line["line_id"]], "uom": line["uom"]}
            for line in order["lines"]
            if qty_of[line["line_id"]]
        ]  # fmt: skip
        if not lines:
            return
        note_id = named("note", order["id"], *([again] if again else ()))
        clerk.tell(
            heard, "note.make", note_id,
            {"no": f"D-{store.partner_id}-{day:%m%d}-{self.count % 1000:03d}",
             "store_id": store.id, "order_ids": [order["id"]], "driver_id": driver,
             "deliver_on": day.isoformat(), "lines": lines},
        )  # fmt: skip
        self.notes.append({"id": note_id, "driver": driver, "lines": lines, "store": store})

    def deliver(self, heard: str, *, some: bool = False) -> None:
        """The drivers' round. some: a third is delivered or on the road, the rest in the depot."""
        ready, self.notes = self.notes, []
        nth = dict.fromkeys((note["driver"] for note in ready), 0)
        for note in sorted(ready, key=lambda note: str(note["driver"])):
            place = nth[note["driver"]]
            nth[note["driver"]] += 1
            if some and place % 3 == 2:
                self.notes.append(note)
                continue
            driver = self.script.voice(note["driver"], heard)
            driver.tell(heard, "note.load", note["id"], {})
            if not (some and place % 3 == 1):
                self._hand_over(driver, note, heard)

    def _hand_over(self, driver: Voice, note: Waiting, heard: str) -> None:
        store: StoreRow = note["store"]
        refused = self.rng.random() < 0.02
        if not refused:
            self.warehouse.goes(store.partner_id, note["lines"])
        reason = "wrong_sku" if refused else None
        lines = [
            {"line_id": line["line_id"], "accepted_qty": 0 if refused else line["qty"],
             "reason": reason}
            for line in note["lines"]
        ]  # fmt: skip
        driver.tell(
            heard, "note.deliver", note["id"],
            {"outcome": "refused" if refused else "delivered", "lines": lines,
             "signer_name": None if refused else store.contact_name,
             "signature_photo_id": None, "photo_ids": [],
             "position": {"lat_e7": store.true_lat_e7, "lon_e7": store.true_lon_e7,
                          "accuracy_m": 15, "age_s": 1},
             "reason": reason, "note": None},
        )  # fmt: skip
