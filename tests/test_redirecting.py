"""Old addresses: what each is kept as, and which may lead where."""

import random
import threading
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from articles.models import MissedAddress, Redirect
from articles.models.redirects import PATH_MAX, address_key
from articles.redirecting import RedirectRefused, add, add_all, answers_today, read_csv
from articles.tables import FileRefused
from tests.factories import make_editor, make_listing

ENCODED = "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%D8%B3%D9%88%D8%B1%D9%8A%D8%A7/"
PIECES = (
    "/", "//", "%2f", "%", "%25", "41", "%3f", "%23", "?", "#", "&", "=", ";", "a", "B", "é", "e\u0301", "سوريا",
    "%D8%B3", "%d8", "\x00", "%00", "index.php", "/page/2", "/feed", "/feed/rss2", "/amp", "?p=12", "&cat=3", "http://",
    "@", ":", "[", " ", "%20", "+", "\u200f", "İ", "ẞ", "Σ", "\ud800", "\u0345", "😀", ".php", "?id=7",
    "tag=%D8%B3", "\n",
)  # fmt: skip


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("/2013/05/06/Some-Slug/", "/2013/05/06/some-slug"),
        ("https://www.example.org/Politics/1234/SLUG.html?utm_source=x#top", "/politics/1234/slug.html"),
        (ENCODED, "/أخبار/سوريا"),
        (ENCODED.lower(), "/أخبار/سوريا"),
        ("/cafe\u0301/", "/café"),
        ("/caf%C3%A9", "/café"),
        ("/%25D8%25B3", "/س"),
        ("//a///b//", "/a/b"),
        ("/category/news/page/2/", "/category/news"),
        ("/news/slug/feed/", "/news/slug"),
        ("/news/slug/feed/atom/", "/news/slug"),
        ("/news/slug/amp/", "/news/slug"),
        ("/news/slug/comment-page-3/", "/news/slug"),
        ("/feed/", "/feed"),
        ("/?p=12&utm_source=mail", "/?p=12"),
        ("/?utm_source=mail&cat=3&p=12", "/?p=12"),
        ("/index.php?page_id=7", "/?page_id=7"),
        ("/?tag=%D8%B3", "/?tag=س"),
        ("/index.php/2013/05/slug/", "/2013/05/slug"),
        ("/news/index.html", "/news"),
        ("/story.php?id=77&lang=en", "/story.php?id=77"),
        ("/story/?id=77", "/story"),
        ("/slug;jsessionid=1A2B?x=1", "/slug"),
        ("/slug%20", "/slug"),
        ("/what%3F/", "/what%3f"),
        ("/", ""),
        ("/?s=words", ""),
        ("/?p=", ""),
        ("", ""),
        ("/" + "a" * (PATH_MAX - 1), "/" + "a" * (PATH_MAX - 1)),
        ("/" + "a" * PATH_MAX, ""),
        ("/%252525252541", ""),
        ("%" * 100_000, ""),
    ],
)
def test_an_old_address_is_kept_as_what_names_its_page(address: str, key: str) -> None:
    assert address_key(address) == key


def test_the_key_of_a_key_is_that_key() -> None:
    dice = random.Random(13)

    for _turn in range(5_000):
        address = "".join(dice.choices(PIECES, k=dice.randint(0, 14)))
        key = address_key(address)
        assert address_key(key) == key, address
        assert key == "" or (key.startswith("/") and len(key) in range(2, PATH_MAX + 1)), address
        assert b"\0" not in key.encode(), address


# --- Which may lead where ------------------------------------------------------------------------


