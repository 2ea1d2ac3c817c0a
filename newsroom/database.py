"""Which database: the one named by DATABASE_URL, else the project's own PostgreSQL."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, NotSupportedError, OperationalError, connections

from newsroom.environment import flag
from newsroom.identity import DatabaseUnavailable
from newsroom.postgres import DATABASE, OWNER, WEB, Server

ENGINE = "newsroom.engine"
EXAMPLE = "postgresql://newsroom_web:password@localhost/newsroom"
# Each thread keeps its connection between requests, and looks whether it stands before it is used again.
KEPT = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
# What a process keeps beside those of its threads (it watches for changes, it counts what was asked for in vain), and
# what the background worker has.
BESIDE_THREADS, OF_WORKER = 2, 4
# The roles' own limits and the database's count as well as the server's.
ROOM = """
    SELECT least(
        current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true)::int, 0),
        (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user),
        (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database())
    )
"""


def own_server() -> bool:
    """Whether this installation runs its own PostgreSQL, because it was told of no other."""
    return not os.environ.get("DATABASE_URL")


def server(data_dir: Path) -> AbstractContextManager[object]:
    """What to enter before the database is used: the project's own server, or nothing where another was named."""
    return Server(data_dir) if own_server() else nullcontext()


def databases(data_dir: Path) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: "default" is the web role, "owner" the role that migrates."""
    if own_server():
        if os.environ.get("DATABASE_OWNER_URL"):
            raise ImproperlyConfigured("DATABASE_OWNER_URL is set without DATABASE_URL: set both or neither.")
        socket_folder = str(Server(data_dir).socket_folder)
        common = {"ENGINE": ENGINE, "NAME": DATABASE, "HOST": socket_folder, "PORT": "5432", **KEPT}
        return {"default": common | {"USER": WEB}, "owner": common | {"USER": OWNER}}
    web = named("DATABASE_URL")
    return {"default": web, "owner": named("DATABASE_OWNER_URL") if os.environ.get("DATABASE_OWNER_URL") else dict(web)}


def named(variable: str) -> dict[str, Any]:
    """The database that the environment variable `variable` names by a URL."""
    value = os.environ[variable]
    # The URL itself is never repeated: it holds a password.
    if urlsplit(value).scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(f"{variable} doesn't name a PostgreSQL database: write it like {EXAMPLE}")
    try:
        parsed = dict(dj_database_url.parse(value))
    except ValueError:
        raise ImproperlyConfigured(f"{variable} can't be read: write it like {EXAMPLE}") from None
    if not parsed.get("NAME"):
        raise ImproperlyConfigured(f"{variable} names no database: write it like {EXAMPLE}")
    # A pooler that gives a connection to a transaction alone: what outlives one, cursors of the server, doesn't work.
    return parsed | {"ENGINE": ENGINE, "DISABLE_SERVER_SIDE_CURSORS": flag("DATABASE_POOLED", default=False)} | KEPT


def fits_the_server(*, processes: int, threads: int) -> None:
    """Raises DatabaseUnavailable where the server has no room for what so many processes would open.

    A server that doesn't answer is no reason yet, nor one behind a pooler: that has room of its own.
    """
    connection = connections["default"]
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return
    need = processes * (threads + BESIDE_THREADS) + OF_WORKER
    try:
        with connection.cursor() as cursor:
            cursor.execute(ROOM)
            (room,) = cursor.fetchone()
    except Error:
        return
    finally:
        connection.close()
    if need > room:
        raise DatabaseUnavailable(
            f"The database has room for {room} connections; {processes} processes of {threads} threads, and a worker "
            f"beside them, keep up to {need}: raise its max_connections, or set fewer in GUNICORN_CMD_ARGS."
        )


class Router:
    """For DATABASE_ROUTERS: where queries go that name no database. None is Django's "default"."""

    alias: str | None = None

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return self.alias

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        return self.alias


@contextmanager
def everything_to(alias: str) -> Iterator[None]:
    """Within, every query of this process that names no database goes to `alias`: for a migration."""
    Router.alias = alias
    try:
        yield
    finally:
        Router.alias = None


@contextmanager
def owner_everywhere() -> Iterator[None]:
    """Within, this thread works as the owner alone, over one connection, whatever a query names."""
    web = connections["default"]
    connections["default"] = connections["owner"]
    try:
        yield
    finally:
        connections["default"] = web


def reach(alias: str) -> None:
    """Raises DatabaseUnavailable, in one line, unless the database answers and is new enough."""
    variable = "DATABASE_OWNER_URL" if alias == "owner" and os.environ.get("DATABASE_OWNER_URL") else "DATABASE_URL"
    try:
        connections[alias].ensure_connection()
    except NotSupportedError as error:
        raise DatabaseUnavailable(f"{variable}: {error}") from None
    except OperationalError as error:
        raise DatabaseUnavailable(f"{variable}: the database doesn't answer: {' '.join(str(error).split())}") from None
