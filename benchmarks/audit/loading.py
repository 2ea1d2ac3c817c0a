"""One page load in a real browser: what came over the line, when text stood there, and what moved."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, ViewportSize

# 400 kbit/s each way, in bytes; each request waits 400 ms for its answer to begin.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
# As long as a phone can be scrolled: what moves anywhere on the page counts, and so does the first paragraph.
LONG_PHONE: ViewportSize = {"width": 390, "height": 6000}
SETTLED_MS = 700
# When the first paragraph of the text is painted, and what moves: the browser's own entries, from the first one on.
WATCH = """
window.seen = {text: 0, shifts: [], first: ''};
const name = () => {
  const text = document.querySelector('main .body p, main .parallel-ours p, main h1, main h2');
  if (!text || window.seen.first) return;
  window.seen.first = text.tagName;
  text.setAttribute('elementtiming', 'first-text');
};
new MutationObserver(name).observe(document, {childList: true, subtree: true});
new PerformanceObserver(list => {
  for (const entry of list.getEntries())
    if (entry.identifier === 'first-text') window.seen.text = entry.renderTime || entry.startTime;
}).observe({type: 'element', buffered: true});
new PerformanceObserver(list => {
  for (const entry of list.getEntries())
    window.seen.shifts.push([entry.value, entry.sources.map(source => source.node?.outerHTML?.slice(0, 80) ?? '')]);
}).observe({type: 'layout-shift', buffered: true});
"""
READ = """async () => {
  await document.fonts.ready;
  const paints = performance.getEntriesByType('paint').filter(entry => entry.name === 'first-contentful-paint');
  const loaded = [...document.fonts].filter(face => face.status === 'loaded');
  const blocking = performance.getEntriesByType('resource').filter(entry => entry.renderBlockingStatus === 'blocking');
  const faces = loaded.map(face => face.unicodeRange);
  return {...window.seen, blocking: blocking.length, paint: paints[0]?.startTime ?? 0, faces};
}"""


@dataclass
class Load:
    """Bytes are those of bodies as they were sent; moments are milliseconds since the page was asked for."""

    bytes_of: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    requests: list[str] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    first_paint: float = 0
    first_text: float = 0
    shift: float = 0
    moved: list[str] = field(default_factory=list)
    cookies: int = 0
    shows_arabic: bool = False
    # The page itself, and what the browser paints nothing before.
    waited_for: int = 0

    @property
    def readable(self) -> float:
        return max(self.first_paint, self.first_text)

    @property
    def text_bytes(self) -> int:
        return sum(self.bytes_of[kind] for kind in ("Document", "Stylesheet", "Font"))

    @property
    def answered_before_text(self) -> int:
        return sum(moment <= self.first_paint for moment in self.answered)

    def strangers(self, origin: str) -> list[str]:
        parts = [urlsplit(url) for url in self.requests]
        return [each.geturl() for each in parts if each.scheme != "data" and f"{each.scheme}://{each.netloc}" != origin]


class _Line:
    """What the browser's own record of the network says of one load."""

    def __init__(self, session: CDPSession, load: Load) -> None:
        self.load = load
        self.kinds: dict[str, str] = {}
        self.heads: dict[str, int] = {}
        self.began = 0.0
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.responseReceived", self._answered)
        session.on("Network.loadingFinished", self._came)
        session.send("Network.enable")

    def _asked(self, event: Any) -> None:
        self.began = self.began or event["timestamp"]
        self.load.requests.append(event["request"]["url"])
        self.kinds[event["requestId"]] = event.get("type", "Other")

    def _answered(self, event: Any) -> None:
        self.heads[event["requestId"]] = event["response"].get("encodedDataLength", 0)

    def _came(self, event: Any) -> None:
        number = event["requestId"]
        body = max(0, event["encodedDataLength"] - self.heads.get(number, 0))
        self.load.bytes_of[self.kinds.get(number, "Other")] += int(body)
        self.load.answered.append((event["timestamp"] - self.began) * 1000)


def first_visit(browser: Browser, url: str, *, is_slow: bool = False) -> Load:
    """The page at `url` for somebody who was never here, on a phone; on the slow line where that is asked."""
    context = browser.new_context(viewport=LONG_PHONE, device_scale_factor=2, is_mobile=True, has_touch=True)
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        load = Load()
        _Line(session, load)
        if is_slow:
            session.send("Network.emulateNetworkConditions", SLOW)
        page.add_init_script(WATCH)
        page.goto(url, wait_until="networkidle", timeout=90_000)
        page.wait_for_timeout(SETTLED_MS)
        read = page.evaluate(READ)
        load.first_paint, load.first_text = read["paint"], read["text"]
        load.shift = sum(value for value, _nodes in read["shifts"])
        load.moved = [node for _value, nodes in read["shifts"] for node in nodes]
        load.shows_arabic = any("U+600" in face or "U+0600" in face for face in read["faces"])
        load.waited_for = 1 + read["blocking"]
        load.cookies = len(context.cookies())
        return load
    finally:
        context.close()


def is_readable_without_scripts(browser: Browser, url: str, words: str) -> bool:
    """Whether the element `words` (a selector) stands there, with its text, where JavaScript is turned off."""
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(url)
        return bool(page.locator(words).first.is_visible() and page.locator(words).first.inner_text().strip())
    finally:
        context.close()
