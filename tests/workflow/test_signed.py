"""Who the database says did it."""

from articles import workflow
from articles.models import Article
from tests.factories import make_editor, make_verified


def test_a_signature_ends_with_its_transaction(committed_db: str) -> None:
    article = make_verified()
    with workflow.signed(make_editor()):
        pass

    Article.objects.filter(pk=article.pk).update(standfirst="By nobody we know.")

    assert article.events.last().actor is None
