// Reads JSON-LD with jsonld.js in safe mode and the streaming parser in strict mode, which both complain about what
// other processors drop in silence. The hash must be that of the N-Quads beside it.
//
// usage: node linked_data.mjs FILE.jsonld FILE.nq

import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import jsonld from "jsonld";
import { JsonLdParser } from "jsonld-streaming-parser";

const [path, quadsPath] = process.argv.slice(2);
const expected = readFileSync(quadsPath, "utf8");

function fail(message) {
  console.error(`${path}: ${message}`);
  process.exit(1);
}

const document = JSON.parse(readFileSync(path, "utf8"));
const canonical = await jsonld.canonize(document, { algorithm: "RDFC-1.0", format: "application/n-quads", safe: true });
if (canonical !== expected) {
  const known = new Set(expected.split("\n"));
  fail(`jsonld.js reads something else: ${canonical.split("\n").filter((line) => !known.has(line))[0]}`);
}

let count = 0;
await new Promise((resolve, reject) => {
  createReadStream(path).pipe(new JsonLdParser({ strictValues: true }))
    .on("data", () => { count += 1; }).on("error", reject).on("end", resolve);
}).catch((error) => fail(`jsonld-streaming-parser: ${error.message}`));
const lines = expected.trimEnd().split("\n").length;
if (count !== lines) fail(`jsonld-streaming-parser reads ${count} statements of ${lines}`);

const hash = createHash("sha256").update(canonical).digest("hex").slice(0, 16);
console.log(`${path}: ${count} statements, RDFC-1.0 ${hash} in jsonld.js (safe), jsonld-streaming-parser (strict)`);
