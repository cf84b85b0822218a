// Drives exported pages in a real browser, by what a person sees and presses. Usage: page.mjs FOLDER HOSTILE.html PAGE.html
//
// HOSTILE is the page of the golden graph, PAGE any other of some size. Screenshots go to FOLDER.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [folder, hostile, example] = process.argv.slice(2).map((path) => resolve(path));
mkdirSync(folder, { recursive: true });
const profile = mkdtempSync(join(tmpdir(), "filature-page-"));
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync",
];

/** Opens a page in a browser of its own, and fails when it complains or asks for anything. */
async function visit(file, options, see) {
  const context = await chromium.launchPersistentContext(mkdtempSync(join(profile, "user-")), {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: FLAGS,
    viewport: { width: 1440, height: 900 }, locale: "en-US", timezoneId: "UTC", acceptDownloads: true, ...options,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => /^(file|blob|data):/.test(request.url()) || complaints.push(`asked for ${request.url()}`));
  await page.goto(pathToFileURL(file).href);
  await page.waitForTimeout(300);
  try {
    await see(page, JSON.parse(await page.locator("#data").textContent()));
  } catch (error) {
    await page.screenshot({ path: join(folder, "failed.png") });
    throw error;
  }
  assert.deepEqual(complaints, [], file);
  await context.close();
}

const shot = (page, name) => page.screenshot({ path: join(folder, `${name}.png`) });
const lettersOf = (quote, [start], [from, to]) => [...quote].slice(from - start, to - start).join("");
const tidy = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, "\ufffd");
const number = async (locator) => Number((await locator.textContent()).replace(/[^\d ].*$/u, "").replace(/\D/g, ""));
const sentencesOf = (data) => data.claims.flatMap((claim) => claim.evidence.map((evidence) => ({ claim, evidence })));

/** From afar: to press a node goes near to it, and what was found elsewhere on the canvas is there no longer. */
async function seeAll(page) {
  await page.locator("#fit").click();
  await page.waitForTimeout(600);
}

/** Looks over the canvas for places that can be pressed, and presses them until this opens. */
async function clickSome(page, heading) {
  const places = await page.evaluate(() => {
    const canvas = document.getElementById("canvas");
    const box = canvas.getBoundingClientRect();
    const found = [];
    for (let y = box.top + 40; y < box.bottom - 40; y += 18) {
      for (let x = box.left + 40; x < box.right - 80; x += 11) {
        canvas.dispatchEvent(new PointerEvent("pointermove", { clientX: x, clientY: y, pointerId: 99 }));
        if (canvas.style.cursor === "pointer") found.push([x, y]);
      }
    }
    return found;
  });
  for (const place of places) {
    await page.mouse.click(...place);
    if (await page.locator(heading).count()) return;
    await page.keyboard.press("Escape");
    await seeAll(page);
  }
  assert.fail(`nothing on the canvas opens ${heading}`);
}

// Every claim card that is open marks exactly what the data say.
async function checkSentences(page, data) {
  const cards = await page.locator("#details details.claim[open]").all();
  assert.ok(cards.length > 0);
  for (const card of cards) {
    const id = (await card.getAttribute("id")).replace(/^card-/, "");
    const claim = data.claims.find((known) => known.id === id);
    for (const quote of await card.locator("blockquote").all()) {
      const text = await quote.textContent();
      const evidence = claim.evidence.find((known) => tidy(known.quote) === text);
      assert.ok(evidence, `a sentence of ${id}`);
      const object = tidy(lettersOf(evidence.quote, evidence.span, evidence.object));
      assert.equal((await quote.locator("mark.object").allTextContents()).join(""), object);
      const inside = (part) => part[0] >= evidence.object[1] || part[1] <= evidence.object[0];
      if (inside(evidence.subject)) {
        const subject = tidy(lettersOf(evidence.quote, evidence.span, evidence.subject));
        assert.equal((await quote.locator("mark.subject").allTextContents()).join(""), subject);
      }
      if (inside(evidence.trigger) && (evidence.trigger[0] >= evidence.subject[1] || evidence.trigger[1] <= evidence.subject[0])) {
        const trigger = tidy(lettersOf(evidence.quote, evidence.span, evidence.trigger));
        assert.equal((await quote.locator("mark.trigger").allTextContents()).join(""), trigger);
      }
    }
  }
}

