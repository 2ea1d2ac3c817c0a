"""Signing in again over the page on which somebody writes, and the key to what lies on their device meanwhile."""

import base64
import secrets
from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Member

from .in_json import refused
from .manners import at_home

KEY = "key_to_what_is_kept"


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The key of this session to what its device keeps, and who is signed in.

    It lives in the session alone: once that is ended, from wherever, nobody reads what the device still has.
    """
    return JsonResponse(_given(request))


def _given(request: HttpRequest) -> dict[str, Any]:
    if KEY not in request.session:
        request.session[KEY] = base64.b64encode(secrets.token_bytes(32)).decode()
    return {"key": request.session[KEY], "member": request.user.pk, "csrf": get_token(request)}


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@csrf_protect
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """GET gives the token that the form needs; POST signs in the member who typed, and nobody else."""
    with at_home(request):
        if request.method == "GET":
            return JsonResponse({"csrf": get_token(request)})
        asked = Member.objects.filter(pk=_number(request.POST.get("member", "")), is_active=True).first()
        username = asked.get_username() if asked else ""
        form = AdminAuthenticationForm(request, data={"username": username, "password": request.POST.get("password")})
        member = form.get_user() if form.is_valid() else None
        if member is None or asked is None or member.pk != asked.pk:
            return refused(403, "wrong-password", _("That is not the password of this account. Try again."))
        login(request, member)
        return JsonResponse(_given(request))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
