"""Ten times as many articles, without making each: nine copies of every bulk listing, by the database itself.

A copy has its own article, edition and address, a few seconds after the one that it is a copy of, so that its labels of
day and month are true; text and vectors are the same, and really there. Its working copy is empty: no search reads
that. What would take over an hour through the newsroom's own doors takes minutes.
"""

from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql

from benchmarks.report import say
from newsroom.postgres import Server

from .corpus import GIN, copy_database, settle, use_database

Connection = psycopg.Connection[Any]
MILLION = "newsroom_million"
COPIES = 9
# Each table, with what is other in a copy: "{n}" is the copy's number, "{apart}" what its ids are raised by.
_TABLES = {
    "articles_article": {"id": "id + {apart}", "slug": "slug || '-{n}'", "body": "''"},
    "articles_edition": {"id": "id + {apart}", "article_id": "article_id + {apart}"},
    "articles_editionoriginal": {"id": "id + {apart}", "edition_id": "edition_id + {apart}"},
    "articles_listing": {
        "article_id": "article_id + {apart}", "edition_id": "edition_id + {apart}", "slug": "slug || '-{n}'",
        "published_at": "published_at + {n} * interval '1 second'",
    },
    "articles_listingkeyword": {
        "id": "id + {apart}", "listing_id": "listing_id + {apart}",
        "published_at": "published_at + {n} * interval '1 second'",
    },
    # They lead to what they are copies of: of the same length, and as long to find.
    "articles_pagepart": {"id": "id + {apart}", "listing_id": "listing_id + {apart}"},
}  # fmt: skip
# Bulk rows that are no copies: theirs have a second number.
_BULK = "SELECT {what} FROM articles_listing WHERE slug ~ '^bulk-[0-9]+$'"
_ONLY = {
    "articles_article": f"id IN ({_BULK.format(what='article_id')})",
    "articles_edition": f"id IN ({_BULK.format(what='edition_id')})",
    "articles_editionoriginal": f"edition_id IN ({_BULK.format(what='edition_id')})",
    "articles_listing": "slug ~ '^bulk-[0-9]+$'",
    "articles_listingkeyword": f"listing_id IN ({_BULK.format(what='article_id')})",
    "articles_pagepart": f"listing_id IN ({_BULK.format(what='article_id')})",
}


def prepare() -> None:
    """Have the large database, made from the kept one as it now is; Django's connections lead there afterwards."""
    kept, mark = Path(settings.DATA_DIR) / "million.json", (Path(settings.DATA_DIR) / "loaded.json").read_text()
    if not kept.exists() or kept.read_text() != mark:
        say("Copying the database …")
        kept.unlink(missing_ok=True)
        copy_database(MILLION)
        _multiply()
        use_database(MILLION)
        say("Tidying up (VACUUM ANALYZE) …")
        settle()
        kept.write_text(mark)
    use_database(MILLION)


def _multiply() -> None:
    # As superuser: triggers would write a record of each row, and nothing of this is a record of anything.
    with Server(Path(settings.DATA_DIR)).connect(MILLION) as connection:
        run = connection.execute
        run("SET session_replication_role = replica")
        run("SET maintenance_work_mem = '1GB'")
        run("SET synchronous_commit = off")
        definitions = [_one(connection, f"SELECT pg_get_indexdef('{name}'::regclass)") for name in GIN]
        for name in GIN:
            run(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        apart = max(
            int(_one(connection, f"SELECT max(id) FROM {table}")) for table in _TABLES if "id" in _TABLES[table]
        )
        columns = {table: _columns(connection, table) for table in _TABLES}
        for n in range(1, COPIES + 1):
            for table, changed in _TABLES.items():
                said = [changed.get(name, f'"{name}"').format(n=n, apart=apart * n) for name in columns[table]]
                names = ", ".join(f'"{name}"' for name in columns[table])
                _run(
                    connection,
                    f"INSERT INTO {table} ({names}) SELECT {', '.join(said)} FROM {table} WHERE {_ONLY[table]}",
                )
            say(f"    {n} of {COPIES} copies")
        for definition in definitions:
            say(f"    {definition.split(' ON ')[0]}")
            _run(connection, definition)


def _run(connection: Connection, statement: str) -> None:
    connection.execute(sql.SQL(statement))


def _one(connection: Connection, statement: str) -> str:
    row = connection.execute(sql.SQL(statement)).fetchone()
    assert row
    return str(row[0])


def _columns(connection: Connection, table: str) -> list[str]:
    rows = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
        " AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in rows]
