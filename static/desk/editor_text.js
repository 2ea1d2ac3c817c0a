// A body between the field, which holds what is saved, and the editor.

const BLOCK_TAGS = "p|h[1-6]|ul|ol|blockquote|div|hr|table|figure";
const HAS_BLOCK = new RegExp(`<(?:${BLOCK_TAGS})\\b`, "i");
const NO_TAG = /<(?!\/?(?:a|em|strong|b|i|s|sub|sup|br|span|cite|q|bdi)(?=[\s/>])[^<]*>)/gi;
const NOT_BETWEEN_BLOCKS = new Set(["P", "H2", "H3", "H4"]);

// What is typed plainly becomes what the server makes of it: a blank line ends a paragraph.
export function asHtml(text) {
  const value = text.replace(/\r\n?/g, "\n").trim();
  if (!value || HAS_BLOCK.test(value)) {
    return value;
  }
  const paragraphs = value.replace(NO_TAG, "&lt;").split(/\n[ \t]*\n+/);
  return paragraphs.map((each) => `<p>${each.trim().replaceAll("\n", "<br>")}</p>`).join("");
}

function inert(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

// Line ends between blocks say nothing; within one they are spaces.
function withoutLineEnds(parent) {
  for (const child of [...parent.childNodes]) {
    if (child.nodeType === Node.TEXT_NODE) {
      child.data = child.data.replace(/\n/g, " ");
      if (!child.data.trim() && !NOT_BETWEEN_BLOCKS.has(parent.nodeName) && isAtBlock(child)) {
        child.remove();
      }
    } else if (child.nodeType === Node.ELEMENT_NODE) {
      withoutLineEnds(child);
    } else {
      child.remove();
    }
  }
}

function isAtBlock(node) {
  const inline = /^(?:A|EM|STRONG|S|SUB|SUP|SPAN|CITE|Q|BDI|#text)$/;
  return !(inline.test(node.previousSibling?.nodeName ?? "") && inline.test(node.nextSibling?.nodeName ?? ""))
    && !inline.test(node.parentNode.nodeName);
}

// Turns HTML into a document and back. A block nobody touched comes back byte for byte, and costs nothing.
export class Text {
  constructor(kit, schema) {
    this.parser = kit.pm.model.DOMParser.fromSchema(schema);
    this.serializer = kit.pm.model.DOMSerializer.fromSchema(schema);
    this.schema = schema;
    this.known = new WeakMap();
  }

  read(html) {
    const content = inert(html);
    withoutLineEnds(content);
    const blocks = [];
    for (const element of [...content.childNodes]) {
      const box = document.createElement("div");
      const stored = element.outerHTML;
      box.append(element);
      const found = this.parser.parse(box, { preserveWhitespace: "full" });
      found.forEach((block) => {
        blocks.push(block);
        if (found.childCount === 1 && stored) {
          this.known.set(block, stored);
        }
      });
    }
    return this.schema.topNodeType.createAndFill(null, blocks);
  }

  write(doc) {
    const parts = [];
    doc.forEach((block) => parts.push(this.known.get(block) ?? this.#written(block)));
    return parts.join("");
  }

  #written(block) {
    const box = document.createElement("template").content.ownerDocument.createElement("div");
    box.append(this.serializer.serializeNode(block, { document: box.ownerDocument }));
    for (const paragraph of box.querySelectorAll("li > p:only-of-type:first-child")) {
      if (!paragraph.attributes.length) {
        paragraph.replaceWith(...paragraph.childNodes);
      }
    }
    box.querySelectorAll("figcaption:empty").forEach((each) => each.remove());
    const isEmpty = block.type.name === "paragraph" && !block.content.size;
    const html = isEmpty ? "" : box.innerHTML;
    this.known.set(block, html);
    return html;
  }
}
