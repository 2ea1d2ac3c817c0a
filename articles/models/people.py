"""Who works here."""

from zoneinfo import available_timezones

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .languages import LanguageField
from .text import LineField


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
