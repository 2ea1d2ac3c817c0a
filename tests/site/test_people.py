"""People: their pages in the who's who, what is about them and by them, and the list of them all."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Keyword, KeywordSpelling, Listing, ListingAuthor
from tests.factories import (
    make_administrator,
    make_article,
    make_editor,
    make_keyword,
    make_listing,
    make_scheduled,
)
from tests.site.reading import bring_in, make_parts, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def salma() -> Keyword:
    return make_keyword(name="Salma al-Halabi", kind="person", description="A reporter in Aleppo.")


def links(text: str) -> list[str]:
    return re.findall(r'class="teaser-headline"[^>]*><a href="([^"]+)"', text)


def test_a_person_is_introduced_by_their_profile_and_every_way_their_name_is_written(
    salma: Keyword, django_assert_num_queries
) -> None:
    KeywordSpelling.objects.create(keyword=salma, language="ar", text="سلمى الحلبي")
    KeywordSpelling.objects.create(keyword=salma, language="en", text="Selma Halabi", use="avoid")
    now = timezone.now()
    other = make_keyword(name="Tariq al-Sabuni", kind="person")
    old = make_listing(genre="profile", keywords=(salma,), published_at=now - timedelta(days=9), headline="Salma, then")
    new = make_listing(genre="profile", keywords=(salma, other), standfirst="She writes.", headline="Salma, today")
    # Somebody else's life, in which she is named.
    make_listing(genre="profile", keywords=(other, salma), headline="Tariq, today")
    make_listing(keywords=(salma,))

    make_parts()

    with django_assert_num_queries(4):
        page = read(salma.get_absolute_url())

    profile = re.search(r'<section class="profile".*?</section>', page, re.DOTALL)[0]
    assert f'<a href="{new.get_absolute_url()}">Salma, today</a>' in profile
    assert "She writes." in profile
    assert "Salma, then" not in profile
    assert '<dd lang="ar" dir="rtl">سلمى الحلبي</dd>' in page
    assert "Selma Halabi" not in page
    # The profile itself isn't listed once more.
    assert len(links(page)) == 3
    assert old.get_absolute_url() in links(page)
    assert new.get_absolute_url() not in links(page)


def test_what_is_by_a_person_stands_apart_from_what_is_about_them(salma: Keyword, django_assert_num_queries) -> None:
    about = [make_listing(keywords=(salma,)) for _each in range(2)]
    workflow.bring_in_all(
        [(make_article(authors=(salma,)), timezone.now() - timedelta(hours=each // 2)) for each in range(45)],
        attested_as="synthetic",
    )
    by = [each.get_absolute_url() for each in Listing.public.by(salma).newest_first()]

    first = read(salma.get_absolute_url())
    make_parts()

    with django_assert_num_queries(3):
        pages = [read(f"{salma.get_absolute_url()}?show=by")]
    while further := re.search(r'rel="next" href="([^"]+)"', pages[-1]):
        pages.append(read(salma.get_absolute_url() + further[1]))

    assert set(links(first)) == {listing.get_absolute_url() for listing in about}
    assert re.findall(r'class="count">(\d+)<', first) == ["2", "45"]
    assert [len(links(page)) for page in pages] == [20, 20, 5]
    assert [each for page in pages for each in links(page)] == by


def test_who_told_their_own_life_finds_it_among_what_is_by_them(salma: Keyword) -> None:
    own = make_listing(genre="profile", keywords=(salma,), authors=(salma,))
    make_listing(keywords=(salma,))

    about, by = read(salma.get_absolute_url()), read(f"{salma.get_absolute_url()}?show=by")

    assert own.get_absolute_url() not in links(about)
    assert links(by) == [own.get_absolute_url()]


def test_a_person_who_only_wrote_has_a_page(salma: Keyword) -> None:
    listing = make_listing(authors=(salma,))

    page = read(salma.get_absolute_url())

    assert links(page) == [listing.get_absolute_url()]
    assert "By <bdi>Salma al-Halabi</bdi>" in page
    assert f'href="{salma.get_absolute_url()}"' in read("/whos-who/")


@pytest.mark.parametrize("state", ["draft", "scheduled", "taken down"])
def test_nobody_learns_of_a_person_before_something_of_them_is_public(salma: Keyword, state: str) -> None:
    if state == "draft":
        make_article(authors=(salma,), keywords=(salma,))
    elif state == "scheduled":
        make_scheduled(authors=(salma,), keywords=(salma,), genre="profile")
    else:
        listing = make_listing(authors=(salma,), keywords=(salma,))
        workflow.take_down(listing.article, by=make_editor(), public_note="It was wrong.")

    for path in (salma.get_absolute_url(), f"{salma.get_absolute_url()}?show=by"):
        assert Client().get(path).status_code == 404
    assert "Salma" not in read("/whos-who/")


def test_what_a_person_wrote_goes_with_the_keyword_that_they_became(salma: Keyword) -> None:
    listing = make_listing(authors=(salma,))
    became = make_keyword(name="Salma Halabi", kind="person")
    address = salma.get_absolute_url()

    workflow.merge_keyword(salma, into=became, by=make_administrator())

    assert ListingAuthor.objects.get().keyword == became
    response = Client().get(address)
    assert (response.status_code, response["Location"]) == (301, became.get_absolute_url())
    assert links(read(became.get_absolute_url())) == [listing.get_absolute_url()]


def test_the_whos_who_is_walked_letter_by_letter(django_assert_num_queries) -> None:
    names = ["Ümit Ö", "Darya Sohrabi", "درية شرف", "Zahra Amin", "Dima Haddad"]
    people = [make_keyword(name=name, kind="person", description=f"Who {name} is.") for name in names]
    make_listing(keywords=tuple(people[:4]))
    make_listing(genre="profile", keywords=(people[4],))
    make_listing(keywords=(make_keyword(name="Damascus", kind="place"),))

    with django_assert_num_queries(3):
        page = read("/whos-who/")
    under_d = read("/whos-who/?letter=D")

    assert re.findall(r'href="\?letter=(.)"', page) == ["D", "U", "Z"]
    assert re.findall(r'<h2 class="people-initial"[^>]*>(.)</h2>', page) == ["D", "U", "Z"]
    assert page.count("With a profile") == 1
    assert "Who Dima Haddad is." in page
    assert "Damascus" not in page
    assert {name for name in names if name in under_d} == {"Darya Sohrabi", "درية شرف", "Dima Haddad"}
    assert Client().get("/keywords/?kind=person")["Location"] == "/whos-who/"


def test_an_author_known_by_name_is_linked_from_the_article(salma: Keyword) -> None:
    article = make_article(authors=(salma,))
    listing = bring_in(article)

    assert f'<a href="{salma.get_absolute_url()}"' in read(listing.get_absolute_url())
