// The graph on a canvas. Places are the library's; the page only moves the eye, and a node that somebody drags.

const canvas = byId("canvas");
const context = canvas.getContext("2d");

/** What is drawn: screen = world × scale + (x, y). */
const eye = { scale: 1, x: 0, y: 0, width: 0, height: 0 };

/** What the pointer is on: `{kind, index}` or null. */
let hovered = null;
let isMoving = false;

const hasPlace = (index) => data.entities[index].at !== undefined;
const radiusOf = (entity) => Math.max((entity.size / 2) * eye.scale, 1.5 + entity.size * 0.07);
const onScreen = ([x, y]) => [x * eye.scale + eye.x, y * eye.scale + eye.y];

/** Parallel edges bow apart, by this much each. */
const BOW = 26;

// Edges of a pair, each with its bow; loops by number.
{
  const pairs = new Map();
  data.edges.forEach((edge, index) => {
    const key = [Math.min(edge.subject, edge.object), Math.max(edge.subject, edge.object)].join(" ");
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(index);
  });
  for (const parallel of pairs.values()) {
    parallel.forEach((index, at) => {
      const edge = data.edges[index];
      const bow = (at - (parallel.length - 1) / 2) * BOW;
      edge.bow = edge.subject === edge.object ? at : edge.subject < edge.object ? bow : -bow;
    });
  }
}

/** Entities from the most to the least important: the order in which labels find room. */
const byImportance = data.entities.map((_, index) => index).filter(hasPlace)
  .sort((a, b) => data.entities[b].degree - data.entities[a].degree || data.entities[b].size - data.entities[a].size || a - b);

/** The points of an edge on the screen: a line, a curve with one control point, or a loop with two. */
function curve(edge) {
  const [from, to] = [data.entities[edge.subject], data.entities[edge.object]];
  const a = onScreen(from.at);
  const b = onScreen(to.at);
  if (edge.subject === edge.object) {
    const reach = radiusOf(from) + (24 + 14 * edge.bow) * Math.max(eye.scale, 0.3);
    return [a, [a[0] + reach * 1.3, a[1] - reach * 0.4], [a[0] + reach * 0.4, a[1] - reach * 1.3], a];
  }
  if (!edge.bow) return [a, b];
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
  const push = (edge.bow * 2 * eye.scale) / length;
  return [a, [(a[0] + b[0]) / 2 - (b[1] - a[1]) * push, (a[1] + b[1]) / 2 + (b[0] - a[0]) * push], b];
}

/** A point at a share of the way, by de Casteljau. */
function along(points, share) {
  let left = points;
  while (left.length > 1) {
    left = left.slice(1).map((point, at) => [
      left[at][0] + (point[0] - left[at][0]) * share, left[at][1] + (point[1] - left[at][1]) * share]);
  }
  return left[0];
}

function trace(points) {
  context.moveTo(points[0][0], points[0][1]);
  if (points.length === 2) context.lineTo(points[1][0], points[1][1]);
  else if (points.length === 3) context.quadraticCurveTo(points[1][0], points[1][1], points[2][0], points[2][1]);
  else context.bezierCurveTo(points[1][0], points[1][1], points[2][0], points[2][1], points[3][0], points[3][1]);
}

/** Colors of the theme, read from the style sheet once a theme. */
let colors = {};
function readColors() {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "ink", "faint", "accent", "asserted", "disputed", "denied", "negated", "questioned"];
  colors = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

const edgeStatus = (edge) => statusOf(edge.polarity, edge.standing);
const dashOf = (edge) => {
  const status = edgeStatus(edge);
  if (status === "denied" || status === "negated") return "dashed";
  return edge.modality === "planned" || edge.modality === "possible" ? "dotted" : "plain";
};
const DASHES = { plain: [], dashed: [7, 5], dotted: [1.5, 4] };

