/** How things stand, counted anew each time from the log; "all sent" is never a stored flag. */

import { known } from "../device/meta";
import type { Database } from "../device/database";
import { unsentCount } from "../device/log";
import { leftOf } from "../device/recover";
import { serverTime } from "./clock";
import { triedAgainAt, type State } from "./engine";
import { incidents } from "./incidents";
import type { Status } from "./words";

/** Is something of this person's still to be sent? */
export async function waits(db: Database): Promise<boolean> {
  const { lines } = await unsentCount(db);
  if (lines > 0) return true;
  return db.read(
    ["photos"],
    async (tx) => (await tx.objectStore("photos").index("state").count("waiting")) > 0,
  );
}

export async function standingOf(db: Database, state: State): Promise<Partial<Status>> {
  const [unsent, contact, clock, scanned, counted, left] = await Promise.all([
    unsentCount(db),
    known(db, "contact"),
    known(db, "clock"),
    known(db, "scan"),
    incidents(db),
    leftOf(db),
  ]);
  const rest = await db.read(["log", "photos", "scopes"], async (tx) => {
    const refused = await tx.objectStore("log").index("state").getAll("attention");
    const photos = await tx.objectStore("photos").index("state").getAll("waiting");
    const own = await tx.objectStore("scopes").get(`user:${db.user_id}`);
    const scopes = own ? await tx.objectStore("scopes").getAll() : [];
    return {
      attention: refused.filter((line) => !line.seen).length,
      photosPending: photos.length,
      photoBytesPending: photos.reduce(
        (sum, row) => sum + row.bytes - (row.upload?.offset ?? 0),
        0,
      ),
      scopes: scopes.length,
      scopesWhole: scopes.filter((scope) => scope.whole).length,
    };
  });
  const again = triedAgainAt(state);
  const agrees = (contact?.ops_agree ?? true) && (contact?.rows_agree ?? true);
  // At the last contact, and nothing said since: an older time would speak of less than there is.
  const delivered =
    agrees &&
    unsent.lines + rest.photosPending === 0 &&
    contact?.delivered_at === contact?.last_contact_at;
  return {
    user_id: db.user_id,
    online: state.online,
    busy:
      state.busy === "push" || state.busy === "pull" || state.busy === "files"
        ? state.busy
        : state.busy && "other",
    pending: unsent.lines,
    oldest: unsent.oldest,
    ...rest,
    whole: rest.scopes > 0 && rest.scopes === rest.scopesWhole,
    lastContact: contact?.last_contact_at ?? null,
    deliveredAt: delivered ? (contact?.delivered_at ?? null) : null,
    agrees,
    mayRead: state.may.read,
    maySend: state.may.push,
    clockOffMs: clock?.offset_ms ?? null,
    problem: state.problem,
    nextTryAt: again === null ? null : await serverTime(db, again),
    checked:
      scanned && scanned.damaged !== null
        ? { at: await serverTime(db, Date.parse(scanned.at)), damaged: scanned.damaged }
        : null,
    incidents: counted,
    recovering: left !== undefined,
  };
}
