// Keywords that the texts suggest: one click puts one among the article's, as if it had been chosen there.

const box = document.getElementById("names-suggested");
const data = document.getElementById("names")?.dataset.names;
const PATIENCE = 20_000;

let suggested = data ? JSON.parse(data).suggested : [];

function rows() {
  return document.getElementById(`${box.dataset.rows}-group`);
}

function selects() {
  return [...rows().querySelectorAll("select")].filter((each) => !each.name.includes("__prefix__"));
}

function chosen() {
  return new Set(selects().map((each) => Number(each.value)));
}

function draw() {
  const taken = chosen();
  const left = suggested.filter((each) => !taken.has(each.id));
  box.hidden = !left.length && !box.querySelector("[data-filed]").textContent;
  box.querySelector("ul").replaceChildren(...left.map((each) => {
    const line = document.getElementById("names-suggested-line").content.firstElementChild.cloneNode(true);
    for (const part of ["label", "kind", "reason"]) {
      line.querySelectorAll(`[data-${part}]`).forEach((place) => (place.textContent = each[part]));
    }
    const button = line.querySelector("button");
    button.addEventListener("click", () => file(each, button));
    return line;
  }));
}

// The admin's own scripts add a row; on a phone they come once somebody gets near.
function addingLink() {
  rows().dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
  return new Promise((found, missing) => {
    const looked = Date.now();
    const look = () => {
      const link = rows().querySelector(".add-row a");
      if (link) found(link);
      else if (Date.now() - looked > PATIENCE) missing(new Error("no row can be added"));
      else setTimeout(look, 100);
    };
    look();
  });
}

async function file({ id, label }, button = null) {
  if (button) {
    button.disabled = true;
  }
  const link = await addingLink();
  if (!chosen().has(id)) {
    let free = selects().find((each) => !each.value);
    if (!free) {
      link.click();
      free = selects().at(-1);
    }
    free.append(new Option(label, id, true, true));
    free.dispatchEvent(new Event("change", { bubbles: true }));
    free.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const told = box.querySelector("[data-filed]");
  const next = button?.closest("li").nextElementSibling?.querySelector("button") ?? null;
  told.textContent = told.dataset.pattern.replace("{name}", label);
  draw();
  if (button) {
    const at = next?.querySelector("[data-label]").textContent;
    const fresh = [...box.querySelectorAll("li button")].find((each) => each.querySelector("[data-label]").textContent === at);
    (fresh ?? rows().querySelector(".add-row a")).focus({ preventScroll: true });
  }
}

if (box && rows()) {
  document.addEventListener("newsroom:names", (event) => {
    const news = event.detail.suggested;
    if (news && JSON.stringify(news) !== JSON.stringify(suggested)) {
      suggested = news;
      draw();
    }
  });
  document.addEventListener("newsroom:file", (event) => file(event.detail));
  rows().addEventListener("change", draw);
  document.addEventListener("formset:removed", draw);
  draw();
}
