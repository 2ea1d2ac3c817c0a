// Original and translation beside each other: paragraph by paragraph, by mouse, finger and keys.

const bench = document.querySelector(".desk-bench");
const form = document.getElementById("article_form");
const switcher = document.getElementById("bench-switch");
const SIDES = {
  ours: ".desk-bench-ours .field-body .rich-page, .desk-bench-ours .desk-reading",
  theirs: ".desk-bench-theirs .bench-text",
};
const WIDE = matchMedia("(min-width: 1180px)");
const IDLE = 400;

// Rules of our own instead of attributes: the editor would take those for something typed.
const spacing = new CSSStyleSheet();
const marking = new CSSStyleSheet();
const stacking = new CSSStyleSheet();
document.adoptedStyleSheets.push(spacing, marking, stacking);

let current = -1;
let spaces = { ours: [], theirs: [] };

function text(side) {
  return bench.querySelector(SIDES[side]);
}

// Photos answer to nothing on the other side.
function blocks(side) {
  return [...(text(side)?.children ?? [])].filter((each) => !each.matches("figure"));
}

function ruleFor(side, index, declaration) {
  return SIDES[side].split(", ").map((each) => `${each} > :nth-child(${index + 1} of :not(figure))`).join(", ") + ` { ${declaration} }`;
}

function write(sheet, rules) {
  const css = rules.join("\n");
  if (sheet.written !== css) {
    sheet.written = css;
    sheet.replaceSync(css);
  }
}

// --- Rows ---------------------------------------------------------------------------------------------------------

function naturalTops(side) {
  let added = 0;
  return blocks(side).map((block, index) => {
    added += spaces[side][index] ?? 0;
    return block.getBoundingClientRect().top + scrollY - added;
  });
}

// Space above the paragraph that would stand higher than the one it belongs to.
function lineUp() {
  const rules = [];
  const found = { ours: [], theirs: [] };
  if (WIDE.matches) {
    const tops = { ours: naturalTops("ours"), theirs: naturalTops("theirs") };
    const shift = { ours: 0, theirs: 0 };
    for (let index = 0; index < Math.min(tops.ours.length, tops.theirs.length); index += 1) {
      const gap = Math.round(tops.ours[index] + shift.ours - tops.theirs[index] - shift.theirs);
      const later = gap > 0 ? "theirs" : "ours";
      shift[later] += Math.abs(gap);
      found[later][index] = Math.abs(gap);
      if (gap) {
        rules.push(ruleFor(later, index, `margin-block-start: ${Math.abs(gap)}px`));
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

function mark(index) {
  if (index === current) {
    return;
  }
  current = index;
  const look = "background-color: var(--bench-now); box-shadow: 0 0 0 4px var(--bench-now)";
  write(marking, index < 0 ? [] : ["ours", "theirs"].map((side) => ruleFor(side, index, look)));
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

function goTo(index, side = "ours") {
  const all = blocks("ours");
  const at = Math.max(0, Math.min(index, Math.max(all.length, blocks("theirs").length) - 1));
  const shown = blocks(side)[at] ?? blocks("ours")[at] ?? blocks("theirs")[at];
  mark(at);
  if (all[at]) {
    enter(all[at]);
  }
  shown?.scrollIntoView({ block: "center", behavior: "instant" });
}

document.addEventListener("selectionchange", () => {
  const index = indexOf("ours", getSelection().anchorNode);
  if (index >= 0) {
    mark(index);
  }
});

bench.addEventListener("click", (event) => {
  const index = indexOf("theirs", event.target);
  // Who chose words to copy stays where they are.
  if (index < 0 || event.target.closest("a") || !getSelection().isCollapsed) {
    return;
  }
  if (WIDE.matches) {
    goTo(index);
  } else {
    mark(index);
    show("ours", index);
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
  mark(index);
  show(other, index);
  nameSwitcher();
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
  lineUpSoon();
  countSoon();
}

if (bench) {
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
        nameSwitcher();
      }, 150);
    }
  }, { passive: true });
  nameSwitcher();
  stack();
  watch();
}
