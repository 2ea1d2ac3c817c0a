"""Did you mean: which slips are put right, what is left as it was typed, and what is never offered."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles import workflow
from articles.models.text import as_html
from articles.search.filters import Filters
from articles.search.meant import ANY, did_you_mean, slip_kind, typed_words
from articles.search.understanding import understand
from tests.factories import (
    make_article,
    make_editor,
    make_keyword,
    make_listing,
    make_scheduled,
    make_source,
    make_translation,
)

LETTERS = st.text(st.characters(codec="utf-8", categories=["Ll", "Lo"]), min_size=4, max_size=12)


def meant(query: str, filters: Filters = ANY, count: int = 0) -> str | None:
    return did_you_mean(query, understand(query, filters), count, filters)


@pytest.fixture
def archive(db: None) -> None:
    """Bread in English, Arabic and Russian."""
    article = make_article(
        headline="Bakers return to Saraqib",
        body=as_html(["Flour prices doubled in eastern Ghouta.", "The Husayniya bakery reopened on Thursday."]),
        original=False,
        source=make_source(slug="enab"),
    )
    make_translation(article, headline="الخبازون", body=as_html(["عادت الأفران إلى سراقب بعد الحصار."]))
    make_translation(
        article, language="ru", headline="Пекарни", body=as_html(["Пекари вернулись в деревню."]), position=2
    )
    article.refresh_from_db()
    workflow.bring_in(article, published_at=timezone.now(), attested_as="synthetic")


@pytest.mark.usefixtures("archive")
def test_slips_are_put_right_and_the_rest_stays_as_it_was_typed() -> None:
    expected = {
        "sarqaib": "saraqib",
        "Saraaqib": "saraqib",
        "sraqib": "saraqib",
        "ssraqib": "saraqib",
        "sarawib": "saraqib",
        "bakery Thrusday": "bakery thursday",
        "Bakers ghoura": "Bakers ghouta",
        'flour thersday "eastern Ghouta" -sarqaib': 'flour thursday "eastern Ghouta" -sarqaib',
        "source:enab flour OR thersday thursdai": "source:enab flour OR thursday thursday",
        "al-Sarqaib": "al-saraqib",
        "easternghouta": "eastern ghouta",
        "eastern Gho uta": "eastern ghouta",
        "الافرن": "الافران",
        "سرقاب": "سراقب",
        "вернлись": "вернулись",
    }

    found = {query: meant(query) for query in expected}

    assert found == expected


@pytest.mark.usefixtures("archive")
def test_nothing_is_offered_where_nothing_better_is_known() -> None:
    for query in ("", "saraqib", "zzzzz", "qwrtzuiop", '"sarqaib"', "-sarqaib flour", "2024", "source:enba flour", "—"):
        assert meant(query) is None, query


@pytest.mark.usefixtures("archive")
def test_who_finds_enough_is_not_asked() -> None:
    asked = understand("saraqib", Filters())

    with CaptureQueriesContext(connection) as queries:
        assert did_you_mean("saraqib", asked, 3) is None

    assert len(queries) == 0


@pytest.mark.usefixtures("archive")
def test_what_merely_sounds_like_it_keeps_no_slip_from_being_put_right() -> None:
    make_listing(headline="Suwayda speaks", body="<p>So said Sweidan.</p>")

    # Both sound like "Suwayda", of which three were found.
    assert meant("sweida", count=3) == "sweidan"
    assert meant("sueyda", count=3) is None


@pytest.mark.django_db
def test_words_that_nothing_public_holds_are_never_offered() -> None:
    make_scheduled(headline="Zanzibar tomorrow")
    gone = make_listing(headline="Marrakech yesterday").article
    workflow.take_down(gone, by=make_editor(), public_note="Withdrawn.", note="Wrong.")
    hidden = make_listing(headline="Nouakchott hidden").article
    workflow.hide(hidden, by=make_editor())
    make_keyword(name="Ouagadougou", kind="place")

    slips = ("zanzibr", "marrakehc", "nouakchot", "ouagadugou", "zanzibar tomorow", "zanzibartomorrow")
    found = [meant(query) for query in slips]

    assert found == [None] * 6


@pytest.mark.django_db
def test_a_name_of_the_vocabulary_is_offered_where_something_public_stands_under_it() -> None:
    keyword = make_keyword(name="Jamal Khashoggi", kind="person")
    keyword.spellings.create(language="tr", text="Cemal Kaşıkçı")
    keyword.spellings.create(language="en", text="Khashogjian", use="avoid")
    make_listing(keywords=(keyword,))

    found = [meant(query) for query in ("Jamal Khashogi", "jmaal khashoggi", "cemal kasikcu", "khashogjain")]

    assert found == ["Jamal khashoggi", "jamal khashoggi", "cemal kasikci", None]


@pytest.mark.usefixtures("archive")
def test_what_the_filters_leave_out_is_not_offered() -> None:
    make_source(slug="other")

    assert meant("sarqaib", Filters(source=("enab",))) == "saraqib"
    assert meant("sarqaib", Filters(source=("other",))) is None


@pytest.mark.usefixtures("archive")
def test_any_number_of_slips_takes_the_same_few_statements() -> None:
    query = "sarqaib ghoura thersday flouur bakrey retrun estern doubeld"
    meant(query)

    with CaptureQueriesContext(connection) as many:
        meant(query)
    with CaptureQueriesContext(connection) as one:
        meant("sarqaib")

    assert len(many) <= len(one) + 10


@pytest.mark.parametrize(
    ("typed", "right", "kind"),
    [
        ("sarqaib", "saraqib", 0),
        ("sraqib", "saraqib", 0),
        ("saraqqib", "saraqib", 0),
        ("saraqi", "saraqib", 0),
        ("saraqob", "saraqib", 1),
        ("sareqib", "saraqib", 1),
        ("saraqijb", "saraqib", 1),
        ("sarazib", "saraqib", 2),
        ("saraqib", "saraqib", None),
        ("sraqi", "saraqib", None),
        ("sraaqbi", "saraqib", None),
        ("qisarab", "saraqib", None),
        ("سرقاب", "سراقب", 0),
        ("سراقي", "سراقب", 1),
    ],
)
def test_slips_are_told_by_how_likely_they_are(typed: str, right: str, kind: int | None) -> None:
    assert slip_kind(typed, right) == kind


@given(LETTERS, st.data())
def test_any_one_slip_is_known_as_one(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.characters(codec="utf-8", categories=["Ll", "Lo"]))

    for slipped in (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    ):
        assert (slip_kind(slipped, word) is None) == (slipped == word)
        assert slip_kind(slipped + "xyz", word) is None


@given(st.text(st.sampled_from("ab -\"“”():|ORsource:é'\x00\ud800ا"), max_size=40))
def test_typed_words_stand_where_they_are_said_to(query: str) -> None:
    for word in typed_words(query):
        assert 0 <= word.start < word.end <= len(query)
        assert word.folded
