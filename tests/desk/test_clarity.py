"""What the desk's screens say: of what stops a step, of who stands behind a version, of what readers are told."""

from datetime import date
from typing import Any

import pytest
from django.utils.formats import date_format, get_format

from articles import workflow
from articles.models import Article, Correction, Listing, Publication, Status
from tests.desk.forms import change_page, fields_of, save, signed_in, step_page
from tests.factories import (
    make_administrator,
    make_article,
    make_editor,
    make_keyword,
    make_photo,
    make_published,
    make_scheduled,
    make_section,
    make_translated,
    make_translation,
    make_translator,
    make_verified,
)

pytestmark = pytest.mark.django_db


def shown(member: Any, article: Article) -> str:
    return signed_in(member).get(change_page(article)).content.decode()


def take(client: Any, article: Article, slug: str, **typed: Any) -> Any:
    revision = Article.objects.get(pk=article.pk).revision
    return client.post(step_page(article, slug), {"revision": revision} | typed, follow=True)


# --- A refused step --------------------------------------------------------------------------------


def test_a_note_that_was_missing_can_be_written_on_the_page_that_asks_for_it() -> None:
    Publication.objects.update(second_look="afterwards")
    editor = make_editor()
    article = make_translated(translator=editor)

    refused = take(signed_in(editor), article, "verify", note="")

    assert refused.status_code == 409
    assert not refused.context["is_stopped"]
    assert " disabled>" not in refused.content.decode()


def test_who_looked_again_sends_what_was_typed_once_more() -> None:
    article = make_translated()
    client = signed_in(make_editor())
    opened = article.revision
    article.headline = "Changed meanwhile"
    article.save()

    refused = client.post(step_page(article, "send-back"), {"revision": opened, "note": "Mend it.", "to": "draft"})
    form = refused.context["form"]
    client.post(step_page(article, "send-back"), {name: form[name].value() for name in ("revision", "note", "to")})

    assert "Changed meanwhile" in refused.content.decode()
    assert Article.objects.get().status == Status.DRAFT
    assert Article.objects.get().events.last().note == "Mend it."


def test_what_stands_against_a_step_keeps_it_shut_and_what_was_typed_stays() -> None:
    article = make_translated()
    Article.objects.filter(pk=article.pk).update(photo=make_photo(rights="unknown"))

    refused = take(signed_in(make_editor()), article, "approve", note="A note of mine")

    assert refused.context["is_stopped"]
    assert "A note of mine" in refused.content.decode()


# --- Shown again -----------------------------------------------------------------------------------


def test_what_was_taken_down_is_shown_again_with_a_reason() -> None:
    article, editor = make_published(), make_editor()
    workflow.take_down(article, by=editor, public_note="It rested on a forged document.")
    client = signed_in(editor)

    page = client.get(step_page(article, "show-again")).content.decode()
    without = take(client, article, "show-again", kind="nothing")
    again = take(client, article, "show-again", kind="nothing", note="The document is genuine.")

    assert "Readers are told now: “It rested on a forged document”. This puts it back before them." in page
    assert without.status_code == 400
    assert "Readers see it again." in again.content.decode()
    assert Listing.public.filter(article=article).exists()


def test_a_fix_is_offered_while_it_is_public_and_showing_it_again_while_it_is_not() -> None:
    article, editor = make_published(), make_editor()

    public = shown(editor, article)
    workflow.hide(article, by=editor)
    hidden = shown(editor, article)

    assert ("Publish the fix" in public, "Show it again" in public) == (True, False)
    assert ("Publish the fix" in hidden, "Show it again" in hidden) == (False, True)


# --- Advice ----------------------------------------------------------------------------------------


def test_what_is_missing_is_advised_and_blocks_nothing() -> None:
    article = make_article()

    html = shown(make_translator(), article)

    assert workflow.advice(article) == ["No section is chosen.", "There are no keywords.", "There is no photo."]
    assert "Before you hand it over" in html
    assert "There are no keywords." in html
    assert workflow.can(article, Status.TRANSLATED, by=make_translator()) == []


def test_advice_names_what_the_photo_lacks() -> None:
    photo = make_photo(rights="unknown")
    article = make_article(section=make_section(), keywords=(make_keyword(),), photo=photo)

    assert workflow.advice(article) == [
        "The photo's rights are not known: it can't be published with it.",
        "The photo has no text for those who can't see it.",
        "The photo has no credit.",
    ]
    assert "desk-advice" not in shown(make_editor(), make_published())


# --- What is attested ------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["verify", "approve"])
def test_the_attester_reads_the_text_beside_the_original(slug: str) -> None:
    article = make_translated(
        body="<p>The bridge is open.</p>", photo=make_photo(), photo_alt="A bridge at dusk",
        photo_caption="On Sunday", photo_credit="Newsroom",
    )  # fmt: skip

    html = signed_in(make_editor()).get(step_page(article, slug)).content.decode()

    assert "<p>The bridge is open.</p>" in html
    assert "أعلنت الوزارة يوم الأحد افتتاح الجسر" in html
    assert 'lang="ar" dir="rtl"' in html
    for words in ('alt="A bridge at dusk"', "On Sunday", "(Newsroom)"):
        assert words in html


