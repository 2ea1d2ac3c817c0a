"""Readers' pages from memory, before Django is asked: exact, and the same for everybody.

A page is made from nothing but its address: no header of a stranger reaches what is kept. It is kept until the watch
tells of something new for readers, and shown while the watch is sure that nothing is.
"""

import threading
from collections.abc import Callable, Iterable
from io import BytesIO, StringIO
from time import monotonic
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve
from django.utils.module_loading import import_string

from newsroom.compression import best_encoding
from newsroom.conditions import FAILED, NOT_MODIFIED, is_conditional, status_of
from newsroom.headers import FOR_READERS
from newsroom.kept_pages import Answer, Form, Headers, KeptPages, Key, Page

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

# Whoever asks for a page that another thread is making waits for it, but no longer than this.
PATIENCE_SECONDS = 10.0
# The database is asked four times a second, unless the machine is too busy even for that.
SURE_AGAIN_SECONDS = 0.5
METHODS = ("GET", "HEAD")
REFUSAL = Answer.of(FAILED, [("Content-Length", "0"), ("Cache-Control", "no-cache")])


class Made(NamedTuple):
    """What Django answered to a request that says nothing but the address."""

    status: str
    headers: Headers
    text: bytes


class Making:
    """One page being made by one thread, for all who asked since then and before anything new was seen."""

    def __init__(self, generation: int) -> None:
        self.generation = generation
        self.made: Made | None = None
        self.page: Page | None = None
        self.done = threading.Event()


class Asked(NamedTuple):
    """A page that may be kept: its path and what of the query counts; whether nothing of that query is strange to it,
    and whether it is written just so.
    """

    path: str
    query: str
    is_known: bool
    is_exact: bool

    @property
    def address(self) -> str:
        return f"{self.path}?{self.query}"


