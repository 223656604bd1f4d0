/** Steps that are one answer each, in a line of words: for the rep's list, and for whoever reads on. */

import type {
  Greeting,
  Merchandise,
  PromotionStep,
  RivalSeen,
  StepSkip,
  Visit,
  VisitStep,
} from "../protocol";
import { dayName, joined, t, word, yuan } from "../ui/words/index.svelte";
import { outsideText } from "./outside";
import { QUESTIONS } from "./score-rules";

type Said = Pick<Visit, "outside" | "greet" | "merchandise" | "promotion" | "rivals">;

/** What each step asks for, while nothing was said. */
export const SAYS = {
  outside: "outside.what",
  greet: "greet.what",
  merchandise: "merchandise.what",
  promotion: "promo.what",
  competitor: "rival.what",
} as const satisfies Partial<Record<VisitStep, string>>;

export function stepText(step: VisitStep, visit: Said): string {
  if (step === "outside" && visit.outside) return outsideText(visit.outside);
  if (step === "greet" && visit.greet) return greetText(visit.greet);
  if (step === "merchandise" && visit.merchandise) return workText(visit.merchandise);
  if (step === "promotion" && visit.promotion) return promotionText(visit.promotion);
  if (step === "competitor" && visit.rivals) return rivalsText(visit.rivals);
  return step in SAYS ? t(SAYS[step as keyof typeof SAYS]) : "";
}

/** A step that was skipped; of the wrap-up, why she left early. */
export function skipText({ step, reason }: Pick<StepSkip, "reason"> & { step: string }): string {
  const why = word("skipped", reason);
  if (step === "wrap_up") return t("leave.early_was", { why });
  // Of the check-in only the picture of the door can be skipped: she was there.
  const what = step === "check_in" ? word("step", "storefront") : word("visitstep", step);
  return t("skip.was", { step: what, why });
}

export function greetText(said: Greeting): string {
  return [
    said.contact_name ?? "",
    word("contact", said.contact_role),
    word("mood", String(said.mood)),
    said.promise_kept === null ? "" : word("promise", said.promise_kept ? "kept" : "broken"),
  ]
    .filter(Boolean)
    .join(" · ");
}

export function workText(said: Merchandise): string {
  const kept = QUESTIONS.filter((one) => said.order[one] !== "no").length;
  const order = t("merchandise.kept_of", { n: kept, all: QUESTIONS.length });
  if (said.actions.length === 0) return `${t("merchandise.nothing")} · ${order}`;
  const placed = said.posm.map((one) => `${word("posm", one.item)} × ${one.count}`);
  return [joined(said.actions.map((one) => word("action", one))), ...placed, order].join(" · ");
}

export function promotionText({ checks, coolers }: PromotionStep): string {
  const made = checks.filter((one) => one.cannot === null);
  return (
    [
      made.length
        ? t("promo.passed_of", { n: made.filter((one) => one.passed).length, all: made.length })
        : "",
      checks.length > made.length ? t("promo.not_made", { n: checks.length - made.length }) : "",
      coolers.length ? t("promo.coolers", { n: coolers.length }) : "",
    ]
      .filter(Boolean)
      .join(" · ") || t("promo.nothing")
  );
}

export function rivalsText(seen: readonly RivalSeen[]): string {
  return seen.length ? t("rival.count", { n: seen.length }) : t("rival.none_seen");
}

export function rivalText(one: RivalSeen): string {
  return [
    word("rivalact", one.activity),
    one.what ?? "",
    one.price_fen === null ? "" : yuan(one.price_fen),
    one.mechanism ?? "",
    one.from_on || one.until_on
      ? t("rival.days", {
          from: one.from_on ? dayName(one.from_on) : "?",
          until: one.until_on ? dayName(one.until_on) : "?",
        })
      : "",
    one.facings ? t("shelf.faces", { n: one.facings }) : "",
    word("effect", String(one.effect)),
  ]
    .filter(Boolean)
    .join(" · ");
}
