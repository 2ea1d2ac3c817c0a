"""How the desk says things: the fields of a published version, languages, hours."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import LANGUAGES, Edition, EditionOriginal


def field_label(name: str) -> str:
    """What "headline" or "originals.2.byline" is called, capitalised."""
    if name == "originals":
        return _("The original texts")
    if name == "digest":
        return _("The digest itself")
    if name.startswith("originals."):
        _prefix, position, field = name.split(".", 2)
        label = getattr(EditionOriginal._meta.get_field(field), "verbose_name", field)
        return _("Original text %(position)s: %(field)s") % {"position": position, "field": label}
    label = str(getattr(Edition._meta.get_field(name), "verbose_name", name))
    return label[:1].upper() + label[1:]


def language_name(code: str) -> str:
    """The language by its name, or its code where the newsroom doesn't list it."""
    # Django's own catalogues translate the names of languages.
    return _(LANGUAGES[code].name) if code in LANGUAGES else code


def moment(at: datetime) -> str:
    """A day and an hour in the member's zone, as templates write them too."""
    return date_format(timezone.localtime(at), "j M Y, H:i")
