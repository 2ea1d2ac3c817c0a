"""Text on its way between the database and a person's hands."""

import pytest

from articles.desk.writing import Body, as_typed
from articles.models.text import clean_html

BODIES = [
    "<p>One.</p><p>Two.</p>",
    "<p>One.</p>\n<p>Two, with a<br>break &amp; more.</p>",
    "<p>He said <em>yes</em>.</p><p>3 &lt; 4</p>",
    "<h2>A heading</h2><p>One.</p><ul><li>a</li><li>b</li></ul>",
    '<p lang="ar" dir="rtl">مرحبا</p><p>Two.</p>',
    '<p>One.</p><figure><img data-photo="7" alt="A &quot;b&quot;"><figcaption>C</figcaption></figure><p>Two.</p>',
    '<figure><img data-photo="7" alt=""></figure>',
    "",
]


@pytest.mark.parametrize("html", BODIES)
def test_what_is_shown_and_sent_back_untouched_is_no_change(html: str) -> None:
    shown = as_typed(html)

    assert not Body().has_changed(html, shown.replace("\n", "\r\n"))


@pytest.mark.parametrize("html", BODIES)
def test_a_touched_body_says_the_same_beside_what_was_touched(html: str) -> None:
    field = Body(required=False)

    again = field.clean(as_typed(html)) if html else ""

    assert again.replace("\n", "") == clean_html(html).replace("\n", "")


def test_paragraphs_are_shown_with_a_blank_line_between_them() -> None:
    assert as_typed("<p>One &amp; only.</p><p>Two.</p>") == "One & only.\n\nTwo."


def test_what_only_looks_like_markup_is_not_shown_as_markup() -> None:
    assert as_typed("<p>&lt;script&gt;</p>") == "&lt;script&gt;"
