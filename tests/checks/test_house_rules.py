"""How the house sets its texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.checks import Finding, Pair, Text
from articles.checks.house_rules import HouseRules
from articles.models.text import prose


def mended(said: str, finding: Finding) -> str:
    assert finding.place
    assert finding.mend is not None
    return said[: finding.place.start] + finding.mend + said[finding.place.end :]


@pytest.mark.parametrize(
    ("said", "language", "better"),
    [
        ('"Yes," she said, "we stay."', "en", "“Yes,” she said, “we stay.”"),
        ('Il a dit "non" hier.', "fr", "Il a dit «\u00a0non\u00a0» hier."),
        ('قال "نعم" أمس.', "ar", "قال «نعم» أمس."),
        ("They crossed the the river.", "en", "They crossed the river."),
        ("They built a a bridge.", "en", "They built a bridge."),
        ("Il a vécu à à Homs.", "fr", "Il a vécu à Homs."),
        ("They came , and went.", "en", "They came, and went."),
        ("جاء الوفد ، وغادر.", "ar", "جاء الوفد، وغادر."),
        ("The mini\u00adster spoke.", "en", "The minister spoke."),
        ("The \u200eminister spoke.", "en", "The minister spoke."),
        ("قال الوز\u00adير.", "ar", "قال الوزير."),
    ],
)
def test_a_slip_is_reported_with_its_mend(said: str, language: str, better: str) -> None:
    (finding,) = HouseRules().findings(Pair(Text.plain(said, language)))

    assert mended(said, finding) == better


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("“Yes,” she said; he had had enough, and that that was so.", "en"),
        ("Nous nous sommes levés : pourquoi ?", "fr"),
        ("Yavaş yavaş geldiler.", "tr"),
        ("او می\u200cگوید \u200fنه.", "fa"),
        ('A board of 12" was lost ... and .5 of another, in Pago Pago.', "en"),
        ("A family: 👨\u200d👩\u200d👧.", "en"),
    ],
)
def test_what_is_meant_so_is_let_pass(said: str, language: str) -> None:
    assert not list(HouseRules().findings(Pair(Text.plain(said, language))))


def test_marks_that_no_machine_can_sort_out_are_reported_without_a_mend() -> None:
    (finding,) = HouseRules().findings(Pair(Text.plain('She said: "Yes.', "en")))

    assert finding.mend is None


def test_a_stored_article_is_asked_for_its_standfirst_and_for_single_spaces() -> None:
    html = "<p>The  bridge &nbsp;is <em>open</em>.</p><p>It is new.</p>"
    pair = Pair(Text(tuple(prose(html)), "en", "The bridge", html=html))

    found = list(HouseRules().findings(pair))

    assert [each.place.words.strip() if each.place else "" for each in found] == ["The", ""]


@given(st.text(alphabet=st.sampled_from('ab "\u00ad\u200d.,1é')), st.sampled_from(["en", "ar", "fr", "de", "zh"]))
def test_a_mend_leaves_the_rest_as_it_stands(said: str, language: str) -> None:
    text = Text.plain(said, language)

    for each in HouseRules().findings(Pair(text)):
        assert each.place
        assert text.paragraphs[each.place.paragraph][each.place.start : each.place.end] == each.place.words
