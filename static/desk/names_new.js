// Words chosen in the original become a name of the vocabulary: without leaving the page, and marked at once.

const dialog = document.getElementById("names-new");
const button = document.getElementById("names-choose");
const READ = ".desk-bench-theirs .desk-original .desk-reading";
const EDGES = /^[^\p{L}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu;
const LONGEST = 100;
const BESIDE = 20_000;
const WAIT = 350;
const LINGERS = 300;
// What has no use for a touch is what the finger covers.
const COARSE = matchMedia("(pointer: coarse)");

let offered = null;
let words = null;
let line = null;
let asked = 0;
let near = [];
let made = null;

function part(name) {
  return dialog.querySelector(`[data-${name}]`);
}

// --- The words ----------------------------------------------------------------------------------------------------

function selected() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) {
    return null;
  }
  const range = selection.getRangeAt(0);
  const inside = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest(READ);
  const whole = inside(range.startContainer);
  const spelling = selection.toString().replace(/\s+/g, " ").replace(EDGES, "");
  if (!whole || whole !== inside(range.endContainer) || !/\p{L}/u.test(spelling) || spelling.length > LONGEST) {
    return null;
  }
  return { spelling, language: whole.lang, dir: whole.dir, box: range.getBoundingClientRect() };
}

let hiding;
function offer() {
  const found = dialog.open ? null : selected();
  clearTimeout(hiding);
  if (!found) {
    // A touch takes the choice away before it is a click.
    hiding = setTimeout(() => (button.hidden = true), LINGERS);
  } else {
    offered = found;
    button.hidden = false;
    // Below the handles of a selection made by touch.
    const below = found.box.bottom + scrollY + (COARSE.matches ? 36 : 6);
    const left = Math.max(8, Math.min(found.box.left, document.documentElement.clientWidth - button.offsetWidth - 8));
    button.style.setProperty("top", `${below}px`);
    button.style.setProperty("left", `${left + scrollX}px`);
  }
}

// --- Asked --------------------------------------------------------------------------------------------------------

async function ask(address, what) {
  line ??= new (await import(dialog.dataset.line)).Line(dialog.dataset.key);
  const { spelling, language } = words;
  return line.post(address, { member: Number(dialog.dataset.member), spelling, language, ...what });
}

function beside() {
  const fields = ["id_headline", "id_standfirst"].map((id) => document.getElementById(id)?.value ?? "");
  const body = document.querySelector(".desk-bench-ours .field-body :is(.rich-page, .desk-reading)");
  return [...fields, body?.innerText ?? ""].join("\n").slice(0, BESIDE);
}

function typed() {
  return {
    name: dialog.querySelector("#names-new-name").value.trim(),
    kind: dialog.querySelector("#names-new-kind").value,
    qualifier: dialog.querySelector("#names-new-qualifier").value.trim(),
  };
}

function say(answer) {
  const { noLine, signedOut, refused } = dialog.dataset;
  const wrong = part("wrong");
  wrong.textContent = answer.words || (!answer.status || answer.status >= 500 ? noLine : answer.status === 401 ? signedOut : refused);
  wrong.hidden = false;
}

async function propose(what = {}) {
  const turn = (asked += 1);
  const about = words;
  const { kind } = typed();
  const answer = await ask(dialog.dataset.propose, { beside: what.name ? "" : beside(), kind, ...what });
  if (about !== words) {
    return;
  }
  if (!what.name) {
    showProposals(answer.proposals ?? []);
  }
  if (answer.status !== 200) {
    say(answer);
    return;
  }
  // Else somebody typed on.
  if (turn === asked) {
    showNear(answer.near);
  }
}

// --- Shown --------------------------------------------------------------------------------------------------------

function lineOf(model, each, names) {
  const item = document.getElementById(model).content.firstElementChild.cloneNode(true);
  for (const name of names) {
    item.querySelectorAll(`[data-${name}]`).forEach((place) => (place.textContent = each[name] ?? ""));
  }
  item.querySelectorAll("[data-address]").forEach((place) => (place.href = each.address));
  return item;
}

