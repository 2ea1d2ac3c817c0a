"""Numbers as they are read in each language."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.checks.reading.numbers import numbers, reads_words
from tests.checks.spelled_out import SPELLED

# What is written, in which language; what it says for certain, with its unit.
READ = [
    ("en", "3,500.5 and 1,250", ["3500.5", "1250"]),
    ("ar", "١٬٢٥٠ و٣٫٥ و30،000", ["1250", "3.5", "30000"]),
    ("fa", "۱۲۵۰ و ۳٫۵", ["1250", "3.5"]),
    ("tr", "3.500,5", ["3500.5"]),
    ("fr", "3 500,5 et 12\u202f000", ["3500.5", "12000"]),
    ("ckb", "٣٥ کەس", ["35"]),
    ("en", "twenty-five, one hundred and five, a hundred", ["25", "105", "100"]),
    ("en", "$3.5 billion, 1,200 millions", ["3500000000 $", "1200000000"]),
    ("en", "half a million, a million and a half", ["500000", "1500000"]),
    ("en", "£11million and 2bn", ["11000000 £", "2"]),
    ("en", "50 per cent, 5%", ["50 %", "5 %"]),
    ("en", "the 21st century, her thirty-first", ["21", "31"]),
    ("en", "10-15 km, 2-1, 45 miles", ["10 km", "15 km", "2", "1", "45 mi"]),
    ("en", "two and three", ["2", "3"]),
    ("ar", "خمسة وعشرين رجلاً وثلاثمائة امرأة", ["25", "300"]),
    ("ar", "أحد عشر ألفاً وخمسمئة", ["11500"]),
    ("ar", "القرن الحادي والعشرين، الذكرى السادسة والثلاثون", ["21", "36"]),
    ("ar", "3.5 مليار دولار، ونصف مليون يورو", ["3500000000 $", "500000 €"]),
    ("ar", "٤٥ في المئة و٢٠ بالمائة", ["45 %", "20 %"]),
    ("ar", "قبل عامين، وساعتين، وألفين", ["2", "2", "2000"]),
    ("ar", "في التسعينيات، وفي ثمانينيات القرن العشرين", ["1990", "1980"]),
    ("ar", "ستينيات القرن التاسع عشر", ["1860"]),
    ("fa", "بیست و پنج نفر، سی و ششمین نشست", ["25", "36"]),
    ("fa", "۲۱ درصد از دو میلیون و سیصد هزار تومان", ["21 %", "2300000 TMN"]),
    ("tr", "yüzde 50, %20 ve yüzde elli", ["50 %", "20 %", "50 %"]),
    ("tr", "yirmi beş, on beşinci, iki buçuk milyon lira", ["25", "15", "2500000 TRY"]),
    ("tr", "1990'larda 2016'da", ["1990", "2016"]),
    ("fr", "quatre-vingt-dix-sept, soixante et onze, dix-sept", ["97", "71", "17"]),
    ("fr", "2,5 millions d'euros, six autres millions", ["2500000 €", "6000000"]),
    ("fr", "au XIXe siècle, le 21e", ["19", "21"]),
    ("en", "19:30 and 6-foot-6", ["19.30", "6.5 ft"]),
]  # fmt: skip

# What may answer to a number, but is none for certain; and what is none at all.
UNSURE = [
    ("en", "one of them, at first, both, a dozen, half, several hundred, thousands"),
    ("en", "the F-16, the G20, the Four Corners, XIV"),
    ("ar", "أحد الشهود، أولاً، نصف السكان، مئات القتلى، آلاف النازحين، لست هنا"),
    ("ar", "مساء الاثنين، هاتان المدينتان، أفغانستان، أثنى عليه، طالبان"),
    ("fa", "سه‌شنبه، هر دو، چند صد نفر، میلیون‌ها، بی بی سی، ترجیح می‌دهم"),
    ("tr", "biri, ona, onu, yüzünden, binlerce, on binlerce, her iki, birkaç yüz, sağ elli"),
    ("fr", "un homme, une douzaine, les deux, des millions, quelques centaines"),
]


@pytest.mark.parametrize(("language", "text", "read"), READ)
def test_numbers_are_read(language: str, text: str, read: list[str]) -> None:
    found = [each for each in numbers(text, language) if each.is_sure]

    assert [f"{each.value.normalize():f} {each.unit}".strip() for each in found] == [
        " ".join([f"{Decimal(said.split()[0]).normalize():f}", *said.split()[1:]]) for said in read
    ]
    assert all(text[each.start : each.end].strip() for each in found)


@pytest.mark.parametrize(("language", "text"), UNSURE)
def test_manners_of_speaking_and_names_are_no_numbers_for_certain(language: str, text: str) -> None:
    assert [text[each.start : each.end] for each in numbers(text, language) if each.is_sure] == []


@pytest.mark.parametrize(
    ("language", "text", "also"),
    [
        ("en", "the 1990s", 90),
        ("en", "in 2017-18", 2018),
        ("en", "10 to 15 million", 10_000_000),
        ("en", "at 7 p.m.", 19),
        ("en", "worth $2.5m", 2_500_000),
        ("en", "the SS19 collection", 2019),
        ("en", "in Group G", 7),
        ("tr", "3.500", Decimal("3.5")),
        ("fa", "۳/۵", 3),
        ("ar", "ربع السكان", 25),
        ("ar", "وقفت سيارتا إسعاف", 2),
    ],
)
def test_a_number_may_say_something_else_as_well(language: str, text: str, also: int | Decimal) -> None:
    assert also in {value for each in numbers(text, language) for value in each.values}


@pytest.mark.parametrize("language", sorted(SPELLED))
@given(value=st.integers(0, 999_999_999))
def test_a_number_in_words_is_read_back(language: str, value: int) -> None:
    (found,) = numbers(SPELLED[language](value), language)

    assert found.value == value
    # One is an article, too; the Persian nine is also a no.
    assert found.is_sure or value <= 1 or (language, value) == ("fa", 9)


@given(
    text=st.text() | st.text(alphabet="0123456789٠۱,.:٫٬/-–' $€%٪km\u200c\u00a0aوإثنcVIX"),
    language=st.sampled_from(["ar", "de", "en", "fa", "fr", "tr"]),
)
def test_any_text_can_be_read(text: str, language: str) -> None:
    found = numbers(text, language)

    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert [each.start for each in found] == sorted(each.start for each in found)


def test_words_are_read_in_five_languages() -> None:
    assert [language for language in ("ar", "de", "en", "fa", "fr", "tr") if reads_words(language)] == sorted(SPELLED)
