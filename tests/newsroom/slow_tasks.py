"""Tasks for test_worker.py: each leaves a line in a file when it is begun, and one when it is done."""

import time
from pathlib import Path

from django.tasks import task


def note(path: str, line: str) -> None:
    with Path(path).open("a") as file:
        file.write(f"{line}\n")


@task
def wait_for_file(path: str, wanted: str) -> None:
    note(path, "begun")
    while not Path(wanted).exists():
        time.sleep(0.02)
    note(path, "done")


@task
def fail(path: str) -> None:
    note(path, "begun")
    raise RuntimeError("A word of a text")
