"""Keywords that are likely the same: merged, with the one that stays chosen, or left two."""

from typing import Any

import pytest
from django.test import Client

from articles.checks import Text, vocabulary_of
from articles.checks.vocabulary import found_in
from articles.models import Keyword, KeywordSpelling, Listing, MergeProposal
from tests.desk.forms import fields_of, said, signed_in
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
    # The record says it as it was done, not as it was proposed.
    record = MergeProposal.objects.get()
    assert (record.keyword.name, record.into.name, record.state) == ("Asad", "Assad", "accepted")


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


# --- By hand, on the page of a keyword -------------------------------------------------------------

ADD = "/admin/articles/keyword/add/"


def page_of(keyword: Keyword) -> str:
    return f"/admin/articles/keyword/{keyword.pk}/change/"


def save(client: Client, address: str, **typed: Any) -> Any:
    fields = fields_of(client.get(address), "keyword_form")
    return client.post(address, fields | typed, follow=True)


def test_a_keyword_merged_by_hand_is_recorded_and_found_by_both_names_and_every_spelling() -> None:
    asad, assad = make_keyword(name="Hafez Asad", kind="person"), make_keyword(name="Hafez al-Assad", kind="person")
    asad.spellings.create(language="ar", text="حافظ الأسد")
    make_imported(keywords=(asad,))
    editor = make_editor(first_name="Mona", last_name="Haddad")
    client = signed_in(editor)

    save(client, page_of(asad), qualifier="president", merged_into=assad.pk, _save="Save")

    asad.refresh_from_db()
    assert (asad.merged_into, asad.qualifier) == (assad, "president")
    assert assad.spellings.get().text == "Hafez Asad"
    record = MergeProposal.objects.get()
    assert (record.keyword, record.into, record.state, record.settled_by) == (asad, assad, "accepted", editor)
    assert f"/keyword/{assad.pk}/name/" in client.get(page_of(assad)).content.decode()
    for keyword in (asad, assad):
        assert (
            "“Hafez Asad (president)” into “Hafez al-Assad”, by <bdi>Mona Haddad</bdi>"
            in client.get(page_of(keyword)).content.decode()
        )
    assert Client().get("/keywords/hafez-asad/").headers["Location"] == "/keywords/hafez-al-assad/"
    texts = [Text(("قال حافظ الأسد.",), "ar"), Text(("Hafez Asad said so.",), "en")]
    vocabulary = vocabulary_of(texts)
    assert {each.entry.keyword for text in texts for each in found_in(text, vocabulary)} == {assad.pk}
    assert {each.entry.name for text in texts for each in found_in(text, vocabulary)} == {"Hafez al-Assad"}


def test_merging_is_undone_and_done_anew_on_the_same_page() -> None:
    one, two, three = (make_keyword(name=name) for name in ("Homs", "Hums", "Hims"))
    client = signed_in(make_editor())

    save(client, page_of(one), merged_into=two.pk, _save="Save")
    save(client, page_of(one), merged_into=three.pk, _save="Save")
    one.refresh_from_db()
    elsewhere = one.merged_into
    undone = save(client, page_of(one), merged_into="", _save="Save")

    assert "“Homs” stays a spelling of “Hims” until you delete it." in said(undone)
    one.refresh_from_db()
    assert (elsewhere, one.merged_into) == (three, None)
    assert "” into “" not in client.get(page_of(one)).content.decode()


# --- A new one that is likely one there is -----------------------------------------------------------


def test_a_new_keyword_that_is_near_another_is_made_once_somebody_has_seen_that_one() -> None:
    sharaa = make_keyword(name="Ahmed al-Sharaa", kind="person")
    client = signed_in(make_translator())
    typed = {"name": "Ahmad al-Shara'", "slug": "ahmad-al-shara", "kind": "person"}

    told = save(client, ADD, **typed, _save="Save")
    made = client.post(ADD, fields_of(told, "keyword_form") | {"_all_the_same": "1"}, follow=True)

    html = told.content.decode()
    assert "Likely the same" in html
    assert f'name="_use" value="{sharaa.pk}"' in html
    assert html.index('name="_save"') < html.index('name="_use"')
    assert any("was added" in each for each in said(made))
    keyword = Keyword.objects.get(slug="ahmad-al-shara")
    proposal = MergeProposal.objects.get()
    assert (proposal.keyword, proposal.into, proposal.state) == (keyword, sharaa, "open")
    assert "Ahmed al-Sharaa" in signed_in(make_editor()).get(PAGE).content.decode()
    # What it is near to is asked of a new one alone.
    assert "Likely the same" not in save(signed_in(make_editor()), page_of(keyword), _save="Save").content.decode()


def test_the_one_there_is_is_taken_instead_also_where_it_was_asked_for() -> None:
    sharaa = make_keyword(name="Ahmed al-Sharaa", kind="person")
    client = signed_in(make_translator())
    typed = {"name": "Ahmad al-Shara", "slug": "ahmad-al-shara", "kind": "person"}

    page = save(client, ADD, **typed, _use=str(sharaa.pk))
    chosen = client.post(ADD, typed | {"_use": str(sharaa.pk), "_popup": "1"})

    assert page.request["PATH_INFO"] == page_of(sharaa)
    assert said(page) == ["Nothing was made: this is the keyword that is there."]
    assert f"&quot;value&quot;: &quot;{sharaa.pk}&quot;" in chosen.content.decode()
    assert Keyword.objects.get() == sharaa
