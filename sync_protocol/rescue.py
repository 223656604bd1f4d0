"""Rescue files: everything a phone holds, sealed for its company, opened here.

A file is a row of frames, each with a mark before it, so that what lies behind a damaged one is
still found (README.md, Rescue files). The content key is sealed by HPKE (RFC 9180) to the company's
rescue key, or comes from a code that was read to a person. Vectors: vectors/rescue.
"""

import base64
import binascii
import contextlib
import hashlib
import hmac
import mmap
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync_protocol.digest import canonical

MARK = b"XSPRESC1"
KEY, SEALED = b"K", b"S"
HEAD = struct.Struct(">8scII")
KEY_FRAME_MOST = 4096
INFO, CODE_INFO, PROOF = b"xsp1 rescue", b"xsp1 rescue code", b"xsp1 rescue proof\0"
TAG, HASH = 16, 16
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)

Data = bytes | mmap.mmap


UNREADABLE = (msgspec.MsgspecError, ValueError, KeyError, TypeError, RecursionError)


class NotOpened(Exception):
    """No rescue file, or not for this key or code. The text says which, for a person."""


class Told(msgspec.Struct, frozen=True):
    """What `contents` says of one person's database."""

    user_id: str
    ops: list[tuple[int, str, int, str, str, str]] = []
    """n, replica_id, local_seq, op_id, kind, hash; a number or name that was no such is 0 or ""."""
    photos: list[tuple[str, str, int, str]] = []
    """photo_id, sha256, bytes, mime"""
    unreadable: list[dict[str, Any]] = []
    """store, key, why: what the phone itself could not read."""
    last_contact_at: str | None = None
    proof: str | None = None


class Contents(msgspec.Struct, frozen=True):
    made_at: str
    app: str
    frames: int
    """How many there are; 0 in the copy at the beginning, which cannot know it."""
    people: list[Any]


class OpsHead(msgspec.Struct, frozen=True):
    user_id: str


class PhotoHead(msgspec.Struct, frozen=True):
    user_id: str
    photo_id: str
    sha256: str
    mime: str


class LineHead(msgspec.Struct, frozen=True):
    n: int
    replica_id: str


_kind = msgspec.json.Decoder(dict[str, msgspec.Raw])
_contents = msgspec.json.Decoder(Contents)
_ops_head = msgspec.json.Decoder(OpsHead)
_photo_head = msgspec.json.Decoder(PhotoHead)
_line_head = msgspec.json.Decoder(LineHead)


@dataclass(frozen=True, slots=True)
class Line:
    """One operation as the phone kept it: `op` byte for byte, `n` its place in the phone's log."""

    n: int
    replica_id: str
    op: bytes
    hash: str
    """What `contents`, and so the proof, calls it by."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo whose bytes are in the file. Read by `Rescued.bytes_of`."""

    photo_id: str
    sha256: str
    mime: str
    index: int


class Holder:
    """One person's database: what `contents` says of it, and what of that was found."""

    def __init__(self, user_id: str, said: dict[str, Any] | None = None) -> None:
        self.user_id, self._said = user_id, said or {}
        self.told = msgspec.convert(said, Told) if said else Told(user_id)
        self.lines: list[Line] = []
        self.pictures: list[Picture] = []
        self.named = {hashed for *_, hashed in self.told.ops}
        self.named |= {sha256 for _, sha256, *_ in self.told.photos}

    def lost_in_the_file(self) -> Iterator[str]:
        """What the phone put in and is not there, in words."""
        found = {line.hash for line in self.lines}
        for _, replica, seq, op_id, kind, hashed in self.told.ops:
            if hashed not in found:
                yield f"operation {op_id} ({kind}, replica {replica} no. {seq})"
        here = {picture.photo_id for picture in self.pictures}
        for photo_id, sha256, *_ in self.told.photos:
            if photo_id not in here:
                yield f"photo {photo_id} ({sha256})"

    def proves(self, token_hash: bytes) -> bool:
        """Was `contents` written by a phone that held the push token of this hash?"""
        said = self.told.proof
        return said is not None and hmac.compare_digest(said, proof(self._said, token_hash))


