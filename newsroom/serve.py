"""What `make run` runs: from an empty folder to a site that answers, in one process that gunicorn takes over.

Beside it runs the worker, which sends mail; it is started anew when it dies, and ends with this process.
"""

import os
import signal
import socket
import subprocess
import sys
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
from gunicorn.arbiter import Arbiter

from newsroom import database
from newsroom.locks import LockFile
from newsroom.parent import end_with_parent
from newsroom.startup import Refusal, leave_in_order, plain_refusals, read_settings

# A run that was just told to stop, by SIGTERM or by the death of make, is gone within this time.
STOPPING_SECONDS = 3
# Workers whose master was killed finish their requests, and hold the port meanwhile.
ORPHAN_SECONDS = 25
# A task that runs when all is stopped is finished first, but not waited for longer.
LAST_TASK_SECONDS = 20
WORKER_AGAIN_SECONDS = 3


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
                worker = WorkerBeside()
                try:
                    Gunicorn(listener, notes, worker).run()
                finally:
                    worker.stop()


class WorkerBeside:
    """The process that runs tasks, as a child of this one."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.parent = os.getpid()
        self.again_at = 0.0

    def look_after(self) -> None:
        """Start it where it doesn't run: the first time, and when it died."""
        if (
            settings.SERVE == "site"
            or time.monotonic() < self.again_at
            or (self.process and self.process.poll() is None)
        ):
            return
        self.again_at = time.monotonic() + WORKER_AGAIN_SECONDS
        self.process = subprocess.Popen(
            [sys.executable, "-m", "newsroom.worker"],
            # Ctrl-C reaches a whole group: this one is told by its parent, and told once.
            process_group=0,
            preexec_fn=end_with_parent,
        )

    def stop(self) -> None:
        """Let it finish the task it runs, and wait for it."""
        # A process of gunicorn leaves through here too, as a fork of this one.
        if self.process is None or os.getpid() != self.parent:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=LAST_TASK_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


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


class Master(Arbiter):
    """Gunicorn's master, which looks after our worker as after its own processes: once a second."""

    def __init__(self, app: BaseApplication, worker: WorkerBeside) -> None:
        self.worker = worker
        super().__init__(app)

    def manage_workers(self) -> None:
        super().manage_workers()
        self.worker.look_after()


class Gunicorn(BaseApplication):
    """This process as gunicorn's master, on `listener` until it is told to stop; says `notes` once it is open."""

    def __init__(self, listener: socket.socket, notes: list[str], worker: WorkerBeside) -> None:
        self.listener = listener
        self.notes = notes
        self.worker = worker
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

    def run(self) -> None:
        Master(self, self.worker).run()

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
