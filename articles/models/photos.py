"""Photos, stripped of everything but their pixels before they are stored."""

import secrets
from collections.abc import Iterable, Sequence
from functools import partial
from io import BytesIO
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.validators import FileExtensionValidator, MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from .text import LineField, PassageField

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
EXTENSIONS = ("jpg", "jpeg", "png", "webp", "gif")
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_SIDE = 12_000
# The widest picture that is kept.
KEPT_WIDTH = 2400
# The one folder of the storage that readers are served from, and the one for what they no longer are.
SERVED, WITHDRAWN = "photos", "withdrawn"


def unguessable(instance: "Photo | Rendition", filename: str) -> str:
    """A path that tells nothing of the photo, its name or its day, and can't be guessed (192 random bits)."""
    photo = instance if isinstance(instance, Photo) else instance.photo
    return new_path(is_withdrawn=photo.withdrawn_at is not None)


def new_path(*, is_withdrawn: bool) -> str:
    return f"{WITHDRAWN if is_withdrawn else SERVED}/{new_secret()}.webp"


def new_secret() -> str:
    return secrets.token_urlsafe(24)


def stripped(file: Any) -> Image.Image:
    """The pixels of an uploaded picture, upright, at most `KEPT_WIDTH` wide, with no metadata of any kind.

    Raises ValidationError, in words for the person who uploads, where it is too big or no picture we take.
    """
    if file.size > MAX_BYTES:
        raise ValidationError(_("This file is larger than 20 MB: make it smaller first."))
    try:
        file.seek(0)
        with Image.open(file, formats=FORMATS) as image:
            width, height = image.size
            # From the header, before a pixel is decoded.
            if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
                raise ValidationError(_("This picture has more than 50 million pixels: make it smaller first."))
            upright = ImageOps.exif_transpose(image)
            pixels = upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This is not a JPEG, PNG, WebP or GIF picture that can be read.")) from error
    if pixels.width > KEPT_WIDTH:
        pixels = narrowed(pixels, KEPT_WIDTH)
    # A new image, so that nothing the decoder attached to the old one is written again.
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    return bare


def narrowed(image: Image.Image, width: int) -> Image.Image:
    """`image` at `width`, its height in proportion: at least one row of pixels."""
    return image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)


def encoded(image: Image.Image) -> "ContentFile[bytes]":
    """`image` as a WebP file without metadata."""
    target = BytesIO()
    image.save(target, "WEBP", quality=82, method=4)
    # Django reads the size of a picture only where the file has a name.
    return ContentFile(target.getvalue(), "photo.webp")


