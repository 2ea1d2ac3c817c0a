"""Keywords suggested for an article."""

from articles.checks import Entry, Pair, Text, Vocabulary
from articles.checks.suggesting import MOST, suggested

SHARAA = [
    Entry(1, "Ahmed al-Sharaa", "person", "Ahmed al-Sharaa", "", "name"),
    Entry(1, "Ahmed al-Sharaa", "person", "أحمد الشرع", "ar", "variant"),
]
IDLIB = [Entry(2, "Idlib", "place", "Idlib", "", "name"), Entry(2, "Idlib", "place", "إدلب", "ar", "variant")]
HOMS = [Entry(3, "Homs", "place", "Homs", "", "name"), Entry(3, "Homs", "place", "حمص", "ar", "variant")]
TRADE = [Entry(4, "Trade", "theme", "Trade", "", "name")]


def test_what_both_texts_name_most_comes_first_with_the_reason() -> None:
    pair = Pair(
        Text.plain(
            "The president went on to Idlib.\nTrade was spoken of.", "en", headline="Ahmed al-Sharaa in the north"
        ),
        (Text.plain("أحمد الشرع في الشمال.\nمرّ أحمد الشرع بإدلب، ثم حمص.", "ar"),),
        vocabulary=Vocabulary.of([*SHARAA, *IDLIB, *HOMS, *TRADE]),
    )

    found = suggested(pair)

    assert [(each.entry.name, each.reason) for each in found] == [
        ("Ahmed al-Sharaa", "In the headline, and 2 times in the original as “أحمد الشرع”."),
        ("Idlib", "In the article, and once in the original as “إدلب”."),
        ("Homs", "Once in the original as “حمص”, not in the article."),
        ("Trade", "Once in the article."),
    ]


def test_chosen_keywords_are_not_suggested_and_no_more_than_a_dozen() -> None:
    many = [Entry(number, f"Town{number}", "place", f"Town{number}", "", "name") for number in range(20)]
    text = Text.plain(" ".join(entry.name for entry in many), "en")

    found = suggested(Pair(text, vocabulary=Vocabulary.of(many)), chosen={0, 1})

    assert len(found) == MOST
    assert {0, 1}.isdisjoint(each.entry.keyword for each in found)
