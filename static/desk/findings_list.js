// The list of findings in the panel: renewed in place, line by line, so that nothing jumps and nothing typed is lost.

const lineModel = document.getElementById("finding-line");
const groupModel = document.getElementById("finding-group");
const said = document.getElementById("finding-said");

// Of longer words only the beginning is shown in the list.
const LONG = 90;

// Lines as the desk made them with the last panel, with their ways to accept.
let made = new Map();

function panel() {
  return document.getElementById("findings");
}

function allLines(within = panel()) {
  return [...within.querySelectorAll("li[data-key]")];
}

export function lineOf(key) {
  return allLines().find((line) => line.dataset.key === key);
}

/** What the page came with. */
export function known() {
  return allLines().map((line) => JSON.parse(line.dataset.finding));
}

export function say(words) {
  said.hidden = false;
  said.textContent = words;
}

export function showWhere(within, finding) {
  for (const where of within.querySelectorAll(".finding-where")) {
    const place = where.dataset.side === "article" ? finding.place : finding.original_place;
    where.hidden = !place?.words;
    if (place?.words) {
      const shown = place.words.length > LONG ? `${place.words.slice(0, LONG - 1)}…` : place.words;
      const words = Object.assign(document.createElement("mark"), { textContent: shown });
      where.querySelector("bdi").replaceChildren(place.before, words, place.after);
    }
  }
}

function lineFor(finding) {
  const ready = made.get(finding.key)?.cloneNode(true);
  if (ready) {
    return ready;
  }
  const line = lineModel.content.firstElementChild.cloneNode(true);
  line.dataset.key = finding.key;
  line.querySelector(".finding-message").textContent = finding.message;
  line.querySelector(".finding-mend").textContent = finding.mend_words;
  showWhere(line, finding);
  return line;
}

function groupFor(finding) {
  const groups = [...panel().querySelectorAll(".finding-group")];
  const old = groups.find((group) => group.dataset.check === finding.check);
  if (old) {
    return old;
  }
  const group = groupModel.content.firstElementChild.cloneNode(true);
  group.dataset.check = finding.check;
  group.classList.toggle("finding-group-blocks", finding.blocks);
  group.querySelector(".finding-label").textContent = finding.label;
  group.querySelector(".finding-must").hidden = !finding.blocks;
  const next = finding.blocks ? groups.find((each) => !each.matches(".finding-group-blocks")) : null;
  panel().insertBefore(group, next ?? null);
  return group;
}

/** Lines of what was mended go; what is new comes to those of its check. */
export function draw(findings) {
  const keys = new Set(findings.map((each) => each.key));
  for (const finding of findings) {
    if (!lineOf(finding.key)) {
      groupFor(finding).querySelector("ul").append(lineFor(finding));
    }
  }
  for (const line of allLines()) {
    line.hidden = !keys.has(line.dataset.key);
  }
  for (const group of panel().querySelectorAll(".finding-group")) {
    const count = group.querySelectorAll("li[data-key]:not([hidden])").length;
    group.hidden = !count;
    group.querySelector(".finding-count").textContent = new Intl.NumberFormat(document.documentElement.lang).format(count);
  }
  panel().hidden = !keys.size;
}

/** The panel as the desk makes it now, around the list as it stands here. */
export function renewPanel(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const [old, list] = [document.querySelector(".desk-panel"), panel()];
  const [whole, there] = [fresh.content.querySelector(".desk-panel"), fresh.content.getElementById("findings")];
  made = new Map(allLines(there).map((line) => [line.dataset.key, line]));
  for (const line of allLines(list)) {
    const ready = made.get(line.dataset.key);
    if (ready && !line.querySelector(".finding-accept")) {
      line.querySelector(".finding-typed")?.remove();
      line.append(...[...ready.children].filter((each) => each.matches(".finding-accept, .finding-other")));
    }
  }
  const children = [...whole.childNodes];
  const at = children.indexOf(there);
  for (const child of [...old.childNodes]) {
    if (child !== list) child.remove();
  }
  list.before(...children.slice(0, at));
  list.after(...children.slice(at + 1));
}

// --- Accepted -----------------------------------------------------------------------------------------------------

let waiting = 0;
let turn = Promise.resolve();

async function post(address, what) {
  const token = document.querySelector("[name='csrfmiddlewaretoken']").value;
  try {
    const response = await fetch(address, {
      method: "POST", body: JSON.stringify(what), redirect: "manual", cache: "no-store",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    });
    return { ...(await response.json()), ok: response.ok };
  } catch {
    return { ok: false };
  }
}

/** Asks the desk to accept one finding, after those that were asked for before; whether it did. */
export function accept(what, { accept: address, failed }) {
  waiting += 1;
  const line = lineOf(what.finding);
  line?.setAttribute("inert", "");
  turn = turn.then(() => post(address, what)).then((answer) => {
    waiting -= 1;
    line?.removeAttribute("inert");
    say(answer.ok ? answer.said : answer.words || failed);
    if (answer.ok && !waiting) {
      renewPanel(answer.panel);
    }
    return answer.ok;
  });
  return turn;
}
