// What a body may hold in the editor: the same small HTML that the server keeps.

const BLOCKS = ["paragraph", "heading", "blockquote", "bulletList", "orderedList", "listItem"];
const MAY_LEAD_TO = /^(?:https?:\/\/|mailto:)/i;

function attribute(name) {
  return {
    default: null,
    // Split in two, a paragraph of another language stays one.
    keepOnSplit: true,
    parseHTML: (element) => element.getAttribute(name),
    renderHTML: (attributes) => (attributes[name] ? { [name]: attributes[name] } : {}),
  };
}

const languageAndDirection = () => ({ lang: attribute("lang"), dir: attribute("dir") });

export function isAddress(text) {
  return MAY_LEAD_TO.test(text.trim());
}

export function extensionsFor(kit, figure) {
  const { Extension, Mark, Node } = kit;

  const Languages = Extension.create({
    name: "languages",
    addGlobalAttributes: () => [{ types: BLOCKS, attributes: languageAndDirection() }],
  });
  const OrderedList = Node.create({
    name: "orderedList",
    group: "block list",
    content: "listItem+",
    parseHTML: () => [{ tag: "ol" }],
    renderHTML: ({ HTMLAttributes }) => ["ol", HTMLAttributes, 0],
  });
  // Tab leaves the editor, in a list as anywhere.
  const ListItem = kit.ListItem.extend({
    addKeyboardShortcuts() {
      return { Enter: () => this.editor.commands.splitListItem(this.name) };
    },
  });
  const Link = Mark.create({
    name: "link",
    inclusive: false,
    addAttributes: () => ({ href: attribute("href"), title: attribute("title") }),
    parseHTML: () => [{ tag: "a[href]", getAttrs: (link) => isAddress(link.getAttribute("href")) && null }],
    renderHTML: ({ HTMLAttributes }) => ["a", { ...HTMLAttributes, rel: "noopener nofollow" }, 0],
  });
  const inline = (name, tag) =>
    Mark.create({
      name,
      addAttributes: languageAndDirection,
      parseHTML: () => [{ tag }],
      renderHTML: ({ HTMLAttributes }) => [name, HTMLAttributes, 0],
    });

  return [
    kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, kit.HorizontalRule, kit.Blockquote, kit.BulletList,
    kit.Heading.configure({ levels: [2, 3, 4] }), OrderedList, ListItem, Languages, Link,
    kit.Bold, kit.Italic, kit.Strike, kit.Subscript, kit.Superscript,
    inline("span", "span[lang], span[dir]"), inline("cite", "cite"), inline("q", "q"), inline("bdi", "bdi"),
    figure, kit.UndoRedo, kit.Gapcursor,
  ];
}
