"""Photos in a stored body: how a caption is kept, and what is told apart from the text."""

import pytest

from articles.models.text import Figure, clean_html, figures_in, paragraphs, prose, with_figures

FIGURE = '<figure><img data-photo="7" alt="3 &lt; 4 &amp; &quot;so&quot;"><figcaption>{}</figcaption></figure>'


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("At <em>noon</em>", "At <em>noon</em>"),
        ("<p>At noon</p>\n<p>in <em>Aleppo</em></p>", "At noon<br>in <em>Aleppo</em>"),
        ("<ul><li>One</li><li>Two</li></ul>", "One<br>Two"),
        ("One<br>Two", "One<br>Two"),
    ],
)
def test_a_caption_is_one_run_of_words(written: str, kept: str) -> None:
    assert clean_html(FIGURE.format(written)) == FIGURE.format(kept)


def test_a_figure_is_told_from_the_text_around_it() -> None:
    body = f"<p>One.</p>{FIGURE.format('At noon')}<blockquote>Two.{FIGURE.format('')}</blockquote>"
    body = clean_html(body)

    assert figures_in(body) == [Figure(7, '3 < 4 & "so"', "At noon"), Figure(7, '3 < 4 & "so"', "")]
    assert paragraphs(body) == ["One.", "At noon", "Two."]
    assert prose(body) == ["One.", "Two."]
    assert with_figures(body, lambda figure: f"[{figure.photo}]") == "<p>One.</p>[7]<blockquote>Two.[7]</blockquote>"
