/** What page and sync worker say to each other. */

export const STATUS_CHANNEL = "xundian-sync";

/** Page to worker, and tab to leader. */
export type Asked =
  | { t: "now" }
  | { t: "online" }
  | { t: "offline" }
  | { t: "visible" }
  | { t: "hidden" }
  | { t: "session" };

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
  /** When it last answered with nothing left to send. */
  deliveredAt: string | null;
  /** Everything granted is here. */
  whole: boolean;
  /** A problem code, "network", or null. */
  problem: string | null;
  nextTryAt: string | null;
  /** A newer app waits for `applyUpdate()`. */
  updateReady: boolean;
}

export type Told = { t: "status"; status: Partial<Status> };
