// Pointing at the graph, and going through it by keys.

// ---- The pointer

/** What is under a point of the screen: a node before an edge. */
function under(x, y, reach) {
  let best = null;
  let nearest = reach;
  for (const index of byImportance) {
    if (!passing.entities.has(index)) continue;
    const [nodeX, nodeY] = onScreen(data.entities[index].at);
    const distance = Math.hypot(nodeX - x, nodeY - y) - radiusOf(data.entities[index]);
    if (distance < nearest) [best, nearest] = [{ kind: "entity", index }, distance];
  }
  if (best) return best;
  nearest = reach + 1;
  for (const index of passing.edges) {
    const edge = data.edges[index];
    if (!hasPlace(edge.subject) || !hasPlace(edge.object)) continue;
    const points = curve(edge);
    const margin = reach + 2;
    const xs = points.map((point) => point[0]);
    const ys = points.map((point) => point[1]);
    if (x < Math.min(...xs) - margin || x > Math.max(...xs) + margin || y < Math.min(...ys) - margin || y > Math.max(...ys) + margin) continue;
    const pieces = points.length === 2 ? 1 : 16;
    for (let piece = 0; piece < pieces; piece += 1) {
      const distance = toSegment([x, y], along(points, piece / pieces), along(points, (piece + 1) / pieces));
      if (distance < nearest) [best, nearest] = [{ kind: "edge", index }, distance];
    }
  }
  return best;
}

function toSegment([x, y], a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const share = Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(a[0] + dx * share - x, a[1] + dy * share - y);
}

const pointers = new Map();
let pressed = null;
let settling = null;

function settleSoon() {
  isMoving = true;
  clearTimeout(settling);
  settling = setTimeout(() => {
    isMoving = false;
    askForDrawing();
  }, 140);
}

function place(event) {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  const at = place(event);
  pointers.set(event.pointerId, at);
  const target = under(...at, event.pointerType === "touch" ? 14 : 5);
  pressed = { at, target, moved: false };
});

canvas.addEventListener("pointermove", (event) => {
  const at = place(event);
  const before = pointers.get(event.pointerId);
  if (!before) {
    const found = under(...at, 5);
    if (found?.kind !== hovered?.kind || found?.index !== hovered?.index) {
      hovered = found;
      canvas.style.cursor = found ? "pointer" : "grab";
      askForDrawing();
    }
    return;
  }
  if (pointers.size === 2) {
    const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
    const spread = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]) || 1;
    zoom(spread(at) / spread(before), (at[0] + other[0]) / 2, (at[1] + other[1]) / 2);
    pressed = null;
  } else if (pressed) {
    pressed.moved ||= Math.hypot(at[0] - pressed.at[0], at[1] - pressed.at[1]) > 4;
    if (pressed.moved && pressed.target?.kind === "entity" && event.pointerType !== "touch") {
      const moved = data.entities[pressed.target.index];
      moved.at = [(at[0] - eye.x) / eye.scale, (at[1] - eye.y) / eye.scale];
      snapshot.eye = null;
    } else if (pressed.moved) {
      eye.x += at[0] - before[0];
      eye.y += at[1] - before[1];
    }
  }
  pointers.set(event.pointerId, at);
  settleSoon();
  askForDrawing();
});

function release(event) {
  if (!pointers.delete(event.pointerId)) return;
  if (pressed && !pressed.moved && event.type === "pointerup") choose(pressed.target);
  if (!pointers.size) pressed = null;
}
canvas.addEventListener("pointerup", release);
canvas.addEventListener("pointercancel", release);
canvas.addEventListener("pointerleave", () => {
  hovered = null;
  askForDrawing();
});

canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  settleSoon();
  zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), ...place(event));
}, { passive: false });

canvas.addEventListener("dblclick", (event) => zoom(1.7, ...place(event)));

// ---- The keyboard

/** The nearest node in a direction, those straight ahead first. */
function neighborToward(from, [dx, dy]) {
  let best = null;
  let least = Infinity;
  for (const index of byImportance) {
    if (index === from || !passing.entities.has(index)) continue;
    const [x, y] = [data.entities[index].at[0] - data.entities[from].at[0], data.entities[index].at[1] - data.entities[from].at[1]];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy - y * dx);
    if (ahead > 0 && aside <= 2 * ahead && ahead + 2 * aside < least) [best, least] = [index, ahead + 2 * aside];
  }
  return best;
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

canvas.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (ARROWS[event.key]) {
    const from = state.chosen?.kind === "entity" && passing.entities.has(state.chosen.index) && hasPlace(state.chosen.index)
      ? state.chosen.index : null;
    const next = from === null ? byImportance.find((index) => passing.entities.has(index)) : neighborToward(from, ARROWS[event.key]);
    if (next !== null && next !== undefined) choose({ kind: "entity", index: next });
  } else if (event.key === "+" || event.key === "=") zoom(1.3);
  else if (event.key === "-") zoom(1 / 1.3);
  else if (event.key === "0") fit(true);
  else if (event.key === "Enter" && state.chosen) byId("details").focus();
  else return;
  event.preventDefault();
});
