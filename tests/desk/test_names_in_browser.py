"""Names beside the text in a real browser: marked, written with one key, made from words of the original, suggested."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, ArticleKeyword, Keyword, Translation
from articles.models.text import as_html
from tests.desk.browsing import serious
from tests.desk.forms import change_page
from tests.desk.rich import editor, value
from tests.factories import make_article, make_keyword, make_translator

pytestmark = pytest.mark.usefixtures("committed_db")

ARABIC = ["زار أحمد الشرع مدينة إدلب صباح الخميس.", "وقال حسن الدغيم إن إدلب ستُعمر من جديد."]
# As a rule of the page: which words of the original are marked.
MARKED = "() => [...CSS.highlights.get('names')].map((range) => range.toString())"


def named(name: str, kind: str, spelling: str) -> Keyword:
    keyword = make_keyword(name=name, kind=kind)
    keyword.spellings.create(language="ar", text=spelling)
    return keyword


def opened(live_site: Any, page: Page, ours: list[str]) -> Article:
    article = make_article(body=as_html(ours))
    Translation.objects.filter(article=article).update(headline="إدلب", body=as_html(ARABIC))
    live_site.sign_in(page, make_translator())
    page.goto(change_page(article))
    editor(page)
    expect(page.locator("#keeping[data-is-ready]")).to_be_attached()
    return article


def choose_words(page: Page, words: str) -> None:
    """Selects `words` in the original, as a finger or a mouse would."""
    page.evaluate(
        """(words) => {
            const walker = document.createTreeWalker(document.querySelector(".bench-text"), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + words.length);
            }
        }""",
        words,
    )


def test_names_of_the_original_are_written_by_key_and_new_ones_made_in_place(live_site: Any, page: Page) -> None:
    named("Idlib", "place", "إدلب")
    named("Ahmed al-Sharaa", "person", "أحمد الشرع")
    named("Hassan Nasrallah", "person", "حسن نصر الله")
    opened(live_site, page, ["On Thursday", "Then Hasan al-Daghim said."])
    strip = page.locator(".names-strip button")

    assert sorted(page.evaluate(MARKED)) == sorted(["إدلب", "أحمد الشرع", "إدلب", "إدلب"])
    editor(page).locator("p").first.click()
    page.keyboard.press("End")
    expect(strip).to_have_text(["1Ahmed al-Sharaa", "2Idlib"])
    page.keyboard.press("Alt+1")
    page.keyboard.type(" visited")
    page.keyboard.press("Alt+2")
    page.keyboard.press("ArrowDown")
    expect(strip).to_have_text(["1Idlib"])
    page.locator("#id_headline").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Alt+1")
    expect(page.locator("#id_headline")).to_have_value("Idlib")
    # The card of a name leaves the caret where it was.
    editor(page).locator("p").last.click()
    page.keyboard.press("End")
    mark = page.evaluate(
        """() => {
            const box = [...CSS.highlights.get("names")].at(-1).getBoundingClientRect();
            return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        }"""
    )
    page.mouse.click(mark["x"], mark["y"])
    expect(page.locator("#names-card")).to_contain_text("place")
    assert not serious(page)
    page.locator("#names-card").get_by_role("button", name="Insert").click()
    expect(editor(page).locator("p").last).to_have_text("Then Hasan al-Daghim said. Idlib")
    expect(page.locator("#id_body")).to_have_value(
        "<p>On Thursday Ahmed al-Sharaa visited Idlib</p><p>Then Hasan al-Daghim said. Idlib</p>"
    )

    choose_words(page, "حسن الدغيم")
    page.keyboard.press("Alt+n")
    dialog = page.locator("#names-new")
    expect(dialog.locator("[data-proposed] button").first).to_contain_text("Hasan al-Daghim")
    expect(page.get_by_label("House spelling")).to_have_value("Hasan al-Daghim")
    assert not serious(page)
    page.get_by_label("House spelling").fill("Ahmad al-Sharaa")
    expect(dialog.locator("[data-near]")).to_contain_text("Ahmed al-Sharaa")
    expect(dialog.get_by_role("button", name="Make it all the same")).to_be_visible()
    page.get_by_label("House spelling").fill("Hassan al-Daghim")
    expect(dialog.locator("[data-near]")).to_be_hidden()
    dialog.get_by_role("button", name="Add it", exact=True).click()
    expect(dialog).to_contain_text("“Hassan al-Daghim” is in the vocabulary.")
    made = Keyword.objects.get(name="Hassan al-Daghim")
    assert (made.kind, made.spellings.get().text) == ("person", "حسن الدغيم")
    dialog.get_by_role("button", name="Add it to the article’s keywords").click()
    expect(page.locator("#keyword_rows-group select").first).to_have_value(str(made.pk))
    expect(strip).to_have_text(["1Hassan al-Daghim", "2Idlib"])
    assert "حسن الدغيم" in page.evaluate(MARKED)
    assert "Hassan" not in value(page)


def test_suggested_keywords_are_taken_with_one_click_and_saved_with_the_article(live_site: Any, phone: Page) -> None:
    idlib = named("Idlib", "place", "إدلب")
    article = opened(live_site, phone, ["Idlib is rebuilt."])
    suggested = phone.locator("#names-suggested li")
    expect(suggested).to_have_count(1)
    expect(suggested).to_contain_text("Idlib")

    editor(phone).locator("p").click()
    expect(phone.locator(".names-strip")).to_be_in_viewport()
    phone.locator(".names-strip button").tap()
    expect(editor(phone)).to_contain_text("Idlib")
    # What is suggested is renewed with what is typed.
    make_keyword(name="Aleppo", kind="place")
    phone.keyboard.type(" Aleppo too. ")
    expect(suggested.filter(has_text="Aleppo")).to_have_count(1)
    suggested.filter(has_text="Idlib").get_by_role("button").tap()

    expect(suggested.filter(has_text="Idlib")).to_have_count(0)
    expect(phone.locator("#keyword_rows-group select").first).to_have_value(str(idlib.pk))
    assert not serious(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.get_by_role("button", name="Save", exact=True).first.tap()
    expect(phone.get_by_text("was changed successfully")).to_be_visible()
    assert list(ArticleKeyword.objects.filter(content_object=article).values_list("tag", flat=True)) == [idlib.pk]
