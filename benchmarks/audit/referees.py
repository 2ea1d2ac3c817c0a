"""The tools that judge: fetched once, in the releases that package-lock.json pins."""

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks.report import say

HERE = Path(__file__).parent
# What brings each program, in Debian's words.
PACKAGES = {"node": "nodejs", "npm": "npm", "java": "default-jre-headless"}


class NotThere(Exception):
    """A referee can't be had; the message says what to do."""


@dataclass(frozen=True)
class Referees:
    folder: Path

    @property
    def lighthouse(self) -> list[str]:
        return [program("node"), str(self.folder / "node_modules/lighthouse/cli/index.js")]

    @property
    def html_checker(self) -> list[str]:
        return [program("java"), "-jar", str(self.folder / "node_modules/vnu-jar/build/dist/vnu.jar")]


def referees(folder: Path) -> Referees:
    """What package-lock.json names, installed in `folder`; raises NotThere."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "installed"
    if not stamp.exists() or stamp.read_text() != mark:
        say("fetching Lighthouse and the HTML checker")
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        run([program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder)
        stamp.write_text(mark)
    return Referees(folder)


def program(name: str) -> str:
    """Where `name` is, installed where it isn't and may be; raises NotThere."""
    if shutil.which(name) is None:
        if os.geteuid() != 0 or shutil.which("apt-get") is None:
            raise NotThere(f"{name} is missing: install it (on Debian: apt-get install {PACKAGES[name]})")
        say(f"installing {PACKAGES[name]}")
        run(["apt-get", "update", "-qq"])
        run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", PACKAGES[name]])
    found = shutil.which(name)
    if found is None:
        raise NotThere(f"{name} is missing, though {PACKAGES[name]} is installed")
    return found


def run(command: list[str], cwd: Path | None = None) -> None:
    """Raises NotThere with the last words of a command that failed."""
    done = subprocess.run(  # noqa: S603
        command, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise NotThere(f"`{' '.join(command[:3])}` failed: {' '.join(said[-3:])}")
