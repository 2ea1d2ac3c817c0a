"""What may be done to an archive on its way, and what is said of it then."""

import hashlib
import json
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from shutil import copyfile
from typing import Any

from PIL import Image

from .whole_newsroom import change_manifest, change_rows, sign

Touch = Callable[[Path], object]
SIZED = "sized.webp"


def each_row(file: str, change: Callable[[dict[str, Any]], object]) -> Touch:
    return lambda archive: change_rows(archive, file, change)


def first_row_set(file: str, **values: Any) -> Touch:
    def touch(archive: Path) -> None:
        rows = iter([values])
        change_rows(archive, file, lambda row: row.update(next(rows, {})))

    return touch


def picture_replaced(number: int, content: bytes) -> Touch:
    """Another file in the place of a picture, with the checksum that it has."""

    def touch(archive: Path) -> None:
        path = sorted((archive / "files" / "photos").iterdir())[number]
        path.write_bytes(content)
        about = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        change_rows(archive, "files.jsonl", lambda row: row.update(about if row["name"].endswith(path.name) else {}))

    return touch


def with_exif() -> bytes:
    target, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "Taken at home"
    Image.new("RGB", (8, 8)).save(target, "WEBP", exif=exif)
    return target.getvalue()


def line_added(archive: Path) -> None:
    path = archive / "articles.jsonl"
    path.write_bytes(path.read_bytes() + b'{"id":\n')
    sign(archive)


def links(archive: Path) -> None:
    path = archive / "articles.jsonl"
    path.rename(archive.parent / "elsewhere.jsonl")
    path.symlink_to(archive.parent / "elsewhere.jsonl")


def picture_links(archive: Path) -> None:
    path = min((archive / "files" / "photos").iterdir())
    path.unlink()
    path.symlink_to("/etc/hostname")


def sized_file_added(archive: Path) -> None:
    """As earlier versions kept the sized files of photos, which are made anew now."""
    photos = archive / "files" / "photos"
    copyfile(min(photos.iterdir()), photos / SIZED)
    about = {
        "bytes": (photos / SIZED).stat().st_size, "name": f"photos/{SIZED}",
        "sha256": hashlib.sha256((photos / SIZED).read_bytes()).hexdigest(),
    }  # fmt: skip
    for file, row in (("files.jsonl", about), ("renditions.jsonl", {"id": 1, "image": f"photos/{SIZED}"})):
        with (archive / file).open("a") as rows:
            rows.write(json.dumps(row, separators=(",", ":")) + "\n")
    change_manifest(archive, lambda manifest: manifest["files"].update({"renditions.jsonl": {}}))
    sign(archive)


def salt_gone(archive: Path) -> None:
    change_rows(archive, "editions.jsonl", lambda row: row["seal"]["standfirst"].pop("salt", None))


STOLEN = '<p>Hello<script>fetch("//evil.example")</script></p>'
# What is done to an archive, and what is said of it: all of it, where it can be read at all.
REFUSED: dict[str, tuple[list[Touch], list[str]]] = {
    "a byte changed": (
        [lambda archive: (archive / "steps.jsonl").write_bytes((archive / "steps.jsonl").read_bytes() + b"{}\n")],
        ["steps.jsonl isn't what manifest.json says: its checksum is another."],
    ),
    "files exchanged": (
        [
            lambda archive: (archive / "steps.jsonl").unlink(),
            lambda archive: (archive / "more.sh").write_text(""),
            partial(change_manifest, change=lambda manifest: manifest.update(digest="v1:0")),
        ],
        ["steps.jsonl is missing.", "'more.sh' has no place in an archive.", "the digest isn't that of the files"],
    ),
    "a link": ([links], ["articles.jsonl can't be read"]),
    "no manifest": ([lambda archive: (archive / "manifest.json").write_text("[]")], ["this is no archive"]),
    "a later format": (
        [partial(change_manifest, change=lambda manifest: manifest.update(format=2))], ["update this one first"],
    ),
    "a later version": (
        [partial(change_manifest, change=lambda manifest: manifest["migrations"].update(articles="9999_later"))],
        ["9999_later", "update this one first"],
    ),
    "half a line": ([line_added], ["articles.jsonl, line 9: it isn't JSON as an archive has it."]),
    "what can't be stored as it stands": (
        [
            first_row_set("members.jsonl", is_superuser=True),
            first_row_set("photos.jsonl", image="photos/../../x.webp", rights="stolen"),
            first_row_set("outlets.jsonl", homepage_url="javascript:alert(1)"),
            first_row_set("articles.jsonl", body=STOLEN, headline="a\u202eb", created_at="infinity"),
            first_row_set("editions.jsonl", body=STOLEN),
            first_row_set("saved-texts.jsonl", fields={"body": STOLEN}),
            first_row_set("redirects.jsonl", new="//evil.example"),
            each_row("corrections.jsonl", lambda row: row.pop("text")),
            lambda archive: (archive / "wordpress.xml").write_text("<rss>"),
        ],
        [
            "members.jsonl, line 1: this version knows no field “is_superuser”.",
            "photos.jsonl, line 1: “image” is no path of a picture",
            "photos.jsonl, line 1: “rights” is none of the values",
            "outlets.jsonl, line 1: “homepage_url” is no web address.",
            "articles.jsonl, line 1: “body” isn't as the newsroom stores it",
            "articles.jsonl, line 1: “headline” isn't as the newsroom stores it",
            "articles.jsonl, line 1: “created_at” is no moment",
            "editions.jsonl, line 1: “body” isn't as the newsroom stores it",
            "saved-texts.jsonl, line 1: “fields” holds a “body” that isn't as the newsroom stores it",
            "redirects.jsonl, line 1: “new” is not what this field may hold.",
            "corrections.jsonl, line 1: the field “text” is missing.",
            "wordpress.xml isn't what manifest.json says",
        ],
    ),
    "pictures that are none": (
        [
            picture_replaced(0, b"<?php"),
            lambda archive: (archive / "files" / "photos" / "more.webp").write_text(""),
        ],
        ["is no picture as the newsroom stores them.", "files/photos/more.webp belongs to no photo."],
    ),
    "a picture that tells where it was taken": (
        [picture_replaced(0, with_exif())], ["is no picture as the newsroom stores them."],
    ),
    "a picture that leads elsewhere": ([picture_links], ["can't be read"]),
    "what triggers would refuse": (
        [
            first_row_set("editions.jsonl", headline="Forged"),
            salt_gone,
            each_row("steps.jsonl", lambda row: row["to_status"] != "translated"),
            each_row("keywords.jsonl", lambda row: row.update(merged_into_id=3 - row["id"] % 2)),
            each_row("edition-originals.jsonl", lambda row: row["attached_at"] or row.update(position=7)),
            each_row("corrections.jsonl", lambda row: row.update(edition_id=1)),
        ],
        [
            "the status of article 2 isn't that of its last step.",
            "was merged into one that was merged itself.",
            "edition-originals.jsonl: row 1 is in no seal, and doesn't say who attached it later.",
            "came later to what had its original already, or wasn't moved in.",
            "names a version of another article.",
            "edition 1 doesn't say what was attested: headline.",
        ],
    ),
    "a proof taken away": ([salt_gone], ["lacks the salt of standfirst, and no redaction took it."]),
    "a row that names nobody": (
        [first_row_set("articles.jsonl", assignee_id=999)], ["articles.jsonl: the database refuses it by its rule"],
    ),
}  # fmt: skip
