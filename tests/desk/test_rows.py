"""Outlets, keywords, photos, wordings, members: what their forms do and refuse."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from articles.models import DisclaimerWording, Keyword, Listing, Member, Photo, Publication, Source, SourceProfile
from tests.desk.forms import fields_of, signed_in
from tests.factories import (
    make_administrator,
    make_editor,
    make_keyword,
    make_listing,
    make_member,
    make_photo,
    make_published,
    make_source,
    make_translator,
)

pytestmark = pytest.mark.django_db


def open_form(client: Client, model: str, pk: int | None = None) -> tuple[str, dict[str, Any]]:
    address = reverse(f"admin:articles_{model}_{'change' if pk else 'add'}", args=[pk] if pk else [])
    return address, fields_of(client.get(address), f"{model}_form")


def post(client: Client, model: str, pk: int | None = None, /, **typed: Any) -> Any:
    address, fields = open_form(client, model, pk)
    return client.post(address, fields | typed | {"_save": "Save"}, follow=True)


# --- Outlets ---------------------------------------------------------------------------------------


def test_a_profile_that_overlaps_names_the_other_and_changes_nothing() -> None:
    outlet = make_source()
    SourceProfile.objects.create(source=outlet, description="London-based daily", valid_from="2015-01-01")

    response = post(
        signed_in(make_editor()), "source", outlet.pk,
        **{"profiles-TOTAL_FORMS": "2", "profiles-1-description": "Beirut-based daily",
           "profiles-1-valid_from": "2020-01-01"},
    )  # fmt: skip

    assert "“Beirut-based daily” and “London-based daily” cover the same days" in response.content.decode()
    assert outlet.profiles.count() == 1


def test_a_profile_ends_and_the_next_begins_in_one_save() -> None:
    outlet = make_source()
    SourceProfile.objects.create(source=outlet, description="London-based daily", valid_from="2015-01-01")

    post(
        signed_in(make_editor()), "source", outlet.pk,
        **{"profiles-TOTAL_FORMS": "2", "profiles-0-valid_until": "2020-01-01",
           "profiles-1-description": "Beirut-based daily", "profiles-1-valid_from": "2020-01-01"},
    )  # fmt: skip

    assert outlet.profiles.count() == 2


def test_two_new_profiles_that_overlap_are_refused() -> None:
    outlet = make_source()
    new = {f"profiles-{n}-{field}": value for n in (0, 1)
           for field, value in (("description", f"Profile {n}"), ("valid_from", "2020-01-01"))}  # fmt: skip

    response = post(signed_in(make_editor()), "source", outlet.pk, **{"profiles-TOTAL_FORMS": "2"}, **new)

    assert "cover the same days" in response.content.decode()
    assert not outlet.profiles.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"country": "Syria"}, "at most 2 characters"),
        ({"country": "sy"}, "Two capital letters"),
        ({"language": "xx-klingon"}, "Select a valid choice"),
        ({"slug": "a b"}, "Enter a valid “slug”"),
        ({"homepage_url": "javascript:x"}, "Enter a valid URL"),
        ({"name": "x" * 161}, "at most 160 characters"),
        ({"rights_basis": "x" * 10_001}, "at most 10000 characters"),
    ],
)
def test_bad_input_of_an_outlet_is_refused_in_words(typed: dict[str, str], words: str) -> None:
    outlet = make_source()
    before = Source.objects.filter(pk=outlet.pk).values().get()

    response = post(signed_in(make_editor()), "source", outlet.pk, **typed)

    assert words in response.content.decode()
    assert Source.objects.filter(pk=outlet.pk).values().get() == before


# --- Keywords --------------------------------------------------------------------------------------


def test_a_keyword_that_exists_is_refused_with_what_to_do() -> None:
    make_keyword(name="Hama", kind="place")

    response = post(signed_in(make_translator()), "keyword", name="Hama", slug="hama-2", kind="place")

    assert "This keyword exists" in response.content.decode()
    assert Keyword.objects.count() == 1


def test_a_keyword_is_found_in_any_spelling_and_never_once_it_was_merged() -> None:
    hama = make_keyword(name="Hama", kind="place")
    hama.spellings.create(language="ar", text="حماة")
    make_keyword(name="Hamah", kind="place", merged_into=hama)
    client = signed_in(make_translator())
    asked = {"app_label": "articles", "model_name": "articlekeyword", "field_name": "tag"}

    def found(term: str) -> list[str]:
        answer = client.get(reverse("admin:autocomplete"), asked | {"term": term})
        return [row["text"] for row in answer.json()["results"]]

    assert found("حماة") == ["Hama"]
    assert found("ham") == ["Hama"]


def filed_under(listing: Listing) -> list[Keyword]:
    return [row.keyword for row in Listing.objects.get(pk=listing.pk).keyword_rows.all()]


def test_what_carries_a_merged_keyword_is_filed_anew_and_back_when_that_is_undone() -> None:
    hamah, hama = make_keyword(name="Hamah"), make_keyword(name="Hama")
    listing = make_listing(keywords=(hamah,))
    client = signed_in(make_editor())

    post(client, "keyword", hamah.pk, merged_into=hama.pk)
    merged = filed_under(listing)
    post(client, "keyword", hamah.pk, merged_into="")

    assert merged == [hama]
    assert filed_under(listing) == [hamah]


def test_what_was_merged_into_a_keyword_goes_along_with_it() -> None:
    hamah, hamat, hama = make_keyword(name="Hamah"), make_keyword(name="Hamat"), make_keyword(name="Hama")
    listing = make_listing(keywords=(hamah,))
    client = signed_in(make_editor())

    post(client, "keyword", hamah.pk, merged_into=hamat.pk)
    post(client, "keyword", hamat.pk, merged_into=hama.pk)

    assert filed_under(listing) == [hama]


def test_two_keywords_are_not_merged_into_each_other_nor_one_into_what_was_merged() -> None:
    hama = make_keyword(name="Hama")
    hamah, other = make_keyword(name="Hamah", merged_into=hama), make_keyword(name="Hamat")
    client = signed_in(make_editor())

    circle = post(client, "keyword", hama.pk, merged_into=hamah.pk)
    chain = post(client, "keyword", other.pk, merged_into=hamah.pk)

    assert "can&#x27;t be merged into each other" in circle.content.decode()
    assert "“Hamah” was merged into “Hama”: choose that one." in chain.content.decode()
    assert list(Keyword.objects.exclude(merged_into=None)) == [hamah]


# --- Photos ----------------------------------------------------------------------------------------


def picture(name: str = "camera.png") -> SimpleUploadedFile:
    target = BytesIO()
    Image.new("RGB", (600, 300), "grey").save(target, "PNG")
    return SimpleUploadedFile(name, target.getvalue(), "image/png")


def test_a_photo_is_uploaded_and_shown_in_the_list() -> None:
    translator = make_translator()
    client = signed_in(translator)

    post(client, "photo", image=picture(), alt="A bridge", rights="own")

    photo = Photo.objects.get()
    assert photo.added_by == translator
    assert photo.image.name.endswith(".webp")
    assert '<img class="desk-thumbnail"' in client.get(reverse("admin:articles_photo_changelist")).content.decode()


NO_PICTURES = [("x.png", b"no picture"), ("x.svg", b"<svg/>"), ("x.html", b"<script>")]


@pytest.mark.parametrize(("name", "data"), NO_PICTURES)
def test_what_is_no_picture_is_refused_in_words(name: str, data: bytes) -> None:
    upload = SimpleUploadedFile(name, data)

    response = post(signed_in(make_editor()), "photo", image=upload, alt="A bridge", rights="own")

    assert response.status_code == 200
    assert response.context["errors"]
    assert not Photo.objects.exists()


SETTLED: dict[str, Any] = {
    "rights": "agency", "expires_on": "2030-01-01", "is_file_photo": "on", "focal_x": "0.1", "focal_y": "0.1",
    "withdrawn_at_0": "2026-01-01", "withdrawn_at_1": "00:00:00",
}  # fmt: skip


def settled(photo: Photo) -> dict[str, Any]:
    names = ("rights", "expires_on", "is_file_photo", "focal_x", "focal_y", "withdrawn_at")
    return Photo.objects.filter(pk=photo.pk).values(*names).get()


def test_what_readers_see_of_a_photo_in_use_is_settled_by_editors() -> None:
    photo = make_photo()
    make_published(photo=photo, photo_alt="A bridge", photo_credit="Newsroom")
    before = settled(photo)

    post(signed_in(make_translator()), "photo", photo.pk, caption="A better caption", **SETTLED)
    by_translator = settled(photo)
    post(signed_in(make_editor()), "photo", photo.pk, **SETTLED)

    assert by_translator == before
    assert Photo.objects.get().caption == "A better caption"
    assert all(settled(photo)[name] != value for name, value in before.items())


def test_a_translator_says_what_the_rights_are_only_when_the_photo_is_added() -> None:
    photo = make_photo(rights="unknown")

    post(signed_in(make_translator()), "photo", photo.pk, rights="own", focal_x="0.1")

    assert (settled(photo)["rights"], settled(photo)["focal_x"]) == ("unknown", 0.1)


def test_a_photo_that_was_withdrawn_is_the_editors() -> None:
    photo = make_photo(withdrawn_at=timezone.now())
    address = reverse("admin:articles_photo_change", args=[photo.pk])

    response = signed_in(make_translator()).post(address, {"alt": "Forged", "withdrawn_at_0": "", "withdrawn_at_1": ""})
    post(signed_in(make_editor()), "photo", photo.pk, withdrawn_at_0="", withdrawn_at_1="")

    assert response.status_code == 403
    assert Photo.objects.get().alt == "A bridge"
    assert Photo.objects.get().withdrawn_at is None


# --- The publication -------------------------------------------------------------------------------


def test_the_publication_opens_at_once_and_its_lead_is_found_by_its_headline() -> None:
    listing = make_listing(headline="Radios of Aleppo")
    make_listing(headline="Apples of Zabadani")
    client = signed_in(make_administrator())

    response = client.get(reverse("admin:articles_publication_changelist"))
    answer = client.get(reverse("admin:autocomplete"), {
        "app_label": "articles", "model_name": "publication", "field_name": "lead", "term": "radio"})  # fmt: skip
    post(client, "publication", Publication.objects.get().pk, lead=listing.pk)

    assert response.status_code == 302
    assert [row["text"] for row in answer.json()["results"]] == ["Radios of Aleppo"]
    assert Publication.objects.get().lead == listing


def test_a_wording_that_calls_our_own_work_translated_is_refused() -> None:
    response = post(
        signed_in(make_editor()), "disclaimerwording", adaptation="original-work", text="Translated by us.",
        valid_from="2026-01-01",
    )  # fmt: skip

    assert "Our own work was not translated" in response.content.decode()
    assert not DisclaimerWording.objects.filter(text="Translated by us.").exists()


# --- Members ---------------------------------------------------------------------------------------


def test_a_new_member_gets_a_password_that_is_shown_once_and_works() -> None:
    administrator = signed_in(make_administrator())
    group = Group.objects.get(name="Translators")

    response = post(
        administrator, "member", username="salma", first_name="Salma", groups=[group.pk], languages=["ar", "en"],
        credit="none", interface_language="ar",
    )  # fmt: skip

    member = Member.objects.get(username="salma")
    password = re.search(r"<code>([^<]+)</code>", response.content.decode())
    assert password is not None
    assert member.is_staff
    assert list(member.groups.all()) == [group]
    assert member.languages == ["ar", "en"]
    assert Client().login(username="salma", password=password[1])
    assert password[1] not in administrator.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("pk_of", ["own", "other"])
def test_nobody_makes_anybody_a_superuser(pk_of: str) -> None:
    administrator, other = make_administrator(), make_editor()
    member = administrator if pk_of == "own" else other

    post(signed_in(administrator), "member", member.pk, is_superuser="on", is_staff="on", user_permissions=["1", "2"])

    member.refresh_from_db()
    assert not member.is_superuser
    assert not member.user_permissions.exists()


def test_an_administrator_can_not_take_over_a_superuser() -> None:
    root = make_member(is_superuser=True)
    client = signed_in(make_administrator())

    changed = client.post(reverse("admin:articles_member_change", args=[root.pk]), {"username": "mine"})
    password = client.post(
        reverse("admin:auth_user_password_change", args=[root.pk]), {"password1": "x" * 20, "password2": "x" * 20}
    )

    assert changed.status_code == 403
    assert password.status_code == 403
    root.refresh_from_db()
    assert root.check_password("a long password")


def test_who_leaves_is_deactivated() -> None:
    member = make_translator()
    client = signed_in(make_administrator())
    address, fields = open_form(client, "member", member.pk)
    fields.pop("is_active")

    client.post(address, fields | {"_save": "Save"})

    member.refresh_from_db()
    assert not member.is_active


@pytest.mark.parametrize("typed", [{"time_zone": "Mars/Base"}, {"languages": ["klingon"]}, {"credit": "pseudonym"}])
def test_bad_input_of_a_member_is_refused(typed: dict[str, Any]) -> None:
    member = make_translator()
    before = Member.objects.filter(pk=member.pk).values().get()

    response = post(signed_in(make_administrator()), "member", member.pk, **typed)

    assert response.context["errors"]
    assert Member.objects.filter(pk=member.pk).values().get() == before


def test_everybody_sets_the_language_and_the_hours_of_their_desk() -> None:
    member = make_translator()
    client = signed_in(member)

    response = client.post(
        reverse("admin:own_settings"),
        {"interface_language": "ar", "time_zone": "Asia/Beirut", "is_superuser": "on", "username": "x"}, follow=True,
    )  # fmt: skip

    member.refresh_from_db()
    assert (member.interface_language, member.time_zone, member.is_superuser) == ("ar", "Asia/Beirut", False)
    assert 'dir="rtl"' in response.content.decode()
