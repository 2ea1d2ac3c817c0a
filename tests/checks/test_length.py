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
SHORT = "Repairs to the bridge go on this year, the town said.\n"


@pytest.mark.parametrize(
    ("article", "original", "adaptation", "count"),
    [
        (ENGLISH * 6, ARABIC * 6, Adaptation.FULL, 0),
        (SHORT * 6, ARABIC * 6, Adaptation.FULL, 1),
        (ENGLISH.strip() * 2 + "\n" + ENGLISH.strip() * 3, ARABIC * 2, Adaptation.FULL, 0),
        (f"{ENGLISH.strip()} {ENGLISH}" * 6, ARABIC * 6, Adaptation.FULL, 1),
        (SHORT * 6, ARABIC * 6, Adaptation.SUMMARY, 0),
        # A note of a few lines may be anything.
        (SHORT, ARABIC, Adaptation.FULL, 0),
    ],
)
def test_an_article_far_out_of_proportion_is_reported(article: str, original: str, adaptation: str, count: int) -> None:
    pair = Pair(Text.plain(article, "en"), (Text.plain(original, "ar"),), adaptation)

    assert len(list(Length().findings(pair))) == count


def test_what_is_not_written_yet_is_left_to_the_check_of_paragraphs() -> None:
    original = "".join(f"{2000 + year}: {ARABIC}" for year in range(12))
    article = "".join(f"{2000 + year}: {ENGLISH}" for year in range(5))

    assert not list(Length().findings(Pair(Text.plain(article, "en"), (Text.plain(original, "ar"),))))
