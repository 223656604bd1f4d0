"""The base of every generated message: frozen, exact, no unknown fields."""

import msgspec


class Message(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A shape both sides know. Fields it does not list are refused, not ignored."""
