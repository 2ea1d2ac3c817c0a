"""How a name is written, and how often."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Keyword, KeywordSpelling
from articles.models.text import as_html
from articles.search.uses import spelled, uses
from tests.desk.forms import signed_in
from tests.factories import make_listing, make_translator

pytestmark = pytest.mark.django_db


def test_each_spelling_is_counted_where_it_stands_letter_by_letter() -> None:
    make_listing(body=as_html(["Idlib is quiet, Idlib's market too."]))
    make_listing(headline="Idleb again", body=as_html(["Near Idlib-based groups."]))
    make_listing(body=as_html(["The idlib of small letters, and Idlibi."]))
    hidden = make_listing(body=as_html(["Idlib, but nobody sees it."]))
    hidden.withdrawn_at, hidden.public_note = hidden.published_at, "Gone."
    hidden.save()

    counted = uses(["Idlib", "Idleb", "إدلب"], {"en", "ar"})

    assert (counted.ours["Idlib"], counted.ours["Idleb"]) == (2, 1)
    assert counted.read == counted.found == 3


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("والشرع وحده", ["الشرع"]),
        ("al-Sharaa's word, Sharaa", ["al-Sharaa", "Sharaa"]),
        ("Sharaaism", []),
    ],
)
def test_a_spelling_is_a_word_of_its_own_and_the_longest(text: str, found: list[str]) -> None:
    pattern = spelled(["Sharaa", "al-Sharaa", "الشرع"])

    assert [match[match.lastindex or 0] for match in pattern.finditer(text)] == found


def test_the_page_of_a_name_has_every_spelling_and_those_of_what_was_merged_into_it() -> None:
    sharaa = Keyword.objects.create(name="Ahmed al-Sharaa", slug="sharaa", kind="person")
    KeywordSpelling.objects.create(keyword=sharaa, language="en", text="Ahmad Sharaa", use="avoid")
    was = Keyword.objects.create(name="Abu Mohammad al-Jolani", slug="jolani", kind="person", merged_into=sharaa)
    KeywordSpelling.objects.create(keyword=was, language="ar", text="الجولاني")
    make_listing(body=as_html(["Ahmed al-Sharaa spoke."]))
    member = signed_in(make_translator())

    with CaptureQueriesContext(connection) as queries:
        page = member.get(reverse("admin:articles_keyword_name", args=[sharaa.pk]))

    shown = {each.text: (each.use, each.ours) for each in page.context["spellings"]}
    assert shown == {
        "Ahmed al-Sharaa": ("name", 1), "Abu Mohammad al-Jolani": ("merged", 0), "Ahmad Sharaa": ("avoid", 0),
        "الجولاني": ("variant", 0),
    }  # fmt: skip
    assert len(queries) < 30
