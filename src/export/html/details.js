// What stands behind a node or an edge: names, ids, claims, and every sentence with its parts marked.

/** Chooses a node, an edge or a claim, and shows what is known of it; null lets go. */
function choose(target, { focus = false, moves = true } = {}) {
  state.chosen = target;
  const panel = byId("details");
  panel.hidden = !target;
  document.body.classList.toggle("with-details", Boolean(target));
  if (target) {
    const show = { entity: showEntity, edge: showEdge, claim: showClaim }[target.kind];
    panel.replaceChildren(closeButton(), ...show(target.index));
    panel.scrollTop = 0;
    const id = { entity: data.entities, edge: data.edges, claim: data.claims }[target.kind][target.index].id;
    history.replaceState(null, "", `#${encodeURIComponent(id)}`);
    if (focus) panel.focus();
  } else {
    history.replaceState(null, "", location.pathname + location.search);
  }
  resize();
  if (target && moves && state.view === "graph") showPlace(target);
  askForDrawing();
  markRow();
}

const closeButton = () => el("button", {
  type: "button", class: "close", title: word("close"), "aria-label": word("close"),
  onclick: () => { choose(null); (state.view === "graph" ? canvas : byId("scroller")).focus(); },
}, "×");

/** A button that leads to an entity. */
function entityLink(index) {
  const entity = data.entities[index];
  return el("button", { type: "button", class: "entity", onclick: () => choose({ kind: "entity", index }, { focus: true }) },
    typeSign(topType(entity.type)), own(entityName(index)));
}

const badge = (text, kind = "") => el("span", { class: `badge ${kind}` }, text);

// ---- An entity

function showEntity(index) {
  const entity = data.entities[index];
  const name = entityName(index);
  const description = pick(entity.descriptions, Object.values(entity.descriptions ?? {})[0]);
  const others = [...new Set([entity.label, ...Object.values(entity.names ?? {}), ...(entity.aliases ?? [])].map(tidy))]
    .filter((other) => other !== name);
  const links = [entity.wikidata, ...(entity.same_as ?? [])].filter(Boolean);
  const seen = [...new Set(links)];
  const isFocus = state.focus === index;
  return [
    el("h2", {}, typeSign(topType(entity.type)), own(name)),
    el("p", { class: "kind" }, typeLabel(entity.type), description ? [" · ", own(tidy(description))] : null),
    el("p", { class: "faint" }, [counted("count of mentions", entity.mentions), counted("count of documents", entity.documents),
      counted("count of neighbors", entity.degree)].join(" · "), entity.community ? ` · ${word("community", { number: entity.community })}` : null),
    el("dl", {},
      others.length ? [el("dt", {}, word("also called")), el("dd", {}, listed(others))] : null,
      el("dt", {}, word("identifier")), el("dd", {}, el("code", {}, own(tidy(entity.id)))),
      seen.length ? [el("dt", {}, word("links out")), el("dd", {}, seen.map((url) => el("div", {}, outward(url, shortUrl(url)))))] : null),
    entity.edges.length ? el("p", {}, el("button", {
      type: "button", "aria-pressed": String(isFocus),
      onclick: () => {
        state.focus = isFocus ? null : index;
        applyFilters();
        choose({ kind: "entity", index }, { focus: true, moves: false });
        if (state.view === "graph") fit(true);
      },
    }, word("only around"))) : null,
    claimList(entity.rows, "claims about", index),
    entity.speaks.length ? claimList(entity.speaks, "says", index) : null,
    entity.rows.length || entity.speaks.length ? null : el("p", { class: "faint" }, word("nothing said")),
  ].filter(Boolean);
}

const listed = (texts) => texts.flatMap((text, at) => (at ? [", ", own(text)] : [own(text)]));

function shortUrl(url) {
  const text = url.replace(/^https?:\/\/(www\.)?/i, "");
  try {
    return tidy(decodeURI(text));
  } catch {
    return tidy(text);
  }
}

