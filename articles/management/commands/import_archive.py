from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.intake.archive.folder import ArchiveRefused
from articles.intake.archive.progress import Bar
from articles.intake.archive.restoring import restore
from newsroom.database import owner_everywhere


class Command(BaseCommand):
    help = "Restore what `export_archive` wrote into a database that has seen nothing but `migrate`: all or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the folder of the archive")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        bar = Bar(lambda said: self.stderr.write(said, ending=""))
        try:
            with owner_everywhere():
                restored = restore(folder.absolute(), tell=bar)
        except ArchiveRefused as error:
            raise CommandError("\n".join(["Nothing was restored.", *error.reasons])) from None
        bar.end()
        self.stdout.write(
            f"{restored.rows:,} rows and {restored.pictures:,} pictures are back, and {restored.listings:,} listings."
        )
        self.stdout.write(f"Digest: {restored.digest}")
        self.stdout.write(
            f"The {restored.members:,} accounts are switched off and have no passwords. Make yourself one with "
            "`manage.py create_member NAME --group Administrators`; then, at the desk under Members, look at the "
            "groups of each, tick “Active” and set a new password."
        )
