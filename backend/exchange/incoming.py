"""Files from a system of another house: each taken whole and once, in the order of its numbers, or
refused whole with the reasons beside it.

What they say is said by the system through push, as by anybody: a company's with the rights of an
administrator, a partner's with those of his clerk. The operations, and that this file was taken,
are one transaction; only then the file is moved, so whoever dies between looks here first.
"""

import asyncio
import uuid
from dataclasses import dataclass
from typing import Any

from backend.exchange import file_kinds, file_rules
from backend.exchange.file_words import MOST, errors_csv
from backend.exchange.folder import Folder, Offered, TooLarge, digest_of
from backend.exchange.outgoing import Filed, insert
from backend.exchange.tables import plain
from backend.identity import Device, Person, Role
from backend.people import effects
from backend.people.reach import read_units_under
from backend.purchasing.sheets import MAX_BYTES, NotRead, rows_of
from backend.store.driver import Clash
from backend.store.engine import Store
from backend.store.read import Read
from backend.store.session import Records
from backend.sync.registry import Registry
from backend.sync.say import NotTaken, say_whole

SKU = (
    "id", "code", "gtin", "name", "name_en", "brand", "flavour", "pack", "category",
    "units_per_case", "shelf_life_days", "sort", "hue", "shape", "split_sale", "active",
    "case_gtin", "cases_per_layer", "layers_per_pallet", "valid_from", "valid_until",
)  # fmt: skip
LISTS = (
    "id", "list_code", "price_type", "name", "list_version", "valid_from", "valid_until",
    "min_order_fen", "of_list", "customer_class", "channel_type",
)  # fmt: skip
AT_ONCE = 20
"""Files of one round: a system that sends a thousand keeps nobody else waiting."""
LISTED = 50
"""Waiting files that are shown."""


@dataclass(slots=True)
class Taken:
    """What a round did with what lay there."""

    files: int
    waiting: list[dict[str, Any]]


async def take_in(store: Store, registry: Registry, folder: Folder, system: Filed) -> Taken:
    """Whatever lies there and is its turn."""
    done = Taken(0, [])
    held_up: set[str] = set()
    for one in await asyncio.to_thread(folder.offered):
        if one.kind in held_up or done.files >= AT_ONCE:
            continue
        try:
            why = await _one(store, registry, folder, system, one)
        except OSError:  # a link, a folder, no right to read it
            why = {"why": "unreadable"}
        if why is None:
            done.files += 1
            continue
        held_up.add(one.kind)
        if len(done.waiting) < LISTED:
            done.waiting.append({"name": one.name, **why})
    return done


async def _one(
    store: Store, registry: Registry, folder: Folder, system: Filed, one: Offered
) -> dict[str, Any] | None:
    """Taken or refused, and moved; or why it waits."""
    if not one.whole:
        return {"why": "no_checksum_yet"}
    stated = await asyncio.to_thread(folder.stated, one.name)
    data, problem = b"", None
    try:
        data = await asyncio.to_thread(folder.read, one.name, MAX_BYTES)
        digest = await asyncio.to_thread(digest_of, data)
    except TooLarge:
        digest, problem = stated or "", "too_large"
    if problem is None and digest != stated:
        problem = "checksum" if stated else "no_checksum"
    # What is not whole is not the file of this digest, which may still come under this number.
    mark = f"{problem}-{stated}-{digest}" if problem else digest
    async with store.reading() as read:
        known = await _known_numbers(read, system.id, one.kind, one.number)
    step = file_rules.next_step(known, one.number, mark)
    if step == "wait":
        return {"why": "gap", "number": max(known) + 1}
    row: dict[str, Any] = {
        "id": f"{system.id}:in:{one.kind}:{one.number}:{mark}", "kind": one.kind,
        "number": one.number, "name": one.name, "size": len(data), "lines": 0, "sha256": digest,
    }  # fmt: skip
    if step == "settle":
        await _settle(store, folder, row["id"], one.name)
        return None
    allowed = file_kinds.PARTNER if system.partner_id else file_kinds.COMPANY
    if problem is None and step == "used":
        problem = "number_used"
    elif problem is None and one.kind not in allowed:
        problem = "kind"
    problems = [whole_file(problem)] if problem else await _take(store, registry, system, row, data)
    if problems:
        await store.write(_refused(system, row, problems[:MOST]))
    await _settle(store, folder, row["id"], one.name)
    return None


def whole_file(reason: str) -> dict[str, Any]:
    return {"row": 0, "column": "", "reason": reason, "detail": "", "allowed": ""}


async def _known_numbers(
    read: Read, system_id: str, kind: str, number: int
) -> dict[int, dict[str, str]]:
    """Of this number and of the last one."""
    of = "system_id = ? AND direction = 'in' AND kind = ?"
    rows = await read.rows(
        f"SELECT number, id, state FROM other_system_file WHERE {of}"
        f" AND (number = ? OR number = (SELECT max(number) FROM other_system_file WHERE {of}))",
        system_id, kind, number, system_id, kind,
    )  # fmt: skip
    known: dict[int, dict[str, str]] = {}
    for of_number, id, state in rows:
        known.setdefault(of_number, {})[id.rpartition(":")[2]] = state
    return known


