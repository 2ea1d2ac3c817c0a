"""The folder that an archive is: written beside its place and moved there once whole, read only as it was written."""

import hashlib
import json
import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from .contents import FORMAT, FORMER, KEPT
from .rows import MAX_LINE, Unreadable, read
from .values import PICTURE

MANIFEST, PICTURES, WORDPRESS = "manifest.json", "files.jsonl", "wordpress.xml"
FILES = "files"
MAX_MANIFEST = 1024 * 1024
PIECE = 1024 * 1024


class ArchiveRefused(Exception):
    """What can't be exported or restored. `reasons` are sentences, each naming its file and line where it has one."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


def digest_of(files: Iterable[tuple[str, str]]) -> str:
    """The digest of everything that a restore brings back: of the lines `name:sha256`, sorted. Pictures are in it by
    the list of them, `files.jsonl`; `wordpress.xml`, which says again what the rows say, isn't.
    """
    lines = "\n".join(f"{name}:{sha256}" for name, sha256 in sorted(files) if name.endswith(".jsonl"))
    return "v1:" + hashlib.sha256(lines.encode()).hexdigest()


# --- Writing -----------------------------------------------------------------------------------


@dataclass
class Written:
    """A file that is being written: what the manifest will say of it."""

    handle: BinaryIO
    rows: int = 0
    size: int = 0
    sha256: Any = field(default_factory=hashlib.sha256)

    def write(self, said: bytes) -> None:
        self.handle.write(said)
        self.sha256.update(said)
        self.size += len(said)

    def write_row(self, line: bytes) -> None:
        self.write(line + b"\n")
        self.rows += 1


class NewFolder:
    """A folder that appears at `place`, whole, when the block ends well; for the eyes of who runs it alone."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.path = place.parent / f".{place.name}.unfinished-{os.getpid()}"
        self.files: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> "NewFolder":
        if self.place.is_symlink() or (self.place.exists() and not self.place.is_dir()):
            raise ArchiveRefused(f"{self.place} is no folder: name one that isn't there yet, or is empty.")
        if self.place.is_dir() and any(self.place.iterdir()):
            raise ArchiveRefused(f"{self.place} isn't empty: name a folder that isn't there yet, or is empty.")
        try:
            self._sweep()
            self.path.mkdir(mode=0o700)
        except OSError as error:
            raise ArchiveRefused(f"{self.place} can't be made: {error.strerror}.") from None
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is None:
            _settle(self.path)
            self.path.rename(self.place)
            _settle(self.place.parent)
        else:
            shutil.rmtree(self.path, ignore_errors=True)

    @contextmanager
    def file(self, name: str) -> Iterator[Written]:
        path = self.path / name
        for parent in reversed(PurePath(name).parents[:-1]):
            (self.path / parent).mkdir(mode=0o700, exist_ok=True)
        handle = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=PIECE)
        with handle:
            written = Written(handle)
            yield written
            handle.flush()
            os.fsync(handle.fileno())
        self.files[name] = {"bytes": written.size, "rows": written.rows, "sha256": written.sha256.hexdigest()}

    def _sweep(self) -> None:
        """Drafts lie in what a killed run left beside the place: it goes with the next run."""
        for left in self.place.parent.glob(f".{self.place.name}.unfinished-*"):
            if not Path("/proc", left.name.rpartition("-")[2]).exists():
                shutil.rmtree(left, ignore_errors=True)


