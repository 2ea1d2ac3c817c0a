"""Which room answers a form that came without its token."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_callable


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For CSRF_FAILURE_VIEW: below ADMIN_PATH a page of the desk; elsewhere the site's, which never tells of a desk."""
    is_for_the_desk = settings.SERVE != "site" and request.path_info.startswith(f"/{settings.ADMIN_PATH}/")
    view = get_callable(settings.DESK_REFUSAL_VIEW if is_for_the_desk else settings.SITE_REFUSAL_VIEW)
    return view(request)
