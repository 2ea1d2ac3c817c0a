from typing import Any

from django.core.management.base import BaseCommand

from articles.intake.demo.seed import seed
from articles.models.people import legible_password


class Command(BaseCommand):
    help = "Make the demo newsroom in an empty database. Run again, it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        password = legible_password()
        members = seed(password)
        if not members:
            self.stdout.write("There are articles or outlets here already: nothing was changed.")
            return
        self.stdout.write(f"The demo newsroom is there. All its members sign in with the password {password}")
        for member in members:
            groups = ", ".join(member.groups.order_by("name").values_list("name", flat=True))
            self.stdout.write(f"  {member.username:12} {groups}")
