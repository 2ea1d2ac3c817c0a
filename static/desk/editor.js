// The rich editor of a body. The field stays what is saved: it is written when something was typed, and only then.

const WAIT = 250;
const mounted = new Set();
let parts = null;

function load() {
  const sources = document.getElementById("rich-sources").dataset;
  const modules = ["schema", "text", "paste", "photos"].map((name) => import(sources[name]));
  parts ??= Promise.all([import(sources.kit), ...modules]).then(([kit, ...own]) => Object.assign({ kit }, ...own));
  return parts;
}

// A browser tells late that the caret moved, and later still when it is busy. What is pressed next is meant for where
// the caret stands by then: the editor has to know of it first.
function catchUp(_view, event) {
  if (!event?.isComposing) {
    document.dispatchEvent(new Event("selectionchange"));
  }
}

class Editor {
  constructor(field, { kit, extensionsFor, figureFor, Text, asHtml, cleanPasted, ...others }) {
    Object.assign(this, { field, kit, asHtml, ...others });
    this.box = document.createElement("div");
    this.box.className = "rich";
    this.page = document.createElement("div");
    this.tools = document.getElementById("rich-tools").content.firstElementChild.cloneNode(true);
    this.box.append(this.tools, this.page);
    this.editor = new kit.Editor({
      element: this.page,
      extensions: extensionsFor(kit, figureFor(kit)),
      injectCSS: false,
      enableInputRules: false,
      enablePasteRules: false,
      editorProps: {
        attributes: this.attributes(),
        transformPastedHTML: cleanPasted,
        handleDOMEvents: { blur: () => this.flush(), keydown: catchUp, copy: catchUp, cut: catchUp, paste: catchUp },
      },
      onUpdate: () => this.later(),
    });
    this.text = new Text(kit, this.editor.schema);
    this.readField();
    field.before(this.box);
    const { activeElement } = document;
    const at = activeElement === field ? field.value.slice(0, field.selectionStart) : null;
    field.hidden = true;
    field.classList.add("rich-source");
    field.required = false;
    wireTools(this);
    this.listen();
    if (at !== null) {
      this.focusAfter(at);
    }
    field.dispatchEvent(new CustomEvent("newsroom:rich", { bubbles: true }));
  }

  attributes() {
    const label = this.field.labels?.[0];
    const described = this.field.getAttribute("aria-describedby");
    return {
      class: "rich-page",
      lang: this.field.lang,
      dir: this.field.dir || "auto",
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": label ? label.textContent.trim().replace(/:$/, "") : this.field.name,
      ...(described ? { "aria-describedby": described } : {}),
    };
  }

  // The document of the field's value, with nothing to undo before it.
  readField() {
    const { state, view } = this.editor;
    const doc = this.text.read(this.asHtml(this.field.value));
    view.updateState(this.kit.pm.state.EditorState.create({ doc, plugins: state.plugins }));
    this.opened = { html: this.text.write(doc), value: this.field.value };
    this.isTyped = false;
  }

  // Where somebody was typing when the editor came.
  focusAfter(typed) {
    const count = typed.replace(/<[^>]*>/g, "").replace(/\n+/g, "").length;
    let left = count;
    let found = null;
    this.editor.state.doc.descendants((node, position) => {
      if (found === null && node.isText) {
        if (left <= node.text.length) found = position + left;
        else left -= node.text.length;
      }
    });
    this.editor.commands.focus(found ?? "end", { scrollIntoView: false });
  }

