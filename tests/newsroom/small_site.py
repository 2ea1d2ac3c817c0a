"""A small application under the site's own worker class, as gunicorn is configured for the site: no database, no pages.

`gunicorn --config python:tests.newsroom.small_site tests.newsroom.small_site:application`
"""

import os
import time
from collections.abc import Callable, Iterable
from typing import Any

from newsroom import gunicorn_conf
from newsroom.serving.heads import head_of

for name, value in vars(gunicorn_conf).items():
    if not name.startswith("_"):
        globals()[name] = value

threads = 2
keepalive = 2
worker_connections = 300
graceful_timeout = 10
BIG = b"x" * 8_000_000


def on_starting(arbiter: Any) -> None:
    """Nothing is loaded, and no database is asked."""


def post_worker_init(worker: Any) -> None:
    """Nothing is watched."""


class Application:
    """Says which process answered, and what arrived."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path, body = environ["PATH_INFO"], b""
        if path.endswith("/slow"):
            time.sleep(0.5)
        if path == "/fails":
            raise ValueError("of the application")
        if environ["REQUEST_METHOD"] == "POST":
            while part := environ["wsgi.input"].read(65536):
                body += part
        answer = BIG if path == "/big" else f"{os.getpid()} {environ['REQUEST_METHOD']} {path} {len(body)}".encode()
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(answer)))])
        return [answer]

    def at_once(self, environ: dict[str, Any]) -> tuple[bytes, bytes] | None:
        if environ["PATH_INFO"] != "/kept":
            return None
        body = str(os.getpid()).encode()
        return head_of("200 OK", [("Content-Length", str(len(body)))]), body


application = Application()
