// Original and translation beside each other: paragraph by paragraph, by mouse, finger and keys.

const bench = document.querySelector(".desk-bench");
const form = document.getElementById("article_form");
const switcher = document.getElementById("bench-switch");
const SIDES = {
  ours: ".desk-bench-ours .field-body .rich-page, .desk-bench-ours .desk-reading",
  theirs: ".desk-bench-theirs .inline-related:not(.is-replaced) .bench-text",
};
const WIDE = matchMedia("(min-width: 1180px)");
const IDLE = 400;

// Rules of our own instead of attributes: the editor would take those for something typed.
const spacing = new CSSStyleSheet();
const marking = new CSSStyleSheet();
const stacking = new CSSStyleSheet();
document.adoptedStyleSheets.push(spacing, marking, stacking);

const { Pairing } = bench ? await import(bench.dataset.pairingScript) : {};
const models = document.getElementById("finding-models");
const places = models && (await import(models.dataset.places));
// How each original was paired with ours last; of several, which one is looked at.
const pairings = new WeakMap();
let shown = null;
let current = -1;
let spaces = { ours: [], theirs: [] };

function text(side) {
  return side === "theirs" && shown?.isConnected ? shown : bench.querySelector(SIDES[side]);
}

// Photos answer to nothing on the other side.
function blocksOf(whole) {
  return [...(whole?.children ?? [])].filter((each) => !each.matches("figure"));
}

function blocks(side) {
  return blocksOf(text(side));
}

function ruleFor(side, index, declaration, whole) {
  const selectors = side === "ours" ? SIDES.ours.split(", ") : [`#${CSS.escape(whole.closest(".inline-related").id)} .bench-text`];
  return selectors.map((each) => `${each} > :nth-child(${index + 1} of :not(figure))`).join(", ") + ` { ${declaration} }`;
}

function write(sheet, rules) {
  const css = rules.join("\n");
  if (sheet.written !== css) {
    sheet.written = css;
    sheet.replaceSync(css);
  }
}

// --- Which belong together ----------------------------------------------------------------------------------------

function rows(whole = text("theirs")) {
  const pairing = pairings.get(whole) ?? new Pairing();
  return pairing.now({ ours: blocks("ours"), theirs: blocksOf(whole) });
}

function counterparts(side, index) {
  return rows().counterparts(side, index);
}

// What the desk read may have changed since: then what was known is kept to, until it tells again.
function take(told) {
  const { article, originals } = places.textsOf(bench);
  told.forEach((each, number) => {
    const theirs = originals[number]?.body ?? [];
    const whole = theirs[0]?.whole;
    if (whole?.matches(SIDES.theirs)) {
      const pairing = new Pairing();
      const lines = { ours: article.body, theirs };
      if (pairing.take(each, lines, { ours: blocks("ours"), theirs: blocksOf(whole) })) {
        pairings.set(whole, pairing);
      }
    }
  });
  draw();
  lineUpSoon();
}

function begin() {
  if (places && bench.dataset.pairing) {
    take(JSON.parse(bench.dataset.pairing));
  }
}

// --- Rows ---------------------------------------------------------------------------------------------------------

function naturalTops(side, all) {
  let added = 0;
  return all.map((block, index) => {
    added += spaces[side][index] ?? 0;
    return block.getBoundingClientRect().top + scrollY - added;
  });
}

// Space above the paragraph that would stand higher than the one it belongs to.
function lineUp() {
  const rules = [];
  const found = { ours: [], theirs: [] };
  // Of several originals the others stand below the first: they can't stand beside ours.
  const first = bench.querySelector(SIDES.theirs);
  if (WIDE.matches && first) {
    const tops = { ours: naturalTops("ours", blocks("ours")), theirs: naturalTops("theirs", blocksOf(first)) };
    const shift = { ours: 0, theirs: 0 };
    for (const [ours, theirs] of rows(first).pairs()) {
      const gap = Math.round(tops.ours[ours] + shift.ours - tops.theirs[theirs] - shift.theirs);
      const [later, index] = gap > 0 ? ["theirs", theirs] : ["ours", ours];
      shift[later] += Math.abs(gap);
      found[later][index] = Math.abs(gap);
      if (gap) {
        rules.push(ruleFor(later, index, `margin-block-start: ${Math.abs(gap)}px`, first));
      }
    }
  }
  spaces = found;
  write(spacing, rules);
}

