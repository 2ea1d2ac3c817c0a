"""What readers get when there is nothing to show: in words, under the same policy as any page, and telling nothing."""

import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from .furniture import bare_furniture, furniture, render_page
from .moved import sent_on

# A database that restarts is back by then.
RETRY_SECONDS = 10


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400. Made without the database: such requests come in floods, and from nobody who reads."""
    return render_page(request, "site/400.html", status=400, around=bare_furniture())


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render_page(request, "site/403.html", status=403, around=bare_furniture())


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """301 where an old address leads on, else 404. Nothing in that page depends on the address that was asked for."""
    if found := sent_on(request):
        return found
    try:
        around = furniture()
    except DatabaseError:
        around = bare_furniture()
    return render_page(request, "site/404.html", status=404, around=around)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database doesn't answer. Made without it."""
    if not isinstance(sys.exception(), OperationalError | InterfaceError):
        return render_page(request, "site/500.html", status=500, around=bare_furniture())
    response = render_page(request, "site/503.html", status=503, around=bare_furniture())
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
