"""Response headers that Django has no setting for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# What a browser offers to pages and no page of ours ever asks for.
UNUSED_FEATURES = [
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "xr-spatial-tracking",
]
# What is the same for every reader. Who stands in front may show it for a minute at most, however late it hears of a
# change, and never because we don't answer: it may have been withdrawn. Browsers ask each time, and are told when
# nothing changed.
FOR_READERS = "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=0"
HEADERS = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES),
    "Cross-Origin-Resource-Policy": "same-origin",
    # Without it a browser may keep a 301, 404 or 410 for good (RFC 9111, 4.2.2), and what is shown again stays gone.
    "Cache-Control": "no-cache",
}


def more_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that adds HEADERS to every response, where a view hasn't set them itself; and to readers' pages, that
    anybody may keep them for a moment.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code in (200, 304) and is_for_readers(request):
            response.headers.setdefault("Cache-Control", FOR_READERS)
            response.headers.setdefault("Surrogate-Key", "lists site")
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return respond


def is_for_readers(request: HttpRequest) -> bool:
    """Whether a page was asked for that is the same for everybody, as its view `reads` nothing else (see
    articles/site/urls.py), and by nobody whom we know.
    """
    return hasattr(getattr(request.resolver_match, "func", None), "reads") and not (
        {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME} & request.COOKIES.keys()
    )
