"""Which wording applies, and what it says."""

from datetime import UTC, date, timedelta

import pytest
from django.utils import timezone

from articles import disclaimer
from articles.models import Adaptation, DisclaimerWording, Edition, EditionOriginal, Publication, SourceKind
from articles.models.text import as_html
from articles.workflow.editions import attest
from tests.checks.parallel_texts import lines
from tests.factories import make_article, make_editor, make_source

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


def test_paragraphs_are_paired_by_what_they_say() -> None:
    ours, theirs = lines("en"), lines("ar")

    def aligned(body: list[str], original: list[str]) -> list[list[list[int]]]:
        return disclaimer.aligned(
            Edition(body=as_html(body), language="en"), EditionOriginal(body=as_html(original), language="ar")
        )

    assert aligned(ours[:2], theirs[:2]) == [[[0], [0]], [[1], [1]]]
    assert aligned([" ".join(ours[:2]), *ours[2:4]], [*theirs[:3], " ".join(theirs[3:6])]) == [
        [[0], [0, 1]], [[1], [2]], [[2], [3]],
    ]  # fmt: skip
    assert aligned(ours[:4], [theirs[0], *theirs[2:4]]) == [[[0], [0]], [[1], []], [[2], [1]], [[3], [2]]]
    assert aligned(ours, []) == []
    assert aligned([], theirs) == []


def test_an_edition_that_a_person_attests_keeps_which_paragraphs_answer_to_which() -> None:
    article = make_article(body=as_html(lines("en")), language="en")
    article.translations.update(body=as_html([*lines("ar")[:6], *lines("ar")[7:]]), language="ar")

    edition = attest(article, by=make_editor(), at=timezone.now())

    (original,) = edition.originals.all()
    assert original.alignment == disclaimer.aligned(edition, original)
    assert original.alignment[5:8] == [[[5], [5]], [[6], []], [[7], [6]]]
