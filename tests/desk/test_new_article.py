"""“New article”: what is known of an original is said at once, and the draft and the claim begin with it."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles import workflow
from articles.desk.documents import UNPACKED_TEXT_MAX
from articles.models import Article, Listing, Member, Publication, Status, Translation, WorkflowEvent
from tests.desk.browsing import serious
from tests.desk.forms import change_page, fields_of, save, signed_in, take
from tests.factories import (
    ARABIC,
    make_article,
    make_editor,
    make_member,
    make_published,
    make_source,
    make_translated,
    make_translator,
)
from tests.workflow.test_at_once import at_once

NEW = "/admin/articles/article/new/"
BRIEF = "/admin/articles/article/brief/"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(*lines: str, padding: int = 0) -> SimpleUploadedFile:
    """A Word document with a paragraph for each line; `padding`: so many characters more in its text."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD}"><w:body>{paragraphs}{" " * padding}</w:body></w:document>',
        )
    return SimpleUploadedFile("original.docx", target.getvalue())


def look(client: Client, **typed: Any) -> Any:
    return client.post(NEW, {"look": "1"} | typed)


def begin(client: Client, **typed: Any) -> Any:
    return client.post(NEW, {"begin": "1"} | typed, follow=True)


# --- What nobody has yet ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_address_that_nobody_has_becomes_a_draft_and_a_claim() -> None:
    outlet = make_source(name="Al-Tahun", homepage_url="https://www.tahun.example/", language="ar")
    translator = make_translator()
    client = signed_in(translator)
    address = "https://tahun.example/2026/11/a?utm_source=x"

    answer = look(client, pasted=f" {address} ")
    page = begin(client, pasted=address, source=outlet.pk)

    assert "Nobody has it" in answer.content.decode()
    assert answer.context["form"]["source"].value() == str(outlet.pk)
    article = Article.objects.get()
    assert page.redirect_chain[-1][0] == change_page(article)
    assert (article.headline, article.slug, article.source) == ("Untitled, Al-Tahun", "", outlet)
    assert (article.assignee, article.translator, article.status) == (translator, translator, Status.DRAFT)
    original = article.translations.get()
    assert (original.url, original.source, original.language) == (address, outlet, "ar")
    assert original.attached_by == translator
    assert article.events.get().kind == WorkflowEvent.Kind.CLAIM
    assert workflow.claim_of(article) is not None


@pytest.mark.django_db
def test_the_end_of_the_address_is_proposed_from_the_headline_it_gets() -> None:
    client = signed_in(make_translator())
    begin(client, pasted="https://tahun.example/a")
    article = Article.objects.get()

    save(client, article, headline="The bridge opens")

    article.refresh_from_db()
    assert article.slug == "the-bridge-opens"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "language"),
    [("\n\n".join(ARABIC), "ar"), ("این پل است. چهار پایه دارد.", "fa"), ("The bridge. It opened.", "en")],
)
def test_a_pasted_text_is_attached_in_the_language_of_its_letters(text: str, language: str) -> None:
    begin(signed_in(make_translator()), pasted=f"{text}\nhttps://tahun.example/a")

    original = Translation.objects.get()
    assert original.language == language
    assert original.url == "https://tahun.example/a"
    assert original.body.startswith("<p>")
    assert "https" not in original.body


@pytest.mark.django_db
def test_a_word_document_is_read_and_kept_over_both_steps() -> None:
    client = signed_in(make_translator())

    answer = look(client, document=docx("افتتاح الجسر", *ARABIC, "&lt;script&gt;alert(1)&lt;/script&gt;"))
    form = answer.context["form"]
    hidden = {name: form[name].value() for name in ("document_headline", "document_body")}
    begin(client, **hidden)

    assert "<script>alert" not in answer.content.decode()
    original = Translation.objects.get()
    assert original.headline == Article.objects.get().headline == "افتتاح الجسر"
    assert original.body.startswith(f"<p>{ARABIC[0]}</p><p>{ARABIC[1]}</p>")
    assert original.language == "ar"


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("document", "words"),
    [
        (lambda: SimpleUploadedFile("old.doc", OLD_WORD), "comes from an old Word"),
        (lambda: SimpleUploadedFile("a.docx", b"PK\x03\x04 broken"), "can’t be read"),
        (lambda: SimpleUploadedFile("a.docx", b"x" * 10_000_001), "10 MB at most"),
        (lambda: docx("A line.", padding=UNPACKED_TEXT_MAX), "too large once unpacked"),
        (lambda: docx(), "no text in this document"),
    ],
)
def test_a_document_that_cant_be_read_is_answered_in_a_sentence(document: Any, words: str) -> None:
    response = look(signed_in(make_translator()), document=document())

    assert response.status_code == 400
    assert words in response.content.decode()


