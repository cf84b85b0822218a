// Reads GraphML with graphology, which is what Gephi Lite does.
//
// usage: node graphology.mjs FILE.graphml EXPECTED.json

import { readFileSync } from "node:fs";
import { DOMParser } from "@xmldom/xmldom";
import Graph from "graphology";
import graphml from "graphology-graphml";

globalThis.DOMParser = DOMParser;
const [path, expectedPath] = process.argv.slice(2);
const graph = graphml.parse(Graph, readFileSync(path, "utf8"));

function fail(message) {
  console.error(`${path}: ${message}`);
  process.exit(1);
}

if (expectedPath) {
  const expected = JSON.parse(readFileSync(expectedPath, "utf8"));
  if (graph.order !== Object.keys(expected.nodes).length) fail(`graphology reads ${graph.order} nodes`);
  if (graph.size !== Object.keys(expected.edges).length) fail(`graphology reads ${graph.size} edges`);
  for (const [id, attributes] of Object.entries(expected.nodes)) {
    for (const [name, value] of Object.entries(attributes)) {
      const read = graph.getNodeAttribute(id, name);
      if (read !== value) fail(`graphology, node ${id}: ${name} is ${read}, expected ${value}`);
    }
  }
  for (const [id, { source, target, kind, ...attributes }] of Object.entries(expected.edges)) {
    if (graph.source(id) !== source || graph.target(id) !== target) fail(`graphology, edge ${id}: other ends`);
    for (const [name, value] of Object.entries(attributes)) {
      const read = graph.getEdgeAttribute(id, name);
      if (read !== value) fail(`graphology, edge ${id}: ${name} is ${read}, expected ${value}`);
    }
  }
}
console.log(`${path}: graphology reads ${graph.order} nodes, ${graph.size} edges`);
