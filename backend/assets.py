"""The PWA's files: what the build wrote, from memory, with the caching each name deserves.

Names that carry their hash never change and are kept for ever. index.html, the service worker and
the manifest are asked about each time and answered 304. A navigation to a page of its own (/rescue
is rescue.html) gets that, to any other path index.html, because paths are the app's own business.
"""

import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from litestar import Request, Response, route
from litestar.datastructures import State

from backend.sync.problems import SyncProblem

HASHED = re.compile(r"^assets/.+[-.][A-Za-z0-9_-]{8,}\.\w+$")
FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
OURS = ("sync", "auth", "office", "files", "schema", "healthz", "problems", "assets")
"""First parts of paths that are no page of the app: never answered with index.html."""
MIME = {  # Litestar adds the charset to text
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, with its compressed twins where the build made them."""

    name: str
    mime: str
    etag: str
    cache: str
    plain: bytes
    packed: dict[str, bytes]


def read_assets(folder: Path) -> dict[str, Asset]:
    """Everything the build wrote. A file's name is looked up here and nowhere else, so no path
    can lead outside the folder."""
    if not folder.is_dir():
        return {}
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    twins = {name for name in names if name.endswith((".br", ".gz", ".map"))}
    return {
        name: _read(folder, name)
        for name in names
        if name not in twins and not any(part.startswith(".") for part in name.split("/"))
    }


def _read(folder: Path, name: str) -> Asset:
    plain = (folder / name).read_bytes()
    packed = {
        encoding: twin.read_bytes()
        for encoding, suffix in ENCODINGS
        if (twin := folder / (name + suffix)).is_file()
    }
    suffix = Path(name).suffix.lower()
    mime = MIME.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    etag = hashlib.sha256(plain).hexdigest()[:20]
    return Asset(name, mime, etag, FOR_EVER if HASHED.match(name) else ASK_FIRST, plain, packed)


@route(["/", "/{name:path}"], http_method=["GET", "HEAD"], include_in_schema=False)
async def page_or_file(request: Request[None, None, State]) -> Response[bytes]:
    """A file of the app, or the app itself for a navigation."""
    assets: dict[str, Asset] = request.app.state.assets
    wanted = str(request.path_params.get("name", "")).strip("/")
    asset = assets.get(wanted or "index.html") or assets.get(f"{wanted}.html")
    if asset is None and _is_navigation(request, wanted):
        asset = assets.get("index.html")
    if asset is None:
        raise SyncProblem("not-found", 404, "There is no such page or file.")
    return _answer(request, asset)


def _is_navigation(request: Request[None, None, State], wanted: str) -> bool:
    first = wanted.partition("/")[0]
    return (
        first not in OURS
        and ".." not in wanted
        and "text/html" in request.headers.get("accept", "")
    )


def _answer(request: Request[None, None, State], asset: Asset) -> Response[bytes]:
    headers = {"ETag": f'"{asset.etag}"', "Cache-Control": asset.cache, "Vary": "Accept-Encoding"}
    if asset.name == "service-worker.js":
        headers["Service-Worker-Allowed"] = "/"
    if asset.etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=asset.mime)
    body = asset.plain
    accepted = _accepted(request.headers.get("accept-encoding", ""))
    for encoding, _ in ENCODINGS:
        if encoding in accepted and encoding in asset.packed:
            body = asset.packed[encoding]
            headers["Content-Encoding"] = encoding
            break
    headers["Content-Length"] = str(len(body))
    content = b"" if request.method == "HEAD" else body
    return Response(content, headers=headers, media_type=asset.mime)


def _accepted(header: str) -> set[str]:
    """Encodings the client takes with a weight above zero."""
    accepted = set()
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        if not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight):
            accepted.add(name.strip())
    return accepted