/** What is lit while something is chosen or under the pointer; null lights everything. */
function lit() {
  const target = hovered ?? (state.chosen?.kind === "claim" ? null : state.chosen);
  if (!target) return null;
  if (target.kind === "edge") {
    const edge = data.edges[target.index];
    return { entities: new Set([edge.subject, edge.object]), edges: new Set([target.index]) };
  }
  const edges = data.entities[target.index].edges.filter((edge) => passing.edges.has(edge));
  return {
    entities: new Set([target.index, ...edges.flatMap((edge) => [data.edges[edge].subject, data.edges[edge].object])]),
    edges: new Set(edges),
  };
}

/** The last whole drawing of a large graph, and from where it was seen. */
const snapshot = { image: document.createElement("canvas"), eye: null };

/** Beyond this many edges a moving picture is the last drawing, moved: lines are drawn when it comes to rest. */
const MANY_EDGES = 3000;

function draw() {
  const { width, height } = eye;
  const ratio = window.devicePixelRatio || 1;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  if (isMoving && passing.edges.size > MANY_EDGES && drawSnapshot(ratio)) return;
  const light = lit();
  const isDark = (entity) => light && !light.entities.has(entity);
  const edges = drawEdges(light);
  const shown = byImportance.filter((index) => passing.entities.has(index) && isNear(onScreen(data.entities[index].at), 60));
  drawNodes(shown, isDark);
  drawLabels(shown, edges, light);
  snapshot.eye = passing.edges.size > MANY_EDGES ? { ...eye } : null;
  if (snapshot.eye) {
    Object.assign(snapshot.image, { width: canvas.width, height: canvas.height });
    snapshot.image.getContext("2d").drawImage(canvas, 0, 0);
  }
}

/** Shows the last drawing from where the eye is now; false where it is too far away for that. */
function drawSnapshot(ratio) {
  const seen = snapshot.eye;
  if (!seen || seen.width !== eye.width || seen.height !== eye.height) return false;
  const scale = eye.scale / seen.scale;
  const [x, y] = [eye.x - seen.x * scale, eye.y - seen.y * scale];
  const isFar = scale < 0.6 || scale > 2 || Math.abs(x + (eye.width * (scale - 1)) / 2) > eye.width * 0.4
    || Math.abs(y + (eye.height * (scale - 1)) / 2) > eye.height * 0.4;
  if (isFar) return false;
  context.drawImage(snapshot.image, x, y, (snapshot.image.width / ratio) * scale, (snapshot.image.height / ratio) * scale);
  return true;
}

const isNear = ([x, y], margin) => x > -margin && y > -margin && x < eye.width + margin && y < eye.height + margin;

