"""What was left behind on the way from the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.checks import Pair, Text, read
from articles.checks.leftovers import Leftovers, NothingUntranslated
from articles.models import Adaptation
from articles.models.text import as_html, prose

PARAGRAPH = "أعلنت الوزارة يوم الأحد افتتاح الجسر أمام حركة المرور بعد أشهر."
FRENCH = "Le ministre a déclaré que les travaux seraient terminés avant la fin de cette année."


@pytest.mark.parametrize(
    ("article", "language", "adaptation", "reported"),
    [
        ([PARAGRAPH], "en", Adaptation.FULL, [PARAGRAPH]),
        (["The bridge is open."], "en", Adaptation.FULL, []),
        (["سوريا"], "en", Adaptation.FULL, []),
        ([PARAGRAPH], "en", Adaptation.REPUBLISHED, []),
        ([PARAGRAPH], "ar", Adaptation.FULL, []),
    ],
)
def test_a_paragraph_left_in_the_originals_language_is_reported(
    article: list[str], language: str, adaptation: str, reported: list[str]
) -> None:
    pair = Pair(Text(tuple(article), language), (Text((PARAGRAPH, "سوريا"), "ar"),), adaptation)

    assert [each.passage for each in NothingUntranslated().findings(pair)] == reported


@pytest.mark.parametrize(
    ("article", "language", "reported"),
    [
        ("The mayor, سليم, spoke.", "en", ["سليم"]),
        ("The mayor, سليم حداد وزوجته, spoke.", "en", ["سليم حداد وزوجته"]),
        ("The mayor met Иван Петров in Kyiv.", "en", ["Иван Петров"]),
        ("The mayor, Salīm al-Ḥaddād, ʿIzz, spoke of ½ km² and 3 µm: “Yes.”", "en", []),
        ("قال العمدة لـ BBC أمس ولشبكة Home Depot أيضاً.", "ar", []),
        ("قال العمدة the bridge will open next week إن الجسر جاهز.", "ar", ["the bridge will open next week"]),
        ("The mayor, نُشِر في 3 آذار: «جداً», spoke.", "en", ["نُشِر في 3 آذار: «جداً"]),
        # A sentence of the original that nobody translated, and a title that both have.
        (f"The minister spoke. {FRENCH}", "en", [FRENCH[:-1]]),
        ("He read Le Rouge et le Noir de Stendhal again.", "en", []),
        # What a page says around an article, and prose that begins alike.
        ("Read also: The bridge that nobody crosses", "en", ["Read also: The bridge that nobody crosses"]),
        ("Advertisement", "en", ["Advertisement"]),
        ("Share on Facebook", "en", ["Share on Facebook"]),
        ("Photo: AFP", "en", ["Photo: AFP"]),
        ("Photographers came from all over the country.", "en", []),
        ("She read also what others had written about the bridge.", "en", []),
        ("Share prices fell by a tenth.", "en", []),
        ("اقرأ أيضاً: الجسر الذي لا يعبره أحد", "ar", ["اقرأ أيضاً: الجسر الذي لا يعبره أحد"]),
        ("اقرأ أيضاً: الجسر الذي لا يعبره أحد", "en", ["اقرأ أيضاً: الجسر الذي لا يعبره أحد"]),
        ("Read also: الجسر الذي لا يعبره أحد", "en", ["Read also: الجسر الذي لا يعبره أحد"]),
        ("", "en", []),
    ],
)
def test_what_does_not_belong_into_the_article_is_reported(article: str, language: str, reported: list[str]) -> None:
    original = Text((FRENCH, "Le Rouge et le Noir de Stendhal est un roman."), "fr")
    pair = Pair(Text.plain(article, language), (original,))

    assert [each.place.words for each in Leftovers().findings(pair) if each.place] == reported


def test_foreign_words_that_say_their_language_are_let_pass() -> None:
    html = '<p>They sang <span lang="ar">يا ليل يا عين</span> and <em>سليم</em> listened.</p>' + as_html(["All left."])
    pair = Pair(Text(tuple(prose(html)), "en", html=html))

    assert [each.place.words for each in Leftovers().findings(pair) if each.place] == ["سليم"]


@given(st.text(), st.text(), st.sampled_from(["en", "ar", "fr", "zh"]))
def test_any_text_can_be_read(said: str, other: str, language: str) -> None:
    pair = Pair(Text.plain(said, language), (Text.plain(other, "tr"),))

    for each in Leftovers().findings(pair):
        assert each.place
        assert each.place.words in said.replace("\n", " ") or each.place.words


def test_of_paragraphs_that_nobody_has_translated_yet_nothing_else_is_said() -> None:
    others = ("قال الوزير إن 45 قرية لم تصلها المياه، و«لن تصلها» قبل الخامس من آذار.", "وأضاف أن 300 أسرة عادت.")
    ours = ("The ministry announced on Sunday that the bridge is open to traffic after months.", *others)
    pair = Pair(Text(ours, "en", "The bridge", "It is open."), (Text((PARAGRAPH, *others), "ar"),))

    found = [(each.check, each.place.paragraph) for each in read(pair) if each.place]

    # The last is too short to be sure.
    assert ("nothing-untranslated", 1) in found
    assert {check for check, paragraph in found if paragraph == 1} == {"nothing-untranslated"}
