"""The check of names: lost, to be avoided, nearly right, or spelled two ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.checks import Entry, Pair, Text, Vocabulary
from articles.checks.base import Finding
from articles.checks.names import Names
from articles.models import Adaptation

VOCABULARY = Vocabulary.of(
    Entry(number, name, kind, text, language, use)
    for number, name, kind, spellings in [
        (1, "Ahmed al-Sharaa", "person", [("أحمد الشرع", "ar", "variant"), ("Ahmad Shara", "en", "avoid")]),
        (2, "Qamishli", "place", [("القامشلي", "ar", "variant"), ("Kamishli", "en", "avoid")]),
        (3, "Turkey", "place", [("تركيا", "ar", "variant")]),
        (4, "United Nations", "organisation", [("الأمم المتحدة", "ar", "variant")]),
        (5, "Trade", "theme", [("تجارة", "ar", "variant")]),
        (6, "Mazloum Abdi", "person", [("مظلوم عبدي", "ar", "variant")]),
    ]
    for text, language, use in [(name, "", "name"), *spellings]
)


def found(original: str, article: str, **given: str) -> list[Finding]:
    pair = Pair(
        Text.plain(article, "en", headline=given.pop("headline", "")),
        (Text.plain(original, "ar"),),
        given.get("adaptation", Adaptation.FULL),
        VOCABULARY,
    )
    return Names().reported(pair, blocks=False)


@pytest.mark.parametrize(
    ("original", "article", "reported"),
    [
        ("وصل أحمد الشرع إلى المطار.", "The minister reached the airport.", ["أحمد الشرع"]),
        ("وصل أحمد الشرع إلى المطار.", "President Sharaa reached the airport.", []),
        ("وصل أحمد الشرع إلى المطار.", "Ahmed al-Sharaa reached the airport.", []),
        ("قالت تركيا إنها مستعدة.", "The Turkish government said it was ready.", []),
        ("قالت تركيا إنها مستعدة.", "Ankara said it was ready.", ["تركيا"]),
        ("طالبت الأمم المتحدة بالهدنة.", "The U.N. called for a truce.", []),
        ("طالبت الأمم المتحدة بالهدنة.", "The UN called for a truce.", []),
        ("طالبت الأمم المتحدة بالهدنة.", "Diplomats called for a truce.", ["الأمم المتحدة"]),
        ("تحدثوا عن تجارة الحبوب.", "They spoke about grain.", []),
        ("في القامشلي سوق قديم.", "There is an old market in Kamishli.", ["Kamishli"]),
        ("في القامشلي سوق قديم.", "There is an old market in Qamishly.", ["Qamishly"]),
        ("في القامشلي سوق قديم.", "There is an old market in Qamishli.", []),
        ("قال مظلوم عبدي ذلك.", "So said Mazlom Abdi.", ["Mazlom"]),
        ("زار باسكواريلي المدينة.", "Then Pasquarelli came. All know that Pasquareli left.", ["Pasquareli"]),
        ("زار باسكواريلي المدينة.", "Then Pasquarelli came. All know that Pasquarelli left.", []),
        # Nobody listed this name's Arabic: it is known by its sound.
        ("قال مصلوم عبدي ذلك.", "So said Mazlum Abdi.", ["Mazlum Abdi"]),
        ("قال مصلوم عبدي ذلك.", "So said Mazlum Abdel Karim.", []),
        ("النص", "In Iran and in Iraq, in Austria and in Australia.", []),
        ("النص", "Seen by Samir Brown and by Samer Browne in June.", []),
        ("النص", "The Basran market. In Basra they say so.", []),
        ("النص", "It was Wayne, not Wayde, who came.", []),
        ("النص", "He likes Forest. The forrest is far.", []),
    ],
)
def test_names_are_spelled_as_the_house_does_and_none_is_lost(original: str, article: str, reported: list[str]) -> None:
    findings = found(original, article)

    places = [each.original_place if each.original_place else each.place for each in findings]
    assert [place.words for place in places if place] == reported


def test_a_mend_is_offered_where_there_is_one() -> None:
    avoided = found("في القامشلي سوق.", "A market in Kamishli.")
    rarer = found("النص", "We met Barkhado. Then came Barkhado, and so did Barkado.")
    once_each = found("النص", "We met Barkhado, and then Barkado.")
    lost = found("وصل أحمد الشرع.", "He came.")

    assert [each.mend for each in (*avoided, *rarer, *once_each, *lost)] == ["Qamishli", "Barkhado", None, None]
    assert [each.message for each in lost] == [
        "The original names “أحمد الشرع” (Ahmed al-Sharaa); the article doesn’t."
    ]


def test_of_excerpts_nothing_is_asked_for_but_what_stands_there_is_looked_at() -> None:
    original, article = "وصل أحمد الشرع إلى القامشلي.", "He came to Kamishli."

    findings = found(original, article, adaptation=Adaptation.EXCERPTS)

    assert [each.mend for each in findings] == ["Qamishli"]


def test_a_name_in_a_paragraph_without_counterpart_is_not_reported_too() -> None:
    pair = Pair(
        Text.plain("The first paragraph stands.", "en"),
        (Text.plain("الفقرة الأولى قائمة.\nوصل أحمد الشرع.", "ar"),),
        vocabulary=VOCABULARY,
    )
    has_lost = any(not bead.ours for bead in pair.alignments[0].beads)

    assert (Names().reported(pair, blocks=False) == []) is has_lost


@given(st.text(st.sampled_from('AaBrk hlioادمالشرع."’-'), max_size=120), st.text(max_size=60))
def test_any_text_is_checked(article: str, original: str) -> None:
    for finding in found(original, article):
        assert finding.place or finding.original_place
