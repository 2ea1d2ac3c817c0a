"""Negations that fell out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.checks import Pair, Text
from articles.checks.negation import Negation
from articles.models import Adaptation


def hinted(article: str, original: str, language: str, adaptation: str = Adaptation.FULL) -> list[str]:
    pair = Pair(Text.plain(article, "en"), (Text.plain(original, language),), adaptation)
    return [each.original_place.words for each in Negation().findings(pair) if each.original_place]


@pytest.mark.parametrize(
    ("original", "language", "article", "expected"),
    [
        ("لم توقع الحكومة على الاتفاق.", "ar", "The government signed the agreement.", ["لم"]),
        ("ليس هذا ما وعدونا به.", "ar", "This is what they promised us.", ["ليس"]),
        ("دولت توافق را امضا نکرد.", "fa", "The government signed the agreement.", ["نکرد"]),
        ("مردم نمی‌ترسند.", "fa", "The people are afraid.", ["نمی‌ترسند"]),
        ("Hükümet anlaşmayı imzalamadı.", "tr", "The government signed the agreement.", ["imzalamadı"]),
        ("Bu bizim suçumuz değil.", "tr", "This is our fault.", ["değil"]),
        ("Le gouvernement n’a pas signé l’accord.", "fr", "The government signed the agreement.", ["pas"]),
        # Kept, or said in another way.
        ("لم توقع الحكومة على الاتفاق.", "ar", "The government didn’t sign the agreement.", []),
        ("لم توقع الحكومة على الاتفاق.", "ar", "The government refused to sign the agreement.", []),
        ("Le gouvernement n’a pas signé l’accord.", "fr", "The government was unable to sign.", []),
        # One of two.
        ("لم يأت الوزير ولن يأتي نائبه.", "ar", "The minister came and his deputy will not come.", ["لم"]),
        # What only looks like a negation, or is said with un-, less and lack.
        ("لا تزال الطريق مفتوحة.", "ar", "The road is open as before.", []),
        ("دخل البلاد بطريقة غير قانونية.", "ar", "He entered the country against the law.", []),
        ("Gelip gelmediğini sordu.", "tr", "She asked whether he had come.", []),
        ("C’est un grand pas vers la paix.", "fr", "It is a big step towards peace.", []),
    ],
)
def test_a_negation_without_answer_is_hinted_at(
    original: str, language: str, article: str, expected: list[str]
) -> None:
    assert hinted(article, original, language) == expected


def test_it_is_asked_of_full_translations_alone() -> None:
    assert hinted("The government signed it.", "لم توقع الحكومة عليه.", "ar", Adaptation.ABRIDGED) == []


def test_a_language_that_it_cannot_read_is_left_alone() -> None:
    assert hinted("The government signed it.", "政府没有签署协议。", "zh") == []


@given(st.text(), st.sampled_from(["en", "ar", "fa", "tr", "fr", "de"]))
def test_any_text_negates_what_it_negates_itself(said: str, language: str) -> None:
    text = Text.plain(said, language)

    assert not list(Negation().findings(Pair(text, (text,))))
