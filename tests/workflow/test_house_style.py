"""A spelling corrected everywhere: who asks and approves, what each article comes to, and what is left out."""

from collections.abc import Callable
from typing import Any

import pytest

from articles import disclaimer, workflow
from articles.checks.departures import Respelling
from articles.models import (
    Article,
    CheckSetting,
    Correction,
    HouseStyleBatch,
    HouseStyleRow,
    Keyword,
    KeywordSpelling,
    Listing,
    Member,
)
from articles.models.text import as_html
from tests.factories import (
    ARABIC,
    NUMBERS,
    make_article,
    make_editor,
    make_imported,
    make_keyword,
    make_listing,
    make_photo,
    make_published,
    make_scheduled,
    make_translation,
    make_translator,
)

pytestmark = pytest.mark.django_db

IDLEB = Respelling("Idleb", "Idlib")
BODY = as_html(["The men left Idleb’s villages on Sunday.", "“We stay in Idleb,” said the engineer."])


def in_idleb(**fields: Any) -> Article:
    defaults = {"headline": "Rain in Idleb", "slug": f"rain-{next(NUMBERS)}", "body": BODY}
    return make_published(**defaults | fields)


BY_NIGHT = {"photo_caption": "Idleb by night", "photo_alt": "Idleb", "photo_credit": "Newsroom"}


def ask(respelling: Respelling = IDLEB, by: Member | None = None, **given: Any) -> HouseStyleBatch:
    return workflow.ask_for_house_style(respelling, by=by or make_editor(), **given)


def done(batch: HouseStyleBatch, by: Member | None = None) -> str:
    """Approved by somebody else, and carried out."""
    workflow.approve_batch(batch, by=by or make_editor())
    return workflow.carry_out(batch.pk)


def row_of(batch: HouseStyleBatch, article: Article) -> HouseStyleRow:
    return batch.rows.get(article=article)


# --- What is found ---------------------------------------------------------------------------------------


def avoid(wrong: str, right: str, **fields: Any) -> Keyword:
    keyword = make_keyword(name=right, kind="place")
    KeywordSpelling.objects.create(keyword=keyword, text=wrong, use="avoid", **{"language": "en"} | fields)
    return keyword


def test_spellings_to_avoid_are_found_in_what_readers_see_and_nowhere_else() -> None:
    for wrong, right in (("Idleb", "Idlib"), ("Haleb", "Aleppo"), ("Golani", "al-Golani"), ("إدلب", "Idlib city")):
        avoid(wrong, right)
    avoid("Kiev", "Kyiv", language="fr")
    first = make_listing(body=as_html(["Idleb, Idlebi and al-Golani (إدلب)."]))
    quoted = make_listing(photo=make_photo(), photo_caption="“Idleb”", photo_alt="A street")
    make_listing(photo=make_photo(), photo_caption="A street in Haleb, in KIEV", body=as_html(["IDLEB"]))
    # A draft, what is scheduled, and an original are nothing that readers see in our words.
    make_scheduled(body=as_html(["Kiev"]))
    make_translation(draft := make_article(original=False), headline="Kiev")
    workflow.bring_in(draft, published_at=first.published_at, attested_as="synthetic")

    found, last = workflow.departures(most=50)

    assert [(each.spelling.text, each.right, each.count, each.left_out, each.is_exact) for each in found] == [
        ("Haleb", "Aleppo", 1, 0, True), ("Idleb", "Idlib", 2, 1, True),
    ]  # fmt: skip
    assert found[1].newest == max(first.published_at, quoted.published_at)
    assert last == 0
    first_alone, behind = workflow.departures(most=1)
    assert [each.spelling.text for each in first_alone] == ["Haleb"]
    assert [each.spelling.text for each in workflow.departures(most=50, after=behind)[0]] == ["Idleb"]
    assert [each.spelling.text for each in workflow.departures(most=50, name="ALEP")[0]] == ["Haleb"]


def test_possessives_and_half_of_a_name_are_found_by_the_index() -> None:
    articles = [
        make_listing(body=as_html([said])).pk for said in ("Barqs's men", "the Barqs-based", "Barqs’ men", "“Barqs”")
    ]
    make_listing(body=as_html(["Barq’s men"]))

    found, more = workflow.standing_with(Respelling("Barqs", "Bargs"), most=3)
    last, no_more = workflow.standing_with(
        Respelling("Barqs", "Bargs"), most=3, before=(found[-1].published_at, found[-1].article.pk)
    )

    assert {each.article.pk for each in (*found, *last)} == set(articles)
    assert (len(found), more is None, no_more) == (3, False, None)


# --- What comes of it --------------------------------------------------------------------------------------


