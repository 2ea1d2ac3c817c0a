"""Whatever stands in a text: the checks answer, and nobody waits for them."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.checks import Pair, Text, read
from articles.models import Adaptation

PIECES = r"""
    . ” “ « » " ' '' - – … 3 30 ٣٠ 1,234 12.5% $5 5٪ March آذار Mart mars Monday الاثنين not no لم لن değil ne pas
    two-thirds ألفان ثلاثون milyon million al-Sharaa الشرع Mr. U.S. قال said ( ) , ، ؛ ؟ ! / : ـ 三千人 北京 A a أ x
"""
UNSEEN = ["\u202e", "\u2066", "\u200c", "\u0301", "\u00a0", "\u00ad", " "]
LANGUAGES = ("en", "ar", "fa", "tr", "fr", "ja", "xx")
pieces = st.lists(st.sampled_from([*PIECES.split(), *UNSEEN]), max_size=14)
lines = pieces.map(" ".join) | pieces.map("".join)
texts = st.builds(
    lambda said, language, headline: Text.plain("\n".join(said), language, headline=headline, html="<p>"),
    st.lists(lines, max_size=5),
    st.sampled_from(LANGUAGES),
    lines,
)


@settings(max_examples=60)
@given(texts, st.lists(texts, max_size=2), st.sampled_from([Adaptation.FULL, Adaptation.EXCERPTS]))
def test_the_checks_answer_whatever_is_written(article: Text, originals: list[Text], adaptation: str) -> None:
    pair = Pair(article, tuple(originals), adaptation)

    for finding in read(pair):
        for place in filter(None, (finding.place, finding.original_place)):
            text = article if place.side == "article" else originals[place.original]
            assert text.said(place.field, place.paragraph)[place.start : place.end] == place.words


@pytest.mark.parametrize(
    "piece", ['"', "”", "«", "'", ".", "a. ", "1-2/", "3 45 ", "“a” ", "14 March ", "twenty-one ", "و "]
)
def test_a_line_of_nothing_but_the_same_is_read(piece: str) -> None:
    line = piece * (5_000 // len(piece))

    read(Pair(Text((line,), "en"), (Text((line,), "ar"),)))


def test_two_books_are_not_compared_and_that_is_said_once() -> None:
    chance = random.Random(6)
    book = Text(tuple(f"{chance.random()} words of chapter {number}." * 9 for number in range(400)), html="<p>")
    page = Text(("عام 2021 فتحت المدرسة أبوابها من جديد أمام التلاميذ كلهم.",), "ar")

    found = read(Pair(book, (page,)))

    assert [(each.check, "too long" in each.message) for each in found if each.check != "house-rules"] == [
        ("length", True)
    ]
    assert any(each.check == "house-rules" for each in found)


def test_no_more_is_told_than_anybody_reads() -> None:
    article = Text(tuple(f"It took {number} days in all." for number in range(1_000, 1_900)))
    original = Text(tuple("استغرق ذلك وقتاً طويلاً جداً." for _each in range(900)), "ar")

    found = read(Pair(article, (original,)))

    assert sum(each.check == "figures" for each in found) == 500
