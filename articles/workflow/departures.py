"""Where public articles depart from the vocabulary: spellings to avoid that stand in what readers see."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.checks.departures import Respelled, Respelling
from articles.models import LANGUAGES, Article, Edition, KeywordSpelling, Listing, Publication
from articles.search.spelled import MOST_COUNTED, Hit, Sought, counted, newest

from .bringing_in import changed_at_the_desk
from .record import database_now

# What readers see in the words of the desk, in the order of the page.
PLAIN = ("headline", "standfirst", "editors_note", "photo_alt", "photo_caption")
FIELDS = ("headline", "standfirst", "body", "editors_note", "photo_alt", "photo_caption")
# A spelling that stands in no more articles than these is looked for in each of them, sign by sign.
LOOKED_INTO = 40
AT_ONCE = 500


# --- Every spelling to avoid ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Departure:
    """A spelling to avoid, and in how many public articles it stands.

    `is_exact`: each of them was read; otherwise a few may have it inside a longer word alone, and beyond `MOST_COUNTED`
    nothing is counted.
    `left_out`: how many of them have it in quotations and titles only.
    """

    spelling: KeywordSpelling
    right: str
    count: int
    newest: datetime
    is_exact: bool = False
    left_out: int = 0

    @property
    def is_counted(self) -> bool:
        return self.count < MOST_COUNTED


def departures(*, name: str = "", after: int = 0, most: int) -> tuple[list[Departure], int]:
    """The spellings to avoid that stand in public articles, by name: the first `most`, or those after the spelling
    with the key `after`; of names or spellings with `name` in them alone. And the key behind which to go on; 0 where
    all were looked for.

    Raises SearchTooLongError.
    """
    spellings = _to_avoid(name)
    keys = [spelling.pk for spelling in spellings]
    spellings = spellings[keys.index(after) + 1 :] if after in keys else spellings
    sought = [Sought(each.text, house_spelling(each)) for each in spellings]
    found, looked = counted(sought, most=most, some=LOOKED_INTO + 1)
    few = {key for each in found if each.count <= LOOKED_INTO for key in each.editions}
    editions = Edition.objects.only("language", *FIELDS).in_bulk(few)
    made = []
    for each in found:
        departure = Departure(spellings[each.place], sought[each.place].right, each.count, each.newest)
        if each.count <= LOOKED_INTO:
            departure = _exact(departure, [editions[key] for key in each.editions])
        if departure.count:
            made.append(departure)
    return made, spellings[looked - 1].pk if looked < len(spellings) else 0


def _exact(departure: Departure, editions: Iterable[Edition]) -> Departure:
    """`departure` as these editions, in all of which the spelling may stand, have it."""
    respelling = Respelling(departure.spelling.text, departure.right)
    texts = [changes for edition in editions if (changes := respelled(edition, respelling))]
    left_out = sum(not is_changed(changes) for changes in texts)
    return replace(departure, count=len(texts), is_exact=True, left_out=left_out)


def _to_avoid(name: str) -> list[KeywordSpelling]:
    """The spellings to avoid in the script of the publication, by the names that they stand for."""
    script = _script(LANGUAGES[code].endonym if (code := _language()) in LANGUAGES else "A")
    found = KeywordSpelling.objects.filter(use=KeywordSpelling.Use.AVOID).select_related("keyword__merged_into")
    rows = [each for each in found if _script(each.text) == script and each.text != house_spelling(each)]
    if name:
        sought = name.casefold()
        rows = [each for each in rows if sought in house_spelling(each).casefold() or sought in each.text.casefold()]
    return sorted(rows, key=lambda each: (house_spelling(each).casefold(), each.text, each.pk))


def house_spelling(spelling: KeywordSpelling) -> str:
    keyword = spelling.keyword
    return (keyword.merged_into or keyword).name


def _language() -> str:
    return Publication.objects.only("language").get().language


def _script(text: str) -> str:
    """The script of the first letter, as Unicode names it; "" where there is none."""
    letter = next((sign for sign in text if sign.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


# --- One spelling ----------------------------------------------------------------------------------------


def respelled(row: Article | Edition, respelling: Respelling) -> dict[str, Respelled]:
    """The fields of `row` in which the spelling stands, each with what becomes of it."""
    respelling = replace(respelling, language=row.language.partition("-")[0])
    found = {name: respelling.of_line(getattr(row, name)) for name in PLAIN}
    found["body"] = respelling.of_html(row.body)
    return {name: found[name] for name in FIELDS if found[name].lines}


def is_changed(changes: Mapping[str, Respelled]) -> bool:
    return any(each.is_changed for each in changes.values())


@dataclass
class Found:
    """An article in which a spelling stands: what would become of it, and why it can't be corrected now.

    `edition`: the one that readers see. `is_scheduled`: nobody sees it yet.
    """

    article: Article
    edition: Edition
    published_at: datetime
    changes: dict[str, Respelled]
    is_scheduled: bool = False
    reasons: list[str] = field(default_factory=list)


def standing_with(
    respelling: Respelling, *, most: int, before: tuple[datetime, int] | None = None
) -> tuple[list[Found], Hit | None]:
    """The newest articles in which the spelling stands, and the last one that was looked at where there are more.

    A constant number of queries for a page of them. Raises SearchTooLongError.
    """
    hits = newest(Sought(respelling.wrong, respelling.right), most=most + 1, before=before)
    return list(look_into(hits[:most], respelling)), hits[most - 1] if len(hits) > most else None


def those(articles: Iterable[int], respelling: Respelling) -> list[Found]:
    """These articles, as far as readers see them or will, whether the spelling stands in them or not."""
    rows = Listing.objects.filter(article__in=list(articles), withdrawn_at=None).order_by("-published_at", "-article")
    hits = [Hit(*row) for row in rows.values_list("article_id", "edition_id", "published_at")]
    return list(look_into(hits, respelling, keeps_all=True))


def look_into(hits: Sequence[Hit], respelling: Respelling, *, keeps_all: bool = False) -> Iterator[Found]:
    now = database_now()
    for start in range(0, len(hits), AT_ONCE):
        some = hits[start : start + AT_ONCE]
        editions = Edition.objects.only("language", "text_revision", "photo", *FIELDS).in_bulk(
            [hit.edition for hit in some]
        )
        articles = Article.objects.defer(*set(FIELDS) - {"headline"}).in_bulk([hit.article for hit in some])
        moved = [
            hit.article for hit in some if articles[hit.article].text_revision != editions[hit.edition].text_revision
        ]
        changed = changed_at_the_desk(list(Article.objects.filter(pk__in=moved)))
        for hit in some:
            edition = editions[hit.edition]
            changes = respelled(edition, respelling)
            if changes or keeps_all:
                each = Found(articles[hit.article], edition, hit.published_at, changes, hit.published_at > now)
                each.reasons += _unmet(each, is_moved=hit.article in changed)
                yield each


def _unmet(found: Found, *, is_moved: bool) -> Iterator[str]:
    if found.is_scheduled:
        yield _("It is scheduled: correct it at the desk before readers see it.")
    if is_moved:
        yield _("It has changes at the desk that are not public: publish them first.")
    yield from unmet_by_changes(found.changes)


def unmet_by_changes(changes: Mapping[str, Respelled]) -> Iterator[str]:
    """Why nothing can come of `changes`."""
    if not changes:
        yield _("The spelling does not stand there any more.")
    elif not is_changed(changes):
        yield _("It stands in quotations or titles only.")
    for name, text in changes.items():
        most: Any = Article._meta.get_field(name).max_length  # type: ignore[union-attr]
        if most and len(text.text) > most:
            yield _("It would be longer than %(most)s signs: shorten it at the desk.") % {"most": most}
