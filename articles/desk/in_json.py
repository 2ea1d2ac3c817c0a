"""What the scripts of a page ask of the desk: answered in JSON, refusals too, and never by a way to sign in."""

import json
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from .manners import View, at_home, kept_private

REFUSALS: dict[type[Exception], tuple[int, str]] = {
    PermissionDenied: (403, "may-not"),
    Http404: (404, "gone"),
    SuspiciousOperation: (400, "unreadable"),
    BadRequest: (400, "unreadable"),
}


def refused(status: int, why: str, words: str = "", **more: Any) -> JsonResponse:
    """`why`, a code for the script; `words`, for people, where there is something to say."""
    return JsonResponse({"why": why, "words": words, **more}, status=status)


def in_json(view: View) -> View:
    """`view` of a signed-in member, in their language and zone, with its refusals as JSON."""

    @wraps(view)
    def respond(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from django.contrib import admin

        if not admin.site.has_permission(request):
            return refused(401, "signed-out")
        if getattr(request.user, "password_is_one_time", False):
            return refused(401, "one-time-password")
        with at_home(request):
            try:
                answer: HttpResponse = view(request, *args, **kwargs)
            except tuple(REFUSALS) as error:
                return refused(*next(said for kind, said in REFUSALS.items() if isinstance(error, kind)))
            return answer

    return kept_private(respond)


def sent_json(request: HttpRequest) -> dict[str, Any]:
    """What the script sent. Raises BadRequest where it is no JSON object."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BadRequest from error
    if not isinstance(sent, dict):
        raise BadRequest
    return sent
