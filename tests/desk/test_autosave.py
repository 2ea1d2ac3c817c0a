"""What is typed and not saved: kept apart from the article, for its member alone, and offered back to them."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.desk.sent import fingerprint
from articles.models import Article, Autosave, Presence
from tests.desk.forms import change_page, fields_of, save, signed_in, state_of
from tests.factories import (
    PASSWORD,
    make_article,
    make_editor,
    make_published,
    make_section,
    make_source,
    make_translator,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return make_article(headline="As it was", standfirst="A standfirst.", body="<p>The text.</p><p>Its end.</p>")


def sent(client: Client, article: Article, to: str = "autosave", **message: Any) -> Any:
    message = {"revision": Article.objects.get(pk=article.pk).revision} | message
    address = reverse(f"admin:articles_article_{to}", args=[article.pk])
    return client.post(address, json.dumps(message), content_type="application/json")


def delta(before: str, at: int, gone: int, new: str) -> dict[str, Any]:
    return {"base": fingerprint(before), "at": at, "gone": gone, "new": new}


def body_of(client: Client, article: Article) -> str:
    return str(fields_of(client.get(change_page(article)))["body"]).replace("\r\n", "\n")


# --- Keeping -------------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_apart_and_the_article_stays_as_it_was(article: Article) -> None:
    me = make_translator()
    before = state_of(article)

    response = sent(signed_in(me), article, fields={"headline": "Typed", "standfirst": "A standfirst."})

    assert response.status_code == 200
    assert response.json()["said"].startswith("Kept as draft")
    assert state_of(article) == before
    kept = Autosave.objects.get()
    assert (kept.member, kept.fields) == (me, {"headline": ["Typed"]})


def test_a_change_of_a_text_is_put_into_what_is_stored_and_then_into_what_is_kept(article: Article) -> None:
    me = signed_in(make_translator())
    body = body_of(me, article)

    sent(me, article, fields={"body": delta(body, body.index("text"), 4, "𝕋ext")})
    kept = Autosave.objects.get().fields["body"][0]
    # The letter beyond the first plane counts two for a browser.
    sent(me, article, fields={"body": delta(kept, body.index("text") + 5, 0, "s here")})

    assert Autosave.objects.get().fields["body"][0] == body.replace("text", "𝕋exts here")


def test_a_change_of_a_text_that_the_desk_does_not_have_is_asked_for_whole(article: Article) -> None:
    response = sent(signed_in(make_translator()), article, fields={"body": delta("another text", 0, 0, "x")})

    assert (response.status_code, response.json()["why"]) == (409, "base")
    assert not Autosave.objects.exists()


def test_typed_back_to_what_is_stored_nothing_is_kept(article: Article) -> None:
    me = signed_in(make_translator())

    sent(me, article, fields={"headline": "Typed"})
    sent(me, article, fields={"headline": "As it was"})

    assert not Autosave.objects.exists()


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ({"fields": {"status": "published"}}, 400),
        ({"fields": {"revision": "9"}}, 400),
        ({"fields": {"translations-٧-body": "x"}}, 400),
        ({"fields": {"translations-007-body": "x"}}, 400),
        ({"fields": {"headline": 3}}, 400),
        ({"fields": {"headline": {"base": fingerprint("As it was"), "at": -1, "gone": 0, "new": "x"}}}, 400),
        ({"fields": {"headline": {"base": fingerprint("As it was"), "at": "0", "gone": 0, "new": "x"}}}, 400),
        ({"fields": ["headline"]}, 400),
        ({"fields": {"headline": "x"}, "revision": "x"}, 400),
        ({"fields": {"body": "x" * 300_001}}, 413),
        ({"fields": {"headline": "x"}, "member": 0}, 409),
    ],
)
def test_what_fits_no_form_is_refused(article: Article, message: dict[str, Any], status: int) -> None:
    response = sent(signed_in(make_translator()), article, **message)

    assert response.status_code == status
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("to", ["autosave", "save"])
def test_who_may_not_write_it_is_told_so_in_json(article: Article, to: str) -> None:
    public = make_published()
    translator = signed_in(make_translator())

    strange = sent(Client(), article, to, fields={"headline": "Mine"})
    refused = sent(translator, public, to, fields={"headline": "Mine"})

    assert (strange.status_code, strange.json()["why"]) == (401, "signed-out")
    assert (refused.status_code, refused.json()["why"]) == (403, "may-not")
    assert not Autosave.objects.exists()


def test_a_form_without_its_token_is_told_so_in_json(article: Article) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(make_translator())

    response = sent(careful, article, fields={"headline": "Mine"})

    assert (response.status_code, response.json()["why"]) == (403, "token")


def test_a_photo_of_what_is_typed_is_checked_without_saving_it(article: Article) -> None:
    original = article.translations.get()
    line = "وقال المهندس إن الأعمال استغرقت 14 شهراً وأكثر من ذلك."

    response = sent(signed_in(make_translator()), article, fields={
        "body": f"It took 12 months.\n\n{line}", "translations-0-body": f"استغرق ذلك 99 شهراً.\n\n{line}"})  # fmt: skip

    found = {each["check"]: each for each in response.json()["findings"]}
    left = found["nothing-untranslated"]
    assert (left["blocks"], left["place"]["paragraph"], left["place"]["words"]) == (True, 1, line)
    figure = found["figures"]
    assert (figure["place"]["words"], figure["original_place"]["words"], figure["mend"]) == ("12", "99", "99")
    original.refresh_from_db()
    assert "99" not in original.body


def test_an_autosave_asks_the_same_number_of_questions_of_any_text(
    article: Article, django_assert_max_num_queries: Any
) -> None:
    me = signed_in(make_translator())

    with django_assert_max_num_queries(36):
        sent(me, article, fields={"headline": "Typed", "body": "word " * 10_000})


# --- Offered back --------------------------------------------------------------------------------------


def test_it_is_offered_back_with_the_difference_and_taken_up_in_the_form(article: Article) -> None:
    me = make_translator()
    section = make_section()
    sent(signed_in(me), article, fields={"body": "The whole text.\n\nIts end.", "section": str(section.pk),
                                         "developing": "on"})  # fmt: skip

    page = signed_in(me).get(change_page(article))
    resumed = fields_of(signed_in(me).get(change_page(article) + "?resume=1"))

    assert "You typed something here that was never saved" in page.content.decode()
    assert "<ins>whole" in page.content.decode().replace('<ins class="difference-new">', "<ins>")
    assert (resumed["body"].replace("\r\n", "\n"), resumed["section"]) == (
        "The whole text.\n\nIts end.", str(section.pk)
    )  # fmt: skip
    assert resumed["developing"] == "on"
    assert fields_of(page)["body"] != resumed["body"]


def test_nobody_else_is_offered_it(article: Article) -> None:
    sent(signed_in(make_translator()), article, fields={"headline": "A secret of mine"})

    page = signed_in(make_editor()).get(change_page(article) + "?resume=1")

    assert "A secret of mine" not in page.content.decode()


def test_taken_up_after_somebody_saved_it_overwrites_nothing(article: Article) -> None:
    me = signed_in(make_translator())
    sent(me, article, fields={"headline": "Mine"})
    save(signed_in(make_editor()), article, headline="Theirs")

    resumed = fields_of(me.get(change_page(article) + "?resume=1"))
    response = me.post(change_page(article), resumed | {"_save": "Save"})

    assert Article.objects.get(pk=article.pk).headline == "Theirs"
    (difference,) = response.context["differences"]
    assert (difference.theirs, difference.yours) == ("Theirs", "Mine")


def test_what_was_saved_is_not_offered_any_more_and_what_was_not_still_is(article: Article) -> None:
    me = signed_in(make_translator())
    sent(me, article, fields={"headline": "Half ty", "standfirst": "Kept."})

    save(me, article, headline="Typed whole")

    assert Autosave.objects.get().fields == {"standfirst": ["Kept."]}


def test_what_is_still_on_offer_stays_where_something_else_is_typed_in_its_place(article: Article) -> None:
    me = signed_in(make_translator())
    sent(me, article, fields={"headline": "Before the crash"})

    sent(me, article, fields={"headline": "Typed a"}, beside=True)
    sent(me, article, fields={"headline": "Typed anew"}, beside=True)
    save(me, article, headline="Typed anew")

    assert "Before the crash" in me.get(change_page(article)).content.decode()


def test_it_is_discarded_by_who_typed_it_alone(article: Article) -> None:
    me, other = signed_in(make_translator()), signed_in(make_translator())
    sent(me, article, fields={"headline": "Mine"})
    sent(other, article, fields={"headline": "Theirs"})

    me.post(reverse("admin:articles_article_discard", args=[article.pk]))

    assert [each.fields["headline"] for each in Autosave.objects.all()] == [["Theirs"]]


def test_once_only_editors_may_change_it_what_was_typed_can_still_be_copied(article: Article) -> None:
    me = make_translator()
    public = make_published(translator=me)
    Autosave.objects.create(article=public, member=me, revision=1, fields={"headline": ["Mine"]})

    page = signed_in(me).get(change_page(public)).content.decode()

    assert "Mine</textarea>" in page
    assert "Take it up again" not in page


# --- Who is here ---------------------------------------------------------------------------------------


def test_two_who_have_it_open_are_told_of_each_other_while_they_have(article: Article) -> None:
    karim, rana = make_translator(first_name="Karim"), make_editor(first_name="Rana")
    sent(signed_in(karim), article, is_typing=True)

    heard = sent(signed_in(rana), article).json()["others"]
    a_while_ago, later = (timezone.now() - timedelta(seconds=seconds) for seconds in (30, 41))
    Presence.objects.filter(member=karim).update(seen_at=a_while_ago)
    still = sent(signed_in(rana), article).json()["others"]
    Presence.objects.filter(member=karim).update(seen_at=later)
    gone = sent(signed_in(rana), article).json()["others"]

    assert [(each["name"], each["is_typing"], each["words"]) for each in heard] == [
        ("Karim", True, "Karim has this article open, typing.")
    ]
    assert [each["name"] for each in still] == ["Karim"]
    assert gone == []


def test_who_writes_is_told_that_somebody_saved_meanwhile(article: Article) -> None:
    me, editor = signed_in(make_translator()), make_editor(first_name="Rana")
    opened = article.revision
    save(signed_in(editor), article, headline="Theirs")

    answer = sent(me, article, revision=opened, fields={"headline": "Mine"}).json()

    assert (answer["stale"], answer["by"]) == (True, "Rana")
    assert Article.objects.get(pk=article.pk).headline == "Theirs"


# --- Saving the change alone ---------------------------------------------------------------------------


def test_a_save_sends_the_change_alone_and_saves_the_whole_form(article: Article) -> None:
    me = make_translator()
    client = signed_in(me)
    body = body_of(client, article)
    before = state_of(article)
    sent(client, article, fields={"body": "Half of it"})

    answer = sent(client, article, "save", fields={"body": delta(body, 4, 4, "words")})

    assert answer.status_code == 200
    stored = state_of(article)
    assert stored["article"]["body"] == "<p>The words.</p><p>Its end.</p>"
    assert answer.json()["revision"] == stored["article"]["revision"] > before["article"]["revision"]
    assert f'name="revision" value="{stored["article"]["revision"]}"' in answer.json()["panel"]
    changed = {name for name, value in stored["article"].items() if value != before["article"][name]}
    assert changed == {"body", "revision", "text_revision", "updated_at"}
    assert stored["originals"] == before["originals"]
    assert not Autosave.objects.exists()


def test_a_save_of_an_original_and_of_choices_is_the_one_of_the_whole_form(article: Article) -> None:
    editor = make_editor()
    client, source = signed_in(editor), make_source()

    answer = sent(client, article, "save", fields={"translations-0-headline": "عنوان", "source": str(source.pk),
        "developing": "on", "assignee": str(editor.pk), "due_at_0": "2027-01-02", "due_at_1": "10:00"})  # fmt: skip

    assert answer.status_code == 200
    stored = Article.objects.get(pk=article.pk)
    assert (stored.source, stored.developing, stored.translations.get().headline) == (source, True, "عنوان")
    assert stored.due_at is not None
    again = sent(client, article, "save", fields={"developing": [], "due_at_0": "", "due_at_1": ""})
    assert again.status_code == 200
    stored.refresh_from_db()
    assert (stored.developing, stored.due_at) == (False, None)


@pytest.mark.parametrize("fields", [{"headline": ""}, {"language": "xx"}, {"translations-1-headline": "A new row"}])
def test_what_the_form_would_refuse_is_asked_for_whole_and_changes_nothing(
    article: Article, fields: dict[str, str]
) -> None:
    before = state_of(article)

    answer = sent(signed_in(make_translator()), article, "save", fields=fields)

    assert (answer.status_code, answer.json()["why"]) == (409, "send-it-whole")
    assert state_of(article) == before


@pytest.mark.parametrize("order", ["kT sE kT sT", "kT kE sE sT kT", "sE kE sT sE", "kT sT kE sE"])
def test_in_whatever_order_two_keep_and_save_only_the_first_save_on_a_text_goes_through(
    article: Article, order: str
) -> None:
    clients = {"T": signed_in(make_translator()), "E": signed_in(make_editor())}
    opened = article.revision
    answers: dict[str, HttpResponse] = {}

    for step in order.split():
        to = {"k": "autosave", "s": "save"}[step[0]]
        last = sent(clients[step[1]], article, to, revision=opened, fields={"headline": f"By {step[1]}"})
        if to == "save":
            answers.setdefault(step[1], last)

    first = next(step[1] for step in order.split() if step[0] == "s")
    assert Article.objects.get(pk=article.pk).headline == f"By {first}"
    assert [who for who, answer in answers.items() if answer.status_code == 200] == [first]
    loser = Autosave.objects.filter(article=article).first()
    assert loser is None or loser.fields == {"headline": [f"By {'TE'.replace(first, '')}"]}


# --- The key, and signing in again ---------------------------------------------------------------------


def test_the_key_is_the_sessions_own_and_goes_with_it() -> None:
    me = make_translator()
    client = signed_in(me)

    first, second = client.get(reverse("admin:key")).json(), client.get(reverse("admin:key")).json()
    anew = signed_in(me).get(reverse("admin:key")).json()
    client.logout()

    assert first["key"] == second["key"] != anew["key"]
    assert first["member"] == me.pk
    assert client.get(reverse("admin:key")).status_code == 401


def test_signing_in_again_is_for_who_typed_with_their_password_alone() -> None:
    me, other = make_translator(), make_editor()
    client = Client()
    address = reverse("admin:sign_in_again")

    wrong = client.post(address, {"member": me.pk, "password": "a wrong password"})
    strange = client.post(address, {"member": f"{other.pk}x", "password": PASSWORD})
    right = client.post(address, {"member": me.pk, "password": PASSWORD})

    assert (wrong.status_code, strange.status_code, right.status_code) == (403, 403, 200)
    assert right.json()["member"] == me.pk
    assert client.get(reverse("admin:key")).json()["key"] == right.json()["key"]


def test_a_one_time_password_opens_nothing_to_a_script(article: Article) -> None:
    me = make_translator(password_is_one_time=True)

    kept = sent(signed_in(me), article, fields={"headline": "Mine"})
    key = signed_in(me).get(reverse("admin:key"))

    assert [(each.status_code, each.json()["why"]) for each in (kept, key)] == [(401, "one-time-password")] * 2
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("fields", [{"is_staff": False}, {"is_active": False}])
def test_who_works_here_no_more_does_not_sign_in_again(fields: dict[str, Any]) -> None:
    me = make_translator()
    type(me).objects.filter(pk=me.pk).update(**fields)

    response = Client().post(reverse("admin:sign_in_again"), {"member": me.pk, "password": PASSWORD})

    assert response.status_code == 403
    assert "key" not in response.json()
