"""From an empty database to a newsroom that can be opened: what is done once, and what after a change."""

import hashlib
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands

from newsroom import database
from newsroom.health import migrations_applied

ADMINISTRATOR = "admin"


def prepare() -> list[str]:
    """Brings tables, static files and the demo newsroom up to date; returns what to tell the person who waits."""
    if not migrations_applied("owner"):
        say("Bringing the tables up to date …")
        call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    return ["", *addresses(), *open_for_the_first_time(), "  Press Ctrl-C to stop.", ""]


def addresses() -> list[str]:
    lines = []
    if settings.SERVE != "desk":
        lines.append(f"  The site:  {settings.SITE_URL}/")
    if settings.SERVE != "site":
        lines.append(f"  The desk:  {settings.SITE_URL}/{settings.ADMIN_PATH}/")
    if settings.SECURE:
        lines.append(f"  Listening on 127.0.0.1:{settings.PORT} for the proxy that answers for {settings.SITE_URL}.")
    return lines


def open_for_the_first_time() -> list[str]:
    """The demo newsroom and an administrator, the first time; how to sign in, in lines to print."""
    # Written when all is done: a first run that was cut off begins again, and what was made is found.
    done = settings.DATA_DIR / "opened"
    members = get_user_model()._default_manager
    if done.exists():
        return [f"  Lost the password?  .venv/bin/python manage.py changepassword {ADMINISTRATOR}"]
    if not database.own_server() and members.exists():
        # Somebody's newsroom: it gets no demo and no account that nobody asked for.
        return ["  Sign in as a member, or make one:  .venv/bin/python manage.py create_member NAME --group Editors"]
    if "seed_demo" in get_commands():
        say("Writing the demo newsroom …")
        call_command("seed_demo", verbosity=0)
    lines = [
        f"  Sign in as {ADMINISTRATOR}; a new password:  .venv/bin/python manage.py changepassword {ADMINISTRATOR}"
    ]
    if not members.filter(username=ADMINISTRATOR).exists():
        printed = StringIO()
        call_command("create_member", ADMINISTRATOR, group=["Administrators"], stdout=printed)
        password = printed.getvalue().strip()
        lines = [f"  Sign in as {ADMINISTRATOR} with the one-time password {password}", "  (shown only this once)."]
    done.touch()
    return lines


def collect_static() -> None:
    """Static files where they are served from, made again when one of them or a package that brings some changed."""
    stamp = settings.DATA_DIR / "static.stamp"
    mark = static_mark()
    if stamp.exists() and stamp.read_text() == mark and Path(settings.STATIC_ROOT).is_dir():
        return
    say("Collecting static files …")
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(mark)


def static_mark() -> str:
    """Another text as soon as any static file is."""
    return hashlib.sha256("\n".join(static_files()).encode()).hexdigest()


def static_files() -> Iterator[str]:
    """A line for each static file, which changes when the file does."""
    yield settings.STORAGES["staticfiles"]["BACKEND"]
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=[]):
            found = Path(storage.path(name)).stat()
            yield f"{name} {found.st_size} {found.st_mtime_ns}"


def say(line: str) -> None:
    print(line, flush=True)
