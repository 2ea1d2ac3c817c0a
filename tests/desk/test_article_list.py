"""The list of articles: what it shows, and that it costs the same at any length."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import workflow
from articles.desk import paging
from articles.models import Article
from tests.desk.forms import signed_in
from tests.factories import (
    make_article,
    make_editor,
    make_published,
    make_scheduled,
    make_section,
    make_translated,
    make_translator,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return signed_in(make_editor())


def list_page(**query: Any) -> str:
    return reverse("admin:articles_article_changelist", query=query)


def queries_of(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def test_a_longer_list_costs_no_more_queries(editor: Client, django_assert_num_queries: Any) -> None:
    section, translator = make_section(), make_translator()
    for _number in range(30):
        make_article(section=section, translator=translator)
    editor.get(list_page())
    short = queries_of(lambda: editor.get(list_page()))
    for _number in range(30):
        make_article(section=section, assignee=make_editor())

    with django_assert_num_queries(short):
        response = editor.get(list_page())

    assert len(response.context["cl"].result_list) == 50
    assert short <= 9


def test_no_text_is_read_for_the_list(editor: Client) -> None:
    make_article()

    with CaptureQueriesContext(connection) as captured:
        editor.get(list_page())

    assert not any('"articles_article"."body"' in query["sql"] for query in captured)


def test_nothing_is_counted_to_the_end(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "FURTHEST", 3)
    for _number in range(5):
        make_article()

    with CaptureQueriesContext(connection) as captured:
        html = editor.get(list_page()).content.decode()

    assert "The newest 3" in html
    counts = [query["sql"] for query in captured if "COUNT(" in query["sql"] and "articles_article" in query["sql"]]
    assert counts
    assert all("LIMIT 4" in sql for sql in counts)


def test_the_newest_change_comes_first(editor: Client) -> None:
    first, second = make_article(headline="The first one"), make_article(headline="The second one")
    first.standfirst = "Changed."
    first.save()

    rows = list(editor.get(list_page()).context["cl"].result_list)

    assert rows == [first, second]


def test_each_state_is_told_apart(editor: Client) -> None:
    make_article()
    make_scheduled()
    hidden = make_published()
    workflow.hide(hidden, by=make_editor())

    html = editor.get(list_page()).content.decode()

    assert "draft" in html
    assert "scheduled for" in html
    assert "not shown any more" in html


@pytest.mark.parametrize("whose", ["mine", "nobody"])
def test_filter_by_whose_it_is(whose: str) -> None:
    member = make_editor()
    mine, nobodys = make_article(assignee=member), make_article()
    make_article(translator=make_translator())

    rows = set(signed_in(member).get(list_page(whose=whose)).context["cl"].result_list)

    assert rows == ({mine} if whose == "mine" else {nobodys})


def test_filter_by_language(editor: Client) -> None:
    make_article()
    arabic = make_article(language="ar")

    rows = list(editor.get(list_page(language="other")).context["cl"].result_list)

    assert rows == [arabic]


def test_status_can_not_be_set_from_the_list(editor: Client) -> None:
    article = make_translated()

    editor.post(
        list_page(),
        {"action": "delete_selected", "_selected_action": article.pk, "status": "published",
         "form-0-status": "published", "form-0-id": article.pk, "form-TOTAL_FORMS": 1,
         "form-INITIAL_FORMS": 1, "_save": "Save", "index": 0},
    )  # fmt: skip

    assert Article.objects.get(pk=article.pk).status == "translated"
