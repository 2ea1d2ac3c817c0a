"""What machines are told of a page: in schema.org's own vocabulary, and nothing that readers may not see."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from articles import workflow
from articles.models import Correction, KeywordSpelling, Listing, Page, Publication, Source, SourceProfile, Story
from articles.templatetags.metadata import _json_ld
from tests.factories import (
    make_article,
    make_keyword,
    make_listing,
    make_photo,
    make_published,
    make_publisher,
    make_section,
    make_source,
    make_translation,
    make_translator,
)
from tests.site.reading import bring_in, photo_words
from tests.site.test_citing import Metas

SCHEMA = json.loads((Path(__file__).parent.parent / "specifications" / "schemaorg.json").read_text())
DATATYPES = {
    bool: {"Boolean"},
    int: {"Number", "Integer", "Text"},
    str: {"Text", "URL", "Date", "DateTime"},
}
_BLOCK = re.compile(r'<script type="application/ld\+json">([^<]*)</script>')


def kinds(node: dict[str, Any]) -> list[str]:
    """The types of a node, each with all above it."""
    given = node["@type"] if isinstance(node["@type"], list) else [node["@type"]]
    return [each for name in given for each in (name, *SCHEMA["types"][name])]


def holds(value: Any, name: str, ranges: set[str]) -> bool:
    if isinstance(value, dict):
        return bool(ranges.intersection(kinds(value)))
    if name.startswith("date"):
        date.fromisoformat(value[:10])
    if "Distance" in ranges:
        return bool(re.fullmatch(r"\d+ px", value))
    if ranges <= {"URL"}:
        return bool(urlsplit(value).scheme)
    return bool(ranges & DATATYPES[type(value)])


def wrong(node: dict[str, Any]) -> Iterator[str]:
    """What is not of the vocabulary: types, properties, where they stand and what they hold."""
    for name, value in node.items():
        if name.startswith("@") or name == "query-input":
            continue
        known = SCHEMA["properties"].get(name, {"on": [], "holds": []})
        if not set(known["on"]).intersection(kinds(node)):
            yield f"{name} on {node['@type']}"
        for each in value if isinstance(value, list) else [value]:
            if not holds(each, name, set(known["holds"])):
                yield f"{name} holds {each}"
            if isinstance(each, dict):
                yield from wrong(each)


def told(path: str) -> dict[str, Any]:
    """The one block of structured data of a page, found sound: as JSON-LD, and by schema.org's vocabulary."""
    [block] = _BLOCK.findall(Client().get(path).content.decode())
    data = json.loads(block)
    assert data.pop("@context") == "https://schema.org"
    assert not list(wrong(data))
    [expanded] = jsonld.expand({"@context": {"@vocab": "https://schema.org/"}, **data})
    assert len(expanded) == len(data)
    return dict(data)


def make_full(**fields: Any) -> Listing:
    source = make_source(name="Enab Baladi", kind="newspaper")
    section = make_section(name="Society")
    keywords = (make_keyword(name="Aleppo", kind="place"), make_keyword(name="Salma", kind="person"))
    translator = make_translator(credit="pseudonym", credit_name="N. Qasim")
    work = make_article(
        source=source, section=section, keywords=keywords, translator=translator, original=False,
        **photo_words(make_photo()), **fields,
    )  # fmt: skip
    make_translation(
        work, headline="افتتاح الجسر", url="https://outlet.example/a", published_on=date(2024, 11, 20),
        byline="سلمى الحلبي", archive_url="https://archive.example/a",
    )  # fmt: skip
    return bring_in(work)


