/**
 * A server to test the phone against: the protocol's other side in its plainest form, in memory, with
 * digests of its own making. It shares no code with what it tests.
 */

import { createHash, randomUUID } from "node:crypto";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Fields = { [key: string]: Json };

interface Line {
  entity: string;
  id: string;
  kind: "put" | "del";
  version: number;
  body: Fields;
  pos: number;
  last_pos: number;
}
interface Scope {
  head: number;
  epoch: number;
  lines: Map<string, Line>;
}
interface Heard {
  op_id: string;
  hash: bigint;
  result: Fields;
}
interface Replica {
  user_id: string;
  heard: Heard[];
  cursors: Map<string, [number, number]>;
}
interface Upload {
  sha256: string;
  size: number;
  bytes: Uint8Array;
}
interface Op extends Fields {
  op_id: string;
  local_seq: number;
  kind: string;
  entity: string;
  id: string;
  args: Fields;
}

const MODULUS = 1n << 128n;

export class Server {
  server_id: string = randomUUID();
  /** Which shapes it knows; raise it to have the server updated. */
  schema = 1;
  scopes = new Map<string, Scope>();
  replicas = new Map<string, Replica>();
  ops = new Map<string, { result: Fields; times: number; user_id: string }>();
  /** The order in which operations took effect. */
  effects: string[] = [];
  uploads = new Map<string, Upload>();
  blobs = new Map<string, Uint8Array>();
  /** Tokens: push tokens `p:<replica>`, session tokens `s:<user>`. */
  revoked = new Set<string>();
  requests: Array<{ path: string; replica?: string }> = [];
  pushing = new Map<string, number>();
  mostPushing = 0;
  markEvery = 3;
  /** Its clock before the phone's. */
  ahead_ms = 0;

