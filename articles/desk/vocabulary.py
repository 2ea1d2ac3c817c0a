"""Keywords and every way their names are written."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.admin import TabularInline, display
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.checks import alike
from articles.models import Keyword, KeywordSpelling, direction

from . import name_page, names_near, vocabulary_file
from .base import Calm, DeskAdmin
from .writing import OVERRIDES, DeskForm

MERGINGS_SHOWN = 50


class SpellingForm(DeskForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # A table's heads name its columns for the eye alone.
            field.widget.attrs["aria-label"] = capfirst(str(field.label or ""))
        if "text" in self.fields:
            language = self.instance.language
            turned = direction(language) if self.instance.pk else "auto"
            self.fields["text"].widget.attrs |= {"lang": language, "dir": turned}


class SpellingInline(Calm, TabularInline):
    model = KeywordSpelling
    form = SpellingForm
    formfield_overrides = OVERRIDES
    fields = ["text", "language", "use"]
    extra = 0


class KeywordForm(DeskForm):
    """A keyword; `near`: those that a new one is likely the same as."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.near: list[alike.Near] = []

    def clean(self) -> dict[str, Any] | None:
        typed = super().clean()
        if typed is not None and self.instance.pk is None and not self.errors:
            self.near = names_near.near_as_typed(typed["name"], typed["kind"], self.data)
            names_near.refuse_once(self.near, self.data)
        return typed

    def clean_merged_into(self) -> Keyword | None:
        """One that stands: what was merged itself is none, and two can't be merged into each other."""
        target: Keyword | None = self.cleaned_data["merged_into"]
        if target is None or target.merged_into is None:
            return target
        said = {"keyword": target, "other": target.merged_into}
        if target.merged_into == self.instance:
            raise ValidationError(
                _("“%(keyword)s” is merged into this one: they can't be merged into each other.") % said
            )
        raise ValidationError(_("“%(keyword)s” was merged into “%(other)s”: choose that one.") % said)


class KeywordAdmin(DeskAdmin):
    form = KeywordForm
    change_form_template = "desk/keyword.html"
    change_list_template = "desk/keywords.html"
    inlines = [SpellingInline]
    fields = [("name", "qualifier"), ("kind", "slug"), "description", "merged_into"]
    list_display = ["name", "qualifier", "kind", "became"]
    list_filter = ["kind"]
    list_select_related = ["merged_into"]
    search_fields = ["name"]
    search_help_text = gettext_lazy("A name, however it is spelled, in any script")
    autocomplete_fields = ["merged_into"]
    prepopulated_fields = {"slug": ["name"]}

    def get_urls(self) -> list[Any]:
        def page(view: Any) -> Any:
            return self.admin_site.admin_view(partial(view, admin=self))

        return [
            path("export/", page(vocabulary_file.export_view), name="articles_keyword_export"),
            path("import/", page(vocabulary_file.import_view), name="articles_keyword_import"),
            path("<int:pk>/name/", page(name_page.name_view), name="articles_keyword_name"),
            *super().get_urls(),
        ]

    def get_fields(self, request: HttpRequest, obj: Keyword | None = None) -> Any:
        # A new one is merged into nothing: it would be one spelling more.
        return self.fields if obj else [each for each in self.fields if each != "merged_into"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Keyword | None = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Keyword], search_term: str
    ) -> tuple[QuerySet[Keyword], bool]:
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            # What was merged into another is not chosen any more.
            queryset = queryset.filter(merged_into=None)
        for word in search_term.split()[:8]:
            spelled = KeywordSpelling.objects.filter(text__icontains=word).values("keyword")
            queryset = queryset.filter(Q(name__icontains=word) | Q(qualifier__icontains=word) | Q(pk__in=spelled))
        return queryset, False

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any) -> Any:
        adds = object_id is None and request.method == "POST"
        instead = names_near.taken_instead(request, self) if adds else None
        return instead or super().changeform_view(request, object_id, *args, **kwargs)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        keyword = context["original"]
        if keyword is not None:
            context |= {"mergings": workflow.mergings_of(keyword)[:MERGINGS_SHOWN]}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Keyword, form: Any, change: bool) -> None:
        if not change or "merged_into" not in form.changed_data:
            return super().save_model(request, obj, form, change)
        # The rest of what was typed stands by itself; what it was merged into before, it leaves.
        into, obj.merged_into = obj.merged_into, None
        left = KeywordSpelling.objects.filter(keyword__merged=obj, text=form.initial["name"]).select_related("keyword")
        for spelling in left:
            said = {"spelling": spelling.text, "keyword": spelling.keyword}
            messages.warning(request, _("“%(spelling)s” stays a spelling of “%(keyword)s” until you delete it.") % said)
        super().save_model(request, obj, form, change)
        if into is None:
            workflow.refile(obj, by=request.user)  # type: ignore[arg-type]
        else:
            workflow.merge_keyword(obj, into, by=request.user)  # type: ignore[arg-type]
            obj.merged_into = into
        return None

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change:
            names_near.propose(form.instance, form.near)

    @display(description=gettext_lazy("merged into"))
    def became(self, keyword: Keyword) -> str:
        return str(keyword.merged_into or "–")
