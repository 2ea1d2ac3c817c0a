"""Parts of pages made beforehand: the same bytes as made now, and void as soon as anything changes in them."""

import re
from collections.abc import Iterable
from datetime import timedelta
from itertools import product
from threading import Event, Thread
from typing import Any

import pytest
from django.apps import apps
from django.db import Error, connection, connections, models, transaction
from django.db.models import Func, Value
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import page_parts, workflow
from articles.models import Contributor, Listing, Member, Page, PagePart, Publication, Rendition, Section
from articles.models.text import as_html
from articles.site.furniture import furniture
from articles.site.made import look_of
from tests.factories import make_article, make_listing, make_member, make_photo, make_scheduled
from tests.site.kinds import make_full_article
from tests.site.reading import bring_in, made_now, make_parts, photo_words

PATIENCE = timedelta(seconds=30)
# Rows that nobody may change, or that are replaced instead.
NEVER_CHANGED = {
    "articles_edition", "articles_editionoriginal", "articles_correction", "articles_listingkeyword",
    "articles_listingauthor", "articles_voidpart",
}  # fmt: skip


def make_pages() -> list[Listing]:
    """Two articles with all that one can be made of: of people of ours and of elsewhere, and with photos."""
    Publication.objects.update(attester_shown="name", picture=make_photo())
    full = make_full_article()
    Publication.objects.update(principles=Page.objects.get())
    beside, in_text = make_photo(), make_photo(credit="Somebody else")
    source = full.source
    source.picture, full.section.picture = make_photo(), make_photo()
    source.save()
    full.section.save()
    Member.objects.filter(pk=Listing.objects.get(pk=full.pk).edition.attested_by_id).update(
        credit="name", credit_name="Rima"
    )
    plain = make_article(
        body=f'{as_html(["It opened."])}<figure><img data-photo="{in_text.pk}" alt="A river"></figure>',
        translator=make_member(credit="pseudonym", credit_name="Lina"),
        section=full.section,
        source=source,
    )
    other = make_article(
        contributor=Contributor.objects.create(name="Amal", member=make_member(credit="name", credit_name="Amal S.")),
        **photo_words(beside),
    )
    for photo, crop in product((beside, in_text, source.picture, full.article.photo), ("whole", "wide", "card")):
        Rendition.objects.create(photo=photo, crop=crop, format="webp", image=f"photos/{photo.pk}", width=9, height=6)
    return [Listing.public.get(pk=full.pk), bring_in(plain), bring_in(other)]


def changed(row: Any, field: models.Field) -> Any:
    """Another value for `field` of `row`."""
    value = getattr(row, field.attname)
    match field:
        case models.BooleanField():
            return not value
        case models.ForeignKey():
            others = field.related_model.objects.exclude(pk=value)
            return others.values_list("pk", flat=True).first()
        case models.DateTimeField():
            return value - timedelta(days=40) if value else timezone.now()
        case models.DateField():
            return value - timedelta(days=40) if value else timezone.localdate()
        case models.FloatField() | models.IntegerField():
            return value + 1
        case models.JSONField():
            return ["other"]
        case _ if field.choices:
            return next(choice for choice, _words in field.flatchoices if choice != value)
        case models.CharField() | models.TextField() | models.FileField():
            return f"{value}x"
    return value


def change(row: Any, fields: Iterable[models.Field]) -> bool:
    """Give `fields` of `row` other values, as far as the database takes them; whether it took one."""
    is_done = False
    for field in fields:
        try:
            with transaction.atomic():
                is_done |= bool(type(row).objects.filter(pk=row.pk).update(**{field.attname: changed(row, field)}))
        except Error:
            pass
    return is_done


