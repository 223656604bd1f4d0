import { expect, test } from "vitest";
import { typed } from "./typed.svelte";

/** What of an input is asked here. */
const field = (value: string): HTMLInputElement => ({ value }) as HTMLInputElement;
const clerk = () => typed(() => ({ min: 18, max: 25 }));

test("beyond the limits it is said so, what was typed stays, and nothing is taken", () => {
  for (const text of ["99", "2", "0"]) {
    const words = clerk();
    const input = field(text);
    expect(words.read(input, 19)).toBeUndefined();
    expect(input.value).toBe(text);
    for (const part of [text, "18", "25"]) expect(words.odd).toContain(part);
  }
});

test("it is corrected by typing on", () => {
  const words = clerk();
  words.read(field("2"), 19);
  expect(words.read(field("24"), 19)).toBe(24);
  expect(words.odd).toBe("");
});

test("left as it was, the field reads what is kept, and the refusal stays said", () => {
  const words = clerk();
  const input = field("99");
  words.read(input, 19);
  words.leave(input, 19);
  expect(input.value).toBe("19");
  expect(words.odd).toContain("99");
  words.forget();
  expect(words.odd).toBe("");
});

test("what is no number is not kept in the field", () => {
  const words = clerk();
  const input = field("2.5");
  expect(words.read(input, 19)).toBeUndefined();
  expect(input.value).toBe("19");
  expect(words.odd).toContain("2.5");
});
