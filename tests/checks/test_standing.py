"""Findings and what was accepted as it is."""

import pytest

from articles import checks, workflow
from articles.models import Article, Waiver
from articles.models.text import as_html
from tests.factories import ARABIC, make_article, make_editor, make_member

pytestmark = pytest.mark.django_db


def change(article: Article, *lines: str) -> list[checks.Finding]:
    """What blocks it once its text says these lines."""
    article.body = as_html(list(lines))
    article.save()
    return checks.blocking(article)


def test_a_waiver_holds_until_its_passage_changes() -> None:
    article = make_article(body=as_html(["The bridge is open.", ARABIC[0]]))
    (finding,) = checks.blocking(article)

    workflow.waive(article, finding, by=make_editor(), reason="It is a poem.")

    assert checks.blocking(article) == []
    assert change(article, "The bridge is open again.", "A new line.", ARABIC[0]) == []
    (other,) = change(article, "The bridge is open again.", ARABIC[1])
    assert other.place is not None
    assert other.place.words == ARABIC[1]


def test_a_waiver_is_tied_to_the_sentences_on_both_sides() -> None:
    article = make_article(body=as_html(["The bridge is open. The work took 16 months.", "It cost nothing."]))
    original = article.translations.get()
    original.body = as_html(["الجسر مفتوح. استغرق العمل 14 شهراً.", "لم يكلف شيئاً."])
    original.save()

    def figures() -> list[str]:
        return [each.check for each in checks.standing(Article.objects.get(pk=article.pk)) if each.check == "figures"]

    for finding in checks.standing(article):
        workflow.waive(article, finding, by=make_editor(), reason="As it is.", why="false-alarm")
    assert Waiver.objects.filter(check_slug="figures").exists()

    article.body = as_html(["The bridge is open at last. The work took 16 months.", "It cost nothing at all."])
    article.save()
    assert not figures()
    original.body = as_html(["الجسر مفتوح. استغرق العمل أخيراً 14 شهراً.", "لم يكلف شيئاً."])
    original.save()
    assert figures()


def test_a_waiver_takes_a_reason_and_somebody_who_may() -> None:
    article = make_article(body=as_html([ARABIC[0]]))
    (finding,) = checks.blocking(article)

    with pytest.raises(workflow.TransitionRefused) as refusal:
        workflow.waive(article, finding, by=make_member(), reason=" ")

    assert refusal.value.reasons == [
        "Your account may not accept findings as they are.",
        "Say why it is fine as it is.",
    ]
    assert checks.blocking(article) == [finding]


def test_a_waiver_is_named_and_recorded() -> None:
    article, editor = make_article(body=as_html([ARABIC[0]])), make_editor()
    (finding,) = checks.blocking(article)

    waiver = workflow.waive(article, finding, by=editor, reason="It is a poem.", why="original-is-wrong")

    assert (waiver.by, waiver.passage, waiver.why) == (editor, finding.passage, "original-is-wrong")
    assert "It is a poem." in article.events.last().note
