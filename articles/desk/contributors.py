"""Names that an archive credited its pieces to: renamed, hidden, or known to be a member's."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from articles.models import Contributor, Member

from .base import DeskAdmin


class ContributorAdmin(DeskAdmin):
    """They come with what is moved in: nobody adds one."""

    list_display = ["name", "member", "is_shown"]
    list_filter = ["is_shown"]
    list_select_related = ["member"]
    fields = ["name", "member", "is_shown"]
    search_fields = ["name", "member__username"]
    search_help_text = gettext_lazy("A name")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "member":
            kwargs["queryset"] = Member.objects.order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def view_on_site(self, obj: Contributor) -> None:
        return None
