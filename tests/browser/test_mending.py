"""A typo noticed on the public page, and a text shown to somebody outside, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models.text import as_html
from tests.desk.browsing import serious
from tests.desk.forms import change_page
from tests.factories import make_editor, make_published, make_translated, make_translator

pytestmark = pytest.mark.usefixtures("committed_db")


def test_a_typo_is_mended_in_three_clicks(live_site: Any, page: Page, new_page: Any) -> None:
    article = make_published(body=as_html(["The ministry said that teh bridge had opened.", "It took 14 months."]))
    live_site.sign_in(page, make_editor())
    page.goto(article.listing.get_absolute_url())
    assert not serious(page)

    page.get_by_role("link", name="Mend a typo").click()
    body = page.get_by_label("Text:")
    body.fill(body.input_value().replace("teh", "the"))
    assert not serious(page)
    page.get_by_role("button", name="See the change").click()
    expect(page.locator("ins")).to_have_text("the")
    told = page.get_by_role("region", name="As readers will find it")
    expect(told).to_be_hidden()
    page.get_by_label("What kind of fix it is").select_option("mistranslation")
    page.get_by_label("What readers are told").fill("It was the bridge.")
    expect(told.get_by_text("Mistranslation.")).to_be_visible()
    expect(told.get_by_text("It was the bridge.")).to_be_visible()
    assert not serious(page)
    page.get_by_label("What kind of fix it is").select_option("typo")
    page.get_by_role("button", name="Publish the fix").click()

    expect(page.get_by_text("Readers see version 2")).to_be_visible()
    reader = new_page(java_script_enabled=False)
    reader.goto(article.listing.get_absolute_url())
    expect(reader.get_by_text("said that the bridge had opened")).to_be_visible()
    expect(reader.get_by_text("Mend a typo")).to_have_count(0)


def test_somebody_outside_reads_a_text_until_the_link_is_revoked(live_site: Any, page: Page, new_page: Any) -> None:
    article = make_translated()
    live_site.sign_in(page, make_translator())
    page.goto(change_page(article))
    page.get_by_role("link", name="Links for somebody outside").click()
    page.get_by_label("Who it is for").fill("The author")
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_label("The link. Copy it now").input_value()
    assert not serious(page)

    outside = new_page(viewport={"width": 390, "height": 844})
    outside.goto(address)
    expect(outside.get_by_text("Preview: not published.")).to_be_visible()
    assert not serious(outside)
    outside.get_by_role("link", name="Read both side by side").click()
    expect(outside.get_by_role("heading", level=1)).to_have_text(article.headline)
    assert outside.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert outside.context.cookies() == []
    page.goto(page.url)
    expect(page.get_by_text("Opened 2 times")).to_be_visible()
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("The link doesn’t work any more.")).to_be_visible()

    assert outside.goto(address).status == 404
