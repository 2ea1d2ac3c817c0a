"""What sends mail and does whatever else needn't keep a person waiting."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import InterfaceError, OperationalError

from articles.working import DeskWorker


class Command(BaseCommand):
    help = "Runs tasks until it is told to stop (SIGTERM or Ctrl-C). Several may run, on several machines."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--beat", type=float, default=10, metavar="SECONDS", help="between two signs of life")
        parser.add_argument(
            "--gone-after", type=float, default=60, metavar="SECONDS",
            help="a worker not heard of for so long was killed: its task is run again",
        )  # fmt: skip

    def handle(self, *, beat: float, gone_after: float, **options: Any) -> None:
        if settings.SERVE == "site":
            raise CommandError("SERVE is site: the worker belongs to the desk, run it with SERVE=desk or both.")
        worker = DeskWorker(beat=beat, gone_after=timedelta(seconds=gone_after))
        worker.configure_signals()
        try:
            worker.run()
        except (InterfaceError, OperationalError) as error:
            raise CommandError(f"The database went away: {' '.join(str(error).split())}") from None