# --- What the desk knows ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_who_is_on_it_is_said_at_once_and_nothing_is_made() -> None:
    rana = make_translator(first_name="Rana")
    begin(signed_in(rana), pasted="https://tahun.example/a")
    taken = Article.objects.get()

    response = begin(signed_in(make_translator()), pasted="http://www.tahun.example/a/?fbclid=1")

    html = response.content.decode()
    assert response.status_code == 409
    assert "Rana, since 0\xa0minutes; draft" in html
    assert reverse("admin:articles_article_step", args=[taken.pk, "take-over"]) in html
    assert "http://www.tahun.example/a/?fbclid=1" in html
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_a_known_text_names_its_outlets_and_what_readers_see_of_it() -> None:
    published = make_published(source=make_source(name="Al-Tahun"))
    text = published.translations.get().body

    answer = look(signed_in(make_translator()), pasted=text)

    html = answer.content.decode()
    assert published.headline in html
    assert "Al-Tahun" in html
    assert Listing.public.get().get_absolute_url() in html


@pytest.mark.django_db
def test_going_on_all_the_same_takes_a_reason_which_is_kept() -> None:
    url = make_translated().translations.get().url
    client = signed_in(make_translator())

    refused = begin(client, pasted=url)
    begin(client, pasted=url, reason="It was rewritten since.")

    assert refused.status_code == 409
    assert "say why you go on all the same" in refused.content.decode()
    assert Translation.objects.get(going_on_reason="It was rewritten since.").url == url


def test_of_two_who_paste_the_same_address_at_once_the_second_is_told(committed_db: str) -> None:
    members = [make_translator(), make_translator()]
    clients = [signed_in(member) for member in members]

    results: list[Any] = at_once(*[lambda c=client: begin(c, pasted="https://tahun.example/a") for client in clients])

    assert sorted(each.status_code for each in results) == [200, 409]
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_beginning_is_for_those_who_write_articles() -> None:
    client = signed_in(make_member())

    assert client.get(NEW).status_code == 403
    assert client.post(NEW, {"pasted": "https://tahun.example/a", "begin": "1"}).status_code == 403
    assert client.get(BRIEF).status_code == 403
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_asking_what_is_known_takes_as_many_queries_for_one_as_for_many(django_assert_max_num_queries: Any) -> None:
    url = "https://tahun.example/a"
    for _each in range(6):
        article = make_article(original=False)
        Translation.objects.create(article=article, source=article.source, url=url)
    client = signed_in(make_translator())

    with django_assert_max_num_queries(22):
        answer = look(client, pasted=url)

    assert len(answer.context["answer"]["known"]) == 6


# --- Who is on it, at the desk ---------------------------------------------------------------------


@pytest.mark.django_db
def test_the_panel_offers_to_claim_to_take_over_to_assign_and_to_give_back() -> None:
    rana, sami, editor = make_translator(first_name="Rana"), make_translator(), make_editor(time_zone="Asia/Beirut")
    article = make_article()

    def offered(member: Member) -> set[str]:
        return {step.slug for step in signed_in(member).get(change_page(article)).context["people_steps"]}

    assert (offered(rana), offered(editor)) == ({"claim"}, {"claim", "assign"})
    take(signed_in(rana), article, "claim")
    assert (offered(rana), offered(sami)) == ({"give-back"}, {"take-over"})
    take(signed_in(sami), article, "take-over", reason="She is ill.")
    take(signed_in(editor), article, "assign", member=rana.pk, due_at="2020-01-10T18:00", note="")

    article.refresh_from_db()
    html = signed_in(rana).get(change_page(article)).content.decode()
    assert (article.assignee, article.claimed_at) == (rana, None)
    assert "It was due on 10 Jan 2020, 18:00" not in html
    assert "desk-people-overdue" in html
    kinds = [event.kind for event in article.events.order_by("pk")]
    assert kinds == ["claim", "claim", "assignment"]


