// Which blocks of our text and of an original answer to each other: as the desk paired their lines last, shifted by
// what was written since.

// What is written to no end yet may be like anything.
const ENDED = /[.!?:…。！？؟۔]["'’”»)\]]*\s*$/u;

function blockOf({ nodes, whole }) {
  let node = nodes[0];
  while (node.parentNode !== whole) {
    node = node.parentNode;
  }
  return node;
}

// Those of `beads` that say something on both sides, by blocks: several lines may be of one.
function gathered(beads, lines, blocks) {
  const numbers = Object.fromEntries(["ours", "theirs"].map((side) => {
    const places = new Map(blocks[side].map((block, index) => [block, index]));
    return [side, lines[side].map((line) => places.get(blockOf(line)))];
  }));
  const groups = { ours: new Map(), theirs: new Map() };
  for (const [ours, theirs, isMoved] of beads.filter((bead) => bead[0].length && bead[1].length)) {
    const members = { ours: ours.map((line) => numbers.ours[line]), theirs: theirs.map((line) => numbers.theirs[line]) };
    const sides = Object.keys(members);
    const met = new Set(sides.flatMap((side) => members[side].map((number) => groups[side].get(number))));
    const group = { ours: new Set(), theirs: new Set(), isMoved: Boolean(isMoved) };
    for (const each of [...met, members].filter(Boolean)) {
      sides.forEach((side) => each[side].forEach((number) => group[side].add(number)));
    }
    sides.forEach((side) => group[side].forEach((number) => groups[side].set(number, group)));
  }
  const inOrder = (numbers) => [...numbers].sort((one, other) => one - other);
  return [...new Set(groups.ours.values())].map((group) => ({ ...group, ours: inOrder(group.ours), theirs: inOrder(group.theirs) }));
}

export class Pairing {
  groups = [];
  texts = [];

  /** Takes what the desk `told` of these `lines`; false where these are others than it read. */
  take(told, lines, blocks) {
    if (told.ours !== lines.ours.length || told.theirs !== lines.theirs.length) {
      return false;
    }
    this.groups = gathered(told.beads, lines, blocks);
    this.texts = blocks.ours.map((block) => block.textContent);
    return true;
  }

  /** How the blocks answer to each other by now. */
  now({ ours, theirs }) {
    const texts = ours.map((block) => block.textContent);
    return new Rows(shifted(this.groups, this.texts, texts), texts, theirs.length);
  }
}

// Without the empty ones at the end: the next paragraph is about to be written there.
function written(texts) {
  return texts.slice(0, texts.findLastIndex((text) => text.trim()) + 1);
}

function shifted(groups, textsBefore, textsNow) {
  const [before, now] = [written(textsBefore), written(textsNow)];
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start < shorter && before[start] === now[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === now.at(-1 - end)) end += 1;
  const later = now.length - before.length;
  const place = (number) => (number >= before.length - end ? number + later : number < now.length - end ? number : -1);
  const moved = groups.map((group) => ({ ...group, ours: group.ours.map(place).filter((number) => number >= 0) }));
  return moved.filter((group) => group.ours.length);
}

class Rows {
  constructor(groups, texts, theirs) {
    const said = written(texts);
    const isBegun = said.length > 0 && !ENDED.test(said.at(-1));
    const kept = groups.filter((group) => !isBegun || group.ours[0] !== said.length - 1);
    this.count = { ours: texts.length, theirs };
    this.by = { ours: new Map(), theirs: new Map() };
    kept.forEach((group) => this.#note(group));
    let lowest = -1;
    this.inOrder = kept.filter(({ isMoved, theirs: [first, ...rest] }) => {
      const isBelow = !isMoved && first > lowest;
      lowest = isBelow ? rest.at(-1) ?? first : lowest;
      return isBelow;
    });
    this.#fill();
  }

  #note(group) {
    for (const side of ["ours", "theirs"]) {
      group[side].forEach((number) => this.by[side].set(number, group));
    }
  }

  // Before the first and behind the last that answer to each other one is beside the other by its place: above all the
  // next paragraph to translate, and the empty one for it.
  #fill() {
    const edges = [{ ours: [-1], theirs: [-1] }, ...this.inOrder, { ours: [this.count.ours], theirs: [this.count.theirs] }];
    const gaps = [edges.slice(0, 2), ...(edges.length > 2 ? [edges.slice(-2)] : [])];
    for (const [before, behind] of gaps) {
      const [ours, theirs] = ["ours", "theirs"].map((side) => {
        const from = before[side].at(-1) + 1;
        const between = Array.from({ length: Math.max(0, behind[side][0] - from) }, (_each, index) => from + index);
        return between.filter((number) => !this.by[side].has(number));
      });
      const beside = ours.slice(0, theirs.length).map((number, index) => ({ ours: [number], theirs: [theirs[index]] }));
      beside.forEach((group) => this.#note(group));
      this.inOrder.push(...beside);
    }
    this.inOrder.sort((one, other) => one.ours[0] - other.ours[0]);
  }

  /** The blocks of the other side that `index` of `side` answers to; where none does, the nearest before it. Past the
   * end of a text one is beside what follows there. */
  counterparts(side, index) {
    const other = side === "ours" ? "theirs" : "ours";
    const last = this.count[other] - 1;
    const group = this.by[side].get(index);
    if (group) {
      const [here, there] = [group[side], group[other]];
      return here.length === 1 || there.length === 1 ? there : [there[Math.floor((here.indexOf(index) * there.length) / here.length)]];
    }
    const past = Math.max(0, index - Math.max(0, this.count[side] - 1));
    for (let before = index - 1; before >= 0; before -= 1) {
      if (this.by[side].has(before)) {
        return [Math.min(this.by[side].get(before)[other].at(-1) + past, last)];
      }
    }
    return last < 0 ? [] : [Math.min(past, last)];
  }

  /** Which block of ours stands at the height of which of theirs, from the top. */
  pairs() {
    return this.inOrder.map((group) => [group.ours[0], group.theirs[0]]);
  }
}
