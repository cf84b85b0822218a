// Filters: what passes, the boxes to tick, the slider of time.

/** Ticked values by facet; an empty set lets everything pass. */
const ticked = { type: new Set(), standing: new Set(), modality: new Set(), relation: new Set(), speaker: new Set() };

/** Days, and whether rows without a date pass. */
const time = { bins: [], since: 0, until: 0, undated: true };

/** What passes: rows, edges and entities. */
const passing = { rows: [], edges: new Set(), entities: new Set() };

const FACETS = {
  type: { values: (row) => row.types, sign: (value) => typeSign(value), label: (value) => typeLabel(value) },
  standing: {
    values: (row) => [row.status],
    order: ["asserted", "disputed", "denied", "negated", "questioned"],
    sign: (value) => lineSign(value, "stated"),
    label: (value) => word(value === "asserted" ? "affirmed status" : `${value} status`),
  },
  modality: {
    values: (row) => [row.modality],
    order: ["stated", "reported", "planned", "possible"],
    sign: (value) => lineSign("asserted", value),
    label: (value) => word(value),
  },
  relation: { values: (row) => [row.relation], sign: () => null, label: (value) => relationLabel(value) },
  speaker: {
    values: (row) => row.speakers,
    sign: (value) => (typeof value === "number" ? typeSign(data.entities[value].type) : null),
    label: (value) => ({ [OWN_VOICE]: word("own voice"), [UNNAMED]: word("unnamed sources") })[value] ?? entityName(value),
  },
};

/** Values of a facet listed before "more". */
const LISTED = 10;

function passesFacet(facet, row) {
  const wanted = ticked[facet];
  if (!wanted.size) return true;
  const values = FACETS[facet].values(row);
  // Both ends of a claim must be of a kind that was asked for; of its speakers one is enough.
  return facet === "type" ? values.every((value) => wanted.has(value)) : values.some((value) => wanted.has(value));
}

function passesTime(row) {
  if (time.bins.length < 2 || (time.since === 0 && time.until === time.bins.length - 1)) {
    return time.undated || Boolean(row.days);
  }
  if (!row.days) return time.undated;
  const [from, to] = row.days;
  return (to ?? Infinity) >= time.bins[time.since].from && (from ?? -Infinity) <= time.bins[time.until].to;
}

/** The entities around the one in focus, itself included. */
function neighborhood(index) {
  const around = new Set([index]);
  for (const edge of data.entities[index].edges) {
    around.add(data.edges[edge].subject).add(data.edges[edge].object);
  }
  return around;
}

/** Finds what passes and shows it. */
function applyFilters() {
  const around = state.focus === null ? null : neighborhood(state.focus);
  const isNear = (row) => {
    const claim = data.claims[row.claim];
    return !around || (around.has(claim.subject) && (claim.object === undefined || around.has(claim.object)));
  };
  const facets = Object.keys(FACETS);
  const counts = Object.fromEntries(facets.map((facet) => [facet, new Map()]));
  passing.rows = [];
  passing.edges.clear();
  passing.entities.clear();
  snapshot.eye = null;
  for (const row of rows) {
    const failed = isNear(row) && passesTime(row) ? facets.filter((facet) => !passesFacet(facet, row)) : facets;
    if (!failed.length) {
      passing.rows.push(row);
      if (row.edge !== undefined) passing.edges.add(row.edge);
    }
    // A facet counts what the others let pass.
    for (const facet of failed.length ? (failed.length === 1 ? failed : []) : facets) {
      for (const value of new Set(FACETS[facet].values(row))) {
        counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
      }
    }
  }
  for (const index of passing.edges) {
    passing.entities.add(data.edges[index].subject).add(data.edges[index].object);
  }
  facets.forEach((facet) => showFacet(facet, counts[facet]));
  showCounts();
  refreshGraph();
  refreshTable();
}

