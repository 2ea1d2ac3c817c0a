"""What the other site filed things under leads here to sections, keywords and credits."""

import pytest

from articles.intake.wordpress.filing import Credits, Shelves, Vocabulary, is_credit
from articles.intake.wordpress.items import Author, Term
from articles.intake.wordpress.ledger import plain_line
from articles.intake.wordpress.mapping import Map, read_map
from articles.models import Contributor, ImportedItem, Keyword, KeywordSpelling, Section

pytestmark = pytest.mark.django_db


def shelves(map_text: str = "") -> Shelves:
    return Shelves("old.example", read_map(map_text) if map_text else Map(), Vocabulary())


def filed(on: Shelves, *terms: Term) -> None:
    for term in terms:
        on.file(term, file="a.xml")
    on.make()


def category(slug: str, name: str) -> Term:
    return Term(7, "category", slug, name)


def tag(slug: str, name: str) -> Term:
    return Term(8, "post_tag", slug, name)


def test_categories_become_sections_or_what_the_map_says() -> None:
    filed(
        shelves('[categories]\naleppo = { keyword = "place" }\ninterviews = { genre = "interview" }\n'),
        category("politics", "Politics &amp; Power"), category("aleppo", "Aleppo"),
        category("interviews", "Interviews"), category("uncategorized", "Uncategorized"),
    )  # fmt: skip

    assert list(Section.objects.values_list("name", "slug")) == [("Politics & Power", "politics-power")]
    assert list(Keyword.objects.values_list("name", "kind")) == [("Aleppo", "place")]
    assert dict(ImportedItem.objects.values_list("title", "outcome")) == {
        "Politics & Power": "filed", "Aleppo": "filed", "Interviews": "filed", "Uncategorized": "skipped",
    }  # fmt: skip


def test_tags_meet_the_keywords_that_are_there_by_name_spelling_and_what_these_became() -> None:
    damascus = Keyword.objects.create(name="Damascus", slug="damascus", kind="place")
    KeywordSpelling.objects.create(keyword=damascus, language="ar", text="دمشق")
    Keyword.objects.create(name="Sham", slug="sham", merged_into=damascus)
    on = shelves()

    filed(on, tag("a", "DAMASCUS"), tag("b", "دمشق"), tag("c", "Sham"), tag("d", "Bridges"), tag("e", "bridges"))

    assert {on.keyword_number(on.filed[f"term:post_tag:{slug}"]) for slug in "abc"} == {damascus.pk}
    assert on.filed["term:post_tag:d"] == on.filed["term:post_tag:e"]
    assert Keyword.objects.filter(name__iexact="bridges").count() == 1


def test_names_are_read_as_html_once() -> None:
    on = shelves('[categories]\n"Opinion & Co" = { keyword = "theme" }\n')

    filed(on, category("a", "R &amp;amp; D"), category("b", "Opinion &amp; Co"), tag("c", "&lt;b&gt; &#8220;x&#8221;"))
    on.as_keyword(category("d", "Who&#8217;s who"), file="a.xml")
    on.make()

    assert Section.objects.get().name == "R &amp; D"
    assert {each.name for each in Keyword.objects.all()} == {"Opinion & Co", "<b> “x”", "Who’s who"}


def test_names_within_a_million_tags_are_cut_before_they_are_read() -> None:
    assert plain_line("A bridge" + "<div>" * 1_000_000 + "B") == "A bridge"


def test_what_nobody_reads_by_is_left_out() -> None:
    filed(shelves(), Term(9, "post_format", "aside", "Aside"), Term(9, "post_translations", "pll_1", "pll_1"))

    assert not Keyword.objects.exists()
    assert set(ImportedItem.objects.values_list("outcome", flat=True)) == {"skipped"}


def test_what_was_filed_stays_where_it_is_when_the_desk_renamed_it() -> None:
    filed(shelves(), category("news", "News"), tag("assad", "Assad"))
    Keyword.objects.update(name="Bashar al-Assad")
    Section.objects.update(name="Latest")
    again = shelves()

    filed(again, category("news", "News"), tag("assad", "Assad"))

    assert (Section.objects.count(), Keyword.objects.count()) == (1, 1)
    assert again.keyword_number(again.filed["term:post_tag:assad"]) == Keyword.objects.get().pk


def test_however_many_are_made_at_a_time_the_same_comes_of_it() -> None:
    terms = [tag(f"tag-{n}", name) for n, name in enumerate(("Bridge", "bridge!", "BRIDGE", "Brücke", "Brucke"))]
    at_once, one_by_one = shelves(), Shelves("other.example", Map(), Vocabulary())
    filed(at_once, *terms)
    first = list(Keyword.objects.order_by("pk").values_list("name", "slug"))
    ImportedItem.objects.all().delete()
    Keyword.objects.all().delete()
    one_by_one.vocabulary = Vocabulary()

    for term in terms:
        filed(one_by_one, term)

    assert list(Keyword.objects.order_by("pk").values_list("name", "slug")) == first
    assert [slug for _name, slug in first] == ["bridge", "bridge-2", "brucke", "brucke-2"]


@pytest.mark.parametrize(
    ("login", "name", "is_one"),
    [
        ("rana", "Rana Haddad", True),
        ("rana", "rana", False),
        ("rana", "rana@example.org", False),
        ("rana", "", False),
        ("rana", "R" * 121, False),
    ],
)
def test_only_a_name_meant_for_readers_is_a_credit(login: str, name: str, is_one: bool) -> None:
    assert is_credit(Author(1, login, name)) is is_one


def test_two_accounts_of_one_name_are_one_contributor() -> None:
    Contributor.objects.create(name="Rana Haddad")
    credit = Credits("old.example", [("a.xml", Author(n, f"login{n}", "Rana Haddad")) for n in (1, 2)])

    credit.file()

    assert credit.of("login1") == credit.of("login2") == Contributor.objects.get().pk
    assert credit.of("unknown") is None
