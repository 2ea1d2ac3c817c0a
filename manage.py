#!/usr/bin/env python
"""Django's command line, for this project."""

import sys

import django
from django.core.management import execute_from_command_line

from newsroom import database
from newsroom.startup import leave_in_order, plain_refusals, read_settings

# These work on files alone; for every other command the project's own database is started when it doesn't run.
WITHOUT_DATABASE = {
    "check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "help", "makemessages", "version",
}  # fmt: skip
HELP = {"-h", "--help", "--version"}


def main(arguments: list[str]) -> None:
    command = arguments[1] if len(arguments) > 1 else "help"
    with plain_refusals():
        read_settings()
        if command in WITHOUT_DATABASE or HELP & set(arguments):
            execute_from_command_line(arguments)
            return
        from django.conf import settings

        django.setup()
        leave_in_order()
        with database.server(settings.DATA_DIR):
            database.reach("owner" if command == "migrate" else "default")
            execute_from_command_line(arguments)


if __name__ == "__main__":
    main(sys.argv)
