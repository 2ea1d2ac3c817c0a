"""Words as search compares them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models.folding import fold, folded_words, key, plain, words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("al-Sharaa Al-Shara'a El Sharʿa ash-Shara Al Jazeera", "sharaa sharaa shara shara jazeera"),
        ("أحمد الشَّرع، مدرسة إدلب", "احمد الشرع مدرسه ادلب"),
        ("مؤتمر بيئة سماء هدى", "موتمر بييه سما هدي"),
        ("كتــاب ﻛﺘﺎﺏ كتاب", "كتاب كتاب كتاب"),
        ("می‌شود کتابی ۱۲۳٬۴۵۶ ١٢", "ميشود كتابي 123456 12"),
        ("İstanbul ISPARTA Ağrı Straße Œuvre ǽ", "istanbul isparta agri strasse oeuvre ae"),
        ("l'Orient d’Alep Iran's don’t", "orient alep irans dont"),
        ("1,200 3.000.000 2.5 1,5 5th 1,2,3", "1200 3000000 2.5 1.5 5th 1.2.3"),
        ("中国人", "中 国 人"),
        ("йод ещё", "йод еще"),
        ("x_y a\x00b — «c»", "x y a b c"),
        ("ad hoc as is", "ad hoc as is"),
        ("", ""),
    ],
)
def test_what_is_typed_alike_is_compared_alike(typed: str, folded: str) -> None:
    assert key(typed) == folded


def test_in_turkish_an_ending_after_an_apostrophe_goes() -> None:
    assert [word.folded for word in words("Erdoğan'ın Şam'daki sözleri", "tr")] == ["erdogan", "sam", "sozleri"]


def test_a_word_says_where_it_stands_and_whether_it_has_capitals() -> None:
    text = "In al-Raqqa, l’eau and ECHO"

    found = list(words(text))

    assert [text[word.start : word.end] for word in found] == ["In", "Raqqa", "eau", "and", "ECHO"]
    assert [word.is_lower for word in found] == [False, False, True, True, False]


def test_the_edge_of_a_paragraph_ends_a_word_and_emphasis_does_not() -> None:
    assert plain("<p>One<em>s</em> &amp; two</p><p>three<br>four</p>").split() == ["Ones", "&", "two", "three", "four"]


@given(st.text("alLA-' ,.12\u2019\u011e\u0634\u064e\u200c\u4e2d", max_size=30), st.sampled_from(["en", "tr"]))
def test_words_without_their_places_are_the_same_words(text: str, language: str) -> None:
    assert folded_words(text, language) == [(word.folded, word.is_lower) for word in words(text, language)]


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = key(text)

    assert key(once) == once
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=200))
def test_words_come_in_order_and_are_in_the_text(text: str) -> None:
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        assert word.folded
        assert not set(word.folded) & set(" :'\\")
        end = word.end
