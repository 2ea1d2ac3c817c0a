"""The workbench in a real browser: the editor, both texts beside each other, findings, keys."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, Translation
from articles.models.text import as_html, clean_html
from tests.desk.browsing import serious
from tests.desk.forms import change_page
from tests.desk.rich import editor, paste, value
from tests.factories import make_article, make_editor, make_translated, make_translator

pytestmark = pytest.mark.usefixtures("committed_db")

EVERYTHING = clean_html(
    '<h2>One  <em>two <strong>three</strong></em></h2><p dir="rtl" lang="ar">مرحبا <bdi>14</bdi></p>'
    '<p>A <cite>book</cite>, a <q>word</q>, <span lang="fr">mot</span>, '
    '<a href="https://example.org/?a=1&amp;b=2" title="t">there</a> H<sub>2</sub>O x<sup>2</sup> <s>gone</s><br>'
    "3 &lt; 4&nbsp;%</p><blockquote>Said.</blockquote><blockquote><p>Said too.</p></blockquote>"
    "<ul><li>first<ul><li>inner</li></ul></li><li><p>second</p></li></ul>"
    '<figure><img data-photo="7" alt="3 &lt; 4 &amp; &quot;so&quot;">'
    "<figcaption>A  <em>market</em><br>at noon</figcaption></figure>"
    '<figure><img data-photo="8" alt=""></figure><ol><li>1</li></ol><hr><h4>Last</h4><p>The end.</p>'
)
# The second paragraph was left out, the last is still to come.
OURS = [
    "The bakery in Idlib opened on 14 March 2021 with 30 loaves.",
    "The mayor said the bridge would cost 250,000 dollars.",
    "Pupils of 12 schools went home at noon.",
]
THEIRS = [
    "فتح المخبز في إدلب يوم 14 آذار 2021 ومعه 30 رغيفاً.",
    "وانقطعت الكهرباء عن ستة أحياء طوال 48 ساعة كاملة بسبب العاصفة.",
    "وقال رئيس البلدية إن الجسر سيكلف 250 ألف دولار.",
    "وعاد تلاميذ 12 مدرسة إلى بيوتهم ظهراً.",
    "ومن المنتظر أن تستأنف الدروس يوم الأحد المقبل في 9 قرى.",
]
# As the clipboard holds it.
PASTED = Path(__file__).parent / "pasted"


def opened(live_site: Any, page: Page, article: Article, member: Any) -> None:
    live_site.sign_in(page, member)
    page.goto(change_page(article))
    editor(page)
    # From here on a save leaves the page where it is.
    expect(page.locator("#keeping[data-is-ready]")).to_be_attached()


def save_by_key(page: Page) -> None:
    with page.expect_response(
        lambda answer: answer.url.endswith(("/change/", "/save/")) and answer.request.method == "POST"
    ):
        page.keyboard.press("Control+s")
    expect(page.get_by_text("was changed successfully")).to_be_visible()


def with_texts(ours: str, theirs: str) -> Article:
    article = make_article()
    Article.objects.filter(pk=article.pk).update(body=ours)
    Translation.objects.filter(article=article).update(body=theirs)
    return article


def test_what_nobody_touched_stays_byte_for_byte(live_site: Any, page: Page) -> None:
    article = with_texts(EVERYTHING, EVERYTHING)
    opened(live_site, page, article, make_translator())
    before = value(page)

    page.locator("#id_headline").fill("Another headline")
    page.locator(".rich-page").first.click()
    assert value(page) == before
    save_by_key(page)
    article.refresh_from_db()
    assert (article.headline, article.body) == ("Another headline", EVERYTHING)

    editor(page).locator("p", has_text="The end.").click()
    page.keyboard.press("End")
    page.keyboard.type(" Or not.")
    save_by_key(page)
    article.refresh_from_db()
    assert article.body == EVERYTHING.replace("The end.", "The end. Or not.")


@pytest.mark.parametrize("program", ["word", "google_docs", "web_page"])
def test_what_is_pasted_comes_in_clean(live_site: Any, page: Page, program: str) -> None:
    article = with_texts("", as_html(["نص"]))
    opened(live_site, page, article, make_translator())
    editor(page).click()

    paste(page, (PASTED / f"{program}.html").read_text())

    pasted = clean_html(value(page))
    heading = "<h2>A heading</h2>"
    text = "<p>The <strong>minister</strong> <em>said</em>.</p>"
    assert " ".join(pasted.split()) == heading + text + "<ul><li>First</li><li>Second</li></ul>"
    assert value(page) == pasted


def test_the_buttons_mark_what_is_chosen(live_site: Any, page: Page) -> None:
    article = with_texts(as_html(["One", "Two"]), as_html(["نص"]))
    opened(live_site, page, article, make_translator())
    editor(page).locator("p").first.click(click_count=3)

    page.get_by_role("button", name="Bold").click()
    page.get_by_role("button", name="Link", exact=True).click()
    page.get_by_label("Address", exact=True).fill("javascript:alert(1)")
    page.get_by_role("button", name="Set the link").click()
    expect(page.get_by_text("Write an address that begins with")).to_be_visible()
    page.get_by_label("Address", exact=True).fill("https://example.org/")
    page.get_by_role("button", name="Set the link").click()
    expect(page.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    editor(page).locator("p").last.click()
    expect(page.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "false")
    page.get_by_label("Paragraph or heading").select_option("2")
    page.evaluate("document.dispatchEvent(new CustomEvent('newsroom:flush'))")

    link = '<a href="https://example.org/" rel="noopener nofollow">'
    assert value(page) in (
        f"<p>{link}<strong>One</strong></a></p><h2>Two</h2>",
        f"<p><strong>{link}One</a></strong></p><h2>Two</h2>",
    )
    page.get_by_role("button", name="Undo").click()
    expect(editor(page).locator("h2")).to_have_count(0)


def test_another_script_may_set_the_text(live_site: Any, page: Page) -> None:
    article = with_texts(as_html(["One"]), as_html(["نص"]))
    opened(live_site, page, article, make_translator())

    page.locator("#id_body").evaluate(
        """(field) => {
            field.value = "Kept & <unclear>\\n\\nelsewhere";
            field.dispatchEvent(new CustomEvent("newsroom:set"));
        }"""
    )

    expect(editor(page).locator("p")).to_have_text(["Kept & <unclear>", "elsewhere"])


def test_original_and_translation_stand_row_by_row(live_site: Any, page: Page) -> None:
    article = with_texts(as_html(["Short.", "Second.", "Third."]), as_html(["كلمة " * 150, "ثانية.", "ثالثة."]))
    opened(live_site, page, article, make_translator(interface_language="ar"))
    ours, theirs = editor(page).locator("> *"), page.locator(".bench-text > *")

    page.wait_for_function(
        """() => {
            const top = (each) => Math.round(each.getBoundingClientRect().top);
            const tops = (all) => [...document.querySelectorAll(all)].map(top);
            const [ours, theirs] = [tops(".rich-page > *"), tops(".bench-text > *")];
            return ours.length === 3 && ours.every((top, index) => Math.abs(top - theirs[index]) <= 1);
        }"""
    )
    theirs.nth(1).click()
    page.keyboard.type("X")

    expect(ours.nth(1)).to_have_text("XSecond.")
    assert editor(page).get_attribute("dir") == "ltr"
    assert page.locator(".bench-text").get_attribute("dir") == "rtl"
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.type("Y")
    expect(ours.nth(2)).to_have_text("YThird.")
    expect(theirs.nth(2)).not_to_have_css("box-shadow", "none")
    expect(page.locator(".bench-counts").first).to_contain_text("3")


def test_paragraphs_stand_beside_those_that_they_were_made_from(live_site: Any, page: Page) -> None:
    article = with_texts(as_html(OURS), as_html(THEIRS))
    opened(live_site, page, article, make_translator())
    ours, theirs = editor(page).locator("> *"), page.locator(".bench-text > *")

    def is_marked(*numbers: int) -> None:
        for number in range(len(THEIRS)):
            marked = expect(theirs.nth(number))
            (marked.not_to_have_css if number in numbers else marked.to_have_css)("box-shadow", "none")

    ours.nth(1).click()
    is_marked(2)
    theirs.nth(3).click()
    is_marked(3)
    page.keyboard.press("ControlOrMeta+End")
    # The empty one at the end waits for what is not translated yet.
    page.keyboard.press("Enter")
    is_marked(4)
    # One more above it moves all of them, before the desk has read it and after.
    page.route("**/autosave/", lambda route: route.abort())
    ours.nth(0).click()
    page.keyboard.press("ControlOrMeta+Home")
    page.keyboard.type("An aside.")
    page.keyboard.press("Enter")
    expect(ours).to_have_count(5)
    is_marked(0)
    ours.nth(2).click()
    is_marked(2)
    page.unroute("**/autosave/")
    with page.expect_response(lambda answer: answer.url.endswith("/autosave/") and "pairing" in answer.text()):
        page.keyboard.type("So ")
    is_marked(2)
    page.keyboard.press("Alt+ArrowDown")
    is_marked(3)


def test_one_tap_switches_sides_on_a_phone(live_site: Any, phone: Page) -> None:
    lines = [f"Paragraph {number}. " + "word " * 60 for number in range(12)]
    article = with_texts(as_html(lines), as_html([f"فقرة {number}. " + "كلمة " * 60 for number in range(12)]))
    opened(live_site, phone, article, make_translator())
    button = phone.locator("#bench-switch")
    # Where the texts aren't, it would cover the buttons of the panel.
    phone.evaluate("scrollTo(0, 0)")
    expect(button).to_be_hidden()
    editor(phone).locator("> *").nth(8).click()

    expect(editor(phone).locator("> *").nth(8)).not_to_have_css("box-shadow", "none")
    expect(button).to_be_visible()
    expect(phone.locator(".rich-tools").first).to_be_in_viewport()
    assert phone.locator(".rich-tools select").first.bounding_box()["width"] > 80
    assert button.bounding_box()["height"] >= 44
    button.tap()
    expect(phone.locator(".bench-text > *").nth(8)).to_be_in_viewport()
    expect(button).to_have_text("To the translation")
    button.tap()
    expect(editor(phone).locator("> *").nth(8)).to_be_in_viewport()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_frozen_text_is_read_beside_ours(live_site: Any, page: Page) -> None:
    opened(live_site, page, make_translated(), make_editor())

    expect(page.locator(".bench-text")).to_be_visible()
    assert not serious(page)
