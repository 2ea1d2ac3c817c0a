"""Briefs: public within two minutes where one person is enough, and waiting for the other where not."""

import pytest

from articles import workflow
from articles.models import Article, Listing, Member, Notice, Publication, Status
from tests.factories import make_administrator, make_editor, make_published, make_source, make_translator

pytestmark = pytest.mark.django_db

TEXT = "The bridge at Hama opened on Sunday. The ministry said work had cost 3.5 million pounds."


def make_brief(by: Member, **said: object) -> Article:
    defaults = {"headline": "Bridge opens", "text": TEXT, "source": make_source(), "url": "https://outlet.example/a"}
    return workflow.brief(**defaults | said, by=by)


def test_an_editors_brief_is_public_at_once_where_the_second_look_may_follow() -> None:
    Publication.objects.update(second_look="afterwards")
    editor = make_editor()

    article = make_brief(editor)

    listing = Listing.public.get()
    assert listing.article == article
    assert (article.genre, article.developing, article.adaptation) == ("brief", True, "summary")
    assert article.standfirst == "The bridge at Hama opened on Sunday."
    assert article.body == "<p>The ministry said work had cost 3.5 million pounds.</p>"
    original = article.translations.get()
    assert (original.availability, original.availability_reason) == ("not-available", "The full translation follows.")
    assert workflow.is_owed_a_second_look(listing.edition)
    assert list(workflow.briefs_waiting()) == [listing]


@pytest.mark.parametrize("make", [make_translator, make_editor, make_administrator])
def test_a_brief_waits_where_a_second_person_must_look_and_the_editors_are_told(make: object) -> None:
    other, author = make_editor(), make()  # type: ignore[operator]

    article = make_brief(author)

    assert article.status == Status.TRANSLATED
    assert not Listing.objects.exists()
    assert [notice.member for notice in Notice.objects.filter(kind=Notice.Kind.WAITS)] == [other]
    assert list(workflow.briefs_waiting()) == []


def test_a_translators_brief_waits_for_an_editor_who_publishes_it() -> None:
    Publication.objects.update(second_look="afterwards")

    article = make_brief(make_translator())
    waited = article.status
    workflow.approve_and_publish(article, by=make_editor())

    assert waited == Status.TRANSLATED
    assert Listing.public.get().article == article


def test_nothing_is_made_of_a_brief_that_is_refused() -> None:
    with pytest.raises(workflow.TransitionRefused, match="Write two sentences"):
        make_brief(make_editor(), text="One sentence.")

    assert not Article.objects.exists()


def test_a_brief_of_what_the_desk_has_already_takes_a_reason() -> None:
    known = make_published()
    url = known.translations.get().url
    editor = make_editor()

    with pytest.raises(workflow.TransitionRefused, match="say why you go on"):
        make_brief(editor, url=f"{url}?utm_source=x")
    article = make_brief(editor, url=url, going_on_reason="It was updated.")

    assert article.translations.get().going_on_reason == "It was updated."


def test_a_brief_grows_into_the_full_translation_at_the_same_address() -> None:
    Publication.objects.update(second_look="afterwards")
    editor = make_editor()
    article = make_brief(editor)
    address = article.listing.get_absolute_url()

    article.genre, article.developing, article.body = "news", False, "<p>All of it.</p>"
    article.save()
    workflow.reissue(article, by=editor, note="In full.")

    assert Listing.public.get().get_absolute_url() == address
    assert list(workflow.briefs_waiting()) == []
