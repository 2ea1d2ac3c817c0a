"""`export_archive`: everything, as it stood at one moment, while the desk works on."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from articles.models import Photo, Publication

from . import wordpress
from .contents import FORMAT, KEPT, Kept
from .folder import FILES, MANIFEST, PICTURES, PIECE, WORDPRESS, NewFolder, digest_of
from .rows import MAX_LINE, Rules, plain, written
from .values import PICTURE

CHUNK = 2000
MAX_WARNINGS = 20
# Told how much is done, and of how much.
Tell = Callable[[int, int], None]


class Exported:
    """What an export came to. `warnings`: rows that a restore would refuse, and pictures that weren't there."""

    def __init__(self, total: int, tell: Tell) -> None:
        self.digest = ""
        self.rows = self.pictures = 0
        self.warnings: list[str] = []
        self._done, self._total, self._tell = 0, total, tell

    def warn(self, words: str) -> None:
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(words)

    def one_more(self) -> None:
        self._done += 1
        if self._done % 1000 == 0:
            self._tell(self._done, self._total)


def export(place: Path, *, tell: Tell = lambda done, total: None) -> Exported:
    """Write everything to a new folder at `place`. Raises ArchiveRefused where that isn't empty."""
    with NewFolder(place) as folder, snapshot():
        counted: list[type[models.Model]] = [*(kept.model for kept in KEPT), Photo]
        total = sum(model._base_manager.count() for model in counted) + wordpress.posts(drafts=False)
        exported = Exported(total, tell)
        tell(0, total)
        for kept in KEPT:
            _write_rows(folder, kept, exported)
        _write_pictures(folder, exported)
        with folder.file(WORDPRESS) as file:
            for said in wordpress.written(drafts=False, tell=exported.one_more):
                file.write(said.encode())
        exported.digest = digest_of((name, said["sha256"]) for name, said in folder.files.items())
        manifest = _manifest(folder, exported.digest)
        with folder.file(MANIFEST) as file:
            file.write(json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n")
    tell(total, total)
    return exported


@contextmanager
def snapshot() -> Iterator[None]:
    """Within, every query sees the database as it stood when the first one began, and changes nothing."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _write_rows(folder: NewFolder, kept: Kept, exported: Exported) -> None:
    rules = Rules(kept)
    with folder.file(kept.file) as file:
        for row in _rows(kept):
            line = written(row)
            file.write_row(line)
            exported.one_more()
            # Better to hear of it now than on the day of the restore.
            for fault in rules.faults(row):
                exported.warn(f"{kept.file}, line {file.rows}: {fault}")
            if len(line) >= MAX_LINE:
                exported.warn(f"{kept.file}, line {file.rows}: it is longer than 16 MiB.")
        exported.rows += file.rows


def _rows(kept: Kept) -> Iterator[dict[str, Any]]:
    names = [field.attname for field in kept.fields]
    makers = [(field.attname, make) for field in kept.fields if (make := plain(field))]
    links = {name: _Links(kept, name) for name in kept.linked}
    # Not the default manager: it may leave rows out, or sort them by what has no index.
    for values in kept.model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=CHUNK):
        row = dict(zip(names, values, strict=True))
        for name, make in makers:
            row[name] = make(row[name])
        for name, linked in links.items():
            row[name] = linked.of(row["id"])
        yield row


class _Links:
    """A many-to-many field read beside the rows that have it, in their order."""

    def __init__(self, kept: Kept, name: str) -> None:
        field, of = kept.link(name), kept.linked[name]
        through: type[models.Model] = field.remote_field.through  # type: ignore[assignment]
        mine, theirs = f"{field.m2m_field_name()}_id", field.m2m_reverse_field_name()
        pairs = through._base_manager.order_by(mine).values_list(mine, f"{theirs}__{of}")
        self._groups = groupby(pairs.iterator(chunk_size=CHUNK), key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, pk: int) -> list[Any]:
        if self._next is None or self._next[0] != pk:
            return []
        found = sorted(value for _pk, value in self._next[1])
        self._next = next(self._groups, None)
        return found


def _write_pictures(folder: NewFolder, exported: Exported) -> None:
    with folder.file(PICTURES) as listed:
        names = Photo._base_manager.order_by("pk").exclude(image="").values_list("image", flat=True)
        for name in names.iterator(chunk_size=CHUNK):
            exported.one_more()
            # What has another name is warned of with its row.
            if PICTURE.fullmatch(name):
                listed.write_row(written(_copied(folder, name, exported)))
                exported.pictures += 1


def _copied(folder: NewFolder, name: str, exported: Exported) -> dict[str, Any]:
    try:
        source = default_storage.open(name)
    except FileNotFoundError:
        exported.warn(f"The picture {name} wasn't there: it was lost, or moved while the archive was made.")
        return {"bytes": None, "name": name, "sha256": None}
    inside = f"{FILES}/{name}"
    with source, folder.file(inside) as file:
        while piece := source.read(PIECE):
            file.write(piece)
    # The manifest names the list of pictures, and not each of them.
    said = folder.files.pop(inside)
    return {"bytes": said["bytes"], "name": name, "sha256": said["sha256"]}


def _manifest(folder: NewFolder, digest: str) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "digest": digest,
        "made_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "publication": Publication.objects.values_list("name", flat=True).first() or "",
        "migrations": applied(),
        "numbers": _numbers(),
        "files": folder.files,
    }


def applied() -> dict[str, str]:
    """The last migration of each application that this database has."""
    return dict(sorted(MigrationRecorder(connection).applied_migrations()))


def _numbers() -> dict[str, int]:
    """The last number that each table gave away: one of a row that is gone is never given again.

    An old body may name a photo by it, and a saved text an original.
    """
    with connection.cursor() as cursor:
        numbers = {}
        for kept in KEPT:
            cursor.execute("SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, 'id')::regclass)", [kept.table])
            # A row may have been given its number by hand, as the publication was.
            by_hand = kept.model._base_manager.aggregate(last=models.Max("pk"))["last"]
            numbers[kept.file] = max(cursor.fetchone()[0] or 0, by_hand or 0)
        return numbers
