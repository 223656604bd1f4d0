/** The partner's clerk, at a desk: orders to confirm, notes to make, the stock. */

import type { Screen } from "../router";
import type { MenuItem } from "./menu";
import { partner } from "./partnered";
import { ticketed } from "./shared";
import { speaking } from "../ui/words/index.svelte";

export const clerkMenu: readonly MenuItem[] = [
  { tab: "orders", path: "/", label: "menu.orders", icon: "cart" },
  { tab: "notes", path: "/notes", label: "menu.notes", icon: "note" },
  { tab: "stock", path: "/stock", label: "menu.stock", icon: "shelf" },
  { tab: "tickets", path: "/tickets", label: "menu.tickets", icon: "flag" },
  { tab: "me", path: "/me", label: "menu.me", icon: "me" },
];

/** What is due speaks of stock, too. */
function stocked<T>(load: () => Promise<T>): Promise<T> {
  return speaking("purchasing", load);
}

export const clerkScreens: readonly Screen[] = [
  partner("/", "orders", () => stocked(() => import("../partner/Orders.svelte"))),
  partner("/orders/:id", "orders", () => import("../partner/Confirm.svelte"), true),
  partner("/claims", "orders", () => speaking("sums", () => import("../sums/Claims.svelte"))),
  partner("/statistics", "orders", () =>
    speaking("sums", () => import("../sums/Statistics.svelte")),
  ),
  partner("/notes", "notes", () => import("../partner/Notes.svelte")),
  partner("/notes/new", "notes", () => import("../partner/NewNotes.svelte"), true),
  partner("/notes/:id", "notes", () => import("../partner/Note.svelte")),
  partner("/stock", "stock", () => stocked(() => import("../purchasing/Stock.svelte"))),
  partner("/stock/count", "stock", () => stocked(() => import("../purchasing/Count.svelte")), true),
  partner(
    "/stock/file",
    "stock",
    () => stocked(() => import("../purchasing/StockFile.svelte")),
    true,
  ),
  partner(
    "/stock/receive",
    "stock",
    () => stocked(() => import("../purchasing/Receive.svelte")),
    true,
  ),
  partner("/tickets", "tickets", () => ticketed(() => import("../tickets/Tickets.svelte"))),
  partner("/tickets/:id", "tickets", () => ticketed(() => import("../tickets/Ticket.svelte"))),
];
