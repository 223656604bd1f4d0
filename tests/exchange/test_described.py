"""Calls and flat files stand in /schema/openapi.json as the code makes and takes them."""

import pytest

from backend.exchange import changes, file_kinds, file_rules, sending, sheets_out, signing
from backend.exchange.described import WEBHOOK, described
from tests.engines import Database
from tests.town import a_town

pytestmark = pytest.mark.anyio
FIRST = {
    "products": {"code": "SKU-90"},
    "prices": {"list_code": "PL-Z", "list_version": "1", "sku": "SKU-01", "case_price_fen": "1.50"},
    "customers": {"code": "K090"},
}
SKU = {"id": "SKU-01", "code": "SKU-01", "gtin": "2990001000018", "name": "", "units_per_case": 24}


async def test_the_document_has_calls_and_files_beside_the_doors(database: Database) -> None:
    async with a_town(database) as town:
        document = (await town.client.get("/schema/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    assert document["webhooks"] == described()["webhooks"]
    assert document["x-files"] == described()["x-files"]
    assert document["components"]["schemas"]["Webhook"] == WEBHOOK


def test_every_kind_of_change_its_signature_and_when_it_comes_again_are_described() -> None:
    (call,) = described()["webhooks"].values()
    change = WEBHOOK["properties"]["changes"]["items"]["properties"]
    assert set(change["entity"]["enum"]) == set(changes.ENTITIES)
    signed = signing.headers(signing.new_secret(), "1", 1, b"{}")
    assert [one["name"] for one in call["post"]["parameters"]] == list(signed)
    told = call["post"]["description"]
    assert all(f"{pause} s" in told for pause in sending.PAUSES_S)
    assert f"{sending.GIVEN_UP_S // 86_400} days" in told


def test_every_kind_of_file_is_described_with_its_columns() -> None:
    files = described()["x-files"]
    assert {one["entity"] for one in files["out"].values()} == set(sheets_out.KINDS)
    for word, one in files["out"].items():
        assert one["columns"] == list(sheets_out.columns_of(one["entity"])), word
    kinds = {*file_kinds.COMPANY, *file_kinds.PARTNER}
    assert set(files["in"]) == kinds == set(file_kinds.COLUMNS)
    for kind, one in files["in"].items():
        assert all(column["allowed"] for column in one["columns"]), kind
        heads = [column["headers"][0] for column in one["columns"]]
        read = file_kinds.columns_of(kind, heads) if kind != "stock" else heads
        assert len(read) == len(heads), kind


@pytest.mark.parametrize("kind", list(FIRST))
def test_what_is_said_to_be_needed_of_a_new_record_is_what_its_row_is_told(kind: str) -> None:
    known = file_rules.Known(skus=[SKU])
    names = list(FIRST[kind])
    heads = [file_kinds.COLUMNS[kind][name][1][0] for name in names]
    rows = [heads, [FIRST[kind][name] for name in names]]
    found = file_rules.read(kind, rows, known, "ERP", "Asia/Shanghai", "2026-11-28T08:00:00.000Z")
    lacking = {one["column"] for one in found.problems if one["reason"] == "missing"}
    assert lacking == {file_kinds.called(kind, name) for name in file_kinds.NEW[kind]}
    assert set(names) == set(file_kinds.NEEDED[kind])
    told = {
        column["headers"][0]: column["needed"]
        for column in described()["x-files"]["in"][kind]["columns"]
    }
    assert {head for head, needed in told.items() if needed == "always"} == set(heads)
