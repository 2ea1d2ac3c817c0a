"""A whole moving-in: everything in the file is brought in, or named; nothing becomes public that wasn't."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from PIL import Image
from pytest_django.plugin import DjangoDbBlocker

from articles import disclaimer
from articles.intake.wordpress.items import ExportRefused
from articles.intake.wordpress.moving import ask, move_in
from articles.intake.wordpress.pictures import bring_file
from articles.models import (
    Article,
    Contributor,
    Edition,
    Import,
    ImportedItem,
    Listing,
    Member,
    Page,
    Photo,
    Redirect,
)
from articles.models.text import photos_in

from . import exported as old

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "wordpress"
ROOT = Path(__file__).resolve().parents[3]
MAP = """
[site]
language = "en"
permalinks = ["/%category%/%post_id%/%postname%.html"]
[categories]
opinion = { section = "Opinion", genre = "opinion" }
aleppo = { keyword = "place" }
[tags]
assad = { name = "Bashar al-Assad", kind = "person" }
"bashar-al-assad" = { name = "Bashar al-Assad", kind = "person" }
[headlines]
"Analysis:" = { genre = "analysis" }
[types]
briefing = "article"
"""


@pytest.fixture(scope="module")
def moved(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Import]:
    """The rich export, moved in once for all tests of this module that only look."""
    folder = tmp_path_factory.mktemp("rich")
    (folder / "uploads/2013/05").mkdir(parents=True)
    Image.new("RGB", (900, 600), "teal").save(folder / "uploads/2013/05/bridge.jpg")
    (folder / "uploads/2013/05/unlisted.png").write_bytes(b"no picture at all")
    (folder / "secret.jpg").write_bytes((folder / "uploads/2013/05/bridge.jpg").read_bytes())
    (folder / "uploads/2013/05/lost.jpg").symlink_to(folder / "secret.jpg")
    path = old.saved(folder / "rich.xml", *old.rich())
    with django_db_blocker.unblock(), transaction.atomic():
        asked = ask(files=[path], uploads=folder / "uploads", map_text=MAP)
        yield move_in(asked, report_to=folder / "report.txt")
        transaction.set_rollback(True)


def article(title: str) -> Article:
    return Article.objects.get(headline=title)


def row(number: int, kind: str = "post") -> ImportedItem:
    return ImportedItem.objects.get(key__startswith=f"{number}:", kind=kind)


def notes(of: ImportedItem) -> set[str]:
    return {what for _line, what, _words in of.notes}


def test_a_public_post_becomes_an_article_with_an_edition_and_a_listing(moved: Import) -> None:
    found = article("The bridge opens & traffic flows")
    listing = Listing.public.get(article=found)

    assert listing.get_absolute_url() == "/2013/05/12/bridge-opens/"
    assert listing.published_at == datetime(2013, 5, 12, 9, 30, tzinfo=UTC)
    assert (listing.edition.attested_as, listing.edition.attested_by) == ("imported", None)
    assert disclaimer.broken_fields(listing.edition) == []
    assert listing.search_text
    assert (found.genre, found.standfirst, found.origin) == ("analysis", "The city celebrates.", "import")
    assert (found.section.name, found.contributor.name) == ("News", "Rana Haddad")  # type: ignore[union-attr]
    assert [each.name for each in found.keywords.all()] == ["Opinion", "Aleppo", "Bashar al-Assad", "Bridges"]
    assert [(each.availability, each.language) for each in found.translations.all()] == [("not-available", "ar")]


def test_pictures_come_with_their_words_and_unknown_rights(moved: Import) -> None:
    found = article("The bridge opens & traffic flows")
    unlisted = Photo.objects.get(alt="A map")

    assert found.photo is not None
    assert found.photo.image.name.endswith(".webp")
    assert (found.photo.rights, found.photo.width, found.photo_alt) == ("unknown", 900, "The new bridge over the river")
    # The leading photo does not begin the body a second time; the other one waits for a file that is a picture.
    assert photos_in(found.body) == [unlisted.pk]
    assert not unlisted.is_showable
    assert [each.outcome for each in (row(50, "attachment"), row(51, "attachment"))] == ["filed", "skipped"]
    assert "file-waits" in notes(ImportedItem.objects.get(kind="picture"))
    # A link that leads out of the uploads is followed nowhere.
    assert row(52, "attachment").outcome == "waits"


def test_a_picture_that_the_desk_has_given_a_file_meanwhile_keeps_it(moved: Import, tmp_path: Path) -> None:
    found = row(50, "attachment")

    bring_file(found, tmp_path)

    assert (found.outcome, notes(found)) == ("filed", set())


def test_what_readers_did_not_see_there_stays_unseen_here(moved: Import, client: Client) -> None:
    secret = Article.objects.filter(headline__startswith="Secret")
    old_ones = Redirect.objects.filter(old__in=["/?p=20", "/?p=25", "/?page_id=42", "/?attachment_id=52"])

    assert {(each.status, each.origin) for each in secret} == {("draft", "import")}
    assert secret.count() == len(old.HIDDEN) + 2
    assert not Listing.objects.filter(article__in=secret).exists()
    assert not Edition.objects.filter(article__in=secret).exists()
    assert not old_ones.exists()
    assert dict(Page.objects.values_list("slug", "is_public")) == {
        "about": True, "team": True, "secret": False, "below": False, "below-team": False,
    }  # fmt: skip
    # Every address that the site has for what came in: none says a word of it.
    lists = ["/", "/latest/", "/about/", "/search/?q=draft", "/feeds/latest.rss", "/keywords/", "/sitemaps/lists.xml"]
    articles = [listing.get_absolute_url() for listing in Listing.objects.all()]
    pages = [f"/about/{slug}/" for slug in ("about", "team")]
    for address in [*lists, *articles, *pages]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert b"Secret" not in answer.content, address
    assert [client.get(f"/about/{slug}/").status_code for slug in ("secret", "below", "below-team")] == [404] * 3


def test_each_odd_one_is_named_and_nothing_is_lost(moved: Import) -> None:
    assert article("No headline stands over this text, only words.").status == "published"
    assert notes(row(3)) == {"no-headline", "no-credit"}
    assert len(Listing.objects.get(article=row(4).article).edition.headline) <= 250
    assert "headline-cut" in notes(row(4))
    assert [(row(n).outcome, "not-public" in notes(row(n))) for n in (5, 6)] == [("draft", True)] * 2
    assert row(7).article.slug == "jsr-jdyd"  # type: ignore[union-attr]
    assert (row(8).outcome, "text-too-long" in notes(row(8))) == ("draft", True)
    assert Listing.objects.get(article=row(2).article).slug == "bridge-opens-2"
    assert row(9, "briefing").outcome == "public"
    assert [row(n, kind).outcome for n, kind in ((30, "post"), (31, "nav_menu_item"), (32, "revision"))] == [
        "skipped"
    ] * 3
    assert ImportedItem.objects.filter(key__startswith="twice:", outcome="skipped").count() == 1
    # The title of what is left out may be a reader's name: forms and orders are kept as items too.
    assert row(31, "nav_menu_item").title == ""


def test_the_report_accounts_for_every_item_and_names_each_with_its_line(moved: Import) -> None:
    report, whole = moved.report, Path(moved.report["path"]).read_text()

    assert moved.state == "done"
    assert report["mismatch"] == []
    assert {kind: sum(list(counts.values())[1:]) for kind, counts in report["kinds"].items()} == {
        kind: counts["in_file"] for kind, counts in report["kinds"].items()
    }
    assert report["kinds"]["post"]["in_file"] == 16
    assert report["authors"] == {"in_file": 3, "brought_in": 1, "left_out": 2}
    assert report["terms"]["left_out"] == 1
    # It names what was never public.
    assert Path(moved.report["path"]).stat().st_mode & 0o777 == 0o600
    assert report["comments"] == 1
    lines = old.export(*old.rich()).splitlines()
    for each in ImportedItem.objects.exclude(notes=[]).exclude(kind="picture"):
        for line, what, _words in each.notes:
            assert f"rich.xml:{line}\t{what}" in whole
            assert lines[line - 1]


def test_old_addresses_lead_to_where_things_are_now(moved: Import) -> None:
    leads = dict(Redirect.objects.values_list("old", "new"))

    for each in (
        "/?p=1",
        "/2013/05/bridge-opens",
        "/2013/05/a-bridge",
        "/news/1/bridge-opens.html",
        "/?attachment_id=50",
    ):
        assert leads[each] == "/2013/05/12/bridge-opens/", each
    assert leads["/category/news"] == "/sections/news/"
    assert leads["/category/aleppo"] == "/keywords/aleppo/"
    assert leads["/tag/assad"] == "/keywords/bashar-al-assad/"
    assert leads["/2013/05"] == "/search/?from=2013-05-01&to=2013-05-31"
    assert leads["/?page_id=41"] == "/about/team/"


def test_nothing_personal_came_in_and_nobody_got_an_account(moved: Import) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND data_type IN ('text', 'character varying', 'jsonb', 'json', 'tsvector')"
        )
        for table, column in cursor.fetchall():
            if (table, column) == ("articles_import", "files"):
                continue
            cursor.execute(
                f'SELECT "{column}" FROM "{table}" WHERE "{column}"::text ~* %s LIMIT 1', ["canary|203.0.113"]
            )
            assert cursor.fetchone() is None, (table, column)
    assert not Member.objects.exists()
    assert list(Contributor.objects.values_list("name", flat=True)) == ["Rana Haddad"]
    assert Group.objects.count() == 4


def test_a_second_run_changes_no_row_and_names_what_changed_there(moved: Import, tmp_path: Path) -> None:
    again = ask(files=[given["path"] for given in moved.files], uploads=moved.uploads, map_text=MAP)
    before = every_row()
    changed = [
        each.replace("The same day", "Another day").replace("<wp:post_password>canary</wp:post_password>", "")
        for each in old.rich()
    ]

    assert move_in(again, report_to=tmp_path / "second.txt").state == "done"
    assert every_row() == before
    newer = ask(files=[old.saved(tmp_path / "rich.xml", *changed)], map_text=MAP)
    before = every_row()
    move_in(newer, report_to=tmp_path / "third.txt")

    assert every_row() == before
    assert [title for _file, _line, title in newer.report["changed"]] == ["Another day", "Secret password"]
    assert again.report["kinds"] == moved.report["kinds"]
    assert again.report["what"] == moved.report["what"]
    assert moved.report["now"] >= sum(counts["in_file"] for counts in moved.report["kinds"].values())
    assert again.report["now"] == newer.report["now"] == 0


def test_a_try_changes_nothing_and_says_what_would_be(moved: Import, tmp_path: Path) -> None:
    with transaction.atomic():
        more = old.saved(tmp_path / "more.xml", old.item(900, "One more"), old.item(901, "Not yet", status="draft"))
        asked = ask(files=[more], is_dry_run=True)
        before = every_row()

        tried = move_in(asked, report_to=tmp_path / "try.txt")

        assert tried.state == "done"
        assert (tried.report["kinds"]["post"]["public"], tried.report["kinds"]["post"]["draft"]) == (1, 1)
        assert every_row() == before


@pytest.mark.skipif(not REAL.is_dir(), reason="the real exports are not here")
@pytest.mark.django_db
@pytest.mark.parametrize("path", sorted(REAL.glob("*.xml")), ids=lambda path: path.stem)
def test_every_item_of_a_real_export_arrives_or_is_named(path: Path, tmp_path: Path) -> None:
    before = ImportedItem.objects.count()

    done = move_in(ask(files=[path]), report_to=tmp_path / "report.txt")

    if path.stem in ("malformed", "invalid-version-tag"):
        assert done.state == "refused"
        assert ", line " in done.reasons[0]
        assert ImportedItem.objects.count() == before
    else:
        assert done.state == "done"
        assert done.report["mismatch"] == []
        assert sum(each["in_file"] for each in done.report["kinds"].values()) > 0


@pytest.mark.django_db
def test_what_is_wrong_is_said_before_anything_is_written(tmp_path: Path) -> None:
    one, two = old.saved(tmp_path / "one.xml", old.item(1)), tmp_path / "two.xml"
    two.write_text(old.export(old.item(2)).replace("old.example", "new.example"))

    with pytest.raises(ExportRefused) as refused:
        ask(files=[tmp_path / "none.xml"], uploads=tmp_path / "nowhere", map_text="[bogus]\n")

    assert len(refused.value.reasons) == 3
    assert "different sites" in move_in(ask(files=[one, two])).reasons[0]
    assert not ImportedItem.objects.exists()


@pytest.mark.django_db
def test_exports_that_do_not_say_where_they_come_from_hide_none_of_each_other(tmp_path: Path) -> None:
    bare = "<item><wp:status>draft</wp:status><content:encoded>{}</content:encoded></item>"
    paths = [tmp_path / "one.xml", tmp_path / "two.xml"]
    for path, title in zip(paths, ("One", "Two"), strict=True):
        text = old.export(old.item(1, title, guid=""), bare.format("Tall"), bare.format("Small"))
        path.write_text(text.replace(old.SITE, ""))

    together = move_in(ask(files=paths))
    runs = [move_in(ask(files=[path]), report_to=tmp_path / "report.txt") for path in paths]
    before = every_row()
    move_in(ask(files=paths[:1]), report_to=tmp_path / "report.txt")

    assert "different sites" in together.reasons[0]
    assert [run.report["kinds"]["post"]["skipped"] for run in runs] == [0, 0]
    assert Article.objects.count() == 6
    assert every_row() == before


@pytest.mark.django_db
def test_what_the_newsroom_wrote_itself_has_no_original(tmp_path: Path) -> None:
    own = '[categories]\n"Views & News" = { adaptation = "original-work" }\n'
    post = old.item(1, "Ours", terms=(("category", "views", "Views &amp; News"),))

    move_in(ask(files=[old.saved(tmp_path / "own.xml", post)], map_text=own), report_to=tmp_path / "report.txt")

    assert (article("Ours").adaptation, article("Ours").translations.count()) == ("original-work", 0)


def every_row() -> dict[str, tuple[int, str]]:
    """A checksum of each table, numbers of rows included; of moving-in itself only its finished parts."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - {"articles_import"})
        sums = {}
        for table in tables:
            cursor.execute(
                f"SELECT count(*), md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) FROM \"{table}\" t"
            )
            sums[table] = cursor.fetchone()
    return sums


