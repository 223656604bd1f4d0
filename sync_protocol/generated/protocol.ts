// Written by sync_protocol/generate.py from schema/. Never edited by hand.
/**
 * A business day in the installation's zone, YYYY-MM-DD. Decided once, at capture.
 */
export type Day = string;
/**
 * Made by whoever creates the record: a UUIDv7, or a code in seed data.
 */
export type Id = string;
/**
 * Money: whole fen (1/100 yuan), tax included.
 */
export type Fen = number;
/**
 * Who owns the relationship (domain.md T3).
 */
export type CustomerClass = "C1" | "C2" | "D" | "UNCLASSIFIED";
/**
 * Store tier: visit frequency and minimum stay (domain.md 4.2).
 */
export type Tier = "P1" | "P2" | "P3" | "P4";
/**
 * An RFC 3339 date-time with its zone. Never without one.
 */
export type Instant = string;
/**
 * S4: present, on stock but not on shelf, listed and none, not listed, not checked.
 */
export type Presence = "present" | "oos_shelf" | "oos_store" | "not_listed" | "not_checked";
/**
 * Made by whoever creates the record: a UUIDv7, or a code in seed data.
 */
export type Id1 = string;
/**
 * Made by whoever creates the record: a UUIDv7, or a code in seed data.
 */
export type Id2 = string;
/**
 * An RFC 3339 date-time with its zone. Never without one.
 */
export type Instant1 = string;
/**
 * A business day in the installation's zone, YYYY-MM-DD. Decided once, at capture.
 */
export type Day1 = string;
/**
 * What a visit consists of, S1 to S10 (domain.md 4.1).
 */
export type VisitStep =
  | "check_in"
  | "outside"
  | "greet"
  | "store_check"
  | "merchandise"
  | "promotion"
  | "competitor"
  | "sell_in"
  | "order"
  | "wrap_up";
/**
 * SHA-256, lower-case hex.
 */
export type Sha256 = string;
/**
 * A permission set; a position says where it applies (domain.md 2.2).
 */
export type Role =
  | "field_rep"
  | "office_supervisor"
  | "special_channel_specialist"
  | "ops_manager"
  | "order_desk"
  | "partner_clerk"
  | "partner_driver"
  | "admin";
/**
 * Order unit. The base unit is the bottle or can.
 */
export type Uom = "case" | "bottle";
/**
 * Made by whoever creates the record: a UUIDv7, or a code in seed data.
 */
export type Id3 = string;
/**
 * What of a store a rep may know better. Its value is said as text: point is `lat_e7,lon_e7` (WGS-84), active is yes or no.
 */
export type StoreField =
  | "name"
  | "address"
  | "contact_name"
  | "phone"
  | "licence_no"
  | "receiving_window"
  | "channel_type"
  | "tier"
  | "point"
  | "active";
/**
 * Why a change was not taken.
 */
export type ChangeReturn = "not_so" | "show_it" | "not_hers" | "other";
/**
 * What a rule does to a cart (domain.md 4.8.4).
 */
export type RuleType =
  "price_off" | "buy_n_get_m" | "tier" | "gift_item" | "bundle" | "order_level";
/**
 * Money: whole fen (1/100 yuan), tax included.
 */
export type Fen1 = number;
/**
 * Money: whole fen (1/100 yuan), tax included.
 */
export type Fen2 = number;
/**
 * Made by whoever creates the record: a UUIDv7, or a code in seed data.
 */
export type Id4 = string;
/**
 * Money: whole fen (1/100 yuan), tax included.
 */
export type Fen3 = number;
/**
 * An RFC 3339 date-time with its zone. Never without one.
 */
export type Instant2 = string;
/**
 * Why a quantity is not what was suggested.
 */
export type ZeroReason =
  | "owner_refused"
  | "no_money"
  | "no_space"
  | "competitor_deal"
  | "enough_stock"
  | "event"
  | "other";
/**
 * Made by whoever creates the record: a UUIDv7, or a code in seed data.
 */
export type Id5 = string;
/**
 * Made by whoever creates the record: a UUIDv7, or a code in seed data.
 */
export type Id6 = string;
/**
 * Money: whole fen (1/100 yuan), tax included.
 */
export type Fen4 = number;
/**
 * Money: whole fen (1/100 yuan), tax included.
 */
export type Fen5 = number;
/**
 * Money: whole fen (1/100 yuan), tax included.
 */
export type Fen6 = number;
/**
 * Money: whole fen (1/100 yuan), tax included.
 */
export type Fen7 = number;
/**
 * Who owns the relationship (domain.md T3).
 */
export type CustomerClass1 = "C1" | "C2" | "D" | "UNCLASSIFIED";
/**
 * A business day in the installation's zone, YYYY-MM-DD. Decided once, at capture.
 */
export type Day2 = string;
/**
 * An RFC 3339 date-time with its zone. Never without one.
 */
export type Instant3 = string;
/**
 * What a check looks at (domain.md 4.7); price, stock and display are critical.
 */
export type PromotionItem =
  "explained" | "offer_visible" | "price" | "stock" | "display" | "posm" | "gifts";
/**
 * Money: whole fen (1/100 yuan), tax included.
 */
export type Fen8 = number;
/**
 * How it works (domain.md 3.5). What it does to prices is in its rules; display_fee, pos_discount and coupon have none.
 */
export type PromotionType =
  | "buy_n_get_m"
  | "tier"
  | "mix"
  | "price_off"
  | "bundle"
  | "display_fee"
  | "pos_discount"
  | "gift_item"
  | "coupon";
/**
 * Where in the store something is displayed by agreement.
 */
export type DisplayPlace =
  | "end_display"
  | "floor_stack"
  | "main_shelf"
  | "checkout"
  | "cooler"
  | "window"
  | "outside"
  | "other";
/**
 * How an agreed fee is paid.
 */
export type FeePay = "cash" | "goods";
/**
 * Material placed at the point of sale (domain.md 4.4).
 */
export type PosmItem = "poster" | "light_box" | "wrap_film" | "shelf_strip" | "rack" | "other";
/**
 * rejected, conflict and quarantined are final too: they use up the local_seq.
 */
export type ResultStatus =
  "applied" | "merged" | "duplicate" | "conflict" | "rejected" | "quarantined" | "settled";
/**
 * Every way the server may say no to an operation or a request. Never reused.
 */
export type ProblemCode =
  | "op-gap"
  | "op/reused"
  | "op/unreadable"
  | "op/unknown-kind"
  | "op/too-large"
  | "replica/forked"
  | "replica/foreign"
  | "replica/unknown"
  | "server/changed"
  | "upgrade-required"
  | "busy"
  | "too-large"
  | "bad-request"
  | "not-found"
  | "method-not-allowed"
  | "internal"
  | "auth/required"
  | "auth/expired"
  | "auth/revoked"
  | "auth/wrong"
  | "auth/throttled"
  | "role/not-allowed"
  | "scope/unknown"
  | "record/unknown"
  | "record/exists"
  | "record/clash"
  | "record/state"
  | "decision/own"
  | "fact/immutable"
  | "blob/hash-mismatch"
  | "blob/too-large"
  | "blob/not-an-image"
  | "blob/offset"
  | "blob/expired"
  | "blob/unknown"
  | "store/not-granted"
  | "visit/other-author"
  | "visit/closed"
  | "visit/not-open"
  | "photo/unknown-visit"
  | "photo/own"
  | "review/too-early"
  | "appeal/too-late"
  | "ticket/too-late"
  | "sku/unknown"
  | "order/empty"
  | "order/arithmetic"
  | "order/state"
  | "order/lines-differ"
  | "order/over-confirmed"
  | "order/reason-missing"
  | "order/below-minimum"
  | "price/unknown"
  | "delivery/state"
  | "delivery/over-accepted"
  | "purchase/state"
  | "purchase/count-old"
  | "purchase/too-small"
  | "purchase/not-orderable"
  | "purchase/funds"
  | "purchase/note-needed"
  | "purchase/too-late"
  | "purchase/over"
  | "delivery/reason-missing"
  | "delivery/driver-unknown"
  | "task/state"
  | "task/evidence-missing"
  | "plan/day-past"
  | "plan/visited"
  | "plan/store-closed"
  | "promotion/overlap"
  | "promotion/rule"
  | "rep/unknown"
  | "password/weak"
  | "value/out-of-range";
/**
 * An RFC 3339 date-time with its zone. Never without one.
 */
export type Instant4 = string;
/**
 * An RFC 3339 date-time with its zone. Never without one.
 */
export type Instant5 = string;
/**
 * Made by whoever creates the record: a UUIDv7, or a code in seed data.
 */
export type Id7 = string;
/**
 * Of a purchase order (domain.md 3.9). What is suggested, and a draft, are the clerk's device's own.
 */
export type PurchaseState =
  | "submitted"
  | "returned"
  | "reviewed"
  | "rejected"
  | "audited"
  | "allocated"
  | "in_transit"
  | "received"
  | "received_diff"
  | "diff_claimed"
  | "settled"
  | "closed"
  | "cancelled";
/**
 * Why a visit was not accepted.
 */
export type ReviewReason = "not_there" | "too_short" | "photos" | "answers" | "steps" | "other";
/**
 * backend/reviews/thresholds.py
 */
export type ThresholdName =
  | "doubt_m"
  | "accuracy_m"
  | "age_s"
  | "stay_p1_min"
  | "stay_p2_min"
  | "stay_p3_min"
  | "stay_p4_min"
  | "standard_p1_min"
  | "standard_p2_min"
  | "standard_p3_min"
  | "standard_p4_min"
  | "idle_percent"
  | "opens_min"
  | "closes_min"
  | "evening_opens_min"
  | "evening_closes_min"
  | "frozen_stores"
  | "frozen_fixes"
  | "speed_kmh"
  | "city_kmh"
  | "city_m"
  | "clock_s"
  | "jump_s"
  | "clock_repeats"
  | "photo_s"
  | "copied_percent"
  | "sku_ms"
  | "steps_percent"
  | "padded_percent"
  | "padded_days"
  | "devices_s"
  | "leave_m"
  | "datum_min_m"
  | "datum_max_m"
  | "datum_stores"
  | "sample_percent"
  | "new_percent"
  | "new_days"
  | "answer_h"
  | "review_h"
  | "appeal_days"
  | "spot_weekly"
  | "spot_days"
  | "spot_open_days"
  | "spot_stock_h";
/**
 * An RFC 3339 date-time with its zone. Never without one.
 */
export type Instant6 = string;
/**
 * An RFC 3339 date-time with its zone. Never without one.
 */
export type Instant7 = string;
/**
 * Made by whoever creates the record: a UUIDv7, or a code in seed data.
 */
export type Id8 = string;
/**
 * Made by whoever creates the record: a UUIDv7, or a code in seed data.
 */
export type Id9 = string;
/**
 * Made by whoever creates the record: a UUIDv7, or a code in seed data.
 */
export type Id10 = string;
/**
 * Why goods go back.
 */
export type ReturnReason = "damaged" | "expired" | "wrong" | "recall";
export type TicketType =
  "quality" | "delivery" | "price" | "promotion" | "cooler" | "near_expiry" | "attitude" | "other";
/**
 * Order unit. The base unit is the bottle or can.
 */
export type Uom1 = "case" | "bottle";
/**
 * inside: distance <= radius; uncertain: <= radius + min(accuracy, 100 m); outside; no_position (domain.md S1).
 */
export type FenceResult = "inside" | "uncertain" | "outside" | "no_position";
/**
 * domain.md 4.4
 */
export type PhotoType =
  | "storefront"
  | "main_shelf_before"
  | "main_shelf_after"
  | "second_display"
  | "cooler"
  | "posm"
  | "price_tag"
  | "expiry"
  | "competitor"
  | "document"
  | "signature"
  | "task"
  | "delivery"
  | "promotion"
  | "ticket";
/**
 * required; optional: may be left out; if_due: required when something is due at this store; if_task: required when there is a task here; off: not in this visit.
 */
export type StepNeed = "required" | "optional" | "if_due" | "if_task" | "off";
/**
 * Made by whoever creates the record: a UUIDv7, or a code in seed data.
 */
export type Id11 = string;
/**
 * The shop's sign with our brand.
 */
export type SignState = "clean" | "dirty" | "missing";
/**
 * none: the shop has none of ours.
 */
export type LightBoxState = "working" | "broken" | "none";
/**
 * none: there is no poster of ours outside.
 */
export type PosterState = "current" | "outdated" | "none";
/**
 * found: it was so already; fixed: she made it so; no: it is not so (domain.md 4.6).
 */
export type ShelfAnswer = "found" | "fixed" | "no";
/**
 * What was done to the shelf (domain.md 4.3, S5).
 */
export type MerchandiseAction =
  | "refaced"
  | "level_raised"
  | "tags_replaced"
  | "cleaned"
  | "rotated"
  | "rivals_removed"
  | "posm_placed"
  | "display_built";
/**
 * Whom she met.
 */
export type ContactRole = "owner" | "manager" | "clerk" | "buyer" | "family" | "other";
/**
 * What another brand does here (domain.md 4.3, S7).
 */
export type RivalActivity =
  "price_cut" | "promotion" | "new_product" | "display" | "cooler" | "poster" | "staff";
/**
 * The parts of the display score (domain.md 4.6). share where the category was counted, else facings.
 */
export type ScoreItem =
  | "availability"
  | "share"
  | "facings"
  | "position"
  | "second_display"
  | "price_tags"
  | "posm"
  | "order";
/**
 * Made by whoever creates the record: a UUIDv7, or a code in seed data.
 */
export type Id12 = string;
/**
 * Made by whoever creates the record: a UUIDv7, or a code in seed data.
 */
export type Id13 = string;
/**
 * Why a photo was rejected (domain.md 4.4, 4.10).
 */
export type PhotoReason =
  | "blurred"
  | "dark"
  | "not_whole"
  | "wrong_subject"
  | "wrong_store"
  | "duplicate"
  | "screen_or_print"
  | "unreadable"
  | "other";

/**
 * admin: create or change a SKU, published as it is. gtin must carry a right check digit.
 */
export interface SkuPut {
  code: string;
  gtin: string;
  name: string;
  name_en: string;
  brand: string;
  flavour: string;
  /**
   * e.g. PET 560 ml
   */
  pack: string;
  category: string;
  units_per_case: number;
  shelf_life_days: number;
  /**
   * Order in lists.
   */
  sort: number;
  /**
   * Label colour of the picture, degrees.
   */
  hue: number;
  /**
   * Picture: can, bottle, big_bottle or pack.
   */
  shape: "can" | "bottle" | "big_bottle" | "pack";
  /**
   * May be ordered by the bottle.
   */
  split_sale: boolean;
  active: boolean;
  case_gtin?: string | null;
  /**
   * Cases on one layer of a pallet.
   */
  cases_per_layer?: number | null;
  layers_per_pallet?: number | null;
  valid_from?: Day | null;
  valid_until?: Day | null;
  /**
   * Sold only in stores of these channels; empty: in all.
   *
   * @maxItems 40
   */
  channels?: string[];
}
/**
 * In org:.
 */
export interface Sku {
  code: string;
  gtin: string;
  name: string;
  name_en: string;
  brand: string;
  flavour: string;
  pack: string;
  category: string;
  units_per_case: number;
  shelf_life_days: number;
  sort: number;
  hue: number;
  shape: string;
  split_sale: boolean;
  active: boolean;
  case_gtin?: string;
  cases_per_layer?: number;
  layers_per_pallet?: number;
  valid_from?: Day;
  valid_until?: Day;
  /**
   * Absent: sold in stores of every channel.
   */
  channels?: string[];
  /**
   * Digest of its picture: /files/v1/skus/<image>. Absent: it is drawn from shape and hue.
   */
  image?: string;
}
/**
 * Price of one case; the bottle price derives from it.
 */
export interface PriceLine {
  sku_id: Id;
  case_price_fen: Fen;
}
/**
 * admin: one dated version of a price list. Shown in prices:<list_code>. One with of_list is for the stores of that list of one class, or of one channel.
 */
export interface PriceListPut {
  list_code: string;
  price_type: "company_to_partner" | "partner_to_c_store" | "retail_suggested";
  name: string;
  list_version: number;
  valid_from: Day;
  valid_until: Day | null;
  min_order_fen: Fen;
  /**
   * @maxItems 1000
   */
  lines: PriceLine[];
  of_list?: string | null;
  customer_class?: CustomerClass | null;
  channel_type?: string | null;
}
/**
 * In prices:<list_code>.
 */
