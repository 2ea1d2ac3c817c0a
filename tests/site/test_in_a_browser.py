"""The site as a person meets it: in a browser, on a desk and on a phone, in light and dark, from either side."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles import workflow
from articles.models import Listing, Publication
from articles.models import Page as WrittenPage
from articles.models.text import as_html
from tests.factories import (
    make_article,
    make_editor,
    make_keyword,
    make_listing,
    make_photo,
    make_section,
    make_source,
    make_translation,
)

# Wide enough for two columns; a tablet; a phone.
WIDTHS = (1440, 768, 390)


@pytest.fixture
def addresses(live_site: object) -> list[str]:
    """One address of each kind of page, with something on each."""
    photo, keyword = make_photo(), make_keyword(name="Aleppo", kind="place", description="A city.")
    keyword.spellings.create(language="ar", text="حلب")
    # What was embedded elsewhere came in as an address without a place to break.
    embedded = "https://example.org/someone/status/1234567890123456789012345678901234567890"
    body = as_html(["The ministry said so.", "It took 14 months.", f"The end: {embedded}"])
    listing = make_listing(
        section=make_section(name="Society"),
        keywords=(keyword,),
        body=body,
        photo=photo,
        photo_alt=photo.alt,
        photo_caption=photo.caption,
        photo_credit=photo.credit,
        editors_note="A note.",
        developing=True,
        genre="opinion",
    )
    for number in range(24):
        make_listing(published_at=timezone.now() - timedelta(days=number + 1), section=listing.section)
    gone = make_listing()
    workflow.take_down(gone.article, by=make_editor(), public_note="It was wrong.")
    hidden = make_listing()
    workflow.hide(hidden.article, by=make_editor())
    round_up = make_unpaired().get_absolute_url()
    WrittenPage.objects.create(
        title="About us", slug="about-us", body=f"<p>We <em>translate</em>.</p><p>{embedded}</p>"
    )
    return [
        "/",
        "/latest/",
        listing.get_absolute_url(),
        f"{listing.get_absolute_url()}original/",
        f"{listing.get_absolute_url()}parallel/",
        "/search/?q=bridge&section=" + listing.section.slug,
        "/search/?q=nothing-of-the-kind",
        "/search/?year=nonsense",
        "/keywords/",
        "/keywords/?kind=place",
        keyword.get_absolute_url(),
        "/sources/",
        listing.source.get_absolute_url(),
        listing.section.get_absolute_url(),
        "/corrections/",
        "/about/",
        "/about/about-us/",
        "/nowhere/",
        gone.get_absolute_url(),
        hidden.get_absolute_url(),
        f"{round_up}original/",
        f"{round_up}parallel/",
    ]


def make_unpaired() -> Listing:
    """A round-up of two texts that pair with nothing, one from either side, and one that is lost."""
    article = make_article(adaptation="round-up", original=False)
    make_translation(article, body=as_html([f"فقرة {number}" for number in range(9)]))
    make_translation(article, position=2, language="tr", headline="Köprü", body=as_html(["Köprü", "açıldı", "dün"]))
    make_translation(
        article,
        position=3,
        source=make_source(name="Ufuk"),
        body="",
        availability="lost",
        availability_reason="Its site burned down.",
    )
    return workflow.bring_in(article, published_at=timezone.now() - timedelta(hours=2), attested_as="synthetic").listing


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "ar")])
def test_every_kind_of_page_is_accessible_and_fits(
    scheme: str, language: str, addresses: list[str], new_page: Callable[..., Page]
) -> None:
    Publication.objects.update(language=language)
    page = new_page(color_scheme=scheme)

    for address in addresses:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wider == 0, (address, width)
        found = Axe().run(page)
        assert found.violations_count == 0, (address, found.generate_report())


def test_a_reader_without_scripts_finds_an_article_and_its_original(
    addresses: list[str], new_page: Callable[..., Page]
) -> None:
    listing = Listing.public.newest_first().first()
    assert listing
    page = new_page(java_script_enabled=False)

    page.goto("/")
    page.get_by_role("searchbox").fill(listing.edition.headline)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=listing.edition.headline, exact=True).first.click()
    expect(page.get_by_text(listing.edition.disclaimer)).to_be_visible()
    page.get_by_role("link", name="Read both side by side").click()

    expect(page.get_by_text("قال المهندس")).to_have_count(1)
    assert page.context.cookies() == []


def test_the_keyboard_reaches_the_text_first(addresses: list[str], page: Page) -> None:
    page.goto("/latest/")
    page.keyboard.press("Tab")

    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


def test_what_is_touched_is_large_enough(addresses: list[str], phone: Page) -> None:
    """44 pixels for what stands alone; a link in a line of text is as high as its line."""
    for address in addresses[:6]:
        phone.goto(address)
        small = phone.evaluate(
            "[...document.querySelectorAll('button, input, select, summary, nav a, .button, .keywords-list a')]"
            ".filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 44)"
            ".map(each => each.outerHTML)"
        )
        assert [each for each in small if "parallel-number" not in each] == [], address


def test_who_met_a_hidden_article_finds_it_once_it_is_shown_again(page: Page) -> None:
    listing = make_listing()
    editor, address = make_editor(), listing.get_absolute_url()

    def answers() -> int:
        """The status at the address, come to from elsewhere: to go where one is already asks the site anew."""
        page.goto("/latest/")
        response = page.goto(address)
        assert response
        return response.status

    assert answers() == 200
    workflow.hide(listing.article, by=editor)
    assert answers() == 410
    workflow.reissue(listing.article, by=editor)
    assert answers() == 200
    expect(page.get_by_role("heading", level=1)).to_have_text(listing.edition.headline)


def test_the_rule_beside_an_original_stands_where_its_lines_begin(phone: Page) -> None:
    listing = make_unpaired()

    phone.goto(listing.get_absolute_url() + "parallel/")

    sides = phone.evaluate(
        "[...document.querySelectorAll('.parallel-theirs[lang]')].map(each => [each.lang,"
        " getComputedStyle(each).borderLeftWidth !== '0px', getComputedStyle(each).borderRightWidth !== '0px'])"
    )
    assert {tuple(side) for side in sides} == {("ar", False, True), ("tr", True, False)}
