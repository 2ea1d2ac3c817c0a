"""Article and original side by side, paragraph by paragraph."""

import pytest

from articles import disclaimer
from articles.models import Edition, EditionOriginal
from articles.models.text import as_html
from articles.site import originals
from articles.site.originals import rows
from tests.factories import ARABIC, ENGLISH, make_article, make_photo, make_translation
from tests.site.reading import bring_in, read

pytestmark = pytest.mark.django_db


def test_paragraphs_are_paired_and_none_is_lost() -> None:
    ours, theirs = ["a", "b", "c", "d"], ["1", "2", "3"]

    made = rows(ours, theirs, [[[1], [0, 1]], [[2], [2]]], every=True)

    assert [(list(row.ours), list(row.theirs)) for row in made] == [
        (["a"], []),
        (["b"], ["1", "2"]),
        (["c"], ["3"]),
        (["d"], []),
    ]


def test_paragraphs_that_stand_elsewhere_in_the_original_say_where() -> None:
    ours, theirs = ["a", "b", "c", "d"], ["1", "2", "3", "4", "5"]
    alignment = [[[0], [3]], [[1], [1]], [[], [2]], [[2], [0]], [[3], [4]]]

    made = rows(ours, theirs, alignment, every=True)
    pairs = rows(ours, theirs, alignment, every=False)

    assert [(list(row.ours), list(row.theirs), row.stands_at) for row in made] == [
        (["a"], ["4"], 4),
        (["b"], ["2"], 0),
        ([], ["3"], 0),
        (["c"], ["1"], 1),
        (["d"], ["5"], 0),
    ]
    assert [row.number for row in pairs] == [1, 2, 3, 4]
    assert rows(ours, theirs, [[[0], []], [[], [0]]], every=True) == []


def test_pairs_that_name_no_paragraph_are_passed_over() -> None:
    stored = [[[0], [0]], [[1], [7]], [[7], [1]], [[1], [-1]], [[-1], [1]], [["x"], [None]], "nonsense", [[1]]]

    made = rows(["One", "Two"], ["واحد", "اثنان"], stored, every=False)

    assert [(row.ours, row.theirs) for row in made] == [(["One"], ["واحد"])]
    assert rows(["One"], ["واحد"], "nonsense", every=True) == []


def test_texts_that_cannot_be_paired_stand_side_by_side() -> None:
    # A text of nothing but a picture: no words to pair.
    work = make_article(original=False, body=f'<figure><img data-photo="{make_photo().pk}"></figure>')
    make_translation(work, body=as_html([f"فقرة {number}" for number in range(9)]))
    listing = bring_in(work)

    text = read(listing.get_absolute_url() + "parallel/")

    assert "could not be paired" in text
    assert "فقرة 8" in text
    assert "<img" in text
    assert '<div class="parallel-theirs" lang="ar" dir="rtl">\n' in text


def test_originals_of_a_round_up_are_paired_one_by_one_as_far_as_a_reader_can_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(originals, "MOST_PAIRED_NOW", 2)
    work = make_article(adaptation="round-up")
    for position in (2, 3):
        make_translation(work, position=position)
    listing = bring_in(work)

    text = read(listing.get_absolute_url() + "parallel/")

    assert 'id="p1"' in text
    assert 'id="p2-1"' in text
    assert 'id="p3-1"' not in text
    assert "could not be paired" in text
    assert text.count("وقال المهندس") == 3


def test_nobody_waits_for_two_books_to_be_paired() -> None:
    edition = Edition(language="en", body=as_html(ENGLISH * 600))
    original = EditionOriginal(edition=edition, language="ar", body=as_html(ARABIC * 600))

    assert disclaimer.aligned(edition, original) == []
