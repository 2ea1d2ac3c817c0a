from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.checks.reading.sentences import sentences


@pytest.mark.parametrize(
    ("language", "paragraph", "count"),
    [
        ("en", "The bakery opened. The queue was long.", 2),
        ("en", "Mr. Salim met Dr. Haddad and Gen. R. K. Aziz in St. Louis.", 1),
        ("en", "He left the U.S. on Sept. 12 at 5 p.m. for No. 10.", 1),
        ("en", "He left the U.S. The others stayed until 5 p.m. Then they left, too.", 3),
        ("en", "Prices rose by 3.5 percent to $1.20 a loaf.", 1),
        ("en", "“Why now?” she asked. “It is late!” he said.", 2),
        ("en", "“It is over.” He left (quietly.) The door closed.", 3),
        ("en", "They waited... and waited… Nobody came.", 2),
        ("en", "1. The first point stands.", 1),
        ("ar", "أعادت البلدية فتح المخابز. وقال د. سليم إن الأسعار ثابتة.", 2),
        ("ar", "نقلت أ.ف.ب. عن م. حداد أن النسبة بلغت 3.5 في المئة؛ ولم يعلق أحد.", 1),
        ("ar", "هل تعود المياه؟ لا أحد يعرف! قال: «سننتظر.» ثم مضى.", 4),
        ("fa", "نانوایی‌ها باز شدند. آیا قیمت‌ها بالا رفت؟ د. کریمی پاسخی نداد.", 3),
        ("tr", "Fırınlar açıldı. Dr. Yılmaz 21. yüzyıl ve 3. Ordu için 2024'te konuştu. Şimdi sıra bizde.", 3),
        ("fr", "M. Haddad et Mme. Salim sont arrivés. « Est-ce vrai ? », a-t-il demandé. À midi, tout était fini.", 3),
        ("ja", "パン屋が開いた。列は長かった。", 2),
        ("en", "", 0),
        ("en", "   ", 0),
    ],
)
def test_sentences_are_told_apart(language: str, paragraph: str, count: int) -> None:
    found = [paragraph[start:end] for start, end in sentences(paragraph, language)]

    assert len(found) == count, found


@given(st.text(alphabet="aB .?!…»“\"'1۳د،\n", max_size=80), st.sampled_from(["en", "ar", "tr", "xx"]))
def test_sentences_hold_all_words_of_a_paragraph_in_order(paragraph: str, language: str) -> None:
    found = sentences(paragraph, language)

    assert "".join(paragraph[start:end] for start, end in found).split() or not paragraph.strip()
    assert "".join("".join(paragraph[start:end].split()) for start, end in found) == "".join(paragraph.split())
    assert all(one.end <= other.start for one, other in pairwise(found))
