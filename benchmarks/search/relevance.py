"""Whether search finds what is looked for: known items, every spelling of a name, errors of typing."""

import random
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Now

from articles.models import Edition, Listing
from articles.models.folding import key, plain, words
from benchmarks.report import Report, say

from . import samples
from .asking import Asked, ask, found
from .documents import LANGUAGES, address, documents, enter_as_pairs, folder
from .names import is_right_to_left, names
from .samples import Known

BULK_HEADLINES, BULK_RARE = 1_000, 300
# How many errors of typing are made in words of each kind.
SLIPS = {"documents, English": 150, "documents, Arabic": 100, "names, Latin": 150, "names, Arabic": 100, "bulk": 100}
FEWEST_LETTERS_TO_MISTYPE = 5


def measure(report: Report) -> None:
    report.title("Known items")
    _known_items(report)
    report.title("Spelling")
    _spellings(report)
    report.title("One typing error")
    _typing_errors(report)


def within(known: Sequence[Known], first: int) -> int:
    """How many of `known` are among the first results for what is typed."""
    missed = [each for each in known if each.article_id not in found(each.typed)[:first]]
    for each in missed[:3]:
        say(f"        not found: {each.typed}")
    return len(known) - len(missed)


def _row(report: Report, what: str, known: Sequence[Known], sample: str, first: int, at_least: float) -> None:
    report.share(what, within(known, first), len(known), f"{len(known):,} {sample}", at_least=at_least)


def _known_items(report: Report) -> None:
    bulk = samples.headlines(BULK_HEADLINES)
    _row(report, "own headline, English: first place", bulk, "bulk articles", 1, 99)
    for language in ("en", "ar"):
        rare = samples.five_rare_words(BULK_RARE, language)
        _row(report, f"five rare words, {language}: first three", rare, "bulk articles", 3, 97)
    if not documents():
        report.add("the real documents", "not measured", f"there are none: set NTREX_DIR ({folder().name}/*.json)")
        return
    by_slug = dict(Listing.public.filter(slug__startswith="document-").values_list("slug", "article_id"))
    ids = [by_slug[address(document)] for document in documents()]
    own = [Known(pk, document["en"]["headline"]) for pk, document in zip(ids, documents(), strict=True)]
    _row(report, "own headline, English: first place", own, "documents", 1, 99)
    for language in LANGUAGES:
        originals = [Known(pk, document[language]["headline"]) for pk, document in zip(ids, documents(), strict=True)]
        what = f"headline of one of six originals, {language}: first three"
        _row(report, what, originals, "documents", 3, 98)
    for language in ("en", "ar"):
        rare = _rare_in_documents(ids, language)
        _row(report, f"five rare words, {language}: first three", rare, "documents", 3, 97)
    _pairs(report)


def _pairs(report: Report) -> None:
    """The same with an article for each document and language; they stand in place of the others, and go again."""
    with transaction.atomic():
        Listing.objects.filter(slug__startswith="document-").update(withdrawn_at=Now(), public_note="measuring")
        enter_as_pairs()
        by_slug = dict(Listing.public.filter(slug__startswith="document-").values_list("slug", "article_id"))
        for language in LANGUAGES:
            known = [
                Known(by_slug[address(document, language)], document[language]["headline"]) for document in documents()
            ]
            _row(report, f"headline of the one original, {language}: first three", known, "documents", 3, 98)
        transaction.set_rollback(True)


def _rare_in_documents(ids: Sequence[int], language: str) -> list[Known]:
    chance = random.Random(f"documents {language}")
    frequencies = samples.document_frequencies(language) + frequencies_in_documents(language)
    texts = [" ".join(document[language]["sentences"]) for document in documents()]
    return [Known(pk, samples.rarest(text, frequencies, chance)) for pk, text in zip(ids, texts, strict=True)]


def frequencies_in_documents(language: str) -> Counter[str]:
    counted = Counter[str]()
    for document in documents():
        counted.update({word.folded for word in words(" ".join(document[language]["sentences"]))})
    return counted


# --- Spelling ----------------------------------------------------------------------------------


