"""The OpenAPI 3.1 document: Litestar's, with what it gets wrong set right, once.

Errors are problem documents, not Litestar's own shape; bodies that are streams are said to be so;
and every door says what a token is for.
"""

from typing import Any

import msgspec
from litestar import Request, Router
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme

from backend.problem_details import MEDIA_TYPE

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457. `type` is /problems/<code>.",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "server_time": {"type": "string", "format": "date-time"},
        "expected": {"type": "integer"},
        "retry_after_ms": {"type": "integer"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}
ANSWER = {
    "description": "Not done; the code says why.",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
OCTETS = {
    "application/offset+octet-stream": {"schema": {"type": "string", "format": "binary"}},
}
JSON_OBJECT = {"application/json": {"schema": {"type": "object"}}}
STREAMED = {
    ("/sync/v1/push", "post"): JSON_OBJECT,
    ("/sync/v1/pull", "post"): JSON_OBJECT,
    ("/sync/v1/audit", "post"): JSON_OBJECT,
    ("/sync/v1/files/{upload_id}", "patch"): OCTETS,
}
"""Bodies read by hand, which the signatures do not tell."""
OPEN = frozenset(
    {"/auth/v1/login", "/auth/v1/demo", "/sync/v1/hello", "/healthz", "/schema/openapi.json"}
)


class Described(JsonRenderPlugin):
    """The document as it is served."""

    def __init__(self, beside: dict[str, Any], schemas: dict[str, Any]) -> None:
        super().__init__(path="/openapi.json", media_type="application/json")  # type: ignore[arg-type]
        self._bytes: bytes | None = None
        self._beside, self._schemas = beside, schemas

    def receive_router(self, router: Router) -> None:
        """Without Litestar's own page for what is not there: that is a problem, as everywhere."""
        router.routes[:] = [route for route in router.routes if "{path:" not in route.path]

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        if self._bytes is None:
            document = corrected(openapi_schema)
            document["components"]["schemas"] |= self._schemas
            self._bytes = msgspec.json.encode({**document, **self._beside})
        return self._bytes


def corrected(document: dict[str, Any]) -> dict[str, Any]:
    """The same document, told truly."""
    document.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for path, item in document.get("paths", {}).items():
        for method, operation in item.items():
            if not isinstance(operation, dict) or "responses" not in operation:
                continue
            responses = operation["responses"]
            for status in [status for status in responses if status.startswith(("4", "5"))]:
                del responses[status]
            responses["default"] = ANSWER
            body = STREAMED.get((path, method))
            if body is not None:
                operation["requestBody"] = {"required": True, "content": body}
            if path not in OPEN and method != "options":
                operation["security"] = [{"token": []}]
    return document


def configuration(version: str, beside: dict[str, Any], schemas: dict[str, Any]) -> OpenAPIConfig:
    """``beside`` the doors: what is agreed otherwise, with the shapes it names."""
    return OpenAPIConfig(
        title="Xundian",
        version=version,
        description="Field sales without a signal. sync_protocol/README.md has the words.",
        path="/schema",
        render_plugins=[Described(beside, schemas)],
        use_handler_docstrings=True,
        components=Components(
            security_schemes={"token": SecurityScheme(type="http", scheme="bearer")}
        ),
    )
