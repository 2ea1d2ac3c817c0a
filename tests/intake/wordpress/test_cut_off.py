"""An import that is cut off goes on as if nothing had been; two at once get not in each other's way."""

import random
import time
from pathlib import Path

import psycopg
from django.conf import settings

from articles.intake.wordpress.moving import LOCK, ask, move_in
from articles.models import ImportedItem
from benchmarks import kill_import
from tests.fixtures.databases import Databases

from . import exported as old


def url_of(name: str) -> str:
    given = settings.DATABASES["default"]
    return f"postgresql://{given['USER']}:{given.get('PASSWORD', '')}@/{name}?host={given['HOST']}&port={given['PORT']}"


def killed_after(rows: int, url: str, export: Path, folder: Path) -> None:
    """Begin an import, and kill it once so many rows of the ledger are there."""
    process = kill_import.start(url, export, folder, small=True)
    with psycopg.connect(url, autocommit=True) as looking:
        while process.poll() is None:
            [found] = looking.execute("SELECT count(*) FROM articles_importeditem").fetchone() or [0]
            if found >= rows:
                break
            time.sleep(0.01)
    process.kill()
    process.wait()


def test_killed_anywhere_and_run_again_gives_what_one_clean_run_gives(
    committed_db: str, databases: Databases, tmp_path: Path
) -> None:
    more = [
        old.item(100 + n, f"Story {n}", slug="story", terms=(("post_tag", f"tag-{n // 3}", f"Tag {n // 3}"),))
        for n in range(60)
    ]
    export = old.saved(tmp_path / "export.xml", *old.rich(), *more)
    clean = databases.cluster.clone(databases.template)

    for rows in sorted(random.Random(7).sample(range(8, 85), 3)):
        killed_after(rows, url_of(committed_db), export, tmp_path)
    # The batches are of another size: what comes of an item doesn't depend on where they end.
    assert kill_import.run(url_of(committed_db), export, tmp_path, small=True)
    again = (tmp_path / "report.txt").read_text()
    assert kill_import.run(url_of(clean), export, tmp_path)

    assert kill_import.checksums(url_of(committed_db)) == kill_import.checksums(url_of(clean))
    assert again == (tmp_path / "report.txt").read_text()
    databases.cluster.drop(clean)


def test_the_second_of_two_at_once_is_refused_in_words(committed_db: str, tmp_path: Path) -> None:
    asked = ask(files=[old.saved(tmp_path / "one.xml", old.item(1))])

    with psycopg.connect(url_of(committed_db), autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        refused = move_in(asked)

    assert (refused.state, refused.reasons) == ("refused", ["Another moving-in is running: wait until it has ended."])
    assert not ImportedItem.objects.exists()
    assert move_in(asked, report_to=tmp_path / "report.txt").state == "done"
