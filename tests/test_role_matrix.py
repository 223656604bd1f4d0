"""Every route and every operation x every role x own and foreign object (domain.md 2.2).

The expected outcomes are the tables below. A route or an operation that is not in them fails.
"""

import uuid
from typing import Any

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from backend.conflicts.effects import CONFLICTS
from sync_protocol.generated.protocol import OPERATION_CLASS, OPERATION_ENTITY, OPERATION_ROLES
from tests import world as w
from tests.engines import Database
from tests.proposals.found import approval, change, decision, kiosk
from tests.town import Caller, Town, a_town
from tests.world import Actor, World

pytestmark = pytest.mark.anyio

PEOPLE = tuple(person.login for person in w.CAST)
OFFICE_CC = {"sup.cc", "spc.east", "mgr.fs"}
OFFICE = OFFICE_CC | {"sup.nh"}
ANYBODY = set(PEOPLE)

# Who gets an answer. Everybody else who is signed in gets 404; nobody and push-only tokens 401.
READS: dict[str, set[str]] = {
    "/office/v1/board?day=2026-11-25": OFFICE,
    "/office/v1/reps": OFFICE,
    "/office/v1/stores": OFFICE,
    "/office/v1/tasks": OFFICE,
    "/office/v1/orders": OFFICE | {"desk.fs"},
    "/office/v1/partner-stock": OFFICE,
    "/office/v1/purchases": OFFICE | {"desk.fs"},
    "/office/v1/returns": OFFICE,
    "/office/v1/claims": OFFICE,
    "/office/v1/order-count?day=2026-11-25": OFFICE,
    "/office/v1/order-statistics?from=2026-01-01&to=2026-12-31": OFFICE,
    "/office/v1/order-hints?orders=OR-CC": OFFICE,
    "/office/v1/receivables": OFFICE,
    "/office/v1/orders/OR-CC": OFFICE_CC | {"desk.fs"},
    "/office/v1/visits": OFFICE,
    "/office/v1/visits/V-CC": OFFICE_CC,
    "/office/v1/photos": OFFICE,
    "/office/v1/quarantine": OFFICE,
    "/office/v1/devices": OFFICE | {"adm.hq"},
    "/office/v1/people": OFFICE | {"adm.hq"},
    "/office/v1/completion?from=2026-11-01&to=2026-11-25": OFFICE,
    "/office/v1/completion/visits?from=2026-11-01&to=2026-11-25": OFFICE,
    "/office/v1/visit-templates": OFFICE,
    "/office/v1/new-stores": OFFICE,
    "/office/v1/merged-stores": OFFICE,
    "/office/v1/conflicts": OFFICE,
    "/office/v1/tickets": OFFICE,
    "/office/v1/store-changes": OFFICE,
    "/office/v1/store-marks": OFFICE,
    "/office/v1/spot-checks": OFFICE,
    "/office/v1/spot-draws": OFFICE,
    "/office/v1/joint-visits": OFFICE,
    "/office/v1/cards": OFFICE,
    "/office/v1/joint-days?from=2026-11-01&to=2026-11-25": OFFICE,
    "/office/v1/data-accuracy?from=2026-11-01&to=2026-11-25": OFFICE,
    "/office/v1/promotions": OFFICE,
    "/office/v1/trade-terms": OFFICE,
    "/office/v1/skus": OFFICE,
    "/office/v1/reviews": OFFICE,
    "/office/v1/day-flags": OFFICE | {"adm.hq"},
    "/office/v1/day-summaries?day=2026-11-25": OFFICE,
    "/office/v1/review-rules": OFFICE,
    "/office/v1/compliance?from=2026-11-01&to=2026-11-25": OFFICE,
    "/exchange/v1/systems": {"adm.hq"},
    "/auth/v1/me": ANYBODY,
    "/auth/v1/devices": ANYBODY,
}
LISTS_OF_CC = {
    "/office/v1/stores": "ST-1",
    "/office/v1/reps": "rep.cc01",
    "/office/v1/tasks": "TA-CC",
    "/office/v1/orders": "OR-CC",
    "/office/v1/order-hints?orders=OR-CC": "OR-CC",
    "/office/v1/partner-stock": "P01",
    "/office/v1/purchases": "PO-CC",
    "/office/v1/returns": "RT-CC",
    "/office/v1/visits": "V-CC",
    "/office/v1/photos": "PH-CC",
    "/office/v1/new-stores": "NS-CC",
    "/office/v1/merged-stores": "MS-CC",
    "/office/v1/conflicts": "TW-CC",
    "/office/v1/tickets": "TK-CC",
    "/office/v1/store-changes": "SC-CC",
    "/office/v1/devices": "rep.cc01",
    "/office/v1/people": "rep.cc01",
}
"""What stands in the list for those who reach Chancheng, and for nobody else."""

