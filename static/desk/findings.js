// What the checks found, beside the paragraph it concerns: marks that never enter the text.

const bench = document.querySelector(".desk-bench");
const list = document.getElementById("findings");
const lineModel = document.getElementById("finding-line");
const noteModel = document.getElementById("finding-note");
const TEXTS = {
  article: ".desk-bench-ours .field-body .rich-page, .desk-bench-ours .desk-reading",
  original: ".desk-bench-theirs .bench-text",
};
const PART_OF_WORD = /[\p{L}\p{M}\p{N}]/u;
const WAIT = 500;

const WIDE = matchMedia("(min-width: 1180px)");

let findings = [];
let placed = [];
let at = -1;

// --- Where the words stand ----------------------------------------------------------------------------------------

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

function rangeOf({ pieces }, start, end) {
  const range = document.createRange();
  const holding = (offset) => pieces.findLast((each) => each.start <= offset);
  const first = holding(start);
  const last = holding(end - 1);
  range.setStart(first.node, start - first.start);
  range.setEnd(last.node, end - last.start);
  return range;
}

// Digits of any script, each one character long, as Western ones.
function western(said) {
  return said.replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 0xf);
}

// A figure is named without the marks between its thousands.
function patternOf(passage) {
  const isFigure = /^\d+(?:\.\d+)*$/.test(passage);
  const between = isFigure ? "[.,٬٫\u00a0\u202f]?" : "";
  const characters = [...western(passage)].filter((each) => !isFigure || each !== ".");
  return new RegExp(characters.map((each) => each.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&")).join(between), "gu");
}

function findIn(side, passage) {
  const pattern = patternOf(passage);
  const whole = bench.querySelector(TEXTS[side]);
  let index = 0;
  for (const block of whole?.children ?? []) {
    const inside = piecesOf(block);
    const said = western(inside.said);
    for (const match of said.matchAll(pattern)) {
      const end = match.index + match[0].length;
      const isCut = (edge) => PART_OF_WORD.test(said[edge - 1] ?? "") && PART_OF_WORD.test(said[edge] ?? "");
      if (!isCut(match.index) && !isCut(end)) {
        return { side, index, block, range: rangeOf(inside, match.index, end) };
      }
    }
    index += block.matches("figure") ? 0 : 1;
  }
  return null;
}

function place(finding) {
  if (!finding.passage) {
    return null;
  }
  const sides = finding.side ? [finding.side] : ["article", "original"];
  return sides.map((side) => findIn(side, finding.passage)).find(Boolean) ?? null;
}

// --- Shown --------------------------------------------------------------------------------------------------------

function highlight() {
  if (!window.Highlight) {
    return;
  }
  const ranges = (blocks) => placed.filter((each) => each.finding.blocks === blocks).map((each) => each.where.range);
  CSS.highlights.set("finding-blocks", new Highlight(...ranges(true)));
  CSS.highlights.set("finding", new Highlight(...ranges(false)));
}

function noteFor(each) {
  const note = noteModel.content.firstElementChild.cloneNode(true);
  const { finding } = each;
  note.classList.toggle("bench-note-blocks", finding.blocks);
  note.querySelector("[data-blocks]").hidden = !finding.blocks;
  note.querySelector("[data-advises]").hidden = finding.blocks;
  for (const label of note.querySelectorAll("[data-label]")) {
    label.textContent = finding.label;
  }
  note.querySelector("[data-message]").textContent = finding.message;
  note.querySelector(".bench-note-card").dir = document.documentElement.dir;
  const line = lineOf(finding);
  const accept = note.querySelector("a");
  accept.hidden = !line?.querySelector("form");
  accept.href = `#${line?.id}`;
  accept.addEventListener("click", () => (line.querySelector("details").open = true));
  each.note = note.querySelector("details");
  return note;
}

// Beside our text, also where the words stand in the original alone: that is where it is mended.
function drawNotes() {
  const whole = bench.querySelector(TEXTS.article);
  const old = bench.querySelector(".bench-notes");
  const opened = new Set([...(old?.querySelectorAll("details[open]") ?? [])].map((each) => each.dataset.key));
  old?.remove();
  if (!whole || !placed.length) {
    return;
  }
  const notes = document.createElement("ol");
  notes.className = "bench-notes";
  notes.setAttribute("aria-label", list.dataset.label);
  notes.dir = whole.dir;
  const host = whole.parentElement;
  const top = host.getBoundingClientRect().top;
  const rows = new Map();
  const lines = [...whole.children].filter((each) => !each.matches("figure"));
  for (const each of placed) {
    // Of what is not translated yet, the next paragraph alone: the rest is marked in the original.
    if (each.where.index > lines.length) {
      continue;
    }
    const block = each.where.side === "article" ? each.where.block : lines[Math.min(each.where.index, lines.length - 1)];
    if (!block) {
      continue;
    }
    const note = noteFor(each);
    each.note.dataset.key = each.finding.key;
    each.note.open = opened.has(each.finding.key);
    const beside = rows.get(block) ?? 0;
    rows.set(block, beside + 1);
    note.style.setProperty("inset-block-start", `${block.getBoundingClientRect().top - top + beside * 30}px`);
    notes.append(note);
  }
  host.classList.add("bench-host");
  host.append(notes);
}

function showPlaces() {
  placed = findings.map((finding) => ({ finding, where: place(finding) })).filter((each) => each.where);
  placed.sort((one, other) => one.where.index - other.where.index);
  for (const finding of findings) {
    const button = lineOf(finding)?.querySelector(".finding-goto");
    if (button) {
      button.hidden = !placed.some((each) => each.finding === finding);
    }
  }
  highlight();
  drawNotes();
}

let waiting;
function showSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => (window.requestIdleCallback ?? setTimeout)(showPlaces), WAIT);
}

