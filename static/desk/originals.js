// An original's fields turn to the direction of its language as soon as that is chosen.

const WRITTEN = ["headline", "standfirst", "body", "byline"];

function turn(select) {
  const group = select.closest(".desk-originals");
  const rightToLeft = group.dataset.rightToLeft.split(" ");
  const direction = rightToLeft.includes(select.value) ? "rtl" : "ltr";
  for (const name of WRITTEN) {
    const field = document.getElementById(select.id.replace(/language$/, name));
    if (field) {
      field.lang = select.value;
      field.dir = direction;
    }
  }
}

document.addEventListener("change", (event) => {
  if (event.target.matches(".desk-originals select[name$='-language']")) {
    turn(event.target);
  }
});
