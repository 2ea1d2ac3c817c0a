"""Findings as editors meet them: by check, with their places and mends, accepted in one click."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles import checks
from articles.checks import Finding, Pair, Text
from articles.desk.findings import finding_key, groups_of, mend_words, told_of
from articles.models import Article, Autosave, Translation, Waiver
from articles.models.text import as_html, clean_html, prose
from tests.desk.browsing import serious
from tests.desk.forms import change_page, signed_in
from tests.desk.rich import editor
from tests.desk.test_workbench import EVERYTHING
from tests.factories import make_article, make_editor, make_member, make_translator

LEFT = "وقالت الوزارة في بيان منفصل إن أعمال الصيانة سوف تستمر حتى نهاية العام المقبل."
OURS = ["The ministry said 30 villages had been reached.", "The work took 16 months.", LEFT]
THEIRS = ["قالت الوزارة إنه تم الوصول إلى 300 قرية.", "استغرق العمل 14 شهراً.", LEFT]


def accept(client: Client, article: Article, **what: Any) -> HttpResponse:
    address = reverse("admin:articles_article_accept", args=[article.pk])
    return client.post(address, json.dumps(what), content_type="application/json")


def made(ours: list[str], theirs: list[str]) -> Article:
    article = make_article(headline="Villages reached", standfirst="The ministry says so.")
    Article.objects.filter(pk=article.pk).update(body=as_html(ours))
    Translation.objects.filter(article=article).update(body=as_html(theirs), headline="الوصول إلى القرى")
    return Article.objects.get(pk=article.pk)


def left_in(article: Article) -> Finding:
    return next(each for each in checks.standing(article) if each.check == "nothing-untranslated")


# --- Told ------------------------------------------------------------------------------------------------


def test_findings_come_by_check_those_that_block_first_and_many_that_only_advise_folded() -> None:
    def found(check: str, count: int, *, blocks: bool = False) -> list[Finding]:
        return [Finding(check, f"{check} {number}", "It says.", check.title(), blocks) for number in range(count)]

    groups = groups_of([*found("figures", 5), *found("names", 6), *found("leftovers", 9, blocks=True)])

    assert [(each.label, len(each.lines), each.is_open) for each in groups] == [
        ("Leftovers", 9, True),
        ("Figures", 5, True),
        ("Names", 6, False),
    ]


@pytest.mark.parametrize(("mend", "words"), [("300", "Write “300”"), ("", "Take it out"), (" ", "Mend the space")])
def test_a_mend_says_what_it_writes(mend: str, words: str) -> None:
    pair = Pair(Text.plain("Some 30 villages.", "en"))
    found = checks.BY_SLUG["figures"].finding(pair, "It says.", here=pair.place(5, 7), mend=mend)

    assert mend_words(found) == words
    assert told_of(found)["place"] == {
        "paragraph": 0, "start": 5, "end": 7, "words": "30", "field": "body", "original": 0, "before": "Some ",
        "after": " villages.",
    }  # fmt: skip


def test_what_stands_in_the_original_alone_is_told_beside_what_stands_before_it() -> None:
    ours = ["The minister visited the school on Monday.", "He left in the evening without a word."]
    theirs = ["زار الوزير المدرسة يوم الاثنين.", "وقال شهود إن 45 عائلة ما زالت تسكن فيها.", "وغادر مساء دون أن يتكلم."]
    pair = Pair(Text(tuple(ours), "en"), (Text(tuple(theirs), "ar"),))

    found = checks.BY_SLUG["figures"].finding(pair, "It says.", there=pair.original_place(13, 15, 1))

    assert (found.beside, told_of(found)["beside"]) == (0, 0)


# --- Accepted --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_one_click_accepts_it_and_leaves_what_is_typed() -> None:
    article, member = made(OURS, THEIRS), make_translator()
    typed = Autosave.objects.create(article=article, member=member, revision=article.revision, fields={"headline": "X"})
    found = left_in(article)

    answer = accept(signed_in(member), article, finding=finding_key(found), why="left-out")

    assert answer.status_code == 200
    assert "What stops" not in answer.json()["panel"] or "Nothing untranslated" not in answer.json()["panel"]
    waiver = Waiver.objects.get()
    assert (waiver.why, waiver.reason, waiver.by) == ("left-out", "Left out on purpose", member)
    assert found not in checks.standing(article)
    assert Autosave.objects.get() == typed


@pytest.mark.django_db
def test_what_can_not_be_accepted_is_told_in_words() -> None:
    article = made(OURS, THEIRS)
    key = finding_key(left_in(article))
    client = signed_in(make_translator())

    assert accept(client, article, finding=key, why="other").json()["words"] == "Say why it is fine as it is."
    assert accept(client, article, finding=key).status_code == 400
    assert accept(client, article, finding="figures|0", why="rounded").json()["words"] == (
        "This finding does not stand any more."
    )
    assert accept(signed_in(make_member()), article, finding=key, why="rounded").status_code == 403
    assert accept(Client(), article, finding=key, why="rounded").status_code == 401
    assert not Waiver.objects.exists()


@pytest.mark.django_db
def test_a_save_by_somebody_else_does_not_stand_in_the_way() -> None:
    article = made(OURS, THEIRS)
    key = finding_key(left_in(article))
    article.headline = "Somebody changed this"
    article.save()

    answer = accept(signed_in(make_translator()), article, finding=key, why="false-alarm", revision=1)

    assert answer.status_code == 200


@pytest.mark.django_db
def test_without_a_script_each_reason_is_a_button_and_the_mend_is_told() -> None:
    article = made(OURS, THEIRS)

    html = signed_in(make_translator()).get(change_page(article)).content.decode()

    key = finding_key(left_in(article))
    line = html[html.index(f'<li data-key="{key}"') :]
    line = line[: line.index("</li>")]
    assert all(f">{why}</button>" in line for why in ("Left out on purpose", "The original is wrong", "False alarm"))
    # Only a figure can be.
    assert ("The figure is rounded" in line, "The figure is rounded" in html) == (False, True)
    assert LEFT in line


# --- In the browser --------------------------------------------------------------------------------------


def highlighted(page: Page, name: str = "finding") -> set[str]:
    return set(page.evaluate("(name) => [...(CSS.highlights.get(name) ?? [])].map(String)", name))


def opened(live_site: Any, page: Page, article: Article) -> None:
    live_site.sign_in(page, make_editor())
    page.goto(change_page(article))
    editor(page)
    expect(page.locator("#keeping[data-is-ready]")).to_be_attached()
    expect(page.locator(".bench-note").first).to_be_visible()


@pytest.mark.usefixtures("committed_db")
def test_a_figure_is_marked_on_both_sides_and_mended_in_one_click(live_site: Any, new_page: Any) -> None:
    page = new_page(color_scheme="dark")
    opened(live_site, page, made(OURS, THEIRS))
    line = page.locator("#findings li", has_text="“30” here")
    assert {"30", "300", "16", "14"} <= highlighted(page)
    assert LEFT in highlighted(page, "finding-blocks")

    page.keyboard.press("F8")
    expect(page.locator(".bench-note details[open]")).to_contain_text("“300” in the original")
    assert page.evaluate("getSelection().toString()") == "30"
    assert highlighted(page, "finding-current") == {"30", "300"}
    assert not serious(page)
    page.locator("#findings [data-check=nothing-untranslated]").get_by_role("button", name="Show the place").click()
    # What is told hangs below the words that it is about, not over them.
    page.wait_for_function(
        """() => document.querySelector(".bench-note [open] .bench-note-card").getBoundingClientRect().top
            >= getSelection().getRangeAt(0).getBoundingClientRect().bottom"""
    )
    line.get_by_role("button", name="Write “300”").click()

    expect(line).to_be_hidden()
    expect(editor(page)).to_contain_text("said 300 villages")
    editor(page).press("ControlOrMeta+z")
    expect(editor(page)).to_contain_text("said 30 villages")
    editor(page).press("ControlOrMeta+Shift+z")
    with page.expect_response("**/autosave/"):
        expect(editor(page)).to_contain_text("said 300 villages")
    expect(line).to_be_hidden()


@pytest.mark.usefixtures("committed_db")
def test_what_is_accepted_comes_back_once_its_sentence_changes_and_the_caret_left(live_site: Any, page: Page) -> None:
    article = made(OURS, THEIRS)
    opened(live_site, page, article)
    assert not serious(page)
    figures = page.locator("#findings [data-check=figures] li:visible")
    page.locator("#id_headline").fill("Typed, and not saved")

    figures.filter(has_text="“16” here").get_by_role("button", name="False alarm").click()
    left = page.locator("#findings [data-check=nothing-untranslated]")
    left.get_by_role("button", name="Left out on purpose").click()
    expect(left).to_be_hidden()
    expect(figures).to_have_count(1)
    expect(page.locator("#blocking")).to_have_count(0)
    expect(page.locator("#id_headline")).to_have_value("Typed, and not saved")
    assert sorted(Waiver.objects.values_list("why", flat=True)) == ["false-alarm", "left-out"]

    page.evaluate("document.addEventListener('newsroom:findings', ({ detail }) => (window.told = detail.findings))")
    editor(page).locator("p").nth(1).click()
    page.keyboard.press("Home")
    page.keyboard.type("So ")
    page.wait_for_function("() => window.told?.some(({ place }) => place?.words === '16')")
    expect(figures).to_have_count(1)
    editor(page).locator("p").first.click()
    expect(figures).to_have_count(2)
    expect(figures.last).to_contain_text("it can be accepted once it is saved")
    page.keyboard.press("ControlOrMeta+s")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    figures.last.get_by_role("button", name="The original is wrong").click()
    expect(figures).to_have_count(1)
    assert Waiver.objects.last().why == "original-is-wrong"


@pytest.mark.usefixtures("committed_db")
def test_places_are_found_wherever_the_words_moved_to(live_site: Any, page: Page) -> None:
    """Lines are counted as the checks count them, in lists, at breaks and past captions; in fields too."""
    article = made([], [])
    theirs = clean_html("<h2>عنوان</h2><p>أول<br>ثان</p><p>سقطت هذه الفقرة كلها.</p><ul><li>بند</li></ul>")
    Article.objects.filter(pk=article.pk).update(body=EVERYTHING, headline="Villages villages reached")
    Translation.objects.filter(article=article).update(body=theirs)
    opened(live_site, page, article)
    # What the desk finds in what is written next would take the place of what is told here.
    page.route("**/autosave/", lambda route: route.abort())
    lines = """async (selector) => {
        const { linesOf, rangeOf } = await import(document.getElementById("finding-models").dataset.places);
        const said = (line) => String(rangeOf({ line })).replace(/\\s+/g, " ").trim();
        return linesOf(document.querySelector(selector)).map(said);
    }"""
    assert page.evaluate(lines, ".desk-bench-ours .field-body .rich-page") == prose(EVERYTHING)
    assert page.evaluate(lines, ".bench-text") == prose(theirs)

    ours = Pair(Text.of(Article.objects.get(pk=article.pk)), (Text.of(article.translations.get()),))
    check, last = checks.BY_SLUG["leftovers"], len(ours.article.paragraphs) - 1
    tell(
        page,
        check.finding(ours, "Said twice.", here=ours.place(0, 17, field="headline"), mend="Villages"),
        check.finding(ours, "It is gone.", there=ours.original_place(0, 4, 3)),
        check.finding(ours, "It closes.", here=ours.place(4, 7, last), mend="close"),
        marked=["end", "سقطت"],
    )
    listed = page.locator("#findings li:visible")
    expect(listed).to_have_count(3)
    page.locator("#findings li", has_text="Said twice.").get_by_role("button", name="Write").click()
    expect(page.locator("#id_headline")).to_have_value("Villages reached")
    page.locator("#findings li", has_text="It is gone.").get_by_role("button", name="Show the place").click()
    assert page.evaluate("getSelection().toString()") == "سقطت"
    close = page.locator("#findings li", has_text="It closes.").get_by_role("button", name="Write")
    expect(close).to_be_visible()

    # One paragraph more above it, then without the words.
    editor(page).locator("h2").first.click()
    page.keyboard.press("Home")
    page.keyboard.type("The end")
    page.keyboard.press("Enter")
    expect(editor(page).locator("> *").first).to_have_text("The end")
    close.click()
    expect(editor(page).locator("> *").last).to_have_text("The close.")
    tell(page, check.finding(ours, "It closes.", here=ours.place(4, 7, last), mend="close"), marked=["end"])
    expect(page.locator("#findings li:visible", has_text="It closes.")).to_have_count(1)
    expect(close).to_be_hidden()


def tell(page: Page, *found: Finding, marked: list[str]) -> None:
    """What the desk would tell of what is typed, once these words are marked."""
    page.evaluate(
        "(findings) => document.dispatchEvent(new CustomEvent('newsroom:findings', { detail: { findings } }))",
        [told_of(each) for each in found],
    )
    marks = "(words) => [...CSS.highlights.get('finding')].map(String).sort().join() === words.sort().join()"
    page.wait_for_function(marks, arg=marked)
