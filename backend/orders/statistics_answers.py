"""What is answered about the execution of orders."""

from backend.people.answers import Answer, Page


class Units(Answer, frozen=True, kw_only=True):
    """Base units (bottles, cans). accepted null: nobody has answered."""

    ordered: int
    accepted: int | None
    shipped: int
    outbound: int
    received: int
    returned: int
    invoiced: int


class Fen(Units, frozen=True, kw_only=True):
    """At the order's prices; paid: what it covers of the line."""

    paid: int


class StatisticsRow(Answer, frozen=True, kw_only=True):
    """An order, or one of its lines: then with SKU and unit, each of `of_one` base units."""

    order_id: str
    no: str
    day: str
    store_id: str
    store_code: str
    store_name: str
    partner_id: str | None
    partner_name: str | None
    doc_state: str
    exec_state: str
    invoice_state: str
    payment_state: str
    line_no: int | None
    sku_id: str | None
    sku_name: str | None
    sku_code: str | None
    sku_pack: str | None
    gtin: str | None
    uom: str | None
    of_one: int | None
    units: Units
    fen: Fen


class StatisticsSums(Answer, frozen=True, kw_only=True):
    units: Units
    fen: Fen


class StatisticsCompleteness(Answer, frozen=True, kw_only=True):
    """Of so many orders; of how many the partner answered and shares invoices or payments."""

    orders: int
    answered: int
    with_invoice: int
    with_payment: int


class StatisticsPartner(Answer, frozen=True, kw_only=True):
    id: str
    name: str


class OrderStatistics(Page, frozen=True, kw_only=True):
    """Sums and completeness are of everything asked for, the rows of one page. partners: those an
    office may ask for."""

    from_day: str
    to_day: str
    lines: int
    sums: StatisticsSums
    completeness: StatisticsCompleteness
    partners: list[StatisticsPartner]
    rows: list[StatisticsRow]
