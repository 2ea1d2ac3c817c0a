from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, PngImagePlugin

from articles.models import Photo
from tests.factories import make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), **options: object) -> ContentFile:
    target = BytesIO()
    Image.new("RGB", size, "olive").save(target, form, **options)
    return ContentFile(target.getvalue(), f"IMG_2041.{form.lower()}")


def with_a_coordinate() -> ContentFile:
    exif = Image.Exif()
    exif[0x010F] = "SECRET CAMERA"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (36.0, 12.0, 7.0)
    return picture(exif=exif, comment=b"SECRET COMMENT")


def stored_bytes(root: Path) -> bytes:
    return b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())


def test_nothing_but_the_pixels_is_ever_stored(tmp_path: Path) -> None:
    photo = Photo(alt="A camp", credit="Us", image=with_a_coordinate())
    photo.save()

    kept = stored_bytes(tmp_path)
    assert b"SECRET" not in kept
    assert b"EXIF" not in kept.upper()
    with Image.open(photo.image.path) as image:
        assert not image.getexif()
        # The orientation is baked into the pixels: it was taken upright.
        assert image.size == (48, 64)


def test_text_in_a_png_is_not_stored(tmp_path: Path) -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "SECRET NAME")
    Photo.objects.create(alt="A street", image=picture("PNG", pnginfo=words))

    assert b"SECRET" not in stored_bytes(tmp_path)


def test_a_path_tells_nothing_of_the_photo(tmp_path: Path) -> None:
    one, other = make_photo(), make_photo()

    assert "bridge" not in one.image.name
    assert one.image.name != other.image.name
    assert len(Path(one.image.name).stem) >= 32


def test_a_wide_photo_gets_its_renditions() -> None:
    photo = Photo(alt="Hills", image=picture(size=(1000, 500)))
    photo.save()

    assert list(photo.renditions.values_list("width", "height")) == [(480, 240), (960, 480)]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (ContentFile(b"<svg onload=alert(1)>", "a.png"), "not a JPEG, PNG, WebP or GIF"),
        (ContentFile(b"", "a.jpg"), "not a JPEG, PNG, WebP or GIF"),
        (picture("TIFF"), "not a JPEG, PNG, WebP or GIF"),
        (picture("PNG", size=(12_001, 1)), "more than 50 million pixels"),
        (picture("PNG", size=(8_000, 7_000)), "more than 50 million pixels"),
    ],
)
def test_what_is_no_picture_we_take_is_refused_in_words(file: ContentFile, words: str, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match=words):
        Photo(alt="x", image=file).full_clean()
    with pytest.raises(ValidationError, match=words), transaction.atomic():
        Photo(alt="x", image=file).save()

    assert not Photo.objects.exists()
    assert not stored_bytes(tmp_path)


@pytest.mark.parametrize("name", ["a.svg", "a.pdf", "a.php"])
def test_a_picture_under_another_name_is_refused(name: str) -> None:
    file = picture("PNG")
    file.name = name

    with pytest.raises(ValidationError, match="JPEG, PNG, WebP or GIF"):
        Photo(alt="x", image=file).full_clean()