class Rescued:
    """A file opened. `holders` by user; `problems` names what the file itself has lost.

    Whoever knows the company's public key can make a file, so nothing in it is believed yet.
    """

    def __init__(self, data: Data, content_key: bytes) -> None:
        self._data, self._aead = data, ChaCha20Poly1305(content_key)
        self._places: dict[int, int] = {}
        self.made_at = self.app = ""
        self.holders: dict[str, Holder] = {}
        self.problems: list[str] = []
        self._ended = 0
        later: list[tuple[int, str, bytes, bytes]] = []
        for at, index, plain in self._frames():
            if index in self._places:
                continue
            self._places[index] = at
            try:
                self._sort(index, plain, later)
            except UNREADABLE as error:
                self.problems.append(f"frame {index} cannot be read: {error}")
        for index, kind, head, rest in later:
            try:
                self._take(index, kind, head, rest)
            except UNREADABLE as error:
                self.problems.append(f"frame {index} cannot be read: {error}")
        self._judge()

    def bytes_of(self, picture: Picture) -> bytes:
        plain = self._open(self._places[picture.index]) or b""
        return plain.partition(b"\n")[2]

    def _frames(self) -> Iterator[tuple[int, int, bytes]]:
        """Every sealed frame that opens, wherever it is found."""
        at = self._data.find(MARK)
        while at != -1:
            plain = self._open(at)
            if plain is None:
                at = self._data.find(MARK, at + len(MARK))
                continue
            _, _, index, length = HEAD.unpack(self._data[at : at + HEAD.size])
            yield at, index, plain
            at = self._data.find(MARK, at + HEAD.size + length)

    def _open(self, at: int) -> bytes | None:
        head = self._data[at : at + HEAD.size]
        if len(head) < HEAD.size:
            return None
        _, kind, index, length = HEAD.unpack(head)
        if kind != SEALED or not TAG <= length <= len(self._data) - at - HEAD.size:
            return None
        body = self._data[at + HEAD.size : at + HEAD.size + length]
        try:
            return self._aead.decrypt(nonce(index), body, head)
        except InvalidTag:
            return None

    def _sort(self, index: int, plain: bytes, later: list[tuple[int, str, bytes, bytes]]) -> None:
        """Contents at once, for it says whose the rest is; pictures' bytes are not kept."""
        head, _, rest = plain.partition(b"\n")
        kind: str = msgspec.json.decode(_kind.decode(head)["t"], type=str)
        if kind != "contents":
            later.append((index, kind, head, rest if kind == "ops" else b""))
            return
        said = _contents.decode(head)
        self.made_at, self.app = said.made_at, said.app
        self._ended = max(self._ended, said.frames)
        for one in said.people:
            try:
                holder = Holder(str(one["user_id"]), one)
            except UNREADABLE as error:  # one person's part hides nobody else's
                self.problems.append(f"what frame {index} says of one person is unclear: {error}")
                continue
            # The copy at the end knows of pictures that could not be read a second time.
            if said.frames or holder.user_id not in self.holders:
                self.holders[holder.user_id] = holder

    def _take(self, index: int, kind: str, head: bytes, rest: bytes) -> None:
        if kind == "ops":
            holder = self._holder(_ops_head.decode(head).user_id)
            for text in rest.split(b"\n"):
                first, _, op = text.partition(b"\t")
                line = _line_head.decode(first)
                if not op.startswith(b"{"):
                    raise ValueError("an operation that is no object")
                holder.lines.append(Line(line.n, line.replica_id, op, text_hash(op)))
        elif kind == "photo":
            said = _photo_head.decode(head)
            picture = Picture(said.photo_id, said.sha256, said.mime, index)
            self._holder(said.user_id).pictures.append(picture)

    def _holder(self, user_id: str) -> Holder:
        return self.holders.setdefault(user_id, Holder(user_id))

    def _judge(self) -> None:
        if self._ended == 0:
            self.problems.append("the file ends before its end")
        missing = sorted(set(range(self._ended)) - self._places.keys())
        if missing:
            named = ", ".join(str(index) for index in missing[:20])
            self.problems.append(f"{len(missing)} of {self._ended} frames are damaged: {named}")


