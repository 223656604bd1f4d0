"""What became of orders, ordered to paid (domain.md 3.7), for offices and partners."""

from typing import Any

import pytest

from backend.orders.tables import SalesLineSum, SalesOrder, SalesSum
from backend.orders.views import SUMMED, summed
from backend.store.record import shape_of
from tests import world as w
from tests.engines import Database
from tests.shipments.test_notes import ONE, THREE, noted
from tests.town import Caller, a_town
from tests.world import World, a_world, accept, day, delivery, order

pytestmark = pytest.mark.anyio

DAYS = f"from={day(-3)}&to={day()}"
INVOICE: dict[str, Any] = {
    "invoice_id": "I-1", "no": "FP-001", "invoiced_on": day(),
    "lines": [{"line_id": ONE, "qty": 7}],
}  # fmt: skip
PAYMENT = {"payment_id": "Y-1", "paid_on": day(), "amount_fen": 45000, "note": None}


async def lived(world: World) -> None:
    """Ordered 10 + 4, accepted 8 + 4, noted and loaded, 7 + 4 taken; 7 invoiced, 450 yuan paid."""
    await world.rep.says("order.submit", "O-1", order())
    said = accept((ONE, 8, "out_of_stock"), (THREE, 4, None))
    assert (await world.clerk.says("order.accept", "O-1", said))["status"] == "applied"
    await noted(world, lines=[("O-1", ONE, "SKU-01", 8), ("O-1", THREE, "SKU-03", 4)])
    await world.driver.says("note.load", "N-1", {})
    taken = delivery((ONE, 7, "damaged"), (THREE, 4, None))
    assert (await world.driver.says("note.deliver", "N-1", taken))["status"] == "applied"
    for kind, args in (("order.invoice", INVOICE), ("order.pay", PAYMENT)):
        result = await world.clerk.says(kind, "O-1", args)
        assert result["status"] == "applied", result


