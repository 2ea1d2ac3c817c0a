"""Keywords and every way their names are written."""

from typing import Any

from django.contrib.admin import TabularInline, display
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.models import Keyword, KeywordSpelling, direction

from .base import Calm, DeskAdmin
from .writing import OVERRIDES, DeskForm


class SpellingForm(DeskForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
    inlines = [SpellingInline]
    fields = [("name", "qualifier"), ("kind", "slug"), "description", "merged_into"]
    list_display = ["name", "qualifier", "kind", "became"]
    list_filter = ["kind"]
    list_select_related = ["merged_into"]
    search_fields = ["name"]
    search_help_text = gettext_lazy("A name, however it is spelled, in any script")
    autocomplete_fields = ["merged_into"]
    prepopulated_fields = {"slug": ["name"]}

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

    def save_model(self, request: HttpRequest, obj: Keyword, form: Any, change: bool) -> None:
        # Those merged into it earlier go along where it goes.
        along = list(obj.merged.all()) if change else []
        super().save_model(request, obj, form, change)
        if change and "merged_into" in form.changed_data:
            for keyword in (obj, *along):
                workflow.refile(keyword, by=request.user)  # type: ignore[arg-type]

    @display(description=gettext_lazy("merged into"))
    def became(self, keyword: Keyword) -> str:
        return str(keyword.merged_into or "–")
