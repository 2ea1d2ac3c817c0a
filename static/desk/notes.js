// Notes are added and resolved without leaving the page: what is being written in the article stays as it is.

const SHOWN = 6;
const NAME_BEFORE_CARET = /(?:^|[^\p{L}\p{N}_@.+-])@([\p{L}\p{N}_.+-]*)$/u;

async function send(event) {
  const form = event.target;
  const notes = form.closest("[data-notes]");
  if (!notes) {
    return;
  }
  event.preventDefault();
  const typed = new FormData(form, event.submitter);
  event.submitter.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: typed, headers: { "X-Part": "notes" } });
    const text = await answer.text();
    const thread = new DOMParser().parseFromString(text, "text/html").querySelector("[data-notes]");
    if (!thread) {
      throw new Error("no thread");
    }
    // The words being typed into another note stay.
    const draft = form.matches(".notes-new") ? "" : notes.querySelector("textarea").value;
    if (draft) {
      thread.querySelector("textarea").value = draft;
    }
    // Filled once it stands on the page, so that it is read out.
    const came = thread.querySelector(".notes-came");
    const said = [...came.childNodes];
    came.replaceChildren();
    notes.replaceWith(thread);
    came.append(...said);
    thread.querySelector("textarea").focus({ preventScroll: true });
  } catch {
    // Signed out, or without network: the browser sends it itself and shows what is answered.
    event.submitter.disabled = false;
    form.submit();
  }
}

function complete(event) {
  const field = event.target;
  const names = field.closest("[data-notes]")?.querySelector(".notes-names");
  if (!names || !field.matches("textarea")) {
    return;
  }
  const asked = NAME_BEFORE_CARET.exec(field.value.slice(0, field.selectionStart))?.[1].toLowerCase();
  let left = asked === undefined ? 0 : SHOWN;
  for (const button of names.querySelectorAll("button")) {
    const fits = [button.dataset.name, button.dataset.first].some((name) => name.toLowerCase().startsWith(asked));
    button.parentElement.hidden = !fits || left === 0;
    left -= fits && left > 0 ? 1 : 0;
  }
  names.hidden = !names.querySelector("li:not([hidden])");
}

function choose(event) {
  const button = event.target.closest(".notes-names button");
  if (!button) {
    return;
  }
  const field = button.closest("[data-notes]").querySelector("textarea");
  const caret = field.selectionStart;
  const before = field.value.slice(0, caret).replace(/@[\p{L}\p{N}_.+-]*$/u, `@${button.dataset.name} `);
  field.value = before + field.value.slice(caret);
  field.setSelectionRange(before.length, before.length);
  field.focus();
  button.closest(".notes-names").hidden = true;
}

document.addEventListener("submit", send);
document.addEventListener("input", complete);
document.addEventListener("click", choose);
