"""After a backup was put back: give this history a new name, before the server starts.

    python -m backend.sync.restored

Phones know by the new `server_id` that the server may have forgotten what it acknowledged. They
offer again all they still keep (30 days), which the server answers `duplicate` or hears anew, and
pull everything from its beginning. With the old name they would believe a promise that is gone.

Photos lie beside the database and may be newer than it. Phones have let go of those they were told
are here, and no row says any more whose they were; so it is noted which they are, before anybody
can bring new ones, and they go to whoever names them.
"""

import asyncio
import sys
import uuid

from backend.outside import images
from backend.outside.blobs import Away, Blobs, CannotBegin, sha256_of_open
from backend.outside.place import a_place_for_photos
from backend.settings import Settings
from backend.store.engine import Store, open_store
from backend.store.session import Records
from backend.store.tables import ANYBODY
from backend.sync.uploads import INSERT_OWNER, keep_present


async def rename(settings: Settings) -> tuple[str, str]:
    """The name before, and the one from now on. CannotBegin, Away: nothing was done."""
    store = await open_store(views={}, database_url=settings.database_url, path=settings.database)
    try:
        blobs = a_place_for_photos(settings)
        await blobs.open()
        await find(store, blobs)
        made = str(uuid.uuid4())

        async def said(records: Records) -> None:
            records.execute("UPDATE server SET value = ? WHERE key = 'server_id'", made)
            remember(records)

        await store.write(said)
        return store.server_id, made
    finally:
        await store.close()


def remember(records: Records) -> None:
    """Photos the backup awaits have what was found at once, the others when they are named."""
    records.job("claim_awaited")


async def find(store: Store, blobs: Blobs) -> None:
    """Note which photos are newer than the database."""
    async for names in blobs.names():

        async def note(records: Records, names: list[str] = names) -> None:
            rows = await records.transaction.all(
                f"SELECT sha256 FROM sync_blob WHERE sha256 {records.transaction.IN}",
                records.transaction.ids(names),
            )
            known = {sha256 for (sha256,) in rows}
            for sha256 in names:
                if sha256 not in known:
                    records.execute(INSERT_OWNER, sha256, ANYBODY, records.now)

        await store.write(note)


async def claim(store: Store, blobs: Blobs, sha256: str, user_id: str, size: int) -> bool:
    """What was found is his who names it, for only who may see its photo knows the name. Nothing else
    is: a hash alone proves nothing."""
    async with store.reading() as read:
        found = await read.one(
            "SELECT 1 AS one FROM blob_owner WHERE sha256 = :sha256 AND user_id = :anybody",
            {"sha256": sha256, "anybody": ANYBODY},
        )
    if found is None or await blobs.size(sha256) != size:
        return False
    async with blobs.original(sha256) as kept:
        if await asyncio.to_thread(sha256_of_open, kept) != sha256:
            return False  # the place was put back by halves
        kept.seek(0)
        seen = await asyncio.to_thread(images.look, kept)
    await keep_present(store, sha256, user_id, size, seen.mime)
    return True


def main() -> None:
    settings = Settings.from_environment()
    if not settings.database_url and not settings.database.exists():
        raise SystemExit(f"There is no {settings.database}: put the backup back first.")
    try:
        before, now = asyncio.run(rename(settings))
    except (CannotBegin, Away) as error:
        raise SystemExit(f"The photos cannot be looked at, and nothing was done: {error}") from None
    sys.stdout.write(f"This history was {before} and is {now}; start the server.\n")


if __name__ == "__main__":
    main()
