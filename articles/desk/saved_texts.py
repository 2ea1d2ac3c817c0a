"""Every saved text of an article: who saved it and when, any two compared, and one put back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import Error, connection
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from articles import comparing, workflow
from articles.models import Article, Edition, Listing, Member, SavedText, Status, Translation, direction

from .base import words_for
from .words import language_name

ON_A_PAGE = 50
# What of a saved text says where it stood; a text that is put back keeps the place it has.
BESIDE = ("position",)

# Without the texts themselves: only what differs from the state before, counted where they lie.
_LIST = """
SELECT now.id, now.article_id, now.original_id, now.revision, now.at, now.by_id, before.id AS before_id,
    ARRAY(SELECT key FROM jsonb_each(now.fields) WHERE value IS DISTINCT FROM before.fields -> key) AS changed,
    length(now.fields ->> 'body') - length(before.fields ->> 'body') AS longer
FROM articles_savedtext now LEFT JOIN LATERAL (
    SELECT id, fields FROM articles_savedtext
    WHERE article_id = now.article_id AND original_id IS NOT DISTINCT FROM now.original_id AND id < now.id
    ORDER BY id DESC LIMIT 1
) before ON true
WHERE now.article_id = %s AND now.original_id IS NOT DISTINCT FROM %s AND now.id < %s
ORDER BY now.id DESC LIMIT %s
"""
_TEXTS = """
SELECT DISTINCT ON (original_id) original_id, id, fields ->> 'position', fields ->> 'language'
FROM articles_savedtext WHERE article_id = %s ORDER BY original_id NULLS FIRST, id DESC
"""
_LARGEST = 2**63 - 1


@dataclass
class Text:
    """One text of an article: its own (without `original`), or that of an original, which may be gone."""

    original: int | None
    newest: int | None
    position: str
    language: str
    is_gone: bool = False

    @property
    def slug(self) -> str:
        return str(self.original or "")

    @property
    def label(self) -> str:
        if self.original is None:
            return _("Our text")
        said = {"position": self.position, "language": language_name(self.language)}
        if self.is_gone:
            return _("Original text %(position)s (%(language)s), deleted") % said
        return _("Original text %(position)s (%(language)s)") % said


@dataclass
class Part:
    label: str
    rows: list[comparing.Row]


@require_http_methods(["GET", "HEAD", "POST"])
def saved_texts_page(request: HttpRequest, model_admin: Any, pk: int) -> HttpResponse:
    """GET lists them, or compares two; a POST puts one back."""
    article = get_object_or_404(Article, pk=pk)
    if not isinstance(request.user, Member) or not model_admin.has_view_permission(request, article):
        raise PermissionDenied
    page = _Page(request, model_admin, article)
    if request.method == "POST":
        return page.put_back()
    return page.answer()


class _Page:
    def __init__(self, request: HttpRequest, model_admin: Any, article: Article) -> None:
        self.request, self.model_admin, self.article = request, model_admin, article
        self.texts = _texts_of(article)
        wanted = _number(request.GET.get("text"))
        text = next((each for each in self.texts if each.original == wanted), None)
        if text is None:
            raise Http404
        self.text: Text = text
        self.address = reverse("admin:articles_article_texts", args=[article.pk])

    def answer(self, reason: str = "", status: int = 200) -> HttpResponse:
        compared = self._compared()
        context = {
            **self.model_admin.admin_site.each_context(self.request),
            "title": _("Every saved text"),
            "subtitle": self.article.headline,
            "opts": self.model_admin.opts,
            "original": self.article,
            "article": self.article,
            "texts": self.texts,
            "text": self.text,
            "reason": reason,
            "readers_see": _shown_to_readers(self.article) is not None and self.text.original is None,
            "why_not": self._why_not(),
            "consequence": self._consequence(),
            **(compared if compared else self._listed()),
        }
        return TemplateResponse(self.request, "desk/saved_texts.html", context, status=status)

    # --- The list ------------------------------------------------------------------------------------

    def _listed(self) -> dict[str, Any]:
        before = _number(self.request.GET.get("before")) or _LARGEST
        found = list(SavedText.objects.raw(_LIST, [self.article.pk, self.text.original, before, ON_A_PAGE + 1]))
        members = Member.objects.in_bulk({each.by_id for each in found if each.by_id})
        rows = [
            {"state": each, "by": members.get(each.by_id), "what": _what_changed(each)} for each in found[:ON_A_PAGE]
        ]
        return {"rows": rows, "earlier": found[ON_A_PAGE - 1].pk if len(found) > ON_A_PAGE else None}

    # --- Two of them -----------------------------------------------------------------------------------

    def _compared(self) -> dict[str, Any]:
        asked = self.request.GET
        if asked.get("with") == "readers" and self.text.original is None:
            edition = _shown_to_readers(self.article)
            if edition is None:
                raise Http404
            ours = {name: getattr(self.article, name) for name in _fields_of(Article)}
            theirs = {name: getattr(edition, name) for name in ours}
            return {"parts": _parts(theirs, ours), "version": edition, **_turned(theirs, ours)}
        if "a" not in asked or "b" not in asked:
            return {}
        pks = sorted({_number(asked["a"]), _number(asked["b"])} - {None})  # type: ignore[type-var]
        found = self._states().filter(pk__in=pks).order_by("pk").select_related("by")
        states = list(found)
        if not states or len(states) != len(pks):
            raise Http404
        old, new = states[0], states[-1]
        return {"parts": _parts(old.fields, new.fields), "old": old, "new": new, **_turned(old.fields, new.fields)}

    def _states(self) -> Any:
        return SavedText.objects.filter(article=self.article, original=self.text.original)

    # --- One put back ----------------------------------------------------------------------------------

    def _why_not(self) -> str:
        """Why nothing of this text may be put back by this member now; empty when it may."""
        if not self.model_admin.has_change_permission(self.request, self.article):
            return _("Only who may change the article puts an earlier text back.")
        if self.text.original is not None and self.article.status != Status.DRAFT:
            return _("The original text is frozen once the article left “draft”: send the article back first.")
        return ""

    def _consequence(self) -> str:
        if self.article.status == Status.VERIFIED:
            return _("The disclaimer was verified: that seal is broken then, and it must be approved anew.")
        if self.article.status == Status.PUBLISHED:
            return _("Readers see the text as it is until a fix is published; what is scheduled must be approved anew.")
        return ""

    def put_back(self) -> HttpResponse:
        state = get_object_or_404(self._states(), pk=_number(self.request.POST.get("restore")) or 0)
        try:
            with workflow.signed(self.request.user):  # type: ignore[arg-type]
                self.article.refresh_from_db(from_queryset=Article.objects.select_for_update(of=("self",)))
                if reason := self._why_not():
                    return self.answer(reason, status=403)
                if self.request.POST.get("revision") != str(self.article.revision):
                    words = _("Somebody saved this article meanwhile: nothing was put back. Look again, then decide.")
                    return self.answer(words, status=409)
                self.text = _written(self.article, self.text, state.fields, self.request.user)
        except (Error, workflow.TransitionRefused) as error:
            self.article.refresh_from_db()
            return self.answer(words_for(error), status=409)
        self._tell()
        return HttpResponseRedirect(f"{self.address}?text={self.text.slug}")

    def _tell(self) -> None:
        last = list(self._states().order_by("-pk").values_list("pk", flat=True)[:2])
        if len(last) < 2:
            messages.success(self.request, _("Put back: the text that was deleted stands again."))
            return
        address = f"{self.address}?text={self.text.slug}&a={last[1]}&b={last[0]}"
        words = _('Put back. What stood before is kept: <a href="{}">see it, or take it back</a>.')
        messages.success(self.request, format_html(words, address))


def _written(article: Article, text: Text, fields: dict[str, Any], by: Any) -> Text:
    """The saved `fields` in the place of what stands; the text that was written."""
    said = {name: value for name, value in fields.items() if name not in BESIDE}
    row: Article | Translation | None = article
    if text.original is not None:
        row = Translation.objects.select_for_update().filter(pk=text.original, article=article).first()
    if row is None:
        last = article.translations.aggregate(last=Max("position"))["last"] or 0
        row = Translation(article=article, position=last + 1, attached_by=by)
    for name, value in said.items():
        setattr(row, name, value)
    row.save()
    if isinstance(row, Article):
        return text
    return Text(row.pk, None, str(row.position), row.language)


def _texts_of(article: Article) -> list[Text]:
    """Our text first, then each original that was ever changed or deleted."""
    standing = set(article.translations.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS, [article.pk])
        found = [
            Text(original, newest, position or "", language, original is not None and original not in standing)
            for original, newest, position, language in cursor.fetchall()
        ]
    if not found or found[0].original is not None:
        found.insert(0, Text(None, None, "", article.language))
    return found


def _shown_to_readers(article: Article) -> Edition | None:
    listing = Listing.public.filter(article=article).select_related("edition").first()
    return listing.edition if listing else None


def _what_changed(state: Any) -> str:
    """In a few words what one save changed."""
    if state.before_id is None:
        return _("The first text that is kept.")
    model = Article if state.original_id is None else Translation
    labels = ", ".join(_label(model, name) for name in _fields_of(model) if name in state.changed)
    if not state.longer:
        return labels
    if state.longer > 0:
        words = ngettext("%(fields)s: %(count)s character more", "%(fields)s: %(count)s characters more", state.longer)
    else:
        words = ngettext("%(fields)s: %(count)s character less", "%(fields)s: %(count)s characters less", -state.longer)
    return words % {"fields": labels, "count": abs(state.longer)}


def _fields_of(model: type[Article] | type[Translation]) -> tuple[str, ...]:
    if model is Translation:
        return ("headline", "standfirst", "body", "byline", "language", "position")
    return (
        "headline", "standfirst", "body", "editors_note", "photo_alt", "photo_caption", "photo_credit", "language",
    )  # fmt: skip


def _label(model: type[Article] | type[Translation], name: str) -> str:
    label = str(getattr(model._meta.get_field(name), "verbose_name", name))
    return label[:1].upper() + label[1:]


def _parts(old: dict[str, Any], new: dict[str, Any]) -> list[Part]:
    """Each field that differs, compared."""
    model = Translation if "byline" in new else Article
    parts = []
    for name in _fields_of(model):
        before, after = str(old.get(name) or ""), str(new.get(name) or "")
        if before == after:
            continue
        compare = comparing.compare_bodies if name == "body" else comparing.compare_passages
        parts.append(Part(_label(model, name), compare(before, after)))
    return parts


def _turned(old: dict[str, Any], new: dict[str, Any]) -> dict[str, str]:
    return {
        "old_lang": old["language"], "old_dir": direction(old["language"]),
        "lang": new["language"], "dir": direction(new["language"]),
    }  # fmt: skip


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
