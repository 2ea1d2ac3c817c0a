"""`import_archive`: what an archive holds, in a database that is empty, all of it or nothing.

The archive is read twice. The first time each checksum, line and picture is proved and nothing is written; the second
time it goes into the database in one transaction, as the role that owns the tables. The triggers are off while rows
come, because they record what happens, and this is the record itself; constraints and foreign keys never are. What the
triggers hold is then proved by query (`proving.py`).
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import Error, connection, models, transaction
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from articles.models import Article, Edition, Member, Photo, Publication
from articles.models.keywords import FoldedField
from articles.workflow import rebuild_listings

from .contents import AFTER_LISTINGS, BEFORE_LISTINGS, KEPT, MADE_BY_MIGRATIONS, Kept, file_of
from .exporting import Tell
from .folder import PICTURES, WORDPRESS, Archive, ArchiveRefused, sha256_of
from .pictures import check_pictures, in_place
from .proving import unproved
from .rows import Rules, Unreadable

MAX_REASONS = 20


@dataclass
class Restored:
    digest: str
    rows: int = 0
    pictures: int = 0
    listings: int = 0
    members: int = 0


# What takes longer than reading a row, in rows.
PROOF, LISTING = 4, 24


class _Progress:
    def __init__(self, tell: Tell, files: dict[str, dict[str, Any]]) -> None:
        self.rows = sum(said["rows"] for name, said in files.items() if name not in (PICTURES, WORDPRESS))
        self._tell, self._done = tell, 0
        self._before_listings = 2 * self.rows + PROOF * files[file_of(Edition)]["rows"]
        self._total = self._before_listings + LISTING * files[file_of(Article)]["rows"]
        tell(0, self._total)

    def one_more(self, rows: int = 1) -> None:
        self._done += rows
        if self._done // rows % 1000 == 0:
            self._tell(self._done, self._total)

    def proved(self) -> None:
        self.one_more(PROOF)

    def listed(self, made: int) -> None:
        self._tell(self._before_listings + LISTING * made, self._total)

    def end(self) -> None:
        self._tell(self._total, self._total)


def restore(place: Path, *, tell: Tell = lambda done, total: None) -> Restored:
    """Bring back what the archive at `place` holds. Raises ArchiveRefused, with everything as it was.

    The caller sees to it that the connection is the owner's: `newsroom.database.owner_everywhere`.
    """
    _refuse_unless_empty()
    archive = Archive.at(place, **_known_migrations())
    progress = _Progress(tell, archive.files)
    if reasons := _first(_faults(archive, progress)):
        raise ArchiveRefused(*reasons)
    restored = Restored(archive.digest, progress.rows)
    with in_place(archive) as restored.pictures, _named_refusals(), transaction.atomic(durable=True):
        with _without_triggers():
            # With the tables locked: nobody has come in since.
            _refuse_unless_empty()
            _make_way()
            for kept in BEFORE_LISTINGS:
                _load(archive, kept, progress)
            _go_on_counting(archive)
        if reasons := _first(unproved(progress.proved)):
            raise ArchiveRefused(*reasons)
        restored.listings = rebuild_listings(progress.listed)
        for kept in AFTER_LISTINGS:
            _load(archive, kept, progress)
        restored.members = Member.objects.count()
    progress.end()
    return restored


def _first(reasons: Iterator[str]) -> list[str]:
    found: list[str] = []
    try:
        for reason in reasons:
            if len(found) == MAX_REASONS:
                return [*found, "There are more."]
            found.append(reason)
    except ArchiveRefused as error:
        # What keeps the rest from being read at all.
        found += error.reasons
    return found


# --- The first reading -------------------------------------------------------------------------


def _faults(archive: Archive, progress: _Progress) -> Iterator[str]:
    pictures: set[str] = set()
    for kept in KEPT:
        rules, last = Rules(kept, may_lack_new_fields=archive.is_older), 0
        pictured = [field.attname for field in kept.fields if isinstance(field, models.ImageField)]
        for number, row in archive.rows(kept.file):
            progress.one_more()
            try:
                row = rules.whole(row)
            except Unreadable as error:
                yield f"{kept.file}, line {number}: {error}"
                continue
            for fault in rules.faults(row):
                yield f"{kept.file}, line {number}: {fault}"
            pictures.update(row[name] for name in pictured if row[name])
            if isinstance(row["id"], int) and row["id"] <= last:
                yield f"{kept.file}, line {number}: its rows aren't in the order of their numbers."
            last = row["id"] if isinstance(row["id"], int) else last
        if kept.model is Publication and not last:
            yield f"{kept.file} names no publication."
        if last > archive.numbers.get(kept.file, 0):
            yield f"manifest.json: more rows of {kept.file} were numbered than it says."
    yield from check_pictures(archive, pictures | archive.former_pictures())
    if WORDPRESS in archive.files and sha256_of(archive.path / WORDPRESS) != archive.files[WORDPRESS]["sha256"]:
        yield f"{WORDPRESS} isn't what manifest.json says: its checksum is another."


def _known_migrations() -> dict[str, Any]:
    """Where this newsroom stands. Raises ArchiveRefused where the database isn't up to the code."""
    loader = MigrationLoader(connection)
    of_articles = sorted(name for app, name in loader.disk_migrations or {} if app == "articles")
    if set(loader.graph.leaf_nodes()) - set(loader.applied_migrations or {}):
        raise ArchiveRefused("The database isn't up to date: run `manage.py migrate` first.")
    return {"migration": of_articles[-1], "migrations": of_articles}


