"""How the bootstrap finds a Python, and what it says when there is none. Nothing is installed: pip is a stand-in."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = "sh cat cksum chmod dirname wc tr find head id rm mkdir echo flock env sed".split()  # noqa: SIM905


class Machine:
    """A checkout, a home and a PATH with nothing in it but what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.checkout, self.home, self.path = folder / "a checkout", folder / "home", folder / "bin"
        for made in (self.checkout / "newsroom", self.home, self.path):
            made.mkdir(parents=True)
        for name in ("requirements.txt", "requirements-dev.txt", "newsroom/setup.sh"):
            shutil.copy(ROOT / name, self.checkout / name)
        for tool in TOOLS:
            if found := shutil.which(tool):
                (self.path / tool).symlink_to(found)

    def program(self, path: Path, body: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def python(self, path: Path, version: str, *, makes_environments: bool = True) -> None:
        """A stand-in for Python `version`: it knows its number, makes environments, and notes what pip is asked."""
        major, minor = version.split(".")[:2]
        fits = "0" if major == "3" and 12 <= int(minor) <= 14 else "1"
        make = "exit 1"
        if makes_environments:
            make = 'mkdir -p .venv/bin; cat "$0" > .venv/bin/python; chmod +x .venv/bin/python'
        self.program(
            path,
            f'case "$*" in "-I -c"*) exit {fits};; -V) echo Python {version};; "-m venv .venv") {make};;\n'
            '"-m pip --version") :;; "-m pip"*) echo "$*" >> installed;; *) exit 1;; esac',
        )

    def set_up(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.path), "HOME": str(self.home)} | variables
        return subprocess.run(
            [shutil.which("sh") or "/bin/sh", "newsroom/setup.sh", *arguments],
            cwd=self.checkout, env=environment, capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    def installed(self) -> list[str]:
        try:
            return (self.checkout / "installed").read_text().splitlines()
        except FileNotFoundError:
            return []


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


@pytest.mark.parametrize("name", ["python3.12", "python3.13", "python3.14", "python3", "python"])
def test_a_python_is_found_by_any_name(machine, name):
    machine.python(machine.path / name, "3.13.0")

    result = machine.set_up()

    assert result.returncode == 0, result.stderr
    assert "Making .venv with Python 3.13.0" in result.stderr
    (command,) = machine.installed()
    assert "--require-hashes" in command
    assert command.endswith("-r requirements.txt")


def test_the_second_time_nothing_is_done(machine):
    machine.python(machine.path / "python3", "3.13.0")
    machine.set_up()

    result = machine.set_up()

    assert (result.returncode, result.stderr) == (0, "")
    assert len(machine.installed()) == 1


def test_a_changed_lock_is_installed(machine):
    machine.python(machine.path / "python3", "3.13.0")
    machine.set_up()
    with (machine.checkout / "requirements.txt").open("a") as lock:
        lock.write("# another line\n")

    machine.set_up()

    assert len(machine.installed()) == 2


def test_a_shim_with_nothing_behind_it_and_an_old_python_are_passed_over(machine):
    machine.program(machine.path / "python3.13", "echo 'command not found' >&2; exit 127")
    machine.python(machine.path / "python3", "3.11.7")
    machine.python(machine.home / ".pyenv/versions/3.12.1/bin/python", "3.12.1")

    result = machine.set_up()

    assert result.returncode == 0, result.stderr
    assert "Python 3.12.1" in result.stderr


@pytest.mark.parametrize("variable", ["PYTHON", "PYENV_ROOT"])
def test_it_can_be_told_where_to_look(machine, tmp_path, variable):
    elsewhere = tmp_path / "else where"
    python = elsewhere / "versions" / "3.14.0" / "bin" / "python"
    machine.python(python, "3.14.0")

    result = machine.set_up(**{variable: str(python if variable == "PYTHON" else elsewhere)})

    assert result.returncode == 0, result.stderr
    assert "Python 3.14.0" in result.stderr


def test_a_python_that_uv_brought_is_found(machine):
    machine.python(machine.home / ".local/share/uv/python/cpython-3.13.5-linux/bin/python3", "3.13.5")

    assert machine.set_up().returncode == 0


def test_without_a_python_uv_makes_the_environment(machine):
    machine.python(machine.path / "python3", "3.11.7")
    machine.program(
        machine.path / "uv",
        'echo "uv $*" >> installed\n'
        'case "$1" in venv) mkdir -p .venv/bin; printf \'#!/bin/sh\\n[ "$1" = -I ]\\n\' > .venv/bin/python; '
        "chmod +x .venv/bin/python;; esac",
    )

    result = machine.set_up()

    assert result.returncode == 0, result.stderr
    _version, make, _again, install = machine.installed()
    assert make.startswith("uv venv")
    assert "--require-hashes" in install


@pytest.mark.parametrize("version", ["3.11.7", "3.15.0"])
def test_without_either_it_says_in_one_line_what_to_install(machine, version):
    machine.python(machine.path / "python3", version)

    result = machine.set_up()

    assert result.returncode == 1
    assert result.stderr.startswith("newsroom: no Python 3.12, 3.13 or 3.14 found: install one")
    assert result.stderr.count("\n") == 1


def test_a_python_that_makes_no_environments_is_named(machine):
    machine.python(machine.path / "python3", "3.13.0", makes_environments=False)

    result = machine.set_up()

    assert result.returncode == 1
    assert "can't make an environment: install python3-venv" in result.stderr.splitlines()[-1]
    assert not (machine.checkout / ".venv").exists()


def test_nothing_is_made_outside_the_checkout(machine, tmp_path):
    machine.python(machine.path / "python3", "3.13.0")
    before = {path for path in tmp_path.rglob("*") if machine.checkout not in path.parents}

    machine.set_up()

    assert {path for path in tmp_path.rglob("*") if machine.checkout not in path.parents} == before


class TestBrowser:
    """`--dev` on a machine whose user is root, where apt-get and the browsers are stand-ins."""

    @pytest.fixture
    def root(self, machine):
        machine.python(machine.path / "python3", "3.13.0")
        (machine.path / "id").unlink()
        machine.program(machine.path / "id", "echo 0")
        return machine

    def test_one_that_is_there_is_enough(self, root):
        root.program(root.path / "chromium", "echo Chromium 1")

        result = root.set_up("--dev")

        assert result.returncode == 0, result.stderr
        assert "chromium" not in result.stderr

    def test_apt_brings_one_though_one_of_its_lists_is_gone(self, root):
        root.program(
            root.path / "apt-get",
            f'case "$1" in update) echo "E: a list is gone" >&2; exit 100;; install) '
            f'printf "#!/bin/sh\\necho Chromium 1\\n" > "{root.path}/chromium"; chmod +x "{root.path}/chromium";; esac',
        )

        result = root.set_up("--dev")

        assert result.returncode == 0, result.stderr
        assert "a list is gone" not in result.stderr

    def test_without_one_it_says_what_apt_said(self, root):
        root.program(root.path / "apt-get", 'echo "E: no $1 today" >&2; exit 100')

        result = root.set_up("--dev")

        assert result.returncode == 1
        assert "E: no update today" in result.stderr
        assert "E: no install today" in result.stderr
        assert result.stderr.splitlines()[-1].startswith("newsroom: no browser for the tests: see above")

    def test_one_that_was_fetched_and_does_not_run_is_none(self, root):
        broken = root.checkout / ".cache/browsers/chromium-1/chrome-linux/chrome"
        root.program(broken, 'echo "libnss3.so: cannot open shared object file" >&2; exit 127')

        assert root.set_up("--dev").returncode == 1
        root.program(broken, "echo Chromium 1")
        assert root.set_up("--dev").returncode == 0


def test_this_python_is_one_that_we_accept():
    assert (3, 12) <= sys.version_info[:2] <= (3, 14)
    assert os.access(ROOT / "newsroom" / "setup.sh", os.X_OK)
