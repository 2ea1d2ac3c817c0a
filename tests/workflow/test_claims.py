"""Who is on an article: claimed, taken over, assigned, given back, lapsed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Autosave, Notice, Presence, Publication, Status, WorkflowEvent
from tests.factories import make_article, make_editor, make_member, make_translated, make_translator
from tests.workflow.test_at_once import at_once

Kind = WorkflowEvent.Kind


def claimed(hours_ago: float = 0, **fields: object) -> Article:
    """A draft that somebody claimed so long ago, and has not touched since."""
    article = workflow.claim(make_article(body="", **fields), by=make_translator(first_name="Rana"))
    ago = workflow.database_now() - timedelta(hours=hours_ago)
    Article.objects.filter(pk=article.pk).update(claimed_at=ago)
    article.refresh_from_db()
    return article


def told(kind: Notice.Kind) -> list[object]:
    return [notice.member for notice in Notice.objects.filter(kind=kind)]


def last_event(article: Article) -> WorkflowEvent:
    return article.events.order_by("-pk")[0]


# --- Claiming --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_who_claims_a_draft_is_on_it_and_translates_it() -> None:
    article, translator = make_article(), make_translator()

    workflow.claim(article, by=translator)

    standing = workflow.claim_of(article)
    assert standing is not None
    assert (standing.member, standing.is_claim) == (translator, True)
    assert standing.since == article.claimed_at
    assert Article.objects.get(pk=article.pk).translator == translator
    assert (last_event(article).kind, last_event(article).actor) == (Kind.CLAIM, translator)


@pytest.mark.django_db
def test_a_standing_claim_is_taken_over_with_a_reason_alone_and_its_owner_is_told() -> None:
    article = claimed(hours_ago=1)
    former, other = article.assignee, make_translator()

    with pytest.raises(workflow.TransitionRefused, match="Rana is on it: say why"):
        workflow.claim(article, by=other)
    workflow.claim(article, by=other, reason="She is ill.")

    article.refresh_from_db()
    assert (article.assignee, article.translator) == (other, other)
    assert last_event(article).note == "She is ill."
    assert told(Notice.Kind.TAKEN_OVER) == [former]


@pytest.mark.django_db
def test_who_wrote_the_text_stays_its_translator_when_another_takes_it_over() -> None:
    article = claimed(hours_ago=1)
    former = article.translator
    Article.objects.filter(pk=article.pk).update(body="<p>Half of it.</p>")

    workflow.claim(article, by=make_translator(), reason="She is ill.")

    assert Article.objects.get(pk=article.pk).translator == former


@pytest.mark.django_db
def test_claiming_is_refused_with_every_reason() -> None:
    article, reader = make_translated(), make_member()

    with pytest.raises(workflow.TransitionRefused) as refused:
        workflow.claim(article, by=reader)

    assert refused.value.reasons == [
        "Only translators and editors claim an article.",
        "It is “translated” already: an editor assigns who goes on with it.",
    ]


def test_one_of_two_who_claim_at_once_has_it(committed_db: str) -> None:
    article, one, other = make_article(), make_translator(), make_translator()

    results = at_once(*[lambda by=by: workflow.claim(Article.objects.get(pk=article.pk), by=by) for by in (one, other)])

    assert sum(isinstance(result, Article) for result in results) == 1
    assert sum(isinstance(result, workflow.TransitionRefused) for result in results) == 1


# --- Lapsing ---------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "hours_ago", "stands"), [(6, 5.9, True), (6, 6.1, False), (2, 3, False)])
def test_an_untouched_claim_is_free_after_the_hours_of_the_publication(
    hours: int, hours_ago: float, stands: bool
) -> None:
    Publication.objects.update(claim_hours=hours)
    article = claimed(hours_ago)

    assert (workflow.claim_of(article) is not None) == stands
    assert workflow.free_lapsed() == (not stands)


@pytest.mark.django_db
def test_a_lapsed_claim_is_freed_recorded_unnamed_and_told() -> None:
    article = claimed(hours_ago=7)
    former = article.assignee

    freed = workflow.free_lapsed()

    article.refresh_from_db()
    assert freed == 1
    assert (article.assignee, article.translator, article.claimed_at) == (None, None, None)
    assert (last_event(article).kind, last_event(article).actor) == (Kind.CLAIM_LAPSED, None)
    assert told(Notice.Kind.LAPSED) == [former]
    assert workflow.free_lapsed() == 0


@pytest.mark.django_db
def test_what_the_claimant_types_keeps_the_claim_and_nobody_elses_does() -> None:
    typing, open_elsewhere, noted = claimed(7), claimed(7), claimed(7)
    Autosave.objects.create(article=typing, member=typing.assignee, revision=1)
    Autosave.objects.create(article=open_elsewhere, member=make_translator(), revision=1)
    now = timezone.now()
    Presence.objects.create(article=noted, member=noted.assignee, opened_at=now, seen_at=now)
    revision = noted.revision

    workflow.touch(noted, noted.assignee)

    assert workflow.claim_of(typing) is not None
    assert workflow.claim_of(noted) is not None
    assert workflow.claim_of(open_elsewhere) is None
    noted.refresh_from_db()
    assert noted.revision == revision


@pytest.mark.django_db
def test_neither_an_assignment_nor_what_was_handed_over_lapses() -> None:
    assigned = workflow.assign(make_article(), make_translator(), by=make_editor())
    handed_over = make_translated()
    long_ago = timezone.now() - timedelta(days=9)
    Article.objects.filter(pk=handed_over.pk).update(assignee=handed_over.translator, claimed_at=long_ago)

    assert workflow.free_lapsed() == 0
    assert workflow.claim_of(assigned) is not None
    assert workflow.claim_of(handed_over) is not None


@pytest.mark.django_db
def test_a_claim_runs_anew_when_its_article_is_sent_back() -> None:
    article = make_translated()
    long_ago = timezone.now() - timedelta(days=9)
    Article.objects.filter(pk=article.pk).update(assignee=article.translator, claimed_at=long_ago)

    workflow.transition(article, Status.DRAFT, by=make_editor(), note="The third paragraph.")

    assert workflow.claim_of(article) is not None


@pytest.mark.django_db
def test_a_lapsed_claim_is_claimed_without_a_reason() -> None:
    article, other = claimed(hours_ago=7), make_translator()
    former = article.assignee

    workflow.claim(article, by=other)

    kinds = [event.kind for event in article.events.order_by("pk")]
    assert kinds == [Kind.CLAIM, Kind.CLAIM_LAPSED, Kind.CLAIM]
    assert (article.assignee, article.translator) == (other, other)
    assert told(Notice.Kind.LAPSED) == [former]
    assert told(Notice.Kind.TAKEN_OVER) == []


# --- Assigning -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_editor_assigns_anybody_at_any_time_on_record() -> None:
    article, translator, editor = make_translated(), make_translator(first_name="Sami"), make_editor()
    due_at = timezone.now() + timedelta(days=1)

    workflow.assign(article, translator, by=editor, due_at=due_at, note="For the evening.")

    standing = workflow.claim_of(article)
    assert standing is not None
    assert (standing.member, standing.is_claim, standing.due_at) == (translator, False, due_at)
    assert standing.since == last_event(article).at
    assert last_event(article).kind == Kind.ASSIGNMENT
    assert "Assigned to Sami, due" in last_event(article).note
    assert "For the evening." in last_event(article).note
    assert told(Notice.Kind.ASSIGNED) == [translator]
    assert Article.objects.get(pk=article.pk).status == Status.TRANSLATED


@pytest.mark.django_db
def test_who_is_taken_off_is_told_and_the_draft_waits_for_its_translator() -> None:
    article = claimed()
    former = article.assignee

    workflow.assign(article, None, by=make_editor())

    article.refresh_from_db()
    assert workflow.claim_of(article) is None
    assert (article.assignee, article.translator, article.due_at) == (None, None, None)
    assert told(Notice.Kind.TAKEN_OVER) == [former]


@pytest.mark.django_db
def test_assigning_is_the_editors_and_to_those_who_translate() -> None:
    article, reader = make_article(), make_member(first_name="Reader")

    with pytest.raises(workflow.TransitionRefused) as refused:
        workflow.assign(article, reader, by=make_translator())

    assert refused.value.reasons == [
        "Only editors assign articles: ask one.",
        "Reader is neither a translator nor an editor.",
    ]


@pytest.mark.django_db
def test_who_gives_it_back_is_off_it_and_nobody_else_can() -> None:
    article = claimed()
    owner = article.assignee

    with pytest.raises(workflow.TransitionRefused, match="You are not on it"):
        workflow.give_back(article, by=make_translator())
    workflow.give_back(article, by=owner)

    assert workflow.claim_of(article) is None
    assert last_event(article).actor == owner


@pytest.mark.django_db
def test_an_overdue_article_says_so() -> None:
    past = timezone.now() - timedelta(minutes=1)
    article = workflow.assign(make_article(), make_translator(), by=make_editor(), due_at=past)

    standing = workflow.claim_of(article)

    assert standing is not None
    assert standing.is_overdue
