"""Every address that something had there is known here."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from articles.intake.wordpress.items import Item, Term
from articles.intake.wordpress.mapping import Map, read_map
from articles.intake.wordpress.old_addresses import OldAddresses, pairs

TERMS = [
    Term(1, "category", "middle-east", "Middle East", term_id="7"),
    Term(2, "category", "syria", "Syria", parent="middle-east", term_id="9"),
]
POST = Item(
    line=1, kind="post", post_id="1234", guid="https://old.example/?p=1234", link="https://old.example/2013/05/bridge/",
    title="Bridge", creator="", content="", excerpt="", status="publish", has_password=False, slug="bridge", parent="",
    posted_at=datetime(2013, 5, 31, 22, 30, tzinfo=UTC), terms=(("category", "syria", "Syria"),),
)  # fmt: skip
STRUCTURES = """[site]
time_zone = "Asia/Damascus"
permalinks = ["/%category%/%post_id%/%postname%.html", "/%year%/%monthnum%/%day%/%postname%/"]
"""


def of(item: Item, *, site: str = "old.example", map_: Map | None = None) -> set[str]:
    return set(OldAddresses(site, map_ or Map(), TERMS).of_item(item))


def test_a_post_is_found_by_its_link_its_number_and_every_slug_it_had() -> None:
    renamed = replace(POST, meta={"_wp_old_slug": ["bridge-opens"]})

    found = of(renamed)

    assert found == {"/2013/05/bridge", "/?p=1234", "/archives/1234", "/2013/05/bridge-opens"}


def test_every_structure_of_the_map_is_filled_in_with_the_sites_own_day() -> None:
    found = of(POST, map_=read_map(STRUCTURES))

    # Half past one in the night of the next month, on that site's clock.
    assert {
        "/middle-east/syria/1234/bridge.html", "/syria/1234/bridge.html", "/2013/06/01/bridge"
    } <= found  # fmt: skip


def test_what_a_structure_asks_and_a_post_does_not_say_makes_no_address() -> None:
    undated = replace(POST, link="", guid="", posted_at=None, meta={"custom_permalink": ["/"]})

    assert of(undated, map_=read_map(STRUCTURES)) == {
        "/?p=1234", "/archives/1234", "/middle-east/syria/1234/bridge.html", "/syria/1234/bridge.html",
    }  # fmt: skip


def test_categories_that_lie_within_each_other_in_a_circle_have_a_path() -> None:
    circle = [Term(1, "category", "a", "A", parent="b"), Term(2, "category", "b", "B", parent="c")]

    assert OldAddresses("", Map(), [*circle, Term(3, "category", "c", "C", parent="b")]).path_of("a") == "c/b/a"


def test_slugs_of_other_scripts_are_kept_decoded() -> None:
    slug = "%d8%ac%d8%b3%d8%b1"
    arabic = replace(POST, slug=slug, link=f"https://old.example/2013/05/{slug}/")

    assert "/2013/05/جسر" in of(arabic)


@pytest.mark.parametrize(
    ("link", "guid"),
    [
        ("https://other.example/a/b/", "urn:uuid:1"),
        ("https://old.example/", "https://old.example"),
        ("//[bad", "not an address"),
        ("javascript:alert(1)", "data:text/html,x"),
    ],
)
def test_what_is_no_address_of_the_site_is_none(link: str, guid: str) -> None:
    assert of(replace(POST, link=link, guid=guid)) == {"/?p=1234", "/archives/1234"}


def test_a_site_in_a_folder_gives_its_front_page_to_no_article() -> None:
    inside = replace(POST, link="https://old.example/blog/?p=1234", guid="https://old.example/blog/")

    assert of(inside, site="old.example/blog") == {"/?p=1234", "/blog?p=1234", "/blog/archives/1234"}
    assert ("/blog", "/") in OldAddresses("old.example/blog", Map()).of_feeds()


def test_an_address_that_named_another_day_before_leads_on_too() -> None:
    moved = replace(POST, meta={"_wp_old_date": ["2011-12-31", "no day"]})

    assert "/2011/12/31/bridge" in of(moved, map_=read_map(STRUCTURES))


def test_categories_tags_and_dates_have_theirs() -> None:
    addresses = OldAddresses("old.example", Map(), TERMS)

    assert addresses.of_term("category", "syria", "9") == ["/category/middle-east/syria", "/category/syria", "/?cat=9"]
    assert addresses.of_term("post_tag", "damascus") == ["/tag/damascus", "/?tag=damascus"]
    in_a_folder = OldAddresses("old.example/blog", Map(), TERMS)
    assert in_a_folder.of_term("category", "syria", "9") == [
        "/blog/category/middle-east/syria", "/blog/category/syria", "/?cat=9",
    ]  # fmt: skip
    assert dict(addresses.of_days([date(2012, 2, 3), date(2012, 2, 9)])) == {
        "/2012/02/03": "/search/?from=2012-02-03&to=2012-02-03",
        "/2012/02/09": "/search/?from=2012-02-09&to=2012-02-09",
        "/2012": "/search/?year=2012",
        "/2012/02": "/search/?from=2012-02-01&to=2012-02-29",
    }


def test_an_address_that_stays_needs_no_redirect() -> None:
    assert list(pairs(["/2013/05/12/bridge", "/?p=1"], "/2013/05/12/bridge/")) == [("/?p=1", "/2013/05/12/bridge/")]