/** CSV by RFC 4180. */
function records(text) {
  const found = [[]];
  let field = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (quoted && letter === '"' && text[at + 1] === '"') { field += '"'; at += 1; }
    else if (letter === '"') quoted = !quoted;
    else if (!quoted && letter === ",") { found.at(-1).push(field); field = ""; }
    else if (!quoted && letter === "\n") { found.at(-1).push(field.replace(/\r$/, "")); field = ""; found.push([]); }
    else field += letter;
  }
  return found.slice(0, -1);
}

async function download(page) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.click("#download")]);
  const path = join(folder, "claims.csv");
  await file.saveAs(path);
  const text = readFileSync(path, "utf8");
  assert.ok(text.startsWith("\ufeff"), "spreadsheets are told that it is UTF-8");
  const [names, ...lines] = records(text.slice(1));
  return lines.map((line) => Object.fromEntries(names.map((name, at) => [name, line[at]])));
}

await visit(hostile, {}, async (page, data) => {
  assert.equal(await page.evaluate(() => document.scripts.length), 2, "no text became a script");
  // Every entity can be opened, and every text is shown as it is.
  for (const entity of data.entities) {
    await page.goto(`${pathToFileURL(hostile).href}#${encodeURIComponent(entity.id)}`);
    await page.waitForTimeout(60);
    assert.equal(await page.locator("#details h2").textContent(), tidy(entity.names?.en ?? entity.label));
  }
  for (const edge of data.edges) {
    await page.goto(`${pathToFileURL(hostile).href}#${encodeURIComponent(edge.id)}`);
    await page.waitForTimeout(60);
    await checkSentences(page, data);
  }
  await shot(page, "hostile");
  await page.keyboard.press("t");
  await page.waitForSelector("tbody tr");
  const lines = await download(page);
  assert.deepEqual(lines.map((line) => line.sentence).sort(), sentencesOf(data).map(({ evidence }) => evidence.quote).sort());
  const amounts = sentencesOf(data).map(({ claim }) => claim.qualifiers?.amount?.amount ?? "").sort();
  assert.deepEqual(lines.map((line) => line.amount).sort(), amounts, "digits are kept");
});
console.log("page: hostile texts are shown as they are, and nothing runs or loads");

