/** What page and sync worker say to each other. */

import type { Meta } from "../device/shapes";

/** Leader to pages. */
export const STATUS_CHANNEL = "xundian-status";
/** Tab to leader. */
export const ASK_CHANNEL = "xundian-ask";

/** Page to worker, and tab to leader. */
export type Asked =
  | { t: "now" }
  | { t: "online" }
  | { t: "offline" }
  | { t: "visible" }
  | { t: "hidden" }
  | { t: "session" }
  | { t: "check" };

/** How things stand, derived from the log and the last answers; never a stored flag. */
export interface Status {
  user_id: string | null;
  online: boolean;
  /** This tab does the sending. */
  leader: boolean;
  busy: "push" | "pull" | "files" | "other" | null;
  /** Operations the server has not answered. */
  pending: number;
  /** When the oldest of them was made. */
  oldest: string | null;
  /** Operations the server refused or set aside, not yet put away. */
  attention: number;
  photosPending: number;
  photoBytesPending: number;
  /** The server's last answer of any kind. */
  lastContact: string | null;
  /** When it answered with nothing left to send; null while anything was captured since. */
  deliveredAt: string | null;
  /** The sums over what was said and what is held were the server's at the last contact. */
  agrees: boolean;
  /** Scopes followed, and those that are here whole; `whole`: everything granted is here. */
  scopes: number;
  scopesWhole: number;
  whole: boolean;
  /** The session may read. false: sign in again; everything said goes on being sent. */
  mayRead: boolean;
  /** A token to push with is held. false: what is said stays here until somebody signs in. */
  maySend: boolean;
  /** How far this phone's clock is off by the server's, at the last contact; null: never met. */
  clockOffMs: number | null;
  /** A problem code, "network", or null. */
  problem: string | null;
  nextTryAt: string | null;
  /** The last full scan of what is stored here, and how many scopes were mended after it. */
  checked: { at: string; damaged: number } | null;
  /** What must never happen, counted. */
  incidents: Meta["incidents"] | null;
  /** The database was made anew, and not all is back from the second place. */
  recovering: boolean;
  /** A newer app waits for `applyUpdate()`. */
  updateReady: boolean;
}

export type Told = { t: "status"; status: Partial<Status> };
