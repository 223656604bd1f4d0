/** Who changed what: told to every page and worker of this browser, so that screens read again. */

import type { Entity } from "../protocol";

export interface Change {
  user_id: string;
  entities: Set<Entity> | "all";
  /** The log changed: what waits, what was answered. */
  log: boolean;
}

interface Told {
  user_id: string;
  entities: string[] | "all";
  log: boolean;
}

const CHANNEL = "xundian-changes";
const listeners = new Set<(change: Change) => void>();
let channel: BroadcastChannel | null = null;

/** Hear of every change, from here and from elsewhere. Returns how to stop. */
export function onChange(listener: (change: Change) => void): () => void {
  open();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tell everybody, this context included. */
export function announce(userId: string, entities: Iterable<string> | "all", log: boolean): void {
  const told: Told = {
    user_id: userId,
    entities: entities === "all" ? "all" : [...new Set(entities)],
    log,
  };
  hear(told);
  open()?.postMessage(told);
}

function open(): BroadcastChannel | null {
  if (!channel && typeof BroadcastChannel !== "undefined") {
    channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = (event: MessageEvent<Told>) => hear(event.data);
    // Under Node, an open channel would keep the tests' process alive.
    (channel as { unref?: () => void }).unref?.();
  }
  return channel;
}

function hear(told: Told): void {
  const entities = told.entities === "all" ? "all" : new Set(told.entities as Entity[]);
  for (const listener of listeners) listener({ user_id: told.user_id, entities, log: told.log });
}
