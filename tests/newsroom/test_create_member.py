"""`manage.py create_member`."""

import io
import re

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from articles.models import Member

pytestmark = pytest.mark.django_db


def create(*arguments: str) -> str:
    output = io.StringIO()
    call_command("create_member", *arguments, stdout=output)
    return output.getvalue().strip()


def test_it_prints_a_password_that_opens_the_desk():
    password = create("samar", "--group", "Translators", "--group", "Editors")

    member = authenticate(username="samar", password=password)
    assert re.fullmatch(r"[a-hj-km-np-z2-9]{4}(-[a-hj-km-np-z2-9]{4}){3}", password)
    assert set(member.groups.values_list("name", flat=True)) == {"Translators", "Editors"}
    assert member.is_staff
    assert not member.is_superuser


def test_no_two_passwords_are_alike():
    assert create("samar", "--group", "Translators") != create("nadia", "--group", "Translators")


def test_an_administrator_has_what_the_group_has_and_no_more():
    create("root", "--group", "Administrators")

    member = Member.objects.get(username="root")
    assert member.has_perm("articles.override_article")
    assert not member.has_perm("articles.delete_edition")


def test_it_reads_a_password_from_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("olive trees in the rain\n"))

    assert create("samar", "--group", "Editors", "--password-stdin") == ""
    assert authenticate(username="samar", password="olive trees in the rain")


@pytest.mark.parametrize(
    ("arguments", "given", "said"),
    [
        (["samar", "--group", "Readers"], "", r"There is no group Readers: choose from Translators, Editors, "),
        (["taken", "--group", "Editors"], "", r"There is a member taken already: choose another name\."),
        (["sa mar", "--group", "Editors"], "", r"sa mar can't be made a member: Enter a valid username"),
        (["s" * 151, "--group", "Editors"], "", r"can't be made a member: .*150"),
        (["samar", "--group", "Editors", "--password-stdin"], "short\n", r"too short"),
        (["samarkhalil", "--group", "Editors", "--password-stdin"], "samarkhalil1\n", r"too similar"),
        (["samar", "--group", "Editors", "--password-stdin"], "", r"too short"),
        (["samar"], "", r"required: --group"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_changes_nothing(monkeypatch, arguments, given, said):
    Member.objects.create(username="taken")
    monkeypatch.setattr("sys.stdin", io.StringIO(given))

    with pytest.raises(CommandError, match=said) as refusal:
        create(*arguments)

    assert "\n" not in str(refusal.value)
    assert Member.objects.count() == 1
