"""What was moved in is found by search, also after a run that was cut off between the two."""

import pytest

from articles.intake.wordpress.findable import becoming_findable
from articles.models import Listing
from tests.factories import make_imported

pytestmark = pytest.mark.django_db


def test_what_a_run_left_without_vectors_and_what_this_one_brings_become_findable() -> None:
    left, brought = make_imported(), make_imported()
    Listing.objects.update(search_headline=None, search_text=None)

    with becoming_findable() as findable:
        there_first = set(Listing.objects.exclude(search_text=None).values_list("article", flat=True))
        Listing.objects.filter(article=brought).update(search_headline=None, search_text=None)
        findable.add([brought.pk])

    assert left.pk in there_first
    assert not Listing.objects.filter(search_text=None).exists()