let waiting;
function lineUpSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => (window.requestIdleCallback ?? setTimeout)(lineUp), IDLE);
}

// --- The paragraph one is at --------------------------------------------------------------------------------------

const LOOK = "background-color: var(--bench-now); box-shadow: 0 0 0 4px var(--bench-now)";

// `theirs`: which of the original's, where one is at these; else what belongs to ours.
function draw(theirs = counterparts("ours", Math.max(current, 0))) {
  const whole = text("theirs");
  const marked = current < 0 ? [] : [ruleFor("ours", current, LOOK), ...theirs.map((each) => ruleFor("theirs", each, LOOK, whole))];
  write(marking, marked);
  const all = blocksOf(whole);
  document.dispatchEvent(new CustomEvent("newsroom:paragraph", { detail: { theirs: theirs.map((each) => all[each]) } }));
}

function mark(index, theirs) {
  if (index !== current || theirs) {
    current = index;
    draw(theirs);
  }
}

function indexOf(side, node) {
  const whole = text(side);
  if (!whole?.contains(node) || node === whole) {
    return -1;
  }
  let child = node;
  while (child.parentNode !== whole) {
    child = child.parentNode;
  }
  return blocks(side).indexOf(child);
}

function enter(block) {
  const whole = text("ours");
  if (whole.isContentEditable) {
    whole.focus({ preventScroll: true });
    const start = document.createTreeWalker(block, NodeFilter.SHOW_TEXT).nextNode() ?? block;
    getSelection().collapse(start, 0);
  }
}

// Past the end of ours lies what is still to be translated.
function goTo(index, theirs) {
  const [all, others] = [blocks("ours"), blocks("theirs")];
  const reached = all.length ? counterparts("ours", all.length - 1).at(-1) ?? -1 : -1;
  const last = all.length - 1 + Math.max(0, others.length - 1 - reached);
  const at = Math.max(0, Math.min(index, last));
  mark(at, theirs);
  if (all[at]) {
    enter(all[at]);
  }
  (all[at] ?? others[counterparts("ours", at)[0]])?.scrollIntoView({ block: "center", behavior: "instant" });
}

document.addEventListener("selectionchange", () => {
  const index = indexOf("ours", getSelection().anchorNode);
  if (index >= 0) {
    mark(index);
  }
});

bench.addEventListener("click", (event) => {
  shown = event.target.closest(SIDES.theirs) ?? shown;
  const index = indexOf("theirs", event.target);
  // Who chose words to copy stays where they are.
  if (index < 0 || event.target.closest("a") || !getSelection().isCollapsed) {
    return;
  }
  const [ours = 0] = counterparts("theirs", index);
  if (WIDE.matches) {
    goTo(ours, [index]);
  } else {
    mark(ours, [index]);
    show("ours", ours);
  }
});

// --- From one side to the other -----------------------------------------------------------------------------------

function lookedAt() {
  const middle = innerHeight * 0.4;
  const box = text("theirs")?.getBoundingClientRect();
  const side = box && box.top < middle && box.bottom > 0 ? "theirs" : "ours";
  const distance = (block) => {
    const { top, bottom } = block.getBoundingClientRect();
    return top > middle ? top - middle : Math.max(0, middle - bottom);
  };
  const all = blocks(side);
  const nearest = all.reduce((best, block, index) => (distance(block) < distance(all[best]) ? index : best), 0);
  const isMarkedSeen = all[current] && distance(all[current]) < innerHeight * 0.5;
  return { side, index: isMarkedSeen && side === "ours" && current >= 0 ? current : nearest };
}

function show(side, index) {
  const all = blocks(side);
  const block = all[Math.min(index, all.length - 1)] ?? bench.querySelector(`.desk-bench-${side}`);
  const { top } = block.getBoundingClientRect();
  scrollTo({ top: scrollY + top - innerHeight * 0.25, behavior: "instant" });
}

function switchSide() {
  const { side, index } = lookedAt();
  const other = side === "ours" ? "theirs" : "ours";
  const found = counterparts(side, index);
  if (side === "ours") {
    mark(index);
  } else {
    mark(found[0] ?? 0, [index]);
  }
  show(other, found[0] ?? 0);
  nameSwitcher();
}

// Of several originals, the one that stands at the height that is read.
function look() {
  const all = [...bench.querySelectorAll(SIDES.theirs)];
  const height = innerHeight * 0.4;
  const seen = all.length > 1 && all.find((each) => each.getBoundingClientRect().top < height && each.getBoundingClientRect().bottom > height);
  if (seen && seen !== text("theirs")) {
    shown = seen;
    draw();
  }
}

