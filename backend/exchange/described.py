"""What is agreed with systems of other houses beside the doors, made from what the code does: our
calls to them, for which OpenAPI 3.1 has a place, and flat files, for which it has none (`x-files`).
"""

from typing import Any

from backend.exchange import file_kinds, file_words, sheets_out
from backend.exchange.changes import ENTITIES
from backend.exchange.file_rules import MAX_ROWS
from backend.exchange.sending import AT_ONCE, GIVEN_UP_S, KEPT_DAYS, PAUSES_S, TIMEOUT_S
from backend.exchange.signing import TOLERANCE_S
from backend.purchasing.sheets import MAX_BYTES

DAY_S = 86_400


def described() -> dict[str, Any]:
    return {"webhooks": {"changes": {"post": _call()}}, "x-files": _files()}


def _call() -> dict[str, Any]:
    pauses = ", ".join(f"{pause} s" for pause in PAUSES_S)
    return {
        "operationId": "WebhookChanges",
        "tags": ["exchange"],
        "summary": "What has changed",
        "description": (
            "A POST to the address an administrator gave the system, on a host that the"
            " installation names; signed as Standard Webhooks 1.0 says. One call at a time, in the"
            f" order of the feed, at most {AT_ONCE} changes in one. Any answer of 2xx within"
            f" {TIMEOUT_S:.0f} s takes it. Otherwise the same call comes again after {pauses}, then"
            " each time after the last of these, or when Retry-After says (whole seconds); after"
            f" {GIVEN_UP_S // DAY_S} days, or a 410 at once, the system is called no more until an"
            " administrator turns it on. A call may come twice, with the same webhook-id; what"
            " changed again meanwhile is told as it is now. Redirects are not followed. Calls of"
            f" {KEPT_DAYS} days can be made again (`replayed`)."
        ),
        "parameters": [
            _header("webhook-id", "Of this call, the same each time it comes."),
            _header("webhook-timestamp", "Seconds since 1970 (UTC), when this try was made; allow"
                    f" {TOLERANCE_S} s between the clocks."),
            _header("webhook-signature", "v1, then base64 of HMAC-SHA256 over `id.timestamp.body`,"
                    " keyed with what stands behind whsec_ in the secret, decoded from base64."),
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Webhook"}}},
        },
        "responses": {
            "2XX": {"description": "Taken; the next one may come."},
            "410": {"description": "No more calls, please."},
            "default": {"description": "Not taken: it comes again."},
        },
    }  # fmt: skip


def _header(name: str, says: str) -> dict[str, Any]:
    return {
        "name": name, "in": "header", "required": True, "description": says,
        "schema": {"type": "string"},
    }  # fmt: skip


WEBHOOK: dict[str, Any] = {
    "type": "object",
    "description": "One call. changes as GET /exchange/v1/changes tells them.",
    "required": [
        "type", "timestamp", "system", "after", "next", "more", "replayed", "anew", "changes",
    ],
    "properties": {
        "type": {"const": "changes", "description": "The only kind of call."},
        "timestamp": {"type": "string", "format": "date-time", "description": "When it was made."},
        "system": {"type": "string", "description": "The id of the system that is called."},
        "after": {"type": "string", "description": "Cursor before these changes."},
        "next": {"type": "string", "description": "Cursor behind them."},
        "more": {"type": "boolean", "description": "More waits; it comes at once."},
        "replayed": {"type": "boolean", "description": "Asked for again by an administrator."},
        "anew": {
            "type": "array", "items": {"type": "string"},
            "description": "What begins from its beginning: the server's history is another.",
        },
        "changes": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["entity", "id", "version", "kind", "body"],
                "properties": {
                    "entity": {"enum": list(ENTITIES)},
                    "id": {"type": "string"},
                    "version": {"type": "integer"},
                    "kind": {
                        "enum": ["put", "gone"],
                        "description": "gone: not this system's any more, or not there; body null.",
                    },
                    "body": {
                        "type": ["object", "null"],
                        "description": "The record as sync_protocol/schema has it.",
                    },
                },
            },
        },
    },
}  # fmt: skip


def _files() -> dict[str, Any]:
    return {
        "description": (
            "CSV (RFC 4180, UTF-8, header first) in a folder of the system; whole when"
            " NAME.sha256 lies beside it, as sha256sum writes it. Numbers without gaps by kind."
        ),
        "out": {
            word: {
                "name": f"{word}-000001.csv", "entity": entity,
                "columns": list(sheets_out.columns_of(entity)),
            }
            for entity, word in sheets_out.KINDS.items()
        },
        "in": {
            kind: {
                "name": f"{kind}-1.csv",
                "of": "partner" if kind in file_kinds.PARTNER else "company",
                "encodings": ["UTF-8", "GBK", "GB18030"],
                "most_bytes": MAX_BYTES,
                "most_rows": MAX_ROWS,
                "columns": [_column(kind, name) for name in _names(kind)],
            }
            for kind in (*file_kinds.COMPANY, *file_kinds.PARTNER)
        },
        "errors": {
            "name": "NAME.errors.csv",
            "columns": list(file_words.COLUMNS),
            "reasons": {code: en for code, (_, en) in file_words.REASONS.items()},
        },
    }  # fmt: skip


def _names(kind: str) -> list[str]:
    return list(file_kinds.COLUMNS[kind] or file_kinds.STOCK)


def _column(kind: str, name: str) -> dict[str, Any]:
    """headers: any of them, without regard to case, blanks and signs."""
    words = file_kinds.STOCK_WORDS[name] if kind == "stock" else file_kinds.COLUMNS[kind][name][1]
    return {
        "headers": list(words),
        "needed": file_kinds.needed(kind, name),
        "allowed": file_words.allowed(file_kinds.allowed(kind, name))[1],
    }
