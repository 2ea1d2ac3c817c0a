"""A bar on a terminal's one line, with the time that is left."""

import time
from collections.abc import Callable

WIDTH = 30


class Bar:
    """Called with how much is done, and of how much, it shows both; `write` puts text on the terminal."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._began = self._shown = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if done < total and now - self._shown < 0.2:
            return
        self._shown = now
        filled = WIDTH * done // total if total else WIDTH
        left = (now - self._began) * (total - done) / done if done else 0
        words = f"{left / 60:.0f} min left" if left >= 90 else f"{left:.0f} s left"
        bar = "=" * filled + " " * (WIDTH - filled)
        self._write(f"\r[{bar}] {done:,} of {total:,}, {words}   ")

    def end(self) -> None:
        self._write("\n")
