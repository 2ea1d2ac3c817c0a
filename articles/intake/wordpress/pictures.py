"""Pictures of another system: their rows first, and their files once there are any."""

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import ImportedItem, Photo
from articles.models.photos import EXTENSIONS
from articles.models.text import Figure, clean_line, clean_passage, with_figures

from .bodies import Picture
from .items import Item, Note
from .ledger import Brought, Outcome, cut, kept_notes, mark_of, plain_line, plain_passage, write_down

WAITING_WORDS = "file-waits"
_UPLOADS = re.compile(r"^.*/(?:uploads|files)/")


def path_of(item: Item) -> str:
    """Where the file of an attachment lies below the uploads folder; "" where the export doesn't say."""
    for kept in item.meta.get("_wp_attached_file", []):
        if path := _UPLOADS.sub("", kept).strip("/ "):
            return path[:1_000]
    try:
        path = unquote(urlsplit((item.attachment_url or item.guid).strip()).path)
    except ValueError:
        return ""
    below = _UPLOADS.sub("", path)
    return (below if below != path else path.rpartition("/")[2]).strip("/")[:1_000]


def is_picture(path: str) -> bool:
    return PurePosixPath(path).suffix.lower().lstrip(".") in EXTENSIONS


def unscaled(path: str) -> str:
    """The path of a picture as it was uploaded, where WordPress kept a smaller one in its place."""
    return re.sub(r"-(?:scaled|rotated)(?=\.[A-Za-z]+$)", "", path)


def variants(path: str) -> list[str]:
    """The paths at which a picture may be kept whose own is `path`."""
    return [path, *(re.sub(r"(?=\.[A-Za-z]+$)", suffix, path) for suffix in ("-scaled", "-rotated"))]


@dataclass(frozen=True, slots=True)
class Words:
    alt: str
    caption: str
    notes: tuple[Note, ...]


def words_of(item: Item) -> Words:
    """What an attachment says of its picture. Its title stands in where nothing describes it and it is no file name."""
    said = next((plain_line(each) for each in item.meta.get("_wp_attachment_image_alt", []) if each.strip()), "")
    caption = plain_passage(item.excerpt) or plain_passage(item.content)
    title = plain_line(item.title)
    if re.fullmatch(r"[\w.()-]*", title) or title == PurePosixPath(path_of(item)).stem:
        title = ""
    alt, notes = said or title, []
    if len(alt) > 300 or len(caption) > 600:
        notes.append(Note(item.line, "picture-words-cut", _("The words of this picture were too long and were cut.")))
    return Words(cut(alt, 300), cut(caption, 600), tuple(notes))


def _photo(attachment: Brought) -> Photo | None:
    """A photo without its file, with the words of `attachment`; None where it is left out, which is noted."""
    item, row = attachment.item, attachment.row
    row.address = path_of(item)
    if item.status in ("trash", "auto-draft"):
        attachment.leave_out("attachment-left-out", _("It was in the bin there and was left out."))
    elif not row.address:
        attachment.leave_out("attachment-left-out", _("It names no file and was left out."))
    elif not is_picture(row.address):
        words = _("“%(path)s” is not a JPEG, PNG, WebP or GIF picture and was left out.")
        attachment.leave_out("attachment-left-out", words % {"path": row.address})
    else:
        said = words_of(item)
        attachment.notes += said.notes
        row.outcome = Outcome.WAITS
        return Photo(alt=said.alt, caption=said.caption)
    return None


