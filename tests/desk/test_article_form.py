"""Writing an article: what a save does, what it refuses and in which words, and what it can never do."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, ArticleKeyword, Keyword, Listing, Member, Status
from tests.desk.forms import change_page, fields_of, said, save, signed_in, state_of
from tests.factories import (
    make_administrator,
    make_article,
    make_editor,
    make_keyword,
    make_photo,
    make_published,
    make_scheduled,
    make_section,
    make_source,
    make_translated,
    make_translation,
    make_translator,
    make_verified,
)

pytestmark = pytest.mark.django_db

ADD = "admin:articles_article_add"


def add(client: Client, **typed: Any) -> Any:
    fields = fields_of(client.get(reverse(ADD), {"blank": 1}))
    return client.post(reverse(ADD), fields | typed | {"_save": "Save"}, follow=True)


# --- A new article ---------------------------------------------------------------------------------


def test_nothing_chosen_is_said_in_no_language() -> None:
    html = signed_in(make_editor()).get(reverse(ADD), {"blank": 1}).content.decode()

    assert "Select an option" not in html


def test_a_translator_who_makes_an_article_has_claimed_it() -> None:
    translator = make_translator()
    outlet = make_source()

    response = add(
        signed_in(translator),
        headline="  The bridge \u202e opens  ",
        standfirst="After 14 months.",
        body="The ministry said so.\r\n\r\nThe engineer agreed.",
        source=outlet.pk,
        **{"translations-0-headline": "افتتاح الجسر", "translations-0-body": "أعلنت الوزارة.\r\n\r\nوقال المهندس."},
    )

    article = Article.objects.get()
    assert response.status_code == 200
    assert (article.created_by, article.translator, article.assignee) == (translator, translator, translator)
    assert article.claimed_at is not None
    assert article.headline == "The bridge opens"
    assert article.slug == "the-bridge-opens"
    assert article.body == "<p>The ministry said so.</p><p>The engineer agreed.</p>"
    original = article.translations.get()
    assert original.body == "<p>أعلنت الوزارة.</p><p>وقال المهندس.</p>"
    assert (original.position, original.attached_by, original.language) == (1, translator, "ar")


def test_an_editors_new_article_has_no_translator_until_one_is_chosen() -> None:
    editor = make_editor()

    add(signed_in(editor), headline="The bridge opens")

    article = Article.objects.get()
    assert (article.created_by, article.translator, article.assignee) == (editor, None, None)


def test_an_editor_assigns_with_a_due_moment_in_their_own_hours() -> None:
    translator = make_translator()

    add(
        signed_in(make_editor(time_zone="Asia/Beirut")),
        headline="The bridge opens",
        translator=translator.pk,
        assignee=translator.pk,
        due_at_0="2026-01-10",
        due_at_1="18:00:00",
    )

    article = Article.objects.get()
    assert article.assignee == translator
    assert article.due_at is not None
    assert article.due_at.astimezone(timezone.get_fixed_timezone(0)).hour == 16


def test_an_editor_says_who_translated_a_draft() -> None:
    article, translator = make_article(), make_translator()

    save(signed_in(make_editor()), article, translator=translator.pk)

    assert Article.objects.get(pk=article.pk).translator == translator


def test_the_outlet_is_taken_from_the_original_where_it_was_not_chosen() -> None:
    outlet = make_source()

    add(signed_in(make_translator()), headline="The bridge", **{"translations-0-source": outlet.pk})

    assert Article.objects.get().source == outlet


# --- What a form can never do ----------------------------------------------------------------------

FORGED = {
    "status": "published", "published_at": "2020-01-01", "published_at_0": "2020-01-01", "published_at_1": "00:00",
    "address_date": "2020-01-01", "text_revision": "99", "origin": "import", "created_by": "1",
    "created_at": "2020-01-01", "claimed_at": "2020-01-01", "is_superuser": "on", "is_staff": "on",
    "id": "1", "pk": "1", "second_look_by": "1",
    "translations-0-fingerprint": "0", "translations-0-attached_by": "1", "translations-0-state": "withdrawn",
    "translations-0-position": "9",
}  # fmt: skip


@pytest.mark.parametrize("make_member", [make_translator, make_editor, make_administrator])
@pytest.mark.parametrize("make", [make_article, make_translated, make_verified])
def test_forged_fields_change_nothing(make_member: Any, make: Any) -> None:
    article = make()
    before = state_of(article)

    save(signed_in(make_member()), article, **FORGED)

    after = state_of(article)
    before["article"].pop("updated_at")
    after["article"].pop("updated_at")
    assert after == before


def test_a_translator_can_not_hand_anothers_article_to_themselves() -> None:
    article = make_translated()
    translator = make_translator()

    save(signed_in(translator), article, translator=translator.pk, assignee=translator.pk, due_at_0="2030-01-01")

    stored = Article.objects.get(pk=article.pk)
    assert stored.translator == article.translator
    assert stored.assignee is None


def test_a_translator_can_not_touch_what_is_published() -> None:
    article = make_published()
    before = state_of(article)
    client = signed_in(make_translator())

    page = client.get(change_page(article))
    response = client.post(change_page(article), {"headline": "Forged", "revision": article.revision})

    assert page.status_code == 200
    assert 'name="headline"' not in page.content.decode()
    assert response.status_code == 409
    assert state_of(article) == before


def test_another_articles_original_can_not_be_written_through_this_form() -> None:
    mine, other = make_article(), make_article()
    before = state_of(other)

    save(signed_in(make_translator()), mine, **{"translations-0-id": other.translations.get().pk,
                                                "translations-0-headline": "Forged"})  # fmt: skip

    assert state_of(other) == before


def test_a_keyword_can_not_be_typed_into_being() -> None:
    article = make_article()

    response = save(
        signed_in(make_editor()), article, **{"keyword_rows-TOTAL_FORMS": "1", "keyword_rows-0-tag": "Brand new"}
    )

    assert not Keyword.objects.exists()
    assert response.context["errors"]


def test_keywords_are_chosen_by_id_in_order() -> None:
    article, one, two = make_article(), make_keyword(), make_keyword()

    save(
        signed_in(make_translator()), article,
        **{"keyword_rows-TOTAL_FORMS": "2", "keyword_rows-0-tag": two.pk, "keyword_rows-1-tag": one.pk},
    )  # fmt: skip

    assert [row.tag for row in article.keyword_rows.all()] == [two, one]


def test_filing_a_public_article_elsewhere_needs_no_new_version() -> None:
    article = make_published()
    section, keyword = make_section(), make_keyword()

    save(
        signed_in(make_editor()), article, section=section.pk,
        **{"keyword_rows-TOTAL_FORMS": "1", "keyword_rows-0-tag": keyword.pk},
    )  # fmt: skip

    listing = Listing.objects.get(article=article)
    assert listing.section == section
    assert listing.keyword_rows.get().keyword == keyword
    assert article.editions.count() == 1


# --- Bad input -------------------------------------------------------------------------------------

REFUSED = {
    "no headline": ({"headline": "\u200b "}, "This field is required."),
    "long headline": ({"headline": "x" * 251}, "at most 250 characters"),
    "long text": ({"body": "<p>" + "ش" * 300_001 + "</p>"}, "at most 300000 characters"),
    "long original": ({"translations-0-body": "ش" * 300_001}, "at most 300000 characters"),
    "unknown language": ({"language": "klingon"}, "Select a valid choice"),
    "malformed language of the original": ({"translations-0-language": "<script>"}, "Select a valid choice"),
    "slug": ({"slug": "جسر/../x"}, "Enter a valid “slug”"),
    "address": ({"translations-0-url": "javascript:alert(1)"}, "Enter a valid URL"),
    "day": ({"translations-0-published_on": "yesterday"}, "Enter a valid date"),
    "due": ({"due_at_0": "0001-01-01", "due_at_1": "00:00"}, "between 2000 and 2100"),
    "nothing to say why": ({"translations-0-availability": "lost"}, "Say why the original is not attached."),
    "outlet of nobody": ({"source": "999999"}, "Select a valid choice"),
    "our own work": ({"adaptation": "original-work"}, "Our own work comes from no outlet"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_refused_in_words_and_changes_nothing(case: str) -> None:
    typed, words = REFUSED[case]
    article = make_article()
    before = state_of(article)

    response = save(signed_in(make_editor()), article, **typed)

    assert response.status_code == 200
    assert words in response.content.decode()
    assert state_of(article) == before


def test_what_was_typed_is_still_in_a_form_that_was_refused() -> None:
    response = save(signed_in(make_editor()), make_article(), headline="", standfirst="A sentence of mine")

    assert "A sentence of mine" in response.content.decode()


def test_html_that_is_not_allowed_is_cleaned() -> None:
    article = make_article()

    save(signed_in(make_translator()), article, body='<p onclick="x()">One <script>x()</script><b>two</b></p>')

    assert Article.objects.get(pk=article.pk).body == "<p>One <strong>two</strong></p>"


# --- Photo -----------------------------------------------------------------------------------------


def test_choosing_a_photo_brings_its_words_where_there_are_none() -> None:
    article, photo = make_article(photo_caption="A caption of our own"), make_photo()

    save(signed_in(make_translator()), article, photo=photo.pk)

    stored = Article.objects.get(pk=article.pk)
    assert (stored.photo_alt, stored.photo_credit) == (photo.alt, photo.credit)
    assert stored.photo_caption == "A caption of our own"


# --- The seal --------------------------------------------------------------------------------------


def test_a_change_of_a_scheduled_text_is_told_with_the_moment_that_was_planned() -> None:
    editor = make_editor()
    article = make_scheduled(editor=editor)

    response = save(signed_in(editor), article, headline="The bridge opens tomorrow")

    assert Article.objects.get(pk=article.pk).status == Status.TRANSLATED
    warning = " ".join(said(response))
    assert "it was scheduled for" in warning
    assert "Approve it again for the same moment" in warning
    assert article.events.order_by("-pk")[0].actor == editor


def test_a_change_of_a_verified_text_is_told() -> None:
    article = make_verified()

    response = save(signed_in(make_editor()), article, body="Something else.")

    assert "must be approved anew" in " ".join(said(response))


@pytest.mark.parametrize("body", ["<h2>One</h2>\n<p>Two &amp; <em>three</em>.</p>", "<p>A</p>\n<p>B<br>C</p>"])
def test_saving_without_a_change_breaks_no_seal(body: str) -> None:
    article = make_verified(body=body)
    before = state_of(article)["article"]

    response = save(signed_in(make_editor()), article)

    after = state_of(article)["article"]
    assert response.status_code == 200
    assert after["status"] == Status.VERIFIED
    assert after["text_revision"] == before["text_revision"]
    assert after["body"] == before["body"]


def test_a_slug_that_is_out_in_the_world_is_no_field_any_more() -> None:
    article = make_published()
    slug = article.slug

    html = signed_in(make_editor()).get(change_page(article)).content.decode()
    save(signed_in(make_editor()), article, slug="another")

    assert 'name="slug"' not in html
    assert Article.objects.get(pk=article.pk).slug == slug


def test_a_refusal_of_the_database_is_told_and_keeps_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_published()
    before = state_of(article)

    def forge(self: Any, request: Any, obj: Article, form: Any, change: bool) -> None:
        Article.objects.filter(pk=obj.pk).update(headline=obj.headline, slug="another")

    monkeypatch.setattr("articles.desk.article.ArticleAdmin.save_model", forge)

    response = save(signed_in(make_editor()), article, headline="A headline of mine")

    html = response.content.decode()
    assert response.status_code == 200
    assert "out in the world" in html
    assert "A headline of mine" in html
    assert state_of(article) == before


def test_a_refusal_of_the_workflow_is_told_and_keeps_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_published()
    before = state_of(article)

    def refuse(article: Article, *, by: Member) -> None:
        raise workflow.TransitionRefused(["Only editors file it anew."])

    monkeypatch.setattr(workflow, "catalogue", refuse)

    response = save(signed_in(make_editor()), article, headline="A headline of mine", section=make_section().pk)

    html = response.content.decode()
    assert "Only editors file it anew." in html
    assert "A headline of mine" in html
    assert state_of(article) == before


def test_a_longer_record_costs_the_workbench_no_more_queries(django_assert_max_num_queries: Any) -> None:
    client = signed_in(make_editor())
    short, long = make_published(keywords=(make_keyword(),)), make_article(keywords=[make_keyword() for _ in range(5)])
    for position in (2, 3, 4):
        make_translation(long, source=make_source(), position=position).authors.add(make_keyword(), make_keyword())
    draft = fields_of(client.get(change_page(long)))
    long = workflow.transition(long, Status.TRANSLATED, by=make_translator())
    long = workflow.approve_and_publish(long, by=make_editor())
    client.get(change_page(short))

    with django_assert_max_num_queries(56) as asked:
        client.get(change_page(short))
    # Whether it is in another article too is asked of each original.
    with django_assert_max_num_queries(len(asked) + 3):
        published = fields_of(client.get(change_page(long)))

    authors = [str(author.pk) for author in long.translations.get(position=2).authors.all()]
    assert draft["translations-1-authors"] == authors
    assert draft["translations-1-source"] == str(long.translations.get(position=2).source_id)
    tags = {value for name, value in published.items() if name.startswith("keyword") and name.endswith("-tag")}
    assert tags - {""} == {str(row.tag_id) for row in ArticleKeyword.objects.filter(content_object=long)}


def test_a_members_list_offers_only_who_still_works_here() -> None:
    Member.objects.create(username="gone", first_name="Gone", is_active=False)

    html = signed_in(make_editor()).get(change_page(make_article())).content.decode()

    assert "Gone" not in html
