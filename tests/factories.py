"""Valid objects for tests: a test spells out only what it is about."""

from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from articles import workflow
from articles.models import (
    Article,
    Keyword,
    Listing,
    Member,
    Photo,
    Section,
    Source,
    Status,
    Translation,
)
from articles.models.text import as_html

NUMBERS = count(1)
PASSWORD = "a long password"
ARABIC = ["أعلنت الوزارة يوم الأحد افتتاح الجسر أمام حركة المرور.", "وقال المهندس إن الأعمال استغرقت 14 شهراً."]
ENGLISH = ["The ministry said on Sunday that the bridge had opened to traffic.", "The engineer said it took 14 months."]


@cache
def hashed_password() -> str:
    """Hashed once: that is slow on purpose."""
    return make_password(PASSWORD)


def make_member(*groups: str, **fields: Any) -> Member:
    """An active member of `groups`, with the password `PASSWORD`."""
    number = next(NUMBERS)
    fields.setdefault("username", f"member{number}")
    member = Member.objects.create(is_staff=True, password=hashed_password(), **fields)
    member.groups.set(Group.objects.filter(name__in=groups))
    assert member.groups.count() == len(groups)
    return member


def make_translator(**fields: Any) -> Member:
    return make_member("Translators", **fields)


def make_editor(**fields: Any) -> Member:
    return make_member("Editors", **fields)


def make_publisher(**fields: Any) -> Member:
    return make_member("Publishers", **fields)


def make_administrator(**fields: Any) -> Member:
    return make_member("Administrators", **fields)


def make_source(**fields: Any) -> Source:
    number = next(NUMBERS)
    defaults = {
        "name": f"Al-Nahar {number}",
        "slug": f"outlet-{number}",
        "kind": "newspaper",
        "original_display": "full",
    }
    return Source.objects.create(**defaults | fields)


def make_section(**fields: Any) -> Section:
    number = next(NUMBERS)
    return Section.objects.create(**{"name": f"Section {number}", "slug": f"section-{number}"} | fields)


def make_keyword(**fields: Any) -> Keyword:
    return Keyword.objects.create(**{"name": f"Keyword {next(NUMBERS)}", "kind": "theme"} | fields)


def make_article(
    *, original: bool = True, keywords: tuple[Keyword, ...] = (), authors: tuple[Keyword, ...] = (), **fields: Any
) -> Article:
    """A draft that could be handed over; with `original`, it has a source version in Arabic, by `authors`."""
    number = next(NUMBERS)
    defaults: dict[str, Any] = {
        "headline": f"The bridge opens again {number}",
        "standfirst": "After 14 months of work.",
        "body": as_html(ENGLISH),
    }
    if fields.get("adaptation") != "original-work" and "source" not in fields:
        defaults["source"] = make_source()
    article = Article.objects.create(**defaults | fields)
    for keyword in keywords:
        article.keywords.add(keyword)
    if original and article.adaptation != "original-work":
        make_translation(article).authors.set(authors)
    return article


def make_translation(article: Article, **fields: Any) -> Translation:
    """A source version in Arabic, from the article's outlet, with an address and a text of its own."""
    number = next(NUMBERS)
    defaults = {
        "source": article.source,
        "language": "ar",
        "headline": f"افتتاح الجسر {number}",
        "body": as_html([*ARABIC, f"الرقم {number}."]) if "body" not in fields else "",
        "url": f"https://outlet.example/{number}",
        "published_on": timezone.localdate(),
        "byline": "سلمى الحلبي",
    }
    article_translation = Translation.objects.create(article=article, **defaults | fields)
    article.refresh_from_db()
    return article_translation


def make_translated(*, translator: Member | None = None, **fields: Any) -> Article:
    """An article handed over by `translator`."""
    return workflow.transition(make_article(**fields), Status.TRANSLATED, by=translator or make_translator())


def make_verified(*, editor: Member | None = None, **fields: Any) -> Article:
    """An article whose disclaimer an editor verified."""
    return workflow.transition(make_translated(**fields), Status.VERIFIED, by=editor or make_editor())


def make_published(*, editor: Member | None = None, at: datetime | None = None, **fields: Any) -> Article:
    """An article that went through all four states; scheduled where `at` is to come."""
    editor = editor or make_editor()
    return workflow.transition(make_verified(editor=editor, **fields), Status.PUBLISHED, by=editor, at=at)


def make_scheduled(**fields: Any) -> Article:
    """An article under embargo for a day."""
    return make_published(at=timezone.now() + timedelta(days=1), **fields)


def make_listing(*, published_at: datetime | None = None, **fields: Any) -> Listing:
    """A listing of an article brought in as of `published_at` (default: an hour ago), attested "synthetic"."""
    moment = published_at or timezone.now() - timedelta(hours=1)
    article = workflow.bring_in(make_article(**fields), published_at=moment, attested_as="synthetic")
    return article.listing


def make_imported_draft(*, keywords: tuple[Keyword, ...] = (), **fields: Any) -> Article:
    """A draft as it is moved in: no standfirst, no outlet, no translator, and its original not available."""
    defaults = {"standfirst": "", "source": None, "origin": "import"}
    article = make_article(original=False, keywords=keywords, **defaults | fields)
    if article.adaptation != "original-work":
        make_translation(
            article, headline="", body="", url="", byline="", published_on=None, availability="not-available",
            availability_reason="The archive did not keep it.",
        )  # fmt: skip
    return article


def make_imported(*, published_at: datetime | None = None, **fields: Any) -> Article:
    """An article moved in, public since 3 May 2017 unless said otherwise."""
    moment = published_at or datetime(2017, 5, 3, 12, tzinfo=UTC)
    return workflow.bring_in(make_imported_draft(**fields), published_at=moment, attested_as="imported")


def make_photo(**fields: Any) -> Photo:
    """A small grey photo of our own, with all its words."""
    target = BytesIO()
    Image.new("RGB", (640, 400), "grey").save(target, "PNG")
    defaults = {"alt": "A bridge", "caption": "The bridge on Sunday", "credit": "Newsroom", "rights": "own"}
    picture = ContentFile(target.getvalue(), "bridge.png")
    return Photo.objects.create(**defaults | {"image": picture} | fields)
