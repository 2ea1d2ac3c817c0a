// What is pasted from a word processor or a web page, without what it brings along.

const RENAMED = { H1: "h2", H5: "h4", H6: "h4", B: "strong", I: "em", STRIKE: "s", DEL: "s" };
const DROPPED = "script,style,link,meta,title,iframe,object,embed,svg,img,picture,video,audio,button,nav,form,input,"
  + "select,textarea,noscript,template,[aria-hidden='true']";

// The browser would report each style and handler of somebody else's page as a breach of ours.
function disarmed(html) {
  return html
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<!\[[^\]]*\]>/g, "")
    .replace(/<(style|script|xml|title)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style)\s*=/gi, " data-$1=").replace(/\s(on\w+)\s*=/gi, " data-$1="));
}

function renamed(element, name) {
  const other = element.ownerDocument.createElement(name);
  for (const kept of ["href", "title", "data-style", "class"]) {
    if (element.hasAttribute(kept)) {
      other.setAttribute(kept, element.getAttribute(kept));
    }
  }
  other.append(...element.childNodes);
  element.replaceWith(other);
  return other;
}

function wrapWithin(element, name) {
  const inner = element.ownerDocument.createElement(name);
  inner.append(...element.childNodes);
  element.append(inner);
}

function styleOf(element) {
  return (element.getAttribute("data-style") ?? "").toLowerCase().replace(/\s+/g, "");
}

// Emphasis that a word processor writes as a style.
function meantBy(element) {
  const style = styleOf(element);
  const isHeading = element.closest("h1,h2,h3,h4,h5,h6") !== null;
  if (/(?:^|;)font-weight:(?:bold|[6-9]00)/.test(style) && !isHeading) wrapWithin(element, "strong");
  if (/(?:^|;)font-style:italic/.test(style)) wrapWithin(element, "em");
  if (/(?:^|;)text-decoration[^;]*:[^;]*line-through/.test(style)) wrapWithin(element, "s");
  if (/(?:^|;)vertical-align:super/.test(style)) wrapWithin(element, "sup");
  if (/(?:^|;)vertical-align:sub/.test(style)) wrapWithin(element, "sub");
}

// Word writes lists as paragraphs with a drawn bullet.
function listsOfWord(root) {
  let list = null;
  for (const paragraph of [...root.querySelectorAll("p")]) {
    if (!/mso-list:l\d/.test(styleOf(paragraph))) {
      list = null;
      continue;
    }
    const bullet = [...paragraph.querySelectorAll("span")].find((each) => /mso-list:ignore/.test(styleOf(each)));
    const isNumbered = /^[\s\u00a0]*[\p{N}\p{L}]{1,4}[.)]/u.test(bullet?.textContent ?? "");
    bullet?.remove();
    const name = isNumbered ? "OL" : "UL";
    if (list?.nodeName !== name || paragraph.previousElementSibling !== list) {
      list = root.ownerDocument.createElement(name);
      paragraph.before(list);
    }
    const item = root.ownerDocument.createElement("li");
    item.append(...paragraph.childNodes);
    list.append(item);
    paragraph.remove();
  }
}

function unwrapped(element) {
  element.replaceWith(...element.childNodes);
}

export function cleanPasted(html) {
  if (html.includes("data-pm-slice")) {
    return html;
  }
  const root = new DOMParser().parseFromString(disarmed(html), "text/html").body;
  root.querySelectorAll(DROPPED).forEach((each) => each.remove());
  listsOfWord(root);
  root.querySelectorAll("br.Apple-interchange-newline").forEach((each) => each.remove());
  for (const element of [...root.querySelectorAll("*")]) {
    // Google Docs wraps everything in a <b> that is none.
    if (/^(?:B|STRONG)$/.test(element.nodeName) && /(?:^|;)font-weight:(?:normal|400)/.test(styleOf(element))) {
      unwrapped(element);
    } else if (/^(?:SPAN|FONT|P)$/.test(element.nodeName)) {
      meantBy(element);
    } else if (RENAMED[element.nodeName]) {
      renamed(element, RENAMED[element.nodeName]);
    }
  }
  for (const element of [...root.querySelectorAll("*")]) {
    for (const { name } of [...element.attributes]) {
      if (!(element.nodeName === "A" && /^(?:href|title)$/.test(name))) {
        element.removeAttribute(name);
      }
    }
    if (/^(?:SPAN|FONT|U|O:P)$/.test(element.nodeName)) {
      unwrapped(element);
    }
  }
  root.querySelectorAll("p, h2, h3, h4").forEach((each) => {
    if (!each.textContent.replace(/\u00a0/g, " ").trim()) {
      each.remove();
    }
  });
  return root.innerHTML.replace(/\r?\n/g, " ");
}