export interface PriceList {
  list_code: string;
  price_type: string;
  name: string;
  list_version: number;
  valid_from: Day;
  valid_until: Day | null;
  min_order_fen: number;
  lines: PriceLine[];
}
/**
 * admin: SKUs required by channel and tier.
 */
export interface MustStockListPut {
  name: string;
  tier: Tier;
  /**
   * null: every channel without a list of its own
   */
  channel_type: string | null;
  /**
   * @maxItems 1000
   */
  sku_ids: Id[];
}
/**
 * In org:.
 */
export interface MustStockList {
  name: string;
  tier: Tier;
  channel_type: string | null;
  sku_ids: Id[];
}
/**
 * ops_manager: a draft of a SKU, as far as it is known, or a change of one that is published, which must be whole.
 */
export interface SkuSave {
  code: string;
  gtin: string;
  name: string;
  name_en: string;
  brand: string;
  flavour: string;
  /**
   * e.g. PET 560 ml
   */
  pack: string;
  category: string;
  units_per_case: number;
  shelf_life_days: number;
  /**
   * Order in lists.
   */
  sort: number;
  /**
   * Label colour of the picture, degrees.
   */
  hue: number;
  /**
   * Picture: can, bottle, big_bottle or pack.
   */
  shape: "can" | "bottle" | "big_bottle" | "pack";
  /**
   * May be ordered by the bottle.
   */
  split_sale: boolean;
  active: boolean;
  case_gtin: string | null;
  /**
   * Cases on one layer of a pallet.
   */
  cases_per_layer: number | null;
  layers_per_pallet: number | null;
  valid_from: Day | null;
  valid_until: Day | null;
  /**
   * Sold only in stores of these channels; empty: in all.
   *
   * @maxItems 40
   */
  channels: string[];
}
/**
 * From now on phones have it. Refused with each thing that is missing or wrong.
 */
export interface SkuPublish {}
/**
 * ops_manager: what the product looks like, instead of what stands. Nothing but its pixels is kept, in two sizes.
 */
export interface SkuPicture {
  /**
   * base64 of a JPEG, PNG or WebP, 40 KB at most; its longer edge is 480 to 1024 px.
   */
  image: string;
}
/**
 * supervisor (C1: specialist): what he found in the store himself, of a visit that was drawn. Said before he is shown what the rep had said.
 */
export interface SpotCheckSay {
  arrived_at: Instant;
  position: Position | null;
  /**
   * @minItems 1
   * @maxItems 200
   */
  observations: Observation[];
  note: string | null;
  /**
   * What it looked like, one a kind. Said from shape 7 on.
   *
   * @maxItems 6
   */
  photos?: SpotPicture[];
  /**
   * Why he was elsewhere, or nowhere to be found, as at a check-in. Said from shape 7 on.
   */
  exception_reason?: string;
}
/**
 * Where the phone believes it is. WGS-84.
 */
export interface Position {
  /**
   * Degrees north x 10^7.
   */
  lat_e7: number;
  /**
   * Degrees east x 10^7.
   */
  lon_e7: number;
  /**
   * Radius of the fix's own error, whole metres.
   */
  accuracy_m: number;
  /**
   * Age of the fix when used, seconds.
   */
  age_s: number;
}
/**
 * One SKU at one place of the store (domain.md S4).
 */
export interface Observation {
  sku_id: Id;
  location: "main_shelf" | "second_display" | "cooler" | "checkout" | "back_room";
  presence: Presence;
  facings: number;
  shelf_units: number | null;
  backroom_units: number | null;
  price_fen: Fen | null;
  price_tag: ("correct" | "wrong" | "missing") | null;
  /**
   * Taken over from the last visit with one tap.
   */
  same_as_last: boolean;
  /**
   * 1 is the top.
   */
  shelf_level?: number;
  produced_on?: Day;
  /**
   * What is in watch or worse (domain.md 4.5).
   *
   * @maxItems 12
   */
  batches?: Batch[];
  /**
   * Expired units taken off the shelf.
   */
  taken_off?: number;
  /**
   * The units are estimated, not counted (domain.md 4.3, S4).
   */
  estimated?: boolean;
  /**
   * The price on the shelf is that of a promotion.
   */
  promo_price_flag?: boolean;
  /**
   * Why nobody could look (domain.md 4.12); of a SKU not checked.
   */
  not_checked_reason?: string;
}
/**
 * Units of one production day on the shelf.
 */
export interface Batch {
  produced_on: Day;
  units: number;
}
/**
 * A picture of whoever looks again.
 */
export interface SpotPicture {
  /**
   * storefront or main_shelf_before
   */
  type: string;
  photo_id: Id;
}
/**
 * rep: what she says to what was found. Said again, the last word counts.
 */
export interface SpotAnswer {
  text: string;
}
/**
 * whoever looked: which differences her answer explains. Said again, the last word counts.
 */
export interface SpotSettle {
  /**
   * @maxItems 800
   */
  explained: SpotField[];
}
/**
 * One field of one SKU.
 */
export interface SpotField {
  sku_id: Id;
  /**
   * presence, facings, stock or price
   */
  what: string;
}
/**
 * The same place, as either of them took it.
 */
export interface SpotPair {
  /**
   * storefront or main_shelf_before
   */
  type: string;
  said?: Id1;
  found: Id2;
}
/**
 * One field of one SKU: what either of them said. A number is facings, units or fen; a presence is a word.
 */
export interface SpotItem {
  sku_id: Id;
  /**
   * presence, facings, stock or price
   */
  what: string;
  /**
   * By the rep, in the visit.
   */
  said: string | number;
  /**
   * By who looked again.
   */
  found: string | number;
  /**
   * Within the tolerance of M27.
   */
  within: boolean;
  /**
   * false: so much later that it says nothing, or explained; not in M27.
   */
  counts: boolean;
  /**
   * Less is there than was said: it may have been sold since.
   */
  may_have_sold?: boolean;
  /**
   * Whoever looked accepts what she says of it; not in M27.
   */
  explained?: boolean;
}
/**
 * In user: of whoever is to look again, from the draw on; in user: of her whose visit it is once he has. Nothing of what she had said is in it before.
 */
export interface SpotCheck {
  checker_id: Id;
  checker_name: string;
  rep_id: Id;
  rep_name: string;
  visit_id: Id;
  visited_at: Instant1;
  store_id: Id;
  store_code: string;
  store_name: string;
  address: string;
  lat_e7: number;
  lon_e7: number;
  radius_m: number;
  /**
   * What to look for: what the store must have, and what she had said anything of.
   */
  sku_ids: Id[];
  drawn_at: Instant;
  until: Day1;
  /**
   * open or done
   */
  state: string;
  checked_at?: Instant;
  minutes_later?: number;
  distance_m?: number;
  exception_reason?: string;
  items?: SpotItem[];
  compared?: number;
  within?: number;
  note?: string;
  answer?: string;
  answered_at?: Instant;
  photos?: SpotPair[];
}
/**
 * What an owner says, and what answers it.
 */
export interface CardObjection {
  says: string;
  answer: string;
}
/**
 * A card in one language. Of a selling card (F34): the talk track, three benefits, objections; of a standard: what it is for, and its points.
 */
export interface CardText {
  title: string;
  talk: string;
  /**
   * @minItems 1
   * @maxItems 12
   */
  points: string[];
  /**
   * @maxItems 6
   */
  objections: CardObjection[];
}
/**
 * specialist, manager: a version of a card for the offices he reaches, id <code>.<version>. It is never changed; the next version takes its place from its day on.
 */
export interface CardPut {
  code: Id;
  card_version: number;
  kind: "selling" | "shelf" | "display" | "posm" | "freshness" | "photo";
  /**
   * Where in a visit it is at hand.
   *
   * @maxItems 10
   */
  steps: VisitStep[];
  /**
   * What it is about; none: no single product.
   *
   * @maxItems 40
   */
  sku_ids: Id[];
  valid_from: Day;
  valid_until: Day | null;
  zh: CardText;
  en: CardText | null;
}
/**
 * In team: of the offices it is for: what holds and what comes; of a code the highest version whose day has come holds.
 */
export interface FieldCard {
  code: Id;
  card_version: number;
  kind: string;
  steps: string[];
  sku_ids: Id[];
  valid_from: Day;
  valid_until: Day | null;
  zh: CardText;
  en: CardText | null;
  saved_by_name: string;
  saved_at: Instant;
}
/**
 * supervisor, specialist: a day on which he goes along with a rep.
 */
export interface JointPlan {
  rep_id: Id;
  day: Day;
}
/**
 * supervisor, specialist: he does not after all.
 */
export interface JointCancel {}
/**
 * What he saw of one part of her visit: 1 (must learn) to 5 (shows others how).
 */
export interface CoachItem {
  item: "prepare" | "greet" | "check" | "display" | "sell" | "close";
  score: number;
  comment: string | null;
}
/**
 * What they agreed on: a task of hers, which is said beside this.
 */
export interface AgreedPoint {
  text: string;
  due_on: Day;
  task_id: Id;
}
/**
 * supervisor, specialist: what he saw of her visit to this store, and what they agreed. Said once. Her visit is not touched by it.
 */
export interface JointCoach {
  joint_day_id: Id;
  store_id: Id;
  began_at: Instant;
  position: Position | null;
  /**
   * @minItems 1
   * @maxItems 6
   */
  items: CoachItem[];
  /**
   * @maxItems 8
   */
  agreed: AgreedPoint[];
  note: string | null;
}
/**
 * A store of hers, as far as he needs it on the way.
 */
export interface JointStore {
  store_id: Id;
  name: string;
  address: string;
  lat_e7: number;
  lon_e7: number;
  /**
   * In her plan of that day; without it she is not due there.
   */
  sequence?: number;
}
/**
 * In user: of who goes along.
 */
export interface JointDay {
  coach_id: Id;
  rep_id: Id;
  rep_name: string;
  day: Day;
  /**
   * planned or cancelled
   */
  state: string;
  stores: JointStore[];
}
/**
 * In user: of who went along and of the rep. Her visit is the one of this rep, store and day, whichever of the two is heard first.
 */
export interface JointVisit {
  joint_day_id: Id;
  coach_id: Id;
  coach_name: string;
  rep_id: Id;
  rep_name: string;
  store_id: Id;
  store_name: string;
  day: Day;
  began_at: Instant;
  said_at: Instant;
  items: CoachItem[];
  agreed: AgreedPoint[];
  note: string | null;
}
/**
 * In user: of him whose word came second. Two people said different things about one record.
 */
export interface Conflict {
  /**
   * how it was decided: a rule of domain.md 3.0.7; decided: a state had gone on; changed: an older version was changed
   */
  rule:
    | "K1"
    | "K2"
    | "K3"
    | "K4"
    | "K5"
    | "K7"
    | "K8"
    | "K9"
    | "K10"
    | "K11"
    | "K14"
    | "K15"
    | "decided"
    | "changed";
  /**
   * whose word counts
   */
  stands: "mine" | "theirs" | "both";
  /**
   * the operation that came second
   */
  kind: string;
  entity: string;
  record_id: Id;
  /**
   * what a person calls the record
   */
  subject: string;
  store_id: Id | null;
  mine_name: string;
  mine_at: Instant;
  theirs_name: string | null;
  theirs_at: Instant | null;
  /**
   * by field: what the second had before his eyes; of an order goods by qty:<uom>:<sku id>, gift:case:<sku id> or gift:item:<name>
   */
  base: {};
  mine: {};
  theirs: {};
  made_at: Instant;
  closed_at: Instant | null;
  closed_by_name: string | null;
  closed_note: string | null;
}
/**
 * office: it is settled between the people.
 */
export interface ConflictClose {
  note: string | null;
}
/**
 * admin: create or change a partner.
 */
export interface PartnerPut {
  code: string;
  name: string;
  phone: string | null;
  active: boolean;
}
/**
 * In partner:. No terms, ever.
 */
export interface Partner {
  code: string;
  name: string;
  phone: string | null;
  active: boolean;
}
/**
 * admin: create or change a customer.
 */
export interface CustomerPut {
  code: string;
  name: string;
  customer_class: CustomerClass;
}
/**
 * admin: create or change a store. Search text is made by the server.
 */
export interface StorePut {
  code: string;
  name: string;
  address: string;
  customer_id: Id;
  org_unit_id: Id;
  channel_type: string;
  tier: Tier;
  lat_e7: number;
  lon_e7: number;
  source_datum: "wgs84" | "gcj02" | "bd09";
  /**
   * Fence.
   */
  radius_m: number;
  contact_name: string | null;
  phone: string | null;
  receiving_window: string | null;
  /**
   * Primary supplier.
   */
  partner_id: Id | null;
  price_list_code: string | null;
  must_stock_list_id: Id | null;
  /**
   * The store may order bottles.
   */
  split_sale: boolean;
  active: boolean;
}
/**
 * system: the store shows the name and class its customer, and the name its partner, bears now.
 */
export interface StoreCopy {}
/**
 * In store:.
 */
export interface Store {
  code: string;
  name: string;
  /**
   * full pinyin, no spaces, lower case
   */
  pinyin: string;
  /**
   * first letters of the pinyin
   */
  initials: string;
  address: string;
  customer_id: Id;
  customer_name: string;
  customer_class: CustomerClass;
  org_unit_id: Id;
  channel_type: string;
  tier: Tier;
  lat_e7: number;
  lon_e7: number;
  radius_m: number;
  contact_name: string | null;
  phone: string | null;
  receiving_window: string | null;
  partner_id: Id | null;
  partner_name: string | null;
  price_list_code: string | null;
  must_stock_list_id: Id | null;
  split_sale: boolean;
  active: boolean;
  /**
   * Absent: a store like any other. pending: a rep has found it, and her supervisor has not decided.
   */
  stage?: "pending" | "returned" | "merged";
  merged_into?: Id3;
  /**
   * Business licence, where it is known.
   */
  licence_no?: string;
  /**
   * Fields that somebody changed since the store was made.
   */
  set?: FieldSet[];
  /**
   * Where there are several: the lists it buys by, the most special first (terms, class, channel, its own). Absent: price_list_code alone.
   */
  price_list_codes?: string[];
}
/**
 * Who gave a field its value, and when.
 */
export interface FieldSet {
  what: StoreField;
  by_name: string;
  at: Instant;
}
/**
 * supervisor or admin: which rep serves a store, from when to when. Grants follow.
 */
export interface StoreAssign {
  store_id: Id;
  rep_id: Id;
  kind: "main" | "cover" | "joint";
  from_at: Instant;
  until_at: Instant | null;
}
/**
 * supervisor or admin: the assignment ends.
 */
export interface StoreAssignEnd {
  until_at: Instant;
}
/**
 * rep: a store nobody knew. She may visit it at once; her supervisor approves, returns or merges it.
 */
export interface StorePropose {
  name: string;
  address: string;
  channel_type: string;
  contact_name: string | null;
  phone: string | null;
  /**
   * Business licence, as printed.
   */
  licence_no: string | null;
  position: Position;
  /**
   * Of its front.
   */
  photo_id: Id | null;
  note: string | null;
  /**
   * Similar stores she was shown before she saved, and said are others.
   *
   * @maxItems 20
   */
  unlike: Id[];
}
/**
 * supervisor or manager: the proposed store is one. Without a customer it is its own.
 */
export interface StoreApprove {
  code: string;
  tier: Tier;
  customer_id: Id | null;
  partner_id: Id | null;
  price_list_code: string | null;
  /**
   * Fence.
   */
  radius_m: number;
}
/**
 * supervisor or manager: the proposed store is none. What was done there stays.
 */
export interface StoreReturn {
  reason: "no_store" | "not_ours" | "too_little";
  note: string | null;
}
/**
 * supervisor or manager: this store is that one. Its visits, photos, orders, stops and tasks follow, those still on a phone too.
 */
export interface StoreMerge {
  into_id: Id;
  note: string | null;
}
/**
 * supervisor or manager: it was another one after all. What had followed goes back.
 */
export interface StoreUnmerge {
  note: string | null;
}
/**
 * system: the next records of a merged store follow it, or those of one no longer merged go back.
 */
export interface StoreMove {}
/**
 * One field: what she saw there, and what she says it is.
 */
export interface FieldChange {
  what: StoreField;
  saw: string | null;
  value: string | null;
}
/**
 * rep: what of a store she serves is otherwise. Each field stands alone; her office approves or returns it.
 */
export interface StoreChangePropose {
  store_id: Id;
  /**
   * @minItems 1
   * @maxItems 10
   */
  changes: FieldChange[];
  /**
   * Where she stood when she said it.
   */
  position: Position | null;
  /**
   * Of its front.
   */
  photo_id: Id | null;
  note: string | null;
}
/**
 * rep: what of it nobody has decided is not said any more.
 */
