// The table of claims, one row a sentence; and the same as CSV.

const COLUMNS = [
  { word: "Subject", text: (row) => entityName(data.claims[row.claim].subject) },
  { word: "relation", text: (row) => relationLabel(row.relation) },
  { word: "Object", text: (row) => objectText(data.claims[row.claim]) },
  { word: "standing", text: (row) => stateText(row) },
  { word: "who says so", text: (row) => speakersText(row) },
  { word: "date", text: (row) => whenText(row), key: (row) => row.days?.[0] ?? row.days?.[1] ?? null },
  { word: "amount", text: (row) => amountOf(row), key: (row) => Number(data.claims[row.claim].qualifiers?.amount?.amount ?? NaN) },
  { word: "sentence", text: (row) => tidy(row.evidence.quote) },
  { word: "document", text: (row) => documentText(row) },
];

const objectText = (claim) => (claim.object === undefined ? valueText(claim.value) : entityName(claim.object));
const stateText = (row) => [
  (row.status !== "asserted" || row.modality === "stated") && word(row.status), row.modality !== "stated" && word(row.modality),
].filter(Boolean).join(", ");
const amountOf = (row) => {
  const amount = data.claims[row.claim].qualifiers?.amount;
  return amount ? valueText(amount) : "";
};
const documentText = ({ evidence }) => {
  const document = data.documents[evidence.document];
  return tidy([document.publisher, document.title ?? document.source].filter(Boolean).join(": "));
};
const speakersText = ({ evidence }) => (evidence.attribution
  ? evidence.attribution.map((said) => word(said.stance, { speaker: speakerName(said.speaker) })).join("; ")
  : "");

/** When, as the claim tells it; else when it was published, in brackets. */
function whenText(row) {
  const { date, start, end } = data.claims[row.claim].qualifiers ?? {};
  const told = start || end
    ? `${start ? qualifierText("start", start) : "…"} – ${end ? qualifierText("end", end) : "…"}`
    : date && valueText(date);
  const published = data.documents[row.evidence.document].published;
  return told ?? (published ? `(${dateText(published)})` : "");
}

const order = { column: null, down: false };
const table = { rows: [], shown: 0 };
/** Rows put into the page at once. */
const PAGE = 120;

function sortedRows() {
  if (order.column === null) return [...passing.rows];
  const { text, key } = COLUMNS[order.column];
  const collator = new Intl.Collator(state.language, { numeric: true });
  const keyed = passing.rows.map((row) => [row, key ? key(row) : text(row)]);
  const isMissing = (value) => value === null || value === "" || Number.isNaN(value);
  const turn = order.down ? -1 : 1;
  keyed.sort(([a, left], [b, right]) => {
    // What is missing stands last, whichever way the others go.
    if (isMissing(left) || isMissing(right)) return isMissing(left) - isMissing(right) || a.index - b.index;
    return turn * (key ? left - right : collator.compare(left, right)) || a.index - b.index;
  });
  return keyed.map(([row]) => row);
}

function refreshTable() {
  if (state.view !== "table") return;
  const head = byId("table").querySelector("thead tr");
  const focused = [...head.querySelectorAll("button")].indexOf(document.activeElement);
  head.replaceChildren(...COLUMNS.map((column, index) => {
    const name = word(column.word);
    const sorted = order.column === index ? (order.down ? "descending" : "ascending") : "none";
    return el("th", { scope: "col", "aria-sort": sorted }, el("button", {
      type: "button", title: word("sort by", { column: name }),
      onclick: () => {
        Object.assign(order, { column: index, down: order.column === index && !order.down });
        refreshTable();
      },
    }, name));
  }));
  if (focused >= 0) head.querySelectorAll("button")[focused].focus();
  table.rows = sortedRows();
  table.shown = 0;
  byId("table").querySelector("tbody").replaceChildren();
  byId("scroller").scrollTop = 0;
  byId("row-count").textContent = counted("count of sentences", table.rows.length);
  showMoreRows();
  markRow();
}

