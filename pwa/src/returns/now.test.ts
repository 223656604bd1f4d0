import { expect, test } from "vitest";
import type { LogLine } from "../device/log";
import type { Held } from "../device/records";
import type { DeliveryLine, DeliveryNote, ReturnLine } from "../protocol";
import { begins, returnable, returnableNotes, returnsNow, toCollect, type ReturnNow } from "./now";

const line = (more: Partial<ReturnLine> = {}): ReturnLine => ({
  line_id: "1", sku_id: "K1", sku_name: "橙蜜", qty: 3, uom: "case", lot: "A1", produced_on: null,
  reason: "damaged", note_line_id: "L1", gift: false, collected_qty: null, good: null,
  scrapped: null, ...more,
}); // prettier-ignore
const held = (more: object = {}): Held<"return_note"> =>
  ({
    id: "R1", version: 2, no: "R-1", origin: "store", state: "approved", store_id: "S1",
    delivery_note_id: "N1", asked_at: "2026-11-25T01:00:00.000Z", driver_id: null, collect_on: null, lines: [line()],
    ...more,
  }) as unknown as Held<"return_note">; // prettier-ignore
const said = (kind: string, args: object, id = "R1"): LogLine =>
  ({
    kind,
    id,
    args,
    made_at: "2026-11-25T05:00:00.000Z",
    clock: { offset_ms: 0 },
  }) as unknown as LogLine;
const facts = {
  store: { name: "店", code: "S1", address: "路 1 号" },
  skuName: () => "橙蜜",
  by: "卢嘉豪",
};

test("what is asked here is there at once, and is not laid on twice once it is heard", () => {
  const asked = said("return.request", {
    no: "R-9", store_id: "S1", delivery_note_id: "N1", photo_ids: [], note: null, lines: [line()],
  }); // prettier-ignore
  const [one] = returnsNow([], [asked], facts);
  expect(one).toMatchObject({ state: "requested", waiting: true, store_name: "店", no: "R-9" });
  expect(returnsNow([held()], [asked], facts)).toMatchObject([
    { state: "approved", waiting: false },
  ]);
  expect(returnsNow([], [asked])).toEqual([]);
});

test("each step lies on top of the one it follows, and on no other", () => {
  const collect = said("return.collect", { lines: [{ line_id: "1", qty: 2 }], note: null });
  const post = said("return.post", { lines: [{ line_id: "1", good: 1, scrapped: 1 }] });
  const plan = said("return.plan", { driver_id: "D", collect_on: "2026-11-26" });
  const now = (state: string, ...log: LogLine[]): ReturnNow =>
    returnsNow([held({ state })], log)[0] as ReturnNow;
  expect(now("approved", plan)).toMatchObject({ driver_id: "D", state: "approved" });
  expect(now("approved", plan, collect).lines[0]).toMatchObject({ collected_qty: 2, good: null });
  expect(now("approved", collect, post)).toMatchObject({ state: "posted", waiting: true });
  expect(now("approved", collect, post).lines[0]).toMatchObject({ good: 1, scrapped: 1 });
  expect(now("approved", post)).toMatchObject({ state: "approved", waiting: false });
  expect(now("posted", collect)).toMatchObject({ state: "posted", waiting: false });
});

test("a store gives back what it took, less what went back or is asked for", () => {
  const came = { line_id: "L1", accepted_qty: 7 } as DeliveryLine;
  const asked = (more: object) => returnsNow([held(more)], []);
  expect(returnable("N1", came, [])).toBe(7);
  expect(returnable("N1", came, asked({ state: "requested" }))).toBe(4);
  expect(returnable("N2", came, asked({ state: "requested" }))).toBe(7);
  expect(returnable("N1", came, asked({ state: "rejected" }))).toBe(7);
  expect(returnable("N1", came, asked({ origin: "delivery" }))).toBe(7);
  const lines = [line({ collected_qty: 2 })];
  expect(returnable("N1", came, asked({ state: "collected", lines }))).toBe(5);
});

test("of old notes, those on the road and those with nothing left nothing goes back", () => {
  const note = (
    no: string,
    deliver_on: string,
    accepted_qty: number | null,
  ): DeliveryNote & { id: string } =>
    ({
      id: no,
      no,
      deliver_on,
      delivered_at: accepted_qty === null ? null : "2026-11-25T01:00:00.000Z",
      lines: [{ line_id: no, accepted_qty }],
    }) as unknown as DeliveryNote & { id: string };
  const notes = [
    note("A", "2026-11-20", 3), note("B", "2026-11-21", 0), note("C", "2026-11-22", null),
    note("D", "2026-05-01", 3), note("E", "2026-11-23", 1),
  ]; // prettier-ignore
  expect(returnableNotes(notes, "2026-06-01", []).map((one) => one.no)).toEqual(["E", "A"]);
});

test("the form begins with all that is there, and puts nothing back for sale that is spoilt", () => {
  expect(begins({ state: "approved" }, line())).toBe(3);
  const collected = (reason: string | null): number =>
    begins({ state: "collected" }, line({ reason, collected_qty: 2 }));
  expect(
    ["damaged", "expired", "too_old", "recall", "wrong", "no_money", null].map(collected),
  ).toEqual([0, 0, 0, 0, 2, 2, 2]);
});

test("a driver collects what is planned for him, today or before", () => {
  const on = (id: string, more: object): Held<"return_note"> =>
    held({ id, driver_id: "D", collect_on: "2026-11-25", ...more });
  const all = returnsNow(
    [
      on("1", {}),
      on("2", { collect_on: "2026-11-24" }),
      on("3", { collect_on: "2026-11-26" }),
      on("4", { driver_id: "X" }),
      on("5", { state: "collected" }),
    ],
    [],
  );
  expect(
    toCollect(all, "D", "2026-11-25")
      .map((one) => one.id)
      .sort(),
  ).toEqual(["1", "2"]);
});
