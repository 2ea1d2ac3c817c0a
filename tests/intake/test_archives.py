"""Archives are read within bounds, and nothing in one decides where anything is written."""

import gzip
import io
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from articles.intake import archives
from articles.intake.wordpress.items import ExportRefused

MIB = 2**20


def entry(name: str, *, mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def packed(path: Path, *files: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for named, content in files:
            archive.writestr(named, content)
    return path


def changed(path: Path, old: bytes, new: bytes) -> Path:
    path.write_bytes(path.read_bytes().replace(old, new))
    return path


def read_all(path: Path) -> int:
    total = 0
    for part in archives.parts(path):
        with archives.opened(path, part) as stream:
            while chunk := stream.read(MIB):
                total += len(chunk)
    return total


LINK = stat.S_IFLNK | 0o777
NOT_OPENED = "was made to do harm, and was not opened"
TRICKS: dict[str, tuple[list[tuple[str | zipfile.ZipInfo, bytes]], str]] = {
    "a way out": ([("../../etc/a.xml", b"x"), ("../a.jpg", b"x")], NOT_OPENED),
    "a way out further in": ([("a/../../b.xml", b"x"), ("a/../../b.jpg", b"x")], NOT_OPENED),
    "from the root": ([("/etc/a.xml", b"x"), ("/etc/a.jpg", b"x")], NOT_OPENED),
    "from a drive": ([("C:/a.xml", b"x"), ("C:/a.jpg", b"x")], NOT_OPENED),
    "backslashes": ([("..\\a.xml", b"x"), ("..\\a.jpg", b"x")], NOT_OPENED),
    "a link": ([(entry("a.xml", mode=LINK), b"/etc/passwd"), (entry("a.jpg", mode=LINK), b"/etc/passwd")], "a link"),
    "a bomb": ([("a.xml", bytes(30 * MIB)), ("a.jpg", bytes(30 * MIB))], "beyond all measure"),
}


@pytest.mark.parametrize("name", TRICKS)
def test_a_trick_is_refused_before_anything_is_written(name: str, tmp_path: Path) -> None:
    files, said = TRICKS[name]
    path = packed(tmp_path / "given.zip", *files)

    with pytest.raises(ExportRefused, match=said):
        read_all(path)
    with pytest.raises(ExportRefused, match=said):
        archives.uploads_from_zip(path, tmp_path / "into" / "folder")

    assert [each.name for each in tmp_path.rglob("*") if each.is_file()] == ["given.zip"]


def lying_about_its_size(path: Path) -> Path:
    """The list says 10 bytes; 30 MiB come out."""
    packed(path, ("a.xml", bytes(30 * MIB)))
    return changed(path, struct.pack("<L", 30 * MIB), struct.pack("<L", 10))


def locked(path: Path) -> Path:
    packed(path, ("a.xml", b"x"))
    return changed(changed(path, b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"), b"?", b"?")


def with_a_damaged_part(path: Path) -> Path:
    packed(path, ("a.xml", bytes(range(256)) * 5_000))
    held = bytearray(path.read_bytes())
    held[200:260] = b"\xff" * 60
    path.write_bytes(held)
    return path


def with_an_endless_list(path: Path) -> Path:
    packed(path, ("a.xml", b"x"))
    held = bytearray(path.read_bytes())
    at = held.rfind(b"PK\x05\x06")
    struct.pack_into("<L", held, at + 12, 2**31)
    path.write_bytes(held)
    return path


def with_too_many(path: Path) -> Path:
    return packed(path, *[(f"{n}.xml", b"") for n in range(archives.ENTRIES_MAX + 1)])


def endless_gzip(path: Path) -> Path:
    path = path.with_suffix(".xml.gz")
    path.write_bytes(gzip.compress(bytes(40 * MIB)))
    return path


def cut_gzip(path: Path) -> Path:
    path = path.with_suffix(".xml.gz")
    path.write_bytes(gzip.compress(bytes(range(256)) * 1_000)[:-300])
    return path


def no_zip(path: Path) -> Path:
    path.write_bytes(b"PK but not really")
    return path


def no_gzip(path: Path) -> Path:
    path = path.with_suffix(".xml.gz")
    path.write_bytes(b"<?xml version='1.0'?>")
    return path


MADE = {
    lying_about_its_size: "damaged|beyond all measure",
    locked: "locked with a password",
    with_a_damaged_part: "is damaged",
    with_an_endless_list: "too many files",
    with_too_many: "more than 10,000 files",
    endless_gzip: "beyond all measure",
    cut_gzip: "is damaged",
    no_gzip: "is damaged",
    lambda path: packed(path, ("site.zip", b"PK")): "holds another archive, site.zip",
    lambda path: packed(path, ("a.xml.gz", b"\x1f\x8b")): "holds another archive",
    lambda path: packed(path, ("readme.txt", b"x")): "holds no export",
    no_zip: "no ZIP archive",
}


@pytest.mark.parametrize("make", MADE)
def test_what_cannot_be_unpacked_in_measure_is_refused_in_words(make: object, tmp_path: Path) -> None:
    path = make(tmp_path / "given.zip")  # type: ignore[operator]

    with pytest.raises(ExportRefused, match=MADE[make]) as refused:  # type: ignore[index]
        read_all(path)

    assert "given" in refused.value.reasons[0]


def test_a_bomb_of_zip_64_is_measured_too(tmp_path: Path) -> None:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.xml", "w", force_zip64=True) as out,
    ):
        out.write(bytes(20 * MIB))
    path = tmp_path / "given.zip"
    path.write_bytes(target.getvalue())

    with pytest.raises(ExportRefused, match="beyond all measure"):
        read_all(path)


def test_pictures_come_to_lie_as_they_lay_below_the_uploads_folder(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "uploads.zip",
        ("site/wp-content/uploads/2019/03/a.jpg", b"first"),
        ("site/wp-content/uploads/2019/03/Ä b.PNG", b"second"),
        ("site/wp-content/uploads/2019/03/a.php", b"<?php"),
        ("site/wp-content/uploads/backup.zip", b"PK"),
        ("__MACOSX/2019/03/._a.jpg", b"mac"),
        ("site/wp-content/uploads/.hidden.jpg", b"x"),
    )

    first = archives.uploads_from_zip(path, tmp_path / "into")
    again = archives.uploads_from_zip(path, tmp_path / "into")

    assert (first.pictures, first.skipped, first.bytes) == (2, 2, 11)
    assert again == first
    found = {str(each.relative_to(tmp_path / "into")): each.read_bytes() for each in (tmp_path / "into").rglob("*.*")}
    assert found == {"2019/03/a.jpg": b"first", "2019/03/Ä b.PNG": b"second"}
    assert stat.S_IMODE((tmp_path / "into").stat().st_mode) == 0o700


def test_an_ordinary_archive_is_read_whole(tmp_path: Path) -> None:
    text = b"".join(zlib.crc32(bytes([n % 256])).to_bytes(4) for n in range(50_000))
    path = packed(tmp_path / "export.zip", ("b.xml", text), ("a.xml", text), ("a folder/", b""), ("picture.jpg", b"x"))
    packed_once = tmp_path / "export.xml.gz"
    packed_once.write_bytes(gzip.compress(text))

    assert archives.parts(path) == ["a.xml", "b.xml"]
    assert read_all(path) == 2 * len(text)
    assert read_all(packed_once) == len(text)
