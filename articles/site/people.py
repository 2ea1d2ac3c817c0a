"""Who's who: the people that articles are about or by, A to Z."""

import re
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.models import Listing

from .furniture import render_page
from .keywords import PERSON, in_use
from .vocabulary import name_cursor

ON_A_PAGE = 100
# From each letter one step to the next that somebody's name begins with, however many people there are. Nobody's slug
# sorts behind the last one of a letter; and where one did, UNION would end the walk.
_LETTERS = """
WITH RECURSIVE people AS NOT MATERIALIZED ({people}),
letters (letter) AS (
    SELECT (SELECT left(slug, 1) FROM people ORDER BY slug LIMIT 1)
    UNION
    SELECT (SELECT left(slug, 1) FROM people WHERE slug > letter || repeat('z', 100) ORDER BY slug LIMIT 1)
    FROM letters WHERE letter IS NOT NULL
)
SELECT DISTINCT upper(letter) FROM letters WHERE letter IS NOT NULL ORDER BY 1
"""


@require_safe
def whos_who_page(request: HttpRequest) -> HttpResponse:
    """Everybody, or with `letter` those whose names begin with it, a hundred at a time."""
    letter, cursor = _letter(request), name_cursor(request)
    profiles = Listing.public.profiles_of(OuterRef("pk")).values("pk")
    # Of each person apart, as in `in_use`.
    rows = in_use().filter(kind=PERSON).annotate(profile=Subquery(profiles[:1]))
    if letter:
        rows = rows.filter(Q(slug__startswith=letter.lower()) | Q(slug__startswith=letter))
    if cursor:
        rows = rows.filter(slug__gt=cursor)
    found = list(rows[: ON_A_PAGE + 1])
    if not found and (letter or cursor):
        raise Http404
    shown = found[:ON_A_PAGE]
    context: dict[str, Any] = {
        "here": "whos-who",
        "letter": letter,
        "letters": _letters() if found else [],
        "people": [(initial, list(some)) for initial, some in groupby(shown, key=lambda each: each.slug[0].upper())],
        "next": shown[-1].slug if len(found) > ON_A_PAGE else "",
        "is_first": not cursor,
        "keep": f"letter={letter}&" if letter else "",
    }
    return render_page(request, "site/whos_who.html", context)


def _letters() -> list[str]:
    """What somebody's name begins with, in capitals."""
    people, parameters = in_use().filter(kind=PERSON).order_by().values("slug").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_LETTERS.format(people=people), parameters)
        return [letter for (letter,) in cursor.fetchall()]


def _letter(request: HttpRequest) -> str:
    """The letter or digit asked for, in capitals; "" for everybody. Raises Http404 for what is neither."""
    letter = request.GET.get("letter", "")
    if letter and not re.fullmatch(r"[a-zA-Z0-9]", letter, re.ASCII):
        raise Http404
    return letter.upper()
