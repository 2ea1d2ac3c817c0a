// The focal point of a photo, shown in the picture and set there, with what is cut round it. Without this script, and
// where it may not be changed, it is two numbers.

const frame = document.querySelector(".focal");
const numbers = ["x", "y"].map((axis) => document.querySelector(`#id_focal_${axis}`));
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const within = (share) => Math.min(Math.max(share, 0), 1);

function shares() {
  return numbers.map((input) => within(Number(input.value)));
}

// Where a part begins that has the focal point in its middle, or as near as it gets: in percent, as styles count.
function position(share, part, whole) {
  const start = within((share * whole - part / 2) / (whole - part || 1));
  return `${start * 100}%`;
}

function show() {
  const [x, y] = shares();
  const [picture, point] = [frame.querySelector(".focal-picture img"), frame.querySelector(".focal-point")];
  const { naturalWidth: width, naturalHeight: height } = picture;
  point.style.left = `${x * 100}%`;
  point.style.top = `${y * 100}%`;
  point.setAttribute("aria-label", point.dataset.words.replace("{x}", Math.round(x * 100)).replace("{y}", Math.round(y * 100)));
  for (const crop of frame.querySelectorAll("[data-ratio]")) {
    const ratio = Number(crop.dataset.ratio);
    const across = position(x, Math.min(width, height * ratio), width);
    crop.style.objectPosition = `${across} ${position(y, Math.min(height, width / ratio), height)}`;
  }
}

function set(...to) {
  numbers.forEach((input, axis) => {
    input.value = within(to[axis]).toFixed(2);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function begin() {
  const [picture, point] = [frame.querySelector(".focal-picture"), frame.querySelector(".focal-point")];
  frame.classList.add("focal-set");
  frame.querySelectorAll("[hidden]").forEach((each) => { each.hidden = false; });
  numbers.forEach((input) => input.addEventListener("input", show));
  frame.querySelector(".focal-picture img").addEventListener("load", show);
  picture.addEventListener("click", (event) => {
    // The keyboard's click on the point itself has no place in the picture.
    if (event.detail) {
      const box = picture.getBoundingClientRect();
      set((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    }
  });
  point.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (step) {
      event.preventDefault();
      const much = event.shiftKey ? 0.1 : 0.01;
      set(...shares().map((share, axis) => share + step[axis] * much));
    }
  });
  show();
}

if (frame && numbers.every(Boolean)) {
  begin();
}
