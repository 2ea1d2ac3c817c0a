"""A keyword about to be made that is likely one there is: told once, before it is made."""

import re
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import workflow
from articles.checks import alike
from articles.models import Keyword

# The names of the two buttons: the one carries the number of the keyword that is taken instead.
USE, ALL_THE_SAME = "_use", "_all_the_same"
_SPELLING = re.compile(r"spellings-[0-9]{1,3}-text")


def near_as_typed(name: str, kind: str, data: Mapping[str, str]) -> list[alike.Near]:
    """The keywords that one of this name, and of the spellings typed beside it, is likely the same as."""
    spellings = [typed for field, typed in data.items() if _SPELLING.fullmatch(field) and typed.strip()]
    return alike.near(name, kind, spellings=spellings)


def refuse_once(near: list[alike.Near], data: Mapping[str, str]) -> None:
    """Raises ValidationError where there are any, unless who typed it has seen them and goes on."""
    if near and ALL_THE_SAME not in data:
        raise ValidationError(_("Nothing was made yet: it is likely the same as one there is."), code="near")


def propose(keyword: Keyword, near: list[alike.Near]) -> None:
    """What was made although it is near to others is put before the editors."""
    workflow.propose_merges(keyword, [(each.keyword, each.reason) for each in near])


def taken_instead(request: HttpRequest, model_admin: Any) -> HttpResponse | None:
    """The answer where somebody took the keyword that there is: chosen where they came from, else its page."""
    number = request.POST.get(USE, "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    keyword = model_admin.get_queryset(request).filter(pk=int(number), merged_into=None).first()
    if keyword is None or not model_admin.has_add_permission(request):
        return None
    if IS_POPUP_VAR in request.POST:
        answer: HttpResponse = model_admin.response_add(request, keyword)
        return answer
    messages.info(request, _("Nothing was made: this is the keyword that is there."))
    return HttpResponseRedirect(reverse("admin:articles_keyword_change", args=[keyword.pk]))
