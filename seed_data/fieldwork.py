"""Visits told step by step, as a phone tells them, with the mistakes and tricks of habits.py.

What somebody was up to is written into `labels`, a list that only the report on flags reads
(fraud_report.py). The server is told nothing but operations.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from backend.customers.rules import gcj02_of_wgs84
from backend.reviews.thresholds import DEFAULTS
from backend.store import instant
from backend.visits.rules import distance_m
from seed_data import habits, pictures
from seed_data.data import Row
from seed_data.habits import PLAIN, Habit, Phone, Today
from seed_data.history import FAILS, Story, turn_of
from seed_data.masters import CATEGORIES
from seed_data.player import named
from seed_data.script import Script, Voice
from seed_data.shelves import Shelves
from seed_data.stores import M_PER_DEG, StoreRow
from seed_data.worlds import World

Label = dict[str, Any]
ALBUM = 40
"""Her own pictures she can choose from."""
OUTSIDE = {"sign": "clean", "light_box": "working", "poster": "current"}
ORDER = ("brand_block", "labels_front", "clean", "rotated")


class FieldWork(Story):
    """A story whose visits say how they went, with pictures.

    Its pictures lie in `pool`, by sha256, until somebody takes them from there.
    """

    def __init__(
        self, script: Script, world: World, seed: str, change_day: str, *,
        people: Mapping[str, Habit], phones: Mapping[str, Phone] | None = None,
        first_day: date,
    ) -> None:  # fmt: skip
        super().__init__(script, world, seed, change_day)
        self.people, self.phones, self.first_day = people, phones or {}, first_day
        self.planned = True
        self.promoted: Callable[[StoreRow, date], list[str]] = lambda store, day: []
        """Promotions that are due in a store on a day."""
        self.originals_from: date | None = None
        """From that day on the first stops of a round have pictures of full size."""
        self.originals = 0
        self.shelves = Shelves(world)
        self.labels: list[Label] = []
        self.pool: dict[str, bytes] = {}
        self.owner: dict[str, str] = {}
        self.album: dict[str, list[bytes]] = {}
        self.padded_orders: set[str] = set()
        self._today: dict[tuple[str, date], tuple[Today, Phone]] = {}

    def day_of(self, login: str, day: date) -> tuple[Today, Phone]:
        """What she is up to, and what her phone does."""
        known = self._today.get((login, day))
        if known is None:
            number = self.number_of(day)
            phone = self.phones.get(login, PLAIN)
            habit = self.people.get(login, habits.HONEST)
            known = (habit.of_day(login, number), phone if number in phone.days else PLAIN)
            self._today[login, day] = known
        return known

    def _one(
        self, voice: Voice, rep: Row, store: StoreRow, day: date, span: tuple[str, str],
        stop: str | None, number: int,
    ) -> None:  # fmt: skip
        up_to, phone = self.day_of(rep["login"], day)
        fails = self.rng.random() < 0.03
        tricks = frozenset[str]() if fails else up_to.of_visit(self.rng)
        call = Call(self, voice, rep, store, day, span, tricks, phone)
        of_last_days = self.originals_from is not None and day >= self.originals_from
        if of_last_days and number < 2 and rep["tier"] != "P4":
            call.original = self.originals
            self.originals += 1
        if fails:
            call.fail(stop if self.planned else None, self.rng.choice(FAILS))
            return
        call.tell(stop if self.planned else None)
        done = call.tricks | ({"datum"} if phone.shifted else set())
        if "padded" in done and not call.ordered:
            done.discard("padded")
        if done:
            self.labels.append(
                {"rep": rep["login"], "day": day.isoformat(), "visit": call.id,
                 "store": store.id, "tricks": sorted(done)}
            )  # fmt: skip

    def number_of(self, day: date) -> int:
        """Of a working day, from the first of the period."""
        return turn_of(day) - turn_of(self.first_day)

    def heard_h(self, day: date) -> float:
        out = self.number_of(day) == habits.OUTAGE_DAY
        return habits.AFTER_OUTAGE_H if out else habits.EVENING_H

    def way_h(self, store: StoreRow, after: StoreRow) -> float:
        """By scooter, roads half as long again as the bird's way, two minutes to park."""
        way_m = distance_m(
            store.true_lat_e7, store.true_lon_e7, after.true_lat_e7, after.true_lon_e7
        )
        return way_m * 1.5 / 1000 / self.rng.uniform(22, 38) + self.rng.uniform(2, 6) / 60

    def changed_minds(self, heard: str) -> None:
        """The next morning the office cancels a few orders, and most of those that were padded."""
        ready, self.partners.orders = self.partners.orders, []
        for order in ready:
            chance = 0.75 if order["id"] in self.padded_orders else habits.CANCELLED
            if self.rng.random() >= chance:
                self.partners.orders.append(order)
                continue
            by = self.script.voice(self.world.supervisor_of[order["store"].org_unit_id], heard)
            by.tell(heard, "order.cancel", order["id"], {"reason": "店主改主意，不要了"})

    def checked(self, call: "Call", code: str, after_s: float) -> dict[str, Any]:
        """What a visit says of a promotion it was asked about. Here none stands yet."""
        return call.not_yet(code)

    def pictured_so(self, photo_id: str, kind: str, store: StoreRow) -> None:
        """A picture was taken in a visit. Here nobody looks at it."""

    def taken(self, login: str, image: bytes) -> str:
        """A picture of hers, in the pool and in her album."""
        sha256 = hashlib.sha256(image).hexdigest()
        self.pool[sha256], self.owner[sha256] = image, login
        if self.people.get(login):
            self.album[login] = [*self.album.get(login, []), image][-ALBUM:]
        return sha256