@pytest.mark.django_db
def test_an_assignment_by_the_form_is_recorded_and_told_too() -> None:
    article, translator, editor = make_article(), make_translator(), make_editor(time_zone="Asia/Beirut")

    save(signed_in(editor), article, assignee=translator.pk, due_at_0="2030-01-10", due_at_1="18:00:00")

    article.refresh_from_db()
    assert article.assignee == translator
    assert article.events.get().kind == WorkflowEvent.Kind.ASSIGNMENT
    assert article.notices.get().member == translator


@pytest.mark.django_db
def test_a_lapsed_claim_shows_as_free_and_a_save_of_its_owner_renews_it() -> None:
    rana = make_translator(first_name="Rana")
    article = workflow.claim(make_article(), by=rana)
    long_ago = article.claimed_at.replace(year=2020)
    Article.objects.filter(pk=article.pk).update(claimed_at=long_ago)
    client = signed_in(rana)

    before = client.get(reverse("admin:articles_article_changelist")).context["cl"].result_list[0]
    save(client, article, headline="Another")

    assert before.claim_lapsed
    claim = workflow.claim_of(article)
    assert claim is not None
    assert claim.member == rana


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "stored"), [("0", 6), ("169", 6), ("24", 24)])
def test_the_hours_of_a_claim_are_set_within_bounds(hours: str, stored: int) -> None:
    client = signed_in(make_member("Administrators"))
    address = reverse("admin:articles_publication_change", args=[1])
    fields = fields_of(client.get(address), "publication_form")

    client.post(address, fields | {"claim_hours": hours})

    assert Publication.objects.get().claim_hours == stored


# --- A brief ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_brief_that_must_wait_says_who_can_approve_it() -> None:
    make_editor(first_name="Sami")
    typed = {
        "headline": "Bridge opens", "text": "It opened. The ministry said so.", "source": make_source().pk,
        "url": "https://outlet.example/a",
    }  # fmt: skip

    page = signed_in(make_translator()).post(BRIEF, typed, follow=True).content.decode()

    assert "The brief waits for approval: Sami can give it, and was told." in page
    assert "Brief: the full translation is still to come." in page


@pytest.mark.django_db
def test_what_stops_a_brief_keeps_what_was_typed() -> None:
    known = make_published()
    original = known.translations.get()
    typed = {"headline": "Bridge", "text": "One. Two.", "source": original.source_id, "url": original.url}

    response = signed_in(make_editor()).post(BRIEF, typed)

    html = response.content.decode()
    assert response.status_code == 409
    assert known.headline in html
    assert 'name="reason"' in html
    assert 'value="Bridge"' in html


# --- In a browser ----------------------------------------------------------------------------------


def test_from_a_pasted_address_to_the_workbench_and_a_brief_to_its_readers(live_site: Any, page: Page) -> None:
    make_source(name="Al-Tahun", homepage_url="https://tahun.example")
    Publication.objects.update(second_look="afterwards")
    live_site.sign_in(page, make_translator(first_name="Rana"))

    page.goto("/admin/articles/article/add/")
    page.get_by_label("The original’s address, or its text").fill("https://tahun.example/a")
    page.get_by_role("button", name="See what is known").click()
    expect(page.get_by_role("heading", name="Nobody has it")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="Claim it and begin").click()
    expect(page.get_by_text("You are on it, since")).to_be_visible()

    live_site.sign_in(page, make_editor())
    page.goto(NEW)
    page.get_by_label("The original’s address, or its text").fill("https://tahun.example/a")
    page.get_by_role("button", name="See what is known").click()
    expect(page.get_by_text("Rana, since")).to_be_visible()
    assert serious(page) == []

    page.get_by_role("link", name="Write a brief").click()
    page.get_by_label("Headline").fill("Bridge opens")
    page.get_by_label("Two sentences").fill("The bridge opened on Sunday. The ministry said so.")
    page.get_by_label("Outlet").select_option(label="Al-Tahun")
    page.get_by_label("Link to the original").fill("https://tahun.example/b")
    assert serious(page) == []
    page.get_by_role("button", name="Publish the brief").click()
    expect(page.get_by_text("The brief is public")).to_be_visible()
    assert Listing.public.count() == 1
