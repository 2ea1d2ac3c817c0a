"""The lexicon: which words it keeps, which are names, and which it finds by sound."""

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Listing, Word
from articles.search import lexicon
from articles.search.names import look_up
from tests.factories import make_listing

WORDS = st.text(st.characters(codec="utf-8", categories=["Ll", "Lo"]), min_size=4, max_size=12)


def names() -> set[str]:
    return set(Word.objects.filter(is_name=True).values_list("text", flat=True))


@pytest.mark.django_db
def test_a_word_is_a_name_until_a_text_has_it_in_small_letters() -> None:
    lexicon.learn([("idlib", False), ("bridge", False), ("bridge", True), ("rose", False), ("حلب", True)])
    before = names()
    lexicon.learn([("rose", True), ("idlib", False)])

    assert before == {"idlib", "rose", "حلب"}
    assert names() == {"idlib", "حلب"}


@pytest.mark.django_db
def test_short_words_numbers_and_endless_words_are_not_kept() -> None:
    lexicon.learn([("of", True), ("2024", True), ("3.5", True), ("covid19", True), ("a" * 41, True), ("iran", False)])

    assert set(Word.objects.values_list("text", flat=True)) == {"iran"}
    assert lexicon.known(["iran", "of", "iraq"]) == {"iran"}


@pytest.mark.django_db
def test_learning_takes_the_same_few_statements_for_any_number_of_words() -> None:
    many = [(f"{first}{second}word", True) for first in "abcdefgh" for second in "abcdefgh"]

    with CaptureQueriesContext(
        connection,
    ) as new:
        lexicon.learn(many)
    with CaptureQueriesContext(connection) as known:
        lexicon.learn(many)

    # One to look, and one to add between the two of a savepoint.
    assert (len(new), len(known)) == (4, 1)


@pytest.mark.django_db
def test_names_are_found_by_sound_in_either_script_and_ordinary_words_never() -> None:
    lexicon.learn([(word, False) for word in ("idlib", "idleb", "ادلب", "book", "buk", "baku", "damascus", "الحسكه")])
    lexicon.learn([("book", True), ("adlib", True)])

    asked = ["idlib", "ادلب", "idlyb", "book", "hassakeh", "بوك", "ali", "xyz"]
    known = look_up([], [], asked, lexicon.bones_asked(asked))
    found = lexicon.sounding((word for word in asked if word not in known.ordinary), known.by_bones)

    assert found == {
        "idlib": ["idleb", "ادلب"],
        "ادلب": ["idleb", "idlib"],
        "idlyb": ["idleb", "idlib", "ادلب"],
        "hassakeh": ["الحسكه"],
        "بوك": ["buk"],
    }


@pytest.mark.django_db
def test_what_no_listing_has_any_more_is_forgotten() -> None:
    listing = make_listing(headline="Bakers return to Saraqib", body="<p>Marwan spoke.</p>")
    lexicon.learn([("bakers", True), ("saraqib", False), ("marwan", False), ("nobody", False)])
    Listing.objects.filter(pk=listing.pk).update(search_text="'baker':1 'saraqib':2")

    lexicon.forget(["bakers", "saraqib", "marwan", "nobody", "never"])

    assert lexicon.known(["bakers", "saraqib", "marwan", "nobody"]) == {"bakers", "saraqib"}


def test_nobody_waits_for_a_word_that_another_is_changing(
    committed_db: None, web_connection: psycopg.Connection
) -> None:
    lexicon.learn([("rose", False), ("lily", False)])

    with web_connection.transaction():
        web_connection.execute("SELECT 1 FROM articles_word WHERE text = 'rose' FOR UPDATE")
        lexicon.learn([("rose", True), ("lily", True)])

    assert names() == {"rose"}


@given(WORDS, st.data())
def test_words_one_slip_apart_share_a_number(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.characters(codec="utf-8", categories=["Ll", "Lo"]))

    slipped = [
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    ]

    for other in slipped:
        assert set(lexicon.slips(word)) & set(lexicon.slips(other)), other
    assert all(-(1 << 31) <= number < 1 << 31 for number in lexicon.slips(word))
