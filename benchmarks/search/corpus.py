"""What is searched: bulk articles, names and documents, in a database of the benchmark's own that is kept."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from articles.intake.bulk_texts import vocabulary
from articles.models import Listing
from articles.workflow import rebuild_listings
from benchmarks import loading
from benchmarks.report import say
from newsroom.first_run import collect_static
from newsroom.postgres import DATABASE, Server, make_roles_and_database

from .documents import documents, enter_as_round_ups
from .names import enter_names

ROOT = Path(__file__).resolve().parents[2]
# What the texts come from, and what their vectors are made by: a change of either has its part made anew.
TEXTS = (
    "articles/intake/bulk.py", "articles/intake/bulk_texts.py", "articles/intake/bulk_words.py",
    "benchmarks/search/names.py", "benchmarks/search/names.toml", "benchmarks/search/documents.py",
)  # fmt: skip
VECTORS = (
    "articles/models/folding.py", "articles/search/vectors.py", "articles/search/stems.py",
    "articles/search/lexicon.py", "articles/models/sound.py",
)  # fmt: skip

GIN = ("listings_by_text", "listings_by_headline")


def prepare(number: int) -> None:
    """Have `number` bulk articles, the names and the documents in the database, searchable as the code now is."""
    kept, texts, vectors = _kept(), f"{number} {len(documents())} {_mark(TEXTS)}", _mark(VECTORS)
    if kept and kept.get("texts") != texts:
        say("The texts have changed: starting from an empty database.")
        start_anew()
        kept = {}
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    if not kept:
        _load(number)
    elif kept["vectors"] != vectors:
        say("Search has changed: making every listing anew.")
        rebuild_listings(lambda made: say(f"    {made:,}") if made % 10_000 == 0 else None)
        superuser(*(f"REINDEX INDEX {name}" for name in GIN))
    if not kept or kept["vectors"] != vectors:
        say("Tidying up (VACUUM ANALYZE) …")
        settle()
        indexes = "built at once" if kept else "as they grew while articles came"
        _file().write_text(json.dumps({"texts": texts, "vectors": vectors, "indexes": indexes}))


def _load(number: int) -> None:
    loading.load(number, Path(settings.DATA_DIR))
    say("Loading names and documents …")
    enter_names(vocabulary())
    if documents():
        enter_as_round_ups()


def settle() -> None:
    """What a database does by itself in its quiet hours, now: tidied, with statistics."""
    connection = connections["owner"]
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        # What waits to be written is written now, not while something is measured.
    superuser("CHECKPOINT")
    connection.close()


def superuser(*statements: str, dbname: str = DATABASE) -> None:
    """Run `statements` as the server's superuser; for what no newsroom ever does."""
    with Server(settings.DATA_DIR).connect(dbname) as connection:
        for statement in statements:
            connection.execute(sql.SQL(statement))


def copy_database(name: str) -> None:
    """Another database like the kept one. Nobody may be connected to that meanwhile."""
    connections.close_all()
    superuser(
        f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
        f"CREATE DATABASE {name} TEMPLATE {DATABASE} OWNER newsroom_owner STRATEGY file_copy",
        dbname="postgres",
    )


def drop_database(name: str) -> None:
    connections.close_all()
    superuser(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", dbname="postgres")


def use_database(name: str) -> None:
    """Lead Django's connections to the database `name`."""
    connections.close_all()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name


def start_anew() -> None:
    drop_database(DATABASE)
    _file().unlink(missing_ok=True)
    with Server(settings.DATA_DIR).connect() as connection:
        make_roles_and_database(connection)


def indexes() -> str:
    """How the indexes came to be as they are."""
    return _kept()["indexes"]


def size() -> str:
    return f"{Listing.public.count():,} articles"


def _file() -> Path:
    return Path(settings.DATA_DIR) / "loaded.json"


def _kept() -> dict[str, str]:
    return json.loads(_file().read_text()) if _file().exists() else {}


def _mark(paths: Iterable[str]) -> str:
    return hashlib.sha256(b"".join((ROOT / path).read_bytes() for path in paths)).hexdigest()[:16]
