"""`manage.py worker`, as `make run` runs it: on the database that its parent keeps running."""

import logging

import django
from django.core.management import CommandError, call_command

from newsroom.startup import plain_refusals, read_settings


def main() -> None:
    with plain_refusals():
        read_settings()
        django.setup()
        try:
            call_command("worker")
        except CommandError as error:
            logging.getLogger("newsroom.worker").error("%s", error)
            raise SystemExit(1) from None


if __name__ == "__main__":
    main()
