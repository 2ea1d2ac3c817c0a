"""The record: published versions, corrections, steps and redactions. Looked at, never touched."""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import disclaimer
from articles.models import Correction, Edition, EditionOriginal, Redaction, WorkflowEvent, direction

from .base import ReadOnlyAdmin
from .pictures import read_body, read_original
from .standing import Standing
from .words import field_label, language_name, moment


class OfAnArticle(ReadOnlyAdmin):
    @display(description=gettext_lazy("article"))
    def of_article(self, row: Any) -> str:
        address = reverse("admin:articles_article_change", args=[row.article_id])
        return format_html('<a href="{}">{}</a>', address, row.article.headline)


class EditionAdmin(OfAnArticle):
    list_display = ["headline", "number", "attested", "attested_at"]
    ordering = ["-pk"]
    list_select_related = ["attested_by"]
    fieldsets = [
        (None, {"fields": ["of_article", "number", "seal_state", "attested", "attested_at", "second_look", "digest"]}),
        (
            gettext_lazy("What was attested"),
            {"fields": ["headline", "standfirst", "body_as_read", "editors_note", "disclaimer", "written_in", "genre",
                        "adaptation", "source_name", "source_label", "translated_by"]},
        ),
        (gettext_lazy("Photo"), {"fields": ["photo_alt", "photo_caption", "photo_credit"]}),
        (gettext_lazy("Original texts"), {"fields": ["originals_as_read"]}),
    ]  # fmt: skip

    def get_fieldsets(self, request: HttpRequest, obj: Edition | None = None) -> Any:
        first, (_heading, seen), *others = super().get_fieldsets(request, obj)
        fieldsets = [first, (_what_it_is(obj, request.user), seen), *others]
        if not request.user.has_perm("articles.view_redaction"):
            return fieldsets
        # Why it was taken out may itself put somebody in danger.
        return [*fieldsets, (_("Redacted"), {"fields": ["redacted"]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        editions = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == "articles_edition_changelist":
            return editions.defer("body", "seal", "standfirst", "disclaimer", "editors_note")
        return editions.select_related("article", "photo", "translator", "second_look_by", "attested_by")

    @display(description=gettext_lazy("attested"))
    def attested(self, edition: Edition) -> str:
        return str(edition.attested_by or edition.get_attested_as_display())

    @display(description=gettext_lazy("seal"))
    def seal_state(self, edition: Edition) -> str:
        broken = disclaimer.broken_fields(edition)
        if not broken:
            return _("Whole: it says what was attested.")
        return _("BROKEN: it does not say what was attested. %(fields)s") % {
            "fields": ", ".join(field_label(name) for name in broken)
        }

    @display(description=gettext_lazy("language"))
    def written_in(self, edition: Edition) -> str:
        return language_name(edition.language)

    @display(description=gettext_lazy("text"))
    def body_as_read(self, edition: Edition) -> str:
        return _as_read(read_body(edition.body), edition.language)

    @display(description=gettext_lazy("second look"))
    def second_look(self, edition: Edition) -> str:
        return str(edition.second_look_by or "–")

    @display(description=gettext_lazy("translator"))
    def translated_by(self, edition: Edition) -> str:
        return str(edition.translator or "–")

    @display(description=gettext_lazy("as they were read"))
    def originals_as_read(self, edition: Edition) -> str:
        return format_html_join(
            "",
            '<h3>{} · <bdi lang="{}">{}</bdi></h3>{}{}',
            (
                (
                    original.source_name,
                    original.language,
                    original.headline,
                    _came_later(original),
                    _as_read(read_original(original.body), original.language),
                )
                for original in edition.originals.select_related("attached_by")
            ),
        ) or _("None.")

    @display(description=gettext_lazy("what, by whom, when and why"))
    def redacted(self, edition: Edition) -> str:
        rows = edition.redactions.select_related("by")
        return format_html_join(
            "", "<p>{}, {}, {}: {}</p>", ((field_label(row.field), row.by, row.at.date(), row.reason) for row in rows)
        ) or _("Nothing.")


def _came_later(original: EditionOriginal) -> str:
    """By whom and when an original outside the seal was attached; "" for one that was sealed."""
    if original.attached_at is None:
        return ""
    said = _("Attached on %(day)s by %(member)s, after this version was made.")
    return format_html("<p>{}</p>", said % {"day": moment(original.attached_at), "member": original.attached_by})


def _what_it_is(edition: Edition | None, member: Any) -> str:
    """What an edition's words are to readers."""
    versions = Standing(edition.article, member).versions if edition else []
    found = next((each for each in versions if each.edition == edition), None)
    return found.heading if found else _("What was attested")


def _as_read(body: SafeString, language: str) -> str:
    return format_html(
        '<div class="desk-reading" lang="{}" dir="{}">{}</div>',
        language, direction(language), body,
    )  # fmt: skip


class CorrectionAdmin(OfAnArticle):
    list_display = ["__str__", "kind", "of_article", "at", "by"]
    list_display_links = ["__str__"]
    list_filter = ["kind"]
    list_select_related = ["article", "by"]
    ordering = ["-at", "-pk"]
    fields = ["kind", "text", "of_article", "at", "who", "everywhere"]

    @display(description=gettext_lazy("by"))
    def who(self, correction: Correction) -> str:
        return str(correction.by or "–")

    @display(description=gettext_lazy("corrected everywhere"))
    def everywhere(self, correction: Correction) -> str:
        if correction.batch is None:
            return "–"
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:house_style", args=[correction.batch_id]), correction.batch
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        return super().get_queryset(request).defer("article__body")


class StepAdmin(OfAnArticle):
    list_display = ["kind", "of_article", "from_status", "to_status", "actor", "at"]
    list_select_related = ["article", "actor"]
    ordering = ["-pk"]
    fields = [
        "kind", "of_article", "from_status", "to_status", "who", "at", "note", "override", "public_at", "public_note",
    ]  # fmt: skip

    @display(description=gettext_lazy("by"))
    def who(self, step: WorkflowEvent) -> str:
        return str(step.actor or "–")

    def get_queryset(self, request: HttpRequest) -> QuerySet[WorkflowEvent]:
        return super().get_queryset(request).defer("article__body")


class RedactionAdmin(ReadOnlyAdmin):
    list_display = ["what", "version", "by", "at"]
    list_select_related = ["edition", "by"]
    ordering = ["-pk"]
    fields = ["what", "version", "who", "at", "reason"]

    @display(description=gettext_lazy("by"))
    def who(self, redaction: Redaction) -> str:
        return str(redaction.by)

    @display(description=gettext_lazy("taken out"))
    def what(self, redaction: Redaction) -> str:
        return field_label(redaction.field)

    @display(description=gettext_lazy("published version"))
    def version(self, redaction: Redaction) -> str:
        return str(redaction.edition)