function nameSwitcher() {
  if (switcher && !WIDE.matches) {
    const { top, bottom } = bench.getBoundingClientRect();
    // Elsewhere on the page it would stand over other buttons.
    switcher.hidden = top > innerHeight * 0.5 || bottom < innerHeight * 0.5;
    const { side } = lookedAt();
    switcher.textContent = switcher.dataset[side === "ours" ? "toOriginal" : "toTranslation"];
  }
}

// --- Keys ---------------------------------------------------------------------------------------------------------

function save() {
  document.dispatchEvent(new CustomEvent("newsroom:flush"));
  const button = form.querySelector("[name='_save']");
  if (button) {
    form.requestSubmit(button);
  }
}

const KEYS = {
  "Alt+ArrowDown": () => goTo(current + 1),
  "Alt+ArrowUp": () => goTo(current - 1),
  F9: switchSide,
};

document.addEventListener("keydown", (event) => {
  const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  const isSave = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyS";
  // A list to choose from opens by the same keys.
  const isChoosing = event.altKey && event.target.closest("select, [role='combobox']");
  const act = isSave ? save : isPlain && !isChoosing && KEYS[(event.altKey ? "Alt+" : "") + event.key];
  if (act) {
    event.preventDefault();
    act();
  }
}, true);

// --- Numbers ------------------------------------------------------------------------------------------------------

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’.,-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

function wordsIn(said, language) {
  if (WITHOUT_SPACES.test(said) && Intl.Segmenter) {
    const segments = new Intl.Segmenter(language || undefined, { granularity: "word" }).segment(said);
    return [...segments].filter((each) => each.isWordLike).length;
  }
  return said.match(WORD)?.length ?? 0;
}

function saidOn(side) {
  const whole = text(side);
  if (whole) {
    return { said: blocks(side).map((block) => block.innerText).join("\n"), language: whole.lang };
  }
  const field = side === "ours" ? document.getElementById("id_body") : null;
  return field ? { said: field.value.replace(/<[^>]*>/g, " "), language: field.lang } : null;
}

function count() {
  const number = new Intl.NumberFormat(document.documentElement.lang);
  for (const line of bench.querySelectorAll(".bench-counts")) {
    const found = saidOn(line.dataset.side);
    line.hidden = !found;
    if (found) {
      const words = wordsIn(found.said, found.language);
      const minutes = Math.max(1, Math.round(words / Number(line.dataset.wordsAMinute)));
      const values = { words, characters: [...found.said.replace(/\n/g, "")].length, minutes };
      line.textContent = line.dataset.pattern.replace(/\{(\w+)\}/g, (_all, name) => number.format(values[name]));
    }
  }
}

let counting;
function countSoon() {
  clearTimeout(counting);
  counting = setTimeout(() => (window.requestIdleCallback ?? setTimeout)(count), IDLE);
}

// --- From the start -----------------------------------------------------------------------------------------------

// The editor's buttons stay in sight below the line that says what is kept.
function stack() {
  const line = document.getElementById("keeping");
  if (line) {
    const place = () => stacking.replaceSync(`.rich-tools { inset-block-start: ${line.offsetHeight}px }`);
    new ResizeObserver(place).observe(line);
  }
}

function watch() {
  const sizes = new ResizeObserver(lineUpSoon);
  for (const side of ["ours", "theirs"]) {
    if (text(side)) {
      sizes.observe(text(side));
    }
  }
  begin();
  lineUpSoon();
  countSoon();
}

if (bench) {
  document.addEventListener("newsroom:pairing", (event) => {
    delete bench.dataset.pairing;
    take(event.detail);
  });
  document.addEventListener("newsroom:where", () => draw());
  bench.addEventListener("input", () => {
    lineUpSoon();
    countSoon();
  });
  document.addEventListener("newsroom:rich", watch);
  bench.addEventListener("toggle", lineUpSoon, true);
  WIDE.addEventListener("change", lineUpSoon);
  switcher?.addEventListener("click", switchSide);
  let isAsked = false;
  addEventListener("scroll", () => {
    if (!isAsked) {
      isAsked = true;
      setTimeout(() => {
        isAsked = false;
        look();
        nameSwitcher();
      }, 150);
    }
  }, { passive: true });
  nameSwitcher();
  stack();
  watch();
}
