"""What stands around every public page: the publication, its sections and pages, and the language it all speaks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from hashlib import blake2b
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
from articles.watching import watch

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

    @cached_property
    def digest(self) -> str:
        """Other furniture has another."""
        told = [(each.name, getattr(self, each.name)) for each in fields(self) if each.name != "logo"]
        logo = (str(self.logo.image), self.logo.width, self.logo.height) if self.logo else None
        return blake2b(repr((told, logo, self.url, self.stylesheet, self.icon)).encode(), digest_size=8).hexdigest()

    @property
    def url(self) -> str:
        """The address that absolute links begin with, without a slash at its end."""
        return settings.SITE_URL


def furniture() -> Furniture:
    """The publication as it stands now: in one query, or remembered for as long as the watch is sure that it stands."""
    global _remembered
    generation, (of, known) = watch.generation, _remembered
    if known is not None and of == generation and watch.is_sure:
        return known
    asked_for = _asked_for()
    # Of the generation that had begun before it was asked for.
    _remembered = generation, asked_for
    return asked_for


_remembered: tuple[int, Furniture | None] = 0, None


def _asked_for() -> Furniture:
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
    keys: Iterable[str] = (),
) -> HttpResponse:
    """`template` with its furniture as `site`, in the publication's language whatever the browser asks for.

    `keys`: what the page is made of beside its furniture, where that is known: caches before the site are told it.
    """
    around = around or furniture()
    with written_in(around.language, around.numerals):
        told = {**(context or {}), "site": around}
        response = render(request, template, told, content_type=content_type, status=status)
    if keys:
        response.headers["Surrogate-Key"] = " ".join([*keys, "site"])
    return response
