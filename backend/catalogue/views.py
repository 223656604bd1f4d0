"""Published products, and lists, in org:, a price list in prices:<its code>. Nobody else is shown a
price."""

from msgspec import UNSET

from backend.catalogue.tables import MustStockList, PriceList, Sku
from backend.sync.view import View
from sync_protocol.generated import protocol as shown

ORG = ("org:HQ",)


def sku(sku: Sku) -> shown.Sku:
    return shown.Sku(
        code=sku.code,
        gtin=sku.gtin,
        name=sku.name,
        name_en=sku.name_en,
        brand=sku.brand,
        flavour=sku.flavour,
        pack=sku.pack,
        category=sku.category,
        units_per_case=sku.units_per_case,
        shelf_life_days=sku.shelf_life_days,
        sort=sku.sort,
        hue=sku.hue,
        shape=sku.shape,
        split_sale=sku.split_sale,
        active=sku.active,
        case_gtin=sku.case_gtin or UNSET,
        cases_per_layer=sku.cases_per_layer or UNSET,
        layers_per_pallet=sku.layers_per_pallet or UNSET,
        valid_from=sku.valid_from or UNSET,
        valid_until=sku.valid_until or UNSET,
        channels=sku.channels or UNSET,
        image=sku.image or UNSET,
    )


def price_list(dated: PriceList) -> shown.PriceList:
    return shown.PriceList(
        list_code=dated.list_code,
        price_type=dated.price_type,
        name=dated.name,
        list_version=dated.list_version,
        valid_from=dated.valid_from,
        valid_until=dated.valid_until,
        min_order_fen=dated.min_order_fen,
        lines=[
            shown.PriceLine(sku_id=line["sku_id"], case_price_fen=line["case_price_fen"])
            for line in dated.lines
        ],
    )


def must_stock_list(listed: MustStockList) -> shown.MustStockList:
    return shown.MustStockList(
        name=listed.name,
        tier=listed.tier,  # type: ignore[arg-type]  # checked when it was put
        channel_type=listed.channel_type,
        sku_ids=listed.sku_ids,
    )


VIEWS: tuple[View[Sku] | View[PriceList] | View[MustStockList], ...] = (
    View("sku", Sku, scopes=lambda sku: ORG if sku.published else (), shown={"org": sku}),
    View(
        "price_list",
        PriceList,
        scopes=lambda dated: (f"prices:{dated.list_code}",),
        shown={"prices": price_list},
    ),
    View("must_stock_list", MustStockList, scopes=lambda _: ORG, shown={"org": must_stock_list}),
)
