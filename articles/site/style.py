"""The one stylesheet of the site: the files of static/css in their order, and the publication's accent colour.

One request instead of a dozen, for ever in the reader's cache: its name holds a digest of what it says.
"""

import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import brotli  # type: ignore[import-untyped]
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

FOLDER = Path(settings.BASE_DIR) / "static" / "css"
# In the order of the cascade; the rest of the folder follows in the order of the alphabet.
FIRST = ("tokens.css", "base.css")
_FILE_URL = re.compile(r"""url\("\.\./([a-z0-9/._-]+)"\)""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s*\n\s*")
YEAR = 31_536_000
WEEK = 604_800
# A text and its original, side by side.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#{accent}"/>'
    '<g stroke="{ink}" stroke-width="2.2"><path d="M6 9h9M6 14h9M6 19h9M6 24h6"/>'
    '<path opacity=".65" d="M26 9h-7M26 14h-7M26 19h-7M26 24h-4"/></g></svg>'
)


class Stylesheet(NamedTuple):
    text: str
    digest: str


def stylesheet() -> Stylesheet:
    """Everything but the accent, without comments; the fonts by the names under which they are served."""
    return _joined() if settings.DEBUG else _kept()


def _joined() -> Stylesheet:
    others = sorted(path.name for path in FOLDER.glob("*.css") if path.name not in FIRST)
    css = "\n".join((FOLDER / name).read_text() for name in (*FIRST, *others))
    css = _SPACE.sub("\n", _COMMENT.sub("", css)).strip() + "\n"
    css = _FILE_URL.sub(lambda match: f'url("{static(match[1])}")', css)
    return Stylesheet(css, hashlib.sha256(css.encode()).hexdigest()[:12])


@lru_cache(maxsize=1)
def _kept() -> Stylesheet:
    return _joined()


def stylesheet_url(accent: str) -> str:
    return reverse("stylesheet", args=[stylesheet().digest, accent.lower().removeprefix("#")])


def icon_url(accent: str) -> str:
    return reverse("icon", args=[accent.lower().removeprefix("#")])


@lru_cache(maxsize=8)
def _packed(digest: str, accent: str, encoding: str) -> bytes:
    body = f":root{{--accent:#{accent}}}\n{stylesheet().text}".encode()
    if encoding == "br":
        return brotli.compress(body)
    return gzip.compress(body, mtime=0) if encoding == "gzip" else body


@require_safe
def stylesheet_page(request: HttpRequest, digest: str, accent: str) -> HttpResponse:
    """The stylesheet. Under a digest that isn't (or no longer) its own it is sent all the same, but not kept long."""
    if not re.fullmatch("[0-9a-f]{6}", accent):
        raise Http404
    current = stylesheet().digest
    offered = {part.split(";")[0].strip() for part in request.headers.get("Accept-Encoding", "").split(",")}
    encoding = next((name for name in ("br", "gzip") if name in offered), "")
    response = HttpResponse(_packed(current, accent, encoding), content_type="text/css; charset=utf-8")
    if encoding:
        response["Content-Encoding"] = encoding
    patch_vary_headers(response, ["Accept-Encoding"])
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable" if digest == current else "public, max-age=60"
    return response


@require_safe
def icon_page(request: HttpRequest, accent: str) -> HttpResponse:
    """The publication's mark in a browser's tab, in its accent colour."""
    red, green, blue = (int(accent[at : at + 2], 16) for at in (0, 2, 4))
    # How bright the eye takes a colour to be: ITU-R BT.601.
    is_light = 0.299 * red + 0.587 * green + 0.114 * blue > 150
    drawn = ICON.format(accent=accent, ink="#1d1c1a" if is_light else "#fdfcfa")
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Cache-Control"] = f"public, max-age={WEEK}"
    return response
