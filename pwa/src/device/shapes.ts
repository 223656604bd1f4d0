/** What the device's database holds, store by store. */

import type { DBSchema, IDBPTransaction, StoreNames } from "idb";
import type {
  Base,
  Clock,
  DeviceReport,
  Entity,
  OperationArgs,
  OperationKind,
  PhotoAttach,
  Result,
} from "../protocol";

/**
 * waiting: never sent. sent: on its way, no answer yet. received: the server said yes, its effect is
 * not in the feed yet. attention: the server said no, or set it aside; a person must look.
 * archived: done; kept 30 days, so that a restored server gets it again.
 */
export type LineState = "waiting" | "sent" | "received" | "attention" | "archived";

/** One operation in the log. */
export interface Line<K extends OperationKind = OperationKind> {
  /** Place in this database's log; never changes. */
  n: number;
  replica_id: string;
  /** 1, 2, 3 ... per replica, no holes. */
  local_seq: number;
  op_id: string;
  kind: K;
  schema: number;
  entity: string;
  id: string;
  made_at: string;
  clock: Clock;
  base?: Base;
  deps?: string[];
  args: OperationArgs[K];
  state: LineState;
  result: Result | null;
  tries: number;
  next_try_at: string | null;
  /** When the server's answer was stored. */
  answered_at: string | null;
  /** A person has read the refusal and put it away. */
  seen?: boolean;
}

export type LogLine = { [K in OperationKind]: Line<K> }[OperationKind];

/** A record as one scope shows it. */
export interface Row {
  scope: string;
  entity: string;
  id: string;
  v: number;
  body: Record<string, unknown>;
  /** Round of the scope; after a reset, rows of earlier rounds are stale. */
  round: number;
}

/** How far this device knows a scope. */
export interface Scope {
  scope: string;
  epoch: number;
  pos: number;
  n: number;
  /** Sum of the rows' hashes mod 2^128, 32 hex digits. */
  digest: string;
  round: number;
  /** A new round is under way: rows of earlier rounds go at its final mark. */
  renewing: boolean;
  /** A final mark was reached: what is here is whole. */
  whole: boolean;
  /**
   * The last mark was not a final one: a record whose change lies at or below `pos` may have moved
   * on since, and come only further ahead.
   */
  behind: boolean;
  /** The cursor the server is thought to remember: [epoch, pos]. */
  known: [number, number] | null;
  /** The server says it is ours no more; dropped when nothing of ours waits. Its prices stay so long. */
  leaving: boolean;
}

/** waiting: bytes to be sent. uploaded: the server has said so. present: its feed says so. */
export type PhotoState = "waiting" | "uploaded" | "present" | "damaged";

export interface PhotoRow extends PhotoAttach {
  photo_id: string;
  thumb: ArrayBuffer | null;
  state: PhotoState;
  /** Where the upload is being made, and how far it is; sure: the server said so last. */
  upload: { url: string; offset: number; sure: boolean } | null;
  tries: number;
}

/** A line as it lies in the second place, with the drafts it was filled in as. */
export type KeptLine = LogLine & { drafts?: string[] };

/** A picture as it lies in the second place. */
export interface KeptPicture {
  row: PhotoRow;
  bytes: ArrayBuffer;
}

export interface Draft {
  key: string;
  value: unknown;
  saved_at: string;
}

/** The replica this database is. Made with the database, lost with it. */
export interface Replica {
  replica_id: string;
  /** The local_seq of the next operation said. */
  next_local_seq: number;
  /** What the server expects next, as far as we know. */
  server_next: number;
  /** Highest local_seq whose result is stored. */
  acked_through: number;
  /** Sum of the operations' hashes below summed_to, mod 2^128, 32 hex digits. */
  digest: string;
  summed_to: number;
}

/** Things of which there is one. */
/** What the server signed for: of this replica it had heard operations 1 .. next_seq - 1. */
export interface Receipt {
  server_id: string;
  replica_id: string;
  next_seq: number;
  ops_digest: string;
  at: string;
  key: string;
  signature: string;
}

export interface Meta {
  replica: Replica;
  server: {
    server_id: string;
    zone?: string;
    rescue_key?: string;
    /** Which shapes the server knows (HISTORY.md), when it was last met. */
    schema?: number;
  };
  clock: { offset_ms: number; contact_at: number };
  contact: {
    last_contact_at: string | null;
    delivered_at: string | null;
    /** Whether the sums over what was said, and over what is held, were the server's last time. */
    ops_agree?: boolean;
    rows_agree?: boolean;
    /** When all of hers was last here whole: the age of what she works by. */
    whole_at?: string;
  };
  /** The last report of itself this device sent. */
  reported: { report: DeviceReport; at: number };
  /** The last full scan of what is stored; `damaged`: scopes found so, null: none was made yet. */
  scan: { at: string; damaged: number | null };
  /** The last receipt that agreed with what this device has said. */
  receipt: Receipt;
  incidents: {
    digest: number;
    ops_digest: number;
    forked: number;
    lost: number;
    restored: number;
    backwards: number;
    damaged: number;
    /** The database was gone, and what waited in it came back from the second place. */
    recovered: number;
    last: string;
  };
  /** This database was made anew, and so much of the second place is not here yet. */
  anew: "all" | "pictures";
}

export const NO_INCIDENTS: Meta["incidents"] = {
  digest: 0,
  ops_digest: 0,
  forked: 0,
  lost: 0,
  restored: 0,
  backwards: 0,
  damaged: 0,
  recovered: 0,
  last: "",
};

export interface Shapes extends DBSchema {
  log: {
    key: number;
    value: LogLine;
    indexes: { op_id: string; state: LineState; seq: [string, number] };
  };
  rows: {
    key: [string, string, string];
    value: Row;
    indexes: {
      record: [string, string];
      day: [string, string];
      doc_state: [string, string];
      state: [string, string];
      /** Of each order the delivery notes that carry something of it. */
      order: string;
      /** Of each delivery note its pictures, and what goes back of it. */
      note: string;
    };
  };
  scopes: { key: string; value: Scope };
  photos: {
    key: string;
    value: PhotoRow;
    indexes: { state: PhotoState; visit: string; store: string };
  };
  bytes: { key: string; value: ArrayBuffer };
  drafts: { key: string; value: Draft };
  meta: { key: keyof Meta; value: Meta[keyof Meta] };
}

export type Store = StoreNames<Shapes>;
export type Reading = IDBPTransaction<Shapes, Store[], "readonly">;
export type Writing = IDBPTransaction<Shapes, Store[], "readwrite">;
export type { Entity };
