"""Photos: uploaded, described, their rights settled."""

from typing import Any

from django.contrib.admin import display
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.models import Edition, Photo

from .base import DeskAdmin

# What decides whether and how readers see it: the editors', once it is out in the world.
SETTLED = ["is_file_photo", "expires_on", "focal_x", "focal_y", "withdrawn_at"]


class PhotoAdmin(DeskAdmin):
    list_display = ["thumbnail", "alt", "credit", "rights", "expires_on", "added_at"]
    list_display_links = ["thumbnail", "alt"]
    list_filter = ["rights", "is_file_photo"]
    search_fields = ["alt", "caption", "credit"]
    readonly_fields = ["preview", "added_by", "added_at"]
    ordering = ["-added_at", "-pk"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("renditions")

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        words = ["alt", "caption", "credit", ("rights", "expires_on", "is_file_photo")]
        if obj is None:
            return [(None, {"fields": ["image", *words]})]
        return [
            (None, {"fields": ["preview", *words]}),
            (None, {"fields": [("focal_x", "focal_y"), "withdrawn_at", ("added_by", "added_at")]}),
        ]

    def has_change_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.withdrawn_at is None or _may_settle(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        if obj is None or _may_settle(request):
            return fields
        # Who adds it knows where it comes from; afterwards an editor settles that.
        is_out = obj.withdrawn_at is not None or Edition.objects.filter(photo=obj).exists()
        return [*fields, "rights", *(SETTLED if is_out else [])]

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        if not change:
            obj.added_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    @display(description=gettext_lazy("picture"))
    def thumbnail(self, photo: Photo) -> str:
        if photo.withdrawn_at:
            return _("withdrawn")
        smallest = next(iter(sorted(photo.renditions.all(), key=lambda each: each.width)), None)
        image = smallest.image if smallest else photo.image
        return format_html('<img class="desk-thumbnail" src="{}" alt="{}" loading="lazy">', image.url, photo.alt)

    @display(description=gettext_lazy("picture"))
    def preview(self, photo: Photo) -> str:
        if photo.withdrawn_at:
            return _("Withdrawn: nobody sees it, here either.")
        return format_html('<img class="desk-picture" src="{}" alt="{}">', photo.image.url, photo.alt)


def _may_settle(request: HttpRequest) -> bool:
    return workflow.may_verify(request.user)  # type: ignore[arg-type]