export interface StoreChangeWithdraw {}
/**
 * rep: she has read what became of it.
 */
export interface StoreChangeSeen {}
/**
 * About one field. `now`: the value that stood there when it was decided; if another stands there by then, it is a conflict (K7).
 */
export interface FieldDecision {
  what: StoreField;
  state: "approved" | "returned";
  now: string | null;
  /**
   * Of a returned one.
   */
  reason: ChangeReturn | null;
  note: string | null;
}
/**
 * supervisor (C1: specialist), manager: fields approved or returned; those not named go on waiting.
 */
export interface StoreChangeDecide {
  /**
   * @minItems 1
   * @maxItems 10
   */
  items: FieldDecision[];
}
/**
 * What stands there instead of hers.
 */
export interface Theirs {
  value: string | null;
  by_name: string;
  at: Instant | null;
}
/**
 * One field of a change. theirs: another's word for the same field, which stood when hers was returned or replaced hers.
 */
export interface ChangeItem {
  what: StoreField;
  saw: string | null;
  value: string | null;
  /**
   * same: it stood there already.
   */
  state: "open" | "approved" | "returned" | "withdrawn" | "same";
  reason: ChangeReturn | null;
  note: string | null;
  by_name: string | null;
  at: Instant | null;
  theirs?: Theirs;
}
/**
 * In user: of who said it, while it waits and until she has read what became of it.
 */
export interface StoreChange {
  store_id: Id;
  store_name: string;
  said_at: Instant;
  items: ChangeItem[];
  photo_id: Id | null;
  note: string | null;
  state: "pending" | "decided";
}
/**
 * supervisor (C1: specialist), manager: she stood at the door and the map is wrong; the store's point is to be mended within three days.
 */
export interface StoreChangeSuspect {
  visit_id: Id;
}
/**
 * One thing of a store's record that is not in order, with the number or the day it rests on.
 */
export interface Lack {
  code:
    | "no_phone"
    | "no_licence"
    | "no_contact"
    | "no_address"
    | "no_window"
    | "no_front"
    | "fence_coarse"
    | "point_open"
    | "point_off"
    | "duplicate"
    | "not_visited";
  n: number | null;
  on: Day | null;
}
/**
 * Where check-ins say the door is: in percent of such cases it lies within_m of that point. usual_m: three of four fixes there are as accurate as this.
 */
export interface PointLearnt {
  lat_e7: number;
  lon_e7: number;
  within_m: number;
  percent: number;
  usual_m: number;
  fixes: number;
  left_out: number;
  days: number;
  people: number;
  from_day: Day;
  to_day: Day;
}
/**
 * In store:. How far the store's record can be relied on: of `asked` things those that are not in order.
 */
export interface StoreMark {
  asked: number;
  lacks: Lack[];
  learnt: PointLearnt | null;
}
/**
 * One rule in the chain of reasons for a line's price or gifts: what it took off, and by what.
 */
export interface OrderReason {
  /**
   * <promotion>:<rule>.
   */
  rule_id: string;
  promotion_id: Id;
  plan_version: number;
  type: RuleType;
  off_fen: Fen;
  before?: Fen1;
  after?: Fen;
  cases?: number;
  gift?: number;
  sets?: number;
  total?: Fen2;
}
/**
 * A line of price 0 that follows what is paid (domain.md 4.8.4).
 */
export interface OrderGift {
  line_id: Id;
  gift_of_line: Id4;
  /**
   * <promotion>:<rule>.
   */
  rule_id: string;
  promotion_id: Id;
  plan_version: number;
  /**
   * null: it is no SKU, and item says what.
   */
  sku_id: Id | null;
  item: string | null;
  /**
   * Cases, or pieces of an item. Its price is 0.
   */
  qty: number;
}
/**
 * A line as the rep writes it (F71). price_fen is per uom.
 */
export interface OrderLine {
  line_id: Id;
  sku_id: Id;
  qty: number;
  uom: Uom;
  price_fen: Fen;
  amount_fen: Fen;
  list_price_fen?: Fen3;
  /**
   * @maxItems 24
   */
  promoted?: OrderReason[];
}
/**
 * rep: the owner ordered. entity sales_order.
 */
export interface OrderSubmit {
  /**
   * Order number made on the phone; read over the telephone.
   */
  no: string;
  store_id: Id;
  visit_id: Id | null;
  day: Day;
  price_list_id: Id;
  price_list_version: number;
  /**
   * @minItems 1
   * @maxItems 400
   */
  lines: OrderLine[];
  total_fen: Fen;
  wanted_on: Day | null;
  note: string | null;
  signature_photo_id: Id | null;
  signer_name: string | null;
  unsigned_reason: string | null;
  pack_at?: Instant2;
  /**
   * Said by apps that price by promotions, if only as none. Not said: at list prices.
   *
   * @maxItems 200
   */
  gifts?: OrderGift[];
  /**
   * What the phone suggested, and what became of it.
   *
   * @maxItems 400
   */
  suggestions?: SuggestedSku[];
}
/**
 * What was suggested of a SKU and every term it came from (domain.md 4.8.1), base units; what was ordered of it, and why otherwise.
 */
export interface SuggestedSku {
  sku_id: Id;
  last: number | null;
  now: number | null;
  delivered: number;
  returned: number;
  days: number;
  out_days: number;
  next_days: number;
  delivery_days: number;
  open_units: number;
  suggested: number | null;
  why: "history" | "norm" | "first" | "recount" | "must_stock" | "less_than_half" | "enough";
  ordered: number;
  reason: ZeroReason | null;
}
/**
 * supervisor (C1: specialist): exceptions cleared.
 */
export interface OrderAudit {
  note: string | null;
  /**
   * Of a gift_diff: which gifts the store gets. Not said: those it signed for.
   */
  gifts?: "said" | "reckoned";
}
/**
 * supervisor or specialist: not this order.
 */
export interface OrderReject {
  reason: string;
}
/**
 * rep before audit; supervisor until loaded.
 */
export interface OrderCancel {
  reason: string;
}
/**
 * Quantity the partner can ship, in the line's uom.
 */
export interface AcceptLine {
  line_id: Id;
  qty: number;
  /**
   * Required when short.
   */
  reason: string | null;
}
/**
 * partner clerk: confirm in full or short, with a promised day (F72).
 */
export interface OrderAccept {
  /**
   * @minItems 1
   * @maxItems 400
   */
  lines: AcceptLine[];
  promised_on: Day;
  note: string | null;
}
/**
 * partner clerk, supervisor or specialist: nothing of it goes out until that day, or until it is released.
 */
export interface OrderHold {
  reason: "credit" | "stock" | "store";
  until_on: Day;
  note: string | null;
}
/**
 * who held it, supervisor or specialist; the system on the day: as it was before.
 */
export interface OrderRelease {
  note: string | null;
}
/**
 * supervisor or specialist, before the partner has answered: to be audited anew.
 */
export interface OrderUnAudit {
  reason: string;
}
/**
 * supervisor or specialist: the whole order takes no more notes.
 */
export interface OrderClose {
  reason: string;
}
/**
 * supervisor or specialist: what of it is on the road comes back (domain.md 3.7). Its driver is told by note.recall; what he has handed over by then is a fact.
 */
export interface OrderRecall {
  reason: string;
}
/**
 * supervisor or specialist: a closed order, or lines of it, may go on notes again.
 */
export interface OrderOpen {
  /**
   * Not said: all of it.
   *
   * @minItems 1
   * @maxItems 400
   */
  line_ids?: Id[];
  reason: string;
}
/**
 * partner clerk: asks to give the remainder up; rep, supervisor or specialist, and the system when its back order is over: given up.
 */
export interface OrderCloseLine {
  /**
   * @minItems 1
   * @maxItems 400
   */
  line_ids: Id[];
  reason: string;
}
/**
 * partner clerk, rep, supervisor or specialist: the remainder comes on a new note, until that day.
 */
export interface OrderRedeliver {
  /**
   * @minItems 1
   * @maxItems 400
   */
  line_ids: Id[];
  until_on: Day;
}
/**
 * What a line is to become, in its uom.
 */
export interface AmendLine {
  line_id: Id;
  qty: number;
}
/**
 * rep or partner clerk: other quantities (F73). Before the audit the rep's stands at once, afterwards it is audited.
 */
export interface OrderAmend {
  amendment_id: Id;
  reason: string;
  /**
   * @minItems 1
   * @maxItems 400
   */
  lines: AmendLine[];
}
/**
 * supervisor or specialist: so it becomes, or it stays as it is.
 */
export interface OrderDecideAmendment {
  amendment_id: Id;
  state: "audited" | "returned";
  note: string | null;
}
/**
 * Why nothing of an order goes out, and until when.
 */
export interface SalesHold {
  reason: string;
  until_on: Day | null;
  note: string | null;
  by_id: Id;
  by_name: string;
  at: Instant;
}
/**
 * Of an amendment: was, asked for, became (never less than is on notes, K3).
 */
export interface AmendedLine {
  line_id: Id;
  old_qty: number;
  qty: number;
  became: number | null;
}
/**
 * An amendment as it stands (F73).
 */
export interface Amendment {
  id: Id;
  /**
   * made (by the rep before the audit), asked, audited, returned, or refused (K1)
   */
  state: string;
  by_id: Id;
  by_name: string;
  at: Instant;
  reason: string;
  lines: AmendedLine[];
  becomes?: AmendedTo;
  decided_by_name: string | null;
  decided_at: Instant | null;
  note: string | null;
}
/**
 * What an order comes to with an amendment that is asked for: its total in fen and its gifts.
 */
export interface AmendedTo {
  total_fen: number;
  gifts: SalesGift[];
}
/**
 * A gift as it stands, with the rule that gives it, if the company knows it.
 */
export interface SalesGift {
  line_id: Id;
  gift_of_line: Id5;
  /**
   * <promotion>:<rule>.
   */
  rule_id: string;
  promotion_id: Id;
  plan_version: number;
  /**
   * null: it is no SKU, and item says what.
   */
  sku_id: Id | null;
  item: string | null;
  qty: number;
  promotion_name: string;
  worth_fen: number;
  /**
   * What goes with what the partner accepted, rounded down (R-SH-5).
   */
  accepted_qty: number | null;
  noted_qty: number;
  received_qty: number | null;
  rule?: PromotionRule;
}
/**
 * One mechanism, as backend/pricing/rules.py works it out; a field that the type does not need is left out. Quantities are cases.
 */
export interface PromotionRule {
  /**
   * Unique within its promotion.
   */
  id: string;
  type: RuleType;
  /**
   * price_off, buy_n_get_m, tier, gift_item: what it counts.
   *
   * @minItems 1
   * @maxItems 40
   */
  sku_ids?: Id[];
  /**
   * The cases of all its SKUs count together: a mix set.
   */
  pooled?: boolean;
  buy?: number;
  get?: number;
  gift_sku_id?: Id6;
  /**
   * Gifts, or sets, of one order at most.
   */
  cap?: number;
  /**
   * Gifts, or sets, of all orders of one store together at most.
   */
  per_store?: number;
  /**
   * Only for a store that has not ordered what the rule counts before.
   */
  first_order?: boolean;
  /**
   * Gifts, or sets, of all stores together; beyond it an order waits for a person.
   */
  quota?: number;
  quota_fen?: Fen4;
  /**
   * tier: greedy from the top, not the highest step once.
   */
  repeat?: boolean;
  /**
   * @minItems 1
   * @maxItems 8
   */
  steps?: RuleStep[];
  /**
   * gift_item: what is given, no SKU.
   */
  item?: string;
  worth_fen?: Fen5;
  /**
   * bundle: one set.
   *
   * @minItems 2
   * @maxItems 8
   */
  parts?: RulePart[];
  off_fen?: Fen6;
  off_per_mille?: number;
  from_fen?: Fen7;
}
/**
 * From so many cases on: gifts, or a lower price.
 */
export interface RuleStep {
  from_cases: number;
  get?: number;
  off_per_mille?: number;
}
/**
 * Cases of a SKU that belong to one set.
 */
export interface RulePart {
  sku_id: Id;
  qty: number;
}
/**
 * The partner asks to give a remainder up.
 */
export interface CloseAsked {
  reason: string;
  by_name: string;
  at: Instant;
}
/**
 * An order line as it stands.
 */
export interface SalesLine {
  line_id: Id;
  sku_id: Id;
  qty: number;
  uom: Uom;
  qty_base: number;
  price_fen: number;
  amount_fen: number;
  accepted_qty: number | null;
  short_reason: string | null;
  noted_qty: number;
  received_qty: number | null;
  /**
   * Of the list, before promotions. price_fen is after those on the unit, amount_fen after all.
   */
  list_price_fen?: number;
  /**
   * @maxItems 24
   */
  promoted?: OrderReason[];
  units_per_case?: number;
  /**
   * It takes no more notes. amended: an amendment asked for less than is on notes; back_order_over: its days were over.
   */
  closed_reason?: string;
  close_asked?: CloseAsked;
  back_order_until?: Day;
  /**
   * Went back after the store had taken it; absent: nothing.
   */
  returned_qty?: number;
}
/**
 * In store: and partner:.
 */
export interface SalesOrder {
  no: string;
  store_id: Id;
  store_code: string;
  store_name: string;
  rep_id: Id;
  rep_name: string;
  visit_id: Id | null;
  partner_id: Id | null;
  partner_name: string | null;
  day: Day;
  /**
   * submitted, audited, on_hold, rejected, cancelled or closed
   */
  doc_state: string;
  /**
   * none, accepted, part_shipped, shipped, part_received or received
   */
  exec_state: string;
  lines: SalesLine[];
  total_fen: number;
  wanted_on: Day | null;
  promised_on: Day | null;
  note: string | null;
  partner_note: string | null;
  reason: string | null;
  flags: string[];
  submitted_at: Instant;
  audited_at: Instant | null;
  accepted_at: Instant | null;
  signed: boolean;
  /**
   * Why the owner did not sign.
   */
  unsigned_reason?: string;
  gifts?: SalesGift[];
  /**
   * Before promotions.
   */
  list_total_fen?: number;
  /**
   * In store: only.
   */
  deliveries?: DeliveredGoods[];
  hold?: SalesHold;
  /**
   * In partner: those audited, and his own.
   */
  amendments?: Amendment[];
  /**
   * It was amended after the partner had confirmed it: he confirms anew.
   */
  reaccept?: boolean;
  /**
   * In partner: only.
   */
  invoices?: SalesInvoice[];
  /**
   * In partner: only.
   */
  payments?: SalesPayment[];
  /**
   * none, part or full; in partner: only.
   */
  invoice_state?: string;
  /**
   * none, part or full; in partner: only.
   */
  payment_state?: string;
  customer_class?: CustomerClass1;
  /**
   * In partner: only. Of their life, goods may have so much behind them when they come; absent: by the class (R-SH-2).
   */
  freshness_per_mille?: number;
}
/**
 * What the store took at one delivery, gifts with it, base units.
 */
export interface DeliveredGoods {
  at: Instant;
  goods: DeliveredSku[];
}
/**
 * Of one SKU.
 */
export interface DeliveredSku {
  sku_id: Id;
  units: number;
}
/**
 * An invoice as the partner shared it.
 */
export interface SalesInvoice {
  invoice_id: Id;
  no: string;
  invoiced_on: Day;
  lines: InvoicedLine[];
  amount_fen: number;
  said_at: Instant;
  void_reason: string | null;
}
/**
 * So much of a line, in its order's unit.
 */
export interface InvoicedLine {
  line_id: Id;
  qty: number;
}
/**
 * A payment as the partner shared it.
 */
export interface SalesPayment {
  payment_id: Id;
  paid_on: Day;
  amount_fen: number;
  note: string | null;
  said_at: Instant;
  void_reason: string | null;
}
/**
 * partner clerk: an invoice of this order, as far as he shares it. At the order's prices (R-SH-7).
 */
export interface OrderInvoice {
  invoice_id: Id;
  no: string;
  invoiced_on: Day;
  /**
   * @minItems 1
   * @maxItems 400
   */
  lines: InvoicedLine[];
}
/**
 * partner clerk: what the store paid him for this order, as far as he shares it.
 */
export interface OrderPay {
  payment_id: Id;
  paid_on: Day;
  amount_fen: number;
  note: string | null;
}
/**
 * partner clerk: an invoice or a payment was a mistake; it stays, and counts no more.
 */
