// What readers are told stands as they get it, while it is typed.

const told = document.querySelector("[data-told]");
const text = document.getElementById("id_public_note") ?? document.getElementById("id_text");
const kind = document.getElementById("id_kind");

function lines(words) {
  return words.split("\n").flatMap((line, number) => (number ? [document.createElement("br"), line] : [line]));
}

function show() {
  for (const shown of told.querySelectorAll("[data-told-text]")) {
    shown.replaceChildren(...lines(text.value.trim()));
  }
  for (const each of told.querySelectorAll("[data-told-kind]")) {
    each.hidden = each.dataset.toldKind !== kind?.value;
  }
}

if (told && text) {
  text.addEventListener("input", show);
  kind?.addEventListener("change", show);
  show();
  document.querySelector("[data-without-script]")?.remove();
}
