"""What listings are found by: what a vector holds, and what stands beside it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles import workflow
from articles.models import Alignment, Keyword, KeywordSpelling, Word
from articles.search.stems import SIMPLE
from articles.search.vectors import MOST_WORDS, Passage, literals
from tests.factories import make_keyword, make_listing, make_source

pytestmark = pytest.mark.django_db


def test_of_more_than_a_vector_holds_the_first_words_and_all_labels_are_kept() -> None:
    endless = [Passage([f"{n:05}{'ب' * 12}" for n in range(k, k + MOST_WORDS)], SIMPLE, "D", True) for k in (1, 50_001)]
    passages = [Passage(["first"], SIMPLE, "A", True), *endless]

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v @@ '''first'':A & ''keyword:1'''::tsquery, length(v) > 20000, length(v) < 80000"
            " FROM unnest(%s::text[]::tsvector[]) AS v",
            [list(literals(passages, ["keyword:1"]))],
        )
        rows = cursor.fetchall()

    assert rows == [(True, True, True)] * 2


def test_everything_that_is_derived_of_words_is_made_anew() -> None:
    keyword = make_keyword(name="Al-Shaʿb")
    keyword.spellings.create(language="ar", text="الشّعب")
    make_listing(headline="Bakers return", keywords=(keyword,))
    before = list(Word.objects.order_by("text").values())
    Keyword.objects.update(key="x")
    KeywordSpelling.objects.update(key="x")
    Word.objects.filter(text="bakers").update(bones="x", deletes=[])
    Word.objects.bulk_create([Word(text="zanzibar"), Word(text="x1")])

    workflow.rebuild_listings()

    assert [Keyword.objects.get().key, KeywordSpelling.objects.get().key] == ["shab", "الشعب"]
    assert list(Word.objects.order_by("text").values()) == before


def test_a_name_is_found_by_what_it_became_however_it_was_saved() -> None:
    keyword = make_keyword(name="Idleb")
    keyword.name = "Saraqib"

    keyword.save(update_fields=["name"])

    keyword.refresh_from_db()
    assert keyword.key == "saraqib"


def test_an_outlet_stands_for_what_it_stood_for_at_the_time() -> None:
    source, changed_on = make_source(), timezone.localdate() - timedelta(days=100)
    then, now = (Alignment.objects.create(name=name) for name in ("for the ministry", "its own"))
    source.profiles.create(description="A daily", alignment=then, valid_from=date(2000, 1, 1), valid_until=changed_on)
    source.profiles.create(description="A daily", alignment=now, valid_from=changed_on)

    old, new = (
        make_listing(source=source, original=False, published_at=timezone.now() - timedelta(days=days))
        for days in (101, 99)
    )

    labels = [[label for label in each.labels if label.startswith("alignment")] for each in (old, new)]
    assert labels == [[f"alignment:{then.pk}"], [f"alignment:{now.pk}"]]
