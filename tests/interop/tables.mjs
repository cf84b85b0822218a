// Reads the golden graph with JavaScript's readers, and writes what each got as a table: see tables.py.
//
// usage: node tables.mjs GOLDEN_STEM OUT_FOLDER

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { DOMParser } from "@xmldom/xmldom";
import cytoscape from "cytoscape";
import { forceLink, forceSimulation } from "d3-force";
import Graph, { MultiDirectedGraph } from "graphology";
import gexf from "graphology-gexf";
import graphml from "graphology-graphml";

globalThis.DOMParser = DOMParser;
const [stem, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

const fromToken = (token) => token.replace(/_([0-9A-F]+)_/g, (_, code) => String.fromCodePoint(parseInt(code, 16)));

function write(consumer, format, nodes, edges) {
  const table = {
    nodes: Object.fromEntries(nodes),
    edges: Object.fromEntries(edges.map(([id, source, target, data]) => [id, { ...data, source, target }])),
  };
  writeFileSync(`${folder}/${consumer}.${format}.json`, JSON.stringify(table, null, 1));
}

function ofGraphology(format, graph, decode = (id) => id) {
  const nodes = graph.mapNodes((id, data) => [decode(id), data]);
  const edges = graph.mapEdges((id, data, source, target) => [data.edge_id ?? id, decode(source), decode(target), data]);
  write("graphology", format, nodes, edges);
}

ofGraphology("graphml", graphml.parse(Graph, readFileSync(`${stem}.graphml`, "utf8")), fromToken);
ofGraphology("gexf", gexf.parse(MultiDirectedGraph, readFileSync(`${stem}.gexf`, "utf8")));

const json = JSON.parse(readFileSync(`${stem}.cyjs`, "utf8"));
const core = cytoscape({ headless: true, elements: json.elements, data: json.data });
write(
  "cytoscape.js", "cytoscape",
  core.nodes().map((node) => [node.id(), node.data()]),
  core.edges().map((edge) => [edge.id(), edge.source().id(), edge.target().id(), edge.data()]),
);

const { nodes, links } = JSON.parse(readFileSync(`${stem}.d3.json`, "utf8"));
forceSimulation(nodes).force("link", forceLink(links).id((node) => node.id)).tick(3);
write(
  "d3-force", "d3",
  nodes.map((node) => [node.id, node]),
  // The simulation puts the nodes themselves in place of their ids.
  links.map((link) => [link.key, link.source.id, link.target.id, link]),
);

// Graphviz itself, compiled for the web: it lays the graph out and draws it, and says as JSON what it read.
const graphviz = await Graphviz.load();
const dot = readFileSync(`${stem}.dot`, "utf8");
if (!graphviz.layout(dot, "svg", "dot").includes("<svg")) throw new Error(`${stem}.dot: Graphviz draws nothing`);
const drawn = JSON.parse(graphviz.layout(dot, "json", "dot"));
const numbers = (data) => {
  const named = ["mentions", "documents", "claims", "weight"];
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, named.includes(name) ? Number(value) : value]));
};
const names = new Map(drawn.objects.map((node) => [node._gvid, node.name]));
write(
  "graphviz", "dot",
  drawn.objects.map((node) => [node.name, numbers(node)]),
  drawn.edges.map((edge) => [edge.id, names.get(edge.tail), names.get(edge.head), { ...numbers(edge), sentence: edge.tooltip }]),
);
