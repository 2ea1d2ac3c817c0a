"""A member's own settings: the language and the hours of their desk, and mail about their work."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _

from articles.models import Member


class OwnSettingsForm(forms.ModelForm):
    class Meta:
        model = Member
        fields = ["interface_language", "time_zone", "email", "wants_mail"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].widget.attrs["list"] = "time-zones"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["time_zone"].help_text = _("Like Asia/Beirut. Left empty, it is the publication's: %(zone)s.") % {
            "zone": settings.TIME_ZONE
        }


class OwnPasswordForm(AdminPasswordChangeForm):
    """The change of one's own password; a one-time one is not kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked before anything is checked: to check a password may be to store it anew.
        self.was_one_time = getattr(self.user, "password_is_one_time", False)

    def clean_new_password1(self) -> str:
        password: str = self.cleaned_data["new_password1"]
        if self.was_one_time and password == self.cleaned_data.get("old_password"):
            raise ValidationError(_("Choose another one: this one is known to whoever gave it to you."))
        return password


def own_settings(request: HttpRequest, site: Any) -> HttpResponse:
    """GET shows the form, POST saves it and answers in the language just chosen."""
    form = OwnSettingsForm(request.POST or None, instance=Member.objects.get(pk=request.user.pk or 0))
    if request.method == "POST" and form.is_valid():
        member = form.save()
        with translation.override(member.interface_language):
            messages.success(request, _("Your settings are saved."))
        return HttpResponseRedirect(request.path)
    context = {
        **site.each_context(request),
        "title": _("My settings"),
        "form": form,
        "zones": sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")),
    }
    return TemplateResponse(request, "desk/own_settings.html", context)
