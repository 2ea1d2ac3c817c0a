"""Latin spellings proposed for names in Arabic letters."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.checks.romanising import MOST, ArchiveSpelling, archive_spellings, proposals
from articles.models import KeywordSpelling
from articles.models.folding import key
from tests.factories import as_html, make_keyword, make_published

PRESS = Path(__file__).parent.parent / "models" / "names_by_sound.txt"


@pytest.mark.parametrize(
    ("name", "language", "first"),
    [
        ("محمد", "ar", "Mohammed"),
        ("أحمد الشرع", "ar", "Ahmed al-Sharaa"),
        ("عبد الرحمن", "ar", "Abdul Rahman"),
        ("دونالد ترامب", "ar", "Donald Trump"),
        ("واشنطن", "ar", "Washington"),
        ("بشار الأسد", "ar", "Bashar al-Assad"),
        ("مهسا", "fa", "Mahsa"),
        ("كمال خليفة", "ar", "Kamal Khalifa"),
    ],
)
def test_what_the_press_writes_comes_first(name: str, language: str, first: str) -> None:
    assert proposals(name, language)[0].text == first


@pytest.mark.parametrize(
    ("name", "spelling"),
    [("الطنطاوي", "al-Tantawi"), ("هندرسون", "Henderson"), ("لوتشيانو", "Luciano")],
)
def test_a_name_that_nobody_listed_is_spelled_by_its_letters(name: str, spelling: str) -> None:
    assert key(spelling) in {key(each.text) for each in proposals(name, "ar")}


def test_most_names_of_the_region_are_proposed_as_some_of_the_press_writes_them() -> None:
    lines = [line.partition(":") for line in PRESS.read_text().splitlines() if not line.startswith("#")]

    right = [
        arabic
        for arabic, _colon, latin in lines
        if {key(each.text) for each in proposals(arabic, "ar")} & {key(each) for each in latin.split()}
    ]

    assert len(right) / len(lines) > 0.85


def test_what_the_archive_writes_comes_first_and_the_others_say_so() -> None:
    archive = [ArchiveSpelling("Ahmad Sharaa", 14)]

    first, *others = proposals("أحمد الشرع", "ar", known=lambda _name: archive)

    assert (first.text, first.reason, first.otherwise) == (
        "Ahmad Sharaa",
        "The archive writes it so in 14 articles.",
        None,
    )
    assert [each.otherwise for each in others] == archive * len(others)


@settings(deadline=None, max_examples=30)
@given(st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءأإآئؤپچژگ \u064b"), max_size=30))
def test_any_name_gets_at_most_three_and_no_two_alike(name: str) -> None:
    texts = [each.text for each in proposals(name, "ar")]

    assert len(texts) == len(set(texts)) <= MOST
    assert all(text.strip() for text in texts)


def test_a_name_in_other_letters_gets_none() -> None:
    assert proposals("Ahmed", "en") == proposals("أحمد Sharaa", "ar") == proposals("", "ar") == []


@pytest.mark.django_db
def test_the_archive_is_asked_for_house_spellings_and_for_what_was_published() -> None:
    barzan = make_keyword(name="Barzan Hasakawi", kind="person")
    dropped = make_keyword(name="Khalil Sammour", kind="person")
    KeywordSpelling.objects.create(keyword=dropped, text="خليل سمّور")
    make_published(body=as_html(["So said Nabil Sawaf.", "Others heard Nabil Sawwaf."]))
    make_published(body=as_html(["Nabil Sawaf left for Homs."]))

    assert [(each.text, each.keyword) for each in archive_spellings("برزان حسكاوي")] == [("Barzan Hasakawi", barzan.pk)]
    assert [(each.text, each.keyword) for each in archive_spellings("خليل سمور")] == [("Khalil Sammour", dropped.pk)]
    assert [(each.text, each.articles) for each in archive_spellings("نبيل الصواف")] == [
        ("Nabil al-Sawaf", 2),
        ("Nabil al-Sawwaf", 1),
    ]
    assert archive_spellings("سلمى القدسي") == []
