// What was typed into an article and not saved yet is not left behind without a word.

const form = document.getElementById("article_form");

function typed() {
  // The token may be another by now: nobody typed it.
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  return JSON.stringify(fields.map(([name, value]) => [name, value instanceof File ? value.name : value]));
}

function guard() {
  let opened = typed();
  // A form that was refused shows what was typed before, and none of it is saved.
  let wasRefused = form.querySelector(".errornote, .errorlist, .desk-conflict") !== null;
  // What was taken up again is typed, and not saved.
  wasRefused ||= Boolean(document.getElementById("keeping")?.dataset.resumed);
  let isSaving = false;
  // The step that was pressed while a save was on its way: taken once that is done.
  let waiting = null;

  const isUnsaved = () => !isSaving && (wasRefused || typed() !== opened);

  function stop(event) {
    const pressed = event.target.closest(".desk-panel form, .desk-steps a");
    if (!pressed || !isUnsaved()) {
      return;
    }
    event.preventDefault();
    if (document.getElementById("keeping")?.dataset.isSaving !== undefined) {
      waiting = pressed.getAttribute("action") ?? pressed.getAttribute("href");
      return;
    }
    const words = document.getElementById("save-first");
    (pressed.closest(".desk-steps") ?? pressed).after(words);
    words.hidden = false;
    form.querySelector("[name='_save']").focus();
  }

  document.addEventListener("submit", (event) => {
    if (event.target === form) {
      // Not where a script saves what changed, and the page stays.
      isSaving = !event.defaultPrevented;
    } else if (event.target.matches("[data-in-a-hurry]")) {
      // Who hides it is in a hurry: nothing stands in the way, and nobody asks. What was typed is kept aside.
      isSaving = true;
    } else {
      stop(event);
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest(".desk-steps a")) {
      stop(event);
    }
  });
  window.addEventListener("beforeunload", (event) => {
    // Whoever keeps it elsewhere says so.
    if (isUnsaved() && document.dispatchEvent(new CustomEvent("newsroom:leaving", { cancelable: true }))) {
      event.preventDefault();
    }
  });
  document.addEventListener("newsroom:saved", (event) => {
    opened = event.detail.rest ? "" : typed();
    wasRefused = false;
    isSaving = false;
    const address = JSON.stringify(waiting);
    if (waiting !== null) {
      waiting = null;
      document.querySelector(`.desk-steps form[action=${address}] [type=submit], .desk-steps a[href=${address}]`)?.click();
    }
  });
  // Brought back from the browser's memory, by its Back button.
  window.addEventListener("pageshow", () => {
    isSaving = false;
  });
}

if (form?.querySelector("[name='_save']")) {
  guard();
}
