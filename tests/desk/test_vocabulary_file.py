"""The vocabulary as a CSV file at the desk."""

from io import BytesIO

import pytest
from django.urls import reverse

from articles.models import Keyword
from tests.desk.forms import said, signed_in
from tests.factories import make_editor, make_translator

pytestmark = pytest.mark.django_db
IMPORT, EXPORT = "admin:articles_keyword_import", "admin:articles_keyword_export"


def file(text: str) -> BytesIO:
    content = BytesIO(text.encode())
    content.name = "names.csv"
    return content


def test_what_will_come_of_a_file_is_seen_before_it_is_done() -> None:
    editor = signed_in(make_editor())

    shown = editor.post(reverse(IMPORT), {"file": file("name,spelling,language\nHama,حماة,ar\n,x,ar\n")})
    before = Keyword.objects.count()
    done = editor.post(reverse(IMPORT), {"mark": shown.context["mark"]}, follow=True)
    again = editor.post(reverse(IMPORT), {"mark": shown.context["mark"]})

    assert (before, Keyword.objects.get().name) == (0, "Hama")
    assert shown.context["refused"] == [(3, "There is no name in this line.")]
    assert "Added: 2. Changed: 0." in said(done)
    assert "That file isn&#x27;t kept any more" in again.content.decode()


def test_the_vocabulary_is_taken_away_by_who_sees_it_and_brought_in_by_editors() -> None:
    Keyword.objects.create(name="Hama", slug="hama", kind="place")
    translator = signed_in(make_translator())

    taken = translator.get(reverse(EXPORT))

    assert taken["Content-Disposition"].startswith('attachment; filename="vocabulary-')
    assert "Hama,,place" in b"".join(taken.streaming_content).decode()  # type: ignore[attr-defined]
    assert translator.get(reverse(IMPORT)).status_code == 403