class StrippedImageField(models.ImageField):
    """A picture that is stripped and encoded anew before storage ever sees it."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        file = getattr(model_instance, self.attname)
        if file and not file._committed:
            file.save(file.name, encoded(stripped(file.file)), save=False)
        return file


def shared_picture() -> "models.ForeignKey[Photo | None, Photo | None]":
    """The field of a section or an outlet for the picture that stands in where an article has no photo."""
    return models.ForeignKey(
        "articles.Photo",
        verbose_name=_("picture for shared links"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown where somebody shares an article that has no photo"),
    )


class PhotoQuerySet(models.QuerySet["Photo"]):
    @transaction.atomic
    def delete(self) -> tuple[int, dict[str, int]]:
        """With their files, once that is settled. Raises ProtectedError for what a text shows."""
        locked = Photo.objects.select_for_update().filter(pk__in=self.values("pk")).order_by("pk")
        # Locked: none gets further files meanwhile, which nobody would know of.
        refuse_if_shown(list(locked.values_list("pk", flat=True)))
        files = [
            *self.values_list("image", flat=True),
            *Rendition.objects.filter(photo__in=self.values("pk")).values_list("image", flat=True),
        ]
        deleted = super().delete()
        discard(files)
        return deleted

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class RenditionQuerySet(models.QuerySet["Rendition"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        """With their files, once that is settled."""
        files = list(self.values_list("image", flat=True))
        deleted = super().delete()
        discard(files)
        return deleted

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class Photo(models.Model):
    """A picture and its words. The words are copied to the article that uses it."""

    class Rights(models.TextChoices):
        OWN = "own", _("our own")
        AGENCY = "agency", _("agency")
        LICENCE = "licence", _("licence")
        COURTESY = "courtesy", _("by courtesy")
        SCREENSHOT = "screenshot", _("screenshot")
        UNKNOWN = "unknown", _("not known yet")

    image = StrippedImageField(
        _("picture"),
        # What was moved in without its file may wait for it: until then no page shows it.
        blank=True,
        upload_to=unguessable,
        width_field="width",
        height_field="height",
        validators=[FileExtensionValidator(EXTENSIONS, _("Upload a JPEG, PNG, WebP or GIF picture."))],
    )
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    alt = LineField(
        _("text for those who can't see it"), max_length=300, blank=True, help_text=_("What the picture shows")
    )
    caption = PassageField(_("caption"), max_length=600, blank=True)
    credit = LineField(_("credit"), max_length=160, blank=True)
    rights = models.CharField(_("rights"), max_length=12, choices=Rights, default=Rights.UNKNOWN)
    expires_on = models.DateField(_("rights end on"), null=True, blank=True)
    is_file_photo = models.BooleanField(
        _("file photo"), default=False, help_text=_("An archive picture, not of the event itself")
    )
    focal_x = models.FloatField(
        _("focal point from the left"), default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    focal_y = models.FloatField(
        _("focal point from the top"), default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    # Which list of renditions its files were made by; 0 where they are to be made (anew).
    rendered_as = models.PositiveSmallIntegerField(default=0, editable=False)
    withdrawn_at = models.DateTimeField(
        _("withdrawn at"), null=True, blank=True, help_text=_("From then on no page shows it")
    )
    added_by = models.ForeignKey(
        "articles.Member",
        verbose_name=_("added by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = [
            models.CheckConstraint(
                name="photo_rights_are_of_the_list",
                condition=Q(rights__in=["own", "agency", "licence", "courtesy", "screenshot", "unknown"]),
            ),
            models.CheckConstraint(
                name="focal_point_lies_in_the_photo",
                condition=Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
            ),
        ]

    def __str__(self) -> str:
        return self.alt or str(_("a photo without a description"))

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves the photo, its file where it may lie. Its renditions are made later (see `articles.renditions`).

        What fails, or is rolled back, leaves at most a file whose path nobody knows; never a row without its file.
        """
        is_new = self.has_new_picture
        # Locked: no rendition is made of what was before, and none comes while it is withdrawn.
        stored = Photo.objects.select_for_update().filter(pk=self.pk).first()
        if stored:
            # What was read before must bring back neither the old path nor the renditions of another focal point.
            self.rendered_as = stored.rendered_as
            if not is_new:
                self.image.name = stored.image.name
        super().save(*args, **kwargs)
        if stored and is_new and not self.has_new_picture:
            self.renditions.all().delete()
            discard([stored.image.name])
        saved = Photo.objects.get(pk=self.pk)
        if stored and _is_cut_otherwise(stored, saved):
            self._render_anew()
        put_in_place(self, is_withdrawn=saved.withdrawn_at is not None)

    def _render_anew(self) -> None:
        Photo.objects.filter(pk=self.pk).update(rendered_as=0)
        self.rendered_as = 0

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """With its files, once that is settled. Raises ProtectedError where a text shows it."""
        # Locked: it gets no further files meanwhile, which nobody would know of.
        Photo.objects.select_for_update().filter(pk=self.pk).first()
        refuse_if_shown([self.pk])
        files = [self.image.name, *self.renditions.values_list("image", flat=True)]
        deleted = super().delete(*args, **kwargs)
        discard(files)
        return deleted

    def clean(self) -> None:
        if self.has_new_picture:
            try:
                stripped(self.image.file)
            except ValidationError as error:
                raise ValidationError({"image": error.messages}) from error

    @property
    def has_new_picture(self) -> bool:
        """Whether a picture was given that storage has not got yet."""
        return bool(self.image) and not getattr(self.image, "_committed", True)

    @property
    def small_file(self) -> Any:
        """A small file of all of it, for the desk; the picture as it is kept until there is one."""
        kind = (Rendition.Crop.WHOLE, Rendition.Format.WEBP)
        files = [each for each in self.renditions.all() if (each.crop, each.format) == kind]
        return min(files, key=lambda each: each.width).image if files else self.image

    @property
    def is_waiting(self) -> bool:
        """Whether it was moved in without its file."""
        return not self.image

    @property
    def is_showable(self) -> bool:
        """Whether pages may show it today. One of unknown rights may: only publishing anew asks for them."""
        return not self.is_waiting and self.withdrawn_at is None and not self.has_ended

    @property
    def has_ended(self) -> bool:
        """Whether the rights in it have ended."""
        return self.expires_on is not None and self.expires_on <= timezone.localdate()

    def unmet_rights(self) -> list[str]:
        """Why it may not be published, in the words of the desk; empty when it may."""
        reasons = []
        if self.rights == self.Rights.UNKNOWN:
            reasons.append(str(_("The photo's rights are not known: settle them, or take another photo.")))
        return reasons + self.unmet_showing()

    def unmet_showing(self) -> list[str]:
        """Why it was taken from readers, in the words of the desk; empty when it wasn't."""
        reasons = []
        if self.has_ended:
            reasons.append(str(_("The rights in the photo have ended: take another photo.")))
        if self.withdrawn_at:
            reasons.append(str(_("The photo was withdrawn: take another photo.")))
        return reasons


