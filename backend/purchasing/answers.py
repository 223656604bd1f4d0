"""What the office is answered about partners' stock."""

from typing import Literal

from backend.people.answers import Answer, Page


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
    unplaced: came back, and no lot was counted. daily_milli: what left a day on the mean of the
    last 28 days, times 1000.
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
    daily_milli: int


class PartnerStocks(Page, frozen=True, kw_only=True):
    rows: list[StockRow]
