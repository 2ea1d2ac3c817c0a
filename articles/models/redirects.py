"""Old addresses: where they lead now, and which ones are asked for in vain."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

PATH_MAX = 500
# What other systems write into the query of an address that has no path of its own: what names one page comes first.
POSTS = ("p", "page_id", "attachment_id")
NUMBERED = (*POSTS, "story", "id", "cat", "tag", "m")
_HOST = re.compile(r"\A[a-z][a-z0-9+.-]*://[^/?#]*", re.IGNORECASE)
# Nothing of an address: control characters, what could not be decoded, and what comes along when text is copied.
_JUNK = re.compile("[\x00-\x1f\x7f-\x9f\ufffd\ufeff\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# "/page;jsessionid=1": a visit's, not the page's.
_PARAMETER = re.compile(r";[^/;=]*=[^/;]*")
_INDEX = ("index.php", "index.html", "index.htm")
# Lesser forms of an old address, and its feeds, lead where the address itself leads.
_LESSER = re.compile(r"feed|amp|embed|trackback|print|comment-page-[0-9]+")
_FEEDS = ("rss", "rss2", "atom", "rdf")
# A script that shows whatever page its query names.
_SCRIPT = re.compile(r"\.(?:php[0-9]?|aspx?|cfm|cgi|jsp|pl)$")
_VALUE = re.compile(r"[^\s&#%+;=?/]{1,200}")
# Each turn undoes one encoding; an address that is encoded more often than this is none.
_TURNS = 5


def address_key(address: str) -> str:
    """An old address as it is stored and looked up: its path, decoded, in small letters, without the last slash.

    Of a query only what names a page ("/?p=123", "/story.php?id=7") stays. Host, fragment, "index.php", and what merely
    pages through or feeds the same page go. "" where nothing is left but the front page, or more than `PATH_MAX`.
    The key of a key is that key.
    """
    if len(address) > 16 * PATH_MAX:
        return ""
    return _key_lately(address) if len(address) <= _REMEMBERED else _key(address)


def _key(address: str) -> str:
    path, _mark, query = _HOST.sub("", address.strip(), count=1).partition("#")[0].partition("?")
    parts = _without_lesser_forms([part for part in map(str.strip, _decoded(path).split("/")) if part])
    key = "".join(f"/{part}" for part in parts)
    # What stands for itself in a path would begin a query or a fragment when the key is read again.
    key = key.replace("?", "%3f").replace("#", "%23")
    if not key or _SCRIPT.search(key):
        key += _page_named_in(query, after=key or "/", names=NUMBERED)
    else:
        # The front page of a site in a folder, "/blog/?p=123", names an article too.
        key += _page_named_in(query, after=key, names=POSTS)
    return key if len(key) <= PATH_MAX else ""


# What moves in asks for the same address a dozen times; a few megabytes at most.
_REMEMBERED = 300
_key_lately = lru_cache(maxsize=8_192)(_key)


def _decoded(text: str) -> str:
    """`text` without percent signs that stand for something, composed, in small letters; "" where that never ends."""
    for _turn in range(_TURNS):
        plainer = _JUNK.sub("", unicodedata.normalize("NFC", unquote(text, errors="replace").lower()))
        plainer = _PARAMETER.sub("", plainer)
        if plainer == text:
            return text
        text = plainer
    return ""


def _without_lesser_forms(parts: list[str]) -> list[str]:
    while parts and parts[0] == "index.php":
        parts = parts[1:]
    while parts:
        before, last = parts[-2] if len(parts) > 1 else "", parts[-1]
        if last in _INDEX or (before and _LESSER.fullmatch(last)):
            parts = parts[:-1]
        elif len(parts) > 2 and ((before == "feed" and last in _FEEDS) or (before == "page" and _is_number(last))):
            parts = parts[:-2]
        else:
            break
    return parts


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _page_named_in(query: str, *, after: str, names: Sequence[str]) -> str:
    """The part of `query` that names a page, as the end of a key that begins with `after`; "" where none does."""
    try:
        asked = dict(reversed(parse_qsl(query, max_num_fields=50, errors="replace")))
    except ValueError:
        return ""
    for name in names:
        value = _decoded(asked.get(name, "")).strip()
        if _VALUE.fullmatch(value):
            return f"{'/' if after == '/' else ''}?{name}={value}"
    return ""


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


# A stored target as `address_key` makes it: small letters, without query and last slash. What was encoded in it was
# decoded when it was stored; the rest of what a key drops stands in no target of this site.
TARGET_AS_KEPT = Lower(
    Func(
        Func(Func(F("new"), Value("?"), Value(1), function="split_part"), Value("#"), Value(1), function="split_part"),
        Value("/"),
        function="rtrim",
        output_field=models.TextField(),
    )
)


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
        indexes = [models.Index(TARGET_AS_KEPT, name="redirects_by_target")]

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