def open_file(data: Data, private: X25519PrivateKey | None = None, code: str = "") -> Rescued:
    """Raises NotOpened. `data` may be a mapped file: photos are read one at a time."""
    meant_for: set[str] = set()
    for said in _key_frames(data):
        content_key = _content_key(said, private, code, meant_for)
        if content_key is not None:
            return Rescued(data, content_key)
    if not meant_for:
        raise NotOpened("This is no rescue file, or its keys are damaged.")
    raise NotOpened(f"This file was sealed for {' and '.join(sorted(meant_for))}.")


def _content_key(
    said: Mapping[str, Any], private: X25519PrivateKey | None, code: str, meant_for: set[str]
) -> bytes | None:
    try:
        if "code" in said:
            meant_for.add("a code that the phone showed; another was given" if code else "a code")
            return key_of_code(code, unbased(said["code"])) if code else None
        meant_for.add(f"the key {said['to']}")
        if private is None or said["to"] != public_text(private):
            return None
        return SUITE.decrypt(unbased(said["sealed"]), private, INFO)
    except (KeyError, TypeError, ValueError, InvalidTag):
        return None


def _key_frames(data: Data) -> Iterator[dict[str, Any]]:
    at = data.find(MARK)
    while at != -1:
        head = data[at : at + HEAD.size]
        if len(head) == HEAD.size:
            _, kind, _, length = HEAD.unpack(head)
            if kind == KEY and length <= KEY_FRAME_MOST:
                body = data[at + HEAD.size : at + HEAD.size + length]
                with contextlib.suppress(ValueError):  # damaged; there is another at the end
                    yield msgspec.json.decode(body, type=dict[str, Any])
        at = data.find(MARK, at + len(MARK))


def nonce(index: int) -> bytes:
    return index.to_bytes(12, "big")


def seal(content_key: bytes, index: int, plain: bytes) -> bytes:
    """One frame. (Phones write files; this is for those who check what a file must look like.)"""
    head = HEAD.pack(MARK, SEALED, index, len(plain) + TAG)
    return head + ChaCha20Poly1305(content_key).encrypt(nonce(index), plain, head)


def text_hash(op: bytes) -> str:
    """First 128 bits of SHA-256 of an operation's text, 32 hex digits."""
    return hashlib.sha256(op).digest()[:HASH].hex()


def key_of_code(code: str, salt: bytes) -> bytes:
    """From 100 random bits; no slow derivation is needed. Spaces, dashes and case say nothing."""
    said = "".join(letter for letter in code.upper() if letter.isalnum())
    said = said.replace("O", "0").replace("I", "1").replace("L", "1")
    return HKDF(hashes.SHA256(), 32, salt, CODE_INFO).derive(said.encode())


def proof(said: Mapping[str, Any], token_hash: bytes) -> str:
    """By whoever knows the push token: over all that `contents` says of this person."""
    text = canonical({name: value for name, value in said.items() if name != "proof"})
    return hmac.new(token_hash, PROOF + text, hashlib.sha256).hexdigest()


def token_hash(token: str) -> bytes:
    """All that a server keeps of a push token, and the key of its proofs."""
    return hashlib.sha256(token.encode()).digest()


def public_text(private: X25519PrivateKey) -> str:
    """The key as it is published: base64url without padding."""
    return based(private.public_key().public_bytes_raw())


def based(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unbased(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise ValueError("not base64url") from error