await visit(example, {}, async (page, data) => {
  const all = sentencesOf(data).length;
  await shot(page, "light");

  // Search finds a node.
  const best = data.entities.toSorted((a, b) => b.degree - a.degree)[0];
  const name = best.names?.en ?? best.label;
  await page.keyboard.press("/");
  await page.keyboard.type(name.slice(0, Math.max(4, name.length - 2)).toLowerCase());
  await page.waitForSelector("#hits li[role=option]");
  assert.ok((await page.locator("#hits li").allTextContents()).some((text) => text.startsWith(name)));
  await shot(page, "search");
  await page.fill("#query", name);
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#details h2").textContent(), name);
  assert.ok((await page.locator("#details").textContent()).includes(best.id));
  await page.waitForTimeout(500);
  await shot(page, "node");
  await page.keyboard.press("Escape");
  assert.ok(await page.locator("#details").isHidden());

  // A click on an edge shows its sentences with their parts. The search has gone near to one node.
  await seeAll(page);
  await clickSome(page, "#details h2.edge");
  await checkSentences(page, data);
  assert.ok((await page.locator("#details figcaption").count()) > 0);
  await shot(page, "edge");
  await page.keyboard.press("Escape");

  // Filters.
  const boxes = page.locator("[data-facet=type] label");
  const box = boxes.first();
  await box.click();
  await page.click("#show-table");
  const type = await box.locator("input").getAttribute("data-value");
  const topType = (index) => data.entities[index].type.split("/")[0];
  const ofType = sentencesOf(data).filter(({ claim }) =>
    [claim.subject, claim.object].every((end) => end === undefined || topType(end) === type)).length;
  assert.equal(await number(page.locator("#row-count")), ofType);
  await page.click("#reset");
  assert.equal(await number(page.locator("#row-count")), all);

  // The slider of time.
  const days = ({ claim, evidence }) => claim.days ?? data.documents[evidence.document].published_days;
  await page.locator("#since").focus();
  await page.keyboard.press("End");
  await page.locator("#undated").uncheck();
  await page.waitForTimeout(200);
  const since = new Date(`${await page.locator("#since").getAttribute("aria-valuetext")} UTC`).toISOString().slice(0, 10);
  const later = sentencesOf(data).filter((row) => days(row) && (days(row)[1] ?? "9999") >= since).length;
  assert.equal(await number(page.locator("#row-count")), later);
  assert.ok(later > 0 && later < all, `${later} of ${all} since ${since}`);
  await shot(page, "time");
  await page.click("#reset");

  // The table sorts, and is downloaded as it is shown.
  for (const [column, at] of [["Subject", 1], ["Object", 3]]) {
    const head = page.locator(`th:nth-child(${at})`);
    for (const way of ["ascending", "descending"]) {
      await head.locator("button").click();
      assert.equal(await head.getAttribute("aria-sort"), way);
      const cells = await page.locator(`tbody td:nth-child(${at})`).allTextContents();
      const sorted = cells.toSorted(new Intl.Collator("en", { numeric: true }).compare);
      assert.deepEqual(cells, way === "ascending" ? sorted : sorted.toReversed(), `${column} ${way}`);
    }
  }
  const lines = await download(page);
  assert.equal(lines.length, all);
  const shown = await page.locator("tbody td:nth-child(3)").allTextContents();
  assert.deepEqual(lines.slice(0, shown.length).map((line) => tidy(line.object)), shown);
  await shot(page, "table");

  // Everything by keyboard.
  await page.keyboard.press("g");
  await page.keyboard.press("ArrowRight");
  const visited = new Set([await page.locator("#details h2").textContent()]);
  for (const key of ["ArrowLeft", "ArrowUp", "ArrowDown", "ArrowRight"]) {
    await page.keyboard.press(key);
    visited.add(await page.locator("#details h2").textContent());
  }
  assert.ok(visited.size > 1 || data.entities.length < 3, "arrows go from node to node");
  await page.keyboard.press("Enter");
  assert.ok(await page.evaluate(() => document.activeElement.id === "details"));
  await page.keyboard.press("Escape");
  await page.keyboard.press("t");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("#details h2.edge").isVisible());
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  assert.ok(await page.locator("#help").isVisible());
  await page.keyboard.press("Escape");
  // Whatever can be pressed says what it does.
  const silent = await page.evaluate(() => [...document.querySelectorAll("button, input")]
    .filter((control) => !(control.textContent.trim() || control.getAttribute("aria-label") || control.labels?.length))
    .map((control) => control.outerHTML));
  assert.deepEqual(silent, []);
});
console.log("page: search, sentences, filters, time, table, CSV and keys do what they say");

await visit(example, { colorScheme: "dark", locale: "fr-FR" }, async (page, data) => {
  const brightness = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3)
    .reduce((sum, value) => sum + Number(value), 0) / 3);
  assert.ok((await brightness()) < 60, "dark where the system is");
  assert.equal(await page.locator("#show-table").textContent(), "Tableau");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "fr");
  await page.click("#canvas", { position: { x: 5, y: 5 } });
  await shot(page, "dark");
  await clickSome(page, "#details h2.edge");
  await shot(page, "dark-edge");
  await page.click("#theme");
  assert.ok((await brightness()) > 200, "the switch turns on the light");
  await page.click("#language");
  assert.equal(await page.locator("#show-table").textContent(), "Table");
  assert.ok(data.claims.length > 0);
});

