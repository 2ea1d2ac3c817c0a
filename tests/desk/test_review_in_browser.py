"""Reviewing in a real browser: from the first page to readers, notes beside a text that is being written."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles import workflow
from articles.models import Article, EditorialNote, Listing
from tests.desk.browsing import serious
from tests.desk.forms import change_page, step_page
from tests.factories import (
    make_article,
    make_editor,
    make_published,
    make_scheduled,
    make_translated,
    make_translator,
    make_verified,
)

pytestmark = pytest.mark.usefixtures("committed_db")


def test_from_a_clean_translated_piece_to_readers_in_three_clicks(live_site: Any, page: Page) -> None:
    article = make_translated(headline="The bridge opens again")
    live_site.sign_in(page, make_editor())
    page.goto("/admin/")
    clicks = 0

    page.get_by_role("link", name="Look and approve").click()
    clicks += 1
    expect(page.locator(".desk-disclaimer")).to_contain_text("This article was translated and edited by")
    expect(page.locator(".desk-disclaimer")).to_be_in_viewport()
    page.get_by_role("button", name="Approve and publish").click()
    clicks += 1
    expect(page.get_by_text("Readers see it since")).to_be_visible()

    assert clicks <= 3
    assert Listing.public.filter(article=article).exists()


def test_notes_and_hiding_leave_what_is_being_written_alone(live_site: Any, page: Page, new_page: Any) -> None:
    article, rana = make_published(), make_translator(username="rana", first_name="Rana", last_name="Khoury")
    live_site.sign_in(page, make_editor())
    page.goto(change_page(article))
    page.locator("#id_headline").fill("A headline of mine")

    note = page.get_by_label("Add a note")
    note.press_sequentially("Is it so, @Ra")
    page.get_by_role("button", name="@rana Rana Khoury").click()
    page.get_by_role("button", name="Add the note").click()
    expect(page.get_by_text("Told: Rana Khoury.")).to_be_visible()
    expect(page.locator("#id_headline")).to_have_value("A headline of mine")
    assert EditorialNote.objects.get().text == "Is it so, @rana"
    assert rana.notices.get().article == article
    page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_role("button", name="Open again")).to_be_visible()
    page.get_by_role("button", name="Hide now").click()
    expect(page.get_by_text("Hidden from readers. An editor settles it.")).to_be_visible()

    assert not Listing.public.filter(article=article).exists()


def test_what_readers_are_told_stands_there_as_it_is_typed(live_site: Any, page: Page) -> None:
    article = make_published()
    Article.objects.filter(pk=article.pk).update(headline="Mended")
    live_site.sign_in(page, make_editor())

    page.goto(step_page(article, "take-down"))
    page.get_by_label("What readers find in its place").fill("It rested on a forged document.")
    expect(page.locator(".told-page blockquote")).to_have_text("It rested on a forged document.")
    page.goto(step_page(article, "publish-the-fix"))
    page.get_by_label("What kind of fix it is").select_option("attribution")
    page.locator("#id_text").fill("The engineer said so.")
    expect(page.locator("[data-told-kind=attribution]")).to_contain_text("Attribution. The engineer said so.")
    page.get_by_label("What kind of fix it is").select_option("typo")
    expect(page.locator("[data-told-kind=typo]")).to_be_visible()
    assert not serious(page)


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_the_first_page_and_the_calendar_for_everybody(
    live_site: Any, new_page: Any, language: str, scheme: str
) -> None:
    a_newsroom_at_work()
    editor = make_editor(interface_language=language, time_zone="Asia/Beirut")
    make_article(assignee=editor, due_at=timezone.now() - timedelta(hours=1))
    wide, narrow = new_page(color_scheme=scheme), new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)

    for page in (wide, narrow):
        live_site.sign_in(page, editor)
        for address in ("/admin/", "/admin/calendar/", "/admin/articles/article/"):
            page.goto(address)
            assert not serious(page), address
            if "article" not in address:
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


def a_newsroom_at_work() -> None:
    """Something in every list of the first page."""
    editor = make_editor(first_name="Salma", last_name="Halabi")
    make_translated(headline="Two editors stand behind every piece, and both of them read the original")
    scheduled, hidden, public = make_scheduled(), make_published(), make_published()
    make_scheduled(headline="مقال مجدول لا يراه القراء بعد", language="ar")
    make_verified()
    workflow.hide(hidden, by=editor)
    with workflow.signed(editor):
        Article.objects.filter(pk=scheduled.pk).update(headline="Changed at the last minute")
    EditorialNote.objects.create(article=public, by=editor, text="Check the date.")
    workflow.note_original(make_translated().translations.get(), "withdrawn", by=editor)
