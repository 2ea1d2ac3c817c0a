"""The pictures of an archive: proved to be pictures as the newsroom stores them, and put in their place."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from PIL import Image

from articles.models.photos import MAX_BYTES, MAX_PIXELS, MAX_SIDE, SERVED, WITHDRAWN

from .folder import FILES, Archive, ArchiveRefused, opened, sha256_of

# Of the parts that a WebP file may have, those that hold pixels alone.
_OF_PIXELS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}


def check_pictures(archive: Archive, wanted: set[str]) -> Iterator[str]:
    """What is wrong with the pictures: each that a row names is there, whole and a picture, and no other file is."""
    listed: set[str] = set()
    for number, row in archive.pictures():
        name = row["name"]
        if name in listed:
            yield f"files.jsonl, line {number}: {name} is named twice."
        listed.add(name)
        if row["sha256"] is None:
            continue
        path = archive.path / FILES / name
        if sha256_of(path) != row["sha256"]:
            yield f"{FILES}/{name} isn't what files.jsonl says: its checksum is another."
        elif not is_stored_picture(path):
            yield f"{FILES}/{name} is no picture as the newsroom stores them."
    for name in sorted(wanted - listed)[:20]:
        yield f"files.jsonl doesn't name {name}, which a photo has."
    for name in sorted((listed | set(_there(archive.path / FILES))) - (listed & wanted))[:20]:
        yield f"{FILES}/{name[:80]} belongs to no photo."


def _there(folder: Path) -> Iterator[str]:
    """What lies below the folder of pictures, folders that have no place there included."""
    if not os.path.lexists(folder):
        return
    if folder.is_symlink() or not folder.is_dir():
        raise ArchiveRefused(f"{folder.name} is no folder.")
    for entry in os.scandir(folder):
        if entry.name in (SERVED, WITHDRAWN) and entry.is_dir(follow_symlinks=False):
            yield from (f"{entry.name}/{each.name}" for each in os.scandir(entry))
        else:
            yield entry.name


def is_stored_picture(path: Path) -> bool:
    """Whether it is a WebP of pixels alone, as `articles.models.photos.encoded` makes them."""
    with opened(path) as file:
        if os.fstat(file.fileno()).st_size > MAX_BYTES or not _has_pixels_alone(file):
            return False
        file.seek(0)
        try:
            with Image.open(file, formats=("WEBP",)) as image:
                if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE:
                    return False
                image.load()
                return getattr(image, "n_frames", 1) == 1
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            return False


def _has_pixels_alone(file: BufferedReader) -> bool:
    """No metadata, and nothing after the end: parts of a RIFF file, each with its length, filled up to an even one."""
    size = os.fstat(file.fileno()).st_size
    head = file.read(12)
    if head[:4] != b"RIFF" or head[8:] != b"WEBP" or int.from_bytes(head[4:8], "little") + 8 != size:
        return False
    at = 12
    while at < size:
        file.seek(at)
        part = file.read(8)
        if len(part) < 8 or part[:4] not in _OF_PIXELS:
            return False
        length = int.from_bytes(part[4:], "little")
        at += 8 + length + length % 2
    return at == size


@contextmanager
def in_place(archive: Archive) -> Iterator[int]:
    """Within, the pictures lie in the storage, where they stay if the block ends well. Yields how many.

    One that lies there already, the same, is left: an earlier run was killed after it had come.
    """
    new: list[str] = []
    count, former = 0, archive.former_pictures()
    try:
        for _number, row in archive.pictures():
            if row["sha256"] is not None and row["name"] not in former:
                _put(archive, row["name"], row["sha256"], new)
                count += 1
        yield count
    except BaseException:
        for name in new:
            default_storage.delete(name)
        raise


def _put(archive: Archive, name: str, sha256: str, new: list[str]) -> None:
    path = archive.path / FILES / name
    if not default_storage.exists(name):
        with opened(path) as file:
            new.append(default_storage.save(name, File(file)))
            if new[-1] != name:
                raise ArchiveRefused(f"The storage gives {name} another name: begin with an empty one.")
    with default_storage.open(name) as stored:
        if _sha256(stored) != sha256:
            raise ArchiveRefused(f"Another file lies in the storage as {name}: begin with an empty one.")


def _sha256(file: "File[bytes]") -> str:
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    return digest.hexdigest()
