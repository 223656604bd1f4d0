/** What two people said about one record, side by side. Pure. */

import type { Conflict } from "../protocol";
import { dayName, t, when, word } from "../ui/words/index.svelte";
import { reasonText } from "../ui/words/reasons";

/** As the phone holds it, or as the office is told. */
export type Met = Pick<
  Conflict,
  | "rule"
  | "stands"
  | "kind"
  | "entity"
  | "record_id"
  | "subject"
  | "mine_name"
  | "mine_at"
  | "theirs_name"
  | "theirs_at"
  | "made_at"
  | "closed_at"
  | "closed_by_name"
  | "closed_note"
> & { id: string; mine_id?: string; base: object; mine: object; theirs: object };

export interface Side {
  field: string;
  base: string;
  mine: string;
  theirs: string;
}

/** Words of the rule that decided. K5 says only the outcome that applied here. */
export function ruleOf({
  rule,
  stands,
}: Pick<Met, "rule" | "stands">): [stands: string, why: string] {
  if (rule === "K5") return [word("metstands", `K5_${stands}`), word("metwhy", `K5_${stands}`)];
  return [word("metstands", rule === "K7" ? "now" : stands), word("metwhy", rule)];
}

/** Over whose head the other side stands: of a post that ended it was the rule itself. */
export function deciderOf({ rule, theirs_name }: Pick<Met, "rule" | "theirs_name">): string {
  if (theirs_name) return theirs_name;
  return rule === "K10" ? t("conflict.by_rule", { rule }) : t("conflict.nobody");
}

/** Who, and when, stands above each side already. */
const IN_HEAD = new Set(["at", "by_name"]);
/** Whose codes a reason is of. */
const REASONS: Record<string, string> = { "visit.review": "visitwhy", "photo.review": "photowhy" };
const STATES = new Set(["state", "task_state", "to"]);

/** One line a field that anybody said something about; what names a record says nothing to a person. */
export function sidesOf(met: Met): Side[] {
  const [base, mine, theirs] = [met.base, met.mine, met.theirs] as Record<string, unknown>[];
  const fields = [...new Set([mine, theirs, base].flatMap((side) => Object.keys(side ?? {})))];
  return fields
    .filter((field) => !field.endsWith("_id") && !IN_HEAD.has(field))
    .map((field) => ({
      field: word("metfield", field === "rep" && met.stands !== "both" ? "stop_rep" : field),
      base: said(met.kind, field, base?.[field]),
      mine: said(met.kind, field, mine?.[field]),
      theirs: said(met.kind, field, theirs?.[field]),
    }));
}

function said(kind: string, field: string, value: unknown): string {
  if (field === "post") return value === undefined ? t("conflict.nothing") : post(value);
  if (value === null || value === undefined || value === "") return t("conflict.nothing");
  if (field === "version") return t("conflict.version", { n: Number(value) });
  if (STATES.has(field)) return word("metstate", String(value));
  if (field === "reason" && REASONS[kind]) return reasonText(REASONS[kind], String(value));
  if (field === "point")
    return String(value)
      .split(",")
      .map((e7) => (Number(e7) / 1e7).toFixed(5))
      .join(", ");
  if (field === "active" && typeof value === "string")
    return t(value === "yes" ? "conflict.yes" : "conflict.no");
  if (field.endsWith("_e7")) return (Number(value) / 1e7).toFixed(5);
  if (field === "channel_type") return word("channel", String(value));
  if (typeof value === "boolean") return t(value ? "conflict.yes" : "conflict.no");
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)) return dayName(value);
  if (typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return when(value);
  return String(value);
}

function post(value: unknown): string {
  return value === null ? t("metstate.none") : word("role", String(value));
}
