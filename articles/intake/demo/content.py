"""The demo newsroom as written down beside this module: newsroom.toml, and one file in articles/ for each article."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, Self

HERE = Path(__file__).resolve().parent

GROUPS = ("Translators", "Editors", "Publishers", "Administrators")
STATES = ("draft", "returned", "translated", "verified-disclaimer", "scheduled", "published", "corrected", "taken-down")
PUBLIC_STATES = ("published", "corrected")
# By field, and by class too where two classes use one name for different things.
CHOICES: dict[str, tuple[str, ...]] = {
    "Member.credit": ("name", "pseudonym", "none"),
    "original_display": ("none", "link", "excerpt", "full"),
    "use": ("variant", "avoid"),
    "rights": ("own", "agency", "licence", "courtesy", "screenshot", "unknown"),
    "genre": ("news", "opinion", "analysis", "interview", "report", "feature", "statement", "profile", "brief"),
    "adaptation": ("full", "abridged", "excerpts", "summary", "round-up", "republished", "transcript", "original-work"),
    "medium": ("article", "post", "video", "audio", "document", "statement"),
    "availability": ("attached", "not-available", "lost"),
    "state": STATES,
    "Outlet.kind": ("newspaper", "agency", "broadcaster", "website", "official", "think-tank", "social"),
    "Keyword.kind": ("person", "place", "organisation", "theme"),
    "Correction.kind": (
        "our-error",
        "mistranslation",
        "attribution",
        "source-corrected",
        "clarification",
        "update",
        "retraction",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Publication:
    name: str
    motto: str
    language: str
    accent: str


@dataclass(frozen=True, kw_only=True)
class Member:
    username: str
    first_name: str
    last_name: str
    groups: tuple[str, ...]
    credit: str
    credit_name: str
    interface_language: str
    time_zone: str
    languages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    name: str
    slug: str
    description: str


@dataclass(frozen=True, kw_only=True)
class Story:
    title: str
    slug: str
    description: str


@dataclass(frozen=True, kw_only=True)
class Page:
    title: str
    slug: str
    body: str


@dataclass(frozen=True, kw_only=True)
class Profile:
    description: str
    alignment: str
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Outlet:
    name: str
    slug: str
    native_name: str
    kind: str
    language: str
    country: str
    homepage_url: str
    rights_basis: str
    original_display: str
    profiles: tuple[Profile, ...]


@dataclass(frozen=True, kw_only=True)
class Spelling:
    language: str
    text: str
    use: str


@dataclass(frozen=True, kw_only=True)
class Keyword:
    """Articles name it by its name alone. `slug` is empty where the one made from the name will do."""

    name: str
    kind: str
    description: str
    qualifier: str = ""
    slug: str = ""
    spellings: tuple[Spelling, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Photo:
    """`drawing` names a function in drawings.py; the focal point counts from the top left, 0 to 1."""

    key: str
    drawing: str
    alt: str
    caption: str
    credit: str
    rights: str
    is_file_photo: bool
    focal_x: float
    focal_y: float


@dataclass(frozen=True, kw_only=True)
class Original:
    """A source version. `hours_ago` counts back from the article's own moment; `authors` are names of keywords."""

    source: str
    language: str
    medium: str
    hours_ago: float
    headline: str = ""
    standfirst: str = ""
    body: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    url: str = ""
    availability: str = "attached"
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Before:
    """The passage `before` of `field`, as first published, where `after` stands now."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Correction:
    kind: str
    text: str
    hours_ago: float
    before: Before


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article. Sections, stories and outlets are named by slug, keywords by name, the translator by username.

    `hours_ago` counts back from the seeding: to the publication of what is or was public, to the last work on what
    is on the desk. It is negative for what is scheduled. `file` is the name of the file it was read from.
    """

    headline: str
    slug: str
    standfirst: str
    body: str
    language: str
    section: str
    genre: str
    adaptation: str
    keywords: tuple[str, ...]
    translator: str
    state: str
    hours_ago: float
    file: str
    editors_note: str = ""
    story: str = ""
    source: str = ""
    photo: str = ""
    photo_alt: str = ""
    photo_caption: str = ""
    photo_credit: str = ""
    developing: bool = False
    correction: Correction | None = None
    public_note: str = ""
    note: str = ""
    originals: tuple[Original, ...] = ()

    def as_first_published(self) -> Self:
        """The article with its correction undone; itself where there is none."""
        if self.correction is None:
            return self
        passage = self.correction.before
        text: str = getattr(self, passage.field)
        changed: dict[str, Any] = {passage.field: text.replace(passage.after, passage.before)}
        return replace(self, correction=None, **changed)


