"""A whole rescue file: whose it is, whether that is proved, its operations, then its pictures."""

import hashlib
import re
from collections import Counter
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field

from backend.identity import SYSTEM
from backend.parts import Parts
from backend.rescue.lines import Answer, Rescue, someone
from backend.store.engine import Store
from backend.sync.problems import SyncProblem
from backend.sync.uploads import Uploads
from sync_protocol.rescue import Holder, Picture, Rescued

SAFE = ("applied", "merged", "duplicate", "settled")
SHA256 = re.compile(r"[0-9a-f]{64}")
PIECE = 1024 * 1024


@dataclass
class Brought:
    """What became of one person's part of a file. `failed` names what is not on the server."""

    user_id: str
    name: str
    proved: bool
    heard: bool
    statuses: Counter[str] = field(default_factory=Counter)
    for_a_person: list[Answer] = field(default_factory=list)
    photos: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)


async def bring(parts: Parts, rescued: Rescued, vouched: Collection[str] = ()) -> list[Brought]:
    """Everybody's. `vouched`: people for whose part somebody answers, where no token proves it."""
    return [
        await _bring(parts, rescued, holder, vouched)
        for _, holder in sorted(rescued.holders.items())
    ]


async def _bring(
    parts: Parts, rescued: Rescued, holder: Holder, vouched: Collection[str]
) -> Brought:
    person = await someone(parts.store, holder.user_id)
    proved = await _proved(parts.store, holder)
    trusted = bool({person.id, person.login} & set(vouched))
    heard = (proved or trusted) and person.id != SYSTEM.id  # the server itself has no phone
    done = Brought(person.id, person.name, proved, heard)
    done.failed += [
        f"on the phone: {one.get('store', '?')} {one.get('key', '?')} ({one.get('why', '?')})"
        for one in holder.told.unreadable
    ]
    done.failed += [f"in the file: {what}" for what in holder.lost_in_the_file()]
    if not done.heard:
        return done
    # A proof covers what it names and nothing that somebody put beside it.
    lines = [line for line in holder.lines if trusted or line.hash in holder.named]
    pictures = [one for one in holder.pictures if trusted or one.sha256 in holder.named]
    beside = len(holder.lines) - len(lines) + len(holder.pictures) - len(pictures)
    if beside:
        done.failed.append(f"{beside} parts of the file that its proof does not name")
    hearing = Rescue(parts.store, parts.registry, person)
    done.statuses = await hearing.hear(lines)
    done.for_a_person = [answer for answer in hearing.answers if answer.status not in SAFE]
    for picture in pictures:
        await _picture(parts.uploads, rescued, picture, done)
    return done


async def _proved(store: Store, holder: Holder) -> bool:
    """By the push token of a device that was not reported lost."""
    async with store.reading() as read:
        rows = await read.rows(
            "SELECT t.token_hash FROM push_token t JOIN sync_replica r"
            " ON r.replica_id = t.replica_id WHERE r.user_id = ? AND r.lost_at IS NULL",
            holder.user_id,
        )
    return any(holder.proves(bytes(hashed)) for (hashed,) in rows)


async def _picture(uploads: Uploads, rescued: Rescued, picture: Picture, done: Brought) -> None:
    """As by tus: the same checks, the same place, the same word to the photo's record."""
    data = rescued.bytes_of(picture)
    named = f"photo {picture.photo_id}"
    if SHA256.fullmatch(picture.sha256) is None:
        done.failed.append(f"{named}: no SHA-256")
    elif hashlib.sha256(data).hexdigest() != picture.sha256:
        done.failed.append(f"{named}: its bytes do not hash to {picture.sha256}")
    elif await uploads.here(picture.sha256, done.user_id, len(data)):
        done.photos["here already"] += 1
    else:
        try:
            upload = await uploads.create(done.user_id, len(data), picture.sha256, picture.mime)
            await uploads.append(upload, 0, _pieces(data), None)
            await uploads.drop(upload)
            done.photos["stored"] += 1
        except SyncProblem as problem:
            done.failed.append(f"{named}: {problem.code}")


async def _pieces(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), PIECE):
        yield data[start : start + PIECE]
