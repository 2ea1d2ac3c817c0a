"""Files that hold files: an export that was packed, and the pictures of an uploads folder. Read within bounds.

Nothing is written where the archive says, no archive in an archive is opened, and what grows beyond all measure while
it is unpacked is given up. Whatever is wrong raises ExportRefused, in words.
"""

import gzip
import io
import os
import re
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.utils.translation import gettext as _

from .wordpress.items import ExportRefused

ENTRIES_MAX = 10_000
# An uploads folder of fifteen years.
PICTURES_MAX = 200_000
DECODED_MAX = 20 * 2**30
RATIO_MAX = 100
# What is smaller may shrink as it likes: it harms nobody.
RATIO_FROM = 10 * 2**20
# The list of all its files, which lies at an archive's end and is read at once.
DIRECTORY_MAX = 64 * 2**20
CHUNK = 256 * 2**10
PICTURE_ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif"})
_ARCHIVE_ENDINGS = frozenset({".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar", ".zst"})
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, gzip.BadGzipFile)


class Bounded(io.RawIOBase):
    """A stream of what is unpacked, that refuses to grow beyond `DECODED_MAX`, or `RATIO_MAX` times what was packed."""

    def __init__(self, stream: IO[bytes], *, name: str, packed: int, left: int = DECODED_MAX) -> None:
        super().__init__()
        self.stream, self.name, self.packed, self.left = stream, name, packed, left
        self.decoded = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            chunk = self.stream.read(len(buffer))
        except _BROKEN as error:
            raise ExportRefused(
                [_("%(file)s is damaged: it can't be unpacked to its end. Send it again.") % {"file": self.name}]
            ) from error
        self.decoded += len(chunk)
        if self.decoded > self.left or (self.decoded > RATIO_FROM and self.decoded > RATIO_MAX * self.packed):
            raise ExportRefused(
                [_("%(file)s grows beyond all measure when it is unpacked, and was given up.") % {"file": self.name}]
            )
        buffer[: len(chunk)] = chunk
        return len(chunk)


@contextmanager
def opened(path: Path, part: str = "") -> Iterator[IO[bytes]]:
    """The stream of one part of `path`: see `parts`."""
    if part:
        with _archive(path, ENTRIES_MAX) as archive:
            entry = archive.getinfo(part)
            with _entry(archive, entry) as stream:
                yield Bounded(stream, name=f"{path.name}/{part}", packed=entry.compress_size)  # type: ignore[misc]
    elif path.suffix.lower() == ".gz":
        with gzip.open(path) as stream:
            yield Bounded(stream, name=path.name, packed=path.stat().st_size)  # type: ignore[misc,arg-type]
    else:
        with path.open("rb") as file:
            yield file


def parts(path: Path) -> list[str]:
    """The exports within `path`, by name and in order: [""] for a file that is one itself."""
    if path.suffix.lower() != ".zip":
        return [""]
    with _archive(path, ENTRIES_MAX) as archive:
        names = []
        for entry in _entries(archive, path.name):
            ending = PurePosixPath(entry.filename).suffix.lower()
            if ending in _ARCHIVE_ENDINGS:
                raise ExportRefused(
                    [
                        _("%(file)s holds another archive, %(name)s. Unpack that one, and send what is in it.")
                        % {"file": path.name, "name": entry.filename}
                    ]
                )
            if ending == ".xml":
                names.append(entry.filename)
        if sum(archive.getinfo(name).file_size for name in names) > DECODED_MAX:
            raise ExportRefused([_("%(file)s holds more than 20 GB. Send it in parts.") % {"file": path.name}])
    if not names:
        raise ExportRefused(
            [_("%(file)s holds no export: a file that ends in .xml is looked for.") % {"file": path.name}]
        )
    return sorted(names)


@dataclass(slots=True)
class Unpacked:
    """What came out of an archive of pictures. `skipped` counts files that are no pictures."""

    pictures: int = 0
    skipped: int = 0
    bytes: int = 0


