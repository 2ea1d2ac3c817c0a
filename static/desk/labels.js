// Names for what the admin's widgets leave unnamed, for those who don't see what stands beside them.

function nameOf(control) {
  const label = document.querySelector(`label[for="${CSS.escape(control.id)}"]`);
  if (label) {
    return label.textContent.trim().replace(/:$/, "");
  }
  const cell = control.closest("td");
  const heading = cell?.closest("table")?.tHead?.rows[0]?.cells[cell.cellIndex];
  return heading ? heading.textContent.trim() : "";
}

function name(root) {
  for (const select of root.querySelectorAll("select.admin-autocomplete")) {
    const called = nameOf(select);
    if (called && !select.labels.length && !select.hasAttribute("aria-label")) {
      select.setAttribute("aria-label", called);
    }
    const box = select.nextElementSibling;
    if (!called || !box?.classList.contains("select2")) {
      continue;
    }
    for (const part of box.querySelectorAll("[role='combobox'], [role='textbox'], .select2-search__field")) {
      if (part.getAttribute("aria-label") !== called) {
        part.setAttribute("aria-label", called);
      }
    }
  }
  // A list whose first child may be a button to clear it is no list to those who hear it.
  for (const list of root.querySelectorAll("ul.select2-selection__rendered")) {
    for (const part of [list, ...list.children]) {
      if (part.tagName !== "SPAN" && part.getAttribute("role") !== "none") {
        part.setAttribute("role", "none");
      }
    }
  }
  // In a table of rows to fill in, the head of the column names the field.
  for (const field of root.querySelectorAll(".tabular td :is(input:not([type='hidden']), select, textarea):not([aria-label])")) {
    if (!field.labels.length && nameOf(field)) {
      field.setAttribute("aria-label", nameOf(field));
    }
  }
  const search = root.querySelector("#searchbar:not([aria-label])");
  search?.setAttribute("aria-label", search.form.querySelector("[type='submit']").value);
}

function nameEverything() {
  name(document);
  new MutationObserver(() => name(document)).observe(document.body, { childList: true, subtree: true });
}

if (document.readyState === "complete") {
  nameEverything();
} else {
  window.addEventListener("load", nameEverything);
}
