from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command

from articles import disclaimer
from articles.intake import bulk
from articles.intake.bulk import load_bulk
from articles.intake.bulk_texts import texts_of, vocabulary
from articles.models import Edition, KeywordSpelling, Listing
from articles.models.folding import key


def words() -> list[tuple[str, str]]:
    return list(Listing.public.order_by("slug").values_list("slug", "edition__body"))


@pytest.mark.django_db
def test_bulk_articles_are_public_synthetic_and_sealed() -> None:
    call_command("load_bulk", "41", stderr=StringIO())

    assert Listing.public.count() == 41
    assert {edition.attested_as for edition in Edition.objects.all()} == {"synthetic"}
    assert all(disclaimer.broken_fields(edition) == [] for edition in Edition.objects.all())
    assert all(listing.keyword_rows.count() == 4 for listing in Listing.public.all())
    with_original = Listing.public.exclude(original_language="").order_by("pk")
    assert [(each.slug, each.original_language) for each in with_original] == [
        ("bulk-0", "ar"), ("bulk-20", "fa"), ("bulk-40", "ar"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_names_stand_in_the_texts_that_are_filed_under_them() -> None:
    list(load_bulk(3))

    for listing in Listing.public.select_related("edition"):
        text = listing.edition.body
        for row in listing.keyword_rows.select_related("keyword"):
            spellings = KeywordSpelling.objects.filter(keyword=row.keyword).values_list("text", flat=True)
            assert len(spellings) >= 2
            assert any(spelling in text for spelling in [row.keyword.name, *spellings])


def test_no_two_headlines_and_no_two_spellings_are_alike() -> None:
    names = vocabulary().names
    spellings = [{key(each) for each in (name.name, *name.otherwise, name.arabic)} for name in names]

    headlines = {key(vocabulary().headline(n, name=names[n % len(names)].name if n % 2 else "")) for n in range(5_000)}

    assert len(headlines) == 5_000
    assert not any(char.isdigit() for headline in headlines for char in headline)
    assert len(set().union(*spellings)) == sum(map(len, spellings))


@pytest.mark.django_db
def test_the_same_number_twice_changes_nothing_and_a_larger_one_adds() -> None:
    list(load_bulk(4))
    first = words()

    list(load_bulk(4))
    assert words() == first
    list(load_bulk(6))

    assert [row for row in words() if row in first] == first
    assert len(words()) == 6


def test_a_number_below_one_is_refused() -> None:
    with pytest.raises(CommandError, match="Say how many articles"):
        call_command("load_bulk", "0")


def test_what_several_processes_made_is_the_same_and_goes_on_where_it_was_cut_off(
    committed_db: str, owner_connection: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)
    limit = "SELECT reloptions FROM pg_class WHERE oid = 'listings_by_text'::regclass"
    before = owner_connection.execute(limit).fetchall()

    cut_off = load_bulk(5)
    assert [next(cut_off), next(cut_off)] == [0, 2]
    cut_off.close()
    monkeypatch.setattr(bulk, "MANY", 1)
    seen = list(load_bulk(5))

    assert seen == [2, 4, 5]
    assert words() == [(f"bulk-{text.n}", text.body) for text in texts_of(range(5))]
    assert not Listing.objects.filter(search_text__isnull=True).exists()
    assert owner_connection.execute(limit).fetchall() == before
