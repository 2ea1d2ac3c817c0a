"""Locks that the kernel releases when the process that holds them dies, however it dies.

They are POSIX record locks: a child of the holder doesn't inherit them, and they belong to the whole process, so a file
is opened once per process, here, and stays open.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockFile:
    """A file whose single bytes, `place` 0, 1, …, can each be locked."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self, place: int = 0, *, shared: bool = False, wait: bool = True) -> bool:
        """Whether the lock is now ours; False only when `wait` is false and another process holds it."""
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.lockf(self._handle, kind if wait else kind | fcntl.LOCK_NB, 1, place)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def give_back(self, place: int = 0) -> None:
        fcntl.lockf(self._handle, fcntl.LOCK_UN, 1, place)

    @contextmanager
    def held(self, place: int = 0) -> Iterator[None]:
        """Waits for the lock and holds it for the length of the block."""
        self.take(place)
        try:
            yield
        finally:
            self.give_back(place)

    def read(self) -> str:
        """What the last holder wrote down."""
        return os.pread(self._handle, 200, 0).decode(errors="replace").strip()

    def write(self, text: str) -> None:
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, text.encode(), 0)