def _spellings(report: Report) -> None:
    good = variants = results = 0
    for name in names():
        expected = two_pages(name.name)
        results += len(expected)
        for spelling in name.others:
            variants += 1
            if two_pages(spelling) == expected:
                good += 1
            else:
                say(f"        {spelling} finds otherwise than {name.name}")
    sample = f"{variants:,} spellings of {len(names())} names, {results / len(names()):.0f} results each"
    report.share("the same two pages for each spelling", good, variants, sample, at_least=100)
    alone = [name for name in names() if len(two_pages(name.name)) < 21]
    report.share("names that fill more than a page", len(names()) - len(alone), len(names()), f"{len(names())} names")


def two_pages(query: str) -> list[int]:
    first = ask(query)
    ids = [each.listing.article_id for each in first.found]
    if first.cursor:
        following: Asked = {"q": query, "cursor": first.cursor}
        ids += found(following)
    return ids


# --- Typing errors -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Slip:
    """What is typed, what was meant, and the folded words that say the same."""

    typed: str
    meant: str
    same: frozenset[str]


def _typing_errors(report: Report) -> None:
    all_good = all_tried = 0
    for kind, number in SLIPS.items():
        slips = _slips(kind, number)
        outcomes = Counter(_outcome(slip) for slip in slips)
        good = len(slips) - outcomes["neither"]
        all_good, all_tried = all_good + good, all_tried + len(slips)
        sample = f"{len(slips)} errors; corrected {outcomes['corrected']}, suggested {outcomes['suggested']}"
        report.share(f"{kind}: corrected or suggested", good, len(slips), sample)
    sample = f"{all_tried} errors: a letter too many, too few, wrong, or two changed over"
    report.share("all: corrected or suggested", all_good, all_tried, sample, at_least=90)


def _slips(kind: str, number: int) -> list[Slip]:
    chance = random.Random(kind)
    words_of: dict[str, Callable[[], Collection[tuple[str, frozenset[str]]]]] = {
        "documents, English": lambda: _rare_document_words("en"),
        "documents, Arabic": lambda: _rare_document_words("ar"),
        "names, Latin": lambda: _of_names(lambda text: text.isascii()),
        "names, Arabic": lambda: _of_names(is_right_to_left),
        "bulk": lambda: [(word, frozenset({word})) for word in samples.rare_words(2_000) if len(word) > 5],
    }
    slips = []
    among = sorted(words_of[kind](), key=lambda each: each[0])
    for text, same in chance.sample(among, len(among)):
        parts = text.split()
        long = [n for n, part in enumerate(parts) if len(part) >= FEWEST_LETTERS_TO_MISTYPE and part.isalpha()]
        if not long:
            continue
        at = chance.choice(long)
        if wrong := samples.mistyped(parts[at], chance, samples.in_archive):
            slips.append(Slip(" ".join([*parts[:at], wrong, *parts[at + 1 :]]), text, same))
        if len(slips) == number:
            break
    return slips


def _rare_document_words(language: str) -> list[tuple[str, frozenset[str]]]:
    """Words that stand in one document alone and in no counted bulk article."""
    rare = {word for word, times in frequencies_in_documents(language).items() if times == 1 and word.isalpha()}
    rare -= samples.document_frequencies(language).keys()
    return [(word, frozenset({word})) for word in rare]


def _of_names(fits: Callable[[str], bool]) -> list[tuple[str, frozenset[str]]]:
    return [(text, name.keys) for name in names() for text in name.spellings if fits(text)]


def _outcome(slip: Slip) -> str:
    results = ask(slip.typed)
    if results.meant and key(results.meant) in slip.same | {key(slip.meant)}:
        return "suggested"
    if any(_holds(each.listing, slip.same) for each in results.found):
        return "corrected"
    say(f"        {slip.typed} for {slip.meant}: {results.meant or 'nothing'}")
    return "neither"


def _holds(listing: Listing, same: Collection[str]) -> bool:
    """Whether what readers see of `listing` has one of these words."""
    edition = Edition.objects.prefetch_related("originals").get(pk=listing.edition_id)
    passages = [edition.headline, edition.standfirst, plain(edition.body)]
    passages += [text for each in edition.originals.all() for text in (each.headline, plain(each.body))]
    text = f" {key(' '.join(passages))} "
    return any(f" {folded} " in text for folded in same)


def name_queries() -> list[str]:
    return [name.name for name in names()]


def mistyped_queries(number: int) -> list[str]:
    return [slip.typed for slip in _slips("names, Latin", number)]