async def _take(
    store: Store, registry: Registry, system: Filed, row: dict[str, Any], data: bytes
) -> list[dict[str, Any]]:
    """What is wrong with it; nothing: it is taken."""
    try:
        _, rows = await asyncio.to_thread(rows_of, data)
    except NotRead as error:
        return [whole_file(error.code)]
    async with store.reading() as read:
        known = await _known(read, row["kind"])
        speaker = await _speaker(read, system)
    found = await asyncio.to_thread(
        file_rules.read, row["kind"], rows, known, system.name, store.zone, store.clock()
    )
    row["lines"] = found.lines
    said = [
        (kind, str(uuid.uuid5(NAMESPACE, f"{row['id']}:{i}")) if kind in FACTS else id, args)
        for i, (kind, id, args) in enumerate(found.said)
    ]

    def listed(records: Records) -> None:
        insert(records, system.id, "in", row, "taken")

    if not said:
        if not found.problems:
            await store.write(_listed(listed))
        return found.problems
    try:
        # All reasons are told at once: with rows that cannot be read, the others are only tried.
        await say_whole(store, registry, speaker, said, None if found.problems else listed)
    except NotTaken as error:
        refused = [
            refusal(found, args, result, rows[0])
            for result, rows, (_, _, args) in zip(error.results, found.rows_of, said, strict=False)
            if result.get("status") not in ("applied", "merged", "duplicate")
        ]
        return sorted([*found.problems, *refused], key=lambda one: int(one["row"]))
    except Clash:
        return [*found.problems, whole_file("record/clash")]
    return []


FACTS = frozenset({"stock.count"})
"""Of these each file makes records of its own."""
NAMESPACE = uuid.UUID("5b0f6c3c-2c53-4c0c-9a43-0a1d1f3f7e61")


def refusal(
    found: file_rules.Found, args: dict[str, Any], result: dict[str, Any], row: int
) -> dict[str, Any]:
    facts = result.get("facts") or {}
    name = str(facts.get("lacks") or facts.get("field") or "")
    detail = facts.get("value") or facts.get("sku_id") or facts.get("id") or facts.get("detail")
    return {
        "row": row, "column": found.column(name), "allowed": "",
        "reason": str(result.get("code", result.get("status"))),
        "detail": str(detail or args.get(name) or "")[:60],
    }  # fmt: skip


async def _known(read: Read, kind: str) -> file_rules.Known:
    """What rows of this kind are about, as it is now."""
    if kind == "customers":
        rows = await read.all("SELECT id, code, name, customer_class FROM customer")
        return file_rules.Known(held={row["code"]: row for row in rows})
    skus = await read.all(f"SELECT {', '.join(SKU)} FROM sku ORDER BY id")
    for sku in skus:
        sku |= {name: bool(sku[name]) for name in ("split_sale", "active")}
    if kind != "prices":
        return file_rules.Known(skus=skus, held={sku["code"]: sku for sku in skus})
    held: dict[str, dict[str, Any]] = {}
    for one in await read.all(f"SELECT {', '.join(LISTS)} FROM price_list ORDER BY list_version"):
        held[f"{one['list_code']} {one['list_version']}"] = held[one["list_code"]] = one
    return file_rules.Known(skus=skus, held=held)


async def _speaker(read: Read, system: Filed) -> Device:
    """The system as a person with a device of its own."""
    role = Role.PARTNER_CLERK if system.partner_id else Role.ADMIN
    units = frozenset[str]()
    if role is Role.ADMIN:
        units = await read_units_under(read, system.org_unit_id)
    person = Person(
        id=system.id, login=system.name, name=system.name, role=role,
        org_unit_id=None if system.partner_id else system.org_unit_id,
        partner_id=system.partner_id, unit_ids=units,
    )  # fmt: skip
    return Device(str(uuid.UUID(system.id)), person, may_read=False)


def _listed(then: Any) -> Any:
    async def listed(records: Records) -> None:
        then(records)

    return listed


def _refused(system: Filed, row: dict[str, Any], problems: list[dict[str, Any]]) -> Any:
    async def refused(records: Records) -> None:
        """Listed, and whoever keeps the system is told."""
        insert(records, system.id, "in", row, "refused", problems)
        await tell(records, system, "file.refused", file=row["name"], n=len(problems))

    return refused


async def tell(records: Records, system: Filed, kind: str, **facts: int | str) -> None:
    """A word for every administrator over it."""
    for person_id in sorted(
        set(await effects.in_charge(records, system.org_unit_id, {Role.ADMIN}))
    ):
        await effects.tell(
            records, person_id, kind, entity="other_system", record_id=system.id,
            system=system.name, **facts,
        )  # fmt: skip


async def _settle(store: Store, folder: Folder, id: str, name: str) -> None:
    """To `done` or `failed`, as the list says."""
    async with store.reading() as read:
        (found,) = await read.all(
            "SELECT state, problems FROM other_system_file WHERE id = :id", {"id": id}
        )
    refused = found["state"] == "refused"
    errors = errors_csv(plain(found["problems"])) if refused else None
    await asyncio.to_thread(folder.settle, name, "failed" if refused else "done", errors)