function showCounts() {
  const claims = new Set(passing.rows.map((row) => row.claim)).size;
  const all = data.claims.length;
  byId("counts").textContent = claims === all
    ? [counted("count of entities", data.entities.length), counted("count of claims", all), counted("count of documents", data.documents.length)].join(" · ")
    : word("counts of all", { claims: number(claims), all: number(all) });
  const filtered = state.focus !== null || isTimeNarrowed() || Object.values(ticked).some((values) => values.size);
  byId("reset").hidden = !filtered;
  byId("show-filters").classList.toggle("active", filtered);
  byId("nothing").hidden = passing.edges.size > 0;
  byId("focus").hidden = state.focus === null;
  if (state.focus !== null) byId("focus").replaceChildren(own(word("around", { name: entityName(state.focus) })));
}

const expanded = new Set();

function showFacet(facet, counts) {
  const fieldset = document.querySelector(`[data-facet=${facet}]`);
  const form = FACETS[facet];
  const values = new Set([...allValues[facet], ...ticked[facet]]);
  const count = (value) => counts.get(value) ?? 0;
  const rank = (value) => (form.order ? form.order.indexOf(value) : -totals[facet].get(value));
  const sorted = [...values].sort((a, b) => rank(a) - rank(b) || form.label(a).localeCompare(form.label(b), state.language));
  const shown = expanded.has(facet) ? sorted : sorted.filter((value, at) => at < LISTED || ticked[facet].has(value));
  const kept = document.activeElement?.dataset?.value !== undefined && fieldset.contains(document.activeElement)
    ? document.activeElement.dataset.value : null;
  const boxes = shown.map((value) => {
    const box = el("input", { type: "checkbox", "data-value": String(value) });
    box.checked = ticked[facet].has(value);
    box.addEventListener("change", () => {
      ticked[facet][box.checked ? "add" : "delete"](value);
      applyFilters();
    });
    return el("label", { class: count(value) ? null : "none" }, box, form.sign(value),
      el("span", { class: "name" }, own(form.label(value))), el("span", { class: "count" }, number(count(value))));
  });
  const rest = sorted.length - shown.length;
  const more = expanded.has(facet) ? sorted.length > LISTED : rest > 0;
  const button = more && el("button", {
    type: "button", class: "more",
    onclick: () => { expanded[expanded.has(facet) ? "delete" : "add"](facet); applyFilters(); },
  }, expanded.has(facet) ? word("fewer") : word("more", { count: number(rest) }));
  fieldset.replaceChildren(fieldset.querySelector("legend"), ...boxes, ...(button ? [button] : []));
  fieldset.hidden = values.size < 2;
  if (kept !== null) [...fieldset.querySelectorAll("input")].find((box) => box.dataset.value === kept)?.focus();
}

/** What every facet can be asked for, and how often. */
const totals = Object.fromEntries(Object.keys(FACETS).map((facet) => [facet, new Map()]));
for (const row of rows) {
  for (const facet of Object.keys(FACETS)) {
    for (const value of new Set(FACETS[facet].values(row))) {
      totals[facet].set(value, (totals[facet].get(value) ?? 0) + 1);
    }
  }
}
const allValues = Object.fromEntries(Object.entries(totals).map(([facet, counts]) => [facet, [...counts.keys()]]));

// ---- Time

/** Steps of the slider by the days they last; the first that needs no more than 80 steps is taken. */
const STEPS = [
  { form: { year: "numeric", month: "short", day: "numeric" }, start: (day) => day, next: (day) => day + 1 },
  { form: { year: "numeric", month: "short" }, start: (day) => monthStart(day, 1), next: (day) => monthStart(day + 32, 1) },
  { form: { year: "numeric" }, start: (day) => monthStart(day, 12), next: (day) => monthStart(day + 367, 12) },
  { form: { year: "numeric" }, start: (day) => yearStart(day, 10), next: (day) => yearStart(day + 3660, 10) },
  { form: { year: "numeric" }, start: (day) => yearStart(day, 100), next: (day) => yearStart(day + 36530, 100) },
];

