/**
 * What is drawn over the confirmed records is the same whether the words of the log are laid on at
 * once, or some of them have become part of the records meanwhile (protocol.md: associativity).
 * Without it a screen would change at the moment an answer arrives, though nobody did anything.
 */

import fc from "fast-check";
import { expect, test } from "vitest";
import { ordersNow } from "../orders/now";
import { notesNow } from "../partner/now";
import { planNow, tasksNow } from "../planning/now";
import type { Task } from "../protocol";
import { line, me, seen, visit } from "../visits/testing";
import { visitsNow } from "../visits/now";
import type { LogLine } from "./log";
import type { Held } from "./records";

type Shown = { id: string; waiting?: boolean };
type Fold = (confirmed: never[], said: LogLine[]) => Iterable<Shown>;
type Saying = fc.Arbitrary<[kind: string, id: string, args: object]>;

const id = fc.constantFrom("A", "B");
const text = fc.constantFrom(null, "一", "二");
const qty = fc.integer({ min: 0, max: 3 });
const saying = (kind: string, args: Record<string, fc.Arbitrary<unknown>>): Saying =>
  fc.tuple(fc.constant(kind), id, fc.record(args));

const begun = {
  store_id: fc.constantFrom("S1", "S2"),
  planned_visit_id: fc.constant(null),
  day: fc.constant("2026-11-25"),
  note: text,
};
const observation = fc
  .tuple(fc.constantFrom("X", "Y"), fc.constantFrom("present", "absent"), qty)
  .map(([sku, presence, facings]) => seen(sku, presence as "present", facings));
const visiting = fc.oneof(
  saying("visit.check_in", { ...begun, fence_result: fc.constantFrom("inside", "outside") }),
  saying("visit.check", { observations: fc.array(observation, { maxLength: 3 }) }),
  saying("visit.check_out", { note: text, no_order_reason: text, next_promise: text }),
  saying("visit.fail", { ...begun, reason: fc.constantFrom("closed", "moved") }),
);

const goods = fc.array(fc.record({ line_id: fc.constantFrom("1", "2"), qty }), { maxLength: 2 });
const ordering = fc.oneof(
  saying("order.submit", {
    no: fc.constant("N1"),
    store_id: fc.constant("S1"),
    visit_id: text,
    day: fc.constant("2026-11-25"),
    lines: goods,
    total_fen: qty,
    wanted_on: text,
    note: text,
    signature_photo_id: text,
  }),
  saying("order.cancel", { reason: text }),
  saying("order.accept", { promised_on: text, lines: goods }),
  saying("order.hold", {
    reason: fc.constant("credit"),
    until_on: fc.constant("2026-12-01"),
    note: text,
  }),
  saying("order.release", { note: text }),
  saying("order.close_line", { line_ids: fc.constantFrom(["1"], ["1", "2"]), reason: text }),
  saying("order.redeliver", {
    line_ids: fc.constantFrom(["1"], ["2"]),
    until_on: fc.constant("2026-12-01"),
  }),
  saying("order.amend", {
    amendment_id: fc.constantFrom("A1", "A2"),
    reason: text,
    lines: goods,
  }),
);

const answering = fc.oneof(
  saying("task.complete", { answer: text, photo_ids: fc.constantFrom([], ["F1"]) }),
  saying("task.cannot", { reason: text }),
  saying("task.withdraw", {}),
);

const taken = fc.array(
  fc.record({ line_id: fc.constantFrom("1", "2"), accepted_qty: qty, reason: text }),
  { maxLength: 2 },
);
const loadedOf = fc.constantFrom(undefined, [{ line_id: "1", qty: 1, reason: "damaged" }]);
const carrying = fc.oneof(
  saying("note.make", {
    no: fc.constant("L1"),
    order_ids: fc.constant(["A"]),
    driver_id: fc.constant("driver.p1"),
    deliver_on: fc.constant("2026-11-25"),
    lines: goods,
  }),
  saying("note.load", { lines: loadedOf }),
  saying("note.unload", {}),
  saying("note.cancel", { reason: text }),
  saying("note.assign", {
    driver_id: fc.constant("driver.p1"),
    deliver_on: fc.constant("2026-11-26"),
  }),
  saying("note.print", {}),
  saying("note.deliver", {
    outcome: fc.constantFrom("delivered", "refused", "closed"),
    lines: taken,
    signer_name: text,
    signature_photo_id: text,
    reason: text,
    note: text,
  }),
);

const adding = saying("planned_visit.add", {
  store_id: fc.constantFrom("S1", "S2"),
  day: fc.constant("2026-11-25"),
  sequence: qty,
});

const task = (one: string): Held<"task"> => ({
  ...({ state: "assigned", answer: null, photo_ids: [] } as unknown as Task),
  id: one,
  version: 1,
});
const stores = new Map(
  ["S1", "S2"].map((one) => [one, { id: one, code: one, name: one } as unknown as Held<"store">]),
);
const facts = { orders: new Map(), skuName: String, driverName: String };

const FOLDS: Array<[name: string, said: Saying, fold: Fold, base: object[]]> = [
  ["visits", visiting, (base, said) => visitsNow(base, said, me).values(), [visit("A")]],
  ["orders", ordering, (base, said) => ordersNow(base, said).values(), []],
  ["tasks", answering, tasksNow, [task("A"), task("B")]],
  ["notes", carrying, (base, said) => notesNow(base, said, facts), []],
  ["plan", adding, (base, said) => planNow(base, said, stores, me.id), []],
];

test.each(FOLDS)("%s: said in two parts is said at once", (_, saying, fold, base) => {
  const told = fc.array(saying, { maxLength: 8 });
  fc.assert(
    fc.property(told, fc.nat(8), (words, at) => {
      const said = words.map(([kind, about, args], i) => line(i, kind, about, args));
      const first = [...fold(base as never[], said.slice(0, at))];
      expect(drawn(fold(first as never[], said.slice(at)))).toEqual(
        drawn(fold(base as never[], said)),
      );
    }),
  );
});

/** Whether it still waits is the one thing that differs. */
function drawn(shown: Iterable<Shown>): Shown[] {
  return [...shown].map((one) => ({ ...one, waiting: false }));
}
