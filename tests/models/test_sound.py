"""Names by sound: which spellings are taken for one name, in Latin and Arabic letters, and which aren't."""

from itertools import combinations
from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models.folding import fold, key
from articles.models.sound import askable_bones, bones, readings, sounds_like

LETTERS = st.text(st.sampled_from(ascii_lowercase + "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگڤ"), min_size=1, max_size=12)


def is_found(asked: str, stored: str) -> bool:
    return bones(stored) in askable_bones(asked) and sounds_like(asked, stored)


@pytest.mark.parametrize(
    "spellings",
    [
        "Idlib Idleb إدلب",
        "Hussein Husayn Hossein حسين",
        "Hasakah Hassakeh Hasaka الحسكة",
        "Douma Duma دوما",
        "Qamishli Kamishli القامشلي",
        "Mohammed Muhammad محمد",
        "Gaddafi Qaddafi Kadhafi القذافي",
        "Othman Osman Uthman عثمان",
        "Suwayda Sweida Soueida السويداء",
        "Jawad Javad جواد",
        "Muath Moaz معاذ",
        "Ishaq إسحاق",
        "Khalid Khaled Halid خالد",
        "Bourguiba بورقيبة",
        "Sisi Sissi السيسي",
        "Pezeshkian پزشکیان",
        "Rojava روژآوا",
    ],
)  # fmt: skip
def test_usual_spellings_of_a_name_are_one(spellings: str) -> None:
    folded = [fold(spelling) for spelling in spellings.split()]

    apart = [(one, other) for one in folded for other in folded if one != other and not is_found(one, other)]

    assert apart == []


@pytest.mark.parametrize(
    "names",
    [
        "Iran Oran", "Hama Homs", "Salem Islam", "Mohammed Mahmoud", "Khamenei Khomeini", "Hasan Hussein", "Sami Shami",
        "محمود Mohammed", "سالم Islam", "حسن Hussein", "حسين Hassan", "خمس Homs", "سالم سلم", "حلب Halabja",
        "علي Aoun", "كمال Gamila",
    ],
)  # fmt: skip
def test_other_names_are_others(names: str) -> None:
    one, other = map(fold, names.split())

    assert not sounds_like(one, other)


def test_nearly_every_spelling_that_the_press_uses_leads_to_the_arabic_name_and_back() -> None:
    """230 names, 890 spellings; the few that don't are exonyms, or too far off."""
    lines = (Path(__file__).parent / "names_by_sound.txt").read_text().splitlines()
    pairs = [
        (key(arabic), key(latin))
        for arabic, _colon, others in (line.partition(":") for line in lines if not line.startswith("#"))
        for latin in others.split()
        if " " not in key(arabic) + key(latin)
    ]

    found = [pair for pair in pairs if is_found(*pair) and is_found(*pair[::-1])]

    assert len(pairs) > 850
    assert len(found) / len(pairs) > 0.94


@pytest.mark.parametrize("word", ["", "ali", "москва", "2024", "deir ez", "שלום", "a" * 60])
def test_what_has_too_few_consonants_or_another_script_sounds_like_nothing(word: str) -> None:
    assert bones(word) == ""
    assert askable_bones(word) == []
    assert not sounds_like(word, "ali")


@given(LETTERS, LETTERS)
def test_sounding_alike_goes_both_ways_and_needs_no_luck_to_be_looked_up(one: str, other: str) -> None:
    assert sounds_like(one, other) == sounds_like(other, one)
    assert bones(one) in ["", *askable_bones(one)]
    assert len(askable_bones(one)) <= 64


@pytest.mark.parametrize("word", ["sh" * 30, "thv" * 20, "لل" * 30, "ه" * 60, "w" * 60, "kha" * 20])
def test_no_word_has_endless_readings(word: str) -> None:
    assert len(readings(word)) <= 24
    assert len(askable_bones(word)) <= 64


def test_a_word_doubled_in_its_letters_is_itself() -> None:
    assert all(bones(one) == bones(other) for one, other in combinations(["hasan", "hassan", "hhassaan"], 2))
