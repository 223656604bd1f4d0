"""The execution statistics of orders (domain.md 3.7): what was ordered, accepted, shipped,
invoiced, outbound, received, returned and paid, by line and by order, with sums of everything that
was asked for. An office sees the orders of its stores, a partner his own from their audit on.

Read from `sales_line` and `sales_sum`, which are written with each order. Gifts cost nothing and
are not counted.
"""

from dataclasses import dataclass
from typing import Any

from backend.identity import Person, Role
from backend.orders.money_rules import QUANTITIES
from backend.people.office import listed, place, reach
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read

Row = dict[str, Any]
DOC_STATES = ("submitted", "audited", "on_hold", "closed", "rejected", "cancelled")
EXEC_STATES = ("none", "accepted", "part_shipped", "shipped", "part_received", "received")
STATES = ("standing", *DOC_STATES, *EXEC_STATES, "uninvoiced", "unpaid")
EQUAL = ("partner_id", "store_id", "org_unit_id", "customer_class")
OF_REP = "EXISTS (SELECT 1 FROM sales_order o WHERE o.id = l.order_id AND o.rep_id = :rep_id)"
KEY = ("day", "no", "order_id")
MONEY = (*QUANTITIES, "paid")
OF_SKU = (
    " AND EXISTS (SELECT 1 FROM sales_line x WHERE x.order_id = l.order_id AND x.sku_id = :sku_id)"
)
LONG_DAYS = 92
"""A longer period is most of what there is: its sums read all, as it lies, and no index."""
KNOWN = (
    ("orders", ""),
    ("answered", " AND l.exec_state <> 'none'"),
    ("with_invoice", " AND l.invoice_state <> 'none'"),
    ("with_payment", " AND l.payment_state <> 'none'"),
)
COLUMNS = (
    "l.order_id, l.line_no, l.no, l.day, l.store_id, l.sku_id, l.partner_id, l.doc_state,"
    " l.exec_state, l.invoice_state, l.payment_state, l.uom, l.of_one, "
    + ", ".join([*(f"l.{name}" for name in QUANTITIES), *(f"l.{name}_fen" for name in MONEY)])
)


@dataclass(frozen=True)
class Asked:
    """A period of order days, and what the lines must be; empty: any."""

    first: str
    last: str
    state: str = "standing"
    partner_id: str = ""
    store_id: str = ""
    sku_id: str = ""
    org_unit_id: str = ""
    customer_class: str = ""
    rep_id: str = ""


@dataclass(frozen=True)
class Whose:
    """Which lines somebody may count, as SQL over `sales_line l`."""

    sql: str
    params: Row


def whose(person: Person, read: Read) -> Whose:
    """Raises 404 for whoever is neither an office nor a partner's clerk."""
    if person.role is Role.PARTNER_CLERK and person.partner_id is not None:
        return Whose("l.partner_id = :mine AND l.audited = 1", {"mine": person.partner_id})
    reached = reach(person)
    return Whose(reached.stores(read, "l"), reached.params(read))


async def statistics(
    store: Store, person: Person, asked: Asked, by: str, after: str, limit: int
) -> Row:
    """A page of orders, the latest first, each by its lines or as a whole; sums over all."""
    async with store.reading() as read:
        mine = whose(person, read)
        where, params = _filtered(asked, mine)
        key = ", ".join(f"l.{name}" for name in KEY)
        behind = f" AND ({key}) < (:at_day, :at_no, :at_id)" if after else ""
        orders = await read.all(
            f"SELECT {key} FROM sales_sum l WHERE {where}{behind}{OF_SKU if asked.sku_id else ''}"
            f" ORDER BY {', '.join(f'l.{name} DESC' for name in KEY)} LIMIT :many",
            {**params, "many": limit + 1, **place(after, "at_day", "at_no", "at_id")},
        )
        page = listed(instant.now(), orders, limit, *KEY)
        ids = [row["order_id"] for row in page["rows"]]
        # The other tests hold for the order as a whole, and would call for their own index.
        of_sku = " AND l.sku_id = :sku_id" if asked.sku_id else ""
        lines = await read.all(
            f"SELECT {COLUMNS} FROM sales_line l WHERE l.order_id {read.IN.replace('?', ':ids')}"
            f"{of_sku}",
            {"ids": read.ids(ids), "sku_id": asked.sku_id},
        )
        sums = await _sums(read, asked, where, params)
        names = await _names(read, lines)
        partners = await _partners(read, person)
    of_order: dict[str, list[Row]] = {id: [] for id in ids}
    for line in sorted(lines, key=lambda one: one["line_no"]):
        of_order[line["order_id"]].append(line)
    if by == "order":
        page["rows"] = [_order(of_order[id], names) for id in ids]
    else:
        page["rows"] = [_line(line, names) for id in ids for line in of_order[id]]
    return {**page, "from_day": asked.first, "to_day": asked.last, "partners": partners, **sums}


