"""The lines of a text in which the words of a search stand. Text and marks apart: whoever prints them escapes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import F, Func, TextField, Value

from articles.models import Edition, Listing

# Control characters, which no stored text holds. Should one hold them all the same, it is marked, and nothing more.
START, STOP, GAP = "\x02", "\x03", " … "
READ_CHARACTERS = 60_000


@dataclass(frozen=True)
class Part:
    text: str
    is_marked: bool


Snippet = Sequence[Part]


def snippets(listings: Sequence[Listing], words: SearchQuery | None) -> Mapping[int, Snippet]:
    """For each listing, by its id, the passages of its text that hold `words`; () where its text holds none."""
    if words is None or not listings:
        return {listing.article_id: () for listing in listings}
    # Tags end words: a space in their place keeps what stands on either side apart.
    text = Func(
        F("body"), Value("<[^>]*>"), Value(" "), Value("g"), function="regexp_replace", output_field=TextField()
    )
    shortened = Func(text, Value(READ_CHARACTERS), function="left", output_field=TextField())
    headline = SearchHeadline(
        shortened, words, config="english", start_sel=START, stop_sel=STOP, max_words=28, min_words=12,
        max_fragments=2, fragment_delimiter=GAP,
    )  # fmt: skip
    found = Edition.objects.filter(pk__in=[listing.edition_id for listing in listings])
    lines = dict(found.annotate(passages=headline).values_list("pk", "passages"))
    return {listing.article_id: parts(lines.get(listing.edition_id) or "") for listing in listings}


def parts(passages: str) -> Snippet:
    """`passages` cut where its marks begin and end; () when nothing is marked."""
    if START not in passages:
        return ()
    made = []
    for piece in passages.split(START):
        marked, stop, plain = piece.partition(STOP)
        if not stop:
            marked, plain = "", piece
        made += [Part(unescape(marked), True), Part(unescape(plain), False)]
    return tuple(part for part in made if part.text)
