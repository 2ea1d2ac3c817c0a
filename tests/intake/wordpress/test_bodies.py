"""Bodies of every age and state, as the newsroom's small HTML."""

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from articles.intake.wordpress.bodies import read_body
from articles.models.text import BODY_MAX, clean_html, plain

EXPORTS = Path(__file__).parents[4] / "shared/data/wordpress"


def read(content: str):
    return read_body(content, line=10, site="old.example")


def html(content: str) -> str:
    body = read(content)
    return body.html({picture: number for number, picture in enumerate(body.pictures, 1)})


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (
            '<!-- wp:paragraph {"dropCap":true} -->\n<p class="x">One\ntwo.</p>\n<!-- /wp:paragraph -->',
            "<p>One two.</p>",
        ),
        (
            '<!-- wp:heading {"level":1} --><h1>A</h1><!-- /wp:heading --><!-- wp:heading --><h5>B</h5>',
            "<h2>A</h2><h4>B</h4>",
        ),
        (
            "<!-- wp:pullquote --><figure><blockquote><p>So.</p><cite>He</cite></blockquote></figure>",
            "<blockquote><p>So.</p><p><cite>He</cite></p></blockquote>",
        ),
        (
            (
                "<!-- wp:table --><table><tr><th>Town</th><th></th><th>Dead</th>"
                "</tr><tr><td><p>Homs</p></td><td>3</td></tr></table>"
            ),
            "<p>Town · Dead</p><p>Homs · 3</p>",
        ),
        ("<!-- wp:verse --><pre>one\ntwo</pre><!-- /wp:verse --><!-- wp:separator --><hr/>", "<p>one<br>two</p><hr>"),
        ("<!-- wp:group --><div><!-- wp:columns --><div><p>A</p></div><div><p>B</p></div></div>", "<p>A</p><p>B</p>"),
        (
            (
                "<!-- wp:list --><ul>"
                "<!-- wp:list-item --><li>A</li></ul><!-- /wp:list-item --><!-- /wp:list -->\n\nLoose\n\ntext"
            ),
            "<ul><li>A</li></ul><p>Loose</p><p>text</p>",
        ),
        (
            '<!-- wp:paragraph {"a":"<!-- wp:x -->", --><p>A</p><!-- /wp:nothing --><!-- wp:',
            '<p>", --&gt;</p><p>A</p><p>wp:</p>',
        ),
        ("<!-- wp:freeform -->One\n\ntwo<!-- /wp:freeform --><!--more--><!--nextpage-->", "<p>One</p><p>two</p>"),
        ('<div dir="rtl" lang="ar"><p>نص</p></div><p>Text</p>', '<p lang="ar" dir="rtl">نص</p><p>Text</p>'),
        (
            '<p style="direction: rtl" class=MsoNormal>متن<o:p></o:p></p><p class=MsoNormal>&nbsp;</p>',
            '<p dir="rtl">متن</p>',
        ),
        (
            '<font size="2"><center><b>A</b></center></font><!--[if mso]><xml>x</xml><![endif]--><![endif]>',
            "<p><strong>A</strong></p>",
        ),
        ('<b style="font-weight:normal"><span style="font-weight:700">A</span> b</b>', "<p><strong>A</strong> b</p>"),
        ("3 < 4 <unclear> AT&T &lt;b&gt;", "<p>3 &lt; 4 &lt;unclear&gt; AT&amp;T &lt;b&gt;</p>"),
        ('<div class="sharedaddy"><div>Share</div></div>A<div class="jp-relatedposts">B</div>', "<p>A</p>"),
        ('A<script>x("</p>")</script><style>y</style><svg><text>z</text></svg> b', "<p>A b</p>"),
        (
            '<a href="javascript:x">A</a> <a href="http://www.old.example/2013/05/x/?p=1#c">b</a> <a href="#n">c</a>',
            '<p>A <a href="/2013/05/x/?p=1#c" rel="noopener nofollow">b</a> c</p>',
        ),
        ('<img src="http://feeds.feedburner.com/~r/x"><img src="/s.gif" width="1" height="1">A', "<p>A</p>"),
        ('<iframe src="about:blank"></iframe><iframe width="0" src="https://t.example/"></iframe>A', "<p>A</p>"),
        (
            "<a href=/x>one <a href=/y>two</a> three</a>",
            '<p><a href="/x" rel="noopener nofollow">one </a><a href="/y" rel="noopener nofollow">two</a> three</p>',
        ),
        ("<ul><li>one</blockquote>two</li></ul>", "<ul><li>one<br>two</li></ul>"),
        ("<blockquote>" * 20 + "x", "<blockquote>" * 12 + "<p>x</p>" + "</blockquote>" * 12),
    ],
)
def test_bodies_become_small_html(content: str, shown: str) -> None:
    assert html(content) == shown