/** Puts the next rows into the page: a browser with a hundred thousand of them would stand still. */
function showMoreRows() {
  const next = table.rows.slice(table.shown, table.shown + PAGE);
  table.shown += next.length;
  byId("table").querySelector("tbody").append(...next.map((row) => {
    const open = () => choose(row.edge === undefined ? { kind: "claim", index: row.claim } : { kind: "edge", index: row.edge });
    return el("tr", {
      tabindex: "0", "data-row": row.index, class: row.status,
      onclick: open,
      onkeydown: (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          open();
          byId("details").focus();
        }
        const beside = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
        if (beside && event.currentTarget[beside]) {
          event.preventDefault();
          event.currentTarget[beside].focus();
        }
      },
    }, COLUMNS.map((column, at) => el("td", { dir: "auto", "data-label": word(column.word) },
      at === 3 ? [lineSign(row.status, row.modality), " ", column.text(row)]
        : at === 7 ? el("q", { lang: data.documents[row.evidence.document].language }, marked(row.evidence))
          : column.text(row))));
  }));
}

byId("scroller").addEventListener("scroll", ({ target }) => {
  if (target.scrollTop + target.clientHeight > target.scrollHeight - 600 && table.shown < table.rows.length) showMoreRows();
});

/** Shows which rows belong to what is chosen. */
function markRow() {
  if (state.view !== "table") return;
  const chosen = state.chosen;
  for (const line of byId("table").querySelectorAll("tbody tr")) {
    const row = rows[line.dataset.row];
    const claim = data.claims[row.claim];
    const belongs = chosen && ({
      edge: () => row.edge === chosen.index, claim: () => row.claim === chosen.index,
      entity: () => claim.subject === chosen.index || claim.object === chosen.index,
    })[chosen.kind]();
    line.classList.toggle("chosen", Boolean(belongs));
  }
}

// ---- CSV

const CSV = [
  ["claim_id", (row) => data.claims[row.claim].id],
  ["subject", (row) => entityName(data.claims[row.claim].subject)],
  ["subject_id", (row) => data.entities[data.claims[row.claim].subject].id],
  ["relation", (row) => row.relation],
  ["object", (row) => objectText(data.claims[row.claim])],
  ["object_id", (row) => data.entities[data.claims[row.claim].object]?.id ?? ""],
  ["polarity", (row) => row.evidence.polarity],
  ["standing", (row) => (row.status === "negated" ? data.edges[row.edge]?.standing ?? "" : row.status)],
  ["modality", (row) => row.modality],
  ...["asserts", "denies", "questions"].map((stance, at) => [
    ["asserted_by", "denied_by", "questioned_by"][at],
    ({ evidence }) => (evidence.attribution ?? []).filter((said) => said.stance === stance).map((said) => speakerName(said.speaker)).join("; "),
  ]),
  ...["date", "start", "end"].map((kind) => [kind, (row) => machineValue(data.claims[row.claim].qualifiers?.[kind])]),
  ["amount", (row) => data.claims[row.claim].qualifiers?.amount?.amount ?? ""],
  ["currency", (row) => data.claims[row.claim].qualifiers?.amount?.currency ?? ""],
  ...["place", "role", "topic", "medium", "frequency"].map((kind) => [kind, (row) => machineValue(data.claims[row.claim].qualifiers?.[kind])]),
  ["sentence", (row) => row.evidence.quote],
  ["document", (row) => data.documents[row.evidence.document].id],
  ["char_start", (row) => row.evidence.span[0]],
  ["char_end", (row) => row.evidence.span[1]],
  ["title", (row) => data.documents[row.evidence.document].title ?? ""],
  ["publisher", (row) => data.documents[row.evidence.document].publisher ?? ""],
  ["published", (row) => data.documents[row.evidence.document].published ?? ""],
  ["url", (row) => data.documents[row.evidence.document].url ?? ""],
  ["confidence", (row) => row.evidence.confidence],
  ["rule", (row) => row.evidence.rule],
];

/** A value without the habits of a language. */
function machineValue(value) {
  if (!value) return "";
  if (value.date) return value.date;
  if (value.from !== undefined || value.to !== undefined) return `${value.from ?? ".."}/${value.to ?? ".."}`;
  return valueText(value);
}

/** A field by RFC 4180. A spreadsheet must take no text of a document for a formula. */
function csvField(value) {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

function csv() {
  const lines = [CSV.map(([name]) => name), ...sortedRows().map((row) => CSV.map(([, value]) => value(row)))];
  // The mark at the beginning tells spreadsheets that this is UTF-8.
  return `\ufeff${lines.map((line) => line.map(csvField).join(",")).join("\r\n")}\r\n`;
}

byId("download").addEventListener("click", () => {
  const url = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
  el("a", { href: url, download: "claims.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
});
