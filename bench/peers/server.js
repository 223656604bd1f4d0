// The peer: express-pouchdb as its README starts it, in the mode it recommends for PouchDB clients,
// over leveldb. No authentication, no validation: it takes any document from anybody.
//
// node server.js FOLDER PORT

import express from "express";
import serve from "express-pouchdb";
import PouchDB from "pouchdb";

const [folder, port] = process.argv.slice(2);
const Stored = PouchDB.defaults({ prefix: `${folder}/`, adapter: "leveldb" });
const app = express();
app.use(serve(Stored, { mode: "minimumForPouchDB" }));
// Node would hang up after 5 idle seconds, now and then just as the next request is on its way.
app.listen(Number(port), "127.0.0.1").keepAliveTimeout = 600_000;