def test_what_two_people_approve_is_published_in_working_copy_and_edition_alike() -> None:
    article, asker, approver = in_idleb(**BY_NIGHT, photo=make_photo()), make_editor(), make_editor()
    other = in_idleb(headline="Snow in Idleb", standfirst="Idleb.", body=as_html(["“Idleb”"]))
    before = Listing.objects.get(article=article)
    keyword = make_keyword(name="Idlib")

    batch = ask(by=asker, keyword=keyword)
    state = done(batch, by=approver)

    assert (state, batch.rows.filter(outcome="done").count()) == ("done", 2)
    listing = Listing.public.select_related("edition").get(article=article)
    edition = listing.edition
    assert (edition.headline, edition.photo_caption, edition.number) == ("Rain in Idlib", "Idlib by night", 2)
    assert edition.body == BODY.replace("left Idleb", "left Idlib")
    assert (edition.attested_by, edition.second_look_by) == (approver, approver)
    article.refresh_from_db()
    assert disclaimer.differences(disclaimer.words_of(article), edition) == []
    assert (article.slug, listing.slug, listing.published_at) == (before.slug, before.slug, before.published_at)
    correction = Correction.objects.get(article=article)
    assert (correction.kind, correction.batch, correction.edition, correction.by, correction.is_listed) == (
        "house-style", batch, edition, approver, False,
    )  # fmt: skip
    assert row_of(batch, article).made == edition
    event = article.events.order_by("-pk")[0]
    assert event.kind == "reissue"
    for said in ("Idleb", "Idlib", str(batch.pk), str(asker), str(approver)):
        assert said in event.note
    other.refresh_from_db()
    assert (other.headline, other.standfirst, other.body) == ("Snow in Idlib", "Idlib.", as_html(["“Idleb”"]))
    assert workflow.standing_with(IDLEB, most=9)[0][0].reasons == ["It stands in quotations or titles only."]
    batch.refresh_from_db()
    assert (batch.state, batch.approved_by, batch.keyword) == ("done", approver, keyword)
    assert batch.ended_at


def test_who_translated_an_article_is_never_the_one_who_attests_it() -> None:
    asker, approver = make_editor(), make_editor()
    theirs = in_idleb(translator=approver)

    batch = ask(by=asker)
    done(batch, by=approver)

    made = row_of(batch, theirs).made
    assert made is not None
    assert (made.attested_by, made.second_look_by) == (asker, asker)
    # Where that one may not publish any more, nobody is left.
    more = in_idleb(translator=approver)
    batch = ask(by=asker)
    workflow.approve_batch(batch, by=approver)
    Member.objects.filter(pk=asker.pk).update(is_active=False)
    workflow.carry_out(batch.pk)
    assert "somebody else must" in row_of(batch, more).reason


def test_what_was_moved_in_stays_attested_as_imported() -> None:
    article = make_imported(headline="Idleb", body=BODY)
    blocked = make_imported(headline="Idleb too", body=as_html(["The castle قلعة of Idleb fell."]))
    CheckSetting.objects.create(check_slug="leftovers", mode="block", set_by=make_editor())

    batch = ask()
    done(batch)

    row = row_of(batch, article)
    assert (row.outcome, row.reason) == ("done", "")
    edition = Listing.public.get(article=article).edition
    assert (edition, edition.headline, edition.attested_as, edition.number) == (row.made, "Idlib", "imported", 2)
    assert Correction.objects.get(article=article).batch == batch
    assert row_of(batch, blocked).outcome == "left-out"
    assert blocked.editions.count() == 1


# --- What is left out ----------------------------------------------------------------------------------------


def change(article: Article) -> None:
    article.refresh_from_db()
    article.standfirst = "Changed."
    article.save()


def publish_a_change(article: Article) -> None:
    change(article)
    workflow.reissue(article, by=make_editor())


def take_down(article: Article) -> None:
    workflow.take_down(article, by=make_editor(), public_note="It was never so.")


def hide(article: Article) -> None:
    workflow.hide(article, by=make_editor())


def block(article: Article) -> None:
    CheckSetting.objects.all().delete()


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (change, "text changed"),
        (publish_a_change, "text changed"),
        (take_down, "can’t see it"),
        (hide, "can’t see it"),
        (block, "Nothing untranslated"),
    ],
)
def test_what_happened_since_it_was_looked_at_leaves_an_article_out(
    happens: Callable[[Article], None], said: str
) -> None:
    CheckSetting.objects.create(check_slug="nothing-untranslated", mode="rest", set_by=make_editor())
    article = in_idleb(body=as_html(["Idleb.", ARABIC[0]]))
    batch = ask(chosen={article.pk: article.text_revision})
    workflow.approve_batch(batch, by=make_editor())

    happens(article)
    before = Article.objects.values("headline", "body", "standfirst", "text_revision").get(pk=article.pk)
    state = workflow.carry_out(batch.pk)

    row = row_of(batch, article)
    assert (state, row.outcome) == ("done", "left-out")
    assert said in row.reason
    assert Article.objects.values("headline", "body", "standfirst", "text_revision").get(pk=article.pk) == before
    assert not Correction.objects.filter(kind="house-style").exists()


