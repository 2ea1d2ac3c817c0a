"""“Moving in”: a WordPress export is handed in, tried first, and brought in; what was handed in before."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import receiving, tasks, workflow
from articles.models import Import, Member

from .moving_in_progress import moving_in_page, moving_in_state, standing_of
from .moving_in_report import moving_in_table

IMPORTS_SHOWN = 50
MAP_MAX = 200_000


def pages(site: Any) -> list[URLPattern]:
    """Their addresses, below the desk's."""

    def page(view: Callable[..., HttpResponseBase]) -> Any:
        return site.admin_view(partial(view, site=site))

    return [
        path("moving-in/", page(moving_in), name="moving_in"),
        path("moving-in/<int:pk>/", page(moving_in_page), name="moving_in_one"),
        path("moving-in/<int:pk>/state/", page(moving_in_state), name="moving_in_state"),
        path("moving-in/<int:pk>/report.csv", page(moving_in_table), name="moving_in_table"),
    ]


class HandInForm(forms.Form):
    """The export, the pictures, and what is meant by what."""

    export = forms.FileField(
        label=gettext_lazy("The export of WordPress"),
        widget=forms.FileInput(attrs={"accept": ",".join(receiving.ENDINGS)}),
        help_text=gettext_lazy(
            "Made in WordPress with Tools, Export, All content: a file that ends in .xml, or the same packed as .gz or "
            ".zip. It may be as large as it is; leave this page open until it has arrived."
        ),
    )
    uploads = forms.FileField(
        label=gettext_lazy("Its pictures"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        help_text=gettext_lazy(
            "The folder wp-content/uploads, packed as a .zip. Without it the pictures wait for their files, which may "
            "come later."
        ),
    )
    shipped = forms.ChoiceField(label=gettext_lazy("Map"), required=False)
    map_text = forms.CharField(
        label=gettext_lazy("Or a map of your own"),
        required=False,
        max_length=MAP_MAX,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr", "spellcheck": "false", "class": "vLargeTextField"}),
        help_text=gettext_lazy("Says, as TOML, which categories are sections, keywords or genres."),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("What is to be done"),
        choices=[
            ("try", gettext_lazy("Try it first: nothing changes")),
            ("move-in", gettext_lazy("Move in")),
        ],
        initial="try",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.maps = receiving.shipped_maps()
        shipped = [(name, _("In the manner of %(name)s") % {"name": _called(name)}) for name in self.maps]
        self.maps_shown = [(_called(name), text) for name, text in self.maps.items()]
        self.fields["shipped"].choices = [("", _("None: as WordPress has it")), *shipped]  # type: ignore[attr-defined]

    def clean_export(self) -> Any:
        return self._ending_in("export", receiving.ENDINGS)

    def clean_uploads(self) -> Any:
        return self._ending_in("uploads", (".zip",))

    def _ending_in(self, name: str, endings: tuple[str, ...]) -> Any:
        file = self.cleaned_data[name]
        if file and not str(file.name).lower().endswith(endings):
            raise ValidationError(
                _("Choose a file that ends in one of these: %(endings)s.") % {"endings": ", ".join(endings)}
            )
        return file

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        own, shipped = (said.get("map_text") or "").strip(), said.get("shipped") or ""
        if own and shipped:
            self.add_error("map_text", _("Choose a map or write one: one of the two."))
        said["map"] = own or self.maps.get(shipped, "")
        return said


@require_http_methods(["GET", "HEAD", "POST"])
def moving_in(request: HttpRequest, site: Any) -> HttpResponse:
    """GET asks for the export and lists what was moved in before; POST takes it."""
    if not request.user.has_perm("articles.view_import"):
        raise PermissionDenied
    may_add = request.user.has_perm("articles.add_import")
    if request.method == "POST" and not may_add:
        raise PermissionDenied
    form = HandInForm(request.POST or None, request.FILES or None) if may_add else None
    if form and request.method == "POST" and form.is_valid():
        made = _hand_in(form, request.user)
        if made:
            return HttpResponseRedirect(reverse("admin:moving_in_one", args=[made.pk]))
    no_worker = workflow.worker_is_missing()
    status = 400 if form and form.is_bound else 200
    return TemplateResponse(
        request,
        "desk/moving_in.html",
        {
            **site.each_context(request),
            "title": _("Moving in"),
            "form": form,
            "no_worker": no_worker,
            "imports": [
                {"import": each, "standing": standing_of(each, no_worker=no_worker)}
                for each in Import.objects.select_related("by").defer("report", "map_text")[:IMPORTS_SHOWN]
            ],
        },
        status=status,
    )


def _called(name: str) -> str:
    """A map by the name that people read, from that of its file."""
    return name.replace("-", " ").title()


def _hand_in(form: HandInForm, member: Any) -> Import | None:
    """The moving-in that now waits for a worker; None where the form says why not."""
    said = form.cleaned_data
    by = Member.objects.get(pk=member.pk)
    try:
        with transaction.atomic():
            made = receiving.hand_in(
                said["export"], uploads=said["uploads"], map_text=said["map"], is_dry_run=said["way"] == "try", by=by
            )
            tasks.move_in.enqueue(asked=made.pk)
    except receiving.ExportRefused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return None
    return made