/** Draws the edges in view, those that look alike in one stroke, and returns them. */
function drawEdges(light) {
  const groups = new Map();
  const inView = [];
  for (const index of passing.edges) {
    const edge = data.edges[index];
    if (!hasPlace(edge.subject) || !hasPlace(edge.object)) continue;
    const points = curve(edge);
    const xs = points.map((point) => point[0]);
    const ys = points.map((point) => point[1]);
    if (Math.max(...xs) < 0 || Math.max(...ys) < 0 || Math.min(...xs) > eye.width || Math.min(...ys) > eye.height) continue;
    const entry = { index, edge, points };
    inView.push(entry);
    const isLit = light?.edges.has(index);
    const key = `${light && !isLit ? 1 : 2}|${edgeStatus(edge)}|${dashOf(edge)}|${edge.modality === "reported"}|${Math.min(edge.sources, 4)}|${Boolean(isLit)}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(entry);
  }
  const many = inView.length > MANY_EDGES;
  const thin = Math.min(1, 0.45 + eye.scale * 0.7);
  for (const key of [...groups.keys()].sort()) {
    const [level, status, dash, reported, sources, isLit] = key.split("|");
    const strong = isLit === "true";
    context.strokeStyle = context.fillStyle = colors[status];
    context.lineWidth = ((0.8 + 0.5 * Number(sources)) * thin + (strong ? 1 : 0)) * (many && !strong ? 0.6 : 1);
    context.globalAlpha = (level === "1" ? 0.13 : 1) * (reported === "true" ? 0.55 : 1) * (many && !strong ? 0.5 : 1);
    context.setLineDash(DASHES[dash]);
    context.lineCap = dash === "dotted" ? "round" : "butt";
    context.beginPath();
    for (const { points } of groups.get(key)) trace(points);
    context.stroke();
    context.setLineDash([]);
    if (many || eye.scale < 0.25) continue;
    context.beginPath();
    for (const { edge, points } of groups.get(key)) {
      if (!data.relations[edge.relations[0]]?.symmetric) arrow(edge, points);
    }
    context.fill();
  }
  context.globalAlpha = 1;
  return inView;
}

/** The head of an arrow, where its line meets the node. */
function arrow(edge, points) {
  const radius = radiusOf(data.entities[edge.object]) + 1.5;
  const end = points.at(-1);
  // The last point of the line outside of the node, found by halving.
  let [outside, inside] = [0.5, 1];
  for (let round = 0; round < 8; round += 1) {
    const middle = (outside + inside) / 2;
    const [x, y] = along(points, middle);
    if (Math.hypot(x - end[0], y - end[1]) > radius) outside = middle;
    else inside = middle;
  }
  const tip = along(points, outside);
  const before = along(points, Math.max(0, outside - 0.04));
  const length = Math.hypot(tip[0] - before[0], tip[1] - before[1]);
  if (!length) return;
  const [x, y] = [(tip[0] - before[0]) / length, (tip[1] - before[1]) / length];
  const size = 4 + 4 * Math.min(1, eye.scale);
  context.moveTo(tip[0], tip[1]);
  context.lineTo(tip[0] - x * size - y * size * 0.42, tip[1] - y * size + x * size * 0.42);
  context.lineTo(tip[0] - x * size + y * size * 0.42, tip[1] - y * size - x * size * 0.42);
  context.closePath();
}

function drawNodes(shown, isDark) {
  const groups = new Map();
  for (const index of shown) {
    const key = `${isDark(index) ? 0 : 1}|${topType(data.entities[index].type)}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(index);
  }
  for (const key of [...groups.keys()].sort()) {
    const [level, type] = key.split("|");
    context.globalAlpha = level === "0" ? 0.18 : 1;
    context.fillStyle = colorOf(type);
    context.strokeStyle = colors.paper;
    context.lineWidth = 1.5;
    context.beginPath();
    for (const index of groups.get(key)) shapePath(shapeOf(type), onScreen(data.entities[index].at), radiusOf(data.entities[index]));
    context.fill();
    context.stroke();
  }
  context.globalAlpha = 1;
  for (const [target, width] of [[hovered, 2], [state.chosen, 3]]) {
    if (target?.kind !== "entity" || !passing.entities.has(target.index) || !hasPlace(target.index)) continue;
    const entity = data.entities[target.index];
    context.strokeStyle = colors.accent;
    context.lineWidth = width;
    context.beginPath();
    shapePath(shapeOf(topType(entity.type)), onScreen(entity.at), radiusOf(entity) + 4);
    context.stroke();
  }
}

