/**
 * Carries pictures by tus 1.0: one at a time, in pieces, on from the byte where it stopped. A piece
 * is one turn of the engine, so that rows never wait for a picture.
 */

import type { Database } from "../device/database";
import * as photos from "../device/photos";
import { base64OfHex, sha256Hex } from "../device/sha256";
import type { PhotoRow } from "../device/shapes";
import { count } from "./incidents";
import { call, Fault, type Net } from "./net";

const PATH = "/sync/v1/files/";
const SMALLEST = 256 * 1024;
const LARGEST = 1024 * 1024;
const QUICK_MS = 2_000;
const SLOW_MS = 8_000;
/** So often at once; then the engine waits. */
const MOST_TRIES = 3;
const TUS = { "Tus-Resumable": "1.0.0" };

type Upload = NonNullable<PhotoRow["upload"]>;

/** How large the next piece may be; grows on a quick line, shrinks on a slow one. */
export interface Piece {
  bytes: number;
}

export const firstPiece = (): Piece => ({ bytes: SMALLEST });

export interface Sent {
  idle?: boolean;
  more: boolean;
  arrived: boolean;
}

/** Send one piece of one picture. Returns whether there is more to send. */
export async function sendPiece(
  db: Database,
  net: Net,
  token: string,
  piece: Piece,
): Promise<Sent> {
  const waiting = await photos.unsent(db);
  // One that fails again and again must not keep the others.
  const next = waiting.reduce<PhotoRow | undefined>(
    (best, row) => (best && best.tries <= row.tries ? best : row),
    undefined,
  );
  if (!next) return { idle: true, more: false, arrived: false };
  try {
    const arrived = await advance(db, net, token, next, piece);
    return { more: !arrived || waiting.length > 1, arrived };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return await trouble(db, next, error, piece);
  }
}

async function advance(
  db: Database,
  net: Net,
  token: string,
  row: PhotoRow,
  piece: Piece,
): Promise<boolean> {
  const bytes = await photos.bytesOf(db, row.photo_id);
  if (!bytes) return damaged(db, row, "bytes are missing");
  const upload = await whereToGoOn(net, token, row);
  if (upload.offset >= bytes.byteLength) return finish(db, row, upload);
  const from = upload.offset;
  const part = bytes.slice(from, from + piece.bytes);
  await photos.change(db, row.photo_id, { upload: { ...upload, sure: false } });
  const started = Date.now();
  const answer = await call(net, upload.url, {
    token,
    method: "PATCH",
    headers: {
      ...TUS,
      "Content-Type": "application/offset+octet-stream",
      "Upload-Offset": String(from),
      "Upload-Checksum": `sha256 ${base64OfHex(await sha256Hex(part))}`,
    },
    body: part,
    timeout_ms: 120_000,
  });
  resize(piece, Date.now() - started);
  const offset = offsetOf(answer);
  if (offset >= bytes.byteLength) return finish(db, row, { ...upload, offset });
  await photos.change(db, row.photo_id, { upload: { ...upload, offset, sure: true }, tries: 0 });
  return false;
}

/** After a cut only the server knows how much has come. */
async function whereToGoOn(net: Net, token: string, row: PhotoRow): Promise<Upload> {
  if (!row.upload) return begin(net, token, row);
  return row.upload.sure ? row.upload : progress(net, token, row.upload.url);
}

async function begin(net: Net, token: string, row: PhotoRow): Promise<Upload> {
  const answer = await call(net, PATH, {
    token,
    headers: {
      ...TUS,
      "Upload-Length": String(row.bytes),
      "Upload-Metadata": `sha256 ${btoa(row.sha256)},filetype ${btoa(row.mime)}`,
    },
  });
  const location = answer.headers.get("location");
  if (!location) throw new Fault({ kind: "network", timeout: false });
  return { url: pathOf(location), offset: offsetOf(answer), sure: true };
}

async function progress(net: Net, token: string, url: string): Promise<Upload> {
  const answer = await call(net, url, { token, method: "HEAD", headers: TUS });
  return { url, offset: offsetOf(answer), sure: true };
}

async function finish(db: Database, row: PhotoRow, upload: Upload): Promise<boolean> {
  await photos.change(db, row.photo_id, { state: "uploaded", upload, tries: 0 });
  return true;
}

/** What a refusal means for this one picture; true trouble goes on to the engine. */
async function trouble(db: Database, row: PhotoRow, fault: Fault, piece: Piece): Promise<Sent> {
  const { failure } = fault;
  if (failure.kind !== "problem") {
    piece.bytes = SMALLEST;
    throw fault;
  }
  const { status, code } = failure;
  const tries = row.tries + 1;
  const goOn = { more: true, arrived: false };
  const gone = status === 404 || status === 410 || status === 422;
  const moved = status === 409 || status === 460;
  if (status === 413 || status === 415) {
    await damaged(db, row, code);
    return goOn;
  }
  if (status === 422 && !(await photos.intact(db, row.photo_id, row.sha256))) {
    await damaged(db, row, "no longer what was taken");
    return goOn;
  }
  if (gone || moved)
    await photos.change(db, row.photo_id, gone ? { upload: null, tries } : { tries });
  if (!(gone || moved) || tries > MOST_TRIES) throw fault;
  return goOn;
}

async function damaged(db: Database, row: PhotoRow, why: string): Promise<boolean> {
  await photos.change(db, row.photo_id, { state: "damaged" });
  await count(db, "damaged", `${row.photo_id}: ${why}`);
  return true;
}

function resize(piece: Piece, took: number): void {
  if (took < QUICK_MS) piece.bytes = Math.min(LARGEST, piece.bytes * 2);
  if (took > SLOW_MS) piece.bytes = Math.max(SMALLEST, piece.bytes / 2);
}

function offsetOf(answer: Response): number {
  const offset = Number(answer.headers.get("upload-offset") ?? "x");
  if (!Number.isInteger(offset)) throw new Fault({ kind: "network", timeout: false });
  return offset;
}

/** Uploads stay with the server we know, whatever host a proxy puts into Location. */
function pathOf(location: string): string {
  return new URL(location, "http://same.invalid").pathname;
}
