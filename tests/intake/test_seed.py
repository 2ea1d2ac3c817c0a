"""The demo newsroom, seeded for real. One test: drawing its photos takes a while."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from django.core.management import call_command

from articles import disclaimer
from articles.models import Adaptation, Article, Correction, Edition, Listing, Member, Photo, Status

pytestmark = pytest.mark.django_db


def test_the_demo_newsroom_has_something_of_everything_and_seeding_twice_changes_nothing(
    settings, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path
    said = StringIO()

    call_command("seed_demo", stdout=said)

    assert set(Article.objects.values_list("status", flat=True)) == set(Status.values)
    assert set(Article.objects.values_list("adaptation", flat=True)) == set(Adaptation.values)
    assert Listing.public.count() >= 14
    assert Listing.objects.filter(withdrawn_at__isnull=False).exists()
    assert (
        Correction.objects.filter(kind="our-error").exists() or Correction.objects.exclude(kind="retraction").exists()
    )
    assert all(group.user_set.exists() for group in Group.objects.all())
    assert all(disclaimer.broken_fields(edition) == [] for edition in Edition.objects.prefetch_related("originals"))
    assert all(photo.renditions.exists() for photo in Photo.objects.all())
    password = said.getvalue().partition("password ")[2].split()[0]
    member = Member.objects.exclude(username="").order_by("pk").first()
    assert member is not None
    assert authenticate(username=member.username, password=password) == member

    before = Article.objects.count(), Edition.objects.count(), len(list(tmp_path.rglob("*")))
    call_command("seed_demo", stdout=said)
    assert (Article.objects.count(), Edition.objects.count(), len(list(tmp_path.rglob("*")))) == before
    assert "nothing was changed" in said.getvalue()
