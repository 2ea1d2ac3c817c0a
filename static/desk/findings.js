// What the checks found: marked in both texts, told beside the paragraph it concerns, mended and accepted in one click.
// Marks never enter the text.

const bench = document.querySelector(".desk-bench");
const models = document.getElementById("finding-models");
const noteModel = document.getElementById("finding-note");
const partModel = document.getElementById("finding-in-note");
const WAIT = 500;
const WIDE = matchMedia("(min-width: 1180px)");
// How much of the screen both places may be apart to be shown together.
const TOGETHER = 0.6;

let places = null;
let list = null;
// What the desk told last; what of it is shown; where that stands.
let told = [];
let shown = [];
let placed = [];
let at = -1;

// --- Where it stands ----------------------------------------------------------------------------------------------

// Where the caret is: which line of which field of our text.
function caret(texts) {
  const field = ["headline", "standfirst"].find((name) => document.activeElement?.id === `id_${name}`);
  if (field) {
    return { field, paragraph: 0 };
  }
  const { anchorNode } = getSelection();
  const isWriting = document.activeElement?.matches(".desk-bench-ours .rich-page");
  const paragraph = isWriting ? texts.article.body.findIndex((line) => line.nodes.some((node) => node === anchorNode)) : -1;
  return paragraph < 0 ? null : { field: "body", paragraph };
}

function concerns(finding) {
  const beside = finding.original_place?.field === "body" ? { field: "body", paragraph: finding.beside ?? 0 } : null;
  return finding.place ?? beside;
}

// What is new in the paragraph that somebody writes waits until they left it.
function isBeingWritten(finding, where) {
  const concerned = concerns(finding);
  return where !== null && concerned?.field === where.field && concerned.paragraph === where.paragraph;
}

function locate(finding, texts) {
  const theirs = texts.originals[finding.original_place?.original ?? 0];
  const here = finding.place && places.locate(finding.place, texts.article[finding.place.field]);
  const there = finding.original_place && theirs ? places.locate(finding.original_place, theirs[finding.original_place.field]) : null;
  const beside = here?.line ?? (there ? texts.article.body[finding.beside ?? 0] ?? texts.article.body.at(-1) : null);
  return { finding, here, there, beside, order: concerns(finding) };
}

// --- Marked -------------------------------------------------------------------------------------------------------

const wordsOf = (found) => (found?.start === undefined ? null : places.rangeOf(found));

function highlight() {
  if (!window.Highlight) {
    return;
  }
  const ranges = (some) => some.flatMap((each) => [wordsOf(each.here), wordsOf(each.there)]).filter(Boolean);
  CSS.highlights.set("finding-blocks", new Highlight(...ranges(placed.filter((each) => each.finding.blocks))));
  CSS.highlights.set("finding", new Highlight(...ranges(placed.filter((each) => !each.finding.blocks))));
  const current = new Highlight(...ranges(placed.filter((each) => each.finding.key === at)));
  current.priority = 1;
  CSS.highlights.set("finding-current", current);
}

// --- Beside the text ----------------------------------------------------------------------------------------------

function canMend(each) {
  const whole = each.here?.line.whole;
  const isWritten = whole?.isContentEditable || (each.here?.line.field && !whole.readOnly && !whole.disabled);
  return Boolean(each.finding.mend_words && each.here?.isSure && isWritten);
}

function inNote(each) {
  const { finding } = each;
  const told = partModel.content.firstElementChild.cloneNode(true);
  told.dataset.key = finding.key;
  // The card hangs on the side of our text, and is read in the direction of the desk.
  told.dir = document.documentElement.dir;
  told.querySelector("[data-label]").textContent = finding.label;
  told.querySelector("[data-message]").textContent = finding.message;
  list.showWhere(told, finding);
  told.querySelector(".finding-mend").textContent = finding.mend_words;
  told.querySelector(".finding-acts").hidden = !canMend(each);
  const other = list.lineOf(finding.key)?.querySelector(".finding-other");
  told.querySelector(".finding-whys").hidden = !other;
  for (const button of told.querySelectorAll("[data-why]")) {
    button.hidden = !finding.whys.includes(button.dataset.why);
  }
  told.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault();
    other.closest(".finding-group").open = other.open = true;
    other.querySelector("input[name='reason']").focus();
  });
  return told;
}

