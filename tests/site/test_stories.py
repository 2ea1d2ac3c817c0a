"""Stories: one event from every side, on its own page and on the front page."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Alignment, Listing, Publication, Source, SourceProfile, Story
from articles.site import stories
from tests.factories import make_listing, make_scheduled, make_source
from tests.site.reading import read

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.localdate() - timedelta(days=900)


@pytest.fixture
def bridge() -> Story:
    return Story.objects.create(title="The bridge", slug="the-bridge", description="It opened again.")


def outlet(name: str, alignment: str = "") -> Source:
    source = make_source(name=name)
    stands = Alignment.objects.get_or_create(name=alignment)[0] if alignment else None
    SourceProfile.objects.create(source=source, description=f"{name} daily", alignment=stands, valid_from=LONG_AGO)
    return source


def piece(story: Story, source: Source | None, headline: str, days: int = 1, **fields: object) -> Listing:
    at = timezone.now() - timedelta(days=days)
    return make_listing(story=story, source=source, headline=headline, published_at=at, **fields)


def headlines(text: str) -> list[str]:
    return re.findall(r'<h[1-6] class="(?:side|teaser)-headline"[^>]*><a [^>]*>([^<]+)</a>', text)


def test_a_story_lays_its_pieces_out_by_alignment_and_outlet(bridge: Story, django_assert_num_queries) -> None:
    ataba, barada, tahun = outlet("Ataba", "opposition"), outlet("Barada", "loyal"), outlet("Tahun", "opposition")
    piece(bridge, ataba, "Ataba, old", days=4)
    piece(bridge, ataba, "Ataba, new", days=2)
    piece(bridge, barada, "Barada", days=1)
    piece(bridge, tahun, "Tahun", days=3)
    piece(bridge, outlet("Nobody"), "Nobody", days=1)
    piece(bridge, None, "Ours", days=1, adaptation="original-work")
    make_scheduled(story=bridge, headline="Tomorrow")

    with django_assert_num_queries(3):
        page = read(bridge.get_absolute_url())

    bands = re.findall(r'<h2 class="band-name"[^>]*>(?:<bdi>)?([^<]+)', page)
    assert bands == ["Loyal", "Opposition", "Without an alignment"]
    assert headlines(page) == ["Barada", "Ataba, new", "Ataba, old", "Tahun", "Nobody", "Ours"]
    assert re.findall(r'class="side-label"[^>]*>([^<]+)', page)[1] == "Ataba daily, opposition"
    assert re.findall(r"<li>(\d+ \w+)</li>", page) == ["6 articles", "4 outlets", "2 alignments"]


def test_an_outlet_stands_where_it_stood_when_it_wrote(bridge: Story) -> None:
    shurfa = outlet("Shurfa", "opposition")
    piece(bridge, shurfa, "Before", days=9)
    SourceProfile.objects.filter(source=shurfa).update(valid_until=timezone.localdate() - timedelta(days=5))
    independent = Alignment.objects.create(name="on its own")
    SourceProfile.objects.create(
        source=shurfa,
        description="Shurfa, at home",
        alignment=independent,
        valid_from=timezone.localdate() - timedelta(days=5),
    )
    later = piece(bridge, shurfa, "After")
    Listing.objects.filter(pk=later.pk).update(alignment=independent)

    page = read(bridge.get_absolute_url())

    assert re.findall(r'<h2 class="band-name"[^>]*>(?:<bdi>)?([^<]+)', page) == ["On its own", "Opposition"]
    assert headlines(page) == ["After", "Before"]


def test_a_long_story_is_walked_by_date(bridge: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    ataba, barada = outlet("Ataba", "opposition"), outlet("Barada", "loyal")
    for number in range(22):
        piece(bridge, ataba if number % 2 else barada, f"Piece {number}", days=number + 1)
    monkeypatch.setattr(stories, "LAID_OUT", 20)

    page = read(bridge.get_absolute_url())
    first = read(f"{bridge.get_absolute_url()}?order=date")
    second = read(bridge.get_absolute_url() + re.search(r'rel="next" href="([^"]+)"', first)[1])

    assert len(headlines(page)) == 6
    assert "The newest 20 articles" in page
    assert page.count("And 7 more, by date") == 2
    assert headlines(first) + headlines(second) == [f"Piece {number}" for number in range(22)]


def test_a_story_of_one_outlet_is_a_list(bridge: Story) -> None:
    piece(bridge, outlet("Ataba"), "Alone")

    page = read(bridge.get_absolute_url())

    assert headlines(page) == ["Alone"]
    assert "Side by side" not in page


def test_the_front_page_shows_the_last_event_that_two_outlets_wrote_of(
    bridge: Story, django_assert_num_queries
) -> None:
    ataba, barada = outlet("Ataba", "opposition"), outlet("Barada", "loyal")
    alone = Story.objects.create(title="The flood", slug="the-flood")
    piece(bridge, ataba, "Ataba, old", days=4)
    piece(bridge, ataba, "Ataba, new", days=3)
    piece(bridge, barada, "Barada", days=2)
    piece(alone, barada, "Flood", days=1)

    with django_assert_num_queries(4):
        page = read("/")
    Publication.objects.update(story=alone)
    chosen = read("/")

    event = re.search(r'<section class="event".*?</section>', page, re.DOTALL)[0]
    assert headlines(event) == ["Barada", "Ataba, new"]
    assert re.findall(r'class="event-alignment">([^<]+)', event) == ["Loyal", "Opposition"]
    assert headlines(re.search(r'<section class="event".*?</section>', chosen, re.DOTALL)[0]) == ["Flood"]


def test_no_event_is_shown_before_there_is_one(bridge: Story) -> None:
    make_scheduled(story=bridge, source=outlet("Ataba"))
    piece(bridge, outlet("Barada"), "Barada")
    secret = Story.objects.create(title="Secret", slug="secret")
    make_scheduled(story=secret, source=outlet("Tahun"))
    Publication.objects.update(story=secret)

    page = read("/")

    assert 'class="event"' not in page
    assert "Secret" not in page
    assert "Secret" not in read("/stories/")
    assert Client().get("/stories/secret/").status_code == 404


def test_every_side_is_heard_before_one_is_heard_twice(bridge: Story) -> None:
    for number in range(7):
        piece(bridge, outlet(f"Loyal {number}", "loyal"), f"Loyal {number}", days=number + 1)
    piece(bridge, outlet("Ataba", "opposition"), "Ataba", days=60)

    event = stories.event_in_front(bridge.pk)

    assert [listing.edition.headline for listing in event["sides"]] == [
        *(f"Loyal {number}" for number in range(5)),
        "Ataba",
    ]


def test_stories_are_listed_by_what_was_last_written_of_them(bridge: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    flood = Story.objects.create(title="The flood", slug="the-flood")
    piece(bridge, outlet("Ataba"), "Old", days=4)
    piece(flood, outlet("Barada"), "New", days=1)
    monkeypatch.setattr(stories, "PAGE_SIZE", 1)

    first = read("/stories/")
    second = read("/stories/" + re.search(r'rel="next" href="([^"]+)"', first)[1])

    assert "The flood" in first
    assert "The bridge" not in first
    assert "The bridge" in second
    assert "The flood" not in second
