// Reads Turtle, TriG and N-Quads with N3.js, those of RDF 1.2 too.
//
// usage: node javascript_rdf.mjs STEM RDF12_STEM

import { readFileSync } from "node:fs";
import { Parser } from "n3";

const [stem, rdf12] = process.argv.slice(2);

function fail(message) {
  console.error(message);
  process.exit(1);
}

function read(path, format) {
  try {
    return new Parser({ format }).parse(readFileSync(path, "utf8"));
  } catch (error) {
    return fail(`${path}: N3.js: ${error.message}`);
  }
}

const key = ({ subject, predicate, object }) => JSON.stringify([subject, predicate, object].map((term) => term.toJSON?.() ?? term));
const expected = new Set(read(`${stem}.nq`, "application/n-quads").map(key));
for (const [extension, format] of [["ttl", "text/turtle"], ["trig", "application/trig"]]) {
  const got = new Set(read(`${stem}.${extension}`, format).map(key));
  if (got.size !== expected.size || [...got].some((line) => !expected.has(line))) {
    fail(`${stem}.${extension}: N3.js reads ${got.size} statements that are not the ${expected.size} of the N-Quads`);
  }
}
const graphs = new Set(read(`${stem}.trig`, "application/trig").map(({ graph }) => graph.value));
if (graphs.size < 3) fail(`${stem}.trig: N3.js reads ${graphs.size} graphs`);

const terms = (path, format) => read(path, format).filter(({ object }) => object.termType === "Quad").length;
const claims = [...expected].filter((line) => line.includes("rdf-syntax-ns#subject")).length;
for (const [extension, format] of [["nq", "application/n-quads"], ["trig", "application/trig"]]) {
  const found = terms(`${rdf12}.${extension}`, format);
  if (found !== claims) fail(`${rdf12}.${extension}: N3.js reads ${found} triple terms, there are ${claims} claims`);
}
console.log(`${stem}: N3.js reads the Turtle and the TriG as the N-Quads, ${graphs.size - 1} graphs of documents, ${claims} triple terms`);
