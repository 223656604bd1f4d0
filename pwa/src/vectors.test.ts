/** TypeScript's half of the vectors: the same facts, the same answer, in both languages. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as catalogue from "./catalogue/rules";
import { hoursOk, phoneOk } from "./customers/contact-rules";
import * as customers from "./customers/rules";
import { canonical } from "./device/canonical";
import { photoLink } from "./device/chain";
import { cursorHash, operationHash, rowHash, Sum } from "./device/digest";
import * as orders from "./orders/rules";
import { suggested } from "./orders/suggesting";
import { entityOf, type OperationKind, type Tier } from "./protocol";
import * as noteLoads from "./partner/load-rules";
import * as noteLots from "./partner/lot-rules";
import * as pricing from "./pricing/rules";
import { engineRules, leftFor, type Had, type Ruled } from "./promotions/price-rules";
import * as promotions from "./promotions/rules";
import * as purchasing from "./purchasing/rules";
import * as buying from "./purchasing/purchase-rules";
import * as stock from "./purchasing/stock-rules";
import { Refused } from "./refused";
import { textHash } from "./rescue/frames";
import { seal, type Random } from "./rescue/hpke";
import type { Remains } from "./rescue/remains";
import { write } from "./rescue/write";
import { judge, signedText } from "./verify/receipt";
import * as visits from "./visits/rules";
import { displayScore, type Shelf } from "./visits/score-rules";
import { shelfAnswered } from "./visits/shelf-rules";
import * as templates from "./visits/template-rules";

const VECTORS = join(import.meta.dirname, "../../sync_protocol/vectors");

interface File {
  rule?: string;
  kind?: string;
  digest?: string;
  receipt?: string;
  rescue?: string;
  cases: Array<{ name: string; given: never; then: Record<string, unknown> }>;
}
type Rule = (given: never) => unknown;

interface Asked {
  lines: pricing.CartLine[];
  prices: pricing.BySku;
  units: pricing.BySku;
  rules: pricing.PriceRule[];
}

const rule = <G>(run: (given: G) => unknown): Rule => run as Rule;

/** By the rule's name in the vectors; arguments by name, as Python takes them. */
const RULES: Record<string, Rule> = {
  "catalogue.gtin_ok": rule((g: { gtin: string }) => catalogue.gtinOk(g.gtin)),
  "catalogue.sold": rule((g: { sku: never; channel_type: string; day: string }) =>
    catalogue.sold(g.sku, g.channel_type, g.day),
  ),
  "catalogue.price_list_on": rule((g: { lists: never[]; day: string }) =>
    catalogue.priceListOn(g.lists, g.day),
  ),
  "catalogue.must_stock_for": rule((g: { lists: never[]; tier: string; channel_type: string }) =>
    catalogue.mustStockFor(g.lists, g.tier, g.channel_type),
  ),
  "catalogue.freshness": rule(
    (g: { produced_on: string; shelf_life_days: number; today: string }) =>
      catalogue.freshness(g.produced_on, g.shelf_life_days, g.today),
  ),
  "pricing.case_price": rule((g: { sources: never[]; sku_id: string }) =>
    pricing.casePrice(g.sources, g.sku_id),
  ),
  "pricing.priced_cart": rule((g: Asked) =>
    pricing.pricedCart(g.lines, g.prices, g.units, g.rules),
  ),
  "pricing.gifts_after": rule((g: Asked) =>
    pricing.giftsAfter(g.lines, g.prices, g.units, g.rules),
  ),
  "pricing.next_steps": rule((g: Asked) => pricing.nextSteps(g.lines, g.prices, g.units, g.rules)),
  "pricing.effective_case_fen": rule((g: { line: never; gifts: never[]; units: number }) =>
    pricing.effectiveCaseFen(g.line, g.gifts, g.units),
  ),
  "customers.to_wgs84": rule((g: { datum: customers.Datum; lat_e7: number; lon_e7: number }) =>
    customers.toWgs84(g.datum, g.lat_e7, g.lon_e7),
  ),
  "customers.likeness": rule(
    (g: { found: customers.Known; known: customers.Known; distance_m: number }) =>
      customers.likeness(g.found, g.known, g.distance_m),
  ),
  "customers.stands": rule((g: { base: string | null; mine: string | null; now: string | null }) =>
    customers.stands(g.base, g.mine, g.now),
  ),
  "customers.phone_ok": rule((g: { text: string }) => phoneOk(g.text)),
  "customers.hours_ok": rule((g: { text: string }) => hoursOk(g.text)),
  "visits.distance_m": rule(
    (g: { a_lat_e7: number; a_lon_e7: number; b_lat_e7: number; b_lon_e7: number }) =>
      visits.distanceM(g.a_lat_e7, g.a_lon_e7, g.b_lat_e7, g.b_lon_e7),
  ),
  "visits.photo_link": rule((g: { before: string; sha256: string }) =>
    photoLink(g.before, g.sha256),
  ),
  "visits.fence_result": rule(
    (g: { distance_m: number | null; accuracy_m: number | null; radius_m: number }) =>
      visits.fenceResult(g.distance_m, g.accuracy_m, g.radius_m),
  ),
  "visits.observations_after": rule((g: { before: never[]; said: never[] }) =>
    visits.observationsAfter(g.before, g.said),
  ),
  "visits.note_after": rule((g: { before: string | null; said: string | null }) =>
    visits.noteAfter(g.before, g.said),
  ),
  "visits.skips_after": rule((g: { before: never[]; said: never }) =>
    visits.skipsAfter(g.before, g.said),
  ),
  "visits.display_score": rule((g: Shelf) => displayScore(g)),
  "visits.shelf_answered": rule((g: { wanted: string[]; observations: never[] }) =>
    shelfAnswered(g.wanted, g.observations),
  ),
  "visits.left_as": rule((g: { day_ends_at: string; at: string }) =>
    visits.leftAs(g.day_ends_at, g.at),
  ),
  "visits.least_stay_min": rule((g: { tier: Tier }) => visits.leastStayMin(g.tier)),
  "visits.paused_s": rule((g: { pauses: never[]; until: string }) =>
    visits.pausedS(g.pauses, g.until),
  ),
  "promotions.carries": rule((g: { promotion: promotions.Plan; store: promotions.Place }) =>
    promotions.carries(g.promotion, g.store),
  ),
  "promotions.standing": rule((g: { promotion: promotions.Timed; day: string; at: string }) =>
    promotions.standing(g.promotion, g.day, g.at),
  ),
  "promotions.due": rule((g: { now: never; state: never; agreement: boolean }) =>
    promotions.due(g.now, g.state, g.agreement),
  ),
  "promotions.judged": rule(
    (g: { items: never[]; price_fen: number | null; answers: never[]; read_fen: number | null }) =>
      promotions.judged(g.items, g.price_fen, g.answers, g.read_fen),
  ),
  "promotions.place_taken": rule(
    (g: { agreements: never[]; place: string; starts_on: string; ends_on: string }) =>
      promotions.placeTaken(g.agreements, g.place, g.starts_on, g.ends_on),
  ),
  "promotions.state_of": rule((g: { execution: never }) => promotions.stateOf(g.execution)),
  "promotions.due_here": rule(
    (g: {
      promotions: never[];
      executions: never[];
      store: promotions.Place;
      day: string;
      at: string;
    }) => promotions.dueHere(g.promotions, g.executions, g.store, g.day, g.at),
  ),
  "orders.gift_for": rule((g: { lines: orders.Counted[]; gift: orders.Given }) =>
    orders.giftFor(g.lines, g.gift),
  ),
  "promotions.in_force": rule(
    (g: {
      promotions: never[];
      executions: never[];
      store: promotions.Place;
      day: string;
      at: string;
    }) => promotions.inForce(g.promotions, g.executions, g.store, g.day, g.at),
  ),
  "promotions.agreed_displays": rule(
    (g: {
      promotions: never[];
      executions: never[];
      store: promotions.Place;
      day: string;
      at: string;
    }) => promotions.agreedDisplays(g.promotions, g.executions, g.store, g.day, g.at),
  ),
  "promotions.engine_rules": rule((g: { promotion: Ruled }) => engineRules(g.promotion)),
  "promotions.left_for": rule((g: { rules: never[]; orders: Had[] }) => leftFor(g.rules, g.orders)),
  "visits.template_for": rule((g: { templates: never[]; store: templates.Kind; day: string }) =>
    templates.templateFor(g.templates, g.store, g.day),
  ),
  "visits.plan": rule((g: { steps: never[]; strict_order: boolean } & templates.Facts) =>
    templates.plan(g.steps, g.strict_order, g),
  ),
  "orders.old_pack": rule((g: { pack_at: string | null; at: string }) =>
    orders.oldPack(g.pack_at, g.at),
  ),
  "orders.bottle_price_fen": rule((g: { case_price_fen: number; units_per_case: number }) =>
    orders.bottlePriceFen(g.case_price_fen, g.units_per_case),
  ),
  "orders.price_fen": rule(
    (g: { uom: "case" | "bottle"; case_price_fen: number; units_per_case: number }) =>
      orders.priceFen(g.uom, g.case_price_fen, g.units_per_case),
  ),
  "orders.qty_base": rule((g: { qty: number; uom: "case" | "bottle"; units_per_case: number }) =>
    orders.qtyBase(g.qty, g.uom, g.units_per_case),
  ),
  "orders.line_amount_fen": rule((g: { qty: number; price_fen: number }) =>
    orders.lineAmountFen(g.qty, g.price_fen),
  ),
  "orders.total_fen": rule((g: { amounts_fen: number[] }) => orders.totalFen(g.amounts_fen)),
  "orders.below_minimum": rule((g: { total_fen: number; min_order_fen: number }) =>
    orders.belowMinimum(g.total_fen, g.min_order_fen),
  ),
  "orders.must_stock_gaps": rule((g: { must_stock: string[]; observations: never[] }) =>
    orders.mustStockGaps(g.must_stock, g.observations),
  ),
  "orders.suggested": rule((g: { counts: never; cycle: never; sku: never; open_units: number }) =>
    suggested(g.counts, g.cycle, g.sku, g.open_units),
  ),
  "purchasing.suggested": rule((g: { stock: never; cycle: never; need: never; sku: never }) =>
    purchasing.suggested(g.stock, g.cycle, g.need, g.sku),
  ),
  "purchasing.deviates": rule((g: { proposed_cases: number | null; cases: number }) =>
    buying.deviates(g.proposed_cases, g.cases),
  ),
  "purchasing.value_fen": rule((g: { lines: never[] }) => buying.valueFen(g.lines)),
  "purchasing.received_lots": rule((g: { sent: never[]; came: never[] }) =>
    buying.receivedLots(g.sent, g.came),
  ),
  "purchasing.lacking": rule((g: { lot: never }) => buying.lacking(g.lot)),
  "purchasing.as_sent": rule((g: { lots: never[] }) => buying.asSent(g.lots)),
  "purchasing.worth_fen": rule(
    (g: { units: number; case_price_fen: number; units_per_case: number }) =>
      buying.worthFen(g.units, g.case_price_fen, g.units_per_case),
  ),
  "purchasing.moved": rule(
    (g: { notes: stock.Carried[]; units: Record<string, number>; since: string; until: string }) =>
      Object.fromEntries(stock.moved(g.notes, new Map(Object.entries(g.units)), g.since, g.until)),
  ),
  "purchasing.first_left": rule((g: { notes: stock.Carried[]; now: string }) =>
    stock.firstLeft(g.notes, g.now),
  ),
  "purchasing.lasting": rule(
    (g: { saleable: number; gone: number; first: string | null; now: string }) =>
      stock.lasting(g.saleable, g.gone, g.first, g.now),
  ),
  "purchasing.stock_now": rule(
    (g: {
      lots: never[];
      received: never[];
      out: number;
      life_days: number;
      today: string;
      named?: never[];
    }) => stock.stockNow(g.lots, g.received, g.out, g.life_days, g.today, g.named),
  ),
  "purchasing.lots_moved": rule(
    (g: { notes: stock.Carried[]; units: Record<string, number>; since: string; until: string }) =>
      Object.fromEntries(
        stock.lotsMoved(g.notes, new Map(Object.entries(g.units)), g.since, g.until),
      ),
  ),
  "purchasing.put_back": rule(
    (g: {
      returns: stock.PutBack[];
      units: Record<string, number>;
      since: string;
      until: string;
    }) =>
      Object.fromEntries(
        stock.putBack(g.returns, new Map(Object.entries(g.units)), g.since, g.until),
      ),
  ),
  "shipments.counted": rule((g: { lines: never[]; said: never[] }) =>
    noteLoads.countedLines(g.lines, g.said),
  ),
  "shipments.taken_fen": rule((g: { line: never }) => noteLoads.takenFen(g.line)),
  "shipments.lot_fits": rule(
    (g: {
      produced_on: string;
      life_days: number;
      deliver_on: string;
      young: boolean;
      most_per_mille?: number;
    }) => noteLots.lotFits(g.produced_on, g.life_days, g.deliver_on, g.young, g.most_per_mille),
  ),
  "shipments.lots_for": rule(
    (g: {
      lots: never[];
      qty: number;
      units: number;
      life_days: number;
      deliver_on: string;
      young: boolean;
      older: boolean;
      most_per_mille?: number;
    }) =>
      noteLots.lotsFor(
        g.lots, g.qty, g.units, g.life_days, g.deliver_on, g.young, g.older, g.most_per_mille,
      ), // prettier-ignore
  ),
  "orders.exec_state": rule((g: { lines: never[] }) => orders.execState(g.lines)),
};