def _filtered(asked: Asked, mine: Whose) -> tuple[str, Row]:
    """Of an order, whatever SKU of it is asked for. Only what is asked for: an index is of no use
    to a test that is always true."""
    tests = [mine.sql, "l.day BETWEEN :first AND :last"]
    equal = {name: getattr(asked, name) for name in EQUAL}
    tests += [f"l.{name} = :{name}" for name, value in equal.items() if value]
    if asked.rep_id:
        tests.append(OF_REP)
    if asked.state in DOC_STATES:
        tests.append("l.doc_state = :state")
    else:
        tests.append("l.doc_state NOT IN ('rejected', 'cancelled')")
    if asked.state in EXEC_STATES:
        tests.append("l.exec_state = :state")
    elif asked.state == "uninvoiced":
        tests.append("l.exec_state IN ('part_received', 'received') AND l.invoice_state <> 'full'")
    elif asked.state == "unpaid":
        tests.append("l.exec_state IN ('part_received', 'received') AND l.payment_state <> 'full'")
    params = {"first": asked.first, "last": asked.last, "state": asked.state, **equal}
    params |= {"rep_id": asked.rep_id, "sku_id": asked.sku_id}
    return " AND ".join(tests), {**params, **mine.params}


async def _sums(read: Read, asked: Asked, where: str, params: Row) -> Row:
    """Over every line asked for, not the page: base units, money, and of how many orders what is
    known. `with_*`: orders of which the partner shares at least something."""
    names = [*QUANTITIES, *(f"{name}_fen" for name in MONEY)]
    sums = ", ".join(f"sum(l.{name}) AS {name}" for name in names)
    # All tests but that of the SKU hold for the order as a whole; then one line stands for it.
    one = "l.first_of_sku = 1" if asked.sku_id else "1 = 1"
    table, lines = ("sales_line", "count(*)") if asked.sku_id else ("sales_sum", "sum(l.lines)")
    if asked.sku_id:
        where += " AND l.sku_id = :sku_id"
    elif instant.shifted(f"{asked.first}T00:00:00Z", days=LONG_DAYS)[:10] < asked.last:
        where = where.replace("l.day BETWEEN", "l.day || '' BETWEEN")
    known = ", ".join(
        f"sum(CASE WHEN {one}{test} THEN 1 ELSE 0 END) AS n_{name}" for name, test in KNOWN
    )
    row = await read.one(
        f"SELECT {lines} AS lines, {sums}, {known} FROM {table} l WHERE {where}",
        params,
    )
    found = {name: int(value or 0) for name, value in (row or {}).items()}
    return {
        "lines": found["lines"],
        "sums": {
            "units": {name: found[name] for name in QUANTITIES},
            "fen": {name: found[f"{name}_fen"] for name in MONEY},
        },
        "completeness": {name: found[f"n_{name}"] for name, _ in KNOWN},
    }


async def _partners(read: Read, person: Person) -> list[Row]:
    """Whom an office may ask for: the partners of its stores, by name. A partner asks for none."""
    if person.role is Role.PARTNER_CLERK:
        return []
    reached = reach(person)
    return await read.all(
        "SELECT p.id, p.name FROM partner p WHERE EXISTS (SELECT 1 FROM store s"
        f" WHERE s.partner_id = p.id AND {reached.stores(read, 's')}) ORDER BY p.name, p.id",
        reached.params(read),
    )


async def _names(read: Read, lines: list[Row]) -> dict[str, dict[str, Row]]:
    found: dict[str, dict[str, Row]] = {}
    for what, more in (("store", ""), ("sku", ", gtin, pack"), ("partner", "")):
        ids = sorted({line[f"{what}_id"] for line in lines if line[f"{what}_id"]})
        rows = await read.all(
            f"SELECT id, code, name{more} FROM {what} WHERE id {read.IN.replace('?', ':ids')}",
            {"ids": read.ids(ids)},
        )
        found[what] = {row["id"]: row for row in rows}
    return found


def _who(line: Row, names: dict[str, dict[str, Row]]) -> Row:
    store = names["store"].get(line["store_id"], {})
    return {
        "order_id": line["order_id"],
        "no": line["no"],
        "day": line["day"],
        "store_id": line["store_id"],
        "store_code": store.get("code", ""),
        "store_name": store.get("name", ""),
        "partner_id": line["partner_id"],
        "partner_name": names["partner"].get(line["partner_id"], {}).get("name"),
        "doc_state": line["doc_state"],
        "exec_state": line["exec_state"],
        "invoice_state": line["invoice_state"],
        "payment_state": line["payment_state"],
    }


def _line(line: Row, names: dict[str, dict[str, Row]]) -> Row:
    sku = names["sku"].get(line["sku_id"], {})
    return {
        **_who(line, names),
        "line_no": line["line_no"],
        "sku_id": line["sku_id"],
        "sku_name": sku.get("name", line["sku_id"]),
        "sku_code": sku.get("code", ""),
        "sku_pack": sku.get("pack", ""),
        "gtin": sku.get("gtin", ""),
        "uom": line["uom"],
        "of_one": line["of_one"],
        **_figures([line]),
    }


OF_LINES = (
    "line_no", "sku_id", "sku_name", "sku_code", "sku_pack", "gtin", "uom", "of_one",
)  # fmt: skip


def _order(lines: list[Row], names: dict[str, dict[str, Row]]) -> Row:
    return {**_who(lines[0], names), **dict.fromkeys(OF_LINES), **_figures(lines)}


def _figures(lines: list[Row]) -> Row:
    """In base units and in money; null what nobody has answered in any line."""

    def sum_of(name: str) -> int | None:
        known = [line[name] for line in lines if line[name] is not None]
        return sum(known) if known else None

    return {
        "units": {name: sum_of(name) for name in QUANTITIES},
        "fen": {name: sum_of(f"{name}_fen") for name in MONEY},
    }
