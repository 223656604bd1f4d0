"""One story that says every operation once, by who may, about something of his own. Before him
everybody else says the very same: it is refused or set aside, and changes nothing anybody sees."""

from typing import Any

import pytest

from sync_protocol.generated.protocol import OPERATION_ENTITY, OPERATION_ROLES
from tests import world as w
from tests.engines import Database
from tests.town import Town, a_town
from tests.world import Actor, World

pytestmark = pytest.mark.anyio

NEW = {"login": "rep.new", "name": "新", "active": True, "phone": None,
       "home_lat_e7": None, "home_lon_e7": None}  # fmt: skip
POST = {"person_id": "rep.new", "role": "field_rep", "org_unit_id": "B-FS-CC", "partner_id": None,
        "from_at": w.ago(days=1), "until_at": None}  # fmt: skip
FEW = [w.line("SKU-01", 1, 5880)]  # below the minimum: a person audits it
BRANCH = {"mgr.fs", "spc.east"}
Said = tuple[str, str, dict[str, Any], str, set[str]]

STORY: tuple[Said, ...] = (
    # kind, id, args, who says it, who else could
    ("org_unit.put", "B-FS-NEW", w.unit_put("B-FS-NEW", "rep_office", "B-FS"), "adm.hq", set()),
    ("person.put", "rep.new", NEW, "adm.hq", set()),
    ("employment.put", "post-rep.new", POST, "adm.hq", set()),
    ("employment.turn", "post-rep.new", {}, "system", set()),
    ("sku.put", "SKU-01", w.sku_put("SKU-01", sort=7), "adm.hq", set()),
    ("price_list.put", "PL-C-7", w.price_list_put(7, "2019-01-01", "2019-12-31", {"SKU-01": 5}),
     "adm.hq", set()),
    ("must_stock_list.put", "MS-P1", w.must_stock_put("P1", ["SKU-01"]), "adm.hq", set()),
    ("partner.put", "P07", {"code": "P07", "name": "七", "phone": None, "active": True},
     "adm.hq", set()),
    ("customer.put", "K050", {"code": "K050", "name": "五", "customer_class": "D"},
     "adm.hq", set()),
    ("store.put", "ST-7", w.store_put("ST-7", "K050", "B-FS-CC", "P01"), "adm.hq", set()),
    ("store.copy", "ST-7", {}, "system", set()),
    ("store.assign", "as-7",
     {"store_id": "ST-7", "rep_id": "rep.cc01", "kind": "main", "from_at": w.ago(days=2),
      "until_at": None}, "sup.cc", {"adm.hq"}),
    ("planned_visit.put", "PV-1", w.stop("ST-1", "rep.cc01"), "sup.cc", {"adm.hq"}),
    ("planned_visit.put", "PV-2", w.stop("ST-2", "rep.cc01"), "sup.cc", {"adm.hq"}),
    ("planned_visit.follow", "PV-1", {}, "system", set()),
    ("planned_visit.move", "PV-1", {"rep_id": "rep.cc02", "day": w.day(), "note": None},
     "sup.cc", set()),
    ("planned_visit.waive", "PV-2", {"reason": "台风"}, "sup.cc", set()),
    ("planned_visit.add", "PV-3",
     {"store_id": "ST-1", "day": w.day(), "sequence": 1, "reason": "on_the_way"},
     "rep.cc01", {"rep.cc02"}),
    ("task.assign", "TA-1", w.task("ST-1", "rep.cc01"), "sup.cc", BRANCH),
    ("task.follow", "TA-1", {}, "system", set()),
    ("task.complete", "TA-1", {"answer": "好", "photo_ids": [], "visit_id": None},
     "rep.cc01", set()),
    ("task.assign", "TA-2", w.task("ST-1", "rep.cc01"), "mgr.fs", {"sup.cc", "spc.east"}),
    ("task.cannot", "TA-2", {"reason": "关门"}, "rep.cc01", set()),
    ("task.assign", "TA-3", w.task("ST-1", "rep.cc01"), "spc.east", {"sup.cc", "mgr.fs"}),
    ("task.withdraw", "TA-3", {"note": "不用了"}, "sup.cc", BRANCH),
    ("visit_template.save", "std.1", w.template(), "spc.east", {"mgr.fs"}),
    ("visit_template.submit", "std.1", {}, "spc.east", {"mgr.fs"}),
    ("visit_template.return", "std.1", {"reason": "门头要两张"}, "mgr.fs", set()),
    ("visit_template.submit", "std.1", {}, "spc.east", {"mgr.fs"}),
    ("visit_template.publish", "std.1", {}, "mgr.fs", set()),
    ("visit_template.retire", "std.1", {}, "mgr.fs", set()),
    ("visit_template.save", "std.2", w.template(version=2), "spc.east", {"mgr.fs"}),
    ("visit_template.discard", "std.2", {}, "spc.east", {"mgr.fs"}),
    ("visit.check_in", "V-1", w.check_in("ST-1"), "rep.cc01", {"rep.cc02"}),
    ("visit.check", "V-1", {"observations": [w.observation("SKU-01")]}, "rep.cc01", set()),
    ("visit.outside", "V-1", {"sign": "clean", "light_box": "none", "poster": "none"}, "rep.cc01",
     set()),
    ("visit.greet", "V-1", w.greeting(), "rep.cc01", set()),
    ("visit.merchandise", "V-1", w.merchandise(), "rep.cc01", set()),
    ("visit.competitor", "V-1", {"seen": [w.rival()]}, "rep.cc01", set()),
    ("visit.pitch", "V-1", {"pitches": [w.pitch()]}, "rep.cc01", set()),
    ("visit.skip", "V-1", {"step": "order", "reason": "owner_absent"}, "rep.cc01", set()),
    ("photo.attach", "PH-1", w.photo("ST-1", visit_id="V-1"), "rep.cc01", set()),
    ("photo.arrive", "PH-1", {"sha256": "ab" * 32}, "system", set()),
    ("photo.review", "PH-1", {"state": "rejected", "reason": "dark", "note": None},
     "sup.cc", BRANCH),
    ("visit.pause", "V-1", {"reason": "delivery"}, "rep.cc01", set()),
    ("visit.resume", "V-1", {}, "rep.cc01", set()),
    ("visit.abandon", "V-1", {"left_at": w.ago(minutes=1)}, "system", set()),
    ("visit.check_out", "V-1", w.check_out(), "rep.cc01", set()),
    ("visit.fail", "V-2", w.failed("ST-2"), "rep.cc01", set()),
    ("visit.record", "V-3", w.whole_visit("ST-2", "rep.cc01"), "rep.cc01", {"adm.hq"}),
    ("order.submit", "OR-1", w.order("ST-2", FEW, visit_id="V-3"), "rep.cc01", set()),
    ("order.audit", "OR-1", {"note": None}, "spc.east", set()),
    ("order.submit", "OR-2", w.order("ST-3", no="CC02-1"), "rep.cc02", set()),
    ("order.submit", "OR-3", w.order("ST-3", FEW, no="CC02-2"), "rep.cc02", set()),
    ("order.cancel", "OR-3", {"reason": "不要了"}, "rep.cc02", {"sup.cc"}),
    ("day.start", f"rep.cc01:{w.day()}", {"day": w.day()}, "rep.cc01", set()),
    ("day.arrange", f"rep.cc01:{w.day()}", {"day": w.day(), "stop_ids": ["PV-3"]}, "rep.cc01",
     set()),
    ("day.close", f"rep.cc01:{w.day(-1)}", {"day": w.day(-1), "ended_at": w.ago(days=1)},
     "system", set()),
    ("day.end", f"rep.cc01:{w.day()}", {"day": w.day(), "unsent": 0, "missed": [], "note": None},
     "rep.cc01", set()),
    ("store.end_assignment", "as-7", {"until_at": w.ago(days=0)}, "sup.cc", {"adm.hq"}),
)  # fmt: skip
ELSEWHERE = {
    "order.reject": "tests/orders",
    "order.accept": "tests/orders",
    "order.hold": "tests/orders",
    "order.release": "tests/orders",
    "order.un_audit": "tests/orders",
    "order.close": "tests/orders",
    "order.recall": "tests/shipments",
    "order.open": "tests/orders",
    "order.close_line": "tests/orders",
    "order.redeliver": "tests/orders",
    "order.amend": "tests/orders",
    "order.decide_amendment": "tests/orders",
    "order.invoice": "tests/orders",
    "order.pay": "tests/orders",
    "order.void": "tests/orders",
    "filter.save": "tests/orders",
    "filter.drop": "tests/orders",
    "replay.ask": "tests/orders",
    "replay.stop": "tests/orders",
    "note.make": "tests/shipments",
    "note.load": "tests/shipments",
    "note.unload": "tests/shipments",
    "note.cancel": "tests/shipments",
    "note.assign": "tests/shipments",
    "note.print": "tests/shipments",
    "note.void": "tests/shipments",
    "note.recall": "tests/shipments",
    "note.deliver": "tests/shipments",
    "return.request": "tests/shipments",
    "return.decide": "tests/shipments",
    "return.plan": "tests/shipments",
    "return.collect": "tests/shipments",
    "return.post": "tests/shipments",
    "claim.file": "tests/claims",
    "claim.verify": "tests/claims",
    "claim.reject": "tests/claims",
    "claim.settle": "tests/claims",
    "stock.count": "tests/purchasing",
    "stock.receive": "tests/purchasing",
    "receivable.say": "tests/receivables",
    "receivable.share": "tests/receivables",
    "purchase.submit": "tests/purchasing",
    "purchase.amend": "tests/purchasing",
    "purchase.review": "tests/purchasing",
    "purchase.audit": "tests/purchasing",
    "purchase.allocate": "tests/purchasing",
    "purchase.dispatch": "tests/purchasing",
    "purchase.claim": "tests/purchasing",
    "purchase.settle": "tests/purchasing",
    "purchase.cancel": "tests/purchasing",
    "purchase.close": "tests/purchasing",
    "purchase_terms.put": "tests/purchasing",
    "inbox.read": "tests/people",
    "ticket.open": "tests/tickets",
    "ticket.assign": "tests/tickets",
    "ticket.answer": "tests/tickets",
    "ticket.confirm": "tests/tickets",
    "ticket.close": "tests/tickets",
    "ticket.reopen": "tests/tickets",
    "conflict.close": "tests/conflicts",
    "store.propose": "tests/proposals",
    "store.approve": "tests/proposals",
    "store.return": "tests/proposals",
    "store.merge": "tests/proposals",
    "store.unmerge": "tests/proposals",
    "store.move": "tests/proposals",
    "store_change.propose": "tests/proposals",
    "store_change.withdraw": "tests/proposals",
    "store_change.seen": "tests/proposals",
    "store_change.decide": "tests/proposals",
    "store_change.suspect": "tests/proposals",
    "spot.check": "tests/coaching",
    "spot.answer": "tests/coaching",
    "spot.settle": "tests/coaching",
    "card.put": "tests/coaching",
    "joint.plan": "tests/coaching",
    "joint.cancel": "tests/coaching",
    "joint.coach": "tests/coaching",
    "visit.left": "tests/visits/test_closing.py",
    "sku.save": "tests/catalogue",
    "sku.picture": "tests/catalogue",
    "sku.publish": "tests/catalogue",
    "trade_terms.save": "tests/pricing",
    "trade_terms.submit": "tests/pricing",
    "trade_terms.approve": "tests/pricing",
    "trade_terms.return": "tests/pricing",
    "terms_alert.except": "tests/pricing",
    "promotion.issue": "tests/promotions",
    "promotion.save": "tests/promotions",
    "promotion.picture": "tests/promotions",
    "promotion.submit": "tests/promotions",
    "promotion.approve": "tests/promotions",
    "promotion.return": "tests/promotions",
    "promotion.release": "tests/promotions",
    "promotion.stop": "tests/promotions",
    "promotion.end": "tests/promotions",
    "promotion.agree": "tests/promotions",
    "promotion.decline": "tests/promotions",
    "promotion.set_up": "tests/promotions",
    "promotion.take_down": "tests/promotions",
    "visit.promotion": "tests/promotions",
    "visit.review": "tests/reviews",
    "visit.appeal": "tests/reviews",
    "visit.settle_appeal": "tests/reviews",
    "flag.answer": "tests/reviews",
    "flag.decide": "tests/reviews",
    "review_rules.put": "tests/reviews",
}
"""Their own side; everybody else's is in tests/test_role_matrix.py."""


