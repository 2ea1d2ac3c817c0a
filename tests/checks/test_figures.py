import pytest

from articles.checks import FiguresKept, Pair
from articles.checks.figures import figures

FULL = {"adaptation": "full"}


@pytest.mark.parametrize(
    ("source_text", "article_text", "reported"),
    [
        ("أعادت البلدية فتح 12 مخبزاً.", "The municipality reopened 12 bakeries.", []),
        ("أعادت البلدية فتح ١٢ مخبزاً.", "The municipality reopened 12 bakeries.", []),
        ("أعادت البلدية فتح ١٢ مخبزاً.", "The municipality reopened bakeries.", ["12"]),
        ("بلغ السعر ١٬٢٥٠ ليرة.", "The price reached 1,250 pounds.", []),
        ("بلغ السعر 1.250.000 ليرة.", "The price reached 1,250,000 pounds.", []),
        ("ارتفعت بنسبة ٣٫٥ في المئة.", "They rose by 3.5 percent.", []),
        ("ارتفعت بنسبة ٣٫٥ في المئة.", "They rose by 35 percent.", ["3.5"]),
        ("در سال ۱۴۰۳ باز شد.", "It opened in 1403.", []),
        ("2024'te 30 köy", "300 villages in 2024", ["30"]),
        ("في 3 و3 آذار", "On 3 March", []),
        ("لا أرقام هنا.", "There are 4 here.", []),
    ],
)
def test_figures_that_stand_in_the_original_only_are_reported(
    source_text: str, article_text: str, reported: list[str]
) -> None:
    pair = Pair((article_text,), (source_text,), **FULL)

    assert [finding.passage for finding in FiguresKept().findings(pair)] == reported


def test_nothing_is_expected_of_excerpts() -> None:
    pair = Pair(("Some bakeries.",), ("أعادت فتح 12 مخبزاً.",), adaptation="excerpts")

    assert not list(FiguresKept().findings(pair))


def test_marks_between_thousands_make_no_difference() -> None:
    assert figures("1,000,000 and 1.000.000 and ١٬٠٠٠٬٠٠٠") == {"1000000": 3}