OPEN = {
    "/healthz", "/", "/{name:path}", "/auth/v1/demo", "/auth/v1/login", "/sync/v1/hello",
    "/schema", "/schema/openapi.json",
}  # fmt: skip
TESTED_ELSEWHERE = {
    "/office/v1/reviews/{visit_id:str}": "tests/reviews/test_lists.py",
    "/office/v1/promotions/{promotion_id:str}": "tests/promotions/test_office.py",
    "/office/v1/promotions/{promotion_id:str}/stores": "tests/promotions/test_office.py",
    "/office/v1/promotions/{promotion_id:str}/replays": "tests/orders/test_replay.py",
    "/office/v1/promotions/{promotion_id:str}/findings": "tests/promotions/test_findings.py",
    "/office/v1/stores/{store_id:str}/on": "tests/promotions/test_on_day.py",
    "/exchange/v1/changes": "tests/exchange/test_exchange.py",
    "/exchange/v1/systems/{system_id:str}": "tests/exchange/test_exchange.py",
    "/exchange/v1/systems/{system_id:str}/calls": "tests/exchange/test_exchange.py",
    "/exchange/v1/systems/{system_id:str}/replay": "tests/exchange/test_exchange.py",
    "/exchange/v1/systems/{system_id:str}/folder": "tests/exchange/test_files.py",
    "/exchange/v1/systems/{system_id:str}/files": "tests/exchange/test_files.py",
    "/partner/v1/claims": "tests/claims/test_claims.py",
    "/partner/v1/order-statistics": "tests/orders/test_statistics.py",
    "/partner/v1/past-orders": "tests/ageing/test_leaving.py",
    "/partner/v1/past-orders/{order_id:str}": "tests/ageing/test_leaving.py",
    "/partner/v1/past-notes/{note_id:str}": "tests/ageing/test_leaving.py",
    "/partner/v1/receivables": "tests/receivables/test_receivables.py",
    "/partner/v1/receivables-file": "tests/receivables/test_files.py",
    "/partner/v1/trade-terms": "tests/pricing/test_trade_terms.py",
    "/partner/v1/stock-file": "tests/purchasing/test_files.py",
    "/partner/v1/company-prices": "tests/purchasing/test_purchases.py",
    "/auth/v1/logout": "tests/people/test_signing_in.py",
    "/auth/v1/password": "tests/people/test_passwords.py",
    "/auth/v1/passwords": "tests/people/test_passwords.py",
    "/auth/v1/replicas": "tests/people/test_signing_in.py",
    "/auth/v1/devices/{replica_id:str}/lost": "tests/people/test_signing_in.py",
    "/files/v1/photos/{photo_id:str}": "tests/server/test_pictures.py",
    "/files/v1/skus/{image:str}": "tests/catalogue/test_pictures.py",
    "/sync/v1/files": "tests/server/test_uploads.py",
    "/sync/v1/files/{upload_id:str}": "tests/server/test_uploads.py",
    "/sync/v1/push": "below, operation by operation",
    "/sync/v1/pull": "tests/sync/test_pull.py",
    "/sync/v1/audit": "tests/sync/test_audit.py",
    "/sync/v1/live": "tests/sync/test_live.py",
}


def paths(app: Litestar) -> set[str]:
    return {route.path for route in app.routes if isinstance(route, HTTPRoute)}


def pattern(path: str) -> str:
    plain = path.partition("?")[0]
    return plain.replace("OR-CC", "{order_id:str}").replace("V-CC", "{visit_id:str}")


