"""Looking at a photo: judged by its record, never by its hash (protocol.md, decision 15).

Nobody is shown the uploaded file. A thumbnail is kept once made; the full picture is written anew
each time, because most are never looked at, and then kept by the browser that asked.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Annotated, Any, BinaryIO, Literal, TypeVar

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from backend.identity import OFFICE, Person
from backend.outside import images
from backend.outside.blobs import Blobs
from backend.outside.measures import Measured, measured
from backend.people.reach import reaches
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read
from backend.sync.problems import SyncProblem
from backend.sync.pull import granted_scopes

MIME = {"thumb": "image/webp", "full": "image/jpeg"}
KEPT = "private, max-age=604800, immutable"
T = TypeVar("T")
Lent = Callable[[Read, str, Collection[str]], Awaitable[set[str]]]
"""The pictures of a store that go with something of these scopes: a ticket, goods that go back."""


class Pictures:
    """Pictures to be shown. One is decoded at a time: the largest take 150 ms of a core.

    ``lent``: who may see one besides those who see its record."""

    def __init__(self, blobs: Blobs, lent: tuple[Lent, ...] = ()) -> None:
        self.blobs, self.lent = blobs, lent
        self._one = asyncio.Lock()

    async def thumbnail(self, sha256: str) -> bytes:
        """Made by the worker, or here when somebody is faster. Raises NotAPicture."""
        kept = await self.blobs.thumb(sha256)
        if kept is not None:
            return kept
        made = await self._made(images.thumbnail, sha256)
        await self.blobs.keep_thumb(sha256, made)
        return made

    async def full(self, sha256: str) -> bytes:
        """Raises NotAPicture."""
        return await self._made(images.full, sha256)

    async def measured(self, sha256: str) -> Measured:
        """Raises NotAPicture."""
        return await self._made(measured, sha256)

    async def _made(self, make: Callable[[BinaryIO], T], sha256: str) -> T:
        try:
            async with self.blobs.original(sha256) as original, self._one:
                return await asyncio.to_thread(make, original)
        except FileNotFoundError as error:
            raise images.NotAPicture("its bytes are gone") from error


class PicturesController(Controller):
    path = "/files/v1/photos"
    tags = ("files",)

    @get("/{photo_id:str}", media_type="image/jpeg")
    async def picture(
        self,
        request: Request[Any, Any, Any],
        photo_id: FromPath[str],
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        pictures: NamedDependency[Pictures],
        size: Annotated[Literal["thumb", "full"], QueryParameter()] = "thumb",
    ) -> Response[bytes]:
        """The picture, without what the file said besides. 404: none, not here yet, or not his."""
        async with store.reading() as read:
            photo = await read.one(
                "SELECT p.id, p.sha256, p.store_id, p.partner_id, p.trip, p.present, p.author_id,"
                " s.org_unit_id, s.customer_class FROM photo p JOIN store s ON s.id = p.store_id"
                " WHERE p.id = :photo_id",
                {"photo_id": photo_id},
            )
            if photo is None or not await may_see(read, person, photo, pictures.lent):
                raise SyncProblem("record/unknown", 404, "No such photo.")
        if not photo["present"]:
            raise SyncProblem("blob/unknown", 404, "The picture has not arrived yet.")
        etag = f'"{photo["sha256"][:32]}-{size}"'
        headers = {"ETag": etag, "Cache-Control": KEPT}
        if etag in request.headers.get("if-none-match", ""):
            return Response(b"", status_code=304, headers=headers, media_type=MIME[size])
        try:
            if size == "thumb":
                shown = await pictures.thumbnail(photo["sha256"])
            else:
                shown = await pictures.full(photo["sha256"])
        except images.NotAPicture as error:
            raise SyncProblem("blob/not-an-image", 404, f"It cannot be shown: {error}") from error
        return Response(shown, headers=headers, media_type=MIME[size])


async def may_see(
    read: Read, person: Person, photo: dict[str, Any], lent: tuple[Lent, ...]
) -> bool:
    """By a scope that shows the record and that he is granted now, by his office's reach, or
    because it hangs on what his partner is to answer (never more of the visit than that).

    An admin sees no photos (domain.md 2.9).
    """
    if person.role in OFFICE:
        return reaches(person.role, person.unit_ids, photo["org_unit_id"], photo["customer_class"])
    shown_in = {f"store:{photo['store_id']}"}
    if photo["partner_id"]:
        shown_in.add(f"partner:{photo['partner_id']}")
    if photo["trip"]:
        shown_in.add(f"trip:{photo['trip']}")
    granted = await granted_scopes(read, person.id, instant.now())
    if not shown_in.isdisjoint(granted):
        return True
    for of in lent:
        if photo["id"] in await of(read, photo["store_id"], granted):
            return True
    return False