// One sign beside a line, however much was found there.
function noteFor(some) {
  const note = noteModel.content.firstElementChild.cloneNode(true);
  const blocks = some.some(({ finding }) => finding.blocks);
  note.classList.toggle("bench-note-blocks", blocks);
  note.querySelector("[data-blocks]").hidden = !blocks;
  note.querySelector("[data-advises]").hidden = blocks;
  const [language, labels] = [document.documentElement.lang, new Set(some.map(({ finding }) => finding.label))];
  note.querySelector("[data-labels]").textContent = new Intl.ListFormat(language).format(labels);
  note.querySelector(".bench-note-sign").textContent =
    some.length > 1 ? new Intl.NumberFormat(language).format(some.length) : blocks ? "!" : "?";
  note.querySelector(".bench-note-card").append(...some.map(inNote));
  for (const each of some) {
    each.note = note.querySelector("details");
  }
  note.querySelector("details").addEventListener("toggle", () => hang(note, some));
  return note;
}

// A card hangs below the words that it is about, not over them.
function hang(note, some) {
  const spans = some.filter(({ here }) => here).map(({ here }) => here.line.field ?? places.rangeOf(here));
  const below = Math.max(...spans.map((span) => span.getBoundingClientRect().bottom)) - note.getBoundingClientRect().top;
  note.querySelector(".bench-note-card").style.setProperty("inset-block-start", below > note.offsetHeight ? `${below + 6}px` : "");
}

function topOf(line) {
  return (line.field ?? places.rangeOf({ line })).getBoundingClientRect().top;
}

function notesIn(host) {
  const notes = host.querySelector(":scope > .bench-notes") ?? document.createElement("ol");
  if (!notes.isConnected) {
    notes.className = "bench-notes";
    notes.setAttribute("aria-label", models.dataset.label);
    notes.dir = host.querySelector("[dir]")?.dir ?? "";
    host.classList.add("bench-host");
    host.append(notes);
  }
  return notes;
}

// Beside our text, also where the words stand in the original alone: that is where it is mended.
function drawNotes() {
  if (document.activeElement?.closest(".bench-note")) {
    // Not under the hand of who is about to press it.
    return;
  }
  const opened = new Set([...bench.querySelectorAll(".bench-note [open] [data-key]")].map((each) => each.dataset.key));
  bench.querySelectorAll(".bench-notes").forEach((notes) => notes.remove());
  for (const [line, some] of Map.groupBy(placed.filter(({ beside }) => beside), ({ beside }) => beside)) {
    const host = line.whole.parentElement;
    const note = noteFor(some);
    some[0].note.open = some.some(({ finding }) => opened.has(finding.key));
    notesIn(host).append(note);
    note.style.setProperty("inset-block-start", `${topOf(line) - host.getBoundingClientRect().top}px`);
  }
}

function showPlaces() {
  const texts = places.textsOf(bench);
  placed = shown.map((finding) => locate(finding, texts)).filter(({ here, there }) => here || there);
  const number = ({ field, paragraph, start }) => [field !== "headline", field === "body", paragraph, start ?? Infinity];
  const rank = ({ order }) => number(order ?? { field: "headline", paragraph: 0 });
  placed.sort((one, other) => rank(one).map((each, index) => each - rank(other)[index]).find(Boolean) ?? 0);
  for (const finding of shown) {
    const each = placed.find((one) => one.finding === finding);
    const line = list.lineOf(finding.key);
    line.querySelector(".finding-goto").hidden = !each;
    line.querySelector(".finding-mend").hidden = !each || !canMend(each);
    line.querySelector(".finding-may")?.toggleAttribute("hidden", Boolean(each && canMend(each)));
  }
  highlight();
  drawNotes();
}

let waiting;
function showSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => (window.requestIdleCallback ?? setTimeout)(showPlaces), WAIT);
}

// --- Gone to ------------------------------------------------------------------------------------------------------

function select(found) {
  const { line } = found;
  if (line.field) {
    const { field, from, to } = places.spanOf(found);
    field.focus({ preventScroll: true });
    field.setSelectionRange(from, to);
    return;
  }
  if (line.whole.isContentEditable) {
    line.whole.focus({ preventScroll: true });
  }
  getSelection().removeAllRanges();
  getSelection().addRange(places.rangeOf(found).cloneRange());
}

function middle(found) {
  const { top, height } = (found.line.field ?? places.rangeOf(found)).getBoundingClientRect();
  return scrollY + top + height / 2;
}

function goTo(each) {
  const { here, there, finding, note } = each;
  at = finding.key;
  for (const other of placed) {
    if (other.note) {
      other.note.open = other.note === note;
    }
  }
  for (const part of bench.querySelectorAll(".bench-note-card > li")) {
    part.classList.toggle("bench-note-now", part.dataset.key === finding.key);
  }
  select(here ?? there);
  highlight();
  list.say(finding.message);
  const beside = here ?? (each.beside ? { line: each.beside } : there);
  const both = [middle(beside), middle(there ?? beside)];
  const isNear = WIDE.matches && Math.abs(both[0] - both[1]) < innerHeight * TOGETHER;
  const goal = isNear ? (both[0] + both[1]) / 2 : !here && !note ? both[1] : both[0];
  scrollTo({ top: goal - innerHeight / 2, behavior: "instant" });
}

