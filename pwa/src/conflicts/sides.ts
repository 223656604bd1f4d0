/** What two people said about one record, side by side. Pure. */

import type { Conflict } from "../protocol";
import { dayName, quantity, t, when, word, yuan } from "../ui/words/index.svelte";
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

/** Whose word counts is the same each time one of these decides. */
const ONE_WAY = new Set(["K1", "K2", "K3", "K4", "K9", "K11", "K14", "K15"]);

/** Words of the rule that decided. K5 says only the outcome that applied here. */
export function ruleOf({
  rule,
  stands,
}: Pick<Met, "rule" | "stands">): [stands: string, why: string] {
  if (rule === "K5") return [word("metstands", `K5_${stands}`), word("metwhy", `K5_${stands}`)];
  if (ONE_WAY.has(rule)) return [word("metstands", rule), word("metwhy", rule)];
  return [word("metstands", rule === "K7" ? "now" : stands), word("metwhy", rule)];
}

/** Whether one person said both, on two devices. */
export function ofOne({
  rule,
  mine_id,
  theirs,
}: Pick<Met, "rule" | "mine_id" | "theirs">): boolean {
  if (rule === "K11") return true;
  return mine_id !== undefined && (theirs as { by_id?: string } | null)?.by_id === mine_id;
}

/**
 * Over whose head the other side stands: of a post that ended it was the rule itself. `self`: how she
 * is called who said both.
 */
export function deciderOf(
  met: Pick<Met, "rule" | "theirs_name" | "mine_id" | "theirs">,
  self: string,
): string {
  if (ofOne(met)) return t("conflict.elsewhere", { name: self });
  const { rule, theirs_name } = met;
  if (theirs_name) return theirs_name;
  return rule === "K10" ? t("conflict.by_rule", { rule }) : t("conflict.nobody");
}

/** Who, and when, stands above each side already. */
const IN_HEAD = new Set(["at", "by_name", "decided_by", "decided_at"]);
/** Whose codes a reason is of. */
const REASONS: Record<string, string> = {
  "visit.review": "visitwhy",
  "photo.review": "photowhy",
};
/** Of an order: who amends it, cancels, rejects or closes it chooses from reasons of his own. */
const ORDER_WHY = ["amendwhy", "cancel", "rejectwhy", "closewhy", "hold"];
const STATES = new Set(["state", "task_state", "to"]);
/** Goods of an order: what is counted, in what, and which. */
const GOODS = /^(qty|gift):(case|bottle|item):(.+)$/;

/** One line a field that anybody said something about: no line of nothing; what names a record says nothing to a person. */
export function sidesOf(met: Met, sku: (id: string) => string = (id) => id): Side[] {
  const [base, mine, theirs] = [met.base, met.mine, met.theirs] as Record<string, unknown>[];
  const fields = [...new Set([mine, theirs, base].flatMap((side) => Object.keys(side ?? {})))];
  return fields
    .filter((field) => !field.endsWith("_id") && !IN_HEAD.has(field))
    .map((field) => ({
      field:
        field === "rep" && met.stands !== "both"
          ? word("metfield", "stop_rep")
          : nameOf(field, sku),
      base: said(met.kind, field, base?.[field]),
      mine: said(met.kind, field, mine?.[field]),
      theirs: said(met.kind, field, theirs?.[field]),
    }))
    .filter((one) =>
      [one.base, one.mine, one.theirs].some((text) => text !== t("conflict.nothing")),
    );
}

function nameOf(field: string, sku: (id: string) => string): string {
  const [, what, unit, which = ""] = GOODS.exec(field) ?? [];
  if (!what) return word("metfield", field);
  const name = unit === "item" ? which : sku(which);
  return what === "gift" ? t("conflict.gift", { name }) : name;
}

function said(kind: string, field: string, value: unknown): string {
  if (field === "post") return value === undefined ? t("conflict.nothing") : post(value);
  if (value === null || value === undefined || value === "") return t("conflict.nothing");
  const unit = GOODS.exec(field)?.[2];
  if (unit) return unit === "item" ? String(value) : quantity(Number(value), unit as "case");
  if (field.endsWith("_fen")) return yuan(Number(value));
  if (field === "version") return t("conflict.version", { n: Number(value) });
  if (STATES.has(field)) return word("metstate", String(value));
  if (field === "exec_state") return word("exec", String(value));
  if (field === "reason" && kind.startsWith("order.")) return orderWhy(String(value));
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

function orderWhy(reason: string): string {
  return (
    ORDER_WHY.map((group) => reasonText(group, reason)).find((one) => one !== reason) ?? reason
  );
}

function post(value: unknown): string {
  return value === null ? t("metstate.none") : word("role", String(value));
}
