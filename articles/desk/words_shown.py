"""What is looked at before it is attested: all that readers will see, beside the original it was made from."""

from typing import Any

from django.utils.safestring import SafeString, mark_safe

from articles import disclaimer
from articles.models import Photo, direction
from articles.models.text import clean_html

from .standing import Standing
from .words import field_label


def words_shown(standing: Standing) -> dict[str, Any]:
    words = disclaimer.words_of(standing.article)
    translator = words.fields["translator"]
    shown = standing.shown_edition
    changed = disclaimer.differences(words, shown) if shown and standing.was_seen else []
    return {
        "fields": words.fields,
        "dir": direction(words.fields["language"]),
        "body": _as_read(words.fields["body"]),
        "originals": [
            {**original, "dir": direction(original["language"]), "body": _as_read(original["body"])}
            for original in words.originals
        ],
        "picture": _small(words.fields["photo"]),
        "credited": translator.public_name if translator else "",
        "changed": [field_label(name) for name in changed],
        "address": standing.address_to_be,
    }


def _as_read(body: str) -> SafeString:
    """Cleaned once more on its way out: what was typed into the database by hand is no exception."""
    return mark_safe(clean_html(body))  # noqa: S308


def _small(photo: Photo | None) -> Any:
    """The smallest file of the photo; the picture itself where it is smaller than any."""
    if photo is None:
        return None
    smallest = photo.renditions.order_by("width").first()
    return smallest.image if smallest else photo.image
