"""What the demo newsroom says: whole, consistent with itself, and of every kind that a newsroom meets."""

import re
import shutil
import unicodedata
from collections import Counter
from dataclasses import fields
from datetime import date
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from articles.intake.demo.content import (
    CHOICES,
    GROUPS,
    HERE,
    PUBLIC_STATES,
    Article,
    Keyword,
    Newsroom,
    Original,
    Story,
    load,
)
from articles.intake.demo.drawings import DRAWINGS, drawing

NEWSROOM: Newsroom = load()
ARTICLES = NEWSROOM.articles
# What readers saw, or are about to see: on the desk a text may still be half done.
COMPLETE = [article for article in ARTICLES if article.state not in ("draft", "returned")]
TRANSLATIONS = [
    (article, original) for article in COMPLETE for original in article.originals if original.availability == "attached"
]

each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.file)
each_complete = pytest.mark.parametrize("article", COMPLETE, ids=lambda article: article.file)
each_translation = pytest.mark.parametrize(
    ("article", "original"),
    TRANSLATIONS,
    ids=[f"{article.file}-{original.source}" for article, original in TRANSLATIONS],
)


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


def blocks(html: str) -> list[str]:
    """The names of the blocks of a body, in order."""
    return re.findall(r"<(p|h2|ul|li|blockquote)\b", html)


def words_of(text: Article | Original) -> str:
    return plain(f"{text.headline} {text.standfirst} {text.body}")


def figures(text: str) -> set[str]:
    """The numbers written in digits of any script, without what groups their thousands."""
    digits = "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in text)
    grouped = re.sub(r"(?<=\d)[,٬](?=\d{3})", "", digits).replace("٫", ".")
    return set(re.findall(r"\d+(?:[.:]\d+)?", grouped))


