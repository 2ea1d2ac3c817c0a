"""What an edition would say: labels of the time, the outlet of each original, the words of a photo."""

from datetime import date, timedelta

import pytest

from articles import disclaimer
from articles.models import Article, DisclaimerWording, Source, SourceProfile
from tests.factories import make_article, make_photo, make_source, make_translation, make_verified

pytestmark = pytest.mark.django_db

BEGAN, ENDED = date(2010, 1, 1), date(2020, 1, 1)


def make_labelled_source() -> Source:
    """A party paper from `BEGAN` on, an independent daily since `ENDED`."""
    source = make_source()
    SourceProfile.objects.create(source=source, description="party paper", valid_from=BEGAN, valid_until=ENDED)
    SourceProfile.objects.create(source=source, description="independent daily", valid_from=ENDED)
    return source


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (BEGAN - timedelta(days=1), ""),
        (BEGAN, "party paper"),
        (ENDED - timedelta(days=1), "party paper"),
        (ENDED, "independent daily"),
    ],
)
def test_an_outlet_is_what_it_was_said_to_be_on_that_day(day: date, label: str) -> None:
    assert disclaimer.label_of(make_labelled_source(), day) == label


def test_article_and_original_bear_the_label_of_the_day_of_the_original() -> None:
    article = make_article(source=make_labelled_source(), original=False)
    make_translation(article, published_on=date(2015, 5, 1))

    words = disclaimer.words_of(article)

    assert words.fields["source_label"] == "party paper"
    assert words.originals[0]["source_label"] == "party paper"


def test_the_label_of_the_lead_outlet_is_of_the_day_of_its_own_original() -> None:
    article = make_article(source=make_labelled_source(), original=False, adaptation="round-up")
    make_translation(article, source=make_source(), published_on=date(2015, 5, 1))
    make_translation(article, position=2, published_on=date(2021, 5, 1))

    assert disclaimer.words_of(article).fields["source_label"] == "independent daily"


def test_an_original_without_an_outlet_is_from_the_articles() -> None:
    article = make_article(original=False)
    make_translation(article, source=None)

    assert disclaimer.words_of(article).originals[0]["source"] == article.source


def test_what_an_outlet_allows_is_frozen_with_the_words_and_without_one_a_link() -> None:
    article = make_article(source=make_source(original_display="excerpt"))
    assert disclaimer.words_of(article).originals[0]["original_display"] == "excerpt"

    article.translations.update(source=None)
    Article.objects.filter(pk=article.pk).update(source=None)

    assert disclaimer.words_of(Article.objects.get(pk=article.pk)).originals[0]["original_display"] == "link"


def test_without_a_photo_there_are_no_words_of_one() -> None:
    said = {"photo_alt": "A bridge", "photo_caption": "On Sunday", "photo_credit": "Us"}

    without = disclaimer.words_of(make_article(**said)).fields
    with_one = disclaimer.words_of(make_article(photo=make_photo(is_file_photo=True), **said)).fields

    assert {name: without[name] for name in said} == dict.fromkeys(said, "")
    assert {name: with_one[name] for name in said} == said
    assert (without["is_file_photo"], with_one["is_file_photo"]) == (False, True)


@pytest.mark.parametrize(("day", "label"), [(ENDED - timedelta(days=1), "party paper"), (ENDED, "")])
def test_of_an_outlet_that_ended_nothing_is_said_from_that_day_on(day: date, label: str) -> None:
    source = make_source()
    SourceProfile.objects.create(source=source, description="party paper", valid_from=BEGAN, valid_until=ENDED)

    assert disclaimer.label_of(source, day) == label


def test_only_what_is_published_has_changes_that_are_not_public() -> None:
    article = make_verified()
    edition = article.editions.get()
    Article.objects.filter(pk=article.pk).update(standfirst="Another.")
    article.refresh_from_db()

    assert article.text_revision != edition.text_revision
    assert not disclaimer.has_unpublished_changes(article, edition)


def test_the_newest_wording_wins_in_whatever_order_they_come() -> None:
    DisclaimerWording.objects.all().delete()
    old, new = (DisclaimerWording.objects.create(valid_from=day, text=f"Since {day}") for day in (BEGAN, ENDED))
    article = make_article()

    assert disclaimer.wording_for(article, among=[old, new]) == new
    assert disclaimer.wording_for(article, among=[new, old]) == new