@pytest.mark.django_db
def test_a_translation_names_its_author_its_translator_and_the_work() -> None:
    principles = Page.objects.create(title="How we work", slug="how-we-work", body="<p>So.</p>")
    Publication.objects.update(principles=principles, logo=make_photo())
    listing = make_full(genre="opinion")

    data = told(listing.get_absolute_url())

    assert data["@type"] == ["NewsArticle", "OpinionNewsArticle"]
    assert data["headline"] == listing.edition.headline
    assert data["author"] == {"@type": "Person", "name": "سلمى الحلبي"}
    assert data["translator"] == {"@type": "Person", "name": "N. Qasim"}
    assert data["translationOfWork"] == {
        "@type": "NewsArticle",
        "name": "افتتاح الجسر",
        "inLanguage": "ar",
        "author": {"@type": "Person", "name": "سلمى الحلبي"},
        "datePublished": "2024-11-20",
        "url": "https://outlet.example/a",
        "archivedAt": "https://archive.example/a",
        "publisher": {"@type": "NewsMediaOrganization", "name": "Enab Baladi"},
    }
    assert "isBasedOn" not in data
    assert data["backstory"] == listing.edition.disclaimer
    assert data["articleSection"] == "Society"
    assert [each["name"] for each in data["about"]] == ["Aleppo", "Salma"]
    assert data["publishingPrinciples"] == "http://localhost:8000/about/how-we-work/"
    assert data["publisher"]["correctionsPolicy"] == "http://localhost:8000/corrections/"
    assert data["publisher"]["logo"]["width"] == "640 px"
    pictures = data["image"] if isinstance(data["image"], list) else [data["image"]]
    assert all(each["url"].startswith("http://localhost:8000/media/") and each["width"] for each in pictures)
    Page.objects.update(is_public=False)
    assert "publishingPrinciples" not in told(listing.get_absolute_url())


@pytest.mark.django_db
@pytest.mark.parametrize("adaptation", ["abridged", "excerpts", "summary", "republished"])
def test_what_is_less_than_a_translation_is_based_on_its_original(adaptation: str) -> None:
    listing = make_full(adaptation=adaptation)

    data = told(listing.get_absolute_url())

    assert data["isBasedOn"]["name"] == "افتتاح الجسر"
    assert "translationOfWork" not in data
    assert ("translator" in data) is (adaptation != "republished")
    assert (data["author"]["name"] == "سلمى الحلبي") is (adaptation != "summary")


@pytest.mark.django_db
def test_corrections_and_only_what_readers_may_see_are_told() -> None:
    article = make_published(headline="Ten villages")
    for kind, words in (("mistranslation", "It is twelve."), ("typo", "Hidden typo.")):
        article.refresh_from_db()
        article.body += f"<p>{kind}</p>"
        article.save()
        workflow.reissue(article, by=make_publisher(), correction=Correction(kind=kind, text=words))
    Source.objects.update(original_display="none")

    listing = Listing.objects.get()
    data = told(listing.get_absolute_url())

    assert data["correction"]["text"] == "It is twelve."
    assert data["version"] == 3
    assert data["dateModified"] == timezone.localtime(listing.edition_at).isoformat(timespec="seconds")
    assert not {"url", "name", "archivedAt"} & set(data["translationOfWork"])


@pytest.mark.django_db
def test_the_other_pages_say_what_they_are() -> None:
    person = make_keyword(name="Salma", kind="person", description="A writer.")
    KeywordSpelling.objects.create(keyword=person, language="ar", text="سلمى", use="variant")
    story = Story.objects.create(title="The bridge", slug="the-bridge")
    listing = make_listing(section=make_section(), story=story, keywords=(person,), source=make_source())
    SourceProfile.objects.create(source=listing.source, description="a daily", valid_from=date(2020, 1, 1))

    home, about, who, part, event, outlet = (
        told(path)
        for path in (
            "/", "/about/", person.get_absolute_url(), listing.section.get_absolute_url(), story.get_absolute_url(),
            listing.source.get_absolute_url(),
        )
    )  # fmt: skip

    assert home["publisher"] == about["mainEntity"]
    assert home["potentialAction"]["target"]["urlTemplate"] == "http://localhost:8000/search/?q={words}"
    assert who["mainEntity"] == {
        "@type": "Person", "name": "Salma", "alternateName": "سلمى", "description": "A writer.",
    }  # fmt: skip
    assert (part["name"], event["name"]) == (listing.section.name, "The bridge")
    assert outlet["about"]["description"] == "a daily"


