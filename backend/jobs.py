"""Takes jobs: what has to happen but nobody waits for. A task of the web process on SQLite, a
process of its own (`python -m backend.worker`) on PostgreSQL.

A job is written in the transaction of the record it is about, taken with a lease, and tried again
with growing pauses; after the last try it stays, dead, with its reason. Every job may run twice: a
worker may die after the deed and before saying so. Records change only by operations of `system`.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec

from backend.ageing import passing
from backend.coaching import draw
from backend.customers.follow import say_copied
from backend.exchange import filing, sending
from backend.orders import forgotten, holds_end, remainders, replay_work
from backend.outside.images import NotAPicture
from backend.outside.unfinished import Unfinished
from backend.planning.followed import say_followed
from backend.pricing import alike
from backend.promotions.over import say_over
from backend.proposals import marks
from backend.proposals.moving import say_moved
from backend.purchasing.closing import say_closed
from backend.reviews.judge import judge
from backend.settings import PARTNER_DAYS
from backend.shipments.void import say_recalled, say_void
from backend.store import instant
from backend.store.engine import Store
from backend.store.session import Records
from backend.sync.registry import Registry
from backend.sync.restored import claim
from backend.sync.say import say_as_system
from backend.sync.uploads import expire
from backend.visits.arrivals import awaited, say_arrived
from backend.visits.looks import ask_for_the_rest, measure
from backend.visits.pictures import Pictures

log = logging.getLogger("xundian.worker")
AT_ONCE = 20
LEASE_S = 120
POLL_S = 2.0
PAUSES_S = (5, 30, 120, 600, 3600)
"""After each failed try; then the job is dead."""
SWEEP_S = 3600

Handler = Callable[["Worker", dict[str, Any]], Awaitable[None]]


class CannotEver(Exception):
    """No further try can succeed."""


class Worker:
    """One taker of jobs."""

    def __init__(
        self,
        store: Store,
        registry: Registry,
        pictures: Pictures,
        unfinished: Unfinished,
        hook_hosts: frozenset[str] = frozenset(),
        files: Path | None = None,
        partner_days: int = PARTNER_DAYS,
    ) -> None:
        self.store, self.registry, self.pictures = store, registry, pictures
        self.unfinished, self.hook_hosts, self.files = unfinished, hook_hosts, files
        self.partner_days = partner_days
        self.stopping = asyncio.Event()
        self.done = 0

    async def run(self) -> None:
        """Until told to stop. A database that is away for a while stops nothing."""
        works = (self._sweep(), self._call_others(), self._exchange_files())
        beside = [asyncio.create_task(work) for work in works]
        try:
            while not self.stopping.is_set():
                self.store.work.clear()
                try:
                    busy = await self.work_once()
                except Exception:
                    log.exception("the worker could not work")
                    busy = False
                if not busy:
                    await self._rest()
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    async def work_once(self) -> bool:
        """Take what is due and do it. False when there was nothing."""
        jobs = await self.store.write(_take)
        for job_id, kind, payload, tries in jobs:
            await self._do(job_id, kind, msgspec.json.decode(payload or "{}"), tries)
        return bool(jobs)

    async def _do(self, job_id: str, kind: str, payload: dict[str, Any], tries: int) -> None:
        try:
            handler = HANDLERS.get(kind)
            if handler is None:
                raise CannotEver(f"no handler for {kind}")
            await handler(self, payload)
        except Exception as error:
            last = tries > len(PAUSES_S) or isinstance(error, CannotEver)
            level = logging.ERROR if last else logging.WARNING
            log.log(level, "job %s (%s), try %d: %r", job_id, kind, tries, error)
            await self.store.write(_failed(job_id, tries, repr(error), last=last))
        else:
            self.done += 1
            await self.store.write(_done(job_id))

    async def _rest(self) -> None:
        """Until there is work, in this process or, every so often, in another's commit."""
        waits = [
            asyncio.ensure_future(self.store.work.wait()),
            asyncio.ensure_future(self.stopping.wait()),
        ]
        await asyncio.wait(waits, timeout=POLL_S, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()

    async def _call_others(self) -> None:
        """Systems of other houses that want to be called. Without a host that may be called there
        are none."""
        if not self.hook_hosts:
            return
        async with httpx.AsyncClient(trust_env=False) as client:
            while True:
                try:
                    made = await sending.round_of(self.store, client, self.hook_hosts)
                except Exception:
                    log.exception("other systems could not be called")
                    made = 0
                if not made:
                    await asyncio.sleep(POLL_S)

    async def _exchange_files(self) -> None:
        """With systems of other houses that have a folder. Without a place for these none has."""
        while self.files is not None:
            try:
                moved = await filing.round_of(self.store, self.registry, self.files)
            except Exception:
                log.exception("no files could be exchanged")
                moved = 0
            if not moved:
                await asyncio.sleep(POLL_S)

    async def _sweep(self) -> None:
        while True:
            try:
                await self.store.write(forgotten.plan)
                await self.store.write(marks.plan)
                await self.store.write(draw.plan)
                await self.store.write(alike.plan)
                await self.store.write(passing.plan)
                await self.store.write(sending.forget_old)
                gone = await expire(self.store, self.unfinished)
                if gone:
                    log.info("%d uploads expired", gone)
            except Exception:
                log.exception("the sweep failed")
            await asyncio.sleep(SWEEP_S)


async def _take(records: Records) -> list[tuple[str, str, str | None, int]]:
    """Due jobs, and those whose taker died: ours for a while."""
    skip = " FOR UPDATE SKIP LOCKED" if records.transaction.locks else ""
    rows = await records.transaction.all(
        "UPDATE job SET state = 'taken', due_at = ?, tries = tries + 1 WHERE job_id IN"
        " (SELECT job_id FROM job WHERE state IN ('waiting', 'taken') AND due_at <= ?"
        f" ORDER BY due_at LIMIT ?{skip}) RETURNING job_id, kind, payload, tries",
        instant.shifted(records.now, seconds=LEASE_S),
        records.now,
        AT_ONCE,
    )
    return [(job_id, kind, payload, tries) for job_id, kind, payload, tries in rows]


def _done(job_id: str) -> Callable[[Records], Awaitable[None]]:
    async def done(records: Records) -> None:
        # Asked for once more meanwhile (visits/judging.py), it waits again and stays.
        records.execute("DELETE FROM job WHERE job_id = ? AND state = 'taken'", job_id)

    return done


def _failed(
    job_id: str, tries: int, reason: str, *, last: bool
) -> Callable[[Records], Awaitable[None]]:
    async def failed(records: Records) -> None:
        pause_s = PAUSES_S[min(tries, len(PAUSES_S)) - 1]
        records.execute(
            "UPDATE job SET state = ?, due_at = ?, problem = ?"
            " WHERE job_id = ? AND state = 'taken'",
            "dead" if last else "waiting",
            instant.shifted(records.now, seconds=pause_s),
            reason[:1000],
            job_id,
        )

    return failed


async def _thumbnail(worker: Worker, payload: dict[str, Any]) -> None:
    try:
        await worker.pictures.thumbnail(payload["sha256"])
    except NotAPicture as error:
        raise CannotEver(str(error)) from error


async def _measure(worker: Worker, payload: dict[str, Any]) -> None:
    await measure(worker.store, worker.pictures, payload["photo_id"])


async def _measure_rest(worker: Worker, payload: dict[str, Any]) -> None:
    """Photos from before there were measures, some at a time."""
    await ask_for_the_rest(worker.store, payload.get("after", ""))


async def _arrive(worker: Worker, payload: dict[str, Any]) -> None:
    await say_arrived(worker.store, worker.registry, payload["sha256"], payload["user_id"])


async def _claim(worker: Worker, payload: dict[str, Any]) -> None:
    """A restored server is told of a photo again."""
    sha256, user_id = payload["sha256"], payload["user_id"]
    if await claim(worker.store, worker.pictures.blobs, sha256, user_id, payload["size"]):
        await say_arrived(worker.store, worker.registry, sha256, user_id)


async def _claim_awaited(worker: Worker, payload: dict[str, Any]) -> None:
    """A restored server looks for the bytes of all photos it awaits."""
    for photo in await awaited(worker.store):
        await _claim(worker, photo)


async def _store_merged(worker: Worker, payload: dict[str, Any]) -> None:
    """A store turned out to be another one, or was another one after all."""
    await say_moved(worker.store, worker.registry, payload["store_id"])


async def _marks(worker: Worker, payload: dict[str, Any]) -> None:
    """How far the record of a store, or of all, can be relied on."""
    await marks.look(worker.store, payload.get("store_id"))


async def _post(worker: Worker, payload: dict[str, Any]) -> None:
    """The beginning or end of a post has come."""
    post_id = payload["employment_id"]
    result = await say_as_system(worker.store, worker.registry, "employment.turn", post_id, {})
    if result["status"] != "applied":
        raise CannotEver(result.get("code", result["status"]))


async def _poke(worker: Worker, payload: dict[str, Any]) -> None:
    """A grant begins or ends now: whoever listens to these scopes should pull."""
    async with worker.store.reading() as read:
        rows = await read.rows(
            f"SELECT scope_id, head FROM sync_scope WHERE scope_id {read.IN}",
            read.ids(payload["scopes"]),
        )
    worker.store.poke(dict(rows))


async def _stores_follow(worker: Worker, payload: dict[str, Any]) -> None:
    await say_copied(worker.store, worker.registry, payload["column"], payload["owner_id"])


async def _store_changed(worker: Worker, payload: dict[str, Any]) -> None:
    await say_followed(worker.store, worker.registry, payload["store_id"])


async def _order_cancelled(worker: Worker, payload: dict[str, Any]) -> None:
    await say_void(worker.store, worker.registry, payload["order_id"])


async def _order_recalled(worker: Worker, payload: dict[str, Any]) -> None:
    await say_recalled(worker.store, worker.registry, payload)


async def _order_release(worker: Worker, payload: dict[str, Any]) -> None:
    await holds_end.say_released(worker.store, worker.registry, payload["order_id"])


async def _back_order_over(worker: Worker, payload: dict[str, Any]) -> None:
    await remainders.say_over(worker.store, worker.registry, payload["order_id"])


async def _purchase_close(worker: Worker, payload: dict[str, Any]) -> None:
    await say_closed(worker.store, worker.registry, payload["purchase_id"])


async def _day_over(worker: Worker, payload: dict[str, Any]) -> None:
    """A day has ended, or something came of one that had."""
    await forgotten.say_forgotten(worker.store, worker.registry, payload["day"])


async def _promotion_over(worker: Worker, payload: dict[str, Any]) -> None:
    await say_over(worker.store, worker.registry, payload["promotion_id"])


async def _terms_check(worker: Worker, payload: dict[str, Any]) -> None:
    """Prices or terms have changed, or a new day has begun: of one customer, or of all."""
    await alike.look(worker.store, payload.get("customer_id"))


async def _leave_partner(worker: Worker, payload: dict[str, Any]) -> None:
    """What partners' devices need no longer leaves them, some stores at a time."""
    after = payload.get("after", "")
    await passing.go_on(worker.store, worker.partner_days, after, worker.stopping)


async def _replay(worker: Worker, payload: dict[str, Any]) -> None:
    """What a promotion would have done to past orders, some of them."""
    await replay_work.go_on(worker.store, payload["replay_id"], worker.stopping)


async def _judge(worker: Worker, payload: dict[str, Any]) -> None:
    await judge(worker.store, payload["rep_id"], payload["day"])


async def _spot_draw(worker: Worker, payload: dict[str, Any]) -> None:
    await draw.draw(worker.store, payload["day"])


HANDLERS: dict[str, Handler] = {
    "judge": _judge,
    "judge_later": _judge,
    "thumbnail": _thumbnail,
    "measure": _measure,
    "measure_rest": _measure_rest,
    "arrive": _arrive,
    "claim": _claim,
    "claim_awaited": _claim_awaited,
    "post": _post,
    "poke": _poke,
    "stores_follow": _stores_follow,
    "store_changed": _store_changed,
    "store_merged": _store_merged,
    "marks": _marks,
    "order_cancelled": _order_cancelled,
    "order_recalled": _order_recalled,
    "order_release": _order_release,
    "back_order_over": _back_order_over,
    "purchase_close": _purchase_close,
    "day_over": _day_over,
    "promotion_over": _promotion_over,
    "spot_draw": _spot_draw,
    "terms_check": _terms_check,
    "replay": _replay,
    "leave_partner": _leave_partner,
}