export interface OrderVoid {
  entry_id: Id;
  reason: string;
}
/**
 * What would a promotion that is not released yet have done to the orders of these days? Answered by the worker.
 */
export interface ReplayAsk {
  promotion_id: Id;
  first: Day;
  last: Day2;
}
/**
 * No more of it; what was counted so far stays.
 */
export interface ReplayStop {}
/**
 * A list's filter, kept under a name for oneself. The last word counts.
 */
export interface FilterSave {
  screen: string;
  name: string;
  query: string;
}
/**
 * It is not wanted any more.
 */
export interface FilterDrop {}
/**
 * A list's filter of one person.
 */
export interface SavedFilter {
  person_id: Id;
  screen: string;
  name: string;
  /**
   * As in an address: from=…&sku_id=…
   */
  query: string;
}
/**
 * admin: create or change a unit of the org tree.
 */
export interface OrgUnitPut {
  code: string;
  name: string;
  level: "hq" | "branch" | "ops_dept" | "rep_office";
  parent_id: Id | null;
}
/**
 * admin: create or change a person. Passwords never travel in operations.
 */
export interface PersonPut {
  login: string;
  name: string;
  active: boolean;
  phone: string | null;
  home_lat_e7: number | null;
  home_lon_e7: number | null;
}
/**
 * admin: who holds which role where, from when to when. Exactly one of org_unit_id and partner_id.
 */
export interface EmploymentPut {
  person_id: Id;
  role: Role;
  org_unit_id: Id | null;
  partner_id: Id | null;
  from_at: Instant;
  until_at: Instant | null;
}
/**
 * system: the post's beginning or end has come; the person's card follows.
 */
export interface EmploymentTurn {}
/**
 * In user:. Which scope this user pulls, and when.
 */
export interface Grant {
  user_id: Id;
  scope: string;
  from_at: Instant;
  until_at: Instant | null;
  /**
   * main, cover, stop, org, team, partner, prices, trip or self.
   */
  kind: string;
}
/**
 * In team: of his office, or partner: of his firm: a colleague's card.
 */
export interface Person {
  name: string;
  login: string;
  role: Role | null;
  org_unit_id: Id | null;
  partner_id: Id | null;
  phone: string | null;
  active: boolean;
}
/**
 * In team:. The office itself.
 */
export interface OrgUnit {
  code: string;
  name: string;
  level: string;
  parent_id: Id | null;
}
/**
 * In user:. Something the server decided that this person should know.
 */
export interface InboxItem {
  /**
   * code of the sentence to show
   */
  kind: string;
  made_at: Instant;
  entity: string | null;
  record_id: Id | null;
  facts: {};
  read: boolean;
}
/**
 * the owner: has read it.
 */
export interface InboxRead {}
/**
 * supervisor or admin: one store, one day, one rep.
 */
export interface PlannedVisitPut {
  store_id: Id;
  rep_id: Id;
  day: Day;
  sequence: number;
  /**
   * Why today: cycle, task, win_back, new, make_up or supervisor.
   */
  reason: string;
  /**
   * Expected in-store minutes.
   */
  minutes: number;
}
/**
 * supervisor: another rep, or another day. Writes the rep a grant on the store to the end of that day.
 */
export interface PlannedVisitMove {
  rep_id: Id;
  day: Day;
  note: string | null;
}
/**
 * rep: a stop of her own for one of her stores.
 */
export interface PlannedVisitAdd {
  store_id: Id;
  day: Day;
  sequence: number;
  reason: string;
}
/**
 * supervisor: not needed today.
 */
export interface PlannedVisitWaive {
  reason: string;
}
/**
 * system: an open stop of today or later shows its store as it is now, and belongs to its office.
 */
export interface PlannedVisitFollow {}
/**
 * In user:<rep>.
 */
export interface PlannedVisit {
  store_id: Id;
  store_code: string;
  store_name: string;
  rep_id: Id;
  day: Day;
  sequence: number;
  reason: string;
  minutes: number;
  /**
   * planned or waived; done is derived from the visit that names it
   */
  state: string;
  origin: string;
  tier: Tier;
  lat_e7: number;
  lon_e7: number;
  note: string | null;
}
/**
 * rep: her day begins (S0). entity day_start, id <rep_id>:<day>. Said once; the first counts.
 */
export interface DayStart {
  day: Day;
  pack_at?: Instant3;
}
/**
 * In user:<rep>.
 */
export interface DayStarted {
  rep_id: Id;
  day: Day;
  started_at: Instant;
  pack_at: Instant | null;
}
/**
 * rep: in which order she goes to the stops of a day. entity stop_order, id <rep_id>:<day>. The plan stays as it was.
 */
export interface DayArrange {
  day: Day;
  /**
   * @maxItems 200
   */
  stop_ids: Id[];
}
/**
 * In user:<rep>. Stops it does not name come behind, as planned.
 */
export interface StopOrder {
  rep_id: Id;
  day: Day;
  stop_ids: Id[];
  arranged_at: Instant;
}
/**
 * supervisor, specialist or manager: a task for a store (F65).
 */
export interface TaskAssign {
  store_id: Id;
  rep_id: Id;
  title: string;
  text: string;
  due_on: Day;
  priority: "normal" | "high";
  evidence: "none" | "text" | "photo";
}
/**
 * rep: done.
 */
export interface TaskComplete {
  answer: string;
  /**
   * @maxItems 10
   */
  photo_ids: Id[];
  visit_id: Id | null;
}
/**
 * rep: not possible, and why.
 */
export interface TaskCannot {
  reason: string;
}
/**
 * its creator's side: no longer needed.
 */
export interface TaskWithdraw {
  note: string;
}
/**
 * system: a task not answered yet shows its store as it is now, and belongs to its office.
 */
export interface TaskFollow {}
/**
 * In user:<rep>.
 */
export interface Task {
  store_id: Id;
  store_code: string;
  store_name: string;
  rep_id: Id;
  title: string;
  text: string;
  due_on: Day;
  priority: string;
  evidence: string;
  /**
   * assigned, done, not_possible, withdrawn, done_after_withdrawal
   */
  state: string;
  answer: string | null;
  photo_ids: Id[];
  assigned_by: Id;
  assigned_by_name: string;
  assigned_at: Instant;
  answered_at: Instant | null;
  source?: TaskSource;
}
/**
 * What a task follows from that nobody wrote: its words are made of this.
 */
export interface TaskSource {
  /**
   * promotion_failed
   */
  kind: string;
  promotion_id: Id;
  /**
   * @maxItems 7
   */
  failed: PromotionItem[];
}
/**
 * What a customer is paid in the store, a year.
 */
export interface InstoreFee {
  kind: "listing" | "display" | "leaflet" | "anniversary" | "promoter" | "new_store";
  fen: Fen;
}
/**
 * Trade terms (F19) of one customer with one partner: the next version, or its draft again.
 */
export interface TradeTermsSave {
  customer_id: Id;
  partner_id: Id;
  terms_version: number;
  valid_from: Day;
  valid_until: Day | null;
  /**
   * Whether the prices of the lines are with tax.
   */
  tax_inclusive: boolean;
  /**
   * Tax of this partner's invoices.
   */
  tax_per_mille: number;
  /**
   * @minItems 1
   * @maxItems 1000
   */
  lines: PriceLine[];
  /**
   * Unconditional rebate on every invoice.
   */
  rebate_per_mille: number;
  conditional_rebates: string;
  /**
   * @maxItems 12
   */
  fees: InstoreFee[];
  annual_supply_fen: Fen8;
  payment_days: number;
  invoice_rule: string;
  returns_rule: string;
  freshness_per_mille: number | null;
  delivery_window: string;
  penalty_rule: string;
  promotion_support: string;
  signatories: string;
}
/**
 * Hand the draft in; the consistency check of R-C1-3 is made, and stays with it.
 */
export interface TradeTermsSubmit {}
/**
 * They hold from their first day: price, and price list of the customer's stores with this partner.
 */
export interface TradeTermsApprove {
  exception: string | null;
}
/**
 * Back to whoever wrote them.
 */
export interface TradeTermsReturn {
  reason: string;
}
/**
 * The differences that stand are known and may be, and why.
 */
export interface TermsAlertExcept {
  reason: string;
}
/**
 * supervisor, specialist: a draft (F52). The id is its code. manager at headquarters: a national plan (F51).
 */
export interface PromotionSave {
  /**
   * The national plan it is made of; null: proposed locally.
   */
  plan_id: Id | null;
  name: string;
  purpose: string;
  type: PromotionType;
  /**
   * What the store and its customers are offered, in words.
   */
  mechanism: string;
  starts_on: Day;
  ends_on: Day;
  /**
   * For these classes of customer; none named: for all. So with channels, tiers and stores.
   *
   * @maxItems 4
   */
  classes: CustomerClass[];
  /**
   * @maxItems 40
   */
  channels: string[];
  /**
   * @maxItems 4
   */
  tiers: Tier[];
  /**
   * @maxItems 400
   */
  store_ids: Id[];
  /**
   * @minItems 1
   * @maxItems 40
   */
  sku_ids: Id[];
  /**
   * May run beside another on the same SKU in the same store.
   */
  stackable: boolean;
  /**
   * What a check looks at.
   *
   * @minItems 1
   * @maxItems 7
   */
  items: PromotionItem[];
  /**
   * Agreed shelf price of one unit, if one was agreed.
   */
  price_fen: Fen | null;
  /**
   * What a store is to get.
   *
   * @maxItems 6
   */
  posm: PosmPlaced[];
  /**
   * Displays that are paid for are agreed with the owner first (F54).
   */
  agreement: boolean;
  place: DisplayPlace | null;
  /**
   * How large: 1.2 m, two layers.
   */
  size: string;
  /**
   * What the store gets for a month of it.
   */
  fee_fen: Fen | null;
  fee_pay: FeePay | null;
  budget_fen: Fen | null;
  expected_base: number | null;
  expected_uplift_pct: number | null;
  /**
   * What to watch; who answers for it.
   */
  control: string;
  /**
   * What it does to prices; none: nothing. Apps from before do not say.
   *
   * @maxItems 8
   */
  rules?: PromotionRule[];
  /**
   * Of two rules that are worth the same the higher number stands.
   */
  priority?: number;
}
/**
 * So many of one kind of material, placed in this visit.
 */
export interface PosmPlaced {
  item: PosmItem;
  count: number;
}
/**
 * supervisor, specialist: how it should look. A small picture, so that it is on every phone without a network.
 */
export interface PromotionPicture {
  /**
   * base64 of a JPEG, 40 KB at most.
   */
  jpeg: string;
}
/**
 * specialist: the draft is ready to be decided on.
 */
export interface PromotionSubmit {}
/**
 * manager: the budget is reserved under this number. Not by who wrote it.
 */
export interface PromotionApprove {
  budget_no: string;
}
/**
 * manager: back to its authors.
 */
export interface PromotionReturn {
  reason: string;
}
/**
 * specialist: offices and reps are told (F53); phones have it from now on.
 */
export interface PromotionRelease {
  /**
   * The material it needs is set aside for it.
   */
  material_ready: boolean;
}
/**
 * specialist, manager: ends before its time (F56).
 */
export interface PromotionStop {
  stops_at: Instant;
  reason: string;
}
/**
 * system: its last day is over.
 */
export interface PromotionEnd {}
/**
 * rep, specialist: the owner signed (F54). Id of the record: <promotion>:<store>.
 */
export interface PromotionAgree {
  promotion_id: Id;
  store_id: Id;
  visit_id: Id | null;
  plan_version: number;
  place: DisplayPlace;
  size: string;
  fee_fen: Fen | null;
  fee_pay: FeePay | null;
  signer_name: string;
  signature_photo_id: Id;
  note: string | null;
}
/**
 * rep, specialist: the owner does not want it.
 */
export interface PromotionDecline {
  promotion_id: Id;
  store_id: Id;
  visit_id: Id | null;
  reason: string;
  note: string | null;
}
/**
 * rep: it stands, with a picture before and one after.
 */
export interface PromotionSetUp {
  promotion_id: Id;
  store_id: Id;
  visit_id: Id | null;
  plan_version: number;
  place: DisplayPlace | null;
  before_photo_id: Id;
  after_photo_id: Id;
  /**
   * @maxItems 6
   */
  posm: PosmPlaced[];
  note: string | null;
}
/**
 * rep: over, and taken down; what is left of the goods.
 */
export interface PromotionTakeDown {
  promotion_id: Id;
  store_id: Id;
  visit_id: Id | null;
  photo_id: Id;
  cases_left: number;
  posm_removed: boolean;
  note: string | null;
}
/**
 * In team:<each office of the branch>, once it is released. Budgets are the office's.
 */
export interface Promotion {
  name: string;
  type: PromotionType;
  /**
   * What the store and its customers are offered, in words.
   */
  mechanism: string;
  starts_on: Day;
  ends_on: Day;
  /**
   * For these classes of customer; none named: for all. So with channels, tiers and stores.
   *
   * @maxItems 4
   */
  classes: CustomerClass[];
  /**
   * @maxItems 40
   */
  channels: string[];
  /**
   * @maxItems 4
   */
  tiers: Tier[];
  /**
   * @maxItems 400
   */
  store_ids: Id[];
  /**
   * @minItems 1
   * @maxItems 40
   */
  sku_ids: Id[];
  /**
   * What a check looks at.
   *
   * @minItems 1
   * @maxItems 7
   */
  items: PromotionItem[];
  /**
   * Agreed shelf price of one unit, if one was agreed.
   */
  price_fen: Fen | null;
  /**
   * What a store is to get.
   *
   * @maxItems 6
   */
  posm: PosmPlaced[];
  /**
   * Displays that are paid for are agreed with the owner first (F54).
   */
  agreement: boolean;
  place: DisplayPlace | null;
  /**
   * How large: 1.2 m, two layers.
   */
  size: string;
  /**
   * What the store gets for a month of it.
   */
  fee_fen: Fen | null;
  fee_pay: FeePay | null;
  /**
   * What to watch; who answers for it.
   */
  control: string;
  plan_version: number;
  /**
   * released, stopped or ended.
   */
  state: string;
  /**
   * Offices it holds in.
   *
   * @maxItems 400
   */
  org_unit_ids: Id[];
  stops_at: Instant | null;
  stop_reason: string | null;
  released_at: Instant;
  /**
   * What it does to prices; none: nothing. Apps from before do not say.
   *
   * @maxItems 8
   */
  rules?: PromotionRule[];
  /**
   * Of two rules that are worth the same the higher number stands.
   */
  priority?: number;
  /**
   * Its rules may stand beside those of another on the same SKU, if both may.
   */
  stackable?: boolean;
}
/**
 * In team:, beside its promotion: how it should look.
 */
export interface PromotionStandard {
  jpeg: string;
}
/**
 * F54 as signed.
 */
export interface AgreementMade {
  by_name: string;
  at: Instant;
  visit_id: Id | null;
  plan_version: number;
  place: DisplayPlace;
  size: string;
  fee_fen: Fen | null;
  fee_pay: FeePay | null;
  starts_on: Day;
  ends_on: Day;
  signer_name: string;
  signature_photo_id: Id;
  note: string | null;
}
/**
 * The owner's no.
 */
export interface PromotionDeclined {
  by_name: string;
  at: Instant;
  visit_id: Id | null;
  reason: string;
  note: string | null;
}
/**
 * When and by whom it was set up.
 */
export interface SetUpMade {
  by_name: string;
  at: Instant;
  visit_id: Id | null;
  plan_version: number;
  place: DisplayPlace | null;
  before_photo_id: Id;
  after_photo_id: Id;
  /**
   * @maxItems 6
   */
  posm: PosmPlaced[];
  on_time: boolean;
  note: string | null;
}
/**
 * The result of one visit's check.
 */
export interface CheckMade {
  visit_id: Id;
  at: Instant;
  by_name: string;
  passed: boolean;
  /**
   * @maxItems 7
   */
  failed: PromotionItem[];
}
/**
 * When and by whom it was taken down.
 */
export interface TakenDown {
  by_name: string;
  at: Instant;
  visit_id: Id | null;
  photo_id: Id;
  cases_left: number;
  posm_removed: boolean;
  note: string | null;
}
/**
 * In store:<its store>: how far one promotion is in one store.
 */
