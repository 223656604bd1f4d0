// The peer's devices: PouchDB replicating, all of them in one process as ours are. Told what to do
// by lines of JSON on standard input, answers each with a line; it times and counts by itself, so
// that the pipe is in no figure. What a device holds is in memory, as with our reference device.
//
// node client.js URL

import { readFileSync } from "node:fs";
import http from "node:http";
import { createInterface } from "node:readline";
import PouchDB from "pouchdb";
import memory from "pouchdb-adapter-memory";

PouchDB.plugin(memory);
const url = process.argv[2];

/** Connections that stay open, as a browser's do (left alone, PouchDB on Node opens one for every
 * request), and that know what went through them, headers included. */
class Wire extends http.Agent {
  opened = [];

  createConnection(...args) {
    const socket = super.createConnection(...args);
    this.opened.push(socket);
    return socket;
  }

  get bytes() {
    return this.opened.reduce((sum, socket) => sum + socket.bytesRead + socket.bytesWritten, 0);
  }
}

const agent = new Wire({ keepAlive: true });
const fetch = (address, options) => PouchDB.fetch(address, { ...options, agent });
const devices = new Map();
const servers = new Map();
const read = new Map();

function kept(map, name, make) {
  if (!map.has(name)) map.set(name, make(name));
  return map.get(name);
}

const device = (name) => kept(devices, name, () => new PouchDB(name, { adapter: "memory" }));
const server = (name) => kept(servers, name, () => new PouchDB(`${url}/${name}`, { fetch }));

const written = (results) => ({
  documents: results.reduce((sum, result) => sum + result.docs_written, 0),
});

const DO = {
  /** A database that is there before its first push is timed. */
  async create({ database }) {
    await server(database).info();
  },
  async hold({ name, file }) {
    const documents = readFileSync(file, "utf8").trimEnd().split("\n").map(JSON.parse);
    await device(name).bulkDocs(documents);
  },
  /** All of them at once. One that gives up has written fewer, and that is counted. */
  async push({ names, batch_size }) {
    const one = ([name, database]) => device(name).replicate.to(server(database), { batch_size });
    const gaveUp = (error) => error.result ?? { docs_written: 0 };
    return written(await Promise.all(names.map((name) => one(name).catch(gaveUp))));
  },
  async pull({ name, database, batch_size }) {
    return written([await device(name).replicate.from(server(database), { batch_size })]);
  },
  /** What is new since the last time, in the one request the server's interface allows for it:
   * neither checkpoints nor a store of one's own. */
  async read({ name, database }) {
    const since = read.get(name) ?? 0;
    const asked = await fetch(`${url}/${database}/_changes?include_docs=true&since=${since}`);
    const said = await asked.json();
    read.set(name, said.last_seq);
    return { documents: said.results.length };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const bytes = agent.bytes;
  const begun = performance.now();
  const done = await DO[asked.do](asked).catch((error) => ({ error: String(error) }));
  const figures = { wall: (performance.now() - begun) / 1000, bytes: agent.bytes - bytes };
  process.stdout.write(`${JSON.stringify({ ...figures, ...done })}\n`);
}
process.exit(0);
