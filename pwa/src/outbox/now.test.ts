import { expect, test } from "vitest";
import type { PhotoRow } from "../device/photos";
import { line } from "../visits/testing";
import { adviceOf, outboxNow, underWay, uploaded } from "./now";

const photo = (photo_id: string, store_id: string): PhotoRow =>
  ({ photo_id, store_id, bytes: 1000, upload: null, taken_at: "" }) as PhotoRow;

test("what waits is grouped by store; a visit's later words belong to its store", () => {
  const now = outboxNow(
    [
      line(1, "visit.check_in", "V1", { store_id: "S1" }, { state: "received" }),
      line(2, "visit.check", "V1", { observations: [] }),
      line(3, "order.submit", "O1", { store_id: "S2" }, { state: "sent" }),
      line(4, "day.end", "D1", { day: "2026-11-25" }),
    ],
    [photo("F1", "S1"), photo("F2", "S3")],
  );
  expect(
    now.groups.map((group) => [group.store_id, group.lines.length, group.photos.length]),
  ).toEqual([
    ["S1", 1, 1],
    ["S2", 1, 0],
    ["S3", 0, 1],
    ["", 1, 0],
  ]);
  expect([now.lines, now.photos, now.bytes]).toEqual([3, 2, 2000]);
});

test("refused work asks for a person until she has put it away", () => {
  const refused = line(1, "order.submit", "O1", { store_id: "S1" }, { state: "attention" });
  expect(outboxNow([refused], []).attention).toHaveLength(1);
  expect(outboxNow([{ ...refused, seen: true }], []).attention).toHaveLength(0);
  expect(outboxNow([refused], []).lines).toBe(0);
});

test("a line is on its way only while a request is", () => {
  const sent = line(1, "order.submit", "O1", { store_id: "S1" }, { state: "sent" });
  expect(underWay(sent, { busy: "push" })).toBe(true);
  expect(underWay(sent, { busy: null })).toBe(false);
  expect(underWay(sent, { busy: "files" })).toBe(false);
  expect(underWay({ ...sent, state: "waiting" }, { busy: "push" })).toBe(false);
});

test("whom to call is somebody the one who reads it has", () => {
  expect(adviceOf("rejected", "field_rep")).toBe("outbox.kept");
  expect(adviceOf("rejected", "partner_clerk")).toBe("outbox.kept_partner");
  expect(adviceOf("rejected", "partner_driver")).toBe("outbox.kept_partner");
  expect(adviceOf("rejected", "office_supervisor")).toBe("outbox.kept_office");
  expect(adviceOf("conflict", "partner_clerk")).toBe("outbox.conflict");
  expect(adviceOf("quarantined", "field_rep")).toBe("outbox.quarantined");
  expect(adviceOf("quarantined", "partner_driver")).toBe("outbox.quarantined_company");
});

test("progress of an upload is whole percent and never more than all", () => {
  const half = { ...photo("F1", "S1"), upload: { url: "u", offset: 505, sure: true } };
  expect(uploaded(half)).toBe(51);
  expect(uploaded({ ...half, bytes: 100 })).toBe(100);
  expect(uploaded(photo("F1", "S1"))).toBe(0);
});
