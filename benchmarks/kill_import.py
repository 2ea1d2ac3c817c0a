"""Kill an import at random points, run it again, and see that the same is there as after one clean run.

    DATABASE_URL=… DATA_DIR=… python -m benchmarks.kill_import [TIMES] [POSTS]

Runs in databases of its own, which it makes beside the one named and drops again: `newsroom_kill_clean`,
`newsroom_kill_tried`. The one named must be migrated and empty. What is compared is every row of every table, with rows
named by what they say in the place of their numbers, without the moments of doing.
"""

import hashlib
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from benchmarks.make_wordpress_export import write

ROOT = Path(__file__).resolve().parent.parent
Connection = psycopg.Connection[tuple[object, ...]]
CLEAN, TRIED = "newsroom_kill_clean", "newsroom_kill_tried"
# Moments of doing, random paths and salts; and Django's own tables.
APART = {
    "created_at", "updated_at", "attested_at", "at", "read_at", "added_at", "made_at", "asked_at", "started_at",
    "seen_at", "ended_at", "ends_at", "seal", "digest", "image", "id",
}  # fmt: skip
NAMED = {
    "articles_article": "slug || '@' || coalesce(address_date::text, headline)",
    "articles_section": "slug", "articles_keyword": "slug", "articles_contributor": "name", "articles_page": "slug",
    "articles_edition": "(SELECT a.slug || '@' || a.address_date FROM articles_article a WHERE a.id = article_id)",
    "articles_photo": "(SELECT min(i.key) FROM articles_importeditem i WHERE i.photo_id = articles_photo.id)",
    "articles_importeditem": "key", "articles_source": "slug",
}  # fmt: skip
# What a listing is narrowed by names rows by their numbers.
LABELLED = ("labels", "search_headline", "search_text")
LABELS = {"keyword": "articles_keyword", "by": "articles_keyword", "section": "articles_section",
          "source": "articles_source"}  # fmt: skip
LEFT_OUT = ("articles_import", "articles_disclaimerwording", "articles_publication", "articles_publicchange")


def checksums(url: str) -> dict[str, str]:
    """One for each table of the articles' own."""
    with psycopg.connect(url) as connection:
        names = {table: _names(connection, table, what) for table, what in NAMED.items()}
        tables = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " AND table_name LIKE 'articles\\_%' ORDER BY 1"
        ).fetchall()
        return {
            table: hashlib.sha256("\n".join(sorted(_rows(connection, table, names))).encode()).hexdigest()
            for (table,) in tables
            if table not in LEFT_OUT
        }


def _names(connection: Connection, table: str, what: str) -> dict[int, str]:
    """What each row of `table` is called, by its number."""
    query = sql.SQL("SELECT id, {} FROM {}").format(sql.SQL(what), sql.Identifier(table))  # type: ignore[arg-type]
    return {int(str(number)): str(name) for number, name in connection.execute(query)}


def _rows(connection: Connection, table: str, names: dict[str, dict[int, str]]) -> Iterator[str]:
    leads = dict(
        connection.execute(
            "SELECT a.attname, c.confrelid::regclass::text FROM pg_constraint c JOIN pg_attribute a"
            " ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
            " WHERE c.contype = 'f' AND c.conrelid = %s::regclass AND array_length(c.conkey, 1) = 1",
            [table],
        ).fetchall()
    )
    photos = names["articles_photo"]
    cursor = connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))
    columns = [each.name for each in cursor.description or ()]
    for row in cursor:
        said = []
        for column, value in zip(columns, row, strict=True):
            if column in APART:
                continue
            if column in ("translation_id", "edition_id", "listing_id") or column in leads:
                known = names.get(str(leads.get(column, "")), {})
                value = known.get(value, "some" if value is not None else None)  # type: ignore[call-overload]
            elif column in LABELLED and value is not None:
                value = sorted(_named(each, names) for each in (value.split() if isinstance(value, str) else value))
            elif isinstance(value, str):
                value = re.sub('data-photo="([0-9]+)"', lambda each: f'data-photo="{photos.get(int(each[1]))}"', value)
            said.append(f"{column}={value!r}")
        yield "|".join(said)


def _named(label: str, names: dict[str, dict[int, str]]) -> str:
    """`label`, or a lexeme, with the row named that it may be of."""
    found = re.fullmatch(r"('?)(\w+):(\d+)'?", label)
    return f"{found[2]}:{names[LABELS[found[2]]].get(int(found[3]))}" if found and found[2] in LABELS else label


SMALL_BATCHES = (
    "import sys; from django.core.management import execute_from_command_line as run; import django; django.setup();"
    "from articles.intake.wordpress import run as one; one.BATCH = 7; run(['manage.py', *sys.argv[1:]])"
)


def start(url: str, export: Path, folder: Path, *, small: bool = False) -> "subprocess.Popen[bytes]":
    """A run begins, perhaps in small batches, so that there is much to kill between."""
    surroundings = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    return subprocess.Popen(  # noqa: S603
        [
            sys.executable, *(["-c", SMALL_BATCHES] if small else ["manage.py"]), "import_wordpress", str(export),
            "--map", "syrian-observer", "--report", str(folder / "report.txt"),
        ],
        cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def run(url: str, export: Path, folder: Path, *, kill_after: float | None = None, small: bool = False) -> bool:
    """One run; whether it came to its end."""
    process = start(url, export, folder, small=small)
    try:
        return process.wait(timeout=kill_after) == 0
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False


def main(times: int, posts: int) -> int:
    url = os.environ["DATABASE_URL"]
    template = urlsplit(url).path.lstrip("/")

    def fresh(name: str) -> str:
        with psycopg.connect(url.replace(f"/{template}", "/postgres", 1), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
            )
        return url.replace(f"/{template}", f"/{name}", 1)

    chance, failures = random.Random(20), 0
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "export.xml"
        write(posts, export)
        began = time.monotonic()
        clean = fresh(CLEAN)
        assert run(clean, export, Path(folder))
        took, expected = time.monotonic() - began, checksums(clean)
        report = (Path(folder) / "report.txt").read_text()
        print(f"A clean run: {took:.1f} s")
        for number in range(times):
            tried, at = fresh(TRIED), chance.uniform(0.15, 1) * took
            ended = run(tried, export, Path(folder), kill_after=at, small=True)
            assert run(tried, export, Path(folder))
            found = checksums(tried)
            apart = [table for table in expected if found[table] != expected[table]]
            if (Path(folder) / "report.txt").read_text() != report:
                apart.append("the report")
            failures += bool(apart)
            print(
                f"{number + 1:3}: killed after {at:5.1f} s{' (it had ended)' if ended else ''}: {apart or 'the same'}"
            )
    return failures


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    sys.exit(main(*(given + [20, 600][len(given) :])))
