"""Where two people's words meet in the demo world, so that the conflict inbox can be looked at: a
task withdrawn after it was done (K8), one telephone number in two versions (K7), a stop given to a
colleague while she was there (K5), a day that arrives from somebody who has left (K10). What else
waits for the supervisor: a change of a store, a store that was found, a ticket, a day to go along.
All of it is said through push, as everything else."""

from datetime import date, timedelta
from typing import Any

from seed_data.fieldwork import Call
from seed_data.habits import PLAIN
from seed_data.history import at, task_id_of, turn_of
from seed_data.player import named
from seed_data.script import Line
from seed_data.stands import Stands
from seed_data.stores import StoreRow
from seed_data.worlds import ADMIN, plan_of

TASK = {"title": "清点冰柜数量", "text": "数一数店里我们的冰柜，写下编号", "evidence": "text",
        "priority": "normal"}  # fmt: skip


LEFT = "rep.cc90"
"""She helped out in the office; her phone was heard only after her post had ended."""


class Demo(Stands):
    """The small world's eight weeks; the words meet on the last working day before today."""

    def __init__(self, *args: Any, last_day: date, **more: Any) -> None:
        self.last_day = last_day
        super().__init__(*args, **more)
        self.first, self.second = (rep["login"] for rep in self.reps[:2])
        office = self.reps[0]["org_unit_id"]
        self.supervisor = self.world.supervisor_of[office]
        own = [one for one in self.world.stores_of[self.first] if one.org_unit_id == office]
        self.met, self.asked = [one for one in own if one.customer_class != "C1"][:2]

    def changed_minds(self, heard: str) -> None:
        """In the morning one task more, and a colleague for one store of hers."""
        super().changed_minds(heard)
        if heard != at(self.last_day, 8.2):
            return
        by = self.script.voice(self.supervisor, heard)
        due_on = (self.last_day + timedelta(days=1)).isoformat()
        where = {"store_id": self.met.id, "rep_id": self.first}
        by.tell(heard, "task.assign", self._task_id, {**where, **TASK, "due_on": due_on})
        cover = {"store_id": self.met.id, "rep_id": self.second, "kind": "cover", "from_at": heard,
                 "until_at": at(self.last_day, 23.9)}  # fmt: skip
        by.tell(heard, "store.assign", f"A-{self.met.id}-cover", cover)
        self._helper(heard)

    def _helper(self, heard: str) -> None:
        """A post of one morning, as the administrator knows it from the start."""
        adm = self.script.voice(ADMIN, heard)
        card: dict[str, Any] = {"login": LEFT, "name": "演示赵永康", "active": True, "phone": None,
                                "home_lat_e7": None, "home_lon_e7": None}  # fmt: skip
        adm.tell(heard, "person.put", LEFT, card)
        post = {
            "person_id": LEFT, "role": "field_rep", "org_unit_id": self.reps[0]["org_unit_id"],
            "partner_id": None, "from_at": heard, "until_at": at(self.last_day, 13),
        }  # fmt: skip
        adm.tell(heard, "employment.put", f"{LEFT}.1", post)
        for store, _ in self._helped():
            self.script.voice(self.supervisor, heard).tell(
                heard, "store.assign", f"A-{store.id}-{LEFT}",
                {"store_id": store.id, "rep_id": LEFT, "kind": "cover", "from_at": heard,
                 "until_at": at(self.last_day, 13)},
            )  # fmt: skip

    def _helped(self) -> list[tuple[StoreRow, float]]:
        """Three stores of a colleague who does not go there that day, and when she was in them."""
        office = self.reps[0]["org_unit_id"]
        third = next(rep for rep in self.reps[2:] if rep["org_unit_id"] == office)
        todays = {store.id for store in plan_of(self.world, third, turn_of(self.last_day))}
        free = [
            store for store in self.world.stores_of[third["login"]]
            if store.id not in todays and store.customer_class == "D"
        ]  # fmt: skip
        return list(zip(free, (9, 10.5, 13.5), strict=False))

    def visit(self, day: date, heard: str, *, is_today: bool = False) -> None:
        """What they said in the field is heard in the evening, once the office has spoken."""
        if day != self.last_day:
            super().visit(day, heard, is_today=is_today)
            return
        self._meet(day, heard)
        self._wait(day, heard)
        before = len(self.script.lines)
        super().visit(day, heard, is_today=is_today)
        self._give_away(before, day, heard)
        self._left(day, heard)

    def _give_away(self, before: int, day: date, heard: str) -> None:
        """The office gives the first stop she has been at to a colleague, not knowing (K5): its
        word is heard just before hers."""
        own = {one.id for one in self.world.stores_of[self.first]
               if one.org_unit_id == self.reps[0]["org_unit_id"]}  # fmt: skip
        stop = next(
            line.args["planned_visit_id"]
            for line in self.script.lines[before:]
            if (line.login, line.kind) == (self.first, "visit.check_in")
            and line.args["planned_visit_id"] and line.args["store_id"] in own
        )  # fmt: skip
        args = {"rep_id": self.second, "day": day.isoformat(), "note": "您顺路，替她去一下"}
        move = Line(self.supervisor, heard, heard, "planned_visit.move", stop, args)
        self.script.lines.insert(before, move)

    def _left(self, day: date, heard: str) -> None:
        """Her morning arrives in the evening: two visits made before her post had ended, and one
        after it, which waits for her supervisor (scenario 18, K10)."""
        voice = self.script.voice(LEFT, heard)
        id = f"{LEFT}:{day}"
        voice.tell(at(day, 8.5), "day.start", id, {"day": day.isoformat()})
        card = {"login": LEFT, "tier": "P3"}
        calls = [
            Call(self, voice, card, store, day, (at(day, hour), at(day, hour + 0.4)), frozenset(),
                 PLAIN)
            for store, hour in self._helped()
        ]  # fmt: skip
        for call in calls[:2]:
            call.briefly()
        end: dict[str, Any] = {"day": day.isoformat(), "unsent": 0, "missed": [], "note": None}
        voice.tell(at(day, 12.5), "day.end", id, end)
        calls[2].briefly()

    def _meet(self, day: date, heard: str) -> None:
        by = self.script.voice(self.supervisor, heard)
        note = {"note": "客户已经自己数过了"}
        by.tell(heard, "task.withdraw", self._task_id, note)
        for login, hour, store, end in (
            (self.first, 10.5, self.met, 11),
            (self.second, 11.5, self.met, 22),
            (self.first, 15.0, self.asked, 33),
        ):
            phone = self._phone(store, end)
            change = {"what": "phone", "saw": store.phone, "value": phone}
            args = {"store_id": store.id, "changes": [change], "position": None, "photo_id": None,
                    "note": "店主换了号码"}  # fmt: skip
            voice = self.script.voice(login, heard)
            voice.tell(at(day, hour), "store_change.propose", self._change(login, store), args)
        done: dict[str, Any] = {
            "answer": "三台，编号已拍下发给您",
            "photo_ids": [],
            "visit_id": None,
        }
        self.script.voice(self.first, heard).tell(
            at(day, 15.5), "task.complete", self._task_id, done
        )
        stood = self.met.phone
        for login, end in ((self.first, 11), (self.second, 22)):
            item = {
                "what": "phone",
                "state": "approved",
                "now": stood,
                "reason": None,
                "note": None,
            }
            change_id = self._change(login, self.met)
            by.tell(heard, "store_change.decide", change_id, {"items": [item]})
            stood = self._phone(self.met, end)

    def _wait(self, day: date, heard: str) -> None:
        cooler: dict[str, Any] = {
            "store_id": self.asked.id, "type": "cooler", "text": "冰柜不制冷，店主请人来看",
            "goods": [], "photo_ids": [], "visit_id": None, "note_id": None,
        }  # fmt: skip
        voice = self.script.voice(self.first, heard)
        voice.tell(at(day, 15.2), "ticket.open", named("ticket", day, self.first), cooler)
        short: dict[str, Any] = {
            "store_id": self.met.id, "type": "delivery", "text": "上次送来的少一瓶，盒子压坏了",
            "goods": [{"sku_id": self.world.products[0]["id"], "units": 1}],
            "photo_ids": [], "visit_id": None, "note_id": None,
        }  # fmt: skip
        ticket = named("ticket", day, self.first, "partner")
        voice.tell(at(day, 15.3), "ticket.open", ticket, short)
        handed = {"to": "partner", "note": "请核对送货单后回复门店"}
        by = self.script.voice(self.supervisor, heard)
        by.tell(heard, "ticket.assign", ticket, handed)
        beside = self.world.stores_of[self.second][0]
        found: dict[str, Any] = {
            "name": "演示转角新开士多", "address": "演示路 9 号", "channel_type": "kiosk",
            "contact_name": "演示店主", "phone": "13800000000", "licence_no": None,
            "position": {"lat_e7": beside.true_lat_e7 + 18_000, "lon_e7": beside.true_lon_e7,
                         "accuracy_m": 9, "age_s": 2},
            "photo_id": None, "note": "上周刚开张", "unlike": [],
        }  # fmt: skip
        voice = self.script.voice(self.second, heard)
        voice.tell(at(day, 14), "store.propose", named("found", day, self.second), found)
        ahead = (day + timedelta(days=n) for n in range(1, 8))
        along = next(one for one in ahead if one.weekday() < 5)
        self.script.voice(self.supervisor, heard).tell(
            heard, "joint.plan", named("joint", day, self.first),
            {"rep_id": self.first, "day": along.isoformat()},
        )  # fmt: skip

    @property
    def _task_id(self) -> str:
        return task_id_of(self.last_day, self.reps[0], 8)

    def _change(self, login: str, store: StoreRow) -> str:
        return named("store_change", self.last_day, login, store.id)

    @staticmethod
    def _phone(store: StoreRow, end: int) -> str:
        return f"{store.phone[:-2]}{(int(store.phone[-2:]) + end) % 100:02d}"
