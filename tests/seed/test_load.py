"""The demo world through push: heard once, whole, on both engines, and alive on later days."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backend.parts import Parts, opened
from backend.reviews.judge import judge
from backend.settings import Settings
from backend.store import instant
from seed_data import history, today
from seed_data.load import LABELS, load_small, read_labels
from seed_data.pictures import FILLED_EVERY
from seed_data.servers import Here
from tests.engines import Database, sqlite_engine

FIRST_DAY = date(2026, 11, 25)
WEEKS = 2
NOON = history.at(FIRST_DAY, 12)
LATER = (date(2026, 11, 26), date(2026, 11, 28), date(2027, 1, 4))
"""The next day, a Saturday, and long after everything planned ahead has passed."""


@asynccontextmanager
async def server(database: Database) -> AsyncIterator[Parts]:
    settings = Settings(database_url=database.url, data=database.path.parent, demo=True)
    async with opened(settings) as parts:
        yield parts


async def counted(parts: Parts, sql: str, *params: str) -> dict[Any, int]:
    async with parts.store.reading() as read:
        return {key: int(count) for key, count in await read.rows(sql, *params)}


def at(moment: str) -> Callable[[], str]:
    return lambda: moment


async def test_the_world_is_heard_once_however_often_it_is_loaded(database: Database) -> None:
    async with server(database) as parts:
        masters = await load_small(Here(parts, at(NOON)), masters_only=True)
        assert await counted(parts, "SELECT 1, count(*) FROM visit") == {1: 0}
        whole = await load_small(Here(parts, at(history.at(FIRST_DAY, 13))))
        again = await load_small(Here(parts, at(history.at(FIRST_DAY, 15))))

        assert (masters > 2000, whole > 5000, again) == (True, True, 0)
        assert parts.store.clock is instant.now
        said = await counted(parts, "SELECT status, count(*) FROM sync_op GROUP BY status")
        assert said == {"applied": said["applied"]}
        words = await counted(parts, "SELECT 1, count(*) FROM password")
        assert words == {1: 18}
        await no_screen_is_empty(parts)
        await nothing_came_late(parts)


async def no_screen_is_empty(parts: Parts) -> None:
    stores = await counted(parts, "SELECT tier, count(*) FROM store GROUP BY tier")
    assert stores == {"P1": 10, "P2": 70, "P3": 220, "P4": 400}
    plan = await counted(parts, "SELECT day, count(*) FROM planned_visit GROUP BY day")
    assert len(plan) == history.WORKING_DAYS + 1 + history.DAYS_AHEAD
    assert set(plan.values()) == {60}
    visits = await counted(parts, "SELECT day, count(*) FROM visit GROUP BY day")
    assert len(visits) == history.WORKING_DAYS + 1
    states = await counted(parts, "SELECT doc_state, count(*) FROM sales_order GROUP BY 1")
    assert states.keys() == {"submitted", "audited", "rejected", "closed"}
    goods = await counted(parts, "SELECT exec_state, count(*) FROM sales_order GROUP BY 1")
    assert goods.keys() == {"none", "accepted", "shipped", "received"}
    day = FIRST_DAY.isoformat()
    notes = await counted(
        parts, "SELECT state, count(*) FROM delivery_note WHERE deliver_on = ? GROUP BY 1", day
    )
    assert notes.keys() >= {"prepared", "in_transit", "delivered_full"}
    drivers = await counted(
        parts,
        "SELECT driver_id, count(*) FROM delivery_note WHERE state <> 'delivered_full'"
        " AND deliver_on = ? GROUP BY driver_id",
        day,
    )
    assert drivers.keys() == {"drv.p01a", "drv.p01b", "drv.p03a"}
    of_promotions = "type IN ('promotion', 'signature')"
    photos = await counted(
        parts, f"SELECT present, count(*) FROM photo WHERE NOT {of_promotions} GROUP BY present"
    )
    filled = -(-history.PICTURED // FILLED_EVERY)
    assert photos == {True: 2 * history.PICTURED + filled}
    shown = await counted(
        parts, f"SELECT present, count(*) FROM photo WHERE {of_promotions} GROUP BY present"
    )
    assert shown.keys() == {True}
    plans = await counted(parts, "SELECT state, count(*) FROM promotion GROUP BY state")
    assert plans == {"released": 7, "stopped": 1}
    begun = await counted(parts, "SELECT state, count(*) FROM promotion_execution GROUP BY state")
    assert begun.keys() == {"set_up"}
    flagged = await counted(
        parts, "SELECT 1, count(*) FROM promotion_execution WHERE flags <> '[]'"
    )
    assert flagged == {1: 0}
    tasks = await counted(parts, "SELECT state, count(*) FROM task GROUP BY state")
    assert tasks.keys() == {"assigned", "done", "not_possible"}


async def nothing_came_late(parts: Parts) -> None:
    """The server lived through the past days; nothing was marked or set aside."""
    late = await counted(parts, "SELECT late, count(*) FROM visit GROUP BY late")
    assert set(late) == {False}
    below = await counted(
        parts,
        "SELECT flags, count(*) FROM (SELECT CAST(flags AS TEXT) AS flags FROM sales_order) f"
        " GROUP BY flags",
    )
    assert below.keys() == {"[]", '["below_minimum"]'}


async def test_a_longer_history_is_told_step_by_step(
    one_database: Database, tmp_path: Path
) -> None:
    """What `make run` loads, with two weeks instead of eight."""
    labels = tmp_path / LABELS
    async with server(one_database) as parts:
        heard = await load_small(Here(parts, at(NOON)), weeks=WEEKS, labels=labels)
        assert heard > 9_000
        assert await load_small(Here(parts, at(NOON)), weeks=WEEKS, labels=labels) == 0

        said = await counted(parts, "SELECT status, count(*) FROM sync_op GROUP BY status")
        # The third visit of who had left, and nothing else, waits for a supervisor (scenario 18).
        assert said == {"applied": said["applied"], "quarantined": 4}
        hers = await counted(parts, "SELECT state, count(*) FROM visit WHERE rep_id = ?"
                             " GROUP BY state", "rep.cc90")  # fmt: skip
        assert hers == {"completed": 2}
        await nothing_came_late(parts)
        days = await counted(parts, "SELECT day, count(*) FROM visit GROUP BY day")
        assert len(days) == 5 * WEEKS + 1
        # Every completed visit has the answers a score is made of, frozen at its check-out.
        frozen = await counted(
            parts,
            "SELECT score IS NOT NULL, count(*) FROM visit WHERE state = 'completed' GROUP BY 1",
        )
        assert set(frozen) == {True}
        awaited = await counted(parts, "SELECT present, count(*) FROM photo GROUP BY present")
        assert set(awaited) == {True}
        large = await counted(
            parts,
            "SELECT v.day, count(*) FROM photo p JOIN visit v ON v.id = p.visit_id"
            " WHERE p.width > 320 GROUP BY v.day",
        )
        assert set(large) == {history.working_days(FIRST_DAY, 1)[0].isoformat(), str(FIRST_DAY)}
        for rep in ("rep.cc03", "rep.sd03"):
            day = max(day for day in days if day < str(FIRST_DAY))
            await judge(parts.store, rep, day)
        verdicts = await counted(
            parts, "SELECT validity, count(*) FROM visit_verdict GROUP BY validity"
        )
        # The demo rep and her supervisor find in their inbox what each rule decided.
        met = await counted(
            parts,
            "SELECT rule || ' ' || mine_id || ' ' || org_unit_id AS one, count(*) FROM conflict"
            " GROUP BY one",
        )
        assert met == {
            "K5 rep.cc01 O-CC": 1, "K7 rep.cc01 O-CC": 1, "K8 rep.cc01 O-CC": 1,
            "K10 rep.cc90 O-CC": 1,
        }  # fmt: skip
        waits = await counted(
            parts, "SELECT rep_id, count(*) FROM store_change WHERE state = 'pending'"
            " AND origin = 'rep' GROUP BY rep_id"
        )  # fmt: skip
        assert waits == {"rep.cc01": 1}
        # So do tickets, a store that was found, and a day to go along.
        await a_newcomer_finds_all_of_it(parts)
        for table in ("store_proposal", "joint_day"):
            assert await counted(parts, f"SELECT 'n', count(*) FROM {table}") == {"n": 1}
        turns = await counted(parts, "SELECT holder, count(*) FROM ticket GROUP BY holder")
        assert turns == {"office": 1, "partner": 1}
        assert verdicts["valid"] > sum(verdicts.values()) / 2
    cheats = read_labels(labels)
    assert {one["rep"] for one in cheats} == {"rep.sd02"}
    assert 0 < len({one["day"] for one in cheats}) < 5 * WEEKS


async def a_newcomer_finds_all_of_it(parts: Parts) -> None:
    """On the first day something stands on every screen: judged promotions, pictures looked at,
    visits looked at again and one still to be, claims in each state, what stores owe."""
    stood = await counted(parts, "SELECT state, count(*) FROM promotion_execution GROUP BY state")
    assert min(stood[one] for one in ("set_up", "passing", "failing")) > 0
    reviewed = await counted(
        parts, "SELECT review_state, count(*) FROM photo WHERE review_state IS NOT NULL GROUP BY 1"
    )
    assert 0 < reviewed["rejected"] < reviewed["accepted"]
    spots = await counted(parts, "SELECT state, count(*) FROM spot_check GROUP BY state")
    assert min(spots["open"], spots["done"]) > 0
    claims = await counted(
        parts, "SELECT partner_id || ' ' || state, count(*) FROM expense_claim GROUP BY 1"
    )
    assert claims == {"P01 settled": 1, "P01 verified": 1, "P03 claimed": 1}
    # One promotion that is over, with something received, is left for P01 to claim.
    left = await counted(
        parts,
        "SELECT partner_id, count(*) FROM sales_order WHERE exec_state = 'received'"
        " AND lines LIKE '%\"PR23\"%' GROUP BY 1",
    )
    assert left["P01"] > 0
    owed = await counted(
        parts, "SELECT partner_id, sum(overdue_fen) FROM receivable GROUP BY partner_id"
    )
    assert min(owed["P01"], owed["P03"]) > 0
    over = await counted(
        parts, "SELECT shared, count(*) FROM receivable WHERE open_fen > limit_fen GROUP BY 1"
    )
    assert over.keys() == {True, False}
    again = await counted(
        parts,
        "SELECT n.partner_id, count(*) FROM delivery_note n WHERE n.state <> 'failed' AND EXISTS"
        " (SELECT 1 FROM delivery_note f WHERE f.state = 'failed' AND f.store_id = n.store_id"
        f" AND f.order_ids = n.order_ids AND n.deliver_on = '{FIRST_DAY}') GROUP BY 1",
    )
    assert again == {"P01": 1, "P03": 1}
    bought = await counted(
        parts, "SELECT state, sum(credit_fen) FROM purchase_order WHERE credit_fen > 0 GROUP BY 1"
    )
    assert bought == {"settled": 6660}


@pytest.fixture
def one_database() -> Iterator[Database]:
    """Days differ, engines were compared above."""
    with sqlite_engine() as engine:
        yield engine.new()


async def test_later_days_go_on_once_each_by_themselves(one_database: Database) -> None:
    async with server(one_database) as parts:
        assert await today.live_on(parts, NOON) == 0  # there is no demo world yet
        await load_small(Here(parts, at(NOON)))
        assert await today.live_on(parts, NOON) == 0
        for day in LATER:
            assert await today.live_on(parts, history.at(day, 12)) > 0
            assert await today.live_on(parts, history.at(day, 12.1)) == 0
            await is_alive(parts, day.isoformat())
        said = await counted(parts, "SELECT status, count(*) FROM sync_op GROUP BY status")
        assert said == {"applied": said["applied"]}


async def is_alive(parts: Parts, day: str) -> None:
    plan = await counted(
        parts, "SELECT rep_id, count(*) FROM planned_visit WHERE day = ? GROUP BY rep_id", day
    )
    assert sum(plan.values()) == 60
    visits = await counted(
        parts, "SELECT rep_id, count(*) FROM visit WHERE day = ? GROUP BY rep_id", day
    )
    assert len(visits) == 5
    notes = await counted(
        parts, "SELECT state, count(*) FROM delivery_note WHERE deliver_on = ? GROUP BY 1", day
    )
    assert notes.keys() >= {"prepared", "in_transit"}
