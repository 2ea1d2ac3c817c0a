"""What of a result answers a search: marked words, the passage, and no more of an original than may be shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from articles import workflow
from articles.models import EditionOriginal, Listing, Source
from articles.models.folding import words
from articles.models.text import as_html
from articles.search.expressions import All, Either, Expression, OneOf, Run, lexemes_of
from articles.search.passages import Snippet, Text, line, look_for, passage
from articles.search.showing import shown as shown_of
from articles.search.snippets import Marked, ReadOriginal, marked
from articles.search.understanding import Asked
from tests.factories import make_article, make_listing, make_translation

# Without a stemmer: a word is its own stem, and no database is asked.
PERSIAN = "fa"
LETTERS = st.text(st.sampled_from("ab اب ب.,-'’\n中文…«»&<>\u064b\u200cé1"), max_size=300) | st.text(max_size=80)
FILLER = " ".join(["sand"] * 200)


def shown(snippet: Snippet) -> str:
    return "".join(f"[{part.text}]" if part.is_marked else part.text for part in snippet)


def looked_for(text: str, *wanted: str, language: str = PERSIAN) -> Text:
    made = Text(text, language)
    look_for(frozenset(wanted), [made])
    return made


def asked(*sought: Expression | str) -> Asked:
    parts = tuple(OneOf(frozenset([each])) if isinstance(each, str) else each for each in sought)
    expression = All(parts)
    return Asked(lexemes=frozenset(lexemes_of(expression)), expression=expression)


@pytest.mark.parametrize(
    ("text", "wanted", "marks"),
    [
        ("The bridge, a BRIDGE.", ["bridge"], "The [bridge], a [BRIDGE]."),
        ("Idlib’s café", ["cafe"], "Idlib’s [café]"),
        ("Al-Sharaa spoke to al-Sharaa", ["sharaa"], "Al-[Sharaa] spoke to al-[Sharaa]"),
        ("قال الشَّرْع إنّ", ["الشرع"], "قال [الشَّرْع] إنّ"),
        ("أُعلنت في إدلب، أمس", ["ادلب"], "أُعلنت في [إدلب]، أمس"),
        ("五月三日中文日报" * 9, ["中"], "五月三日[中]文日报" * 9),
        ("<b>R&D</b> in Homs", ["b", "homs"], "<[b]>R&D</[b]> in [Homs]"),
        ("No word of it", ["bridge"], "No word of it"),
        ("", ["bridge"], ""),
    ],
)
def test_whole_words_are_marked_as_they_stand(text: str, wanted: list[str], marks: str) -> None:
    assert shown(line(looked_for(text, *wanted))) == marks


@pytest.mark.parametrize(
    ("text", "wanted", "begins", "ends", "holds"),
    [
        # As much as fits, from the beginning of a sentence that is near.
        (f"{FILLER}. Here stood a bridge, {FILLER}", ["bridge"], "Here stood", " …", "a [bridge], sand"),
        # No sentence begins near: a little goes before.
        (f"{FILLER} bridge {FILLER}", ["bridge"], "… sand", "sand …", "sand [bridge] sand"),
        # Nearest together, not first.
        (f"bridge x homs {FILLER} homs bridge {FILLER}", ["bridge", "homs"], "… sand", " …", "[homs] [bridge]"),
        # The first of the same.
        (f"bridge one {FILLER} bridge two", ["bridge"], "[bridge] one", " …", "[bridge] one"),
        # Far apart: two of them.
        (f"bridge {FILLER}. Then homs", ["bridge", "homs"], "[bridge] sand", "Then [homs]", "sand … Then"),
        (f"جسر. {FILLER}؟ ثم حمص {FILLER}", ["حمص"], "ثم [حمص]", " …", "[حمص] sand"),
        (f"{'x' * 5000} bridge", ["bridge"], "… ", "[bridge]", "[bridge]"),
        ("中" * 500 + "文" + "中" * 500, ["文"], "… 中", "中 …", "中[文]中"),
        ("bridge", ["bridge"], "[bridge]", "[bridge]", ""),
        ("nothing", ["bridge"], "", "", ""),
    ],
)
def test_the_passage_is_where_the_words_stand_nearest_together(
    text: str, wanted: list[str], begins: str, ends: str, holds: str
) -> None:
    made = shown(passage(looked_for(text, *wanted)))

    assert made.startswith(begins)
    assert made.endswith(ends)
    assert holds in made
    assert len(made) < 700


@given(LETTERS, st.sets(st.sampled_from(["a", "b", "ab", "ا", "اب", "ب", "中", "1", "e"]), max_size=4))
def test_any_text_stays_as_it_is_and_only_what_is_looked_for_is_marked(text: str, wanted: set[str]) -> None:
    made = looked_for(text, *wanted)

    whole, cut = line(made), passage(made)
    assert "".join(part.text for part in whole) == text
    for part in cut:
        assert part.text in text or part.text in ("… ", " … ", " …")
    for part in (*whole, *cut):
        if part.is_marked:
            assert {word.folded for word in words(part.text, PERSIAN)} & wanted
    # Nothing that is looked for is passed over.
    assert bool(cut) == any(part.is_marked for part in whole) == bool({w.folded for w in words(text, PERSIAN)} & wanted)


@pytest.mark.parametrize(
    ("display", "headline", "early", "late"),
    [
        ("full", "نان [حلب]", "[نانوا] برگشت.", "[آرد] رسید."),
        ("excerpt", "نان [حلب]", "[نانوا] برگشت.", ""),
        ("link", "نان [حلب]", "", ""),
        ("none", "", "", ""),
    ],
)
def test_no_more_of_an_original_is_shown_than_readers_may_see(
    display: str, headline: str, early: str, late: str
) -> None:
    body = as_html(["نانوا برگشت.", " ".join(["ریگ"] * 60), "آرد رسید."])
    fields = {"language": PERSIAN, "headline": "نان حلب", "body": body, "availability": "attached"}

    def lines(wanted: str) -> tuple[str, str]:
        original = ReadOriginal(EditionOriginal(original_display=display, **fields))
        look_for({wanted}, original.texts)
        assert original.how_many([OneOf(frozenset({wanted}))], frozenset()) == 1
        above, text = original.lines()
        return shown(above), shown(text)

    assert lines("حلب") == (headline, "")
    assert lines("نانوا")[1].startswith(early)
    assert lines("ارد")[1].endswith(late)
    assert [bool(lines(word)[1]) for word in ("نانوا", "ارد")] == [bool(early), bool(late)]


def make_with_original(headline: str = "Ovens open") -> Listing:
    """With salt, bakers and, in the original alone, a market in Aleppo."""
    article = make_article(
        original=False,
        headline=headline,
        standfirst="Bread <again>.",
        body="<p>Flour &amp; <em>salt</em>, at &lt;last&gt;.</p><p>The bakers returned.</p>",
    )
    body = as_html(["عاد الخبازون إلى العمل.", "وفتح السوق."])
    make_translation(article, headline="أفران حلب", body=body, byline="سلمى الحلبي")
    article.refresh_from_db()
    return workflow.bring_in(article, published_at=article.created_at, attested_as="synthetic").listing


def of(listing: Listing, *sought: Expression | str) -> Marked:
    return marked(shown_of([listing.pk]), asked(*sought))[listing.pk]


@pytest.mark.django_db
def test_a_result_says_how_far_one_has_to_read() -> None:
    listing = make_with_original()
    bakers, ovens = OneOf(frozenset({"baker", "خباز"})), OneOf(frozenset({"oven"}))

    assert of(listing, "oven", "bread").where == "headline"
    assert of(listing, Either((OneOf(frozenset({"nothing"})), ovens))).where == "headline"
    assert of(listing, "oven", "baker").where == "text"
    # In either language: what our text says is not looked for in the original.
    assert of(listing, bakers).where == "text"
    assert of(listing, "oven", "خباز").where == "original"
    # In the byline.
    assert of(listing, Run((frozenset({"سلم"}), frozenset({"حلب"})))).where == "original"
    # Under a label alone, or with the rest of what was looked for under one.
    assert of(listing, "keyword:7").where == ""
    assert of(listing, OneOf(frozenset({"keyword:7", "elsewhere"}))).where == ""
    assert of(listing, OneOf(frozenset({"keyword:7", "elsewhere"})), "oven").where == "headline"


@pytest.mark.django_db
def test_texts_are_shown_as_readers_read_them() -> None:
    listing = make_with_original()

    own = of(listing, "oven", "again", "salt", "last", "baker")
    other = of(listing, "oven", "سوق", "حلب")

    assert shown(own.headline) == "[Ovens] open"
    assert shown(own.standfirst) == "Bread <[again]>."
    assert " ".join(shown(own.passage).split()) == "Flour & [salt], at <[last]>. The [bakers] returned."
    assert (own.original, own.original_passage) == (None, ())
    assert other.original is not None
    assert (other.original.language, other.original.direction) == ("ar", "rtl")
    assert shown(other.original_headline) == "أفران [حلب]"
    assert shown(other.original_passage) == "وفتح [السوق]."

    Source.objects.update(original_display="link")

    assert of(listing, "سوق").where == "original"
    assert of(listing, "سوق").original_passage == ()


@pytest.mark.django_db
def test_a_page_of_results_takes_two_statements() -> None:
    made = [make_with_original(headline=headline) for headline in ("Ovens", "Bakers")] + [
        make_listing(headline="Aleppo")
    ]
    marked(fetched(made), asked("aleppo", "سوق"))

    with CaptureQueriesContext(connection) as queries:
        found = marked(fetched(made), asked("aleppo", "سوق"))

    assert len(queries) == 1 + 1
    assert [found[listing.pk].where for listing in made] == ["original", "original", "headline"]
    # Originals are read where something is lacking only; a label stands in no text.
    with CaptureQueriesContext(connection) as queries:
        marked(fetched(made[:2]), asked("bread", "keyword:7"))
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert shown(marked(fetched(made), Asked())[made[2].pk].headline) == "Aleppo"
    assert len(queries) == 1


def fetched(listings: list[Listing]) -> list[Listing]:
    """As a search fetches them, in one statement."""
    return shown_of([listing.pk for listing in listings])
