"""What the office is answered about products."""

from backend.people.answers import Answer


class SkuRow(Answer, frozen=True, kw_only=True):
    """A product, published or a draft. ``lacks``: why it may not be published; ``warns``: prefix
    (not the company's), case_gtin, pallet (not known), price (no list of stores names it), image
    (published without)."""

    id: str
    version: int
    code: str
    gtin: str
    name: str
    name_en: str
    brand: str
    flavour: str
    pack: str
    category: str
    units_per_case: int
    shelf_life_days: int
    sort: int
    hue: int
    shape: str
    split_sale: bool
    active: bool
    case_gtin: str | None
    cases_per_layer: int | None
    layers_per_pallet: int | None
    valid_from: str | None
    valid_until: str | None
    channels: list[str]
    published: bool
    image: str | None
    lacks: list[str]
    warns: list[str]


class Skus(Answer, frozen=True, kw_only=True):
    as_of: str
    rows: list[SkuRow]
    next: str | None
