/** Supervisor, specialist, manager: desktop first, usable on a phone. */

import type { Screen } from "../router";
import { speaking } from "../ui/words/index.svelte";
import { bought } from "./desk";
import type { MenuItem } from "./menu";
import { conflicts, ticketed } from "./shared";

const board: MenuItem = { tab: "board", path: "/board", label: "menu.board", icon: "board" };
const completion: MenuItem = {
  tab: "completion",
  path: "/completion",
  label: "menu.completion",
  icon: "chart",
};
const stores: MenuItem = { tab: "stores", path: "/stores", label: "menu.stores", icon: "store" };
const tasks: MenuItem = { tab: "tasks", path: "/tasks", label: "menu.tasks", icon: "task" };
const orders: MenuItem = { tab: "orders", path: "/orders", label: "menu.orders", icon: "cart" };
const photos: MenuItem = { tab: "photos", path: "/photos", label: "menu.photos", icon: "camera" };
const reviews: MenuItem = {
  tab: "reviews",
  path: "/reviews",
  label: "menu.reviews",
  icon: "shield",
  desk: true,
};
const me: MenuItem = { tab: "me", path: "/me", label: "menu.me", icon: "me" };

export const supervisorMenu: readonly MenuItem[] = [
  { ...board, path: "/" },
  stores,
  tasks,
  orders,
  { ...photos, desk: true },
  reviews,
  me,
];
export const specialistMenu: readonly MenuItem[] = [
  { ...completion, path: "/" },
  stores,
  tasks,
  orders,
  { ...photos, desk: true },
  reviews,
  me,
];
export const managerMenu: readonly MenuItem[] = [
  { ...completion, path: "/" },
  board,
  orders,
  photos,
  reviews,
  me,
];

/** The words of the office come with its screens; nobody else loads them. */
function office(path: string, tab: string, load: Screen["load"], flow = false): Screen {
  return { path, tab, wide: true, flow, load: () => speaking("office", load) };
}

/** Promotions speak theirs. */
function promoted(path: string, name: "Promotions" | "PromotionPlan"): Screen {
  const load = async () => ({ default: (await import("../office/promotion-desk"))[name] });
  return office(path, "me", () => speaking("promotions", load));
}

/** Prices and terms speak the words of promotions, too. */
function priced(
  path: string,
  name: "OfficeStore" | "SkuOne" | "Skus" | "Terms" | "TermsOne",
): Screen {
  const load = async () => ({ default: (await import("../office/terms-desk"))[name] });
  const tab = name === "OfficeStore" ? "stores" : "me";
  return office(path, tab, () => speaking("promotions", () => speaking("stores", load)));
}

function task(path: string, name: "NewTask" | "OfficeTasks"): Screen {
  const load = async () => ({ default: (await import("../office/task-desk"))[name] });
  return office(path, "tasks", load, name === "NewTask");
}

function template(path: string, name: "Template" | "Templates"): Screen {
  return office(path, "me", async () => ({
    default: (await import("../office/template-desk"))[name],
  }));
}

/** Review speaks its own words besides. */
function review(path: string, name: "Compliance" | "ReviewList" | "Thresholds"): Screen {
  const load = async () => ({ default: (await import("../reviews/desk"))[name] });
  return {
    path,
    tab: "reviews",
    wide: true,
    load: () => speaking("office", () => speaking("reviews", load)),
  };
}

/** Stores that were found, merged or changed speak theirs. */
function found(path: string, name: "FoundStores" | "ChangedStores" | "MarkedStores"): Screen {
  const load = async () => ({ default: (await import("../proposals/desk"))[name] });
  return {
    path,
    tab: "stores",
    wide: true,
    load: () => speaking("office", () => speaking("reviews", () => speaking("stores", load))),
  };
}

/** What is looked at again in stores, on a phone; its numbers at a desk, too. */
function coaching(path: string, load: Screen["load"], flow = false): Screen {
  return office(path, "me", () => speaking("coaching", load), flow);
}

