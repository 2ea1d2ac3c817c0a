"""What must hold of a row holds in the database, whoever writes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles import disclaimer, workflow
from articles.models import (
    Article,
    DisclaimerWording,
    Keyword,
    KeywordSpelling,
    Publication,
    Source,
    SourceProfile,
    Status,
    Translation,
)
from articles.models.text import BODY_MAX
from articles.models.translations import url_key
from tests.factories import (
    make_article,
    make_keyword,
    make_listing,
    make_member,
    make_published,
    make_scheduled,
    make_section,
    make_source,
    make_translated,
    make_translator,
)

pytestmark = pytest.mark.django_db


@contextmanager
def refuses(constraint: str) -> Iterator[None]:
    """Expect the database to refuse what the block does, naming `constraint`, and undo the rest of it."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():  # noqa: PT012 -- both may be what refuses
        yield
        connection.check_constraints()
    cause = refusal.value.__cause__
    assert isinstance(cause, psycopg.Error)
    assert cause.diag.constraint_name == constraint


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("article_status_is_known", {"status": "approved"}),
        ("article_genre_is_known", {"genre": "gossip"}),
        ("article_adaptation_is_known", {"adaptation": "half"}),
        ("article_has_a_headline", {"headline": ""}),
        ("article_language_is_a_code", {"language": "English!"}),
        ("slug_is_ascii", {"slug": "خبر"}),
        ("original_work_has_no_outlet", {"adaptation": "original-work"}),
        ("published_article_has_a_date", {"status": "published"}),
        ("published_article_has_a_slug", {"status": "published", "slug": "", "published_at": timezone.now(),
                                          "address_date": date(2025, 1, 1)}),
        ("article_body_is_bounded", {"body": "x" * (BODY_MAX + 1)}),
    ],
)  # fmt: skip
def test_an_article_that_breaks_a_rule_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    article = make_article()

    with refuses(constraint):
        Article.objects.filter(pk=article.pk).update(**fields)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("original_medium_is_known", {"medium": "fax"}),
        ("original_availability_is_known", {"availability": "perhaps", "availability_reason": "why"}),
        ("original_state_is_known", {"state": "odd"}),
        ("missing_original_has_a_reason", {"availability": "lost"}),
        ("original_language_is_a_code", {"language": "?"}),
    ],
)
def test_an_original_that_breaks_a_rule_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    article = make_article()

    with refuses(constraint):
        Translation.objects.filter(article=article).update(**fields)


def test_there_is_one_reading_in_use_at_each_position() -> None:
    article = make_article()

    with refuses("one_reading_in_use_at_each_position"):
        Translation.objects.create(article=article, position=1, body="<p>again</p>")


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("outlet_kind_is_known", {"kind": "blog"}),
        ("original_display_is_known", {"original_display": "some"}),
        ("country_is_two_letters", {"country": "SYR"[:1]}),
        ("outlet_language_is_a_code", {"language": "a"}),
    ],
)
def test_an_outlet_that_breaks_a_rule_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    source = make_source()

    with refuses(constraint):
        Source.objects.filter(pk=source.pk).update(**fields)


def make_profile(source: Source, begins: date, ends: date | None = None) -> SourceProfile:
    return SourceProfile.objects.create(source=source, description="A paper", valid_from=begins, valid_until=ends)


def test_profiles_of_an_outlet_never_overlap() -> None:
    source = make_source()
    make_profile(source, date(2015, 1, 1), date(2020, 1, 1))

    with refuses("profiles_of_an_outlet_never_overlap"):
        make_profile(source, date(2019, 12, 31))


def test_a_profile_may_begin_on_the_day_on_which_the_last_one_ends() -> None:
    source = make_source()
    make_profile(source, date(2015, 1, 1), date(2020, 1, 1))

    make_profile(source, date(2020, 1, 1))

    assert source.profiles.count() == 2


def test_profiles_of_two_outlets_may_cover_the_same_days() -> None:
    make_profile(make_source(), date(2015, 1, 1))
    make_profile(make_source(), date(2015, 1, 1))


def test_an_overlapping_profile_is_refused_in_words() -> None:
    source = make_source()
    make_profile(source, date(2015, 1, 1))

    with pytest.raises(ValidationError, match="Another profile of this outlet covers some of these days"):
        SourceProfile(source=source, description="Another", valid_from=date(2016, 1, 1)).full_clean()


