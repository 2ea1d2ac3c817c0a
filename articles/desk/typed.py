"""What was typed into an article's form that could not be saved: shown once more, read-only, to be copied."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.models import LANGUAGES, Article, Translation, direction

from .writing import as_typed

FORMS = ("admin:articles_article_add", "admin:articles_article_change")
OF_ARTICLE = (
    "headline", "standfirst", "body", "editors_note", "slug", "photo_alt", "photo_caption", "photo_credit",
)  # fmt: skip
OF_ORIGINAL = (
    "headline", "standfirst", "body", "byline", "url", "archive_url", "availability_reason", "going_on_reason",
)  # fmt: skip
ADDRESSES = ("slug", "url", "archive_url")
_OF_AN_ORIGINAL = re.compile(r"translations-(\d{1,4})-(\w+)")


@dataclass
class Typed:
    """One field as it was typed. `stored`: what it says now; None where that is nobody's business here."""

    label: str
    yours: str
    stored: str | None
    lang: str
    dir: str

    @property
    def rows(self) -> int:
        """How high a box shows it, up to a screen."""
        return min(20, 1 + self.yours.count("\n") + len(self.yours) // 70)


def is_article_form(request: HttpRequest) -> bool:
    """Whether `request` sends what somebody wrote in an article's form."""
    match = request.resolver_match
    return request.method == "POST" and match is not None and match.view_name in FORMS


def typed_into(post: Mapping[str, Any], article: Article | None = None) -> Iterator[Typed]:
    """Each text of a sent form, the article's and then its originals'; beside what `article`, if given, says now."""
    language = _language(post.get("language") or (article.language if article else ""))
    yield from _fields(post, "", OF_ARTICLE, article, Article, language)
    rows = {int(found[1]) for name in post if (found := _OF_AN_ORIGINAL.fullmatch(name))}
    originals = {str(each.pk): each for each in article.translations.all()} if article else {}
    for row in sorted(rows):
        prefix = f"translations-{row}-"
        original = originals.get(post.get(f"{prefix}id", ""))
        language = _language(post.get(f"{prefix}language") or (original.language if original else ""))
        name = _("Original text %(position)s") % {"position": original.position if original else row + 1}
        # Of a row that was added meanwhile nothing is stored, and that is worth saying too.
        stored = original or (Translation(language=language, article=article) if article else None)
        yield from _fields(post, prefix, OF_ORIGINAL, stored, Translation, language, f"{name}: ")


def _fields(
    post: Mapping[str, Any], prefix: str, names: tuple[str, ...], row: Any, model: Any, language: str, before: str = ""
) -> Iterator[Typed]:
    for name in names:
        yours = post.get(prefix + name, "").replace("\r\n", "\n")
        if not yours.strip():
            continue
        label = str(model._meta.get_field(name).verbose_name)
        stored = None if row is None else as_typed(row.body) if name == "body" else getattr(row, name)
        is_address = name in ADDRESSES
        turned = "ltr" if is_address else direction(language) if language else "auto"
        yield Typed(before + (label if before else label.capitalize()), yours, stored, language, turned)


def _language(code: str) -> str:
    return code if code in LANGUAGES else ""


def not_saved(request: HttpRequest, words: str, *, status: int, article: Article | None = None) -> HttpResponse:
    """The page that answers an article's form that can't be saved: why, what was typed, and how to go on.

    Nothing that is stored is on it, unless `article` is given.
    """
    from django.contrib import admin

    context = {
        **admin.site.each_context(request),
        "title": _("Not saved"),
        "words": words,
        "typed": list(typed_into(request.POST, article)),
        "may_open": admin.site.has_permission(request),
    }
    return TemplateResponse(request, "desk/not_saved.html", context, status=status).render()
