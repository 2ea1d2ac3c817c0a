from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles import disclaimer
from articles.intake.bulk import load_bulk
from articles.models import Edition, Listing

pytestmark = pytest.mark.django_db


def words() -> list[tuple[str, str]]:
    return list(Listing.public.order_by("slug").values_list("slug", "edition__body"))


def test_bulk_articles_are_public_synthetic_and_sealed() -> None:
    call_command("load_bulk", "12", stderr=StringIO())

    assert Listing.public.count() == 12
    assert {edition.attested_as for edition in Edition.objects.all()} == {"synthetic"}
    assert all(disclaimer.broken_fields(edition) == [] for edition in Edition.objects.all())
    assert all(listing.keyword_rows.count() == 4 for listing in Listing.public.all())
    assert Listing.public.filter(original_language="ar").count() == 3


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
