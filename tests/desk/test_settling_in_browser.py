"""Settling what was moved in, in a real browser: outlets accepted in bulk, an original attached in its place."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import ImportedItem, Listing
from tests.desk.browsing import serious
from tests.desk.test_proposals import propose
from tests.factories import make_editor, make_imported

pytestmark = pytest.mark.usefixtures("committed_db")


def test_from_the_first_page_to_readers(live_site: Any, page: Page) -> None:
    one, other = (propose(make_imported(headline=f"The bridge of {name}")) for name in ("Homs", "Hama"))
    propose(make_imported(), outlet_name="SANA")
    ImportedItem.objects.create(site="s", key="1", kind="post", file="f", line=1, outcome="public", article=one.article)
    live_site.sign_in(page, make_editor())
    page.goto("/admin/")

    page.get_by_role("link", name="Proposed outlets and authors").click()
    page.get_by_role("link", name="Enab Baladi").click()
    assert serious(page) == []
    page.get_by_label("Its name").fill("Enab Baladi (Darayya)")
    row = page.get_by_role("listitem").filter(has_text="The bridge of Hama")
    row.get_by_label("Author").fill("Reem")
    page.get_by_label("Choose all on this page").check()
    page.get_by_role("button", name="Accept the chosen").click()

    expect(page.get_by_text("Accepted for 2 articles.")).to_be_visible()
    expect(page.get_by_role("link", name="SANA")).to_be_visible()
    page.goto(Listing.objects.get(article=other.article_id).get_absolute_url())
    expect(page.get_by_role("link", name="Enab Baladi (Darayya)")).to_be_visible()
    expect(page.get_by_role("complementary").get_by_text("Reem")).to_be_visible()


def test_an_original_is_attached_in_its_place_of_the_list(live_site: Any, page: Page) -> None:
    for name in ("Homs", "Hama"):
        make_imported(headline=f"The bridge of {name}")
    live_site.sign_in(page, make_editor())
    page.goto("/admin/without-original/?year=2017")
    row = page.get_by_role("listitem").filter(has_text="The bridge of Homs")

    row.get_by_role("link", name="Attach the original").click()
    row.get_by_role("button", name="Attach and show readers").click()
    expect(row.get_by_text("Paste the text of the original")).to_be_visible()
    assert serious(page) == []
    row.get_by_label("Language").select_option("tr")
    row.get_by_label("Text").fill("Köprü pazar günü trafiğe açıldı.")
    row.get_by_role("button", name="Attach and show readers").click()

    expect(row.get_by_text("Attached: readers find the original with it now.")).to_be_focused()
    assert page.url.endswith("/admin/without-original/?year=2017")
    assert Listing.public.get(original_language="tr").edition.headline == "The bridge of Homs"
