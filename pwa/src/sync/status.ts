/** How things stand, as this page last heard. */

import type { Status } from "./words";

const listeners = new Set<(status: Status) => void>();
let status: Status = {
  user_id: null,
  online: true,
  leader: false,
  busy: null,
  pending: 0,
  oldest: null,
  attention: 0,
  photosPending: 0,
  photoBytesPending: 0,
  lastContact: null,
  deliveredAt: null,
  agrees: true,
  scopes: 0,
  scopesWhole: 0,
  whole: false,
  mayRead: true,
  maySend: true,
  clockOffMs: null,
  problem: null,
  nextTryAt: null,
  checked: null,
  incidents: null,
  recovering: false,
  updateReady: false,
};

export function getStatus(): Status {
  return status;
}

/** Shaped like a Svelte store's subscribe: calls at once, then on every change. */
export function onStatus(listener: (status: Status) => void): () => void {
  listeners.add(listener);
  listener(status);
  return () => listeners.delete(listener);
}

export function tellStatus(fields: Partial<Status>): void {
  status = { ...status, ...fields };
  for (const listener of listeners) listener(status);
}
