"""Promotions of the test's town, as far as each test needs them."""

from typing import Any

from tests import world as w
from tests.world import Actor, World


async def said(actor: Actor, *all_said: tuple[str, str, dict[str, Any]]) -> None:
    for kind, id, args in all_said:
        result = await actor.says(kind, id, args)
        assert result["status"] == "applied", (kind, result)


async def refused(actor: Actor, kind: str, id: str, args: dict[str, Any], **more: Any) -> str:
    result = await actor.says(kind, id, args, **more)
    assert result["status"] in ("rejected", "conflict", "quarantined"), result
    code: str = result["code"]
    return code


async def approved(world: World, id: str = "PR-1", **more: Any) -> None:
    await said(
        world.spc,
        ("promotion.save", id, w.promotion(**more)),
        ("promotion.submit", id, {}),
    )
    await said(world.mgr, ("promotion.approve", id, {"budget_no": "B-1"}))


async def released(world: World, id: str = "PR-1", **more: Any) -> None:
    await approved(world, id, **more)
    await said(world.spc, ("promotion.release", id, {"material_ready": True}))


async def execution(actor: Actor, id: str = "PR-1:ST-1") -> dict[str, Any]:
    return (await actor.sees("promotion_execution"))[id]