class PageCache:
    """The WSGI application `django`, with readers' pages answered from memory. `watch`: articles.watching.Watch."""

    def __init__(self, django: Application, watch: Any, most_bytes: int) -> None:
        self.django = django
        self.watch = watch
        self.pages = KeptPages(most_bytes)
        self._lock = threading.Lock()
        self._makings: dict[str, Making] = {}
        self._generation = -1
        self._cookies = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        answer = self._at_hand(environ)
        if answer is None and (asked := self._asked(environ)):
            answer = self._answer(asked, environ)
        if answer is None:
            return self.django(environ, start_response)
        start_response(answer.status, answer.headers)
        return [answer.body] if answer.body else []

    def at_once(self, environ: Environ) -> tuple[bytes, bytes] | None:
        """For the server: head and body of the answer, if that takes nothing but looking it up."""
        answer = self._at_hand(environ)
        return (answer.head, answer.body) if answer else None

    def _at_hand(self, environ: Environ) -> Answer | None:
        form = self.pages.known.get(_key(environ))
        if (
            form is None
            or form.generation != self.watch.generation
            or monotonic() >= self.watch.sure_until
            or environ["REQUEST_METHOD"] not in METHODS
            or self._is_known_person(environ)
        ):
            return None
        form.page.is_wanted = True
        return _answer_of(form, environ)

    def _asked(self, environ: Environ) -> Asked | None:
        """What may be answered from memory of what is asked for; None where Django decides."""
        if (
            not self.watch.is_running
            or environ["REQUEST_METHOD"] not in METHODS
            or environ.get("SCRIPT_NAME")
            or "HTTP_HOST" not in environ
            or self._is_known_person(environ)
        ):
            return None
        try:
            request = WSGIRequest(dict(environ))
            request.get_host()
            if settings.SECURE_SSL_REDIRECT and not request.is_secure():
                return None
            reads = getattr(resolve(request.path_info).func, "reads", None)
            if reads is None:
                return None
            query, is_known = known_query(request.GET, reads), request.GET.keys() <= reads.keys()
        except (BadRequest, SuspiciousOperation, Resolver404, UnicodeError):
            return None
        return Asked(environ["PATH_INFO"], query, is_known, is_exact=query == environ.get("QUERY_STRING", ""))

    def _is_known_person(self, environ: Environ) -> bool:
        cookies = environ.get("HTTP_COOKIE")
        return bool(cookies) and any(
            part.partition("=")[0].strip() in self._cookies for part in str(cookies).split(";")
        )

    def _answer(self, asked: Asked, environ: Environ) -> Answer | None:
        if not self.watch.is_sure and not self.watch.wait_until_sure(SURE_AGAIN_SECONDS):
            return None
        page, made = self._found_or_made(asked)
        if page:
            return _answer_of(self._form(page, asked, environ), environ)
        # An old address may be told from another by what doesn't count here.
        if made is None or not asked.is_exact:
            return None
        answer = Answer.of(made.status, made.headers, made.text)
        return answer.without_body if environ["REQUEST_METHOD"] == "HEAD" else answer

    def _form(self, page: Page, asked: Asked, environ: Environ) -> Form:
        """`page` as this reader takes it, which is remembered for all who ask likewise."""
        form = page.form(best_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")))
        with self._lock:
            if self.pages.get(asked.address) is page:
                if asked.is_known:
                    self.pages.remember(_key(environ), form)
                self.pages.keep(asked.address, page)
        return form

    # --- Making a page, once --------------------------------------------------------------------

    def _found_or_made(self, asked: Asked) -> tuple[Page | None, Made | None]:
        """The page, from memory or made now; or what was answered instead; or neither, where that is Django's to say.

        One thread makes it, and the others wait; if it fails, they try one after another.
        """
        until = monotonic() + PATIENCE_SECONDS
        while True:
            making, is_ours = self._join(asked.address)
            if isinstance(making, Page):
                return making, None
            if is_ours:
                made = self._make(asked, making)
                return making.page, made
            if not making.done.wait(max(0.0, until - monotonic())):
                return None, None
            if making.page or making.made:
                return making.page, making.made

    def _join(self, address: str) -> tuple[Page | Making, bool]:
        """The page at `address` if it is kept; or who makes it, and whether that is the caller."""
        with self._lock:
            generation = self.watch.generation
            if generation != self._generation:
                self.pages.clear()
                self._generation = generation
            elif page := self.pages.get(address):
                page.is_wanted = True
                return page, False
            making = self._makings.get(address)
            # One that began before something new was seen is for those alone who have been waiting for it.
            if making and making.generation == generation:
                return making, False
            making = self._makings[address] = Making(generation)
            return making, True

    def _make(self, asked: Asked, making: Making) -> Made:
        """What was answered, which `making` tells to those who wait unless it is an error of ours."""
        try:
            made = self._made(asked)
            if is_for_everybody(made):
                making.page = Page(making.generation, made.headers, made.text)
            elif not made.status.startswith("5") and not _is_for_one(made):
                making.made = made
        finally:
            with self._lock:
                if making.page and making.generation == self.watch.generation == self._generation:
                    self.pages.keep(asked.address, making.page)
                if self._makings.get(asked.address) is making:
                    del self._makings[asked.address]
            making.done.set()
        return made

    def _made(self, asked: Asked) -> Made:
        answered: list[tuple[str, Headers]] = []

        def start_response(status: str, headers: Headers, exc_info: Any = None) -> None:
            answered.append((status, headers))

        chunks = self.django(_bare(asked), start_response)
        try:
            text = b"".join(chunks)
        finally:
            if close := getattr(chunks, "close", None):
                close()
        status, headers = answered[-1]
        return Made(status, headers, text)


def _key(environ: Environ) -> Key:
    get = environ.get
    return (
        environ["PATH_INFO"],
        get("QUERY_STRING", ""),
        get("HTTP_HOST", ""),
        get("HTTP_ACCEPT_ENCODING", ""),
        get("HTTP_X_FORWARDED_PROTO", ""),
        environ["wsgi.url_scheme"],
    )


def _answer_of(form: Form, environ: Environ) -> Answer:
    if is_conditional(environ):
        status = status_of(environ, etag=form.etag, last_modified=form.last_modified)
        if status == NOT_MODIFIED:
            return form.unchanged
        if status == FAILED:
            return REFUSAL
    return form.whole if environ["REQUEST_METHOD"] == "GET" else form.whole.without_body


def known_query(asked: QueryDict, reads: dict[str, bool]) -> str:
    """The part of a query that counts, in one order: the parameters that a view `reads`, and whether it reads all of
    their values or the last one alone.
    """
    return urlencode(
        [
            (name, value)
            for name, are_many in sorted(reads.items())
            for value in (dict.fromkeys(asked.getlist(name)) if are_many else asked.getlist(name)[-1:])
        ]
    )


def is_for_everybody(made: Made) -> bool:
    """Whether it is a page of readers, as `newsroom.headers` marks them, that depends on nothing but its address."""
    headers = {name.lower(): value for name, value in made.headers}
    return (
        made.status == "200 OK"
        and headers.get("cache-control") == FOR_READERS
        and headers.get("vary", "Accept-Encoding") == "Accept-Encoding"
        and "set-cookie" not in headers
        and "content-encoding" not in headers
    )


def _is_for_one(made: Made) -> bool:
    return any(
        name.lower() == "set-cookie" or (name.lower() == "cache-control" and "private" in value)
        for name, value in made.headers
    )


def _bare(asked: Asked) -> Environ:
    """A request for `asked` that comes from nobody."""
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": asked.path,
        "QUERY_STRING": asked.query,
        "RAW_URI": quote(asked.path.encode("latin-1")) + (f"?{asked.query}" if asked.query else ""),
        "HTTP_HOST": _host(),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "443" if settings.SECURE_SSL_REDIRECT else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https" if settings.SECURE_SSL_REDIRECT else "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _host() -> str:
    """The publication's own, or whichever is allowed."""
    own = urlsplit(settings.SITE_URL).netloc
    if validate_host(split_domain_port(own)[0], settings.ALLOWED_HOSTS):
        return own
    return str(settings.ALLOWED_HOSTS[0]).lstrip(".").replace("*", "localhost")


def remembering(django: Application) -> Application:
    """`django` with readers' pages in memory, as PAGE_CACHE_MB says. It begins with `start_watching`."""
    if not settings.PAGE_CACHE_MB:
        return django
    return PageCache(django, import_string(settings.WATCH), settings.PAGE_CACHE_MB * 2**20)


def start_watching() -> None:
    """To be called in each process that serves, once it is a process of its own."""
    import_string(settings.WATCH).start()