def test_a_profile_ends_after_it_begins() -> None:
    with refuses("profile_ends_after_it_begins"):
        make_profile(make_source(), date(2015, 1, 1), date(2015, 1, 1))


def test_an_outlet_keeps_the_label_of_its_time() -> None:
    source = make_source()
    SourceProfile.objects.create(
        source=source, description="State newspaper", valid_from=date(2010, 1, 1), valid_until=date(2024, 12, 8)
    )
    SourceProfile.objects.create(source=source, description="Public newspaper", valid_from=date(2024, 12, 8))

    assert disclaimer.label_of(source, date(2017, 5, 1)) == "State newspaper"
    assert disclaimer.label_of(source, date(2024, 12, 8)) == "Public newspaper"
    assert disclaimer.label_of(source, date(2009, 1, 1)) == ""


def test_a_keyword_is_unique_by_name_kind_and_qualifier() -> None:
    make_keyword(name="Jarablus", kind="place")
    make_keyword(name="Jarablus", kind="organisation")
    make_keyword(name="Jarablus", kind="place", qualifier="Iraq")

    with refuses("keyword_is_unique_by_name_kind_and_qualifier"):
        make_keyword(name="Jarablus", kind="place")


def test_a_keyword_is_not_merged_into_itself() -> None:
    keyword = make_keyword()

    with refuses("keyword_is_not_merged_into_itself"):
        Keyword.objects.filter(pk=keyword.pk).update(merged_into=keyword)


def test_a_keyword_in_arabic_gets_an_ascii_slug() -> None:
    assert make_keyword(name="حلب", kind="place").slug.isascii()
    assert make_keyword(name="حلب", kind="theme").slug != ""


def test_a_spelling_is_listed_once() -> None:
    keyword = make_keyword()
    KeywordSpelling.objects.create(keyword=keyword, language="ar", text="حلب")

    with refuses("spelling_is_given_once"):
        KeywordSpelling.objects.create(keyword=keyword, language="ar", text="حلب", use="avoid")


def test_there_is_one_publication() -> None:
    with refuses("there_is_one_publication"):
        Publication.objects.create(pk=2, name="Another")


@pytest.mark.parametrize(
    ("constraint", "adaptation", "text"),
    [
        ("original_work_is_never_called_translated", "original-work", "Translated by us."),
        ("original_work_is_never_called_translated", "original-work", "The views are the author's."),
        ("republished_text_is_never_called_translated", "republished", "Translated by us."),
        ("wording_says_something", "full", ""),
    ],
)
def test_a_wording_that_says_what_is_not_so_is_refused(constraint: str, adaptation: str, text: str) -> None:
    with refuses(constraint):
        DisclaimerWording.objects.create(adaptation=adaptation, text=text)


def test_one_wording_a_day_for_each_case() -> None:
    with refuses("one_wording_a_day"):
        DisclaimerWording.objects.create(text="Again", valid_from=date(2000, 1, 1))


def test_a_pseudonym_is_written_down() -> None:
    with refuses("credited_member_has_a_credit_name"):
        make_member(credit="pseudonym")


def test_a_member_is_never_deleted() -> None:
    member = make_member("Translators")

    with refuses("members_are_never_deleted"):
        member.groups.clear()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM articles_member WHERE id = %s", [member.pk])


@pytest.mark.parametrize(
    ("credit", "credit_name", "seen"),
    [("name", "", "Rana Khoury"), ("name", "R. Khoury", "R. Khoury"), ("pseudonym", "Umm Karim", "Umm Karim"),
     ("none", "Umm Karim", "")],
)  # fmt: skip
def test_readers_see_of_a_member_what_the_member_chose(credit: str, credit_name: str, seen: str) -> None:
    member = make_member(first_name="Rana", last_name="Khoury", credit=credit, credit_name=credit_name)

    assert member.public_name == seen


@pytest.mark.parametrize("change", [{"slug": "elsewhere"}, {"address_date": date(2020, 1, 1)}])
def test_the_address_of_what_readers_have_seen_is_frozen(change: dict[str, Any]) -> None:
    article = make_published()

    with refuses("published_address_is_frozen"):
        Article.objects.filter(pk=article.pk).update(**change)