export interface PromotionExecution {
  promotion_id: Id;
  store_id: Id;
  /**
   * planned, agreed, declined, set_up, passing, failing or taken_down.
   */
  state: string;
  agreement?: AgreementMade;
  declined?: PromotionDeclined;
  set_up?: SetUpMade;
  /**
   * The last ones, oldest first.
   *
   * @maxItems 200
   */
  checks: CheckMade[];
  taken_down?: TakenDown;
  /**
   * place_taken, not_carried, no_agreement.
   *
   * @maxItems 9
   */
  flags: string[];
}
/**
 * partner clerk: claims what a promotion cost him (F57); the company works out lines and sums.
 */
export interface ClaimFile {
  promotion_id: Id;
  /**
   * The sum as his screen showed it; another one is refused, so that nobody claims what he has not seen.
   */
  asked_fen: number;
  note: string | null;
}
/**
 * specialist: deliveries and checks are as claimed.
 */
export interface ClaimVerify {
  note: string | null;
}
/**
 * specialist: not so; it may be claimed again.
 */
export interface ClaimReject {
  reason: string;
}
/**
 * manager: it is paid, by credit note or goods.
 */
export interface ClaimSettle {
  credit_note: string;
  note: string | null;
}
/**
 * One store of a claim: what was agreed and checked there, and what came to it.
 */
export interface ClaimLine {
  store_id: Id;
  store_code: string;
  store_name: string;
  address: string;
  contact_name: string | null;
  phone: string | null;
  /**
   * The display fee of F54; 0: none.
   */
  agreed_fen: number;
  checks: number;
  passed: number;
  display_photos: number;
  storefront_photos: number;
  /**
   * agreement, checks, display_photos, storefront_photos: without them no fee.
   */
  missing: string[];
  /**
   * Agreed fee by passed share, from 60 % on.
   */
  fee_fen: number;
  /**
   * Gifts the store received, at list price.
   */
  gifts_fen: number;
  /**
   * Taken off the price of what the store received.
   */
  off_fen: number;
  /**
   * Numbers of the orders it rests on.
   */
  orders: string[];
}
/**
 * What a promotion cost a partner, claimed, verified and settled. Id: <promotion>:<partner>.
 */
export interface ExpenseClaim {
  promotion_id: Id;
  promotion_name: string;
  starts_on: Day;
  ends_on: Day;
  partner_id: Id;
  /**
   * claimed, verified, claim_rejected or settled.
   */
  state: string;
  lines: ClaimLine[];
  sum_fen: number;
  note: string | null;
  filed_at: Instant;
  filed_by_name: string;
  decided_at: Instant | null;
  decided_by_name: string | null;
  reason: string | null;
  settle_by: Day | null;
  settled_at: Instant | null;
  settled_by_name: string | null;
  credit_note: string | null;
}
/**
 * What the phone knew of its own clock.
 */
export interface Clock {
  /**
   * Server time minus phone time at the last contact; 0 before the first.
   */
  offset_ms: number;
  /**
   * Monotonic milliseconds since that contact.
   */
  mono_ms: number;
}
/**
 * The version of the record this operation was decided on.
 */
export interface Base {
  version: number;
  state?: string;
}
/**
 * What a person did, as data. `args` has the shape that `operations` names for `kind`; it is read by itself, so one operation a server cannot read never spoils the others.
 */
export interface Operation {
  op_id: Id;
  /**
   * 1, 2, 3 ... per replica, no holes.
   */
  local_seq: number;
  kind: string;
  /**
   * Version of the shapes it was written with.
   */
  schema: number;
  entity: string;
  id: Id;
  /**
   * Home scope. Matters only when the record is created.
   */
  scope?: string;
  made_at: Instant;
  clock?: Clock;
  base?: Base;
  /**
   * op_ids this one refers to.
   *
   * @maxItems 50
   */
  deps?: Id[];
  /**
   * Kind by kind, see `operations`.
   */
  args: {};
}
/**
 * The body of POST /sync/v1/push.
 */
export interface Push {
  protocol: number;
  schema: number;
  server_id: Id | null;
  replica_id: Id;
  app: string;
  sent_at: Instant;
  /**
   * Highest local_seq whose result the device has stored.
   */
  acked_through: number;
  /**
   * Operations, oldest first.
   *
   * @maxItems 200
   */
  ops: {}[];
}
/**
 * Where an operation's effect lies.
 */
export interface At {
  scope: string;
  epoch: number;
  pos: number;
}
/**
 * The server's answer to one operation. Stored, and given again for a repeat.
 */
export interface Result {
  local_seq: number;
  op_id: Id;
  status: ResultStatus;
  /**
   * Why not: a problem code.
   */
  code?: string;
  /**
   * Numbers and names the sentence needs.
   */
  facts?: {};
  at?: At[];
  version?: number;
  current?: {};
  resolution?: string;
  inbox_id?: string;
  applied?: string[];
  kept?: {};
}
/**
 * What the server has heard of this replica, signed: with the answer's own server_id, next_seq and ops_digest, the replica_id, and server_time as `at`. Checked offline by sync_protocol.verify and the page /verify.
 */
export interface Receipt {
  /**
   * Ed25519 public key, base64url.
   */
  key: string;
  /**
   * Ed25519 over the receipt's signed text, base64url.
   */
  signature: string;
}
/**
 * The answer to a push.
 */
export interface PushAnswer {
  protocol: number;
  server_id: Id;
  server_time: Instant;
  next_seq: number;
  /**
   * Sum of SHA-256/128 of all operation bytes below next_seq, mod 2^128, 32 hex digits.
   */
  ops_digest: string;
  results: Result[];
  receipt?: Receipt;
}
/**
 * What a device says of itself with a pull: what waits on it, what it stores, what went wrong. Shown to those who answer for its holder; nothing else depends on it.
 */
export interface DeviceReport {
  /**
   * Operations without a final answer.
   */
  unsent: number;
  /**
   * When the oldest of what waits, operation or photo, was captured; by the company's clock.
   */
  oldest_unsent_at: Instant | null;
  /**
   * Photos whose bytes have not all gone up.
   */
  photos: number;
  /**
   * Bytes of photos still to go.
   */
  photo_bytes: number;
  /**
   * Operations the company did not take and nobody has looked at.
   */
  attention: number;
  /**
   * Bytes this origin stores.
   */
  storage_used: number | null;
  /**
   * Bytes the browser lets it store.
   */
  storage_quota: number | null;
  /**
   * The browser will not clear it by itself; null where it does not say.
   */
  persisted: boolean | null;
  /**
   * How often since this replica began, by name: digest, ops_digest, forked, lost, restored, backwards, damaged, recovered.
   */
  incidents: {
    [k: string]: number;
  };
  /**
   * Of today and yesterday; left out where it is as last told.
   *
   * @maxItems 4
   */
  orders?: DayOrders[];
}
/**
 * Orders of one day that this device took, by their numbers, and how far they got.
 */
export interface DayOrders {
  day: Day;
  /**
   * The company has said yes.
   *
   * @maxItems 300
   */
  sent: string[];
  /**
   * No answer yet.
   *
   * @maxItems 300
   */
  waiting: string[];
  /**
   * Refused, or set aside.
   *
   * @maxItems 300
   */
  aside: string[];
}
/**
 * The body of POST /sync/v1/pull. `cursors` is the whole table; or `known` and `moved` when the server is thought to remember it.
 */
export interface Pull {
  protocol: number;
  schema: number;
  server_id?: Id | null;
  replica_id: Id;
  max_bytes?: number;
  /**
   * [scope, epoch, pos] each.
   *
   * @maxItems 1000
   */
  cursors?: unknown[][];
  /**
   * Digest of the last confirmed cursor table.
   */
  known?: string;
  /**
   * Cursors changed since.
   *
   * @maxItems 1000
   */
  moved?: unknown[][];
  report?: DeviceReport;
}
/**
 * One line of the NDJSON answer to a pull. t: hello, scope, put, del, leave, mark, reset, gone, need-cursors, end.
 */
export interface Frame {
  t:
    | "hello"
    | "scope"
    | "put"
    | "del"
    | "leave"
    | "mark"
    | "reset"
    | "gone"
    | "need-cursors"
    | "end";
  scope?: string;
  epoch?: number;
  /**
   * entity
   */
  e?: string;
  id?: string;
  /**
   * version
   */
  v?: number;
  /**
   * position
   */
  p?: number;
  /**
   * the body
   */
  b?: {};
  pos?: number;
  /**
   * live rows in the scope
   */
  n?: number;
  digest?: string;
  more?: boolean;
  reason?: string;
  server_id?: string;
  server_time?: string;
  next_seq?: number;
  schema?: number;
  frames?: number;
}
/**
 * GET /sync/v1/hello: what this server is and takes.
 */
export interface Hello {
  protocol: number;
  schema: number;
  server_id: Id;
  server_time: Instant;
  /**
   * ops_per_push, push_bytes, op_bytes, body_bytes, scopes_per_pull, page_bytes, blob_bytes
   */
  limits: {};
  /**
   * Demo mode: the login page shows the demo password.
   */
  demo: boolean;
  /**
   * IANA zone of business days.
   */
  zone: string;
  /**
   * The key that receipts are signed with, to be compared with a receipt's own.
   */
  receipt_key?: string;
  /**
   * The key that rescue files are sealed to (X25519).
   */
  rescue_key?: string;
}
/**
 * RFC 9457. `type` is /problems/<code>.
 */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  instance?: string;
  code: string;
  expected?: number;
  retry_after_ms?: number;
  server_time?: string;
  errors?: {}[];
}
/**
 * What lies there of one lot.
 */
export interface StockLot {
  /**
   * Its name on the carton; empty where the partner keeps no lots.
   */
  lot: string;
  produced_on: Day;
  /**
   * Base units.
   */
  good: number;
  /**
   * Base units, beside the good ones.
   */
  damaged: number;
}
/**
 * What was counted of one lot (F91).
 */
export interface StockCountLine {
  sku_id: Id;
  /**
   * Its name on the carton; empty where the partner keeps no lots.
   */
  lot: string;
  produced_on: Day;
  /**
   * Base units.
   */
  good: number;
  /**
   * Base units, beside the good ones.
   */
  damaged: number;
}
/**
 * partner clerk: what was counted in his warehouse (F91), offline too. entity stock_count. Of each SKU named every lot: what is not named of it is not there.
 */
export interface StockCountSay {
  counted_at: Instant4;
  counter_name: string;
  witness_name: string | null;
  from_file: boolean;
  /**
   * @maxItems 2000
   */
  lines: StockCountLine[];
  /**
   * SKUs looked for of which there is nothing.
   *
   * @maxItems 500
   */
  absent: Id[];
}
/**
 * A count as it was said; a fact, in partner:.
 */
export interface StockCount {
  partner_id: Id;
  counted_at: Instant;
  counter_name: string;
  witness_name: string | null;
  from_file: boolean;
  said_by_name: string;
  /**
   * @maxItems 2000
   */
  lines: StockCountLine[];
  /**
   * @maxItems 500
   */
  absent: Id[];
}
/**
 * One SKU in a partner's warehouse by its last count, in partner:. What is there now follows with the receipts and notes since (purchasing.stock_now).
 */
export interface PartnerStock {
  partner_id: Id;
  sku_id: Id;
  count_id: Id;
  counted_at: Instant;
  /**
   * @maxItems 500
   */
  lots: StockLot[];
  /**
   * The count before.
   */
  before_at: Instant | null;
  /**
   * Base units it found, good and damaged.
   */
  before_units: number | null;
}
/**
 * How much of one SKU was there to sell when it was counted last.
 */
export interface SupplyLine {
  sku_id: Id;
  /**
   * Base units, good ones that may still be shipped.
   */
  saleable: number;
  counted_at: Instant;
}
/**
 * A partner's stock as the reps of the stores he delivers to may know it, in team:; its id is the partner's. A SKU without a line was never counted.
 */
export interface PartnerSupply {
  /**
   * @maxItems 2000
   */
  lines: SupplyLine[];
}
/**
 * partner clerk: goods of the company came into his warehouse (F94), offline too. entity stock_receipt.
 */
export interface StockReceiveSay {
  came_at: Instant5;
  receiver_name: string;
  /**
   * Of the company's delivery note.
   */
  paper_no: string | null;
  /**
   * @minItems 1
   * @maxItems 2000
   */
  lines: StockCountLine[];
  purchase_id?: Id7;
}
/**
 * A receipt as it was said; a fact, in partner:.
 */
export interface StockReceipt {
  partner_id: Id;
  came_at: Instant;
  receiver_name: string;
  paper_no: string | null;
  said_by_name: string;
  /**
   * @maxItems 2000
   */
  lines: StockCountLine[];
}
/**
 * What is ordered of one SKU (F93).
 */
export interface PurchaseAsk {
  sku_id: Id;
  /**
   * By the formula (F92); null: nothing could be proposed.
   */
  proposed_cases: number | null;
  /**
   * Of what was proposed: what the partner needs besides for a promotion (domain.md 3.9, promo_need).
   */
  promo_cases?: number;
  /**
   * The same for a new product's first weeks (launch_need).
   */
  launch_cases?: number;
  /**
   * 0: proposed, and not ordered.
   */
  cases: number;
}
/**
 * partner clerk: order from the company (F93), and again what was returned. entity purchase_order.
 */
export interface PurchaseSubmit {
  no: string;
  /**
   * @minItems 1
   * @maxItems 400
   */
  lines: PurchaseAsk[];
  wanted_on: Day;
  ship_to: string | null;
  /**
   * Why other than proposed.
   */
  reason: string | null;
  note: string | null;
}
/**
 * partner clerk or order desk: other quantities before they are allocated (F96). It is reviewed and audited anew.
 */
export interface PurchaseAmend {
  /**
   * @minItems 1
   * @maxItems 400
   */
  lines: PurchaseAsk[];
  wanted_on: Day;
  reason: string;
}
/**
 * supervisor: passed on to the order desk, or back to the clerk.
 */
export interface PurchaseReview {
  outcome: "reviewed" | "returned";
  /**
   * Needed to return, and where more than 30 % off the proposal.
   */
  note: string | null;
}
/**
 * order desk: price, credit or prepayment, and what there is to allocate.
 */
export interface PurchaseAudit {
  outcome: "audited" | "rejected";
  payment: ("prepaid" | "credit") | null;
  /**
   * What he has paid ahead, or may owe, by the company's books; at least the value of the order.
   */
  funds_fen: number | null;
  /**
   * Needed to reject.
   */
  note: string | null;
}
/**
 * What the company will send of one SKU, and what becomes of the rest.
 */
export interface PurchaseAllocation {
  sku_id: Id;
  cases: number;
  /**
   * null: there is none.
   */
  rest: ("backorder" | "cut") | null;
}
/**
 * order desk: confirmed quantities and day. What is kept as back-order becomes an order of its own.
 */
export interface PurchaseAllocate {
  /**
   * @minItems 1
   * @maxItems 400
   */
  lines: PurchaseAllocation[];
  ship_on: Day;
}
/**
 * What the company sent of one lot.
 */
export interface SentLot {
  sku_id: Id;
  lot: string;
  produced_on: Day;
  cases: number;
}
/**
 * order desk: the goods have left, with the company's delivery note and when they will come.
 */
export interface PurchaseDispatch {
  paper_no: string;
  arrives_on: Day;
  /**
   * @minItems 1
   * @maxItems 2000
   */
  lines: SentLot[];
}
/**
 * What is missing or damaged of one lot. Base units.
 */
export interface PurchaseClaimLine {
  sku_id: Id;
  lot: string;
  produced_on: Day;
  short: number;
  damaged: number;
}
/**
 * partner clerk: what did not come, or came damaged (F95), within 48 hours.
 */
export interface PurchaseClaim {
  /**
   * @minItems 1
   * @maxItems 2000
   */
  lines: PurchaseClaimLine[];
  note: string | null;
}
/**
 * order desk: what of the claim the company makes good, in money.
 */
export interface PurchaseSettle {
  credit_fen: number;
  /**
   * Needed where it is less than what was claimed is worth.
   */
  note: string | null;
}
/**
 * partner clerk or order desk, before it is allocated.
 */
export interface PurchaseCancel {
  reason: string;
}
/**
 * system: received whole, settled, or the time to claim is over.
 */
export interface PurchaseClose {}
/**
 * manager: how this partner buys, and the clocks of it (domain.md 3.9, 3.11). id: the partner's.
 */
export interface PurchaseTermsPut {
  cycle_days: number;
  lead_days: number;
  season_per_mille: number;
  min_cases: number;
  count_days: number;
  receipt_h: number;
  claim_h: number;
}
/**
 * How a partner buys; in partner:. Where there is none, purchasing.terms says the defaults.
 */
