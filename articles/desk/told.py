"""What readers are told by a step, exactly as they get it: in the publication's language, before it is taken."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.models import Correction, Publication, direction

from .standing import Standing
from .step_forms import publication_zone


def told(standing: Standing, what: str, form: Any) -> dict[str, Any]:
    """For `desk/_told.html`: the words of `form` where readers find them, "withdrawn" or "correction"."""
    language = Publication.objects.values_list("language", flat=True).get()
    text = form["public_note" if what == "withdrawn" else "text"].value() or ""
    # Said to the desk, in its own language: readers get no such line.
    nothing = {"words": _("Readers are told nothing: it is not listed."), "language": translation.get_language()}
    with translation.override(language), timezone.override(publication_zone()):
        shown = _shown(standing, what, form, text, nothing)
    return {
        "what": what,
        "language": language,
        "dir": direction(language),
        "shown": shown,
        "was_seen": standing.was_seen,
    }


def _shown(standing: Standing, what: str, form: Any, text: str, nothing: dict[str, Any]) -> SafeString:
    words: dict[str, Any] = {"nothing": nothing, "text": text, "now": standing.now, "listing": standing.listing}
    if what == "correction":
        words["kinds"] = [
            (kind, label, kind in Correction.UNLISTED)
            for kind, label in [*Correction.Kind.choices, ("nothing", "")]
            if kind != Correction.Kind.RETRACTION
        ]
        words["chosen"] = form["kind"].value() or form.fields["kind"].choices[0][0]
    return render_to_string(f"desk/_told_{what}.html", words)
