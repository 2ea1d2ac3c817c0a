"""A map says what things of the other site mean here; whatever is wrong with it is said, with its line."""

import pytest

from articles.intake.wordpress.items import ExportRefused
from articles.intake.wordpress.mapping import Map, map_text, read_map


def refused(text: str) -> str:
    with pytest.raises(ExportRefused) as error:
        read_map(text)
    return "\n".join(error.value.reasons)


def test_the_map_that_ships_is_read_whole() -> None:
    found = read_map(map_text("syrian-observer"))

    assert found.permalinks[0] == "/%category%/%post_id%/%postname%.html"
    assert found.category("opinion", "Opinion").genre == "opinion"
    assert (found.category("aleppo", "Aleppo").keyword, found.category("aleppo", "Aleppo").kind) == ("Aleppo", "place")
    assert found.category("syrian-opposition", "…").keyword == "Syrian opposition"
    assert found.category("tourism", "Tourism").keyword == "Tourism"
    assert found.tag("assad", "Assad").name == "Bashar al-Assad"
    assert found.outlets["SANA"].label == "State news agency"
    assert [each.prefix for each in found.headlines if each.genre == "profile"] == ["Who’s who:", "Who's who:"]
    assert found.disclaimers[0].startswith("The Syrian Observer has not verified")
    assert found.place("whoswho") == "article"
    assert found.adaptations == {"full", "round-up"}
    assert found.rank("news", "News") < found.rank("politics", "Politics") < found.rank("x", "Unlisted")


def test_without_a_map_categories_are_sections_and_uncategorized_is_dropped() -> None:
    assert Map().category("opinion", "Opinion").section == "Opinion"
    assert Map().category("uncategorized", "Allgemein").drop
    assert Map().category("x", "Uncategorized").drop
    assert (Map().place("post"), Map().place("page"), Map().place("wp_block")) == ("article", "page", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[site\n", "line 1"),
        ("\n[bogus]\na = 1\n", "line 2, bogus: takes these tables: site, categories"),
        ("site = 1\n", "write it as a table, [site]"),
        ('[site]\nlanguages = "en"\n', "line 2, site.languages: there is no such setting"),
        ('[site]\ntime_zone = "Mars"\n', "line 2, site.time_zone: write a time zone like"),
        ('[site]\nlanguage = "english"\n', "write a language code"),
        ('[site]\npermalinks = ["/%author%/%postname%/"]\n', "%author% would keep the names of accounts"),
        ('[site]\npermalinks = ["/%yaer%/%postname%/"]\n', "%yaer% is not known: take %year%"),
        ('[site]\npermalinks = ["/%year%/"]\n', "name the post by %postname% or %post_id%"),
        ('[site]\npermalinks = "/%postname%/"\n', "write a list of lines in brackets"),
        ('[site]\nother_categories = "themes"\n', "“themes” is none of section, keyword, drop"),
        ('[categories]\nnews = "News"\n', "line 2, categories.news: write what it means in braces"),
        ('[categories]\nx = { genre = "poem" }\n', "line 2, categories.x.genre: “poem” is none of news"),
        ('[categories]\nx = { section = "X", keyword = "place" }\n', "a section or a keyword, not both"),
        ("[categories]\nx = { drop = 1 }\n", "write true or false"),
        ('[tags.z]\nkind = "thing"\n', "tags.z.kind: “thing” is none of person"),
        ('[types]\nbook = "chapter"\n', "“chapter” is none of article, page, drop"),
        ('[outlets]\n"SANA" = { kind = "spy" }\n', "“spy” is none of newspaper"),
        ("[text]\ndisclaimers = [1]\n", "write one line of text"),
    ],
)
def test_what_is_wrong_in_a_map_is_said_where(text: str, words: str) -> None:
    assert words in refused(text)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    reasons = refused("[site]\nlanguage = 1\nx = 2\n[tags]\ny = { z = 3 }\n").splitlines()

    assert len(reasons) == 3


def test_a_map_that_is_not_there_is_refused_with_the_names_of_those_that_are() -> None:
    with pytest.raises(ExportRefused, match="syrian-observer"):
        map_text("no-such-map")