def steps(model: type[models.Model]) -> list[list[models.Field]]:
    """What is changed at once. Of a member the database watches some fields alone, so each is tried by itself."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    return [[field] for field in fields] if model is Member else [fields]


def tables_read(listings: list[Listing]) -> set[str]:
    with CaptureQueriesContext(connection) as queries:
        for path in [*(listing.get_absolute_url() for listing in listings), "/latest/"]:
            Client().get(path)
    return set(re.findall(r'(?:FROM|JOIN) "(articles_\w+)"', " ".join(query["sql"] for query in queries)))


@pytest.mark.django_db
def test_a_part_is_void_with_whatever_changes_that_pages_print() -> None:
    listings = make_pages()
    tables = tables_read(listings) - {"articles_pagepart"}
    make_parts()
    before = {key: part.html for key, part in made_now().items()}
    stale, felt = [], set()

    for table in tables - NEVER_CHANGED:
        model = next(each for each in apps.get_models() if each._meta.db_table == table)
        for row, fields in product(model.objects.all(), steps(model)):
            with transaction.atomic():
                if change(row, fields):
                    now = made_now()
                    if before != {key: part.html for key, part in now.items()}:
                        felt.add(table)
                    for each in PagePart.objects.standing().filter(look=look_of(furniture())):
                        same = now.get((each.listing_id, each.kind), each)
                        stale += [(row, each)] if each.html != same.html else []
                transaction.set_rollback(True)

    assert stale == []
    # Each of them was seen to matter.
    assert felt == tables - NEVER_CHANGED - {"articles_footerlink"}


@pytest.mark.django_db
def test_a_forgotten_key_shows() -> None:
    [full, *_others] = make_pages()
    make_parts()
    PagePart.objects.update(made_of=[])

    Section.objects.update(name="Elsewhere")

    assert "Elsewhere</bdi></a></p>" not in Client().get(full.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_pages_are_the_same_made_beforehand_or_now(django_assert_num_queries) -> None:
    paths = [*(listing.get_absolute_url() for listing in make_pages()), "/latest/"]
    now = {path: Client().get(path).content for path in paths}
    make_parts()

    for path in paths:
        with django_assert_num_queries(2, info=path):
            beforehand = Client().get(path)
        assert beforehand.content == now[path]


@pytest.mark.django_db
def test_a_part_of_another_look_or_beyond_its_last_day_is_made_now() -> None:
    listing = make_listing()
    path = listing.get_absolute_url()
    now = Client().get(path).content
    make_parts()
    PagePart.objects.update(html='<article class="article">kept')
    assert b"kept" in Client().get(path).content

    for stale in ({"look": "other"}, {"lasts_until": timezone.localdate()}):
        with transaction.atomic():
            PagePart.objects.update(**stale)
            assert Client().get(path).content == now
            assert b"kept" not in Client().get("/latest/").content
            transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_part_lasts_until_the_rights_in_its_photos_end() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    own, in_text = make_photo(expires_on=tomorrow), make_photo(expires_on=tomorrow)
    make_listing(**photo_words(own))
    make_listing(body=f'<p>It opened.</p><figure><img data-photo="{in_text.pk}" alt="A river"></figure>')
    of_section = make_listing(section=Section.objects.create(name="Town", slug="town", picture=own))

    lasts = {key: part.lasts_until for key, part in made_now().items()}

    assert lasts.pop((of_section.pk, "teaser")) is None
    assert set(lasts.values()) == {tomorrow, None}
    assert [until for (_pk, kind), until in lasts.items() if kind == "article"] == [tomorrow] * 3


@pytest.mark.django_db
def test_caches_in_front_are_told_what_a_page_is_made_of() -> None:
    listing = make_pages()[0]
    told = {"live": Client().get(listing.get_absolute_url()).headers["Surrogate-Key"]}
    make_parts()

    told["made"] = Client().get(listing.get_absolute_url()).headers["Surrogate-Key"]

    assert told["live"].split() == told["made"].split()
    assert {f"article-{listing.pk}", f"source-{listing.source_id}", "site"} < set(told["made"].split())
    assert Client().get("/latest/").headers["Surrogate-Key"] == "lists site"


def worker() -> None:
    """A worker that starts anew."""
    page_parts._walk = page_parts.Walk()


@pytest.mark.django_db
def test_nobody_waits_for_pairs_that_a_worker_made() -> None:
    path = f"{make_listing().get_absolute_url()}parallel/"
    now = Client().get(path).content
    make_parts()

    assert Client().get(path).content == now
    PagePart.objects.filter(kind="parallel").update(html=Func("html", Value("[0]"), Value("[1]"), function="replace"))
    assert Client().get(path).content != now


def test_a_worker_makes_what_is_missing_and_nothing_else(committed_db: str) -> None:
    listings = [make_listing() for _each in range(3)]
    later = make_scheduled()
    worker()

    # Each its article, its teaser, and the pairs that it was brought in without; the last has these already.
    assert page_parts.make_parts(PATIENCE) == 3 * 3 + 2
    assert PagePart.objects.filter(listing=later.pk).count() == 2
    assert page_parts.make_parts(PATIENCE) == 0

    # One article alone, which is told; then an outlet, whose articles are looked for.
    workflow.take_down(listings[0].article, by=make_member("Editors", "Publishers"), public_note="It was wrong.")
    assert not PagePart.objects.standing().filter(listing=listings[0].pk)
    assert page_parts.make_parts(PATIENCE, [f"article-{listings[0].pk}"]) == 0
    listings[1].source.native_name = "النهار"
    listings[1].source.save()
    assert page_parts.make_parts(PATIENCE, [f"source-{listings[1].source_id}"]) == 3
    # Another look.
    Publication.objects.update(name="The Bridge")
    assert page_parts.make_parts(PATIENCE, ["site"]) == 2 * 3 + 2
    assert b"The Bridge" in Client().get(listings[1].get_absolute_url()).content


def test_nothing_is_kept_that_changes_meanwhile(committed_db: str) -> None:
    listing, other = make_listing(), make_listing()
    worker()
    begun, may_end = Event(), Event()

    def change() -> None:
        with transaction.atomic():
            Section.objects.create(name="Town", slug="town")
            begun.set()
            may_end.wait(30)
        connections.close_all()

    somebody = Thread(target=change)
    somebody.start()
    begun.wait(30)
    # Somebody is changing something at this moment.
    assert page_parts.make_parts(PATIENCE) == 0
    may_end.set()
    somebody.join()

    seen = PagePart.objects.snapshot()
    made = list(made_now().values())
    listing.source.native_name = "النهار"
    listing.source.save()

    # All but what was made of the outlet as it was.
    assert PagePart.objects.keep(made, seen=seen) == 5
    assert not PagePart.objects.standing().filter(listing=listing.pk, kind="article")
    assert page_parts.make_parts(PATIENCE) > 0
    assert PagePart.objects.filter(listing=other.pk).count() == 3
