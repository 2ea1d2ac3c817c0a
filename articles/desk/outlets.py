"""Outlets, and what each was said to be at a time."""

from typing import Any

from django.contrib.admin import StackedInline
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _

from articles.models import Source, SourceProfile

from .base import Calm, DeskAdmin
from .writing import OVERRIDES, DeskForm


class ProfileForm(DeskForm):
    def validate_constraints(self) -> None:
        # But for the overlap: it would be looked for in what is stored, where a profile that ends in this very form
        # still goes on. The formset looks at the rows as they will be, and the database at what is saved.
        try:
            self.instance.validate_constraints(exclude={"source", "source_id"})
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]


class ProfileFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        periods: list[tuple[Any, Any, str]] = []
        for form in self.forms:
            said = getattr(form, "cleaned_data", {})
            if not said.get("valid_from") or said.get("DELETE"):
                continue
            start, end = said["valid_from"], said.get("valid_until")
            for other_start, other_end, other in periods:
                if (other_end is None or start < other_end) and (end is None or other_start < end):
                    raise ValidationError(
                        _("“%(one)s” and “%(other)s” cover the same days: end one before the other begins.")
                        % {"one": said.get("description", ""), "other": other}
                    )
            periods.append((start, end, said.get("description", "")))


class ProfileInline(Calm, StackedInline):
    model = SourceProfile
    form = ProfileForm
    formset = ProfileFormSet
    formfield_overrides = OVERRIDES
    fields = ["description", "alignment", ("valid_from", "valid_until")]
    extra = 0


class SourceAdmin(DeskAdmin):
    inlines = [ProfileInline]
    list_display = ["name", "native_name", "kind", "language", "country", "original_display"]
    list_filter = ["kind", "language"]
    search_fields = ["name", "native_name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["picture"]
    fieldsets = [
        (None, {"fields": ["name", "native_name", "slug", ("kind", "language", "country")]}),
        (None, {"fields": ["homepage_url", "feed_url", "original_display", "rights_basis", "picture"]}),
    ]

    def get_prepopulated_fields(self, request: Any, obj: Source | None = None) -> Any:
        # Readers have shared the old address.
        return {} if obj else self.prepopulated_fields


class AlignmentAdmin(DeskAdmin):
    list_display = ["name", "description"]
    search_fields = ["name"]
