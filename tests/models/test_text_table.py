"""Each tag, address and character that a text may or may not have, one by one."""

import pytest

from articles.models.text import clean_html, visible

INLINE = ["em", "strong", "s", "sub", "sup", "span", "cite", "q", "bdi"]
BLOCKS = ["p", "h2", "h3", "h4", "blockquote"]
WITH_CONTENT = ["script", "style", "title", "noscript", "template", "textarea", "iframe", "svg", "math"]
# The first and the last of each run.
HIDDEN = [
    "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\ufeff", "\u200b",
    "\U000e0000", "\U000e0020", "\U000e007f", "\x00", "\x08", "\x0b", "\x0c", "\x0e", "\x1f", "\x7f", "\x85", "\x9f",
]  # fmt: skip


@pytest.mark.parametrize("tag", INLINE)
def test_emphasis_and_its_like_stay(tag: str) -> None:
    assert clean_html(f"<p>a <{tag}>b</{tag}></p>") == f"<p>a <{tag}>b</{tag}></p>"


@pytest.mark.parametrize("tag", BLOCKS)
def test_blocks_stay(tag: str) -> None:
    assert clean_html(f"<{tag}>b</{tag}>") == f"<{tag}>b</{tag}>"


@pytest.mark.parametrize(
    "html", ["<ul><li>a</li></ul>", "<ol><li>a</li></ol>", "<p>a<br>b</p>", "<p>a</p><hr><p>b</p>"]
)
def test_lists_and_breaks_stay(html: str) -> None:
    assert clean_html(html) == html


@pytest.mark.parametrize("tag", WITH_CONTENT)
def test_what_is_no_text_goes_with_its_content(tag: str) -> None:
    assert clean_html(f"<p>a</p><{tag}>hidden</{tag}><p>b</p>") == "<p>a</p><p>b</p>"


@pytest.mark.parametrize("tag", ["img", "form", "input", "button", "table", "object", "embed", "video", "link", "meta"])
def test_no_other_tag_stays(tag: str) -> None:
    assert f"<{tag}" not in clean_html(f"<p>a</p><{tag} src=x>b</{tag}>")


@pytest.mark.parametrize("attribute", ['lang="ar"', 'dir="rtl"'])
def test_language_and_direction_stay(attribute: str) -> None:
    assert clean_html(f"<p {attribute}>a</p>") == f"<p {attribute}>a</p>"


@pytest.mark.parametrize("attribute", ["class", "style", "id", "onclick", "title", "target", "hidden"])
def test_no_other_attribute_stays(attribute: str) -> None:
    assert clean_html(f'<p {attribute}="x">a</p>') == "<p>a</p>"
    assert attribute == "title" or attribute not in clean_html(f'<p><a href="/" {attribute}="x">a</a></p>')


@pytest.mark.parametrize("address", ["http://a.example/", "https://a.example/", "mailto:a@a.example"])
def test_a_link_leads_out_and_vouches_for_nothing(address: str) -> None:
    link = f'<p><a href="{address}" title="b" rel="noopener nofollow">a</a></p>'

    assert clean_html(f'<p><a href="{address}" title="b">a</a></p>') == link


@pytest.mark.parametrize(
    "address", ["javascript:x()", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://a/"]
)
def test_a_link_to_anything_else_leads_nowhere(address: str) -> None:
    assert "href" not in clean_html(f'<p><a href="{address}">a</a></p>')


def test_comments_go() -> None:
    assert clean_html("<p>a<!-- for the desk -->b</p>") == "<p>ab</p>"


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_character_that_hides_or_turns_is_removed(hidden: str) -> None:
    assert visible(f"a{hidden}b") == "ab"


@pytest.mark.parametrize("kept", ["\t", "\n", "\u00a0", "\u200c", "\u200d", "\u200e", "\u200f", "\u2029", "\u2065"])
def test_its_neighbours_stay(kept: str) -> None:
    assert visible(f"a{kept}b") == f"a{kept}b"
