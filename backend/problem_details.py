"""Every error as RFC 9457, the same shape from every door. What a client sent is never a 500.

`type` is /problems/<code>, `code` is one of the protocol's; `instance` names this occurrence, and
the log says the same name beside the cause. No traceback ever leaves the server.
"""

import logging
import uuid
from typing import Any

import asyncpg
import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, InternalServerException
from litestar.types import ExceptionHandlersMap

from backend.outside.blobs import Away
from backend.refused import Refused
from backend.store import instant
from backend.store.driver import Busy, Clash, Unfit
from backend.sync.problems import SyncProblem

log = logging.getLogger("xundian.problems")
MEDIA_TYPE = "application/problem+json"

UNKEEPABLE = (RecursionError, UnicodeError, asyncpg.DataError, Unfit)
"""Nested too deep for the parser, no text in any encoding, a number beyond 64 bits, a NUL."""
AWAY_MS = 10_000
CODES = {
    400: "bad-request",
    401: "auth/required",
    403: "role/not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "bad-request",
    422: "bad-request",
    429: "busy",
    500: "internal",
    503: "busy",
}
TITLES = {
    "bad-request": "This request cannot be read",
    "not-found": "There is nothing here",
    "method-not-allowed": "Not in this way",
    "too-large": "Too large",
    "busy": "Not now",
    "internal": "A mistake on our side",
    "auth/required": "Sign in first",
    "auth/expired": "The session has expired",
    "auth/revoked": "The session was ended",
    "auth/wrong": "Login or password is wrong",
    "auth/throttled": "Too many tries",
    "role/not-allowed": "Not for this role",
    "record/unknown": "Not known",
    "hook/not-an-address": "This is no address that can be called",
    "files/no-place": "This installation exchanges no files",
    "hook/host-not-named": "This installation does not call that host",
    "hook/not-encrypted": "Only https may be called",
    "op-gap": "An earlier operation is missing",
    "replica/forked": "Two databases use one replica_id",
    "replica/foreign": "This replica belongs to somebody else",
    "replica/unknown": "This replica is not registered",
    "server/changed": "This is another server history",
    "upgrade-required": "This app is too old to read",
    "password/weak": "This password is too short",
    "scope/unknown": "Not known",
    "blob/unknown": "Not known",
    "blob/expired": "This upload has expired",
    "blob/offset": "The next byte is another",
    "blob/hash-mismatch": "These are other bytes than those promised",
    "blob/too-large": "Too large",
    "blob/not-an-image": "This is no picture",
}
RULED_OUT = "The rules forbid this"
"""Of what a command refuses; `code` and `errors` say which rule."""


def problem(
    status: int,
    code: str,
    detail: str = "",
    headers: dict[str, str] | None = None,
    **extra: Any,
) -> Response[bytes]:
    """One problem document. `extra` are members of the protocol's Problem."""
    given = dict(headers or {})
    if status == 401:
        given["WWW-Authenticate"] = "Bearer"
    if "retry_after_ms" in extra:
        given["Retry-After"] = str(max(1, -(-int(extra["retry_after_ms"]) // 1000)))
    document = {
        "type": f"/problems/{code}",
        "title": TITLES.get(code, RULED_OUT),
        "status": status,
        "code": code,
        **({"detail": detail[:1000]} if detail else {}),
        "server_time": instant.now(),
        **extra,
    }
    given["Cache-Control"] = "no-store"
    return Response(
        msgspec.json.encode(document), status_code=status, headers=given, media_type=MEDIA_TYPE
    )


def of_exception(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Whatever was raised, as a problem."""
    if isinstance(error, SyncProblem):
        return _of_sync(error)
    if isinstance(error, Refused):
        facts: dict[str, Any] = {"errors": [error.facts]} if error.facts else {}
        return problem(
            404 if error.code == "record/unknown" else 422, error.code, str(error), **facts
        )
    if isinstance(error, HTTPException) and error.status_code < 500:
        return _of_http(error)
    if isinstance(error, UNKEEPABLE):
        log.warning("unreadable: %s %s", request.url.path, error)
        return problem(400, "bad-request", "This request holds what cannot be kept.")
    if isinstance(error, Busy | Clash):
        log.warning("the store cannot now: %s", error)
        return problem(503, "busy", "The database is busy. Try again.", retry_after_ms=2000)
    if isinstance(error, Away):
        log.error("photos are out of reach: %s", error)
        return problem(
            503, "busy", "Photos cannot be reached now. Try again.", retry_after_ms=AWAY_MS
        )
    if isinstance(error, InternalServerException) and "disconnected" in str(error.detail):
        return problem(400, "bad-request", "The request ended before its body.")
    trace = uuid.uuid4().urn
    log.error("%s %s %s", trace, request.method, request.url.path, exc_info=error)
    return problem(500, "internal", "It has been noted; try again later.", instance=trace)


def _of_sync(error: SyncProblem) -> Response[bytes]:
    extra = dict(error.extra)
    headers = extra.pop("headers", None)
    return problem(error.status, error.code, str(error), headers, **extra)


def _of_http(error: HTTPException) -> Response[bytes]:
    """Litestar's own: routing, validation, limits."""
    extra: dict[str, Any] = {}
    if isinstance(error.extra, list):
        extra["errors"] = [item for item in error.extra if isinstance(item, dict)][:50]
    code = CODES.get(error.status_code, "bad-request")
    headers = dict(error.headers or {})
    return problem(error.status_code, code, str(error.detail), headers, **extra)


HANDLERS: ExceptionHandlersMap = {Exception: of_exception, HTTPException: of_exception}
