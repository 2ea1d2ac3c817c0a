// What was typed into an article and not saved yet is not left behind without a word.

const form = document.getElementById("article_form");
const words = document.getElementById("save-first");

function typed() {
  const fields = [...new FormData(form)];
  return JSON.stringify(fields.map(([name, value]) => [name, value instanceof File ? value.name : value]));
}

function guard() {
  const opened = typed();
  // A form that was refused shows what was typed before, and none of it is saved.
  const wasRefused = form.querySelector(".errornote, .errorlist, .desk-conflict") !== null;
  let isSaving = false;

  const isUnsaved = () => !isSaving && (wasRefused || typed() !== opened);

  function stop(event) {
    const pressed = event.target.closest(".desk-panel form, .desk-steps a");
    // Who hides it is in a hurry: the browser asks, and nothing more stands in the way.
    if (!pressed || pressed.matches("[data-in-a-hurry]") || !isUnsaved()) {
      return;
    }
    event.preventDefault();
    (pressed.closest(".desk-steps") ?? pressed).after(words);
    words.hidden = false;
    form.querySelector("[name='_save']").focus();
  }

  document.addEventListener("submit", (event) => {
    if (event.target === form) {
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
    if (isUnsaved()) {
      event.preventDefault();
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
