// Suggestions under a search field while somebody types. An addition: without it the form does the same.
// The words come from the page and the server; nothing that was typed is kept.

const PAUSE = 150;
const PATIENCE = 4000;
const SHORTEST = 2;
const LONGEST = 200;

class Suggestions {
  constructor(box, number) {
    this.address = box.dataset.suggestions;
    this.field = box.querySelector("input[type='search']");
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = `suggestions-${number}`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", box.dataset.label);
    box.append(this.list);
    this.active = -1;
    this.request = null;
    for (const [name, value] of [
      ["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", this.list.id],
    ]) this.field.setAttribute(name, value);
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.field.addEventListener("blur", () => this.close());
    this.field.form.addEventListener("submit", () => this.close());
    // The field keeps the focus while something in the list is chosen.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role='option']");
      if (option) this.go(option);
    });
  }

  get value() {
    return this.field.value.trim();
  }

  typed() {
    clearTimeout(this.timer);
    this.choose(-1);
    if (this.value.length < SHORTEST || this.value.length > LONGEST) this.close();
    else this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  /** One request at a time: on a slow line a second one would only delay the first. */
  async ask() {
    if (this.request) return;
    const asked = this.value;
    const request = new AbortController();
    this.request = request;
    const giveUp = setTimeout(() => request.abort(), PATIENCE);
    const found = await this.fetched(asked, request.signal);
    clearTimeout(giveUp);
    if (this.request !== request) return;
    this.request = null;
    if (found && asked === this.value) this.show(found);
    else if (found && this.value.length >= SHORTEST) this.ask();
  }

  /** What the server suggests; null where it didn't answer as expected. */
  async fetched(asked, signal) {
    try {
      const response = await fetch(`${this.address}?${new URLSearchParams({ q: asked })}`, { signal });
      if (!response.ok) return null;
      const [, texts, kinds, urls, { languages }] = await response.json();
      return texts.map((text, at) => ({ text, kind: kinds[at], url: urls[at], language: languages[at] }));
    } catch {
      return null;
    }
  }

  show(found) {
    this.list.replaceChildren(...found.map((each, at) => this.option(each, at)));
    // The list begins on the side where the writing does.
    this.list.dir = getComputedStyle(this.field).direction;
    this.choose(-1);
    this.open(found.length > 0);
  }

  option({ text, kind, url, language }, at) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${at}`;
    option.className = "suggestions-option";
    option.dataset.url = url;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const name = document.createElement("bdi");
    name.textContent = text;
    if (language) name.lang = language;
    const what = document.createElement("span");
    what.className = "suggestions-kind";
    what.textContent = kind;
    option.append(name, " ", what);
    return option;
  }

  pressed(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const count = this.list.hidden ? 0 : this.list.children.length;
    if (event.key === "Escape" && (count || this.request)) {
      // The first Escape closes the list, and leaves what was typed.
      if (count) event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" && !count) {
      if (this.value.length >= SHORTEST) this.ask();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!count) return;
      event.preventDefault();
      // Between the last and the first is the field itself: -1.
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.choose(((this.active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && count && this.active >= 0) {
      event.preventDefault();
      this.go(this.list.children[this.active]);
    }
  }

  choose(at) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = at;
    const option = this.list.children[at];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.field.setAttribute("aria-activedescendant", option.id);
    } else this.field.removeAttribute("aria-activedescendant");
  }

  open(is) {
    this.list.hidden = !is;
    this.field.setAttribute("aria-expanded", String(is));
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.request = null;
    this.choose(-1);
    this.open(false);
  }

  go(option) {
    this.close();
    location.assign(option.dataset.url);
  }
}

// Who saves data is spared it.
if (!navigator.connection?.saveData) {
  document.querySelectorAll("[data-suggestions]").forEach((box, number) => new Suggestions(box, number));
}
