"""Posts become articles: taken one by one, and made many at a time."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from urllib.parse import unquote

from django.utils.translation import gettext as _

from articles.models import (
    Adaptation,
    Article,
    ArticleKeyword,
    Availability,
    Genre,
    Listing,
    Photo,
    Proposal,
    Source,
    Translation,
    ascii_slug,
)
from articles.models.days import publication_day
from articles.models.text import BODY_MAX, blocks, clean_line, paragraphs, plain
from articles.workflow import bring_in_all

from .ahead import Prepared
from .filing import Credits, Filed, Shelves
from .items import Item, Term
from .ledger import Brought, Outcome, cut, mark_of, plain_line, plain_passage
from .mapping import CategoryRule, HeadlineRule, Map, folded
from .old_addresses import OldAddresses, address_of, pairs
from .pictures import Pictures

HEADLINE_MAX, STANDFIRST_MAX, SLUG_MAX = 250, 1_000, 100
PRIMARY = ("_yoast_wpseo_primary_category", "rank_math_primary_category")


@dataclass(slots=True)
class Post:
    """One post on its way to being an article. `moment`: since when readers saw it; None where they don't."""

    brought: Brought
    text: Prepared
    terms: list[Term]
    headline: str
    rule: HeadlineRule | None
    article: Article = field(default_factory=Article)
    section: Filed = field(default_factory=Filed)
    keywords: list[Filed] = field(default_factory=list)
    foot_keywords: list[str] = field(default_factory=list)
    moment: datetime | None = None

    @property
    def item(self) -> Item:
        return self.brought.item

    def note(self, what: str, words: str) -> None:
        self.brought.note(what, words)


@dataclass
class Desk:
    """What all batches of one site's posts share.

    `picture_pages`: the old addresses of pictures' own pages, by the number of the post they belong to.
    """

    site: str
    map: Map
    language: str
    shelves: Shelves
    credits: Credits
    pictures: Pictures
    addresses: OldAddresses
    picture_pages: Mapping[str, Sequence[str]]
    slugs_by_name: Mapping[tuple[str, str], str]


def bring_posts(desk: Desk, batch: Sequence[tuple[Brought, Prepared]], *, now: datetime) -> None:
    """Bring posts in as articles, with what belongs to them. The caller's transaction, and the caller's ledger.

    One after the other as far as their words go, so that what comes of each depends on those before it alone; then
    all at once. No search finds them yet: see `findable`.
    """
    posts = [_read(desk, brought, prepared) for brought, prepared in batch]
    at = desk.pictures.of_bodies([(post.brought, post.text.pictures) for post in posts])
    photos = Photo.objects.in_bulk([number for post in posts if (number := _leading(desk, post))])
    for post in posts:
        html = desk.pictures.shown(post.brought, post.text.feet.html, post.text.pictures, at)
        _write(desk, post, _illustrate(desk, post, html, photos), now)
        _file(desk, post)
    public = [post for post in posts if post.moment]
    _give_addresses(public)
    desk.shelves.make()
    _make(desk, posts)
    for post in posts:
        post.brought.row.outcome = Outcome.PUBLIC if post.moment else Outcome.DRAFT
        post.brought.row.article_id = post.article.pk
    for post in public:
        new = address_of(post.article.slug, publication_day(post.moment))
        keys = [*desk.addresses.of_item(post.item), *desk.picture_pages.get(post.item.post_id, ())]
        post.brought.leads += pairs(keys, new)


def headline_of(map_: Map, item: Item) -> tuple[str, HeadlineRule | None]:
    """The headline, without what its beginning says the text is; and what that means."""
    headline = plain_line(item.title)
    rule = next((each for each in map_.headlines if folded(headline).startswith(folded(each.prefix))), None)
    if rule and rule.take_off:
        headline = headline[len(rule.prefix) :].strip() or headline
    return headline, rule


def _read(desk: Desk, brought: Brought, prepared: Prepared) -> Post:
    item = brought.item
    brought.notes += prepared.notes
    headline, rule = headline_of(desk.map, item)
    terms = [
        Term(item.line, taxonomy, slug or desk.slugs_by_name.get((taxonomy, folded(name)), name), name)
        for taxonomy, slug, name in item.terms
    ]
    return Post(brought, prepared, terms, headline, rule)


# --- Filing ------------------------------------------------------------------------------------


def _file(desk: Desk, post: Post) -> None:
    """Choose the section, and the keywords in order: of its terms, then those its foot names."""
    shelves, file = desk.shelves, post.brought.row.file
    filed = {(term.taxonomy, term.slug): shelves.file(term, file=file) for term in post.terms}
    sections = [term for term in post.terms if filed[term.taxonomy, term.slug].section]
    primary = _primary(desk, post, sections)
    if post.rule and post.rule.section:
        post.section = Filed(section=shelves.section(post.rule.section))
    elif primary:
        post.section = filed[primary.taxonomy, primary.slug]
    for term in post.terms:
        where = filed[term.taxonomy, term.slug]
        if where.section and where.section != post.section.section:
            where = shelves.as_keyword(term, file=file)
        post.keywords.append(where)
    for name in post.foot_keywords:
        shelves.vocabulary.want(name)
        post.keywords.append(Filed(keyword=folded(name)))


