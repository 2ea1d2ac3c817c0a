"""What is public as a WordPress export, so that any other system can take it: each article as readers see it."""

import html
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import batched
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import escape, linebreaks
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _

from articles.models import (
    Article,
    ArticleKeyword,
    Contributor,
    Correction,
    Edition,
    EditionOriginal,
    ImportedItem,
    Keyword,
    Listing,
    ListingKeyword,
    Member,
    OriginalDisplay,
    Page,
    Photo,
    Publication,
    Redirect,
    Section,
)
from articles.models.listings import VECTORS
from articles.models.text import Figure, figures_in, with_figures

from . import wxr
from .wxr import Post, Term

CHUNK = 200
Written = Callable[[], None]


def posts(*, drafts: bool) -> int:
    """How many articles an export holds."""
    return Listing.public.count() + (_drafts().count() if drafts else 0)


def written(*, drafts: bool, tell: Written = lambda: None) -> Iterator[str]:
    """The export, piece by piece. `tell` is called after each article.

    Every article that readers see now, and with `drafts` every other one, as a draft. Of members it names what readers
    see of them; of photos it holds those that are shown.
    """
    publication = Publication.objects.get()
    with translation.override(publication.language):
        yield wxr.channel(
            title=publication.name,
            address=settings.SITE_URL,
            description=publication.motto,
            language=publication.language,
        )
        for number, name in enumerate(_credits(publication, drafts=drafts), 1):
            yield wxr.author(number, _login(name), name)
        for number, term in enumerate(_terms(drafts=drafts), 1):
            yield wxr.term(number, term)
        shown: set[int] = set()
        for post in _articles(publication, shown, drafts=drafts):
            yield from wxr.item(post)
            tell()
        for post in _pages(publication, shown, drafts=drafts):
            yield from wxr.item(post)
        for post in _photos(publication, shown):
            yield from wxr.item(post)
        yield wxr.TAIL


# --- Who and under what ------------------------------------------------------------------------


def _credits(publication: Publication, *, drafts: bool) -> list[str]:
    """Every name that a piece is credited to, as readers see it; the publication's where there is none."""
    public = Listing.public.values("edition")
    used = Q(pk__in=Edition.objects.filter(pk__in=public).values("translator"))
    if drafts:
        used |= Q(pk__in=_drafts().values("translator"))
    names = {member.public_name for member in Member.objects.filter(used)}
    credited = Edition.objects.filter(pk__in=public, translator=None).values("contributor")
    of = Q(pk__in=credited) | (Q(pk__in=_drafts().values("contributor")) if drafts else Q())
    names |= {contributor.public_name for contributor in Contributor.objects.filter(of).select_related("member")}
    return sorted((names | {publication.name}) - {""})


def _login(name: str) -> str:
    """What connects a piece with its credit within the file; nobody signs in with it."""
    return f"credit-{slugify(name, allow_unicode=True)[:60]}"


def _terms(*, drafts: bool) -> Iterator[Term]:
    for section in Section.objects.order_by("pk"):
        yield _category(section)
    in_use = Exists(ListingKeyword.objects.filter(keyword=OuterRef("pk"), listing__in=Listing.public.values("pk")))
    chosen = in_use | Exists(ArticleKeyword.objects.filter(tag=OuterRef("pk"))) if drafts else in_use
    for keyword in Keyword.objects.filter(chosen, merged_into=None).order_by("pk").iterator(chunk_size=CHUNK):
        yield _tag(keyword, keyword.description)


def _category(section: Section) -> Term:
    return Term("category", section.slug, section.name, section.description)


def _tag(keyword: Keyword, description: str = "") -> Term:
    return Term("post_tag", keyword.slug, str(keyword), description)


# --- Articles ----------------------------------------------------------------------------------


def _drafts() -> QuerySet[Article]:
    return Article.objects.exclude(pk__in=Listing.public.values("pk"))


def _articles(publication: Publication, shown: set[int], *, drafts: bool) -> Iterator[Post]:
    public: QuerySet[Listing] = (
        Listing.public.order_by("pk")
        .select_related("edition__photo", "edition__translator", "edition__contributor__member", "section")
        .defer(*VECTORS, "edition__seal")
        .prefetch_related(
            Prefetch("edition__originals", EditionOriginal.objects.select_related("source")),
            Prefetch("keyword_rows", ListingKeyword.objects.select_related("keyword")),
        )
    )
    for listings in batched(public.iterator(chunk_size=CHUNK), CHUNK):
        beside = _Beside([listing.article_id for listing in listings], [each.edition.body for each in listings])
        beside.know_addresses({listing.get_absolute_url(): listing.article_id for listing in listings})
        for listing in listings:
            yield _public(listing, publication, beside, shown)
    if drafts:
        unpublished = (
            _drafts()
            .order_by("pk")
            .select_related("photo", "translator", "contributor__member", "section", "source")
            .prefetch_related(Prefetch("keyword_rows", ArticleKeyword.objects.select_related("tag__merged_into")))
        )
        for articles in batched(unpublished.iterator(chunk_size=CHUNK), CHUNK):
            beside = _Beside([article.pk for article in articles], [article.body for article in articles])
            for article in articles:
                yield _draft(article, publication, beside, shown)


