"""What the server does with each operation about products, prices and lists."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET

from backend.catalogue import rules
from backend.catalogue.tables import MustStockList, PriceList, Sku
from backend.identity import Person
from backend.outside import images
from backend.refused import Conflict, Refused
from backend.store import said
from backend.store.session import Records
from backend.sync.put import put
from backend.sync.registry import Command, Op
from sync_protocol.generated.protocol import (
    MustStockListPut,
    PriceListPut,
    SkuPicture,
    SkuPublish,
    SkuPut,
    SkuSave,
)


async def sku_put(op: Op, args: SkuPut, by: Person, records: Records) -> None:
    held = await records.get(Sku, op.id)
    others = await records.find(Sku, code=args.code)

    if not rules.gtin_ok(args.gtin):
        raise Refused("value/out-of-range", args.gtin, field="gtin")
    if any(one.id != op.id for one in others):
        raise Refused("record/clash", args.code, field="code", value=args.code)

    values = msgspec.structs.asdict(args)
    for name in LATER:
        if values[name] is UNSET:
            none: list[str] | None = [] if name == "channels" else None
            values[name] = none if held is None else getattr(held, name)
    put(records, op, held, Sku, values | {"published": True})


LATER = (
    "case_gtin", "cases_per_layer", "layers_per_pallet", "valid_from", "valid_until", "channels",
)  # fmt: skip
"""What an import from before does not say, and leaves as it is."""


async def sku_save(op: Op, args: SkuSave, by: Person, records: Records) -> None:
    """A draft may lack anything; what is published already stays whole."""
    held = await records.get(Sku, op.id)
    values = msgspec.to_builtins(args)
    if any(one.id != op.id for one in await records.find(Sku, code=args.code)):
        raise Refused("record/clash", args.code, field="code", value=args.code)
    if args.gtin and any(one.id != op.id for one in await records.find(Sku, gtin=args.gtin)):
        raise Refused("record/clash", args.gtin, field="gtin", value=args.gtin)
    if held is not None and held.published:
        if args.code != held.code or args.gtin != held.gtin:
            # Another size or content is another product (domain 5.1), and prices know it by this.
            raise Refused("fact/immutable", f"{op.id} is published as {held.gtin}")
        whole(op, values | {"published": True, "image": held.image})
    put(records, op, held, Sku, values | {"published": held is not None and held.published})


IMAGE_BYTES = 40 * 1024
"""A device makes it so small (pwa/src/office/picture-made.ts); its operation waits in her log."""


async def sku_picture(op: Op, args: SkuPicture, by: Person, records: Records) -> None:
    """What stands is replaced, whoever said it. Its name is the digest of what was made of it."""
    held = await records.get(Sku, op.id)
    if held is None:
        raise Refused("record/unknown", op.id, entity="sku", id=op.id)
    try:
        given = base64.b64decode(args.image, validate=True)
        if len(given) > IMAGE_BYTES:
            raise images.TooLarge(f"{len(given)} bytes")
        small, large = images.of_product(given)
    except images.TooLarge as error:
        raise Refused("blob/too-large", str(error)) from error
    except images.TooSmall as error:
        raise Refused("value/out-of-range", str(error), field="image") from error
    except (binascii.Error, images.NotAPicture) as error:
        raise Refused("blob/not-an-image", str(error)) from error
    digest = hashlib.sha256(large).hexdigest()
    records.execute(
        "INSERT INTO sku_image (sha256, small, large, made_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        digest, small, large, records.now,
    )  # fmt: skip
    if held.image != digest:
        records.change(held, image=digest)


async def sku_publish(op: Op, args: SkuPublish, by: Person, records: Records) -> None:
    held = await records.get(Sku, op.id)
    if held is None:
        raise Refused("record/unknown", op.id, entity="sku", id=op.id)
    if held.published:
        raise Conflict("record/state", op.id, version=held.version, state="published")
    if op.base_version is not None and op.base_version < held.version:
        raise Conflict("record/clash", op.id, version=held.version)
    whole(op, vars(held))
    records.change(held, published=True)


def whole(op: Op, values: Mapping[str, Any]) -> None:
    """Refuses what the quality gate does not let through, naming each thing."""
    lacks = rules.sku_lacks(values)
    if lacks:
        raise Refused("value/out-of-range", op.id, field=lacks[0], lacks=",".join(lacks))


async def price_list_put(op: Op, args: PriceListPut, by: Person, records: Records) -> None:
    """One version. Once others may have used it, only its name and its end may change."""
    held = await records.get(PriceList, op.id)
    versions = await records.find(PriceList, list_code=args.list_code)
    skus = await records.see_many(Sku, [line.sku_id for line in args.lines])

    if len(skus) < len(args.lines):
        unknown = [line.sku_id for line in args.lines if line.sku_id not in skus]
        raise Refused("sku/unknown", f"{unknown or 'twice'}", sku_id=unknown[0] if unknown else "")
    if any(one.id != op.id and one.list_version == args.list_version for one in versions):
        raise Refused("record/clash", args.list_code, field="list_version")
    said.a_day(args.valid_from, "valid_from")
    if (
        args.valid_until is not None
        and said.a_day(args.valid_until, "valid_until") < args.valid_from
    ):
        raise Refused("value/out-of-range", args.valid_until, field="valid_until")
    part = {name: None if (said_of := getattr(args, name)) is UNSET else said_of for name in PART}
    await goes_before(args.list_code, part, versions, records)
    values = {**msgspec.to_builtins(args), **part}
    if held is not None:
        fixed = (*FIXED, *PART)
        if any(getattr(held, name) != values[name] for name in fixed):
            raise Refused("fact/immutable", f"price list {op.id} version {held.list_version}")

    put(records, op, held, PriceList, values)
    if part["of_list"] and not versions:
        records.job("stores_follow", column="price_list_code", owner_id=part["of_list"])
    records.job("terms_check", customer_id=None)


async def goes_before(
    list_code: str, part: dict[str, str | None], versions: list[PriceList], records: Records
) -> None:
    """A list for some stores of another names that one, and a class or a channel; all its versions
    are for the same stores."""
    of_list, *some = (part[name] for name in PART)
    if of_list is None:
        if any(some):
            raise Refused("value/out-of-range", list_code, field="of_list")
    elif not any(one.of_list is None for one in await records.find(PriceList, list_code=of_list)):
        raise Refused("price/unknown", of_list, list_code=of_list)
    elif sum(one is not None for one in some) != 1:
        raise Refused("value/out-of-range", list_code, field="customer_class")
    for one in versions:
        for name in PART:
            if getattr(one, name) != part[name]:
                raise Refused("value/out-of-range", list_code, field=name)


FIXED = ("list_code", "price_type", "list_version", "valid_from", "min_order_fen", "lines")
PART = ("of_list", "customer_class", "channel_type")
"""Which stores of another list a list is for; none: it stands alone."""


async def must_stock_list_put(op: Op, args: MustStockListPut, by: Person, records: Records) -> None:
    held = await records.get(MustStockList, op.id)
    skus = await records.see_many(Sku, args.sku_ids)

    for sku_id in args.sku_ids:
        if sku_id not in skus or not skus[sku_id].published:
            raise Refused("sku/unknown", sku_id, sku_id=sku_id)

    put(records, op, held, MustStockList, msgspec.to_builtins(args))


COMMANDS: dict[str, Command] = {
    "sku.put": sku_put,
    "sku.save": sku_save,
    "sku.picture": sku_picture,
    "sku.publish": sku_publish,
    "price_list.put": price_list_put,
    "must_stock_list.put": must_stock_list_put,
}
