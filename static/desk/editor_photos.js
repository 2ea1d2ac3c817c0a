// The photos of a text: each a figure that names its photo, with a caption and a text for those who can't see it.

const NUMBER = /^[1-9][0-9]{0,17}$/;
const WAIT = 300;

const model = () => document.getElementById("rich-figure");
const addressOf = (photo) => model().dataset.picture.replace("/0/", `/${photo}/`);

function numberIn(figure) {
  const number = figure.querySelector("img[data-photo]")?.getAttribute("data-photo") ?? "";
  return NUMBER.test(number) ? number : null;
}

// --- In the text --------------------------------------------------------------------------------------------------

function viewOf(node, choose, open) {
  const dom = model().content.firstElementChild.cloneNode(true);
  const picture = dom.querySelector("img");
  const button = dom.querySelector("button");
  const show = ({ attrs }) => {
    picture.alt = attrs.alt;
    if (picture.dataset.shown !== attrs.photo) {
      picture.dataset.shown = attrs.photo;
      picture.src = addressOf(attrs.photo);
    }
  };
  show(node);
  button.addEventListener("click", open);
  picture.addEventListener("click", choose);
  picture.addEventListener("dblclick", open);
  const contentDOM = dom.querySelector("figcaption");
  return {
    dom,
    contentDOM,
    update: (next) => next.type === node.type && (show(next), true),
    stopEvent: (event) => button.contains(event.target),
    ignoreMutation: (change) => change.type !== "selection" && !contentDOM.contains(change.target),
  };
}

// The figure where the caret is or that is chosen, and where it stands.
export function figureAt({ selection }) {
  if (selection.node?.type.name === "figure") {
    return { node: selection.node, position: selection.from };
  }
  const { $from } = selection;
  return $from.parent.type.name === "figure" ? { node: $from.parent, position: $from.before() } : null;
}

function choose({ pm }, editor, position) {
  editor.view.dispatch(editor.state.tr.setSelection(pm.state.NodeSelection.create(editor.state.doc, position)));
}

export function figureFor(kit) {
  return kit.Node.create({
    name: "figure",
    group: "block",
    content: "inline*",
    draggable: true,
    isolating: true,
    addAttributes: () => ({
      photo: { default: null, rendered: false, parseHTML: numberIn },
      alt: { default: "", rendered: false, parseHTML: (figure) => figure.querySelector("img")?.getAttribute("alt") ?? "" },
    }),
    // A picture from elsewhere names no photo of ours.
    parseHTML: () => [{
      tag: "figure",
      getAttrs: (figure) => (numberIn(figure) ? null : false),
      contentElement: (figure) => figure.querySelector("figcaption") ?? figure.ownerDocument.createElement("figcaption"),
    }],
    renderHTML: ({ node }) => ["figure", ["img", { "data-photo": node.attrs.photo, alt: node.attrs.alt }], ["figcaption", 0]],
    addNodeView: () => ({ node, getPos, editor }) => {
      const chosen = () => choose(kit, editor, getPos());
      return viewOf(node, chosen, () => (chosen(), askAboutPhoto({ kit, editor })));
    },
    // What is typed on a photo is its caption: it must not take the photo's place.
    addProseMirrorPlugins: () => [new kit.pm.state.Plugin({
      props: {
        handleTextInput: (view, _from, _to, text) => {
          const { selection, tr } = view.state;
          if (selection.node?.type.name !== "figure") return false;
          view.dispatch(tr.setSelection(kit.pm.state.TextSelection.create(tr.doc, selection.to - 1)).insertText(text));
          return true;
        },
      },
    })],
    addKeyboardShortcuts() {
      const caption = () => {
        const { selection } = this.editor.state;
        return selection.empty && selection.$from.parent.type === this.type ? selection.$from : null;
      };
      return {
        // A caption is one run of words: the next paragraph comes after the photo.
        Enter: () => {
          const at = this.editor.state.selection.$from;
          if (at.parent.type !== this.type) return false;
          return this.editor.chain().insertContentAt(at.after(), { type: "paragraph" }).setTextSelection(at.after() + 1).run();
        },
        Backspace: () => {
          const at = caption();
          if (at?.parentOffset !== 0) return false;
          choose(kit, this.editor, at.before());
          return true;
        },
        Delete: () => {
          const at = caption();
          return at !== null && at.parentOffset === at.parent.content.size;
        },
      };
    },
  });
}

