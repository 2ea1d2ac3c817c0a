"""Names beside an article: which stand in its originals, what is suggested, and how chosen words become a name."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from articles.desk.names_made import written_beside
from articles.models import Article, Keyword, KeywordSpelling, Member, MergeProposal, Translation
from articles.models.text import as_html
from articles.search import lexicon
from tests.desk.forms import change_page, signed_in
from tests.factories import make_article, make_editor, make_keyword, make_listing, make_member, make_translator

pytestmark = pytest.mark.django_db

ARABIC = ["زار أحمد الشرع مدينة إدلب صباح الخميس.", "وقال الشرع إن إدلب ستُعمر من جديد."]
ENGLISH = ["Ahmed al-Sharaa visited Idlib on Thursday morning.", "Sharaa said the city would be rebuilt."]


def named(name: str, kind: str, *spellings: str) -> Keyword:
    keyword = make_keyword(name=name, kind=kind)
    for spelling in spellings:
        keyword.spellings.create(language="ar", text=spelling)
    return keyword


def with_texts(*, ours: list[str] = ENGLISH, theirs: list[str] = ARABIC, **fields: Any) -> Article:
    article = make_article(body=as_html(ours), **fields)
    Translation.objects.filter(article=article).update(headline="الشرع في إدلب", body=as_html(theirs))
    return article


def beside(client: Client, article: Article) -> dict[str, Any]:
    """What the page gives its script."""
    found: dict[str, Any] = json.loads(client.get(change_page(article)).context["names_json"])
    return found


def make(client: Client, article: Article, by: Member, path: str = "", **sent: Any) -> Any:
    given = {"member": by.pk, "spelling": "أحمد الشرع", "language": "ar"} | sent
    return client.post(f"/admin/articles/article/{article.pk}/names/{path}", given, content_type="application/json")


def test_names_of_the_original_come_with_the_page_in_the_house_spelling() -> None:
    idlib, sharaa = named("Idlib", "place", "إدلب"), named("Ahmed al-Sharaa", "person", "أحمد الشرع")
    named("Homs", "place", "حمص")
    article = with_texts(keywords=(idlib,))

    client = signed_in(make_translator())
    found = beside(client, article)

    names = {each["id"]: each for each in found["names"]}
    assert set(names) == {idlib.pk, sharaa.pk}
    assert (names[sharaa.pk]["name"], names[sharaa.pk]["kind"]) == ("Ahmed al-Sharaa", "person")
    assert "أحمد الشرع" in names[sharaa.pk]["forms"]
    assert names[idlib.pk]["forms"] == ["إدلب"]
    # What is chosen is suggested no more; of the rest it is said why.
    (suggested,) = found["suggested"]
    assert (suggested["id"], bool(suggested["reason"])) == (sharaa.pk, True)
    html = client.get(change_page(article)).content.decode()
    assert suggested["reason"] in html
    assert f"/admin/articles/keyword/{sharaa.pk}/change/" in html


def test_a_merged_name_is_that_of_what_it_became_and_a_prefix_is_part_of_the_word() -> None:
    idlib = named("Idlib", "place")
    merged = named("Idleb", "place", "إدلب")
    Keyword.objects.filter(pk=merged.pk).update(merged_into=idlib)

    (found,) = beside(signed_in(make_translator()), with_texts(theirs=["وإدلب اليوم، وفي إدلب غداً."]))["names"]

    assert (found["id"], found["name"], sorted(found["forms"])) == (idlib.pk, "Idlib", ["إدلب", "وإدلب"])


def test_chosen_words_are_proposed_as_our_text_writes_them_first() -> None:
    me = make_translator()
    article = with_texts()

    answer = make(
        signed_in(me), article, me, "proposed/", beside="On Thursday Ahmad al-Shara visited Idlib.", kind="person"
    ).json()

    assert answer["proposals"][0]["text"] == "Ahmad al-Shara"
    assert 1 <= len(answer["proposals"]) <= 3
    assert all(each["reason"] for each in answer["proposals"])
    assert answer["near"] == []


def test_a_spelling_that_the_archive_writes_otherwise_says_so() -> None:
    me = make_translator()
    sharaa = named("Ahmad Sharaa", "person")
    make_listing(body=as_html(["Ahmad Sharaa spoke."]), keywords=(sharaa,))
    lexicon.renew()

    answer = make(signed_in(me), with_texts(), me, "proposed/", beside="Ahmed al-Shara spoke.", kind="person").json()

    flags = {each["text"]: each["otherwise"] for each in answer["proposals"]}
    assert flags["Ahmed al-Shara"] == "The archive writes Ahmad Sharaa: 1 article."
    assert flags["Ahmad Sharaa"] == ""
    assert [each["id"] for each in answer["near"]] == [sharaa.pk]


@given(spelling=st.text(max_size=40), text=st.text(max_size=80))
def test_what_our_text_writes_is_words_of_it_whatever_it_says(spelling: str, text: str) -> None:
    found = written_beside(spelling, text)

    assert all(each in text and each for each in found)


def test_a_latin_name_is_proposed_as_the_original_writes_it() -> None:
    me = make_translator()

    answer = make(signed_in(me), with_texts(), me, "proposed/", spelling="Hakan Fidan", language="tr").json()

    assert [each["text"] for each in answer["proposals"]] == ["Hakan Fidan"]


def test_chosen_words_become_a_keyword_with_its_spelling_and_are_marked_at_once() -> None:
    me = make_translator()
    article = with_texts()

    answer = make(signed_in(me), article, me, name="Ahmed al-Sharaa", kind="person", qualifier="president")

    keyword = Keyword.objects.get()
    assert answer.status_code == 200, answer.content
    assert (keyword.name, keyword.kind, keyword.qualifier, keyword.slug) == (
        "Ahmed al-Sharaa", "person", "president", "ahmed-al-sharaa-president",
    )  # fmt: skip
    assert list(keyword.spellings.values_list("language", "text", "use")) == [("ar", "أحمد الشرع", "variant")]
    assert answer.json()["keyword"]["label"] == "Ahmed al-Sharaa (president)"
    assert [each["id"] for each in answer.json()["names"]] == [keyword.pk]
    assert not MergeProposal.objects.exists()


def test_what_is_near_is_told_first_and_becomes_a_spelling_or_goes_before_the_editors() -> None:
    me = make_translator()
    sharaa, article = named("Ahmed al-Sharaa", "person"), with_texts()
    client = signed_in(me)
    typed = {"name": "Ahmad al-Shara", "kind": "person"}

    told = make(client, article, me, **typed)
    as_spelling = make(client, article, me, keyword=sharaa.pk)
    twice = make(client, article, me, keyword=sharaa.pk)
    made = make(client, article, me, **typed, all_the_same=True)

    assert (told.status_code, told.json()["why"]) == (409, "near")
    assert [each["id"] for each in told.json()["near"]] == [sharaa.pk]
    assert as_spelling.status_code == twice.status_code == made.status_code == 200
    assert sharaa.spellings.get().text == "أحمد الشرع"
    proposal = MergeProposal.objects.get()
    assert (proposal.keyword.name, proposal.into, proposal.state) == ("Ahmad al-Shara", sharaa, "open")


@pytest.mark.parametrize(
    ("sent", "status", "why"),
    [
        ({"name": ""}, 409, "invalid"),
        ({"name": "Homs", "all_the_same": True}, 409, "invalid"),
        ({"name": "x" * 121}, 400, "unreadable"),
        ({"name": "Idlib", "kind": "city"}, 409, "invalid"),
        ({"name": "Idlib", "language": "zz"}, 400, "unreadable"),
        ({"name": "Idlib", "spelling": " "}, 400, "unreadable"),
        ({"name": ["Idlib"]}, 400, "unreadable"),
        ({"keyword": 10**12}, 409, "invalid"),
        ({"keyword": "1"}, 409, "invalid"),
        ({"name": "Idlib", "member": 0}, 409, "another-account"),
    ],
)
def test_what_can_t_be_made_is_refused_in_words_and_nothing_is_left(sent: Any, status: int, why: str) -> None:
    me = make_translator()
    article = with_texts()
    make_keyword(name="Homs", kind="place")

    answer = make(signed_in(me), article, me, **{"kind": "place"} | sent)

    assert (answer.status_code, answer.json()["why"]) == (status, why)
    assert answer.json()["words"] or status == 400
    assert Keyword.objects.count() == 1
    assert not KeywordSpelling.objects.exists()


def test_who_may_not_make_names_is_not_offered_it() -> None:
    article = with_texts()
    onlooker = make_member("Translators", username="onlooker")
    onlooker.groups.clear()
    for codename in ("view_article", "view_translation"):
        onlooker.user_permissions.add(_permission(codename))
    reader, me = signed_in(onlooker), make_translator()

    for path in ("", "proposed/"):
        assert make(reader, article, onlooker, path, name="Idlib", kind="place").status_code == 403
        assert make(Client(), article, me, path, name="Idlib", kind="place").json()["why"] == "signed-out"
        assert signed_in(me).get(f"/admin/articles/article/{article.pk}/names/{path}").status_code == 405

    assert 'id="names-new"' not in reader.get(change_page(article)).content.decode()
    assert 'id="names-new"' in signed_in(me).get(change_page(article)).content.decode()
    assert not Keyword.objects.exists()


def _permission(codename: str) -> Any:
    return Permission.objects.get(codename=codename, content_type__app_label="articles")


def test_more_names_cost_the_page_no_more_queries() -> None:
    editor = signed_in(make_editor())
    article = with_texts()
    named("Visit", "theme", ARABIC[0].split()[0])
    editor.get(change_page(article))

    with CaptureQueriesContext(connection) as of_one:
        editor.get(change_page(article))
    for number, word in enumerate(ARABIC[0].split()[1:]):
        named(f"Name {number}", "theme", word.strip("."))
    with CaptureQueriesContext(connection) as of_many:
        found = beside(editor, article)

    assert len(found["names"]) > 5
    assert len(of_many) == len(of_one)
