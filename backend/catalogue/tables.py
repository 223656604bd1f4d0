"""What is sold, at what price, and what a store must have. Changed by admins only."""

from typing import Any

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from backend.store.record import Big, Json, Record


class Sku(Record, table=True):
    """One product in one pack. A change of size or content is a new SKU with a new GTIN."""

    __tablename__ = "sku"

    code: str = Field(index=True)
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
    case_gtin: str | None = None
    cases_per_layer: int | None = Field(default=None, description="Of a pallet.")
    layers_per_pallet: int | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    channels: list[str] = Field(
        default_factory=list, sa_type=Json, description="Sold only in these; none: in all."
    )
    published: bool = Field(default=True, description="A draft is on no phone.")
    image: str | None = Field(
        default=None, index=True, description="Of SkuImage; none: it is drawn from shape and hue."
    )


class SkuImage(SQLModel, table=True):
    """A product's picture as it is shown, named by what it holds: what lies under a name never
    changes, and phones keep it for as long as a product bears the name. No record: in no feed."""

    __tablename__ = "sku_image"

    sha256: str = Field(primary_key=True, description="Of `large`.")
    small: bytes = Field(sa_column=Column(LargeBinary, nullable=False), description="WebP.")
    large: bytes = Field(sa_column=Column(LargeBinary, nullable=False), description="WebP.")
    made_at: str


class PriceList(Record, table=True):
    """One dated version of a price list; a version that was used is never changed."""

    __tablename__ = "price_list"

    list_code: str = Field(index=True)
    price_type: str
    name: str
    list_version: int
    valid_from: str
    valid_until: str | None
    min_order_fen: int = Field(sa_type=Big)
    lines: list[dict[str, Any]] = Field(sa_type=Json)
    of_list: str | None = Field(
        default=None, description="It goes before this one, in stores of one class or channel."
    )
    customer_class: str | None = None
    channel_type: str | None = None


class MustStockList(Record, table=True):
    """The SKUs a store of this tier (and channel, where the channel has its own) must carry."""

    __tablename__ = "must_stock_list"

    name: str
    tier: str = Field(index=True)
    channel_type: str | None
    sku_ids: list[str] = Field(sa_type=Json)
