// Moving in: says how far an upload is, and how far the work is. Words come with the page.

const EVERY = 2000;

function watchSending(form) {
  const told = form.querySelector(".moving-in-sending");
  const say = (words) => {
    told.hidden = false;
    told.textContent = words;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const buttons = form.querySelectorAll('[type="submit"]');
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const percent = total ? Math.floor((loaded * 100) / total) : 0;
      say(loaded < total ? form.dataset.sending.replace("%PERCENT%", percent) : form.dataset.arrived);
    });
    const again = () => {
      say(form.dataset.broken);
      buttons.forEach((button) => (button.disabled = false));
    };
    request.addEventListener("error", again);
    request.addEventListener("load", () => {
      const before = new URL(location.href);
      const after = new URL(request.responseURL, before);
      if (request.status === 200 && after.pathname !== before.pathname) {
        location.assign(after);
        return;
      }
      // The same page, with what is wrong: its content takes the place of this one's, and chosen files stay chosen.
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const answered = page.getElementById(form.id);
      if (!answered) {
        again();
        return;
      }
      showErrors(form, answered);
      told.hidden = true;
      buttons.forEach((button) => (button.disabled = false));
    });
    say(form.dataset.sending.replace("%PERCENT%", 0));
    const data = new FormData(form);
    buttons.forEach((button) => (button.disabled = true));
    request.send(data);
  });
}

function showErrors(form, answered) {
  form.querySelectorAll(".errorlist").forEach((list) => list.remove());
  form.querySelectorAll(".desk-field").forEach((field) => field.classList.remove("errors"));
  answered.querySelectorAll(".errorlist").forEach((list) => {
    const name = [...(list.closest(".desk-field")?.classList ?? [])].find((each) => each.startsWith("field-"));
    const field = name && form.querySelector(`.${name}`);
    field?.classList.add("errors");
    (field ?? form).prepend(document.importNode(list, true));
  });
  const first = form.querySelector(".errorlist");
  first?.setAttribute("tabindex", "-1");
  first?.focus();
}

function watchWork(place) {
  let shown = place.innerHTML.trim();
  const ask = async () => {
    try {
      const response = await fetch(place.dataset.address, { headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) {
        location.reload();
        return;
      }
      const { html, kind } = await response.json();
      if (kind !== place.dataset.kind) {
        location.reload();
        return;
      }
      if (html.trim() !== shown) {
        shown = html.trim();
        place.innerHTML = shown;
      }
    } catch {
      // Out of reach for a moment: the next time tells.
    }
    setTimeout(ask, EVERY);
  };
  setTimeout(ask, EVERY);
}

const form = document.getElementById("hand-in");
if (form) watchSending(form);
const place = document.getElementById("standing");
if (place?.dataset.address) watchWork(place);
