"""The server assembled: its doors, who may pass them, and how it says no. Start reading here,
then sync/push.py.
"""

import asyncio
import importlib
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

from litestar import Controller, Litestar, Response, get
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.handlers import BaseRouteHandler
from litestar.routes import HTTPRoute

from backend import memory
from backend.api_description import configuration
from backend.assets import page_or_file, read_assets
from backend.edge import Edge
from backend.exchange.access import other_system
from backend.exchange.described import WEBHOOK, described
from backend.jobs import Worker
from backend.log import configure
from backend.parts import opened
from backend.people import access
from backend.problem_details import HANDLERS, problem
from backend.settings import Settings
from backend.store import heads
from backend.store.engine import Store

VERSION = "0.1.0"
BODY_BYTES = 2 * 1024 * 1024
HERE = Path(__file__).parent
DOOR_FILES = ("http", "live", "audit", "files", "pictures")
ASKS_WHO = {"person", "device", "pushing_device", "other_system"}
FOR_ANYBODY = {
    "/auth/v1/login",
    "/auth/v1/demo",
    "/sync/v1/hello",
    "/healthz",
    "/schema",
    "/schema/openapi.json",
    "/",
    "/{name:path}",
}
"""Every other door asks whose token it is, or the server does not start."""


@get("/healthz", tags=["server"])
async def healthz(store: NamedDependency[Store], state: State) -> Response[Any]:
    """200 when the database answers and is migrated, else 503."""
    if await heads.is_ready(store, state.head):
        return Response({"status": "ready", "version": VERSION})
    return problem(503, "busy", "The database does not answer, or has to be migrated.")


def doors() -> list[type[Controller]]:
    """Every Controller of a slice's or the spine's http.py and its like."""
    found: list[type[Controller]] = []
    for file in sorted(HERE.glob("*/*.py")):
        if file.stem not in DOOR_FILES:
            continue
        module = importlib.import_module(f"backend.{file.parent.name}.{file.stem}")
        found += [
            one
            for one in vars(module).values()
            if isinstance(one, type)
            and issubclass(one, Controller)
            and one.__module__ == module.__name__
        ]
    return found


async def knocks(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Before anything of a request is read: does it bring a token at all?"""
    if connection.scope["path_template"] in (*FOR_ANYBODY, "/{name}"):  # Litestar's two spellings
        return
    if connection.scope.get("method") != "OPTIONS":
        access.token_of(connection)


def _part(name: str) -> Provide:
    def provide(state: State) -> Any:
        return getattr(state.parts, name)

    return Provide(provide, sync_to_thread=False)


def _is_demo(state: State) -> bool:
    return bool(state.parts.settings.demo)


def _stopping(state: State) -> asyncio.Event:
    """Set when the process was told to end: streams that never end must."""
    event: asyncio.Event = state.stopping
    return event


PARTS = ("settings", "store", "registry", "blobs", "pictures", "uploads", "gate")
DEPENDENCIES = {
    **{name: _part(name) for name in PARTS},
    "demo": Provide(_is_demo, sync_to_thread=False),
    "stopping": Provide(_stopping, sync_to_thread=False),
    "device": Provide(access.device),
    "pushing_device": Provide(access.pushing_device),
    "person": Provide(access.person),
    "other_system": Provide(other_system),
}


def create_app(settings: Settings | None = None) -> Litestar:
    """The application, for uvicorn's --factory. Debug is never on."""
    memory.tidy()
    configure()
    app = built()
    furnish(app, settings or Settings.from_environment())
    return app


def furnish(app: Litestar, settings: Settings) -> None:
    """What it is to run with, from its next start on."""
    app.state.settings = settings
    app.state.assets = read_assets(settings.pages)
    app.state.head = heads.newest()
    app.state.stopping = asyncio.Event()


def built() -> Litestar:
    """Its doors, known once and for all; nothing of an installation yet."""
    app = Edge(
        route_handlers=[healthz, page_or_file, *doors()],
        dependencies=DEPENDENCIES,
        exception_handlers=HANDLERS,
        guards=[knocks],
        lifespan=[_running],
        openapi_config=configuration(VERSION, described(), {"Webhook": WEBHOOK}),
        request_max_body_size=BODY_BYTES,
        logging_config=None,
        debug=False,
        pdb_on_exception=False,
    )
    deny_by_default(app)
    return app


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    async with opened(settings) as parts:
        app.state.parts = parts
        worker = Worker(
            parts.store, parts.registry, parts.pictures, parts.unfinished, settings.hook_hosts,
            settings.files, settings.partner_days,
        )  # fmt: skip
        working = asyncio.create_task(worker.run()) if settings.worker else None
        with _told_to_end(app.state.stopping.set):
            yield
        app.state.stopping.set()
        worker.stopping.set()
        if working is not None:
            await working


def deny_by_default(app: Litestar) -> None:
    """A door that asks nobody's name, and is not known to be for anybody, is a mistake."""
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or route.path in FOR_ANYBODY:
            continue
        for handler in route.route_handlers:
            asks = ASKS_WHO & handler.parsed_fn_signature.parameters.keys()
            if not asks and handler.http_methods != {"OPTIONS"}:
                raise RuntimeError(f"{route.path} ({handler.handler_name}) is open to everybody")


@contextmanager
def _told_to_end(say: Callable[[], None]) -> Iterator[None]:
    """Hear SIGTERM and SIGINT beside the server we run in, which then waits for open streams."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before: dict[int, Any] = {}

    def hear(number: int, frame: Any) -> None:
        with suppress(RuntimeError):  # the loop has ended already
            loop.call_soon_threadsafe(say)
        then = before[number]
        if callable(then):
            then(number, frame)

    for number in (signal.SIGTERM, signal.SIGINT):
        before[number] = signal.signal(number, hear)
    try:
        yield
    finally:
        for said, handler in before.items():
            signal.signal(said, handler)
