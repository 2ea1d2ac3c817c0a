// Names of the vocabulary: marked in the original, and written into our text in the house spelling with one key.
// Nothing of the marks enters the text.

const bench = document.querySelector(".desk-bench");
const list = document.getElementById("names");
const card = document.getElementById("names-card");
const READ = ".desk-bench-theirs .desk-original .desk-reading";
const OURS = ".desk-bench-ours .field-body .rich-page";
const WITHOUT_CAPTION = ":scope > :not(figure)";
const SIGNS_THEMSELVES = /\p{Script=Han}/u;
// Before these a space is written, after these a name follows.
const CLOSED = /[\p{L}\p{M}\p{N}.,;:!?)\]”’»،؛؟%]$/u;
// On a Mac some layouts type these signs with Alt and a digit, and there is no other way to type them.
const TYPED_SO = /Mac|iPad|iPhone/.test(navigator.platform) ? /^[!-/:-~]$/ : /^$/;
const SHOWN_BY_KEY = 9;

let names = JSON.parse(list?.dataset.names ?? '{"names": []}').names;
let marks = [];
let strip = null;
// The paragraphs of the original that belong to the one that is written; whether that is the headline or the standfirst.
let beside = [];
let isHead = false;
let field = null;

// --- Where they stand ---------------------------------------------------------------------------------------------

function piecesOf(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const pieces = [];
  let said = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    pieces.push({ node, start: said.length });
    said += node.data;
  }
  return { pieces, said };
}

function rangeOf(pieces, start, end) {
  const range = document.createRange();
  const first = pieces.findLast((each) => each.start <= start);
  const last = pieces.findLast((each) => each.start <= end - 1);
  range.setStart(first.node, start - first.start);
  range.setEnd(last.node, end - last.start);
  return range;
}

function patternOf(form) {
  const edge = (sign, behind) => (SIGNS_THEMSELVES.test(sign) ? "" : `(?${behind}![\\p{L}\\p{M}\\p{N}])`);
  const words = form.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/ /g, "\\s+");
  return edge([...form][0], "<") + words + edge([...form].at(-1), "");
}

function marksIn(block, pattern, byForm) {
  const { pieces, said } = piecesOf(block);
  return [...said.matchAll(pattern)].map((match) => ({
    name: byForm.get(match[0].replace(/\s+/g, " ")),
    block,
    range: rangeOf(pieces, match.index, match.index + match[0].length),
  })).filter((mark) => mark.name);
}

function find() {
  marks = [];
  const byForm = new Map(names.flatMap((name) => name.forms.map((form) => [form, name])));
  if (!byForm.size) {
    return;
  }
  const forms = [...byForm.keys()].sort((one, other) => other.length - one.length);
  const pattern = new RegExp(forms.map(patternOf).join("|"), "gu");
  for (const text of bench.querySelectorAll(READ)) {
    const body = text.querySelector(".bench-text")?.querySelectorAll(WITHOUT_CAPTION) ?? [];
    for (const block of [...text.querySelectorAll(":scope > :not(.bench-text, .desk-byline)"), ...body]) {
      marks.push(...marksIn(block, pattern, byForm));
    }
  }
}

function show() {
  find();
  if (window.Highlight) {
    CSS.highlights.set("names", new Highlight(...marks.map((mark) => mark.range)));
  }
  drawList();
  drawStrip();
}

// --- Shown --------------------------------------------------------------------------------------------------------

function fill(part, name) {
  for (const each of part.querySelectorAll("[data-label]")) {
    each.textContent = name.label;
  }
  for (const each of part.querySelectorAll("[data-kind]")) {
    each.textContent = name.kind;
  }
  for (const each of part.querySelectorAll("[data-address]")) {
    each.href = name.address;
  }
}

