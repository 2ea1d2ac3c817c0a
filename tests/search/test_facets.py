"""What a search can be narrowed by: names, counts, and what is on."""

from typing import Any

import pytest
from django.utils.translation import override

from articles.models import Alignment
from articles.search.facets import NAMES, Choices, Facet
from articles.search.filters import Filters
from articles.search.patience import rows
from tests.factories import make_keyword, make_section, make_source


def narrowing(counts: dict[str, int], counted: int = 100, **on: Any) -> dict[str, list[tuple[str, str, int, bool]]]:
    choices = Choices(counts, Filters(**on), counted)
    [(named,)] = rows(f"SELECT {NAMES}", choices.to_name())
    made: list[Facet] = choices.facets(named or ())
    return {facet.name: [(each.value, each.name, each.count, each.is_on) for each in facet.values] for facet in made}


@pytest.mark.django_db
def test_what_needs_no_looking_up_is_named_in_the_publications_language() -> None:
    counts = {"kind:think-tank": 4, "genre:brief": 60, "genre:news": 40, "from:ar": 90, "from:xx": 5}

    assert narrowing(counts) == {
        "kind": [("think-tank", "Think tank", 4, False)],
        "genre": [("brief", "Brief", 60, False), ("news", "News", 40, False)],
        "original-language": [("ar", "Arabic", 90, False), ("xx", "xx", 5, False)],
    }
    with override("ar"):
        assert narrowing(counts)["original-language"][0][1] == "العربيّة"


@pytest.mark.django_db
def test_years_come_newest_first_and_not_without_end() -> None:
    years = {f"year:{year}": year - 1990 for year in range(2000, 2026)}

    made = narrowing(years, counted=1000, year=("2003",))["year"]

    assert [value for value, *_rest in made] == [str(year) for year in range(2025, 2013, -1)] + ["2003"]
    assert made[-1] == ("2003", "2003", 13, True)


@pytest.mark.django_db
def test_what_narrows_nothing_is_left_out_unless_it_is_on() -> None:
    assert narrowing({"genre:news": 100, "kind:agency": 100, "year:2024": 99}) == {
        "year": [("2024", "2024", 99, False)]
    }
    assert narrowing({"genre:news": 100}, genre=("news",)) == {"genre": [("news", "News", 100, True)]}
    assert narrowing({}, 0, year=("2024",), kind=("agency",)) == {
        "kind": [("agency", "News agency", 0, True)],
        "year": [("2024", "2024", 0, True)],
    }
    assert narrowing({}, 0) == {}


@pytest.mark.django_db
def test_choices_have_names_the_best_first() -> None:
    keywords = [make_keyword(name=f"Place {number}", kind="place") for number in range(12)]
    author = make_keyword(name="Salma", qualifier="writer", kind="person")
    outlet, section = make_source(name="Al-Nahar", slug="al-nahar"), make_section(name="Politics", slug="politics")
    alignment = Alignment.objects.create(name="Pro-government")
    counts = {f"keyword:{keyword.pk}": 50 - number for number, keyword in enumerate(keywords)}
    counts |= {f"by:{author.pk}": 3, f"source:{outlet.pk}": 40, f"section:{section.pk}": 30}
    counts |= {f"alignment:{alignment.pk}": 20, "genre:news": 7, "year:2025": 9, "keyword:999999999": 60}

    made = narrowing(counts, keyword=(keywords[11].slug,))

    assert list(made) == ["keyword", "by", "source", "alignment", "section", "genre", "year"]
    # The eight of most results, and the one that is on; by how many results they have.
    assert [(count, is_on) for _value, _name, count, is_on in made["keyword"]] == [
        *((count, False) for count in range(50, 42, -1)),
        (39, True),
    ]
    assert made["by"] == [("salma-writer", "Salma (writer)", 3, False)]
    assert made["source"] == [("al-nahar", "Al-Nahar", 40, False)]
    assert made["alignment"] == [("pro-government", "Pro-government", 20, False)]
    assert made["section"] == [("politics", "Politics", 30, False)]


@pytest.mark.django_db
def test_a_keyword_that_all_results_have_is_not_offered_nor_one_that_was_merged() -> None:
    idlib, homs, old = (make_keyword(name=name, kind="place") for name in ("Idlib", "Homs", "Idleb"))
    old.merged_into = idlib
    old.save()
    counts = {f"keyword:{idlib.pk}": 100, f"keyword:{homs.pk}": 9, f"keyword:{old.pk}": 8}

    assert narrowing(counts)["keyword"] == [("homs", "Homs", 9, False)]
    # What was typed stays in the address, under the name of what it became.
    on = narrowing(counts, keyword=("idleb",))["keyword"]
    assert on == [("idleb", "Idlib", 100, True), ("homs", "Homs", 9, False)]


@pytest.mark.django_db
def test_a_name_under_which_nothing_was_found_is_not_told() -> None:
    make_keyword(name="A secret plan", kind="theme")

    assert narrowing({"year:2025": 5}, 5, keyword=("a-secret-plan",))["keyword"] == [
        ("a-secret-plan", "a-secret-plan", 0, True)
    ]
