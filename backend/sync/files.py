"""Photos come in by tus 1.0: core, creation, creation-with-upload, checksum, expiration,
termination. The bytes are named by their SHA-256 before they are sent (protocol.md 3.8).
"""

import base64
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from litestar import Controller, Request, Response, delete, head, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from backend.identity import Device
from backend.store import instant
from backend.sync.problems import SyncProblem
from backend.sync.uploads import CHECKSUMS, LARGEST, Checksum, Upload, Uploads

VERSION = "1.0.0"
OFFSET_BYTES = "application/offset+octet-stream"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
SPOKEN = {
    "Tus-Version": VERSION,
    "Tus-Extension": EXTENSIONS,
    "Tus-Max-Size": str(LARGEST),
    "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
}
"""What OPTIONS tells anybody. Litestar answers OPTIONS itself; the edge adds these."""
DIGEST_BYTES = {"sha1": 20, "sha256": 32, "md5": 16}
PATH = "/sync/v1/files"

AnyRequest = Request[Any, Any, Any]


class FilesController(Controller):
    """Uploads. Reading is another door, judged by the photo's record."""

    path = PATH
    tags = ("files",)

    @post("/", status_code=201, request_max_body_size=None)
    async def create(
        self,
        request: AnyRequest,
        pushing_device: NamedDependency[Device],
        uploads: NamedDependency[Uploads],
    ) -> Response[None]:
        """Announce bytes by length and hash; a body with them is taken at once."""
        _speaks_tus(request)
        size = _number(request, "upload-length")
        if size == 0:
            raise SyncProblem("bad-request", 400, "An empty file is no picture.")
        sha256, mime = _named(request.headers.get("upload-metadata", ""))
        checksum = _checksum(request)
        upload = await uploads.create(pushing_device.person.id, size, sha256, mime)
        if _brings_bytes(request):
            offset = await uploads.append(upload, 0, request.stream(), checksum)
        else:
            offset = await uploads.offset(upload)
        headers = _progress(upload, offset) | {"Location": f"{PATH}/{upload.upload_id}"}
        return Response(None, status_code=201, headers=headers)

    @head("/{upload_id:str}")
    async def progress(
        self,
        request: AnyRequest,
        upload_id: FromPath[str],
        pushing_device: NamedDependency[Device],
        uploads: NamedDependency[Uploads],
    ) -> Response[None]:
        """How many bytes are here."""
        _speaks_tus(request)
        upload = await uploads.find(upload_id, pushing_device.person.id)
        headers = _progress(upload, await uploads.offset(upload)) | {
            "Upload-Length": str(upload.size),
            "Upload-Metadata": _metadata(upload),
            "Cache-Control": "no-store",
        }
        return Response(None, headers=headers)

    @patch("/{upload_id:str}", status_code=204, request_max_body_size=None)
    async def go_on(
        self,
        request: AnyRequest,
        upload_id: FromPath[str],
        pushing_device: NamedDependency[Device],
        uploads: NamedDependency[Uploads],
    ) -> Response[None]:
        """The next bytes."""
        return await _go_on(request, upload_id, pushing_device, uploads)

    @delete("/{upload_id:str}", status_code=204)
    async def end(
        self,
        request: AnyRequest,
        upload_id: FromPath[str],
        pushing_device: NamedDependency[Device],
        uploads: NamedDependency[Uploads],
    ) -> Response[None]:
        """Give the upload up. Bytes that arrived whole stay."""
        return await _end(request, upload_id, pushing_device, uploads)

    @post("/{upload_id:str}", status_code=204, request_max_body_size=None)
    async def overridden(
        self,
        request: AnyRequest,
        upload_id: FromPath[str],
        pushing_device: NamedDependency[Device],
        uploads: NamedDependency[Uploads],
    ) -> Response[None]:
        """PATCH or DELETE for clients behind something that lets only POST through."""
        method = request.headers.get("x-http-method-override", "").upper()
        if method == "PATCH":
            return await _go_on(request, upload_id, pushing_device, uploads)
        if method == "DELETE":
            return await _end(request, upload_id, pushing_device, uploads)
        raise SyncProblem("method-not-allowed", 405, "PATCH continues an upload.")


