import { expect, test } from "vitest";
import type { Held } from "../device/records";
import { line } from "../visits/testing";
import { dueThen, executionsNow, inVisit, promotionsNow, type Known } from "./now";

const plan: Held<"promotion"> = {
  id: "PR1",
  version: 3,
  name: "端架",
  type: "display_fee",
  mechanism: "1.2 m",
  starts_on: "2026-11-20",
  ends_on: "2026-12-20",
  classes: [],
  channels: [],
  tiers: ["P1"],
  store_ids: [],
  sku_ids: ["A"],
  items: ["price", "display"],
  price_fen: 450,
  posm: [],
  agreement: true,
  place: "end_display",
  size: "1.2 m",
  fee_fen: 30_000,
  fee_pay: "goods",
  control: "",
  plan_version: 1,
  state: "released",
  org_unit_ids: ["O-CC"],
  stops_at: null,
  stop_reason: null,
  released_at: "2026-11-01T00:00:00.000Z",
};
const store = {
  id: "S1",
  org_unit_id: "O-CC",
  customer_class: "C1",
  channel_type: "hypermarket",
  tier: "P1",
} as const;
const known: Known = {
  plans: [plan],
  executions: [],
  log: [],
  store,
  visits: new Set(["V1"]),
  me: { name: "陈" },
};
const DAY = "2026-11-25";
const AT = "2026-11-25T02:30:00.000Z";
const agree = {
  promotion_id: "PR1",
  store_id: "S1",
  visit_id: "V1",
  plan_version: 1,
  place: "end_display",
  size: "1.2 m",
  fee_fen: 30_000,
  fee_pay: "goods",
  signer_name: "店主",
  signature_photo_id: "F1",
  note: null,
};
const setUp = {
  promotion_id: "PR1",
  store_id: "S1",
  visit_id: "V1",
  plan_version: 1,
  place: "end_display",
  before_photo_id: "F2",
  after_photo_id: "F3",
  posm: [],
  note: null,
};
const check = (price: number, display = true, cannot: string | null = null) => ({
  checks: [
    {
      promotion_id: "PR1",
      plan_version: 1,
      items: [
        { item: "price", ok: true, reason: null },
        { item: "display", ok: display, reason: null },
      ],
      price_fen: price,
      cannot,
      photo_ids: [],
    },
  ],
  posm: [],
  coolers: [],
});

function now(...log: Known["log"]) {
  return promotionsNow({ ...known, log }, DAY, AT).map(({ state, due }) => [state, due]);
}

test("signed, set up and checked on this phone, it is so at once", () => {
  expect(now()).toEqual([["planned", "agree"]]);
  const said = [line(1, "promotion.agree", "PR1:S1", agree)];
  expect(now(...said)).toEqual([["agreed", "set_up"]]);
  said.push(line(2, "promotion.set_up", "PR1:S1", setUp));
  expect(now(...said)).toEqual([["set_up", "check"]]);
  said.push(line(3, "visit.promotion", "V1", check(450)));
  expect(now(...said)).toEqual([["passing", "check"]]);
  said.push(line(4, "visit.promotion", "V1", check(500)));
  expect(now(...said)).toEqual([["failing", "check"]]);
  const held = executionsNow({ ...known, log: said }).get("PR1");
  expect(held?.checks).toHaveLength(1);
  expect(held).toMatchObject({ waiting: true, set_up: { on_time: false, by_name: "陈" } });
  expect(held?.agreement).toMatchObject({ ends_on: "2026-12-20", signer_name: "店主" });
});

test("a check that could not be made is none, and neither is another store's", () => {
  const said = line(1, "visit.promotion", "V1", check(450, true, "owner_absent"));
  expect(now(said)).toEqual([["planned", "agree"]]);
  expect(now(line(1, "visit.promotion", "V9", check(450)))).toEqual([["planned", "agree"]]);
  const elsewhere = { ...agree, store_id: "S2" };
  expect(now(line(1, "promotion.agree", "PR1:S2", elsewhere))).toEqual([["planned", "agree"]]);
});

test("an owner's no leaves nothing to do, a later signature takes it back", () => {
  const no = {
    promotion_id: "PR1",
    store_id: "S1",
    visit_id: null,
    reason: "no_space",
    note: null,
  };
  const said = [line(1, "promotion.decline", "PR1:S1", no)];
  expect(now(...said)).toEqual([["declined", null]]);
  said.push(line(2, "promotion.agree", "PR1:S1", agree));
  expect(now(...said)).toEqual([["agreed", "set_up"]]);
});

test("what was due when she came in stays due in that visit, whatever she says", () => {
  const no = {
    promotion_id: "PR1",
    store_id: "S1",
    visit_id: "V1",
    reason: "no_space",
    note: null,
  };
  const log = [line(1, "promotion.decline", "PR1:S1", no)];
  const came = "2026-11-25T01:59:00.000Z";
  expect([...dueThen({ ...known, log }, DAY, came)]).toEqual(["PR1"]);
  expect([...dueThen({ ...known, log }, DAY, AT)]).toEqual([]);
});

test("a store of another tier carries it only once something was said there", () => {
  const other = { ...known, store: { ...store, tier: "P2" } as const };
  expect(promotionsNow(other, DAY, AT)).toEqual([]);
  const log = [line(1, "promotion.set_up", "PR1:S1", setUp)];
  expect(promotionsNow({ ...other, log }, DAY, AT)).toHaveLength(1);
});

test("what was set up in this visit is checked from the next one on", () => {
  const log = [
    line(1, "promotion.agree", "PR1:S1", agree),
    line(2, "promotion.set_up", "PR1:S1", setUp),
  ];
  const dueSince = (since: string, ...said: Known["log"]) =>
    promotionsNow({ ...known, log: [...log, ...said] }, DAY, AT).map(
      (one) => inVisit(one, since).due,
    );
  const at = executionsNow({ ...known, log }).get("PR1")?.set_up?.at ?? "";
  expect(dueSince(at)).toEqual([null]);
  expect(dueSince(`${at.slice(0, -1)}~`)).toEqual(["check"]);
  // One that was checked in this visit by an app of before stays as it was said.
  expect(dueSince(at, line(3, "visit.promotion", "V1", check(450)))).toEqual(["check"]);
});
