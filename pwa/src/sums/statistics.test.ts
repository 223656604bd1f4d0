import { expect, test } from "vitest";
import { crc32, csv, xlsx } from "./sheet";
import {
  daysOf,
  decimal,
  filterOf,
  pathOf,
  queryOf,
  START,
  tableOf,
  type StatisticsRow,
} from "./statistics";

test("a filter kept under a name comes back as it was, and moves along with the date", () => {
  const filter = {
    ...START,
    period: "last",
    state: "unpaid",
    sku_id: "SKU-01",
    office: "CC",
    rep_id: "rep.cc01",
    customer_class: "C2",
    show: "fen" as const,
  };
  expect(queryOf(START)).toBe("");
  expect(filterOf(queryOf(filter))).toEqual(filter);
  expect(daysOf(filter, "2027-01-15")).toEqual({ from: "2026-12-01", to: "2026-12-31" });
  expect(daysOf(START, "2026-03-01")).toEqual({ from: "2026-03-01", to: "2026-03-01" });
  expect(daysOf({ ...START, period: "7" }, "2026-03-01")).toEqual({
    from: "2026-02-23",
    to: "2026-03-01",
  });
  expect(filterOf("state=odd&customer_class=Z&period=9&by=column&from=2026-01-01")).toEqual({
    ...START,
    from: "2026-01-01",
  });
});

test("a partner asks his own house, an office hers", () => {
  const filter = { ...START, partner_id: "P01", office: "CC", rep_id: "R", customer_class: "D" };
  expect(pathOf(filter, true, "2026-11-28")).toBe(
    "/partner/v1/order-statistics?from=2026-11-01&to=2026-11-28&state=standing&by=line",
  );
  expect(pathOf(filter, false, "2026-11-28")).toContain(
    "/office/v1/order-statistics?from=2026-11-01&to=2026-11-28&state=standing&by=line&partner_id=P01&office=CC&rep_id=R&customer_class=D",
  );
});

const units = {
  ordered: 240,
  accepted: null,
  shipped: 0,
  outbound: 0,
  received: 0,
  returned: 0,
  invoiced: 0,
};
const row: StatisticsRow = {
  order_id: "O-1",
  no: "=CC01",
  day: "2026-11-28",
  store_id: "S",
  store_code: "02666",
  store_name: '王记 "老店", 东门',
  partner_id: "P01",
  partner_name: "伙伴",
  doc_state: "audited",
  exec_state: "none",
  invoice_state: "none",
  payment_state: "none",
  line_no: 1,
  sku_id: "K",
  sku_name: "橙蜜 & <柚>",
  sku_code: "SKU-01",
  sku_pack: "PET 560 ml",
  gtin: "6900000000014",
  uom: "case",
  of_one: 24,
  units,
  fen: { ...units, ordered: 58805, paid: 0 },
};
const COLUMNS =
  "no day store_code store partner sku pack sku_code gtin unit state ordered accepted shipped invoiced outbound received returned";
const titles = { head: COLUMNS.split(" "), total: "合计", state: () => "待确认", unit: () => "箱" };

test("the file shows what the screen shows: order units, money to the fen, blank where unknown", () => {
  const sums = { units: { ...units, ordered: 240 }, fen: { ...units, ordered: 58805, paid: 0 } };
  const [, line, total] = tableOf([row], sums, "units", titles);
  expect(line?.slice(5, 9)).toEqual(["橙蜜 & <柚>", "PET 560 ml", "SKU-01", "6900000000014"]);
  expect(line?.slice(11, 14)).toEqual([{ n: "10" }, "", { n: "0" }]);
  expect(total?.slice(10, 12)).toEqual(["", { n: "240" }]);
  const paid = { ...titles, head: [...titles.head, "paid"] };
  const [, inFen, sum] = tableOf([row], sums, "fen", paid);
  expect(inFen?.slice(11, 12)).toEqual([{ n: "588.05" }]);
  expect([inFen?.length, sum?.length]).toEqual([19, 19]);
  expect([decimal(5), decimal(-1234), decimal(100)]).toEqual(["0.05", "-12.34", "1.00"]);
});

test("text that a spreadsheet would run stays text, a negative number a number", () => {
  expect(csv([["=1+1", 'a"b', { n: "-1.20" }]])).toBe('\uFEFF\'=1+1,"a""b",-1.20\r\n');
});

test("the check sum of zip files is the standard's", () => {
  expect(crc32(new TextEncoder().encode("123456789")).toString(16)).toBe("cbf43926");
});

test("a workbook holds what was put in, marks of XML and all", () => {
  const text = new TextDecoder().decode(xlsx([["橙蜜 & <柚>\u0000", { n: "12.50" }]]));
  expect(text).toContain('<t xml:space="preserve">橙蜜 &amp; &lt;柚&gt;</t>');
  expect(text).toContain("<c><v>12.50</v></c>");
});
