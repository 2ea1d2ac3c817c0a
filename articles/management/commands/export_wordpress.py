import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.intake.archive import wordpress
from articles.intake.archive.exporting import snapshot
from articles.intake.archive.progress import Bar


class Command(BaseCommand):
    help = "Write what is public as a WordPress export (WXR 1.2), which other systems read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a file that isn't there yet")
        parser.add_argument("--drafts", action="store_true", help="also what isn't public, as drafts")

    def handle(self, *args: Any, file: Path, drafts: bool, **options: Any) -> None:
        if file.exists():
            raise CommandError(f"{file} is there already: name another file.")
        bar = Bar(lambda said: self.stderr.write(said, ending=""))
        unfinished = file.with_name(f".{file.name}.unfinished-{os.getpid()}")
        try:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle, snapshot():
                done, total = 0, wordpress.posts(drafts=drafts)

                def tell() -> None:
                    nonlocal done
                    done += 1
                    bar(done, total)

                for said in wordpress.written(drafts=drafts, tell=tell):
                    handle.write(said)
            unfinished.rename(file)
        except OSError as error:
            raise CommandError(f"{file} can't be written: {error.strerror}.") from None
        finally:
            unfinished.unlink(missing_ok=True)
        bar.end()
        self.stdout.write(f"{total:,} articles{' and drafts' if drafts else ''}.")
        if drafts:
            self.stdout.write("Drafts are in it: keep it where only those may read it who may read them.")