const files = load("rules");

describe.each(files)("$rule", ({ rule: name = "", cases }) => {
  test.each(cases)("$name", async ({ given, then }) => {
    const run = RULES[name];
    if (!run) throw new Error(`${name} has no twin here`);
    const word = name.split(".")[1] ?? "";
    let said: Record<string, unknown>;
    try {
      said = { [word]: await run(given) };
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      said = { problem: refused.code };
    }
    expect(said).toEqual(then);
  });
});

test("every rule has a file and every file a rule", () => {
  expect(files.map((file) => file.rule).sort()).toEqual(Object.keys(RULES).sort());
});

test("every operation is about the record the schema names, and has its message vectors", () => {
  const path = new URL("../../sync_protocol/schema/operations.json", import.meta.url);
  const { operations } = JSON.parse(readFileSync(path, "utf8")) as {
    operations: { kind: OperationKind; entity: string }[];
  };
  for (const { kind, entity } of operations) expect([kind, entityOf(kind)]).toEqual([kind, entity]);
  const kinds = load("messages").map(({ kind }) => kind);
  expect(kinds.sort()).toEqual(operations.map(({ kind }) => kind).sort());
});

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(text, "hex"));

/** By the name in vectors/digests. */
const DIGESTS: Record<string, Rule> = {
  canonical: rule((g: { value: unknown }) => ({ text: canonical(g.value) })),
  row_hash: rule((g: { entity: string; id: string; version: number; body: never }) => ({
    hash: hexOf(rowHash(g.entity, g.id, g.version, g.body)),
  })),
  operation_hash: rule((g: { operation: never }) => ({ hash: hexOf(operationHash(g.operation)) })),
  sum: rule((g: { hashes: string[] }) => ({
    digest: g.hashes.reduce((sum, hash) => sum.add(bytesOf(hash)), new Sum()).toString(),
  })),
  cursor_table: rule((g: { cursors: Array<[string, number, number]> }) => ({
    digest: g.cursors.reduce((sum, one) => sum.add(cursorHash(...one)), new Sum()).toString(),
  })),
};