async def lived(town: Town) -> None:
    """A stop, a visit, an order, a note and a task in each of the two offices."""
    for tag, store, rep, sup, clerk in (
        ("CC", "ST-1", town.world.rep, town.world.sup, town.world.clerk),
        ("NH", "ST-4", town.world.rep_nh, town.world.sup_nh, town.world.clerk2),
    ):
        login = rep.person.id
        for by, kind, id, args in (
            (sup, "planned_visit.put", f"PV-{tag}", w.stop(store, login)),
            (sup, "filter.save", f"FI-{tag}", FILTER),
            (sup, "task.assign", f"TA-{tag}", w.task(store, login)),
            (rep, "visit.check_in", f"V-{tag}", w.check_in(store)),
            (rep, "order.submit", f"OR-{tag}", w.order(store)),
            (rep, "photo.attach", f"PH-{tag}", w.photo(store)),
            (rep, "ticket.open", f"TK-{tag}", {**TICKET, "store_id": store}),
            (rep, "return.request", f"RT-{tag}", w.back(store)),
            (rep, "store.propose", f"NS-{tag}", kiosk()),
            (rep, "store.propose", f"MS-{tag}", kiosk()),
            (sup, "store.merge", f"MS-{tag}", {"into_id": store, "note": None}),
            (rep, "store_change.propose", f"SC-{tag}", change(store, phone=("0", "0757-83350001"))),
        ):
            assert (await by.says(kind, id, args))["status"] == "applied", (tag, kind)
        await sup.says("task.assign", f"TW-{tag}", w.task(store, login))
        await sup.says("task.withdraw", f"TW-{tag}", {"note": ""})
        done = {"answer": "", "photo_ids": [], "visit_id": None}
        await rep.says("task.complete", f"TW-{tag}", done, op_id=f"said-{tag}")
        lines = (await sees_order(clerk, f"OR-{tag}"))["lines"]
        answers = [(line["line_id"], line["qty"], None) for line in lines]
        said = await clerk.says("order.accept", f"OR-{tag}", w.accept(*answers))
        assert said["status"] == "applied", said
        for kind, id, args in (
            ("stock.count", f"SK-{tag}", w.counted()),
            ("stock.receive", f"SR-{tag}", w.came(paper_no=None)),
            ("purchase.submit", f"PO-{tag}", w.purchase()),
        ):
            assert (await clerk.says(kind, id, args))["status"] == "applied", (tag, kind)


async def sees_order(clerk: Actor, order_id: str) -> dict[str, Any]:
    return (await clerk.sees("sales_order"))[order_id]


async def test_every_route_is_in_the_table(database: Database) -> None:
    async with a_town(database) as town:
        listed = {pattern(path) for path in READS} | OPEN | set(TESTED_ELSEWHERE)
        assert paths(town.app) == listed


async def test_who_may_read_what(database: Database) -> None:
    async with a_town(database, after=lived) as town:
        callers = {login: await town.sign_in(login) for login in PEOPLE}
        for path, allowed in READS.items():
            for login, caller in callers.items():
                answer = await caller.get(path)
                assert answer.status_code == (200 if login in allowed else 404), (path, login)
                if login not in allowed:
                    assert answer.headers["content-type"].startswith("application/problem+json")
            assert (await town.client.get(path)).status_code == 401, path
            some: Caller = callers["sup.cc"]
            assert (await some.get(path, token=some.push_token)).status_code == 401, path


async def test_lists_hold_what_is_in_reach_and_nothing_else(database: Database) -> None:
    async with a_town(database, after=lived) as town:
        callers = {login: await town.sign_in(login) for login in OFFICE}
        for path, id in LISTS_OF_CC.items():
            for login, caller in callers.items():
                text = (await caller.get(path)).text
                assert (f'"{id}"' in text) == (login in OFFICE_CC), (path, login)


async def test_somebody_without_a_post_reads_nothing(database: Database) -> None:
    async with a_town(database) as town:
        caller = await town.sign_in("sup.cc")
        await town.sql(
            "UPDATE employment SET until_at = '2026-01-02T00:00:00.000Z' WHERE person_id = 'sup.cc'"
        )
        for path in READS:
            assert (await caller.get(path)).status_code in (401, 404), path


