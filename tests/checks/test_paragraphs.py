import pytest

from articles.checks import Finding, Pair, Text
from articles.checks.paragraphs import Paragraphs
from articles.models import Adaptation

from .parallel_texts import lines

LANGUAGES = ["ar", "fa", "tr", "fr"]


def found(ours: list[str], *originals: list[str], language: str = "ar", adaptation: str = "full") -> list[Finding]:
    texts = tuple(Text(tuple(each), language) for each in originals)
    return list(Paragraphs().findings(Pair(Text(tuple(ours), "en"), texts, adaptation)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_translation_is_fine_however_its_paragraphs_are_cut(language: str) -> None:
    ours, theirs = lines("en"), lines(language)
    cut = [" ".join(ours[:3]), *ours[3:7], " ".join(ours[7:])]

    assert found(ours, theirs, language=language) == []
    assert found(cut, theirs, language=language) == []
    assert found(ours, [" ".join(theirs[:5]), " ".join(theirs[5:])], language=language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paragraph_that_fell_out_is_one_finding_with_its_place(language: str) -> None:
    ours, theirs = lines("en"), lines(language)

    (finding,) = found([*ours[:6], *ours[7:]], theirs, language=language)

    assert finding.message == "A paragraph of the original has no counterpart in the article."
    assert finding.place is None
    assert finding.original_place is not None
    assert (finding.original_place.paragraph, finding.original_place.words) == (6, theirs[6])
    assert theirs[6] in finding.passage


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paragraph_of_several_sentences_that_fell_out_is_found(language: str) -> None:
    ours, theirs = lines("en"), lines(language)
    paragraphs = [" ".join(theirs[:3]), " ".join(theirs[3:7]), " ".join(theirs[7:])]

    (finding,) = found([" ".join(ours[:3]), " ".join(ours[7:])], paragraphs, language=language)

    assert finding.original_place is not None
    assert finding.original_place.words == paragraphs[1]


def test_paragraphs_that_fell_out_in_a_row_are_one_finding() -> None:
    ours, theirs = lines("en"), lines("ar")

    (inside,) = found([*ours[:3], *ours[6:]], theirs)
    (at_the_end,) = found(ours[:5], theirs)

    assert inside.message == "3 paragraphs of the original in a row have no counterpart in the article."
    assert inside.original_place is not None
    assert inside.original_place.paragraph == 3
    assert at_the_end.message == "The last 5 paragraphs of the original have no counterpart in the article."


def test_a_long_passage_that_fell_out_of_a_paragraph_is_found() -> None:
    ours, theirs = lines("en"), lines("ar")
    halves = [" ".join(theirs[:5]), " ".join(theirs[5:])]

    (finding,) = found([" ".join(ours[:5]), " ".join([ours[5], *ours[8:]])], halves)

    assert finding.message == "This passage of the original has no counterpart in the article."
    assert finding.original_place is not None
    assert finding.original_place.words == " ".join(theirs[6:8])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paragraph_that_came_in_is_found(language: str) -> None:
    ours = lines("en")
    ours.insert(4, "The orchestra of Vienna played Mozart for the winners of a tennis tournament in Canada.")

    (finding,) = found(ours, lines(language), language=language)

    assert finding.message == "This paragraph has no counterpart in the original."
    assert finding.place is not None
    assert finding.place.paragraph == 4
    assert finding.original_place is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_paragraphs_that_changed_places_are_one_finding_that_names_both(language: str) -> None:
    ours = lines("en")
    ours[1], ours[7] = ours[7], ours[1]

    (finding,) = found(ours, lines(language), language=language)

    assert finding.message == "Paragraphs 2 and 8 stand in each other’s place."
    assert finding.place is not None
    assert finding.original_place is not None
    assert (finding.place.paragraph, finding.original_place.paragraph) == (1, 7)


@pytest.mark.parametrize("language", LANGUAGES)
def test_short_paragraphs_that_changed_places_are_told_by_both(language: str) -> None:
    ours = lines("en")
    ours[2], ours[8] = ours[8], ours[2]
    ours[5], ours[3] = ours[3], ours[5]

    messages = [finding.message for finding in found(ours, lines(language), language=language)]

    assert messages == [
        "Paragraphs 3 and 9 stand in each other’s place.",
        "Paragraphs 4 and 6 stand in each other’s place.",
    ]


def test_a_paragraph_that_moved_is_one_finding() -> None:
    ours = lines("en")
    ours.insert(8, ours.pop(1))

    (finding,) = found(ours, lines("ar"))

    assert finding.message == "This paragraph stands elsewhere: in the original it is paragraph 2."
    assert finding.place is not None
    assert finding.place.paragraph == 8


def test_headings_bylines_and_credits_may_stay_away_and_come_in() -> None:
    ours, theirs = lines("en"), lines("ar")

    assert found(ours, ["سليم حداد – اللاذقية", *theirs[:4], "أسعار وأمطار", *theirs[4:], "تصوير: رويترز"]) == []
    assert found(["By Salim Haddad", *ours[:4], "Prices and rain", *ours[4:], "Photo: Reuters"], theirs) == []


def test_of_excerpts_only_what_stands_in_no_original_is_found() -> None:
    ours, theirs = lines("en"), lines("ar")
    foreign = "The orchestra of Vienna played Mozart for the winners of a tennis tournament in Canada."

    assert found([ours[1], ours[6]], theirs, adaptation=Adaptation.EXCERPTS) == []
    assert found([ours[6], ours[1]], theirs, adaptation=Adaptation.EXCERPTS) == []
    (finding,) = found([ours[1], foreign, ours[6]], theirs, adaptation=Adaptation.EXCERPTS)
    assert finding.place is not None
    assert finding.place.words == foreign


def test_several_originals_are_looked_at_together() -> None:
    ours, theirs = lines("en"), lines("ar")

    assert found(ours, theirs[:5], theirs[5:]) == []
    (finding,) = found(ours, theirs[:6], theirs[7:])
    assert finding.place is not None
    assert finding.place.words == ours[6]


def test_nothing_is_said_of_an_article_that_nobody_has_begun() -> None:
    assert found([], lines("ar")) == []


def test_nothing_is_said_where_there_is_no_original() -> None:
    assert found(lines("en")) == []