def _settle(folder: Path) -> None:
    """On the disk for good, as far as names go."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- Reading -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Archive:
    """A folder whose manifest reads well; what it names is proved while it is read."""

    path: Path
    digest: str
    files: dict[str, dict[str, Any]]
    numbers: dict[str, int]
    is_older: bool

    @classmethod
    def at(cls, path: Path, *, migration: str, migrations: Iterable[str]) -> "Archive":
        """The archive at `path`, for a newsroom that stands at `migration` and knows `migrations`.

        Raises ArchiveRefused.
        """
        manifest = _manifest(path)
        made_at = manifest["migrations"].get("articles")
        if manifest["format"] != FORMAT or made_at not in migrations:
            raise ArchiveRefused(
                f"{MANIFEST}: the archive was made by another version of the newsroom (format {manifest['format']}, "
                f"{made_at}) than this one can read (format {FORMAT}, up to {migration}): update this one first."
            )
        archive = cls(path, manifest["digest"], manifest["files"], manifest["numbers"], made_at != migration)
        archive._refuse_other_files(unmade={kept.file for kept in KEPT if kept.since > made_at})
        return archive

    def _refuse_other_files(self, unmade: set[str]) -> None:
        """`unmade`: the files of tables that its version didn't have."""
        known = {kept.file for kept in KEPT} | {PICTURES}
        named, there = self.files.keys(), {entry.name for entry in os.scandir(self.path)}
        missing = (known - named - unmade) | (named - there)
        former = FORMER if self.is_older else ()
        surplus = (named - known - {WORDPRESS, *former}) | (there - named - {MANIFEST, FILES})
        reasons = [f"{name[:80]} is missing." for name in sorted(missing)]
        reasons += [f"{name[:80]!r} has no place in an archive." for name in sorted(surplus)]
        if digest_of((name, each["sha256"]) for name, each in self.files.items()) != self.digest:
            reasons.append(f"{MANIFEST}: the digest isn't that of the files it names.")
        if reasons:
            raise ArchiveRefused(*reasons)

    def lines(self, name: str) -> Iterator[tuple[int, bytes]]:
        """Each line of the file `name` with its number, without its end. Raises ArchiveRefused where the file isn't
        what the manifest says, at the latest once it is read to its end.
        """
        if name not in self.files:
            return
        sha256, number = hashlib.sha256(), 0
        with opened(self.path / name) as handle:
            while line := handle.readline(MAX_LINE + 1):
                number += 1
                if len(line) > MAX_LINE:
                    raise ArchiveRefused(f"{name}, line {number}: it is longer than 16 MiB.")
                sha256.update(line)
                if not line.endswith(b"\n"):
                    raise ArchiveRefused(f"{name}, line {number}: the line has no end.")
                yield number, line[:-1]
        said = self.files[name]
        if sha256.hexdigest() != said["sha256"]:
            raise ArchiveRefused(f"{name} isn't what {MANIFEST} says: its checksum is another.")
        if number != said["rows"]:
            raise ArchiveRefused(f"{name} has {number} lines, and {MANIFEST} says {said['rows']}.")

    def rows(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        for number, line in self.lines(name):
            try:
                yield number, read(line)
            except Unreadable as error:
                raise ArchiveRefused(f"{name}, line {number}: {error}") from None

    def proved_rows(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a file that `rows` gave to its end before; raises ArchiveRefused where it is another by now."""
        for _number, line in self.lines(name):
            yield json.loads(line)

    def former_pictures(self) -> set[str]:
        """The pictures that are in an archive of an earlier version, and come back no more."""
        names = {str(row.get("image")) for file in FORMER for _number, row in self.rows(file)}
        return {name for name in names if PICTURE.fullmatch(name)}

    def pictures(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """What `files.jsonl` names: `name`, `bytes` and `sha256`, these two None for what was lost already."""
        for number, row in self.rows(PICTURES):
            size, sha256 = row.get("bytes"), row.get("sha256")
            is_lost = size is None and sha256 is None
            is_whole = type(size) is int and isinstance(sha256, str) and re.fullmatch("[0-9a-f]{64}", sha256)
            name = row.get("name")
            names_one = isinstance(name, str) and PICTURE.fullmatch(name)
            if row.keys() != {"bytes", "name", "sha256"} or not names_one or not (is_lost or is_whole):
                raise ArchiveRefused(f"{PICTURES}, line {number}: it names no picture of an archive.")
            yield number, row


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    """A file of the archive, never what a link leads to. Raises ArchiveRefused."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise ArchiveRefused(f"{path.name} can't be read: {error.strerror}.") from None
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise ArchiveRefused(f"{path.name} is no file.")
        yield file


def sha256_of(path: Path) -> str:
    with opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest(path: Path) -> dict[str, Any]:
    if not path.is_dir():
        raise ArchiveRefused(f"{path} is no folder.")
    with opened(path / MANIFEST) as file:
        said = file.read(MAX_MANIFEST + 1)
    try:
        manifest = json.loads(said) if len(said) <= MAX_MANIFEST else None
        if manifest is not None and _is_manifest(manifest):
            return dict(manifest)
    except (ValueError, RecursionError, AttributeError, TypeError, KeyError):
        pass
    raise ArchiveRefused(f"{MANIFEST} can't be read: this is no archive, or it was damaged.")


def _is_manifest(manifest: Any) -> bool:
    def is_count(value: Any) -> bool:
        return type(value) is int and 0 <= value < 2**53

    return (
        type(manifest["format"]) is int
        and isinstance(manifest["digest"], str)
        and isinstance(manifest["migrations"]["articles"], str)
        and all(is_count(number) for number in manifest["numbers"].values())
        and all(
            is_count(each["bytes"]) and is_count(each["rows"]) and re.fullmatch("[0-9a-f]{64}", each["sha256"])
            for each in manifest["files"].values()
        )
    )
