import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.checks import Alignment, Bead, Text, align
from articles.checks.glossary import LANGUAGES, things
from articles.models.folding import fold

from .parallel_texts import NEWS, lines

OTHERS = [language for language in NEWS if language != "en"]


def text(language: str, *paragraphs: str | list[str]) -> Text:
    return Text(tuple(each if isinstance(each, str) else " ".join(each) for each in paragraphs), language)


def pairs(alignment: Alignment) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.ours, bead.theirs) for bead in alignment.beads]


@pytest.mark.parametrize("language", OTHERS)
def test_each_sentence_is_paired_with_its_own(language: str) -> None:
    alignment = align(text("en", *lines("en")), text(language, *lines(language)))

    assert pairs(alignment) == [((number,), (number,)) for number in range(10)]
    assert not any(bead.is_moved for bead in alignment.beads)
    # Nor does it matter which of them is the article.
    assert pairs(align(text(language, *lines(language)), text("en", *lines("en")))) == pairs(alignment)


@pytest.mark.parametrize("language", OTHERS)
def test_what_fell_out_stands_alone_in_its_place(language: str) -> None:
    ours, theirs = lines("en"), lines(language)

    missing = align(text("en", *ours[:6], *ours[7:]), text(language, *theirs))
    added = align(text("en", *ours), text(language, *theirs[:6], *theirs[7:]))

    assert pairs(missing)[5:8] == [((5,), (5,)), ((), (6,)), ((6,), (7,))]
    assert pairs(added)[5:8] == [((5,), (5,)), ((6,), ()), ((7,), (6,))]


@pytest.mark.parametrize("language", OTHERS)
def test_split_and_joined_paragraphs_are_gathered(language: str) -> None:
    ours, theirs = lines("en"), lines(language)
    article = text("en", ours[:2], ours[2:6], *ours[6:8], ours[8:])
    original = text(language, theirs[:2], *theirs[2:5], theirs[5:7], theirs[7], theirs[8:])

    alignment = align(article, original)

    # The article's second paragraph and its third share one of the original.
    assert pairs(alignment) == [((0,), (0,)), ((1, 2), (1, 2, 3, 4)), ((3,), (5,)), ((4,), (6,))]


@pytest.mark.parametrize("language", [language for language in OTHERS if language in LANGUAGES])
def test_paragraphs_that_changed_places_are_found(language: str) -> None:
    ours = lines("en")
    ours[1], ours[7] = ours[7], ours[1]

    alignment = align(text("en", *ours), text(language, *lines(language)))

    assert [bead for bead in alignment.beads if bead.is_moved] == [
        Bead((1,), (7,), is_moved=True), Bead((7,), (1,), is_moved=True),
    ]  # fmt: skip


def test_two_that_changed_places_speak_for_each_other_where_little_else_does() -> None:
    # No list of German words: of the sixth, nothing but its place in the other's stead.
    ours = lines("en")
    ours[1], ours[5] = ours[5], ours[1]

    alignment = align(text("en", *ours), text("de", *lines("de")))

    assert [bead for bead in alignment.beads if bead.is_moved] == [
        Bead((1,), (5,), is_moved=True), Bead((5,), (1,), is_moved=True),
    ]  # fmt: skip


def test_sentences_are_paired_within_paragraphs() -> None:
    ours, theirs = lines("en"), lines("ar")

    alignment = align(text("en", ours[:4], ours[4:]), text("ar", theirs))

    assert [(bead.ours, bead.theirs) for bead in alignment.sentences] == [
        (((number // 4 if number < 4 else 1, number if number < 4 else number - 4),), ((0, number),))
        for number in range(10)
    ]


def test_excerpts_find_their_places_in_a_long_original() -> None:
    ours, theirs = lines("en"), lines("tr")

    alignment = align(text("en", ours[1], ours[6], ours[7]), text("tr", *theirs))

    assert [pair for pair in pairs(alignment) if pair[0]] == [((0,), (1,)), ((1,), (6,)), ((2,), (7,))]


@pytest.mark.parametrize(
    ("word", "language", "thing"),
    [
        ("والحكومة", "ar", "government"),
        ("بالمستشفى", "ar", "hospital"),
        ("السوريين", "ar", "syria"),
        ("دولت‌ها", "fa", "government"),
        ("hükümetinin", "tr", "government"),
        ("gouvernements", "fr", "government"),
        ("governments", "en", "government"),
        ("ABD", "tr", "america"),
        ("us", "en", ""),
        ("xyzzy", "de", ""),
    ],
)
def test_common_words_are_recognised_with_what_is_written_onto_them(word: str, language: str, thing: str) -> None:
    known = things(word if word.isupper() else fold(word), language)

    assert (thing in known) if thing else known == ()


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_every_paragraph_is_in_one_bead_and_the_article_is_in_order(data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(OTHERS))
    some = st.lists(st.sampled_from([*lines("en"), *lines(language), "", "!", "12", "Ø"]), max_size=12)
    article, original = text("en", *data.draw(some)), text(language, *data.draw(some))

    beads = align(article, original).beads

    assert sorted(number for bead in beads for number in bead.ours) == list(range(len(article.paragraphs)))
    assert sorted(number for bead in beads for number in bead.theirs) == list(range(len(original.paragraphs)))
    firsts = [bead.ours[0] for bead in beads if bead.ours]
    assert firsts == sorted(firsts)


def test_long_texts_keep_their_way_where_much_is_missing() -> None:
    chance = random.Random(3)
    numbered = [(f"Report {n}: {chance.randint(100, 9_999)} people came.", n) for n in range(120)]
    original = [said.replace("people came", "kişi geldi").replace("Report", "Rapor") for said, _n in numbered]
    kept = [*range(40), *range(80, 120)]

    alignment = align(text("en", *[numbered[n][0] for n in kept]), text("tr", *original))

    assert [pair for pair in pairs(alignment) if pair[0]] == [((n,), (there,)) for n, there in enumerate(kept)]


def test_two_books_are_not_paired_sentence_by_sentence() -> None:
    alignment = align(text("en", *lines("en") * 101), text("tr", *lines("tr") * 101))

    assert pairs(alignment) == [(tuple(range(1_010)), tuple(range(1_010)))]
