// The page as a whole: language, theme, views, search, addresses, keys.

function applyLanguage() {
  document.documentElement.lang = state.language;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-word-label]")) {
    element.setAttribute("aria-label", word(element.dataset.wordLabel));
    if (element.tagName === "BUTTON") element.title = word(element.dataset.wordLabel);
  }
  for (const element of document.querySelectorAll("[data-word-hint]")) {
    element.placeholder = word(element.dataset.wordHint);
    element.setAttribute("aria-label", word(element.dataset.wordHint));
  }
  byId("language").textContent = nextLanguage().toUpperCase();
  byId("language").lang = nextLanguage();
  const drawn = data.entities.filter((entity) => entity.at).length;
  byId("left-out").hidden = !data.candidates;
  byId("left-out").textContent = word("left out", { shown: number(drawn), all: number(data.candidates ?? 0) });
  byId("help").querySelector("div").replaceChildren(...["help text", "help lines", "help keys", "help privacy"].map((key) => el("p", {}, word(key))));
  showTime();
  searchable = null;
  applyFilters();
  if (state.chosen) choose(state.chosen, { moves: false });
}

const nextLanguage = () => languages[(languages.indexOf(state.language) + 1) % languages.length];

byId("language").addEventListener("click", () => {
  state.language = nextLanguage();
  applyLanguage();
});

// ---- Theme

const darkness = matchMedia("(prefers-color-scheme: dark)");

function applyTheme() {
  document.documentElement.dataset.theme = state.theme;
  byId("theme").textContent = isDark() ? "☀" : "☾";
  readColors();
  askForDrawing();
}

const isDark = () => (state.theme === "auto" ? darkness.matches : state.theme === "dark");

darkness.addEventListener("change", applyTheme);
byId("theme").addEventListener("click", () => {
  state.theme = isDark() ? "light" : "dark";
  applyTheme();
});

// ---- Views

function showView(view) {
  state.view = view;
  for (const name of ["graph", "table"]) {
    byId(name).hidden = name !== view;
    byId(`show-${name}`).setAttribute("aria-pressed", String(name === view));
  }
  document.body.dataset.view = view;
  if (view === "graph") resize();
  refreshTable();
}

byId("show-graph").addEventListener("click", () => showView("graph"));
byId("show-table").addEventListener("click", () => showView("table"));
byId("zoom-in").addEventListener("click", () => zoom(1.4));
byId("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
byId("fit").addEventListener("click", () => fit(true));
byId("reset").addEventListener("click", resetFilters);
byId("show-help").addEventListener("click", () => byId("help").showModal());

function showFilters(open) {
  document.body.classList.toggle("with-filters", open);
  byId("show-filters").setAttribute("aria-expanded", String(open));
}
byId("show-filters").addEventListener("click", () => showFilters(!document.body.classList.contains("with-filters")));
// On a phone the filters lie over the rest, and a tap beside them closes them.
document.querySelector("main").addEventListener("pointerdown", () => showFilters(false));

// ---- Keys that work everywhere

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input[type=search]") || byId("help").open;
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") query.focus();
  else if (event.key === "g") { showView("graph"); canvas.focus(); }
  else if (event.key === "t") { showView("table"); byId("table").querySelector("tbody tr")?.focus(); }
  else if (event.key === "?") byId("help").showModal();
  else if (event.key === "Escape") {
    showFilters(false);
    if (state.chosen) choose(null);
    (state.view === "graph" ? canvas : byId("scroller")).focus();
  } else return;
  event.preventDefault();
});

// ---- Addresses: page.html#wd:Q42 opens what has this id, in whatever format it was found

function chooseByAddress() {
  let id;
  try {
    id = decodeURIComponent(location.hash.slice(1));
  } catch {
    return;
  }
  for (const [kind, list] of [["entity", data.entities], ["edge", data.edges], ["claim", data.claims]]) {
    const index = list.findIndex((item) => item.id === id);
    if (index >= 0) {
      choose({ kind, index });
      return;
    }
  }
}
window.addEventListener("hashchange", chooseByAddress);

// ---- Beginning

const asked = (navigator.languages ?? [navigator.language]).map((tag) => tag.toLowerCase().split("-")[0]);
state.language = asked.find((tag) => languages.includes(tag)) ?? (languages.includes(data.language) ? data.language : languages[0]);
prepareTime();
readColors();
applyLanguage();
applyTheme();
showView("graph");
new ResizeObserver(resize).observe(canvas);
chooseByAddress();