@pytest.mark.parametrize(
    ("tag", "path"),
    [
        ('<img src="http://old.example/wp-content/uploads/2013/05/a-1024x768.jpg">', "2013/05/a.jpg"),
        ('<img src="//www.old.example:80/wp-content/uploads/2013/05/a-scaled.jpg?x=1">', "2013/05/a.jpg"),
        ('<img src="https://i2.wp.com/old.example/wp-content/uploads/a-e1234567890123.jpg?resize=3%2C2">', "a.jpg"),
        ('<img src="data:image/gif;base64,R0" data-src="/wp-content/uploads/a-2x2.png">', "a.png"),
        ('<img src="../wp-content/uploads/%D8%AD%D9%84%D8%A8.jpg">', "حلب.jpg"),
        ('<p><a href="http://old.example/full.jpg"><img src="/wp-content/uploads/a.jpg"></a></p>', "a.jpg"),
        ('<noscript><img src="/wp-content/uploads/a.jpg"></noscript><img src="/wp-content/uploads/a.jpg">', "a.jpg"),
        ('<div class="wp-block-cover" style="background-image:url(/wp-content/uploads/a.jpg)"></div>', "a.jpg"),
        ('<img src="/wp-content/uploads/a.jpg" src="/wp-content/uploads/b.jpg">', "a.jpg"),
        ('<img class="wp-image-5" src="/pics/a.jpg">', ""),
    ],
)
def test_pictures_are_known_however_they_are_named(tag: str, path: str) -> None:
    body = read(tag)

    assert [picture.path for picture in body.pictures] == [path]
    assert body.html({body.pictures[0]: 7}) == '<figure><img data-photo="7" alt=""></figure>'
    assert body.html({}) == ""


def test_pictures_of_wordpress_com_lie_on_a_host_of_their_own() -> None:
    body = read_body('<img src="https://old.files.wordpress.com/2012/a.jpg?w=300">', line=1, site="old.wordpress.com")

    assert [picture.path for picture in body.pictures] == ["2012/a.jpg"]


def test_picture_within_a_sentence_follows_its_paragraph() -> None:
    shown = html('The <img src="/wp-content/uploads/a.jpg" alt="A &quot;b&quot;"> souk.\n\nNext.')

    assert shown == '<p>The souk.</p><figure><img data-photo="1" alt="A &quot;b&quot;"></figure><p>Next.</p>'


@pytest.mark.parametrize(
    ("content", "shown", "what"),
    [
        ('<img class="wp-image-5" src="http://o.example/a.jpg" alt="Boat">', "Boat", "picture-elsewhere"),
        ('<img src="data:image/png;base64,AAAA">', "", "picture-left-out"),
        ('<div style="background: url(javascript:alert)">A</div>', "A", "left-out"),
        (
            '<iframe src="//www.youtube.com/embed/abcdefgh?rel=0">No</iframe>',
            "YouTube: https://www.youtube.com/watch?v=abcdefgh",
            "embed",
        ),
        (
            '<object><param name="movie" value="http://www.youtube.com/v/abcdefgh&hl=en"><embed src="http://www.youtube.com/v/abcdefgh&hl=en"></object>',
            "YouTube: https://www.youtube.com/watch?v=abcdefgh",
            "embed",
        ),
        ('<iframe src="https://player.vimeo.com/video/12"></iframe>', "Vimeo: https://vimeo.com/12", "embed"),
        (
            '<iframe src="https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fa%2F1"></iframe>',
            "Facebook: https://www.facebook.com/a/1",
            "embed",
        ),
        ('<!-- wp:block {"ref":12} /-->', "", "reusable-block"),
        ("<!-- wp:footnotes /-->", "", "footnotes"),
        ('<!-- wp:acf/box {"data":{"t":"x"}} /-->', "", "block"),
        ('<a href="/wp-content/uploads/a.pdf">Report</a>', "Report", "file-link"),
        ("<form><label>Name</label><input></form>", "Name", "left-out"),
        ("<table><tr><td>A</td></tr></table>", "A", "table"),
    ],
)
def test_what_changes_is_noted_with_its_line(content: str, shown: str, what: str) -> None:
    body = read(f"One\ntwo\n\n{content}")

    assert plain(body.html({})).splitlines()[2:] == ([shown] if shown else [])
    assert [(note.line, note.what) for note in body.notes] == [(13, what)]


