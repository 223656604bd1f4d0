"""Receipts: what a server says it has heard, signed, so that anybody can check it without a server.

A receipt says: of replica R the operations 1 .. next_seq - 1 were heard and committed by server S
at that moment, and their hashes sum to ops_digest (README.md, Receipts). Ed25519 (RFC 8032); keys
and signatures are base64url without padding. Vectors: vectors/receipts.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync_protocol.digest import MODULUS, canonical, hexadecimal, operation_bytes, operation_hash

SIGNED = ("at", "next_seq", "ops_digest", "replica_id", "server_id")
PREFIX = b"xsp1 receipt\0"


class Untrue(Exception):
    """A receipt that was not signed so, or does not say what it is held against. The text says
    which, in words for a person."""


def signed_text(receipt: Mapping[str, Any]) -> bytes:
    """The bytes under the signature."""
    return PREFIX + canonical({name: receipt[name] for name in SIGNED})


def signature(private: Ed25519PrivateKey, receipt: Mapping[str, Any]) -> str:
    return _text(private.sign(signed_text(receipt)))


def public_text(private: Ed25519PrivateKey) -> str:
    """A key as it is published and as it stands in receipts."""
    return _text(private.public_key().public_bytes_raw())


def verify(receipt: Mapping[str, Any], key: str | None = None) -> None:
    """Raises Untrue. key: the one the company has published; without it, the receipt's own, which
    proves only that it was not changed since it was signed."""
    try:
        if key is not None and _bytes(key) != _bytes(receipt["key"]):
            raise Untrue("It was signed with another key than the company's.")
        public = Ed25519PublicKey.from_public_bytes(_bytes(receipt["key"]))
        public.verify(_bytes(receipt["signature"]), signed_text(receipt))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Untrue(f"It is no receipt: {error!r}.") from error
    except InvalidSignature as error:
        raise Untrue(
            "It was changed after it was signed, or the signature is not its own."
        ) from error


def check_log(receipt: Mapping[str, Any], operations: list[Mapping[str, Any]]) -> int:
    """How many of these operations the receipt covers. Raises Untrue when they are not all that it
    covers, or not the same. operations: a whole log, as sent."""
    heard = [op for op in operations if op["local_seq"] < receipt["next_seq"]]
    numbers = sorted(op["local_seq"] for op in heard)
    if numbers != list(range(1, receipt["next_seq"])):
        raise Untrue(f"The log holds {len(numbers)} of the {receipt['next_seq'] - 1} operations.")
    total = sum(operation_hash(operation_bytes(op)) for op in heard)
    if hexadecimal(total % MODULUS) != receipt["ops_digest"]:
        raise Untrue("The log holds other operations than those the server has signed for.")
    return len(heard)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error