def test_every_operation_is_told_or_known_to_be_told_elsewhere() -> None:
    told = {said[0] for said in STORY}
    assert set(OPERATION_ENTITY) - told == set(ELSEWHERE)


def people(world: World) -> dict[str, Actor]:
    actors = (
        world.admin, world.mgr, world.spc, world.desk, world.sup, world.sup_nh, world.rep,
        world.rep2, world.rep_nh, world.clerk, world.clerk2, world.driver, world.system,
    )  # fmt: skip
    return {actor.person.id: actor for actor in actors}


async def seen(town: Town) -> list[tuple[Any, ...]]:
    """What any device could pull, but for words to the one who was refused."""
    return await town.rows(
        "SELECT scope_id, entity, row_id, version, kind FROM sync_feed"
        " WHERE entity <> 'inbox_item' ORDER BY scope_id, entity, row_id"
    )


async def test_every_operation_by_everybody(database: Database) -> None:
    async with a_town(database) as town:
        everybody = people(town.world)
        for kind, id, args, speaker, also in STORY:
            before = await seen(town)
            for login, actor in everybody.items():
                if login == speaker or login in also:
                    continue
                result = await actor.says(kind, id, args)
                assert result["status"] in ("rejected", "quarantined"), (kind, login, result)
                if str(actor.person.role) not in OPERATION_ROLES[kind]:
                    assert result["code"] == "role/not-allowed", (kind, login, result)
            assert await seen(town) == before, kind
            result = await everybody[speaker].says(kind, id, args)
            assert result["status"] == "applied", (kind, speaker, result)
