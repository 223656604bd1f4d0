"""Does this database have the shape this code needs? Asked without loading Alembic (13 MiB)."""

import re
from pathlib import Path

from backend.store.engine import Store

VERSIONS = Path(__file__).parent / "migrations" / "versions"


def newest() -> str | None:
    """The revision this code was written for: the one that no other follows. None: there is none
    yet, and tables are made as they are declared."""
    revisions: set[str] = set()
    followed: set[str] = set()
    for file in VERSIONS.glob("*.py"):
        said = dict(
            re.findall(r'^(revision|down_revision)\b[^=]*= "([^"]+)"', file.read_text(), re.M)
        )
        revisions.add(said["revision"])
        followed.add(said.get("down_revision", ""))
    heads = revisions - followed
    return heads.pop() if heads else None


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