def test_two_articles_of_a_day_have_different_addresses() -> None:
    make_scheduled(slug="bridge")
    other = make_scheduled(slug="bridge-again").listing

    with refuses("address_is_unique"):
        type(other).objects.filter(pk=other.pk).update(slug="bridge")


def test_a_listing_shows_an_edition_of_its_own_article() -> None:
    one, other = make_listing(), make_listing()

    with refuses("listing_shows_an_edition_of_its_article"):
        type(one).objects.filter(pk=one.pk).update(edition=other.edition)


@pytest.mark.parametrize("field", ["headline", "body", "byline", "url", "published_on", "language", "availability"])
def test_the_original_is_frozen_once_the_article_left_draft(field: str) -> None:
    original = make_translated().translations.get()
    before = getattr(original, field)
    others = {"published_on": date(2001, 1, 1), "language": "fa", "availability": "attached"}
    value = others.get(field, "something else")
    if field == "availability":
        value = "lost"

    with refuses("original_is_frozen_after_draft"):
        Translation.objects.filter(pk=original.pk).update(**{field: value, "availability_reason": "gone"})

    original.refresh_from_db()
    assert getattr(original, field) == before


def test_the_original_can_not_be_deleted_once_the_article_left_draft() -> None:
    article = make_translated()

    with refuses("original_is_frozen_after_draft"):
        article.translations.all().delete()


def test_where_an_original_is_archived_may_be_noted_later() -> None:
    original = make_translated().translations.get()

    original.archive_url = "https://archive.example/1"
    original.save()

    assert original.article.status == Status.TRANSLATED


def test_a_changed_original_is_a_new_reading() -> None:
    article = make_translated()
    first = article.translations.get()

    first.state = Translation.State.CHANGED
    first.save()
    Translation.objects.create(article=article, position=1, body="<p>They changed it.</p>", source=article.source)

    assert article.translations.in_use().count() == 1
    assert article.translations.count() == 2


@pytest.mark.parametrize(
    "change", [{"headline": "Another"}, {"section": None}, {"due_at": timezone.now() + timedelta(days=2)}]
)
def test_every_change_of_a_field_raises_the_revision(change: dict[str, Any]) -> None:
    article = make_article(due_at=timezone.now(), section=None)
    if "section" in change:
        change = {"section": make_section()}
    before = article.revision

    Article.objects.filter(pk=article.pk).update(**change)

    article.refresh_from_db()
    assert article.revision == before + 1


def test_saving_the_same_again_raises_nothing() -> None:
    article = make_article()
    before = article.revision

    article.save()

    assert article.revision == before


def test_saving_an_article_leaves_its_status_alone() -> None:
    article = make_article()
    stale = Article.objects.get(pk=article.pk)
    workflow.transition(article, Status.TRANSLATED, by=make_translator())
    stale.standfirst = "Another"
    stale.save()

    assert stale.status == Status.TRANSLATED


@pytest.mark.parametrize("change", [{"slug": "elsewhere"}, {"address_date": date(2020, 1, 1)}])
def test_a_listing_keeps_the_address_that_readers_have_shared(change: dict[str, Any]) -> None:
    listing = make_listing()

    with refuses("listed_address_is_frozen"):
        type(listing).objects.filter(pk=listing.pk).update(**change)


def test_a_keyword_is_merged_in_one_hop() -> None:
    first, second, third = make_keyword(), make_keyword(), make_keyword()
    first.merged_into = second
    first.save()
    second.merged_into = third
    second.save()

    first.refresh_from_db()
    assert first.merged_into == third
    with refuses("keyword_is_merged_in_one_hop"):
        Keyword.objects.filter(pk=third.pk).update(merged_into=first)


def test_an_original_comes_with_its_edition_or_not_at_all() -> None:
    edition = make_listing().edition
    original = edition.originals.get()
    original.pk, original.position = None, 2

    with refuses("originals_come_with_their_edition"):
        original.save(force_insert=True)


@pytest.mark.parametrize(
    "url",
    [
        "http://www.outlet.example/a/1/",
        "https://outlet.example/a/1?utm_source=x&fbclid=2#top",
        "https://OUTLET.example/a/1",
    ],
)
def test_the_same_address_written_otherwise_is_the_same(url: str) -> None:
    assert url_key(url) == url_key("https://outlet.example/a/1")


def test_another_question_is_another_address() -> None:
    assert url_key("https://outlet.example/?id=1") != url_key("https://outlet.example/?id=2")
