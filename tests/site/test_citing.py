"""How an article is cited: the files, the line on the page, and what Zotero reads from its head."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware, MonthIntMiddleware, SeparateCoAuthors
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from articles import workflow
from articles.models import LANGUAGES, Listing, Publication, Source
from articles.models.text import as_html
from articles.site.citing import Citation, CitedOriginal, names, tidy
from articles.site.reference_files import bibtex, csl, ris
from tests.factories import (
    make_article,
    make_editor,
    make_imported,
    make_keyword,
    make_listing,
    make_section,
    make_source,
    make_translation,
    make_translator,
)
from tests.site.reading import bring_in, read

SPECIFICATIONS = Path(__file__).parent.parent / "specifications"
CSL_SCHEMA = Draft7Validator(json.loads((SPECIFICATIONS / "csl-data.json").read_text()))
# What LaTeX would do something with, what RIS and BibTeX are split at, and what breaks lines in no editor's eyes.
HOSTILE = r"50 % of {it} \ and} & $x_1$ # ~ ^ @article{y, title = {z}} “é” سلمى"


def bibtex_entries(text: str) -> list[dict[str, str]]:
    """What a parser of BibTeX makes of it, with LaTeX's own characters read."""
    found = bibtexparser.parse_string(text)
    assert not found.failed_blocks
    # An address stands there as it is: `%` begins no comment in it.
    addresses = [entry.fields_dict["url"].value if "url" in entry.fields_dict else "" for entry in found.entries]
    read_in = bibtexparser.parse_string(text, append_middleware=[MonthIntMiddleware(), LatexDecodingMiddleware()])
    made = []
    for entry, address in zip(read_in.entries, addresses, strict=True):
        fields = {each.key: str(each.value).strip("{}") for each in entry.fields}
        made.append(fields | {"url": address, "key": entry.key, "type": entry.entry_type})
    return made


def ris_records(text: str) -> list[dict[str, Any]]:
    """What a parser of RIS makes of it, each line being a tag, two spaces, a hyphen, a space and a value."""
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in text.split("\r\n") if line)
    assert "\n" not in text.replace("\r\n", "")
    return list(rispy.loads(text, skip_unknown_tags=False))


def csl_items(text: str) -> list[dict[str, Any]]:
    """The items, which the schema of CSL's own data takes."""
    items = json.loads(text)
    CSL_SCHEMA.validate(items)
    return list(items)


def files(listing: Listing, status: int = 200) -> tuple[str, str, str]:
    found = [Client().get(f"{listing.get_absolute_url()}cite.{form}") for form in ("bib", "ris", "json")]
    assert {response.status_code for response in found} == {status}
    bib, ris_file, json_file = (response.content.decode() for response in found)
    return bib, ris_file, json_file


def make_cited(**fields: Any) -> Listing:
    """A translation of a piece of 20 November 2024, by an author and a translator who are named."""
    translator = make_translator(credit="pseudonym", credit_name="N. Qasim")
    work = make_article(
        headline="The bridge opens & closes", slug="the-bridge", source=make_source(name="Enab Baladi"),
        section=make_section(name="Society"), translator=translator, original=False, **fields,
    )  # fmt: skip
    make_translation(
        work, headline="افتتاح الجسر", url="https://outlet.example/a_b?x=1&y=50%25", published_on=date(2024, 11, 20),
        byline="سلمى الحلبي", archive_url="https://archive.example/a",
    )  # fmt: skip
    return bring_in(work)


@pytest.mark.django_db
def test_each_file_names_both_works_and_the_translator() -> None:
    Publication.objects.update(name="The Bridge Review")
    listing = make_cited()
    day = listing.published_at.date()
    address = f"http://localhost:8000{listing.get_absolute_url()}"

    bib, ris_file, json_file = files(listing)

    ours, theirs = bibtex_entries(bib)
    assert ours["key"] == f"the-bridge-{listing.address_date.isoformat()}"
    assert (ours["title"], ours["journal"], ours["url"]) == (listing.edition.headline, "The Bridge Review", address)
    assert (ours["author"], ours["translator"]) == ("سلمى الحلبي", "N. Qasim")
    assert (ours["year"], ours["month"], ours["day"]) == (str(day.year), str(day.month), str(day.day))
    assert (ours["origtitle"], ours["origpublisher"], ours["origdate"], ours["origlanguage"]) == (
        "افتتاح الجسر", "Enab Baladi", "2024-11-20", "arabic",
    )  # fmt: skip
    assert (ours["related"], ours["relatedtype"]) == (theirs["key"], "translationof")
    assert (theirs["title"], theirs["author"], theirs["journal"]) == ("افتتاح الجسر", "سلمى الحلبي", "Enab Baladi")
    assert theirs["url"] == "https://outlet.example/a_b?x=1&y=50%25"

    ours, theirs = ris_records(ris_file)
    assert (ours["type_of_reference"], ours["title"]) == ("NEWS", listing.edition.headline)
    assert (ours["authors"], ours["subsidiary_authors"]) == (["سلمى الحلبي"], ["N. Qasim"])
    assert "Enab Baladi, 2024-11-20" in ours["original_publication"]
    assert (theirs["title"], theirs["date"]) == ("افتتاح الجسر", "2024/11/20/")

    ours, theirs = csl_items(json_file)
    assert (ours["type"], ours["container-title"], ours["section"]) == (
        "article-newspaper", "The Bridge Review", "Society",
    )  # fmt: skip
    assert ours["translator"] == [{"literal": "N. Qasim"}]
    assert (ours["original-title"], ours["original-date"]) == ("افتتاح الجسر", {"date-parts": [[2024, 11, 20]]})
    assert (theirs["title"], theirs["container-title"], theirs["language"]) == ("افتتاح الجسر", "Enab Baladi", "ar")


