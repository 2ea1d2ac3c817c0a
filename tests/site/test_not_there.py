"""What readers get for an article that isn't public, or not any more."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Article
from tests.factories import make_article, make_editor, make_listing, make_scheduled, make_translated, make_verified

pytestmark = pytest.mark.django_db

NOWHERE = "/2019/01/01/never-existed/"


@pytest.mark.parametrize("make", [make_article, make_translated, make_verified, make_scheduled])
@pytest.mark.parametrize("page", ["", "original/", "parallel/"])
def test_what_is_not_public_answers_like_what_never_was(make: Callable[[], Article], page: str, client: Client) -> None:
    article = make()
    day = article.address_date or timezone.localdate()

    unseen = client.get(f"/{day:%Y/%m/%d}/{article.slug}/{page}")
    never = client.get(NOWHERE + page)

    assert unseen.status_code == never.status_code == 404
    assert unseen.content == never.content
    assert dict(unseen.headers) == dict(never.headers)


@pytest.mark.parametrize("page", ["", "original/", "parallel/"])
def test_what_was_taken_down_says_why_and_nothing_else(page: str, client: Client) -> None:
    listing = make_listing(headline="Bakers go back to work", standfirst="Flour came at dawn.")
    workflow.take_down(listing.article, by=make_editor(), public_note="The outlet withdrew its report.")

    response = client.get(listing.get_absolute_url() + page)

    assert response.status_code == 410
    text = response.content.decode()
    assert "The outlet withdrew its report." in text
    assert "Bakers" not in text
    assert "Flour" not in text
    assert 'role="search"' in text


def test_what_was_hidden_is_gone_at_once(client: Client) -> None:
    listing = make_listing(headline="Bakers go back to work")
    workflow.hide(listing.article, by=make_editor())

    response = client.get(listing.get_absolute_url())

    assert response.status_code == 410
    assert "Bakers" not in response.content.decode()


@pytest.mark.parametrize("page", ["", "original/", "parallel/"])
def test_what_was_hidden_in_a_hurry_is_not_called_withdrawn(page: str, client: Client) -> None:
    listing = make_listing()
    editor = make_editor()
    workflow.hide(listing.article, by=editor)
    path = listing.get_absolute_url() + page

    hidden = client.get(path).content.decode()
    workflow.take_down(listing.article, by=editor, public_note="It was not so.")
    taken_down = client.get(path).content.decode()

    day = f"{timezone.localtime(listing.published_at):%-d %B %Y}"
    assert '<h1 class="title">This article is not available at the moment</h1>' in hidden
    assert f"It was published on {day}." in hidden
    assert "We are looking into it." in hidden
    assert "withdrawn on" not in hidden
    assert "was withdrawn" not in hidden
    assert '<h1 class="title">This article was withdrawn</h1>' in taken_down
    assert f"It was published on {day} and withdrawn on {timezone.localdate():%-d %B %Y}." in taken_down
    assert "It was not so." in taken_down


def test_what_was_taken_down_before_its_moment_was_never_there(client: Client) -> None:
    article = make_scheduled()
    path = article.listing.get_absolute_url()
    workflow.take_down(article, by=make_editor(), public_note="Nobody saw it.")

    response = client.get(path)

    assert response.status_code == 404
    assert response.content == client.get(NOWHERE).content
