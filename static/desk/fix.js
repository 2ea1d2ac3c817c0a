// What readers will be told of a correction, as it is being written.

function mirror(box) {
  const form = box.closest("form");
  const kind = form.querySelector("[name='kind']");
  const text = form.querySelector("[name='text'], [name$='public_note']");
  const row = text.closest(".desk-field");
  const unlisted = (box.dataset.unlisted ?? "").split(" ");

  function show() {
    const isUnlisted = kind !== null && unlisted.includes(kind.value);
    box.hidden = isUnlisted || (kind === null && text.value.trim() === "");
    if (kind !== null) {
      row.hidden = isUnlisted;
      for (const label of box.querySelectorAll("[data-kind]")) {
        label.hidden = label.dataset.kind !== kind.value;
      }
    }
    box.querySelector("[data-mirrored]").textContent = text.value;
  }

  form.addEventListener("input", show);
  show();
}

for (const box of document.querySelectorAll("[data-mirror]")) {
  mirror(box);
}
// After the change was asked for, the page begins where it is.
document.querySelector("[data-fix-change]")?.focus({ preventScroll: true });
