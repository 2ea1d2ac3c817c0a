"""Two texts compared word by word, and put together paragraph by paragraph."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.comparing import Piece, compare, compare_bodies, compare_passages, merge
from articles.models.text import blocks, clean_html, paragraphs, passages_with_markup

WORDS = st.lists(
    st.sampled_from(["قَالَ", "الوزيرُ", "می\u200cخواهد", "a", "word", "e\u0301", "“", ".", " ", "\u00a0", "\n", "3,5"]),
    max_size=30,
).map("".join)
PARAGRAPH = st.sampled_from(
    ["<p>One.</p>", "<p>Two words.</p>", "<h2>A head</h2>", "<ul><li>one</li><li>two</li></ul>", "<hr>",
     "<p>قال <em>الوزير</em></p>", "<blockquote><p>Said.</p></blockquote>", "<p>Two other words.</p>"]
)  # fmt: skip
BODY = st.lists(PARAGRAPH, max_size=8).map("".join)


def said(pieces: list[Piece], but: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != but)


@given(WORDS | st.text(), WORDS | st.text())
def test_the_pieces_give_both_texts_again(old: str, new: str) -> None:
    pieces = compare(old, new)

    assert said(pieces, "new") == old
    assert said(pieces, "gone") == new
    assert all(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("old", "new", "gone", "came"),
    [
        ("He came home.", "He went home.", ["came"], ["went"]),
        ("He came home late.", "He went away late.", ["came home"], ["went away"]),
        ("قال الوزير", "قال الرئيس", ["الوزير"], ["الرئيس"]),
        # A vowel sign belongs to its word, and so does the joiner of a Persian one.
        ("كَتَبَ الرجل", "كُتِبَ الرجل", ["كَتَبَ"], ["كُتِبَ"]),
        ("او می\u200cرود", "او می\u200cروند", ["می\u200cرود"], ["می\u200cروند"]),
        ("12%", "13%", ["12"], ["13"]),
        ("same", "same", [], []),
        ("", "all new", [], ["all new"]),
    ],
)
def test_whole_words_are_compared(old: str, new: str, gone: list[str], came: list[str]) -> None:
    pieces = compare(old, new)

    assert [piece.text for piece in pieces if piece.kind == "gone"] == gone
    assert [piece.text for piece in pieces if piece.kind == "new"] == came


def test_a_changed_paragraph_stands_beside_what_it_was_and_a_new_one_alone() -> None:
    old = "<p>The minister spoke at noon.</p><p>Nobody asked.</p>"
    new = "<p>An editor added this.</p><p>The minister spoke at dusk.</p><p>Nobody asked.</p>"

    added, changed, same = compare_bodies(old, new)

    assert (added.old, said(added.new, "")) == ([], "An editor added this.")
    assert said(changed.old, "") == "The minister spoke at noon."
    assert Piece("new", "dusk") in changed.new
    assert same.is_same


def test_markup_alone_is_said_to_be_formatting() -> None:
    old, new = "<p>One <em>two</em>.</p><p>Three.</p>", "<p>One two.</p><h2>Three.</h2>"

    rows = compare_bodies(old, new)

    assert [(row.is_same, row.is_formatting) for row in rows] == [(False, True), (False, True)]


def test_lines_of_a_passage_are_compared_as_lines() -> None:
    first, second = compare_passages("One.\nTwo.", "One.\nThree.")

    assert first.is_same
    assert said(second.old, "") == "Two."


@given(BODY, BODY)
def test_rows_give_the_paragraphs_of_both_again(old: str, new: str) -> None:
    rows = compare_bodies(old, new)

    assert [said(row.old, "") for row in rows if row.old] == paragraphs(old)
    assert [said(row.new, "") for row in rows if row.new] == paragraphs(new)


@given(BODY | st.text(alphabet="<p>/hr liu x\n"))
def test_blocks_joined_are_the_body(html: str) -> None:
    assert "".join(blocks(html)) == html
    assert [text for text, _markup in passages_with_markup(html)] == paragraphs(html)


@given(BODY, BODY)
def test_what_one_side_alone_changed_is_taken(base: str, changed: str) -> None:
    assert merge(base, changed, base).html == changed
    assert merge(base, base, changed).html == changed
    assert merge(base, changed, changed).html == changed
    assert merge(base, changed, base).is_clean


@settings(max_examples=300)
@given(BODY, BODY, BODY)
def test_nothing_that_either_typed_is_missing_from_the_merged_text(base: str, theirs: str, yours: str) -> None:
    merged = merge(base, theirs, yours)

    stood = set(blocks(base))
    assert {*blocks(theirs), *blocks(yours)} - stood <= set(blocks(merged.html))
    assert clean_html(merged.html) == merged.html


@given(BODY, BODY, BODY)
def test_choosing_one_side_throughout_loses_none_of_what_the_other_was_not_against(
    base: str, theirs: str, yours: str
) -> None:
    merged = merge(base, theirs, yours)

    for choice, side in (("theirs", theirs), ("yours", yours)):
        composed = merged.composed(dict.fromkeys(range(len(merged.conflicts)), choice))  # type: ignore[arg-type]
        assert set(blocks(side)) - set(blocks(base)) <= set(blocks(composed))


def test_paragraphs_next_to_each_other_are_merged_without_a_question() -> None:
    base = "<p>First as it was.</p><p>Second as it was.</p><p>Third.</p>"
    theirs = "<p>First as they have it.</p><p>Second as it was.</p><p>Third.</p>"
    yours = "<p>First as it was.</p><p>Second as you have it.</p><p>Third.</p><p>More.</p>"

    merged = merge(base, theirs, yours)

    assert merged.is_clean
    assert merged.html == "<p>First as they have it.</p><p>Second as you have it.</p><p>Third.</p><p>More.</p>"


def test_one_paragraph_changed_by_both_is_a_conflict_with_a_choice() -> None:
    merged = merge("<p>a</p><p>z</p>", "<p>b</p><p>z</p>", "<p>c</p><p>z</p>")

    (conflict,) = merged.conflicts
    assert (conflict.base, conflict.theirs, conflict.yours) == ("<p>a</p>", "<p>b</p>", "<p>c</p>")
    assert merged.html == "<p>b</p><p>c</p><p>z</p>"
    assert merged.composed({0: "theirs"}) == "<p>b</p><p>z</p>"
    assert merged.composed({0: "yours"}) == "<p>c</p><p>z</p>"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>a</p>" * 37_500, "<p>b</p>" * 37_500),
        (".," * 150_000, ",;" * 150_000),
        ("<p>" + "a " * 149_000 + "</p>", "<p>" + "b " * 149_000 + "</p>"),
        ("".join(f"<p>{n} word.</p>" for n in range(16_000)), "".join(f"<p>{n} work!</p>" for n in range(16_000))),
    ],
)
def test_a_body_as_long_as_can_be_is_compared_and_merged_all_the_same(old: str, new: str) -> None:
    rows = compare_bodies(old, new)
    merged = merge(old, new, "<p>Mine.</p>" + old)

    assert [said(row.new, "") for row in rows if row.new] == paragraphs(new)
    assert "<p>Mine.</p>" in merged.html
