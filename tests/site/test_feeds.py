"""Feeds: what they say of an article in each format, and what becomes of it."""

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from articles import workflow
from articles.models import Correction, Edition, Listing, Publication, Story
from articles.models.text import clean_html, visible
from articles.site.feeds.entries import Category, Entry, Feed
from articles.site.feeds.texts import Picture, full_text
from articles.site.feeds.views import FORMS
from newsroom.headers import FOR_READERS
from tests import specifications
from tests.factories import (
    make_editor,
    make_keyword,
    make_listing,
    make_photo,
    make_published,
    make_section,
    make_translator,
)
from tests.site.reading import photo_words, read
from tests.specifications import ATOM

DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
MEDIA = "{http://search.yahoo.com/mrss/}content"


@pytest.fixture
def listing(db: None) -> Listing:
    """An article under everything there is, with photos, an author and a translator, from an original in Arabic."""
    inside = make_photo(credit="A. & B.")
    body = (
        '<p>Read <a href="/about/">how</a> and <a href="https://elsewhere.example/?a=1&amp;b=2">why</a>.</p>'
        f'<figure><img data-photo="{inside.pk}" alt="A market"><figcaption>At <em>noon</em></figcaption></figure>'
    )
    article = make_published(
        translator=make_translator(credit="name", credit_name="Lina Darwish"),
        section=make_section(name="Politics", slug="politics"),
        story=Story.objects.create(title="The bridge", slug="the-bridge"),
        keywords=(make_keyword(name="Aleppo", kind="place", slug="aleppo"),),
        authors=(make_keyword(name="Salma al-Halabi", kind="person", slug="salma"),),
        body=body,
        **photo_words(make_photo(credit="Newsroom")),
    )
    return article.listing


def addresses(listing: Listing) -> list[str]:
    """Each feed that has `listing` in it, but for the ending."""
    names = {
        "latest-feed": (),
        "section-feed": (listing.section.slug,),
        "story-feed": (listing.story.slug,),
        "source-feed": (listing.source.slug,),
        "keyword-feed": ("aleppo",),
        "author-feed": ("salma",),
        "search-feed": (),
    }
    return [reverse(name, args=[*arguments, "rss"]).removesuffix("rss") for name, arguments in names.items()]


def fetched(form: str, path: str = "/feeds/latest.") -> Any:
    """The feed at `path` as its format is read, once it is known to be valid."""
    response = Client().get(f"{path}{form}{'?q=bridge' if 'search' in path else ''}")
    assert response.status_code == 200, path
    assert response["Content-Type"] == f"{FORMS[form].kind}; charset=utf-8"
    return specifications.FEEDS[form](response.content)


def test_each_feed_is_valid_in_each_format_and_names_itself(listing: Listing) -> None:
    address = settings.SITE_URL + listing.get_absolute_url()

    for path in addresses(listing):
        rss, atom, json = (fetched(form, path) for form in FORMS)

        query = "?q=bridge" if "search" in path else ""
        own = {each.get("rel"): each.get("href") for each in atom.findall(f"{ATOM}link")}
        assert [each.findtext("guid") for each in rss.iter("item")] == [address], path
        assert [each.findtext(f"{ATOM}id") for each in atom.iter(f"{ATOM}entry")] == [address], path
        assert [each["id"] for each in json["items"]] == [address], path
        assert rss.find(f"channel/{ATOM}link").get("href") == f"{settings.SITE_URL}{path}rss{query}"
        assert own["self"] == f"{settings.SITE_URL}{path}atom{query}"
        assert json["feed_url"] == f"{settings.SITE_URL}{path}json{query}"
        page = json["home_page_url"]
        assert rss.findtext("channel/link") == own["alternate"] == page
        assert Client().get(page.removeprefix(settings.SITE_URL)).status_code == 200, page


def test_all_formats_say_whose_words_they_are_and_what_they_are_about(listing: Listing) -> None:
    [item] = fetched("rss").iter("item")
    [entry] = fetched("atom").iter(f"{ATOM}entry")
    [told] = fetched("json")["items"]

    edition, site = listing.edition, settings.SITE_URL
    schemes = {f"{site}/sections/": "Politics", f"{site}/keywords/": "Aleppo"}
    assert item.findtext("title") == entry.findtext(f"{ATOM}title") == told["title"] == edition.headline
    assert item.findtext(f"{DC}creator") == entry.findtext(f"{ATOM}author/{ATOM}name") == "سلمى الحلبي"
    assert told["authors"] == [{"name": "سلمى الحلبي"}]
    assert item.findtext(f"{DC}contributor") == entry.findtext(f"{ATOM}contributor/{ATOM}name") == "Lina Darwish"
    assert {each.get("domain"): each.text for each in item.iter("category")} == schemes
    assert {each.get("scheme"): each.get("label") for each in entry.iter(f"{ATOM}category")} == schemes
    assert {each["scheme"]: each["label"] for each in told["_newsroom"]["categories"]} == schemes
    assert told["tags"] == ["Politics", "Aleppo"]
    image = told["image"]
    assert image.startswith(site)
    assert item.find(MEDIA).get("url") == image == entry.find(f"{ATOM}link[@rel='enclosure']").get("href")
    assert Client().get(image.removeprefix(site)).getvalue().startswith(b"RIFF")
    for summary in (item.findtext("description"), entry.findtext(f"{ATOM}summary"), told["summary"]):
        assert summary == f"After 14 months of work. From {edition.source_name}. Translated by Lina Darwish."


