"""The desk in a real browser: what only a browser shows."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, Status
from tests.desk.browsing import choose, serious
from tests.desk.forms import change_page, step_page
from tests.desk.rich import write
from tests.factories import (
    make_administrator,
    make_article,
    make_editor,
    make_keyword,
    make_published,
    make_source,
    make_translated,
    make_translator,
)

pytestmark = pytest.mark.usefixtures("committed_db")


def test_a_story_on_its_way_through_the_desk(live_site: Any, page: Page) -> None:
    outlet, keyword = make_source(name="Al-Tahun"), make_keyword(name="Hama", kind="place")
    translator, editor = make_translator(), make_editor(time_zone="Asia/Beirut")

    live_site.sign_in(page, translator)
    page.goto("/admin/articles/article/add/?blank=1")
    page.get_by_label("Headline:").first.fill("The bridge opens again")
    page.locator("#id_standfirst").fill("After fourteen months of work.")
    write(page, "The ministry said so.\n\nThe engineer agreed.")
    page.locator("#id_translations-0-headline").fill("افتتاح الجسر")
    write(page, "أعلنت الوزارة ذلك.\n\nووافق المهندس.", "id_translations-0-body")
    choose(page, "source", "tah", "Al-Tahun")
    page.get_by_role("button", name="Add another Keyword").click()
    choose(page, "keyword_rows-0-tag", "ham", "Hama")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Hand over as translated").click()
    expect(page.get_by_text("Handed over: it waits for an editor.")).to_be_visible()

    live_site.sign_in(page, editor)
    article = Article.objects.get()
    page.goto(change_page(article))
    page.get_by_role("link", name="Approve and publish").click()
    expect(page.get_by_text("This article was translated and edited by")).to_be_visible()
    expect(page.get_by_text("Asia/Beirut (UTC+0")).to_be_visible()
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_text("Readers see it since")).to_be_visible()

    article.refresh_from_db()
    assert article.status == Status.PUBLISHED
    assert (article.source, article.translator) == (outlet, translator)
    assert [row.tag for row in article.keyword_rows.all()] == [keyword]


def test_the_fields_of_an_original_turn_with_its_language(live_site: Any, page: Page) -> None:
    live_site.sign_in(page, make_translator())
    page.goto("/admin/articles/article/add/?blank=1")
    body = page.locator("#id_translations-0-body")
    expect(body).to_have_attribute("dir", "rtl")

    page.locator("#id_translations-0-language").select_option("tr")

    expect(body).to_have_attribute("dir", "ltr")
    expect(body).to_have_attribute("lang", "tr")


def test_a_text_outlives_the_session_it_was_written_in(live_site: Any, new_page: Any) -> None:
    # With scripts, signing in happens over the page: tests/desk/test_keeping.py.
    article, page = make_article(), new_page(java_script_enabled=False)
    live_site.sign_in(page, make_translator())
    page.goto(change_page(article))
    page.locator("#id_headline").fill("A headline of mine")
    page.context.clear_cookies()

    page.get_by_role("button", name="Save", exact=True).first.click()

    expect(page.get_by_role("textbox", name="Headline", exact=True)).to_have_value("A headline of mine")
    expect(page.get_by_role("link", name="Sign in, in another tab")).to_be_visible()


def test_two_browsers_on_one_article(live_site: Any, new_page: Any) -> None:
    article = make_article(headline="As it was")
    mine, theirs = new_page(), new_page()
    live_site.sign_in(mine, make_translator())
    live_site.sign_in(theirs, make_editor())
    for page in (mine, theirs):
        page.goto(change_page(article))

    theirs.locator("#id_headline").fill("Theirs")
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.get_by_text("was changed successfully")).to_be_visible()
    mine.locator("#id_headline").fill("Mine")
    mine.get_by_role("button", name="Save").click()

    expect(mine.get_by_text("Both texts, side by side")).to_be_visible()
    expect(mine.locator("#id_headline")).to_have_value("Mine")
    assert not serious(mine)
    article.refresh_from_db()
    assert article.headline == "Theirs"
    mine.get_by_role("button", name="Save mine over theirs").click()
    expect(mine.get_by_text("was changed successfully")).to_be_visible()
    article.refresh_from_db()
    assert article.headline == "Mine"


def test_original_and_translation_stand_beside_each_other_and_on_a_phone_below(
    live_site: Any, page: Page, phone: Page
) -> None:
    article, translator = make_translated(), make_translator()

    def boxes(shown: Page) -> tuple[Any, Any]:
        live_site.sign_in(shown, translator)
        shown.goto(change_page(article))
        assert shown.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        return shown.locator(".desk-bench-ours").bounding_box(), shown.locator(".desk-bench-theirs").bounding_box()

    ours, theirs = boxes(page)
    assert ours["x"] + ours["width"] <= theirs["x"]
    ours, theirs = boxes(phone)
    assert ours["y"] + ours["height"] <= theirs["y"]


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_nothing_serious_for_those_who_see_or_hear_otherwise(
    live_site: Any, new_page: Any, language: str, scheme: str
) -> None:
    page = new_page(color_scheme=scheme)
    administrator = make_administrator(interface_language=language)
    draft, translated, published = make_article(keywords=(make_keyword(),)), make_translated(), make_published()
    live_site.sign_in(page, administrator)

    for address in (
        "/admin/", "/admin/settings/", "/admin/articles/article/", "/admin/articles/article/add/?blank=1",
        "/admin/articles/article/new/", change_page(draft), change_page(translated), change_page(published),
        step_page(translated, "approve"), step_page(published, "redact"),
    ):  # fmt: skip
        page.goto(address, wait_until="load")
        assert not serious(page), address
