"""Which database: the one named by DATABASE_URL, else the project's own PostgreSQL."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.db import NotSupportedError, OperationalError, connections

from newsroom.identity import DatabaseUnavailable
from newsroom.postgres import DATABASE, OWNER, WEB, Server

ENGINE = "django.db.backends.postgresql"
EXAMPLE = "postgresql://newsroom_web:password@localhost/newsroom"
# A connection is kept between requests, and tried before it is used again.
KEPT = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


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
    return parsed | {"ENGINE": ENGINE} | KEPT


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
