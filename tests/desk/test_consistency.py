"""Spelling across the archive at the desk: what departs from the vocabulary, one spelling, and its correction."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Page, expect

from articles import tasks, workflow
from articles.checks.departures import Respelling
from articles.desk import consistency
from articles.models import Article, HouseStyleBatch, KeywordSpelling
from articles.models.text import as_html
from tests.desk.browsing import serious
from tests.desk.forms import said, signed_in
from tests.factories import make_editor, make_keyword, make_listing, make_published, make_translator

LIST, CORRECT = "/admin/consistency/", "/admin/consistency/correct/"
ASKED = {"wrong": "Idleb", "right": "Idlib"}
LINES = ["The men left Idleb’s villages <soon> & moved on.", "“We stay in Idleb,” said the engineer."]


def in_idleb(**fields: Any) -> Article:
    return make_listing(**{"headline": "Rain in Idleb", "body": as_html(LINES)} | fields).article


def avoid(wrong: str = "Idleb", right: str = "Idlib") -> KeywordSpelling:
    keyword = make_keyword(name=right, kind="place")
    return KeywordSpelling.objects.create(keyword=keyword, text=wrong, use="avoid", language="en")


def page_of(batch: HouseStyleBatch) -> str:
    return reverse("admin:house_style", args=[batch.pk])


def queries(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection, ) as made:  # fmt: skip
        assert client.get(address).status_code == 200
    return len(made)


@pytest.mark.django_db
def test_from_the_list_over_the_places_to_readers_by_two_people() -> None:
    spelling, article, other = avoid(), in_idleb(slug="rain"), in_idleb(headline="Snow in Idleb", slug="snow")
    asker, approver = make_editor(first_name="Rana"), make_editor(first_name="Karim")

    listed = signed_in(asker).get(LIST)
    address = consistency.address_of(listed.context["departures"][0][0])
    shown = signed_in(asker).get(address)
    values = [row.value for row in shown.context["rows"]]
    answer = signed_in(asker).post(CORRECT, {**ASKED, "keyword": spelling.keyword_id, "all": "1"}, follow=True)
    batch = HouseStyleBatch.objects.get()
    of_asker = answer.content.decode()
    of_approver = signed_in(approver).get(page_of(batch)).content.decode()
    row = batch.rows.get(article=other)
    signed_in(approver).post(page_of(batch), {"take-out": "1", "chosen": [row.pk]})
    approved = signed_in(approver).post(page_of(batch), {"approve": "1"}, follow=True)
    task = DBTaskResult.objects.get(task_path=tasks.correct_spelling.module_path)
    state = signed_in(asker).get(f"{page_of(batch)}state/").json()
    tasks.correct_spelling.func(**task.args_kwargs["kwargs"])
    over = signed_in(asker).get(page_of(batch))

    assert f'href="{address.replace("&", "&amp;")}"' in listed.content.decode()
    assert set(values) == {f"{each.pk}-{each.text_revision}" for each in (article, other)}
    html = shown.content.decode()
    assert "left <del>Idleb</del><ins>Idlib</ins>’s villages &lt;soon&gt; &amp; moved on." in html
    assert "“We stay in <mark>Idleb</mark>,” said the engineer." in html
    assert "Left out: it stands in a quotation." in html
    assert "somebody else must approve it" in of_asker
    assert "Approve and publish 2 articles" in of_approver
    assert said(approved) == ["The articles follow one after the other."]
    assert task.args_kwargs["kwargs"] == {"batch": batch.pk}
    assert (state["kind"], "0 of 1" in state["html"]) == ("going", True)
    article.refresh_from_db()
    other.refresh_from_db()
    assert (article.headline, other.headline) == ("Rain in Idlib", "Snow in Idleb")
    text = over.content.decode()
    for words in ("Rana", "Karim", "The published version", "Taken out by", "Done (1)"):
        assert words in text
    assert over.context["kind"] == "over"


@pytest.mark.django_db
def test_chosen_rows_are_asked_for_as_they_were_seen_and_nothing_chosen_is_said() -> None:
    article, _left, client = in_idleb(slug="a"), in_idleb(slug="b"), signed_in(make_editor())

    nothing = client.post(CORRECT, ASKED)
    invalid = client.post(CORRECT, {"wrong": "Idleb", "right": "Idleb", "all": "1"})
    stale = client.post(CORRECT, ASKED | {"chosen": [f"{article.pk}-999"]})
    client.post(CORRECT, ASKED | {"quotations": "on", "chosen": [f"{article.pk}-{article.text_revision}"]})

    assert (nothing.status_code, stale.status_code, invalid.status_code) == (400, 409, 200)
    assert "Choose at least one article." in nothing.content.decode()
    assert "Its text changed since you looked at it" in stale.content.decode()
    assert "Both spellings are the same." in invalid.content.decode()
    batch = HouseStyleBatch.objects.get()
    assert (batch.in_quotations, batch.in_titles, [row.article for row in batch.rows.all()]) == (True, False, [article])


@pytest.mark.django_db
def test_it_is_stopped_goes_on_and_is_withdrawn_from_its_page() -> None:
    in_idleb()
    asker, approver = make_editor(), make_editor()
    batch = workflow.ask_for_house_style(Respelling("Idleb", "Idlib"), by=asker)
    other = workflow.ask_for_house_style(Respelling("Idleb", "Idlib"), by=asker)
    client = signed_in(approver)

    client.post(page_of(batch), {"approve": "1"})
    client.post(page_of(batch), {"stop": "1"})
    stopped = client.get(page_of(batch))
    client.post(page_of(batch), {"go-on": "1"})
    asked_once = DBTaskResult.objects.count() == 1
    DBTaskResult.objects.all().delete()
    lost = client.get(page_of(batch)).context["kind"]
    client.post(page_of(batch), {"go-on": "1"})
    withdrawn = signed_in(asker).post(page_of(other), {"withdraw": "1"}, follow=True)
    refused = client.post(page_of(other), {"approve": "1"}, follow=True)

    assert "Go on where it was" in stopped.content.decode()
    assert asked_once
    assert (lost, DBTaskResult.objects.count()) == ("lost", 1)
    assert said(withdrawn) == ["Withdrawn: nothing was changed."]
    assert "withdrawn" in said(refused)[-1]
    batches = client.get(reverse("admin:house_style_list")).content.decode()
    assert page_of(batch) in batches
    assert page_of(other) in batches


@pytest.mark.django_db
def test_only_editors_open_these_pages_and_what_is_typed_breaks_none(settings: Any) -> None:
    in_idleb()
    batch = workflow.ask_for_house_style(Respelling("Idleb", "Idlib"), by=make_editor())
    editor, translator = signed_in(make_editor()), signed_in(make_translator())

    for address in (LIST, CORRECT, f"{LIST}corrections/", page_of(batch), f"{page_of(batch)}state/"):
        assert editor.get(address).status_code == 200
        assert translator.get(address).status_code == 403
    for asked in (
        {"wrong": "%_\\'\"&<", "right": "x"},
        {"wrong": "…", "right": "x"},
        {"wrong": "I" * 121, "right": "x"},
    ):
        assert editor.get(CORRECT, asked).status_code == 200
    for after in ("x", "2026-13-45,1", "2026-01-01,1", "2026-01-01T00:00:00+00:00,x", ",,"):
        assert editor.get(CORRECT, ASKED | {"after": after}).status_code == 200
    assert editor.get(f"{page_of(batch)}?show=nonsense&after=-1").status_code == 200
    assert editor.get(f"{LIST}?q=%25&after=x").status_code == 200


@pytest.mark.django_db
def test_pages_of_many_ask_the_database_no_more_often_than_pages_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    client, asker = signed_in(make_editor()), make_editor()
    monkeypatch.setattr("articles.desk.consistency.SHOWN", 2)
    monkeypatch.setattr("articles.desk.house_style.SHOWN", 2)
    counts: list[tuple[int, ...]] = []
    for number in range(2):
        for letter in "abc"[: 1 + 2 * number]:
            avoid(f"Idleb{letter}{number}", f"Idlib{letter}{number}")
            in_idleb(slug=f"{letter}{number}", standfirst=f"Idleb{letter}{number}")
        batch = workflow.ask_for_house_style(Respelling("Idleb", "Idlib"), by=asker)
        addresses = (LIST, f"{CORRECT}?wrong=Idleb&right=Idlib", page_of(batch))
        counts.append(tuple(queries(client, address) for address in addresses))

    following = client.get(f"{CORRECT}?wrong=Idleb&right=Idlib").context["next"]

    assert counts[0] == counts[1]
    first = {row.value for row in client.get(f"{CORRECT}?wrong=Idleb&right=Idlib").context["rows"]}
    second = {row.value for row in client.get(CORRECT + following).context["rows"]}
    assert (len(first), len(second), first & second) == (2, 2, set())
    more = client.get(LIST).context["next"]
    assert len(client.get(LIST + more).context["departures"]) == 2
    assert len(client.get(page_of(batch) + client.get(page_of(batch)).context["next"]).context["rows"]) == 2


@pytest.mark.usefixtures("committed_db")
def test_a_spelling_is_corrected_in_a_browser(live_site: Any, new_page: Any) -> None:
    avoid()
    for number in range(3):
        make_published(headline="Rain in Idleb", slug=f"rain-{number}", body=as_html(LINES))
    asker, approver = make_editor(), make_editor(interface_language="ar")
    page: Page = new_page()
    live_site.sign_in(page, asker)

    page.goto("/admin/")
    page.get_by_role("link", name="Spelling across the archive").click()
    page.get_by_role("link", name="Idleb", exact=True).click()
    expect(page.locator(".consistency-row")).to_have_count(3)
    assert not serious(page)
    page.get_by_label("Choose all on this page").check()
    page.get_by_role("button", name="Ask for the chosen").click()
    expect(page.get_by_text("somebody else must approve it")).to_be_visible()
    batch = HouseStyleBatch.objects.get()
    phone: Page = new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    live_site.sign_in(phone, approver)
    phone.goto(page_of(batch))
    assert not serious(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.locator("[name=approve]").click()
    expect(phone.locator("#standing")).to_have_attribute("data-kind", "going")
    workflow.carry_out(batch.pk)
    expect(phone.locator("#standing")).not_to_have_attribute("data-kind", "going")
    expect(phone.locator(".consistency-row .desk-tag")).to_have_count(3)
