"""What a reader is told of one article."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import (
    Correction,
    Edition,
    EditionOriginal,
    Listing,
    ListingKeyword,
    Publication,
    Source,
    SourceProfile,
    Translation,
)
from articles.models.text import as_html
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
from tests.site.reading import bring_in, photo_words, read

pytestmark = pytest.mark.django_db


def test_the_page_has_everything_that_a_reader_must_know() -> None:
    source = make_source(name="Enab Baladi", kind="newspaper")
    SourceProfile.objects.create(source=source, description="independent Syrian newspaper", valid_from=date(2011, 1, 1))
    listing = make_listing(
        headline="The bridge opens again",
        standfirst="After fourteen months.",
        body="<p>The ministry said so.</p>",
        source=source,
        section=make_section(name="Society"),
        keywords=(make_keyword(name="Aleppo", kind="place"), make_keyword(name="Bridges")),
        translator=make_translator(credit="pseudonym", credit_name="N. Qasim"),
        **photo_words(make_photo(is_file_photo=True)),
    )

    text = read(listing.get_absolute_url())

    assert text.count("<h1") == 1
    for told in (
        "The bridge opens again",
        "After fourteen months.",
        "<p>The ministry said so.</p>",
        "Society",
        "Enab Baladi",
        "independent Syrian newspaper",
        "سلمى الحلبي",
        "N. Qasim",
        "Helpful keywords",
        "Aleppo",
        "Bridges",
        "A full translation.",
        "Article in Arabic",
        "The bridge on Sunday",
        "File photo",
        'alt="A bridge"',
        listing.edition.disclaimer,
        listing.edition.digest,
        f"{listing.published_at:%-d %B %Y}",
        f'href="{listing.edition.originals.get().url}"',
        'property="og:title"',
        'name="q"',
    ):
        assert told in text, told


def test_the_outlet_keeps_the_label_of_its_time() -> None:
    source = make_source()
    SourceProfile.objects.create(
        source=source, description="party paper", valid_from=date(2000, 1, 1), valid_until=date(2020, 1, 1)
    )
    SourceProfile.objects.create(source=source, description="independent daily", valid_from=date(2020, 1, 1))
    work = make_article(source=source, original=False)
    make_translation(work, published_on=date(2011, 5, 1))
    listing = bring_in(work, days=365 * 15)

    assert "party paper" in read(listing.get_absolute_url())
    page = read(source.get_absolute_url())
    assert page.index("independent daily") < page.index("party paper")


def test_foreign_words_carry_their_language_and_direction() -> None:
    listing = make_listing(body=as_html(["The ministry said so.", "It took 14 months.", "The end."]))
    original = listing.edition.originals.get()

    article, parallel = read(listing.get_absolute_url()), read(listing.get_absolute_url() + "parallel/")

    assert f'<bdi lang="ar" dir="rtl">{original.headline}</bdi>' in article
    assert f'<bdi lang="ar" dir="rtl">{original.byline}</bdi>' in article
    assert '<div class="parallel-theirs" lang="ar" dir="rtl"><p>أعلنت' in parallel
    assert '<div class="parallel-ours" lang="en" dir="ltr"><p>The ministry' in parallel


@pytest.mark.parametrize(
    ("display", "article", "original", "parallel"),
    [("none", False, 404, 404), ("link", True, 404, 404), ("excerpt", True, 200, 404), ("full", True, 200, 200)],
)
@pytest.mark.parametrize("is_narrowed_since", [False, True])
def test_readers_see_of_an_original_what_the_outlet_allows(
    display: str, article: bool, original: int, parallel: int, is_narrowed_since: bool
) -> None:
    source = make_source(original_display="full" if is_narrowed_since else display)
    work = make_article(source=source, original=False)
    make_translation(work, body=as_html(["كلمة " * 100, "خاتمة سرية"]), headline="عنوان محجوب")
    listing = bring_in(work)
    Source.objects.filter(pk=source.pk).update(original_display=display)

    text = read(listing.get_absolute_url())

    assert ("عنوان محجوب" in text) is article
    assert ("outlet.example" in text) is article
    whole = read(listing.get_absolute_url() + "original/", original)
    assert ("خاتمة سرية" in whole) is (display == "full")
    read(listing.get_absolute_url() + "parallel/", parallel)
    assert (f'href="{listing.get_absolute_url()}original/"' in text) is (original == 200)
    assert (f'href="{listing.get_absolute_url()}parallel/"' in text) is (parallel == 200)


def test_a_lost_original_is_said_to_be_lost() -> None:
    work = make_article(original=False)
    make_translation(work, body="", availability="lost", availability_reason="Its site burned down.")
    listing = bring_in(work)

    text = read(listing.get_absolute_url())

    assert "The original is lost." in text
    assert "Its site burned down." in text
    read(listing.get_absolute_url() + "original/", 404)


def test_our_own_work_is_called_so() -> None:
    text = read(make_listing(adaptation="original-work").get_absolute_url())

    assert "Our own work" in text
    assert "Translated by" not in text
    assert "Read the original" not in text


def test_a_round_up_names_each_outlet() -> None:
    work = make_article(adaptation="round-up")
    others = [make_source(name="Ufuk", language="tr"), make_source(name="Kayhan", language="fa")]
    for position, source in enumerate(others, 2):
        make_translation(work, position=position, source=source, language=source.language, body=as_html([source.name]))

    text = read(bring_in(work).get_absolute_url())

    assert "A round-up" in text
    for told in (work.source.name, "Ufuk", "Kayhan", "Article in Turkish", "Article in Persian"):
        assert told in text


def make_round_up() -> Listing:
    """Of four outlets: the first is shown whole, the others are lost, shown in part, and not to be shown at all."""
    work = make_article(adaptation="round-up")
    for position, (name, display, fields) in enumerate(
        [
            ("Ufuk", "full", {"body": "", "availability": "lost", "availability_reason": "Its site burned down."}),
            ("Kayhan", "excerpt", {"body": as_html(["كلمة " * 100])}),
            ("Al-Ayyam", "none", {"body": as_html(["لا يعرض"])}),
        ],
        start=2,
    ):
        source = make_source(name=name, original_display=display)
        make_translation(work, position=position, source=source, headline=f"عنوان {name}", **fields)
    return bring_in(work)


def notices(text: str) -> list[str]:
    """The notices of a page as they read."""
    found = re.findall(r'<p class="notice"[^>]*>(.*?)</p>', text)
    return [" ".join(re.sub(r"<[^>]+>", "", each).split()) for each in found]


def test_a_round_up_names_the_originals_that_are_not_to_be_read() -> None:
    path = make_round_up().get_absolute_url()

    original, parallel = read(f"{path}original/"), read(f"{path}parallel/")

    lost = "Ufuk · عنوان Ufuk: the original is lost. Its site burned down."
    forbidden = "Al-Ayyam: the original may not be shown here."
    assert notices(original) == [lost, "Only an excerpt of this original may be shown here.", forbidden]
    excerpt, link = (
        "Kayhan · عنوان Kayhan: only an excerpt of it may be shown here.",
        "The original on the outlet’s own site",
    )
    assert notices(parallel)[-3:] == [lost, f"{excerpt} {link}", forbidden]
    for text in (original, parallel):
        assert '<bdi lang="ar" dir="rtl">عنوان Ufuk</bdi>' in text
        assert "عنوان Al-Ayyam" not in text
        assert "لا يعرض" not in text


def test_a_video_and_a_developing_story_are_called_so() -> None:
    work = make_article(original=False, developing=True, genre="interview", adaptation="transcript")
    make_translation(work, medium="video", body=as_html(["نص الفيديو"]))

    text = read(bring_in(work).get_absolute_url())

    for told in ("Video in Arabic", "Developing", "Interview", "A transcript"):
        assert told in text


def test_a_genre_that_is_called_like_its_section_is_said_once() -> None:
    opinion = make_listing(genre="opinion", section=make_section(name="Opinion"))
    elsewhere = make_listing(genre="opinion", section=make_section(name="News"))

    assert 'class="kicker"' not in Client().get(opinion.get_absolute_url()).content.decode()
    assert 'class="kicker"><span>Opinion' in Client().get(elsewhere.get_absolute_url()).content.decode()


def test_corrections_stand_on_the_article_and_on_their_page() -> None:
    article = make_published(headline="Ten villages")
    for kind, words in (("mistranslation", "It said eleven; it is twelve."), ("typo", "Hidden typo.")):
        article.refresh_from_db()
        article.body += f"<p>{kind}</p>"
        article.save()
        workflow.reissue(article, by=make_publisher(), correction=Correction(kind=kind, text=words))

    for path in (Listing.objects.get().get_absolute_url(), "/corrections/"):
        text = read(path)
        assert "It said eleven; it is twelve." in text
        assert "Hidden typo." not in text


def test_a_retraction_is_listed_without_its_headline() -> None:
    listing = make_listing(headline="Somebody is a thief")
    workflow.take_down(listing.article, by=make_publisher(), public_note="We were wrong.")

    text = read("/corrections/")

    assert "We were wrong." in text
    assert "thief" not in text


def test_a_translator_who_wants_no_credit_has_none() -> None:
    translator = make_translator(credit="name", first_name="Rana", last_name="Haddad", username="rana-login")
    path = make_listing(translator=translator).get_absolute_url()
    assert "Rana Haddad" in read(path)
    translator.credit = "none"
    translator.save()

    text = read(path)

    assert "Haddad" not in text
    assert "rana-login" not in text


# The one script of the site: an addition, from the static files.
SUGGESTIONS = '<script type="module" src="/static/site/suggestions.js" fetchpriority="low"></script>'
# What no browser runs: what machines are told of a page.
DATA = re.compile(r'<script type="application/ld\+json">[^<>]*</script>')
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>\' style="color:red" {{ 7|add:7 }}'


def test_hostile_text_is_text() -> None:
    """Also when it came into the database by another way than through the fields that clean."""
    listing = make_listing(section=make_section(name=HOSTILE[:80]), keywords=(make_keyword(name=HOSTILE[:120]),))
    old = listing.edition
    edition = Edition.objects.create(
        article_id=listing.article_id,
        number=2,
        text_revision=2,
        headline=HOSTILE,
        standfirst=HOSTILE,
        body="<p>Text</p>",
        editors_note=HOSTILE,
        language="en",
        genre="news",
        adaptation="full",
        disclaimer=HOSTILE,
        source=old.source,
        source_name=HOSTILE,
        source_label=HOSTILE,
        attested_as="synthetic",
        attested_at=timezone.now(),
        digest=old.digest,
        seal={"originals.1.body": {}},
    )
    EditionOriginal.objects.create(
        edition=edition,
        position=1,
        source=old.source,
        source_name=HOSTILE,
        language="ar",
        medium="article",
        headline=HOSTILE,
        standfirst=HOSTILE,
        body="<p>نص</p>",
        byline=HOSTILE,
        url="https://example.org/",
        availability="attached",
        read_at=timezone.now(),
        original_display="full",
        alignment=[[[0], [0]], "nonsense", [[9], [-1]], [[0]]],
    )
    Listing.objects.filter(pk=listing.pk).update(edition=edition)
    Publication.objects.update(name=HOSTILE[:120], motto=HOSTILE[:200])
    path = listing.get_absolute_url()
    keyword = ListingKeyword.objects.get(listing=listing).keyword

    for page in (
        "/",
        "/latest/",
        path,
        f"{path}original/",
        f"{path}parallel/",
        "/keywords/",
        "/corrections/",
        "/search/?q=text",
        "/search/?q=" + "%3Cscript%3Ealert(1)",
        keyword.get_absolute_url(),
        listing.source.get_absolute_url(),
        "/feeds/latest.rss",
        "/search/feed.rss?q=text",
        "/opensearch.xml",
        "/nowhere/",
    ):
        text = DATA.sub("", Client().get(page).content.decode().replace(SUGGESTIONS, ""))
        assert "<script" not in text, page
        assert not re.search(r"<[a-z][^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*\s(?:on\w+|style)\s*=", text), page
        assert "14 }}" not in text


def test_nothing_needs_a_script_or_an_inline_style() -> None:
    listing = make_listing(**photo_words(make_photo()), keywords=(make_keyword(),))

    for path in (
        "/",
        listing.get_absolute_url(),
        listing.get_absolute_url() + "parallel/",
        "/search/?q=bridge",
        "/nowhere/",
    ):
        text = DATA.sub("", Client().get(path).content.decode().replace(SUGGESTIONS, ""))
        assert not re.search(r"<(?:script|style|iframe|object|embed)\b|\sstyle=|\son\w+=", text), path


def test_the_interface_speaks_the_language_of_the_publication() -> None:
    Publication.objects.update(language="ar")
    listing = make_listing()

    response = Client().get(listing.get_absolute_url(), headers={"accept-language": "fr"})

    text = response.content.decode()
    assert '<html lang="ar" dir="rtl">' in text
    assert '<h1 class="article-headline" lang="en" dir="ltr">' in text
    assert "Accept-Language" not in response.headers.get("Vary", "")


def test_pages_link_to_each_other() -> None:
    listing = make_listing(section=make_section(), keywords=(make_keyword(),))
    text = read(listing.get_absolute_url())

    for name, thing in (("section", listing.section), ("source", listing.source)):
        assert f'href="{reverse(name, args=[thing.slug])}"' in text
    assert Translation.objects.count() == 1
