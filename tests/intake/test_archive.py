"""An archive brings everything back; one that was touched on the way brings nothing."""

import json
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections
from django.test import override_settings
from PIL import Image
from pytest_django.plugin import DjangoDbBlocker

from articles.intake.archive.contents import KEPT
from articles.intake.archive.exporting import export
from articles.intake.archive.folder import Archive
from articles.intake.archive.pictures import in_place
from articles.intake.wordpress import reading
from articles.models import Article, Edition, Keyword, KeywordSpelling, Member, Photo, Publication, SavedText, Section
from newsroom.database import owner_everywhere
from tests.fixtures.databases import Databases, point_at

from .touched_archives import REFUSED, SIZED, sized_file_added
from .whole_newsroom import (
    SECRET,
    change_manifest,
    change_rows,
    copy_of,
    counted,
    everything_public,
    make_newsroom,
)


@dataclass
class Newsroom:
    """What was exported, and what it was like."""

    archive: Path
    drafts: Path
    said: str
    rows: dict[str, Any]
    public: list[tuple[Any, ...]]
    counted: dict[str, int]


@pytest.fixture(scope="module")
def a_database(
    databases: Databases, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[[], str]]:
    """Leads Django to one more database as migrations leave it."""
    names: list[str] = []

    def clone() -> str:
        names.append(databases.cluster.clone(databases.template))
        point_at(names[-1])
        return names[-1]

    before = connections["default"].settings_dict["NAME"]
    with django_db_blocker.unblock():
        yield clone
        point_at(before)
        for name in names:
            databases.cluster.drop(name)


@pytest.fixture(scope="module")
def newsroom(a_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    folder, output = tmp_path_factory.mktemp("newsroom"), StringIO()
    a_database()
    with override_settings(MEDIA_ROOT=folder / "media"):
        rows = make_newsroom()
        call_command("export_archive", folder / "archive", stdout=output, stderr=StringIO())
        call_command("export_wordpress", folder / "drafts.xml", "--drafts", stdout=StringIO(), stderr=StringIO())
    return Newsroom(folder / "archive", folder / "drafts.xml", output.getvalue(), rows, everything_public(), counted())


@pytest.fixture(scope="module")
def empty(newsroom: Newsroom, a_database: Callable[[], str]) -> str:
    """The database that nothing is restored into."""
    return a_database()


def restore(archive: Path, media: Path) -> str:
    output = StringIO()
    with override_settings(MEDIA_ROOT=media):
        call_command("import_archive", archive, stdout=output, stderr=StringIO())
    return output.getvalue()


def work_on(done: int, total: int) -> None:
    """Somebody at the desk, while an archive is made."""
    if not done:
        Section.objects.using("owner").create(name="Made meanwhile", slug="meanwhile")


def test_what_is_restored_is_what_was_exported(
    newsroom: Newsroom, a_database: Callable[[], str], tmp_path: Path
) -> None:
    a_database()

    # What an earlier run left that was killed once the pictures had come.
    copytree(newsroom.archive / "files" / "photos", tmp_path / "media" / "photos")

    said = restore(newsroom.archive, tmp_path / "media")

    assert everything_public() == newsroom.public
    assert counted() == newsroom.counted
    assert set(Keyword.objects.filter(key__contains="euphrates")) == {KeywordSpelling.objects.get(key="الفرات").keyword}
    assert Publication.objects.get().lead_id == newsroom.rows["fixed"]
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        withdrawn = Photo.objects.get(pk=newsroom.rows["withdrawn"])
        assert str(withdrawn.image).startswith("withdrawn/")
        with default_storage.open(str(withdrawn.image.name)) as file, Image.open(file) as picture:
            assert picture.size == (640, 400)
        again = export(tmp_path / "again", tell=work_on)
    assert again.warnings == []
    assert [path.name for path in (tmp_path / "again").iterdir() if path.is_file() and not path.stat().st_size] == []
    assert f"Digest: {again.digest}" in said
    assert f"Digest: {again.digest}" in newsroom.said
    # The rules hold again, and a number that was taken is never given again.
    with pytest.raises(DatabaseError, match="never changed or deleted"), owner_everywhere():
        Edition.objects.update(headline="Changed")
    assert Photo.objects.create().pk == newsroom.rows["withdrawn"] + 2
    accounts = Member.objects.all()
    assert not any(each.is_active or each.is_superuser or each.has_usable_password() or each.email for each in accounts)
    assert list(Member.objects.get(username="editor").groups.values_list("name", flat=True)) == ["Editors"]
    with pytest.raises(CommandError, match="isn't empty: it has members, photos"):
        restore(newsroom.archive, tmp_path / "media")


def test_an_archive_is_for_the_eyes_of_one_and_holds_no_account(newsroom: Newsroom) -> None:
    files = [path for path in newsroom.archive.rglob("*") if path.is_file()]

    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in newsroom.archive.rglob("*") if path.is_dir()} == {0o700}
    assert stat.S_IMODE(newsroom.archive.stat().st_mode) == 0o700
    everything = b"".join(path.read_bytes() for path in files)
    assert b"secret.example" not in everything
    assert b"pbkdf2" not in everything
    assert "Keep it where only those may read it" in newsroom.said


