"""After a backup was put back: give this history a new name, before the server starts.

    python -m backend.sync.restored

Phones know by the new `server_id` that the server may have forgotten what it acknowledged. They
offer again all they still keep (30 days), which the server answers `duplicate` or hears anew, and
pull everything from its beginning. With the old name they would believe a promise that is gone.
Every scope has another epoch from then on (protocol.md 3.9), so that who keeps positions and no
name, as webhooks do, begins anew, too.

Photos lie beside the database and may be newer than it. A phone has let go of those it was told are
here. Who brought them stands beside them, so the server looks there for each photo it awaits, and
for each it is told of.
"""

import asyncio
import os
import sys
import uuid
from pathlib import Path

from backend.outside import images
from backend.outside.blobs import Blobs, sha256_of_open
from backend.store.engine import Store, open_store
from backend.store.session import Records
from backend.sync.uploads import keep_present


async def rename(database_url: str, path: Path) -> tuple[str, str]:
    """The name before, and the one from now on."""
    store = await open_store(views={}, database_url=database_url, path=path)
    try:
        made = str(uuid.uuid4())

        async def said(records: Records) -> None:
            records.execute("UPDATE server SET value = ? WHERE key = 'server_id'", made)
            remember(records)

        await store.write(said)
        return store.server_id, made
    finally:
        await store.close()


def remember(records: Records) -> None:
    """From now on photos are looked for; those the backup knows at once, the others when named. And
    no position of the lost history is one of this."""
    records.job("claim_awaited")
    records.execute("UPDATE sync_scope SET epoch = epoch + 1")
    records.execute(
        "INSERT INTO server (key, value) VALUES ('restored_at', ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        records.now,
    )


async def ever(records: Records) -> bool:
    """Was this history ever put back from a backup?"""
    return bool(await records.transaction.all("SELECT value FROM server WHERE key = 'restored_at'"))


async def claim(store: Store, blobs: Blobs, sha256: str, user_id: str, size: int) -> bool:
    """Bytes he brought before: they are here, though the database may have forgotten it."""
    if not await blobs.brought(sha256, user_id) or await blobs.size(sha256) != size:
        return False
    async with blobs.original(sha256) as kept:
        if await asyncio.to_thread(sha256_of_open, kept) != sha256:
            return False  # the place was put back by halves
        kept.seek(0)
        seen = await asyncio.to_thread(images.look, kept)
    await keep_present(store, sha256, user_id, size, seen.mime)
    return True


def main() -> None:
    url = os.environ.get("DATABASE_URL", "")
    path = Path(os.environ.get("XUNDIAN_DATA", ".data")) / "xundian.db"
    if not url and not path.exists():
        raise SystemExit(f"There is no {path}: put the backup back first.")
    before, now = asyncio.run(rename(url, path))
    sys.stdout.write(f"This history was {before} and is {now}; start the server.\n")


if __name__ == "__main__":
    main()