def names(text: str, name: str) -> bool:
    """`text` has `name` as words of its own; a dateline in capitals counts."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None


def test_newsroom_is_as_large_as_a_newsroom():
    assert len(ARTICLES) >= 18
    assert len(NEWSROOM.outlets) >= 8
    assert len(NEWSROOM.keywords) >= 45
    assert len(NEWSROOM.photos) >= 8
    assert len(NEWSROOM.sections) >= 5
    assert len(NEWSROOM.stories) >= 2
    assert {page.slug for page in NEWSROOM.pages} >= {"about", "how-we-translate", "corrections-policy"}


def test_every_group_has_a_member():
    assert {group for member in NEWSROOM.members for group in member.groups} == set(GROUPS)
    assert any(set(member.groups) == {"Editors", "Publishers"} for member in NEWSROOM.members)


def test_members_differ_as_members_do():
    translators = [member for member in NEWSROOM.members if "Translators" in member.groups]

    assert len(translators) >= 3
    assert any(member.credit == "pseudonym" and member.credit_name for member in translators)
    assert any(member.interface_language == "ar" for member in translators)
    assert {member.credit for member in NEWSROOM.members} == {"name", "pseudonym", "none"}
    assert all(ZoneInfo(member.time_zone) for member in NEWSROOM.members)


@pytest.mark.parametrize(
    ("of", "given"),
    [
        ("state", [article.state for article in ARTICLES]),
        ("genre", [article.genre for article in ARTICLES]),
        ("adaptation", [article.adaptation for article in ARTICLES]),
        ("medium", [original.medium for article in ARTICLES for original in article.originals]),
        ("Outlet.kind", [outlet.kind for outlet in NEWSROOM.outlets]),
        ("original_display", [outlet.original_display for outlet in NEWSROOM.outlets]),
        ("Keyword.kind", [keyword.kind for keyword in NEWSROOM.keywords]),
        ("use", [spelling.use for keyword in NEWSROOM.keywords for spelling in keyword.spellings]),
    ],
)
def test_every_kind_is_represented(of: str, given: list[str]):
    assert set(given) == set(CHOICES[of])


def test_sources_are_in_four_languages():
    languages = Counter(original.language for article in ARTICLES for original in article.originals)

    assert set(languages) == {"ar", "fa", "tr", "en"}
    assert languages["ar"] >= 15


def test_one_original_is_lost_and_says_why():
    missing = [
        original for article in ARTICLES for original in article.originals if original.availability != "attached"
    ]

    assert missing
    assert all(original.reason and not original.body for original in missing)


def test_one_piece_is_developing():
    assert any(article.developing and article.state in PUBLIC_STATES for article in ARTICLES)


def test_public_articles_reach_from_this_morning_to_three_years_back():
    ages = [article.hours_ago for article in ARTICLES if article.state in PUBLIC_STATES]

    assert min(ages) < 3
    assert max(ages) > 2.5 * 365 * 24


def test_articles_stand_in_the_order_of_their_age():
    ages = [article.hours_ago for article in ARTICLES if article.state in (*PUBLIC_STATES, "taken-down")]

    assert ages == sorted(ages, reverse=True)


def test_slugs_are_ascii_and_unique():
    slugs = [article.slug for article in ARTICLES]

    assert len(slugs) == len(set(slugs))
    assert all(re.fullmatch(r"[a-z0-9-]{3,90}", slug) for slug in slugs)


@pytest.mark.parametrize("story", NEWSROOM.stories, ids=lambda story: story.slug)
def test_story_brings_together_outlets_of_different_alignment(story: Story):
    sources = {original.source for article in ARTICLES if article.story == story.slug for original in article.originals}

    alignments = {outlet.profiles[-1].alignment for outlet in NEWSROOM.outlets if outlet.slug in sources}

    assert sum(article.story == story.slug for article in ARTICLES) >= 3
    assert len(alignments) >= 3


def test_round_up_has_three_originals():
    round_ups = [article for article in ARTICLES if article.adaptation == "round-up"]

    assert [len({original.source for original in article.originals}) for article in round_ups] == [3]


def test_profiles_of_an_outlet_never_overlap():
    for outlet in NEWSROOM.outlets:
        periods = [(profile.valid_from, profile.valid_until or date.max) for profile in outlet.profiles]
        assert periods == sorted(periods), outlet.name
        assert all(ended <= begun for (_, ended), (begun, _) in pairwise(periods)), outlet.name


def test_an_outlet_has_changed_hands():
    assert any(len({profile.alignment for profile in outlet.profiles}) > 1 for outlet in NEWSROOM.outlets)


def test_no_outlet_goes_unread():
    read = {original.source for article in ARTICLES for original in article.originals}

    assert read == {outlet.slug for outlet in NEWSROOM.outlets}


@each_article
def test_lead_outlet_is_that_of_an_original(article: Article):
    assert (article.source == "") == (article.adaptation == "original-work")
    assert article.source in {"", *(original.source for original in article.originals)}
    assert bool(article.originals) == (article.adaptation != "original-work")


@each_article
def test_translator_translates_and_reads_the_language(article: Article):
    translator = next(member for member in NEWSROOM.members if member.username == article.translator)

    assert "Translators" in translator.groups
    assert {original.language for original in article.originals} <= set(translator.languages)


@each_article
def test_addresses_lie_in_the_domain_of_their_outlet(article: Article):
    homepages = {outlet.slug: outlet.homepage_url for outlet in NEWSROOM.outlets}

    for original in article.originals:
        assert original.url.startswith(homepages[original.source])
        assert re.match(r"https://[a-z.-]+\.example/", original.url)


@each_complete
def test_body_is_clean_and_of_a_length(article: Article):
    html = article.body + "".join(original.body for original in article.originals)
    count = len(plain(article.body).split())

    assert set(re.findall(r"</?([a-z0-9]+)", html)) <= {"p", "h2", "ul", "li", "blockquote", "em", "strong"}
    assert all(html.count(f"<{tag}>") == html.count(f"</{tag}>") for tag in ("p", "h2", "ul", "li", "blockquote"))
    assert count >= (90 if article.genre == "brief" else 170)
    assert article.standfirst


@each_translation
def test_original_has_the_paragraphs_of_the_translation(article: Article, original: Original):
    ours, theirs = blocks(article.body), blocks(original.body)

    assert theirs
    if article.adaptation in ("full", "transcript", "republished"):
        assert theirs == ours
    elif article.adaptation == "abridged":
        assert len(theirs) > len(ours)
    else:
        assert len(theirs) >= 3


@each_translation
def test_original_is_written_in_its_script(article: Article, original: Original):
    letters = [char for char in plain(original.body) if char.isalpha()]
    arabic = sum("ARABIC" in unicodedata.name(char) for char in letters)

    share = arabic / len(letters)

    assert share > 0.99 if original.language in ("ar", "fa") else share == 0


@pytest.mark.parametrize(
    "article", {article.file: article for article, _ in TRANSLATIONS}.values(), ids=lambda a: a.file
)
def test_figures_are_those_of_the_originals(article: Article):
    texts = [words_of(original) for original in article.originals]
    ours, theirs = figures(words_of(article)), set().union(*map(figures, texts))

    if article.adaptation in ("full", "transcript", "republished"):
        assert ours == theirs
    else:
        assert ours <= theirs


@each_article
def test_keywords_other_than_themes_are_named_in_the_text(article: Article):
    text = " ".join([words_of(article), article.editors_note, *(o.byline + words_of(o) for o in article.originals)])
    keywords = {keyword.name: keyword for keyword in NEWSROOM.keywords}

    for name in article.keywords:
        keyword = keywords[name]
        spellings = [name, *(spelling.text for spelling in keyword.spellings)]
        assert keyword.kind == "theme" or any(names(text, spelling) or spelling in text for spelling in spellings), name


@each_article
def test_names_are_spelled_the_house_way(article: Article):
    text = " ".join([words_of(article), article.editors_note, article.photo_caption])

    for keyword in NEWSROOM.keywords:
        for spelling in keyword.spellings:
            assert spelling.use == "variant" or not names(text, spelling.text), spelling.text


@each_article
def test_authors_are_among_the_keywords_of_the_article(article: Article):
    authors = {author for original in article.originals for author in original.authors}

    assert authors <= set(article.keywords)


def test_no_keyword_goes_unused():
    used = {name for article in ARTICLES for name in article.keywords}

    assert used == {keyword.name for keyword in NEWSROOM.keywords}


@pytest.mark.parametrize("keyword", NEWSROOM.keywords, ids=lambda keyword: keyword.name)
def test_keyword_is_spelled_in_another_script_once_each(keyword: Keyword):
    spellings = [(spelling.language, spelling.text) for spelling in keyword.spellings]

    assert any(language in ("ar", "fa") for language, _ in spellings)
    assert len(spellings) == len(set(spellings))


def test_scheduled_article_lies_ahead():
    assert [article.hours_ago < 0 for article in ARTICLES if article.state == "scheduled"] == [True]


def test_correction_can_be_undone():
    (corrected,) = (article for article in ARTICLES if article.correction)

    first = corrected.as_first_published()

    assert first.correction is None
    assert corrected.correction.before.before in first.body
    assert corrected.correction.before.after not in first.body
    assert corrected.correction.hours_ago < corrected.hours_ago


def test_photo_words_come_from_the_photo_unless_the_article_has_its_own():
    photos = {photo.key: photo for photo in NEWSROOM.photos}
    illustrated = [article for article in ARTICLES if article.photo]

    assert {article.photo for article in illustrated} == set(photos)
    assert all(article.photo_alt and article.photo_caption and article.photo_credit for article in illustrated)
    assert any(article.photo_caption != photos[article.photo].caption for article in illustrated)


def test_every_photo_has_its_drawing():
    assert {photo.drawing for photo in NEWSROOM.photos} == set(DRAWINGS)


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_drawing_fills_its_frame_with_more_than_one_tone(name: str):
    image = drawing(name)

    assert image.size == (1600, 1067)
    assert image.mode == "RGB"
    assert all(high - low > 100 for low, high in image.getextrema())


def test_drawing_is_the_same_each_time():
    assert drawing("radio_tower").tobytes() == drawing("radio_tower").tobytes()


# --- What is refused ---------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(HERE / "newsroom.toml", tmp_path)
    shutil.copytree(HERE / "articles", tmp_path / "articles")
    return tmp_path


@pytest.mark.parametrize(
    ("file", "written", "instead", "said"),
    [
        ("11-lighter-loaf-safsaf", '"Homs", ', '"Humms", ', "no Humms among its keywords"),
        ("11-lighter-loaf-safsaf", 'section = "economy-and-land"', 'section = "money"', "no money among its sections"),
        (
            "11-lighter-loaf-safsaf",
            'story = "the-weight',
            'story = "a-weight',
            "no a-weight-of-the-loaf among its stories",
        ),
        ("11-lighter-loaf-safsaf", 'translator = "hala"', 'translator = "hela"', "no hela among its members"),
        ("11-lighter-loaf-safsaf", 'source = "safsaf', 'source = "tafsaf', "no tafsaf-news-agency among its outlets"),
        ("20-ghab-sows-early", 'photo = "wheat"', 'photo = "rye"', "no rye among its photos"),
        (
            "20-ghab-sows-early",
            'authors = ["Mazen al-Durra"]',
            'authors = ["Hama"]',
            "no Hama among its keywords of a person",
        ),
        ("20-ghab-sows-early", 'state = "published"', 'state = "public"', "state is 'public'; it takes one of draft"),
        ("20-ghab-sows-early", 'state = "published"', 'state = "returned"', "that is returned needs a note"),
        ("20-ghab-sows-early", "hours_ago = 4.5", "hours_ago = -4.5", "the article isn't scheduled"),
        ("20-ghab-sows-early", "headline =", "head =", "article has no field head"),
        ("20-ghab-sows-early", "language =", "# language =", "article lacks language"),
        ("20-ghab-sows-early", "headline =", "headline", "this is not TOML"),
        ("08-school-certificate-results", 'after = "We had 61', 'after = "We had 16', "must stand in body once"),
    ],
)
def test_what_does_not_fit_is_refused_by_file(copy: Path, file: str, written: str, instead: str, said: str):
    path = copy / "articles" / f"{file}.toml"
    text = path.read_text(encoding="utf-8")
    assert written in text
    path.write_text(text.replace(written, instead, 1), encoding="utf-8")

    with pytest.raises(ValueError, match=re.escape(said)) as refusal:
        load(copy)

    assert str(refusal.value).startswith(f"{file}.toml: ")


def test_a_name_given_twice_is_refused(copy: Path):
    path = copy / "newsroom.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('name = "Homs"', 'name = "Hama"', 1), encoding="utf-8")

    with pytest.raises(ValueError, match=r"newsroom\.toml: keywords has Hama twice"):
        load(copy)


def test_every_field_of_an_article_is_used_somewhere():
    for field in fields(Article):
        assert any(getattr(article, field.name) for article in ARTICLES), field.name