# --- The second reading ------------------------------------------------------------------------


def _refuse_unless_empty() -> None:
    filled = [
        str(kept.model._meta.verbose_name_plural)
        for kept in KEPT
        if kept.model not in MADE_BY_MIGRATIONS and kept.model._base_manager.exists()
    ]
    if filled:
        raise ArchiveRefused(
            f"The database isn't empty: it has {', '.join(filled)}. "
            "An archive is restored into a database that has seen nothing but `manage.py migrate`."
        )


@contextmanager
def _without_triggers() -> Iterator[None]:
    """Within, rows may come that say how things went; foreign keys are asked at the end of each statement."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for kept in KEPT:
            cursor.execute(f"ALTER TABLE {kept.table} DISABLE TRIGGER USER")
        yield
        for kept in KEPT:
            cursor.execute(f"ALTER TABLE {kept.table} ENABLE TRIGGER USER")
            # What follows reads these tables as if they had always been there.
            cursor.execute(f"ANALYZE {kept.table}")


def _make_way() -> None:
    for model in MADE_BY_MIGRATIONS:
        model._base_manager.all().delete()


# An account as it comes back: without a password, switched off, and never one that may everything. Its groups give
# it nothing until an administrator switches it on.
_ACCOUNT: dict[str, Any] = {
    "password": make_password(None),
    "last_login": None,
    "is_superuser": False,
    "email": "",
    "is_staff": True,
    "is_active": False,
    "password_is_one_time": False,
}
_GIVEN: dict[type[models.Model], dict[str, Any]] = {Member: _ACCOUNT, Photo: {"rendered_as": 0}}


def _load(archive: Archive, kept: Kept, progress: _Progress) -> None:
    rules = Rules(kept, may_lack_new_fields=archive.is_older)
    given = _GIVEN.get(kept.model, {})
    folded = [field for field in kept.model._meta.concrete_fields if isinstance(field, FoldedField)]
    made = given.keys() | {field.name for field in folded}
    fields = [field for field in kept.model._meta.concrete_fields if field.name not in kept.left_out.keys() - made]
    links: dict[str, list[tuple[int, Any]]] = {name: [] for name in kept.linked}
    with _copied_into(kept.table, [str(field.column) for field in fields]) as copy:
        for row in archive.proved_rows(kept.file):
            progress.one_more()
            row = rules.whole(row) | given
            row |= {field.attname: field.made_of(row[field.of]) for field in folded}
            copy.write_row([_for_the_database(field, row[field.attname]) for field in fields])
            for name, pairs in links.items():
                pairs += [(row["id"], each) for each in row[name]]
    for name, pairs in links.items():
        _link(kept, name, pairs)


def _for_the_database(field: models.Field[Any, Any], value: Any) -> Any:
    return json.dumps(value) if isinstance(field, models.JSONField) and value is not None else value


def _link(kept: Kept, name: str, pairs: list[tuple[int, Any]]) -> None:
    field = kept.link(name)
    if kept.linked[name] == "name":
        # A group that nobody made here comes without any rights.
        groups = {group: Group.objects.get_or_create(name=group)[0].pk for group in {each for _pk, each in pairs}}
        pairs = [(pk, groups[each]) for pk, each in pairs]
    through: type[models.Model] = field.remote_field.through  # type: ignore[assignment]
    columns = [field.m2m_column_name(), field.m2m_reverse_name()]
    with _copied_into(through._meta.db_table, columns) as copy:
        for pair in pairs:
            copy.write_row(pair)


@contextmanager
def _copied_into(table: str, columns: list[str]) -> Iterator[psycopg.Copy]:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        yield copy


def _go_on_counting(archive: Archive) -> None:
    """New rows get numbers that no row ever had."""
    with connection.cursor() as cursor:
        for file, last in archive.numbers.items():
            table = next((kept.table for kept in KEPT if kept.file == file), None)
            if table and last:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last])


@contextmanager
def _named_refusals() -> Iterator[None]:
    """What the database refuses, by the name of its rule and without a word of any text."""
    try:
        yield
    except (Error, psycopg.Error) as error:
        refused = error if isinstance(error, psycopg.Error) else error.__cause__
        if not isinstance(refused, psycopg.IntegrityError | psycopg.DataError):
            raise
        about = refused.diag
        file = next((kept.file for kept in KEPT if kept.table == about.table_name), about.table_name or "The archive")
        line = re.search(r"^COPY \w+, line (\d+)", about.context or "")
        where = f"{file}, line {line[1]}" if line else file
        rule = f"by its rule “{about.constraint_name}”" if about.constraint_name else f"({about.sqlstate})"
        raise ArchiveRefused(f"{where}: the database refuses it {rule}.") from None
