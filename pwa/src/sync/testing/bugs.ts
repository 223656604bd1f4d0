/** Planted bugs: each takes one safeguard away, and the property must notice (protocol.md 4.2). */

import { newId } from "../../device/ids";
import type { Replica } from "../../device/shapes";
import type { Bug } from "./tabs";

const TAKING = "rows scopes log";
const ANSWER = "log meta rows scopes";

export const BUGS: Record<string, Bug> = {
  "two flushers at once": {
    breaks: "I19",
    lead: (begin, end) => {
      begin();
      return { steal: () => undefined, resign: end };
    },
  },

  "the number given outside the transaction": {
    breaks: "I2",
    async say(db, id, args, gate) {
      const op_id = newId();
      const own = await db.write(["meta"], async (tx) => {
        const meta = tx.objectStore("meta");
        const replica = (await meta.get("replica")) as Replica;
        await meta.put({ ...replica, next_local_seq: replica.next_local_seq + 1 }, "replica");
        return replica;
      });
      await gate();
      await db.write(["log"], (tx) =>
        tx.objectStore("log").add({
          op_id, id, args, kind: "visit.check_in", schema: 1, entity: "visit", state: "waiting",
          replica_id: own.replica_id, local_seq: own.next_local_seq,
          made_at: new Date().toISOString(), clock: { offset_ms: 0, mono_ms: 0 },
          result: null, tries: 0, next_try_at: null, answered_at: null,
        } as never),
      ); // prettier-ignore
      return op_id;
    },
  },

  "the cursor stored before its rows": {
    breaks: "I4",
    async write(db, stores, real, tab) {
      if (stores.join(" ") === TAKING && tab.marks.length) {
        const { marks } = tab;
        tab.marks = [];
        await db.write(["scopes"], async (tx) => {
          const scopes = tx.objectStore("scopes");
          for (const { scope, epoch, pos } of marks) {
            const held = await scopes.get(scope);
            if (held) await scopes.put({ ...held, epoch, pos });
          }
        });
        await tab.gate("rows");
      }
      return real();
    },
  },

  "a line leaves the overlay at its answer": {
    breaks: "I18",
    async write(db, stores, real) {
      const done = await real();
      if (stores.join(" ") === ANSWER) {
        await db.write(["log"], async (tx) => {
          const log = tx.objectStore("log");
          for (const line of await log.index("state").getAll("received")) {
            await log.put({ ...line, state: "archived" });
          }
        });
      }
      return done;
    },
  },

  "sent is taken for delivered": {
    breaks: "I1",
    async sending(db, path) {
      if (path !== "/sync/v1/push") return;
      await db.write(["meta"], async (tx) => {
        const meta = tx.objectStore("meta");
        const own = (await meta.get("replica")) as Replica;
        const acked_through = own.next_local_seq - 1;
        await meta.put({ ...own, server_next: own.next_local_seq, acked_through }, "replica");
      });
    },
  },
};
