"""What the database says of each change that readers may see, and what it takes away with it."""

from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from articles import workflow
from articles.models import Article, Keyword, Member, PagePart, Publication, PublicChange, Section, Source, VoidPart
from tests import factories


def told() -> set[str]:
    """The keys of all that changed since this was asked last."""
    keys = {key for change in PublicChange.objects.all() for key in change.keys}
    PublicChange.objects.all().delete()
    return keys


@pytest.mark.django_db
def test_readers_are_told_of_what_they_see_and_of_nothing_else() -> None:
    listing = factories.make_listing()
    article, editor = listing.article, factories.make_editor()
    outlet, keyword = Source.objects.get(), factories.make_keyword()
    told()

    Article.objects.filter(pk=article.pk).update(due_at=None)
    Member.objects.update(last_login=None)
    Source.objects.update(name=Source.objects.get(pk=outlet.pk).name)
    assert told() == set()

    outlet.name = "Renamed"
    outlet.save()
    assert told() == {f"source-{outlet.pk}"}

    keyword.spellings.create(language="ar", text="حلب")
    Keyword.objects.filter(pk=keyword.pk).update(name="Halab")
    assert told() == {f"keyword-{keyword.pk}"}

    Member.objects.filter(pk=editor.pk).update(credit_name="N. N.")
    assert told() == {f"member-{editor.pk}"}

    Publication.objects.update(motto="All of it")
    assert told() == {"site"}

    workflow.take_down(article, by=editor, public_note="Withdrawn.")
    assert told() == {f"article-{article.pk}"}


def part(listing_id: int, *made_of: str) -> PagePart:
    return PagePart(listing_id=listing_id, kind="teaser", look="x", made_of=list(made_of), html="<p>")


def test_a_part_is_kept_until_something_that_it_is_made_of_changes(committed_db: str) -> None:
    source = factories.make_source()
    seen = PagePart.objects.snapshot()

    kept = PagePart.objects.keep([part(1, f"source-{source.pk}"), part(2, "source-0")], seen=seen)
    Source.objects.filter(pk=source.pk).update(name="Renamed")

    assert kept == 2
    assert list(PagePart.objects.standing().values_list("listing_id", flat=True)) == [2]
    PagePart.objects.take_void_away()
    assert (PagePart.objects.get().listing_id, VoidPart.objects.count()) == (2, 0)


def test_two_who_change_what_one_part_is_made_of_dont_wait_for_each_other(
    committed_db: str, web_connection: psycopg.Connection[Any]
) -> None:
    source, section = factories.make_source(), factories.make_section()
    of_both = part(1, f"source-{source.pk}", f"section-{section.pk}")
    PagePart.objects.keep([of_both], seen=PagePart.objects.snapshot())
    web_connection.execute("BEGIN")
    web_connection.execute("UPDATE articles_source SET name = 'Renamed' WHERE id = %s", [source.pk])

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
        Section.objects.update(name="Elsewhere")
    # The other one may take it back: this one stands.
    web_connection.execute("ROLLBACK")

    assert not PagePart.objects.standing().exists()


def test_a_part_made_from_rows_that_changed_meanwhile_is_not_kept(
    committed_db: str, web_connection: psycopg.Connection[Any]
) -> None:
    source = factories.make_source()
    # Begun before the part is made, and committed after.
    web_connection.execute("BEGIN")
    web_connection.execute("UPDATE articles_source SET name = 'Renamed' WHERE id = %s", [source.pk])
    seen = PagePart.objects.snapshot()
    parts = [part(1, f"source-{source.pk}"), part(2, "source-0")]

    meanwhile = PagePart.objects.keep(parts, seen=seen)
    web_connection.execute("COMMIT")
    afterwards = PagePart.objects.keep(parts, seen=seen)

    assert (meanwhile, afterwards) == (0, 1)
    assert PagePart.objects.get().listing_id == 2


def test_who_changes_something_while_a_part_is_kept_takes_it_away(
    committed_db: str, web_connection: psycopg.Connection[Any]
) -> None:
    source = factories.make_source()
    with transaction.atomic():
        PagePart.objects.keep([part(1, f"source-{source.pk}")], seen=PagePart.objects.snapshot())
        web_connection.execute("SET lock_timeout = '100ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            # It waits for the commit, and so it sees the part.
            web_connection.execute("UPDATE articles_source SET name = 'Renamed' WHERE id = %s", [source.pk])
    web_connection.execute("UPDATE articles_source SET name = 'Renamed' WHERE id = %s", [source.pk])

    assert PagePart.objects.exists()
    assert not PagePart.objects.standing().exists()
