"""What the demo's weeks leave behind besides visits: promotions that stood in stores and were
looked at again, orders at their prices, pictures the office judged, a delivery that came twice,
goods of the company that came short, and what stores owe."""

import random
from collections import defaultdict
from datetime import date
from typing import Any
from zlib import crc32

from backend.orders import reckoning
from backend.orders.rules import priced
from backend.store import instant
from seed_data import buying, owed, promotions
from seed_data.data import Row
from seed_data.fieldwork import Call, FieldWork
from seed_data.history import ZONE_NAME, at, working_days
from seed_data.partner_work import PartnerWork, Waiting
from seed_data.script import Voice
from seed_data.stores import StoreRow
from seed_data.warehouse import COUNTED

EARLY = 2
"""One standing promotion of so many was set up before the demo's weeks, or on its first day."""
ITEM_OK = 0.9
"""So often an item of a check is as it should be. Ours."""
WHY_NOT = {
    "explained": "owner_busy", "offer_visible": "covered", "price": "old_price",
    "stock": "sold_out", "display": "moved", "posm": "worn_out", "gifts": "run_out",
}  # fmt: skip
OTHER_PRICE_FEN = 50
REVIEWED, REJECTED = 6, 9
"""The office looks at one picture of so many, and rejects one of so many of those."""
PHOTO_REASONS = {"storefront": "not_whole", "promotion": "wrong_subject"}
CAME_SHORT_DAYS = COUNTED[0] - 1
"""So many working days before today goods came short: the day after the first count."""


class Rounds(PartnerWork):
    """Drivers who find one store closed on the last evening: its goods come again today."""

    def __init__(self, work: "Stands", **more: Any) -> None:
        super().__init__(work.script, work.world, work.rng, None, **more)
        self.closed_at = at(work.last_day, 16)
        self.closed: dict[str, Waiting] = {}
        """The note that came back, by partner."""
        self.fen: dict[tuple[str, str], int] = {}
        """Of one unit, by order and line."""
        self.brought: dict[tuple[str, str], dict[date, int]] = defaultdict(lambda: defaultdict(int))
        """In fen, by partner and store."""

    def take(self, order_id: str, store: StoreRow, args: dict[str, Any]) -> None:
        super().take(order_id, store, args)
        for line in args["lines"]:
            self.fen[order_id, line["line_id"]] = line["price_fen"]

    def answer(self, day: date, heard: str, *, some: bool = False) -> None:
        for note in self.closed.values():
            order = {**note, "id": note["lines"][0]["order_id"]}
            clerk = self.script.voice(self.world.clerk_of[note["store"].partner_id], heard)
            qty_of = {line["line_id"]: line["qty"] for line in note["lines"]}
            again = {"line_ids": [*qty_of], "until_on": day.isoformat()}
            clerk.tell(heard, "order.redeliver", order["id"], again)
            self._note(clerk, order, qty_of, day, heard, again=1)
        self.closed.clear()
        super().answer(day, heard, some=some)

    def _hand_over(self, driver: Voice, note: Waiting, heard: str) -> None:
        partner: str = note["store"].partner_id
        if heard == self.closed_at and partner not in self.closed:
            self.closed[partner] = note
            nothing = [
                {"line_id": line["line_id"], "accepted_qty": 0, "reason": "closed"}
                for line in note["lines"]
            ]
            driver.tell(
                heard, "note.deliver", note["id"],
                {"outcome": "failed", "lines": nothing, "signer_name": None,
                 "signature_photo_id": None, "photo_ids": [], "position": None,
                 "reason": "closed", "note": "卷帘门关着，电话没人接"},
            )  # fmt: skip
            return
        super()._hand_over(driver, note, heard)
        day = date.fromisoformat(instant.day_of(heard, ZONE_NAME))
        self.brought[partner, note["store"].id][day] += sum(
            line["qty"] * self.fen.get((line["order_id"], line["line_id"]), 0)
            for line in note["lines"]
        )


