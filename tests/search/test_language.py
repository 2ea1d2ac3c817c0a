"""The query language: what is read into a query, and that any string is one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models.folding import words
from articles.search.language import MOST_WORDS, And, Field, Node, Not, Or, Phrase, Tree, Word, leaves, parse


def word(text: str) -> Word:
    return Word(text)


def every(*nodes: Node) -> And:
    return And(nodes)


@pytest.mark.parametrize(
    ("query", "root"),
    [
        ("", None),
        (" \t", None),
        ("💩 !!! --", None),
        ("bread aleppo", every(word("bread"), word("aleppo"))),
        ("anti-war 中国 U.S.", every(word("anti-war"), word("中国"), word("U.S."))),
        ('"bread and salt" now', every(Phrase("bread and salt"), word("now"))),
        ("“a b” «c d» „e f“ 「中国」", every(Phrase("a b"), Phrase("c d"), Phrase("e f"), Phrase("中国"))),
        ('"open to the end', Phrase("open to the end")),
        ('""', None),
        ('צה"ל now', every(word('צה"ל'), word("now"))),
        ("bread -flour", every(word("bread"), Not(word("flour")))),
        ("bread \u2212flour --salt", every(word("bread"), Not(word("flour")), Not(word("salt")))),
        ('-"a b" -source:ufuk', every(Not(Phrase("a b")), Not(Field("source", "ufuk")))),
        ("\u200f-خبز «عنب بلدي»", every(Not(word("خبز")), Phrase("عنب بلدي"))),
        ("bread - flour -", every(word("bread"), word("flour"))),
        ("-!!! bread", word("bread")),
        ("well-known", word("well-known")),
        ("a b OR c d", every(word("a"), Or((word("b"), word("c"))), word("d"))),
        ("a | b||c", Or((word("a"), word("b"), word("c")))),
        ("a or b", every(word("a"), word("or"), word("b"))),
        ("a OR -b", Or((word("a"), Not(word("b"))))),
        ("OR", word("OR")),
        ("a OR", word("a")),
        ("| a", word("a")),
        ("(a OR b) c", every(Or((word("a"), word("b"))), word("c"))),
        ("(a b) OR c", Or((every(word("a"), word("b")), word("c")))),
        ("a -(b c)", every(word("a"), Not(every(word("b"), word("c"))))),
        ("-(-a)", word("a")),
        (")a (b (c", every(word("a"), every(word("b"), word("c")))),
        ("source:enab-baladi", Field("source", "enab-baladi")),
        ('Source:"Enab Baladi"', Field("source", "Enab Baladi")),
        ("by:«سلمى الحلبي»", Field("by", "سلمى الحلبي")),
        ("before:2025-11 after:2024", every(Field("before", "2025-11"), Field("after", "2024"))),
        ("note: this", every(word("note:"), word("this"))),
        ("http://x.y 12:30", every(word("http://x.y"), word("12:30"))),
        ("source: by:)", every(word("source:"), word("by:"))),
        ('by:"', None),
    ],
)
def test_a_query_is_read_as_people_write_them(query: str, root: Node | None) -> None:
    assert parse(query) == Tree(root)


def test_a_word_says_where_it_stands() -> None:
    query = "(bread OR -source:x) «a b» حلب"

    found = [leaf for leaf in leaves(parse(query).root) if isinstance(leaf, Word)]

    assert [query[each.start : each.start + len(each.text)] for each in found] == ["bread", "حلب"]


@pytest.mark.parametrize(
    "query",
    [" ".join(["word"] * 40), '"' + "a b " * 4000, "中" * 33, "a-" * 33, "by:x " * 40, "x" * 20_000],
)
def test_what_is_longer_is_cut_and_says_so(query: str) -> None:
    tree = parse(query)

    read = [each for leaf in leaves(tree.root) for each in words(leaf.value if isinstance(leaf, Field) else leaf.text)]
    assert tree.is_cut
    assert len(read) <= MOST_WORDS
    assert not parse(" ".join(["word"] * MOST_WORDS)).is_cut


_PIECES = [*"\"“”«»()|:-\u2212\\'&!<>* \x00\ud800\u200f", "a", "OR", "source:", "before:", "حلب", "中"]


@given(st.lists(st.sampled_from(_PIECES)).map("".join) | st.text())
@settings(max_examples=300, deadline=None)
def test_any_string_is_a_query(query: str) -> None:
    tree = parse(query)

    assert hash(tree) == hash(parse(query))
    for leaf in leaves(tree.root):
        assert list(words(leaf.value if isinstance(leaf, Field) else leaf.text))


@pytest.mark.parametrize("sign", ['"', "«", "(", "-", "|", "-(", "by:", "OR", "\x00", "\ud800"])
def test_ten_thousand_signs_are_a_query(sign: str) -> None:
    # A parser that recurses, or begins anew at each sign, does not get to the end of these.
    for gap in ("", " ", " a "):
        parse((sign + gap) * 10_000)