async def _go_on(
    request: AnyRequest, upload_id: str, device: Device, uploads: Uploads
) -> Response[None]:
    _speaks_tus(request)
    if not _brings_bytes(request):
        raise SyncProblem("bad-request", 415, f"The Content-Type must be {OFFSET_BYTES}.")
    offset, checksum = _number(request, "upload-offset"), _checksum(request)
    upload = await uploads.find(upload_id, device.person.id)
    now_at = await uploads.append(upload, offset, request.stream(), checksum)
    return Response(None, status_code=204, headers=_progress(upload, now_at))


async def _end(
    request: AnyRequest, upload_id: str, device: Device, uploads: Uploads
) -> Response[None]:
    _speaks_tus(request)
    await uploads.drop(await uploads.find(upload_id, device.person.id))
    return Response(None, status_code=204, headers={"Tus-Resumable": VERSION})


def _speaks_tus(request: AnyRequest) -> None:
    """And sends its bytes as they are: an offset counts the picture's own."""
    if request.headers.get("content-encoding", "identity") != "identity":
        raise SyncProblem("bad-request", 415, "Send the bytes without a Content-Encoding.")
    if request.headers.get("tus-resumable") != VERSION:
        raise SyncProblem(
            "bad-request", 412, f"Tus-Resumable must be {VERSION}.",
            headers={"Tus-Version": VERSION, "Tus-Resumable": VERSION},
        )  # fmt: skip


def _number(request: AnyRequest, header: str) -> int:
    value = request.headers.get(header, "")
    if not re.fullmatch(r"[0-9]{1,15}", value):
        raise SyncProblem("bad-request", 400, f"{header.title()} must be a number of bytes.")
    return int(value)


def _brings_bytes(request: AnyRequest) -> bool:
    return request.headers.get("content-type", "").partition(";")[0].strip() == OFFSET_BYTES


def _named(metadata: str) -> tuple[str, str]:
    """sha256 and filetype of Upload-Metadata."""
    said: dict[str, str] = {}
    for pair in metadata.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            said[key] = base64.b64decode(value, validate=True).decode()
        except ValueError:  # no base64, no ASCII, or no UTF-8 inside
            continue  # some other client's own key
    if not re.fullmatch(r"[0-9a-f]{64}", said.get("sha256", "")):
        raise SyncProblem("bad-request", 400, "Upload-Metadata must name the sha256.")
    mime = said.get("filetype", "")
    return said["sha256"], mime if re.fullmatch(r"[\w.+-]+/[\w.+-]+", mime, re.A) else ""


def _metadata(upload: Upload) -> str:
    pairs = {"sha256": upload.sha256, "filetype": upload.mime}
    return ",".join(
        f"{key} {base64.b64encode(value.encode()).decode()}"
        for key, value in pairs.items()
        if value
    )


def _checksum(request: AnyRequest) -> Checksum | None:
    said = request.headers.get("upload-checksum")
    if said is None:
        return None
    algorithm, _, value = said.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except ValueError:  # as above
        digest = b""
    if len(digest) != DIGEST_BYTES.get(algorithm, -1):
        raise SyncProblem("bad-request", 400, f"Upload-Checksum takes {', '.join(CHECKSUMS)}.")
    return Checksum(algorithm, digest)


def _progress(upload: Upload, offset: int) -> dict[str, str]:
    expires: datetime = instant.moment(upload.expires_at).astimezone(UTC)
    return {
        "Tus-Resumable": VERSION,
        "Upload-Offset": str(offset),
        "Upload-Expires": format_datetime(expires, usegmt=True),
    }