# --- Ended early ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_one_that_is_stopped_goes_on_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.intake.wordpress.run.BATCH", 2)
    asked = ask(files=[old.saved(tmp_path / "five.xml", *(old.item(number) for number in range(1, 6)))])
    steps = iter([False, False, True])

    stopped = move_in(asked, stops=lambda: next(steps), report_to=tmp_path / "report.txt")
    assert (stopped.state, Article.objects.count()) == ("stopped", 4)
    assert "Run it again to go on" in stopped.reasons[0]
    move_in(asked, report_to=tmp_path / "report.txt")

    assert (asked.state, Article.objects.count()) == ("done", 5)
    assert asked.report["kinds"]["post"]["public"] == 5


@pytest.mark.django_db
def test_the_command_prints_the_report_and_tells_by_its_exit_code_how_it_ended(tmp_path: Path) -> None:
    export, report, printed, said = (
        old.saved(tmp_path / "a.xml", old.item(1)),
        tmp_path / "r.txt",
        StringIO(),
        StringIO(),
    )

    call_command("import_wordpress", str(export), report=report, stdout=printed, stderr=said)
    with pytest.raises(SystemExit) as refused:
        call_command("import_wordpress", str(export), map="no-such", stdout=StringIO(), stderr=said)

    assert "post: 1 = 1 public" in printed.getvalue()
    assert str(report) in printed.getvalue()
    assert refused.value.code == 1
    assert "The map no-such can't be read" in said.getvalue()
