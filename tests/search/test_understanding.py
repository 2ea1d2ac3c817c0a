"""What a query means: what the index is asked for, and that a name is the same in every spelling."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from django.db import connection
from django.http import QueryDict

from articles import workflow
from articles.models import Alignment, Keyword, KeywordSpelling
from articles.search.expressions import (
    All,
    Either,
    Expression,
    OneOf,
    Run,
    Without,
    at_least,
    at_most,
    can_be_looked_up,
    exact,
    words_alone,
)  # fmt: skip
from articles.search.filters import MOST_VALUES, BadSearchError, Filters, read_request
from articles.search.lexicon import learn, note_stemmers
from articles.search.understanding import Asked, understand
from articles.search.vectors import headline_lexeme
from tests.factories import make_editor, make_keyword, make_listing, make_section, make_source

SHARAA = ("Ahmed al-Sharaa", "Sharaa", "Al-Shar'a", "Şara", "Ahmad Shara", "الشرع", "أحمد الشرع", "Ahmad Hussein Shara")


def one(*lexemes: str) -> OneOf:
    return OneOf(frozenset(lexemes))


def run(*words: str) -> Run:
    return Run(tuple(frozenset({word}) for word in words))


@pytest.mark.parametrize(
    ("expression", "whole", "without_places", "words"),
    [
        (one("b", "a", "it's", "\\"), r"('\\' | 'a' | 'b' | 'it''s')", r"('\\' | 'a' | 'b' | 'it''s')", "same"),
        (run("a", "b"), "('a' <-> 'b')", "('a' & 'b')", "('a' <-> 'b')"),
        (All((one("a", "keyword:1"), run("b", "c"))), "(('a' | 'keyword:1') & ('b' <-> 'c'))",
         "(('a' | 'keyword:1') & ('b' & 'c'))", "('a' & ('b' <-> 'c'))"),
        (All((one("a"), Without(one("b")))), "('a' & !'b')", "('a' & !'b')", "'a'"),
        (All((one("a"), Without(run("b", "c")))), "('a' & !('b' <-> 'c'))", "'a'", "'a'"),
        (All((one("a"), Without(Either((one("b"), run("c", "d")))))), "('a' & !('b' | ('c' <-> 'd')))", "('a' & !'b')",
         "'a'"),
        (All((one("a"), Without(All((one("b"), run("c", "d")))))), "('a' & !('b' & ('c' <-> 'd')))", "'a'", "'a'"),
        (All((one("a"), Without(Without(run("b", "c"))))), "('a' & !!('b' <-> 'c'))", "('a' & !!('b' & 'c'))", "'a'"),
        (Either((one("a"), Without(run("b", "c")))), "('a' | !('b' <-> 'c'))", "", "'a'"),
    ],
)  # fmt: skip
def test_the_index_is_asked_for_no_less_than_what_is_meant(
    expression: Expression, whole: str, without_places: str, words: str
) -> None:
    assert exact(expression) == whole
    assert at_least(expression) == without_places
    assert words_alone(expression) == (whole if words == "same" else words)


def test_what_an_index_would_read_everything_for_is_known() -> None:
    word, no_word = one("a"), Without(one("b"))

    assert can_be_looked_up(All((word, no_word)))
    for endless in (no_word, Either((word, no_word)), All((no_word, Without(run("c", "d"))))):
        assert not can_be_looked_up(endless)
    assert at_most(All((word, run("b", "c")))) == ""


@pytest.mark.parametrize(
    ("address", "filters"),
    [
        ("", Filters()),
        ("keyword=a&keyword=b&keyword=a&keyword=&year=2024&year=1999", Filters(
            keyword=("a", "b"), year=("2024", "1999"))),
        ("by=x&source=y&kind=website&alignment=pro&section=z", Filters(
            by=("x",), source=("y",), kind=("website",), alignment=("pro",), section=("z",))),
        ("genre=news&original-language=ar&original-language=fa", Filters(
            genre=("news",), original_language=("ar", "fa"))),
        ("from=2024-01-01&to=2024-01-01", Filters(from_day=date(2024, 1, 1), to_day=date(2024, 1, 1))),
    ],
)  # fmt: skip
def test_filters_are_read_from_an_address(address: str, filters: Filters) -> None:
    request = read_request(QueryDict(address))

    assert request.filters == filters
    assert request.filters.are_set == bool(address)
    assert read_request({"q": " a \n b", "year": "2024"}).query == "a b"
    assert read_request({"year": "2024"}).filters == Filters(year=("2024",))


@pytest.mark.parametrize(
    "address",
    [
        "from=2024-02-01&to=2024-01-31",
        "&".join(f"keyword=k{each}" for each in range(MOST_VALUES + 1)),
        "genre=news&genre=gossip",
        "by=a b",
        "alignment=%2e%2e",
        "year=2024&year=1",
    ],
)
def test_filters_that_cannot_be_are_refused(address: str) -> None:
    with pytest.raises(BadSearchError):
        read_request(QueryDict(address))


@pytest.fixture
def texts_in_english_and_arabic(db: None) -> None:
    note_stemmers(["english", "arabic"])


def make_name(name: str, *spellings: str, **fields: str) -> Keyword:
    keyword = make_keyword(name=name, kind="person", **fields)
    KeywordSpelling.objects.bulk_create(
        KeywordSpelling(keyword=keyword, text=text, language="en" if text.isascii() else "ar") for text in spellings
    )
    return keyword


def meaning(asked: Asked) -> tuple[object, ...]:
    """All that decides on a list of results."""
    return (
        asked.index, asked.exact, asked.words, asked.headline_phrase, asked.headline_keys, asked.keywords,
        asked.expression, asked.lexemes, asked.problems,
    )  # fmt: skip


@pytest.mark.usefixtures("texts_in_english_and_arabic")
def test_a_name_means_the_same_in_every_spelling() -> None:
    was = make_name("Abu Muhammad", "Joulani", "الجولاني")
    keyword = make_name(*SHARAA)
    Keyword.objects.filter(pk=was.pk).update(merged_into=keyword)
    every = [*SHARAA, "Abu Muhammad", "al-Joulani", "JOULANI", "الجولاني"]
    contexts = ["%s", "%s speaks in Aleppo", "bread -(%s)", "(%s) OR bread", "president %s"]

    for context in contexts:
        meant = [meaning(understand(context.replace("%s", each))) for each in every]
        assert all(one == other for one, other in pairwise(meant)), context
    asked = understand("Sharaa")
    assert asked.keywords == (keyword.pk,)
    assert f"'keyword:{keyword.pk}'" in asked.index
    assert headline_lexeme("Abu Muhammad") in asked.headline_keys
    assert {"sharaa", "شرع", "joulani"} <= asked.lexemes
    # Whoever is found by a part of the name is not asked for by the whole.
    assert "hussein" not in asked.index
    # In quotations nothing is widened.
    assert understand('"Sharaa"').index == "'sharaa'"


@pytest.mark.usefixtures("texts_in_english_and_arabic")
def test_the_longest_name_is_met_first_and_may_span_hyphens() -> None:
    zor, deir = make_name("Deir ez-Zor", "دير الزور"), make_name("Deir")
    un, who = make_name("United Nations", "UN"), make_name("World Health Organization", "WHO")
    two = [make_name("Ali Hassan", qualifier=each) for each in ("footballer", "minister")]
    found = {
        query: understand(query).keywords
        for query in (
            "Deir-ez-Zor bridge", "deir bridge", "Deir, Zor!", "UN aid", "un fils", "who speaks", "WHO speaks",
            "Ali Hassan's speech", '"Deir" bridge', "bridge -Deir",
        )
    }  # fmt: skip

    assert found == {
        "Deir-ez-Zor bridge": (zor.pk,), "deir bridge": (deir.pk,), "Deir, Zor!": (zor.pk,), "UN aid": (un.pk,),
        "un fils": (), "who speaks": (), "WHO speaks": (who.pk,), "Ali Hassan's speech": tuple(each.pk for each in two),
        '"Deir" bridge': (), "bridge -Deir": (),
    }  # fmt: skip
    assert "'who'" not in understand("World Health Organization").words


@pytest.mark.usefixtures("texts_in_english_and_arabic")
def test_words_are_looked_up_by_the_stems_of_the_languages_in_use() -> None:
    assert understand("parties").index == "('parti' | 'parties')"
    assert understand("الخبازون").index == "('الخبازون' | 'خباز')"
    assert understand("Erdoğan'ın").index == "'erdoganin'"

    note_stemmers(["turkish", "french"])

    assert understand("parties").index == "('part' | 'parti' | 'parties')"
    assert understand("Erdoğan'ın").lexemes == {"erdogan", "erdoga", "erdoganin"}


@pytest.mark.usefixtures("texts_in_english_and_arabic")
@pytest.mark.parametrize(
    ("query", "whole"),
    [
        ("the bread of Homs", "('bread' & ('hom' | 'homs'))"),
        ("the who", "('the' & 'who')"),
        ("the OR bread", "'bread'"),
        ("bread -the", "'bread'"),
        ("the -bread", "('the' & !'bread')"),
        ('"the bread"', "('the' <-> 'bread')"),
        ("anti-war", "('anti' <-> 'war')"),
        ("bread bread", "'bread'"),
        ("(bread OR salt) -(oil wine)", "(('bread' | 'salt') & !('oil' & 'wine'))"),
        ("baker's", "('baker' | 'bakers')"),
    ],
)
def test_words_become_what_the_index_knows(query: str, whole: str) -> None:
    asked = understand(query)

    assert (asked.exact or asked.index) == whole


@pytest.mark.usefixtures("texts_in_english_and_arabic")
def test_what_was_typed_is_a_headline_too() -> None:
    asked = understand("the bread of Homs -salt source:x")

    assert asked.headline_phrase == "('the' <-> 'bread' <-> 'of' <-> ('hom' | 'homs'))"
    assert asked.headline_keys == (headline_lexeme("The Bread of Homs"),)
    long = " ".join(f"word{each}" for each in range(40))
    assert understand(long).headline_keys == (headline_lexeme(long),)
    assert understand(long).remarks
    assert understand("bread OR salt").headline_phrase == ""


@pytest.mark.usefixtures("texts_in_english_and_arabic")
def test_unknown_words_and_names_that_sound_alike_are_told() -> None:
    learn([("bread", True), ("qashoush", False)])

    asked = understand('bread القاشوش zzyzx "zzyzy" -zzyzw 2024')

    assert asked.unknown == ("القاشوش", "zzyzx")
    assert asked.sounds == (("القاشوش", ("qashoush",)),)
    assert "qashoush" in asked.lexemes


@pytest.mark.django_db
def test_conditions_become_labels() -> None:
    keyword, author = make_name("Aleppo", "حلب"), make_name("Salma al-Halabi", "سلمى الحلبي")
    enab, nahar = (
        make_source(name="Enab Baladi", slug="enab", native_name="عنب بلدي"),
        make_source(name="An-Nahar", slug="nahar"),
    )
    section = make_section(name="Arts and Culture", slug="culture")
    make_listing(source=enab, keywords=(keyword,), section=section)
    make_listing(source=nahar, section=section)
    aligned = Alignment.objects.create(name="Pro-bridge").pk

    for query, index in {
        "source:enab": f"'source:{enab.pk}'",
        'source:"عنب بلدي"': f"'source:{enab.pk}'",
        "source:BALADI": f"'source:{enab.pk}'",
        "bread -source:nahar": f"('bread' & !'source:{nahar.pk}')",
        "source:enab OR source:nahar": f"('source:{enab.pk}' | 'source:{nahar.pk}')",
        "keyword:حلب": f"'keyword:{keyword.pk}'",
        "keyword:aleppo bread": f"('keyword:{keyword.pk}' & 'bread')",
        "section:culture": f"'section:{section.pk}'",
        "section:arts": f"'section:{section.pk}'",
        "bread -source:nobody": "'bread'",
        "source:nobody OR bread": "'bread'",
    }.items():
        assert understand(query).index == index, query
    for filters, index in {
        Filters(keyword=("aleppo",), source=("enab", "nahar")): (
            f"('keyword:{keyword.pk}' & ('source:{enab.pk}' | 'source:{nahar.pk}'))"
        ),
        Filters(section=("culture",), alignment=("pro-bridge",)): (f"('section:{section.pk}' & 'alignment:{aligned}')"),
        Filters(kind=("website", "agency"), genre=("news",), original_language=("ar",), year=("2023", "2024")): (
            "(('kind:agency' | 'kind:website') & 'genre:news' & 'from:ar' & ('year:2023' | 'year:2024'))"
        ),
    }.items():
        assert understand("", filters).index == index
    for query in ("by:سلمى-الحلبي", 'by:"Salma Halabi"', "by:salma-al-halabi"):
        assert understand(query).index == understand("", Filters(by=(author.slug,))).index
    assert f"'by:{author.pk}'" in understand("by:salma-halabi").index
    assert understand('by:"Rami Q"').index == "('byline:rami' & 'byline:q')"


@pytest.mark.django_db
def test_a_condition_that_nothing_meets_says_so_and_tells_no_secret() -> None:
    make_keyword(name="Secret", slug="secret")
    make_source(name="Hidden", slug="hidden")
    withdrawn = make_listing(keywords=(make_keyword(name="Gone", slug="gone"),)).article
    workflow.hide(withdrawn, by=make_editor())

    for name, values in (("keyword", ("nobody", "secret", "gone")), ("source", ("nobody", "hidden"))):
        for asked in (
            [understand("bread", read_request({name: value}).filters) for value in values],
            [understand(f"bread {name}:{value}") for value in values],
        ):
            assert all(each.is_empty and not each.index for each in asked)
            said = {each.problems[0].replace(value, "…") for each, value in zip(asked, values, strict=True)}
            assert len(said) == 1
    assert understand("secret").names == ()
    assert understand("bread section:x").is_empty
    assert understand("bread before:yesterday").problems
    assert understand("").is_empty
    assert understand("-the").is_empty
    assert not understand("", Filters(from_day=date(2024, 1, 1))).is_empty


@pytest.mark.usefixtures("texts_in_english_and_arabic")
@pytest.mark.parametrize(
    ("query", "from_day", "to_day"),
    [
        ("before:2025-11", None, date(2025, 10, 31)),
        ("before:2025", None, date(2024, 12, 31)),
        ("before:2025-11-03", None, date(2025, 11, 2)),
        ("after:2025-11", date(2025, 11, 1), None),
        ("after:2025-11-3 after:2024", date(2025, 11, 3), None),
        ("after:2025-11 before:2025-12", date(2025, 11, 1), date(2025, 11, 30)),
        ("-before:2025", date(2025, 1, 1), None),
        ("-after:2025", None, date(2024, 12, 31)),
    ],
)
def test_times_become_days(query: str, from_day: date | None, to_day: date | None) -> None:
    asked = understand(f"bread {query}")

    assert (asked.from_day, asked.to_day) == (from_day, to_day)
    assert asked.index == "'bread'"
    narrowed = understand(query, Filters(from_day=date(2025, 11, 20), to_day=date(2024, 6, 1)))
    assert narrowed.is_empty
    assert narrowed.problems


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["-bread", '-"bread line"', "bread OR -salt", "-bread -salt", "-source:x -bread"])
def test_words_to_leave_out_need_one_to_look_for(query: str) -> None:
    with pytest.raises(BadSearchError):
        understand(query)

    assert "'genre:news'" in understand(query, Filters(genre=("news",))).index


@pytest.mark.django_db
def test_whatever_is_typed_is_a_tsquery_in_few_statements(django_assert_max_num_queries: object) -> None:
    make_name("O'Brien \\ Co", "'", "\\'")
    for each in "abcdefgh":
        make_name(f"Name{each}", f"Other{each}", f"Yet{each} {each}{each}")
    queries = [
        "'", "\\", "o'brien \\ co", "a:b & | ! <-> :* ()",
        "\x00\ud800 bread", '"' * 500, "-" * 500 + "a bread", "%s %(x)s {}",
        " ".join(f"name{each}" for each in "abcdefgh"),
        "中国 -中 \"中 国\"", " ".join(f"word{each}" for each in range(32)), 'by:"%" keyword:\\ source:\' bread',
    ]  # fmt: skip

    for query in queries:
        for _again in ("asks for stems", "knows them"):
            with django_assert_max_num_queries(6):  # type: ignore[operator]
                asked = understand(query)
        with connection.cursor() as cursor:
            for text in _texts(asked):
                cursor.execute("SELECT %s::tsquery", [text])
        assert hash(asked) == hash(understand(query))


def _texts(asked: Asked) -> Iterator[str]:
    yield from (asked.index, asked.exact, asked.words, asked.headline_phrase)
