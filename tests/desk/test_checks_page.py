"""The page of checks: what each does, who sets it, and what becomes of what it reports."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import checks, workflow
from articles.models import Article, CheckSetting, ReportedFinding
from tests.desk.forms import change_page, fields_of, signed_in
from tests.factories import make_administrator, make_article, make_editor, make_translator

pytestmark = pytest.mark.django_db


def page() -> str:
    return reverse("admin:checks")


def set_to(client: Client, **modes: str) -> Any:
    form = fields_of(client.get(page()), "checks-form")
    return client.post(page(), form | {name.replace("_", "-"): mode for name, mode in modes.items()}, follow=True)


def test_every_check_is_explained_to_editors_and_set_by_administrators_alone() -> None:
    editor = signed_in(make_editor())

    html = editor.get(page()).content.decode()
    refused = editor.post(page(), {"figures": "rest"})

    assert all(str(check.label) in html for check in checks.CHECKS)
    assert 'type="radio"' not in html
    assert (refused.status_code, CheckSetting.objects.count()) == (403, 0)
    assert signed_in(make_translator()).get(page()).status_code == 403
    assert page() in editor.get(reverse("admin:index")).content.decode()
    assert page() not in signed_in(make_translator()).get(reverse("admin:index")).content.decode()


def test_what_is_set_says_by_whom_and_is_logged() -> None:
    administrator = make_administrator(first_name="Rana")
    client = signed_in(administrator)

    response = set_to(client, figures="block")
    set_to(client, figures="advise")

    assert "Set by <bdi>Rana" in response.content.decode()
    setting = CheckSetting.objects.get()
    assert (setting.check_slug, setting.mode, setting.set_by) == ("figures", "advise", administrator)
    entries = LogEntry.objects.order_by("pk").values_list("user", "change_message")
    assert list(entries) == [(administrator.pk, "figures block"), (administrator.pk, "figures advise")]


def test_what_somebody_else_set_meanwhile_stays() -> None:
    client = signed_in(make_administrator())
    opened = fields_of(client.get(page()), "checks-form")
    set_to(client, leftovers="rest")

    client.post(page(), opened | {"figures": "block"})

    assert dict(CheckSetting.objects.values_list("check_slug", "mode")) == {"leftovers": "rest", "figures": "block"}


def test_a_check_does_what_it_is_set_to() -> None:
    article = make_article(body="<p>The engineer said: نعم.</p>")
    client = signed_in(make_administrator())

    def leftovers() -> list[bool]:
        return [each.blocks for each in checks.standing(article) if each.check == "leftovers"]

    assert leftovers() == [False]
    set_to(client, leftovers="block")
    assert leftovers() == [True]
    assert any("نعم" in reason for reason in workflow.can(article, "translated", by=make_editor()))
    set_to(client, leftovers="rest")
    assert leftovers() == []
    assert client.get(change_page(article)).status_code == 200


def test_what_became_of_findings_is_counted_with_the_reasons(django_assert_max_num_queries: Any) -> None:
    article = make_article(body="<p>The engineer said: نعم.</p>")
    (finding,) = [each for each in checks.standing(article) if each.check == "leftovers"]
    workflow.waive(article, finding, by=make_editor(), reason="It is a quotation.", why="false-alarm")
    workflow.note_findings(article)
    now, long_ago = timezone.now(), timezone.now() - timedelta(days=100)
    rows = ReportedFinding.objects.filter(article=article, check_slug="leftovers")
    rows.update(outcome="accepted", settled_at=now)
    for mark, outcome, at in [("1", "mended", now), ("2", "mended", now), ("3", "left", now), ("4", "left", long_ago)]:
        ReportedFinding.objects.create(
            article=article, check_slug="leftovers", mark=mark, outcome=outcome, settled_at=at
        )
    client = signed_in(make_editor())

    with django_assert_max_num_queries(10):
        text = " ".join(client.get(page()).content.decode().split())

    assert "Of 4 findings in versions attested in the last 90 days" in text
    assert "Mended: 2" in text
    assert "Accepted as they are: 1 (25 %)" in text
    assert "False alarm: 1" in text
    assert "Left standing: 1" in text


def test_only_a_save_notes_what_is_reported() -> None:
    article = make_article(body="<p>The engineer said: نعم.</p>")
    client = signed_in(make_translator())

    client.get(change_page(article))
    assert not ReportedFinding.objects.exists()
    fields = fields_of(client.get(change_page(article)))
    client.post(change_page(article), fields | {"headline": "Another", "_save": "Save"})

    assert ReportedFinding.objects.filter(article=Article.objects.get(), check_slug="leftovers").count() == 1