def test_the_whole_text_stands_alone_and_holds_no_more_than_the_page(listing: Listing) -> None:
    original = listing.edition.originals.get()

    text = fetched("json")["items"][0]["content_html"]

    assert fetched("atom").find(f"{ATOM}entry/{ATOM}content").text == text
    assert fetched("rss").find(f"channel/item/{CONTENT}").text == text
    assert f'<a href="{settings.SITE_URL}/about/"' in text
    assert 'href="https://elsewhere.example/?a=1&amp;b=2"' in text
    assert re.findall(r'(?:src|href)="(?!https?://)', text) == []
    assert text.count(f'<img src="{settings.SITE_URL}/media/photos/') == 2
    assert "<bdi>At <em>noon</em></bdi> <bdi>A. &amp; B.</bdi>" in text
    assert listing.edition.disclaimer in text
    assert "<p>Translated by Lina Darwish.</p>" in text
    assert original.body[3:20] not in text
    assert original.url not in text


def test_a_publication_may_give_the_standfirst_alone(listing: Listing) -> None:
    Publication.objects.update(feed_text="standfirst")

    texts = [Client().get(f"/feeds/latest.{form}").content.decode() for form in FORMS]
    [told] = fetched("json")["items"]

    assert told["content_text"].startswith("After 14 months of work.")
    assert not any("elsewhere.example" in text or listing.edition.disclaimer in text for text in texts)
    assert fetched("rss").find(f".//{CONTENT}") is None
    assert fetched("atom").find(f".//{ATOM}content") is None


def test_nobody_is_named_who_wants_no_credit(listing: Listing) -> None:
    translator = listing.edition.translator
    translator.credit = "none"
    translator.save()

    texts = [Client().get(f"/feeds/latest.{form}").content.decode() for form in FORMS]

    assert not any("Lina" in text for text in texts)


def moments(form: str) -> tuple[str, datetime, datetime]:
    """Of the one entry: its identity, when it was published, when it was last changed."""
    feed = fetched(form)
    if form == "json":
        [told] = feed["items"]
        return told["id"], *(datetime.fromisoformat(told[f"date_{each}"]) for each in ("published", "modified"))
    [entry] = feed.iter("item" if form == "rss" else f"{ATOM}entry")
    updated = datetime.fromisoformat(entry.findtext(f"{ATOM}updated"))
    if form == "rss":
        return entry.findtext("guid"), parsedate_to_datetime(entry.findtext("pubDate")), updated
    return entry.findtext(f"{ATOM}id"), datetime.fromisoformat(entry.findtext(f"{ATOM}published")), updated


@pytest.mark.django_db
def test_a_correction_changes_when_it_was_updated_and_never_what_it_is() -> None:
    listing = make_listing(published_at=timezone.now() - timedelta(days=3))
    before = {form: moments(form) for form in FORMS}
    listing.article.headline = "The bridge is open"
    listing.article.save()
    workflow.reissue(listing.article, by=make_editor(), correction=Correction(kind="our-error", text="Open <it> is."))

    for form in FORMS:
        (identity, published, updated), (was, published_then, updated_then) = moments(form), before[form]
        assert (identity, published) == (was, published_then)
        assert published == published_then == updated_then < updated
    assert "Our error. " in fetched("json")["items"][0]["content_html"]
    assert "Open &lt;it&gt; is." in fetched("json")["items"][0]["content_html"]
    # What readers are told without a new text is news of the article as well.
    later = timezone.now() + timedelta(minutes=5)
    Correction.objects.create(
        article=listing.article,
        edition=Edition.objects.latest("pk"),
        kind="source-corrected",
        text="So they say.",
        at=later,
    )
    assert {moments(form)[2] for form in FORMS} == {later.replace(microsecond=0)}
    # What a typo was is the desk's note.
    Correction.objects.create(
        article=listing.article, edition=Edition.objects.latest("pk"), kind="typo", text="An e for an i.", at=later
    )
    assert "An e for an i." not in "".join(Client().get(f"/feeds/latest.{form}").content.decode() for form in FORMS)


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
def test_what_a_reader_has_already_is_not_sent_again(form: str) -> None:
    path, now = f"/feeds/latest.{form}", timezone.now()
    make_listing(published_at=now - timedelta(days=3))
    newest = make_listing(published_at=now - timedelta(days=2))
    first = Client().get(path)
    etag, changed = first["ETag"], first["Last-Modified"]

    again = [
        Client().get(path, headers={"if-none-match": f'"other", {etag}'}),
        Client().get(path, headers={"if-none-match": etag.removeprefix("W/")}),
        Client().get(path, headers={"if-modified-since": changed}),
    ]
    other = Client().get(path, headers={"if-none-match": '"other"', "if-modified-since": changed})
    workflow.take_down(newest.article, by=make_editor(), public_note="It was wrong.")
    without = [
        Client().get(path, headers={"if-none-match": etag}),
        Client().get(path, headers={"if-modified-since": changed}),
    ]

    assert parsedate_to_datetime(changed) == newest.edition_at.replace(microsecond=0)
    for response in again:
        assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
        assert response["Cache-Control"] == FOR_READERS
    assert other.status_code == 200
    for response in without:
        assert response.status_code == 200
        assert newest.edition.headline not in response.content.decode()


