"""Terms are in no scope: no phone has them, a partner sees no other's. What they make of prices is
a price list (backend/catalogue), in the scope of its own code."""

from typing import Any

from backend.sync.view import View

VIEWS: tuple[View[Any], ...] = ()