  #time(): string {
    return new Date(Date.now() + this.ahead_ms).toISOString();
  }

  // The world behind the server

  scope(name: string): Scope {
    let found = this.scopes.get(name);
    if (!found) this.scopes.set(name, (found = { head: 0, epoch: 1, lines: new Map() }));
    return found;
  }

  /** Put records as one operation. Returns where they lie. */
  put(
    records: Array<{ scope: string; entity: string; id: string; body: Fields | null }>,
  ): Fields[] {
    const at = new Map<string, number>();
    for (const { scope: name, entity, id, body } of records) {
      const scope = this.scope(name);
      const before = scope.lines.get(`${entity}/${id}`);
      scope.head += 1;
      at.set(name, scope.head);
      scope.lines.set(`${entity}/${id}`, {
        entity,
        id,
        kind: body ? "put" : "del",
        version: (before?.version ?? 0) + 1,
        body: body ?? {},
        pos: scope.head,
        last_pos: 0,
      });
    }
    for (const [name, pos] of at) {
      const scope = this.scope(name);
      for (const line of scope.lines.values()) if (!line.last_pos) line.last_pos = pos;
    }
    return [...at].map(([scope, pos]) => ({ scope, epoch: this.scope(scope).epoch, pos }));
  }

  grant(user: string, scope: string, until_at: string | null = null): void {
    const body = {
      user_id: user,
      scope,
      from_at: "2020-01-01T00:00:00.000Z",
      until_at,
      kind: "main",
    };
    this.put([{ scope: `user:${user}`, entity: "grant", id: `g-${user}-${scope}`, body }]);
  }

  /** Its history cannot be continued: what was deleted is forgotten, positions begin anew. */
  rebuild(name: string): void {
    const scope = this.scope(name);
    const live = [...scope.lines].filter(([, line]) => line.kind === "put");
    scope.lines = new Map(
      live.map(([key, line], i) => [key, { ...line, pos: i + 1, last_pos: i + 1 }]),
    );
    scope.head = live.length;
    scope.epoch += 1;
  }

  granted(user: string): string[] {
    const found = [`user:${user}`];
    for (const { kind, entity, body } of this.scope(`user:${user}`).lines.values()) {
      const over = typeof body.until_at === "string" && body.until_at <= new Date().toISOString();
      if (kind === "put" && entity === "grant" && !over) found.push(String(body.scope));
    }
    return found;
  }

  /** What is so in a scope, as `entity/id` to body. */
  truth(name: string): Map<string, Fields> {
    const live = [...this.scope(name).lines].filter(([, line]) => line.kind === "put");
    return new Map(live.map(([key, line]) => [key, line.body]));
  }

  sum(name: string): { n: number; digest: string } {
    let total = 0n;
    let n = 0;
    for (const line of this.scope(name).lines.values()) {
      if (line.kind !== "put") continue;
      n += 1;
      total += rowHash(line);
    }
    return { n, digest: hex(total) };
  }

  /** As after a restore: what was heard since is gone, the history has another name. */
  restoreTo(copy: string): void {
    const past = JSON.parse(copy) as ReturnType<Server["snapshot"]>;
    this.server_id = randomUUID();
    this.scopes = new Map(
      past.scopes.map(([name, scope]) => [
        name,
        { head: scope.head, epoch: scope.epoch + 1, lines: new Map(scope.lines) },
      ]),
    );
    this.ops = new Map(past.ops);
    this.effects = past.effects;
    this.replicas = new Map(
      past.replicas.map(([id, replica]) => [
        id,
        {
          user_id: replica.user_id,
          heard: replica.heard.map((one) => ({ ...one, hash: BigInt(one.hash) })),
          cursors: new Map(),
        },
      ]),
    );
  }

  snapshot() {
    return {
      scopes: [...this.scopes].map(
        ([name, scope]) => [name, { ...scope, lines: [...scope.lines] }] as const,
      ),
      ops: [...this.ops],
      effects: [...this.effects],
      replicas: [...this.replicas].map(
        ([id, replica]) =>
          [
            id,
            {
              user_id: replica.user_id,
              heard: replica.heard.map((one) => ({ ...one, hash: String(one.hash) })),
            },
          ] as const,
      ),
    };
  }

  // Its doors

  async fetch(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    const token = headers.get("authorization")?.slice("Bearer ".length) ?? "";
    this.requests.push({ path });
    if (path === "/sync/v1/hello") return this.#hello();
    if (this.revoked.has(token) || !token) return problem(401, "auth/expired");
    if (path === "/auth/v1/replicas") return this.#register(token, await body(init));
    if (path === "/sync/v1/push") return this.#push(token, await body(init));
    if (path === "/sync/v1/pull") return this.#pull(token, await body(init));
    if (path === "/sync/v1/audit") return this.#audit(await body(init));
    if (path.startsWith("/sync/v1/files")) return this.#files(path, init, headers);
    return problem(404, "not-found");
  }

  #hello(): Response {
    return json({
      protocol: 1, schema: this.schema, server_id: this.server_id, server_time: this.#time(),
      limits: {}, demo: false, zone: "Asia/Shanghai", rescue_key: "k".repeat(43),
    }); // prettier-ignore
  }

  #register(token: string, asked: Fields): Response {
    const id = String(asked.replica_id);
    const user_id = token.slice(2);
    const held = this.replicas.get(id);
    if (held && held.user_id !== user_id) return problem(409, "replica/foreign");
    if (!held) this.replicas.set(id, { user_id, heard: [], cursors: new Map() });
    this.revoked.delete(`p:${id}`);
    return json({ push_token: `p:${id}` });
  }

  async #push(token: string, asked: Fields): Promise<Response> {
    const id = String(asked.replica_id);
    const replica = this.replicas.get(id);
    if (!replica) return problem(409, "replica/unknown");
    if (token !== `p:${id}` && token !== `s:${replica.user_id}`)
      return problem(409, "replica/foreign");
    if (asked.server_id !== null && asked.server_id !== this.server_id) {
      return problem(409, "server/changed");
    }
    const now = (this.pushing.get(id) ?? 0) + 1;
    this.pushing.set(id, now);
    this.mostPushing = Math.max(this.mostPushing, now);
    try {
      return await this.#hear(replica, asked.ops as unknown as Op[]);
    } finally {
      this.pushing.set(id, (this.pushing.get(id) ?? 1) - 1);
    }
  }

  async #hear(replica: Replica, ops: Op[]): Promise<Response> {
    const first = ops[0]?.local_seq ?? replica.heard.length + 1;
    const expected = replica.heard.length + 1;
    if (first > expected) return problem(409, "op-gap", { expected });
    const results: Fields[] = [];
    for (const op of ops) {
      const { local_seq, ...said } = op;
      const hash = short(jcs(said));
      const before = replica.heard[local_seq - 1];
      if (before) {
        if (before.op_id !== op.op_id || before.hash !== hash)
          return problem(409, "replica/forked");
        results.push(before.result);
        continue;
      }
      const result = { local_seq, op_id: op.op_id, ...this.#judge(op, replica.user_id) };
      replica.heard.push({ op_id: op.op_id, hash, result });
      results.push(result);
    }
    const total = replica.heard.reduce((sum, one) => sum + one.hash, 0n);
    return json({
      protocol: 1,
      server_id: this.server_id,
      server_time: this.#time(),
      next_seq: replica.heard.length + 1,
      ops_digest: hex(total),
      results,
    });
  }

  /** `visit.check_in` puts a visit; ids that begin with "bad" are refused. */
  #judge(op: Op, user_id: string): Fields {
    const before = this.ops.get(op.op_id);
    if (before) {
      before.times += 1;
      return { status: "duplicate" };
    }
    const refused = op.id.startsWith("bad");
    const scope =
      typeof op.args.store_id === "string" ? `store:${op.args.store_id}` : `user:${user_id}`;
    const result: Fields = refused
      ? { status: "rejected", code: "visit/closed" }
      : {
          status: "applied",
          at: this.put([
            { scope, entity: op.entity, id: op.id, body: { ...op.args, by: op.op_id } },
          ]),
        };
    if (!refused) this.effects.push(op.op_id);
    this.ops.set(op.op_id, { result, times: 1, user_id });
    return result;
  }

  #pull(token: string, asked: Fields): Response {
    if (!token.startsWith("s:")) return problem(401, "auth/expired");
    const user = token.slice(2);
    const replica = this.replicas.get(String(asked.replica_id));
    if (!replica || replica.user_id !== user) return problem(409, "replica/unknown");
    const hello: Fields = {
      t: "hello", server_id: this.server_id, server_time: this.#time(),
      next_seq: replica.heard.length + 1, schema: this.schema,
    }; // prettier-ignore
    const sent = (asked.cursors ?? asked.moved) as Array<[string, number, number]>;
    if (sent.length > 1000) return problem(413, "too-large");
    if (asked.cursors) replica.cursors = new Map();
    else if (asked.known !== tableDigest(replica.cursors)) {
      return stream([hello, { t: "need-cursors" }, { t: "end", frames: 2, more: false }]);
    }
    for (const [scope, epoch, pos] of sent) replica.cursors.set(scope, [epoch, pos]);
    const may = new Set(this.granted(user));
    const frames: Fields[] = [hello];
    for (const scope of replica.cursors.keys())
      if (!may.has(scope)) frames.push({ t: "gone", scope });
    const order = [...replica.cursors].filter(([scope]) => may.has(scope));
    for (const [scope, [epoch, pos]] of order) this.#frames(scope, epoch, pos, frames);
    frames.push({ t: "end", frames: frames.length, more: false });
    return stream(frames);
  }

  #audit(asked: Fields): Response {
    const name = String(asked.scope);
    const sums = Array.from({ length: 256 }, () => 0n);
    for (const line of this.scope(name).lines.values()) {
      if (line.kind !== "put") continue;
      const bucket = createHash("sha256").update(line.id).digest()[0] ?? 0;
      sums[bucket] = (sums[bucket] ?? 0n) + rowHash(line);
    }
    return json({ scope: name, ...this.sum(name), sums: sums.map(hex), rows: [] });
  }

  #frames(name: string, epoch: number, pos: number, frames: Fields[]): void {
    const scope = this.scope(name);
    if (epoch === scope.epoch && pos === scope.head) return;
    const reset = pos > 0 && (epoch !== scope.epoch || pos > scope.head);
    const from = reset ? 0 : pos;
    if (reset) frames.push({ t: "reset", scope: name, epoch: scope.epoch });
    const lines = [...scope.lines.values()]
      .filter((line) => line.pos > from)
      .sort((a, b) => a.pos - b.pos);
    let count = 0;
    let reach = 0;
    for (const [i, line] of lines.entries()) {
      reach = Math.max(reach, line.last_pos);
      const { entity: e, id, version: v, pos: p } = line;
      if (line.kind === "put") frames.push({ t: "put", e, id, v, p, b: line.body });
      else if (from > 0) frames.push({ t: "del", e, id, v, p });
      count += 1;
      const next = lines[i + 1];
      if (count < this.markEvery || !next || reach >= next.pos) continue;
      frames.push({ t: "mark", scope: name, epoch: scope.epoch, pos: p, more: true });
      count = 0;
    }
    const { n, digest } = this.sum(name);
    frames.push({
      t: "mark",
      scope: name,
      epoch: scope.epoch,
      pos: scope.head,
      n,
      digest,
      more: false,
    });
  }

  async #files(path: string, init: RequestInit, headers: Headers): Promise<Response> {
    const id = path.split("/").at(-1) ?? "";
    if (init.method === undefined || init.method === "POST") return this.#begin(headers);
    const upload = this.uploads.get(id);
    if (!upload) return problem(404, "blob/unknown");
    const here = () => ({ "Upload-Offset": String(upload.bytes.length) });
    if (init.method === "HEAD") return new Response(null, { headers: here() });
    const offset = Number(headers.get("upload-offset"));
    if (offset !== upload.bytes.length) return problem(409, "blob/offset");
    const part = new Uint8Array(await new Response(init.body as BodyInit).arrayBuffer());
    const said = headers.get("upload-checksum")?.split(" ")[1];
    if (said !== createHash("sha256").update(part).digest("base64"))
      return problem(460, "blob/hash-mismatch");
    upload.bytes = Uint8Array.from([...upload.bytes, ...part]);
    if (upload.bytes.length === upload.size) {
      const hash = createHash("sha256").update(upload.bytes).digest("hex");
      if (hash !== upload.sha256) {
        this.uploads.delete(id);
        return problem(422, "blob/hash-mismatch");
      }
      this.#arrived(hash, upload.bytes);
    }
    return new Response(null, { status: 204, headers: here() });
  }

  #begin(headers: Headers): Response {
    const meta = headers.get("upload-metadata") ?? "";
    const sha256 = atob(/sha256 ([^,]+)/.exec(meta)?.[1] ?? "");
    const size = Number(headers.get("upload-length"));
    const id = randomUUID();
    const held = this.blobs.get(sha256);
    this.uploads.set(id, { sha256, size, bytes: held ?? new Uint8Array() });
    return new Response(null, {
      status: 201,
      headers: { Location: `/sync/v1/files/${id}`, "Upload-Offset": String(held?.length ?? 0) },
    });
  }

  #arrived(sha256: string, bytes: Uint8Array): void {
    this.blobs.set(sha256, bytes);
    for (const [name, scope] of this.scopes) {
      for (const line of scope.lines.values()) {
        if (line.entity !== "photo" || line.body.sha256 !== sha256) continue;
        this.put([
          { scope: name, entity: "photo", id: line.id, body: { ...line.body, present: true } },
        ]);
      }
    }
  }
}

