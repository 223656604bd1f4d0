"""Servers of a later day: today's, but for the protocols they read."""

from litestar import Litestar

from backend.app import create_app as today
from backend.sync import asking


def without_one() -> Litestar:
    """It has given up protocol 1."""
    asking.READABLE = frozenset({2})
    return today()


def with_two() -> Litestar:
    """It has learnt protocol 2, and still reads 1."""
    asking.READABLE = frozenset({1, 2})
    return today()
