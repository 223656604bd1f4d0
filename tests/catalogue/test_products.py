"""Products from draft to published, through the quality gate, and who may order them."""

import base64
from typing import Any

import pytest

from backend.catalogue.rules import gtin14_ok, sku_lacks, sku_warns
from tests import world as w
from tests.engines import Database
from tests.pictures import corners, held
from tests.town import Town, a_town
from tests.world import a_world, sku_save

pytestmark = pytest.mark.anyio
NEW = "2990001000179"
SHOWN = {"image": base64.b64encode(held(1, scene=corners(480, 360))).decode()}


@pytest.mark.parametrize(
    ("gtin", "inside", "ok"),
    [
        ("16901234567899", "6901234567892", True),
        ("16901234567898", "6901234567892", False),  # its own check digit
        ("96901234567895", "6901234567892", False),  # 9 is for goods by weight
        ("16901234567899", "6901234567885", False),  # of another bottle
        ("12990001000015", "2990001000018", False),  # in-house numbers stay outside
        ("1690123456789", "6901234567892", False),
    ],
)
def test_the_number_of_a_case_is_made_of_the_bottles(gtin: str, inside: str, ok: bool) -> None:
    assert gtin14_ok(gtin, inside) is ok


def test_the_gate_names_each_thing_and_warnings_keep_nobody() -> None:
    empty = sku_save(
        "N", gtin="1", name=" ", name_en="", brand="", pack="", category="", case_gtin="1" * 14,
        cases_per_layer=None, valid_from="2026-02-02", valid_until="2026-02-01",
    )  # fmt: skip
    draft: dict[str, Any] = {"published": False, "image": None}
    assert sku_lacks({**empty, **draft}) == [
        "gtin", "name", "name_en", "brand", "pack", "category", "case_gtin", "cases_per_layer",
        "valid_until", "image",
    ]  # fmt: skip
    whole = {**sku_save("N"), "published": False, "image": "0" * 64}
    assert sku_lacks(whole) == []
    assert sku_warns(whole, priced=False) == ["prefix", "case_gtin", "price"]
    own = {**whole, "gtin": "6901234567892", "case_gtin": "16901234567899"}
    assert (sku_lacks(own), sku_warns(own, priced=True)) == ([], [])
    assert sku_warns({**whole, "layers_per_pallet": None}, priced=True)[-1] == "pallet"
    assert sku_lacks({**whole, "case_gtin": whole["gtin"]}) == ["case_gtin"]
    drawn = {**own, "published": True, "image": None}
    assert (sku_lacks(drawn), sku_warns(drawn, priced=True)) == ([], ["image"])


async def told(town: Town) -> dict[str, dict[str, Any]]:
    answer = await (await town.sign_in("mgr.fs")).get("/office/v1/skus")
    assert answer.status_code == 200, answer.text
    return {one["id"]: one for one in answer.json()["rows"]}


async def test_a_draft_is_on_no_phone_until_it_is_whole_and_published(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        mgr, rep = world.mgr, world.rep
        draft = sku_save("SKU-17", gtin="", name_en="")
        assert (await mgr.says("sku.save", "SKU-17", draft))["status"] == "applied"
        assert (await told(town))["SKU-17"]["lacks"] == ["gtin", "name_en", "image"]
        refused = await mgr.says("sku.publish", "SKU-17", {})
        assert (refused["code"], refused["facts"]) == (
            "value/out-of-range", {"field": "gtin", "lacks": "gtin,name_en,image"},
        )  # fmt: skip
        assert "SKU-17" not in await rep.sees("sku")
        listed = w.must_stock_put("P3", ["SKU-17"])
        assert (await world.admin.says("must_stock_list.put", "MS-P3", listed))["code"] == (
            "sku/unknown"
        )
        whole = sku_save("SKU-17", gtin=NEW)
        for kind, args in (("sku.save", whole), ("sku.picture", SHOWN), ("sku.publish", {})):
            assert (await mgr.says(kind, "SKU-17", args))["status"] == "applied", kind
        shown = (await rep.sees("sku"))["SKU-17"]
        assert (shown["cases_per_layer"], shown["layers_per_pallet"]) == (12, 5)
        again = await mgr.says("sku.publish", "SKU-17", {})
        assert (again["status"], again["code"]) == ("conflict", "record/state")


@pytest.mark.parametrize(
    ("id", "more", "code"),
    [
        ("SKU-01", {"name": ""}, "value/out-of-range"),  # published stays whole
        ("SKU-01", {"gtin": NEW}, "fact/immutable"),  # another content is another product
        ("SKU-17", {"code": "SKU-01", "gtin": NEW}, "record/clash"),
        ("SKU-17", {"gtin": "2990001000018"}, "record/clash"),
    ],
)
async def test_what_a_manager_may_say_of_a_product(
    database: Database, id: str, more: dict[str, Any], code: str
) -> None:
    async with a_world(database) as world:
        result = await world.mgr.says("sku.save", id, sku_save(id, **more))
        assert result["code"] == code, result


async def test_an_import_that_says_less_leaves_the_rest(database: Database) -> None:
    async with a_world(database) as world:
        await world.mgr.says("sku.save", "SKU-01", sku_save("SKU-01", channels=["school"]))
        await world.admin.says("sku.put", "SKU-01", w.sku_put("SKU-01", name="新名"))
        shown = (await world.rep.sees("sku"))["SKU-01"]
        assert (shown["name"], shown["channels"], shown["cases_per_layer"]) == (
            "新名", ["school"], 12,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "flags"),
    [
        ({}, []),
        ({"channels": ["grocery"]}, []),
        ({"channels": ["school"]}, ["blocked_sku"]),
        ({"valid_from": w.day(1)}, ["blocked_sku"]),
        ({"valid_until": w.day(-1)}, ["blocked_sku"]),
        ({"active": False}, ["blocked_sku"]),
    ],
)
async def test_what_may_not_be_sold_there_is_marked_and_kept(
    database: Database, more: dict[str, Any], flags: list[str]
) -> None:
    async with a_world(database) as world:
        saved = await world.mgr.says("sku.save", "SKU-01", sku_save("SKU-01", **more))
        assert saved["status"] == "applied", saved
        await world.rep.says("order.submit", "O-1", w.order())
        assert (await world.rep.sees("sales_order"))["O-1"]["flags"] == flags
