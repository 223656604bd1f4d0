"""What the office is answered about partners' stock, and a partner about his file."""

from typing import Literal

from backend.people.answers import Answer, Page
from sync_protocol.generated.protocol import (
    PurchaseLine,
    PurchaseLot,
    PurchaseState,
    PurchaseStep,
)


class LotRow(Answer, frozen=True, kw_only=True):
    """Base units. zone (4.5) None: said to be produced on a day to come."""

    lot: str
    produced_on: str
    good: int
    damaged: int
    zone: Literal["fresh", "normal", "watch", "act", "critical", "expired"] | None
    days_left: int


class StockRow(Answer, frozen=True, kw_only=True):
    """One SKU of one partner, by his last count and the notes since. Base units.

    saleable: good ones not in the zones critical and expired. missing: more left than was counted.
    unplaced: came back, and no lot was counted. gone: what left in the last 28 days; days: how long
    saleable lasts (M22) by the mean of the last over_days, 28 or as many as goods have left for;
    over_days None: fewer than seven. daily_milli: that mean a day, times 1000.
    """

    partner_id: str
    partner_name: str
    sku_id: str
    sku_name: str
    units_per_case: int
    counted_at: str
    lots: list[LotRow]
    good: int
    saleable: int
    damaged: int
    missing: int
    unplaced: int
    gone: int
    over_days: int | None
    days: int | None
    daily_milli: int


class PartnerStocks(Page, frozen=True, kw_only=True):
    rows: list[StockRow]


class PurchaseRow(Answer, frozen=True, kw_only=True):
    """A purchase order as the partner sees it, and what its audit was by. deviates: a line is more
    than 30 % off the proposal."""

    id: str
    version: int
    no: str
    partner_id: str
    partner_name: str
    state: PurchaseState
    revision: int
    lines: list[PurchaseLine]
    value_fen: int | None
    wanted_on: str
    ship_to: str | None
    reason: str | None
    note: str | None
    follows_no: str | None
    submitted_at: str
    payment: Literal["prepaid", "credit"] | None
    funds_fen: int | None
    ship_on: str | None
    paper_no: str | None
    arrives_on: str | None
    lots: list[PurchaseLot]
    received_at: str | None
    received_late: bool
    claim_until: str | None
    claim_note: str | None
    claim_fen: int | None
    credit_fen: int | None
    steps: list[PurchaseStep]
    deviates: bool


class Purchases(Page, frozen=True, kw_only=True):
    rows: list[PurchaseRow]


class PriceOfCase(Answer, frozen=True, kw_only=True):
    sku_id: str
    case_price_fen: int


class CompanyPrices(Answer, frozen=True, kw_only=True):
    """Today's list of the company for its partners; no lines: there is none."""

    as_of: str
    lines: list[PriceOfCase]


class RowProblem(Answer, frozen=True, kw_only=True):
    column: Literal["sku", "lot", "produced_on", "good", "cases", "loose", "damaged"]
    reason: Literal[
        "unknown_sku", "no_date", "bad_date", "future_date", "bad_number", "long_lot", "twice",
        "no_quantity", "formula",
    ]  # fmt: skip


class ReadRow(Answer, frozen=True, kw_only=True):
    """A row of a file (the first is 1) and what it comes to. cells: as they stood, where they are
    needed for the error file."""

    row: int
    what: Literal["add", "change", "same", "skip", "fail"]
    cells: list[str]


class WasLot(Answer, frozen=True, kw_only=True):
    good: int
    damaged: int


class FileRow(ReadRow, frozen=True, kw_only=True):
    """Base units. beside_fail: another row of the same SKU fails, so nothing of it is written.
    was: the lot as it was counted last. in_cases: the file has a column of cases. jump: so much
    more than there was that it is rather a mistake."""

    beside_fail: bool
    sku_id: str | None
    sku_name: str | None
    units_per_case: int
    lot: str
    produced_on: str | None
    good: int
    damaged: int
    was: WasLot | None
    in_cases: bool
    jump: bool
    problems: list[RowProblem]


class GoneLot(Answer, frozen=True, kw_only=True):
    """A lot of the last count that the file does not name: it is not there any more."""

    sku_id: str
    sku_name: str
    units_per_case: int
    lot: str
    produced_on: str
    good: int
    damaged: int


class ReadFile(Answer, frozen=True, kw_only=True):
    """What a file would change. Nothing is written. problem: why the file cannot be read at all;
    column: the one it lacks."""

    encoding: str | None
    problem: (
        Literal[
            "empty", "too_large", "encoding", "broken", "no_header", "no_column", "too_many_rows"
        ]
        | None
    )
    column: str | None
    header: list[str]


class StockFile(ReadFile, frozen=True, kw_only=True):
    """gone: lots of the last count that it does not name."""

    rows: list[FileRow]
    gone: list[GoneLot]
