/**
 * One tab leads: it alone pushes and pulls. A Web Lock where there is one; else a lease in the
 * session's database. Two leaders for a moment would do no harm (the server hears each line once),
 * but they would waste the phone's time.
 */

import { lease } from "../device/people";

const LOCK = "xsp-leader";
const LEASE_MS = 10_000;
const RENEW_MS = 3_000;

export interface Lead {
  /** A leader that does not answer is frozen or dead: take over. */
  steal(): void;
  resign(): void;
}

/** Wait to lead; `begin` when we do, `end` when another has taken over. */
export function lead(begin: () => void, end: () => void, id: string): Lead {
  return "locks" in navigator ? byLock(begin, end) : byLease(begin, end, id);
}

function byLock(begin: () => void, end: () => void): Lead {
  let resign: () => void = () => undefined;
  /** The request we lead by. Stealing while our turn comes takes one of our own from the other. */
  let held: symbol | null = null;
  let over = false;
  const request = (options: LockOptions): void => {
    const mine = Symbol("lead");
    navigator.locks
      .request(LOCK, options, () => {
        if (over) return undefined;
        const already = held !== null;
        held = mine;
        if (!already) begin();
        return new Promise<void>((resolve) => {
          resign = resolve;
        });
      })
      .catch(() => undefined)
      .finally(() => {
        if (held !== mine) return;
        held = null;
        end();
        // Another tab has taken over; stand in line again.
        if (!over) request({});
      });
  };
  request({});
  return {
    steal: () => held === null && request({ steal: true }),
    resign: () => {
      over = true;
      if (held !== null) end();
      held = null;
      resign();
    },
  };
}

function byLease(begin: () => void, end: () => void, id: string): Lead {
  let leading = false;
  const look = async (take: boolean): Promise<void> => {
    const ours = await lease(id, Date.now(), LEASE_MS, take).catch(() => leading);
    if (ours === leading) return;
    leading = ours;
    if (leading) begin();
    else end();
  };
  const clock = setInterval(() => void look(false), RENEW_MS);
  void look(false);
  return {
    steal: () => void look(true),
    resign: () => {
      clearInterval(clock);
      if (!leading) return;
      leading = false;
      end();
      lease(id, 0, 0, false).catch(() => undefined);
    },
  };
}
