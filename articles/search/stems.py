"""Stems: each language's own rule for what endings come off a word, asked of PostgreSQL and remembered."""

from collections.abc import Iterable, Mapping

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


def lexemes(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What each word is looked up by: for (config, folded word) its stem.

    A stop word stands for itself: nothing is left out. One statement for what this process was not asked lately.
    """
    wanted = set(pairs)
    found: dict[tuple[str, str], str] = {}
    missing: list[tuple[str, str]] = []
    for pair in wanted:
        config, word = pair
        if config == SIMPLE:
            found[pair] = word
        elif (stem := _known.get(config, {}).get(word)) is not None:
            found[pair] = stem
        else:
            missing.append(pair)
    if missing:
        for config, word, stem in _asked(missing):
            found[config, word] = stem or word
            _remember(config, word, stem or word)
    return found


def stems(config: str, words: Iterable[str]) -> Mapping[str, str]:
    """`lexemes` of one config, by the word: a view that may hold more than was asked for."""
    known = _known.setdefault(config, {})
    if config == SIMPLE:
        return {word: word for word in words}
    missing = [word for word in set(words) if word not in known]
    if not missing:
        return known
    if len(known) + len(missing) > _MOST:
        known = _known[config] = {word: known[word] for word in words if word in known}
    known |= {word: stem or word for _config, word, stem in _asked([(config, word) for word in missing])}
    return known


def stops(words: Iterable[str]) -> set[str]:
    """Which of these folded words English leaves out of a search: "the", "of", "who"."""
    wanted = set(words)
    missing = [word for word in wanted if word not in _stops]
    if missing:
        if len(_stops) + len(missing) > _MOST:
            _stops.clear()
        # A stop word has no stem at all.
        _stops.update({word: stem is None for _config, word, stem in _asked([("english", word) for word in missing])})
    return {word for word in wanted if _stops[word]}


def _asked(pairs: list[tuple[str, str]]) -> list[tuple[str, str, str | None]]:
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [[config for config, _word in pairs], [word for _config, word in pairs]])
        return cursor.fetchall()


def _remember(config: str, word: str, stem: str) -> None:
    known = _known.setdefault(config, {})
    if len(known) >= _MOST:
        known.clear()
    known[word] = stem