class Stands(FieldWork):
    """A story in which promotions stand."""

    last_day: date

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today
        self.plans = promotions.Plans(self.world, today)
        self.promoted = self.plans.asked
        self.chance = random.Random(f"stands/{today}")
        self.partners: Rounds = Rounds(self)
        self.since: dict[tuple[str, str], date] = {}
        """Since when a promotion stands in a store."""
        self.fresh: list[tuple[str, str, StoreRow]] = []
        """Pictures nobody has looked at."""
        self.looked_at = 0

    def early(self, day: date) -> list[tuple[Row, StoreRow, str, int]]:
        """What is set up in the morning of that working day: the first on which it may be."""
        found = []
        for row in promotions.plans():
            if row["code"] not in promotions.STANDS_IN:
                continue
            begins = date.fromisoformat(self.plans.items(row["code"])["starts_on"])
            if not _first_of(max(begins, self.first_day), day):
                continue
            for number, (store, rep) in enumerate(promotions.standing(self.world, row)):
                if number % EARLY == 0:
                    found.append((row, store, rep, number))
        return found

    def changed_minds(self, heard: str) -> None:
        super().changed_minds(heard)
        day = date.fromisoformat(instant.day_of(heard, ZONE_NAME))
        self._review(heard)
        for row, store, rep, number in self.early(day):
            self._set_up(row, store, rep, number, day, heard)

    def visit(self, day: date, heard: str, *, is_today: bool = False) -> None:
        super().visit(day, heard, is_today=is_today)
        if day == working_days(self.today, CAME_SHORT_DAYS)[0]:
            buying.came_short(self.script, self.world, self.partners.warehouse, day, at)
        if day == self.last_day:
            owed.say(self.script, self.world, self.partners.brought, day, at(day, 22.5))

    def by_promotions(
        self, store: StoreRow, day: date, lines: list[dict[str, Any]]
    ) -> dict[str, Any]:
        """Orders are priced by what was promoted until the last day of those that are over: what
        is given later would be missing in the counted warehouses."""
        if day > promotions.past_days(self.today)[1]:
            return {}
        prices = {line["sku_id"]: self.case_fen(store, line["sku_id"], day) for line in lines}
        sold_by: Any = self.plans.sold_by(store, day)
        due = reckoning.reckoned(priced(lines, prices, self.units), prices, self.units, sold_by, ())
        return {
            "lines": [
                {**line, "price_fen": one["due_price_fen"], "amount_fen": one["due_amount_fen"],
                 "list_price_fen": one["list_price_fen"], "promoted": one["due_promoted"]}
                for line, one in zip(lines, due["lines"], strict=True)
            ],
            "total_fen": due["total_fen"], "gifts": due["gifts"],
        }  # fmt: skip

    def checked(self, call: Call, code: str, after_s: float) -> dict[str, Any]:
        since = self.since.get((code, call.store.id))
        if since is None or call.day < since:
            return call.not_yet(code)
        args = self.plans.items(code)
        items = [(item, self.chance.random() < ITEM_OK) for item in args["items"]]
        read = args["price_fen"]
        if read is not None and not dict(items).get("price", True):
            read += OTHER_PRICE_FEN
        return {
            "promotion_id": code, "plan_version": 1, "price_fen": read, "cannot": None,
            "items": [
                {"item": item, "ok": ok, "reason": None if ok else WHY_NOT[item]}
                for item, ok in items
            ],
            "photo_ids": [call.photo("promotion", after_s, code)],
        }  # fmt: skip

    def pictured_so(self, photo_id: str, kind: str, store: StoreRow) -> None:
        self.fresh.append((photo_id, kind, store))

    def _review(self, heard: str) -> None:
        """What came the evening before, by who answers for the store."""
        fresh, self.fresh = self.fresh, []
        for photo_id, kind, store in fresh[::REVIEWED]:
            major = store.customer_class == "C1"
            supervisor = self.world.supervisor_of[store.org_unit_id]
            by = self.script.voice(self.world.specialist if major else supervisor, heard)
            self.looked_at += 1
            bad = self.looked_at % REJECTED == 0
            by.tell(
                heard, "photo.review", photo_id,
                {"state": "rejected" if bad else "accepted", "note": None,
                 "reason": PHOTO_REASONS.get(kind, "blurred") if bad else None},
            )  # fmt: skip

    def _set_up(
        self, row: Row, store: StoreRow, rep: str, number: int, day: date, heard: str
    ) -> None:
        self.since[row["code"], store.id] = day
        voice = self.script.voice(rep, heard)
        when = at(day, 7.5 + number / 100)
        for kind, id, args, image in promotions.put_up(row, store, crc32(store.id.encode()), when):
            if image is not None:
                self.pool[args["sha256"]], self.owner[args["sha256"]] = image, rep
            voice.tell(when, kind, id, args)


def _first_of(earliest: date, day: date) -> bool:
    """Whether that working day is the first from then on."""
    if day < earliest:
        return False
    return not any(
        date.fromordinal(n).weekday() < 5 for n in range(earliest.toordinal(), day.toordinal())
    )
