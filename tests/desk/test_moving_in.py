"""Moving in at the desk: an export is handed in, tried, brought in by a worker, and told of to the last line."""

import os
import stat
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import receiving, tasks
from articles.models import Article, Import, ImportedItem, Worker
from benchmarks.make_wordpress_export import export
from tests.desk.forms import signed_in
from tests.factories import make_administrator, make_editor, make_publisher, make_translator

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/moving-in/"


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, settings: Any) -> Path:
    settings.DATA_DIR = tmp_path
    settings.FILE_UPLOAD_TEMP_DIR = receiving.folder()
    return tmp_path


def small_export() -> bytes:
    return "".join(export(12, tags=5)).encode()


def sent(client: Client, *, content: bytes | None = None, name: str = "Export 1.xml", **fields: Any) -> Any:
    file = SimpleUploadedFile(name, small_export() if content is None else content)
    return client.post(ADDRESS, {"export": file, "way": "try", **fields})


def only_import(**narrowed: Any) -> Import:
    return Import.objects.get(**narrowed)


def work() -> None:
    """What a worker would do now."""
    for result in DBTaskResult.objects.ready():
        tasks.move_in.call(**result.args_kwargs["kwargs"])
        result.delete()


def test_only_an_administrator_hands_something_in() -> None:
    translator, editor = signed_in(make_translator()), signed_in(make_editor())

    assert translator.get(ADDRESS).status_code == 403
    assert b'type="file"' not in editor.get(ADDRESS).content
    assert [sent(client).status_code for client in (translator, editor)] == [403, 403]
    assert Import.objects.count() == DBTaskResult.objects.count() == 0
    assert ADDRESS in signed_in(make_administrator()).get("/admin/").content.decode()


