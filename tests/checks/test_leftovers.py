import pytest

from articles.checks import NothingUntranslated, OneScript, Pair

PARAGRAPH = "أعلنت الوزارة يوم الأحد افتتاح الجسر أمام حركة المرور بعد أشهر."


@pytest.mark.parametrize(
    ("article", "known", "reported"),
    [
        ((PARAGRAPH,), {}, [PARAGRAPH]),
        (("The bridge is open.",), {}, []),
        (("سوريا",), {}, []),
        ((PARAGRAPH,), {"adaptation": "republished"}, []),
        ((PARAGRAPH,), {"article_language": "ar"}, []),
    ],
)
def test_a_paragraph_left_in_the_originals_language_is_reported(
    article: tuple[str, ...], known: dict[str, str], reported: list[str]
) -> None:
    pair = Pair(article, (PARAGRAPH, "سوريا"), source_languages=("ar",), **known)

    findings = list(NothingUntranslated().findings(pair))

    assert [finding.passage for finding in findings] == reported
    assert all(finding.blocks for finding in findings)


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("The mayor, سليم, spoke.", ["سليم"]),
        ("The mayor, Salim, spoke in 2024: “Yes.”", []),
        ("قال العمدة لـ BBC أمس", ["BBC"]),
        ("", []),
    ],
)
def test_a_word_of_another_script_is_reported(text: str, reported: list[str]) -> None:
    assert [finding.passage for finding in OneScript().findings(Pair((text,), ()))] == reported
