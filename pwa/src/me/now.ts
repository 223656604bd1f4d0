/** A rep's own numbers: what the plan asked, what she did, day by day. Pure. */

import type { Held } from "../device/records";
import type { OrderNow } from "../orders/now";
import { todayNow, type TodayNow } from "../planning/now";
import type { VisitNow } from "../visits/now";

export interface DayNumbers extends Pick<
  TodayNow,
  "planned" | "done" | "productive" | "orders" | "value_fen" | "waiting_fen"
> {
  day: string;
}

export interface Numbers {
  days: DayNumbers[];
  planned: number;
  done: number;
  /** Done of planned in ten-thousandths (M01); null when nothing was planned. */
  rate_1e4: number | null;
  productive: number;
  value_fen: number;
  waiting_fen: number;
}

/** Sums over days, newest first. M01: planned visits done on their day, of those not waived. */
export function numbersNow(
  days: readonly string[],
  meId: string,
  plan: readonly Held<"planned_visit">[],
  visits: readonly VisitNow[],
  orders: readonly OrderNow[],
): Numbers {
  const each = days.map((day) => {
    const {
      planned,
      done,
      productive,
      orders: n,
      value_fen,
      waiting_fen,
    } = todayNow(day, meId, plan, new Map(), visits, orders);
    return { day, planned, done, productive, orders: n, value_fen, waiting_fen };
  });
  const sum = (of: (day: DayNumbers) => number): number =>
    each.reduce((total, day) => total + of(day), 0);
  const planned = sum((day) => day.planned);
  const done = sum((day) => day.done);
  return {
    days: each,
    planned,
    done,
    rate_1e4: planned ? Math.floor((done * 20_000 + planned) / (2 * planned)) : null,
    productive: sum((day) => day.productive),
    value_fen: sum((day) => day.value_fen),
    waiting_fen: sum((day) => day.waiting_fen),
  };
}

const OFFICE = new Set(["office_supervisor", "special_channel_specialist", "ops_manager"]);

/** Where the thing a message is about can be seen; empty when there is nothing to open. */
export function pathOf(entity: string | null, id: string | null, role: string): string {
  if (!id) return "";
  const rep = role === "field_rep";
  switch (entity) {
    case "sales_order":
      return rep || role === "partner_clerk" ? `/orders/${id}` : "";
    case "task":
      if (rep) return `/tasks/${id}`;
      return OFFICE.has(role) ? "/tasks" : "";
    case "visit":
      if (rep) return `/visits/${id}`;
      return OFFICE.has(role) ? `/reviews/${id}` : "";
    case "visit_flag":
      return rep ? `/flags/${encodeURIComponent(id)}` : "";
    case "joint_day":
    case "joint_visit":
    case "spot_check":
      return rep || OFFICE.has(role) ? "/coaching" : "";
    case "conflict":
      return `/conflicts/${id}`;
    case "ticket":
      return rep || role === "partner_clerk" || OFFICE.has(role) ? `/tickets/${id}` : "";
    case "store":
      return rep ? `/stores/${id}` : "";
    case "store_proposal":
      return OFFICE.has(role) ? `/new-stores/${id}` : "";
    case "store_change":
      return OFFICE.has(role) ? `/store-changes/${id}` : "";
    case "planned_visit":
      return rep ? "/" : "";
    case "promotion":
      return rep || OFFICE.has(role) ? `/promotions/${id}` : "";
    case "purchase_order":
      return role === "partner_clerk" ? `/stock/purchases/${id}` : "";
    case "terms_alert":
      return OFFICE.has(role) ? "/terms" : "";
    case "other_system":
      return "/systems";
    case "return_note":
      return role === "partner_clerk" ? `/returns/${id}` : OFFICE.has(role) ? "/returns" : "";
    case "delivery_note":
      return role === "partner_clerk" ? `/notes/${id}` : "";
    default:
      return "";
  }
}
