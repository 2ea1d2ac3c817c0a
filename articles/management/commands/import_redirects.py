from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import redirecting
from articles.tables import FileRefused


class Command(BaseCommand):
    help = "Makes redirects of a CSV file: the old address and the new one, a pair on each line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            with file.open("rb") as opened:
                table = redirecting.read_csv(opened)
        except (OSError, FileRefused) as error:
            raise CommandError(f"{file}: {error}") from None
        outcome = redirecting.make_all(table.pairs)
        refused = table.all_refused(outcome)
        for line, words in refused:
            self.stderr.write(f"{file}, line {line}: {words}")
        self.stdout.write(f"Made {len(outcome.made):,}, left {outcome.left:,} as they were, refused {len(refused):,}.")
