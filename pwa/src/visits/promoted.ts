/** S6: promotions, material and coolers as tapped, and what that says. Pure. */

import type { PromotionNow } from "../promotions/now";
import type {
  CoolerSeen,
  ItemChecked,
  PosmCounted,
  PosmItem,
  PromotionChecked,
  PromotionItem,
} from "../protocol";
import type { Shot } from "./EvidencePhoto.svelte";
import { fenOf } from "./shelf";

export type Answer = "yes" | "no" | "";

export interface Card {
  items: Partial<Record<PromotionItem, Answer>>;
  reasons: Partial<Record<PromotionItem, string>>;
  price: string;
  cannot: string;
  shot: Shot | null;
}
export interface CoolerCard {
  serial: string;
  present: Answer;
  working: Answer;
  temp_ok: Answer;
  clean: Answer;
  purity: string;
  shot: Shot | null;
}
export type Counts = Partial<Record<PosmItem, { good: number; worn: number }>>;

export const NO_CARD: Card = { items: {}, reasons: {}, price: "", cannot: "", shot: null };
export const ANSWERS = ["yes", "no"] as const;
export const CANNOT = [
  "owner_absent",
  "owner_refuses",
  "no_space",
  "no_material",
  "other",
] as const;
export const WHY_NOT: Record<PromotionItem, readonly string[]> = {
  explained: ["owner_absent", "owner_busy", "other"],
  offer_visible: ["sign_gone", "covered", "other"],
  price: ["old_price", "owner_raised", "no_tag", "other"],
  stock: ["sold_out", "not_delivered", "other"],
  display: ["moved", "smaller", "rival_took", "taken_away", "other"],
  posm: ["gone", "worn_out", "not_arrived", "other"],
  gifts: ["sold", "withheld", "run_out", "other"],
};

export function noCooler(serial: string): CoolerCard {
  return { serial, present: "", working: "", temp_ok: "", clean: "", purity: "", shot: null };
}

/** The items to tap: a price that was agreed is read instead. */
export function tapped({ plan }: Pick<PromotionNow, "plan">): PromotionItem[] {
  return plan.items.filter((item) => item !== "price" || plan.price_fen === null);
}

/** Is there a price to be read? */
export function reads({ plan }: Pick<PromotionNow, "plan">): boolean {
  return plan.price_fen !== null && plan.items.includes("price");
}

/** Something to look at twice while she types the price: no price at all, another, far off. */
export function priceDoubt(
  one: Pick<PromotionNow, "plan">,
  typed: string,
): "" | "unread" | "differs" | "far" {
  const agreed = one.plan.price_fen;
  if (!reads(one) || agreed === null || typed.trim() === "") return "";
  const read = fenOf(typed);
  if (read === null) return "unread";
  if (read === agreed) return "";
  return Math.abs(read - agreed) * 5 > agreed ? "far" : "differs";
}

/** What still keeps this promotion from being said; "": nothing. */
export function lackOf(
  one: PromotionNow,
  card: Card,
): "" | "act" | "items" | "reason" | "price" | "photo" {
  if (card.cannot || one.due === null) return "";
  if (one.due !== "check") return "act";
  if (tapped(one).some((item) => !card.items[item])) return "items";
  if (tapped(one).some((item) => card.items[item] === "no" && !card.reasons[item])) return "reason";
  if (reads(one) && fenOf(card.price) === null) return "price";
  return card.shot ? "" : "photo";
}

/** As it goes out; photos are named by whoever stores them. null: it says nothing of this one. */
export function checkOf(
  one: PromotionNow,
  card: Card,
  photoIds: string[],
): PromotionChecked | null {
  const { plan } = one;
  const common = { promotion_id: plan.id, plan_version: plan.plan_version };
  if (card.cannot) {
    return { ...common, items: [], price_fen: null, cannot: card.cannot, photo_ids: photoIds };
  }
  if (one.due !== "check") return null;
  const read = reads(one) ? fenOf(card.price) : null;
  const items = plan.items.map((item): ItemChecked => {
    if (item === "price" && read !== null) {
      const ok = read === plan.price_fen;
      return { item, ok, reason: ok ? null : "old_price" };
    }
    const ok = card.items[item] === "yes";
    return { item, ok, reason: ok ? null : (card.reasons[item] ?? null) };
  });
  return { ...common, items, price_fen: read, cannot: null, photo_ids: photoIds };
}

/** As it was said in this very visit. */
export function cardOf(said: PromotionChecked): Card {
  const wrong = said.items.filter((one) => !one.ok && one.reason);
  return {
    items: Object.fromEntries(said.items.map((one) => [one.item, one.ok ? "yes" : "no"])),
    reasons: Object.fromEntries(wrong.map((one) => [one.item, one.reason ?? ""])),
    price: said.price_fen === null ? "" : (said.price_fen / 100).toFixed(2),
    cannot: said.cannot ?? "",
    shot: null,
  };
}

export function countsOf(counts: Counts): PosmCounted[] {
  return (Object.keys(counts) as PosmItem[]).flatMap((item) => {
    const { good = 0, worn = 0 } = counts[item] ?? {};
    return good || worn ? [{ item, good, worn }] : [];
  });
}

/** What still keeps a cooler from being said. */
export function coolerLack(card: CoolerCard): boolean {
  if (card.present === "no") return false;
  const purity = card.purity === "" ? null : Number(card.purity);
  const sane = purity === null || (Number.isInteger(purity) && purity >= 0 && purity <= 100);
  return !sane || !(card.present && card.working && card.temp_ok && card.clean);
}

export function coolerOf(card: CoolerCard, photoId: string | null): CoolerSeen {
  const here = card.present === "yes";
  const said = (answer: Answer): boolean | null => (here && answer ? answer === "yes" : null);
  return {
    serial: card.serial,
    present: here,
    working: said(card.working),
    temp_ok: said(card.temp_ok),
    clean: said(card.clean),
    purity_pct: here && card.purity !== "" ? Number(card.purity) : null,
    photo_id: photoId,
  };
}

export function coolerCard(said: CoolerSeen): CoolerCard {
  const word = (value: boolean | null): Answer => (value === null ? "" : value ? "yes" : "no");
  return {
    serial: said.serial,
    present: word(said.present),
    working: word(said.working),
    temp_ok: word(said.temp_ok),
    clean: word(said.clean),
    purity: said.purity_pct === null ? "" : String(said.purity_pct),
    shot: null,
  };
}

export const COOLER_DAYS = 30;
/** A cooler is looked at once a month, and at each visit while something was wrong with it. */
export function coolersKnown(
  visits: readonly { day: string; promotion?: { coolers: readonly CoolerSeen[] } }[],
  today: string,
): Array<{ serial: string; due: boolean }> {
  const last = new Map<string, { day: string; seen: CoolerSeen }>();
  for (const { day, promotion } of visits.toSorted((a, b) => (a.day < b.day ? -1 : 1)))
    for (const seen of promotion?.coolers ?? []) last.set(seen.serial, { day, seen });
  const since = new Date(Date.parse(`${today}T00:00:00Z`) - COOLER_DAYS * 86_400_000);
  const bound = since.toISOString().slice(0, 10);
  return [...last.entries()]
    .filter(([, { seen }]) => seen.present)
    .map(([serial, { day, seen }]) => ({
      serial,
      due: day <= bound || seen.working === false || seen.temp_ok === false || seen.clean === false,
    }))
    .sort((a, b) => (a.serial < b.serial ? -1 : 1));
}
