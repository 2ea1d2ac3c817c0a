"""Which keywords are proposed to be merged, and which never."""

import pytest

from articles.intake.duplicates import likely_duplicates

ALIKE = [
    ("Syria", "syria"),
    ("ceasefire", "Cease-fire"),
    ("Syrian Democratic Forces", "Syrian Democratic Forces (SDF)"),
    ("Syrian Democratic Forces (SDF)", "SDF"),
    ("Syrian Democratic Forces", "SDF"),
    ("Hay'at Tahrir al-Sham", "Hay’at Tahrir al-Sham (HTS)"),
    ("Bashar al-Assad", "Bashar Assad"),
    ("al-Sharaa", "al-Shara'"),
    ("Ahmed al-Sharaa", "Ahmad al-Sharaa"),
    ("Idlib", "Idleb"),
    ("Refugees", "Refugee"),
    ("Sanctions", "sanction"),
    ("Militias", "Militia"),
    ("Factories", "Factory"),
    ("Türkiye", "Turkiye"),
    ("Deir ez-Zor", "Deir Ezzor"),
    ("Deir ez-Zor", "Deir al-Zor"),
    ("Hezbollah", "Hizbullah"),
    ("Al-Qaeda", "al-Qaida"),
    ("Al-Qaeda", "Alqaeda"),
    ("Latakia", "Lattakia"),
    ("Hassakeh", "Hasakah"),
    ("Mohammed Javad Zarif", "Mohammad Javad Zarif"),
    ("Walid al-Moallem", "Walid Moallem"),
    ("Assad, Bashar", "Bashar Assad"),
    ("reconstruction", "reconstuction"),
    ("Reconciliation", "Reconcilaition"),
    ("Constitutional Committee", "Consitutional Committee"),
    ("United Nations", "United Nations (UN)"),
    ("The Hague", "Hague"),
    ("Abdullah Öcalan", "Abdullah Ocalan"),
    ("Yarmouk", "Yarmuk"),
    ("Abdulaziz Tlass", "Abdelaziz Tlass"),
    ("Human rights", "human-rights"),
    ("Omar al-Bashir", "Umar al-Bashir"),
    ("السويداء", "السُّويداء"),
]

APART = [
    ("Iran", "Iraq"),
    ("North Korea", "South Korea"),
    ("2013", "2014"),
    ("Elections 2020", "Elections 2021"),
    ("Al-Nusra Front", "Al-Nusra"),
    ("Hafez al-Assad", "Bashar al-Assad"),
    ("Saad Hariri", "Rafik Hariri"),
    ("Samer Foz", "Samir Foz"),
    ("Turkey", "Turkish"),
    ("Syria", "Syrian"),
    ("Mali", "Male"),
    ("Niger", "Nigeria"),
    ("Austria", "Australia"),
    ("Slovakia", "Slovenia"),
    ("Eastern Ghouta", "Western Ghouta"),
    ("Communism", "Communist"),
    ("Ali Hassan", "Hassan Ali"),
    ("Idlib (city)", "Idlib (province)"),
    ("Idlib", "Idlib (city)"),
    ("Georgia", "Jordan"),
    ("Oman", "Amman"),
    ("Police", "Policy"),
    ("Arm", "Arms"),
    ("Custom", "Customs"),
    ("Women", "Woman’s Day"),
    ("UN", "EU"),
    ("US", "USA Today"),
    ("Mansour", "Mansoura"),
    ("Geneva I", "Geneva II"),
    ("Resolution 2254", "Resolution 2245"),
    ("Free Syrian Army", "Syrian Arab Army"),
    ("Homs", "Hama"),
    ("Damascus", "Rural Damascus"),
    ("Salim Idris", "Salem Idris"),
]


@pytest.mark.parametrize(("used", "other"), ALIKE)
def test_what_is_likely_one_is_proposed_for_the_more_used(used: str, other: str) -> None:
    found = likely_duplicates([(7, used), (3, other)])

    assert [(each.keyword, each.into) for each in found] == [(3, 7)]
    assert found[0].reason
    assert 70 <= found[0].score <= 100


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_is_not_one_is_left_alone(one: str, other: str) -> None:
    assert likely_duplicates([(1, one), (2, other)]) == []
    assert likely_duplicates([(1, other), (2, one)]) == []


def test_an_abbreviation_of_two_is_nobodys() -> None:
    keywords = [(1, "Syrian Democratic Forces"), (2, "Sudanese Defence Front"), (3, "SDF")]

    assert likely_duplicates(keywords) == []


def test_each_keyword_is_proposed_once_and_the_surest_stands_first() -> None:
    found = likely_duplicates([(1, "Idlib"), (2, "Idleb"), (3, "IDLIB"), (4, "idleb"), (5, "Aleppo")])

    assert {(each.keyword, each.into) for each in found} == {(2, 1), (3, 1), (4, 2)}
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


@pytest.mark.parametrize("name", ["", " ", "–", "'", "\ud800", "ال", "a" * 5_000, "()", "(SDF)", "𝒮𝓎𝓇𝒾𝒶", "\x00"])
def test_any_name_may_be_asked_about(name: str) -> None:
    likely_duplicates([(1, name), (2, "Syria"), (3, name + "x")])
