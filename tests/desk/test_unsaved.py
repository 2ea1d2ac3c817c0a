"""Words that were typed and not saved: no step leaves them behind without a word."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, Status
from tests.desk.forms import change_page
from tests.factories import make_article, make_translator

pytestmark = pytest.mark.usefixtures("committed_db")


def test_a_step_waits_until_what_was_typed_is_saved(live_site: Any, page: Page) -> None:
    article = make_article()
    live_site.sign_in(page, make_translator())
    page.goto(change_page(article))
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    page.locator("#id_headline").fill("Typed and not saved")
    page.get_by_role("button", name="Hand over as translated").click()

    expect(page.get_by_text("Save first what you typed.")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_be_focused()
    expect(page.locator("#id_headline")).to_have_value("Typed and not saved")
    assert Article.objects.get().status == Status.DRAFT
    revision = Article.objects.get().revision

    page.get_by_role("button", name="Save").click()
    expect(page.locator("[name='revision']").first).to_have_value(str(revision + 1))
    page.get_by_role("button", name="Hand over as translated").click()
    expect(page.get_by_text("Handed over: it waits for an editor.")).to_be_visible()
    assert Article.objects.get().headline == "Typed and not saved"
    assert asked == []


def test_another_keyword_is_something_typed_too(live_site: Any, page: Page) -> None:
    live_site.sign_in(page, make_translator())
    page.goto(change_page(make_article()))

    page.get_by_role("button", name="Add another keyword").click()
    page.get_by_role("button", name="Hand over as translated").click()

    expect(page.get_by_text("Save first what you typed.")).to_be_visible()
