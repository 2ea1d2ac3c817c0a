"""Months and weekdays that have become others."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.checks import Pair, Text
from articles.checks.dates import Dates
from articles.checks.reading.days import days
from articles.models import Adaptation


def reported(
    article: str, original: str, language: str, adaptation: str = Adaptation.FULL
) -> list[tuple[str, str, str | None]]:
    pair = Pair(Text.plain(article, "en"), (Text.plain(original, language),), adaptation)
    return [
        (each.place.words if each.place else "", each.original_place.words if each.original_place else "", each.mend)
        for each in Dates().findings(pair)
    ]


@pytest.mark.parametrize(
    ("original", "language", "article", "expected"),
    [
        # One month, whatever it is called: from the Levant, Egypt, the Maghreb, Iran, Turkey and France.
        ("وصلت القافلة في كانون الثاني.", "ar", "The convoy arrived in January.", []),
        ("وصلت القافلة بنوفمبر الماضي.", "ar", "The convoy arrived last November.", []),
        ("وصلت القافلة في 12 أيلول/سبتمبر 2018.", "ar", "The convoy arrived on Sept. 12, 2018.", []),
        ("افتتح المعرض في جويلية وأُغلق في أوت.", "ar", "The fair opened in July and closed in August.", []),
        ("کاروان در ۵ مه رسید.", "fa", "The convoy arrived on 5 May.", []),
        ("او در ۲۱ شهریور ۱۳۹۷ می‌گوید.", "fa", "He says so on 12 September 2018.", []),
        ("Konvoy 2017 Eylülünde geldi.", "tr", "The convoy came in September 2017.", []),
        ("Le convoi est arrivé fin août.", "fr", "The convoy came at the end of August.", []),
        ("وصلت القافلة في 12/9/2018.", "ar", "The convoy arrived on 12 September 2018.", []),
        # Another month, and what to write instead.
        ("وصلت القافلة في شباط.", "ar", "The convoy arrived in March.", [("March", "شباط", "February")]),
        ("کاروان در مهرماه رسید.", "fa", "The convoy arrived in May.", [("May", "مهر", None)]),
        ("Konvoy kasım ayında geldi.", "tr", "The convoy came in October.", [("October", "kasım", "November")]),
        ("Le convoi est arrivé en juin.", "fr", "The convoy came in July.", [("July", "juin", "June")]),
        ("وصلت في 3 تشرين الأول.", "ar", "It came on Sept. 3.", [("Sept", "تشرين الأول", "Oct")]),
        (
            "فتح في تموز وأغلق في أيلول.",
            "ar",
            "It opened in July and closed in July.",
            [("July", "أيلول", "September")],
        ),
        # What only looks like a month.
        ("زار ماي وشرب الآب.", "ar", "Mrs May may march on with April Smith.", []),
        ("مارس الوزير ضغوطا.", "ar", "The minister put pressure on them in June.", []),
        ("او می گوید که می آید.", "fa", "He says that he is coming in June.", []),
        ("Kasım Bey ocak yaktı.", "tr", "Mr Kasım lit a fire in June.", []),
        # Weekdays; a word for one is let pass, and the night "of Friday" is another one's.
        ("وصلت القافلة يوم الثلاثاء.", "ar", "The convoy came on Wednesday.", [("Wednesday", "الثلاثاء", "Tuesday")]),
        ("وصلت القافلة يوم الثلاثاء.", "ar", "The convoy came yesterday.", []),
        ("وصلت القافلة ليلة الجمعة.", "ar", "The convoy came on Thursday night.", []),
        ("کاروان سه شنبه رسید.", "fa", "The convoy came on Tuesday.", []),
        # A weekday against its date, on either side.
        (
            "وصلت القافلة في 12 أيلول 2018.",
            "ar",
            "It came on Tuesday, 12 September 2018.",
            [("Tuesday", "", "Wednesday")],
        ),
        ("Konvoy 12 Eylül 2018 Salı geldi.", "tr", "It came on 12 September 2018.", [("", "Salı", None)]),
        # Hijri dates are left alone.
        ("وصلت القافلة في 2 رمضان 1439 هـ.", "ar", "It came on 17 May 2018.", []),
    ],
)
def test_a_month_or_weekday_that_became_another_is_reported(
    original: str, language: str, article: str, expected: list[tuple[str, str, str | None]]
) -> None:
    assert reported(article, original, language) == expected


def test_a_month_that_stands_a_paragraph_later_is_no_other() -> None:
    original = "وصلت القافلة إلى المدينة القديمة في شباط.\nوغادرت إلى الساحل في آذار وفي نيسان وفي أيار."
    article = "The convoy reached the old city.\nIt left for the coast in February, then in March."

    assert reported(article, original, "ar") == []


def test_excerpts_are_looked_at_too() -> None:
    found = reported("It came in March.", "وصلت في شباط.", "ar", Adaptation.EXCERPTS)

    assert found == [("March", "شباط", "February")]


@pytest.mark.parametrize(
    ("said", "on"),
    [
        ("۱ فروردین ۱۴۰۰", date(2021, 3, 21)),
        ("۳۰ اسفند ۱۳۹۹", date(2021, 3, 20)),
        ("۲۲ بهمن ۱۳۵۷", date(1979, 2, 11)),
        ("۱۳۹۷/۶/۲۱", date(2018, 9, 12)),
    ],
)
def test_the_iranian_calendar_is_turned_into_ours(said: str, on: date) -> None:
    (found,) = days(said, "fa")

    assert found.on == on


@given(st.text(), st.sampled_from(["en", "ar", "fa", "tr", "fr", "de", "ru", "zh"]))
def test_any_text_agrees_with_itself_on_its_months(said: str, language: str) -> None:
    text = Text.plain(said, language)

    assert not [each for each in Dates().findings(Pair(text, (text,))) if each.original_place and each.place]
