"""Moves a WordPress archive in."""

import signal
import sys
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.intake.wordpress.items import ExportRefused
from articles.intake.wordpress.mapping import map_text
from articles.intake.wordpress.moving import ask, move_in
from articles.intake.wordpress.report import summary
from articles.models import Import

REFUSED, INTERRUPTED = 1, 130


class Command(BaseCommand):
    help = "Brings in a WordPress export. Run again, it goes on where it was cut off, and changes nothing twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="an export, or all its parts")
        parser.add_argument("--uploads", type=Path, metavar="DIR", help="a copy of wp-content/uploads")
        parser.add_argument(
            "--map", default="", metavar="MAP.toml", help="what is meant by what; or a shipped map's name"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
        parser.add_argument("--report", type=Path, metavar="FILE", help="where the whole report is written")

    def handle(self, *args: Any, **options: Any) -> None:
        stopping = Stopping()
        try:
            asked = ask(
                files=options["files"],
                uploads=options["uploads"],
                map_text=map_text(options["map"]) if options["map"] else "",
                is_dry_run=options["dry_run"],
            )
            with stopping:
                done = move_in(asked, tell=self.tell, stops=lambda: stopping.is_asked, report_to=options["report"])
        except ExportRefused as refused:
            self.give_up(refused.reasons, REFUSED)
        if self.stderr.isatty():
            self.stderr.write("")
        if done.state == Import.State.REFUSED:
            self.give_up(done.reasons, REFUSED)
        if done.state == Import.State.STOPPED:
            self.give_up(done.reasons, INTERRUPTED)
        for line in summary(done.report):
            self.stdout.write(line)
        if done.is_dry_run:
            self.stdout.write("This was a try: nothing was changed.")
        self.stdout.write(f"The whole report: {done.report['path']}")

    def give_up(self, reasons: list[str], code: int) -> None:
        for reason in reasons:
            self.stderr.write(reason)
        sys.exit(code)

    def tell(self, import_: Import) -> None:
        """A bar on a terminal, a line where it goes to a file."""
        if import_.total == 0 or import_.state != Import.State.RUNNING:
            return
        percent = import_.done * 100 // import_.total
        left = round((import_.ends_at - timezone.now()).total_seconds()) if import_.ends_at else 0
        words = f"{percent:3} % {import_.step:<12} {max(left, 0) // 60:3} min {max(left, 0) % 60:02} s left"
        if self.stderr.isatty():
            share = percent * 30 // 100
            self.stderr.write(f"\r[{'=' * share}{' ' * (30 - share)}] {words}", ending="")
        else:
            self.stderr.write(words)


class Stopping:
    """Within, the first Ctrl-C or SIGTERM asks to stop after the batch at hand; the second stops at once."""

    def __init__(self) -> None:
        self.is_asked = False
        self.before: dict[int, Any] = {}

    def __enter__(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            self.before[number] = signal.signal(number, self.ask)

    def __exit__(self, *error: object) -> None:
        for number, handler in self.before.items():
            signal.signal(number, handler)

    def ask(self, number: int, _frame: FrameType | None) -> None:
        if self.is_asked:
            raise KeyboardInterrupt
        self.is_asked = True
