"""The desk as Django's admin knows it."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Publication

from . import checks_page, house_style, moving_in, overview, registry, settling
from .again import key, sign_in_again
from .calendar import calendar_page
from .in_json import in_json
from .manners import View, keeping_what_was_typed, kept_private, well_mannered, with_a_password_of_their_own
from .own_settings import OwnPasswordForm, own_settings


class DeskSite(AdminSite):
    """Django's admin, with what waits for the member above the list of what there is."""

    index_title = gettext_lazy("The desk")
    index_template = "desk/index.html"
    empty_value_display = "–"
    password_change_form = OwnPasswordForm

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    # --- Every view --------------------------------------------------------------------------------

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]
        within = well_mannered(with_a_password_of_their_own(view))
        return kept_private(keeping_what_was_typed(super().admin_view(within, cacheable)))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return kept_private(well_mannered(super().login))(request, extra_context)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [
            path("key/", in_json(key), name="key"),
            path("sign-in-again/", kept_private(sign_in_again), name="sign_in_again"),
            path("settings/", self.admin_view(lambda request: own_settings(request, self)), name="own_settings"),
            path("calendar/", self.admin_view(lambda request: calendar_page(request, self)), name="calendar"),
            *settling.pages(self),
            *moving_in.pages(self),
            *house_style.pages(self),
            *checks_page.pages(self),
            *super().get_urls(),
        ]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        publication = Publication.objects.only("name").first()
        name = publication.name if publication else ""
        return super().each_context(request) | {
            "site_header": name or _("The desk"),
            "site_title": _("%(publication)s, the desk") % {"publication": name} if name else _("The desk"),
        }

    # --- The index ---------------------------------------------------------------------------------

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(request, {**overview.context(request.user), **(extra_context or {})})

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        # What there is stands on the index, under headings of the desk.
        return self.index(request, extra_context)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        known = {
            entry["model"]: entry
            for app in self._build_app_dict(request, app_label).values()
            for entry in app["models"]
        }
        return [
            {
                "name": heading,
                "app_label": f"group{number}",
                "app_url": f"{self._index_url()}#{slug}",
                "has_module_perms": True,
                "models": [known[model] for model in models if model in known],
                "slug": slug,
            }
            for number, (slug, heading, models) in enumerate(registry.HEADINGS)
            if any(model in known for model in models)
        ]

    def _index_url(self) -> str:
        try:
            return reverse("admin:index", current_app=self.name)
        except NoReverseMatch:
            return ""