describe.each(load("digests"))("$digest", ({ digest = "", cases }) => {
  test.each(cases)("$name", ({ given, then }) => {
    const run = DIGESTS[digest];
    if (!run) throw new Error(`${digest} is not computed here`);
    expect(run(given)).toEqual(then);
  });
});

test("every digest has a file", () => {
  expect(
    load("digests")
      .map((file) => file.digest)
      .sort(),
  ).toEqual(Object.keys(DIGESTS).sort());
});

/** By the name in vectors/receipts. */
const RECEIPTS: Record<string, Rule> = {
  verify: rule((g: { receipt: unknown; key: string | null }) => ({
    true: judge(g.receipt, g.key) === "true",
  })),
  signed_text: rule((g: { receipt: Record<string, unknown> }) => ({
    hex: hexOf(signedText(g.receipt)),
  })),
};

describe.each(load("receipts"))("$receipt", ({ receipt = "", cases }) => {
  test.each(cases)("$name", ({ given, then }) => {
    const run = RECEIPTS[receipt];
    if (!run) throw new Error(`${receipt} is not computed here`);
    expect(run(given)).toEqual(then);
  });
});

/** Bytes drawn in order, where a phone asks its random numbers. */
function drawn(text: string): Random {
  let at = 0;
  return (length) => bytesOf(text).slice(at, (at += length));
}

