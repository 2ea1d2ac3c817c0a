"""Brackets of journalism stay, shortcodes go."""

import pytest

from articles.intake.wordpress.bodies import Picture, read_body
from articles.intake.wordpress.shortcodes import with_gallery
from articles.models.text import plain


def read(content: str):
    body = read_body(content, line=1, site="old.example")
    return plain(body.html(dict.fromkeys(body.pictures, 7))), body


@pytest.mark.parametrize(
    "text",
    [
        "“We [the Free Army] left at dawn,” he said.",
        "They have [sic] gone [...] and [1] nobody [emphasis added] [Ed: or so he says] knows.",
        "[The Syrian regime] denies it, [pro-government] outlets say; see [video] and [audio].",
        "He [Assad] said: “In [2011], [we] had [a] plan [x = 5].”",
        "[Editor’s note: this was first published in 2013]",
        "قال [أبو محمد] إن [النظام] قصف الحي [كذا].",
        "[Translation by A. B. for the paper] [quote] as he wrote [end",
        "[[sic]] and [[1]]",
        'They wrote [note to="all" who left the town] on the wall.',
    ],
)
def test_brackets_of_a_sentence_stay(text: str) -> None:
    shown, body = read(text)

    assert shown == text
    assert body.notes == ()


@pytest.mark.parametrize(
    ("content", "shown", "noted"),
    [
        ('[box type="info"]Kept.[/box]', "Kept.", []),
        ("[fact_box]Kept.[/fact_box]", "Kept.", ["shortcode"]),
        ('Before [subscribe-form list="4"] after.', "Before after.", ["shortcode"]),
        ("Before\n\n[print_link]\n\nAfter", "Before\nAfter", ["shortcode"]),
        ('[[gallery ids="1,2"]]', '[gallery ids="1,2"]', []),
        ("[quote]He left.[/quote]", "He left.", []),
        ("[embed]https://vimeo.com/1234[/embed]", "Vimeo: https://vimeo.com/1234", ["embed"]),
        ("[youtube=http://youtu.be/abc]", "YouTube: http://youtu.be/abc", ["embed"]),
        ("[youtube id=\u201dabcdefgh\u201d]", "YouTube: https://www.youtube.com/watch?v=abcdefgh", ["embed"]),
        ("[tweet https://twitter.com/a/status/12]", "Twitter: https://twitter.com/a/status/12", ["embed"]),
        ('[video mp4="http://cdn.example/a.mp4"][/video]', "http://cdn.example/a.mp4", ["embed"]),
        ('[playlist ids="4,5"]', "", ["shortcode", "shortcode"]),
        ("One\nhttps://example.org/a?b=1&c=2\ntwo", "One\nhttps://example.org/a?b=1&c=2\ntwo", []),
        ("[gallery]", "", ["gallery"]),
    ],
)
def test_shortcodes_give_their_text_or_a_link_and_are_named(content: str, shown: str, noted: list[str]) -> None:
    text, body = read(content)

    assert (text, [note.what for note in body.notes]) == (shown, noted)


UPLOADED = (
    '<img class="size-medium wp-image-6" src="http://old.example/wp-content/uploads/2010/07/a-300x205.jpg" alt="A" />'
)


@pytest.mark.parametrize(
    "content",
    [
        f'[caption id="attachment_6" width="300"]<a href="/a.jpg">{UPLOADED}</a> The <em>old</em> souk [AFP][/caption]',
        f'[caption id="attachment_6" caption="The <em>old</em> souk (AFP)"]{UPLOADED}[/caption]',
        f'<div class="wp-caption">{UPLOADED}<p class="wp-caption-text">The old souk (AFP)</p></div>',
        f"<figure>{UPLOADED}<figcaption>The old souk (AFP)</figcaption></figure>",
    ],
)
def test_captions_of_every_age_go_with_their_picture(content: str) -> None:
    shown, body = read(f"{content}After it.")

    assert len(body.pictures) == 1
    assert body.pictures[0].caption.replace("[AFP]", "(AFP)") == "The old souk (AFP)"
    assert (body.pictures[0].attachment_id, body.pictures[0].path) == ("6", "2010/07/a.jpg")
    assert shown.splitlines()[-1] == "After it."


def test_gallery_is_a_picture_for_each_number() -> None:
    _shown, body = read('[gallery columns="2" ids="11, 12"]')

    assert body.pictures == (Picture("11", "", "", ""), Picture("12", "", "", ""))


def test_a_gallery_that_names_no_pictures_has_those_of_its_text() -> None:
    content = '[gallery]\n[gallery columns="2"]\n[gallery ids="7"]\n[[gallery]]'

    assert with_gallery(content, ["3", "4"]) == (
        '[gallery ids="3,4"]\n[gallery ids="3,4" columns="2"]\n[gallery ids="7"]\n[[gallery]]'
    )
    assert with_gallery(content, []) == content
