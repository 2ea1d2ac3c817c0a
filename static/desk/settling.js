// One box that chooses all rows of the page, where there is a script to do it.
for (const all of document.querySelectorAll("[data-choose-all]")) {
  const rows = [...all.closest("form").querySelectorAll("[name=chosen]:not(:disabled)")];
  const box = all.querySelector("input");
  all.hidden = rows.length < 2;
  box.addEventListener("change", () => rows.forEach((row) => (row.checked = box.checked)));
  for (const row of rows) row.addEventListener("change", () => (box.checked = rows.every((each) => each.checked)));
}
