"""Articles far out of proportion."""

import pytest

from articles.checks import Pair, Text
from articles.checks.length import Length
from articles.models import Adaptation

ARABIC = (
    "أعلنت البلدية أمس أن أعمال الصيانة في الجسر القديم ستستمر حتى نهاية العام بسبب نقص التمويل والمعدات اللازمة.\n"
)
ENGLISH = (
    "The municipality said yesterday that repairs to the old bridge would go on until the end of the year, as money "
    "and equipment are lacking.\n"
)
SHORT = "Repairs to the bridge go on this year for want of money, it said.\n"


def numbered(line: str, lines: int = 6) -> str:
    """`line` so many times, each told from the others by a year."""
    return "".join(f"{2001 + number}: {line}" for number in range(lines))


@pytest.mark.parametrize(
    ("article", "original", "adaptation", "count"),
    [
        (numbered(ENGLISH), numbered(ARABIC), Adaptation.FULL, 0),
        (numbered(SHORT), numbered(ARABIC), Adaptation.FULL, 1),
        (ENGLISH.strip() * 2 + "\n" + ENGLISH.strip() * 3, ARABIC * 2, Adaptation.FULL, 0),
        (numbered(f"{ENGLISH.strip()} {ENGLISH}"), numbered(ARABIC), Adaptation.FULL, 1),
        (numbered(SHORT), numbered(ARABIC), Adaptation.SUMMARY, 0),
        # A note of a few lines may be anything.
        (SHORT, ARABIC, Adaptation.FULL, 0),
    ],
)
def test_an_article_far_out_of_proportion_is_reported(article: str, original: str, adaptation: str, count: int) -> None:
    pair = Pair(Text.plain(article, "en"), (Text.plain(original, "ar"),), adaptation)

    assert len(list(Length().findings(pair))) == count


@pytest.mark.parametrize("written", [1, 5])
def test_what_is_not_written_yet_is_left_to_the_check_of_paragraphs(written: int) -> None:
    original, article = numbered(ARABIC, 12), numbered(ENGLISH, written)

    assert not list(Length().findings(Pair(Text.plain(article, "en"), (Text.plain(original, "ar"),))))