def uploads_from_zip(path: Path, into: Path) -> Unpacked:
    """Unpack the pictures of an uploads folder to below `into`, which is made; the rest is left where it is.

    They come to lie as they lay below `wp-content/uploads`. What is there already, whole, stays.
    """
    told = Unpacked()
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _archive(path, PICTURES_MAX) as archive:
        pictures = []
        for entry in _entries(archive, path.name):
            if PurePosixPath(entry.filename).suffix.lower() in PICTURE_ENDINGS:
                pictures.append(entry)
            else:
                told.skipped += 1
        size = sum(entry.file_size for entry in pictures)
        if size > min(DECODED_MAX, shutil.disk_usage(into).free):
            raise ExportRefused(
                [
                    _("There is no room for the pictures of %(file)s: they need %(size)s GB.")
                    % {"file": path.name, "size": round(size / 2**30, 1)}
                ]
            )
        for entry in pictures:
            told.bytes += _unpack(archive, entry, into, left=DECODED_MAX - told.bytes, name=path.name)
            told.pictures += 1
    return told


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Path, *, left: int, name: str) -> int:
    target = into / _below_uploads(entry.filename)
    if target.is_file() and target.stat().st_size == entry.file_size:
        return entry.file_size
    half = target.with_name(f".{entry.header_offset}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _entry(archive, entry) as stream, half.open("wb") as out:
            bounded = Bounded(stream, name=f"{name}/{entry.filename}", packed=entry.compress_size, left=left)
            shutil.copyfileobj(bounded, out, CHUNK)
        half.replace(target)
    except OSError as error:
        raise ExportRefused(
            [
                _("%(name)s of %(file)s can't be stored: %(why)s.")
                % {"name": entry.filename[:200], "file": name, "why": error.strerror or type(error).__name__}
            ]
        ) from error
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)
    return target.stat().st_size


def _below_uploads(name: str) -> PurePosixPath:
    """Where a file lies below the uploads folder, wherever somebody began to pack."""
    return PurePosixPath(re.sub(r"^(?:.*/)?wp-content/uploads/|^uploads/", "", name))


# --- Archives --------------------------------------------------------------------------------------


@contextmanager
def _archive(path: Path, entries: int) -> Iterator[zipfile.ZipFile]:
    try:
        if _directory_size(path) > DIRECTORY_MAX:
            raise ExportRefused([_("%(file)s holds too many files.") % {"file": path.name}])
        archive = zipfile.ZipFile(path)
    except (*_BROKEN, OSError, ValueError) as error:
        raise ExportRefused(
            [_("%(file)s is no ZIP archive, or a damaged one. Pack it again.") % {"file": path.name}]
        ) from error
    with archive:
        if len(archive.infolist()) > entries:
            raise ExportRefused(
                [
                    _("%(file)s holds more than %(count)s files. Send it in parts.")
                    % {"file": path.name, "count": f"{entries:,}"}
                ]
            )
        yield archive


def _directory_size(path: Path) -> int:
    """How long the list of files at the archive's end says it is, in bytes."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 2**16 - 22))
        tail = file.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) < at + 22:
            raise zipfile.BadZipFile("no end of the directory")
        length: int = struct.unpack_from("<L", tail, at + 12)[0]
        if at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07":
            file.seek(struct.unpack_from("<Q", tail, at - 12)[0])
            length = struct.unpack_from("<40xQ", file.read(56))[0]
    return length


def _entries(archive: zipfile.ZipFile, name: str) -> Iterator[zipfile.ZipInfo]:
    """Its files, without folders and what a Mac adds; refuses the whole archive for one that is a trick."""
    for entry in archive.infolist():
        reason = _trick(entry)
        if reason:
            raise ExportRefused([reason % {"file": name, "name": entry.filename[:200]}])
        kept = PurePosixPath(entry.filename)
        if not entry.is_dir() and "__MACOSX" not in kept.parts and not kept.name.startswith("."):
            yield entry


def _trick(entry: zipfile.ZipInfo) -> str:
    """Why an archive with this entry is refused; "" when it isn't."""
    named, kept = entry.orig_filename, PurePosixPath(entry.filename)
    if (
        kept.is_absolute()
        or ".." in kept.parts
        or "\\" in named
        or re.match("[A-Za-z]:", named)
        or re.search("[\x00-\x1f]", named)
    ):
        return _("%(file)s names a place outside itself, %(name)s. It was made to do harm, and was not opened.")
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return _("%(file)s holds a link, %(name)s. Pack the files themselves.")
    if entry.flag_bits & 0x1:
        return _("%(file)s is locked with a password. Pack it without one.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return _("%(file)s is packed in a way that can't be read here. Pack it as an ordinary ZIP.")
    if entry.file_size > RATIO_FROM and entry.file_size > RATIO_MAX * entry.compress_size:
        return _("%(name)s of %(file)s grows beyond all measure when it is unpacked, and was given up.")
    return ""


@contextmanager
def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
    try:
        stream = archive.open(entry)
    except (*_BROKEN, RuntimeError) as error:
        raise ExportRefused(
            [
                _("%(file)s is damaged: it can't be unpacked to its end. Send it again.")
                % {"file": f"{Path(str(archive.filename)).name}/{entry.filename}"}
            ]
        ) from error
    with stream:
        yield stream
