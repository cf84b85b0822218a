// Draws flow charts with Mermaid itself, in headless Chromium, and writes what can be read in them as a table: see tables.py.
//
// usage: node mermaid.mjs GOLDEN_STEM EXPECTED.json OUT_FOLDER FILATURE
//
// A chart has no ids; names, which the golden graph has once each, stand for them. Then FILATURE writes the same graph
// with names that are full of what Mermaid has a use for.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const [stem, expectedPath, folder, filature] = process.argv.slice(2);
const mermaidPath = fileURLToPath(import.meta.resolve("mermaid").replace(/[^/]*$/, "mermaid.min.js"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});

/** What Mermaid parses, and what stands in the picture it makes. */
async function draw(path) {
  const page = await browser.newPage();
  const complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => complaints.push(`asked for ${request.url()}`));
  await page.setContent("<!doctype html><title>chart</title>");
  await page.addScriptTag({ path: mermaidPath });
  const drawn = await page.evaluate(async (text) => {
    mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    const { svg } = await mermaid.render("chart", text);
    document.body.innerHTML = svg;
    const label = (place) => place?.textContent.trim();
    return {
      nodes: [...db.getVertices().values()].map(({ id, domId }) => ({ id, label: label(document.getElementById(`chart-${domId}`)) })),
      edges: db.getEdges().map(({ id, start, end, type, stroke }) =>
        ({ start, end, type, stroke, label: label(document.querySelector(`.edgeLabels [data-id="${id}"]`)) })),
    };
  }, readFileSync(path, "utf8"));
  assert.deepEqual(complaints, [], path);
  await page.close();
  return drawn;
}

const expected = JSON.parse(readFileSync(expectedPath, "utf8"));
const chart = await draw(`${stem}.mmd`);
const idOf = (label) => Object.entries(expected.nodes).find(([, node]) => node.label === label)?.[0] ?? label;
const ids = new Map(chart.nodes.map(({ id, label }) => [id, idOf(label)]));
const edges = chart.edges.map(({ start, end, type, stroke, label }) => {
  const [, relation, reserves] = label.match(/^(.*?)(?: \((.*)\))?$/);
  // "spoke with (negated)" is the kind `spoke_with [negated]` as people read it.
  const kind = relation.replaceAll(" ", "_") + (reserves ? ` [${reserves}]` : "");
  const denied = /denied|negated/.test(reserves ?? "");
  assert.equal(type, denied ? "arrow_cross" : "arrow_point", kind);
  assert.equal(stroke, denied || /planned|possible/.test(reserves ?? "") ? "dotted" : "normal", kind);
  return { source: ids.get(start), target: ids.get(end), kind };
});
const edgeId = (row) =>
  Object.entries(expected.edges).find(([, edge]) => ["source", "target", "kind"].every((name) => edge[name] === row[name]))?.[0];
mkdirSync(folder, { recursive: true });
const table = {
  nodes: Object.fromEntries(chart.nodes.map(({ id, label }) => [ids.get(id), { label }])),
  edges: Object.fromEntries(edges.map((row) => [edgeId(row) ?? JSON.stringify(row), row])),
};
writeFileSync(`${folder}/mermaid.mermaid.json`, JSON.stringify(table, null, 1));

const HOSTILE = [
  '1. "a" & <b>b</b> #1 #35; `c` | \\ ; &amp; &hearts; $$x^2$$',
  "- **b** *i* _u_ ~~s~~ fa:fa-car https://example.org/x",
  '%%{init: {"theme": "dark"}}%% end graph @{ shape: rect }',
  "+ [a](b) (c) {d} /e/ \u{1f680} \u05e9\u05dc\u05d5\u05dd <script>alert(1)</script>",
];
const room = mkdtempSync(join(tmpdir(), "filature-mermaid-"));
const renamed = readFileSync(`${stem}.jsonl`, "utf8").trimEnd().split("\n").map((line) => {
  const record = JSON.parse(line);
  const at = chart.nodes.findIndex(({ id }) => record.kind === "entity" && ids.get(id) === record.id);
  return JSON.stringify(at < 0 ? record : { ...record, label: HOSTILE[at], labels: {} });
});
writeFileSync(join(room, "hostile.jsonl"), `${renamed.join("\n")}\n`);
execFileSync(filature, ["export", join(room, "hostile.jsonl"), "-o", join(room, "hostile.mmd")], { stdio: "pipe" });
const hostile = await draw(join(room, "hostile.mmd"));
assert.deepEqual(hostile.nodes.map(({ label }) => label).toSorted(), HOSTILE.toSorted(), "names are drawn as they are");
console.log(`${stem}.mmd: Mermaid draws ${chart.nodes.length} nodes, ${edges.length} edges, and hostile names as they are`);
await browser.close();
rmSync(room, { recursive: true });
