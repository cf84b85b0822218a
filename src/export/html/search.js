// Search: entities by any of their names, then sentences.

/** What is searched, folded; made when it is first needed in a language. */
let searchable = null;

function searchTexts() {
  searchable ??= {
    entities: data.entities.map((entity, index) => {
      const names = [entityName(index), entity.label, ...Object.values(entity.names ?? {}), ...(entity.aliases ?? []), entity.id];
      return [...new Set(names.map(folded))];
    }),
    sentences: rows.map((row) => folded(row.evidence.quote)),
  };
  return searchable;
}

const MOST_ENTITIES = 8;
const MOST_SENTENCES = 5;

/** Entities by how well their best name fits and how much is said of them; then sentences. */
function hitsFor(query) {
  const sought = folded(query.trim());
  if (!sought) return [];
  const { entities, sentences } = searchTexts();
  const rank = (name) => (name === sought ? 0 : name.startsWith(sought) ? 1 : name.includes(` ${sought}`) ? 2 : name.includes(sought) ? 3 : 4);
  const found = entities.map((names, index) => [Math.min(...names.map(rank)), index]).filter(([best]) => best < 4);
  found.sort(([a, left], [b, right]) => a - b || data.entities[right].rows.length - data.entities[left].rows.length || left - right);
  const hits = found.slice(0, MOST_ENTITIES).map(([, index]) => ({ kind: "entity", index }));
  if (sought.length < 3) return hits;
  const seen = new Set();
  for (let at = 0; at < rows.length && seen.size < MOST_SENTENCES; at += 1) {
    if (!sentences[at].includes(sought) || seen.has(sentences[at])) continue;
    seen.add(sentences[at]);
    const { edge, claim } = rows[at];
    hits.push({ ...(edge === undefined ? { kind: "claim", index: claim } : { kind: "edge", index: edge }), row: at });
  }
  return hits;
}

const query = byId("query");
let hits = [];
let active = -1;

function showHits() {
  hits = hitsFor(query.value);
  active = hits.length ? 0 : -1;
  const list = byId("hits");
  list.replaceChildren(...hits.map((hit, at) => el("li", {
    role: "option", id: `hit-${at}`, "aria-selected": String(at === active),
    onpointerdown: (event) => event.preventDefault(),
    onclick: () => takeHit(at),
  }, hit.row === undefined
    ? [typeSign(topType(data.entities[hit.index].type)), own(entityName(hit.index)), el("span", { class: "faint" }, typeLabel(data.entities[hit.index].type))]
    : el("q", {}, own(excerpt(rows[hit.row].evidence.quote, query.value))))));
  if (!hits.length && query.value.trim()) list.replaceChildren(el("li", { class: "faint" }, word("no hits")));
  list.hidden = !query.value.trim();
  query.setAttribute("aria-expanded", String(!list.hidden));
  markHit();
}

/** The words around what was sought. */
function excerpt(quote, sought) {
  const text = tidy(quote);
  const at = Math.max(0, folded(text).indexOf(folded(sought.trim())) - 30);
  return `${at ? "…" : ""}${shortened(text.slice(at), 90)}`;
}

function markHit() {
  [...byId("hits").children].forEach((line, at) => {
    line.setAttribute("aria-selected", String(at === active));
    if (at === active) line.scrollIntoView({ block: "nearest" });
  });
  if (active >= 0) query.setAttribute("aria-activedescendant", `hit-${active}`);
  else query.removeAttribute("aria-activedescendant");
}

function hideHits() {
  byId("hits").hidden = true;
  query.setAttribute("aria-expanded", "false");
}

function takeHit(at) {
  const { kind, index } = hits[at];
  hideHits();
  // What was sought is shown, even where a filter hid it.
  const isHidden = kind === "entity" ? data.entities[index].edges.length && !passing.entities.has(index)
    : kind === "edge" && !passing.edges.has(index);
  if (isHidden) resetFilters();
  choose({ kind, index }, { focus: true });
}

query.addEventListener("input", showHits);
query.addEventListener("focus", () => { if (query.value.trim()) showHits(); });
query.addEventListener("blur", hideHits);
query.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && hits.length) {
    active = (active + step + hits.length) % hits.length;
    markHit();
  } else if (event.key === "Enter" && active >= 0 && !byId("hits").hidden) takeHit(active);
  else if (event.key === "Escape") {
    if (byId("hits").hidden) query.blur();
    hideHits();
  } else return;
  event.preventDefault();
  event.stopPropagation();
});
