// How far a large acceptance is, every few seconds until it is done; then the page is asked for anew.
const WAIT = 3000;

async function look() {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer || !answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = document.querySelector("[data-under-way]");
  const now = page.querySelector("[data-under-way]");
  if (!now) location.reload();
  else {
    shown.replaceWith(now);
    setTimeout(look, WAIT);
  }
}

setTimeout(look, WAIT);