def _primary(desk: Desk, post: Post, sections: Sequence[Term]) -> Term | None:
    """The category that gives the section: marked so there, or first in the map, or first in the file."""
    marked = {number for name in PRIMARY for number in post.item.meta.get(name, [])}
    for term in sections:
        if desk.addresses.numbers.get(term.slug) in marked:
            return term
    return min(sections, key=lambda term: desk.map.rank(term.slug, plain_line(term.name)), default=None)


def _genre_and_adaptation(desk: Desk, post: Post) -> tuple[str, str]:
    rules: list[CategoryRule | HeadlineRule] = [
        *([post.rule] if post.rule else []),
        *(desk.map.category(term.slug, plain_line(term.name)) for term in post.terms if term.taxonomy == "category"),
    ]
    genre = next((rule.genre for rule in rules if rule.genre), Genre.NEWS)
    return str(genre), str(next((rule.adaptation for rule in rules if rule.adaptation), Adaptation.FULL))


# --- Words -------------------------------------------------------------------------------------


def _illustrate(desk: Desk, post: Post, html: str, photos: Mapping[int, Photo]) -> str:
    """Give the article its photo; the body without it, where it begins with the same one."""
    article, numbers = post.article, post.item.meta.get("_thumbnail_id", [])
    leading = photos.get(_leading(desk, post) or 0)
    if leading is None:
        if any(number.strip("0 -") for number in numbers):
            post.note("photo-missing", _("The photo of this article is not in the file."))
        return html
    article.photo, article.photo_alt, article.photo_caption = leading, leading.alt, leading.caption
    first = re.match(rf'<figure><img data-photo="{leading.pk}"[^>]*>(?:<figcaption>(.*?)</figcaption>)?</figure>', html)
    if first:
        html = html[first.end() :].lstrip()
        article.photo_caption = leading.caption or cut(plain(first[1] or ""), 600)
    return html


def _leading(desk: Desk, post: Post) -> int | None:
    return next(filter(None, map(desk.pictures.numbered, post.item.meta.get("_thumbnail_id", []))), None)


def _write(desk: Desk, post: Post, html: str, now: datetime) -> None:
    """Fill in the article, and decide whether readers may see it."""
    item, article = post.item, post.article
    for words in post.text.feet.notes:
        post.note("foot-taken-out", words)
    is_too_long = len(html) > BODY_MAX
    article.body = _first_part(html) if is_too_long else html
    if is_too_long:
        post.note("text-too-long", _("The text has more than 300,000 characters: its first part was kept as a draft."))
    article.headline = _headline(post)
    article.standfirst = _standfirst(post)
    article.genre, article.adaptation = _genre_and_adaptation(desk, post)
    article.language, article.origin = desk.language, Article.Origin.IMPORT
    article.contributor_id = desk.credits.of(item.creator)
    if item.creator and article.contributor_id is None:
        post.note("no-credit", _("It is credited to an account without a name for readers: it came in without."))
    article.slug = _slug(post)
    post.foot_keywords = [name for each in post.text.feet.keywords if (name := cut(clean_line(each), 120))]
    post.moment = item.posted_at if _is_public(post, now) and not is_too_long else None


def _is_public(post: Post, now: datetime) -> bool:
    """Whether readers saw it there, and can see it here; if not, it is noted why."""
    item, words = post.item, ""
    if item.status != "publish":
        words = _("It was not public there (%(status)s).") % {"status": item.status[:40]}
    elif item.has_password:
        words = _("It had a password there.")
    elif item.posted_at is None:
        words = _("It has no date.")
    elif item.posted_at > now:
        words = _("Its date is still to come.")
    elif not article_says_something(post.article.body):
        words = _("It has no text.")
    if words:
        post.note("not-public", _("%(why)s It came in as a draft.") % {"why": words})
    return not words


def article_says_something(body: str) -> bool:
    return bool(body) and (bool(paragraphs(body)) or "<img" in body)


def _headline(post: Post) -> str:
    headline = post.headline
    if not headline:
        first = next(iter(paragraphs(post.article.body)), "")
        headline = cut(first, 80) or _("Without a headline")
        post.note("no-headline", _("It has no headline: its first words stand in for one."))
    if len(headline) > HEADLINE_MAX:
        post.note("headline-cut", _("The headline was too long and was cut: “%(all)s”.") % {"all": headline[:1_000]})
    return cut(headline, HEADLINE_MAX)