def test_body_beyond_what_may_be_stored_is_whole_and_noted() -> None:
    body = read("word " * (BODY_MAX // 5 + 1))

    assert [note.what for note in body.notes] == ["too-long"]
    assert len(body.html({})) > BODY_MAX - 5


def test_what_is_far_too_long_is_cleaned_in_part() -> None:
    assert BODY_MAX < len(read("& " * BODY_MAX).html({})) < 5 * BODY_MAX


# Markup that opens, closes, crosses and never ends, between words that must all arrive.
WORDS = st.sampled_from(["shelling", "قال", "الناشط", "[sic]", "3 < 4", "Idleb,", "[the regime]", "&amp;", "a&nbsp;b"])
MARKUP = st.sampled_from([
    "\n", "\n\n", " ", "<br>", "<p>", "</p>", "<p dir=rtl>", "<div>", "</div>", "<b>", "</b>", "<em>",
    "</em>", "<ul>", "</ul>", "<li>", "</li>", "<blockquote>", "</blockquote>", "<h2>", "</h2>", "<table>",
    "<tr>", "<td>", "</td>", "</tr>", "</table>", '<a href="/x">', '<a href="javascript:x">', "</a>",
    "<o:p>", "</o:p>", "<span lang=ar>", "</span>", "<pre>", "</pre>", "<!-- wp:paragraph -->",
    "<!-- /wp:paragraph -->", "<!-- wp:x {", "<!--", "-->", "[box a=b]", "[/box]", '[own a="b"]', "[/own]",
    "[caption]", "[/caption]", "[gallery ids=1]", "<figure>", "</figure>", "<figcaption>", "</figcaption>",
    "<hr>", "<script>", '<img src="/wp-content/uploads/a.jpg" class="wp-image-4">',
    '<div class="sharedaddy">', "<![CDATA[", "[quote]", "[/quote]",
])  # fmt: skip


PLAIN_MARKUP = MARKUP.filter(lambda part: not re.search(r"[\[!]|fig|img", part))


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@given(st.lists(st.one_of(WORDS, MARKUP), max_size=25))
@settings(max_examples=60, deadline=None)
def test_every_word_arrives_in_order_and_the_result_is_clean(parts: list[str]) -> None:
    # Numbered, so that none can stand for another; hidden are only closed comments.
    content = " ".join(f"{part} w{number}" for number, part in enumerate(parts))
    seen = re.sub(r"<!--.*?-->", " ", content, flags=re.DOTALL)
    seen = re.sub(r'<div class="sharedaddy">(?=.*</div>)', "<div class=x>", seen, flags=re.DOTALL)
    content = content.replace('<div class="sharedaddy">', "") if "sharedaddy" in content else content
    body = read(content)

    shown = body.html(dict.fromkeys(body.pictures, 3))

    numbered = re.findall(r"\bw[0-9]+\b", seen)
    assert sorted(re.findall(r"\bw[0-9]+\b", plain(shown))) == sorted(numbered)
    assert clean_html(shown) == shown


@given(
    st.lists(
        st.one_of(
            WORDS,
            PLAIN_MARKUP,
        ),
        max_size=25,
    )
)
@settings(max_examples=60, deadline=None)
def test_text_without_captions_keeps_its_order_to_the_letter(parts: list[str]) -> None:
    content = " ".join(part for part in parts if "sharedaddy" not in part)
    seen = unescape(re.sub(r"<(?! )[^<>]*>", " ", content))

    assert words_of(plain(html(content))) == words_of(seen)


@given(st.text(alphabet=st.sampled_from(list("<>[]/\"'=&;!-? \n\r\x00abpwrd:1\u200f\ud800")), max_size=80))
@settings(max_examples=100, deadline=None)
def test_no_text_is_too_odd(content: str) -> None:
    shown = html(content)

    assert clean_html(shown) == shown


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<b>",
        "<ul><li>",
        "<blockquote>x",
        "<span lang=ar>x",
        "<!-- wp:x -->",
        "[a b=c]",
        "<table><tr><td>x",
        "[caption]",
        "<!--",
        "<figure>x",
    ],
)
def test_deep_nesting_is_only_long(piece: str) -> None:
    body = read(piece * 10_000 + "end")

    assert plain(body.html({})).endswith("end")
    assert len(body.notes) <= 201


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="the real exports are not here")
def test_real_exports_keep_every_word() -> None:
    bodies = 0
    for path in EXPORTS.glob("*.xml"):
        tree = etree.parse(path, etree.XMLParser(recover=True, no_network=True, resolve_entities=False))
        for element in tree.iter("{*}encoded"):
            if "/content/" in element.tag and element.text:
                bodies += 1
                shown = html(element.text)
                seen = re.sub(r"(?s)<!--.*?-->|<(select|textarea|button)\b.*?</\1>|<[^<>]*>", " ", element.text)
                assert clean_html(shown) == shown
                arrived = iter(words_of(plain(shown)))
                missing = [word for word in words_of(plain(clean_html(f"<p>{seen}</p>"))) if word not in arrived]
                assert missing == [], path.name

    assert bodies > 10