export interface PurchaseTerms {
  cycle_days: number;
  lead_days: number;
  season_per_mille: number;
  min_cases: number;
  count_days: number;
  receipt_h: number;
  claim_h: number;
}
/**
 * One SKU of a purchase order.
 */
export interface PurchaseLine {
  sku_id: Id;
  sku_name: string;
  units_per_case: number;
  proposed_cases: number | null;
  /**
   * Of what was proposed: what the partner needs besides for a promotion (domain.md 3.9, promo_need).
   */
  promo_cases?: number;
  /**
   * The same for a new product's first weeks (launch_need).
   */
  launch_cases?: number;
  cases: number;
  /**
   * By the company's list of that day; null: not on it.
   */
  case_price_fen: number | null;
  allocated_cases: number | null;
  rest: ("backorder" | "cut") | null;
}
/**
 * What was sent of one lot, what came, and what is claimed. Base units.
 */
export interface PurchaseLot {
  sku_id: Id;
  sku_name: string;
  units_per_case: number;
  lot: string;
  produced_on: Day;
  sent: number;
  /**
   * null: not received yet.
   */
  good: number | null;
  damaged: number | null;
  claimed_short: number;
  claimed_damaged: number;
}
/**
 * Who did what, when.
 */
export interface PurchaseStep {
  at: Instant;
  what: string;
  by_name: string;
  note: string | null;
}
/**
 * A partner's order from the company, in partner:.
 */
export interface PurchaseOrder {
  no: string;
  partner_id: Id;
  partner_name: string;
  state: PurchaseState;
  revision: number;
  /**
   * @maxItems 400
   */
  lines: PurchaseLine[];
  /**
   * null: a SKU is not on the price list.
   */
  value_fen: number | null;
  wanted_on: Day;
  ship_to: string | null;
  reason: string | null;
  note: string | null;
  /**
   * Of the order whose back-order this is.
   */
  follows_no: string | null;
  submitted_at: Instant;
  ship_on: Day | null;
  paper_no: string | null;
  arrives_on: Day | null;
  /**
   * @maxItems 4000
   */
  lots: PurchaseLot[];
  received_at: Instant | null;
  received_late: boolean;
  /**
   * Until when a difference may be claimed.
   */
  claim_until: Instant | null;
  claim_note: string | null;
  /**
   * What was claimed is worth.
   */
  claim_fen: number | null;
  credit_fen: number | null;
  /**
   * @maxItems 200
   */
  steps: PurchaseStep[];
}
/**
 * What one store owes.
 */
export interface ReceivableLine {
  store_id: Id;
  /**
   * Fen. null: he sets none; 0: nothing on credit.
   */
  limit_fen: number | null;
  /**
   * Fen, all that is not paid.
   */
  open_fen: number;
  /**
   * Fen, of open_fen what should have been paid.
   */
  overdue_fen: number;
  as_of: Day;
}
/**
 * partner clerk: what stores owe him, as of a day, by form or file. Of a store the latest day stands. All of it is taken or nothing.
 */
export interface ReceivableSay {
  /**
   * @minItems 1
   * @maxItems 2000
   */
  lines: ReceivableLine[];
  from_file: boolean;
}
/**
 * partner clerk: whether the company sees what stores owe him. entity partner_sharing, its id is his partner's.
 */
export interface ReceivableShare {
  receivables: boolean;
}
/**
 * What a store owes a partner, in partner:, and in store: while he shares it.
 */
export interface Receivable {
  partner_id: Id;
  store_id: Id;
  store_code: string;
  store_name: string;
  /**
   * Fen. null: he sets none; 0: nothing on credit.
   */
  limit_fen: number | null;
  /**
   * Fen, all that is not paid.
   */
  open_fen: number;
  /**
   * Fen, of open_fen what should have been paid.
   */
  overdue_fen: number;
  as_of: Day;
}
/**
 * What a partner lets the company see, in partner:. Without one: nothing.
 */
export interface PartnerSharing {
  receivables: boolean;
  said_by_name: string;
  said_at: Instant;
}
/**
 * office: the visit is accepted, or not and why; with it every open flag of the visit is decided. Said again it replaces what stood, until the rep has appealed.
 */
export interface VisitReview {
  state: "accepted" | "rejected";
  /**
   * Of a rejected one.
   */
  reason: ReviewReason | null;
  note: string | null;
  /**
   * Flags that hold; the visit's others are dismissed.
   *
   * @maxItems 20
   */
  upheld: Id[];
}
/**
 * rep: her visit was not accepted, and why that is wrong. Once, within three days.
 */
export interface VisitAppeal {
  text: string;
}
/**
 * specialist, manager: one level above the reviewer. upheld: the rejection stands; reversed: the visit is accepted.
 */
export interface AppealSettle {
  state: "upheld" | "reversed";
  note: string | null;
}
/**
 * rep: what she says to it. Said again, the last word counts, until it is decided.
 */
export interface FlagAnswer {
  text: string;
}
/**
 * office: about a flag that belongs to no single visit. admin: a suspected datum error.
 */
export interface FlagDecide {
  state: "upheld" | "dismissed";
  note: string | null;
}
/**
 * One that differs from its default.
 */
export interface Threshold {
  name: ThresholdName;
  value: number;
}
/**
 * manager: from that day on visits of his offices are judged by these. A new version, never a change.
 */
export interface ReviewRulesPut {
  number: number;
  valid_from: Day;
  /**
   * @maxItems 41
   */
  settings: Threshold[];
}
/**
 * What somebody decided about a visit.
 */
export interface Reviewed {
  /**
   * accepted or rejected
   */
  state: string;
  reason: string | null;
  note: string | null;
  by_name: string;
  at: Instant;
  appeal_until: Instant6;
}
/**
 * What she said against it, and what became of it.
 */
export interface Appeal {
  /**
   * open, upheld or reversed
   */
  state: string;
  text: string;
  at: Instant;
  note: string | null;
  by_name: string | null;
  decided_at: Instant | null;
}
/**
 * In user: of her whose visit it is, once there is something to say: it is not valid, or somebody decided. The id is the visit's.
 */
export interface VisitVerdict {
  store_id: Id;
  day: Day;
  /**
   * valid, pending or invalid
   */
  validity: string;
  /**
   * false: not the first valid visit of its store-day.
   */
  counts: boolean;
  /**
   * Those that fail, with their numbers.
   */
  rules: {}[];
  review?: Reviewed;
  appeal?: Appeal;
}
/**
 * In user: of her whom it is about: a question with its evidence (domain.md 4.10). Nothing follows from it by itself.
 */
export interface VisitFlag {
  code: string;
  level: string;
  visit_id: Id | null;
  store_id: Id | null;
  store_name: string | null;
  day: Day;
  evidence: {};
  /**
   * open, upheld, dismissed, or withdrawn: its ground is gone.
   */
  state: string;
  raised_at: Instant;
  hers_until: Instant7;
  answer: string | null;
  answered_at: Instant | null;
  decided_by_name: string | null;
  decided_at: Instant | null;
  decided_note: string | null;
}
/**
 * So much of a note's line is of this lot.
 */
export interface NoteLot {
  /**
   * Its name on the carton; empty where the partner keeps no lots.
   */
  lot: string;
  produced_on: Day;
  /**
   * In the line's unit.
   */
  qty: number;
}
/**
 * A line of a delivery note.
 */
export interface NoteLine {
  line_id: Id;
  order_id: Id;
  sku_id: Id;
  qty: number;
  uom: Uom;
  /**
   * The lots it is made up of, the first to expire first; absent where nobody knows.
   *
   * @minItems 1
   * @maxItems 40
   */
  lots?: NoteLot[];
  /**
   * Why goods go out with more than a third of their life behind them (R-SH-2).
   */
  older_reason?: string;
}
/**
 * The lots a gift of the note is made up of. Of more than go along the first are meant; of fewer none.
 */
export interface GiftLots {
  order_id: Id;
  line_id: Id8;
  /**
   * In cases, the first to expire first.
   *
   * @minItems 1
   * @maxItems 40
   */
  lots: NoteLot[];
  /**
   * Why goods go out with more than a third of their life behind them (R-SH-2).
   */
  older_reason?: string;
}
/**
 * partner clerk: one trip to one store (F74). entity delivery_note. The driver gets it in trip:<driver_id>:<deliver_on>.
 */
export interface NoteMake {
  no: string;
  store_id: Id;
  /**
   * @minItems 1
   * @maxItems 20
   */
  order_ids: Id[];
  driver_id: Id;
  deliver_on: Day;
  /**
   * @minItems 1
   * @maxItems 400
   */
  lines: NoteLine[];
  /**
   * Of the gifts that go along: the company works them out.
   *
   * @maxItems 400
   */
  gift_lots?: GiftLots[];
  /**
   * The vehicle's plate, or what they call it.
   */
  vehicle?: string;
}
/**
 * A line as it was counted onto the truck.
 */
export interface LoadedLine {
  line_id: Id;
  /**
   * In the line's unit; no more than is on the note.
   */
  qty: number;
  /**
   * Why there is less than on the note; null: there is not.
   */
  reason: string | null;
}
/**
 * driver: loaded and on the way. lines: every line of it as it was counted; absent where an older phone loads it as it stands.
 */
export interface NoteLoad {
  /**
   * The vehicle's plate, or what they call it.
   */
  vehicle?: string;
  /**
   * @minItems 1
   * @maxItems 400
   */
  lines?: LoadedLine[];
}
/**
 * driver: it was not loaded after all, or not as was said. Before the trip's first door only.
 */
export interface NoteUnload {}
/**
 * partner clerk: the note is taken back before it is loaded; its orders are open again.
 */
export interface NoteCancel {
  reason: string;
}
/**
 * partner clerk: another driver or another day, before it is loaded.
 */
export interface NoteAssign {
  driver_id: Id;
  deliver_on: Day;
  /**
   * The vehicle's plate, or what they call it.
   */
  vehicle?: string;
}
/**
 * partner clerk: it was printed once more.
 */
export interface NotePrint {}
/**
 * By which clerk, and why.
 */
export interface TakenBack {
  by_name: string;
  reason: string;
  at: Instant;
}
/**
 * system: one of its orders was cancelled before it was loaded. What it held of other orders may be noted again.
 */
export interface NoteVoid {}
/**
 * system: an order on it was to be cancelled when it was on the road (K4). The driver is told to bring it back; what he has handed over by then is a fact.
 */
export interface NoteRecall {
  order_no: string;
  by_id: Id;
  by_name: string;
  reason: string;
}
/**
 * Who wants it back, and why. It goes to no store any more, unless it was handed over already.
 */
export interface Recalled {
  order_no: string;
  by_name: string;
  reason: string;
  at: Instant;
}
/**
 * What the store took.
 */
export interface DeliverLine {
  line_id: Id;
  accepted_qty: number;
  /**
   * Required when different.
   */
  reason: string | null;
}
/**
 * driver: handed over, signed (F75).
 */
export interface NoteDeliver {
  outcome: "delivered" | "refused" | "failed";
  /**
   * @maxItems 400
   */
  lines: DeliverLine[];
  signer_name: string | null;
  signature_photo_id: Id | null;
  /**
   * @maxItems 10
   */
  photo_ids: Id[];
  position: Position | null;
  reason: string | null;
  note: string | null;
}
/**
 * A delivery line as it stands.
 */
export interface DeliveryLine {
  line_id: Id;
  order_id: Id;
  sku_id: Id;
  sku_name: string;
  qty: number;
  uom: Uom;
  accepted_qty: number | null;
  reason: string | null;
  order_line_id?: Id9;
  /**
   * The lots it is made up of, the first to expire first; absent where nobody knows.
   *
   * @minItems 1
   * @maxItems 40
   */
  lots?: NoteLot[];
  /**
   * Why goods go out with more than a third of their life behind them (R-SH-2).
   */
  older_reason?: string;
  /**
   * Of one unit, as audited (R-SH-7).
   */
  price_fen?: number;
  /**
   * Of qty; the notes of an order together come to the order, to the fen.
   */
  amount_fen?: number;
  /**
   * What the note said, where less was loaded: qty is what is on the truck.
   */
  noted_qty?: number;
  /**
   * Why less was loaded.
   */
  load_reason?: string;
}
/**
 * A line of an order, and how much of it is on earlier notes.
 */
export interface EarlierLine {
  line_id: Id;
  sku_id: Id;
  qty: number;
  uom: Uom;
  units_per_case: number;
}
/**
 * What goes with a note's goods for nothing. What is taken of it follows what is taken of these (R-SH-5).
 */
export interface DeliveryGift {
  line_id: Id10;
  order_id: Id;
  gift_of_line: Id;
  /**
   * <promotion>:<rule>.
   */
  rule_id: string;
  promotion_id: Id;
  promotion_name: string;
  sku_id: Id | null;
  /**
   * Of the SKU, or the item itself.
   */
  name: string;
  qty: number;
  accepted_qty: number | null;
  rule?: PromotionRule;
  /**
   * The order's lines with what notes before this one carry: gifts count over all of it.
   *
   * @maxItems 400
   */
  earlier: EarlierLine[];
  /**
   * In cases, the first to expire first; absent where nobody knows.
   *
   * @minItems 1
   * @maxItems 40
   */
  lots?: NoteLot[];
  /**
   * Why goods go out with more than a third of their life behind them (R-SH-2).
   */
  older_reason?: string;
}
/**
 * In partner:, store: and trip:.
 */
export interface DeliveryNote {
  no: string;
  order_ids: Id[];
  order_nos: string[];
  store_id: Id;
  store_code: string;
  store_name: string;
  address: string;
  contact_name: string | null;
  phone: string | null;
  receiving_window: string | null;
  lat_e7: number;
  lon_e7: number;
  partner_id: Id;
  driver_id: Id;
  driver_name: string;
  deliver_on: Day;
  /**
   * prepared, void, in_transit, delivered_full, delivered_partial, refused or failed
   */
  state: string;
  lines: DeliveryLine[];
  signer_name: string | null;
  signature_photo_id: Id | null;
  /**
   * When it left the warehouse.
   */
  loaded_at: Instant | null;
  delivered_at: Instant | null;
  reason: string | null;
  note: string | null;
  recall?: Recalled;
  gifts?: DeliveryGift[];
  /**
   * The vehicle's plate, or what they call it.
   */
  vehicle?: string;
  /**
   * To be collected at the door, once delivered of what was taken. In partner: and trip: only.
   */
  collect_fen?: number;
  /**
   * The store pays so many days later by its terms, and nothing at the door. In partner: and trip: only.
   */
  payment_days?: number;
  /**
   * So many times it was printed.
   */
  prints?: number;
  taken_back?: TakenBack;
}
/**
 * A line of goods that are to go back.
 */
export interface ReturnAsk {
  line_id: Id;
  sku_id: Id;
  qty: number;
  uom: Uom;
  /**
   * As it reads on the carton; empty where nobody can read it.
   */
  lot: string;
  produced_on: Day | null;
  reason: ReturnReason;
  /**
   * The line of the delivery note it came with, where that is known.
   */
  note_line_id: Id | null;
}
/**
 * rep: goods of a store that are to go back (F76). entity return_note.
 */
export interface ReturnRequest {
  no: string;
  store_id: Id;
  delivery_note_id: Id | null;
  /**
   * @minItems 1
   * @maxItems 100
   */
  lines: ReturnAsk[];
  /**
   * @maxItems 10
   */
  photo_ids: Id[];
  note: string | null;
}
/**
 * office: the goods may go back, or they may not, and why.
 */
export interface ReturnDecide {
  outcome: "approved" | "rejected";
  /**
   * Required when rejected.
   */
  reason: string | null;
}
/**
 * partner clerk: who collects them, and when.
 */
export interface ReturnPlan {
  driver_id: Id;
  collect_on: Day;
}
/**
 * What was there of a line.
 */
export interface CollectedLine {
  line_id: Id;
  qty: number;
}
/**
 * driver, or the partner's clerk: the goods are on the truck.
 */
export interface ReturnCollect {
  /**
   * @minItems 1
   * @maxItems 100
   */
  lines: CollectedLine[];
  note: string | null;
}
/**
 * What became of a line: good and scrapped are all that came.
 */
export interface PostedLine {
  line_id: Id;
  good: number;
  scrapped: number;
}
/**
 * partner clerk: back in the warehouse, for sale again or thrown away.
 */
export interface ReturnPost {
  /**
   * @minItems 1
   * @maxItems 1000
   */
  lines: PostedLine[];
}
/**
 * A line of a return note as it stands. Quantities in its unit.
 */
