"""Names about to be made that are nearly in the vocabulary."""

import pytest

from articles.checks.alike import near
from articles.models import KeywordSpelling
from tests.factories import make_keyword

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("there", "name"),
    [
        ("Ahmed al-Sharaa", "Ahmad al-Shara'"),
        ("al-Sharaa", "al-Shara’"),
        ("Hafez al-Assad", "Hafiz al-Asad"),
        ("Turkey", "Turkish"),
        ("Turkish", "Turkey"),
        ("Syria", "Syrians"),
        ("Iran", "Iranian"),
        ("Election", "Elections"),
        ("Refugee camps", "Refugee camp"),
        ("al-Sharaa, Ahmed", "Ahmed al-Sharaa"),
        ("SDF", "Syrian Democratic Forces"),
        ("Syrian Democratic Forces", "Syrian Democratic Forces (SDF)"),
        ("Idlib", "Idleb"),
    ],
)
def test_what_is_nearly_the_same_is_pointed_out(there: str, name: str) -> None:
    keyword = make_keyword(name=there)

    assert [each.keyword for each in near(name)] == [keyword]


@pytest.mark.parametrize(
    ("there", "name"),
    [
        ("Iran", "Iraq"), ("Mali", "Malta"), ("Hama", "Homs"), ("Austria", "Australia"), ("Niger", "Nigeria"),
        ("Samir Khalil", "Samer Khalil"), ("Khomeini", "Khamenei"), ("Ahmed Hassan", "Ahmed Hussein"),
    ],
)  # fmt: skip
def test_other_names_are_not(there: str, name: str) -> None:
    make_keyword(name=there)

    assert near(name) == []


def test_spellings_lead_to_the_name_and_merged_names_to_what_they_became(django_assert_num_queries) -> None:
    sharaa = make_keyword(name="Ahmed al-Sharaa", kind="person")
    jolani = make_keyword(name="Abu Mohammad al-Jolani", kind="person", merged_into=sharaa)
    KeywordSpelling.objects.create(keyword=jolani, text="الجولاني")
    homonym = make_keyword(name="Ahmed al-Sharaa", kind="person", qualifier="footballer")

    with django_assert_num_queries(2):
        by_spelling = near("al-Golani", "person", spellings=["الجولاني"])
    by_name = near("Ahmed al-Sharaa", "person", apart_from=homonym.pk)

    assert [each.keyword for each in by_spelling] == [sharaa]
    assert by_spelling[0].reason == "“الجولاني” is one of its spellings."
    assert [each.keyword for each in by_name] == [sharaa]
