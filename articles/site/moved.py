"""Old addresses: where readers are sent on to, once nothing else answered."""

import re

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.urls import is_valid_path
from django.utils.encoding import escape_uri_path

from articles.models.redirects import NUMBERED, address_key

from . import missed

READING = ("GET", "HEAD")
# The newsroom's own: what is asked for below them is no old address, and may be a secret.
KEPT = tuple(
    f"/{folder.strip('/')}/".lower()
    for folder in (settings.ADMIN_PATH, settings.MEDIA_URL, settings.STATIC_URL, "healthz", "readyz", "preview")
)


# What readers' programs subscribed to: "/category/news/feed/", "/tag/bread/feed/atom".
_FEED = re.compile(r"/feed(?:/(?:rss2?|atom|rdf))?/?$", re.IGNORECASE)


def sent_on(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """The 301 for an address at which nothing was found, in one indexed query; None where nothing leads on.

    What leads nowhere is counted as missed.
    """
    if request.method not in READING or settings.SERVE == "desk" or f"{request.path_info}/".lower().startswith(KEPT):
        return None
    path = request.path_info
    if not path.endswith("/") and is_valid_path(f"{path}/"):
        # Readers are led to the page with the slash first: what is public there wins.
        return None
    try:
        if found := _redirect_from(address_key(request.get_full_path()), is_feed=_FEED.search(path) is not None):
            return found
        missed.note(address_key(escape_uri_path(path)))
    except DatabaseError:
        pass
    return None


def sent_on_by_number(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """The 301 for the front page's address with a number in its query, as in "/?p=123"; None without one, no query."""
    if not is_numbered(request):
        return None
    try:
        return _redirect_from(address_key(request.get_full_path()))
    except DatabaseError:
        return None


def is_numbered(request: HttpRequest) -> bool:
    """Whether a query names a page by its number, as other systems do."""
    return any(name in request.GET for name in NUMBERED)


def _redirect_from(key: str, *, is_feed: bool = False) -> HttpResponsePermanentRedirect | None:
    """The 301 that `key` has; from a feed to the feed of the same, where it has one."""
    if not key:
        return None
    # In SQL, which costs half: machines ask for what isn't there all day.
    with connection.cursor() as cursor:
        cursor.execute("SELECT new FROM articles_redirect WHERE old = %s", [key])
        found = cursor.fetchone()
    if not found:
        return None
    feed = f"{found[0]}feeds/latest.rss"
    return HttpResponsePermanentRedirect(feed if is_feed and is_valid_path(feed) else found[0])
