"""The key receipts are signed with: made at the first opening, kept with the history it speaks for.

Whoever has the database can sign; that is as it must be, for it also has the operations. A backup
holds the key too, so receipts given before a restore stay true.
"""

import base64
import secrets
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.store.session import Records
from sync_protocol.receipt import public_text, signature

SEED_BYTES = 32


class Receipts:
    """Signs what was heard (sync_protocol/README.md, Receipts)."""

    def __init__(self, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = public_text(self._private)

    def sign(self, receipt: dict[str, Any]) -> dict[str, str]:
        return {"key": self.key, "signature": signature(self._private, receipt)}


async def read_seed(records: Records) -> bytes:
    """The kept seed; made when there is none."""
    rows = await records.transaction.all("SELECT value FROM server WHERE key = 'receipt_seed'")
    if rows:
        return base64.b64decode(rows[0][0])
    made = secrets.token_bytes(SEED_BYTES)
    records.execute(
        "INSERT INTO server (key, value) VALUES ('receipt_seed', ?)",
        base64.b64encode(made).decode(),
    )
    return made
