"""Photos: uploaded, described, their rights settled."""

from typing import Any

from django.contrib.admin import SimpleListFilter, display
from django.db import OperationalError, connection, transaction
from django.db.models import Model
from django.forms import FileInput
from django.forms.widgets import Script
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import tasks, workflow
from articles.models import Edition, Photo
from articles.models.photos import TEXTS_TOLD, texts_with
from articles.renditions import RENDERED_AS

from .base import DeskAdmin
from .pictures import find_photos, picture

# What decides whether and how readers see it: the editors', once it is out in the world.
SETTLED = ["is_file_photo", "expires_on", "focal_x", "focal_y", "withdrawn_at"]
PATIENCE_MS = 500


class OfItsFile(SimpleListFilter):
    title = gettext_lazy("file")
    parameter_name = "file"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waiting", gettext_lazy("waits for its file")), ("here", gettext_lazy("has its file"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "waiting":
            return queryset.filter(image="")
        return queryset.exclude(image="") if self.value() == "here" else queryset


class PhotoAdmin(DeskAdmin):
    class Media:
        css = {"all": ["desk/focal.css"]}
        js = [Script("desk/focal.js", type="module")]

    list_display = ["thumbnail", "alt", "credit", "rights", "expires_on", "added_at"]
    list_display_links = ["thumbnail", "alt"]
    list_filter = [OfItsFile, "rights", "is_file_photo"]
    search_fields = ["alt", "caption", "credit"]
    readonly_fields = ["preview", "used_by", "added_by", "added_at"]
    ordering = ["-added_at", "-pk"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("renditions")

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        words = ["alt", "caption", "credit", ("rights", "expires_on", "is_file_photo")]
        if obj is None:
            return [(None, {"fields": ["image", *words]})]
        shown = ["preview", "image"] if obj.is_waiting else ["preview"]
        return [
            (None, {"fields": [*shown, *words]}),
            (None, {"fields": [("focal_x", "focal_y"), "withdrawn_at", "used_by", ("added_by", "added_at")]}),
        ]

    def get_form(self, request: HttpRequest, obj: Photo | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if image := form.base_fields.get("image"):
            # The admin's own has no label.
            image.widget = FileInput(attrs=image.widget.attrs)
            # Only what is moved in may wait for its file.
            image.required = image.widget.is_required = obj is None
        return form

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/picture/", view(picture), name="articles_photo_picture"),
            path("find/", view(find_photos), name="articles_photo_find"),
            *super().get_urls(),
        ]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        texts = [_line_about(text) for text in texts_with([photo.pk for photo in objs])]
        return to_delete, counts, perms_needed, [*protected, *texts]

    def has_change_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.withdrawn_at is None or _may_settle(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        if obj is None or _may_settle(request):
            return fields
        # Who adds it knows where it comes from; afterwards an editor settles that.
        is_out = obj.withdrawn_at is not None or Edition.objects.filter(photo=obj).exists() or _stands_in_editions(obj)
        return [*fields, "rights", *(SETTLED if is_out else [])]

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        if not change:
            obj.added_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
        if obj.image and obj.withdrawn_at is None and obj.rendered_as != RENDERED_AS:
            tasks.render_photo.enqueue(photo=obj.pk)

    @display(description=gettext_lazy("picture"))
    def thumbnail(self, photo: Photo) -> str:
        if photo.withdrawn_at:
            return _("withdrawn")
        if photo.is_waiting:
            return _("waits for its file")
        address = photo.small_file.url
        return format_html('<img class="desk-thumbnail" src="{}" alt="{}" loading="lazy">', address, photo.alt)

    @display(description=gettext_lazy("picture"))
    def preview(self, photo: Photo) -> str:
        if photo.withdrawn_at:
            return _("Withdrawn: nobody sees it, here either.")
        if photo.is_waiting:
            return _("It waits for its file, and no page shows it until then: upload it here.")
        return render_to_string("desk/_focal.html", {"photo": photo})

    @display(description=gettext_lazy("where it stands"))
    def used_by(self, photo: Photo) -> str:
        above = photo.articles.order_by("-pk")[:TEXTS_TOLD]
        lines = [_line_about(article) for article in above]
        texts = _texts_with(photo)
        if texts is None:
            lines.append(_("There are too many texts to look through them all here."))
        lines += [line for text in texts or () if (line := _line_about(text)) not in lines]
        return format_html_join("", "<p>{}</p>", ((line,) for line in lines)) or _("Nowhere.")


def _stands_in_editions(photo: Photo) -> bool:
    texts = _texts_with(photo)
    return texts is None or any(isinstance(text, Edition) for text in texts)


def _texts_with(photo: Photo) -> list[Model] | None:
    """The texts that show it; None where they are too many to look through them while somebody waits."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{PATIENCE_MS}ms"])
            found = texts_with([photo.pk])
            # Nothing was written; going back takes the limit back too.
            transaction.set_rollback(True)
    except OperationalError:
        return None
    return found


def _line_about(text: Model) -> str:
    """What it is and what it is called, leading to its page at the desk."""
    meta = text._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[text.pk])
    return format_html('{}: <a href="{}">{}</a>', capfirst(meta.verbose_name), address, text)


def _may_settle(request: HttpRequest) -> bool:
    return workflow.may_verify(request.user)  # type: ignore[arg-type]