  later() {
    this.isTyped = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), WAIT);
  }

  flush() {
    clearTimeout(this.timer);
    if (!this.isTyped) {
      return;
    }
    this.isTyped = false;
    const html = this.text.write(this.editor.state.doc);
    const value = html === this.opened.html ? this.opened.value : html;
    if (value !== this.field.value) {
      this.field.value = value;
      this.field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  // Where the caret is, as if it were typed. `words` is asked with the text before it.
  insert(words) {
    catchUp();
    const { state, view } = this.editor;
    const { $from, from, to } = state.selection;
    const written = words($from.parent.textBetween(0, $from.parentOffset));
    view.dispatch(state.tr.insertText(written, from, to).scrollIntoView());
    view.focus();
  }

  // In the place of other words, with their emphasis.
  write({ range, words }) {
    const { state, view } = this.editor;
    const from = view.posAtDOM(range.startContainer, range.startOffset);
    const to = view.posAtDOM(range.endContainer, range.endOffset);
    view.dispatch(state.tr.insertText(words, from, to));
  }

  listen() {
    this.field.addEventListener("newsroom:set", () => this.readField());
    this.field.addEventListener("newsroom:insert", (event) => this.insert(event.detail.words));
    this.field.addEventListener("newsroom:write", (event) => this.write(event.detail));
    this.field.addEventListener("focus", () => this.editor.commands.focus());
    for (const label of this.field.labels ?? []) {
      label.addEventListener("click", () => this.editor.commands.focus());
    }
    // An original turns with its language.
    new MutationObserver(() => this.editor.view.setProps({ attributes: this.attributes() }))
      .observe(this.field, { attributeFilter: ["lang", "dir"] });
    const flush = () => this.flush();
    document.addEventListener("newsroom:flush", flush);
    document.addEventListener("submit", flush, true);
    document.addEventListener("visibilitychange", flush);
    window.addEventListener("beforeunload", flush, true);
    window.addEventListener("pagehide", flush, true);
  }
}

// --- The toolbar --------------------------------------------------------------------------------------------------

const COMMANDS = {
  bold: (chain) => chain.toggleMark("bold"),
  italic: (chain) => chain.toggleMark("italic"),
  quote: (chain) => chain.toggleWrap("blockquote"),
  bulletList: (chain) => chain.toggleList("bulletList", "listItem"),
  orderedList: (chain) => chain.toggleList("orderedList", "listItem"),
  plain: (chain) => chain.unsetAllMarks(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};
const ACTIVE = { bold: "bold", italic: "italic", quote: "blockquote", bulletList: "bulletList", orderedList: "orderedList", link: "link", photo: "figure" };

function wireTools(rich) {
  const { editor, tools } = rich;
  if (rich.field.name !== "body") {
    // An original has no photos of ours.
    tools.querySelector("[data-command='photo']").remove();
  }
  const buttons = [...tools.querySelectorAll("button, select")];
  const style = tools.querySelector("select");
  // One stop for the Tab key; the arrows go on from there.
  const only = (chosen) => buttons.forEach((each) => (each.tabIndex = each === chosen ? 0 : -1));
  only(buttons[0]);
  tools.addEventListener("focusin", (event) => only(event.target));
  tools.addEventListener("keydown", (event) => {
    const back = getComputedStyle(tools).direction === "rtl" ? "ArrowRight" : "ArrowLeft";
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    const at = buttons.indexOf(event.target) + (event.key === back ? -1 : 1);
    buttons[(at + buttons.length) % buttons.length].focus();
  });
  // The words chosen in the text stay chosen.
  tools.addEventListener("mousedown", (event) => {
    catchUp();
    if (event.target.closest("button")) event.preventDefault();
  });
  tools.addEventListener("click", (event) => {
    const command = event.target.closest("button")?.dataset.command;
    if (command === "link") askForLink(rich);
    else if (command === "photo") (rich.figureAt(editor.state) ? rich.askAboutPhoto : rich.askForPhoto)(rich);
    else if (command) COMMANDS[command](editor.chain().focus()).run();
  });
  style.addEventListener("change", () => {
    const level = Number(style.value);
    const chain = editor.chain().focus();
    (level ? chain.setNode("heading", { level }) : chain.setNode("paragraph")).run();
  });
  let isAsked = false;
  const show = () => {
    isAsked = false;
    for (const button of buttons) {
      const name = ACTIVE[button.dataset.command];
      if (name) button.setAttribute("aria-pressed", editor.isActive(name));
    }
    style.value = String([2, 3, 4].find((level) => editor.isActive("heading", { level })) ?? 0);
  };
  editor.on("transaction", () => {
    if (!isAsked) {
      isAsked = true;
      setTimeout(show, 100);
    }
  });
  tools.addEventListener("keydown", (event) => event.key === "Escape" && editor.commands.focus());
  editor.view.dom.addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "F10") {
      event.preventDefault();
      buttons[0].focus();
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      askForLink(rich);
    }
  });
}

function askForLink(rich) {
  const { editor } = rich;
  const dialog = document.getElementById("rich-link");
  const address = dialog.querySelector("input");
  const words = dialog.querySelector("[role='alert']");
  words.hidden = true;
  editor.commands.extendMarkRange("link");
  address.value = editor.getAttributes("link").href ?? "";
  dialog.querySelector("form").onsubmit = (event) => {
    const pressed = event.submitter?.value;
    const said = address.value.trim();
    if (pressed === "set" && !rich.isAddress(said)) {
      event.preventDefault();
      words.hidden = false;
      address.focus();
      return;
    }
    const chain = editor.chain().focus();
    if (pressed === "remove") chain.unsetMark("link").run();
    else if (!editor.state.selection.empty) chain.setMark("link", { href: said }).run();
    else chain.insertContent({ type: "text", text: said, marks: [{ type: "link", attrs: { href: said } }] }).run();
  };
  dialog.querySelector("[value='cancel']").onclick = () => dialog.close();
  dialog.onclose = () => editor.commands.focus();
  dialog.showModal();
}

// --- All of them ---------------------------------------------------------------------------------------------------

async function mountAll() {
  const fields = [...document.querySelectorAll("#article_form textarea.desk-writing")].filter(
    (field) => !field.disabled && !field.name.includes("__prefix__") && !mounted.has(field) && field.checkVisibility(),
  );
  if (!fields.length) {
    return;
  }
  fields.forEach((field) => mounted.add(field));
  const loaded = await load();
  fields.forEach((field) => new Editor(field, loaded));
}

document.addEventListener("formset:added", mountAll);
document.addEventListener("toggle", mountAll, true);
// What there is to read comes first. A field can be typed in until then, and where this fails.
if (document.readyState === "complete") {
  mountAll();
} else {
  window.addEventListener("load", mountAll);
}
