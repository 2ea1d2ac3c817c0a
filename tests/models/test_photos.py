from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image, PngImagePlugin

from articles import renditions
from articles.models import Photo, Rendition
from articles.renditions import RENDERED_AS, render, render_due
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


def stored_paths(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def _next_raised(errors: Iterator[Exception]) -> None:
    for error in errors:
        raise error


def rendered(**fields: object) -> Photo:
    photo = make_photo(**fields)
    assert render(photo.pk)
    return photo


def paths_of(photo: Photo) -> set[str]:
    """The files that the database says `photo` has."""
    saved = Photo.objects.get(pk=photo.pk)
    return {saved.image.name, *saved.renditions.values_list("image", flat=True)}


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


@pytest.mark.parametrize("size", [(4000, 1), (1, 4000)])
def test_a_picture_of_one_row_or_column_is_taken(size: tuple[int, int]) -> None:
    photo = Photo(alt="A line", image=picture("PNG", size=size))
    photo.full_clean()
    photo.save()

    assert render(photo.pk)
    assert photo.height >= 1
    assert {min(each.width, each.height) for each in photo.renditions.all()} == {1}


class TestWithdrawn:
    """Rows and files are settled by what was committed: each test stands on the storage after that."""

    @pytest.fixture(autouse=True)
    def commit(self, django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
        self.committed = django_capture_on_commit_callbacks

    def withdraw(self, photo: Photo) -> None:
        photo.withdrawn_at = timezone.now()
        with self.committed(execute=True):
            photo.save()

    def test_its_picture_leaves_the_folder_that_is_served_and_its_other_files_go(self, tmp_path: Path) -> None:
        photo = rendered()

        self.withdraw(photo)

        assert stored_paths(tmp_path) == paths_of(photo) == {photo.image.name}
        assert photo.image.name.startswith("withdrawn/")
        assert not render(photo.pk)
        assert stored_paths(tmp_path) == {photo.image.name}

    def test_they_come_back_under_other_paths(self, tmp_path: Path) -> None:
        photo = rendered()
        before = paths_of(photo)
        self.withdraw(photo)

        photo.withdrawn_at = None
        with self.committed(execute=True):
            photo.save(update_fields=["withdrawn_at"])

        assert stored_paths(tmp_path) == paths_of(photo)
        assert all(path.startswith("photos/") for path in paths_of(photo))
        assert not paths_of(photo) & before
        assert render_due(timedelta(minutes=1)) == 1
        with Image.open(photo.image.path) as image:
            assert image.size == (640, 400)

    def test_the_moment_alone_may_be_saved(self, tmp_path: Path) -> None:
        photo = Photo.objects.only("alt").get(pk=make_photo().pk)
        photo.withdrawn_at = timezone.now()

        with self.committed(execute=True):
            photo.save(update_fields=["withdrawn_at"])

        assert stored_paths(tmp_path) == paths_of(photo)
        assert all(path.startswith("withdrawn/") for path in paths_of(photo))

    def test_who_saves_what_they_read_before_brings_no_old_path_back(self, tmp_path: Path) -> None:
        photo = make_photo()
        read_before = Photo.objects.get(pk=photo.pk)
        self.withdraw(photo)

        read_before.alt = "A bridge at dusk"
        with self.committed(execute=True):
            read_before.save()

        assert stored_paths(tmp_path) == paths_of(photo)

    def test_a_withdrawn_picture_is_never_in_the_folder_that_is_served(self, tmp_path: Path) -> None:
        photo = make_photo(withdrawn_at=timezone.now())

        assert stored_paths(tmp_path) == paths_of(photo)
        assert all(path.startswith("withdrawn/") for path in paths_of(photo))

    def test_what_is_rolled_back_still_has_its_files(self, tmp_path: Path) -> None:
        photo = make_photo()
        before = paths_of(photo)

        photo.withdrawn_at = timezone.now()
        photo.focal_x = 2
        with pytest.raises(IntegrityError), self.committed(execute=True), transaction.atomic():
            photo.save()

        assert paths_of(photo) == before
        assert before <= stored_paths(tmp_path)

    def test_a_lost_file_keeps_nobody_from_withdrawing(self) -> None:
        photo = make_photo()
        default_storage.delete(photo.image.name)

        self.withdraw(photo)

        assert not Photo.objects.get().is_showable


class TestDeleted:
    @pytest.mark.parametrize("delete", [lambda photo: photo.delete(), lambda photo: Photo.objects.all().delete()])
    def test_the_files_go_once_the_row_is_gone(  # type: ignore[no-untyped-def]
        self, delete, tmp_path: Path, django_capture_on_commit_callbacks
    ) -> None:
        photo = rendered()

        with django_capture_on_commit_callbacks() as callbacks:
            delete(photo)
        before = stored_paths(tmp_path)
        for callback in callbacks:
            callback()

        assert len(before) > 2
        assert stored_paths(tmp_path) == set()

    def test_another_picture_takes_the_place_of_the_first(  # type: ignore[no-untyped-def]
        self, tmp_path: Path, django_capture_on_commit_callbacks
    ) -> None:
        photo = rendered()
        photo.image = picture(size=(1000, 500))

        with django_capture_on_commit_callbacks(execute=True):
            photo.save()

        # No page shows the old picture until there are files of the new one.
        assert stored_paths(tmp_path) == paths_of(photo) == {photo.image.name}
        assert Photo.objects.get().rendered_as == 0


class TestRenditions:
    def test_there_is_each_of_the_list_and_none_wider_than_the_photo(self) -> None:
        photo = make_photo(image=picture(size=(1000, 500)))

        assert render_due(timedelta(minutes=1)) == 1

        made: dict[str, list[tuple[str, int, int]]] = {}
        for each in photo.renditions.order_by("width", "format"):
            with Image.open(each.image.path) as image:
                assert (image.size, image.format) == ((each.width, each.height), each.format.upper())
                assert not image.getexif()
            assert each.image.name.endswith({"avif": ".avif", "webp": ".webp", "jpeg": ".jpg"}[each.format])
            made.setdefault(each.crop, []).append((each.format, each.width, each.height))
        twice = [(form, *size) for size in ((480, 240), (960, 480), (1000, 500)) for form in ("avif", "webp")]
        assert sorted(made["whole"]) == sorted([*twice, ("jpeg", 960, 480)])
        assert {size[1:] for size in made["wide"]} == {(240, 160), (480, 320), (750, 500)}
        assert made["card"] == [("jpeg", 952, 500)]
        assert render_due(timedelta(minutes=1)) == 0

    @pytest.mark.parametrize(
        ("focal", "box"),
        [
            ((0.5, 0.5), (125, 0, 875, 500)),
            ((0.0, 0.5), (0, 0, 750, 500)),
            ((0.4, 0.9), (25, 0, 775, 500)),
            ((1.0, 0.5), (250, 0, 1000, 500)),
        ],
    )
    def test_a_crop_has_the_focal_point_in_its_middle_or_as_near_as_it_gets(
        self, focal: tuple[float, float], box: tuple[int, int, int, int]
    ) -> None:
        wide = next(each for each in renditions.CUTS if each.crop == Rendition.Crop.WIDE)

        assert wide.box(Photo(focal_x=focal[0], focal_y=focal[1]), 1000, 500) == box

    def test_a_crop_of_an_upright_photo_goes_up_and_down_with_its_focal_point(self) -> None:
        wide = next(each for each in renditions.CUTS if each.crop == Rendition.Crop.WIDE)

        boxes = [wide.box(Photo(focal_x=0.5, focal_y=focal), 500, 1000) for focal in (0.0, 0.5, 1.0)]

        assert boxes == [(0, 0, 500, 333), (0, 334, 500, 667), (0, 667, 500, 1000)]

    def test_another_focal_point_makes_them_anew(self, tmp_path: Path, django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
        photo = rendered()
        before = set(photo.renditions.values_list("image", flat=True))
        stale = Photo.objects.get(pk=photo.pk)

        photo.focal_x = 0.1
        photo.save()
        still = set(photo.renditions.values_list("image", flat=True))
        stale.save(update_fields=["alt", "rendered_as"])
        with django_capture_on_commit_callbacks(execute=True):
            assert render_due(timedelta(minutes=1)) == 1

        # Pages show the old ones meanwhile.
        assert still == before
        assert not paths_of(photo) & before
        assert stored_paths(tmp_path) == paths_of(photo)

    @pytest.mark.parametrize("change", [{"withdrawn_at": timezone.now()}, {"focal_y": 0.9}, None])
    def test_what_changes_while_they_are_drawn_gets_no_files_of_before(  # type: ignore[no-untyped-def]
        self, change: dict[str, object] | None, tmp_path: Path, django_capture_on_commit_callbacks
    ) -> None:
        photo = make_photo()
        files = list(renditions._drawn(photo))
        other = Photo.objects.get(pk=photo.pk)
        with django_capture_on_commit_callbacks(execute=True):
            if change is None:
                other.delete()
            else:
                vars(other).update(change)
                other.save()

        kept = renditions._keep(photo, files)

        assert not kept
        assert not Rendition.objects.exists()
        assert stored_paths(tmp_path) == ({str(Photo.objects.get().image.name)} if change else set())

    def test_a_picture_that_cant_be_read_is_tried_once(self, tmp_path: Path) -> None:
        lost, broken, fine = make_photo(), make_photo(), make_photo()
        default_storage.delete(str(lost.image.name))
        Path(broken.image.path).write_bytes(b"RIFF")

        assert render_due(timedelta(minutes=1)) == 3

        assert set(Photo.objects.values_list("rendered_as", flat=True)) == {RENDERED_AS}
        assert set(Rendition.objects.values_list("photo", flat=True)) == {fine.pk}

    def test_one_that_cant_be_encoded_holds_up_no_other(self, monkeypatch: pytest.MonkeyPatch) -> None:
        fine, refused = make_photo(), make_photo()
        encoded = renditions._encoded
        # What Pillow raises where libavif refuses.
        failing = iter([RuntimeError("Failed to encode image")])
        monkeypatch.setattr(renditions, "_encoded", lambda *given: _next_raised(failing) or encoded(*given))

        assert render_due(timedelta(minutes=1)) == 2

        assert set(Rendition.objects.values_list("photo", flat=True)) == {fine.pk}
        assert Photo.objects.get(pk=refused.pk).rendered_as == RENDERED_AS

    def test_what_shines_through_is_paper_in_a_jpeg(self) -> None:
        target = BytesIO()
        Image.new("RGBA", (300, 200), (255, 0, 0, 0)).save(target, "PNG")
        photo = rendered(image=ContentFile(target.getvalue(), "a.png"))

        with Image.open(photo.renditions.get(crop="card").image.path) as image:
            assert min(image.getpixel((5, 5))) > 250
        with Image.open(photo.renditions.get(crop="whole", format="avif").image.path) as image:
            assert image.getpixel((5, 5))[3] == 0