function shapePath(shape, [x, y], radius) {
  const points = radius < 2.5 ? null : corners(shape, radius);
  if (!points) {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  points.forEach((point, at) => context[at ? "lineTo" : "moveTo"](x + point[0], y + point[1]));
  context.closePath();
}

const widths = new Map();
function textWidth(text, font) {
  const key = `${font}|${text}`;
  if (!widths.has(key)) {
    context.font = font;
    widths.set(key, context.measureText(text).width);
  }
  return widths.get(key);
}

/** Room on the screen that is taken, in cells, so that looking is quick. */
class Taken {
  constructor() { this.cells = new Map(); }

  static *keys([left, top, right, bottom]) {
    for (let x = Math.floor(left / 80); x <= right / 80; x += 1) {
      for (let y = Math.floor(top / 40); y <= bottom / 40; y += 1) yield x * 4096 + y;
    }
  }

  isFree(box) {
    for (const key of Taken.keys(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return false;
      }
    }
    return true;
  }

  add(box) {
    for (const key of Taken.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }
}

/** So many nodes have the first choice of room for their names. */
const HUBS = 30;

const shortened = (text, length) => ([...text].length > length ? `${[...text].slice(0, length - 1).join("")}…` : text);
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";

function drawLabels(shown, edges, light) {
  const taken = new Taken();
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const most = 160;
  // The names of the most important may cover the signs of lesser ones, not of each other.
  const discs = new Taken();
  shown.slice(0, 600).forEach((index, at) => {
    const [x, y] = onScreen(data.entities[index].at);
    const radius = Math.min(radiusOf(data.entities[index]), 40);
    (at < HUBS ? taken : discs).add([x - radius, y - radius, x + radius, y + radius]);
  });
  const hubs = new Set(shown.slice(0, HUBS));
  const chosen = state.chosen?.kind === "entity" ? state.chosen.index : null;
  const first = [hovered?.kind === "entity" ? hovered.index : null, chosen].filter((index) => index !== null && passing.entities.has(index) && hasPlace(index));
  const order = [...new Set([...first, ...(light ? shown.filter((index) => light.entities.has(index)) : []), ...shown])];
  let count = 0;
  for (const index of order) {
    if (count >= most) break;
    const entity = data.entities[index];
    const isFirst = first.includes(index);
    const [x, y] = onScreen(entity.at);
    const size = isFirst ? 14 : 11 + Math.min(3, entity.size / 10);
    const font = `${isFirst ? 600 : 500} ${size}px ${FONT}`;
    const text = shortened(entityName(index), isFirst ? 60 : 26);
    const half = textWidth(text, font) / 2 + 2;
    const away = radiusOf(entity) + size * 0.5 + 3;
    // Below or above, the name of a node at the side of the canvas moves inside.
    const isInside = x >= 0 && x <= eye.width && y >= 0 && y <= eye.height;
    const middle = isInside ? Math.max(Math.min(x, eye.width - half - 2), half + 2) : x;
    const centers = [[middle, y + away], [middle, y - away], [x + half + away - size * 0.4, y], [x - half - away + size * 0.4, y]];
    const boxes = centers.map(([left, top]) => [left - half, top - size * 0.55, left + half, top + size * 0.55]);
    const isWhole = ([left, top, right, bottom]) => !isInside || (left >= 0 && top >= 0 && right <= eye.width && bottom <= eye.height);
    const found = boxes.findIndex((box) => isWhole(box) && taken.isFree(box) && (hubs.has(index) || discs.isFree(box)));
    if (found < 0 && !isFirst) continue;
    const at = Math.max(found, 0);
    taken.add(boxes[at]);
    count += 1;
    label(text, ...centers[at], font, colors.ink, light && !light.entities.has(index) ? 0.25 : 1);
  }
  const named = edges.filter(({ index }) => (light ? light.edges.has(index) : eye.scale > 0.55 && edges.length <= 220));
  if (named.length > 60 && light) return;
  const font = `400 11px ${FONT}`;
  for (const { edge, points } of named) {
    const text = edgeLabel(edge);
    const half = textWidth(text, font) / 2 + 2;
    for (const share of [0.5, 0.42, 0.58, 0.34, 0.66]) {
      const [x, y] = along(points, share);
      const box = [x - half, y - 7, x + half, y + 7];
      const alone = named.length === 1;
      if (!alone && !taken.isFree(box)) continue;
      taken.add(box);
      label(text, x, y, font, colors[edgeStatus(edge)], 1);
      break;
    }
  }
}

function label(text, x, y, font, color, alpha) {
  context.globalAlpha = alpha;
  context.font = font;
  context.strokeStyle = colors.paper;
  context.lineWidth = 4;
  context.strokeText(text, x, y);
  context.fillStyle = color;
  context.fillText(text, x, y);
  context.globalAlpha = 1;
}

/** What an edge says: its relations and what keeps it from being plainly asserted. */
function edgeLabel(edge) {
  const relations = edge.relations.slice(0, 2).map(relationLabel).join(", ") + (edge.relations.length > 2 ? ", …" : "");
  const reserves = reservesOf(edge.polarity, edge.standing, edge.modality);
  return reserves.length ? `${relations} (${reserves.join(", ")})` : relations;
}

function reservesOf(polarity, standing, modality) {
  return [polarity === "negated" && "negated", standing !== "asserted" && standing, modality !== "stated" && modality]
    .filter(Boolean).map((key) => word(key));
}

// ---- The eye

let isAsked = false;
function askForDrawing() {
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(() => {
    isAsked = false;
    if (state.view === "graph") draw();
  });
}

function refreshGraph() {
  askForDrawing();
}

function resize() {
  const { width, height } = canvas.getBoundingClientRect();
  if (!width || !height) return;
  const ratio = window.devicePixelRatio || 1;
  const wasEmpty = !eye.width;
  Object.assign(eye, { width, height });
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  if (wasEmpty) fit();
  else askForDrawing();
}

/** Shows everything that passes. */
function fit(animated = false) {
  const placed = [...passing.entities].filter(hasPlace).map((index) => data.entities[index].at);
  if (!placed.length) return;
  const edge = (of, axis) => placed.reduce((found, at) => of(found, at[axis]), placed[0][axis]);
  const [left, right, top, bottom] = [edge(Math.min, 0), edge(Math.max, 0), edge(Math.min, 1), edge(Math.max, 1)];
  const [marginX, marginY] = [Math.min(90, eye.width * 0.1), Math.min(60, eye.height * 0.1)];
  const scale = Math.min((eye.width - 2 * marginX) / (right - left || 1), (eye.height - 2 * marginY) / (bottom - top || 1), 1.4);
  lookAt([(left + right) / 2, (top + bottom) / 2], scale, animated);
}

/** The part of the canvas that the details do not cover, from the upper left. */
function uncovered() {
  const panel = byId("details");
  const [mine, its] = [canvas.getBoundingClientRect(), panel.getBoundingClientRect()];
  const covers = !panel.hidden && its.left < mine.right - 1 && its.top < mine.bottom - 1;
  if (!covers) return { width: eye.width, height: eye.height };
  return its.width > mine.width * 0.8
    ? { width: eye.width, height: Math.max(60, its.top - mine.top) }
    : { width: Math.max(60, its.left - mine.left), height: eye.height };
}

/** Moves a place of the world to the middle of what is seen. */
function lookAt([x, y], scale, animated = true) {
  const seen = uncovered();
  const goal = { scale, x: seen.width / 2 - x * scale, y: seen.height / 2 - y * scale };
  if (!animated || matchMedia("(prefers-reduced-motion: reduce)").matches) {
    Object.assign(eye, goal);
    askForDrawing();
    return;
  }
  const start = { ...eye };
  const begin = performance.now();
  const step = (now) => {
    const share = Math.min(1, Math.max(0, (now - begin) / 300));
    const eased = 1 - (1 - share) ** 3;
    for (const key of ["scale", "x", "y"]) eye[key] = start[key] + (goal[key] - start[key]) * eased;
    isMoving = share < 1;
    askForDrawing();
    if (share < 1) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

/** Zooms around a point of the screen. */
function zoom(factor, x = eye.width / 2, y = eye.height / 2) {
  const scale = Math.min(8, Math.max(0.02, eye.scale * factor));
  const real = scale / eye.scale;
  Object.assign(eye, { scale, x: x - (x - eye.x) * real, y: y - (y - eye.y) * real });
  askForDrawing();
}

/** Brings something chosen into view, if it is not well inside. */
function showPlace(target) {
  const places = target.kind === "entity" ? [target.index]
    : target.kind === "edge" ? [data.edges[target.index].subject, data.edges[target.index].object] : [];
  const placed = places.filter(hasPlace).map((index) => data.entities[index].at);
  if (!placed.length) return;
  const seen = uncovered();
  const isSeen = ([x, y]) => x > 40 && y > 40 && x < seen.width - 40 && y < seen.height - 40;
  if (placed.every((at) => isSeen(onScreen(at))) && eye.scale > 0.35) {
    askForDrawing();
    return;
  }
  const middle = [0, 1].map((axis) => placed.reduce((sum, at) => sum + at[axis], 0) / placed.length);
  const spread = Math.max(...[0, 1].map((axis) => Math.max(...placed.map((at) => at[axis])) - Math.min(...placed.map((at) => at[axis]))), 1);
  lookAt(middle, Math.min(Math.max(eye.scale, 0.8), (Math.min(seen.width, seen.height) * 0.7) / spread));
}
