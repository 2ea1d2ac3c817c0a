"""Old addresses: where they lead now, and which ones are asked for in vain."""

import re
import unicodedata
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

PATH_MAX = 500
# What other systems write into the query of an address that has no path of its own.
NUMBERED = ("p", "page_id", "attachment_id", "cat", "tag", "m", "story", "id")
# Pages, feeds and lesser forms of an old address lead where the address itself leads.
_TAIL = re.compile(
    r"(?:/(?:page/[0-9]+|feed(?:/(?:rss2?|atom|rdf))?|amp|embed|trackback|comment-page-[0-9]+|print))+$", re.IGNORECASE
)


def address_key(address: str) -> str:
    """An old address as it is stored and looked up: its path, decoded, in small letters, without the last slash.

    Of a query only what names a page ("/?p=123") stays. Host, fragment, "index.php", and what merely pages through or
    feeds the same page go. "" where nothing is left but the front page, or it is longer than `PATH_MAX`.
    """
    try:
        parts = urlsplit(address if re.match(r"[a-z][a-z0-9+.-]*://", address, re.IGNORECASE) else f"http://h{address}")
        asked = [(name, value) for name, value in parse_qsl(parts.query, max_num_fields=20) if name in NUMBERED]
    except ValueError:
        return ""
    path = unicodedata.normalize("NFC", unquote(parts.path, errors="replace"))
    path = re.sub(r"[\x00-\x1f\x7f\ufffd]", "", path)
    path = re.sub("/{2,}", "/", f"/{path}").lower()
    path = re.sub(r"^/index\.php(?=/|$)|/index\.(?:php|html?)$", "", path)
    path = _TAIL.sub("", path.rstrip("/"))
    if asked and path in ("", "/"):
        name, value = asked[0]
        key = f"/?{name}={value.lower()}"
    else:
        key = path
    return key if len(key) <= PATH_MAX else ""


def validate_target(target: str) -> None:
    """Refuse what leads nowhere readers may be sent: a path of this site, or an address of another."""
    if "\\" in target or re.search(r"[\s\x00-\x1f]", target):
        raise ValidationError(_("An address has no spaces or backslashes."))
    if target.startswith("/") and not target.startswith("//"):
        return
    try:
        parts = urlsplit(target)
        if parts.scheme in ("http", "https") and parts.hostname and not parts.username:
            return
    except ValueError:
        pass
    raise ValidationError(_("Write a path of this site that begins with /, or an address that begins with https://."))


class Redirect(models.Model):
    """An old address and the one it leads to for good (301). The old one is kept as `address_key` makes it."""

    old = models.CharField(
        _("old address"), max_length=PATH_MAX, unique=True, help_text=_("Its path, like /politics/1234/slug.html")
    )
    new = models.CharField(_("leads to"), max_length=1_000, validators=[validate_target])
    made_by = models.ForeignKey(
        "articles.Member",
        verbose_name=_("made by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        ordering = ["old"]
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            models.CheckConstraint(name="old_address_is_a_path", condition=Q(old__startswith="/") & ~Q(old="/")),
            models.CheckConstraint(name="redirect_leads_somewhere", condition=Q(new__regex="^(/([^/]|$)|https?://)")),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class MissedAddress(models.Model):
    """An address that readers asked for in vain: how often and when last, and nothing of who asked."""

    path = models.CharField(_("address"), max_length=PATH_MAX, unique=True)
    times = models.PositiveIntegerField(_("times"), default=0)
    last_on = models.DateField(_("last on"))
    is_dismissed = models.BooleanField(_("left as it is"), default=False)

    class Meta:
        ordering = ["-times", "path"]
        verbose_name = _("address asked for in vain")
        verbose_name_plural = _("addresses asked for in vain")
        default_permissions = ("change", "view")
        indexes = [
            models.Index(F("times").desc(), "path", name="most_missed", condition=Q(is_dismissed=False)),
        ]

    def __str__(self) -> str:
        return self.path