def test_what_is_handed_in_is_tried_first_and_then_brought_in(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Large enough for a file of its own on the way in.
    monkeypatch.setattr(settings, "FILE_UPLOAD_MAX_MEMORY_SIZE", 1_000)
    administrator = make_administrator()
    client = signed_in(administrator)
    pictures = BytesIO()
    with zipfile.ZipFile(pictures, "w") as archive:
        archive.writestr("uploads/2012/01/picture-0.jpg", b"no picture")

    response = sent(client, uploads=SimpleUploadedFile("uploads.zip", pictures.getvalue()))

    tried = only_import()
    assert response.headers["Location"] == f"{ADDRESS}{tried.pk}/"
    assert (tried.state, tried.is_dry_run, tried.by) == ("waiting", True, administrator)
    kept = Path(tried.files[0]["path"])
    assert kept.name == "Export 1.xml"
    assert kept.read_bytes() == small_export()
    assert {stat.S_IMODE(each.stat().st_mode) for each in (data_dir / "imports", kept.parent)} == {0o700}
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [each for each in (data_dir / "imports").iterdir() if each.is_file()] == []

    work()

    tried.refresh_from_db()
    page = client.get(f"{ADDRESS}{tried.pk}/").content.decode()
    assert (tried.state, tried.reasons) == ("done", [])
    assert Article.objects.count() == ImportedItem.objects.count() == 0
    assert "Move in with these settings" in page
    # The one picture that the packed folder has, and the one that it lacks.
    assert [tried.report["kinds"]["attachment"][each] for each in ("filed", "waits")] == [1, 1]
    assert not (kept.parent / "uploads.packed").exists()
    assert (kept.parent / "uploads" / "2012" / "01" / "picture-0.jpg").is_file()
    assert b"Move in with these" not in signed_in(make_editor()).get(f"{ADDRESS}{tried.pk}/").content

    client.post(f"{ADDRESS}{tried.pk}/", {"move-in": "1"})
    work()

    done = only_import(is_dry_run=False)
    assert done.state == "done"
    assert Article.objects.count() == 12
    assert not kept.parent.exists()
    page = client.get(f"{ADDRESS}{tried.pk}/").content.decode()
    assert "Move in with these settings" not in page
    assert "Hand it in again" in page
    make_publisher()
    told, to_editor = (
        each.get(f"{ADDRESS}{done.pk}/").content for each in (client, signed_in(make_editor(username="editor")))
    )
    assert b"/admin/proposals/" in told
    assert b"/admin/proposals/" not in to_editor
    assert b"/admin/without-original/" in to_editor
    table = b"".join(client.get(f"{ADDRESS}{done.pk}/report.csv").streaming_content).decode()
    assert len(table.splitlines()) == 1 + sum(done.report["what"].values())


REFUSED = [
    ({"name": "export.html"}, "ends in one of these"),
    ({"content": b""}, "empty"),
    ({"map_text": "[site"}, "map can&#x27;t be read"),
    ({"map_text": "x = 1", "shipped": "syrian-observer"}, "one of the two"),
    ({"uploads": SimpleUploadedFile("pictures.rar", b"x")}, "ends in one of these: .zip"),
]


@pytest.mark.parametrize(("asked", "said"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(asked: dict[str, Any], said: str, data_dir: Path) -> None:
    response = sent(signed_in(make_administrator()), **asked)

    assert response.status_code == 400
    assert said in response.content.decode()
    assert Import.objects.count() == DBTaskResult.objects.count() == 0
    assert list((data_dir / "imports").iterdir()) == []


def test_a_file_that_is_no_export_is_refused_by_the_worker_in_words() -> None:
    client = signed_in(make_administrator())
    sent(client, content=b"<rss><channel><item/></channel></rss>")

    work()

    page = client.get(f"{ADDRESS}{only_import().pk}/").content.decode()
    assert only_import().state == "refused"
    assert "Export 1.xml, line 1: it doesn&#x27;t say which version" in page
    client.post(f"{ADDRESS}{only_import().pk}/", {"again": "1"})
    assert [each.state for each in Import.objects.all()] == ["waiting", "refused"]


def standing(import_: Import) -> dict[str, Any]:
    found: dict[str, Any] = signed_in(make_editor(username="onlooker")).get(f"{ADDRESS}{import_.pk}/state/").json()
    return found


def test_how_far_it_is_is_told_to_whoever_asks() -> None:
    now = timezone.now()
    going = Import.objects.create(
        files=[{"name": "a.xml", "path": "/nowhere/a.xml"}], state="running", step="posts", done=25, total=100,
        seen_at=now, ends_at=now + timedelta(minutes=3),
    )  # fmt: skip

    told = standing(going)
    page = signed_in(make_editor()).get(f"{ADDRESS}{going.pk}/").content.decode()

    assert (told["kind"], told["percent"]) == ("going", 25)
    assert "about 3 minutes left" in told["html"]
    assert "Articles and pages" in page
    assert '<noscript><meta http-equiv="refresh"' in page


def test_one_that_nothing_is_heard_of_says_what_to_do() -> None:
    long_ago = timezone.now() - timedelta(minutes=5)
    silent = Import.objects.create(files=[{"name": "a.xml", "path": "/a.xml"}], state="running", seen_at=long_ago)
    address = f"{ADDRESS}{silent.pk}/"
    client = signed_in(make_administrator())

    lost = client.get(address).content.decode()
    assert signed_in(make_editor()).post(address, {"go-on": "1"}).status_code == 403
    for _twice in range(2):
        client.post(address, {"go-on": "1"})
    without_a_worker = client.get(address).content.decode()
    Worker.objects.create(name="w", started_at=timezone.now(), seen_at=timezone.now())
    with_one = client.get(address).content.decode()

    assert "Go on where it was" in lost
    assert DBTaskResult.objects.count() == 1
    assert "No worker runs" in without_a_worker
    assert "The worker lives" in with_one
    assert "Go on where it was" not in without_a_worker + with_one


def written(data_dir: Path, lines: list[str]) -> Import:
    path = data_dir / "imports" / "report-1.txt"
    path.write_text("A site\npost: 3\n\n" + "".join(f"{line}\n" for line in lines))
    what = {"shortcode": 150, "embed": len(lines) - 150}
    counts = {"in_file": 3, "public": 2, "draft": 1, "filed": 0, "waits": 0, "skipped": 0}
    report = {"kinds": {"post": counts}, "what": what, "path": str(path), "terms": {}, "authors": {}, "comments": 0}
    return Import.objects.create(files=[{"name": "a.xml", "path": "/a.xml"}], state="done", report=report)


def test_a_long_report_is_paged_narrowed_and_given_as_a_table(data_dir: Path) -> None:
    lines = [f"a.xml:{n}\tshortcode\tpost\tTitle {n}\t[ad] was left out" for n in range(150)]
    lines += [f"a.xml:{n}\tembed\tpage\t=SUM({n})\tIt became a link" for n in range(20)]
    done = written(data_dir, lines)
    client = signed_in(make_editor())
    address = f"{ADDRESS}{done.pk}/"

    first = client.get(address)
    second = client.get(address + first.context["further"].partition("#")[0])
    narrowed = client.get(f"{address}?what=embed&kind=page")
    none = client.get(f"{address}?what=embed&kind=post")
    table = b"".join(client.get(f"{address}report.csv").streaming_content).decode("utf-8-sig").splitlines()

    assert [len(each.context["notes"]) for each in (first, second, narrowed, none)] == [100, 70, 20, 0]
    assert second.context["notes"][0].where == "a.xml:100"
    assert (second.context["further"], narrowed.context["further"]) == ("", "")
    assert len(table) == 171
    assert table[-1] == "a.xml:19,embed,page,'=SUM(19),It became a link"


def test_a_report_elsewhere_on_the_machine_is_not_shown(data_dir: Path) -> None:
    done = written(data_dir, [])
    elsewhere = data_dir / "secret.txt"
    elsewhere.write_text("a\tb\tc\td\n")
    done.report |= {"path": str(elsewhere), "notes": [["a.xml", 7, "embed", "It became a link"]], "what": {"embed": 1}}
    done.save()

    notes = signed_in(make_editor()).get(f"{ADDRESS}{done.pk}/").context["notes"]

    assert [(each.where, each.words) for each in notes] == [("a.xml:7", "It became a link")]


def test_what_was_handed_in_goes_after_a_week_unless_it_still_waits(data_dir: Path) -> None:
    client = signed_in(make_administrator())
    for name in ("old.xml", "waiting.xml", "new.xml"):
        sent(client, name=name)
    places = {each.files[0]["name"]: Path(each.files[0]["path"]).parent for each in Import.objects.all()}
    Import.objects.exclude(files__0__name="waiting.xml").update(state="done")
    with TemporaryUploadedFile("a.xml", "text/xml", 1, None) as taken:
        half = Path(taken.temporary_file_path())
    half.touch()
    long_ago = (timezone.now() - receiving.KEPT - timedelta(minutes=1)).timestamp()
    for path in (places["old.xml"], places["waiting.xml"], half):
        os.utime(path, (long_ago, long_ago))

    assert receiving.forget_old() == 1

    assert {name: path.exists() for name, path in places.items()} == {
        "old.xml": False,
        "waiting.xml": True,
        "new.xml": True,
    }
    assert not half.exists()