async def asked(caller: Caller, more: str = "", house: str = "office") -> dict[str, Any]:
    answer = await caller.get(f"/{house}/v1/order-statistics?{DAYS}{more}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_the_eight_quantities_of_each_line_and_their_sums(database: Database) -> None:
    async with a_town(database) as town:
        await lived(town.world)
        office = await asked(await town.sign_in("sup.cc"))
        partner = await asked(await town.sign_in("clk.p01"), house="partner")
        assert office["rows"] == partner["rows"]
        one, three = office["rows"]
        case = 24
        assert one["units"] == {
            "ordered": 10 * case, "accepted": 8 * case, "shipped": 7 * case,
            "outbound": 7 * case, "received": 7 * case, "returned": 0, "invoiced": 7 * case,
        }  # fmt: skip
        assert (one["uom"], one["of_one"], one["sku_name"]) == ("case", case, "力泉 SKU-01")
        assert one["fen"] == {
            "ordered": 58800, "accepted": 47040, "shipped": 41160, "outbound": 41160,
            "received": 41160, "returned": 0, "invoiced": 41160, "paid": 45000,
        }  # fmt: skip
        assert three["fen"]["paid"] == 0, "what is paid covers the lines in their order"
        assert (one["invoice_state"], one["payment_state"]) == ("part", "part")
        sums = office["sums"]
        assert sums["units"]["ordered"] == (10 + 4) * case
        assert sums["units"]["received"] == (7 + 4) * case
        assert sums["fen"] == {name: one["fen"][name] + three["fen"][name] for name in sums["fen"]}
        assert office["completeness"] == {
            "orders": 1, "answered": 1, "with_invoice": 1, "with_payment": 1,
        }  # fmt: skip

        (whole,) = (await asked(await town.sign_in("sup.cc"), "&by=order"))["rows"]
        assert whole["units"] == sums["units"]
        assert whole["fen"] == sums["fen"]
        assert whole["sku_id"] is None


async def test_a_line_amended_to_none_counts_as_nothing(database: Database) -> None:
    async with a_town(database) as town:
        await town.world.rep.says("order.submit", "O-1", order())
        lines = [{"line_id": THREE, "qty": 0}]
        args = {"amendment_id": "A", "reason": "owner_asks", "lines": lines}
        asked_for = await town.world.rep.says("order.amend", "O-1", args)
        yes = {"amendment_id": "A", "state": "audited", "note": None}
        decided = await town.world.sup.says("order.decide_amendment", "O-1", yes)
        assert (asked_for["status"], decided["status"]) == ("applied", "applied")
        one, three = (await asked(await town.sign_in("sup.cc")))["rows"]
        assert (one["units"]["ordered"], three["units"]["ordered"]) == (240, 0)
        assert three["fen"]["ordered"] == 0


async def test_nobody_counts_what_is_not_his(database: Database) -> None:
    async with a_town(database) as town:
        await lived(town.world)
        await town.world.rep_nh.says("order.submit", "O-NH", order("ST-4", no="NH01-1"))
        # A class that the specialist does not answer for.
        for table in ("sales_line", "sales_sum"):
            await town.sql(f"UPDATE {table} SET customer_class = 'D' WHERE order_id = 'O-NH'")
        seen = {
            login: {row["order_id"] for row in (await asked(await town.sign_in(login)))["rows"]}
            for login in ("sup.cc", "sup.nh", "spc.east", "mgr.fs")
        }
        assert seen == {
            "sup.cc": {"O-1"}, "sup.nh": {"O-NH"}, "spc.east": {"O-1"}, "mgr.fs": {"O-1", "O-NH"},
        }  # fmt: skip
        other = await town.sign_in("clk.p03")
        assert {row["order_id"] for row in (await asked(other, house="partner"))["rows"]} == {
            "O-NH"
        }
        foreign = await asked(other, "&store_id=ST-1", "partner")
        assert (foreign["rows"], foreign["sums"]["units"]["ordered"]) == ([], 0)
        assert (await other.get(f"/office/v1/order-statistics?{DAYS}")).status_code == 404
        for login in ("rep.cc01", "drv.p01a", "sup.cc"):
            answer = await (await town.sign_in(login)).get(f"/partner/v1/order-statistics?{DAYS}")
            assert answer.status_code == 404, login


async def test_a_partner_counts_nothing_before_its_audit(database: Database) -> None:
    async with a_town(database) as town:
        small = {"lines": [w.line("SKU-01", 1, 5880)]}
        await town.world.rep.says("order.submit", "O-S", order(**small))
        assert (await asked(await town.sign_in("sup.cc")))["lines"] == 1
        clerk = await town.sign_in("clk.p01")
        assert (await asked(clerk, house="partner"))["lines"] == 0
        await town.world.sup.says("order.reject", "O-S", {"reason": "太少"})
        assert (await asked(await town.sign_in("sup.cc")))["lines"] == 0
        assert (await asked(await town.sign_in("sup.cc"), "&state=rejected"))["lines"] == 1
        assert (await asked(clerk, "&state=rejected", "partner"))["lines"] == 0


@pytest.mark.parametrize(
    ("more", "lines"),
    [
        ("", 2), ("&sku_id=SKU-03", 1), ("&sku_id=SKU-02", 0), ("&store_id=ST-1", 2),
        ("&store_id=ST-2", 0), ("&partner_id=P01", 2), ("&partner_id=P03", 0),
        ("&state=part_received", 2), ("&state=received", 0), ("&state=audited", 2),
        ("&state=uninvoiced", 2), ("&state=unpaid", 2), ("&state=closed", 0),
        ("&office=B-FS-CC", 2), ("&office=B-FS-NH", 0), ("&rep_id=rep.cc01", 2),
        ("&rep_id=rep.nh01", 0), ("&customer_class=C2", 2), ("&customer_class=D", 0),
    ],
)  # fmt: skip
async def test_what_is_asked_for_is_what_is_summed(
    database: Database, more: str, lines: int
) -> None:
    async with a_town(database) as town:
        await lived(town.world)
        found = await asked(await town.sign_in("mgr.fs"), more)
        assert (found["lines"], len(found["rows"])) == (lines, lines)
        ordered = sum(row["units"]["ordered"] for row in found["rows"])
        assert found["sums"]["units"]["ordered"] == ordered


async def test_pages_hold_each_order_once_and_sums_stay_those_of_all(database: Database) -> None:
    async with a_town(database) as town:
        for n in range(5):
            await town.world.rep.says("order.submit", f"O-{n}", order(no=f"CC01-{n}"))
        caller, after, seen = await town.sign_in("sup.cc"), "", []
        while True:
            page = await asked(caller, f"&by=order&limit=2&after={after}")
            assert page["completeness"]["orders"] == 5
            seen += [row["no"] for row in page["rows"]]
            after = page["next"]
            if after is None:
                break
        assert seen == [f"CC01-{n}" for n in (4, 3, 2, 1, 0)]


def sum_or_same(name: str) -> str:
    return "sum" if name in SUMMED else "min"


def number(value: Any) -> Any:
    """PostgreSQL sums whole numbers to decimals."""
    return value if value is None or isinstance(value, str) else int(value)


async def test_the_lines_beside_an_order_always_follow_from_it(database: Database) -> None:
    """`sales_line` against the orders themselves, read anew: an independent witness; and
    `sales_sum` against the lines, summed by the database."""
    async with a_town(database) as town:
        await lived(town.world)
        await town.world.rep.says("order.submit", "O-2", order(no="CC01-2"))
        await town.world.sup.says("order.cancel", "O-2", {"reason": "不要了"})
        async with town.store.reading() as read:
            orders = shape_of(SalesOrder)
            held = await read.rows(f"SELECT {orders.list} FROM sales_order")
            columns = shape_of(SalesLineSum)
            rows = await read.rows(f"SELECT {columns.list} FROM sales_line")
            sums = await read.rows(f"SELECT {shape_of(SalesSum).list} FROM sales_sum ORDER BY 1")
            of_lines = [
                "count(*)" if name == "lines" else f"{sum_or_same(name)}({name})"
                for name in shape_of(SalesSum).columns
                if name != "order_id"
            ]
            witness = await read.rows(
                f"SELECT order_id, {', '.join(of_lines)} FROM sales_line GROUP BY order_id"
                " ORDER BY 1"
            )
        assert [tuple(map(number, row)) for row in sums] == [
            tuple(map(number, row)) for row in witness
        ]
        beside = sorted(tuple(row) for row in rows)
        due = [
            tuple(one[name] for name in columns.columns)
            for row in held
            for one in summed(orders.read(tuple(row)))
        ]
        assert beside == sorted(due)
        assert len(due) == 4


async def test_money_is_said_by_the_partner_of_what_he_confirmed_and_by_nobody_else(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await world.rep.says("order.submit", "O-1", order())
        early = await world.clerk.says("order.invoice", "O-1", INVOICE)
        assert (early["status"], early["code"]) == ("conflict", "order/state")
        said = accept((ONE, 8, "out_of_stock"), (THREE, 4, None))
        await world.clerk.says("order.accept", "O-1", said)
        foreign = await world.clerk2.says("order.pay", "O-1", PAYMENT)
        assert (foreign["status"], foreign["code"]) == ("rejected", "record/unknown")
        many = {**INVOICE, "lines": [{"line_id": ONE, "qty": 9}]}
        for kind, args, code in (
            ("order.invoice", many, "value/out-of-range"),
            ("order.invoice", {**INVOICE, "lines": [{"line_id": "x", "qty": 1}]}, "record/unknown"),
            ("order.invoice", {**INVOICE, "invoiced_on": day(1)}, "value/out-of-range"),
            ("order.pay", {**PAYMENT, "amount_fen": 57041}, "value/out-of-range"),
            ("order.void", {"entry_id": "I-1", "reason": "x"}, "record/unknown"),
        ):
            result = await world.clerk.says(kind, "O-1", args)
            assert (result["status"], result.get("code")) == ("rejected", code), (kind, args)
        await world.clerk.says("order.invoice", "O-1", INVOICE)
        again = await world.clerk.says("order.invoice", "O-1", INVOICE)
        other = await world.clerk.says("order.invoice", "O-1", {**INVOICE, "no": "FP-002"})
        assert (again["status"], other["code"]) == ("applied", "record/exists")
        seen = (await world.clerk.sees("sales_order"))["O-1"]
        assert [one["amount_fen"] for one in seen["invoices"]] == [41160]
        assert (seen["invoice_state"], seen["payment_state"]) == ("part", "none")
        assert "invoices" not in (await world.rep.sees("sales_order"))["O-1"]

        rest = {"invoice_id": "I-2", "no": "FP-002", "invoiced_on": day(),
                "lines": [{"line_id": ONE, "qty": 1}, {"line_id": THREE, "qty": 4}]}  # fmt: skip
        await world.clerk.says("order.invoice", "O-1", rest)
        await world.clerk.says("order.pay", "O-1", {**PAYMENT, "amount_fen": 57040})
        seen = (await world.clerk.sees("sales_order"))["O-1"]
        assert (seen["invoice_state"], seen["payment_state"]) == ("full", "full")
        await world.clerk.says("order.void", "O-1", {"entry_id": "I-2", "reason": "开错了"})
        seen = (await world.clerk.sees("sales_order"))["O-1"]
        assert seen["invoice_state"] == "part"
        assert [one["void_reason"] for one in seen["invoices"]] == [None, "开错了"]


async def test_a_filter_is_ones_own(database: Database) -> None:
    async with a_world(database) as world:
        mine = {"screen": "order-statistics", "name": "本月未开票", "query": "state=uninvoiced"}
        assert (await world.sup.says("filter.save", "F-1", mine))["status"] == "applied"
        for actor in (world.mgr, world.clerk):
            for kind, args in (("filter.save", mine), ("filter.drop", {})):
                result = await actor.says(kind, "F-1", args)
                assert (result["status"], result["code"]) == ("rejected", "record/unknown")
        assert await world.mgr.sees("saved_filter") == {}
        await world.sup.says("filter.save", "F-1", {**mine, "name": "未开票"})
        assert (await world.sup.sees("saved_filter"))["F-1"]["name"] == "未开票"
        assert (await world.sup.says("filter.drop", "F-1", {}))["status"] == "applied"
        assert await world.sup.sees("saved_filter") == {}
        assert (await world.sup.says("filter.drop", "F-1", {}))["status"] == "duplicate"


async def test_a_line_says_which_of_several_products_of_one_name(database: Database) -> None:
    async with a_town(database) as town:
        await lived(town.world)
        await town.sql("UPDATE sku SET name = '力泉 橙蜜', pack = 'PET 560 ml' WHERE id = 'SKU-03'")
        rows = (await asked(await town.sign_in("clk.p01"), house="partner"))["rows"]
        (three,) = [row for row in rows if row["sku_id"] == "SKU-03"]
        ((code, gtin),) = await town.rows("SELECT code, gtin FROM sku WHERE id = 'SKU-03'")
        assert [three[name] for name in ("sku_name", "sku_pack", "sku_code", "gtin")] == [
            "力泉 橙蜜", "PET 560 ml", code, gtin,
        ]  # fmt: skip


async def test_an_office_is_told_the_partners_of_its_stores(database: Database) -> None:
    async with a_town(database) as town:
        told = {
            login: [one["id"] for one in (await asked(await town.sign_in(login)))["partners"]]
            for login in ("sup.cc", "sup.nh", "mgr.fs")
        }
        assert told == {"sup.cc": ["P01"], "sup.nh": ["P03"], "mgr.fs": ["P01", "P03"]}
        clerk = await asked(await town.sign_in("clk.p01"), house="partner")
        assert clerk["partners"] == []