def test_what_can_not_be_corrected_is_named_with_its_reason_when_it_is_asked_for() -> None:
    fine, moved, scheduled = in_idleb(), in_idleb(), make_scheduled(headline="Idleb again")
    quoted = in_idleb(headline="Rain", body=as_html(["“Idleb”"]))
    too_long = in_idleb(headline="Idleb " + "x" * 244)
    change(moved)

    batch = ask(Respelling("Idleb", "Idlib"))
    longer = ask(Respelling("Idleb", "Idlib city"))

    reasons = {row.article_id: (row.outcome, row.reason) for row in batch.rows.all()}
    assert reasons[fine.pk] == ("", "")
    assert "not public" in reasons[moved.pk][1]
    assert "scheduled" in reasons[scheduled.pk][1]
    assert "quotations" in reasons[quoted.pk][1]
    assert "longer than 250" in row_of(longer, too_long).reason
    assert workflow.carry_out(batch.pk) == "asked"
    done(batch)
    scheduled.refresh_from_db()
    assert scheduled.headline == "Idleb again"
    assert batch.rows.filter(outcome="done").count() == 2


def test_only_chosen_articles_as_they_were_looked_at_are_asked_for() -> None:
    chosen, left, moved = in_idleb(), in_idleb(), in_idleb()
    seen = {each.pk: each.text_revision for each in (chosen, moved)}
    publish_a_change(moved)

    batch = ask(chosen=seen)

    assert {row.article_id: row.outcome for row in batch.rows.all()} == {chosen.pk: "", moved.pk: "left-out"}
    assert not batch.rows.filter(article=left).exists()
    with pytest.raises(workflow.TransitionRefused, match="no article to correct"):
        ask(chosen={moved.pk: 1})


# --- Who may, and when -----------------------------------------------------------------------------------------


def test_one_asks_and_another_who_may_publish_approves() -> None:
    in_idleb()
    asker = make_editor()
    batch = ask(by=asker)

    for by, said in ((asker, "somebody else"), (make_translator(), "may not publish")):
        with pytest.raises(workflow.TransitionRefused, match=said):
            workflow.approve_batch(batch, by=by)
    with pytest.raises(workflow.TransitionRefused, match="ask an editor"):
        ask(by=make_translator())
    with pytest.raises(workflow.TransitionRefused, match="Both spellings are the same"):
        ask(Respelling("Idleb", "Idleb"))
    workflow.approve_batch(batch, by=make_editor())
    with pytest.raises(workflow.TransitionRefused, match="under way"):
        workflow.approve_batch(batch, by=make_editor())
    with pytest.raises(workflow.TransitionRefused):
        workflow.withdraw_batch(batch, by=asker)


def test_rows_are_taken_out_and_a_batch_is_withdrawn_before_it_is_approved() -> None:
    kept, out = in_idleb(), in_idleb()
    asker, approver = make_editor(), make_editor()
    batch, other = ask(by=asker), ask(by=asker)

    taken = workflow.take_out(batch, [row_of(batch, out).pk, row_of(other, kept).pk], by=approver)
    workflow.withdraw_batch(other, by=asker)
    done(batch, by=approver)

    assert taken == 1
    assert str(approver) in row_of(batch, out).reason
    assert [each.headline for each in Article.objects.filter(pk__in=[kept.pk, out.pk]).order_by("pk")] == [
        "Rain in Idlib", "Rain in Idleb",
    ]  # fmt: skip
    assert (other.state, other.withdrawn_by) == ("withdrawn", asker)
    assert workflow.carry_out(other.pk) == "withdrawn"
    for act in (workflow.withdraw_batch, workflow.approve_batch):
        with pytest.raises(workflow.TransitionRefused):
            act(other, by=approver)
    with pytest.raises(workflow.TransitionRefused):
        workflow.take_out(batch, [], by=approver)


def test_half_done_it_goes_on_behind_what_is_done() -> None:
    articles = [in_idleb() for _number in range(3)]
    batch, approver = ask(), make_editor()
    workflow.approve_batch(batch, by=approver)

    first = workflow.carry_out(batch.pk, most=1)
    workflow.stop_batch(batch, by=approver)
    stopped = workflow.carry_out(batch.pk)
    done_by_then = batch.rows.filter(outcome="done").count()
    workflow.go_on_with_batch(batch, by=approver)
    last = workflow.carry_out(batch.pk)
    again = workflow.carry_out(batch.pk)

    assert (first, stopped, done_by_then, last, again) == ("approved", "stopped", 1, "done", "done")
    assert [each.editions.count() for each in articles] == [2, 2, 2]
    assert Correction.objects.filter(batch=batch).count() == 3


def test_two_batches_on_one_article_both_come_to_their_end() -> None:
    article = in_idleb(standfirst="Golani in Idleb.")
    idleb, golani, asked_twice = ask(), ask(Respelling("Golani", "Julani")), ask()

    for batch in (idleb, golani, asked_twice):
        done(batch)

    article.refresh_from_db()
    assert (article.standfirst, article.editions.count()) == ("Julani in Idlib.", 3)
    assert "quotations" in row_of(asked_twice, article).reason