function goTo(each) {
  const { where, note } = each;
  const whole = where.block.parentElement;
  at = placed.indexOf(each);
  for (const other of placed) {
    if (other.note) {
      other.note.open = other === each;
    }
  }
  if (whole.isContentEditable) {
    whole.focus({ preventScroll: true });
  }
  getSelection().removeAllRanges();
  getSelection().addRange(where.range.cloneRange());
  (WIDE.matches || where.side === "article" || !note ? where.block : note).scrollIntoView({ block: "center" });
}

// --- What is told -------------------------------------------------------------------------------------------------

function lineOf(finding) {
  return [...list.querySelectorAll("li[data-key]")].find((line) => line.dataset.key === finding.key);
}

function known() {
  return [...list.querySelectorAll("li[data-key]")].map((line) => ({
    key: line.dataset.key,
    label: line.dataset.label,
    message: line.dataset.message,
    passage: line.dataset.passage,
    blocks: "blocks" in line.dataset,
  }));
}

function lineFor(finding) {
  const line = lineModel.content.firstElementChild.cloneNode(true);
  line.dataset.key = finding.key;
  line.classList.toggle("desk-finding-blocks", finding.blocks);
  line.querySelector("[data-label]").textContent = finding.label;
  line.querySelector("[data-message]").textContent = finding.message;
  line.querySelector("[data-blocks]").hidden = !finding.blocks;
  return line;
}

// Lines of what was mended go; what is new can be accepted once it is saved.
function take(told) {
  findings = told;
  const keys = new Set(told.map((each) => each.key));
  for (const line of list.querySelectorAll("li[data-key]")) {
    line.hidden = !keys.has(line.dataset.key);
  }
  for (const finding of told) {
    if (!lineOf(finding)) {
      list.querySelector("ul").append(lineFor(finding));
    }
  }
  list.hidden = !told.length;
  showSoon();
}

if (bench && list) {
  findings = known();
  document.addEventListener("newsroom:findings", (event) => take(event.detail.findings));
  document.addEventListener("newsroom:rich", showSoon);
  bench.addEventListener("input", showSoon);
  new ResizeObserver(showSoon).observe(bench);
  list.addEventListener("click", (event) => {
    const key = event.target.closest(".finding-goto")?.closest("li").dataset.key;
    const chosen = placed.find((each) => each.finding.key === key);
    if (chosen) {
      goTo(chosen);
    }
  });
  document.addEventListener("keydown", (event) => {
    const isNext = event.key === "F8" || (event.altKey && event.code === "Period");
    if (isNext && placed.length) {
      event.preventDefault();
      const step = event.shiftKey ? -1 : 1;
      goTo(placed[(at + step + placed.length) % placed.length]);
    }
  }, true);
  showSoon();
}
