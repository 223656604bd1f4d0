"""The key that phones seal their rescue files to, drawn from the seed receipts are signed with.

One seed, so that every backup that can go on signing can also open every file sealed before it was
made, and there is no second secret to lose. The two keys tell nothing of each other (HKDF).
"""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync_protocol.rescue import public_text

INFO = b"xsp1 rescue key"


class RescueKey:
    """`text` is published in hello; `private` never leaves this process."""

    def __init__(self, seed: bytes) -> None:
        drawn = HKDF(hashes.SHA256(), 32, None, INFO).derive(seed)
        self.private = X25519PrivateKey.from_private_bytes(drawn)
        self.text = public_text(self.private)
