"""S39 to S45: photos come in by tus 1.0."""

import hashlib

from sync_protocol.client import now, uuid7
from sync_protocol.conformance.requirement import NotAsked, equal, refused, requirement, true
from sync_protocol.conformance.tus import (
    FILES,
    TUS,
    announce,
    announced,
    begun,
    head,
    picture,
    send,
    sha256,
)
from sync_protocol.conformance.wire import b64
from sync_protocol.conformance.world import Phone, World


def here(phone: Phone, where: str) -> int:
    """How many bytes the server says it has."""
    answer = head(phone, where)
    equal("HEAD", 200, answer.status_code)
    return int(answer.headers["upload-offset"])


@requirement("S39")
def goes_on_at_the_byte(world: World) -> None:
    phone, data = world.phone(), picture()
    where = begun(phone, data)
    sent = 0
    for end in (len(data) // 3, len(data) // 2, len(data)):
        equal("bytes that are here", sent, here(phone, where))
        answer = send(phone, where, data[sent:end], sent)
        equal("PATCH", (204, str(end)), (answer.status_code, answer.headers.get("upload-offset")))
        sent = end
    equal("bytes that are here", len(data), here(phone, where))
    length = head(phone, where).headers.get("upload-length")
    equal("Upload-Length", str(len(data)), length)


@requirement("S40")
def corrects_a_wrong_offset(world: World) -> None:
    phone, data = world.phone(), picture()
    where = begun(phone, data)
    send(phone, where, data[:1000], 0)
    for offset in (0, 999, 1001, len(data)):
        answer = send(phone, where, data[offset : offset + 10], offset)
        refused(answer, 409, "blob/offset")
        world.wire.shows()
        equal("Upload-Offset", "1000", answer.headers.get("upload-offset"))
    equal("bytes that are here", 1000, here(phone, where))


@requirement("S41")
def checks_each_piece(world: World) -> None:
    phone, data = world.phone(), picture()
    where = begun(phone, data)
    wrong = f"sha1 {b64(hashlib.sha1(b'other', usedforsecurity=False).digest())}"
    right = f"sha1 {b64(hashlib.sha1(data, usedforsecurity=False).digest())}"
    answer = send(phone, where, data, 0, Upload_Checksum=wrong)
    equal("the status of a damaged piece", 460, answer.status_code)
    world.wire.shows()
    equal("bytes that are here", 0, here(phone, where))
    answer = send(phone, where, data, 0, Upload_Checksum=right)
    equal("the status of a whole one", 204, answer.status_code)


@requirement("S42")
def takes_only_what_was_named(world: World) -> None:
    phone, data, other = world.phone(), picture(), picture()
    limit = world.hello["limits"]["blob_bytes"]
    nameless = announced(data) | {"Upload-Metadata": f"filename {b64(b'a.png')}"}
    equal("without a sha256", 400, announce(phone, nameless).status_code)
    large = announced(data) | {"Upload-Length": str(limit + 1)}
    refused(announce(phone, large), 413, "blob/too-large")
    where = begun(phone, data)
    refused(send(phone, where, data + b"more", 0), 413, "blob/too-large")
    equal("bytes that are here", 0, here(phone, where))
    where = begun(phone, data, sha256(other))
    refused(send(phone, where, data, 0), 422, "blob/hash-mismatch")
    world.wire.shows()
    equal("HEAD of what was thrown away", 404, head(phone, where).status_code)
    again = announce(phone, announced(data, sha256(other)))
    equal("bytes of that name", "0", again.headers.get("upload-offset"))


@requirement("S43")
def an_upload_is_its_owners(world: World) -> None:
    phone, stranger, data = world.phone(), Phone(world.colleague), picture()
    where = begun(phone, data)
    equal("HEAD by somebody else", 404, head(stranger, where).status_code)
    world.wire.shows()
    equal("PATCH by somebody else", 404, send(stranger, where, data, 0).status_code)
    deleted = world.wire.ask("DELETE", where, token=stranger.push_token, headers=TUS)
    true("DELETE by somebody else is refused", deleted.status_code in (404, 405))
    equal("bytes that are here", 0, here(phone, where))
    send(phone, where, data, 0)
    for who, expected in ((world.phone(), str(len(data))), (stranger, "0")):
        known = announce(who, announced(data))
        equal("bytes that are here already", expected, known.headers.get("upload-offset"))


@requirement("S44")
def a_photo_is_present_when_its_bytes_are(world: World) -> None:
    phone, data = world.phone(), picture()
    photo_id = uuid7()
    phone.say("photo.attach", "photo", photo_id, {
        "visit_id": None, "store_id": world.stores[0], "delivery_note_id": None, "task_id": None,
        "type": "storefront", "sha256": sha256(data), "bytes": len(data), "mime": "image/png",
        "width": 48, "height": 48, "taken_at": now(), "position": None, "capture_mode": "live",
        "sequence": 0,
    })  # fmt: skip
    phone.push()
    equal("present before its bytes", False, shown(phone, photo_id))
    where = begun(phone, data)
    send(phone, where, data[:1000], 0)
    equal("present after a part", False, shown(phone, photo_id))
    send(phone, where, data[1000:], 1000)
    equal("present after all", True, shown(phone, photo_id))


def shown(phone: Phone, photo_id: str) -> bool:
    phone.catch_up()
    return bool(phone.records("photo")[photo_id]["present"])


@requirement("S45")
def an_upload_may_be_given_up(world: World) -> None:
    phone, data = world.phone(), picture()
    offers = world.wire.ask("OPTIONS", FILES, headers=TUS).headers.get("tus-extension", "")
    if "termination" not in offers.split(","):
        raise NotAsked("Tus-Extension does not name termination (SHOULD)")
    where = begun(phone, data)
    send(phone, where, data[:1000], 0)
    deleted = world.wire.ask("DELETE", where, token=phone.push_token, headers=TUS)
    equal("DELETE", 204, deleted.status_code)
    world.wire.shows()
    equal("HEAD afterwards", 404, head(phone, where).status_code)