class Pictures:
    """The pictures of one site by what texts name them by."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.by_number: dict[int, int] = {}
        rows = ImportedItem.objects.filter(site=site, kind="attachment", photo__isnull=False)
        for key, photo in rows.values_list("key", "photo").iterator():
            self._learn(key, photo)

    def _learn(self, key: str, photo: int) -> None:
        number = key.partition(":")[0]
        if number.isdecimal():
            self.by_number[int(number)] = photo

    def numbered(self, post_id: str) -> int | None:
        return self.by_number.get(int(post_id)) if post_id.isdecimal() else None

    def file(self, attachments: Sequence[Brought]) -> None:
        """Photos for attachments, each with its row in the ledger. The caller's transaction."""
        photos = {id(each): photo for each in attachments if (photo := _photo(each))}
        Photo.objects.bulk_create(photos.values())
        for each in attachments:
            if photo := photos.get(id(each)):
                each.row.photo_id = photo.pk
                self._learn(each.row.key, photo.pk)
        write_down(attachments)

    def of_bodies(self, bodies: Sequence[tuple[Brought, Sequence[Picture]]]) -> dict[str, int]:
        """Photos by the paths of their files, for what these texts show and name by nothing else.

        A picture that texts show and the export doesn't list gets a row that waits for its file, like any other.
        """
        first: dict[str, tuple[Brought, Picture]] = {}
        for brought, pictures in bodies:
            for picture in pictures:
                if picture.path and self.numbered(picture.attachment_id) is None:
                    first.setdefault(unscaled(picture.path), (brought, picture))
        if not first:
            return {}
        asked = {each for path in first for each in variants(path)}
        rows = ImportedItem.objects.filter(site=self.site, address__in=asked, photo__isnull=False)
        photos: dict[str, int] = {}
        for address, photo in rows.order_by("pk").values_list("address", "photo"):
            photos.setdefault(unscaled(address), photo)
        fresh = [path for path in first if path not in photos and is_picture(path)]
        made = Photo.objects.bulk_create(
            Photo(alt=cut(clean_line(first[path][1].alt), 300), caption=cut(clean_passage(first[path][1].caption), 600))
            for path in fresh
        )
        ImportedItem.objects.bulk_create(
            ImportedItem(
                site=self.site, key=f"picture:{mark_of(path)}", kind="picture", file=first[path][0].row.file,
                title=cut(PurePosixPath(path).name, 250), line=first[path][0].item.line, outcome=Outcome.WAITS,
                mark=mark_of(path), address=path, photo=photo,
            )
            for path, photo in zip(fresh, made, strict=True)
        )  # fmt: skip
        return photos | {path: photo.pk for path, photo in zip(fresh, made, strict=True)}

    def shown(self, brought: Brought, html: str, pictures: Sequence[Picture], at: Mapping[str, int]) -> str:
        """A body with the photos in it. As `html` comes, the pictures have the numbers of their places, from 1.

        `at`: see `of_bodies`.
        """
        numbers: dict[int, int] = {}
        for place, picture in enumerate(pictures, start=1):
            if number := self.numbered(picture.attachment_id) or at.get(unscaled(picture.path)):
                numbers[place] = number
            else:
                named = picture.path or _("from another site")
                brought.note("picture-left-out", _("A picture of the text (%(path)s) was left out.") % {"path": named})
        return with_figures(html, lambda figure: as_stored(figure, numbers.get(figure.photo)))


def as_stored(figure: Figure, number: int | None) -> str:
    if number is None:
        return ""
    said = f"<figcaption>{figure.caption}</figcaption>" if figure.caption else ""
    return f'<figure><img data-photo="{number}" alt="{escape(figure.alt)}">{said}</figure>'


# --- Files -------------------------------------------------------------------------------------


def waiting(site: str) -> int:
    return ImportedItem.objects.filter(site=site, outcome=Outcome.WAITS).count()


def bring_files(site: str, uploads: Path, *, is_try: bool) -> Iterator[ImportedItem]:
    """Give each picture that waits the file that lies at its path below `uploads`; yields each that was looked at.

    One transaction each. What is missing, lies outside or is no picture is named in the ledger and waits on. A try
    only looks whether the file is there.
    """
    folder, last = uploads.resolve(), 0
    while rows := list(
        ImportedItem.objects.filter(site=site, outcome=Outcome.WAITS, pk__gt=last)
        .select_related("photo")
        .order_by("pk")[:200]
    ):
        for row in rows:
            with transaction.atomic():
                bring_file(row, folder, is_try=is_try)
            yield row
        last = rows[-1].pk


def bring_file(row: ImportedItem, folder: Path, *, is_try: bool = False) -> None:
    """The file of one picture. Looks below `folder` (resolved) and nowhere else."""
    photo, words = row.photo, ""
    if photo is None or photo.image:
        # Somebody uploaded it at the desk meanwhile, or took the photo away.
        row.outcome = Outcome.FILED if photo else Outcome.SKIPPED
    else:
        words = _give(photo, row.address, folder, is_try=is_try)
        row.outcome = Outcome.WAITS if words else Outcome.FILED
    others = [note for note in row.notes if note[1] != WAITING_WORDS]
    notes = [*others, *kept_notes([Note(row.line, WAITING_WORDS, words)])] if words else others
    if row.outcome != Outcome.WAITS or notes != row.notes:
        row.notes = notes
        row.save(update_fields=["outcome", "notes"])


def _give(photo: Photo, address: str, folder: Path, *, is_try: bool) -> str:
    """Store the file at `address` as the picture of `photo`; why not, or ""."""
    path = None
    for candidate in dict.fromkeys((address, unscaled(address))):
        with contextlib.suppress(OSError, ValueError):
            path = path or _inside(folder, candidate)
    if path is None:
        return _("“%(path)s” is not among the uploads: the photo waits for its file.") % {"path": address}
    try:
        file = path.open("rb")
    except OSError:
        return _("“%(path)s” can't be read: the photo waits for its file.") % {"path": address}
    if is_try:
        file.close()
        return ""
    try:
        with file, transaction.atomic():
            photo.image = File(file, name=path.name)
            photo.save()
    except ValidationError as error:
        return f"“{address}”: {' '.join(error.messages)}"
    return ""


def _inside(folder: Path, address: str) -> Path | None:
    """The file at `address`, where it is one and lies in `folder` however links lead. May raise OSError, ValueError."""
    path = (folder / address.lstrip("/")).resolve()
    return path if path.is_relative_to(folder) and path.is_file() else None
