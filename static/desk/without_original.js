// The short form opens in its place of the list, and the list stays where it is. Without this script its link leads to
// a page of its own.
const page = document.querySelector("[data-attaching]");
const PART = { headers: { "X-Part": "form" } };

async function open(link) {
  const place = link.closest("li").querySelector("[data-place]");
  if (!place.hidden) return close(place);
  const answer = await fetch(link.href, PART).catch(() => null);
  if (!answer || !answer.ok || answer.redirected) {
    location.href = link.href;
    return;
  }
  show(place, await answer.text());
  link.setAttribute("aria-expanded", "true");
}

function show(place, html) {
  place.innerHTML = html;
  place.hidden = false;
  (place.querySelector("[role=alert], .errorlist, [data-attached]") ?? place).scrollIntoView({ block: "nearest" });
  place.querySelector("[data-attached], [aria-invalid=true], input:not([type=hidden]), textarea")?.focus();
}

function close(place) {
  const link = place.closest("li").querySelector("[data-attach]");
  place.hidden = true;
  place.replaceChildren();
  link.setAttribute("aria-expanded", "false");
  link.focus();
}

async function send(form) {
  const place = form.closest("[data-place]");
  const button = form.querySelector("[type=submit]");
  const said = form.querySelector("[data-said]");
  button.disabled = true;
  said.textContent = "";
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), ...PART }).catch(() => null);
  button.disabled = false;
  if (!answer || answer.status >= 500) said.textContent = page.dataset.notReached;
  else if (answer.redirected || answer.status === 403) said.textContent = page.dataset.signedOut;
  else {
    show(place, await answer.text());
    if (answer.ok) place.closest("li").querySelector(".settling-do").remove();
  }
}

page?.addEventListener("click", (event) => {
  const link = event.target.closest("[data-attach], [data-close]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  if (link.matches("[data-close]")) close(link.closest("[data-place]"));
  else open(link);
});

page?.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-attach-form]")) return;
  event.preventDefault();
  send(event.target);
});