await visit(example, { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }, async (page) => {
  const isTooWide = () => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  await shot(page, "phone");
  assert.ok(!(await isTooWide()));
  await page.tap("#show-filters");
  assert.ok(await page.locator("#filters").isVisible());
  await shot(page, "phone-filters");
  await page.tap("#show-filters");
  assert.ok(await page.locator("#filters").isHidden());
  await page.tap("#show-filters");
  await page.touchscreen.tap(380, 500);
  assert.ok(await page.locator("#filters").isHidden(), "a tap beside the filters closes them");
  await page.keyboard.press("Escape");
  await page.tap("#show-table");
  assert.ok(!(await isTooWide()));
  await page.tap("tbody tr");
  assert.ok(await page.locator("#details blockquote").first().isVisible());
  await shot(page, "phone-table");
});
console.log("page: dark, French and on a phone");

// A graph of five thousand nodes, to say how long a picture takes; nothing depends on it.
{
  const html = readFileSync(example, "utf8");
  const [, before, json, after] = html.match(/^([^]*<script type="application\/json" id="data">)([^]*?)(<\/script>[^]*)$/);
  const data = JSON.parse(json);
  const random = ((seed) => () => (seed = (seed * 48271) % 2147483647) / 2147483647)(7);
  const entity = data.entities[0];
  const evidence = data.claims[0].evidence[0];
  const count = 5000;
  data.entities = Array.from({ length: count }, (_, at) => ({
    ...entity, id: `e:${at}`, label: `Node ${at}`, names: undefined, degree: 3, size: 10 + 20 * random() ** 4,
    at: [Math.sqrt(at) * 60 * Math.cos(at * 2.4), Math.sqrt(at) * 60 * Math.sin(at * 2.4)],
  }));
  data.claims = Array.from({ length: 8000 }, (_, at) => {
    const subject = Math.floor(random() * count);
    const object = Math.min(count - 1, Math.floor(subject + random() ** 2 * 90));
    return { id: `c:${at}`, subject, object, relation: data.claims[0].relation, evidence: [{ ...evidence, attribution: undefined }] };
  });
  data.edges = data.claims.map((claim, at) => ({
    ...data.edges[0], id: `edge:${at}`, subject: claim.subject, object: claim.object, relations: [claim.relation], claims: [at],
  }));
  data.documents = data.documents.slice(0, evidence.document + 1);
  const large = join(folder, "large.html");
  writeFileSync(large, before + JSON.stringify(data).replaceAll("<", "\\u003c") + after);
  await visit(large, {}, async (page) => {
    await shot(page, "large");
    const box = await page.locator("#canvas").boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    // Processor time, because other work on this machine must not count.
    const browser = await page.context().newCDPSession(page);
    await browser.send("Performance.enable", { timeDomain: "threadTicks" });
    const spent = async () => (await browser.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value;
    await page.evaluate(() => {
      window.framesSeen = 0;
      const tick = () => { window.framesSeen += 1; requestAnimationFrame(tick); };
      requestAnimationFrame(tick);
    });
    const before = [await spent(), await page.evaluate(() => window.framesSeen)];
    for (let step = 0; step < 16; step += 1) {
      await page.mouse.wheel(0, step < 8 ? -60 : 60);
      await page.waitForTimeout(30);
    }
    const [seconds, frames] = [(await spent()) - before[0], (await page.evaluate(() => window.framesSeen)) - before[1]];
    // When it comes to rest everything is drawn anew, as it is when the window changes its size.
    await page.waitForTimeout(500);
    const [rested, drawings] = [await spent(), 8];
    for (let drawn = 0; drawn < drawings; drawn += 1) {
      await page.setViewportSize({ width: 1440, height: drawn % 2 ? 900 : 890 });
      await page.waitForTimeout(150);
    }
    const whole = (1000 * ((await spent()) - rested)) / drawings;
    console.log(`page: 5,000 nodes and 8,000 edges: a frame while zooming takes ${((1000 * seconds) / frames).toFixed(1)} ms of one processor, `
      + `a whole drawing ${whole.toFixed(1)} ms`);
  });
}
rmSync(profile, { recursive: true, force: true });