@pytest.mark.django_db
def test_every_page_is_described_and_says_where_it_is_found() -> None:
    photo = make_photo()
    Publication.objects.update(name='The "Bridge" & Co', motto="")
    Page.objects.create(title="About us", slug="about-us", body="<p>We translate.</p><p>Every day.</p>")
    keyword = make_keyword(kind="place")
    story = Story.objects.create(title="The bridge", slug="the-bridge")
    listing = make_listing(section=make_section(), story=story, keywords=(keyword,), **photo_words(photo))
    path = listing.get_absolute_url()
    found = [
        "/", "/latest/", "/keywords/", "/keywords/?kind=place", "/sources/", "/corrections/", "/about/", "/archive/",
        "/whos-who/", "/stories/",
        "/about/about-us/", f"/archive/{listing.published_at:%Y/%m}/", "/about/what-we-select/", "/search/", path,
        f"{path}original/", f"{path}parallel/", keyword.get_absolute_url(), story.get_absolute_url(),
        listing.section.get_absolute_url(), listing.source.get_absolute_url(),
    ]  # fmt: skip

    for address in found:
        text = Client().get(address).content.decode()
        said = Metas(text).said
        assert len(said["description"]) == len(said["og:title"]) == 1, address
        assert said["description"] == said["og:description"], address
        assert said["description"][0].strip(), address
        assert "&amp;" not in said["description"][0], address
        assert said["og:url"] == [f"http://localhost:8000{address}"], address
        assert f'<link rel="canonical" href="http://localhost:8000{address}">' in text, address
        assert "hreflang" not in text, address
    assert said["og:type"] == ["website"]
    assert "&quot;" not in Metas(Client().get("/latest/").content.decode()).said["description"][0]
    for address in ("/nowhere/", "/search/?q=zzz&genre=news"):
        said = Metas(Client().get(address).content.decode()).said
        assert said["description"][0].strip()
        assert said["robots"] == ["noindex"]


@pytest.mark.django_db
def test_a_link_into_a_list_is_found_under_its_own_address() -> None:
    now = timezone.now()
    workflow.bring_in_all(
        [(make_article(), now - timedelta(hours=each)) for each in range(21)], attested_as="synthetic"
    )
    first = Client().get("/latest/?utm=x").content.decode()
    [link] = re.findall(r'rel="next" href="\?([^"]+)"', first)

    second = Client().get(f"/latest/?{link}&utm=x").content.decode()

    assert '<link rel="canonical" href="http://localhost:8000/latest/">' in first
    assert f'<link rel="canonical" href="http://localhost:8000/latest/?{link}">' in second


@pytest.mark.django_db
def test_a_shared_link_shows_the_picture_with_its_size() -> None:
    listing = make_full()

    said = Metas(Client().get(listing.get_absolute_url()).content.decode()).said

    assert said["og:type"] == ["article"]
    assert said["og:image"][0].startswith("http://localhost:8000/media/")
    assert said["og:image:width"][0].isdigit()
    assert said["og:image:alt"] == ["A bridge"]
    assert said["article:modified_time"] == [timezone.localtime(listing.edition_at).isoformat(timespec="seconds")]


@given(st.text() | st.sampled_from(["</script><script>alert(1)</script>", "<!--", "]]>", "\u2028"]))
def test_no_text_ends_the_block_it_stands_in(words: str) -> None:
    block = _json_ld({"@type": "Thing", "name": words})

    [inside] = _BLOCK.findall(block)
    assert json.loads(inside)["name"] == words
    assert "<" not in inside
    assert ">" not in inside
    assert "&" not in inside
