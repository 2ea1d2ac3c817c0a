// What a form holds, and what changed in it: sent as the part of a text that changed, not as the text.

const BESIDE = /^(csrfmiddlewaretoken|revision|seen|_.*)$|__prefix__|-(id|article|content_object|INITIAL_FORMS|MIN_NUM_FORMS|MAX_NUM_FORMS)$/;
// Below that a text is sent whole: telling what changed would be longer.
const SHORT = 120;

/** What each field holds, as lists: several values of one choice, none of a box that isn't ticked. */
export function valuesOf(form) {
  const values = new Map();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !BESIDE.test(name)) {
      values.set(name, [...(values.get(name) ?? []), value.replaceAll("\r\n", "\n")]);
    }
  }
  return values;
}

export function same(one, other) {
  return one !== undefined && one.length === other.length && one.every((value, number) => value === other[number]);
}

/** The names whose values differ; what is in `before` alone holds nothing now. */
export function changed(now, before) {
  const names = new Set([...now.keys(), ...before.keys()]);
  return [...names].filter((name) => !same(before.get(name), now.get(name) ?? []));
}

/** `values` for sending: the part that changed since `known`, of which the desk has the text with this mark. */
export function change(values, known) {
  const whole = values.length === 1 ? values[0] : values;
  if (!known?.mark || values.length !== 1 || known.values.length !== 1 || whole.length < SHORT) {
    return whole;
  }
  return { base: known.mark, ...splice(known.values[0], whole) };
}

function splice(before, after) {
  const most = Math.min(before.length, after.length);
  let at = 0;
  while (at < most && before[at] === after[at]) at += 1;
  let kept = 0;
  while (kept < most - at && before[before.length - 1 - kept] === after[after.length - 1 - kept]) kept += 1;
  return { at, gone: before.length - at - kept, new: after.slice(at, after.length - kept) };
}

/** The mark by which both sides know a text. */
export async function mark(text) {
  if (!globalThis.crypto?.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...digest.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
