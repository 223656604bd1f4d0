"""Orders and notes that have left a partner's devices, as those had them: what his scopes hold is
what he may see, and its bodies are told as they are stored."""

from typing import Any

import msgspec

from backend.people.office import listed, place, unknown
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read

FEED = (
    "SELECT row_id AS id, version, body FROM sync_feed WHERE scope_id {IN} AND entity = :entity"
    " AND row_id {IDS} AND kind = 'put' ORDER BY row_id"
)


async def orders(
    store: Store, partner_id: str, query: str, after: str, limit: int
) -> dict[str, Any]:
    """Those that have left, the latest first; by number, store's name or code."""
    tests, params = "", {"partner": partner_id, "many": limit + 1}
    if query.strip():
        tests += (
            " AND (o.no LIKE :like ESCAPE '!' OR o.store_name LIKE :like ESCAPE '!'"
            " OR o.store_code LIKE :like ESCAPE '!')"
        )
        words = query.strip().replace("!", "!!").replace("%", "!%").replace("_", "!_")
        params["like"] = f"%{words}%"
    if after:
        tests += " AND (o.day, o.id) < (:at_day, :at_id)"
        params |= place(after, "at_day", "at_id")
    async with store.reading() as read:
        rows = await read.all(
            "SELECT o.id, o.no, o.store_name, o.day, o.total_fen, o.doc_state, o.exec_state"
            " FROM sales_order o WHERE o.partner_id = :partner AND o.audited_at IS NOT NULL"
            f" AND o.aged_version = o.version{tests} ORDER BY o.day DESC, o.id DESC LIMIT :many",
            params,
        )
    return listed(instant.now(), rows, limit, "day", "id")


async def order(store: Store, partner_id: str, order_id: str) -> dict[str, Any]:
    """One order with its notes. 404 for what is not his."""
    async with store.reading() as read:
        found = await _bodies(read, partner_id, "sales_order", [order_id])
        if not found:
            raise unknown()
        (one,) = found
        body = one.pop("body")
        noted = await read.all(
            "SELECT id, order_ids FROM delivery_note WHERE store_id = :store AND partner_id = :his",
            {"store": body["store_id"], "his": partner_id},
        )
        ids = [row["id"] for row in noted if order_id in msgspec.json.decode(row["order_ids"])]
        notes = await _bodies(read, partner_id, "delivery_note", ids)
    told = [{"note": note.pop("body"), **note} for note in notes]
    return {**one, "as_of": instant.now(), "order": body, "notes": told}


async def note(store: Store, partner_id: str, note_id: str) -> dict[str, Any]:
    """One delivery note. 404 for what is not his."""
    async with store.reading() as read:
        found = await _bodies(read, partner_id, "delivery_note", [note_id])
        if not found:
            raise unknown()
        taken = await read.all("SELECT id FROM photo WHERE delivery_note_id = :id", {"id": note_id})
        photos = await _bodies(read, partner_id, "photo", [row["id"] for row in taken])
    (one,) = found
    shown = [{"id": photo["id"], "photo": photo["body"]} for photo in photos]
    return {"note": one.pop("body"), **one, "photos": shown, "as_of": instant.now()}


async def _bodies(read: Read, partner_id: str, entity: str, ids: list[str]) -> list[dict[str, Any]]:
    rows = await read.all(
        FEED.format(IN=read.IN.replace("?", ":scopes"), IDS=read.IN.replace("?", ":ids")),
        {
            "scopes": read.ids([f"partner:{partner_id}", f"past:{partner_id}"]),
            "ids": read.ids(ids),
            "entity": entity,
        },
    )
    return [{**row, "body": msgspec.json.decode(row["body"])} for row in rows]
