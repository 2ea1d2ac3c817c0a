"""Keywords that are likely the same: merged, with the one that stays chosen, or left two."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Keyword, KeywordSpelling, Listing, MergeProposal
from tests.desk.forms import said, signed_in
from tests.factories import make_editor, make_imported, make_keyword, make_translator

pytestmark = pytest.mark.django_db

PAGE = "/admin/keywords-alike/"


def alike(keyword: str | Keyword, into: str | Keyword, score: int = 90) -> MergeProposal:
    """A proposal to merge two keywords, each under an article of its own where it is new."""
    two = [each if isinstance(each, Keyword) else make_keyword(name=each) for each in (keyword, into)]
    for each, given in zip(two, (keyword, into), strict=True):
        if not isinstance(given, Keyword):
            make_imported(keywords=(each,))
    return MergeProposal.objects.create(keyword=two[0], into=two[1], reason="Same letters", score=score)


def merge(client: Client, *chosen: MergeProposal, **typed: Any) -> Any:
    given = {f"stays-{each.pk}": each.into_id for each in chosen}
    return client.post(PAGE, given | {"chosen": [each.pk for each in chosen], "merge-chosen": "1"} | typed, follow=True)


def test_a_pair_shows_both_and_how_many_articles_each_has() -> None:
    alike("Asad", "Assad")

    html = signed_in(make_editor()).get(PAGE).content.decode()

    for words in ("Same letters", "90 %", "Asad", "Assad", "/keywords/asad/", "/keywords/assad/"):
        assert words in html
    assert html.count("1 article ") == 2


def test_merging_files_everything_under_the_one_that_stays_and_keeps_the_name_as_a_spelling() -> None:
    proposal, editor = alike("Asad", "Assad"), make_editor()

    answer = merge(signed_in(editor), proposal)

    assert said(answer) == ["Merged: 1 pair."]
    proposal.refresh_from_db()
    assert (proposal.state, proposal.settled_by) == ("accepted", editor)
    assert proposal.keyword.merged_into == proposal.into
    assert Listing.public.filter(keyword_rows__keyword=proposal.into).count() == 2
    assert KeywordSpelling.objects.get().text == "Asad"
    assert Client().get("/keywords/asad/").headers["Location"] == "/keywords/assad/"


def test_the_other_may_stay_and_a_known_spelling_is_not_doubled() -> None:
    proposal = alike("Assad", "Asad")
    KeywordSpelling.objects.create(keyword=proposal.keyword, language="fr", text="Asad")

    merge(signed_in(make_editor()), proposal, **{f"stays-{proposal.pk}": proposal.keyword_id})

    assert Keyword.objects.get(name="Asad").merged_into == proposal.keyword
    assert KeywordSpelling.objects.count() == 1


def test_several_that_hang_together_become_one() -> None:
    first = alike("Asad", "Assad", score=95)
    second = alike("El-Assad", first.keyword, score=90)
    third = alike(first.into, second.keyword, score=80)

    answer = merge(signed_in(make_editor()), first, second, third)

    assert said(answer) == ["Merged: 2 pairs."]
    assert set(Keyword.objects.exclude(pk=first.into_id).values_list("merged_into", flat=True)) == {first.into_id}
    assert not MergeProposal.objects.filter(state="open").exists()


def test_a_pair_that_became_one_elsewhere_is_shown_no_more() -> None:
    first = alike("Asad", "Assad")
    alike(first.into, first.keyword)
    second = alike("El-Assad", first.keyword)
    client = signed_in(make_editor())

    merge(client, first)

    (pair,) = client.get(PAGE).context["pairs"]
    assert pair.proposal == second
    assert {side.keyword.name for side in pair.sides} == {"El-Assad", "Assad"}


def test_one_row_is_left_two_whatever_else_is_chosen() -> None:
    one, two, editor = alike("Asad", "Assad"), alike("Homs", "Hims"), make_editor()

    signed_in(editor).post(PAGE, {"chosen": [one.pk, two.pk], "leave": str(one.pk)})

    one.refresh_from_db()
    assert (one.state, one.settled_by) == ("dismissed", editor)
    assert MergeProposal.objects.get(state="open") == two
    assert not Keyword.objects.exclude(merged_into=None).exists()


def test_translators_are_turned_away_and_the_first_page_leads_there() -> None:
    proposal, client = alike("Asad", "Assad"), signed_in(make_translator())

    assert client.get(PAGE).status_code == merge(client, proposal).status_code == 403
    assert not Keyword.objects.exclude(merged_into=None).exists()
    assert PAGE in signed_in(make_editor()).get("/admin/").content.decode()