@pytest.mark.django_db
def test_files_are_downloaded_and_end_with_their_article() -> None:
    listing = make_cited()
    path = listing.get_absolute_url()
    expected = {
        "bib": "application/x-bibtex; charset=utf-8",
        "ris": "application/x-research-info-systems; charset=utf-8",
        "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
    }

    page = read(path)
    for form, content_type in expected.items():
        response = Client().get(f"{path}cite.{form}")
        assert response["Content-Type"] == content_type
        assert response["Content-Disposition"] == f'attachment; filename="the-bridge.{form}"'
        assert f'href="{path}cite.{form}"' in page
        moved = Client().get(f"/2011/01/01/the-bridge/cite.{form}")
        assert (moved.status_code, moved["Location"]) == (301, f"{path}cite.{form}")
    workflow.take_down(listing.article, by=make_editor(), public_note="It was not so.")
    assert all("bridge opens" not in text for text in files(listing, 410))


@pytest.mark.django_db
def test_what_readers_may_not_see_of_an_original_is_in_no_file() -> None:
    listing = make_cited()
    Source.objects.update(original_display="none")

    said = [*files(listing), Client().get(listing.get_absolute_url()).content.decode()]

    for text in said:
        assert "افتتاح الجسر" not in text
        assert "outlet.example" not in text
        assert "archive.example" not in text
        assert "Enab Baladi" in text


@pytest.mark.django_db
def test_a_round_up_names_every_original_and_nobody_as_its_author() -> None:
    work = make_article(adaptation="round-up")
    for position, name in enumerate(("Ufuk", "Kayhan"), 2):
        make_translation(work, position=position, source=make_source(name=name), body=as_html([name]))
    listing = bring_in(work)

    bib, ris_file, json_file = files(listing)

    entries, records, items = bibtex_entries(bib), ris_records(ris_file), csl_items(json_file)
    assert len(entries) == len(records) == len(items) == 4
    assert entries[0]["related"].split(",") == [entry["key"] for entry in entries[1:]]
    assert [item["container-title"] for item in items[2:]] == ["Ufuk", "Kayhan"]
    assert "author" not in entries[0]
    assert "author" not in items[0]
    assert "authors" not in records[0]
    assert "relatedtype" not in entries[0]


@pytest.mark.django_db
def test_what_is_no_translation_is_never_called_one() -> None:
    translator = make_translator(credit="pseudonym", credit_name="N. Qasim")
    ours = make_listing(adaptation="original-work", translator=translator)
    republished = make_listing(adaptation="republished", translator=translator)

    for listing, role in ((ours, "author"), (republished, "editor")):
        bib, ris_file, json_file = files(listing)
        item = csl_items(json_file)[0]
        assert item[role] == [{"literal": "N. Qasim"}]
        assert "translator" not in item
        assert "translationof" not in bib
        assert "A4  -" not in ris_file
        page = read(listing.get_absolute_url())
        assert "Translated by" not in page
        assert "z:translators" not in page
        assert "translationOfWork" not in page
        assert '"translator"' not in page


@pytest.mark.django_db
def test_what_was_moved_in_is_cited_as_far_as_it_is_known() -> None:
    listing = make_imported(translator=None).listing

    bib, ris_file, json_file = files(listing)

    assert len(bibtex_entries(bib)) == len(ris_records(ris_file)) == len(csl_items(json_file)) == 1