class Call:
    """One visit being told."""

    def __init__(
        self, work: FieldWork, voice: Voice, rep: Row, store: StoreRow, day: date,
        span: tuple[str, str], tricks: frozenset[str], phone: Phone,
    ) -> None:  # fmt: skip
        self.work, self.voice, self.rep, self.store, self.day = work, voice, rep, store, day
        self.rng, self.phone = work.rng, phone
        self.id = named("visit", day, store.id)
        self.tricks = set(tricks)
        self.began, self.ended = span
        # Tricks that need something which is not there are none.
        if not work.album.get(rep["login"]):
            self.tricks.discard("reused")
        if "reused" not in self.tricks:
            self.tricks.discard("album")
        if not work.shelves.known(store.id):
            self.tricks.discard("copied")
        if "frozen" in self.tricks:
            self.tricks.add("away")
        if "short" in self.tricks:
            stays_s = self.rng.uniform(0.3, 1.6) * DEFAULTS.stay_min(store.tier) * 60
            self.ended = min(self.ended, instant.shifted(self.began, seconds=stays_s))
        self.stay_s = _seconds(self.began, self.ended)
        self.offset_ms = phone.offset_ms
        self.ordered = False
        self.original: int | None = None
        """Which picture of full size it gets."""

    def tell(self, stop: str | None) -> None:
        """From the check-in to the check-out, step by step as the class of customer asks."""
        kind = self.store.customer_class
        self.tell_arrival(stop)
        done = self._pace()
        self.photo("storefront", done * 0.02)
        if "clock" in self.tricks:
            # Set back in the shop, so that the rest of the day looks earlier than it was.
            self.offset_ms += self.rng.randrange(200, 3_600) * 1000
        if kind == "C1":
            self._say(done * 0.1, "visit.outside", OUTSIDE)
        self._say(done * 0.2, "visit.greet", self._greeting())
        if kind != "D" or self.original is not None:
            self.photo("main_shelf_before", done * 0.25)
        self._say(done * 0.6, "visit.check", self._shelf_seen())
        if kind != "D":
            found = {name: self.rng.choice(("found", "found", "fixed", "no")) for name in ORDER}
            work: dict[str, Any] = {"actions": [], "posm": [], "order": found, "fixes": []}
            self._say(done * 0.7, "visit.merchandise", work)
        if self.original is not None and self.original % pictures.FILLED_EVERY == 0:
            self.photo("main_shelf_after", done * 0.75)
        asked = self.work.promoted(self.store, self.day)
        if asked:
            checks = [self.work.checked(self, code, done * 0.76) for code in asked]
            seen = {"checks": checks, "posm": [], "coolers": []}
            self._say(done * 0.77, "visit.promotion", seen)
        if kind == "C1":
            self._say(done * 0.8, "visit.competitor", {"seen": []})
        self.ordered = self.rng.random() < 0.8
        if self.ordered:
            self._order(instant.shifted(self.began, seconds=done))
        self._leave()

    def tell_arrival(self, stop: str | None) -> None:
        here, kind = self._position(), self.store.customer_class
        self._say(
            0, "visit.check_in",
            {"store_id": self.store.id, "planned_visit_id": stop, "day": self.day.isoformat(),
             "unplanned_reason": None if stop else "on_the_way", "position": here,
             "distance_m": None, "fence_result": "inside", "exception_reason": None, "note": None,
             "template_id": f"{kind.lower()}.1"},
        )  # fmt: skip

    def fail(self, stop: str | None, reason: str) -> None:
        self._say(
            0, "visit.fail",
            {"store_id": self.store.id, "planned_visit_id": stop, "day": self.day.isoformat(),
             "reason": reason, "note": None, "position": self._position()},
        )  # fmt: skip
        self.photo("storefront", 10)

    def briefly(self) -> None:
        """A visit without a plan, pictures, or an order."""
        self.tell_arrival(None)
        self._say(self.stay_s * 0.2, "visit.greet", self._greeting())
        self._say(self.stay_s * 0.8, "visit.check", self._shelf_seen())
        self._leave()

    def not_yet(self, code: str) -> dict[str, Any]:
        """Why a promotion does not stand there."""
        why = self.rng.choice(("owner_absent", "no_material", "no_material", "no_space"))
        return {
            "promotion_id": code, "plan_version": 1, "items": [], "price_fen": None,
            "cannot": why, "photo_ids": [],
        }  # fmt: skip

    def _leave(self) -> None:
        out = self._position(away_m=self.rng.uniform(300, 3_000) if "left" in self.tricks else 0)
        self._say(
            self.stay_s, "visit.check_out",
            {"position": out, "stay_s": int(self.stay_s), "note": None, "next_promise": None,
             "no_order_reason": None if self.ordered else "enough_stock"},
        )  # fmt: skip

    def _say(self, after_s: float, kind: str, args: dict[str, Any], id: str = "") -> None:
        """At that second of the visit, as her phone's clock has it."""
        moment = instant.shifted(self.began, seconds=after_s, milliseconds=-self.offset_ms)
        self.voice.tell(moment, kind, id or self.id, args, self.offset_ms)

    def _pace(self) -> float:
        """Seconds until the last step is saved. Ours: more than half of the stay."""
        if "fast" in self.tricks:
            return self.stay_s * self.rng.uniform(0.06, 0.25)
        return self.stay_s * self.rng.uniform(0.5, 0.95)

    def _position(self, away_m: float = 0) -> dict[str, int]:
        """Where the phone says it is: true place, error of the fix, and what she does to it."""
        lat, lon = self.store.true_lat_e7 / 1e7, self.store.true_lon_e7 / 1e7
        if "away" in self.tricks:
            lat, lon = self._cafe()
        if away_m:
            lat, lon = _moved(lat, lon, away_m * 0.8, away_m * 0.6)
        off_m = self.rng.lognormvariate(habits.GPS_MU, habits.GPS_SIGMA)
        accuracy = min(3000, max(4, round(off_m * self.rng.lognormvariate(0.1, 0.5))))
        if "frozen" in self.tricks:
            off_m, accuracy = 0, 5
        angle = self.rng.choice(((1, 0), (0.6, 0.8), (-0.8, 0.6), (0, -1), (-0.6, -0.8), (-1, 0)))
        lat, lon = _moved(lat, lon, off_m * angle[0], off_m * angle[1])
        if self.phone.shifted:
            lat, lon = gcj02_of_wgs84(lat, lon)
        return {
            "lat_e7": round(lat * 1e7), "lon_e7": round(lon * 1e7),
            "accuracy_m": self.phone.accuracy_m or accuracy,
            "age_s": 300 if self.rng.random() < 0.005 else self.rng.randrange(1, 8),
        }  # fmt: skip

    def _cafe(self) -> tuple[float, float]:
        """Near a store of her round, another one each day."""
        own = self.work.world.stores_of[self.rep["login"]]
        near = own[self.day.toordinal() % len(own)]
        return near.true_lat_e7 / 1e7, near.true_lon_e7 / 1e7

    def photo(self, kind: str, after_s: float, of: str = "") -> str:
        """Taken then. Its id. ``of``: what it shows where there are several of a kind."""
        login = self.rep["login"]
        mode = "file" if self.rng.random() < habits.CAMERA_FAILS else "live"
        if "reused" in self.tricks and kind == "storefront":
            image = self.rng.choice(self.work.album[login])
            if self.rng.random() < 0.5:
                image = pictures.again(image, self.rng)
            if "album" in self.tricks:
                mode = "file"
        else:
            image = self._drawn(kind, of)
        large = len(image) > pictures.GLIMPSE_MOST
        sha256 = self.work.taken(login, image)
        taken = instant.shifted(self.began, seconds=after_s, milliseconds=-self.offset_ms)
        self._say(
            after_s + 1, "photo.attach",
            {"visit_id": self.id, "store_id": self.store.id, "delivery_note_id": None,
             "task_id": None, "type": kind, "sha256": sha256, "bytes": len(image),
             "mime": "image/jpeg", "width": pictures.SIZE[0] if large else pictures.GLIMPSE[0],
             "height": pictures.SIZE[1] if large else pictures.GLIMPSE[1],
             "taken_at": taken, "position": None, "capture_mode": mode, "sequence": 0},
            id := named("photo", self.id, kind, *([of] if of else ())),
        )  # fmt: skip
        self.work.pictured_so(id, kind, self.store)
        return id

    def _drawn(self, kind: str, of: str) -> bytes:
        if of:
            return pictures.glimpse(f"{self.store.id} {kind} {of}", self.id)
        if self.original is None:
            return pictures.glimpse(f"{self.store.id} {kind}", self.id)
        if kind == "storefront":
            return pictures.shop_front(self.original)
        return pictures.shelf(self.original, filled=kind == "main_shelf_after")

    def _greeting(self) -> dict[str, Any]:
        return {
            "contact_name": None, "contact_role": "owner", "promise_kept": None,
            "mood": self.rng.choice((1, 2, 2, 3)), "deliveries": [],
        }  # fmt: skip

    def _shelf_seen(self) -> dict[str, Any]:
        if "copied" in self.tricks:
            seen = self.work.shelves.copied(self.rng, self.store)
        else:
            seen = self.work.shelves.looked_at(self.rng, self.store, self.day)
        return {"observations": seen, "categories": self._categories(seen)}

    def _categories(self, seen: list[dict[str, Any]]) -> list[dict[str, Any]]:
        own: dict[str, int] = {}
        for one in seen:
            category = CATEGORIES.get(self.work.shelves.brand[one["sku_id"]], "饮料")
            own[category] = own.get(category, 0) + one["facings"]
        share = self.rng.uniform(*habits.SHARE_PCT) / 100
        return [
            {"category": name, "own": count, "others": round(count / share) - count}
            for name, count in own.items()
        ]

    def _order(self, when: str) -> None:
        percent = 100 * self.rng.choice((2, 3, 4)) if "padded" in self.tricks else 100
        if self.work.number_of(self.day) in habits.BUSY_DAYS:
            percent = percent * habits.BUSY_PERCENT // 100
        when = instant.shifted(when, milliseconds=-self.offset_ms)
        order_id = self.work.ordered(
            self.voice, self.rep, self.store, self.day, self.id, when, percent, self.offset_ms
        )
        if "padded" in self.tricks:
            self.work.padded_orders.add(order_id)


def _moved(lat: float, lon: float, north_m: float, east_m: float) -> tuple[float, float]:
    return lat + north_m / M_PER_DEG, lon + east_m / (M_PER_DEG * 0.92)


def _seconds(begin: str, end: str) -> float:
    return (instant.moment(end) - instant.moment(begin)).total_seconds()
