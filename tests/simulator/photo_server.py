"""Photos at the simulated server: the product's own uploads, folder and worker, on one event loop.

A request is driven until it has been answered or waits for bytes that do not come, so a seed
decides everything. What the product does in threads is done at once, in this one.
"""

import asyncio
import atexit
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from shutil import rmtree
from types import SimpleNamespace
from typing import Any

from backend.jobs import Worker
from backend.outside.blobs import sha256_of
from backend.outside.folder import Folder
from backend.outside.unfinished import Unfinished
from backend.store import instant
from backend.sync import files, uploads
from backend.sync.problems import SyncProblem
from backend.visits.arrivals import say_arrived
from backend.visits.pictures import Pictures
from sync_protocol.photos import PATH, Answer, Request
from tests.engines import in_memory
from tests.simulator.domain import REGISTRY
from tests.simulator.server import Server

EXPIRED_AFTER_S = 90 * 60


class Gone(Exception):
    """The connection broke, and no answer can be given."""


class AtOnce(ThreadPoolExecutor):
    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done


@lru_cache(maxsize=1)
def loop() -> asyncio.AbstractEventLoop:
    """One for the process."""
    made = asyncio.new_event_loop()
    made.set_default_executor(AtOnce(1))
    atexit.register(made.close)
    return made


def wait(work: Coroutine[Any, Any, Any]) -> Any:
    return loop().run_until_complete(work)


class Body:
    """A request's bytes, as they come: all; or some, and then the end, or nothing more."""

    def __init__(self, data: bytes, stop: str | None, at: int) -> None:
        self.data, self.stop, self.at = data, stop, at
        self.stuck = loop().create_future()
        self.more = loop().create_future()

    async def chunks(self) -> AsyncIterator[bytes]:
        if self.stop is None:
            yield self.data
            return
        yield self.data[: self.at]
        if self.stop == "cut":
            raise Gone
        self.stuck.set_result(None)
        if not await self.more:
            raise Gone
        yield self.data[self.at :]


class Hanging:
    """A request the server has not heard the end of."""

    def __init__(self, task: "asyncio.Task[Answer]", body: Body) -> None:
        self.task, self.body = task, body

    @property
    def over(self) -> bool:
        return self.task.done()

    def end(self, rest: bool) -> Answer:
        """The rest of it comes, or the end of the connection. Raises Gone."""
        if not self.body.more.done():
            self.body.more.set_result(rest)
        if not self.task.done():
            wait(asyncio.wait([self.task]))
        if self.task.cancelled():
            raise Gone
        return self.task.result()


