/**
 * A rescue file written: frame by frame into blobs, which the browser keeps where it likes, so that
 * hundreds of photos never stand in memory, and nothing is written to a storage that may be full.
 */

import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonical } from "../device/canonical";
import { sha256Hex } from "../device/sha256";
import { frame, lockByCode, lockFor, proofOf, type Lock } from "./frames";
import type { Random } from "./hpke";
import { whyOf } from "./raw";
import type { KeptLine, KeptPhoto, Remains } from "./remains";

const OPS_BYTES = 64 * 1024;

export interface Written {
  file: File;
  /** To be read to the office; null when the file is sealed to the company's key. */
  code: string | null;
}

export interface Options {
  app: string;
  now?: Date;
  random?: Random;
  /** How many photos are in, of how many. */
  progress?: (done: number, of: number) => void;
}

const fresh: Random = (length) => crypto.getRandomValues(new Uint8Array(length));

/** `to`: the company's rescue key; "": none is known, a code is made. */
export async function write(all: Remains[], to: string, options: Options): Promise<Written> {
  const made_at = (options.now ?? new Date()).toISOString();
  const lock = locked(to, options.random ?? fresh);
  const frames = new Frames(lock);
  const contents = (end: number): void => {
    const people = all.map(told);
    frames.say({ t: "contents", rescue: 1, made_at, app: options.app, frames: end, people });
  };
  contents(0);
  for (const one of all) {
    for (const lines of inPieces(one.lines)) {
      frames.say({ t: "ops", user_id: one.user_id }, utf8ToBytes(lines.join("\n")));
    }
  }
  const photos = all.flatMap((one) => one.photos.map((photo) => ({ one, photo })));
  for (const [i, { one, photo }] of photos.entries()) {
    options.progress?.(i, photos.length);
    await putPhoto(frames, one, photo);
  }
  contents(frames.next + 1);
  const name = `xundian-rescue-${made_at.slice(0, 19).replaceAll(/[:T]/g, "-")}.xsr`;
  const file = new File(frames.parts(), name, { type: "application/octet-stream" });
  return { file, code: lock.code };
}

/** A key that is none (a portal's page, a damaged record) is as good as no key. */
function locked(to: string, random: Random): Lock {
  if (to !== "") {
    try {
      return lockFor(to, random);
    } catch {
      // fall through to a code
    }
  }
  return lockByCode(random);
}

class Frames {
  readonly #lock: Lock;
  readonly #blobs: Blob[] = [];
  next = 0;

  constructor(lock: Lock) {
    this.#lock = lock;
  }

  say(head: object, rest?: Uint8Array): void {
    const first = utf8ToBytes(`${canonical(head)}\n`);
    const sealed = frame(this.#lock.key, this.next, rest ? concatBytes(first, rest) : first);
    this.#blobs.push(new Blob([sealed as Uint8Array<ArrayBuffer>]));
    this.next += 1;
  }

  /** The key stands first and last: a byte turned in one of them loses nothing. */
  parts(): BlobPart[] {
    const key = new Blob([this.#lock.frame as Uint8Array<ArrayBuffer>]);
    return [key, ...this.#blobs, key];
  }
}

/** One person's part of the contents, with the phone's proof where it has a token. */
function told(one: Remains): object {
  const said = {
    user_id: one.user_id,
    last_contact_at: one.last_contact_at || null,
    ops: one.lines.map((line) => [
      line.n,
      line.replica_id,
      line.local_seq,
      line.op_id,
      line.kind,
      line.hash,
    ]),
    photos: one.photos.map((photo) => [photo.photo_id, photo.sha256, photo.bytes, photo.mime]),
    unreadable: one.unreadable,
  };
  return one.push_token ? { ...said, proof: proofOf(said, one.push_token) } : said;
}

function inPieces(lines: KeptLine[]): string[][] {
  const pieces: string[][] = [];
  let size = Infinity;
  for (const line of lines) {
    const text = `${canonical({ n: line.n, replica_id: line.replica_id })}\t${line.text}`;
    if (size + text.length > OPS_BYTES) {
      pieces.push([]);
      size = 0;
    }
    pieces.at(-1)?.push(text);
    size += text.length;
  }
  return pieces;
}

/** Read again and hashed again: what has gone bad meanwhile is named, not sent. */
async function putPhoto(frames: Frames, one: Remains, photo: KeptPhoto): Promise<void> {
  try {
    const bytes = await one.bytesOf(photo.photo_id);
    if ((await sha256Hex(bytes)) !== photo.sha256) throw new TypeError("damaged");
    const { photo_id, sha256, mime } = photo;
    const head = { t: "photo", user_id: one.user_id, photo_id, sha256, mime };
    frames.say(head, new Uint8Array(bytes));
  } catch (error) {
    one.photos = one.photos.filter((other) => other !== photo);
    one.damaged.push(photo);
    one.unreadable.push({ store: "bytes", key: photo.photo_id, why: whyOf(error) });
  }
}
