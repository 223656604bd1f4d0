// The stock tus-js-client, as its documentation uses it: uploads one file, whatever the line does.
// node tus_client.mjs MODULES ENDPOINT TOKEN FILE SHA256
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [, , modules, endpoint, token, file, sha256] = process.argv;
const { Upload } = createRequire(`${modules}/`)("tus-js-client");

const upload = new Upload(readFileSync(file), {
  endpoint,
  headers: { Authorization: `Bearer ${token}` },
  metadata: { sha256, filetype: "image/jpeg" },
  chunkSize: 64 * 1024,
  retryDelays: Array.from({ length: 60 }, () => 20),
  onError: (error) => {
    console.error(String(error));
    process.exit(1);
  },
  onSuccess: () => {
    console.log(upload.url);
    process.exit(0);
  },
});
upload.start();
