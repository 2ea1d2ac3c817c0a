"""Every version that readers saw, and what changed: told, and kept from them where that protects somebody."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles import workflow
from articles.comparing import compare_passages
from articles.models import Article, Correction, Listing, Publication, Source
from articles.models.text import as_html
from articles.site.versions import ON_A_PAGE, together
from tests.factories import (
    make_administrator,
    make_article,
    make_editor,
    make_photo,
    make_published,
    make_source,
    make_translation,
    make_translator,
)
from tests.site.reading import photo_words, read

pytestmark = pytest.mark.django_db

WORDS = st.text(st.sampled_from("ab ,.\nجسر")).map(str.strip)


def reissue(article: Article, *, kind: str = "", text: str = "", shown: bool = True, **changed: object) -> None:
    article.refresh_from_db()
    for name, value in changed.items():
        setattr(article, name, value)
    article.save()
    told = Correction(kind=kind, text=text) if kind else None
    workflow.reissue(article, by=make_editor(), correction=told, versions_shown=shown)


def versions_of(article: Article) -> str:
    return f"{Listing.objects.get(pk=article.pk).get_absolute_url()}versions/"


def crossed(text: str, mark: str) -> list[str]:
    """What stands in `mark`s ("del", "ins") of a page, as it reads aloud."""
    return [re.sub(r"<[^>]+>", "", each) for each in re.findall(rf"<{mark}>(.*?)</{mark}>", text, re.DOTALL)]


def test_readers_see_each_version_with_its_notice_and_its_changes_in_words() -> None:
    article = make_published(
        headline="Ten villages", standfirst="They fled.", body=as_html(["It said eleven people.", "Nobody was hurt."])
    )
    path = versions_of(article)
    assert "There is one version of this text" in read(path)
    assert f'href="{path}"' not in read(path.removesuffix("versions/"))

    body = as_html(["It said twelve people.", "Nobody was hurt."])
    reissue(article, kind="mistranslation", text="It was twelve.", body=body, genre="analysis", editors_note="Mended.")
    reissue(article, kind="typo", text="A note for the desk.", headline="Nine villages")

    text = read(path)
    assert re.findall(r'<h2 class="version-title">(Version \d)', text) == ["Version 3", "Version 2", "Version 1"]
    assert crossed(text, "del") == ["[taken out: Ten]", "[taken out: eleven]", "[taken out: News]"]
    assert crossed(text, "ins") == [
        "[put in: Nine]", "[put in: Mended.]", "[put in: twelve]", "[put in: Analysis]",
    ]  # fmt: skip
    assert "<strong>Mistranslation.</strong>" in text
    assert "It was twelve." in text
    # A typo is called one; what was noted of it is nobody's business. What stayed isn't told again.
    assert "<strong>Typo.</strong>" in text
    assert "A note for the desk." not in text
    assert "Nobody was hurt." not in text
    assert 'name="robots" content="noindex"' in text
    assert read(path.removesuffix("versions/")).count(f'href="{path}"') == 3
    workflow.take_down(article, by=make_editor(), public_note="We were wrong.")
    assert "villages" not in read(path, 410)


def test_no_earlier_word_stands_there_where_an_editor_says_so() -> None:
    article = make_published(headline="Nadia Darwish speaks")
    reissue(article, kind="clarification", text="No names.", shown=False, headline="A witness speaks")
    path = versions_of(article)

    text = read(path)

    assert "Darwish" not in text
    assert "No names." in text
    assert re.findall(r'<h2 class="version-title">(Version \d)', text) == ["Version 2", "Version 1"]
    assert "what changed" not in read(path.removesuffix("versions/"))
    assert "versions/" not in read("/corrections/")


def test_what_was_redacted_or_may_not_be_shown_today_is_in_no_version() -> None:
    photo, source = make_photo(), make_source(original_display="full")
    work = make_article(original=False, source=source, **photo_words(photo))
    make_translation(work, headline="عنوان محجوب")
    for status, by in (("translated", make_translator()), ("verified-disclaimer", make_editor())):
        work = workflow.transition(work, status, by=by)
    article = workflow.transition(work, "published", by=make_editor())
    figure = f'<figure><img data-photo="{photo.pk}" alt="A quay"><figcaption>By the sea</figcaption></figure>'
    reissue(article, standfirst="Nadia Darwish came.", photo_caption="A secret place", body=article.body + figure)
    article.translations.update(state="changed")
    make_translation(article, headline="عنوان آخر", byline="رنا حداد")
    reissue(article, standfirst="She came.", photo_caption="A bridge")
    path = versions_of(article)
    for told in ("Nadia Darwish", "A secret place", "A quay", "By the sea", "محجوب", "رنا حداد"):
        assert told in read(path), told

    for edition in article.editions.all()[1:2]:
        what = workflow.Passage("Nadia Darwish")
        workflow.redact(edition, what=what, by=make_administrator(), reason="She is in danger.")
    photo.withdrawn_at = timezone.now()
    photo.save()
    Source.objects.update(original_display="none")

    text = read(path)
    for hidden in ("Darwish", "A secret place", "A bridge", "A quay", "By the sea", "عنوان"):
        assert hidden not in text, hidden
    assert "رنا حداد" in text


def test_many_versions_are_read_some_at_a_time_at_the_same_cost() -> None:
    article = make_published()
    path = versions_of(article)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            read(path)
        return len(asked)

    reissue(article, standfirst="Once.")
    before = cost()
    for number in range(ON_A_PAGE):
        reissue(article, standfirst=f"Take {number}.")

    assert cost() == before
    first, second = read(path), read(f"{path}?cursor=2")
    assert re.findall(r'id="version-(\d)"', first) == ["7", "6", "5", "4", "3"]
    assert 'rel="next" href="?cursor=2"' in first
    assert re.findall(r'id="version-(\d)"', second) == ["2", "1"]
    for cursor in ("0", "7", "-1", "x", "", "٣", "9" * 20):
        assert Client().get(f"{path}?cursor={cursor}").status_code == 404, cursor


@given(old=WORDS, new=WORDS)
def test_both_sides_of_a_change_can_be_read_from_it(old: str, new: str) -> None:
    for row in compare_passages(old, new):
        pieces = together(row)

        assert [piece for piece in pieces if piece.kind != "new"] == row.old
        assert [piece for piece in pieces if piece.kind != "gone"] == row.new


def test_who_verified_is_told_by_role_and_by_name_only_where_both_want_it() -> None:
    translator = make_translator(credit="name", credit_name="Rana Haddad")
    named = make_editor(credit="pseudonym", credit_name="N. Qasim", username="qasim-login")
    unnamed = make_editor(first_name="Salma", last_name="Aziz", username="salma-login")
    pages = []
    for editor in (named, unnamed):
        article = make_published(editor=editor, translator=translator)
        pages.append(article.listing.get_absolute_url())

    for path in pages:
        assert "<dt>Disclaimer verified by</dt><dd>an editor" in read(path)
    Publication.objects.update(attester_shown="name")
    texts = [read(path) for path in pages]

    assert "<dt>Disclaimer verified by</dt><dd><bdi>N. Qasim</bdi>" in texts[0]
    assert "<dt>Disclaimer verified by</dt><dd>an editor" in texts[1]
    for text in texts:
        assert not re.search("login|Salma|Aziz", text)
