"""The publication, its sections, stories, pages and wordings."""

from typing import Any

from django.contrib.admin import TabularInline, display
from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import DisclaimerWording, FooterLink, Listing, Publication

from .base import Calm, DeskAdmin, ReadOnlyAdmin
from .writing import OVERRIDES


class FooterLinkInline(Calm, TabularInline):
    model = FooterLink
    formfield_overrides = OVERRIDES
    fields = ["label", "url", "position"]
    extra = 0


class PublicationAdmin(DeskAdmin):
    """The one row: neither added nor deleted."""

    inlines = [FooterLinkInline]
    fieldsets = [
        (None, {"fields": ["name", "motto", "language", "numerals"]}),
        (gettext_lazy("How it looks"), {"fields": ["logo", "accent", "picture"]}),
        (gettext_lazy("The front page"), {"fields": ["lead", "story"]}),
        (gettext_lazy("What readers are told"), {"fields": ["attester_shown", "principles", "feed_text"]}),
        (gettext_lazy("How the desk works"), {"fields": ["second_look", "claim_hours"]}),
    ]
    autocomplete_fields = ["logo", "picture", "lead", "story", "principles"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(reverse("admin:articles_publication_change", args=[Publication.objects.get().pk]))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "lead" and field is not None:
            field.label = _("Lead story")
        return field

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "claim_hours":
            kwargs |= {"min_value": 1, "max_value": 168}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def view_on_site(self, obj: Publication) -> str:
        return "/"


class LeadChoice(ReadOnlyAdmin):
    """Lets the lead story be found among what readers see. It has no pages of its own."""

    search_fields = ["edition__headline"]
    ordering = ["-published_at", "-article_id"]

    def get_urls(self) -> list[Any]:
        return []

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Listing]:
        return Listing.public.all().for_lists().order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Listing], search_term: str
    ) -> tuple[QuerySet[Listing], bool]:
        if search_term.strip():
            queryset = queryset.filter(search_headline=SearchQuery(search_term, config="english"))
        return queryset, False


class SectionAdmin(DeskAdmin):
    list_display = ["name", "slug", "position"]
    fields = ["name", "slug", "description", "position", "picture"]
    autocomplete_fields = ["picture"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else self.prepopulated_fields


class StoryAdmin(SectionAdmin):
    list_display = ["title", "started_on"]
    fields = ["title", "slug", "description", "started_on"]
    autocomplete_fields = []
    search_fields = ["title"]
    prepopulated_fields = {"slug": ["title"]}


class PageAdmin(SectionAdmin):
    list_display = ["title", "slug", "is_public", "updated_at"]
    fields = ["title", "slug", "body", "position", "is_public"]
    autocomplete_fields = []
    search_fields = ["title"]
    prepopulated_fields = {"slug": ["title"]}


class DisclaimerWordingAdmin(DeskAdmin):
    list_display = ["case", "valid_from", "beginning"]
    list_filter = ["adaptation", "source_kind"]
    fields = [("adaptation", "source_kind"), "valid_from", "text"]

    @display(description=gettext_lazy("for"))
    def case(self, wording: DisclaimerWording) -> str:
        kinds = [
            str(wording.get_adaptation_display()) if wording.adaptation else "",
            str(wording.get_source_kind_display()) if wording.source_kind else "",
        ]
        return " · ".join(filter(None, kinds)) or _("any article that nothing else fits")

    @display(description=gettext_lazy("wording"))
    def beginning(self, wording: DisclaimerWording) -> str:
        return wording.text if len(wording.text) <= 120 else f"{wording.text[:120]}…"