class _Beside:
    """What some articles need beside their rows, in a constant number of queries."""

    def __init__(self, articles: Sequence[int], bodies: Iterable[str]) -> None:
        numbers = {figure.photo for body in bodies for figure in figures_in(body)}
        self.photos = Photo.objects.in_bulk(list(numbers))
        self.corrections: dict[int, list[Correction]] = {}
        listed = Correction.objects.filter(article__in=articles).exclude(kind__in=Correction.UNLISTED)
        for correction in listed.order_by("-at", "-pk"):
            self.corrections.setdefault(correction.article_id, []).append(correction)
        # What another system knew it by: "123:https://…".
        items = ImportedItem.objects.filter(article__in=articles).order_by("-pk").values_list("article", "key")
        self.guids = {article: guid for article, key in items if "://" in (guid := key.partition(":")[2])}
        self.old: dict[int, list[str]] = {}

    def know_addresses(self, addresses: dict[str, int]) -> None:
        leading = Redirect.objects.filter(new__in=[*addresses, *(settings.SITE_URL + each for each in addresses)])
        for old, new in leading.order_by("old").values_list("old", "new"):
            self.old.setdefault(addresses[new.removeprefix(settings.SITE_URL)], []).append(old)

    def body(self, body: str, shown: set[int]) -> str:
        return _with_pictures(body, self.photos, shown)


def _public(listing: Listing, publication: Publication, beside: _Beside, shown: set[int]) -> Post:
    edition, pk = listing.edition, listing.article_id
    address = settings.SITE_URL + listing.get_absolute_url()
    note = (
        f"<blockquote>{linebreaks(edition.editors_note, autoescape=True)}</blockquote>" if edition.editors_note else ""
    )
    photo = edition.shown_photo
    post = Post(
        number=_number(Article, pk),
        kind="post",
        status="publish",
        title=_there(edition.headline),
        slug=listing.slug,
        address=address,
        guid=beside.guids.get(pk, address),
        at=listing.published_at,
        creator=_login(edition.credited_translator or edition.credited_contributor or publication.name),
        content=note + beside.body(edition.body, shown) + _foot(edition, beside.corrections.get(pk, [])),
        excerpt=_there(edition.standfirst),
        terms=[_category(listing.section)] if listing.section else [],
        # Read back, they lead here; another system may do the same with them.
        meta=[("old_address", old) for old in beside.old.get(pk, [])],
    )
    post.terms += [_tag(row.keyword) for row in listing.keyword_rows.all()]
    if photo:
        shown.add(photo.pk)
        post.meta.append(("_thumbnail_id", str(_number(Photo, photo.pk))))
    return post


def _draft(article: Article, publication: Publication, beside: _Beside, shown: set[int]) -> Post:
    translator, contributor = article.translator, article.contributor
    credited = translator.public_name if translator else contributor.public_name if contributor else ""
    keywords = {row.tag.merged_into or row.tag: None for row in article.keyword_rows.all()}
    post = Post(
        number=_number(Article, article.pk),
        kind="post",
        status="draft",
        title=_there(article.headline),
        slug=article.slug,
        address=f"{settings.SITE_URL}/?p={_number(Article, article.pk)}",
        guid=beside.guids.get(article.pk, f"{settings.SITE_URL}/?p={_number(Article, article.pk)}"),
        at=article.created_at,
        creator=_login(credited or publication.name),
        content=beside.body(article.body, shown) + (_paragraph(article.source.name) if article.source else ""),
        excerpt=_there(article.standfirst),
        terms=[_category(article.section)] if article.section else [],
    )
    post.terms += [_tag(keyword) for keyword in keywords]
    if article.photo and article.photo.is_showable:
        shown.add(article.photo.pk)
        post.meta.append(("_thumbnail_id", str(_number(Photo, article.photo.pk))))
    return post