/** What a request says, unpacked. */
export async function body(init: RequestInit): Promise<Fields> {
  const headers = new Headers(init.headers);
  let bytes = new Response(init.body as BodyInit).body;
  if (headers.get("content-encoding") === "gzip") {
    bytes = bytes?.pipeThrough(new DecompressionStream("gzip")) ?? null;
  }
  return (await new Response(bytes).json()) as Fields;
}

function json(value: Fields, status = 200, type = "application/json"): Response {
  return new Response(JSON.stringify(value), { status, headers: { "Content-Type": type } });
}

export function problem(status: number, code: string, extra: Fields = {}): Response {
  return json(
    { type: `/problems/${code}`, code, title: code, status, ...extra },
    status,
    "application/problem+json",
  );
}

export function stream(frames: Fields[]): Response {
  const text = frames.map((frame) => `${JSON.stringify(frame)}\n`).join("");
  return new Response(text, { headers: { "Content-Type": "application/x-ndjson" } });
}

function rowHash(line: Line): bigint {
  return short(`xsp1${line.entity}\0${line.id}\0${line.version}\0${jcs(line.body)}`);
}

function tableDigest(table: Map<string, [number, number]>): string {
  let total = 0n;
  for (const [scope, [epoch, pos]] of table) total += short(`${scope}\0${epoch}\0${pos}`);
  return hex(total);
}

function short(text: string): bigint {
  return BigInt(`0x${createHash("sha256").update(text).digest("hex").slice(0, 32)}`);
}

function hex(total: bigint): string {
  return (((total % MODULUS) + MODULUS) % MODULUS).toString(16).padStart(32, "0");
}

/** Canonical JSON by the platform's own writer, keys sorted on the way in. */
function jcs(value: Json | Fields): string {
  return JSON.stringify(value, (_, one: Json) =>
    one !== null && typeof one === "object" && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}
