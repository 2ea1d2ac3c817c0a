"""What becomes of what the checks report."""

import pytest

from articles import checks, workflow
from articles.models import CheckSetting, ReportedFinding
from articles.models.text import as_html
from tests.factories import make_administrator, make_article, make_editor, make_listing, make_translation

pytestmark = pytest.mark.django_db

CHECK = "nothing-untranslated"
LINES = [f"وقالت الوزارة في البيان رقم {number} إن أعمال الصيانة سوف تستمر حتى نهاية العام." for number in "٣٤٥"]


@pytest.fixture
def set_to_advise() -> CheckSetting:
    return CheckSetting.objects.create(check_slug=CHECK, mode="advise", set_by=make_administrator())


def reported() -> list[str]:
    return sorted(ReportedFinding.objects.filter(check_slug=CHECK).values_list("outcome", flat=True))


def make_untranslated() -> "tuple[checks.Finding, ...]":
    article = make_article(original=False, body=as_html(LINES))
    make_translation(article, body=as_html(LINES))
    return article, *(each for each in checks.standing(article) if each.check == CHECK)


def test_what_is_reported_is_noted_once_and_without_a_word() -> None:
    article, *found = make_untranslated()

    workflow.note_findings(article)
    workflow.note_findings(article, found)

    rows = list(ReportedFinding.objects.filter(check_slug=CHECK))
    assert len(rows) == len(found) == 3
    assert not any(line in str(vars(row)) for row in rows for line in LINES)


def test_what_became_of_it_is_settled_when_a_version_is_attested(set_to_advise: CheckSetting) -> None:
    article, _mended, accepted, _left = make_untranslated()
    workflow.note_findings(article)
    article.body = as_html(["It is translated now.", *LINES[1:]])
    article.save()
    workflow.waive(article, accepted, by=make_editor(), reason="It is a poem.", why="left-out")

    workflow.transition(article, "translated", by=make_editor())
    assert reported() == ["", "", ""]
    workflow.transition(article, "verified-disclaimer", by=make_editor())

    assert reported() == ["accepted", "left", "mended"]


def test_of_a_check_that_rests_nobody_knows_what_became(set_to_advise: CheckSetting) -> None:
    article, *_found = make_untranslated()
    workflow.note_findings(article)
    CheckSetting.objects.update(mode="rest")

    workflow.transition(article, "translated", by=make_editor())
    workflow.transition(article, "verified-disclaimer", by=make_editor())

    assert reported() == ["", "", ""]


def test_what_is_brought_in_is_not_counted() -> None:
    make_listing(body=as_html(LINES))

    assert not ReportedFinding.objects.exists()