type Given<T extends string> = Record<T, string>;
interface Person extends Given<"user_id" | "push_token" | "last_contact_at"> {
  lines: Array<Given<"replica_id" | "op_id" | "kind" | "text"> & { n: number; local_seq: number }>;
  photos: Array<Given<"photo_id" | "sha256" | "mime" | "hex"> & { bytes: number }>;
  unreadable: Remains["unreadable"];
}

function remainsOf(person: Person): Remains {
  const nothing = { state: "", made_at: "", store_id: "", type: "", taken_at: "" };
  return {
    ...person, name: "", damaged: [], rescue_key: "", stores: new Map(),
    numbers: { replica_id: "", from: 0, next: 0 },
    lines: person.lines.map((line) => ({ ...nothing, ...line, hash: textHash(line.text) })),
    photos: person.photos.map((photo) => ({ ...nothing, ...photo, thumb: null })),
    bytesOf: (id) => {
      const hex = person.photos.find((photo) => photo.photo_id === id)?.hex ?? "";
      return Promise.resolve(bytesOf(hex).buffer);
    },
  }; // prettier-ignore
}

/** By the name in vectors/rescue. */
const RESCUE: Record<string, Rule> = {
  seal: rule((g: Given<"to" | "plain" | "info" | "aad" | "random">) => ({
    sealed: hexOf(
      seal(bytesOf(g.to), bytesOf(g.plain), bytesOf(g.info), drawn(g.random), bytesOf(g.aad)),
    ),
  })),
  file: rule(
    async (g: Given<"to" | "code" | "random" | "made_at" | "app"> & { people: Person[] }) => {
      const options = { app: g.app, now: new Date(g.made_at), random: drawn(g.random) };
      const { file, code } = await write(g.people.map(remainsOf), g.to, options);
      expect(code ?? "").toBe(g.code);
      return { file: hexOf(new Uint8Array(await file.arrayBuffer())) };
    },
  ),
};

describe.each(load("rescue"))("rescue: $rescue", ({ rescue = "", cases }) => {
  test.each(cases)("$name", async ({ given, then }) => {
    const run = RESCUE[rescue];
    if (!run) throw new Error(`${rescue} is not written here`);
    expect(await run(given)).toEqual(then);
  });
});

function load(folder: string): File[] {
  return readdirSync(join(VECTORS, folder))
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(join(VECTORS, folder, name), "utf8")) as File);
}
