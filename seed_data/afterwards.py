"""What follows from the demo's weeks once they are told: each morning's draw of visits to look at
again and what was found there, promotions that are over, and what partners claim for them. The
server works that out from all it has heard, so its clock is set back day by day once more."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import msgspec

from backend.claims.http import could_claim
from backend.coaching.draw import BEFORE_DAWN_H, draw
from backend.promotions.over import say_over
from seed_data import history, promotions
from seed_data.player import Player
from seed_data.script import Line
from seed_data.servers import HELD, Here
from seed_data.worlds import World

OFF, ANSWERED = 5, 3
"""Of so many SKUs looked at again one differs; of so many checks the rep answers one."""
FACINGS_OFF = 3
CLAIMED = (("PR21", "settled"), ("PR22", "verified"))
"""By the first partner; a third promotion he has not claimed yet, and the second claims one."""
FILED, VERIFIED, SETTLED = 6, 4, 2
"""So many working days before today."""


class Afterwards:
    """Goes on with the devices by which the weeks were told."""

    def __init__(self, here: Here, world: World, players: dict[str, Player], today: date) -> None:
        self.here, self.world, self.players, self.today = here, world, players, today
        self.checked = self.said = 0

    async def tell(self, lines: Iterable[Line], first_day: date, now: str) -> int:
        """``lines``: all that was said; ``now``: of today. Number of operations."""
        seen = {line.id: line.args["observations"] for line in lines if line.kind == "visit.check"}
        over = promotions.past_days(self.today)[1] + timedelta(days=1)
        day = first_day + timedelta(days=1)
        while day <= self.today and history.at(day, BEFORE_DAWN_H) <= now:
            self._clock(history.at(day, BEFORE_DAWN_H))
            await draw(self.here.parts.store, day.isoformat(), f"demo/{day}")
            day += timedelta(days=1)
        for checker, check in await self._drawn():
            await self._look(checker, check, seen)
        if first_day < over:
            self._clock(history.at(over, 1))
            for row in promotions.past():
                await say_over(self.here.parts.store, self.here.parts.registry, row["code"])
            await self._claims()
        self.here.done()
        return self.said

    def _clock(self, moment: str) -> None:
        self.here.parts.store.clock = lambda: moment

    async def _drawn(self) -> list[tuple[str, dict[str, Any]]]:
        """By whom they are to be looked at; the last ones drawn are still to come."""
        async with self.here.parts.store.reading() as read:
            rows = await read.all(
                "SELECT c.id, c.visit_id, c.rep_id, c.checker_id, c.sku_ids, d.day"
                " FROM spot_check c JOIN spot_draw d ON d.id = c.draw_id ORDER BY d.day, c.id",
                {},
            )
        last = max((row["day"] for row in rows), default="")
        return [(row["checker_id"], row) for row in rows if row["day"] < last]

    async def _look(
        self, checker: str, check: dict[str, Any], seen: dict[str, list[dict[str, Any]]]
    ) -> None:
        day = date.fromisoformat(check["day"])
        listed = set(msgspec.json.decode(check["sku_ids"]))
        found = []
        for number, one in enumerate(seen.get(check["visit_id"], [])):
            if one["sku_id"] not in listed or one["location"] != "main_shelf":
                continue
            if one["presence"] == "not_checked":
                continue
            differs = (self.checked + number) % OFF == OFF - 1
            more = FACINGS_OFF if differs and one["presence"] == "present" else 0
            found.append({**one, "facings": one["facings"] + more, "same_as_last": False})
        if not found:
            return
        self.checked += 1
        said = {"arrived_at": history.at(day, 15), "position": None, "observations": found,
                "note": None}  # fmt: skip
        await self._say(checker, history.at(day, 15.5), "spot.check", check["id"], said)
        if self.checked % ANSWERED == 1:
            words = {"text": "中午店主自己补了一次货，您来的时候多了一排"}
            await self._say(
                check["rep_id"], history.at(day, 18.6), "spot.answer", check["id"], words
            )

    async def _claims(self) -> None:
        filed, verified, settled = (
            history.at(history.working_days(self.today, n)[0], 10)
            for n in (FILED, VERIFIED, SETTLED)
        )
        first, second = sorted(self.world.clerk_of.items())[:2]
        for (partner, clerk), claimed in ((first, CLAIMED), (second, CLAIMED[:1])):
            async with self.here.parts.store.reading() as read:
                due = await could_claim(read, partner, [], self.here.parts.store.zone)
            sums = {one["promotion_id"]: one["sum_fen"] for one in due}
            for code, state in claimed:
                if not sums.get(code):
                    continue
                id, file = f"{code}:{partner}", {"asked_fen": sums[code], "note": None}
                await self._say(clerk, filed, "claim.file", id, {"promotion_id": code, **file})
                if partner != first[0]:
                    continue
                fine = {"note": None}
                await self._say(self.world.specialist, verified, "claim.verify", id, fine)
                if state == "settled":
                    credit = {"credit_note": f"CN-{code}-{partner}", "note": None}
                    manager = promotions.manager(self.world)
                    await self._say(manager, settled, "claim.settle", id, credit)

    async def _say(self, login: str, moment: str, kind: str, id: str, args: dict[str, Any]) -> None:
        await self.here.hold(login, HELD, moment)
        player = self.players.get(login)
        if player is None:
            player = self.players[login] = Player(self.here, login, HELD)
        player.tell(moment, kind, id, args)
        self.said += await player.send()
