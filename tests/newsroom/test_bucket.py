"""Uploaded pictures in an S3-compatible storage: a real server of that protocol, on this machine."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings
from django.utils import timezone

from articles.intake.archive import exporting
from articles.intake.archive.folder import Archive, NewFolder
from articles.intake.archive.pictures import in_place
from articles.models import Photo
from articles.renditions import render_due
from newsroom import environment
from tests.factories import make_listing, make_photo
from tests.site.reading import photo_words, read

pytestmark = pytest.mark.django_db

NAME = "pictures"
# As docs/deploying.md has it set.
READABLE = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{NAME}/photos/*",
        }
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _attempt in range(300):
            with socket.socket() as asking:
                if asking.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, settings) -> Iterator[object]:  # type: ignore[no-untyped-def]
    s3 = boto3.resource(
        "s3", endpoint_url=f"http://{server}", region_name="us-east-1",
        aws_access_key_id="KEY", aws_secret_access_key="SEC/RET",
    )  # fmt: skip
    made = s3.create_bucket(Bucket=NAME)
    made.Policy().put(Policy=json.dumps(READABLE))
    monkeypatch.setenv("STORAGE_URL", f"s3+http://KEY:SEC%2FRET@{server}/{NAME}?region=us-east-1")
    pictures, origin = environment.storage()
    assert origin == f"http://{server}"
    with override_settings(STORAGES=settings.STORAGES | {"default": pictures}):
        yield made
    made.objects.all().delete()
    made.delete()
    s3.meta.client.close()


def status(address: str) -> int:
    try:
        with urlopen(address, timeout=20) as answer:  # noqa: S310
            answer.read()
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code


def keys(bucket) -> set[str]:  # type: ignore[no-untyped-def]
    return {each.key for each in bucket.objects.all()}


def test_pictures_are_sized_shown_withdrawn_and_archived_there(  # type: ignore[no-untyped-def]
    bucket, tmp_path: Path, django_capture_on_commit_callbacks
) -> None:
    photo = make_photo()
    assert render_due(timedelta(minutes=1)) == 1
    page = read(make_listing(**photo_words(photo)).get_absolute_url())
    card = photo.renditions.get(crop="card")
    paths = {str(photo.image.name), *photo.renditions.values_list("image", flat=True)}

    # What readers see of them comes from there, without a signature, and is kept by their browsers.
    assert keys(bucket) == paths
    assert f'<meta property="og:image" content="{card.image.url}">' in page
    assert f'src="{photo.renditions.get(crop="whole", format="jpeg").image.url}"' in page
    assert "?" not in card.image.url
    with urlopen(card.image.url, timeout=20) as answer:  # noqa: S310
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert bucket.Object(photo.renditions.filter(format="avif")[0].image.name).content_type == "image/avif"

    with NewFolder(tmp_path / "archive") as folder:
        exporting._write_pictures(folder, exporting.Exported(1, lambda done, total: None))
    archive = Archive(tmp_path / "archive", "", folder.files, {}, is_older=False)
    with in_place(archive) as already_there:
        assert already_there == 1
    bucket.Object(photo.image.name).delete()
    with in_place(archive):
        assert photo.image.name in keys(bucket)

    photo.withdrawn_at = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        photo.save()

    [left] = keys(bucket)
    assert left == Photo.objects.get().image.name
    assert left.startswith("withdrawn/")
    assert [status(default_storage.url(path)) for path in (left, *paths)] == [403] + [404] * len(paths)
    assert bucket.Object(left).cache_control == "private, no-store"

    # What the desk keeps for a moment, and what isn't there.
    default_storage.save("handed-in/1.csv", ContentFile(b"Aleppo"))
    assert status(default_storage.url("handed-in/1.csv")) == 403
    with pytest.raises(FileNotFoundError):
        default_storage.open("photos/none.webp")
