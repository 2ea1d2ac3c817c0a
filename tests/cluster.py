"""The database server of the tests: one template that holds a migrated database, cloned for whoever needs one."""

import hashlib
import itertools
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from newsroom.locks import LockFile
from newsroom.postgres import OWNER, WEB, Server, make_database, narrow_database

ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = ROOT / "var" / "tests"
# What decides how a migrated database looks: models too, since permissions are made from them.
SHAPE = ("articles/migrations/*.py", "articles/models/*.py", "newsroom/postgres.py", "tests/cluster.py")
# For servers older than 17, which have no locale of their own that is the same everywhere.
OLD_LOCALE = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
NEW_LOCALE = "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
PASSWORD = "newsroom"
OTHER_SERVER = os.environ.get("TEST_DATABASE_URL")


def use_other_server() -> None:
    """Points the settings to the server named by TEST_DATABASE_URL, if one is; call it before they are read."""
    if not OTHER_SERVER:
        return
    known = psycopg.conninfo.conninfo_to_dict(OTHER_SERVER)
    host, port = quote(str(known.get("host", "localhost")), safe=""), known.get("port", 5432)
    for variable, role in (("DATABASE_URL", WEB), ("DATABASE_OWNER_URL", OWNER)):
        os.environ[variable] = f"postgresql://{role}:{PASSWORD}@{host}:{port}/newsroom"


class Cluster:
    """A running server with the two roles. Enter it to use it; several test runs may at once."""

    def __init__(self) -> None:
        self._server = None if OTHER_SERVER else Server(DATA_DIR, lasting=False)
        self._lock = LockFile(DATA_DIR / "template.lock")
        self._numbers = itertools.count(1)
        self._clones: set[str] = set()

    def running(self) -> AbstractContextManager[object]:
        return self._server or nullcontext()

    def connect(self, role: str | None = None, dbname: str = "postgres") -> psycopg.Connection[Any]:
        """An autocommit connection as `role`, or as superuser."""
        if self._server:
            return self._server.connect(dbname, role or "postgres")
        as_role = {"user": role, "password": PASSWORD} if role else {}
        return psycopg.connect(str(OTHER_SERVER), dbname=dbname, autocommit=True, **as_role)

    def url(self, role: str, dbname: str) -> str:
        """What DATABASE_URL says of one of these databases."""
        if self._server:
            return f"postgresql://{role}@{quote(str(self._server.socket_folder), safe='')}:5432/{dbname}"
        known = psycopg.conninfo.conninfo_to_dict(str(OTHER_SERVER))
        host = quote(str(known.get("host", "localhost")), safe="")
        return f"postgresql://{role}:{PASSWORD}@{host}:{known.get('port', 5432)}/{dbname}"

    def template(self, migrate: Callable[[str], None]) -> str:
        """The name of a database in which every migration is applied, made by `migrate(name)` if need be."""
        digest = hashlib.sha256(version("django").encode() + version("django-taggit").encode())
        for pattern in SHAPE:
            for path in sorted(ROOT.glob(pattern)):
                digest.update(path.name.encode() + path.read_bytes())
        name = f"template_{digest.hexdigest()[:16]}"
        with self._lock.held(), self.connect() as connection:
            self._make_roles(connection)
            self._sweep(connection, keep=name)
            if not self._exists(connection, name):
                unfinished = f"unfinished_{os.getpid()}"
                locale = NEW_LOCALE if connection.info.server_version >= 170000 else OLD_LOCALE
                make_database(connection, unfinished, locale)
                narrow_database(connection, unfinished)
                migrate(unfinished)
                connection.execute(
                    sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(name))
                )
        return name

    def clone(self, template: str) -> str:
        """The name of a new database like `template`."""
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        with self.connect() as connection:
            make_database(connection, name, f"TEMPLATE {template}")
            narrow_database(connection, name)
        self._clones.add(name)
        return name

    def drop(self, name: str) -> None:
        with self.connect() as connection:
            self._drop(connection, name)
        self._clones.discard(name)

    def _make_roles(self, connection: psycopg.Connection[Any]) -> None:
        known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role in {OWNER, WEB} - known:
            statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(PASSWORD))
            connection.execute(statement)

    def _sweep(self, connection: psycopg.Connection[Any], keep: str) -> None:
        """Drops what killed runs left behind, and templates of code that has changed since."""
        rows = connection.execute("SELECT datname FROM pg_database ORDER BY oid DESC").fetchall()
        names = [name for (name,) in rows]
        for name in names:
            parts = name.split("_")
            if (
                parts[0] in ("test", "unfinished")
                and len(parts) > 1
                and parts[1].isdigit()
                and not _runs(int(parts[1]))
            ):
                self._drop(connection, name)
        # A few are kept: another run may be at work on code of a minute ago.
        for name in [name for name in names if name.startswith("template_") and name != keep][3:]:
            self._drop(connection, name)

    def _drop(self, connection: psycopg.Connection[Any], name: str) -> None:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _exists(self, connection: psycopg.Connection[Any], name: str) -> bool:
        return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