class Metas(HTMLParser):
    """What a page's `meta` elements say, each name's values in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: dict[str, list[str]] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and (name := given.get("name") or given.get("property")):
            self.said.setdefault(name, []).append(given.get("content") or "")


@pytest.mark.django_db
def test_zotero_reads_a_newspaper_article_with_its_translator_and_its_original() -> None:
    """By the rules of its translators "Embedded Metadata" and "RDF" (github.com/zotero/translators).

    Embedded Metadata takes `name` or `property` apart at the first `:`, `.` or `_`, and hands on what begins with a
    known prefix (z, dc, bib, og, article). A name that ends in a `citation_` tag would win over all of it, as the
    Highwire tags make a journal article of a page. RDF then asks, in this order:
    detectType: `z:itemType`, before any other type; `og:type` "article" would only be a guess at a journal.
    title: `og:title`. publicationTitle of a newspaper article: `og:site_name`. date: `article:published_time`.
    section: `article:section`. url: `og:url`. abstractNote: `og:description`. language: `dc:language`.
    creators: authors from `dc:creator`, translators from `z:translators`, contributors from `bib:contributors`; a comma
    would be taken for one between the family's name and the given.
    "Other fields": whatever else begins with z: becomes the field of that name; so `z:extra`, whose lines "name: value"
    Zotero hands to citation styles as variables of CSL (original-title, original-date, original-publisher).
    COinS says neither who translated nor that it is a newspaper; unAPI would ask for one more address.
    """
    listing = make_cited(keywords=(make_keyword(name="Bridges"),))

    said = Metas(Client().get(listing.get_absolute_url()).content.decode()).said

    assert said["z:itemType"] == ["newspaperArticle"]
    assert said["og:title"] == [listing.edition.headline]
    assert said["og:site_name"] == [Publication.objects.get().name]
    assert said["article:published_time"][0].startswith(f"{listing.published_at:%Y-%m-%d}")
    assert said["article:section"] == ["Society"]
    assert said["article:tag"] == ["Bridges"]
    assert said["og:url"] == [f"http://localhost:8000{listing.get_absolute_url()}"]
    assert said["dc:language"] == ["en"]
    assert said["dc:creator"] == ["سلمى الحلبي"]
    assert said["z:translators"] == ["N. Qasim"]
    assert said["z:extra"][0].splitlines() == [
        "original-title: افتتاح الجسر",
        "original-publisher: Enab Baladi",
        "original-date: 2024-11-20",
        "original-url: https://outlet.example/a_b?x=1&y=50%25",
    ]
    assert not [name for name in said if "citation_" in name]


def test_bylines_are_split_where_names_stand_on_both_sides() -> None:
    for byline, expected in (
        ("سلمى الحلبي", ["سلمى الحلبي"]),
        ("سلمى الحلبي، رامي القاسم", ["سلمى الحلبي", "رامي القاسم"]),
        ("Salma Halabi, Rami Qasim; AFP", ["Salma Halabi", "Rami Qasim", "AFP"]),
        ("Salma Halabi, Damascus", ["Salma Halabi, Damascus"]),
        ("", []),
        # Whose name was taken out is nobody's author.
        ("[…], Rami Qasim", []),
    ):
        assert names(byline) == expected


WORDS = st.text(max_size=30).map(tidy) | st.sampled_from([HOSTILE, "\\", "}", "{", "%", "ER  - ", "a and b"])
DAYS = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))
ORIGINALS = st.builds(
    CitedOriginal,
    title=WORDS, outlet=WORDS, authors=st.lists(WORDS, max_size=2), published_on=DAYS,
    url=st.sampled_from(["", "https://outlet.example/{a}%20b_c#d~e\\f"]), archive_url=st.just(""),
    language=st.sampled_from([*LANGUAGES, "xx"]), medium=st.sampled_from(["article", "post", "video", "statement"]),
    kind=st.just("newspaper"),
)  # fmt: skip
CITATIONS = st.builds(
    Citation,
    key=st.just("the-bridge-2026-11-05"), title=WORDS.filter(str.strip), publication=WORDS.filter(str.strip),
    authors=st.lists(WORDS, max_size=2), translator=WORDS, editor=WORDS, contributor=WORDS,
    published_on=DAYS.filter(bool), url=st.just("https://site.example/2026/11/05/the-bridge/"), language=st.just("en"),
    section=WORDS, abstract=WORDS, made=st.just("A full translation."), is_of_its_authors=st.just(True),
    originals=st.lists(ORIGINALS, max_size=2),
)  # fmt: skip


def squeezed(text: str) -> str:
    """`text` without what LaTeX reads as nothing, or as another character of the same kind."""
    return re.sub(r"[\s{}]+", "", text).replace("ˆ", "^")


@given(CITATIONS)
def test_whatever_the_words_the_files_can_be_read_again(citation: Citation) -> None:
    library = bibtexparser.parse_string(bibtex(citation), append_middleware=[SeparateCoAuthors()])
    records, items = ris_records(ris(citation)), csl_items(csl(citation))

    count = 1 + len(citation.originals)
    assert not library.failed_blocks
    assert len(library.entries) == len(records) == len(items) == count
    assert len(library.entries[0].fields_dict["author"].value if any(citation.authors) else []) == len(
        [name for name in citation.authors if name]
    )
    assert items[0]["title"] == citation.title
    assert records[0]["title"].strip() == citation.title.strip()


def test_special_characters_are_read_back_from_bibtex() -> None:
    citation = Citation(
        "key", HOSTILE, "A & B", [HOSTILE], "", "", "", date(2026, 11, 5), "https://site.example/", "en", "", "", "",
        True, [],
    )  # fmt: skip

    [entry] = bibtex_entries(bibtex(citation))

    assert squeezed(entry["title"]) == squeezed(HOSTILE)
    assert entry["journal"] == "A & B"
