"""Findings and what was accepted as it is."""

import pytest

from articles import checks, workflow
from articles.models.text import as_html
from tests.factories import ARABIC, make_article, make_editor, make_member

pytestmark = pytest.mark.django_db


def test_a_waiver_holds_until_its_passage_changes() -> None:
    article = make_article(body=as_html(["The bridge is open.", ARABIC[0]]))
    (finding,) = checks.blocking(article)

    workflow.waive(article, finding, by=make_editor(), reason="It is a poem.")

    assert checks.blocking(article) == []
    article.body = as_html(["The bridge is open again.", ARABIC[0]])
    article.save()
    assert checks.blocking(article) == []
    article.body = as_html(["The bridge is open again.", ARABIC[1]])
    article.save()
    assert [finding.passage for finding in checks.blocking(article)] == [ARABIC[1]]


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

    waiver = workflow.waive(article, finding, by=editor, reason="It is a poem.")

    assert (waiver.by, waiver.passage) == (editor, ARABIC[0])
    assert "It is a poem." in article.events.last().note
