"""What each role is shown. The definition lies with the store, which announces through it."""

from backend.store.view import View, scope_kind

__all__ = ["View", "scope_kind"]
