"""Words chosen in an original become a name of the vocabulary, or a spelling of one: asked and answered in JSON."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles import workflow
from articles.checks import alike, pair_as_saved
from articles.checks.romanising import ArchiveSpelling, archive_spellings, proposals
from articles.models import LANGUAGES, Article, Keyword, KeywordSpelling, Member, folding, sound
from articles.models.text import clean_line

from .base import words_for
from .in_json import refused, sent_json
from .names_at_hand import may_make_names, names_of

PROPOSED, NEAR_SHOWN = 3, 3
LONGEST, BESIDE_MAX = 120, 20_000
# What an Arabic article looks like before a name in Latin letters.
_ARTICLE = ("al-", "el-", "Al-", "El-", "al ", "Al ")


class IsNear(Exception):
    """What was to be made is likely the same as these."""

    def __init__(self, near: list[alike.Near]) -> None:
        super().__init__()
        self.near = near


@require_POST
def propose_name(request: HttpRequest, model_admin: Any, pk: int) -> HttpResponse:
    """How chosen words may be written in the house spelling, and which keywords they may be already.

    Sent: `spelling`, `language`; `beside`, our text as it is typed; `name` and `kind`, once somebody typed them.
    """
    sent = sent_json(request)
    _article, refusal = _at_work(request, model_admin, pk, sent)
    if refusal is not None:
        return refusal
    spelling, name = _line(sent, "spelling"), _line(sent, "name")
    proposed = [] if name else _proposed(spelling, _language(sent), _text(sent, "beside"))
    likely = name or (proposed[0]["text"] if proposed else spelling)
    near = alike.near(likely, _text(sent, "kind"), spellings=[spelling] if spelling else [])
    return JsonResponse({"proposals": proposed, "near": _told(near)})


@require_POST
def make_name(request: HttpRequest, model_admin: Any, pk: int) -> HttpResponse:
    """Make a keyword with the chosen words as a spelling of it, or add these to the `keyword` that is named.

    What is likely the same as another is made once `all_the_same` is sent; editors are asked about the two.
    """
    sent = sent_json(request)
    article, refusal = _at_work(request, model_admin, pk, sent)
    if refusal is not None:
        return refusal
    spelling = _line(sent, "spelling")
    if not spelling:
        raise BadRequest
    try:
        with workflow.signed(cast(Member, request.user)):
            keyword, said = _stored(request, sent, spelling, _language(sent))
    except IsNear as found:
        return refused(409, "near", _("It is likely the same as one there is."), near=_told(found.near))
    except ValidationError as error:
        return refused(409, "invalid", " ".join(error.messages))
    except IntegrityError as error:
        return refused(409, "invalid", words_for(error))
    return JsonResponse({"keyword": _shown(keyword), "said": said, "names": names_of(pair_as_saved(article))})


# --- What was sent ---------------------------------------------------------------------------------


def _at_work(
    request: HttpRequest, model_admin: Any, pk: int, sent: dict[str, Any]
) -> tuple[Article, HttpResponse | None]:
    """The article, and the refusal where another member is signed in than had the page opened."""
    article = model_admin.get_queryset(request).filter(pk=pk).first()
    if article is None:
        raise Http404
    member = cast(Member, request.user)
    if not model_admin.has_view_permission(request, article) or not may_make_names(member):
        raise PermissionDenied
    if sent.get("member") != member.pk:
        words = _("You are signed in as %(name)s here now: open the page again.")
        return article, refused(409, "another-account", words % {"name": member})
    return article, None


def _text(sent: dict[str, Any], name: str) -> str:
    said = sent.get(name, "")
    if not isinstance(said, str):
        raise BadRequest
    return said[:BESIDE_MAX]


def _line(sent: dict[str, Any], name: str) -> str:
    line = clean_line(_text(sent, name))
    if len(line) > LONGEST:
        raise BadRequest
    return line


def _language(sent: dict[str, Any]) -> str:
    language = _text(sent, "language")
    if language not in LANGUAGES:
        raise BadRequest
    return language


# --- Proposed --------------------------------------------------------------------------------------


def _proposed(spelling: str, language: str, beside: str) -> list[dict[str, str]]:
    """Up to three ways to write the name: as the translation does already, then as the press would."""
    archived = archive_spellings(spelling)
    found = {text: _("The translation writes it so.") for text in written_beside(spelling, beside)}
    flags = {text: _otherwise(text, archived) for text in found}
    for each in proposals(spelling, language, known=lambda _name: archived):
        found.setdefault(each.text, each.reason)
        flags.setdefault(each.text, _archived(each.otherwise) if each.otherwise else "")
    if not found and any("a" <= sign.lower() <= "z" for sign in spelling):
        found[spelling] = _("As the original writes it.")
    shown = list(found.items())[:PROPOSED]
    return [{"text": text, "reason": reason, "otherwise": flags.get(text, "")} for text, reason in shown]


def _otherwise(text: str, archived: Sequence[ArchiveSpelling]) -> str:
    if any(each.text == text for each in archived) or not archived:
        return ""
    return _archived(archived[0])


def _archived(spelling: ArchiveSpelling) -> str:
    if not spelling.articles:
        return _("The vocabulary has %(name)s.") % {"name": spelling.text}
    words = ngettext(
        "The archive writes %(name)s: %(n)s article.", "The archive writes %(name)s: %(n)s articles.", spelling.articles
    )
    return words % {"name": spelling.text, "n": spelling.articles}


def written_beside(spelling: str, text: str) -> list[str]:
    """How a `text` in Latin letters writes a name of another script, by its sound; at most two ways."""
    asked = [word.folded for word in folding.words(spelling)]
    words = list(folding.words(text))
    found: dict[str, None] = {}
    for first in range(len(words) - len(asked) + 1 if asked else 0):
        run = words[first : first + len(asked)]
        if run[0].is_lower or not all(
            sound.sounds_like(word.folded, one) for word, one in zip(run, asked, strict=True)
        ):
            continue
        start = run[0].start
        if text[start - 3 : start] in _ARTICLE:
            start -= 3
        found[text[start : run[-1].end]] = None
    return list(found)[:2]


def _near(sent: dict[str, Any]) -> list[alike.Near]:
    return alike.near(_line(sent, "name"), _text(sent, "kind"), spellings=[_line(sent, "spelling")])


def _told(near: Iterable[alike.Near]) -> list[dict[str, Any]]:
    return [{**_shown(each.keyword), "reason": each.reason} for each in list(near)[:NEAR_SHOWN]]


def _shown(keyword: Keyword) -> dict[str, Any]:
    return {
        "id": keyword.pk,
        "label": str(keyword),
        "kind": keyword.get_kind_display(),
        "address": reverse("admin:articles_keyword_change", args=[keyword.pk]),
    }


# --- Made ------------------------------------------------------------------------------------------


def _stored(request: HttpRequest, sent: dict[str, Any], spelling: str, language: str) -> tuple[Keyword, str]:
    """The keyword that the words are a spelling of now, and what is told. Raises IsNear, ValidationError."""
    keyword = _existing(sent)
    if keyword is not None:
        _spell(request, keyword, spelling, language)
        words = _("“%(spelling)s” is a spelling of “%(name)s”.")
        return keyword, words % {"spelling": spelling, "name": keyword}
    near = _near(sent)
    if near and sent.get("all_the_same") is not True:
        raise IsNear(near)
    keyword = _new(sent)
    keyword.save()
    workflow.propose_merges(keyword, [(each.keyword, each.reason) for each in near])
    if spelling != keyword.name:
        KeywordSpelling.objects.create(keyword=keyword, language=language, text=spelling)
    _history().log_addition(request, keyword, [{"added": {}}])
    words = _("“%(name)s” is in the vocabulary.")
    if near:
        words = _("“%(name)s” is in the vocabulary. An editor is asked whether it is a second of its kind.")
    return keyword, words % {"name": keyword}


def _existing(sent: dict[str, Any]) -> Keyword | None:
    """The keyword that the words are to be a spelling of; None where a new one is to be made."""
    number = sent.get("keyword")
    if number is None:
        return None
    keyword = Keyword.objects.filter(pk=number).first() if isinstance(number, int) and 0 < number < 2**63 else None
    if keyword is None:
        raise ValidationError(_("Somebody deleted this keyword meanwhile."))
    return keyword.merged_into or keyword


def _new(sent: dict[str, Any]) -> Keyword:
    keyword = Keyword(name=_line(sent, "name"), qualifier=_line(sent, "qualifier"), kind=_text(sent, "kind"))
    if not keyword.name:
        raise ValidationError(_("Write the name as the house spells it."))
    keyword.full_clean(exclude=["slug"])
    return keyword


def _spell(request: HttpRequest, keyword: Keyword, spelling: str, language: str) -> None:
    known = KeywordSpelling.objects.filter(keyword=keyword, language=language, text=spelling)
    if spelling != keyword.name and not known.exists():
        added = KeywordSpelling.objects.create(keyword=keyword, language=language, text=spelling)
        about = {"name": str(KeywordSpelling._meta.verbose_name), "object": str(added)}
        _history().log_change(request, keyword, [{"added": about}])


def _history() -> Any:
    """The admin of keywords, which keeps their history."""
    from django.contrib import admin

    return admin.site.get_model_admin(Keyword)
