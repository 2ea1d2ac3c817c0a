"""Which wording applies, and what it says."""

from datetime import UTC, date, timedelta

import pytest
from django.utils import timezone

from articles import disclaimer
from articles.models import Adaptation, DisclaimerWording, Publication, SourceKind
from tests.factories import make_article, make_source

pytestmark = pytest.mark.django_db


def wording(adaptation: str = "", source_kind: str = "", valid_from: date = date(2020, 1, 1)) -> DisclaimerWording:
    return DisclaimerWording.objects.create(
        adaptation=adaptation, source_kind=source_kind, valid_from=valid_from, text=f"{adaptation}/{source_kind}"
    )


def test_a_translation_says_whose_words_these_are() -> None:
    Publication.objects.update(name="The Harbour")

    assert disclaimer.disclaimer_for(make_article()) == (
        "This article was translated and edited by The Harbour. The Harbour has not verified the content of this "
        "story. Responsibility for the information and views set out in this article lies entirely with the author."
    )


@pytest.mark.parametrize("kind", SourceKind.values)
@pytest.mark.parametrize("adaptation", Adaptation.values)
def test_every_case_has_a_wording_that_is_true_of_it(adaptation: str, kind: str) -> None:
    source = None if adaptation == Adaptation.ORIGINAL_WORK else make_source(kind=kind)

    text = disclaimer.disclaimer_for(make_article(adaptation=adaptation, source=source, original=False))

    assert text
    assert ("translated" in text) == (adaptation not in (Adaptation.ORIGINAL_WORK, Adaptation.REPUBLISHED))
    if kind == SourceKind.OFFICIAL or adaptation == Adaptation.ORIGINAL_WORK:
        assert "the author" not in text
    if adaptation != Adaptation.ORIGINAL_WORK:
        assert "has not verified" in text


def test_the_most_specific_wording_wins() -> None:
    DisclaimerWording.objects.all().delete()
    article = make_article(adaptation="excerpts", source=make_source(kind="social"))
    for case in (("", ""), ("", "social"), ("excerpts", ""), ("excerpts", "social")):
        expected = wording(*case)
        wording("full", "social") if case == ("", "") else None

        assert disclaimer.wording_for(article) == expected


@pytest.mark.parametrize("adaptation", ["original-work", "republished"])
def test_what_was_not_translated_is_never_called_so_for_want_of_a_wording(adaptation: str) -> None:
    source = None if adaptation == "original-work" else make_source()
    article = make_article(adaptation=adaptation, source=source, original=False)
    DisclaimerWording.objects.filter(adaptation=adaptation).delete()

    assert disclaimer.disclaimer_for(article) == ""


def test_the_day_is_the_publications_whatever_zone_the_member_keeps() -> None:
    begins = timezone.localdate(timezone=UTC)
    DisclaimerWording.objects.all().delete()
    new = wording(valid_from=begins)

    for zone in ("Pacific/Honolulu", "Pacific/Kiritimati"):
        with timezone.override(zone):
            assert disclaimer.wording_for(make_article()) == new


def test_the_newest_wording_in_force_wins() -> None:
    DisclaimerWording.objects.all().delete()
    article = make_article()
    old, new = wording(valid_from=date(2020, 1, 1)), wording(valid_from=date(2024, 1, 1))
    wording(valid_from=timezone.localdate() + timedelta(days=1))

    assert disclaimer.wording_for(article) == new
    assert disclaimer.wording_for(article, on=date(2023, 12, 31)) == old
    assert disclaimer.wording_for(article, on=date(2019, 12, 31)) is None


def test_paragraphs_are_paired_where_both_sides_have_as_many() -> None:
    assert disclaimer.aligned("<p>a</p><p>b</p>", "<p>ا</p><p>ب</p>") == [[[0], [0]], [[1], [1]]]
    assert disclaimer.aligned("<p>a</p><p>b</p>", "<p>ا</p>") == []
    assert disclaimer.aligned("<p>a</p>", "") == []
