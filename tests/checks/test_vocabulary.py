"""Names of the vocabulary: which are looked up for two texts, and where they stand in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.checks import Entry, Text, Vocabulary, vocabulary_of
from articles.checks.vocabulary import found_in
from articles.models import KeywordSpelling
from tests.factories import make_keyword

NAMES = [
    (1, "Ahmed al-Sharaa", "person", "أحمد الشرع"),
    (2, "Idlib", "place", "إدلب"),
    (3, "Syria", "place", "سوريا"),
    (4, "United Nations", "organisation", "الأمم المتحدة"),
    (5, "Nice", "place", "نيس"),
    (6, "Press freedom", "theme", "حرية الصحافة"),
    (7, "Iran", "place", "ایران"),
    (8, "Türkiye", "place", "Türkiye"),
    (9, "European Union", "organisation", "Avrupa Birliği"),
    (10, "J. K. Rowling", "person", "جوان رولينغ"),
]


def vocabulary() -> Vocabulary:
    return Vocabulary.of(
        entry
        for number, name, kind, other in NAMES
        for entry in (
            Entry(number, name, kind, name, "", "name"),
            Entry(number, name, kind, other, "ar", "variant"),
        )
    )


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "President Ahmed al-Sharaa arrived.", ["Ahmed al-Sharaa"]),
        ("en", "Ahmed al-Sharaa spoke. Sharaa's guards waited.", ["Ahmed al-Sharaa", "Sharaa"]),
        ("en", "Ahmed Al Sharaa’s convoy left IDLIB.", ["Ahmed Al Sharaa", "IDLIB"]),
        ("en", "Guards of Sharaa waited.", []),
        ("en", "A nice day in Nice.", ["Nice"]),
        ("en", "They speak of press freedom.", ["press freedom"]),
        ("en", "He met Ahmed, al-Sharaa’s brother.", []),
        ("en", "A book by J. K. Rowling.", ["J. K. Rowling"]),
        ("ar", "وصل الرئيس أحمد الشرع إلى إدلب.", ["أحمد الشرع", "إدلب"]),
        ("ar", "قال أحمد الشرع ذلك. وللشرع رأي آخر.", ["أحمد الشرع", "للشرع"]),
        ("ar", "سافر من سوريا وإدلب", ["سوريا", "إدلب"]),
        ("ar", "وبسوريا وللأمم المتحدة مكاتب", ["سوريا", "للأمم المتحدة"]),
        ("ar", "نُشر في إِدلِب", ["إِدلِب"]),
        ("fa", "ایرانی‌ها به خیابان آمدند", ["ایران"]),
        ("tr", "Türkiye'nin başkenti", ["Türkiye"]),
        ("tr", "Avrupa Birliğinin kararı", ["Avrupa Birliği"]),
    ],
)  # fmt: skip
def test_names_are_found_without_what_a_language_writes_onto_them(language: str, text: str, found: list[str]) -> None:
    mentions = found_in(Text.plain(text, language), vocabulary())

    assert [text[mention.start : mention.end] for mention in mentions] == found


def test_the_longest_name_at_a_place_is_meant_and_lines_come_in_order() -> None:
    longer = Entry(11, "Idlib Governorate", "place", "Idlib Governorate", "", "name")
    known = Vocabulary.of([*(each for entries in vocabulary().by_key.values() for each in entries), longer])
    text = Text.plain("Idlib.\nIn Idlib Governorate.", "en", headline="Idlib Governorate", standfirst="From Syria")

    found = [(each.field, each.paragraph, each.entry.keyword) for each in found_in(text, known)]

    assert found == [("headline", 0, 11), ("standfirst", 0, 3), ("body", 0, 2), ("body", 1, 11)]


@given(
    st.text(st.sampled_from("aAbزأحمد الشرعوللI'’-.,dlib\u064b"), max_size=60),
    st.sampled_from(["ar", "fa", "tr", "en"]),
)
def test_any_text_is_read_and_every_name_lies_in_its_line(said: str, language: str) -> None:
    text = Text((said,), language)

    for mention in found_in(text, vocabulary()):
        assert 0 <= mention.start < mention.end <= len(said)


@pytest.mark.django_db
def test_one_query_brings_the_names_of_both_texts_with_every_spelling(django_assert_num_queries) -> None:
    sharaa = make_keyword(name="Ahmed al-Sharaa", kind="person")
    jolani = make_keyword(name="Abu Mohammad al-Jolani", kind="person", merged_into=sharaa)
    KeywordSpelling.objects.create(keyword=jolani, text="أبو محمد الجولاني")
    KeywordSpelling.objects.create(keyword=sharaa, text="Ahmad Shara", language="en", use="avoid")
    zor = make_keyword(name="Deir ez-Zor", kind="place")
    make_keyword(name="Homs", kind="place")
    article = Text.plain("He came from Deir al-Zour.", "en")
    original = Text.plain("وصل أبو محمد الجولاني.", "ar")

    with django_assert_num_queries(1):
        found = vocabulary_of([article, original])

    assert {keyword: {each.text for each in entries} for keyword, entries in found.by_keyword.items()} == {
        sharaa.pk: {"Ahmed al-Sharaa", "Abu Mohammad al-Jolani", "أبو محمد الجولاني", "Ahmad Shara"},
        zor.pk: {"Deir ez-Zor"},
    }
    assert {each.text: (each.name, each.use) for each in found.by_keyword[sharaa.pk]}["Abu Mohammad al-Jolani"] == (
        "Ahmed al-Sharaa",
        "variant",
    )
