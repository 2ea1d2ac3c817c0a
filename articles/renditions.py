"""The sized files of photos: which there are, and how they are made, in a task and never in a reader's request.

Until they are, pages show the picture as it is kept. Those of one photo share the secret part of their paths: the
addresses of all of them in one page then cost little more than that of one.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from time import monotonic
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from articles.models import Photo, Rendition
from articles.models.photos import SERVED, new_secret

logger = logging.getLogger(__name__)

Crop, Format = Rendition.Crop, Rendition.Format
# The number of the list below: one more for each change of it, and every photo's files are made anew.
RENDERED_AS = 1
# AVIF's slower speeds save little more, and take many times as long.
SAVED_AS: dict[str, dict[str, Any]] = {
    Format.AVIF: {"quality": 58, "speed": 8, "subsampling": "4:2:0"},
    Format.WEBP: {"quality": 80, "method": 4},
    Format.JPEG: {"quality": 80, "optimize": True, "progressive": True},
}
EXTENSIONS = {Format.AVIF: "avif", Format.WEBP: "webp", Format.JPEG: "jpg"}


@dataclass(frozen=True)
class Cut:
    """One part of a photo, and its files: AVIF and WebP at each of `widths`, and one JPEG for what reads neither.

    `ratio`: its width to its height; that of the photo itself where None. No file is wider than its part of the photo.
    """

    crop: Rendition.Crop
    ratio: float | None
    widths: tuple[int, ...]
    fallback: int

    def box(self, photo: Photo, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the part of a picture of this size."""
        if self.ratio is None:
            return 0, 0, width, height
        across = min(width, max(1, round(height * self.ratio)))
        down = min(height, max(1, round(width / self.ratio)))
        left, top = _start(photo.focal_x, across, width), _start(photo.focal_y, down, height)
        return left, top, left + across, top + down

    def files(self, width: int) -> list[tuple[int, Rendition.Format]]:
        """The width and format of each file, where the part is `width` wide."""
        widths = sorted({min(each, width) for each in self.widths})
        return [(each, form) for each in widths for form in (Format.AVIF, Format.WEBP)] + [
            (min(self.fallback, width), Format.JPEG)
        ]


def _start(focal: float, part: int, whole: int) -> int:
    """Where a part begins that has the focal point in its middle, or as near as it gets."""
    return round(min(max(focal * whole - part / 2, 0), whole - part))


CUTS = (
    Cut(Crop.WHOLE, None, (480, 960, 1600), fallback=960),
    Cut(Crop.WIDE, 3 / 2, (240, 480, 960, 1440), fallback=480),
    # What those ask for who show a link: one size, in the one format that all of them read.
    Cut(Crop.CARD, 1200 / 630, (), fallback=1200),
)


def render(pk: int) -> bool:
    """Make the files of a photo anew; whether they were made.

    They aren't for a photo that is withdrawn, gone or without its file, nor where it changes meanwhile: then there is
    another time. One that can't be read counts as made, and has none.
    """
    photo = Photo.objects.filter(pk=pk, withdrawn_at=None).exclude(image="").first()
    if photo is None:
        return False
    # Before anything is locked: this takes its second.
    files = list(_drawn(photo))
    return _keep(photo, files)


def render_due(budget: timedelta) -> int:
    """Make what is to be made, the newest photos first, until `budget` is used up; for how many photos."""
    until = monotonic() + budget.total_seconds()
    due = Photo.objects.filter(withdrawn_at=None).exclude(image="").exclude(rendered_as=RENDERED_AS)
    made = 0
    for pk in due.order_by("-pk").values_list("pk", flat=True)[:1000]:
        made += render(pk)
        if monotonic() > until:
            break
    return made


@dataclass(frozen=True)
class _File:
    crop: Rendition.Crop
    format: Rendition.Format
    width: int
    height: int
    content: bytes


def _drawn(photo: Photo) -> Iterator[_File]:
    try:
        with photo.image.open() as stored:
            content = stored.read()
    except FileNotFoundError:
        logger.warning("The picture of photo %s isn't in the storage.", photo.pk)
        return
    try:
        with Image.open(BytesIO(content)) as image:
            image.load()
            # Nothing but pixels goes into what is made of it.
            image.info = {}
            for cut in CUTS:
                yield from _cut(cut, photo, image)
    # RuntimeError: what the encoder of AVIF raises. Were it not caught, no photo after this one would ever be made.
    except (OSError, RuntimeError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        logger.warning("The picture of photo %s can't be read: %s", photo.pk, type(error).__name__)


def _cut(cut: Cut, photo: Photo, image: Image.Image) -> Iterator[_File]:
    box = cut.box(photo, *image.size)
    across, down = box[2] - box[0], box[3] - box[1]
    sized: dict[int, Image.Image] = {}
    for width, form in cut.files(across):
        if width not in sized:
            # At least one row of pixels.
            size = width, max(1, round(width * down / across))
            sized[width] = image.resize(size, Image.Resampling.LANCZOS, box=box)
        yield _File(cut.crop, form, *sized[width].size, _encoded(sized[width], form))


def _encoded(image: Image.Image, form: Rendition.Format) -> bytes:
    if form == Format.JPEG and image.mode == "RGBA":
        # It knows nothing of transparency: what shines through is paper.
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    target = BytesIO()
    image.save(target, form.upper(), **SAVED_AS[form])
    return target.getvalue()


@transaction.atomic
def _keep(photo: Photo, files: list[_File]) -> bool:
    """Put `files` in the place of those that `photo` has; False where it isn't any more as they were made from it."""
    same = {"image": photo.image.name, "focal_x": photo.focal_x, "focal_y": photo.focal_y, "withdrawn_at": None}
    # Locked: who withdraws it meanwhile waits, and then finds these files too.
    if Photo.objects.select_for_update().filter(pk=photo.pk, **same).first() is None:
        return False
    photo.renditions.all().delete()
    secret, kept = new_secret(), []
    try:
        for file in files:
            name = f"{SERVED}/{secret}-{file.crop}-{file.width}.{EXTENSIONS[file.format]}"
            kept.append(default_storage.save(name, ContentFile(file.content)))
        Rendition.objects.bulk_create(
            Rendition(photo=photo, crop=file.crop, format=file.format, image=name, width=file.width, height=file.height)
            for file, name in zip(files, kept, strict=True)
        )
        Photo.objects.filter(pk=photo.pk).update(rendered_as=RENDERED_AS)
    except BaseException:
        for name in kept:
            default_storage.delete(name)
        raise
    return True
