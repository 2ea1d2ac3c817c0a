"""What every list and form of the desk has in common."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.contrib.admin import ModelAdmin, ShowFacets
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple, RelatedFieldWidgetWrapper
from django.db import DataError, IntegrityError, models, transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import workflow
from articles.models import Member

from .paging import BoundedPaginator
from .writing import OVERRIDES, DeskForm

READING = ("GET", "HEAD", "OPTIONS", "TRACE")


class ChooseOne(AutocompleteSelect):
    """What an autocomplete field shows again of what was sent: rows by their ids, and nothing of what is no id."""

    # Rows that needn't be asked for once more.
    at_hand: Sequence[models.Model] = ()

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        ids = [each for each in value if not each or (str(each).isascii() and str(each).isdigit() and len(each) < 19)]
        if self.at_hand and {str(row.pk) for row in self.at_hand} == set(ids):
            labels = [(row.pk, self.choices.field.label_from_instance(row)) for row in self.at_hand]
            blank = [] if self.is_required or self.allow_multiple_selected else [("", "")]
            options = [
                self.create_option(name, value, label, bool(value), number)
                for number, (value, label) in enumerate([*blank, *labels])
            ]
            return [(None, options, 0)]
        return super().optgroups(name, ids, attr)


class ChooseSeveral(ChooseOne, AutocompleteSelectMultiple):
    pass


def show_what_is_at_hand(form: ModelForm) -> None:
    """Have the autocomplete fields of `form` show the rows that were fetched along with its own."""
    row = form.instance
    for name, field in form.fields.items():
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, ChooseOne):
            fetched = getattr(row, "_prefetched_objects_cache", {}).get(name) or [row._state.fields_cache.get(name)]
            widget.at_hand = [each for each in fetched if each is not None]


class Calm:
    """Fields that choose another row offer to add one, where the member may; nothing else stands beside them."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs["widget"] = ChooseOne(db_field, self.admin_site)  # type: ignore[attr-defined]
        # Django's own words for nothing chosen are in English alone.
        kwargs.setdefault("empty_label", "–")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs["widget"] = ChooseSeveral(db_field, self.admin_site)  # type: ignore[attr-defined]
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        widget = getattr(field, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper):
            widget.can_change_related = widget.can_view_related = widget.can_delete_related = False
            widget.can_add_related = widget.can_add_related and db_field.remote_field.model is not Member
        return field


class DeskAdmin(Calm, ModelAdmin):
    """Lists that count no further than needed; saves that the database signs, and may refuse in words."""

    form = DeskForm
    formfield_overrides = OVERRIDES
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 0
    actions = None
    delete_confirmation_max_display = 20

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        def change() -> HttpResponse:
            return super(DeskAdmin, self).changeform_view(request, object_id, form_url, extra_context)

        if request.method in READING:
            return change()
        return signed_or_refused(request, change)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_inline_formsets(self, *args: Any, **kwargs: Any) -> Any:
        inlines = super().get_inline_formsets(*args, **kwargs)
        for inline in inlines:
            said = json.loads(inline.inline_formset_data())
            said["options"]["addText"] = _("Add another %(name)s") % {"name": inline.opts.verbose_name}
            inline.inline_formset_data = json.dumps(said)
        return inlines

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "desk_refusal", "")  # type: ignore[attr-defined]
        return form

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().delete_view(request, object_id, extra_context)
        except (IntegrityError, models.ProtectedError, models.RestrictedError) as error:
            messages.error(request, words_for(error))
            return self.response_post_save_change(request, None)

    def view_on_site(self, obj: Any) -> str | None:
        """Where readers find it; nothing where the site is served elsewhere."""
        try:
            return str(obj.get_absolute_url())
        except (AttributeError, NoReverseMatch):
            return None


class ReadOnlyAdmin(DeskAdmin):
    """Part of the record: looked at, never touched."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def signed_or_refused(request: HttpRequest, change: Callable[[], HttpResponse]) -> HttpResponse:
    """What `change` answers, in one transaction that the database signs with the member.

    What the database or the workflow refuses is tried once more with `request.desk_refusal` set: the form then says
    why, and keeps what was typed.
    """
    try:
        with workflow.signed(request.user):  # type: ignore[arg-type]
            return change()
    except (IntegrityError, DataError, workflow.TransitionRefused) as error:
        request.desk_refusal = words_for(error)  # type: ignore[attr-defined]
        return change()


def words_for(error: Exception) -> str:
    """Why the database, or a guard of the workflow, refused; in words for the desk."""
    if isinstance(error, workflow.TransitionRefused):
        return " ".join(error.reasons)
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    known = {
        "original_is_frozen_after_draft": _(
            "The original text is frozen once the article left “draft”: send the article back, or add a new reading."
        ),
        "published_address_is_frozen": _("The address of this article is out in the world: it can't be changed."),
        "keyword_is_merged_in_one_hop": _("That keyword was merged itself: choose the one it became."),
        "members_are_never_deleted": _("A member is deactivated, never deleted."),
    }
    if name in known:
        return known[name]
    for model in apps.get_app_config("articles").get_models():
        for constraint in model._meta.constraints:
            said = constraint.violation_error_message
            if constraint.name == name and said and said != constraint.default_violation_error_message:
                return str(said)
    if isinstance(error, (models.ProtectedError, models.RestrictedError)):
        return _("Other things stand on this one: it stays.")
    return _("This could not be saved as it is: somebody may have saved the same at the same moment. Look at it again.")
