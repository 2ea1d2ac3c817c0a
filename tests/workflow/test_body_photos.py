"""Photos in a text: what is asked of them before readers see it, and what becomes of them later."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.comparing import compare_bodies, merge
from articles.models import Article, Edition, Page, Photo, SavedText
from articles.workflow.photos import unmet_by_photos
from tests.factories import make_administrator, make_article, make_editor, make_imported, make_photo, make_source


def figure(photo: int, alt: str = "A market", caption: str = "At noon") -> str:
    return f'<figure><img data-photo="{photo}" alt="{alt}"><figcaption>{caption}</figcaption></figure>'


def moved_in(photo: Photo, **fields: Any) -> Article:
    """An article moved in with `photo` above it and in its text, complete but for what concerns the photo."""
    article = make_imported(photo=photo, body=f"<p>One.</p>{figure(photo.pk, '')}", standfirst="So.", **fields)
    article.source = make_source()
    article.headline = "Mended"
    article.save()
    return article


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "alt", "unmet"),
    [
        ({}, "A market", []),
        ({}, "", ["needs a text for those who can't see it."]),
        ({"credit": ""}, "A market", ["needs a credit: write it on the photo's page."]),
        (
            {"rights": "unknown"},
            "A market",
            ["has no known rights: settle them on the photo's page, or take it out."],
        ),
        ({"withdrawn_at": timezone.now()}, "A market", ["was withdrawn: take it out."]),
        (
            {"expires_on": date(2026, 1, 1)},
            "A market",
            ["can't be shown any more, the rights in it have ended: take it out."],
        ),
    ],
)
def test_a_photo_in_the_text_is_asked_what_one_above_it_is(fields: dict[str, Any], alt: str, unmet: list[str]) -> None:
    photo = make_photo(**fields)

    found = list(unmet_by_photos(make_article(body=figure(photo.pk, alt) * 2)))

    name = f"Photo {photo.pk} (“{alt or 'A bridge'}”) in the text"
    assert found == [f"{name} {each}" for each in unmet]


@pytest.mark.django_db
def test_a_photo_that_waits_for_its_file_or_is_not_there_keeps_a_text_from_readers() -> None:
    waiting = Photo.objects.create(alt="A market", credit="A.", rights="own")
    article = make_article(body=figure(waiting.pk) + figure(10**9), photo=waiting, photo_alt="A", photo_credit="A")

    name = f"Photo {waiting.pk} (“A market”)"
    assert list(unmet_by_photos(article)) == [
        "The photo waits for its file: upload it on the photo's page, or take another photo.",
        f"{name} in the text waits for its file: upload it on the photo's page, or take it out.",
        "Photo 1000000000 (“A market”) in the text does not exist: take it out.",
    ]


@pytest.mark.django_db
def test_what_is_asked_costs_as_much_for_many_photos_as_for_one() -> None:
    photos = [make_photo() for _each in range(3)]
    counts = []
    for some in (photos[:1], photos):
        article = make_article(body="".join(figure(each.pk) for each in some))
        with CaptureQueriesContext(connection) as asked:
            list(unmet_by_photos(article))
        counts.append(len(asked))

    assert counts == [2, 2]


@pytest.mark.django_db
def test_a_photo_moved_in_may_stay_until_it_is_replaced() -> None:
    waiting = Photo.objects.create()
    article, editor = moved_in(waiting), make_editor()

    workflow.reissue(article, by=editor, note="A typo.")

    assert article.editions.count() == 2
    other = make_photo(rights="unknown")
    article.refresh_from_db()
    article.body += figure(other.pk)
    article.save()
    with pytest.raises(workflow.TransitionRefused) as refused:
        workflow.reissue(article, by=editor, note="Another photo.")
    assert len(refused.value.reasons) == 1
    assert f"Photo {other.pk} (“A market”) in the text has no known rights" in refused.value.reasons[0]


@pytest.mark.django_db
def test_a_photo_moved_in_and_withdrawn_since_is_not_published_anew() -> None:
    photo = make_photo(rights="unknown")
    article = moved_in(photo)
    Photo.objects.filter(pk=photo.pk).update(withdrawn_at=timezone.now())

    with pytest.raises(workflow.TransitionRefused) as refused:
        workflow.reissue(article, by=make_editor(), note="A typo.")

    assert refused.value.reasons == [
        "The photo was withdrawn: take another photo.",
        f"Photo {photo.pk} (“A bridge”) in the text was withdrawn: take it out.",
    ]


@pytest.mark.django_db
def test_a_photo_that_stands_in_a_text_is_not_deleted() -> None:
    in_a_draft, in_an_edition, on_a_page, free = (make_photo() for _each in range(4))
    draft = make_article(body=figure(in_a_draft.pk))
    public = make_imported(body=f"<p>One.</p>{figure(in_an_edition.pk)}")
    public.body = f"<p>One.</p>{figure(int(f'{in_an_edition.pk}0'))}"
    public.save()
    page = Page.objects.create(title="About", slug="about", body=figure(on_a_page.pk))

    for photo, text in ((in_a_draft, draft), (in_an_edition, public.editions.get()), (on_a_page, page)):
        with pytest.raises(ProtectedError) as one:
            photo.delete()
        assert one.value.protected_objects == {text}
    with pytest.raises(ProtectedError) as several:
        Photo.objects.all().delete()
    assert several.value.protected_objects == {draft, public.editions.get(), page}

    free.delete()

    assert Photo.objects.count() == 3


@pytest.mark.django_db
def test_a_passage_goes_from_the_caption_the_description_and_the_photos_own_words() -> None:
    photo = make_photo(alt="Salma Halabi", caption="Salma <Halabi", credit="Salma Halabi")
    body = f"<p>One.</p>{figure(photo.pk, 'Salma Halabi at home', 'With <em>Salma</em> Halabi at home')}"
    article = make_imported(body=body)
    article.body += "<p>More.</p>"
    article.save()

    workflow.redact(
        article.editions.get(), what=workflow.Passage("Salma Halabi"), by=make_administrator(), reason="In danger."
    )

    photo.refresh_from_db()
    assert Edition.objects.get().body == f"<p>One.</p>{figure(photo.pk, '', 'With <em>[…]</em> at home')}"
    assert (photo.alt, photo.credit) == ("[…]", "[…]")
    assert not any("Salma" in saved.fields["body"] for saved in SavedText.objects.filter(article=article))


def test_another_photo_is_a_difference_in_words() -> None:
    (text, shown, caption) = compare_bodies(f"<p>One.</p>{figure(7)}", f"<p>One.</p>{figure(8)}")

    assert text.is_same
    assert [(piece.kind, piece.text) for piece in shown.old] == [
        ("same", "Photo "), ("gone", "7"), ("same", ": A market"),
    ]  # fmt: skip
    assert [piece.text for piece in shown.new if piece.kind == "new"] == ["8"]
    assert caption.is_same
    (removed,) = [
        row for row in compare_bodies("<p>One.</p>" + figure(7, ""), "<p>One.</p>") if row.old and not row.new
    ][:1]
    assert removed.old[0].text == "Photo 7, without a description"


def test_a_photo_that_one_changed_and_a_paragraph_that_the_other_changed_are_merged() -> None:
    base = f"<p>One.</p>{figure(7)}<p>Two.</p>"

    merged = merge(
        base, base.replace("Two.", "Two, mended."), base.replace(figure(7), figure(8, "A harbour", "At night"))
    )

    assert merged.is_clean
    assert merged.html == f"<p>One.</p>{figure(8, 'A harbour', 'At night')}<p>Two, mended.</p>"