# Operations: said about something of Nanhai (P03, rep.nh01) by the people of Chancheng and P01.
TICKET: dict[str, Any] = {
    "type": "price", "text": "x", "goods": [], "photo_ids": [], "visit_id": None, "note_id": None,
}  # fmt: skip
FILTER = {"screen": "order-statistics", "name": "x", "query": ""}
FOREIGN: dict[str, tuple[str, dict[str, Any]] | None] = {
    "spot.check": (
        "spot-NH",
        {"arrived_at": w.ago(), "position": None, "note": None,
         "observations": [w.observation("SKU-01")]},
    ),
    # Whose card it is: tests/coaching/test_cards.py.
    "card.put": ("CARD.2", w.card(2)),
    "joint.plan": ("JD-X", {"rep_id": "rep.nh01", "day": w.day()}),
    "joint.cancel": ("JD-NH", {}),
    "joint.coach": (
        "JV-X",
        {"joint_day_id": "JD-NH", "store_id": "ST-4", "began_at": w.ago(), "position": None,
         "items": [{"item": "sell", "score": 3, "comment": None}], "agreed": [], "note": None},
    ),
    "spot.answer": ("spot-NH", {"text": "卖掉了"}),
    "spot.settle": ("spot-NH", {"explained": []}),
    "planned_visit.put": ("PV-X", w.stop("ST-4", "rep.nh01")),
    "planned_visit.move": ("PV-NH", {"rep_id": "rep.cc01", "day": w.day(), "note": None}),
    "planned_visit.waive": ("PV-NH", {"reason": "closed"}),
    "planned_visit.add": (
        "PV-Y", {"store_id": "ST-4", "day": w.day(), "sequence": 1, "reason": "new"},
    ),
    "task.assign": ("TA-X", w.task("ST-4", "rep.nh01")),
    "task.complete": ("TA-NH", {"answer": "done", "photo_ids": [], "visit_id": None}),
    "task.cannot": ("TA-NH", {"reason": "no"}),
    "task.withdraw": ("TA-NH", {"note": ""}),
    "store.assign": (
        "as-X",
        {"store_id": "ST-4", "rep_id": "rep.nh01", "kind": "cover", "from_at": w.ago(days=1),
         "until_at": None},
    ),
    "store.end_assignment": ("as-ST-4", {"until_at": w.ago(days=0)}),
    "visit.check_in": ("V-X", w.check_in("ST-4")),
    "visit.check": ("V-NH", {"observations": [w.observation("SKU-01")]}),
    "visit.check_out": ("V-NH", w.check_out()),
    "visit.outside": ("V-NH", {"sign": "clean", "light_box": "none", "poster": "none"}),
    "visit.greet": ("V-NH", w.greeting()),
    "visit.merchandise": ("V-NH", w.merchandise()),
    "visit.competitor": ("V-NH", {"seen": [w.rival()]}),
    "visit.pitch": ("V-NH", {"pitches": [w.pitch()]}),
    "visit.promotion": ("V-NH", w.promotion_step(w.promotion_check())),
    # Products are nobody's own; the quality gate: tests/catalogue/test_products.py.
    "sku.save": ("SKU-01", w.sku_save("SKU-01", gtin="2990001000025")),
    "sku.picture": ("SKU-X", {"image": "/9j/" + "Ab12" * 30}),
    "sku.publish": ("SKU-X", {}),
    # Whose customer it is, and who decides: tests/pricing/test_trade_terms.py.
    "trade_terms.save": ("TT-X", w.trade_terms("K-NH")),
    "trade_terms.submit": ("TT-NH", {}),
    "trade_terms.approve": ("TT-NH", {"exception": None}),
    "trade_terms.return": ("TT-NH", {"reason": "no"}),
    "terms_alert.except": ("K-NH", {"reason": "no"}),
    # Whose branch it is, who decides, and in whose store: tests/promotions.
    "promotion.issue": ("PR-X", w.promotion()),
    "promotion.save": ("PR-X", w.promotion(store_ids=["ST-4"])),
    "promotion.picture": ("PR-NH", {"jpeg": "/9j/" + "Ab12" * 30}),
    "promotion.submit": ("PR-NH", {}),
    "promotion.approve": ("PR-NH", {"budget_no": "B-1"}),
    "promotion.return": ("PR-NH", {"reason": "no"}),
    "promotion.release": ("PR-NH", {"material_ready": True}),
    "promotion.stop": ("PR-NH", {"stops_at": w.ago(days=0), "reason": "no"}),
    "promotion.agree": ("PR-1:ST-4", w.agreed(store="ST-4")),
    "promotion.decline": ("PR-1:ST-4", w.declined(store="ST-4")),
    "promotion.set_up": ("PR-1:ST-4", w.set_up(store="ST-4")),
    "promotion.take_down": ("PR-1:ST-4", w.taken_down(store="ST-4")),
    "visit.skip": ("V-NH", {"step": "order", "reason": "owner_absent"}),
    # Whose branch it is, and who decides: tests/visits/test_templates.py.
    "visit_template.save": ("vt-x.1", w.template("vt-x")),
    "visit_template.submit": ("vt-nh.1", {}),
    "visit_template.publish": ("vt-nh.1", {}),
    "visit_template.return": ("vt-nh.1", {"reason": "no"}),
    "visit_template.retire": ("vt-nh.1", {}),
    "visit_template.discard": ("vt-nh.1", {}),
    "visit.fail": ("V-Y", w.failed("ST-4")),
    "visit.pause": ("V-NH", {"reason": "delivery"}),
    "visit.resume": ("V-NH", {}),
    "visit.left": ("V-NH", {"left_at": w.ago(minutes=1), "reason": "forgot", "note": None}),
    "visit.record": ("V-Z", w.whole_visit("ST-4", "rep.nh01")),
    "photo.attach": ("PH-X", w.photo("ST-4")),
    # A store may be found anywhere; under the id of one that is there it may not.
    "store.propose": ("ST-4", kiosk()),
    "store.approve": ("NS-NH", approval()),
    "store.return": ("NS-NH", {"reason": "no_store", "note": None}),
    "store.merge": ("NS-NH", {"into_id": "ST-1", "note": None}),
    "store.unmerge": ("MS-NH", {"note": None}),
    "store_change.propose": ("SC-X", change("ST-4", phone=("0", "0757-83350001"))),
    "store_change.withdraw": ("SC-NH", {}),
    "store_change.seen": ("SC-NH", {}),
    "store_change.suspect": ("SC-X", {"visit_id": "V-NH"}),
    "store_change.decide": ("SC-NH", {"items": [decision("phone", "0757-0000000")]}),
    "photo.review": ("PH-NH", {"state": "accepted", "reason": None, "note": None}),
    "order.submit": ("OR-X", w.order("ST-4")),
    "order.audit": ("OR-NH", {"note": None}),
    "order.reject": ("OR-NH", {"reason": "no"}),
    "order.cancel": ("OR-NH", {"reason": "no"}),
    "order.invoice": (
        "OR-NH",
        {"invoice_id": "I-X", "no": "1", "invoiced_on": w.day(),
         "lines": [{"line_id": "1", "qty": 1}]},
    ),
    "order.pay": (
        "OR-NH", {"payment_id": "Y-X", "paid_on": w.day(), "amount_fen": 1, "note": None},
    ),
    "order.void": ("OR-NH", {"entry_id": "I-X", "reason": "x"}),
    "filter.save": ("FI-NH", FILTER),
    "filter.drop": ("FI-NH", {}),
    # Whose branch it is: tests/orders/test_replay.py.
    "replay.ask": ("RE-X", {"promotion_id": "PR-NH", "first": w.day(-9), "last": w.day()}),
    "replay.stop": ("RE-NH", {}),
    "order.accept": ("OR-NH", w.accept(("1", 1, None))),
    "order.hold": ("OR-NH", {"reason": "credit", "until_on": w.day(1), "note": None}),
    "order.release": ("OR-NH", {"note": None}),
    "order.un_audit": ("OR-NH", {"reason": "no"}),
    "order.close": ("OR-NH", {"reason": "no"}),
    "order.recall": ("OR-NH", {"reason": "no"}),
    "order.open": ("OR-NH", {"reason": "no"}),
    "order.close_line": ("OR-NH", {"line_ids": ["1"], "reason": "no"}),
    "order.redeliver": ("OR-NH", {"line_ids": ["1"], "until_on": w.day(1)}),
    "order.amend": (
        "OR-NH", {"amendment_id": "A", "reason": "no", "lines": [{"line_id": "1", "qty": 1}]},
    ),
    "order.decide_amendment": (
        "OR-NH", {"amendment_id": "A", "state": "audited", "note": None},
    ),
    "note.make": ("NO-X", w.note(["OR-NH"], [("1", "OR-NH", "SKU-01", 1)])),
    "note.load": ("NO-NH", {}),
    "note.unload": ("NO-NH", {}),
    "note.cancel": ("NO-NH", {"reason": "wrong_goods"}),
    "note.assign": ("NO-NH", {"driver_id": "drv.p01a", "deliver_on": w.day()}),
    "note.print": ("NO-NH", {}),
    "note.deliver": ("NO-NH", w.delivery(("1", 1, None))),
    "return.request": ("RT-X", w.back("ST-4")),
    "return.decide": ("RT-NH", {"outcome": "approved", "reason": None}),
    "return.plan": ("RT-NH", {"driver_id": "drv.p01a", "collect_on": w.day()}),
    "return.collect": ("RT-NH", {"lines": [{"line_id": "1", "qty": 1}], "note": None}),
    "return.post": ("RT-NH", {"lines": [{"line_id": "1", "good": 1, "scrapped": 0}]}),
    "claim.file": ("PR-NH:P03", {"promotion_id": "PR-NH", "asked_fen": 1, "note": None}),
    "claim.verify": ("PR-NH:P03", {"note": None}),
    "claim.reject": ("PR-NH:P03", {"reason": "x"}),
    "claim.settle": ("PR-NH:P03", {"credit_note": "x", "note": None}),
    "stock.count": ("SK-NH", w.counted(("SKU-01", "L1", 24, 0))),
    "stock.receive": ("SR-NH", w.came()),
    "purchase.submit": ("PO-NH", w.purchase(("SKU-01", None, 99))),
    "purchase.amend": (
        "PO-NH", {"lines": w.purchase()["lines"], "wanted_on": w.day(3), "reason": "x"},
    ),
    "purchase.review": ("PO-NH", {"outcome": "reviewed", "note": None}),
    "purchase.audit": (
        "PO-NH", {"outcome": "rejected", "payment": None, "funds_fen": None, "note": "no"},
    ),
    "purchase.allocate": (
        "PO-NH",
        {"lines": [{"sku_id": "SKU-01", "cases": 60, "rest": None}], "ship_on": w.day(1)},
    ),
    "purchase.dispatch": (
        "PO-NH",
        {"paper_no": "L", "arrives_on": w.day(1),
         "lines": [{"sku_id": "SKU-01", "lot": "A", "produced_on": w.day(-1), "cases": 1}]},
    ),
    "purchase.claim": (
        "PO-NH",
        {"lines": [{"sku_id": "SKU-01", "lot": "A", "produced_on": w.day(-1), "short": 1,
                    "damaged": 0}], "note": None},
    ),
    "purchase.settle": ("PO-NH", {"credit_fen": 0, "note": "no"}),
    "purchase.cancel": ("PO-NH", {"reason": "no"}),
    # Whose partner it is: tests/purchasing/test_purchases.py.
    "purchase_terms.put": (
        "P99",
        {"cycle_days": 7, "lead_days": 2, "season_per_mille": 1000, "min_cases": 9,
         "count_days": 3, "receipt_h": 24, "claim_h": 48},
    ),
    # A store of another partner's; whether another partner's are shared.
    "receivable.say": ("RC-X", {"lines": [w.owes("ST-4")], "from_file": False}),
    "receivable.share": ("P03", {"receivables": True}),
    "inbox.read": ("nobody-s", {}),
    "ticket.open": ("TK-X", {**TICKET, "store_id": "ST-4"}),
    "ticket.assign": ("TK-NH", {"to": "office", "note": None}),
    "ticket.answer": ("TK-NH", {"state": "solved", "note": "x"}),
    "ticket.confirm": ("TK-NH", {"solved": True, "note": None}),
    "ticket.close": ("TK-NH", {"note": None}),
    "ticket.reopen": ("TK-NH", {"note": "x"}),
    "conflict.close": (uuid.uuid5(CONFLICTS, "K8~said-NH").hex, {"note": None}),
    # Whose it is, and in which order: tests/reviews/test_reviewing.py.
    "visit.review": ("V-NH", {"state": "accepted", "reason": None, "note": None, "upheld": []}),
    "visit.appeal": ("V-NH", {"text": "no"}),
    "visit.settle_appeal": ("V-NH", {"state": "upheld", "note": None}),
    "flag.answer": ("V-NH:G01", {"text": "no"}),
    "flag.decide": ("G14:rep.nh01:2026-11-25", {"state": "upheld", "note": None}),
    "review_rules.put": (
        "RR-X", {"number": 1, "valid_from": w.day(), "settings": []},
    ),
    # What only administrators say; the branch's own limits are in tests/people/test_posts.py.
    "org_unit.put": None,
    "person.put": None,
    "employment.put": None,
    "sku.put": None,
    "price_list.put": None,
    "must_stock_list.put": None,
    "partner.put": None,
    "customer.put": None,
    "store.put": None,
    "day.start": ("rep.nh01:2026-11-25", {"day": "2026-11-25"}),
    "day.arrange": ("rep.nh01:2026-11-25", {"day": "2026-11-25", "stop_ids": []}),
    "day.end": ("rep.nh01:2026-11-25", {
        "day": "2026-11-25", "unsent": 0, "missed": [], "note": None,
    }),
}  # fmt: skip
BY_THE_SYSTEM = {
    "photo.arrive", "employment.turn", "store.copy", "planned_visit.follow", "task.follow",
    "note.void", "note.recall", "visit.abandon", "day.close", "store.move", "purchase.close",
    "promotion.end",
}  # fmt: skip
ANY_ARGS: dict[str, dict[str, Any]] = {
    "org_unit.put": w.unit_put("U-X", "rep_office", "B-FS"),
    "person.put": {"login": "x.y", "name": "x", "active": True, "phone": None,
                   "home_lat_e7": None, "home_lon_e7": None},
    "employment.put": {"person_id": "rep.cc01", "role": "admin", "org_unit_id": "HQ",
                       "partner_id": None, "from_at": w.ago(days=1), "until_at": None},
    "sku.put": w.sku_put("SKU-01"),
    "price_list.put": w.price_list_put(1, "2026-01-01", None, {"SKU-01": 1}),
    "must_stock_list.put": w.must_stock_put("P1", []),
    "partner.put": {"code": "PX", "name": "x", "phone": None, "active": True},
    "customer.put": {"code": "KX", "name": "x", "customer_class": "D"},
    "store.put": w.store_put("ST-X", "K010", "B-FS-CC", None),
    "photo.arrive": {"sha256": "0" * 64},
    "employment.turn": {},
    "store.copy": {},
    "planned_visit.follow": {},
    "task.follow": {},
    "note.void": {},
    "note.recall": {"order_no": "X-1", "by_id": "sup.cc", "by_name": "x", "reason": "x"},
    "purchase.close": {},
    "store.move": {},
    "promotion.end": {},
    "visit.abandon": {"left_at": w.ago(minutes=1)},
    "day.close": {"day": "2026-11-24", "ended_at": w.ago(days=1)},
}  # fmt: skip


