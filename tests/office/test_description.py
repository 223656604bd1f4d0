"""/schema/openapi.json tells the truth about every answer of the office: what is sent fits what is
described, and the description leaves nothing open but a body that was set aside as it was said."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from backend.proposals import marks
from backend.reviews import judge as reviews
from tests import world as w
from tests.engines import Database
from tests.office.places import a_day, do
from tests.promotions.plans import released
from tests.proposals.found import change as changed
from tests.proposals.test_points import been
from tests.town import Town, a_town

pytestmark = pytest.mark.anyio

DAYS = f"from={w.day(-3)}&to={w.day(3)}"
ASKED = {
    "/office/v1/reps": "",
    "/office/v1/people": "",
    "/office/v1/devices": "",
    "/office/v1/quarantine": "",
    "/office/v1/tasks": "",
    "/office/v1/stores": "",
    "/office/v1/completion": f"{DAYS}&by=rep",
    "/office/v1/completion/visits": DAYS,
    "/office/v1/board": f"day={w.day()}",
    "/office/v1/visits": "",
    "/office/v1/photos": "",
    "/office/v1/visits/{visit_id}": "",
    "/office/v1/visit-templates": "",
    "/office/v1/new-stores": "",
    "/office/v1/merged-stores": "",
    "/office/v1/conflicts": "",
    "/office/v1/tickets": "",
    "/office/v1/partner-stock": "",
    "/office/v1/purchases": "",
    "/office/v1/returns": "",
    "/office/v1/store-changes": "",
    "/office/v1/store-marks": "",
    "/office/v1/spot-checks": "",
    "/office/v1/spot-draws": "",
    "/office/v1/joint-visits": "",
    "/office/v1/cards": "",
    "/office/v1/joint-days": DAYS,
    "/office/v1/data-accuracy": f"{DAYS}&by=office",
    "/office/v1/promotions": "",
    "/office/v1/trade-terms": "",
    "/office/v1/skus": "",
    "/office/v1/stores/{store_id}/on": f"day={w.day()}",
    "/office/v1/promotions/{promotion_id}": "",
    "/office/v1/promotions/{promotion_id}/stores": "",
    "/office/v1/promotions/{promotion_id}/findings": "",
    "/office/v1/promotions/{promotion_id}/replays": "",
    "/office/v1/reviews": "which=all&state=",
    "/office/v1/reviews/{visit_id}": "",
    "/office/v1/day-flags": "",
    "/office/v1/day-summaries": f"day={w.day()}",
    "/office/v1/review-rules": "",
    "/office/v1/compliance": DAYS,
    "/office/v1/orders": "",
    "/office/v1/claims": "",
    "/office/v1/order-count": f"day={w.day()}",
    "/office/v1/order-statistics": DAYS,
    "/office/v1/order-hints": "orders=OR-CC",
    "/office/v1/receivables": "",
    "/office/v1/orders/{order_id}": "",
}


async def described(town: Town) -> dict[str, Any]:
    document: dict[str, Any] = (await town.client.get("/schema/openapi.json")).json()
    return document


def answer_of(document: dict[str, Any], path: str) -> dict[str, Any]:
    content = document["paths"][path]["get"]["responses"]["200"]["content"]
    schema: dict[str, Any] = content["application/json"]["schema"]
    return {**schema, "components": document["components"]}


def followed(
    document: dict[str, Any], schema: dict[str, Any], at: str
) -> Iterator[tuple[str, Any]]:
    """Every shape an answer is made of, with the way to it."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = document["components"]["schemas"][name]
    yield at, schema
    for part in schema.get("oneOf", ()):
        yield from followed(document, part, at)
    if "items" in schema:
        yield from followed(document, schema["items"], f"{at}[]")
    for name, part in schema.get("properties", {}).items():
        yield from followed(document, part, f"{at}.{name}")


async def promotions(town: Town) -> None:
    """One promotion, and in one store all that can be said of it."""
    world = town.world
    more = {"type": "display_fee", "agreement": True, "place": "end_display"}
    await released(world, **more)
    await do(
        world.rep,
        ("promotion.decline", "PR-1:ST-2", w.declined(store="ST-2")),
        ("promotion.agree", "PR-1:ST-1", w.agreed()),
        ("promotion.set_up", "PR-1:ST-1", w.set_up()),
        ("visit.check_in", "V-PR", w.check_in()),
        ("visit.promotion", "V-PR", w.promotion_step(w.promotion_check())),
        ("promotion.take_down", "PR-1:ST-1", w.taken_down()),
    )


async def test_every_answer_fits_its_description(database: Database) -> None:
    async with a_town(database, after=a_day) as town:
        await promotions(town)
        await do(town.world.sup, ("task.withdraw", "TA-CC", {"note": "不用了"}))
        set_aside = await town.world.rep.says("visit.check_in", "V-X", w.check_in("ST-4"))
        assert set_aside["status"] == "quarantined"
        change = ("store_change.propose", "SC-CC", changed("ST-1", phone=("0", "0757-83350001")))
        await do(town.world.rep, change)
        await been(town, [400, 401, 399])
        await marks.look(town.store)
        await reviews.judge(town.store, "rep.cc01", w.day())
        missed = [{"planned_visit_id": "PV-1", "reason": "no_time"}]
        ended = {"day": w.day(), "unsent": 0, "missed": missed, "note": "明天看新品"}
        await do(town.world.rep, ("day.end", f"rep.cc01:{w.day()}", ended))
        document = await described(town)
        caller = await town.sign_in("sup.cc")
        admin, rows = await town.sign_in("adm.hq"), 0
        for path, query in ASKED.items():
            here = path.format(
                visit_id="V-CC", order_id="OR-CC", promotion_id="PR-1", store_id="ST-1"
            )
            answer = await (admin if "people" in path else caller).get(f"{here}?{query}")
            assert answer.status_code == 200, (path, answer.text)
            judge = Draft202012Validator(answer_of(document, path))
            assert [error.message for error in judge.iter_errors(answer.json())] == [], path
            rows += len(answer.json().get("rows", ()))
        assert rows > 20


async def test_no_answer_is_left_open(database: Database) -> None:
    async with a_town(database) as town:
        document = await described(town)
    office = [path for path in document["paths"] if path.startswith("/office/")]
    assert set(office) == set(ASKED)
    for path in office:
        schema = answer_of(document, path)
        shapes = dict(followed(document, schema, ""))
        assert shapes[""]["properties"], path
        open_ends = [
            at for at, shape in shapes.items()
            if not (shape.keys() & {"type", "oneOf", "enum", "const"})
            or (shape.get("type") == "object" and not shape.get("properties")
                and shape.get("additionalProperties") in (None, {}, True))
            or (shape.get("type") == "array" and not shape.get("items"))
        ]  # fmt: skip
        allowed = [".rows[].body"] if path == "/office/v1/quarantine" else []
        assert open_ends == allowed, path
