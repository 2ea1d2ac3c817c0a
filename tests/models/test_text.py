import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models.text import as_html, clean_html, clean_line, fingerprint, paragraphs, plain, visible, without

ANY_TEXT = st.text(max_size=400)
MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<div onclick=x>",
            "</div>",
            "<script>",
            "</script>",
            "<a href='javascript:x'>",
            "</a>",
            "<blockquote>",
            "<ul><li>",
            "</ul>",
            "<svg>",
            "<!--",
            "-->",
            "&lt;",
            "&amp;lt;",
            "خبر",
            "a < b",
            "\n\n",
        ]
    ),
    max_size=25,
).map("".join)


@given(ANY_TEXT | MARKUP)
def test_cleaning_a_body_twice_changes_nothing(text: str) -> None:
    once = clean_html(text)

    assert clean_html(once) == once


@given(ANY_TEXT | MARKUP)
def test_cleaning_a_line_twice_changes_nothing(text: str) -> None:
    once = clean_line(text)

    assert clean_line(once) == once
    assert "\n" not in once


@given(st.lists(st.text(alphabet="abc خبر<>&\"'", min_size=1, max_size=40).filter(str.strip), max_size=6))
def test_plain_paragraphs_come_back_as_they_went_in(lines: list[str]) -> None:
    lines = [" ".join(line.split()) for line in lines]

    assert paragraphs(clean_html(as_html(lines))) == lines


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One,\nstill one.", "<p>One,<br>still one.</p>"),
        ("<b>Bold</b> and <i>slanted</i>", "<p><strong>Bold</strong> and <em>slanted</em></p>"),
        ("<h1>Title</h1><div>Text</div>", "<h2>Title</h2><p>Text</p>"),
        ('<p lang="ar" dir="rtl" style="color:red" onclick="x()">خبر</p>', '<p lang="ar" dir="rtl">خبر</p>'),
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ("<p>a<iframe src=x></iframe><img src=x onerror=y>b</p>", "<p>ab</p>"),
        ('<a href="javascript:alert(1)">x</a>', '<p><a rel="noopener nofollow">x</a></p>'),
        (
            "He said <unclear> and left <name withheld>.",
            "<p>He said &lt;unclear&gt; and left &lt;name withheld&gt;.</p>",
        ),
        ("3 < 4 <5 and a<b", "<p>3 &lt; 4 &lt;5 and a&lt;b</p>"),
        ("   \n ", ""),
        ("<p> </p><p>&nbsp;</p>", ""),
    ],
)
def test_a_body_keeps_what_is_allowed_and_nothing_else(typed: str, stored: str) -> None:
    assert clean_html(typed) == stored


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\ufeff", "\U000e0041", "\x00", "\x1b"])
def test_characters_that_hide_or_turn_text_are_removed(hidden: str) -> None:
    assert visible(f"a{hidden}b") == "ab"


@pytest.mark.parametrize("kept", ["\u200c", "\u200d", "\u200e", "\u200f"])
def test_joiners_and_direction_marks_stay(kept: str) -> None:
    assert visible(f"می{kept}خواهم") == f"می{kept}خواهم"


def test_a_lone_surrogate_can_be_stored() -> None:
    visible("a\ud800b").encode()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>الخَبَرُ الأَوَّل</p>", "<p>الخبر الأول</p>"),
        ("<p>في ١٢ يوماً</p>", "<p>في 12 يوماً</p>"),
        ("<p>One  TWO</p><p>three</p>", "<p>one two three</p>"),
        ("<p>الـــخبر</p>", "<p>الخبر</p>"),
    ],
)
def test_a_fingerprint_sees_the_same_text_behind_its_form(one: str, other: str) -> None:
    assert fingerprint(one) == fingerprint(other)


def test_a_fingerprint_tells_texts_apart() -> None:
    assert fingerprint("<p>12 dead</p>") != fingerprint("<p>13 dead</p>")
    assert fingerprint("") == fingerprint("<p>…</p>") == ""


def test_plain_text_has_a_line_for_each_block() -> None:
    assert plain("<h2>A &amp; B</h2><p>c <em>d</em></p><ul><li>e</li></ul>") == "A & B\nc d\ne"


@pytest.mark.parametrize(
    ("html", "words", "left"),
    [
        ("<p>We met Nadia.</p>", "Nadia", "<p>We met […].</p>"),
        ("<p>Smith &amp; Sons</p>", "Smith & Sons", "<p>[…]</p>"),
        ("<p><em>Ahmad</em> Nouri spoke</p>", "Ahmad Nouri", "<p><em>[…]</em> spoke</p>"),
        ("<p>AHMAD&nbsp;NOURI</p>", "ahmad nouri", "<p>[…]</p>"),
        ("<p><strong>he</strong></p>", "strong", "<p><strong>he</strong></p>"),
        ('<p><a href="https://x.example/nadia">here</a></p>', "nadia", '<p><a rel="noopener nofollow">here</a></p>'),
        ("<p>Ahmad</p><p>Nouri</p>", "Ahmad Nouri", "<p>[…]</p>"),
        ("<p>قالت نادية درويش</p>", "نادية درويش", "<p>قالت […]</p>"),
    ],
)
def test_a_passage_is_found_however_it_is_marked_up(html: str, words: str, left: str) -> None:
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)

    assert without(html, pattern, "[…]") == left


@given(MARKUP, st.sampled_from(["a", "خبر", "<", "b"]))
def test_nothing_of_a_passage_is_left_in_the_plain_text(text: str, words: str) -> None:
    pattern = re.compile(re.escape(words), re.IGNORECASE)

    assert not pattern.search(plain(without(clean_html(text), pattern, "[…]")))
