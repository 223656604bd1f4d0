"""The worker as a process of its own: `python -m backend.worker`."""

import asyncio
import logging
import signal

from backend.jobs import Worker
from backend.log import configure
from backend.outside.blobs import CannotBegin
from backend.parts import opened
from backend.settings import Settings

log = logging.getLogger("xundian.worker")


async def main(settings: Settings) -> None:
    """Until SIGTERM or SIGINT; what was taken is done first."""
    async with opened(settings) as parts:
        worker = Worker(
            parts.store, parts.registry, parts.pictures, parts.unfinished, settings.hook_hosts,
            settings.files, settings.partner_days,
        )  # fmt: skip
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, worker.stopping.set)
        log.info("working")
        await worker.run()
        log.info("stopped after %d jobs", worker.done)


if __name__ == "__main__":
    configure()
    try:
        asyncio.run(main(Settings.from_environment()))
    except CannotBegin:
        raise SystemExit(1) from None  # the log says why
