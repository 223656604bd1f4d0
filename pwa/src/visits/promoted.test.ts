import { expect, test } from "vitest";
import type { PromotionNow } from "../promotions/now";
import {
  cardOf,
  checkOf,
  coolerCard,
  coolerLack,
  coolerOf,
  coolersKnown,
  countsOf,
  lackOf,
  NO_CARD,
  noCooler,
  priceDoubt,
  type Card,
} from "./promoted";

const shot = { bytes: new ArrayBuffer(1), mime: "image/jpeg", mode: "live" } as const;
function promotion(due: PromotionNow["due"], price: number | null = 450): PromotionNow {
  const plan = {
    id: "PR1",
    plan_version: 2,
    items: ["price", "display", "posm"],
    price_fen: price,
  };
  return { plan, due, state: "set_up" } as unknown as PromotionNow;
}
const whole: Card = {
  ...NO_CARD,
  items: { display: "no", posm: "yes" },
  reasons: { display: "moved" },
  price: "4.5",
  shot,
};

test("every item, a reason for each that fails, the price and a picture", () => {
  const one = promotion("check");
  expect(lackOf(one, NO_CARD)).toBe("items");
  expect(lackOf(one, { ...whole, reasons: {} })).toBe("reason");
  expect(lackOf(one, { ...whole, price: "cheap" })).toBe("price");
  expect(lackOf(one, { ...whole, shot: null })).toBe("photo");
  expect(lackOf(one, whole)).toBe("");
  expect(lackOf(promotion("check", null), whole)).toBe("items"); // then the price is one to tap
});

test("what is still to be agreed, set up or taken down must be done, or said why not", () => {
  for (const due of ["agree", "set_up", "take_down"] as const) {
    expect(lackOf(promotion(due), NO_CARD)).toBe("act");
    expect(lackOf(promotion(due), { ...NO_CARD, cannot: "no_space" })).toBe("");
  }
  expect(lackOf(promotion(null), NO_CARD)).toBe("");
});

test("the price says itself whether it is right", () => {
  const said = checkOf(promotion("check"), whole, ["F1"]);
  expect(said).toMatchObject({ plan_version: 2, price_fen: 450, cannot: null, photo_ids: ["F1"] });
  expect(said?.items).toEqual([
    { item: "price", ok: true, reason: null },
    { item: "display", ok: false, reason: "moved" },
    { item: "posm", ok: true, reason: null },
  ]);
  const dear = checkOf(promotion("check"), { ...whole, price: "5" }, []);
  expect(dear?.items[0]).toEqual({ item: "price", ok: false, reason: "old_price" });
});

test("a reason stands for the whole check; nothing due says nothing", () => {
  const said = checkOf(promotion("check"), { ...whole, cannot: "owner_absent" }, []);
  expect(said).toMatchObject({ items: [], price_fen: null, cannot: "owner_absent" });
  expect(checkOf(promotion(null), NO_CARD, [])).toBeNull();
  expect(checkOf(promotion("set_up"), NO_CARD, [])).toBeNull();
});

test("what was said is where she begins again", () => {
  const said = checkOf(promotion("check"), whole, []);
  expect(said && cardOf(said)).toMatchObject({
    price: "4.50",
    items: { display: "no", posm: "yes" },
  });
  expect(said && cardOf(said).reasons).toEqual({ display: "moved" });
});

test("material that is not there is not counted", () => {
  expect(countsOf({ poster: { good: 2, worn: 0 }, rack: { good: 0, worn: 0 } })).toEqual([
    { item: "poster", good: 2, worn: 0 },
  ]);
});

test("a cooler that is gone needs no more; one that is there does", () => {
  expect(coolerLack(noCooler("B1"))).toBe(true);
  expect(coolerLack({ ...noCooler("B1"), present: "no" })).toBe(false);
  const there = {
    ...noCooler("B1"),
    present: "yes",
    working: "yes",
    temp_ok: "no",
    clean: "yes",
  } as const;
  expect(coolerLack(there)).toBe(false);
  expect(coolerLack({ ...there, purity: "120" })).toBe(true);
  const said = coolerOf({ ...there, purity: "80" }, null);
  expect(said).toMatchObject({ temp_ok: false, purity_pct: 80 });
  expect(coolerOf(coolerCard(said), null)).toEqual(said);
  expect(coolerOf({ ...there, present: "no" }, null)).toMatchObject({ working: null, clean: null });
});

test("coolers are looked at once a month, and again while something is wrong", () => {
  const seen = (serial: string, change: object = {}) => ({
    ...coolerOf(
      { ...noCooler(serial), present: "yes", working: "yes", temp_ok: "yes", clean: "yes" },
      null,
    ),
    ...change,
  });
  const visits = [
    { day: "2026-10-01", promotion: { coolers: [seen("OLD"), seen("FINE"), seen("GONE")] } },
    { day: "2026-11-20", promotion: { coolers: [seen("FINE"), seen("WARM", { temp_ok: false })] } },
    { day: "2026-11-21", promotion: { coolers: [seen("GONE", { present: false })] } },
  ];
  expect(coolersKnown(visits, "2026-11-25")).toEqual([
    { serial: "FINE", due: false },
    { serial: "OLD", due: true },
    { serial: "WARM", due: true },
  ]);
});

test("a price that is none, or far off the agreed one, is doubted while it is typed", () => {
  const one = promotion("check");
  expect(["", "4.50", "4.40", "45", "about 4"].map((typed) => priceDoubt(one, typed))).toEqual([
    "", "", "differs", "far", "unread",
  ]); // prettier-ignore
  expect(priceDoubt(promotion("check", null), "45")).toBe("");
});
