"""A spelling to avoid in a text, and the same text with the house spelling: which places, and nothing beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.checks.departures import Respelling
from articles.models.text import as_html, clean_html, plain

BODY = (
    '<p>See <a href="https://outlet.example/Idleb" rel="noopener nofollow">Idleb</a> and <em>Idleb Today</em> &amp; '
    'Idleb; <q>Idleb</q>.</p><blockquote><p>Idleb is ours.</p></blockquote><figure><img data-photo="3" '
    'alt="A street in Idleb &amp; more"><figcaption>Idleb, <span lang="fr">Idleb</span></figcaption></figure>'
)


@pytest.mark.parametrize(
    ("wrong", "right", "language", "text", "becomes"),
    [
        ("Idleb", "Idlib", "en", "Idleb’s streets, Idleb-based men, north-Idleb, Idleb's.",
         "Idlib’s streets, Idlib-based men, north-Idlib, Idlib's."),
        ("Idleb", "Idlib", "en", "Idlebi, IDLEB, idleb, Idleb_1, O’Idleb", "Idlebi, IDLEB, idleb, Idleb_1, O’Idleb"),
        ("Idleb", "Idlib", "en", "https://a.example/Idleb www.idleb.example/Idleb @Idleb #Idleb Idleb.net me@Idleb.org",
         "https://a.example/Idleb www.idleb.example/Idleb @Idleb #Idleb Idleb.net me@Idleb.org"),
        ("Damas", "Aleppo", "en", "Damas’ streets, and Damas.", "Aleppo’s streets, and Aleppo."),
        ("Golani", "al-Golani", "en", "Golani said that al-Golani met Abu Golani.",
         "Al-Golani said that al-Golani met Abu al-Golani."),
        ("al-Shara'", "al-Sharaa", "en", "Al-Shara’ met al-Shara' and al-Shara'a.",
         "Al-Sharaa met al-Sharaa and al-Shara'a."),
        ("al-Shara", "al-Sharaa", "en", "Is it al-Shara' or al-Shara’s?", "Is it al-Shara' or al-Sharaa’s?"),
        ("Sana", "Sanaa", "en", "In Sana'a and in Sana.", "In Sana'a and in Sanaa."),
        ("Abu Golani", "Abu Julani", "en", "Abu\u00a0Golani, Abu Golanis", "Abu Julani, Abu Golanis"),
        ("Idleb", "Idlib", "fr", "la ville d’Idleb", "la ville d’Idlib"),
        ("Şara", "Şaraa", "tr", "Şara’nın evi, Şarapnel", "Şaraa’nın evi, Şarapnel"),
        ("ايدلب", "إدلب", "ar", "في ايدلب وايدلب وبايدلب، لا الايدلبي", "في إدلب وإدلب وبإدلب، لا الايدلبي"),
        ("تهرون", "تهران", "fa", "تهرون\u200cنشین", "تهران\u200cنشین"),
    ],
)  # fmt: skip
def test_the_house_spelling_stands_where_the_other_stood_as_a_word(
    wrong: str, right: str, language: str, text: str, becomes: str
) -> None:
    respelling = Respelling(wrong, right, language)

    assert respelling.of_line(text).text == becomes
    assert plain(respelling.of_html(as_html([text])).text) == " ".join(becomes.split())


@pytest.mark.parametrize(
    "text",
    [
        "“Idleb fell,” he said.", "\"Idleb\"", "‘Idleb is ours’ is written there", "'Idleb is ours' is written there",
        "«Idleb» and «the rest of Idleb",
        "„Idleb“ sagte er", "“First Idleb,\n\n“then Idleb again.”", "“First,\nthen Idleb.”",
    ],
)  # fmt: skip
def test_a_quotation_is_left_out_unless_it_is_ticked(text: str) -> None:
    kept = Respelling("Idleb", "Idlib").of_line(text)
    ticked = Respelling("Idleb", "Idlib", in_quotations=True).of_line(text)

    assert kept.text == text
    assert {each.within for line in kept.lines for each in line.left_out} == {"quotation"}
    assert ticked.text == text.replace("Idleb", "Idlib")


def test_what_follows_a_quotation_is_not_left_out() -> None:
    text = "“Idleb fell,” she said in Idleb. The rebels’ “Idleb” and Idleb, 'so'."

    assert Respelling("Idleb", "Idlib").of_line(text).text == (
        "“Idleb fell,” she said in Idlib. The rebels’ “Idleb” and Idlib, 'so'."
    )


def test_of_a_body_the_words_change_and_no_address_or_markup() -> None:
    made = Respelling("Idleb", "Idlib").of_html(BODY)
    all_of_it = Respelling("Idleb", "Idlib", in_quotations=True, in_titles=True).of_html(BODY)

    assert made.text == BODY.replace(">Idleb</a>", ">Idlib</a>").replace("&amp; Idleb;", "&amp; Idlib;").replace(
        "street in Idleb", "street in Idlib"
    ).replace("<figcaption>Idleb,", "<figcaption>Idlib,")
    assert all_of_it.text == BODY.replace("Idleb", "Idlib").replace("example/Idlib", "example/Idleb")
    assert clean_html(made.text) == made.text
    left_out = [each.within for line in made.lines for each in line.left_out]
    assert left_out == ["title", "quotation", "quotation", "title"]


def test_a_name_that_runs_over_markup_is_respelled_once() -> None:
    made = Respelling("Abu Golani", "Abu Julani").of_html("<p>Abu&nbsp;<strong>Gol</strong>ani &amp; co</p>")

    assert plain(made.text) == "Abu Julani & co"


@given(st.text(alphabet="Idleb ’'“”\"<>&.,-\n\u00a0", max_size=60))
def test_any_text_is_respelled_without_losing_a_word(text: str) -> None:
    respelling = Respelling("Idleb", "Idlib", in_quotations=True, in_titles=True)
    html = clean_html(as_html([text]))

    made = respelling.of_html(html)

    assert clean_html(made.text) == made.text
    assert plain(made.text).replace("Idlib", "Idleb") == plain(html)
    assert not respelling.of_html(made.text).is_changed
