"""How the desk answers: in the member's language and time zone, never cached, under its own policy."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from articles.models import Member, Publication

from .typed import is_article_form, not_saved

View = Callable[..., Any]

OPEN_WITH_ONE_TIME_PASSWORD = ("password_change", "password_change_done", "logout", "jsi18n")
# What only scripts of a page ask for.
IN_JSON = (
    "articles_article_autosave", "articles_article_save", "articles_article_name", "articles_article_name_proposed",
    "articles_article_accept", "key", "sign_in_again",
)  # fmt: skip
REFUSALS = {
    400: (_("This address or form can't be read"), _("Go back, and take the way over the desk’s pages.")),
    403: (_("Your account may not do this"), _("Ask an editor or an administrator.")),
    404: (_("There is nothing here"), _("Perhaps it was deleted, or the address is mistyped.")),
}


def zone_of(member: Member) -> ZoneInfo:
    """The member's time zone, or the publication's."""
    return ZoneInfo(member.time_zone or settings.TIME_ZONE)


@contextmanager
def at_home(request: HttpRequest) -> Iterator[None]:
    """Within, texts and hours are the member's; a stranger's are the publication's."""
    member = request.user
    if isinstance(member, Member):
        language, zone = member.interface_language, zone_of(member)
    else:
        known = dict(Member._meta.get_field("interface_language").choices or [])
        language = Publication.objects.values_list("language", flat=True).first() or ""
        language, zone = language if language in known else "en", ZoneInfo(settings.TIME_ZONE)
    with translation.override(language), timezone.override(zone):
        yield


def well_mannered(view: View) -> View:
    """`view`, answered in full while the member's language and zone hold, and its refusals as pages of the desk."""

    @wraps(view)
    def respond(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with at_home(request):
            try:
                return rendered(view(request, *args, **kwargs))
            except PermissionDenied:
                return refusal(request, 403)
            except Http404:
                return refusal(request, 404)
            except (SuspiciousOperation, BadRequest):
                return refusal(request, 400)

    return respond


def keeping_what_was_typed(view: View) -> View:
    """`view`; who writes an article and is not signed in any more is shown the text instead of the way to sign in."""

    @wraps(view)
    def respond(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        from django.contrib import admin

        if not is_article_form(request) or admin.site.has_permission(request):
            return view(request, *args, **kwargs)
        with at_home(request):
            return not_saved(request, str(_("You are not signed in any more: nothing was saved.")), status=403)

    return respond


def with_a_password_of_their_own(view: View) -> View:
    """`view`, once the member has changed the one-time password that somebody else knows."""

    @wraps(view)
    def respond(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        name = request.resolver_match.url_name if request.resolver_match else ""
        if getattr(request.user, "password_is_one_time", False) and name not in OPEN_WITH_ONE_TIME_PASSWORD:
            messages.info(request, _("First choose a password of your own: this one worked once."))
            return redirect("admin:password_change")
        return view(request, *args, **kwargs)

    return respond


def rendered(response: HttpResponse) -> HttpResponse:
    if isinstance(response, TemplateResponse) and not response.is_rendered:
        response.render()
    return response


def refusal(request: HttpRequest, status: int) -> HttpResponse:
    """A page of the desk that says why there is none."""
    from django.contrib import admin

    title, words = REFUSALS[status]
    context = {**admin.site.each_context(request), "title": title, "words": words}
    return TemplateResponse(request, "desk/refusal.html", context, status=status).render()


def kept_private(view: View) -> View:
    """`view` under the desk's policy: no cache keeps the answer, no search engine lists it."""

    @wraps(view)
    def respond(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return private(view(request, *args, **kwargs))

    return respond


def private(response: HttpResponse) -> HttpResponse:
    response._csp_config = settings.DESK_CSP  # type: ignore[attr-defined]
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    # Not "no-referrer": under that a browser sends forms from no origin, and none would be accepted.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What a form of the desk without its token gets, for CSRF_FAILURE_VIEW; an article's keeps what was typed."""
    if request.resolver_match and request.resolver_match.url_name in IN_JSON:
        return private(JsonResponse({"why": "token", "words": ""}, status=403))
    # What another site sends is not shown as if it had been typed here.
    came_from = request.headers.get("Sec-Fetch-Site", "same-origin")
    with at_home(request):
        if is_article_form(request) and came_from == "same-origin":
            words = _("This form was opened before you signed in anew, or your browser keeps no cookies.")
            return private(not_saved(request, str(words), status=403))
        return private(refusal(request, 403))