def test_an_export_that_fails_leaves_nothing_and_one_never_writes_over_another(
    newsroom: Newsroom, empty: str, tmp_path: Path
) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(tmp_path / "archive", tell=stop)
    with pytest.raises(CommandError, match="isn't empty"):
        call_command("export_archive", newsroom.archive)

    assert list(tmp_path.iterdir()) == []


def test_what_is_public_is_a_wordpress_export_too(newsroom: Newsroom) -> None:
    path = newsroom.archive / "wordpress.xml"

    survey, found = reading.survey(path), {item.title: item for item in reading.items(path)}

    assert survey.notes == []
    assert (survey.counts["post"], survey.counts["attachment"]) == (3, 1)
    assert [author.name for author in survey.authors] == ["A. Writer", "Newsroom", "Salma"]
    assert SECRET not in path.read_text()
    assert "Taken down" not in path.read_text()
    fixed, photo = found["The &lt;new&gt; bridge &amp; its cost"], found["A bridge"]
    assert (fixed.status, fixed.creator) == ("publish", "credit-salma")
    assert fixed.terms == (("category", fixed.terms[0][1], "Politics"), ("post_tag", "euphrates", "Euphrates"))
    assert fixed.meta["_thumbnail_id"] == [photo.post_id]
    assert f'class="wp-image-{photo.post_id}"' in fixed.content
    for said in (
        "says &lt;the&gt; ministry &amp; co.</p><figure", "<figcaption>On Sunday</figcaption>",
        "<p>Al-Nahar, daily</p>", "<p>Author: سلمى الحلبي</p>", "<p>Translated by: Salma</p>",
        "It had been open before.", "has not verified the",
    ):  # fmt: skip
        assert said in fixed.content
    assert photo.attachment_url.endswith(photo.meta["_wp_attached_file"][0])
    assert (newsroom.archive / "files" / photo.meta["_wp_attached_file"][0]).is_file()
    assert "Karim" not in found["Redacted"].content
    assert "/2009/05/moved-in" in path.read_text()


def test_drafts_go_out_only_where_they_are_asked_for(newsroom: Newsroom) -> None:
    found = list(reading.items(newsroom.drafts))

    statuses = {item.title: item.status for item in found if item.kind == "post"}

    assert {title for title, status in statuses.items() if status == "publish"} == {
        "The &lt;new&gt; bridge &amp; its cost", "Redacted", "Moved in",
    }  # fmt: skip
    drafts = {title for title, status in statuses.items() if status == "draft"}
    assert drafts == {
        f"A draft: {SECRET}", f"Handed over: {SECRET}", f"Verified: {SECRET}", f"Scheduled: {SECRET}", "Taken down",
    }  # fmt: skip
    assert stat.S_IMODE(newsroom.drafts.stat().st_mode) == 0o600


# --- Touched on the way ------------------------------------------------------------------------


@pytest.mark.parametrize("case", REFUSED)
def test_a_touched_archive_gives_nothing(newsroom: Newsroom, empty: str, tmp_path: Path, case: str) -> None:
    touches, words = REFUSED[case]
    archive = copy_of(newsroom.archive, tmp_path / "archive")
    for touch in touches:
        touch(archive)

    with pytest.raises(CommandError) as refused:
        restore(archive, tmp_path / "media")

    assert str(refused.value).startswith("Nothing was restored.\n")
    assert [each for each in words if each not in str(refused.value)] == []
    assert (Article.objects.count(), Member.objects.count(), SavedText.objects.count()) == (0, 0, 0)
    assert Publication.objects.get().name == "Newsroom"
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


def test_an_older_archive_may_lack_what_is_new(newsroom: Newsroom, empty: str, tmp_path: Path) -> None:
    """Tables made since, and fields with a default; one of this version may lack none, as was proved above."""
    archive = copy_of(newsroom.archive, tmp_path / "archive")
    since = [kept.file for kept in KEPT if kept.since]
    for name in since:
        (archive / name).unlink()
    change_manifest(archive, lambda manifest: [manifest["files"].pop(name) for name in since])
    change_rows(archive, "sections.jsonl", lambda row: [row.pop("position"), row.update(name=" ")])
    sized_file_added(archive)
    change_manifest(archive, lambda manifest: manifest["migrations"].update(articles="0009_move_archives_in"))

    with pytest.raises(CommandError) as refused:
        restore(archive, tmp_path / "media")
    manifest = json.loads((archive / "manifest.json").read_text())
    older = Archive(archive, manifest["digest"], manifest["files"], {}, is_older=True)
    with override_settings(MEDIA_ROOT=tmp_path / "media"), in_place(older) as pictures:
        come = {path.name for path in (tmp_path / "media").rglob("*.webp")}

    assert len(since) >= 3
    assert str(refused.value).splitlines()[1:] == [
        "sections.jsonl, line 1: “name” isn't as the newsroom stores it: it holds what is cleaned away."
    ]
    assert len(come) == pictures >= 2
    assert SIZED not in come
