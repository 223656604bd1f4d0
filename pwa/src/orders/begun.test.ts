import { beforeEach, expect, test } from "vitest";
import { open, type Database } from "../device/database";
import { save } from "../device/drafts";
import { newId } from "../device/ids";
import { begunLines, discard } from "./begun";

let db: Database;
beforeEach(async () => {
  db = await open(newId());
});

test("an order is begun when it asks for something, not when its page was opened", async () => {
  expect(await begunLines(db, "V1")).toBe(0);
  await save(db, "order:V1", { wanted: {}, note: "" });
  expect(await begunLines(db, "V1")).toBe(0);
  await save(db, "order:V1", {
    wanted: { A: { qty: 2, uom: "case" }, B: { qty: 0, uom: "case" }, C: { qty: 1, uom: "base" } },
  });
  expect(await begunLines(db, "V1")).toBe(2);
  expect(await begunLines(db, "V2")).toBe(0);
  await discard(db, "V1");
  expect(await begunLines(db, "V1")).toBe(0);
});
