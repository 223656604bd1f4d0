"""What must hold of photos (I12): after every step, and when the world has come to rest."""

from typing import TYPE_CHECKING, Any

from tests.simulator.judge import Violation

if TYPE_CHECKING:
    from tests.simulator.device import SimDevice
    from tests.simulator.photos import Taken
    from tests.simulator.world import World


def always(world: "World") -> None:
    if world.photos is None or not world.taken:
        return
    _present_is_here(world)
    _parts_are_beginnings(world)
    for device in world.devices:
        _let_go_rightly(device)
        _nothing_missing(device)
        _damage_is_damage(world, device)
    for taken in world.taken:
        row = _row_of(world, taken)
        gone = row is not None and row.state == "present"
        forgiven = taken.forgotten or taken.promised
        if gone and not forgiven and not world.photos.holds(taken.sha256):
            raise Violation("I12", f"nobody holds {taken.photo_id} any more")


def _present_is_here(world: "World") -> None:
    """What the server says is there hashes to its name; in the table of bytes and in records."""
    said = world.server.rows(
        "SELECT sha256 FROM sync_blob WHERE state = 'present' UNION"
        " SELECT sha256 FROM photo WHERE present"
    )
    for (sha256,) in said:
        if not world.photos.holds(sha256):
            raise Violation("I12", f"the server says that {sha256[:8]} is there")


def _parts_are_beginnings(world: "World") -> None:
    """Bytes at their places, whatever was cut, doubled or sent to a wrong offset. The device may
    have sent some before they turned and some after."""
    parts = world.photos.parts()
    names = dict(world.server.rows("SELECT upload_id, sha256 FROM upload")) if parts else {}
    for upload_id, part in parts.items():
        known = world.versions.get(names.get(upload_id, ""), [])
        places = list(zip(*known, strict=True))
        if known and not all(byte in places[at] for at, byte in enumerate(part)):
            raise Violation("I12", f"upload {upload_id} holds bytes at a wrong place")


def _let_go_rightly(device: "SimDevice") -> None:
    for photo_id, said in device.photos.let_go_on.items():
        row = device.photos.rows.get(photo_id)
        if row is not None and not (said.get("present") and said["sha256"] == row.sha256):
            raise Violation("I12", f"{device.name} let go of {photo_id} on {said or 'nothing'}")
    device.photos.let_go_on.clear()


def _nothing_missing(device: "SimDevice") -> None:
    """Operation and bytes are saved in one transaction, and the bytes stay until they may go."""
    for row in device.photos.rows.values():
        if row.state != "present" and row.photo_id not in device.photos.bytes:
            raise Violation("I12", f"{device.name} has lost the bytes of {row.photo_id}")


def _damage_is_damage(world: "World", device: "SimDevice") -> None:
    turned = {taken.photo_id for taken in world.taken if taken.damaged}
    for row in device.photos.rows.values():
        said = row.photo_id in device.photos.reported
        if (row.state == "damaged" and not said) or (said and row.photo_id not in turned):
            raise Violation("I12", f"{row.photo_id} is {row.state}, reported: {said}")


def at_rest(world: "World") -> None:
    """Each picture is there exactly once, or somebody was told why not."""
    if world.photos is None:
        return
    records = {
        photo_id: (sha256, bool(present))
        for photo_id, sha256, present in world.server.rows("SELECT id, sha256, present FROM photo")
    }
    for taken in world.taken:
        row = _row_of(world, taken)
        gone = row is not None and row.state == "present"
        if row is None or taken.forgotten or (taken.promised and gone):
            continue  # evicted with all the storage of its device, or undone by a restore
        if row.state == "waiting":
            raise Violation("I15", f"{taken.photo_id} still waits on {taken.device}")
        if row.state != "damaged":
            _is_there(world, taken, row, records.get(taken.photo_id))


def _is_there(world: "World", taken: "Taken", row: Any, record: tuple[str, bool] | None) -> None:
    if not world.photos.holds(taken.sha256):
        raise Violation("I12", f"{taken.photo_id} is {row.state} and not there")
    if record is not None and record != (taken.sha256, True):
        raise Violation("I12", f"{taken.photo_id} is there, its record says {record}")
    if record is None and row.state == "present":
        raise Violation("I12", f"{taken.photo_id} was let go and has no record")
    device = next(one for one in world.devices if one.name == taken.device)
    shown = taken.photo_id in device.core.records("photo")
    if shown and row.state != "present":
        raise Violation("I15", f"{taken.device} sees {taken.photo_id} present and keeps its bytes")


def _row_of(world: "World", taken: "Taken") -> Any:
    device = next(one for one in world.devices if one.name == taken.device)
    return device.photos.rows.get(taken.photo_id)
