/** The partner's clerk, at a desk: orders to confirm, notes to make, the stock. */

import type { Screen } from "../router";
import type { MenuItem } from "./menu";
import { oneReturn, partner } from "./partnered";
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
  return speaking("purchasing", () => speaking("buying", load));
}

function stock(path: string, load: Screen["load"], flow = false): Screen {
  return partner(path, "stock", () => stocked(load), flow);
}

function warehouse(path: string, name: "Count" | "Receive" | "StockFile"): Screen {
  const load = async () => ({ default: (await import("../purchasing/warehouse"))[name] });
  return stock(path, load, true);
}

/** What stores owe is listed as statistics are, and its file read as one of stock. */
function owed(path: string, name: "MyTerms" | "Owed" | "OwedFile"): Screen {
  const load = async () => ({ default: (await import("../receivables/his"))[name] });
  const loaded = () => speaking("said", () => speaking("sums", () => stocked(load)));
  return partner(path, "me", loaded, name === "OwedFile");
}

export const clerkScreens: readonly Screen[] = [
  partner("/", "orders", () => stocked(() => import("../partner/Orders.svelte"))),
  partner(
    "/orders/:id",
    "orders",
    () => speaking("said", () => import("../partner/Confirm.svelte")),
    true,
  ),
  partner("/past-orders", "orders", () => import("../partner/PastOrders.svelte")),
  partner("/claims", "orders", () => speaking("sums", () => import("../sums/Claims.svelte"))),
  partner("/statistics", "orders", () =>
    speaking("sums", () => import("../sums/Statistics.svelte")),
  ),
  partner("/notes", "notes", () => import("../partner/Notes.svelte")),
  partner("/notes/new", "notes", () => import("../partner/NewNotes.svelte"), true),
  partner("/notes/load", "notes", () => import("../partner/LoadList.svelte")),
  partner("/notes/:id", "notes", () => speaking("said", () => import("../partner/Note.svelte"))),
  partner("/returns", "notes", () =>
    speaking("returns", () => import("../returns/Returns.svelte")),
  ),
  partner("/returns/:id", "notes", oneReturn, true),
  stock("/stock", () => import("../purchasing/Stock.svelte")),
  warehouse("/stock/count", "Count"),
  warehouse("/stock/file", "StockFile"),
  warehouse("/stock/receive", "Receive"),
  warehouse("/stock/receive/:id", "Receive"),
  stock("/stock/buy", () => import("../purchasing/Proposal.svelte"), true),
  stock("/stock/buy/:id", () => import("../purchasing/Proposal.svelte"), true),
  stock("/stock/purchases", () => import("../purchasing/Purchases.svelte")),
  stock("/stock/purchases/:id", () => import("../purchasing/Purchase.svelte")),
  owed("/owed", "Owed"),
  owed("/owed/file", "OwedFile"),
  owed("/my-terms", "MyTerms"),
  partner("/tickets", "tickets", () => ticketed(() => import("../tickets/Tickets.svelte"))),
  partner("/tickets/:id", "tickets", () => ticketed(() => import("../tickets/Ticket.svelte"))),
];
