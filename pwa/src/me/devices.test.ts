import { expect, test } from "vitest";
import { inOrder, nameOf, type Device } from "./devices";

const device = (replica_id: string): Device => ({
  replica_id,
  device_name: "",
  app: "1",
  last_seen_at: null,
  lost_at: null,
});

test("the phone in her hand stands first, the others as the company heard of them", () => {
  const all = ["a", "b", "c"].map(device);
  expect(inOrder(all, "c").map((one) => one.replica_id)).toEqual(["c", "a", "b"]);
  expect(inOrder(all, null).map((one) => one.replica_id)).toEqual(["a", "b", "c"]);
});

test("a phone is called what its browser says it is", () => {
  const name = (device_name: string) => nameOf({ device_name });
  expect(name("Mozilla/5.0 (Linux; Android 14; V2244A) AppleWebKit/537.36")).toBe("V2244A");
  expect(name("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)")).toBe("iPhone");
  expect([name("Kasse 3"), name("")]).toEqual(["Kasse 3", ""]);
});