def _standfirst(post: Post) -> str:
    said = plain_passage(re.sub(r"<!--.*?-->", "", post.item.excerpt, flags=re.DOTALL))
    if len(said) > STANDFIRST_MAX:
        post.note("standfirst-cut", _("The excerpt was too long for a standfirst and was cut."))
    return cut(said, STANDFIRST_MAX)


def _slug(post: Post) -> str:
    """The last part of the address: the old one where it is ASCII, else romanised."""
    said = unquote(post.item.slug)
    if re.fullmatch(r"[a-zA-Z0-9_-]{1,100}", said):
        return said
    made = ascii_slug(said, max_length=SLUG_MAX) or ascii_slug(post.article.headline, max_length=SLUG_MAX)
    made = made or ascii_slug(f"article-{post.item.post_id}", max_length=SLUG_MAX) or "article"
    if said:
        post.note("slug-romanised", _("The address ends in “%(slug)s” here.") % {"slug": made})
    return made


def _first_part(html: str) -> str:
    part = ""
    for block in blocks(html):
        if len(part) + len(block) > BODY_MAX:
            break
        part += block
    return part or cut(unescape(plain(html)), BODY_MAX // 10)


def _give_addresses(public: Sequence[Post]) -> None:
    """Let no two share the address of one day. What came first in the file keeps its own."""

    def choices(post: Post) -> list[str]:
        slug = post.article.slug
        number = ascii_slug(post.item.post_id, max_length=15)
        return [
            slug,
            *(f"{slug}-{n}" for n in range(2, 10)),
            f"{slug}-{number}",
            f"{slug}-{mark_of(post.brought.row.key)[:8]}",
        ]

    asked = {choice for post in public for choice in choices(post)}
    days = {publication_day(post.moment) for post in public}
    rows = Listing.objects.filter(slug__in=asked, address_date__in=days)
    taken = set(rows.values_list("slug", "address_date"))
    for post in public:
        day = publication_day(post.moment)
        slug = next(choice for choice in choices(post) if (choice, day) not in taken)
        taken.add((slug, day))
        if slug != post.article.slug:
            post.note(
                "slug-taken", _("The address of that day was taken: it ends in “%(slug)s” here.") % {"slug": slug}
            )
            post.article.slug = slug


# --- Rows --------------------------------------------------------------------------------------


def _make(desk: Desk, posts: Sequence[Post]) -> None:
    """The articles, what belongs to them, and the editions and listings of those that are public."""
    for post in posts:
        post.article.section_id = desk.shelves.section_number(post.section)
    Article.objects.bulk_create([post.article for post in posts])
    missing = _("This article was moved in from an earlier site, which did not keep the original.")
    Translation.objects.bulk_create(
        Translation(
            article=post.article, position=1, language=desk.map.original_language, availability_reason=missing,
            availability=Availability.NOT_AVAILABLE, read_at=post.item.posted_at or post.article.created_at,
        )
        for post in posts
        if post.article.adaptation != Adaptation.ORIGINAL_WORK
    )  # fmt: skip
    ArticleKeyword.objects.bulk_create(
        ArticleKeyword(content_object=post.article, tag_id=keyword, position=position)
        for post in posts
        for position, keyword in enumerate(_keywords(desk, post))
    )
    _propose(desk, posts)
    public = [post for post in posts if post.moment]
    # As the database counted them: originals move an article's revision on.
    stored = Article.objects.in_bulk([post.article.pk for post in public])
    dated = [(stored[post.article.pk], post.moment) for post in public if post.moment]
    if dated:
        bring_in_all(dated, attested_as="imported", is_findable=False)


def _keywords(desk: Desk, post: Post) -> Iterable[int]:
    return dict.fromkeys(number for filed in post.keywords if (number := desk.shelves.keyword_number(filed)))


def _propose(desk: Desk, posts: Sequence[Post]) -> None:
    """What the texts say of outlets and authors, for an editor to accept."""
    found = [
        (post.article, post.text.found)
        for post in posts
        if post.text.found and post.article.adaptation != Adaptation.ORIGINAL_WORK
    ]
    names = {each.outlet_name for _article, each in found}
    outlets = dict(Source.objects.filter(name__in=names).values_list("name", "pk"))
    rules = {folded(name): rule for name, rule in desk.map.outlets.items()}
    Proposal.objects.bulk_create(
        Proposal(
            article=article, outlet_name=cut(each.outlet_name, 160), outlet_id=outlets.get(each.outlet_name),
            outlet_kind=rule.kind if rule and rule.kind else each.outlet_kind,
            label=cut(rule.label if rule and rule.label else each.label, 160), author=cut(each.author, 200),
            confidence=each.confidence, evidence=cut(each.evidence, 1_000),
        )
        for article, each in found
        for rule in [rules.get(folded(each.outlet_name))]
        if each.outlet_name or each.author
    )  # fmt: skip
