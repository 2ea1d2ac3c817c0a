"""How a process of this project begins, and how it refuses to."""

import ctypes
import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn

from django.core.exceptions import ImproperlyConfigured

from newsroom.identity import DatabaseUnavailable

REFUSED = 2
# Of glibc's malloc.h.
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8


class Refusal(Exception):
    """What was asked can't be done now; the message says why and what to do, in one line."""


@contextmanager
def plain_refusals() -> Iterator[None]:
    """Turns a bad setting, a missing database and the like into one line and exit status 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        yield
    except (ImproperlyConfigured, DatabaseUnavailable, Refusal) as error:
        print(f"newsroom: {' '.join(str(error).split())}", file=sys.stderr)
        raise SystemExit(REFUSED) from None
    except KeyboardInterrupt:
        raise SystemExit(128 + signal.SIGINT) from None


def read_settings() -> None:
    """Reads the settings now, so that a bad one is refused before anything is started."""
    from django.conf import settings

    _ = settings.INSTALLED_APPS


def leave_in_order() -> None:
    """Lets SIGTERM end this process the way Ctrl-C does, so that a database it started is stopped."""

    def leave(number: int, frame: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)


def warm_up() -> None:
    """Loads what the first request would wait for: addresses, templates, words."""
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import reverse
    from django.utils import translation

    reverse("healthz")
    templates: Any = settings.TEMPLATES[0]
    for folder in templates["DIRS"]:
        for file in sorted(folder.rglob("*.html")):
            get_template(str(file.relative_to(folder)))
    for words in sorted(settings.LOCALE_PATHS[0].glob("*/LC_MESSAGES")):
        with translation.override(words.parent.name):
            translation.gettext("Search")


def give_back_what_is_free() -> None:
    """Has the C library put what its threads ask for together, and large blocks apart: what is freed is given back.

    Does nothing where the library has no such settings.
    """
    with suppress(AttributeError, OSError):
        for setting, value in ((M_ARENA_MAX, 2), (M_MMAP_THRESHOLD, 64 * 1024)):
            ctypes.CDLL(None).mallopt(setting, value)


def leave_what_stays() -> None:
    """Has the garbage collector leave alone what is in memory now, and look often at the little that comes after.

    What a process loaded to serve stays until its end: there is nothing to find in it, however often one looks. What a
    request leaves behind goes round in circles, and is large.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(2_000, 4, 4)
