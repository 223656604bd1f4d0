/** Handing an order in: one number an order, one order a draft, whatever tab she taps in. */

import type { Database } from "../device/database";
import { newId } from "../device/ids";
import { lines, say, type LogLine } from "../device/log";
import type { PhotoBytes } from "../device/photos";
import type { OrderSubmit } from "../protocol";
import { handedIn, orderNumber, sameGoods } from "./now";

/** An order without its number, which is drawn last. */
export interface Handed {
  /** What the draft becomes; another order only when it was handed in with other goods before. */
  order_id: string;
  args: Omit<OrderSubmit, "no" | "signature_photo_id">;
  /** Drafts it was filled in as. */
  drafts: string[];
  /** What the owner drew, as the picture of that place among the visit's. */
  picture: (sequence: number) => Promise<PhotoBytes | null>;
}

/** Another tab was faster: nothing was written. */
class Faster extends Error {}

const SIGNATURES = 90;

/**
 * Into the log, and the number it has. What was drawn before is looked at again in the transaction
 * that writes: there no other tab is between the look and the line.
 */
export async function handIn(db: Database, order: Handed): Promise<string> {
  const { args, drafts, order_id } = order;
  const another = newId();
  for (;;) {
    const said = await lines(db, { kinds: ["order.submit"] });
    const before = handedIn(said, order_id);
    const mine = [before, handedIn(said, another)].find(
      (one) => one && sameGoods(one.lines, args.lines),
    );
    if (mine) return mine.no;
    const { no, count } = await freeNumber(db, said, args.day);
    const picture = await order.picture(SIGNATURES + count);
    const id = before ? another : order_id;
    try {
      const whole = { ...args, no, signature_photo_id: picture?.photo_id ?? null };
      await say(db, "order.submit", id, whole, {
        drafts,
        photos: picture ? [picture] : [],
        unless: async (tx) => {
          const log = await tx.objectStore("log").getAll();
          if (log.some((line) => isTaken(line, id, no))) throw new Faster();
        },
      });
      return no;
    } catch (error) {
      if (!(error instanceof Faster)) throw error;
    }
  }
}

function isTaken(line: LogLine, id: string, no: string): boolean {
  return line.kind === "order.submit" && (line.id === id || line.args.no === no);
}

async function freeNumber(db: Database, said: readonly LogLine[], day: string) {
  const own = await db.read(["meta"], (tx) => tx.objectStore("meta").get("replica"));
  const { replica_id } = own as { replica_id: string };
  const submits = said.flatMap((line) => (line.kind === "order.submit" ? [line.args] : []));
  const taken = new Set(submits.map((one) => one.no));
  let count = submits.filter((one) => one.day === day).length + 1;
  while (taken.has(orderNumber(replica_id, day, count))) count += 1;
  return { no: orderNumber(replica_id, day, count), count };
}