def test_what_was_typed_into_the_database_by_hand_is_cleaned_on_its_way_out() -> None:
    article = make_article(original=False)
    make_translation(article)
    article.translations.update(body="<p>x</p><script>alert(1)</script>")
    workflow.transition(article, Status.TRANSLATED, by=make_translator())

    html = signed_in(make_editor()).get(step_page(article, "verify")).content.decode()

    assert "alert(1)" not in html


# --- One's own translation -------------------------------------------------------------------------


def test_an_administrator_who_overrides_is_told_so() -> None:
    administrator = make_administrator()
    article = make_translated(translator=administrator)

    html = signed_in(administrator).get(step_page(article, "verify")).content.decode()

    assert "As an administrator you override that: why?" in html


def test_where_nothing_can_allow_it_the_reason_stands_alone() -> None:
    editor = make_editor()
    article = make_translated(translator=editor)

    response = signed_in(editor).get(step_page(article, "approve"))

    assert response.context["form"] is None
    assert "You translated it: somebody else must verify it." in response.content.decode()


def test_publishing_does_not_ask_why_nobody_else_verified_it() -> None:
    Publication.objects.update(second_look="afterwards")
    editor = make_editor()
    article = make_translated(translator=editor)
    workflow.transition(article, Status.VERIFIED, by=editor, note="Alone tonight.")

    html = signed_in(editor).get(step_page(article, "publish")).content.decode()

    assert "why can nobody else verify it" not in html


# --- Where it stands -------------------------------------------------------------------------------


def test_a_redaction_leaves_nothing_that_is_not_public() -> None:
    article = make_published(body="<p>The engineer, Sami Qasim, said so.</p>")
    edition = article.editions.get()

    workflow.redact(edition, what=workflow.Passage("Sami Qasim"), by=make_administrator(), reason="In danger.")

    assert "Changes not yet public" not in shown(make_editor(), article)


def test_who_handed_it_over_stays_when_another_breaks_the_seal() -> None:
    translator, editor = make_translator(first_name="Rana"), make_editor(first_name="Karim")
    article = make_translated(translator=translator)
    workflow.transition(article, Status.VERIFIED, by=make_editor())
    save(signed_in(editor), article, headline="Another")

    response = signed_in(editor).get(change_page(article))

    reached = {each.status: each.who for each in response.context["standing"].progress}
    assert reached[Status.TRANSLATED] == translator
    assert "The seal was broken by Karim on " in response.content.decode()


def test_who_can_not_take_the_step_reads_what_it_waits_for_and_what_stops_anybody() -> None:
    article = make_translated()
    Article.objects.filter(pk=article.pk).update(standfirst="")
    make_editor()

    html = shown(make_translator(), article)

    assert "It waits for an editor to verify the disclaimer." in html
    assert "The standfirst is missing." in html
    assert "What stops" not in html


# --- The record ------------------------------------------------------------------------------------


def versions(article: Article) -> list[tuple[str, str]]:
    context = signed_in(make_editor()).get(change_page(article)).context
    return [(each.readers, each.second_look) for each in context["standing"].versions]


def test_each_version_says_whether_readers_saw_it() -> None:
    article = make_published()
    article.headline = "Changed"
    article.save()
    workflow.reissue(article, by=make_editor(), correction=Correction(kind="typo"))

    assert versions(article) == [("readers see it", "–"), ("readers saw it", "–")]
    assert versions(make_scheduled()) == [("readers will see it", "–")]


def test_a_version_that_was_never_public_is_not_what_readers_see() -> None:
    article = make_verified()
    edition = article.editions.get()

    html = signed_in(make_editor()).get(f"/admin/articles/edition/{edition.pk}/change/").content.decode()

    assert versions(article) == [("never public", "–")]
    assert "What was attested" in html
    assert "What readers see" not in html


def test_a_second_look_that_is_owed_is_said_and_then_who_gave_it() -> None:
    Publication.objects.update(second_look="afterwards")
    editor, other = make_editor(), make_editor(first_name="Salma")
    article = make_translated(translator=editor)
    workflow.transition(article, Status.VERIFIED, by=editor, note="Alone tonight.")

    before = versions(article)
    workflow.confirm_second_look(article, by=other)

    assert before == [("never public", "owed")]
    assert versions(article) == [("never public", "Salma")]


# --- Small words -----------------------------------------------------------------------------------


def test_days_are_written_one_way_and_typed_two() -> None:
    assert date_format(date(2026, 11, 3)) == "3 Nov 2026"
    assert get_format("DATE_INPUT_FORMATS") == ["%Y-%m-%d", "%d/%m/%Y"]


def test_a_stale_save_says_it_once_and_offers_one_button() -> None:
    article = make_article()
    me = signed_in(make_translator())
    opened = fields_of(me.get(change_page(article)))
    save(signed_in(make_editor()), article, headline="Theirs")

    html = me.post(change_page(article), opened | {"headline": "Mine", "_save": "Save"}).content.decode()

    assert html.count("Somebody else saved this article while you wrote") == 1
    assert html.count('name="_save"') == 1
    assert "Take theirs, and drop mine" in html


def test_lists_and_fields_are_called_by_their_plain_names() -> None:
    client = signed_in(make_editor())

    articles = client.get("/admin/articles/article/").content.decode()
    form = client.get("/admin/articles/article/add/?blank=1").content.decode()

    assert "<h1>Articles</h1>" in articles
    assert "End of the address:" in form
    assert "Slug" not in form
    assert "Add another original text" in form
