"""What an export says is read as it stands, whole or not at all, whatever somebody put into it."""

import codecs
import gzip
import random
import socket
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from articles.intake.wordpress import elements
from articles.intake.wordpress.items import ExportRefused, Item
from articles.intake.wordpress.reading import items, survey
from benchmarks.make_wordpress_export import export, write

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "wordpress"
HEAD = """<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>A site</title>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://Example.org/blog/</wp:base_blog_url>
"""
FOOT = "</channel></rss>\n"
ITEM = (
    "<item><title>A title</title><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type>"
    "<wp:status>publish</wp:status>{}</item>\n"
)


def saved(tmp_path: Path, content: str | bytes, name: str = "export.xml") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def with_items(*inside: str, head: str = "", before: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> str:
    return before + HEAD + head + "".join(ITEM.format(each) for each in inside) + FOOT


def reasons(path: Path) -> str:
    with pytest.raises(ExportRefused) as refused:
        survey(path)
    assert path.name in refused.value.reasons[0]
    return " ".join(refused.value.reasons)


def only(path: Path, **asked: object) -> Item:
    [item] = items(path, **asked)  # type: ignore[arg-type]
    return item


# --- Real files ------------------------------------------------------------------------------------

# Kinds and comments; None: refused.
FILES: dict[str, tuple[dict[str, int], int] | None] = {
    "crazy-cdata.xml": ({"post": 1}, 0),
    "invalid-version-tag.xml": None,
    "malformed.xml": None,
    "missing-tags.xml": ({"post": 1}, 0),
    "post-content-blank-lines.xml": ({"post": 1}, 0),
    "slashes.xml": ({"post": 1}, 1),
    "test-serialized-postmeta-with-cdata.xml": ({"post": 1}, 0),
    "theme-preview.xml": ({"post": 7}, 2),
    "valid-wxr-1.0.xml": ({"post": 3, "page": 3}, 1),
    "valid-wxr-1.1.xml": ({"post": 1, "page": 1}, 1),
    "wxr-comprehensive.xml": ({"post": 1, "page": 1}, 1),
    "wxr-flat-attachment-same-site.xml": ({"attachment": 1, "post": 1}, 0),
    "wxr-utf-8-challenges.xml": ({"post": 1}, 0),
}


@pytest.mark.skipif(not REAL.is_dir(), reason=f"{REAL} is not here")
@pytest.mark.parametrize("name", FILES)
def test_every_item_of_a_real_export_is_read(name: str) -> None:
    expected = FILES[name]
    if expected is None:
        line = {"invalid-version-tag.xml": "line 33", "malformed.xml": "line 90"}[name]
        assert line in reasons(REAL / name)
        return

    found, read = survey(REAL / name), list(items(REAL / name))

    assert (dict(found.counts), found.comments) == expected
    assert len(read) == found.counts.total()
    assert sum(item.comments for item in read) == found.comments
    source = (REAL / name).read_text().splitlines()
    assert all("<item>" in source[item.line - 1] for item in read)
    assert not any("@" in f"{item.creator}{item.meta}" for item in read)


@pytest.mark.skipif(not REAL.is_dir(), reason=f"{REAL} is not here")
def test_sections_that_hold_their_own_end_are_read_as_they_were_meant() -> None:
    found, item = survey(REAL / "crazy-cdata.xml"), only(REAL / "crazy-cdata.xml")

    assert item.content == "Content with nested <![CDATA[ tags ]]> :)"
    assert {(note.what, note.line) for note in found.notes} >= {("cdata", 18)}


# --- Refused ---------------------------------------------------------------------------------------


def deep(depth: int) -> str:
    return with_items("<wp:postmeta>" + "<a>" * depth + "</a>" * depth + "</wp:postmeta>")


def bomb(entities: str, *, encoding: str = "utf-8") -> bytes:
    text = with_items(
        "<content:encoded>&z;</content:encoded>", before=f'<?xml version="1.0"?>\n<!DOCTYPE rss {entities}>\n'
    )
    return (codecs.BOM_UTF16_LE if "16" in encoding else b"") + text.encode(encoding)


LAUGHS = "[<!ENTITY a '" + "ha" * 500 + "'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(25)
) + "]"  # fmt: skip
QUADRATIC = "[<!ENTITY z '" + "q" * 50_000 + "'>]"
HOSTILE: dict[str, tuple[bytes | str, str]] = {
    "billion laughs": (bomb(LAUGHS), "line 2: the file declares things of its own"),
    "quadratic": (bomb(QUADRATIC), "line 2: the file declares"),
    "external file": (bomb("[<!ENTITY z SYSTEM 'file:///etc/hostname'>]"), "line 2: the file declares"),
    "external http": (bomb("[<!ENTITY z SYSTEM 'http://127.0.0.1:9/x'>]"), "line 2: the file declares"),
    "parameter entity": (bomb("[<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]"), "line 2: the file declares"),
    "external in utf-16": (bomb("[<!ENTITY z SYSTEM 'file:///etc/hostname'>]", encoding="utf-16-le"), "declares"),
    "behind a quoted bracket": (bomb('PUBLIC "a[>" "b" [<!ENTITY z "y">]'), "line 2: the file declares"),
    "entity without a type": ('<?xml version="1.0"?>\n<!ENTITY z "y">', "line 2: this is no XML"),
    "10,000 deep": (deep(10_000), "more than 256 deep"),
    "utf-7": ('<?xml version="1.0" encoding="utf-7"?>+ADw-rss/+AD4-', "line 1: the file is written in utf-7"),
    "utf-16 without its mark": (with_items("").encode("utf-16-le"), "can't be told"),
    "ebcdic": ('<?xml version="1.0" encoding="cp037"?><rss/>', "cp037"),
    "utf-16 that is none": ('<?xml version="1.0" encoding="utf-16"?><rss/>', "utf-16, which isn't read"),
    "empty": ("", "line 1: the file is empty"),
    "blank": (" \n\n", "line 3: the file is empty"),
    "a page": ("<html><body>Not Found</body></html>", "line 1: this is no export of WordPress"),
    "words": ("\n\nFatal error: memory\n", "line 3: this is no XML"),
    "a feed": ("<rss><channel>\n<item><title>x</title></item></channel></rss>", "wxr_version"),
    "version 2": (with_items("").replace(">1.2<", ">2.0<"), "“2.0” is no version"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, "line 1: "),
    "too long a text": (with_items(f"<guid>{'x' * 11_000_000}</guid>"), "10 million characters"),
    "not closed": (with_items("<b>x</c>"), "line 6: this can't be read (Opening and ending tag mismatch"),
    "endless prolog": ('<?xml version="1.0"?>' + "<!-- -->" * 200_000, "line 1: this is no export"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_or_no_export_is_refused_in_words(name: str, tmp_path: Path) -> None:
    content, said = HOSTILE[name]
    path = saved(tmp_path, content)

    assert said in reasons(path)
    with pytest.raises(ExportRefused):
        list(items(path))


def test_nothing_is_opened_or_asked_for_on_the_way(tmp_path: Path) -> None:
    secret = saved(tmp_path, "a secret", "secret.txt")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        here = f"http://127.0.0.1:{listening.getsockname()[1]}/x"
        include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="{}"/>'
        inside = "".join(include.format(address) for address in (secret.as_uri(), here))
        before = f'<?xml version="1.0"?><?xml-stylesheet href="{here}"?><!DOCTYPE rss SYSTEM "{here}">'
        path = saved(tmp_path, with_items(f"<content:encoded>{inside}x</content:encoded>", before=before))

        content = only(path).content
        for entity in (secret.as_uri(), here):
            with pytest.raises(ExportRefused):
                survey(saved(tmp_path, bomb(f"[<!ENTITY z SYSTEM '{entity}'>]")))

        assert content == "x"
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_a_file_that_breaks_off_anywhere_is_refused_with_its_last_line(tmp_path: Path) -> None:
    whole = "".join(export(4, tags=5)).encode()
    start, chance = whole.index(b"<rss"), random.Random("cuts")

    for cut in (chance.randrange(start + 5, len(whole) - 8) for _each in range(40)):
        said = reasons(saved(tmp_path, whole[:cut]))
        line = whole.count(b"\n", 0, cut) + 1
        assert "breaks off here" in said or "begins" in said, (cut, said)
        assert f"line {line:,}:" in said, (cut, said)


def test_one_item_without_end_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elements, "TAGS_MAX", 500)
    many = with_items(*[""] * 200)
    path = saved(tmp_path, many.replace("</item>", "<a/>" * 600 + "</item>", 1))

    assert "line 6: one item alone is larger" in reasons(path)
    assert survey(saved(tmp_path, many, "whole.xml")).counts == {"post": 200}


# --- Mended ----------------------------------------------------------------------------------------

CYRILLIC = "Дамаск"


def body(content: str) -> str:
    return f"<content:encoded>{content}</content:encoded>"


def declared(encoding: str, rest: str = "") -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>{rest}'


OLD_DOCTYPE = '<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://127.0.0.1:9/r.dtd">'
PLAIN = with_items(body("x"))
# What the file is, the content that comes of it, what is noted, and in which line.
MENDED: list[tuple[bytes | str, str, str, int]] = [
    (with_items("\n" + body("<![CDATA[a\x08b\x0bc\x00d]]>")), "abcd", "control-characters", 7),
    (with_items(body("é X")).encode().replace(b"X", b"\xff\xe9"), "é \ufffd\ufffd", "not-text", 6),
    ("\n\n" + PLAIN, "x", "blank-lines", 1),
    ("\ufeff\r\n" + PLAIN, "x", "blank-lines", 1),
    (with_items(body("x"), before=declared("utf-8", "\n<!DOCTYPE rss>")), "x", "", 0),
    (with_items(body("x"), before=declared("utf-8", OLD_DOCTYPE)), "x", "", 0),
    (with_items(body("A & B&nbsp;&eacute;&#8;&#55357;&lt;&#233;&so;")), "A & B\u00a0é<é&so;", "ampersand", 6),
    (
        codecs.BOM_UTF16_BE + with_items(body(CYRILLIC), before=declared("utf-16")).encode("utf-16-be"),
        CYRILLIC,
        "",
        0,
    ),
    (with_items(body(CYRILLIC), before=declared("windows-1251")).encode("cp1251"), CYRILLIC, "", 0),
    (codecs.BOM_UTF8 + with_items(body(CYRILLIC), before=declared("iso-8859-1")).encode(), CYRILLIC, "encoding", 1),
    (with_items(f'<guid a="{"y" * 1_000_000}">g</guid>{body("x")}'), "x", "", 0),
    (with_items(body("a ]]> b")), "a ]]> b", "", 0),
    (with_items(body("a <b>bold</b> word")), "a bold word", "", 0),
    (with_items(body("<![CDATA[a]]]]><![CDATA[>b]]>")), "a]]>b", "", 0),
]


@pytest.mark.parametrize(("given", "content", "what", "line"), MENDED, ids=range(len(MENDED)))
def test_what_can_be_mended_is_and_is_told(
    given: bytes | str, content: str, what: str, line: int, tmp_path: Path
) -> None:
    path = saved(tmp_path, given)

    found = survey(path)

    assert only(path).content == content
    assert {(note.what, note.line) for note in found.notes} == ({(what, line)} if what else set())


# The parser says nothing of a character whose name it doesn't know, and reads no further.
@pytest.mark.parametrize("stray", ["a & b", "a&nbsp;b"])
def test_a_mended_reading_gives_each_item_once_and_tells_each_line_once(tmp_path: Path, stray: str) -> None:
    inside = ["", "<content:encoded>\x08</content:encoded>", *[""] * 1_500]
    path = saved(tmp_path, with_items(*inside, f"<content:encoded>{stray}</content:encoded>", "", ""))

    found, read = survey(path), list(items(path))

    assert found.counts == {"post": 1_505}
    assert [item.line for item in read] == list(range(6, 1_511))
    assert [(note.line, note.what) for note in found.notes if note.what != "same-number"] == [
        (7, "control-characters"),
        (1_508, "ampersand"),
    ]


def test_lines_are_right_far_into_a_file(tmp_path: Path) -> None:
    head = "<wp:category>\n<wp:cat_name>One</wp:cat_name></wp:category>\n" + "\n" * 80_000
    late = "<wp:tag>\n<wp:tag_slug>late</wp:tag_slug></wp:tag>\n"
    inside = "\n<content:encoded><![CDATA[" + "\n" * 300_000 + "<item>\n</item>\x08]]></content:encoded>"
    text = with_items(inside, "", head=head + late).replace("<item><title>", "<item>\n\n<title>")
    path = saved(tmp_path, text)

    found, read = survey(path), list(items(path))

    lines = text.split("\n")
    assert [lines[term.line - 1] for term in found.terms] == ["<wp:category>", "<wp:tag>"]
    assert [term.line > 65_535 for term in found.terms] == [False, True]
    assert all(lines[item.line - 1] == "<item>" for item in read)
    assert read[1].line > 380_000
    assert ["\x08" in lines[note.line - 1] for note in found.notes if note.what == "control-characters"] == [True]
    assert found.lines == len(lines)
    broken = saved(tmp_path, text.replace("</channel>", "</chanel>"))
    assert f"line {read[1].line + 3:,}: this can't be read" in reasons(broken)


# --- What it says ----------------------------------------------------------------------------------

BEIRUT = ZoneInfo("Asia/Beirut")
DATES: list[tuple[str, datetime | None, list[str]]] = [
    ("<wp:post_date_gmt>2012-01-05 14:30:46</wp:post_date_gmt>", datetime(2012, 1, 5, 14, 30, 46, tzinfo=UTC), []),
    ("<wp:post_date>2012-01-05 14:30:46</wp:post_date>", datetime(2012, 1, 5, 12, 30, 46, tzinfo=UTC), []),
    (
        "<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt><wp:post_date>2012-07-05 14:30:46</wp:post_date>",
        datetime(2012, 7, 5, 11, 30, 46, tzinfo=UTC),
        [],
    ),
    ("<pubDate>Thu, 05 Jan 2012 14:30:46 +0200</pubDate>", datetime(2012, 1, 5, 12, 30, 46, tzinfo=UTC), []),
    (
        "<wp:post_date>0000-00-00 00:00:00</wp:post_date><pubDate>Wed, 30 Nov -0001 00:00:00 +0000</pubDate>",
        None,
        [],
    ),
    ("<wp:post_date>yesterday</wp:post_date>", None, ["no-date"]),
    ("<wp:post_date>0001-01-01 00:00:00</wp:post_date>", None, ["no-date"]),
    ("", None, []),
]


@pytest.mark.parametrize(("inside", "moment", "told"), DATES)
def test_the_moment_is_read_from_what_there_is(
    inside: str, moment: datetime | None, told: list[str], tmp_path: Path
) -> None:
    item = only(saved(tmp_path, with_items(inside)), zone=BEIRUT)

    assert item.posted_at == moment
    assert [note.what for note in item.notes] == told


def test_an_item_says_all_that_it_can(tmp_path: Path) -> None:
    inside = """<link>https://example.org/?p=1</link><guid>g</guid><dc:creator>jane</dc:creator>
<content:encoded><![CDATA[ <p>x</p>\n]]></content:encoded><excerpt:encoded><![CDATA[e]]></excerpt:encoded>
<wp:post_name> a-title </wp:post_name><wp:post_password>pass</wp:post_password><wp:post_parent>0</wp:post_parent>
<category><![CDATA[News]]></category><category domain="category" nicename="news"><![CDATA[News]]></category>
<category domain="tag" nicename="t"><![CDATA[T]]></category><category>Loose</category>
<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value><![CDATA[7]]></wp:meta_value></wp:postmeta>
<wp:postmeta><wp:meta_key>secret</wp:meta_key><wp:meta_value>O:8:"stdClass":0:{}</wp:meta_value></wp:postmeta>
<wp:attachment_url>https://example.org/a.jpg</wp:attachment_url>"""

    item = only(saved(tmp_path, with_items(inside)))

    assert (item.title, item.slug, item.link, item.guid) == ("A title", "a-title", "https://example.org/?p=1", "g")
    assert (item.content, item.excerpt, item.creator) == (" <p>x</p>\n", "e", "jane")
    assert (item.has_password, item.parent, item.attachment_url) == (True, "", "https://example.org/a.jpg")
    assert item.terms == (("category", "news", "News"), ("post_tag", "t", "T"), ("category", "", "Loose"))
    assert item.meta == {"_thumbnail_id": ["7"]}
    assert "pass" not in repr(item).replace("has_password", "")


def test_what_an_item_does_not_say_makes_nothing_public(tmp_path: Path) -> None:
    path = saved(tmp_path, HEAD + "<item><title>Bare</title></item>\n<item/>\n" + FOOT)

    bare, empty = items(path)

    assert (bare.kind, bare.status, bare.title, bare.posted_at) == ("post", "draft", "Bare", None)
    assert [note.what for note in empty.notes] == ["no-kind", "no-status"]


def test_a_site_that_is_not_named_is_known_by_the_host_of_its_items(tmp_path: Path) -> None:
    said = "<guid>https://old.example/2005/03/04/hello/</guid>"
    path = saved(tmp_path, with_items(said).replace("https://Example.org/blog/", ""))

    assert survey(path).site == "old.example"


def test_what_comes_twice_is_given_twice_and_told(tmp_path: Path) -> None:
    path = saved(tmp_path, with_items("<guid>g</guid>", "<guid>g</guid>"))

    found = survey(path)

    assert len(list(items(path))) == 2
    assert [(note.what, note.line) for note in found.notes] == [("same-number", 7), ("same-guid", 7)]
    assert "line 6" in found.notes[0].words


def test_a_site_its_terms_and_its_authors_are_surveyed(tmp_path: Path) -> None:
    head = """<wp:author><wp:author_login>jane</wp:author_login><wp:author_email>j@canary.example</wp:author_email>
<wp:author_display_name>Jane Doe</wp:author_display_name></wp:author>
<wp:author><wp:author_login>kim@canary.example</wp:author_login>
<wp:author_display_name>kim@canary.example</wp:author_display_name>
<wp:author_first_name>Kim</wp:author_first_name><wp:author_last_name>Lee</wp:author_last_name></wp:author>
<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>sub</wp:category_nicename>
<wp:category_parent>news</wp:category_parent><wp:cat_name><![CDATA[Sub]]></wp:cat_name></wp:category>
<wp:tag><wp:tag_slug>t</wp:tag_slug><wp:tag_name>T</wp:tag_name></wp:tag>
<wp:term><wp:term_taxonomy>nav_menu</wp:term_taxonomy><wp:term_slug>m</wp:term_slug></wp:term><wp:term/>
"""
    by = "<dc:creator>kim@canary.example</dc:creator>"
    path = saved(tmp_path, with_items(by, by.replace("kim", "gone"), head=head))

    found, read = survey(path), list(items(path))

    assert (found.site, found.version, found.title) == ("example.org/blog", "1.2", "A site")
    assert [author.name for author in found.authors] == ["Jane Doe", "Kim Lee"]
    assert [item.creator for item in read] == [found.authors[1].login, ""]
    assert [(term.taxonomy, term.slug, term.name, term.parent, term.term_id) for term in found.terms] == [
        ("category", "sub", "Sub", "news", "3"),
        ("post_tag", "t", "T", "", ""),
        ("nav_menu", "m", "m", "", ""),
    ]
    assert "canary" not in repr(found) + repr(read)


def test_a_whole_synthetic_export_comes_through_without_anything_personal(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    write(210, path, tags=5)

    found, read = survey(path), list(items(path))

    assert found.counts == {"page": 3, "attachment": 21, "post": 210}
    assert found.statuses["private"] == 2
    assert found.comments == sum(item.comments for item in read) > 0
    assert sum(item.has_password for item in read) == 1
    assert not any(canary in repr((found, read)) for canary in ("canary", "Canary", "203.0.113"))
    assert [item.kind for item in items(path, kinds=lambda kind: kind == "page")] == ["page"] * 3


# --- Packed ----------------------------------------------------------------------------------------


def test_packed_exports_are_read_like_plain_ones(tmp_path: Path) -> None:
    text = with_items("<content:encoded>x</content:encoded>")
    packed = saved(tmp_path, gzip.compress(text.encode()), "export.xml.gz")
    several = tmp_path / "export.zip"
    with zipfile.ZipFile(several, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("b.xml", "a.xml"):
            archive.writestr(f"files/{name}", text.replace("A title", name))

    assert only(packed).content == "x"
    assert [item.title for item in items(several)] == ["a.xml", "b.xml"]
    assert survey(several).counts == {"post": 2}


def test_parts_of_two_sites_are_not_brought_in_as_one(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.xml", with_items(""))
        archive.writestr("b.xml", with_items("").replace("Example.org", "other.org"))

    assert "export.zip/b.xml, line 1: this is an export of other.org/blog" in reasons(path)