def _foot(edition: Edition, corrections: Sequence[Correction]) -> str:
    """Whose words these are, what was wrong with them, and the disclaimer: as the reader's page says it."""
    parts = [_paragraph(", ".join(filter(None, [edition.source_name, edition.source_label])))]
    for original in edition.originals_in_force():
        parts.append(_of_original(original, is_one_of_several=original.source_name != edition.source_name))
    if edition.credited_translator:
        words = {"original-work": _("Written by"), "republished": _("Edited by")}
        parts.append(_fact(words.get(edition.adaptation, _("Translated by")), edition.credited_translator))
    elif edition.credited_contributor:
        parts.append(_fact(_("Credited when first published"), edition.credited_contributor))
    if corrections:
        parts.append(f"<h3>{escape(_('Corrections'))}</h3>")
    for correction in corrections:
        day = date_format(correction.at, "j F Y")
        parts.append(_paragraph(f"{day} – {capfirst(correction.get_kind_display())}. {correction.text}"))
    parts += [_paragraph(each) for each in edition.disclaimer.splitlines()]
    return "".join(parts)


def _of_original(original: EditionOriginal, *, is_one_of_several: bool) -> str:
    parts = []
    if is_one_of_several:
        parts.append(_paragraph(", ".join(filter(None, [original.source_name, original.source_label]))))
    if original.byline:
        parts.append(_fact(_("Author"), original.byline))
    if original.shown != OriginalDisplay.NONE and urlsplit(original.url).scheme in ("http", "https"):
        link = f'<a href="{escape(original.url)}">{escape(original.headline or original.url)}</a>'
        parts.append(f"<p>{escape(_('Original'))}: {link}</p>")
    return "".join(parts)


def _there(words: str) -> str:
    """Plain words as they are kept there, where a title and an excerpt may hold tags."""
    return html.escape(words, quote=False)


def _paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>" if words else ""


def _fact(name: str, words: str) -> str:
    return _paragraph(f"{name}: {words}")


# --- Pages and photos --------------------------------------------------------------------------


def _pages(publication: Publication, shown: set[int], *, drafts: bool) -> Iterator[Post]:
    pages = Page.objects.order_by("pk") if drafts else Page.objects.filter(is_public=True).order_by("pk")
    for page in pages:
        photos = Photo.objects.in_bulk([figure.photo for figure in figures_in(page.body)])
        address = settings.SITE_URL + page.get_absolute_url()
        yield Post(
            number=_number(Page, page.pk),
            kind="page",
            status="publish" if page.is_public else "draft",
            title=_there(page.title),
            slug=page.slug,
            address=address,
            guid=address,
            at=page.updated_at,
            creator=_login(publication.name),
            content=_with_pictures(page.body, photos, shown),
        )


def _photos(publication: Publication, shown: set[int]) -> Iterator[Post]:
    for numbers in batched(sorted(shown), CHUNK):
        for photo in Photo.objects.filter(pk__in=numbers).order_by("pk"):
            address = _address_of(photo)
            yield Post(
                number=_number(Photo, photo.pk),
                kind="attachment",
                status="inherit",
                title=_there(photo.alt) or PurePosixPath(photo.image.name or "").stem,
                slug=f"photo-{photo.pk}",
                address=address,
                guid=address,
                at=photo.added_at,
                creator=_login(publication.name),
                content=escape(photo.credit),
                excerpt=_there(photo.caption),
                meta=[("_wp_attached_file", photo.image.name or ""), ("_wp_attachment_image_alt", photo.alt)],
                attachment_url=address,
            )


def _with_pictures(body: str, photos: dict[int, Photo], shown: set[int]) -> str:
    """A stored body with each photo that readers may see as a picture of this site, and without the others."""

    def picture(figure: Figure) -> str:
        photo = photos.get(figure.photo)
        if photo is None or not photo.is_showable:
            return ""
        shown.add(photo.pk)
        said = f"<figcaption>{figure.caption}</figcaption>" if figure.caption else ""
        named = f'alt="{escape(figure.alt)}" class="wp-image-{_number(Photo, photo.pk)}"'
        return f'<figure class="wp-block-image"><img src="{escape(_address_of(photo))}" {named}>{said}</figure>'

    return with_figures(body, picture)


def _address_of(photo: Photo) -> str:
    url = default_storage.url(photo.image.name)
    return url if urlsplit(url).scheme else settings.SITE_URL + url


# There, articles, pages and photos share one count.
_PLACES: dict[type[Any], int] = {Article: 0, Photo: 1, Page: 2}


def _number(model: type[Any], pk: int) -> int:
    return pk * len(_PLACES) + _PLACES[model]
