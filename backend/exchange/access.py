"""Whose key is this? The one question at the door of other systems."""

from typing import Any

from litestar import Request
from litestar.di import NamedDependency

from backend.exchange import systems
from backend.exchange.changes import Reader
from backend.people.access import token_of
from backend.store.engine import Store


async def other_system(request: Request[Any, Any, Any], store: NamedDependency[Store]) -> Reader:
    return await systems.by_key(store, token_of(request))
