"""The doors every device uses: push, pull and hello. live.py pokes, audit.py compares digests,
files.py takes photos.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Stream

from backend.identity import Device
from backend.store import instant
from backend.store.engine import Store
from backend.sync import asking
from backend.sync import pull as pulling
from backend.sync import push as pushing
from backend.sync.bodies import chosen_encoding, compressed, plain_body
from backend.sync.envelope import PROTOCOL, SHAPES
from backend.sync.heard import OP_BYTES
from backend.sync.registry import Registry

LIMITS = {
    "ops_per_push": pushing.OPS_PER_PUSH,
    "push_bytes": pushing.PUSH_BYTES,
    "op_bytes": OP_BYTES,
    "body_bytes": 2 * 1024 * 1024,
    "scopes_per_pull": asking.SCOPES_PER_PULL,
    "page_bytes": asking.PAGE_BYTES,
    "blob_bytes": 25 * 1024 * 1024,
}


class SyncController(Controller):
    """Push and pull. A controller unpacks, calls, returns."""

    path = "/sync/v1"
    tags = ("sync",)

    @post("/push", status_code=200, request_max_body_size=None, media_type="application/json")
    async def push(
        self,
        request: Request[Any, Any, Any],
        pushing_device: NamedDependency[Device],
        store: NamedDependency[Store],
        registry: NamedDependency[Registry],
    ) -> Response[bytes]:
        """Hear a device's log, oldest first. Safe to send again. Body: Push, gzip or zstd."""
        answer = await pushing.push(store, registry, pushing_device, await plain_body(request))
        return Response(answer, media_type="application/json")

    @post("/pull", status_code=200, request_max_body_size=None, media_type="application/x-ndjson")
    async def pull(
        self,
        request: Request[Any, Any, Any],
        device: NamedDependency[Device],
        store: NamedDependency[Store],
    ) -> Stream:
        """What this device does not know yet: frames as NDJSON, with marks. Body: Pull."""
        asked = asking.read_request(await plain_body(request))
        frames = await pulling.pull(store, device, asked)
        encoding = chosen_encoding(request.headers.get("accept-encoding", ""))
        headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
        if encoding != "identity":
            headers["Content-Encoding"] = encoding

        # What the device has confirmed is written down while the answer is on its way; the answer
        # ends after it, so that the device's next question finds it remembered.
        remembering = asyncio.ensure_future(asking.remember(store, device.replica_id, asked))

        async def and_remembered() -> AsyncIterator[bytes]:
            async for chunk in compressed(frames, encoding):
                yield chunk
            await remembering

        return Stream(and_remembered(), media_type="application/x-ndjson", headers=headers)

    @get("/hello", sync_to_thread=False)
    def hello(
        self,
        store: NamedDependency[Store],
        demo: NamedDependency[bool],
    ) -> dict[str, Any]:
        """What this server is and takes. For anybody."""
        return {
            "protocol": PROTOCOL,
            "schema": SHAPES,
            "server_id": store.server_id,
            "server_time": instant.now(),
            "limits": LIMITS,
            "demo": demo,
            "zone": store.zone,
            **({"receipt_key": store.receipts.key} if store.receipts else {}),
            **({"rescue_key": store.rescue_key.text} if store.rescue_key else {}),
        }
