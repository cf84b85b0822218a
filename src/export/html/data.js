// What the page knows: the claims, read once, and how they read in a language.

const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);

/** What is shown now. `chosen` is `{kind: "entity" | "edge" | "claim", index}` or null. */
const state = { language: "en", theme: "auto", view: "graph", chosen: null, focus: null };

// ---- Words

const languages = Object.keys(data.words.language);

function pick(byLanguage, otherwise) {
  return (byLanguage && (byLanguage[state.language] ?? byLanguage.en)) ?? otherwise;
}

/** A word of the interface, its `{holes}` filled. */
function word(key, holes = {}) {
  return pick(data.words[key], key).replace(/\{(\w+)\}/g, (whole, hole) => holes[hole] ?? whole);
}

/** A number with its noun: the forms of the word stand beside each other, `{count} claim|{count} claims`. */
function counted(key, count) {
  const [one, many] = word(key).split("|");
  const form = new Intl.PluralRules(state.language).select(count) === "one" ? one : many;
  return form.replace("{count}", number(count));
}

const number = (value) => value.toLocaleString(state.language);
const relationLabel = (id) => pick(data.relations[id]?.labels, id.replace(/_/g, " "));
const inverseLabel = (id) => pick(data.relations[id]?.inverse, null);
const typeLabel = (id) => pick(data.types[id]?.labels, id.replace(/_/g, " "));
const topType = (id) => id.split("/")[0];
const entityName = (index) => {
  const entity = data.entities[index];
  return tidy(entity.names?.[state.language] ?? entity.label);
};

/** A text as it may be shown: a control character becomes U+FFFD, one for one, so that positions stay true. */
function tidy(text) {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, "\ufffd");
}

/** A text to compare with: no accents, no case. */
function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** `2022-10` as people of this language write it, never more exact than it is. */
function dateText(date) {
  const [year, month, day] = date.split("-").map(Number);
  if (!month) return String(year);
  const form = { year: "numeric", month: "short", timeZone: "UTC", ...(day && { day: "numeric" }) };
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day || 1);
  return new Intl.DateTimeFormat(state.language, form).format(time);
}

/** An amount to the cent, however large: a string of digits never becomes a floating point number. */
function amountText({ amount, currency }) {
  try {
    const form = { style: "currency", currency, minimumFractionDigits: 0, maximumFractionDigits: 20 };
    return new Intl.NumberFormat(state.language, form).format(amount);
  } catch {
    return `${amount} ${currency}`;
  }
}

/** A value of a claim: money, date, interval, quantity, entity or text. */
function valueText(value) {
  if (value.amount !== undefined) return amountText(value);
  if (value.date !== undefined) return dateText(value.date);
  if (value.entity !== undefined) return entityName(value.entity);
  if (value.number !== undefined) return `${value.number} ${value.unit}`.trim();
  if (value.text !== undefined) return tidy(value.text);
  return `${value.from ? dateText(value.from) : "…"} – ${value.to ? dateText(value.to) : "…"}`;
}

const speakerName = (speaker) => (typeof speaker === "number" ? entityName(speaker) : tidy(speaker));

// ---- Days

/** Days since 1970 of `2022-10-05`. */
const dayNumber = (text) => {
  const [year, month, day] = text.split("-").map(Number);
  return new Date(0).setUTCFullYear(year, month - 1, day) / 86400000;
};
const isoDay = (day) => new Date(day * 86400000).toISOString().slice(0, 10);

// ---- Rows: one for each sentence that supports a claim

/** How a claim without an edge stands; the graph says it of the others. */
function standingOf(evidence) {
  const has = (stance) => evidence.some((item) => item.attribution?.some((said) => said.stance === stance));
  const asserted = has("asserts") || evidence.some((item) => !item.attribution);
  if (asserted) return has("denies") ? "disputed" : "asserted";
  return has("denies") ? "denied" : "questioned";
}

/** Negated is a standing of its own here: nobody should take it for affirmed. */
const statusOf = (polarity, standing) => (polarity === "negated" ? "negated" : standing);

/** What the filter of speakers calls a speaker; unnamed ones are one group. */
const OWN_VOICE = "own";
const UNNAMED = "unnamed";

