"""The town and a second branch next to it, with a day's work in each."""

from dataclasses import replace
from typing import Any

from backend.identity import Person, Role
from tests import world as w
from tests.town import ARGON2, Town
from tests.world import Actor, World

SUP_SD = Person("sup.sd", "sup.sd", "区主任", Role.OFFICE_SUPERVISOR, "B-SD-DL",
                unit_ids=frozenset({"B-SD-DL"}))  # fmt: skip
MGR_SD = Person("mgr.sd", "mgr.sd", "区经理", Role.OPS_MANAGER, "B-SD",
                unit_ids=frozenset({"B-SD", "B-SD-DL"}))  # fmt: skip
REP_SD = Person("rep.sd01", "rep.sd01", "陈小四", Role.FIELD_REP, "B-SD-DL")


async def do(actor: Actor, *said: tuple[str, str, dict[str, Any]]) -> None:
    for kind, id, args in said:
        result = await actor.says(kind, id, args)
        assert result["status"] == "applied", (kind, id, result)


async def next_branch(town: Town) -> World:
    """Branch B-SD with one office, one supervisor, one manager, one rep, one C1 store."""
    world = town.world
    units = w.ADMIN.unit_ids | {"B-SD", "B-SD-DL"}
    admin = await world.actor(replace(w.ADMIN, unit_ids=units))
    await do(
        admin,
        ("org_unit.put", "B-SD", w.unit_put("B-SD", "branch", "HQ")),
        ("org_unit.put", "B-SD-DL", w.unit_put("B-SD-DL", "rep_office", "B-SD")),
        ("customer.put", "K020", {"code": "K020", "name": "远处", "customer_class": "C1"}),
        ("store.put", "ST-9", w.store_put("ST-9", "K020", "B-SD-DL", None)),
    )
    for person in (SUP_SD, MGR_SD, REP_SD):
        await do(
            admin,
            ("person.put", person.id, w.person_put(person)),
            ("employment.put", f"post-{person.id}", w.employment_put(person)),
        )
        await town.sql(
            "INSERT INTO password (person_id, argon2, changed_at) VALUES (?, ?, ?)",
            person.id, ARGON2, "2026-01-01T00:00:00.000Z",
        )  # fmt: skip
    sup, rep = await world.actor(SUP_SD), await world.actor(REP_SD)
    await do(sup, ("store.assign", "as-ST-9", world.assign("ST-9", REP_SD)))
    await do(
        sup,
        ("planned_visit.put", "PV-SD", w.stop("ST-9", REP_SD.id)),
        ("task.assign", "TA-SD", w.task("ST-9", REP_SD.id)),
    )
    await a_call(rep, "SD", "ST-9", "PV-SD")
    return world


async def a_call(rep: Actor, tag: str, store: str, planned: str | None, **order: Any) -> None:
    """Check-in, shelf, photo, order, check-out."""
    stop = {"planned_visit_id": planned, "unplanned_reason": None if planned else "on_the_way"}
    await do(
        rep,
        ("visit.check_in", f"V-{tag}", w.check_in(store, template_id="std.1", **stop)),
        ("visit.check", f"V-{tag}", {"observations": [w.observation("SKU-01")]}),
        ("photo.attach", f"PH-{tag}", w.photo(store, visit_id=f"V-{tag}")),
        ("order.submit", f"OR-{tag}", w.order(store, visit_id=f"V-{tag}", no=f"NO-{tag}", **order)),
        ("visit.check_out", f"V-{tag}", w.check_out()),
    )


async def a_day(town: Town) -> None:
    """Chancheng: of five stops of two reps one is done, one failed, one waived, one open and one
    added by the rep herself and done. Nanhai: one stop, done. The other branch: one stop, done."""
    world = town.world
    await do(
        world.spc,
        ("visit_template.save", "std.1", w.template()),
        ("visit_template.submit", "std.1", {}),
    )
    await do(world.mgr, ("visit_template.publish", "std.1", {}))
    await do(
        world.sup,
        ("planned_visit.put", "PV-1", w.stop("ST-1", "rep.cc01", sequence=1)),
        ("planned_visit.put", "PV-2", w.stop("ST-2", "rep.cc01", sequence=2)),
        ("planned_visit.put", "PV-3", w.stop("ST-3", "rep.cc02", sequence=1)),
        ("planned_visit.put", "PV-4", w.stop("ST-3", "rep.cc02", sequence=2, day=w.day(1))),
        ("planned_visit.put", "PV-5", w.stop("ST-1", "rep.cc02", sequence=3)),
        ("planned_visit.waive", "PV-5", {"reason": "台风"}),
        ("task.assign", "TA-CC", w.task("ST-1", "rep.cc01")),
    )
    await do(
        world.rep,
        ("planned_visit.add", "PV-OWN",
         {"store_id": "ST-2", "day": w.day(), "sequence": 9, "reason": "on_the_way"}),
    )  # fmt: skip
    await a_call(world.rep, "CC", "ST-1", "PV-1")
    await do(world.rep, ("visit.fail", "V-FAIL", w.failed("ST-2", planned_visit_id="PV-2")))
    await do(world.sup_nh, ("planned_visit.put", "PV-NH", w.stop("ST-4", "rep.nh01")))
    await do(world.sup_nh, ("task.assign", "TA-NH", w.task("ST-4", "rep.nh01")))
    await a_call(world.rep_nh, "NH", "ST-4", "PV-NH")
    await next_branch(town)