def said_about(kind: str) -> tuple[str, dict[str, Any]]:
    return FOREIGN.get(kind) or ("X-1", ANY_ARGS[kind])


def test_every_operation_is_in_the_table() -> None:
    assert set(FOREIGN) | BY_THE_SYSTEM == set(OPERATION_ENTITY)


async def changes(world: World) -> list[tuple[Any, ...]]:
    """Every line of every feed: what anybody could notice."""
    async with world.store.reading() as read:
        return [
            tuple(row)
            for row in await read.rows(
                "SELECT scope_id, entity, row_id, version, kind FROM sync_feed"
                " ORDER BY scope_id, entity, row_id"
            )
        ]


@pytest.mark.parametrize("kind", sorted(OPERATION_ENTITY))
async def test_the_wrong_role_and_the_wrong_scope_change_nothing(
    database: Database, kind: str
) -> None:
    async with a_town(database, after=lived) as town:
        record_id, args = said_about(kind)
        world = town.world
        people = [
            world.sup, world.rep, world.rep2, world.clerk, world.driver, world.mgr, world.spc,
            world.desk,
        ]  # fmt: skip
        before = await changes(world)
        for actor in people:
            role = str(actor.person.role)
            result = await actor.says(kind, record_id, args)
            outcome = (result["status"], result.get("code"))
            if role not in OPERATION_ROLES[kind]:
                assert outcome == ("rejected", "role/not-allowed"), (actor.person.login, result)
            elif reaches_everything(actor, kind):
                before = await changes(world)
                continue
            else:
                assert result["status"] in ("rejected", "quarantined"), (actor.person.login, result)
                if OPERATION_CLASS[kind] != "fact":
                    assert result["status"] == "rejected", (actor.person.login, result)
            assert await changes(world) == before, (actor.person.login, result)


def reaches_everything(actor: Actor, kind: str) -> bool:
    """Manager, specialist and desk see the whole branch: Nanhai is not foreign to them."""
    return actor.person.login in ("mgr.fs", "spc.east", "desk.fs")
