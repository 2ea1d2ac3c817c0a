"""Several people at once, each with a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from articles import workflow
from articles.models import Article, Listing, Status, WorkflowEvent
from tests.factories import make_article, make_editor, make_translated, make_translation, make_translator, make_verified


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act returned, or the exception it raised; all begin at the same moment."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except Exception as error:  # noqa: BLE001 -- the test looks at what was raised
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_an_article_is_published_exactly_once(committed_db: str) -> None:
    article, editor = make_verified(), make_editor()

    def publish() -> Article:
        return workflow.transition(Article.objects.get(pk=article.pk), Status.PUBLISHED, by=editor)

    results = at_once(*[publish] * 12)

    assert sum(isinstance(result, Article) for result in results) == 1
    refused = [result for result in results if not isinstance(result, Article)]
    assert all(isinstance(result, workflow.TransitionRefused) for result in refused)
    assert WorkflowEvent.objects.filter(article=article, to_status=Status.PUBLISHED).count() == 1
    assert Listing.objects.count() == 1


def test_one_edition_is_made_of_what_two_editors_verify(committed_db: str) -> None:
    article, one, other = make_translated(), make_editor(), make_editor()

    at_once(
        *[
            lambda by=by: workflow.transition(Article.objects.get(pk=article.pk), Status.VERIFIED, by=by)
            for by in (one, other)
        ]
    )

    assert article.editions.count() == 1


def test_a_change_and_a_publication_at_once_never_show_what_was_not_verified(committed_db: str) -> None:
    for _round in range(10):
        article, editor = make_verified(), make_editor()

        at_once(
            lambda article=article, editor=editor: workflow.transition(
                Article.objects.get(pk=article.pk), Status.PUBLISHED, by=editor
            ),
            lambda article=article: Article.objects.filter(pk=article.pk).update(body="<p>Slipped in.</p>"),
        )

        listing = Listing.public.filter(pk=article.pk).select_related("edition").first()
        article.refresh_from_db()
        assert (listing is not None) == (article.status == Status.PUBLISHED)
        assert listing is None or "Slipped in" not in listing.edition.body


def test_a_new_reading_and_a_verification_at_once_leave_no_stale_edition(committed_db: str) -> None:
    article, editor = make_translated(), make_editor()

    at_once(
        lambda: workflow.transition(Article.objects.get(pk=article.pk), Status.VERIFIED, by=editor),
        lambda: make_translation(Article.objects.get(pk=article.pk), position=2),
    )

    article.refresh_from_db()
    edition = article.editions.first()
    if article.status == Status.VERIFIED:
        assert edition is not None
        assert edition.originals.count() == article.translations.count()


def test_two_translators_hand_over_once(committed_db: str) -> None:
    article, one, other = make_article(), make_translator(), make_translator()

    results = at_once(
        *[
            lambda by=by: workflow.transition(Article.objects.get(pk=article.pk), Status.TRANSLATED, by=by)
            for by in (one, other)
        ]
    )

    assert sum(isinstance(result, Article) for result in results) == 1
    assert article.events.count() == 1
