from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.intake.bulk import load_bulk


class Command(BaseCommand):
    help = "Load N synthetic published articles with source versions and keywords: the same ones every time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, help="how many articles there shall be")

    def handle(self, *args: Any, **options: Any) -> None:
        number: int = options["number"]
        if number < 1:
            raise CommandError("Say how many articles, 1 or more.")
        for done in load_bulk(number):
            share = done * 30 // number
            self.stderr.write(f"\r[{'=' * share}{' ' * (30 - share)}] {done:,} of {number:,}", ending="")
        self.stderr.write("")