@dataclass(frozen=True, kw_only=True)
class Newsroom:
    """Articles stand in the order of their files, oldest first."""

    publication: Publication
    members: tuple[Member, ...]
    sections: tuple[Section, ...]
    stories: tuple[Story, ...]
    pages: tuple[Page, ...]
    outlets: tuple[Outlet, ...]
    keywords: tuple[Keyword, ...]
    photos: tuple[Photo, ...]
    articles: tuple[Article, ...]


def load(folder: Path = HERE) -> Newsroom:
    """The demo newsroom in `folder`.

    Raises ValueError, naming the file, for a field or a word it does not know, a field that is missing, and a
    reference to something that newsroom.toml does not have.
    """
    file = folder / "newsroom.toml"
    table = _read(file)
    photos = _all(Photo, table, "photos", file.name)
    newsroom = Newsroom(
        publication=_made(Publication, table.pop("publication", {}), file.name),
        members=_all(Member, table, "members", file.name),
        sections=_all(Section, table, "sections", file.name),
        stories=_all(Story, table, "stories", file.name),
        pages=_all(Page, table, "pages", file.name),
        outlets=_all(Outlet, table, "outlets", file.name),
        keywords=_all(Keyword, table, "keywords", file.name),
        photos=photos,
        articles=tuple(_article(path, photos) for path in sorted((folder / "articles").glob("*.toml"))),
    )
    if table:
        raise ValueError(f"{file.name}: nothing here is called {', '.join(sorted(table))}.")
    _check_newsroom(newsroom, file.name)
    for article in newsroom.articles:
        _check_references(article, newsroom)
        _check_state(article)
    return newsroom


# --- Reading -----------------------------------------------------------------------------------

_PARTS: dict[tuple[type, str], type] = {
    (Outlet, "profiles"): Profile,
    (Keyword, "spellings"): Spelling,
    (Article, "originals"): Original,
    (Article, "correction"): Correction,
    (Correction, "before"): Before,
}


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file.name}: this is not TOML: {error}.") from None


def _all[T](kind: type[T], table: dict[str, Any], name: str, file: str) -> tuple[T, ...]:
    return tuple(_made(kind, row, file) for row in table.pop(name, []))


def _made[T](kind: type[T], table: dict[str, Any], file: str) -> T:
    """A `kind` made of `table`: its lists as tuples, the tables in it as the dataclasses they are."""
    word = kind.__name__.lower()
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    if unknown := sorted(table.keys() - known.keys()):
        raise ValueError(f"{file}: {word} has no field {', '.join(unknown)}.")
    if missing := sorted(name for name, field in known.items() if field.default is MISSING and name not in table):
        raise ValueError(f"{file}: {word} lacks {', '.join(missing)}.")
    values: dict[str, Any] = {}
    for name, value in table.items():
        _check_word(kind, name, value, file)
        part = _PARTS.get((kind, name))
        if isinstance(value, list):
            value = tuple(_made(part, row, file) for row in value) if part else tuple(value)
        elif part:
            value = _made(part, value, file)
        elif isinstance(value, str):
            value = value.strip()
        values[name] = value
    return kind(**values)


def _check_word(kind: type, name: str, value: object, file: str) -> None:
    allowed = CHOICES.get(f"{kind.__name__}.{name}") or CHOICES.get(name)
    if allowed and value not in allowed:
        raise ValueError(f"{file}: {name} is {value!r}; it takes one of {', '.join(allowed)}.")