const rows = [];
data.edges.forEach((edge) => { edge.rows = []; });
data.entities.forEach((entity) => { entity.rows = []; entity.speaks = []; entity.edges = []; });
data.edges.forEach((edge, index) => {
  data.entities[edge.subject].edges.push(index);
  if (edge.object !== edge.subject) data.entities[edge.object].edges.push(index);
});
{
  const edgeOf = new Map();
  data.edges.forEach((edge, index) =>
    edge.claims.forEach((claim) => edgeOf.set(`${claim} ${edge.polarity}`, index)));
  data.claims.forEach((claim, index) => {
    claim.rows = [];
    const literalStanding = claim.object === undefined ? standingOf(claim.evidence) : null;
    claim.evidence.forEach((evidence) => {
      const edge = edgeOf.get(`${index} ${evidence.polarity}`);
      const published = data.documents[evidence.document].published_days;
      const days = claim.days?.map((day) => (day === null ? null : dayNumber(day))) ?? published?.map(dayNumber);
      const speakers = (evidence.attribution ?? []).map(({ speaker }) =>
        typeof speaker === "number" ? speaker : UNNAMED);
      const row = {
        index: rows.length, claim: index, evidence, edge, days,
        relation: claim.relation,
        status: statusOf(evidence.polarity, edge === undefined ? literalStanding : data.edges[edge].standing),
        modality: evidence.modality,
        types: [claim.subject, claim.object].filter((end) => end !== undefined)
          .map((end) => topType(data.entities[end].type)),
        speakers: [...new Set(speakers.length ? speakers : [OWN_VOICE])],
      };
      rows.push(row);
      claim.rows.push(row);
      if (edge !== undefined) data.edges[edge].rows.push(row);
      for (const end of new Set([claim.subject, claim.object])) {
        if (end !== undefined) data.entities[end].rows.push(row);
      }
      for (const speaker of new Set(speakers)) {
        if (typeof speaker === "number") data.entities[speaker].speaks.push(row);
      }
    });
  });
}

// ---- Elements

/** An element: `el("a", {class: "out", href}, "text", child)`. Text is always text, never markup. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** A text whose direction is its own and does not disturb its neighbors. */
const own = (text) => el("bdi", {}, text);

/** A link out of the page; anything but the web stays text. */
function outward(url, text) {
  return /^https?:\/\//i.test(url)
    ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, own(text))
    : own(text);
}

/** The sign of a type, as the graph draws it. */
function typeSign(type) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "-10 -10 20 20");
  svg.setAttribute("class", "sign");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", outline(shapeOf(type), 8));
  path.setAttribute("fill", colorOf(type));
  svg.append(path);
  return svg;
}

/** A line as the graph draws it. */
function lineSign(status, modality) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 26 10");
  svg.setAttribute("class", `line ${status} ${modality}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M1 5h24");
  svg.append(path);
  return svg;
}

const colorOf = (type) => data.types[type]?.color ?? "#888888";
const shapeOf = (type) => data.types[type]?.shape ?? "circle";

/** Corners of regular shapes: how many, and the turn of the first in degrees. */
const CORNERS = { square: [4, 45], diamond: [4, 0], triangle: [3, -90], hexagon: [6, 0], pentagon: [5, -90] };

/** Corners of a shape of about the area of a disc with this radius; null for round ones. */
function corners(shape, radius) {
  if (shape === "star") {
    return Array.from({ length: 10 }, (_, at) => corner(-90 + at * 36, radius * (at % 2 ? 0.62 : 1.32)));
  }
  if (!CORNERS[shape]) return null;
  const [count, turn] = CORNERS[shape];
  const angle = (2 * Math.PI) / count;
  // A polygon of this reach has the area of the disc.
  const reach = radius * Math.sqrt(angle / Math.sin(angle));
  return Array.from({ length: count }, (_, at) => corner(turn + (at * 360) / count, reach));
}

const corner = (degrees, reach) => [Math.cos((degrees * Math.PI) / 180) * reach, Math.sin((degrees * Math.PI) / 180) * reach];

/** A shape as the path of an SVG. */
function outline(shape, radius) {
  const points = corners(shape, radius);
  if (points) return `M${points.map((point) => point.map((x) => x.toFixed(2)).join(" ")).join("L")}Z`;
  const r = radius;
  return `M${r} 0A${r} ${r} 0 1 1 ${-r} 0A${r} ${r} 0 1 1 ${r} 0Z`;
}