function monthStart(day, months) {
  const date = new Date(day * 86400000);
  return new Date(0).setUTCFullYear(date.getUTCFullYear(), months === 12 ? 0 : date.getUTCMonth(), 1) / 86400000;
}

function yearStart(day, years) {
  const year = new Date(day * 86400000).getUTCFullYear();
  return new Date(0).setUTCFullYear(year - (((year % years) + years) % years), 0, 1) / 86400000;
}

/** Lays out the slider; a graph without two different dates has none. */
function prepareTime() {
  const known = rows.flatMap((row) => row.days ?? []).filter((day) => day !== null);
  if (!known.length) return;
  const [first, last] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
  for (const step of STEPS) {
    const bins = [];
    for (let from = step.start(first); from <= last && bins.length <= 80; from = step.next(from)) {
      bins.push({ from, to: step.next(from) - 1, count: 0, form: step.form });
    }
    if (bins.length <= 80) {
      time.bins = bins;
      break;
    }
  }
  if (time.bins.length < 2) return;
  for (const row of rows) {
    // A claim is drawn once, where it begins or, if that is open, where it ends.
    const day = row.days?.[0] ?? row.days?.[1];
    const bin = day === undefined || day === null ? null : time.bins.findLast((bin) => bin.from <= day);
    if (bin) bin.count += 1;
  }
  time.until = time.bins.length - 1;
  for (const [name, value] of [["since", 0], ["until", time.until]]) {
    const input = byId(name);
    input.max = time.bins.length - 1;
    input.value = value;
    input.addEventListener("input", () => {
      time[name] = Number(input.value);
      if (time.since > time.until) {
        time[name] = name === "since" ? time.until : time.since;
        input.value = time[name];
      }
      showTime();
      later(applyFilters);
    });
  }
  const most = Math.max(...time.bins.map((bin) => bin.count));
  byId("time").querySelector(".bars").replaceChildren(...time.bins.map((bin) => {
    const bar = el("i");
    bar.style.height = `${bin.count ? Math.max(8, Math.sqrt(bin.count / most) * 100) : 0}%`;
    return bar;
  }));
  byId("undated").addEventListener("change", () => {
    time.undated = byId("undated").checked;
    applyFilters();
  });
  byId("time").hidden = false;
}

const isTimeNarrowed = () => !time.undated || time.since > 0 || time.until < time.bins.length - 1;

function showTime() {
  if (time.bins.length < 2) return;
  const text = (day, form) => new Intl.DateTimeFormat(state.language, { ...form, timeZone: "UTC" }).format(new Date(day * 86400000));
  const { form } = time.bins[0];
  const since = text(time.bins[time.since].from, form);
  const until = text(time.bins[time.until].to, form);
  const narrowed = time.since > 0 || time.until < time.bins.length - 1;
  byId("period").textContent = since === until ? since : `${since} – ${until}`;
  byId("period").classList.toggle("narrowed", narrowed);
  byId("since").setAttribute("aria-valuetext", since);
  byId("until").setAttribute("aria-valuetext", until);
  const undated = rows.filter((row) => !row.days).length;
  byId("undated").closest("label").hidden = !undated;
  byId("undated").nextElementSibling.textContent = word("with undated", { count: number(undated) });
  [...byId("time").querySelectorAll(".bars i")].forEach((bar, at) =>
    bar.classList.toggle("out", at < time.since || at > time.until));
}

function resetFilters() {
  Object.values(ticked).forEach((values) => values.clear());
  state.focus = null;
  Object.assign(time, { since: 0, until: Math.max(0, time.bins.length - 1), undated: true });
  byId("since").value = time.since;
  byId("until").value = time.until;
  byId("undated").checked = true;
  showTime();
  applyFilters();
}

let waiting = null;

/** Runs once before the next frame, however often it is asked for. */
function later(run) {
  waiting ??= requestAnimationFrame(() => {
    waiting = null;
    run();
  });
}
