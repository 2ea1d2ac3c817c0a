"""The demo newsroom, served as `make run` serves it, in data that are thrown away."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.report import say
from newsroom.parent import end_with_parent

ROOT = Path(__file__).resolve().parents[2]
# Seconds on a quiet machine; what waits here is the demo newsroom with its pictures.
START_SECONDS = 600
STOP_SECONDS = 40
FORGOTTEN = ("DATABASE_URL", "DATABASE_OWNER_URL", "SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "EMAIL_URL", "SERVE",
             "ADMIN_PATH", "SITE_NAME", "SITE_LANGUAGE", "TIME_ZONE", "STORAGE_URL", "CDN_PURGE_URL",
             "MAKELEVEL")  # fmt: skip


class NoNewsroom(Exception):
    """The site doesn't start; the message says where its own words are."""


@contextmanager
def newsroom(folder: Path, **variables: str) -> Iterator[str]:
    """The address at which a new demo newsroom answers. This process is Django's too, on the same data.

    `variables` are more of its environment.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in FORGOTTEN:
        os.environ.pop(name, None)
    port = _free_port()
    url = f"http://localhost:{port}"
    os.environ.update(
        DATA_DIR=str(folder), PORT=str(port), SITE_URL=url, DJANGO_SETTINGS_MODULE="newsroom.settings",
        # Playwright keeps an event loop in this thread, and Django then suspects every query of blocking it.
        DJANGO_ALLOW_ASYNC_UNSAFE="true", **variables,
    )  # fmt: skip
    log = folder.with_suffix(".log")
    say("starting the demo newsroom")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "newsroom.serve"], cwd=ROOT, stdout=output, stderr=subprocess.STDOUT,
            preexec_fn=end_with_parent,
        )  # fmt: skip
    try:
        _wait(process, url, log)
        import django

        django.setup()
        yield url
    finally:
        _stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with suppress(URLError, OSError), urlopen(f"{url}/healthz", timeout=5) as answer:  # noqa: S310 (our own)
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise NoNewsroom(f"the site doesn't answer; its own words are in {log}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