# Enough to say where it stands; there may be thousands.
TEXTS_TOLD = 20


def texts_with(photos: Sequence[int], *, most: int = TEXTS_TOLD) -> list[models.Model]:
    """The working copies, published versions and pages whose text shows one of these photos: some of each.

    It may have to read every text there is.
    """
    if not photos:
        return []
    numbers = "|".join(str(photo) for photo in photos)
    # A plain search is many times as fast as a pattern.
    one = Q(body__contains=f' data-photo="{photos[0]}"')
    named = one if len(photos) == 1 else Q(body__regex=f' data-photo="({numbers})"')
    found: list[models.Model] = []
    for name in ("Article", "Edition", "Page"):
        found += apps.get_model("articles", name)._default_manager.filter(named).order_by()[:most]
    return found


def refuse_if_shown(photos: Sequence[int]) -> None:
    if found := texts_with(photos):
        raise models.ProtectedError(str(_("It stands in a text: take it out of that first.")), set(found))


class Rendition(models.Model):
    """One sized file of a photo."""

    class Crop(models.TextChoices):
        WHOLE = "whole", _("whole")
        WIDE = "wide", _("3 to 2, for lists")
        CARD = "card", _("for shared links")

    class Format(models.TextChoices):
        AVIF = "avif", "AVIF"
        WEBP = "webp", "WebP"
        JPEG = "jpeg", "JPEG"

    photo = models.ForeignKey(Photo, verbose_name=_("photo"), on_delete=models.CASCADE, related_name="renditions")
    crop = models.CharField(_("crop"), max_length=5, choices=Crop, default=Crop.WHOLE)
    format = models.CharField(_("format"), max_length=4, choices=Format, default=Format.WEBP)
    image = models.ImageField(upload_to=unguessable, width_field="width", height_field="height")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    objects = RenditionQuerySet.as_manager()

    class Meta:
        ordering = ["photo", "width"]
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(name="one_rendition_of_each_kind", fields=["photo", "crop", "format", "width"]),
            models.CheckConstraint(name="rendition_crop_is_known", condition=Q(crop__in=["whole", "wide", "card"])),
            models.CheckConstraint(name="rendition_format_is_known", condition=Q(format__in=["avif", "webp", "jpeg"])),
        ]

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        file = self.image.name
        deleted = super().delete(*args, **kwargs)
        discard([file])
        return deleted


def _is_cut_otherwise(before: Photo, now: Photo) -> bool:
    return (before.image.name, before.focal_x, before.focal_y) != (now.image.name, now.focal_x, now.focal_y)


def put_in_place(photo: Photo, *, is_withdrawn: bool) -> None:
    """Move the picture of `photo` out of readers' reach when it is withdrawn, and to a new path within it when not.

    Its renditions go then: they are made anew where it comes back.
    """
    old, folder = photo.image.name, WITHDRAWN if is_withdrawn else SERVED
    if photo.renditions.exclude(image__startswith=f"{folder}/").delete()[0]:
        photo._render_anew()
    if not old or old.startswith(f"{folder}/"):
        return
    try:
        with default_storage.open(old) as file:
            new = default_storage.save(new_path(is_withdrawn=is_withdrawn), file)
    except FileNotFoundError:
        # Lost before, as by half a backup: no reason to refuse that the photo be withdrawn.
        return
    Photo.objects.filter(pk=photo.pk).update(image=new)
    photo.image.name = new
    discard([old])


def discard(files: Iterable[str | None]) -> None:
    """Delete `files` from the storage once the rows that named them are gone for good."""
    for name in files:
        if name:
            transaction.on_commit(partial(default_storage.delete, name), robust=True)
