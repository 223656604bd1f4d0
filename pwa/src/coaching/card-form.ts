/** A card as it is typed: points a line each, an objection and its answer on either side of a bar. Pure. */

import type { LogLine } from "../device/log";
import type { CardText, VisitStep } from "../protocol";

export interface Typed {
  title: string;
  talk: string;
  points: string;
  objections: string;
}
/** A version as the office is told of it. */
export interface Row {
  id: string;
  code: string;
  card_version: number;
  kind: "selling" | "shelf" | "display" | "posm" | "freshness" | "photo";
  steps: VisitStep[];
  sku_ids: string[];
  valid_from: string;
  valid_until: string | null;
  zh: CardText;
  en: CardText | null;
}

const BENEFITS = 3;
const POINT = 200;
const MOST_POINTS = 12;
const MOST_OBJECTIONS = 6;

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

export function textFrom(typed: Typed): CardText {
  return {
    title: typed.title.trim(),
    talk: typed.talk.trim(),
    points: linesOf(typed.points)
      .slice(0, MOST_POINTS)
      .map((line) => line.slice(0, POINT)),
    objections: linesOf(typed.objections)
      .flatMap((line) => {
        const [says = "", ...rest] = line.split(/[|｜]/).map((part) => part.trim());
        const answer = rest.join(" ").trim();
        return says && answer ? [{ says: says.slice(0, 120), answer: answer.slice(0, 300) }] : [];
      })
      .slice(0, MOST_OBJECTIONS),
  };
}

export function typedFrom(text: CardText): Typed {
  return {
    title: text.title,
    talk: text.talk,
    points: text.points.join("\n"),
    objections: text.objections.map((one) => `${one.says} | ${one.answer}`).join("\n"),
  };
}

/** His own next version that another's came before: he goes on from it, as long as that one is the
 *  newest. */
export function overtaken(
  said: readonly LogLine[],
  newest: Pick<Row, "code" | "card_version">,
): Pick<Row, "kind" | "steps" | "sku_ids" | "valid_until" | "zh" | "en"> | null {
  const mine = said.flatMap((line) =>
    line.kind === "card.put" && line.state === "attention" ? [line.args] : [],
  );
  const { code, card_version } = newest;
  return mine.findLast((one) => one.code === code && one.card_version === card_version) ?? null;
}

/** What is missing, if anything: as the company judges it. */
export function lacking(kind: string, text: CardText): "" | "title" | "talk" | "points" | "three" {
  if (!text.title) return "title";
  if (kind !== "selling") return text.points.length ? "" : "points";
  if (!text.talk) return "talk";
  return text.points.length === BENEFITS ? "" : "three";
}
