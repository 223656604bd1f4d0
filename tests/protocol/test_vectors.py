"""Python's half of the vectors: the same facts, the same answer, in both languages."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import msgspec
import pytest

from backend.catalogue import rules as catalogue
from backend.customers import contact_rules
from backend.customers import rules as customers
from backend.orders import rules as orders
from backend.orders import suggesting
from backend.pricing import rules as pricing
from backend.promotions import price_rules
from backend.promotions import rules as promotions
from backend.purchasing import purchase_rules, stock_rules
from backend.purchasing import rules as purchasing
from backend.refused import Refused
from backend.reviews.thresholds import Thresholds
from backend.shipments import lot_rules
from backend.shipments import rules as shipments
from backend.visits import rules as visits
from backend.visits import score_rules, shelf_rules, template_rules
from sync_protocol.generated.protocol import OPERATION_ARGS

VECTORS = Path(__file__).parents[2] / "sync_protocol" / "vectors"
FILES = sorted((VECTORS / "rules").glob("*.json"))
MESSAGES = sorted((VECTORS / "messages").glob("*.json"))


def with_attributes(rule: Callable[..., Any]) -> Callable[..., Any]:
    """Rules over records read attributes; a vector's lists hold plain objects."""

    def run(**given: Any) -> Any:
        lists = [SimpleNamespace(**one) for one in given.pop("lists")]
        chosen = rule(lists, **given)
        return None if chosen is None else vars(chosen)

    return run


RULES: dict[str, Callable[..., Any]] = {
    "catalogue.gtin_ok": catalogue.gtin_ok,
    "catalogue.price_list_on": with_attributes(catalogue.price_list_on),
    "catalogue.must_stock_for": with_attributes(catalogue.must_stock_for),
    "catalogue.freshness": catalogue.freshness,
    "catalogue.sold": catalogue.sold,
    "customers.to_wgs84": lambda **given: list(customers.to_wgs84(**given)),
    "customers.likeness": customers.likeness,
    "customers.stands": customers.stands,
    "customers.phone_ok": contact_rules.phone_ok,
    "customers.hours_ok": contact_rules.hours_ok,
    "promotions.carries": promotions.carries,
    "promotions.standing": promotions.standing,
    "promotions.due": promotions.due,
    "promotions.judged": promotions.judged,
    "promotions.place_taken": promotions.place_taken,
    "promotions.state_of": promotions.state_of,
    "promotions.due_here": promotions.due_here,
    "orders.gift_for": orders.gift_for,
    "promotions.in_force": promotions.in_force,
    "promotions.agreed_displays": promotions.agreed_displays,
    "promotions.engine_rules": price_rules.engine_rules,
    "promotions.left_for": price_rules.left_for,
    "pricing.case_price": pricing.case_price,
    "pricing.priced_cart": pricing.priced_cart,
    "pricing.gifts_after": pricing.gifts_after,
    "pricing.effective_case_fen": pricing.effective_case_fen,
    "pricing.next_steps": pricing.next_steps,
    "visits.distance_m": visits.distance_m,
    "visits.fence_result": visits.fence_result,
    "visits.photo_link": visits.photo_link,
    "visits.observations_after": visits.observations_after,
    "visits.note_after": visits.note_after,
    "visits.skips_after": visits.skips_after,
    "visits.display_score": score_rules.display_score,
    "visits.shelf_answered": shelf_rules.shelf_answered,
    "visits.left_as": visits.left_as,
    "visits.paused_s": visits.paused_s,
    "visits.template_for": template_rules.template_for,
    "visits.plan": template_rules.plan,
    "visits.least_stay_min": lambda tier: Thresholds().stay_min(tier),
    "orders.old_pack": orders.old_pack,
    "orders.bottle_price_fen": orders.bottle_price_fen,
    "orders.price_fen": orders.price_fen,
    "orders.qty_base": orders.qty_base,
    "orders.line_amount_fen": orders.line_amount_fen,
    "orders.total_fen": orders.total_fen,
    "orders.below_minimum": orders.below_minimum,
    "orders.must_stock_gaps": orders.must_stock_gaps,
    "orders.exec_state": orders.exec_state,
    "orders.suggested": suggesting.suggested,
    "purchasing.deviates": purchase_rules.deviates,
    "purchasing.value_fen": purchase_rules.value_fen,
    "purchasing.received_lots": purchase_rules.received_lots,
    "purchasing.lacking": purchase_rules.lacking,
    "purchasing.as_sent": purchase_rules.as_sent,
    "purchasing.worth_fen": purchase_rules.worth_fen,
    "purchasing.suggested": purchasing.suggested,
    "purchasing.moved": stock_rules.moved,
    "purchasing.lots_moved": stock_rules.lots_moved,
    "purchasing.put_back": stock_rules.put_back,
    "purchasing.stock_now": stock_rules.stock_now,
    "purchasing.first_left": stock_rules.first_left,
    "purchasing.lasting": stock_rules.lasting,
    "shipments.counted": shipments.counted,
    "shipments.taken_fen": shipments.taken_fen,
    "shipments.lot_fits": lot_rules.lot_fits,
    "shipments.lots_for": lot_rules.lots_for,
}


def load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text())
    return loaded


def cases(paths: list[Path]) -> list[Any]:
    return [
        pytest.param(load(path), case, id=f"{path.stem}: {case['name']}")
        for path in paths
        for case in load(path)["cases"]
    ]


@pytest.mark.parametrize(("file", "case"), cases(FILES))
def test_a_rule_gives_the_answer_both_languages_agreed_on(
    file: dict[str, Any], case: dict[str, Any]
) -> None:
    word = file["rule"].partition(".")[2]
    try:
        said = {word: RULES[file["rule"]](**case["given"])}
    except Refused as refused:
        said = {"problem": refused.code}
    assert said == case["then"]


def test_every_rule_has_a_file_and_every_file_a_rule() -> None:
    assert {load(path)["rule"] for path in FILES} == set(RULES)


@pytest.mark.parametrize("path", FILES + MESSAGES, ids=lambda path: path.name)
def test_a_vector_file_has_the_agreed_shape_and_telling_names(path: Path) -> None:
    file = load(path)
    jsonschema.validate(file, load(VECTORS / "vectors.schema.json"))
    names = [case["name"] for case in file["cases"]]
    assert len(set(names)) == len(names)


def test_every_operation_has_its_vectors() -> None:
    assert {path.stem for path in MESSAGES} == set(OPERATION_ARGS)


@pytest.mark.parametrize(("file", "case"), cases(MESSAGES))
def test_a_line_can_be_read_or_not(file: dict[str, Any], case: dict[str, Any]) -> None:
    args = OPERATION_ARGS[file["kind"]]
    try:
        msgspec.json.decode(json.dumps(case["given"]).encode(), type=args)
    except msgspec.ValidationError:
        readable = False
    else:
        readable = True
    assert {"readable": readable} == case["then"]