/** The same screens for the three; `first` is where they start. */
export function officeScreens(first: "board" | "completion"): readonly Screen[] {
  const boardScreen = () => import("../office/Board.svelte");
  const completionScreen = () => import("../office/Completion.svelte");
  return [
    office("/", first, first === "board" ? boardScreen : completionScreen),
    office("/board", "board", boardScreen),
    office("/completion", "completion", completionScreen),
    office("/visit/:id", first, () =>
      speaking("said", () => import("../office/VisitInFull.svelte")),
    ),
    office("/stores", "stores", () => import("../office/OfficeStores.svelte")),
    priced("/stores/:code", "OfficeStore"),
    found("/new-stores", "FoundStores"),
    found("/new-stores/:id", "FoundStores"),
    found("/store-marks", "MarkedStores"),
    found("/store-changes", "ChangedStores"),
    found("/store-changes/:id", "ChangedStores"),
    task("/tasks", "OfficeTasks"),
    task("/tasks/new", "NewTask"),
    task("/tasks/new/:store", "NewTask"),
    office("/orders", "orders", () =>
      speaking("said", () => import("../office/OfficeOrders.svelte")),
    ),
    office("/orders/:id", "orders", () =>
      speaking("said", () => import("../office/OfficeOrders.svelte")),
    ),
    office("/claims", "orders", () => speaking("sums", () => import("../sums/Claims.svelte"))),
    office("/order-count", "orders", () =>
      speaking("sums", () => import("../sums/DailyCount.svelte")),
    ),
    office("/statistics", "orders", () =>
      speaking("sums", () => import("../sums/Statistics.svelte")),
    ),
    office("/photos", "photos", () => import("../office/Photos.svelte")),
    review("/reviews", "ReviewList"),
    review("/reviews/:id", "ReviewList"),
    review("/compliance", "Compliance"),
    review("/review-rules", "Thresholds"),
    promoted("/promotions", "Promotions"),
    promoted("/promotions/:id", "PromotionPlan"),
    priced("/skus", "Skus"),
    priced("/skus/:id", "SkuOne"),
    priced("/terms", "Terms"),
    priced("/terms/:id", "TermsOne"),
    template("/templates", "Templates"),
    template("/templates/:id", "Template"),
    coaching("/coaching", () => import("../coaching/Spots.svelte")),
    coaching("/coaching/:id", () => import("../coaching/Spot.svelte"), true),
    coaching("/cards", () => import("../coaching/CardsOffice.svelte")),
    coaching("/cards/:code", () => import("../coaching/CardEditor.svelte"), true),
    coaching("/joint/new", () => import("../coaching/JointNew.svelte"), true),
    coaching("/joint/:id", () => import("../coaching/JointDay.svelte")),
    coaching("/joint/:id/:store", () => import("../coaching/JointForm.svelte"), true),
    coaching("/accuracy", () => import("../coaching/Accuracy.svelte")),
    bought("/partner-stock", "me", () => import("../purchasing/PartnerStocks.svelte")),
    office("/owed", "me", () =>
      speaking("said", () =>
        speaking("purchasing", () => import("../receivables/OfficeOwed.svelte")),
      ),
    ),
    bought("/purchases", "me", () => import("../purchasing/PurchaseDesk.svelte")),
    office("/returns", "orders", () =>
      speaking("returns", () => import("../returns/OfficeReturns.svelte")),
    ),
    office("/quarantine", "me", () =>
      speaking("said", () => import("../office/Quarantine.svelte")),
    ),
    office("/tickets", "me", () => ticketed(() => import("../tickets/OfficeTickets.svelte"))),
    office("/tickets/:id", "me", () => ticketed(() => import("../tickets/OfficeTickets.svelte"))),
    ...conflicts(() => speaking("office", () => import("../conflicts/OfficeConflicts.svelte"))),
    office("/team-devices", "me", () => import("../office/TeamDevices.svelte")),
  ];
}
