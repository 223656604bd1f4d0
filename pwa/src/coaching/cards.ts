/** Talk tracks and standards: which hold on a day, and where in a visit they are at hand. Pure. */

import type { Held } from "../device/records";
import type { CardText, VisitStep } from "../protocol";

export const KINDS = ["selling", "shelf", "display", "posm", "freshness", "photo"] as const;
export type Card = Held<"field_card">;

interface Dated {
  code: string;
  card_version: number;
  valid_from: string;
  valid_until: string | null;
}

/** Of each code the highest version whose day has come, unless it is over. */
export function holding<T extends Dated>(cards: readonly T[], day: string): T[] {
  const found = new Map<string, T>();
  for (const card of cards) {
    if (card.valid_from > day) continue;
    const other = found.get(card.code);
    if (!other || other.card_version < card.card_version) found.set(card.code, card);
  }
  return [...found.values()].filter(
    ({ valid_until }) => valid_until === null || valid_until >= day,
  );
}

/** By kind, as they are listed; within a kind by title. */
export function ordered<T extends { kind: string; zh: CardText }>(cards: readonly T[]): T[] {
  const place = (kind: string): number => (KINDS as readonly string[]).indexOf(kind);
  return cards.toSorted(
    (a, b) => place(a.kind) - place(b.kind) || a.zh.title.localeCompare(b.zh.title, "zh"),
  );
}

export function atStep<T extends { steps: readonly string[] }>(
  cards: readonly T[],
  step: VisitStep,
): T[] {
  return cards.filter((card) => card.steps.includes(step));
}

/** In the reader's language where it is written in it. */
export function textOf(card: { zh: CardText; en: CardText | null }, locale: string): CardText {
  return locale === "en" && card.en ? card.en : card.zh;
}