function choose(proposals, chosen) {
  dialog.querySelector("#names-new-name").value = proposals[chosen]?.text ?? "";
  pressProposal();
}

function pressProposal() {
  const { name } = typed();
  for (const each of part("proposed").querySelectorAll("button")) {
    each.setAttribute("aria-pressed", each.querySelector("[data-text]").textContent === name);
  }
}

// What comes soon has its place already: nothing moves under the pointer.
function expectProposals() {
  const box = part("proposed");
  box.querySelector("ul").replaceChildren();
  box.hidden = false;
  box.ariaBusy = "true";
}

function showProposals(proposals) {
  const box = part("proposed");
  box.hidden = !proposals.length;
  box.ariaBusy = "false";
  box.querySelector("ul").replaceChildren(...proposals.map((each, index) => {
    const item = lineOf("names-proposal", each, ["text", "reason", "otherwise"]);
    item.querySelector("button").addEventListener("click", () => {
      choose(proposals, index);
      propose({ name: each.text });
    });
    return item;
  }));
  if (!typed().name) {
    choose(proposals, 0);
  }
}

function showNear(found) {
  near = found;
  const box = part("near");
  box.hidden = !near.length;
  box.querySelector("ul").replaceChildren(...near.map((each) => {
    const item = lineOf("names-near-line", each, ["label", "kind", "reason"]);
    item.querySelector("button").addEventListener("click", () => send({ keyword: each.id }));
    return item;
  }));
  part("plainly").hidden = near.length > 0;
  part("all-the-same").hidden = !near.length;
}

async function send(what) {
  part("wrong").hidden = true;
  const answer = await ask(dialog.dataset.make, what);
  if (answer.near) {
    showNear(answer.near);
  }
  if (answer.status !== 200) {
    say(answer);
    return;
  }
  made = answer.keyword;
  part("making").hidden = true;
  part("made").hidden = false;
  part("said").textContent = answer.said;
  const file = part("made").querySelector("[value=file]");
  file.hidden = !document.getElementById("names-suggested");
  (file.hidden ? part("made").querySelector("[value=cancel]") : file).focus();
  document.dispatchEvent(new CustomEvent("newsroom:names", { detail: { names: answer.names } }));
}

function open(found) {
  words = found;
  made = null;
  near = [];
  const spelling = part("spelling");
  Object.assign(spelling, { textContent: words.spelling, lang: words.language, dir: words.dir });
  part("language").textContent = new Intl.DisplayNames(document.documentElement.lang, { type: "language" }).of(words.language);
  for (const id of ["names-new-name", "names-new-qualifier"]) {
    document.getElementById(id).value = "";
  }
  part("making").hidden = false;
  part("made").hidden = part("wrong").hidden = true;
  expectProposals();
  showNear([]);
  button.hidden = true;
  dialog.showModal();
  document.getElementById("names-new-name").focus();
  propose();
}

if (dialog && button) {
  document.addEventListener("selectionchange", offer);
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => open(offered));
  document.addEventListener("keydown", (event) => {
    if (event.code === "KeyN" && event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey && selected()) {
      event.preventDefault();
      open(selected());
    }
  }, true);
  let waiting;
  const again = () => {
    clearTimeout(waiting);
    pressProposal();
    waiting = setTimeout(() => typed().name && propose({ name: typed().name }), WAIT);
  };
  document.getElementById("names-new-name").addEventListener("input", again);
  document.getElementById("names-new-kind").addEventListener("change", again);
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    send({ ...typed(), all_the_same: near.length > 0 });
  });
  dialog.addEventListener("click", (event) => {
    const pressed = event.target.closest("button")?.value;
    if (pressed === "file") {
      document.dispatchEvent(new CustomEvent("newsroom:file", { detail: made }));
    }
    if (pressed === "file" || pressed === "cancel") {
      dialog.close();
    }
  });
}
