"""What search costs beside searching: publishing, room on the disk, and making every listing anew while it goes on."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from statistics import median
from urllib.parse import quote

from django.conf import settings
from django.db import connection, transaction

from articles.intake.bulk import Draft, Shelves
from articles.intake.bulk_texts import text_of
from articles.models import Article, ArticleKeyword
from articles.workflow.bringing_in import bring_in_all
from benchmarks.report import Report, say
from newsroom.postgres import DATABASE, OWNER, WEB, Server

from . import samples
from .asking import page
from .corpus import GIN, ROOT, copy_database, drop_database, indexes, settle, use_database
from .timing import milliseconds, percentile

MORE_MS, INDEX_PERCENT = 10, 40
PUBLISHED = 60
# Beyond all bulk articles there might be.
FROM_NUMBER = 3_000_000
REBUILT = "newsroom_rebuilt"


def measure(report: Report) -> None:
    report.title("Room on the disk")
    _sizes(report)
    report.title("Publishing one article")
    _publishing(report)


def _publishing(report: Report) -> None:
    """Each article is made and published twice, without its vectors and with them, and taken back each time."""
    shelves = Shelves()
    without, with_vectors = list[float](), list[float]()
    for n in range(FROM_NUMBER, FROM_NUMBER + PUBLISHED + 5):
        without.append(_publish(n, shelves, is_findable=False))
        with_vectors.append(_publish(n, shelves, is_findable=True))
    # The first ones warm up.
    without, with_vectors = without[5:], with_vectors[5:]
    more = [after - before for before, after in zip(without, with_vectors, strict=True)]
    sample = f"{PUBLISHED} articles of some 600 words"
    report.add("without being found", f"{median(without):.1f} ms", sample)
    measured = f"{median(more):.1f} ms more, p95 {percentile(more, 95):.1f}"
    report.add(
        "found, by its words, names and spellings", measured, sample,
        asked=f"≤ {MORE_MS} ms more", is_met=median(more) <= MORE_MS,
    )  # fmt: skip


def _publish(number: int, shelves: Shelves, *, is_findable: bool) -> float:
    with transaction.atomic():
        draft = Draft(text_of(number), shelves)
        draft.article.save()
        ArticleKeyword.objects.bulk_create(
            ArticleKeyword(content_object=draft.article, tag=keyword, position=position)
            for position, keyword in enumerate(draft.keywords)
        )
        if draft.original:
            draft.original.article = draft.article
            draft.original.save()
        article = Article.objects.get(pk=draft.article.pk)
        taken = milliseconds(
            lambda: bring_in_all([(article, draft.moment)], attested_as="synthetic", is_findable=is_findable)
        )
        transaction.set_rollback(True)
    return taken


_TEXT = r"""
SELECT sum(octet_length(regexp_replace(concat_ws(' ', {fields}), '<[^>]*>', ' ', 'g')))
FROM articles_listing JOIN {tables} WHERE true
"""


def _sizes(report: Report) -> None:
    fields = "headline, standfirst, body"
    own = _number(_TEXT.format(fields=fields, tables="articles_edition e ON e.id = edition_id"))
    originals = _number(_TEXT.format(fields=fields, tables="articles_editionoriginal o USING (edition_id)"))
    text = own + originals
    report.add("text, without tags", _megabytes(text), f"{_megabytes(originals)} of it originals")
    _index_row(report, text)
    vectors = _number("SELECT sum(pg_column_size(search_text) + pg_column_size(search_headline)) FROM articles_listing")
    report.add("stored vectors", f"{_megabytes(vectors)}, {100 * vectors / text:.0f} % of the text", "")
    lexicon = _number("SELECT pg_total_relation_size('articles_word')")
    report.add(
        "lexicon, indexes included", f"{_megabytes(lexicon)}, {100 * lexicon / text:.1f} % of the text",
        f"{_number('SELECT count(*) FROM articles_word'):,} words",
    )  # fmt: skip


def _index_row(report: Report, text: int) -> None:
    index = _index_size()
    share = 100 * index / text
    report.add(
        "both GIN indexes", f"{_megabytes(index)}, {share:.0f} % of the text", indexes(),
        asked=f"≤ {INDEX_PERCENT} %", is_met=share <= INDEX_PERCENT,
    )  # fmt: skip


def _index_size() -> int:
    return sum(_number(f"SELECT pg_relation_size('{name}')") for name in GIN)


def _number(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0] or 0)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"


# --- Making every listing anew -----------------------------------------------------------------


def rebuilding(report: Report) -> None:
    """In a copy of the database: every listing is made anew by the command, while this process goes on searching."""
    report.title("Making every listing anew while searches go on")
    say("    copying the database …")
    copy_database(REBUILT)
    use_database(REBUILT)
    try:
        began = time.monotonic()
        command = subprocess.Popen(
            [sys.executable, "manage.py", "rebuild_listings"],
            cwd=ROOT, env=_surroundings(REBUILT), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        try:
            times, errors = _search_while(lambda: command.poll() is None)
        finally:
            if command.poll() is None:
                command.terminate()
            _out, words = command.communicate()
        took = time.monotonic() - began
        if command.returncode:
            say(words.decode())
        number = _number("SELECT count(*) FROM articles_listing")
        report.add(
            "rebuild_listings", f"{took:.0f} s, {number / took:.0f} listings a second", f"{number:,} listings",
            asked="ends", is_met=command.returncode == 0,
        )  # fmt: skip
        report.add(
            "searches meanwhile", f"{errors} errors; p95 {percentile(times, 95):.1f} ms",
            f"{len(times):,} pages, {len(times) / took:.0f} a second", asked="no error", is_met=errors == 0,
        )  # fmt: skip
        settle()
        report.add("both GIN indexes afterwards", _megabytes(_index_size()), "")
    finally:
        use_database(DATABASE)
        drop_database(REBUILT)


def _search_while(goes_on: Callable[[], bool]) -> tuple[list[float], int]:
    queries = [*samples.frequent_words(5), *samples.rare_words(20), *(each.typed for each in samples.headlines(20))]
    times, errors, told = list[float](), 0, time.monotonic()
    while goes_on() or not times:
        for query in queries:
            status = 500
            began = time.perf_counter()
            with suppress(Exception):
                status = page(query)
            times.append((time.perf_counter() - began) * 1000)
            errors += status != 200
        if time.monotonic() - told > 30:
            told = time.monotonic()
            say(f"    {len(times):,} searches, {errors} errors")
    return times, errors


def _surroundings(database: str) -> dict[str, str]:
    host = quote(str(Server(Path(settings.DATA_DIR)).socket_folder), safe="")
    return os.environ | {
        "DATABASE_URL": f"postgresql://{WEB}@{host}:5432/{database}",
        "DATABASE_OWNER_URL": f"postgresql://{OWNER}@{host}:5432/{database}",
    }
