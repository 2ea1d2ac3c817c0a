// The admin's own scripts, for choosing and for dates, once there is a use for them: on a phone that is further down.

const later = document.getElementById("admin-later");
const FILING = ".desk-filing, .desk-originals, .inline-group";

function load() {
  const models = [...later.content.querySelectorAll("script")];
  later.content.replaceChildren();
  const loaded = models.map((model) => new Promise((done) => {
    const script = document.createElement("script");
    script.src = model.getAttribute("src");
    script.nonce = model.getAttribute("nonce");
    // In their order.
    script.async = false;
    script.onload = script.onerror = done;
    document.head.append(script);
  }));
  // They wait for the page to be loaded, which may be over.
  if (models.length && document.readyState === "complete") {
    Promise.all(loaded).then(() => window.DateTimeShortcuts?.init());
  }
}

if (matchMedia("(min-width: 641px)").matches) {
  load();
} else {
  const near = new IntersectionObserver((seen) => {
    if (seen.some((each) => each.isIntersecting)) {
      near.disconnect();
      load();
    }
  }, { rootMargin: "600px 0px" });
  document.querySelectorAll(".desk-filing, .inline-group:not(.desk-originals)").forEach((part) => near.observe(part));
  document.addEventListener("focusin", (event) => event.target.closest(FILING) && load());
}