/** The claims of some rows, folded up where there are many; what the filters hide is counted. */
function claimList(all, title, entity) {
  const allowed = new Set(passing.rows);
  const shown = all.filter((row) => allowed.has(row));
  const hidden = new Set(all.map((row) => row.claim)).size - new Set(shown.map((row) => row.claim)).size;
  const claims = groupedByClaim(shown);
  if (!all.length) return null;
  return el("section", {}, el("h3", {}, `${word(title)} `, el("span", { class: "count" }, number(claims.length))),
    claims.map((part) => claimCard(part, { open: claims.length <= 3, entity })),
    hidden ? el("p", { class: "faint" }, counted("hidden by filters", hidden)) : null);
}

/** Rows by claim and polarity: what a reader takes for one claim. */
function groupedByClaim(list) {
  const groups = new Map();
  for (const row of list) {
    const key = `${row.claim} ${row.evidence.polarity}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(row);
  }
  return [...groups.values()];
}

// ---- An edge, a claim

function showEdge(index) {
  const edge = data.edges[index];
  const documents = new Set(edge.rows.map((row) => row.evidence.document)).size;
  return [
    el("h2", { class: "edge" }, entityLink(edge.subject), el("span", { class: `relation ${edgeStatus(edge)}` },
      lineSign(edgeStatus(edge), edge.modality), edge.relations.map(relationLabel).join(", ")), entityLink(edge.object)),
    el("p", {}, reservesOf(edge.polarity, edge.standing, edge.modality).map((text) => badge(text, edgeStatus(edge)))),
    el("p", { class: "faint" }, [counted("count of claims", edge.claims.length), counted("count of sentences", edge.rows.length),
      counted("count of documents", documents), counted("count of sources", edge.sources)].join(" · ")),
    markLegend(),
    ...groupedByClaim(edge.rows).map((part) => claimCard(part, { open: true })),
  ];
}

function showClaim(index) {
  const claim = data.claims[index];
  const subject = entityLink(claim.subject);
  const object = claim.object === undefined ? el("strong", {}, valueText(claim.value)) : entityLink(claim.object);
  return [
    el("h2", { class: "edge" }, subject, el("span", { class: "relation" }, relationLabel(claim.relation)), object),
    markLegend(),
    ...groupedByClaim(claim.rows).map((part) => claimCard(part, { open: true })),
  ];
}

const markLegend = () => el("p", { class: "marks" }, ["subject", "trigger", "object", "qualifier", "cue"]
  .map((part) => el("mark", { class: part }, word(part))));

/** One claim: what it says, how it stands, its qualifiers, its sentences. */
function claimCard(group, { open, entity }) {
  const claim = data.claims[group[0].claim];
  const polarity = group[0].evidence.polarity;
  const backwards = entity !== undefined && claim.object === entity && claim.subject !== entity && inverseLabel(claim.relation);
  const end = (index) => (index === entity ? null : own(entityName(index)));
  const object = claim.object === undefined ? own(valueText(claim.value)) : end(claim.object);
  const parts = backwards
    ? [el("b", {}, backwards), end(claim.subject)]
    : [end(claim.subject), el("b", {}, relationLabel(claim.relation)), object];
  const modality = ["stated", "reported", "planned", "possible"].find((name) => group.some((row) => row.modality === name));
  const status = group[0].status;
  const reserves = reservesOf(polarity, status === "negated" ? "asserted" : status, modality);
  const qualifiers = Object.entries(claim.qualifiers ?? {});
  const short = qualifiers.filter(([kind]) => ["date", "start", "end", "amount"].includes(kind));
  return el("details", { class: `claim ${status}`, open, id: `card-${claim.id}` },
    el("summary", {}, el("span", { class: "says" }, lineSign(status, modality), parts.flatMap((part, at) => (at ? [" ", part] : [part]))),
      reserves.map((text) => badge(text, status)),
      short.map(([kind, value]) => badge(qualifierText(kind, value), "value"))),
    qualifiers.length ? el("dl", {}, qualifiers.flatMap(([kind, value]) => [
      el("dt", {}, word(kind)),
      el("dd", {}, value.entity === undefined ? own(qualifierText(kind, value)) : entityLink(value.entity), printedWords(group, kind)),
    ])) : null,
    entity === undefined ? null : el("p", { class: "ends" }, [claim.subject, claim.object].filter((end) => end !== undefined && end !== entity).map(entityLink),
      group[0].edge === undefined ? null : el("button", { type: "button", class: "entity", onclick: () => choose({ kind: "edge", index: group[0].edge }, { focus: true }) }, `${word("whole edge")} →`)),
    group.map((row) => sentence(row)),
    el("p", { class: "id" }, el("code", {}, claim.id)));
}

const qualifierText = (kind, value) => (kind === "end" && value.text === "ended" ? word("ended") : valueText(value));

/** The words that state a qualifier, as printed. */
function printedWords(group, kind) {
  const printed = group.map(({ evidence }) => evidence.qualifiers?.[kind] && quoted(evidence, evidence.qualifiers[kind])).filter(Boolean);
  return printed.length ? el("span", { class: "faint" }, " “", own(tidy(printed[0])), "”") : null;
}

/** The part of a quote that a span covers; null where it lies outside. Spans count code points. */
function quoted(evidence, [from, to]) {
  const letters = [...evidence.quote];
  const start = from - evidence.span[0];
  return start < 0 || to - evidence.span[0] > letters.length ? null : letters.slice(start, to - evidence.span[0]).join("");
}

/** The sentence with its parts marked, who says so, and the document. */
function sentence({ evidence }) {
  const document = data.documents[evidence.document];
  const title = tidy(document.title ?? shortUrl(document.url ?? document.source));
  const from = [document.publisher && own(tidy(document.publisher)), document.published && own(word("published", { date: dateText(document.published) }))].filter(Boolean);
  return el("figure", {},
    el("blockquote", { dir: "auto", lang: document.language }, marked(evidence)),
    el("ul", { class: "speakers" }, evidence.attribution
      ? evidence.attribution.map((said) => speakerLine(evidence, said))
      : el("li", { class: "faint" }, word("told by document"))),
    el("figcaption", {}, document.url ? outward(document.url, title) : own(title), from.flatMap((part) => [" · ", part]),
      el("span", { class: "faint" }, " · ", word("characters", { from: evidence.span[0], to: evidence.span[1] }), " · ",
        word("confidence", { value: evidence.confidence.toLocaleString(state.language, { minimumFractionDigits: 2 }) }), " · ",
        word("rule", { name: evidence.rule }))));
}

function speakerLine(evidence, said) {
  const line = word(said.stance).split("{speaker}");
  const cue = quoted(evidence, said.cue);
  return el("li", { class: said.stance }, line[0],
    typeof said.speaker === "number" ? entityLink(said.speaker) : own(speakerName(said.speaker)), line[1],
    el("span", { class: "faint" }, cue === null ? ` (${word("in other words")})` : [" “", own(tidy(cue)), "”"]));
}

/** The quote in pieces; where two parts overlap the ends win, which a reader looks for first. */
function marked(evidence) {
  const letters = [...evidence.quote];
  const parts = new Array(letters.length).fill("");
  const mark = ([from, to], part) => {
    for (let at = Math.max(0, from - evidence.span[0]); at < Math.min(letters.length, to - evidence.span[0]); at += 1) parts[at] = part;
  };
  (evidence.attribution ?? []).forEach(({ cue }) => mark(cue, "cue"));
  Object.values(evidence.qualifiers ?? {}).forEach((span) => mark(span, "qualifier"));
  mark(evidence.trigger, "trigger");
  mark(evidence.subject, "subject");
  mark(evidence.object, "object");
  const pieces = [];
  for (let start = 0, at = 1; at <= letters.length; at += 1) {
    if (at < letters.length && parts[at] === parts[start]) continue;
    const text = tidy(letters.slice(start, at).join(""));
    pieces.push(parts[start] ? el("mark", { class: parts[start], title: word(parts[start]) }, text) : text);
    start = at;
  }
  return pieces;
}
