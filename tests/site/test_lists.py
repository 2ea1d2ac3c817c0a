"""Lists: what stands in them, in which order, and what a page of them costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Correction, Listing, Publication, Story
from articles.renditions import render
from tests.factories import (
    make_article,
    make_keyword,
    make_listing,
    make_photo,
    make_scheduled,
    make_section,
    make_source,
)
from tests.site.reading import make_parts

pytestmark = pytest.mark.django_db


def make_many(number: int, **fields: object) -> list[Listing]:
    """Listings in pairs of one moment, newest first."""
    begin = timezone.now() - timedelta(days=1)
    dated = [(make_article(**fields), begin - timedelta(hours=each // 2)) for each in range(number)]
    workflow.bring_in_all(dated, attested_as="synthetic")
    return list(Listing.public.newest_first())


def headlines(text: str) -> list[str]:
    return re.findall(r'class="teaser-headline"[^>]*><a href="([^"]+)"', text)


def walk(path: str) -> list[list[str]]:
    """The addresses on each page of the list at `path`, as a reader goes from one to the next."""
    pages, link = [], "?"
    while link:
        text = Client().get(path + link).content.decode()
        pages.append(headlines(text))
        link = next(iter(re.findall(r'rel="next" href="([^"]+)"', text)), "").replace("&amp;", "&")
    return pages


def test_a_long_list_is_walked_without_a_gap_or_a_repetition() -> None:
    section, source, keyword = make_section(), make_source(), make_keyword()
    story = Story.objects.create(title="The bridge", slug="the-bridge")
    listings = make_many(45, section=section, source=source, keywords=(keyword,), story=story)
    expected = [listing.get_absolute_url() for listing in listings]

    for path in ("/latest/", *(each.get_absolute_url() for each in (section, source, keyword, story))):
        pages = walk(path)
        assert [len(page) for page in pages] == [20, 20, 5], path
        assert [each for page in pages for each in page] == expected, path


def test_a_link_into_a_list_shows_the_same_when_something_new_is_published() -> None:
    make_many(25)
    first = Client().get("/latest/").content.decode()
    link = re.search(r'rel="next" href="([^"]+)"', first)[1]
    before = headlines(Client().get(f"/latest/{link}").content.decode())
    make_listing()

    assert headlines(Client().get(f"/latest/{link}").content.decode()) == before


def test_the_desk_chooses_what_leads() -> None:
    listings = make_many(3)
    assert f'<h2 class="lead-headline" lang="en" dir="ltr"><a href="{listings[0].get_absolute_url()}"' in (
        Client().get("/").content.decode()
    )
    Publication.objects.update(lead=listings[2])

    text = Client().get("/").content.decode()

    assert f'<h2 class="lead-headline" lang="en" dir="ltr"><a href="{listings[2].get_absolute_url()}"' in text
    assert text.count(f'href="{listings[2].get_absolute_url()}"') == 1


def test_a_lead_that_is_not_public_does_not_lead() -> None:
    [shown] = make_many(1)
    later = make_scheduled(headline="Tomorrow")
    Publication.objects.update(lead=later.listing)

    text = Client().get("/").content.decode()

    assert "Tomorrow" not in text
    assert shown.get_absolute_url() in text


def test_the_front_page_shows_nothing_twice() -> None:
    for each in range(3):
        make_many(9, section=make_section(name=f"Part {each}"))

    text = Client().get("/").content.decode()

    links = re.findall(r'headline"[^>]*><a href="(/\d{4}/[^"]+)"', text)
    assert len(links) == len(set(links)) > 15


def test_an_empty_newsroom_has_all_its_pages() -> None:
    section = make_section()

    for path in (
        "/",
        "/latest/",
        section.get_absolute_url(),
        "/keywords/",
        "/keywords/?kind=place",
        "/whos-who/",
        "/stories/",
        "/sources/",
        "/corrections/",
        "/about/",
        "/search/",
        "/sitemap.xml",
        "/feeds/latest.rss",
    ):
        assert Client().get(path).status_code == 200, path


# As a worker has made what can be made of them: see test_page_parts.py.
COSTS = {
    "/": 5,
    "/latest/": 2,
    "/keywords/": 2,
    "/keywords/?kind=theme": 2,
    # Of nobody: with people in it, their letters are asked for too.
    "/whos-who/": 2,
    "/stories/": 2,
    "/sources/": 3,
    "/corrections/": 3,
    "/archive/": 2,
    "/about/": 2,
    "/about/what-we-select/": 5,
    "/search/": 1,
    "/nowhere/": 2,
    "/feeds/": 1,
    "/feeds/latest.rss": 2,
    "/feeds/latest.json": 2,
    "/sitemap.xml": 1,
    "/sitemaps/news.xml": 2,
    "/sitemaps/lists.xml": 3,
    "/sitemaps/names.xml": 3,
    "/robots.txt": 0,
}


# What a search costs at most: a page that others follow asks where it ends, and stems are remembered. It sets a
# savepoint and a limit of time, and goes back: four more here, two where it stands alone.
SEARCHES = {
    "/search/?q=bridge": 15,
    "/search/?q=bridge&sort=oldest": 18,
    "/search/?genre=news": 15,
    "/search/?q=zzz+bridge": 24,
    "/search/feed.rss?q=bridge": 15,
    "/search/suggestions.json?q=bridge": 12,
}


@pytest.mark.parametrize("number", [1, 24])
def test_a_page_costs_the_same_however_much_there_is(
    number: int, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    section, source, keyword, photo = make_section(), make_source(), make_keyword(kind="theme"), make_photo()
    story = Story.objects.create(title="The bridge", slug="the-bridge")
    listings = make_many(number, section=section, source=source, keywords=(keyword,), story=story, photo=photo)
    last = listings[-1]
    Correction.objects.create(
        article_id=last.article_id, edition=last.edition, kind="our-error", text="It was Homs.", at=timezone.now()
    )
    assert render(photo.pk)
    article = listings[-1].get_absolute_url()
    costs = COSTS | {
        section.get_absolute_url(): 3,
        story.get_absolute_url(): 3,
        f"{story.get_absolute_url()}?order=date": 3,
        source.get_absolute_url(): 4,
        keyword.get_absolute_url(): 3,
        article: 2,
        f"{article}original/": 3,
        f"{article}parallel/": 4,
        f"{article}versions/": 6,
        f"{listings[0].published_at:/archive/%Y/%m/}": 3,
        reverse("section-feed", args=[section.slug, "rss"]): 3,
        reverse("keyword-feed", args=[keyword.slug, "atom"]): 3,
        reverse("story-feed", args=[story.slug, "json"]): 3,
    }
    make_parts()
    reader = Client()
    if number == 1:
        # Nothing is left for the sections once the lead and the latest are shown.
        costs["/"] = 4

    for path, queries in costs.items():
        with django_assert_num_queries(queries, info=path):
            reader.get(path)
    narrowed = {f"/search/?q=bridge&keyword={keyword.slug}&source={source.slug}": 18}
    for path, queries in (SEARCHES | narrowed).items():
        with django_assert_max_num_queries(queries, info=path):
            reader.get(path)


def test_what_is_not_counted_to_the_end_says_so() -> None:
    shown = [render_to_string("site/_count.html", {"count": count, "most": 10_000}) for count in (9_999, 10_001)]

    assert shown == ["9,999", "10,000+"]


def test_corrections_are_looked_for_without_reading_every_listing() -> None:
    make_many(3)

    with CaptureQueriesContext(connection) as queries:
        Client().get("/corrections/")

    [asked] = [query["sql"] for query in queries if 'FROM "articles_correction"' in query["sql"]]
    assert " IN (SELECT" not in asked
    assert asked.count("EXISTS(SELECT") == 2
