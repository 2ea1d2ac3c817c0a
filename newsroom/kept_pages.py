"""Pages kept in the memory of a process, within a bound."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from newsroom.compression import LEAST, is_text, packed
from newsroom.conditions import NOT_MODIFIED, SENT
from newsroom.serving.heads import head_of

Headers = list[tuple[str, str]]
# What tells one request from another, as the server hands it on.
Key = tuple[str, ...]
# What a page takes beside its bytes: its headers, twice, and the entries that lead to it.
OVERHEAD = 4_096
# Of how many requests, differing in what browsers say they accept, a page is known; and how long such a request may be.
MOST_KNOWN, LONGEST_KNOWN = 50, 600
# Those that go with a 304 (RFC 9110, 15.4.5), and what purges in front go by.
OF_WHAT_IS_KNOWN = ("cache-control", "etag", "vary", "surrogate-key")
# Sent anew for each form of the page, or by the server.
NOT_KEPT = ("content-length", "etag", "date")


class Answer(NamedTuple):
    """What is sent: `head` says `status` and `headers` in the bytes in which they go."""

    status: str
    headers: Headers
    head: bytes
    body: bytes

    @classmethod
    def of(cls, status: str, headers: Headers, body: bytes = b"") -> "Answer":
        return cls(status, headers, head_of(status, headers), body)

    @property
    def without_body(self) -> "Answer":
        return self._replace(body=b"")


class Form(NamedTuple):
    """A page in one encoding: nothing is left to be made but the sending. `unchanged` is for who has it already."""

    page: "Page"
    generation: int
    etag: str
    last_modified: str
    whole: Answer
    unchanged: Answer


@dataclass(eq=False)
class Page:
    """What was made once for everybody, with status 200. `headers` as they were made, `generation` as of the watch."""

    generation: int
    headers: Headers
    text: bytes
    # Asked for again since it was kept, or since room was last made.
    is_wanted: bool = False
    size: int = 0
    # The requests, as they came, that are answered with it at once.
    known_as: list[Key] = field(default_factory=list)
    _forms: dict[str, Form] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def header(self, name: str) -> str:
        return next((value for each, value in self.headers if each.lower() == name), "")

    def form(self, encoding: str) -> Form:
        """The page in `encoding` ("br", "gzip", ""), packed the first time. What gains nothing by it goes as it is."""
        if encoding and (len(self.text) < LEAST or not is_text(self.header("content-type"))):
            encoding = ""
        with self._lock:
            if encoding not in self._forms:
                self._forms[encoding] = self._made(encoding)
            return self._forms[encoding]

    def _made(self, encoding: str) -> Form:
        body = packed(self.text, encoding)
        etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
        last_modified = self.header("last-modified")
        headers = [(name, value) for name, value in self.headers if name.lower() not in NOT_KEPT]
        headers += [("ETag", etag), ("Content-Length", str(len(body)))]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        of_304 = [(name, value) for name, value in headers if name.lower() in OF_WHAT_IS_KNOWN]
        whole, unchanged = Answer.of(SENT, headers, body), Answer.of(NOT_MODIFIED, of_304)
        return Form(self, self.generation, etag, last_modified, whole, unchanged)

    @property
    def bytes_held(self) -> int:
        with self._lock:
            forms = sum(len(form.whole.body) for encoding, form in self._forms.items() if encoding)
        return OVERHEAD + len(self.text) + forms + sum(len(part) for key in self.known_as for part in key)


class KeptPages:
    """The pages of one generation by their canonical address, `most_bytes` of them at most.

    Who is asked for again stays: a flood of addresses that are asked for once pushes out nothing but itself. `known`
    leads from a request as it came to what it is answered with; nothing is there but forms of pages that are kept.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.known: dict[Key, Form] = {}
        self._pages: OrderedDict[str, Page] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, address: str) -> Page | None:
        return self._pages.get(address)

    def keep(self, address: str, page: Page) -> None:
        """To be called again for a page that has grown by a form."""
        self._take_out(address)
        page.size = page.bytes_held + len(address)
        self._pages[address] = page
        self.bytes += page.size
        while self.bytes > self.most_bytes:
            oldest, old = next(iter(self._pages.items()))
            if old.is_wanted and old is not page:
                old.is_wanted = False
                self._pages.move_to_end(oldest)
            else:
                self._take_out(oldest)
                self._forget(old)

    def remember(self, key: Key, form: Form) -> None:
        """From now on, requests like this are answered with `form` at once."""
        page = form.page
        if len(page.known_as) < MOST_KNOWN and sum(map(len, key)) <= LONGEST_KNOWN:
            page.known_as.append(key)
            self.known[key] = form

    def clear(self) -> None:
        self._pages.clear()
        self.known.clear()
        self.bytes = 0

    def _take_out(self, address: str) -> None:
        if page := self._pages.pop(address, None):
            self.bytes -= page.size

    def _forget(self, page: Page) -> None:
        for key in page.known_as:
            self.known.pop(key, None)
        page.known_as.clear()
