"""Stems: each language's own rule for what endings come off a word, asked of PostgreSQL and remembered."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from articles.models import LANGUAGES

SIMPLE = "simple"
# What no stemmer is known for is compared as it is folded.
CONFIGS: Mapping[str, str] = {language.code: language.search_config for language in LANGUAGES.values()}
# Some 20 MB. The words of a language come back: nearly all of a text's are among the last hundred thousand.
_MOST = 150_000
_known: dict[str, dict[str, str]] = {}
_stops: dict[str, bool] = {}
_ASK = """
SELECT asked.config, asked.word, (ts_lexize((asked.config || '_stem')::regdictionary, asked.word))[1]
FROM unnest(%s::text[], %s::text[]) AS asked (config, word)
"""


def config_of(language: str) -> str:
    """PostgreSQL's name for the stemmer of `language`; "simple" where it has none."""
    return CONFIGS.get(language, SIMPLE)


def quoted(lexeme: str) -> str:
    """A lexeme in a tsvector or a tsquery, whatever it is."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def any_of(lexemes: Iterable[str]) -> str:
    """A tsquery of at least one of them; "" for none."""
    return " | ".join(map(quoted, lexemes))


def lexemes(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What each word is looked up by: for (config, folded word) its stem.

    A stop word stands for itself: nothing is left out. One statement for what this process was not asked lately.
    """
    found: dict[tuple[str, str], str] = {}
    missing: list[tuple[str, str]] = []
    for config, word in set(pairs):
        stem = word if config == SIMPLE else _known.get(config, {}).get(word)
        if stem is None:
            missing.append((config, word))
        else:
            found[config, word] = stem
    if missing:
        learnt: dict[str, dict[str, str]] = {}
        for config, word, stem in _asked(missing):
            found[config, word] = learnt.setdefault(config, {})[word] = stem or word
        for config, words in learnt.items():
            _remember(config, words)
    return found


def stems(config: str, words: Iterable[str]) -> Mapping[str, str]:
    """`lexemes` of one config, by the word: a view that may hold more than was asked for."""
    words = set(words)
    if config == SIMPLE:
        return {word: word for word in words}
    known = _known.get(config, {})
    missing = [word for word in words if word not in known]
    if not missing:
        return known
    learnt = {word: stem or word for _config, word, stem in _asked([(config, word) for word in missing])}
    if len(known) + len(learnt) <= _MOST:
        return _remember(config, learnt)
    return _remember(config, {word: known[word] for word in words if word in known} | learnt)


def stemmed(config: str, words: Sequence[str]) -> list[str]:
    """The stem of each word, in order."""
    if config == SIMPLE:
        return list(words)
    try:
        # Those of a text were mostly asked for along with others.
        return list(map(_known[config].__getitem__, words))
    except KeyError:
        known = stems(config, words)
        return [known[word] for word in words]


def stops(words: Iterable[str]) -> set[str]:
    """Which of these folded words English leaves out of a search: "the", "of", "who"."""
    wanted = set(words)
    found = {word: is_stop for word in wanted if (is_stop := _stops.get(word)) is not None}
    if missing := wanted - found.keys():
        # A stop word has no stem at all.
        learnt = {word: stem is None for _config, word, stem in _asked([("english", word) for word in missing])}
        found |= learnt
        if len(_stops) + len(learnt) > _MOST:
            _stops.clear()
        _stops.update(learnt)
    return {word for word, is_stop in found.items() if is_stop}


def _asked(pairs: list[tuple[str, str]]) -> list[tuple[str, str, str | None]]:
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [[config for config, _word in pairs], [word for _config, word in pairs]])
        return cursor.fetchall()


def _remember(config: str, learnt: Mapping[str, str]) -> Mapping[str, str]:
    """All that is remembered of `config`, `learnt` with it."""
    known = _known.get(config, {})
    if len(known) + len(learnt) > _MOST:
        # Another, not emptied: another thread may be reading in it.
        known = {}
    known |= learnt
    _known[config] = known
    return known
