"""Members: made with a one-time password, grouped, credited, deactivated; never deleted."""

from typing import Any

from django import forms
from django.contrib.admin import display
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.models import LANGUAGE_CHOICES, Member

from .base import DeskAdmin
from .writing import DeskForm


class LanguagesField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=LANGUAGE_CHOICES, required=False, label=_("Languages"), **kwargs)


class MemberForm(DeskForm, UserChangeForm):
    languages = LanguagesField()


class NewMemberForm(DeskForm):
    """A new member; the password is made here and shown once."""

    languages = LanguagesField()

    class Meta:
        model = Member
        fields: list[str] = []


class PasswordOfSomebodyElseForm(AdminPasswordChangeForm):
    """Who sets it knows it: the member is asked for another at the next sign-in."""

    def save(self, commit: bool = True) -> Any:
        member = super().save(commit=False)
        member.password_is_one_time = True
        if commit:
            member.save()
        return member


DESK_FIELDS: list[tuple[Any, Any]] = [
    (_("Credit"), {"fields": [("credit", "credit_name")]}),
    (_("At the desk"), {"fields": ["groups", ("interface_language", "time_zone"), "languages"]}),
]


class MemberAdmin(DeskAdmin, UserAdmin):
    form = MemberForm
    add_form = NewMemberForm
    change_password_form = PasswordOfSomebodyElseForm
    add_form_template = None
    filter_horizontal = ()
    list_display = ["username", "first_name", "last_name", "in_groups", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username", "first_name", "last_name", "credit_name"]
    ordering = ["username"]
    readonly_fields = ["new_password", "last_login", "date_joined"]
    fieldsets = (
        (None, {"fields": ("username", "new_password")}),
        (_("Name"), {"fields": (("first_name", "last_name"), "email")}),
        *DESK_FIELDS,
        (
            _("Account"),
            {
                "fields": ("is_active", ("last_login", "date_joined")),
                "description": _("Who leaves is deactivated, never deleted: the record of who did what stays whole."),
            },
        ),
    )
    add_fieldsets = (
        (None, {"fields": ("username", ("first_name", "last_name"), "email")}),
        *DESK_FIELDS,
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        # Who could set the password of an account that may everything would be that account.
        return allowed and (obj is None or not obj.is_superuser or bool(getattr(request.user, "is_superuser", False)))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups" and field is not None:
            field.help_text = _("What the member may do comes from these.")
        return field

    def save_model(self, request: HttpRequest, obj: Member, form: Any, change: bool) -> None:
        if not change:
            # Everybody works in the desk; what they may do there comes from their groups.
            obj.is_staff = True
            request.one_time_password = obj.give_one_time_password()  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Member, post_url_continue: str | None = None) -> HttpResponse:
        # Shown in the answer and kept nowhere, a message's cookie included.
        context = {
            **self.admin_site.each_context(request),
            "title": _("One-time password"),
            "opts": self.opts,
            "new_member": obj,
            "password": request.one_time_password,  # type: ignore[attr-defined]
        }
        return TemplateResponse(request, "desk/one_time_password.html", context)

    @display(description=_("groups"))
    def in_groups(self, member: Member) -> str:
        return ", ".join(group.name for group in member.groups.all()) or "–"

    @display(description=_("password"))
    def new_password(self, member: Member) -> str:
        address = reverse("admin:auth_user_password_change", args=[member.pk])
        return format_html('<a class="button desk-small" href="{}">{}</a>', address, _("Set a new password"))