@pytest.mark.django_db
def test_an_authors_feed_holds_what_they_wrote_and_not_what_is_about_them() -> None:
    author = make_keyword(name="Salma al-Halabi", kind="person")
    by = make_listing(authors=(author,))
    make_listing(keywords=(author,))
    merged = make_keyword(name="S. Halabi", kind="person", merged_into=author)
    nobody = make_keyword(name="Nobody", kind="person")

    feed = fetched("json", f"/keywords/{author.slug}/by/feeds/latest.")

    assert [each["title"] for each in feed["items"]] == [by.edition.headline]
    assert feed["title"].endswith(": By Salma al-Halabi")
    assert fetched("json", f"/keywords/{merged.slug}/by/feeds/latest.") == feed
    assert Client().get(f"/keywords/{nobody.slug}/by/feeds/latest.rss").status_code == 404


def test_pages_lead_to_their_feeds(listing: Listing) -> None:
    pages = {
        "/": "/feeds/latest",
        "/latest/": "/feeds/latest",
        listing.get_absolute_url(): "/feeds/latest",
        listing.section.get_absolute_url(): "/sections/politics/feeds/latest",
        listing.story.get_absolute_url(): "/stories/the-bridge/feeds/latest",
        listing.source.get_absolute_url(): f"/sources/{listing.source.slug}/feeds/latest",
        "/keywords/aleppo/": "/keywords/aleppo/feeds/latest",
        "/search/?q=bridge": "/search/feed",
    }

    for page, feed in pages.items():
        text = read(page)
        offered = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)"', text)
        query = "?q=bridge" if "search" in page else ""
        assert dict(offered) == {form.kind: f"{feed}.{ending}{query}" for ending, form in FORMS.items()}, page
        shown = re.findall(r'class="follow-link" href="([^"]+)"', text)
        is_list = page not in ("/", listing.get_absolute_url())
        assert set(shown) >= ({address for _kind, address in offered} if is_list else set()), page
    assert 'href="/feeds/"' in read("/")
    assert 'href="/sections/politics/feeds/latest.atom"' in read("/feeds/")


ANY = st.text(st.characters(), max_size=60) | st.sampled_from(
    ["\x00\x0b", "\ufffe\uffff", "\ud800", "]]>", "<![CDATA[", "&amp;<b>", "\u202e", "\r\n\u2028\x85", "😀", "\x7f"]
)


@settings_of_hypothesis(max_examples=50)
@given(words=st.tuples(*[ANY] * 8), body=ANY)
def test_no_text_breaks_a_feed(words: tuple[str, ...], body: str) -> None:
    headline, standfirst, caption, alt, name, section, note, publication = words
    address, moment = "https://newsroom.example/2026/11/03/a/", datetime(2026, 11, 3, 7, 0, 0, 5, tzinfo=timezone.UTC)
    picture = Picture("https://newsroom.example/media/photos/a.webp", 10, 10, alt, name)
    edition = Edition(
        headline=headline,
        body=clean_html(body),
        language="ar",
        disclaimer=note,
        photo_caption=caption,
        editors_note=note,
    )
    entry = Entry(
        address=address, title=headline, language="ar", summary=standfirst, published_at=moment, updated_at=moment,
        html=full_text(edition, address, picture, {}, [name], [{"kind": "update", "text": note, "at": moment}]),
        authors=[name], contributors=[name], categories=[Category(section, "a", "https://newsroom.example/sections/")],
        picture=picture,
    )  # fmt: skip
    feed = Feed(publication, headline, standfirst, "en", "https://newsroom.example/", f"{address}feed", [entry])

    read = {form: specifications.FEEDS[form](FORMS[form].written(feed).encode()) for form in FORMS}

    titles = {read["atom"].findtext(f"{ATOM}title"), read["rss"].findtext("channel/title"), read["json"]["title"]}
    assert titles == {re.sub("[\ufffe\uffff]", "", visible(headline))}
