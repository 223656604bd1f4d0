"""Looking at a product's picture: by its digest, so that what a device has once it never asks for
again. Whoever sees a product that bears it may see it; of a draft, the office."""

from typing import Annotated, Any, Literal

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from backend.identity import OFFICE, Person
from backend.store.engine import Store
from backend.sync.problems import SyncProblem

MIME = "image/webp"
KEPT = "private, max-age=31536000, immutable"


class SkuPicturesController(Controller):
    path = "/files/v1/skus"
    tags = ("files",)

    @get("/{image:str}", media_type=MIME)
    async def picture(
        self,
        request: Request[Any, Any, Any],
        image: FromPath[str],
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        size: Annotated[Literal["small", "large"], QueryParameter()] = "small",
    ) -> Response[bytes]:
        """168 or 480 px at its longer edge. 404: no product bears it, or only a draft."""
        async with store.reading() as read:
            found = await read.one(
                f"SELECT i.{size} AS bytes, max(CASE WHEN s.published THEN 1 ELSE 0 END) AS shown"
                " FROM sku_image i JOIN sku s ON s.image = i.sha256 WHERE i.sha256 = :image"
                f" GROUP BY i.sha256, i.{size}",
                {"image": image},
            )
        if found is None or not (found["shown"] or person.role in OFFICE):
            raise SyncProblem("record/unknown", 404, "No such picture.")
        etag = f'"{image[:32]}-{size}"'
        headers = {"ETag": etag, "Cache-Control": KEPT}
        if etag in request.headers.get("if-none-match", ""):
            return Response(b"", status_code=304, headers=headers, media_type=MIME)
        return Response(bytes(found["bytes"]), headers=headers, media_type=MIME)
