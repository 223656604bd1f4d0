"""Nothing of a proposal is in a scope: its rep sees the store, the office asks (lists.py)."""

from typing import Any

from backend.sync.view import View

VIEWS: tuple[View[Any], ...] = ()
