"""Tells what stands in front of the site (a CDN, Varnish, nginx) what changed for readers, so that it forgets it."""

import json
import logging
from collections.abc import Collection
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

logger = logging.getLogger(__name__)

# What caches know everything by, every page that lists articles, and the files of photos.
EVERYTHING, LISTS, PHOTOS = "site", "lists", "photos"
# As many as every service takes in one request; where more changed, everything goes.
MOST_KEYS = 30
# By then the processes that serve the site have seen a change too, as a rule: what is fetched after a purge is new.
SOON_SECONDS = 0.25
# By then they have, or answer nothing from memory, and no older page is on its way any more.
SETTLED_SECONDS = 2.0
PATIENCE_SECONDS = 5
LONGEST_PAUSE = 60.0


class Front:
    """One cache in front of the site, as CDN_PURGE_URL names it, and what it has still to be told.

    It is told everything first: nobody knows what changed before. Moments are seconds of the caller's own clock.
    """

    def __init__(self, how: dict[str, Any], *, now: float) -> None:
        self.how = how
        self.due: list[tuple[float, frozenset[str]]] = []
        self.failures = 0
        self.not_before = now
        self.note({EVERYTHING}, now=now)

    def note(self, keys: Collection[str], *, now: float) -> None:
        """`keys` changed: to be told soon, and once more when no page made before can still be on its way."""
        files = {PHOTOS} if any(key.startswith("photo-") for key in keys) else set()
        changed = few({*keys, LISTS, *files})
        self.due += [(now + SOON_SECONDS, changed), (now + SETTLED_SECONDS, changed)]

    def send(self, *, now: float) -> bool:
        """Tell what is due; False if it was not taken, and is kept for another attempt, later each time."""
        ready = [keys for at, keys in self.due if at <= now]
        if not ready or now < self.not_before:
            return not ready
        later = [entry for entry in self.due if entry[0] > now]
        keys = few(frozenset().union(*ready))
        try:
            ask(self.how, sorted(keys))
        except (OSError, HTTPException, Refused) as error:
            self.due = [(now, keys), *later]
            self.failures += 1
            self.not_before = now + min(2.0 ** (self.failures - 1), LONGEST_PAUSE)
            if self.failures == 1:
                host = urlsplit(self.how["url"]).hostname
                # Without more of the address, or of what the other side says: either may hold a secret.
                why = error if isinstance(error, Refused) else type(error).__name__
                logger.warning("%s can't be told what changed (%s): trying on.", host, why)
            return False
        self.due, self.failures = later, 0
        return True


class Refused(Exception):
    """What was asked was answered, but not done."""


def fronts(*, now: float) -> list[Front]:
    """Whom CDN_PURGE_URL names."""
    return [Front(how, now=now) for how in settings.CDN_PURGES]


def few(keys: Collection[str]) -> frozenset[str]:
    """`keys`, or what stands for everything where it is among them, or they are too many."""
    return frozenset({EVERYTHING}) if EVERYTHING in keys or len(keys) > MOST_KEYS else frozenset(keys)


def ask(how: dict[str, Any], keys: list[str]) -> None:
    """Send one request that names `keys`, in a header and in its body; raises Refused, OSError or HTTPException."""
    address = urlsplit(how["url"])
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = kind(str(address.hostname), address.port, timeout=PATIENCE_SECONDS)
    body = json.dumps({how["member"]: True if how["takes_all"] else keys})
    headers = {"Content-Type": "application/json", "Surrogate-Key": " ".join(keys), **how["headers"]}
    try:
        connection.request(how["method"], how["url"].partition(address.netloc)[2], body, headers)
        status = connection.getresponse().status
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise Refused(f"it answers {status}")