export interface ReturnLine {
  line_id: Id;
  sku_id: Id;
  sku_name: string;
  qty: number;
  uom: Uom;
  lot: string;
  produced_on: Day | null;
  reason: string | null;
  note_line_id: Id | null;
  gift: boolean;
  collected_qty: number | null;
  good: number | null;
  scrapped: number | null;
}
/**
 * Goods that go back to the partner's warehouse (F76): asked for in a store, or not taken at its door. In store:, in partner: once approved, in trip: of who collects them.
 */
export interface ReturnNote {
  no: string;
  origin: "store" | "delivery";
  state: "requested" | "approved" | "rejected" | "collected" | "posted";
  store_id: Id;
  store_code: string;
  store_name: string;
  address: string;
  partner_id: Id;
  delivery_note_id: Id | null;
  delivery_note_no: string | null;
  driver_id: Id | null;
  driver_name: string | null;
  collect_on: Day | null;
  /**
   * @maxItems 1000
   */
  lines: ReturnLine[];
  /**
   * @maxItems 10
   */
  photo_ids: Id[];
  note: string | null;
  asked_by_name: string;
  asked_at: Instant;
  decided_by_name: string | null;
  decided_at: Instant | null;
  decided_reason: string | null;
  collected_at: Instant | null;
  posted_at: Instant | null;
}
/**
 * What of it is about goods.
 */
export interface TicketGoods {
  sku_id: Id;
  units: number;
  uom?: Uom1;
  /**
   * Missing.
   */
  short_qty?: number;
  /**
   * Broken.
   */
  damaged_qty?: number;
}
/**
 * The delivery note a ticket is about, as whoever opened it read it.
 */
export interface TicketNote {
  no: string;
  deliver_on: Day;
}
/**
 * One word about a ticket, and what it became with it.
 */
export interface TicketWord {
  at: Instant;
  by_name: string;
  state: "to_partner" | "to_office" | "in_progress" | "waiting" | "solved" | "confirmed" | "closed";
  note: string | null;
}
/**
 * In store:, and in partner: once it was his turn, without visit and photos.
 */
export interface Ticket {
  store_id: Id;
  store_code: string;
  store_name: string;
  type: TicketType;
  text: string;
  /**
   * @maxItems 60
   */
  goods: TicketGoods[];
  /**
   * @maxItems 10
   */
  photo_ids: Id[];
  visit_id: Id | null;
  note_id: Id | null;
  opened_by_name: string;
  opened_at: Instant;
  state: "new" | "assigned" | "in_progress" | "waiting" | "solved" | "confirmed" | "closed";
  /**
   * Whose turn it is.
   */
  holder: "office" | "partner";
  answer_by: Instant;
  solve_by: Instant;
  words: TicketWord[];
  closed_at: Instant | null;
  reopened: number;
  note?: TicketNote;
}
/**
 * rep, office: a store complains, or waits for a service.
 */
export interface TicketOpen {
  store_id: Id;
  type: TicketType;
  text: string;
  /**
   * @maxItems 60
   */
  goods: TicketGoods[];
  /**
   * @maxItems 10
   */
  photo_ids: Id[];
  visit_id: Id | null;
  note_id: Id | null;
}
/**
 * office: whose turn it is.
 */
export interface TicketAssign {
  to: "office" | "partner";
  note: string | null;
}
/**
 * office, partner: what is done about it.
 */
export interface TicketAnswer {
  state: "in_progress" | "waiting" | "solved";
  note: string;
}
/**
 * rep, office: the store says that it is solved, or that it is not.
 */
export interface TicketConfirm {
  solved: boolean;
  note: string | null;
}
/**
 * office: it is over.
 */
export interface TicketClose {
  note: string | null;
}
/**
 * rep, office: within 14 days it is not over.
 */
export interface TicketReopen {
  note: string;
}
/**
 * Pictures a step asks for (domain.md 4.4).
 */
export interface StepPhoto {
  type: PhotoType;
  count: number;
}
/**
 * One step of a template, in the order of the visit.
 */
export interface TemplateStep {
  step: VisitStep;
  need: StepNeed;
  /**
   * @maxItems 9
   */
  photos: StepPhoto[];
}
/**
 * specialist, manager: a draft of one version, id <code>.<version>. Refused once it is submitted.
 */
export interface VisitTemplateSave {
  code: string;
  template_version: number;
  name: string;
  /**
   * For these classes of customer; none named: for all. So with channels and tiers.
   *
   * @maxItems 4
   */
  classes: CustomerClass[];
  /**
   * @maxItems 40
   */
  channels: string[];
  /**
   * @maxItems 4
   */
  tiers: Tier[];
  valid_from: Day;
  /**
   * A step opens when the required ones before it are settled.
   */
  strict_order: boolean;
  /**
   * @minItems 1
   * @maxItems 10
   */
  steps: TemplateStep[];
}
/**
 * specialist, manager: the draft is ready to be decided on.
 */
export interface VisitTemplateSubmit {}
/**
 * manager: holds from valid_from, and is never changed again. Not by who drafted it.
 */
export interface VisitTemplatePublish {}
/**
 * manager: a draft again, and why.
 */
export interface VisitTemplateReturn {
  reason: string;
}
/**
 * manager: no new visit begins under it. Visits begun under it keep it.
 */
export interface VisitTemplateRetire {}
/**
 * specialist, manager: the draft is thrown away. Whoever saves its version again begins it anew, as its only author.
 */
export interface VisitTemplateDiscard {}
/**
 * In org:, from its publication on. The id is <code>.<version>; a visit names the one it was begun under.
 */
export interface VisitTemplate {
  code: string;
  template_version: number;
  name: string;
  /**
   * For these classes of customer; none named: for all. So with channels and tiers.
   *
   * @maxItems 4
   */
  classes: CustomerClass[];
  /**
   * @maxItems 40
   */
  channels: string[];
  /**
   * @maxItems 4
   */
  tiers: Tier[];
  valid_from: Day;
  /**
   * A step opens when the required ones before it are settled.
   */
  strict_order: boolean;
  steps: TemplateStep[];
  /**
   * published or retired; others are shown to nobody but the office
   */
  state: string;
  /**
   * The offices whose stores it holds for.
   */
  org_unit_ids: Id[];
}
/**
 * rep: I am here. Never refused for where or when.
 */
export interface VisitCheckIn {
  store_id: Id;
  planned_visit_id: Id | null;
  unplanned_reason: string | null;
  day: Day;
  position: Position | null;
  distance_m: number | null;
  fence_result: FenceResult;
  exception_reason: string | null;
  note: string | null;
  template_id?: Id11;
}
/**
 * rep: the shelf as found. Replaces what this visit said before about the same SKU and location.
 */
export interface VisitCheck {
  /**
   * @minItems 1
   * @maxItems 400
   */
  observations: Observation[];
  /**
   * What this visit says of the categories from now on.
   *
   * @maxItems 20
   */
  categories?: CategoryFacings[];
  displays?: DisplaysSeen;
}
/**
 * Facings of one category on the main shelf, own and everybody else's (M14).
 */
export interface CategoryFacings {
  category: string;
  own: number;
  others: number;
}
/**
 * Own second displays, and coolers of either side, as counted (S4).
 */
export interface DisplaysSeen {
  own_displays: number;
  own_coolers: number;
  rival_coolers: number;
}
/**
 * S2: what the shop shows to the street (domain.md 4.3).
 */
export interface OutsideCheck {
  sign: SignState;
  light_box: LightBoxState;
  poster: PosterState;
}
/**
 * rep: the shop seen from the street (S2). The last word counts.
 */
export interface VisitOutside {
  sign: SignState;
  light_box: LightBoxState;
  poster: PosterState;
}
/**
 * The four questions about the order of a shelf (domain.md 4.6).
 */
export interface ShelfOrder {
  brand_block: ShelfAnswer;
  labels_front: ShelfAnswer;
  clean: ShelfAnswer;
  rotated: ShelfAnswer;
}
/**
 * A SKU on the main shelf as the work left it; what is missing stayed as it was found.
 */
export interface ShelfFix {
  sku_id: Id;
  facings?: number;
  shelf_level?: number;
  price_tag?: "correct" | "wrong" | "missing";
}
/**
 * rep: the shelf put in order (S5): what was done, and how it stands. The last word counts.
 */
export interface VisitMerchandise {
  /**
   * @maxItems 8
   */
  actions: MerchandiseAction[];
  /**
   * @maxItems 6
   */
  posm: PosmPlaced[];
  order: ShelfOrder;
  /**
   * @maxItems 200
   */
  fixes: ShelfFix[];
  /**
   * Facings after the work. Missing: as they were counted before.
   *
   * @maxItems 20
   */
  categories?: CategoryFacings[];
}
/**
 * S5 as said last (domain.md 4.3).
 */
export interface Merchandise {
  /**
   * @maxItems 8
   */
  actions: MerchandiseAction[];
  /**
   * @maxItems 6
   */
  posm: PosmPlaced[];
  order: ShelfOrder;
  /**
   * @maxItems 200
   */
  fixes: ShelfFix[];
  /**
   * Facings after the work. Missing: as they were counted before.
   *
   * @maxItems 20
   */
  categories?: CategoryFacings[];
}
/**
 * F77: of a line of the note, what is missing and what is broken, of what was signed for.
 */
export interface DeliveryDiffers {
  line_id: Id;
  sku_id: Id;
  uom: Uom;
  /**
   * In the line's unit.
   */
  short_qty: number;
  /**
   * In the line's unit.
   */
  damaged_qty: number;
}
/**
 * What the shop says of a delivery: did it come?
 */
export interface DeliveryAsked {
  note_id: Id;
  received: "yes" | "no" | "short";
  /**
   * Of the note, as she sees it.
   */
  note_no?: string;
  deliver_on?: Day;
  /**
   * Only lines that differ. Older phones say none.
   *
   * @maxItems 200
   */
  lines?: DeliveryDiffers[];
}
/**
 * rep: whom she met, in what mood, and what was open (S3). The last word counts.
 */
export interface VisitGreet {
  contact_name: string | null;
  contact_role: ContactRole;
  /**
   * 1 is bad.
   */
  mood: number;
  /**
   * Of the last visit's promise; null: there was none.
   */
  promise_kept: boolean | null;
  /**
   * @maxItems 20
   */
  deliveries: DeliveryAsked[];
}
/**
 * S3 as said last (domain.md 4.3).
 */
export interface Greeting {
  contact_name: string | null;
  contact_role: ContactRole;
  /**
   * 1 is bad.
   */
  mood: number;
  /**
   * Of the last visit's promise; null: there was none.
   */
  promise_kept: boolean | null;
  /**
   * @maxItems 20
   */
  deliveries: DeliveryAsked[];
}
/**
 * One thing another brand does here.
 */
export interface RivalSeen {
  brand: string;
  what: string | null;
  activity: RivalActivity;
  price_fen: Fen | null;
  /**
   * 3 is strong.
   */
  effect: number;
  photo_id?: Id;
  /**
   * How it works: three for two, a gift.
   */
  mechanism?: string;
  from_on?: Day;
  until_on?: Day;
  /**
   * Of the brand, on the shelf.
   */
  facings?: number;
}
/**
 * rep: what other brands do here (S7). An empty list: she looked and saw nothing. The last word counts.
 */
export interface VisitCompetitor {
  /**
   * @maxItems 12
   */
  seen: RivalSeen[];
}
/**
 * One part: got_100 hundredths of its points, for num of den. den 0: not applicable, it leaves both sides.
 */
export interface ScoredItem {
  item: ScoreItem;
  points: number;
  got_100: number;
  num: number;
  den: number;
}
/**
 * The display score of a shelf, in tenths of 100.
 */
export interface DisplayScore {
  score_10: number;
  passed: boolean;
  items: ScoredItem[];
}
/**
 * Frozen when she left: as found, and as the work left it. The latter counts.
 */
export interface VisitScore {
  before: DisplayScore;
  after: DisplayScore;
}
/**
 * rep: this step cannot be done here today. The last reason for a step counts.
 */
export interface VisitSkip {
  step: VisitStep;
  reason: string;
}
/**
 * One item of a promotion's check; a reason where it is not so.
 */
export interface ItemChecked {
  item: PromotionItem;
  ok: boolean;
  reason: string | null;
}
/**
 * F55: one promotion of this store, item by item; or why it could not be checked.
 */
export interface PromotionChecked {
  promotion_id: Id;
  plan_version: number;
  /**
   * @maxItems 7
   */
  items: ItemChecked[];
  /**
   * Shelf price as read.
   */
  price_fen: Fen | null;
  /**
   * Why it is not agreed, not set up or not checked.
   */
  cannot: string | null;
  /**
   * @maxItems 4
   */
  photo_ids: Id[];
}
/**
 * Material of ours in the store.
 */
export interface PosmCounted {
  item: PosmItem;
  good: number;
  worn: number;
}
/**
 * A cooler of ours: is it there, does it work, is it clean, is it ours inside?
 */
export interface CoolerSeen {
  serial: string;
  present: boolean;
  working: boolean | null;
  temp_ok: boolean | null;
  clean: boolean | null;
  purity_pct: number | null;
  photo_id: Id | null;
}
/**
 * rep: promotions, material and coolers (S6). The last word counts.
 */
export interface VisitPromotion {
  /**
   * @maxItems 40
   */
  checks: PromotionChecked[];
  /**
   * @maxItems 6
   */
  posm: PosmCounted[];
  /**
   * @maxItems 12
   */
  coolers: CoolerSeen[];
}
/**
 * A check as said, with its result.
 */
export interface PromotionJudged {
  promotion_id: Id;
  plan_version: number;
  /**
   * @maxItems 7
   */
  items: ItemChecked[];
  /**
   * Shelf price as read.
   */
  price_fen: Fen | null;
  /**
   * Why it is not agreed, not set up or not checked.
   */
  cannot: string | null;
  /**
   * @maxItems 4
   */
  photo_ids: Id[];
  passed: boolean;
  /**
   * @maxItems 7
   */
  failed: PromotionItem[];
}
/**
 * S6 of a visit, as said, with results.
 */
export interface PromotionStep {
  /**
   * @maxItems 40
   */
  checks: PromotionJudged[];
  /**
   * @maxItems 6
   */
  posm: PosmCounted[];
  /**
   * @maxItems 12
   */
  coolers: CoolerSeen[];
}
/**
 * A required step that could not be done, and why (domain.md 4.12).
 */
export interface StepSkip {
  step: VisitStep;
  reason: string;
}
/**
 * rep: leaving.
 */
export interface VisitCheckOut {
  position: Position | null;
  /**
   * By the phone's monotonic clock.
   */
  stay_s: number;
  note: string | null;
  no_order_reason: string | null;
  next_promise: string | null;
}
/**
 * rep: could not visit. Opens and closes the visit in one.
 */
export interface VisitFail {
  store_id: Id;
  planned_visit_id: Id | null;
  day: Day;
  reason: string;
  note: string | null;
  position: Position | null;
  exception_reason?: string;
}
/**
 * rep: the visit waits (owner busy, a delivery). At most two a visit; the time does not count as stay.
 */
export interface VisitPause {
  reason: string;
}
/**
 * rep: the visit goes on.
 */
export interface VisitResume {}
/**
 * One pause of a visit.
 */
export interface Pause {
  reason: string;
  from_at: Instant;
  until_at: Instant | null;
}
/**
 * system: nobody left this visit before its day was over. It ends with the last that is known of it.
 */
export interface VisitAbandon {
  left_at: Instant;
}
/**
 * rep: when she did leave a visit she forgot to end, and why it was forgotten. It stays abandoned.
 */
export interface VisitLeft {
  left_at: Instant;
  reason: string;
  note: string | null;
}
/**
 * What she says of an abandoned visit.
 */
export interface LeftSaid {
  left_at: Instant;
  reason: string;
  note: string | null;
  said_at: Instant;
}
/**
 * import and benchmark: a whole visit in one operation.
 */
export interface VisitRecord {
  store_id: Id;
  rep_id: Id;
  planned_visit_id: Id | null;
  day: Day;
  started_at: Instant;
  ended_at: Instant;
  position: Position | null;
  distance_m: number | null;
  fence_result: FenceResult;
  outcome: "completed" | "failed";
  fail_reason: string | null;
  /**
   * @maxItems 400
   */
  observations: Observation[];
  note: string | null;
}
/**
 * In store:, the rep's view: who was where and when; not how far off.
 */
