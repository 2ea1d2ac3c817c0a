"""Classic text as WordPress showed it."""

import pytest

from articles.intake.wordpress.bodies import read_body
from articles.intake.wordpress.paragraphs import is_written_as_html


def html(content: str) -> str:
    return read_body(content, line=1, site="old.example").html({})


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One,\n\t\tstill one.\r\n\r\n \r\nTwo.", "<p>One,<br>still one.</p><p>Two.</p>"),
        ("قال الناشط.\n\nلم يردّ أحد.", "<p>قال الناشط.</p><p>لم يردّ أحد.</p>"),
        ("One.<br />\nStill one.<br /><br />Two.", "<p>One.<br>Still one.</p><p>Two.</p>"),
        ("Before\n<h3>Homs</h3>\nAfter\nit", "<p>Before</p><h3>Homs</h3><p>After<br>it</p>"),
        (
            "Said:\n<ul>\n\t<li>one</li>\n\n\t<li>two</li>\n</ul>\nEnd",
            "<p>Said:</p><ul><li>one</li><li>two</li></ul><p>End</p>",
        ),
        ("<blockquote>One.\n\nTwo.</blockquote>After.", "<blockquote><p>One.</p><p>Two.</p></blockquote><p>After.</p>"),
        ("<em>One.\n\nTwo.</em> Three.", "<p><em>One.</em></p><p><em>Two.</em> Three.</p>"),
        ("<strong>Aleppo</strong>\n<em>Monday</em>", "<p><strong>Aleppo</strong><br><em>Monday</em></p>"),
        ("<pre>a\nb\n\nc</pre>", "<p>a<br>b</p><p>c</p>"),
        ('<p dir="RTL">سطر\nوسطر</p>\n\nنص حر', '<p dir="rtl">سطر<br>وسطر</p><p>نص حر</p>'),
        ("<div>One</div>\n<div>&nbsp;</div>\n<div>Two</div>", "<p>One</p><p>Two</p>"),
        ("<p>Wrapped\n   by hand.</p>\n\n<p>Again,\nso.</p>", "<p>Wrapped by hand.</p><p>Again, so.</p>"),
        (
            "<ol><li>One<ul><li>Inner</li></ul></li><li>Two\n\nmore</li></ol>",
            "<ol><li>One<ul><li>Inner</li></ul></li><li>Two<br>more</li></ol>",
        ),
        ("text <b>bold <i>both</b> slanted</i>", "<p>text <strong>bold <em>both</em></strong><em> slanted</em></p>"),
        ("<b></b><p></p><ul><li></li></ul>&nbsp;", ""),
    ],
)
def test_classic_text_gets_the_paragraphs_it_was_shown_with(content: str, shown: str) -> None:
    assert html(content) == shown


@pytest.mark.parametrize(
    ("content", "is_html"),
    [
        ("<p>One\ntwo</p>\n<p>Three</p>", True),
        ("<p>One</p>\n\nLoose text\n\n<p>Two</p>", False),
        ('<p dir="rtl">سطر\nوسطر</p>', False),
        ("One\n\ntwo", False),
    ],
)
def test_only_text_whose_paragraphs_are_all_marked_counts_as_html(content: str, is_html: bool) -> None:
    assert is_written_as_html(content) is is_html
