"""Who works here."""

import secrets
from typing import Any
from zoneinfo import available_timezones

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .languages import LanguageField
from .text import LineField

# Without letters and digits that look alike: it is read off a screen and typed on a phone.
LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"


def legible_password() -> str:
    """Sixteen letters and digits in groups of four: some 79 bits."""
    return "-".join("".join(secrets.choice(LEGIBLE) for _each in range(4)) for _group in range(4))


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone: write one like Asia/Beirut."), params={"name": name})


class Member(AbstractUser):
    """A person of the newsroom. Deactivated when they leave, never deleted: the record of who did what stays whole."""

    class Credit(models.TextChoices):
        NAME = "name", _("by name")
        PSEUDONYM = "pseudonym", _("by pseudonym")
        NONE = "none", _("not at all")

    credit = models.CharField(_("credited"), max_length=10, choices=Credit, default=Credit.NONE)
    credit_name = LineField(_("name or pseudonym in credits"), max_length=120, blank=True)
    interface_language = models.CharField(
        _("language of the desk"), max_length=12, choices=[("en", "English"), ("ar", "العربية")], default="en"
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("Like Asia/Beirut. Left empty, it is the publication's."),
    )
    languages = ArrayField(
        LanguageField(), verbose_name=_("languages"), default=list, blank=True, help_text=_("Codes, like ar, en")
    )

    wants_mail = models.BooleanField(
        _("mail about my work"),
        default=True,
        help_text=_("What was assigned, returned or said to you; never with a word of an article in it."),
    )
    password_is_one_time = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.CheckConstraint(
                name="credited_member_has_a_credit_name",
                condition=~models.Q(credit="pseudonym") | ~models.Q(credit_name=""),
                violation_error_message=_("Write the pseudonym, or choose another way of being credited."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def set_password(self, raw_password: Any) -> None:
        super().set_password(raw_password)
        self.password_is_one_time = False

    def give_one_time_password(self) -> str:
        """Set a made-up password and return it: the desk asks for one of their own at the first sign-in."""
        password = legible_password()
        self.set_password(password)
        self.password_is_one_time = True
        return password

    @property
    def public_name(self) -> str:
        """What readers see of this member now; "" when nothing.

        Nothing else about a member is ever shown to readers, so changing it here changes it everywhere.
        """
        if self.credit == self.Credit.NONE:
            return ""
        if self.credit == self.Credit.PSEUDONYM:
            return self.credit_name
        return self.credit_name or self.get_full_name()
