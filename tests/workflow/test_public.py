"""What happens to an article that readers have seen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Correction, DisclaimerWording, Listing, Publication, Status
from articles.models.text import as_html
from tests.factories import (
    make_article,
    make_editor,
    make_keyword,
    make_listing,
    make_member,
    make_published,
    make_scheduled,
    make_section,
    make_translated,
    make_translator,
    make_verified,
)

pytestmark = pytest.mark.django_db


def is_public(article: Article) -> bool:
    return Listing.public.filter(pk=article.pk).exists()


def change(article: Article) -> Article:
    article.body = as_html(["The engineer said it took 13 months."])
    article.save()
    return article


def test_an_article_opens_when_its_embargo_ends() -> None:
    ends = timezone.now() + timedelta(hours=1)
    article = make_published(at=ends)

    assert not is_public(article)
    assert not Listing.objects.visible_at(ends - timedelta(seconds=1)).filter(pk=article.pk).exists()
    assert Listing.objects.visible_at(ends).filter(pk=article.pk).exists()


class TestReissue:
    def test_readers_get_the_next_edition_at_the_same_address(self) -> None:
        article, editor = make_published(), make_editor()
        before = Listing.public.get(pk=article.pk)

        workflow.reissue(change(article), by=editor, correction=Correction(kind="our-error", text="It was 13 months."))

        after = Listing.public.get(pk=article.pk)
        assert (after.edition.number, after.edition.attested_by) == (2, editor)
        assert "13 months" in after.edition.body
        assert after.get_absolute_url() == before.get_absolute_url()
        assert after.published_at == before.published_at
        assert after.edition_at > before.edition_at
        correction = article.corrections.get()
        assert (correction.edition, correction.by, correction.text) == (after.edition, editor, "It was 13 months.")

    @pytest.mark.parametrize(
        ("correction", "reason"),
        [
            (Correction(kind="our-error"), "Write what readers are told about the correction."),
            (Correction(kind="mood", text="x"), "Choose what kind of correction it is."),
            (Correction(kind="retraction", text="x"), "A retraction takes the article down: use “Take down”."),
        ],
    )
    def test_a_correction_that_says_too_little_is_refused(self, correction: Correction, reason: str) -> None:
        article = change(make_published())

        with pytest.raises(workflow.TransitionRefused) as refusal:
            workflow.reissue(article, by=make_editor(), correction=correction)

        assert refusal.value.reasons == [reason]
        assert article.editions.count() == 1

    def test_a_typo_needs_no_words(self) -> None:
        workflow.reissue(change(make_published()), by=make_editor(), correction=Correction(kind="typo"))

        assert not Correction.objects.get().is_listed

    def test_nothing_is_reissued_where_nothing_changed(self) -> None:
        with pytest.raises(workflow.TransitionRefused, match="Nothing changed since the version that readers see"):
            workflow.reissue(make_published(), by=make_editor())

    @pytest.mark.parametrize("make", [make_translated, make_verified, make_scheduled])
    def test_what_readers_have_not_seen_is_not_reissued(self, make) -> None:  # type: ignore[no-untyped-def]
        with pytest.raises(workflow.TransitionRefused, match="Readers have not seen it yet"):
            workflow.reissue(make(), by=make_editor())

    def test_a_fix_needs_a_second_person_too(self) -> None:
        article = make_published()
        translator = article.translator
        translator.groups.set(make_editor().groups.all())

        with pytest.raises(workflow.TransitionRefused, match="You translated it: somebody else must verify it"):
            workflow.reissue(change(article), by=type(translator).objects.get(pk=translator.pk))

    def test_translators_do_not_reissue(self) -> None:
        with pytest.raises(workflow.TransitionRefused, match="Your account may not publish"):
            workflow.reissue(change(make_published()), by=make_translator())

    def test_what_somebody_changed_meanwhile_is_not_reissued(self) -> None:
        article = make_published()
        looked_at = article.revision

        with pytest.raises(workflow.TransitionRefused, match="Somebody changed this article"):
            workflow.reissue(change(article), by=make_editor(), revision=looked_at)


class TestTakeDown:
    def test_it_leaves_every_list_at_once_and_says_why(self) -> None:
        article = make_published(keywords=(make_keyword(),))
        Publication.objects.update(lead=article.listing)

        workflow.take_down(article, by=make_editor(), public_note="The interview was not genuine.")

        assert not is_public(article)
        listing = Listing.objects.get(pk=article.pk)
        assert listing.public_note == "The interview was not genuine."
        assert not listing.keyword_rows.exists()
        assert Publication.objects.get().lead is None
        assert article.status == Status.PUBLISHED
        assert article.corrections.get().kind == Correction.Kind.RETRACTION

    def test_it_takes_a_sentence_and_an_editor(self) -> None:
        with pytest.raises(workflow.TransitionRefused) as refusal:
            workflow.take_down(make_published(), by=make_translator(), public_note=" ")

        assert refusal.value.reasons == [
            "Your account may not publish: ask an editor.",
            "Write the sentence that readers find in its place.",
        ]

    def test_what_is_not_public_is_not_taken_down(self) -> None:
        with pytest.raises(workflow.TransitionRefused, match="It is not public"):
            workflow.take_down(make_verified(), by=make_editor(), public_note="x")

    def test_what_was_taken_down_is_not_taken_down_again(self) -> None:
        article, editor = make_published(), make_editor()
        workflow.take_down(article, by=editor, public_note="Once")

        with pytest.raises(workflow.TransitionRefused, match="Readers can't see it any more"):
            workflow.take_down(article, by=editor, public_note="Twice")

    def test_what_was_only_scheduled_leaves_no_trace(self) -> None:
        article = make_scheduled()

        workflow.take_down(article, by=make_editor(), public_note="Never seen")

        assert article.status == Status.TRANSLATED
        assert not Listing.objects.filter(article=article).exists()
        assert not article.corrections.exists()

    def test_a_new_edition_brings_it_back(self) -> None:
        article, editor = make_published(), make_editor()
        address = Listing.public.get(pk=article.pk).get_absolute_url()
        workflow.take_down(article, by=editor, public_note="We are checking.")

        workflow.reissue(article, by=editor, note="Checked: all is well")

        assert Listing.public.get(pk=article.pk).get_absolute_url() == address


class TestHide:
    def test_any_member_hides_in_a_hurry(self) -> None:
        article = make_published()

        workflow.hide(article, by=make_translator())

        assert not is_public(article)
        assert workflow.is_hidden(article)
        assert "We are looking into it." in Listing.objects.get(pk=article.pk).public_note
        assert not article.corrections.exists()

    def test_who_has_no_group_does_not(self) -> None:
        with pytest.raises(workflow.TransitionRefused, match="may not hide"):
            workflow.hide(make_published(), by=make_member())

    def test_an_editor_settles_it_by_taking_it_down(self) -> None:
        article = make_published()
        workflow.hide(article, by=make_translator())

        workflow.take_down(article, by=make_editor(), public_note="It named a witness.")

        assert not workflow.is_hidden(article)
        assert Listing.objects.get(pk=article.pk).public_note == "It named a witness."

    def test_an_editor_settles_it_by_publishing_it_again(self) -> None:
        article = make_published()
        workflow.hide(article, by=make_translator())

        workflow.reissue(article, by=make_editor(), note="False alarm")

        assert is_public(article)
        assert not workflow.is_hidden(article)

    def test_what_is_scheduled_can_be_stopped_by_anybody(self) -> None:
        article = make_scheduled()

        workflow.hide(article, by=make_translator())

        assert article.status == Status.TRANSLATED
        assert not Listing.objects.filter(article=article).exists()


class TestCatalogue:
    def test_section_and_keywords_change_without_a_new_edition(self) -> None:
        article, editor = make_published(), make_editor()
        section, keyword = make_section(), make_keyword()
        article.section = section
        article.save()
        article.keywords.set([keyword])

        workflow.catalogue(article, by=editor)

        listing = Listing.public.get(pk=article.pk)
        assert listing.section == section
        assert [row.keyword for row in listing.keyword_rows.all()] == [keyword]
        assert listing.edition.number == 1
        assert article.events.last().actor == editor

    def test_translators_do_not_file_anew_what_is_public(self) -> None:
        with pytest.raises(workflow.TransitionRefused, match="Only editors file anew"):
            workflow.catalogue(make_published(), by=make_translator())

    def test_a_merged_keyword_files_under_what_it_became_and_back(self) -> None:
        new, old, editor = make_keyword(), make_keyword(), make_editor()
        listing = make_listing(keywords=(old, new))
        other = make_listing(keywords=(old,))
        old.merged_into = new
        old.save()

        workflow.refile(old, by=editor)

        assert [row.keyword for row in listing.keyword_rows.all()] == [new]
        assert [row.keyword for row in other.keyword_rows.all()] == [new]
        old.merged_into = None
        old.save()
        workflow.refile(old, by=editor)
        assert [row.keyword for row in other.keyword_rows.all()] == [old]

    def test_a_merged_author_is_found_as_what_they_became_and_back(self) -> None:
        new, old, editor = make_keyword(), make_keyword(), make_editor()
        article = make_article()
        article.translations.get().authors.add(old)
        listing = workflow.bring_in(article, published_at=timezone.now(), attested_as="synthetic").listing
        labels = []

        for into in (new, None):
            old.merged_into = into
            old.save()
            workflow.refile(old, by=editor)
            listing.refresh_from_db()
            labels += [each for each in listing.labels if each.startswith("by:")]

        assert labels == [f"by:{new.pk}", f"by:{old.pk}"]

    def test_translators_do_not_file_keywords_anew(self) -> None:
        with pytest.raises(workflow.TransitionRefused, match="may not change keywords"):
            workflow.refile(make_keyword(), by=make_translator())


class TestRebuild:
    def test_listings_come_back_as_they_were(self) -> None:
        editor = make_editor()
        keyword = make_keyword()
        reissued = make_published(keywords=(keyword,))
        workflow.reissue(change(reissued), by=editor)
        taken_down, scheduled = make_published(), make_scheduled()
        workflow.take_down(taken_down, by=editor, public_note="Gone")
        brought_in = make_listing(published_at=timezone.now() - timedelta(days=900))
        before = {row["article_id"]: row for row in Listing.objects.values()}
        rows = set(keyword.listing_rows.values_list("listing", "published_at"))
        Publication.objects.update(lead=None)
        keyword.listing_rows.all().delete()
        Listing.objects.all().delete()

        assert workflow.rebuild_listings() == 4

        assert {row["article_id"]: row for row in Listing.objects.values()} == before
        assert set(keyword.listing_rows.values_list("listing", "published_at")) == rows
        assert {reissued.pk, taken_down.pk, scheduled.pk, brought_in.pk} == set(before)

    def test_drafts_get_no_listing(self) -> None:
        make_translated()
        make_verified()

        assert workflow.rebuild_listings() == 0


class TestBringIn:
    def test_it_is_public_as_of_a_past_moment_and_visibly_not_by_a_person(self) -> None:
        moment = timezone.now() - timedelta(days=3000)

        listing = make_listing(published_at=moment)

        assert listing.published_at == moment
        assert (listing.edition.attested_as, listing.edition.attested_by) == ("synthetic", None)
        assert is_public(listing.article)
        assert not workflow.is_owed_a_second_look(listing.edition)

    def test_it_never_attests_as_a_person(self) -> None:
        article = make_article()

        with pytest.raises(workflow.TransitionRefused, match="never as by a person"):
            workflow.bring_in(article, published_at=timezone.now(), attested_as="person")

        assert not article.editions.exists()

    def test_it_takes_what_was_public_under_an_address_of_its_own_and_with_a_wording(self) -> None:
        first = make_listing(slug="bridge")
        taken = make_article(slug="bridge")
        with pytest.raises(workflow.TransitionRefused, match="has the address of another article of that day"):
            workflow.bring_in(taken, published_at=first.published_at, attested_as="imported")
        with pytest.raises(workflow.TransitionRefused, match="has a date to come"):
            workflow.bring_in(taken, published_at=timezone.now() + timedelta(days=1), attested_as="imported")
        DisclaimerWording.objects.all().delete()
        with pytest.raises(workflow.TransitionRefused, match="No disclaimer wording fits"):
            workflow.bring_in(taken, published_at=timezone.now(), attested_as="imported")

        assert not taken.editions.exists()

    def test_it_takes_drafts_only(self) -> None:
        with pytest.raises(workflow.TransitionRefused, match="is not a draft"):
            workflow.bring_in(make_translated(), published_at=timezone.now(), attested_as="imported")

    def test_it_can_be_corrected_and_taken_down_like_any_other(self) -> None:
        article = make_listing().article
        article.translator = make_translator()
        article.save()

        workflow.reissue(change(article), by=make_editor(), correction=Correction(kind="typo"))
        workflow.take_down(article, by=make_editor(), public_note="Gone")

        assert article.editions.count() == 2
        assert not is_public(article)