class PhotoServer:
    """Where one world's photos are."""

    def __init__(self, server: Server) -> None:
        self.server, self.store = server, server.store
        self.folder = Path(tempfile.mkdtemp(prefix="xundian-world-", dir=in_memory()))
        self.place = Folder(self.folder)
        self.unfinished = Unfinished(self.place.scratch)
        self.kept: dict[Path, bytes] = {}
        self.hanging: list[Hanging] = []
        self.read: set[Any] = set()
        wait(self.place.open())
        self._start()

    def _start(self) -> None:
        """A new process: it knows what is on disk and in the database."""
        store = self.store

        async def arrived(sha256: str, user_id: str) -> None:
            await say_arrived(store, REGISTRY, sha256, user_id)

        self.uploads = uploads.Uploads(store, self.unfinished, self.place, arrived)
        self.worker = Worker(store, REGISTRY, Pictures(self.place), self.unfinished)

    def close(self) -> None:
        self._end_requests()
        rmtree(self.folder)

    # The doors

    def ask(
        self, person: str, request: Request, stop: str | None, at: int, die: str | None, spared: int
    ) -> Answer | Hanging:
        """Raises Gone, and Crash."""
        body = Body(request.body, stop, at)
        self.store.die, self.store.spared = die, spared
        task = loop().create_task(self._answer(person, request, body))
        until: list[Any] = [task, body.stuck]
        try:
            wait(asyncio.wait(until, return_when=asyncio.FIRST_COMPLETED))
        finally:
            self.store.die, self.store.spared = None, 0
        if task.done():
            return task.result()
        self.hanging.append(Hanging(task, body))
        return self.hanging[-1]

    async def _answer(self, person: str, request: Request, body: Body) -> Answer:
        try:
            return await self._said(person, request, body)
        except SyncProblem as problem:
            return Answer(problem.status, problem.code, problem.extra.get("headers", {}))

    async def _said(self, person: str, request: Request, body: Body) -> Answer:
        """As backend/sync/files.py does, without the HTTP around it."""
        said = request.headers
        if request.method == "POST":
            sha256, mime = files._named(said["Upload-Metadata"])
            size = int(said["Upload-Length"])
            upload = await self.uploads.create(person, size, sha256, mime)
            offset, status = await self.uploads.offset(upload), 201
        elif request.method == "HEAD":
            upload = await self._found(person, request)
            offset, status = await self.uploads.offset(upload), 200
        else:
            heard = SimpleNamespace(headers={"upload-checksum": said["Upload-Checksum"]})
            upload, at = await self._found(person, request), int(said["Upload-Offset"])
            checksum = files._checksum(heard)  # type: ignore[arg-type]  # it reads headers only
            offset = await self.uploads.append(upload, at, body.chunks(), checksum)
            status = 204
        headers = {"Upload-Offset": str(offset), "Location": PATH + upload.upload_id}
        return Answer(status, headers=headers)

    async def _found(self, person: str, request: Request) -> uploads.Upload:
        return await self.uploads.find(request.url.removeprefix(PATH), person)

    def work(self) -> None:
        """The worker takes what is due."""
        while wait(self.worker.work_once()):
            pass

    def expire(self) -> None:
        """A week goes by for uploads."""
        kept = instant.now
        instant.now = lambda: instant.shifted(kept(), days=uploads.KEPT_DAYS)
        try:
            wait(uploads.expire(self.store, self.unfinished))
        finally:
            instant.now = kept

    # What else happens to a server

    def died(self) -> None:
        """Its process is gone, and another one stands in its place."""
        self._end_requests()
        self._start()

    def _end_requests(self) -> None:
        tasks = [one.task for one in self.hanging if not one.over]
        for task in tasks:
            task.cancel()
        if tasks:
            wait(asyncio.wait(tasks))
        self.hanging = []

    def backup(self) -> None:
        self.kept = {file.relative_to(self.folder): file.read_bytes() for file in self._files()}

    def restore(self, with_folder: bool) -> None:
        """The database is back; is the folder too?"""
        self.died()
        if with_folder:
            for file in self._files():
                file.unlink()
            for name, data in self.kept.items():
                (self.folder / name).parent.mkdir(exist_ok=True)
                (self.folder / name).write_bytes(data)

    def _files(self) -> list[Path]:
        return sorted(file for file in self.folder.rglob("*") if file.is_file())

    # What the judge asks

    def holds(self, sha256: str) -> bool:
        """All of it, and it is what its name says. A file that is as it was is not read again."""
        file = self.place.path(sha256)
        try:
            seen = file.stat()
        except FileNotFoundError:
            return False
        as_it_is = (sha256, seen.st_ino, seen.st_mtime_ns, seen.st_size)
        if as_it_is not in self.read:
            if sha256_of(file) != sha256:
                return False
            self.read.add(as_it_is)
        return True

    def has_of(self, person: str, sha256: str) -> bool:
        """What one brought may be gone although another has brought the same bytes."""
        return self.holds(sha256) and wait(self.place.brought(sha256, person))

    def parts(self) -> dict[str, bytes]:
        """Unfinished bytes, by upload."""
        scratch = self.place.scratch
        names = [name for name in os.listdir(scratch) if name.endswith(".part")]
        return {name[:-5]: (scratch / name).read_bytes() for name in names}
