"""How a call of ours is signed, so that the other side knows it is from us: the three headers of
Standard Webhooks, version 1 (HMAC-SHA256 over id, time and body)."""

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"
TOLERANCE_S = 300
"""What the other side should allow between our clock and its own, as the standard advises."""


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, call_id: str, at_s: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join((call_id.encode(), str(at_s).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(secret: str, call_id: str, at_s: int, body: bytes) -> dict[str, str]:
    return {
        "webhook-id": call_id,
        "webhook-timestamp": str(at_s),
        "webhook-signature": signature(secret, call_id, at_s, body),
    }