function copyOf(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

function isWritten() {
  return document.querySelector(OURS)?.isContentEditable ?? false;
}

function drawList() {
  list.hidden = !names.length;
  list.querySelector("[data-count]").textContent = new Intl.NumberFormat(document.documentElement.lang).format(names.length);
  list.querySelector("ul").replaceChildren(...names.map((name) => {
    const line = copyOf("names-line");
    fill(line, name);
    const form = line.querySelector("[data-form]");
    form.textContent = name.forms[0];
    form.lang = name.language;
    const button = line.querySelector("button");
    button.hidden = !isWritten();
    button.addEventListener("click", () => insert(name));
    return line;
  }));
}

function namesHere() {
  const isHere = ({ block }) => (isHead ? !block.closest(".bench-text") : beside.includes(block));
  return [...new Set(marks.filter(isHere).map((mark) => mark.name))];
}

function drawStrip() {
  if (!strip) {
    return;
  }
  strip.hidden = !names.length;
  const here = namesHere();
  strip.querySelector("[data-none]").hidden = here.length > 0;
  strip.querySelector("ul").replaceChildren(...here.map((name, index) => {
    const line = copyOf("names-strip-line");
    fill(line, name);
    const key = line.querySelector("kbd");
    key.hidden = index >= SHOWN_BY_KEY;
    key.textContent = index + 1;
    const button = line.querySelector("button");
    button.title = name.forms[0];
    if (index < SHOWN_BY_KEY) {
      button.setAttribute("aria-keyshortcuts", `Alt+${index + 1}`);
    }
    button.addEventListener("click", () => insert(name));
    return line;
  }));
}

function placeStrip() {
  const box = document.querySelector(OURS)?.closest(".rich");
  if (!box || strip || !isWritten()) {
    return;
  }
  strip = copyOf("names-strip");
  const tools = box.querySelector(".rich-tools");
  tools.after(strip);
  // Who taps a name goes on typing.
  strip.addEventListener("pointerdown", (event) => event.preventDefault());
  strip.addEventListener("mousedown", (event) => event.preventDefault());
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  const line = document.getElementById("keeping");
  const stay = () => sheet.replaceSync(`.names-strip { inset-block-start: ${(line?.offsetHeight ?? 0) + tools.offsetHeight}px }`);
  const sizes = new ResizeObserver(stay);
  [tools, line].filter(Boolean).forEach((each) => sizes.observe(each));
  drawStrip();
}

// --- Where one writes ---------------------------------------------------------------------------------------------

function goTo(blocks, head) {
  const isSame = head === isHead && blocks.length === beside.length && blocks.every((block, index) => block === beside[index]);
  [beside, isHead] = [blocks, head];
  if (!isSame) {
    drawStrip();
  }
}

function entered({ target }) {
  if (target.closest(OURS)) {
    field = document.getElementById("id_body");
    goTo(beside, false);
  } else if (target.matches(".desk-bench-ours :is(textarea, input[type=text])")) {
    field = target;
    goTo(beside, true);
  }
}

// --- Written ------------------------------------------------------------------------------------------------------

function insert(name) {
  card.hidden = true;
  const words = (before) => (CLOSED.test(before) ? " " : "") + name.name;
  const target = field?.isConnected ? field : document.getElementById("id_body");
  if (target.id === "id_body") {
    target.dispatchEvent(new CustomEvent("newsroom:insert", { detail: { words } }));
    return;
  }
  target.focus();
  const written = words(target.value.slice(0, target.selectionStart));
  // So that it can be undone; else as if it were typed.
  if (!document.execCommand("insertText", false, written)) {
    target.setRangeText(written, target.selectionStart, target.selectionEnd, "end");
    target.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function pressed(event) {
  if (event.key === "Escape") {
    card.hidden = true;
  }
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  const isOurs = event.target === document.body || event.target.closest(".desk-bench-ours, .names-card");
  if (!digit || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !isOurs || TYPED_SO.test(event.key)) {
    return;
  }
  const name = namesHere()[Number(digit) - 1];
  if (name && strip) {
    event.preventDefault();
    insert(name);
  }
}

// --- One of them, in the original ---------------------------------------------------------------------------------

function markAt({ clientX, clientY }) {
  const holds = (box) => clientX >= box.left && clientX <= box.right && clientY >= box.top - 2 && clientY <= box.bottom + 2;
  return marks.find((mark) => [...mark.range.getClientRects()].some(holds));
}

function open(mark) {
  fill(card, mark.name);
  card.querySelector(".names-card-insert").hidden = !isWritten();
  card.querySelector(".names-card-insert").onclick = () => insert(mark.name);
  card.hidden = false;
  const box = mark.range.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 8));
  card.style.setProperty("left", `${left + scrollX}px`);
  card.style.setProperty("top", `${box.bottom + scrollY + 4}px`);
}

function clicked(event) {
  if (event.target.closest(".names-card")) {
    return;
  }
  card.hidden = true;
  const isRead = event.target.closest(READ) && !event.target.closest("a");
  const mark = isRead && getSelection().isCollapsed ? markAt(event) : null;
  if (mark) {
    // The caret stays where it is: there the name is written.
    event.stopPropagation();
    open(mark);
  }
}

// --- From the start -----------------------------------------------------------------------------------------------

if (bench && list) {
  document.addEventListener("newsroom:names", (event) => {
    if (JSON.stringify(event.detail.names) !== JSON.stringify(names)) {
      names = event.detail.names;
      show();
    }
  });
  document.addEventListener("newsroom:rich", () => {
    placeStrip();
    drawList();
  });
  document.addEventListener("selectionchange", () => {
    card.hidden ||= !getSelection().isCollapsed;
  });
  document.addEventListener("newsroom:paragraph", (event) => goTo(event.detail.theirs, isHead));
  document.addEventListener("focusin", entered);
  document.addEventListener("keydown", pressed, true);
  document.addEventListener("click", clicked, true);
  // A browser tells late where the caret went: the editor has to know before a click elsewhere takes it away.
  document.addEventListener("pointerdown", () => document.dispatchEvent(new Event("selectionchange")), true);
  for (const each of list.querySelectorAll("[data-by-script]")) {
    each.hidden = false;
  }
  // Without marks in the text the names are read below it.
  list.open ||= !window.Highlight;
  show();
  placeStrip();
  document.dispatchEvent(new CustomEvent("newsroom:where"));
}
