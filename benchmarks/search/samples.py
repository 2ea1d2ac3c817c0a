"""What is asked: drawn from the texts with a fixed seed, so that each run asks the same."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.db import connection

from articles.intake.bulk_texts import vocabulary
from articles.models import Edition, EditionOriginal, Listing, Word
from articles.models.folding import key, plain, words
from articles.search.stems import lexemes

# Of how many bulk articles the words are counted, to tell rare ones from frequent ones.
COUNTED = 2_000
FEWEST_LETTERS = 3


@dataclass(frozen=True)
class Known:
    """An article that somebody looks for, and what they type."""

    article_id: int
    typed: str


def bulk_listings() -> list[tuple[int, int]]:
    """Article and edition of each bulk listing, in order."""
    rows = Listing.public.filter(slug__startswith="bulk-").order_by("pk")
    return list(rows.values_list("article_id", "edition_id"))


def headlines(number: int) -> list[Known]:
    chosen = random.Random("headlines").sample(bulk_listings(), min(number, len(bulk_listings())))
    found = dict(Edition.objects.filter(pk__in=[edition for _article, edition in chosen]).values_list("pk", "headline"))
    return [Known(article, found[edition]) for article, edition in chosen]


def five_rare_words(number: int, language: str) -> list[Known]:
    """Of `number` bulk articles in English, or originals in another language, their five rarest words, shuffled."""
    chance = random.Random(f"rare words {language}")
    texts = _originals(language) if language != "en" else _texts()
    return [
        Known(article, typed)
        for article, text in chance.sample(texts, min(number, len(texts)))
        if (typed := rarest(text, document_frequencies(language), chance))
    ]


def rarest(text: str, frequencies: Counter[str], chance: random.Random, count: int = 5) -> str:
    """The `count` rarest words of a plain text as they stand there, in any order; "" where it has fewer."""
    found = {word.folded: text[word.start : word.end] for word in words(text) if len(word.folded) >= FEWEST_LETTERS}
    # Among equals by chance, not by the alphabet.
    ordered = sorted(chance.sample(sorted(found), len(found)), key=lambda folded: frequencies[folded])
    chosen = [found[folded] for folded in ordered[:count]]
    chance.shuffle(chosen)
    return " ".join(chosen) if len(chosen) == count else ""


@cache
def document_frequencies(language: str) -> Counter[str]:
    """In how many of the counted bulk texts each folded word stands."""
    texts = _texts()[:COUNTED] if language == "en" else _originals(language)[:COUNTED]
    counted = Counter[str]()
    for _article, text in texts:
        counted.update({word.folded for word in words(text)})
    return counted


@cache
def _texts() -> list[tuple[int, str]]:
    """Some bulk articles with their plain text."""
    chosen = random.Random("texts").sample(bulk_listings(), min(COUNTED + 500, len(bulk_listings())))
    bodies = dict(Edition.objects.filter(pk__in=[edition for _article, edition in chosen]).values_list("pk", "body"))
    return [(article, plain(bodies[edition])) for article, edition in chosen]


@cache
def _originals(language: str) -> list[tuple[int, str]]:
    rows = EditionOriginal.objects.filter(language=language, edition__article__slug__startswith="bulk-").order_by("pk")
    return [(article, plain(body)) for article, body in rows.values_list("edition__article_id", "body")]


# --- Words by how frequent they are ------------------------------------------------------------


def frequent_words(count: int) -> list[str]:
    return vocabulary().english.words[:count]


def rare_words(count: int) -> list[str]:
    english = vocabulary().english.words
    return random.Random("rare").sample([word for word in english[len(english) // 2 :] if len(word) > 3], count)


def neighbours(number: int, ranks: range, length: int, *, at_most: int | None = None) -> list[str]:
    """Words that stand side by side in some text, each of them within `ranks`; together in `at_most` articles."""
    among = set(vocabulary().english.words[ranks.start : ranks.stop])
    found: dict[str, None] = {}
    for _article, text in _texts():
        for together in _in_a_row(text, among, length):
            if at_most is None or matching(together) <= at_most:
                found[" ".join(together)] = None
            break
        if len(found) == number:
            break
    return list(found)


def _in_a_row(text: str, among: set[str], length: int) -> Iterator[list[str]]:
    for sentence in text.split("."):
        row = sentence.lower().split()
        for start in range(len(row) - length + 1):
            together = row[start : start + length]
            if among.issuperset(together) and len(set(together)) == length:
                yield together


def scattered(number: int, ranks: range) -> list[str]:
    """Two words of some text, each of them within `ranks`."""
    chance, among = random.Random("scattered"), set(vocabulary().english.words[ranks.start : ranks.stop])
    pairs = []
    for _article, text in _texts():
        held = sorted(among & set(text.lower().replace(".", " ").split()))
        if len(held) > 1:
            pairs.append(" ".join(chance.sample(held, 2)))
        if len(pairs) == number:
            break
    return pairs


def matching(together: Sequence[str]) -> int:
    """How many listings hold all of these English words."""
    stems = lexemes(("english", word) for word in together).values()
    query = " & ".join(f"'{stem}'" for stem in stems)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_listing WHERE search_text @@ %s::tsquery", [query])
        return int(cursor.fetchone()[0])


# --- Typing errors -----------------------------------------------------------------------------

_ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي")


def mistyped(word: str, chance: random.Random, is_known: Callable[[str], bool]) -> str:
    """`word` with one letter too many, too few, wrong, or changed over with the next: another word than any known.

    "" where there is none.
    """
    for _try in range(50):
        wrong = _with_one_error(word, chance)
        if key(wrong) not in ("", key(word)) and not is_known(key(wrong)):
            return wrong
    return ""


def in_archive(folded: str) -> bool:
    """Whether the archive has this very word: what it is an error for, nobody can tell."""
    return Word.objects.filter(text=folded).exists()


def _with_one_error(word: str, chance: random.Random) -> str:
    alphabet = _ALPHABETS[not word[-1].isascii()]
    at, letter = chance.randrange(len(word)), chance.choice(alphabet)
    match chance.choice(("insert", "delete", "substitute", "transpose")):
        case "insert":
            return word[:at] + letter + word[at:]
        case "delete":
            return word[:at] + word[at + 1 :]
        case "substitute":
            return word[:at] + letter + word[at + 1 :]
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
