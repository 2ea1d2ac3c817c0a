"""The least that any application under gunicorn can do: the same bytes and headers, and nothing else.

Served by plain gunicorn with the worker class and the numbers of the real site. What it answers with lies in the folder
FLOOR: each page as a body and its headers.
"""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Headers = list[tuple[str, str]]


def keep(folder: Path, path: str, accepts: str, headers: Headers, body: bytes) -> None:
    """Have the floor answer `path` with these bytes and `headers` to who accepts such encodings."""
    number = len(list(folder.glob("*.json")))
    (folder / f"{number}.body").write_bytes(body)
    (folder / f"{number}.json").write_text(json.dumps([path.partition("?")[0], accepts, headers]))


def _pages() -> dict[tuple[str, str], tuple[Headers, list[bytes]]]:
    found = {}
    for each in Path(os.environ["FLOOR"]).glob("*.json"):
        path, accepts, headers = json.loads(each.read_text())
        found[path, accepts] = ([(name, value) for name, value in headers], [each.with_suffix(".body").read_bytes()])
    return found


def pre_fork(arbiter: Any, worker: Any) -> None:
    """Gunicorn's hook: a process of the site's own worker class is told what it is for; this one is for everything."""
    if not worker.__module__.startswith("gunicorn."):
        from newsroom.serving.together import ALL

        worker.role, worker.together = ALL, None


PAGES = _pages() if "FLOOR" in os.environ else {}


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    headers, body = PAGES[environ["PATH_INFO"], environ.get("HTTP_ACCEPT_ENCODING", "")]
    start_response("200 OK", headers)
    return body