// --- Asked about one ----------------------------------------------------------------------------------------------

function move({ kit, editor }, { node, position }, isUp) {
  const { doc, tr } = editor.state;
  const $at = doc.resolve(position);
  const index = $at.index();
  const beside = isUp ? (index ? $at.parent.child(index - 1) : null) : $at.parent.maybeChild(index + 1);
  if (beside) {
    const to = isUp ? position - beside.nodeSize : position + beside.nodeSize;
    tr.delete(position, position + node.nodeSize).insert(to, node);
    editor.view.dispatch(tr.setSelection(kit.pm.state.NodeSelection.create(tr.doc, to)).scrollIntoView());
  }
}

export function askAboutPhoto(rich) {
  const { editor } = rich;
  const found = figureAt(editor.state);
  const dialog = document.getElementById("rich-photo");
  const alt = dialog.querySelector("input");
  const picture = dialog.querySelector("img");
  const page = dialog.querySelector("a");
  alt.value = picture.alt = found.node.attrs.alt;
  picture.src = addressOf(found.node.attrs.photo);
  page.href = page.dataset.address.replace("/0/", `/${found.node.attrs.photo}/`);
  dialog.querySelector("form").onsubmit = (event) => {
    const pressed = event.submitter?.value;
    const said = alt.value.replace(/\s+/g, " ").trim();
    if (said !== found.node.attrs.alt && pressed !== "remove") {
      editor.view.dispatch(editor.state.tr.setNodeMarkup(found.position, null, { ...found.node.attrs, alt: said }));
      found.node = editor.state.doc.nodeAt(found.position);
    }
    if (pressed === "remove") {
      editor.view.dispatch(editor.state.tr.delete(found.position, found.position + found.node.nodeSize));
    } else if (pressed !== "set") {
      move(rich, found, pressed === "up");
    }
  };
  openDialog(dialog, editor);
}

function openDialog(dialog, editor) {
  dialog.querySelector("[value='cancel']").onclick = () => dialog.close();
  // At once: what is typed next is meant for the text.
  dialog.onclose = () => editor.view.focus();
  dialog.showModal();
}

// --- One of the newsroom's, put into the text ---------------------------------------------------------------------

function lineFor(photo, insert) {
  const line = document.getElementById("rich-photo-line").content.firstElementChild.cloneNode(true);
  const button = line.querySelector("button");
  line.querySelector("img").src = addressOf(photo.id);
  line.querySelector("[data-words]").textContent = photo.words;
  line.querySelector("[data-credit]").textContent = photo.credit;
  button.addEventListener("click", () => insert(photo));
  return line;
}

function insertPhoto({ kit, editor }, photo) {
  const { state, view } = editor;
  const { schema, selection } = state;
  const figure = schema.nodes.figure.create(
    { photo: String(photo.id), alt: photo.alt },
    photo.caption ? schema.text(photo.caption) : null,
  );
  // After the block of the text where the caret is.
  const after = selection.$from.depth ? selection.$from.after(1) : selection.to;
  const tr = state.tr.insert(after, figure);
  view.dispatch(tr.setSelection(kit.pm.state.NodeSelection.create(tr.doc, after)).scrollIntoView());
}

export function askForPhoto(rich) {
  const dialog = document.getElementById("rich-photos");
  const asked = dialog.querySelector("input");
  const list = dialog.querySelector("ul");
  const none = dialog.querySelector("[data-none]");
  let waiting;
  let latest = 0;
  const find = async () => {
    const number = (latest += 1);
    const address = `${dialog.dataset.find}?${new URLSearchParams({ q: asked.value.trim() })}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    const { photos } = answer?.ok ? await answer.json() : { photos: [] };
    if (number !== latest) return;
    none.hidden = photos.length > 0;
    list.replaceChildren(...photos.map((photo) => lineFor(photo, () => {
      dialog.close();
      insertPhoto(rich, photo);
    })));
  };
  asked.oninput = () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, WAIT);
  };
  // Enter looks for it now.
  dialog.querySelector("form").onsubmit = (event) => {
    event.preventDefault();
    find();
  };
  asked.value = "";
  find();
  openDialog(dialog, rich.editor);
}
