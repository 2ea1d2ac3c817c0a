"""Under whose name the project's own PostgreSQL runs. It refuses root, so root has to lend it another one."""

import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BORROWED_NAME = Path(__file__).with_name("borrowed_name.py")


class DatabaseUnavailable(Exception):
    """There is no database to work with; the message says why and what to do, in one line."""


@dataclass(frozen=True)
class Identity:
    """How to start PostgreSQL's programs: what to put before them, and as which user (None: as ourselves)."""

    prefix: tuple[str, ...] = ()
    user: int | None = None
    group: int | None = None

    def run(self, *command: str | Path, timeout: float | None = None) -> subprocess.CompletedProcess[str]:
        """Runs `command` to its end under this name; what it printed is in the result."""
        # PostgreSQL's programs read PGDATA, PGPORT and their like: what a shell has set for another server isn't ours.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        as_other: dict[str, Any] = (
            {} if self.user is None else {"user": self.user, "group": self.group, "extra_groups": []}
        )
        return subprocess.run(  # noqa: S603
            [*self.prefix, *map(str, command)],
            env=environment | {"LC_ALL": "C"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout,
            # Ctrl-C is for us: we stop what we started, in order.
            start_new_session=True,
            **as_other,
        )

    def own(self, path: Path) -> None:
        """Makes `path` this name's, where it is another user's."""
        if self.user is not None:
            os.chown(path, self.user, -1 if self.group is None else self.group)


def identity_for(data: Path, programs: Path) -> Identity:
    """The name under which the programs in the folder `programs` may keep a database in the folder `data`."""
    me = os.geteuid()
    owner = data.stat().st_uid if data.exists() else me
    if owner != me and me != 0:
        raise DatabaseUnavailable(f"{data} belongs to another user ({owner}): run this as that user, or set DATA_DIR.")
    if owner != me:
        return Identity(user=owner, group=data.stat().st_gid)
    if me != 0 and _has_a_name(me):
        return Identity()
    borrowed = _in_a_namespace()
    if borrowed.prefix or me != 0:
        return borrowed
    return _as_nobody(data, programs)


def _has_a_name(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def _nobody() -> pwd.struct_passwd:
    """An ordinary user that every system knows: initdb asks for the name that belongs to the number."""
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        return next(user for user in pwd.getpwall() if user.pw_uid != 0)


def _in_a_namespace() -> Identity:
    """A name borrowed from the kernel, or our own where this system forbids that."""
    if not hasattr(os, "unshare"):
        return Identity()
    nobody = _nobody()
    prefix = (sys.executable, "-I", "-S", str(BORROWED_NAME), str(nobody.pw_uid), str(nobody.pw_gid))
    borrowed = Identity(prefix=prefix)
    return borrowed if borrowed.run(shutil.which("true") or "/bin/true").returncode == 0 else Identity()


def _as_nobody(data: Path, programs: Path) -> Identity:
    """The user nobody, for root where user namespaces are forbidden."""
    nobody = _nobody()
    identity = Identity(user=nobody.pw_uid, group=nobody.pw_gid)
    try:
        reachable = identity.run(programs / "postgres", "--version").returncode == 0
        reachable = (
            reachable and identity.run(shutil.which("test") or "/usr/bin/test", "-x", data.parent).returncode == 0
        )
    except OSError:
        reachable = False
    if not reachable:
        raise DatabaseUnavailable(
            "PostgreSQL doesn't run as root, and this system allows no user namespaces: run this as an ordinary user, "
            "or set DATABASE_URL."
        )
    print(
        "No user namespaces here: PostgreSQL runs as the user nobody, and its folder becomes that user's.", flush=True
    )
    for path in (data, *data.rglob("*")) if data.exists() else ():
        identity.own(path)
    return identity