// --- Mended, accepted ---------------------------------------------------------------------------------------------

function drop(key) {
  const line = list.lineOf(key);
  const lines = [...document.querySelectorAll("#findings li[data-key]:not([hidden])")];
  const next = lines[lines.indexOf(line) + 1] ?? lines[lines.indexOf(line) - 1];
  const wasHere = line?.contains(document.activeElement);
  for (const part of bench.querySelectorAll(".bench-note-card > li")) {
    if (part.dataset.key === key) {
      (part.parentElement.children.length > 1 ? part : part.closest(".bench-note")).remove();
    }
  }
  take(told.filter((finding) => finding.key !== key));
  if (wasHere) {
    const [act] = next?.querySelectorAll("button:not([hidden])") ?? [];
    (act ?? document.querySelector(".desk-panel a, .desk-panel button"))?.focus({ preventScroll: true });
  }
}

function mend(each, isInText) {
  const { here, finding } = each;
  if (here.line.field) {
    const { field, from, to } = places.spanOf(here);
    field.focus({ preventScroll: true });
    field.setSelectionRange(from, to);
    // So that it can be undone.
    if (!document.execCommand(finding.mend ? "insertText" : "delete", false, finding.mend)) {
      field.setRangeText(finding.mend, from, to, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  } else {
    const detail = { range: places.rangeOf(here), words: finding.mend };
    document.getElementById("id_body").dispatchEvent(new CustomEvent("newsroom:write", { detail }));
    if (isInText) {
      here.line.whole.focus({ preventScroll: true });
    }
  }
  list.say(models.dataset.mended);
  drop(finding.key);
}

async function accept(key, why, reason = "") {
  if (!list.lineOf(key)?.inert && await list.accept({ finding: key, why, reason }, models.dataset)) {
    drop(key);
  }
}

function press(event) {
  const button = event.target.closest(".finding-goto, .finding-mend, .finding-whys [data-why]");
  const holder = button?.closest("[data-key]");
  if (!holder) {
    return;
  }
  const key = holder.dataset.key;
  if (button.dataset.why) {
    accept(key, button.dataset.why);
    return;
  }
  // As it stands now, not as it stood when it was drawn.
  const texts = places.textsOf(bench);
  const each = { ...locate(shown.find((finding) => finding.key === key), texts), note: placed.find((one) => one.finding.key === key)?.note };
  if (button.matches(".finding-goto")) {
    showPlaces();
    goTo(placed.find((one) => one.finding.key === key) ?? each);
  } else if (canMend(each)) {
    mend(each, Boolean(holder.closest(".bench-note")));
  } else {
    showPlaces();
  }
}

function submit(event) {
  const form = event.target.closest(".finding-accept");
  if (form) {
    // The page stays: what is typed in it needn't be saved first.
    event.preventDefault();
    event.stopPropagation();
    const { finding, why, reason } = Object.fromEntries(new FormData(form, event.submitter));
    accept(finding, why, reason);
  }
}

// --- Told ---------------------------------------------------------------------------------------------------------

function take(fresh) {
  const before = new Set(shown.map((finding) => finding.key));
  const where = caret(places.textsOf(bench));
  told = fresh;
  shown = told.filter((finding) => before.has(finding.key) || !isBeingWritten(finding, where));
  list.draw(shown);
  showSoon();
}

let looking;
function lookAgain() {
  if (shown.length < told.length) {
    clearTimeout(looking);
    looking = setTimeout(() => take(told), WAIT);
  }
}

function step(event) {
  const isNext = event.key === "F8" || (event.altKey && event.code === "Period");
  if (isNext && placed.length) {
    event.preventDefault();
    const now = placed.findIndex((each) => each.finding.key === at);
    const next = event.shiftKey ? (now < 0 ? placed.length : now) - 1 : now + 1;
    goTo(placed[(next + placed.length) % placed.length]);
  }
}

if (bench && models) {
  [places, list] = await Promise.all([import(models.dataset.places), import(models.dataset.list)]);
  told = shown = list.known();
  document.addEventListener("newsroom:findings", (event) => take(event.detail.findings));
  document.addEventListener("newsroom:panel", (event) => list.renewPanel(event.detail.html));
  document.addEventListener("newsroom:rich", showSoon);
  bench.addEventListener("input", showSoon);
  new ResizeObserver(showSoon).observe(bench);
  document.addEventListener("selectionchange", lookAgain);
  bench.addEventListener("focusout", (event) => (event.target.closest(".bench-note") ? showSoon : lookAgain)());
  document.addEventListener("click", press);
  document.addEventListener("submit", submit, true);
  document.addEventListener("keydown", step, true);
  showSoon();
}