export interface Visit {
  store_id: Id;
  rep_id: Id;
  rep_name: string;
  planned_visit_id: Id | null;
  day: Day;
  /**
   * in_progress, completed, failed or abandoned: its day was over before she left
   */
  state: string;
  checked_in_at: Instant;
  checked_out_at: Instant | null;
  fence_result: FenceResult;
  observations: Observation[];
  fail_reason: string | null;
  no_order_reason: string | null;
  note: string | null;
  next_promise: string | null;
  /**
   * Received more than 24 h after capture.
   */
  late: boolean;
  template_id?: Id12;
  /**
   * Missing: none.
   */
  skips?: StepSkip[];
  outside?: OutsideCheck1;
  /**
   * Missing: not counted.
   *
   * @maxItems 20
   */
  categories?: CategoryFacings[];
  displays?: DisplaysSeen1;
  merchandise?: Merchandise1;
  greet?: Greeting1;
  score?: VisitScore1;
  /**
   * Missing: nobody looked.
   */
  rivals?: RivalSeen[];
  /**
   * Missing: none.
   */
  pauses?: Pause[];
  left_said?: LeftSaid1;
  promotion?: PromotionStep;
  /**
   * S8. Missing: nothing was offered.
   */
  pitches?: Pitch[];
}
/**
 * Missing: not checked.
 */
export interface OutsideCheck1 {
  sign: SignState;
  light_box: LightBoxState;
  poster: PosterState;
}
/**
 * Own second displays, and coolers of either side, as counted (S4).
 */
export interface DisplaysSeen1 {
  own_displays: number;
  own_coolers: number;
  rival_coolers: number;
}
/**
 * Missing: not said.
 */
export interface Merchandise1 {
  /**
   * @maxItems 8
   */
  actions: MerchandiseAction[];
  /**
   * @maxItems 6
   */
  posm: PosmPlaced[];
  order: ShelfOrder;
  /**
   * @maxItems 200
   */
  fixes: ShelfFix[];
  /**
   * Facings after the work. Missing: as they were counted before.
   *
   * @maxItems 20
   */
  categories?: CategoryFacings[];
}
/**
 * Missing: not said.
 */
export interface Greeting1 {
  contact_name: string | null;
  contact_role: ContactRole;
  /**
   * 1 is bad.
   */
  mood: number;
  /**
   * Of the last visit's promise; null: there was none.
   */
  promise_kept: boolean | null;
  /**
   * @maxItems 20
   */
  deliveries: DeliveryAsked[];
}
/**
 * Missing: not left yet, or nothing to score.
 */
export interface VisitScore1 {
  before: DisplayScore;
  after: DisplayScore;
}
/**
 * Missing: not abandoned, or she has not answered.
 */
export interface LeftSaid1 {
  left_at: Instant;
  reason: string;
  note: string | null;
  said_at: Instant;
}
/**
 * F35: a product was offered, and what was answered.
 */
export interface Pitch {
  sku_id: Id;
  result: "ordered" | "agreed" | "thinking" | "refused";
  objection:
    | ("price" | "sells_slowly" | "no_space" | "has_rival" | "stock_left" | "payment" | "other")
    | null;
  contact_name: string | null;
  sample_units: number;
  next_on: Day | null;
  note: string | null;
}
/**
 * anyone who captures: this picture belongs there. The bytes follow by tus.
 */
export interface PhotoAttach {
  visit_id: Id | null;
  store_id: Id;
  delivery_note_id: Id | null;
  task_id: Id | null;
  type: PhotoType;
  sha256: Sha256;
  bytes: number;
  mime: "image/jpeg" | "image/png" | "image/webp" | "image/heic";
  width: number;
  height: number;
  taken_at: Instant;
  position: Position | null;
  capture_mode: "live" | "file" | "drawn";
  /**
   * Order within the visit.
   */
  sequence: number;
  /**
   * What the phone saw wrong with a picture that was kept all the same.
   */
  look?: "blurred" | "dark" | "glare";
  /**
   * Why it was kept.
   */
  kept_reason?: "light" | "glass" | "narrow" | "hurry" | "moving";
  chain?: PhotoLink;
  spot_check_id?: Id13;
}
/**
 * A picture's place in the chain of its visit: which one it is, and the SHA-256 of `before:sha256`, where before is the hash of the link before it, for the first one the visit's id.
 */
export interface PhotoLink {
  n: number;
  hash: Sha256;
}
/**
 * system: all bytes are here and hash to the id.
 */
export interface PhotoArrive {
  sha256: Sha256;
}
/**
 * office: the photo shows what it should, or not and why. A decision about it: the photo itself stays what it is. Said again it replaces what stood.
 */
export interface PhotoReview {
  state: "accepted" | "rejected";
  /**
   * Of a rejected one.
   */
  reason: PhotoReason | null;
  note: string | null;
}
/**
 * What somebody decided about a photo.
 */
export interface PhotoReviewed {
  /**
   * accepted or rejected
   */
  state: string;
  reason: string | null;
  note: string | null;
  by_name: string;
  at: Instant;
}
/**
 * In store: (and in trip:/partner: when it proves a delivery).
 */
export interface Photo {
  visit_id: Id | null;
  store_id: Id;
  delivery_note_id: Id | null;
  task_id: Id | null;
  type: PhotoType;
  sha256: Sha256;
  bytes: number;
  mime: string;
  width: number;
  height: number;
  taken_at: Instant;
  capture_mode: string;
  sequence: number;
  author_id: Id;
  /**
   * The server holds the bytes and they hash to sha256.
   */
  present: boolean;
  review?: PhotoReviewed;
  /**
   * What the phone saw wrong with a picture that was kept all the same.
   */
  look?: "blurred" | "dark" | "glare";
  /**
   * Why it was kept.
   */
  kept_reason?: "light" | "glass" | "narrow" | "hurry" | "moving";
  chain?: PhotoLink;
  /**
   * Its link follows from one that is here. Missing: it has none.
   */
  chained?: boolean;
}
/**
 * rep: end of day (S11). entity day_summary, id <rep_id>:<day>.
 */
export interface DayEnd {
  day: Day;
  /**
   * Operations and photos not yet received when she said it.
   */
  unsent: number;
  /**
   * @maxItems 200
   */
  missed: {
    planned_visit_id: Id;
    reason: string;
  }[];
  note: string | null;
  /**
   * Why she ends it although something is unsent. Missing: nothing is, or an older app.
   */
  unsent_reason?: string;
}
/**
 * system: a day with visits that nobody ended. entity day_summary, id <rep_id>:<day>.
 */
export interface DayClose {
  day: Day;
  ended_at: Instant;
}
/**
 * In user:<rep>.
 */
export interface DaySummary {
  rep_id: Id;
  day: Day;
  ended_at: Instant;
  planned: number;
  visited: number;
  orders: number;
  value_fen: number;
  unsent: number;
  missed: {}[];
  note: string | null;
  /**
   * Nobody ended it before it was over. Missing: no.
   */
  auto_closed?: boolean;
  /**
   * Missing: none was said.
   */
  unsent_reason?: string;
}
/**
 * rep: S8, what was offered in this visit; said again, the last word counts.
 */
export interface VisitPitch {
  /**
   * @maxItems 30
   */
  pitches: Pitch[];
}

/** The args of each kind of operation. */
export interface OperationArgs {
  "org_unit.put": OrgUnitPut;
  "person.put": PersonPut;
  "employment.put": EmploymentPut;
  "employment.turn": EmploymentTurn;
  "inbox.read": InboxRead;
  "conflict.close": ConflictClose;
  "sku.put": SkuPut;
  "sku.save": SkuSave;
  "sku.picture": SkuPicture;
  "sku.publish": SkuPublish;
  "price_list.put": PriceListPut;
  "must_stock_list.put": MustStockListPut;
  "partner.put": PartnerPut;
  "customer.put": CustomerPut;
  "store.put": StorePut;
  "store.copy": StoreCopy;
  "store.propose": StorePropose;
  "store.approve": StoreApprove;
  "store.return": StoreReturn;
  "store.merge": StoreMerge;
  "store.unmerge": StoreUnmerge;
  "store.move": StoreMove;
  "store_change.propose": StoreChangePropose;
  "store_change.withdraw": StoreChangeWithdraw;
  "store_change.seen": StoreChangeSeen;
  "store_change.decide": StoreChangeDecide;
  "store_change.suspect": StoreChangeSuspect;
  "store.assign": StoreAssign;
  "store.end_assignment": StoreAssignEnd;
  "trade_terms.save": TradeTermsSave;
  "trade_terms.submit": TradeTermsSubmit;
  "trade_terms.approve": TradeTermsApprove;
  "trade_terms.return": TradeTermsReturn;
  "terms_alert.except": TermsAlertExcept;
  "promotion.issue": PromotionSave;
  "promotion.save": PromotionSave;
  "promotion.picture": PromotionPicture;
  "promotion.submit": PromotionSubmit;
  "promotion.approve": PromotionApprove;
  "promotion.return": PromotionReturn;
  "promotion.release": PromotionRelease;
  "promotion.stop": PromotionStop;
  "promotion.end": PromotionEnd;
  "promotion.agree": PromotionAgree;
  "promotion.decline": PromotionDecline;
  "promotion.set_up": PromotionSetUp;
  "promotion.take_down": PromotionTakeDown;
  "planned_visit.put": PlannedVisitPut;
  "planned_visit.move": PlannedVisitMove;
  "planned_visit.waive": PlannedVisitWaive;
  "planned_visit.add": PlannedVisitAdd;
  "planned_visit.follow": PlannedVisitFollow;
  "day.start": DayStart;
  "day.arrange": DayArrange;
  "task.assign": TaskAssign;
  "task.complete": TaskComplete;
  "task.cannot": TaskCannot;
  "task.withdraw": TaskWithdraw;
  "task.follow": TaskFollow;
  "visit_template.save": VisitTemplateSave;
  "visit_template.submit": VisitTemplateSubmit;
  "visit_template.publish": VisitTemplatePublish;
  "visit_template.return": VisitTemplateReturn;
  "visit_template.retire": VisitTemplateRetire;
  "visit_template.discard": VisitTemplateDiscard;
  "visit.check_in": VisitCheckIn;
  "visit.check": VisitCheck;
  "visit.outside": VisitOutside;
  "visit.greet": VisitGreet;
  "visit.merchandise": VisitMerchandise;
  "visit.promotion": VisitPromotion;
  "visit.competitor": VisitCompetitor;
  "visit.pitch": VisitPitch;
  "visit.skip": VisitSkip;
  "visit.check_out": VisitCheckOut;
  "visit.fail": VisitFail;
  "visit.pause": VisitPause;
  "visit.resume": VisitResume;
  "visit.abandon": VisitAbandon;
  "visit.left": VisitLeft;
  "visit.record": VisitRecord;
  "photo.attach": PhotoAttach;
  "photo.arrive": PhotoArrive;
  "photo.review": PhotoReview;
  "day.end": DayEnd;
  "day.close": DayClose;
  "order.submit": OrderSubmit;
  "order.audit": OrderAudit;
  "order.reject": OrderReject;
  "order.cancel": OrderCancel;
  "order.accept": OrderAccept;
  "order.invoice": OrderInvoice;
  "order.pay": OrderPay;
  "order.void": OrderVoid;
  "filter.save": FilterSave;
  "filter.drop": FilterDrop;
  "replay.ask": ReplayAsk;
  "replay.stop": ReplayStop;
  "order.hold": OrderHold;
  "order.release": OrderRelease;
  "order.un_audit": OrderUnAudit;
  "order.close": OrderClose;
  "order.recall": OrderRecall;
  "order.open": OrderOpen;
  "order.close_line": OrderCloseLine;
  "order.redeliver": OrderRedeliver;
  "order.amend": OrderAmend;
  "order.decide_amendment": OrderDecideAmendment;
  "note.make": NoteMake;
  "note.load": NoteLoad;
  "note.unload": NoteUnload;
  "note.cancel": NoteCancel;
  "note.assign": NoteAssign;
  "note.print": NotePrint;
  "note.void": NoteVoid;
  "note.recall": NoteRecall;
  "note.deliver": NoteDeliver;
  "return.request": ReturnRequest;
  "return.decide": ReturnDecide;
  "return.plan": ReturnPlan;
  "return.collect": ReturnCollect;
  "return.post": ReturnPost;
  "stock.count": StockCountSay;
  "stock.receive": StockReceiveSay;
  "receivable.say": ReceivableSay;
  "receivable.share": ReceivableShare;
  "claim.file": ClaimFile;
  "claim.verify": ClaimVerify;
  "claim.reject": ClaimReject;
  "claim.settle": ClaimSettle;
  "purchase.submit": PurchaseSubmit;
  "purchase.amend": PurchaseAmend;
  "purchase.review": PurchaseReview;
  "purchase.audit": PurchaseAudit;
  "purchase.allocate": PurchaseAllocate;
  "purchase.dispatch": PurchaseDispatch;
  "purchase.claim": PurchaseClaim;
  "purchase.settle": PurchaseSettle;
  "purchase.cancel": PurchaseCancel;
  "purchase.close": PurchaseClose;
  "purchase_terms.put": PurchaseTermsPut;
  "visit.review": VisitReview;
  "visit.appeal": VisitAppeal;
  "visit.settle_appeal": AppealSettle;
  "flag.answer": FlagAnswer;
  "flag.decide": FlagDecide;
  "review_rules.put": ReviewRulesPut;
  "ticket.open": TicketOpen;
  "ticket.assign": TicketAssign;
  "ticket.answer": TicketAnswer;
  "ticket.confirm": TicketConfirm;
  "ticket.close": TicketClose;
  "ticket.reopen": TicketReopen;
  "spot.check": SpotCheckSay;
  "spot.answer": SpotAnswer;
  "spot.settle": SpotSettle;
  "card.put": CardPut;
  "joint.plan": JointPlan;
  "joint.cancel": JointCancel;
  "joint.coach": JointCoach;
}
export type OperationKind = keyof OperationArgs;
/** The body of each kind of record. */
export interface RecordShape {
  grant: Grant;
  person: Person;
  org_unit: OrgUnit;
  inbox_item: InboxItem;
  conflict: Conflict;
  sku: Sku;
  price_list: PriceList;
  must_stock_list: MustStockList;
  partner: Partner;
  store: Store;
  store_change: StoreChange;
  store_mark: StoreMark;
  promotion: Promotion;
  promotion_standard: PromotionStandard;
  promotion_execution: PromotionExecution;
  planned_visit: PlannedVisit;
  day_start: DayStarted;
  stop_order: StopOrder;
  task: Task;
  visit_template: VisitTemplate;
  visit: Visit;
  photo: Photo;
  day_summary: DaySummary;
  saved_filter: SavedFilter;
  sales_order: SalesOrder;
  delivery_note: DeliveryNote;
  return_note: ReturnNote;
  stock_count: StockCount;
  stock_receipt: StockReceipt;
  expense_claim: ExpenseClaim;
  partner_stock: PartnerStock;
  purchase_order: PurchaseOrder;
  partner_supply: PartnerSupply;
  receivable: Receivable;
  partner_sharing: PartnerSharing;
  purchase_terms: PurchaseTerms;
  visit_verdict: VisitVerdict;
  visit_flag: VisitFlag;
  ticket: Ticket;
  spot_check: SpotCheck;
  joint_day: JointDay;
  joint_visit: JointVisit;
  field_card: FieldCard;
}
export type Entity = keyof RecordShape;
/** Where the record is not called as its operations begin: by operation, or start. */
const ENTITIES: Readonly<Record<string, string>> = {
  inbox: "inbox_item",
  day: "day_summary",
  order: "sales_order",
  filter: "saved_filter",
  replay: "promotion_replay",
  note: "delivery_note",
  return: "return_note",
  stock: "stock_count",
  claim: "expense_claim",
  purchase: "purchase_order",
  flag: "visit_flag",
  spot: "spot_check",
  card: "field_card",
  joint: "joint_day",
  "store.assign": "store_assignment",
  "store.end_assignment": "store_assignment",
  "promotion.picture": "promotion_standard",
  "promotion.agree": "promotion_execution",
  "promotion.decline": "promotion_execution",
  "promotion.set_up": "promotion_execution",
  "promotion.take_down": "promotion_execution",
  "day.start": "day_start",
  "day.arrange": "stop_order",
  "stock.receive": "stock_receipt",
  "receivable.share": "partner_sharing",
  "visit.review": "visit_verdict",
  "visit.appeal": "visit_verdict",
  "visit.settle_appeal": "visit_verdict",
  "joint.coach": "joint_visit",
};
/** Which record an operation is about. */
export function entityOf(kind: OperationKind): string {
  const start = kind.slice(0, kind.indexOf("."));
  return ENTITIES[kind] ?? ENTITIES[start] ?? start;
}
