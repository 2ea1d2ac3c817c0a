from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.intake.archive.exporting import export
from articles.intake.archive.folder import ArchiveRefused
from articles.intake.archive.progress import Bar


class Command(BaseCommand):
    help = "Write everything to a new folder, as files that docs/archive.md describes, while the desk works on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that isn't there yet, or is empty")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        bar = Bar(lambda said: self.stderr.write(said, ending=""))
        try:
            exported = export(folder.absolute(), tell=bar)
        except ArchiveRefused as error:
            raise CommandError("\n".join(error.reasons)) from None
        bar.end()
        for warning in exported.warnings:
            self.stderr.write(f"A restore would refuse or lack this: {warning}")
        self.stdout.write(f"{exported.rows:,} rows and {exported.pictures:,} pictures.")
        self.stdout.write(f"Digest: {exported.digest}")
        self.stdout.write(
            "Everything is in it: drafts, notes, originals and withdrawn photos too. Keep it where only those may read "
            "it who may read all of that. For anybody else there is wordpress.xml, which holds what is public."
        )
