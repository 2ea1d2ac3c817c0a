"""Uploaded pictures, as files that a browser shows and never runs."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

# By name and not by guessing: whatever else lies in the folder is not served.
TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
# The one folder under MEDIA_ROOT that is served: withdrawn pictures lie beside it.
SERVED = "photos"
HEADERS = {
    # What lies at a path never changes, but it may be withdrawn: nobody keeps it longer than a day.
    "Cache-Control": "public, max-age=86400",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    # Feeds are read, and links shown with their picture, on other sites.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    # By which a cache in front forgets them, when one was withdrawn.
    "Surrogate-Key": "photos site",
}


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """The picture at `path` under MEDIA_ROOT; 404 for all that is no picture in SERVED, and for ways out of it."""
    root = Path(settings.MEDIA_ROOT).resolve()
    try:
        found = (root / path).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        raise Http404 from None
    content_type = TYPES.get(found.suffix)
    # One address for each file, and none that leads out: what was asked for is what was found.
    if content_type is None or found != root.joinpath(path) or str(path).endswith("/") or not found.is_file():
        raise Http404
    if not found.is_relative_to(root / SERVED):
        raise Http404
    return FileResponse(found.open("rb"), content_type=content_type, headers=HEADERS)