@pytest.mark.django_db
def test_redirects_are_made_once_and_never_lead_in_a_chain_or_a_circle() -> None:
    editor = make_editor()
    MissedAddress.objects.create(path="/a", last_on="2026-01-01")
    site = settings.SITE_URL

    refused = add_all([(f"{site}/A/", f"{site}/about/us/"), ("/a?x=1", "/about/us/"), ("/ar", ENCODED)], by=editor)

    assert refused == []
    assert set(Redirect.objects.values_list("old", "new")) == {("/a", "/about/us/"), ("/ar", "/أخبار/سوريا/")}
    assert Redirect.objects.get(old="/a").made_by == editor
    assert not MissedAddress.objects.exists()
    for old, new, words in [
        ("/a", "/elsewhere/", "“/a” leads to “/about/us/” already: change it there."),
        ("/b", "/B/", "“/b” would lead to itself, “/B/”."),
        ("/b", "/a/", "“/a/” is an old address itself: let “/b” lead to “/about/us/”."),
        ("/about/us", "/a", "“/about/us” and “/a” would lead to each other."),
        ("/about/us", "/c/", "“/a” leads to “/about/us”: let it lead to “/c/” first."),
        (ENCODED, "/c/", "“/ar” leads to “/أخبار/سوريا”: let it lead to “/c/” first."),
        ("/", "/c/", "“/” is no old address: write its path, like /politics/1234/slug.html."),
        ("/media/a.jpg", "/c/", "“/media/a.jpg” is an address of the newsroom itself: "),
        ("/b", "//evil.example/", "“/b” can't lead to “//evil.example/”. "),
        ("/b", "javascript:alert(1)", "“/b” can't lead to “javascript:alert(1)”. "),
        ("/b", "https://user@evil.example/", "“/b” can't lead to “https://user@evil.example/”. "),
    ]:  # fmt: skip
        with pytest.raises(RedirectRefused) as error:
            add(old, new, by=editor)
        assert str(error.value).startswith(words)
    assert Redirect.objects.count() == 2


@pytest.mark.django_db
def test_a_thousand_take_as_many_queries_as_two(django_assert_max_num_queries: Any) -> None:
    circle = [("/x", "/y"), ("/y", "/x")]

    with django_assert_max_num_queries(8):
        refused = add_all([*circle, *((f"/old/{number}", f"/new/{number}/") for number in range(900))])

    assert refused == ["“/y” and “/x” would lead to each other."]
    assert Redirect.objects.count() == 901


def test_two_people_cannot_make_a_circle_together(committed_db: Any) -> None:
    both_began = threading.Barrier(2, timeout=20)
    refused: list[str] = []

    def make(old: str, new: str) -> None:
        try:
            with transaction.atomic():
                both_began.wait()
                refused.extend(add_all([(old, new)]))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=make, args=pair) for pair in (("/x", "/y"), ("/y", "/x"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert "would lead to each other" in refused[0]
    assert Redirect.objects.count() == 1


@pytest.mark.django_db
def test_a_live_page_is_known_before_it_is_redirected() -> None:
    listing = make_listing()

    assert answers_today(address_key(listing.get_absolute_url()))
    assert answers_today("/latest")
    assert not answers_today("/2013/05/06/never")
    assert not answers_today("/nowhere/at/all")


# --- From a file ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "old,new\n/a,/b/\n/c,/d;e/\n",
        "/a;/b/\r\n/c;/d;e/\r\n".replace("/d;e/", '"/d;e/"'),
        "\ufeffFrom\tTo\n/a\t/b/\n/c\t/d;e/\n",
        '"/a","/b/",301\n\n"/c","/d;e/",301',
    ],
)
def test_a_file_may_be_parted_as_its_maker_likes(text: str) -> None:
    assert read_csv(BytesIO(text.encode())).pairs == [("/a", "/b/"), ("/c", "/d;e/")]


def test_a_file_names_each_line_that_holds_no_pair() -> None:
    table = read_csv(BytesIO(b"/a,/b\nnonsense,/c\n\n/d\n?p=3,/e\n"))

    assert table.pairs == [("/a", "/b"), ("?p=3", "/e")]
    assert table.lines == [1, 5]
    assert table.refused == [
        (2, "“nonsense” is no old address: write one that begins with / or https://."),
        (4, "“/d” has no new address beside it."),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"/a,/b\n/\xd3,/c\n", "Line 2 is not in UTF-8"),
        (b'/a,/b\n"/c,/d\n' + b"x" * 140_000, "Line 3 can't be read"),
        (b"/a,/b\n" * 100_001, "more than 100,000 lines"),
        (b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
    ],
    ids=["encoding", "quotation mark", "lines", "bytes"],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        read_csv(BytesIO(content))


@pytest.mark.django_db
def test_the_command_makes_what_can_be_made_and_names_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_text("old,new\n/a,/b/\nnonsense,/c/\n/d,/a\n/A/,/b/\n")
    out, err = StringIO(), StringIO()

    call_command("import_redirects", str(file), stdout=out, stderr=err)

    assert out.getvalue() == "Made 1, left 1 as they were, refused 2.\n"
    assert [line.split(": ")[0] for line in err.getvalue().splitlines()] == [f"{file}, line 3", f"{file}, line 4"]
    with pytest.raises(CommandError):
        call_command("import_redirects", str(tmp_path / "none.csv"))
