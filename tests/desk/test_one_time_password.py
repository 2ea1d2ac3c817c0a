"""A one-time password opens one page: the one on which it is changed."""

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Member
from tests.desk.forms import signed_in
from tests.factories import PASSWORD, make_administrator, make_translator

pytestmark = pytest.mark.django_db


def newcomer() -> tuple[Member, str]:
    member = make_translator()
    password = member.give_one_time_password()
    member.save()
    return member, password


def test_every_other_page_leads_to_choosing_a_password() -> None:
    member, _password = newcomer()

    response = signed_in(member).get(reverse("admin:articles_article_changelist"), follow=True)

    assert response.redirect_chain == [(reverse("admin:password_change"), 302)]
    assert "First choose a password of your own" in response.content.decode()


def test_once_it_is_changed_the_desk_is_open() -> None:
    member, password = newcomer()
    client = signed_in(member)

    client.post(
        reverse("admin:password_change"),
        {"old_password": password, "new_password1": "olive-press-4711", "new_password2": "olive-press-4711"},
    )

    assert client.get(reverse("admin:index")).status_code == 200
    assert not Member.objects.get(pk=member.pk).password_is_one_time


def test_it_can_not_be_kept() -> None:
    member, password = newcomer()
    client = signed_in(member)

    response = client.post(
        reverse("admin:password_change"),
        {"old_password": password, "new_password1": password, "new_password2": password},
    )

    assert "this one is known to whoever gave it to you" in response.content.decode()
    assert Member.objects.get(pk=member.pk).password_is_one_time


def test_a_password_of_ones_own_may_be_typed_again() -> None:
    client = signed_in(make_translator())

    response = client.post(
        reverse("admin:password_change"),
        {"old_password": PASSWORD, "new_password1": PASSWORD, "new_password2": PASSWORD},
    )

    assert response.status_code == 302


def test_signing_in_with_it_does_not_make_it_ones_own() -> None:
    member, password = newcomer()

    Client().post(reverse("admin:login"), {"username": member.username, "password": password})

    assert Member.objects.get(pk=member.pk).password_is_one_time


def test_what_an_administrator_set_works_once() -> None:
    member = make_translator()

    signed_in(make_administrator()).post(
        reverse("admin:auth_user_password_change", args=[member.pk]),
        {"password1": "olive-press-4711", "password2": "olive-press-4711", "usable_password": "true"},
    )

    member.refresh_from_db()
    assert member.check_password("olive-press-4711")
    assert member.password_is_one_time
