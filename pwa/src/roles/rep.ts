/** The rep: today, stores, tasks, me. */

import { prepareSearch } from "../device/search";
import type { Screen } from "../router";
import { fieldRefused } from "../ui/install";
import { speaking } from "../ui/words/index.svelte";
import type { MenuItem } from "./menu";
import { ready, ticketed } from "./shared";

export const repMenu: readonly MenuItem[] = [
  { tab: "today", path: "/", label: "menu.today", icon: "today" },
  { tab: "stores", path: "/stores", label: "menu.stores", icon: "store" },
  { tab: "tasks", path: "/tasks", label: "menu.tasks", icon: "task" },
  { tab: "me", path: "/me", label: "menu.me", icon: "me" },
];

/** A step of a visit: the menu makes room for the action. */
function step(path: string, load: Screen["load"]): Screen {
  return { path, tab: "today", flow: true, load: () => speaking("visit", load) };
}

/** What she says about stores: a form with a picture. */
function ofStore(path: string, name: "NewStore" | "ChangeStore"): Screen {
  const load = async () => ({ default: (await import("../proposals/hers"))[name] });
  return {
    path,
    tab: "stores",
    flow: true,
    load: () => speaking("stores", () => speaking("visit", load)),
  };
}

/** What is about promotions speaks their words, too. */
function promoted(path: string, load: Screen["load"]): Screen {
  return step(path, () => speaking("promotions", load));
}

/** A screen of her day that speaks words of its own. */
function day(path: string, load: Screen["load"], tab = "today"): Screen {
  return { path, tab, flow: tab === "today", load: () => speaking("day", load) };
}

function figures(path: string, name: "Numbers" | "NumberRows"): Screen {
  return day(path, async () => ({ default: (await import("../day/figures"))[name] }), "me");
}

/** The beginning of work in a store: not on a phone that would lose it. */
function begins(path: string, load: Screen["load"]): Screen {
  return step(path, () => (fieldRefused() ? ready() : load()));
}
/** What was looked at again after her visits. */
function coached(path: string, load: Screen["load"]): Screen {
  return { path, tab: "me", load: () => speaking("coaching", () => speaking("visit", load)) };
}
/** What speaks against an order is said in the office's words for it, too. */
const order = () => speaking("said", () => import("../orders/Order.svelte"));
const asked = () => speaking("reviews", () => import("../reviews/MyFlags.svelte"));

export const repScreens: readonly Screen[] = [
  {
    path: "/",
    tab: "today",
    load: () => import("../planning/Today.svelte"),
    ahead: ["/stores/:id", "/checkin/:store"],
  },
  {
    path: "/stores",
    tab: "stores",
    load: () => import("../stores/Stores.svelte"),
    prepare: prepareSearch,
    ahead: ["/stores/:id"],
  },
  {
    path: "/stores/:id",
    tab: "stores",
    flow: true,
    load: () =>
      speaking("stores", () =>
        speaking("promotions", () => ticketed(() => import("../stores/Store.svelte"))),
      ),
    ahead: ["/checkin/:store"],
  },
  ofStore("/stores/:id/change", "ChangeStore"),
  ofStore("/new-store", "NewStore"),
  { path: "/tickets", tab: "me", load: () => ticketed(() => import("../tickets/Tickets.svelte")) },
  {
    path: "/tickets/:id",
    tab: "me",
    load: () => ticketed(() => import("../tickets/Ticket.svelte")),
  },
  {
    path: "/returns/:store",
    tab: "stores",
    flow: true,
    load: () => speaking("returns", () => import("../returns/StoreReturns.svelte")),
  },
  step("/new-ticket/:store", () => ticketed(() => import("../tickets/NewTicket.svelte"))),
  {
    path: "/orders/:id",
    tab: "stores",
    load: () => speaking("said", () => import("../orders/OrderInFull.svelte")),
  },
  { path: "/tasks", tab: "tasks", load: () => import("../planning/Tasks.svelte") },
  {
    path: "/tasks/:id",
    tab: "tasks",
    flow: true,
    load: () => speaking("promotions", () => import("../planning/Task.svelte")),
  },
  {
    ...begins("/checkin/:store", () => import("../visits/CheckIn.svelte")),
    ahead: ["/visits/:id"],
  },
  {
    ...step("/visits/:id", () => import("../visits/Visit.svelte")),
    ahead: ["/visits/:id/shelf", "/visits/:id/order", "/visits/:id/leave"],
  },
  step("/visits/:id/outside", () => import("../visits/Outside.svelte")),
  step("/visits/:id/greet", () => ticketed(() => import("../visits/Greet.svelte"))),
  step("/visits/:id/merchandise", () => import("../visits/Merchandise.svelte")),
  promoted("/visits/:id/promotion", () => import("../visits/Promotion.svelte")),
  promoted("/promotions/:id", () => import("../promotions/MyStores.svelte")),
  promoted("/promotions/:id/:store", () => import("../promotions/Promotion.svelte")),
  step("/visits/:id/competitor", () => import("../visits/Competitor.svelte")),
  step("/visits/:id/pitch", () => import("../visits/PitchForm.svelte")),
  step("/visits/:id/shelf", () => import("../visits/Shelf.svelte")),
  step("/visits/:id/order", order),
  { ...begins("/call/:store", order), tab: "stores" },
  step("/visits/:id/leave", () => import("../visits/CheckOut.svelte")),
  begins("/fail/:store", () => import("../visits/Fail.svelte")),
  day("/arrange", () => import("../day/Arrange.svelte")),
  figures("/numbers/:period", "Numbers"),
  figures("/numbers/:period/:code", "NumberRows"),
  day("/forgotten", () => import("../day/Forgotten.svelte")),
  coached("/coaching", () => import("../coaching/MySpots.svelte")),
  coached("/coaching/:id", () => import("../coaching/Spot.svelte")),
  coached("/cards", () => import("../coaching/Cards.svelte")),
  coached("/cards/:step", () => import("../coaching/Cards.svelte")),
  coached("/card/:code", () => import("../coaching/CardPage.svelte")),
  coached("/joint/:id", () => import("../coaching/JointRead.svelte")),
  { path: "/flags", tab: "me", load: asked },
  { path: "/flags/:id", tab: "me", load: asked },
  { path: "/day-end", tab: "me", flow: true, load: () => import("../visits/DayEnd.svelte") },
];
