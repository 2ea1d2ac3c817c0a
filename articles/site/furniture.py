"""What stands around every public page: the publication, its sections and pages, and the language it all speaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles.models import (
    AttesterShown,
    FeedText,
    FooterLink,
    Numerals,
    Page,
    Photo,
    Publication,
    Section,
    direction,
)

from .photos import Card, card_at, card_of_photo
from .style import icon_url, stylesheet_url
from .writing import written_in

DEFAULT_ACCENT = "#7a1f2b"
# More than a masthead or a footer can carry; whoever writes a hundred pages links them from one another.
MOST_LINKS = 40


@dataclass(frozen=True)
class Furniture:
    """One page's surroundings.

    `sections` and `pages` are mappings with a name or title, and a slug; `links`, at the foot, with a label and a url.
    `card` is the picture of shared links where a page has none of its own.
    """

    name: str
    language: str
    motto: str = ""
    accent: str = DEFAULT_ACCENT
    logo: Photo | None = None
    lead_id: int | None = None
    story_id: int | None = None
    sections: list[Mapping[str, str]] = field(default_factory=list)
    pages: list[Mapping[str, str]] = field(default_factory=list)
    links: list[Mapping[str, str]] = field(default_factory=list)
    numerals: str = Numerals.LANGUAGE
    card: Card | None = None
    principles_slug: str = ""
    feed_text: str = FeedText.FULL
    attester_shown: str = AttesterShown.ROLE

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def stylesheet(self) -> str:
        return stylesheet_url(self.accent)

    @property
    def icon(self) -> str:
        return icon_url(self.accent)

    @property
    def principles(self) -> str:
        """The absolute address of the page on how the newsroom works; "" where readers have none."""
        return self.url + reverse("page", args=[self.principles_slug]) if self.principles_slug else ""

    @property
    def url(self) -> str:
        """The address that absolute links begin with, without a slash at its end."""
        return settings.SITE_URL


def furniture() -> Furniture:
    """The publication as it stands now, in one query."""
    sections = Section.objects.order_by("position", "name").values(link=JSONObject(name="name", slug="slug"))
    pages = Page.objects.filter(is_public=True).order_by("position", "title")
    links = FooterLink.objects.order_by("position", "pk").values(link=JSONObject(label="label", url="url"))
    publication = (
        Publication.objects.select_related("logo")
        .annotate(
            section_links=ArraySubquery(sections[:MOST_LINKS]),
            page_links=ArraySubquery(pages.values(link=JSONObject(title="title", slug="slug"))[:MOST_LINKS]),
            other_links=ArraySubquery(links[:MOST_LINKS]),
            card=card_of_photo("picture"),
            principles_slug=Subquery(Page.objects.filter(pk=OuterRef("principles"), is_public=True).values("slug")),
        )
        .get()
    )
    logo = publication.logo if publication.logo and publication.logo.is_showable else None
    return Furniture(
        name=publication.name,
        motto=publication.motto,
        language=publication.language or settings.LANGUAGE_CODE,
        accent=publication.accent,
        logo=logo,
        lead_id=publication.lead_id,
        story_id=publication.story_id,
        sections=publication.section_links,
        pages=publication.page_links,
        links=publication.other_links,
        numerals=publication.numerals,
        card=card_at(publication.card),
        principles_slug=publication.principles_slug or "",
        feed_text=publication.feed_text,
        attester_shown=publication.attester_shown,
    )


def bare_furniture() -> Furniture:
    """What a page can say about the publication without asking the database."""
    return Furniture(name=settings.SITE_NAME, language=settings.SITE_LANGUAGE)


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
    content_type: str | None = None,
    around: Furniture | None = None,
) -> HttpResponse:
    """`template` with its furniture as `site`, in the publication's language whatever the browser asks for."""
    around = around or furniture()
    with written_in(around.language, around.numerals):
        return render(request, template, {**(context or {}), "site": around}, content_type=content_type, status=status)
