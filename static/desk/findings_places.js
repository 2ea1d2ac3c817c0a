// Where the words of a finding stand on the page. The lines of a text are counted as the checks count them.

const EDGES = new Set(["P", "H2", "H3", "H4", "LI", "BLOCKQUOTE", "UL", "OL", "HR", "BR"]);
const SPACE = /\s/u;
// What is not stored: the checks have not seen it.
const GONE = /[\u202a-\u202e\u2066-\u2069\ufeff\u200b\u{e0000}-\u{e007f}\p{Cc}]/u;
const PART_OF_WORD = /[\p{L}\p{M}\p{N}]/u;
const OURS = ".desk-bench-ours .field-body :is(.rich-page, .desk-reading)";

// --- Lines --------------------------------------------------------------------------------------------------------

/** The lines of a body: a paragraph, a heading, an item of a list, what stands between two breaks; no captions. */
export function linesOf(whole) {
  const lines = [];
  let nodes = [];
  const end = () => {
    if (nodes.some((node) => [...node.data].some((each) => !SPACE.test(each) && !GONE.test(each)))) {
      lines.push({ nodes, whole });
    }
    nodes = [];
  };
  const walk = (parent) => {
    for (const child of parent.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        nodes.push(child);
      } else if (child.nodeType === Node.ELEMENT_NODE && child.nodeName !== "FIGURE") {
        const isEdge = EDGES.has(child.nodeName);
        if (isEdge) end();
        walk(child);
        if (isEdge) end();
      }
    }
  };
  walk(whole);
  end();
  return lines;
}

// A line of one's own: a headline or standfirst to be read, or a field it is written in.
function single(element) {
  if (!element) {
    return [];
  }
  if ("value" in element) {
    return element.value.trim() ? [{ field: element, whole: element }] : [];
  }
  const node = element.firstChild;
  return node?.nodeType === Node.TEXT_NODE ? [{ nodes: [node], whole: element, isRaw: true }] : [];
}

// Its characters, spaces single, and where each of them stands.
function read(line) {
  if (line.said) {
    return line;
  }
  Object.assign(line, { said: [], spots: [] });
  let wasSpace = true;
  for (const node of line.field ? [{ data: line.field.value }] : line.nodes) {
    let offset = 0;
    for (const char of node.data) {
      const isSpace = SPACE.test(char) && !line.field && !line.isRaw;
      if ((line.field || line.isRaw || !GONE.test(char) || isSpace) && !(isSpace && wasSpace)) {
        line.said.push(isSpace ? " " : char);
        line.spots.push({ node, offset, length: char.length });
        wasSpace = isSpace;
      }
      offset += char.length;
    }
  }
  return line;
}

// --- Texts --------------------------------------------------------------------------------------------------------

function originals(bench) {
  const rows = [...bench.querySelectorAll(".desk-bench-theirs .inline-related:not(.empty-form, .is-replaced)")];
  const found = rows.map((row) => {
    const body = row.querySelector(".bench-text") ?? row.querySelector("[id$='-body'].rich-source")?.previousElementSibling?.querySelector(".rich-page");
    return {
      body: body ? linesOf(body) : [],
      headline: single(row.querySelector(".desk-original-headline") ?? row.querySelector("[name$='-headline']")),
      standfirst: single(row.querySelector(".desk-original-standfirst") ?? row.querySelector("[name$='-standfirst']")),
    };
  });
  return found.filter((each) => each.body.length || each.headline.length);
}

/** Every line of the article and of its originals, as they stand on the page now. */
export function textsOf(bench) {
  const body = bench.querySelector(OURS);
  const own = (name) => document.getElementById(`id_${name}`) ?? bench.querySelector(`.desk-bench-ours .field-${name} .readonly`);
  const article = {
    body: body ? linesOf(body) : [],
    headline: single(own("headline")),
    standfirst: single(own("standfirst")),
  };
  return { article, originals: originals(bench) };
}

// --- Found --------------------------------------------------------------------------------------------------------

function isAt(said, at, characters) {
  return at >= 0 && characters.every((each, index) => said[at + index] === each);
}

function places(said, characters) {
  return said.flatMap((_each, at) => (isAt(said, at, characters) ? [at] : []));
}

function isWhole(said, start, end) {
  const isCut = (edge) => PART_OF_WORD.test(said[edge - 1] ?? "") && PART_OF_WORD.test(said[edge] ?? "");
  return !isCut(start) && !isCut(end);
}

function nearest(offsets, start) {
  return offsets.toSorted((one, other) => Math.abs(one - start) - Math.abs(other - start))[0];
}

/** Where the words of `place` are among `lines` of its text: `isSure` where no others can be meant. Where they are not
 * any more, the line that they stood in, without a start. */
export function locate(place, lines) {
  const meant = lines[place.paragraph] ?? lines.at(-1);
  if (!meant) {
    return null;
  }
  const [words, before, after] = [place.words, place.before, place.after].map((each) => [...each]);
  const found = (line, start, isSure) => ({ line, start, end: start + words.length, isSure });
  const hasNeighbours = ({ said }, start) =>
    said[start - 1] === before.at(-1) && said[start + words.length] === after[0];
  if (!words.length) {
    return { line: meant, isSure: false };
  }
  if (isAt(read(meant).said, place.start, words) && hasNeighbours(meant, place.start)) {
    return found(meant, place.start, true);
  }
  // Edited since: the words with what stood around them, wherever they moved to; else the nearest of the same words.
  const byDistance = lines.map((line, index) => [line, Math.abs(index - place.paragraph)]);
  byDistance.sort(([, one], [, other]) => one - other);
  for (const [line] of byDistance) {
    const around = nearest(places(read(line).said, [...before, ...words, ...after]), place.start - before.length);
    if (around !== undefined && before.length + after.length > 3) {
      return found(line, around + before.length, true);
    }
  }
  for (const [line] of byDistance) {
    const said = line.said;
    const start = nearest(places(said, words).filter((at) => isWhole(said, at, at + words.length)), place.start);
    if (start !== undefined) {
      return found(line, start, false);
    }
  }
  return { line: meant, isSure: false };
}

/** The range of what `locate` found: of its words, or of the whole line; null within a field. */
export function rangeOf({ line, start, end }) {
  const { spots, field } = read(line);
  if (field || !spots.length) {
    return null;
  }
  const first = spots[start ?? 0];
  const last = spots[end === undefined ? spots.length - 1 : end - 1];
  const range = document.createRange();
  range.setStart(first.node, first.offset);
  range.setEnd(last.node, last.offset + last.length);
  return range;
}

/** From which to which character of a field's value the words stand. */
export function spanOf({ line, start, end }) {
  const { spots, field } = read(line);
  const last = spots[(end ?? spots.length) - 1];
  return { field, from: spots[start ?? 0].offset, to: last.offset + last.length };
}
