"""Does this database have the shape this code needs?"""

from alembic.script import ScriptDirectory

from backend.store.engine import Store
from backend.store.migrate import HERE


def newest() -> str | None:
    """The revision this code was written for. None: no revision exists yet."""
    return ScriptDirectory(str(HERE)).get_current_head()


async def is_ready(store: Store, head: str | None) -> bool:
    """The database answers, and is at that revision. Any failure is a no: this is asked by
    whoever decides whether to send people here."""
    try:
        async with store.reading() as read:
            if head is None:
                await read.rows("SELECT count(*) FROM server")
                return True
            rows = await read.rows("SELECT version_num FROM alembic_version")
            return [head] == [revision for (revision,) in rows]
    except Exception:  # whatever the driver raises when a table or the server is missing
        return False
