"""Old addresses at the desk: where they lead, many at once from a file, and those that readers ask for in vain."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.admin import display
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles import redirecting
from articles.models import Listing, MissedAddress, Redirect
from articles.models.redirects import address_key

from .base import DeskAdmin, ReadOnlyAdmin
from .redirects_from_file import import_page
from .writing import LATIN, DeskForm

_ADDRESS = forms.TextInput(attrs={"class": "vLargeTextField redirects-address", "spellcheck": "false", **LATIN})


class RedirectForm(DeskForm):
    """Takes addresses as they are copied from a browser; what it keeps is a path."""

    old = forms.CharField(
        label=gettext_lazy("Old address"),
        max_length=4_000,
        widget=_ADDRESS,
        help_text=gettext_lazy(
            "As it was shared, with or without https://. It is kept as a path in small letters, without what comes "
            "after “?”, unless that names the page, as in /?p=123."
        ),
    )
    new = forms.CharField(
        label=gettext_lazy("Leads to"),
        max_length=4_000,
        widget=_ADDRESS,
        help_text=gettext_lazy("A page of this site, like /about/contact/, or a whole address of another."),
    )

    class Meta(DeskForm.Meta):
        model = Redirect
        fields = ["old", "new"]

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        old, new = self.cleaned_data.get("old"), self.cleaned_data.get("new")
        if old and new:
            redirecting.lock()
            if reason := redirecting.why_not(old, new, instead_of=self.instance if self.instance.pk else None):
                raise forms.ValidationError(reason)
            self.cleaned_data |= {"old": address_key(old), "new": redirecting.as_target(new)}
        return self.cleaned_data


class RedirectAdmin(DeskAdmin):
    form = RedirectForm
    change_list_template = "desk/redirects.html"
    list_display = ["old_address", "new_address", "made_by", "made_at"]
    list_select_related = ["made_by"]
    fields = ["old", "new"]
    search_fields = ["old", "new"]
    search_help_text = gettext_lazy("A part of the old or the new address")

    def get_urls(self) -> list[Any]:
        return [
            path("import/", self.admin_site.admin_view(self.import_view), name="articles_redirect_import"),
            *super().get_urls(),
        ]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return import_page(request, self)

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        if not change:
            obj.made_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
        MissedAddress.objects.filter(path=obj.old).delete()
        if form.data.get("old", "").strip() != obj.old:
            messages.info(request, _("The old address is kept as %(old)s.") % {"old": obj.old})
        if redirecting.answers_today(obj.old):
            messages.warning(
                request,
                _("There is a page at %(old)s today, and readers get that. The redirect waits until it is gone.")
                % {"old": obj.old},
            )

    def view_on_site(self, obj: Redirect) -> str:
        return obj.new

    @display(description=gettext_lazy("old address"), ordering="old")
    def old_address(self, redirect: Redirect) -> str:
        return format_html('<bdi dir="ltr">{}</bdi>', redirect.old)

    @display(description=gettext_lazy("leads to"), ordering="new")
    def new_address(self, redirect: Redirect) -> str:
        return format_html('<bdi dir="ltr">{}</bdi>', redirect.new)


# --- Asked for in vain ---------------------------------------------------------------------------


class MissedAddressAdmin(ReadOnlyAdmin):
    """The addresses most asked for first, each with what can be done about it."""

    change_list_template = "desk/missed_addresses.html"
    list_display = ["address", "times", "last_on", "to_do"]
    list_display_links = None
    search_fields = ["path"]
    search_help_text = gettext_lazy("A part of the address")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(is_dismissed=False)

    def get_urls(self) -> list[Any]:
        return [
            path("leave/", self.admin_site.admin_view(require_POST(self.leave)), name="articles_missedaddress_leave"),
            *super().get_urls(),
        ]

    def leave(self, request: HttpRequest) -> HttpResponse:
        """Take one address from the list, for good."""
        if not request.user.has_perm("articles.change_missedaddress"):
            raise PermissionDenied
        number = request.POST.get("leave", "")
        found = MissedAddress.objects.filter(pk=number).first() if number.isascii() and number.isdigit() else None
        if found:
            found.is_dismissed = True
            found.save(update_fields=["is_dismissed"])
            messages.success(request, _("%(path)s is left as it is.") % {"path": found.path})
        return HttpResponseRedirect(reverse("admin:articles_missedaddress_changelist"))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        shown = super().get_changelist_instance(request)
        rows = list(shown.result_list)
        proposals = proposed([row.path for row in rows])
        may_redirect = request.user.has_perm("articles.add_redirect")
        may_leave = request.user.has_perm("articles.change_missedaddress")
        for row in rows:
            row.proposed, row.may_redirect, row.may_leave = proposals.get(row.path, ""), may_redirect, may_leave
        shown.result_list = rows
        return shown

    @display(description=gettext_lazy("address"), ordering="path")
    def address(self, missed: MissedAddress) -> str:
        return format_html('<bdi dir="ltr">{}</bdi>', missed.path)

    @display(description=gettext_lazy("what to do"))
    def to_do(self, missed: Any) -> str:
        add = leave = ""
        if missed.may_redirect:
            given = {"old": missed.path} | ({"new": missed.proposed} if missed.proposed else {})
            address = f"{reverse('admin:articles_redirect_add')}?{urlencode(given)}"
            add = format_html('<a class="button" href="{}">{}</a>', address, _("Redirect this"))
            if missed.proposed:
                add += format_html(
                    ' <span class="redirects-proposed">{} <bdi dir="ltr">{}</bdi></span>', _("to"), missed.proposed
                )
        if missed.may_leave:
            leave = format_html(
                '<button class="button" formaction="{}" name="leave" value="{}" aria-label="{}">{}</button>',
                reverse("admin:articles_missedaddress_leave"),
                missed.pk,
                _("Leave %(path)s as it is") % {"path": missed.path},
                _("Leave it"),
            )
        return format_html('<span class="redirects-todo">{}{}</span>', add, leave)


def proposed(paths: Sequence[str]) -> dict[str, str]:
    """For each of `paths` that ends like the address of one public article, that article's address. One query."""
    slugs = {each: _slugs(each) for each in paths}
    asked = set().union(*slugs.values()) if slugs else set()
    listings: dict[str, list[Listing]] = {}
    for listing in (
        Listing.public.filter(slug__in=asked).only("address_date", "slug")[: 4 * len(asked)] if asked else ()
    ):
        listings.setdefault(listing.slug, []).append(listing)
    found = {}
    for asked_for, candidates in slugs.items():
        fitting = [listing for slug in candidates for listing in listings.get(slug, ())]
        if len(fitting) == 1:
            found[asked_for] = fitting[0].get_absolute_url()
    return found


def _slugs(path: str) -> set[str]:
    """What the article at `path` may be called: its last part, without an ending, a number before or after it."""
    last = re.sub(r"\.[a-z]{2,5}$", "", path.rpartition("/")[2])
    return {slug for slug in (last, re.sub(r"^[0-9]+[-_]", "", last), re.sub(r"[-_][0-9]+$", "", last)) if slug}