def _article(path: Path, photos: Sequence[Photo]) -> Article:
    """The article in `path`; what it leaves out of its photo's words is taken from the photo."""
    article = _made(Article, _read(path) | {"file": path.name}, path.name)
    photo = next((photo for photo in photos if photo.key == article.photo), None)
    if photo:
        article = replace(
            article,
            photo_alt=article.photo_alt or photo.alt,
            photo_caption=article.photo_caption or photo.caption,
            photo_credit=article.photo_credit or photo.credit,
        )
    if article.adaptation == "republished":
        originals = tuple(_republished(original, article) for original in article.originals)
        article = replace(article, originals=originals)
    return article


def _republished(original: Original, article: Article) -> Original:
    """`original` with the article's own text, which is not written down twice."""
    if original.body or original.language != article.language:
        return original
    return replace(original, headline=article.headline, standfirst=article.standfirst, body=article.body)


# --- Checking ----------------------------------------------------------------------------------


def _check_newsroom(newsroom: Newsroom, file: str) -> None:
    names = {
        "members": [member.username for member in newsroom.members],
        "sections": [section.slug for section in newsroom.sections],
        "stories": [story.slug for story in newsroom.stories],
        "pages": [page.slug for page in newsroom.pages],
        "outlets": [outlet.slug for outlet in newsroom.outlets],
        "keywords": [keyword.name for keyword in newsroom.keywords],
        "photos": [photo.key for photo in newsroom.photos],
    }
    for what, given in names.items():
        if twice := sorted({name for name in given if given.count(name) > 1}):
            raise ValueError(f"{file}: {what} has {', '.join(twice)} twice.")
    for member in newsroom.members:
        _refuse_unknown("groups", member.groups, GROUPS, file)


def _check_references(article: Article, newsroom: Newsroom) -> None:
    outlets = [outlet.slug for outlet in newsroom.outlets]
    keywords = [keyword.name for keyword in newsroom.keywords]
    people = [keyword.name for keyword in newsroom.keywords if keyword.kind == "person"]
    file = article.file
    _refuse_unknown("sections", [article.section], [section.slug for section in newsroom.sections], file)
    _refuse_unknown("stories", [article.story], ["", *(story.slug for story in newsroom.stories)], file)
    _refuse_unknown("photos", [article.photo], ["", *(photo.key for photo in newsroom.photos)], file)
    _refuse_unknown("members", [article.translator], [member.username for member in newsroom.members], file)
    _refuse_unknown("keywords", article.keywords, keywords, file)
    _refuse_unknown("outlets", [article.source], ["", *outlets], file)
    for original in article.originals:
        _refuse_unknown("outlets", [original.source], outlets, file)
        _refuse_unknown("keywords of a person", original.authors, people, file)


def _refuse_unknown(what: str, given: Iterable[str], known: Iterable[str], file: str) -> None:
    if unknown := sorted(set(given) - set(known)):
        raise ValueError(f"{file}: newsroom.toml has no {', '.join(unknown)} among its {what}.")


def _check_state(article: Article) -> None:
    """What a state needs: a correction, a note, a time to come. What a correction changed must be there to change."""
    needs = {
        "corrected": (article.correction, "a correction"),
        "taken-down": (article.public_note, "a public_note"),
        "returned": (article.note, "a note"),
        "scheduled": (article.hours_ago < 0, "a negative hours_ago"),
    }
    given, what = needs.get(article.state, (True, ""))
    if not given:
        raise ValueError(f"{article.file}: an article that is {article.state} needs {what}.")
    if article.state != "scheduled" and article.hours_ago < 0:
        raise ValueError(f"{article.file}: hours_ago is negative, but the article isn't scheduled.")
    if article.correction:
        passage = article.correction.before
        if getattr(article, passage.field, "").count(passage.after) != 1:
            raise ValueError(f"{article.file}: {passage.after!r} must stand in {passage.field} once.")
