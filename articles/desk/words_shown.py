"""What is looked at before it is attested: all that readers will see, beside the original it was made from."""

from typing import Any

from articles import disclaimer
from articles.models import direction

from .pictures import read_body, read_original
from .standing import Standing
from .words import field_label


def words_shown(standing: Standing) -> dict[str, Any]:
    words = disclaimer.words_of(standing.article)
    photo, translator = words.fields["photo"], words.fields["translator"]
    shown = standing.shown_edition
    changed = disclaimer.differences(words, shown) if shown and standing.was_seen else []
    return {
        "fields": words.fields,
        "dir": direction(words.fields["language"]),
        "body": read_body(words.fields["body"]),
        "originals": [
            {**original, "dir": direction(original["language"]), "body": read_original(original["body"])}
            for original in words.originals
        ],
        "picture": photo.small_file if photo and photo.is_showable else None,
        "credited": translator.public_name if translator else "",
        "changed": [field_label(name) for name in changed],
        "address": standing.address_to_be,
    }
