"""An account for a person of the newsroom."""

import sys
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from articles.models import Member


class Command(BaseCommand):
    help = "Makes an account and prints a one-time password for it, or reads one from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name to sign in with")
        parser.add_argument(
            "--group", action="append", required=True, metavar="GROUP", help="Translators, Editors, …; may be repeated"
        )
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from the first line of standard input"
        )

    def handle(self, *, name: str, group: list[str], password_stdin: bool, **options: Any) -> None:
        given = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
        password = create_member(name, group, given)
        if given is None:
            self.stdout.write(password)


@transaction.atomic
def create_member(name: str, groups: list[str], password: str | None = None) -> str:
    """The password of the new member `name`: the one given, else one made up here and kept nowhere.

    Raises CommandError, in one sentence, for a name that is taken, an unknown group or a password too easy to guess.
    """
    found = list(Group.objects.filter(name__in=groups))
    if unknown := sorted(set(groups) - {group.name for group in found}):
        known = ", ".join(Group.objects.order_by("pk").values_list("name", flat=True))
        raise CommandError(f"There is no group {' and no group '.join(unknown)}: choose from {known}.")
    if Member.objects.filter(username=name).exists():
        raise CommandError(f"There is a member {name} already: choose another name.")
    # Everybody works in the desk; what they may do there comes from their groups.
    member = Member(username=name, is_staff=True)
    try:
        if password is None:
            password = member.give_one_time_password()
        else:
            validate_password(password, member)
            member.set_password(password)
        member.full_clean()
    except ValidationError as error:
        raise CommandError(f"{name} can't be made a member: {' '.join(error.messages)}") from None
    member.save()
    member.groups.set(found)
    return password
