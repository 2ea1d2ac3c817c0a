"""Conditions on what readers see, each by itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import (
    ArticleKeyword,
    Correction,
    Keyword,
    KeywordSpelling,
    Listing,
    Page,
    Photo,
    Publication,
    Source,
    SourceProfile,
    Story,
)
from articles.site import front
from tests.factories import (
    make_article,
    make_editor,
    make_keyword,
    make_listing,
    make_photo,
    make_published,
    make_scheduled,
    make_section,
    make_source,
    make_translation,
)

pytestmark = pytest.mark.django_db


def status_of(path: str) -> int:
    return Client().get(path).status_code


def read(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("display", ["none", "link", "excerpt"])
def test_what_an_outlet_allows_since_opens_nothing_that_was_frozen_narrower(display: str) -> None:
    listing = make_listing(source=make_source(original_display=display))

    Source.objects.update(original_display="full")

    assert status_of(listing.get_absolute_url() + "parallel/") == 404
    assert status_of(listing.get_absolute_url() + "original/") == (200 if display == "excerpt" else 404)


@pytest.mark.parametrize("lasts", [0, -1])
def test_a_photo_whose_rights_have_ended_is_gone(lasts: int) -> None:
    photo = make_photo()
    words: dict[str, Any] = {"photo_alt": "A bridge", "photo_credit": "Us"}
    listing = make_listing(photo=photo, **words)
    photo.expires_on = timezone.localdate() + timedelta(days=1)
    photo.save()
    assert "<img" in read(listing.get_absolute_url())
    photo.expires_on = timezone.localdate() + timedelta(days=lasts)
    photo.save()

    for path in (listing.get_absolute_url(), "/", "/latest/"):
        assert "<img" not in read(path)


def test_what_was_withdrawn_answers_under_its_own_date_alone() -> None:
    listing = make_listing(slug="bridge")
    workflow.take_down(listing.article, by=make_editor(), public_note="It was wrong.")

    assert status_of(listing.get_absolute_url()) == 410
    assert status_of("/2001/02/03/bridge/") == 404


def test_what_was_withdrawn_before_its_moment_was_never_there() -> None:
    article = make_scheduled()
    path = article.listing.get_absolute_url()

    Listing.objects.filter(pk=article.pk).update(withdrawn_at=timezone.now(), public_note="Nobody saw it.")

    assert status_of(path) == 404


def test_keywords_stand_in_the_order_that_the_desk_gave() -> None:
    first, last = make_keyword(name="Zahle"), make_keyword(name="Aleppo")
    article = make_article(keywords=(first, last))
    ArticleKeyword.objects.filter(content_object=article, tag=last).update(position=1)
    listing = workflow.bring_in(article, published_at=timezone.now(), attested_as="synthetic").listing

    text = read(listing.get_absolute_url())

    assert text.index(">Zahle<") < text.index(">Aleppo<")


def test_a_correction_stands_on_its_own_article_alone() -> None:
    article, other = make_published(), make_published()
    article.standfirst = "Better."
    article.save()
    workflow.reissue(article, by=make_editor(), correction=Correction(kind="our-error", text="It was thirteen."))

    assert "It was thirteen." in read(article.listing.get_absolute_url())
    assert "It was thirteen." not in read(other.listing.get_absolute_url())


def test_of_an_outlet_that_allows_nothing_no_archive_is_named_either() -> None:
    work = make_article(original=False, source=make_source(original_display="none"))
    make_translation(work, archive_url="https://archive.example/9")
    listing = workflow.bring_in(work, published_at=timezone.now(), attested_as="synthetic").listing

    assert "archive.example" not in read(listing.get_absolute_url())


@pytest.mark.parametrize("display", ["full", "excerpt"])
@pytest.mark.parametrize(
    "original", [{"body": ""}, {"body": "<p>نص</p>", "availability": "lost", "availability_reason": "It burned down."}]
)
def test_an_original_that_is_not_attached_is_not_read(display: str, original: dict[str, Any]) -> None:
    work = make_article(original=False, source=make_source(original_display=display))
    make_translation(work)
    work.translations.update(**original)
    listing = workflow.bring_in(work, published_at=timezone.now(), attested_as="synthetic").listing

    assert status_of(listing.get_absolute_url() + "original/") == 404
    assert status_of(listing.get_absolute_url() + "parallel/") == 404


def test_a_name_shows_what_is_public_of_it_and_nothing_else() -> None:
    keyword, story = make_keyword(name="Aleppo"), Story.objects.create(title="The bridge", slug="the-bridge")
    under = {"section": make_section(), "source": make_source(), "story": story, "keywords": (keyword,)}
    make_listing(headline="Bakers go back to work", **under)
    make_scheduled(headline="Zanzibarine", **under)
    gone = make_listing(headline="Zanzibarine too", **under).article
    workflow.take_down(gone, by=make_editor(), public_note="It was wrong.")

    for path in (
        under["section"].get_absolute_url(), under["source"].get_absolute_url(), keyword.get_absolute_url(),
        reverse("story", args=[story.slug]), reverse("section-feed", args=[under["section"].slug, "rss"]),
        reverse("source-feed", args=[under["source"].slug, "rss"]), reverse("keyword-feed", args=[keyword.slug, "rss"]),
    ):  # fmt: skip
        text = read(path)
        assert "Bakers" in text, path
        assert "Zanzibarine" not in text, path


def test_what_is_scheduled_keeps_nothing_of_its_section_from_the_front_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "LATEST", 1)
    section = make_section(name="Society")
    make_listing(headline="Bakers go back to work", section=section, published_at=timezone.now() - timedelta(days=3))
    for _newer in range(2):
        make_listing()
    for _scheduled in range(front.IN_A_SECTION):
        make_scheduled(section=section)

    assert "Bakers" in read("/")


def test_an_outlet_is_what_it_is_said_to_be_today() -> None:
    source, today = make_source(), timezone.localdate()
    make_listing(source=source)
    periods = {
        "a party paper": (today - timedelta(days=9), today - timedelta(days=5)),
        "a daily": (today - timedelta(days=5), today),
        "a website": (today + timedelta(days=1), None),
    }
    for description, (valid_from, valid_until) in periods.items():
        SourceProfile.objects.create(
            source=source, description=description, valid_from=valid_from, valid_until=valid_until
        )

    response = Client().get(source.get_absolute_url())

    assert response.context["profile"] is None
    assert [each.description for each in response.context["profiles"]] == ["a daily", "a party paper"]
    assert "a website" not in response.content.decode()


def test_a_spelling_to_be_avoided_is_nobodys_but_the_desks() -> None:
    keyword = make_keyword(name="Aleppo", kind="place")
    make_listing(keywords=(keyword,))
    for text, use in (("Halab", "variant"), ("Alepo", "avoid")):
        KeywordSpelling.objects.create(keyword=keyword, language="en", text=text, use=use)

    text = read(keyword.get_absolute_url())

    assert "Halab" in text
    assert "Alepo" not in text.replace("Aleppo", "")


def test_a_name_that_only_the_desk_uses_has_no_feed_either() -> None:
    keyword, source = make_keyword(name="Secret"), make_source()
    make_article(source=source, keywords=(keyword,))

    assert status_of(reverse("source-feed", args=[source.slug, "rss"])) == 404
    assert status_of(reverse("keyword-feed", args=[keyword.slug, "rss"])) == 404


def test_a_page_that_is_still_written_is_nowhere() -> None:
    page = Page.objects.create(title="Zanzibarine", slug="zanzibarine", body="<p>Soon</p>", is_public=False)

    assert status_of(reverse("page", args=[page.slug])) == 404
    assert "Zanzibarine" not in read("/about/")
    assert "Zanzibarine" not in read("/")


def test_a_withdrawn_logo_is_gone() -> None:
    logo = make_photo()
    Publication.objects.update(logo=logo)
    assert Client().get("/").context["site"].logo == logo

    Photo.objects.filter(pk=logo.pk).update(withdrawn_at=timezone.now())

    assert Client().get("/").context["site"].logo is None


def test_of_what_was_taken_down_readers_are_told_why_and_nothing_older() -> None:
    article = make_published()
    article.standfirst = "Better."
    article.save()
    workflow.reissue(article, by=make_editor(), correction=Correction(kind="our-error", text="It was thirteen."))
    assert "It was thirteen." in read("/corrections/")

    workflow.hide(article, by=make_editor())
    assert "It was thirteen." not in read("/corrections/")
    workflow.take_down(article, by=make_editor(), public_note="We were wrong.")

    text = read("/corrections/")
    assert "We were wrong." in text
    assert "It was thirteen." not in text


def test_a_merged_keyword_is_no_name_of_its_own() -> None:
    old, new = make_keyword(name="Halab", kind="place"), make_keyword(name="Aleppo", kind="place")
    make_listing(keywords=(old,))
    make_listing(keywords=(new,))

    Keyword.objects.filter(pk=old.pk).update(merged_into=new)

    for path in ("/keywords/", "/keywords/?kind=place"):
        text = read(path)
        assert "Aleppo" in text
        assert "Halab" not in text


def test_the_sitemap_has_no_page_for_what_is_still_to_come() -> None:
    make_scheduled()

    assert "articles-" not in read("/sitemap.xml")


def test_a_merged_keyword_leads_nowhere_before_anything_is_public() -> None:
    new = make_keyword(name="Aleppo")
    old = make_keyword(name="Halab", merged_into=new)
    make_scheduled(keywords=(new,))

    assert status_of(reverse("keyword", args=[old.slug])) == 404
