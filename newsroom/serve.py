"""What `make run` runs: from an empty folder to a site that answers, in one process that gunicorn takes over."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import django
from django.conf import settings
from django.db import connections
from gunicorn.app.base import BaseApplication

from newsroom import database
from newsroom.locks import LockFile
from newsroom.parent import end_with_parent
from newsroom.startup import Refusal, leave_in_order, plain_refusals, read_settings

# A run that was just told to stop, by SIGTERM or by the death of make, is gone within this time.
STOPPING_SECONDS = 3
# Workers whose master was killed finish their requests, and hold the port meanwhile.
ORPHAN_SECONDS = 25


def main() -> None:
    with plain_refusals():
        read_settings()
        if "MAKELEVEL" in os.environ:
            end_with_parent()
        leave_in_order()
        django.setup()
        with only_run_here(settings.DATA_DIR) as last_one_crashed:
            listener = loopback_socket(settings.PORT, patience=ORPHAN_SECONDS if last_one_crashed else 0)
            with database.server(settings.DATA_DIR):
                database.reach("owner")
                from newsroom.first_run import prepare

                notes = prepare()
                connections.close_all()
                Gunicorn(listener, notes).run()


@contextmanager
def only_run_here(data_dir: Path) -> Iterator[bool]:
    """Holds the data folder for this run alone; says whether the run before it was killed."""
    lock = LockFile(data_dir / "run.lock")
    until = time.monotonic() + STOPPING_SECONDS
    while not lock.take(wait=False):
        if time.monotonic() > until:
            raise Refusal(f"It runs already on {data_dir} (process {lock.read() or 'unknown'}): stop that one first.")
        time.sleep(0.1)
    process = os.getpid()
    last_one_crashed = bool(lock.read())
    lock.write(str(process))
    try:
        yield last_one_crashed
    finally:
        # A worker leaves through here too, as a fork of this process.
        if os.getpid() == process:
            lock.write("")


def loopback_socket(port: int, *, patience: float) -> socket.socket:
    """A socket bound to `port` on this machine alone, not yet listening; waits `patience` seconds while it is taken."""
    until = time.monotonic() + patience
    while True:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except PermissionError:
            listener.close()
            raise Refusal(f"Port {port} is for root alone: set PORT to a number from 1024 on.") from None
        except OSError:
            listener.close()
            if time.monotonic() >= until:
                raise Refusal(f"Port {port} is taken by another program: stop it, or set PORT.") from None
            time.sleep(0.1)
        else:
            return listener


class Gunicorn(BaseApplication):
    """This process as gunicorn's master, on `listener` until it is told to stop; says `notes` once it is open."""

    def __init__(self, listener: socket.socket, notes: list[str]) -> None:
        self.listener = listener
        self.notes = notes
        # Set by nohup: then a closed terminal is no reason to stop.
        self.outlives_terminal = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        super().__init__()

    def load_config(self) -> None:
        from newsroom import gunicorn_conf

        for name, value in settings_of(gunicorn_conf).items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)
        self.cfg.set("when_ready", self.open)
        try:
            self.listener.listen(2048)
        except OSError:
            raise Refusal(f"Port {settings.PORT} was taken by another program meanwhile: set PORT.") from None
        self.cfg.set("bind", [f"fd://{self.listener.detach()}"])

    def load(self) -> Any:
        from newsroom.wsgi import application

        return application

    def open(self, arbiter: Any) -> None:
        # Gunicorn would reload on SIGHUP; here it means that the terminal was closed.
        def hung_up(number: int, frame: Any) -> None:
            arbiter.signal(signal.SIGTERM, frame)

        signal.signal(signal.SIGHUP, signal.SIG_IGN if self.outlives_terminal else hung_up)
        print(*self.notes, sep="\n", flush=True)


def settings_of(module: ModuleType) -> dict[str, Any]:
    return {name: value for name, value in vars(module).items() if not name.startswith("_")}


if __name__ == "__main__":
    main()
