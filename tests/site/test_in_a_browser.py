"""The site as a person meets it: in a browser, on a desk and on a phone, in light and dark, from either side."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from articles import workflow
from articles.models import Publication
from tests.factories import make_editor, make_listing
from tests.site.accessible import too_small_to_touch, violations, widths_too_narrow
from tests.site.kinds import make_kinds, make_round_up

# Wide enough for two columns; a tablet; a phone.
WIDTHS = (1440, 768, 390)


def test_every_kind_of_page_is_accessible_and_fits(new_page: Callable[..., Page]) -> None:
    """Colours are the same from either side, and the rest in light and dark: so each is seen once, not four times."""
    kinds, page = make_kinds(), new_page()

    for language, scheme in (("en", "light"), ("ar", "dark")):
        Publication.objects.update(language=language)
        page.emulate_media(color_scheme=scheme)
        for kind, address in kinds.items():
            page.goto(address)
            assert widths_too_narrow(page, WIDTHS) == [], (kind, language)
            assert too_small_to_touch(page) == [], (kind, language)
            assert violations(page) == [], (kind, language, scheme)


def test_a_reader_without_scripts_finds_an_article_and_its_original(new_page: Callable[..., Page]) -> None:
    listing = make_listing()
    page = new_page(java_script_enabled=False)

    page.goto("/")
    page.get_by_role("searchbox").fill(listing.edition.headline)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=listing.edition.headline, exact=True).first.click()
    expect(page.get_by_text(listing.edition.disclaimer)).to_be_visible()
    page.get_by_role("link", name="Read both side by side").click()

    expect(page.get_by_text("قال المهندس")).to_be_visible()
    page.get_by_role("radio", name="Translation").check()
    expect(page.get_by_text("قال المهندس")).to_be_hidden()
    page.get_by_role("radio", name="Original").check()
    expect(page.get_by_text("قال المهندس")).to_be_visible()
    expect(page.get_by_text("The engineer said")).to_be_hidden()
    assert page.context.cookies() == []


def test_the_keyboard_reaches_the_text_first(page: Page) -> None:
    make_listing()
    page.goto("/latest/")
    page.keyboard.press("Tab")

    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


def test_who_met_a_hidden_article_finds_it_once_it_is_shown_again(page: Page) -> None:
    listing = make_listing()
    editor, address = make_editor(), listing.get_absolute_url()

    def answers() -> int:
        """The status at the address, come to from elsewhere: to go where one is already asks the site anew."""
        page.goto("/latest/")
        response = page.goto(address)
        assert response
        return response.status

    def comes_to(status: int) -> bool:
        """Whether it answers so before long: each process looks four times a second what changed."""
        until = time.monotonic() + 15
        while not (is_so := answers() == status) and time.monotonic() < until:
            page.wait_for_timeout(100)
        return is_so

    assert comes_to(200)
    workflow.hide(listing.article, by=editor)
    assert comes_to(410)
    workflow.reissue(listing.article, by=editor)
    assert comes_to(200)
    expect(page.get_by_role("heading", level=1)).to_have_text(listing.edition.headline)


def test_the_rule_beside_an_original_stands_where_its_lines_begin(phone: Page) -> None:
    listing = make_round_up()

    phone.goto(listing.get_absolute_url() + "parallel/")

    sides = phone.evaluate(
        "[...document.querySelectorAll('.parallel-theirs[lang]')].map(each => [each.lang,"
        " getComputedStyle(each).borderLeftWidth !== '0px', getComputedStyle(each).borderRightWidth !== '0px'])"
    )
    assert {tuple(side) for side in sides} == {("ar", False, True), ("tr", True, False)}
