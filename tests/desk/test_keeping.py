"""Nothing that is typed is lost, in a real browser: closed tabs, dead lines, crashes, ended sessions, two people."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, Request, expect

from articles.models import Article, Autosave, Presence
from tests.desk.forms import change_page
from tests.factories import PASSWORD, make_article, make_editor, make_translator

pytestmark = pytest.mark.usefixtures("committed_db")

KEPT_HERE = """() => new Promise((resolve) => {
  const asked = indexedDB.open("newsroom-desk", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
  asked.onsuccess = () => {
    const rows = asked.result.transaction("kept").objectStore("kept").getAll();
    rows.onsuccess = () => resolve(rows.result.map((row) => new TextDecoder().decode(row.data)));
  };
})"""


@pytest.fixture
def article() -> Article:
    return make_article(headline="As it was")


def opened(live_site: Any, page: Page, article: Article, member: Any) -> Page:
    live_site.sign_in(page, member)
    page.goto(change_page(article))
    expect(page.locator("#keeping[data-is-ready]")).to_be_attached()
    return page


def status(page: Page, words: str) -> None:
    expect(page.locator("#keeping-status")).to_contain_text(words)


def crash(page: Page) -> None:
    """Ends the page without its last word: nothing is sent as it goes, also where the line is back by then."""
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()) }")
    page.close()


def kept_on_device(page: Page) -> list[str]:
    rows: list[str] = page.evaluate(KEPT_HERE)
    return rows


def test_a_closed_tab_is_offered_back_with_the_difference(live_site: Any, page: Page, article: Article) -> None:
    me = make_translator()
    opened(live_site, page, article, me)
    page.locator("#id_headline").fill("As it is typed")
    status(page, "Kept as draft")

    page.close()
    again = opened(live_site, page.context.new_page(), article, me)

    expect(again.locator("#id_headline")).to_have_value("As it was")
    expect(again.locator("#kept ins")).to_contain_text("is typed")
    again.get_by_role("link", name="Take it up again").click()
    expect(again.locator("#id_headline")).to_have_value("As it is typed")
    expect(again.locator("#keeping[data-is-ready]")).to_be_attached()
    again.get_by_role("button", name="Save").click()
    status(again, "Saved")
    assert Article.objects.get().headline == "As it is typed"
    assert not Autosave.objects.exists()


def test_without_a_line_all_is_kept_and_sent_once_it_is_back(live_site: Any, page: Page, article: Article) -> None:
    opened(live_site, page, article, make_translator())
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    page.context.set_offline(True)
    page.locator("#id_headline").fill("Typed in a tunnel")
    status(page, "Kept on this device, not sent yet")
    page.get_by_role("button", name="Save").click()
    status(page, "Not sent: it is kept")
    assert "tunnel" not in "".join(kept_on_device(page))
    assert len(kept_on_device(page)) == 1
    page.context.set_offline(False)

    status(page, "Saved")
    assert Article.objects.get().headline == "Typed in a tunnel"
    expect(page.locator("#id_headline")).to_have_value("Typed in a tunnel")
    page.wait_for_function(f"({KEPT_HERE})().then((rows) => rows.length === 0)")
    page.goto("/")
    assert asked == []


def test_what_a_crash_without_a_line_left_on_the_device_is_offered_back(
    live_site: Any, page: Page, article: Article
) -> None:
    opened(live_site, page, article, make_translator())
    page.context.set_offline(True)
    page.locator("#id_headline").fill("Typed before the crash")
    status(page, "Kept on this device")

    crash(page)
    page.context.set_offline(False)
    assert not Autosave.objects.exists()
    # In the same session: another would have another key.
    again = page.context.new_page()
    again.goto(change_page(article))

    expect(again.locator("#kept ins")).to_contain_text("Typed before the crash")
    expect(again.locator("#id_headline")).to_have_value("As it was")
    again.wait_for_function(f"({KEPT_HERE})().then((rows) => rows.length === 0)")
    again.get_by_role("button", name="Discard").click()
    expect(again.locator("#kept")).to_have_count(0)
    assert not Autosave.objects.exists()


def test_an_ended_session_is_signed_in_again_over_the_page(live_site: Any, page: Page, article: Article) -> None:
    opened(live_site, page, article, make_translator())
    Session.objects.all().delete()

    page.locator("#id_headline").fill("Typed on and on")
    dialog = page.get_by_role("dialog", name="Sign in again")
    dialog.get_by_label("Password").fill("a wrong password")
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog.get_by_role("alert")).to_contain_text("not the password")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()

    expect(dialog).to_be_hidden()
    status(page, "Kept as draft")
    expect(page.locator("#id_headline")).to_have_value("Typed on and on")
    page.get_by_role("button", name="Save").click()
    status(page, "Saved")
    assert Article.objects.get().headline == "Typed on and on"


def test_once_the_session_is_ended_from_elsewhere_nobody_reads_what_the_device_has(
    live_site: Any, page: Page, article: Article
) -> None:
    me = make_translator()
    opened(live_site, page, article, me)
    page.context.set_offline(True)
    page.locator("#id_headline").fill("Nobody’s business")
    status(page, "Kept on this device")
    crash(page)
    page.context.set_offline(False)

    Session.objects.all().delete()
    again = opened(live_site, page.context.new_page(), article, me)

    expect(again.locator("#id_headline")).to_have_value("As it was")
    assert kept_on_device(again) == []
    expect(again.locator("#kept")).to_have_count(0)


def test_signing_out_leaves_nothing_on_the_device(live_site: Any, page: Page, article: Article) -> None:
    opened(live_site, page, article, make_translator())
    page.route("**/autosave/", lambda route: route.abort())
    page.locator("#id_headline").fill("Typed, and away")
    status(page, "Kept on this device")

    page.get_by_role("button", name="Log out").click()

    expect(page.locator("#keeping")).to_have_count(0)
    assert kept_on_device(page) == []


def test_where_nothing_can_be_kept_leaving_warns(live_site: Any, page: Page, article: Article) -> None:
    page.add_init_script("indexedDB.open = crypto.subtle.encrypt = () => { throw new Error('full') }")
    opened(live_site, page, article, make_translator())
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.route("**/autosave/", lambda route: route.abort())

    page.locator("#id_headline").fill("Typed, and nowhere kept")
    status(page, "Not kept yet")
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Home").first.click()

    expect(page.locator("#id_headline")).to_have_value("Typed, and nowhere kept")
    assert asked == ["beforeunload"]


def test_two_at_one_article_see_each_other_and_the_second_save_overwrites_nothing(
    live_site: Any, new_page: Callable[..., Page], article: Article
) -> None:
    first = opened(live_site, new_page(), article, make_translator(first_name="Karim"))
    first.locator("#id_headline").fill("Karim’s")
    status(first, "Kept as draft")
    assert Presence.objects.get().typed_at is not None

    second = opened(live_site, new_page(), article, make_editor(first_name="Rana"))
    expect(second.get_by_text("Karim has this article open")).to_be_visible()
    second.locator("#id_headline").fill("Rana’s")
    second.get_by_role("button", name="Save").click()
    status(second, "Saved")
    first.locator("#id_headline").fill("Karim’s own")
    expect(first.get_by_text("Rana saved this article while you wrote.")).to_be_visible()
    first.get_by_role("button", name="Save").click()

    expect(first.get_by_role("heading", name="Both texts, side by side")).to_be_visible()
    assert Article.objects.get().headline == "Rana’s"
    expect(first.locator(".desk-conflict")).to_contain_text("Rana’s")
    expect(first.locator(".desk-conflict")).to_contain_text("Karim’s own")
    first.get_by_role("button", name="Save mine over theirs").click()
    expect(first.get_by_text("was changed successfully")).to_be_visible()
    assert Article.objects.get().headline == "Karim’s own"
    assert Presence.objects.filter(seen_at__lte=timezone.now()).count() == 2


def test_a_save_sends_only_the_change_and_the_page_stays(live_site: Any, page: Page) -> None:
    article = make_article(body="".join(f"<p>{'One word and another. ' * 50}</p>" for _ in range(30)))
    opened(live_site, page, article, make_translator())
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.evaluate(
        """() => {
          const field = document.getElementById("id_body");
          field.value = field.value.replace("another", "one more");
          field.dispatchEvent(new Event("newsroom:set"));
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )

    page.get_by_role("button", name="Save").click()
    status(page, "Saved")

    lengths = [len(request.post_data or "") for request in sent if request.url.endswith("/save/")]
    assert len(lengths) == 1
    assert lengths[0] < 1_500
    assert Article.objects.get().body.startswith("<p>One word and one more. ")
    assert page.url.endswith(change_page(article))
    page.locator("#id_headline").fill("Once more")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[name='revision']").first).to_have_value(str(Article.objects.get().revision))
    page.get_by_role("button", name="Hand over as translated").click()
    expect(page.get_by_text("Handed over: it waits for an editor.")).to_be_visible()
    assert Article.objects.get().headline == "Once more"
