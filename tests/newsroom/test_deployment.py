"""The files that a deployment is made of name nothing that isn't there."""

import os
import re
import shlex
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands
from django.urls import reverse

from newsroom.postgres import OWNER, WEB, Server, programs

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service.get("image") == "newsroom"}
# What the settings read, and what only the shell of the person who deploys knows.
READ = set(re.findall(r'(?:environ\.get\(|flag\(|one_of\(|folder\(|megabytes\(|named\()"([A-Z_]+)"', "".join(
    (ROOT / "newsroom" / name).read_text() for name in ("settings.py", "environment.py", "database.py")
)))  # fmt: skip


def instructions(dockerfile: str) -> list[tuple[str, str]]:
    """Each instruction of a Dockerfile with its argument, continued lines joined and comments left out."""
    text = re.sub(r"^\s*#.*\n", "", dockerfile, flags=re.MULTILINE).replace("\\\n", " ")
    return [(line.split()[0], line.split(maxsplit=1)[1].strip()) for line in text.splitlines() if line.strip()]


INSTRUCTIONS = instructions(DOCKERFILE)


def arguments_of(name: str) -> list[str]:
    return [argument for instruction, argument in INSTRUCTIONS if instruction == name]


def command_of(argument: str) -> list[str]:
    return yaml.safe_load(argument[argument.index("[") :])


def entry_exists(command: list[str]) -> bool:
    """Whether what `command` runs is there: a module, a script of ours, gunicorn's configuration and application."""
    if command[:2] == ["python", "-m"]:
        return find_spec(command[2]) is not None
    if command[0] == "python":
        return (ROOT / command[1]).is_file()
    assert command[0] == "gunicorn"
    configuration = command[command.index("--config") + 1].removeprefix("python:")
    return find_spec(configuration) is not None and find_spec(command[-1]) is not None


class TestDockerfile:
    def test_its_bases_are_pinned_to_an_exact_version(self):
        bases = [argument.split()[0] for argument in arguments_of("FROM")]

        assert len(bases) == 2
        assert all(re.fullmatch(r"python:3\.1[2-4]\.\d+-slim-\w+(@sha256:[0-9a-f]{64})?", base) for base in bases)

    def test_it_copies_what_there_is_and_what_is_not_ignored(self):
        allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
        copied = [
            source for argument in arguments_of("COPY") if "--from" not in argument for source in argument.split()[:-1]
        ]

        assert set(copied) == allowed
        assert all((ROOT / source).exists() for source in copied)

    def test_everything_the_site_imports_is_copied(self):
        copied = {source for argument in arguments_of("COPY") for source in argument.split()[:-1]}

        assert {"newsroom", "articles", "templates", "static", "manage.py", "requirements.txt"} <= copied

    def test_it_runs_as_somebody_without_rights(self):
        assert arguments_of("USER") == ["newsroom"]
        order = [instruction for instruction, _argument in INSTRUCTIONS]
        assert order.index("USER") < order.index("CMD")
        assert "useradd --system --uid 10001" in DOCKERFILE

    def test_what_it_runs_is_there(self):
        assert entry_exists(command_of(arguments_of("CMD")[0]))
        assert entry_exists(command_of(arguments_of("HEALTHCHECK")[0]))
        for command in re.findall(r"python (manage\.py \w+)", DOCKERFILE):
            assert (ROOT / command.split()[0]).is_file()

    def test_its_variables_are_read_and_its_folder_is_the_data_folder(self):
        named = dict(pair.split("=", 1) for argument in arguments_of("ENV") for pair in shlex.split(argument))

        assert {name for name in named if not name.startswith(("PYTHON", "PIP", "PATH"))} <= READ
        assert arguments_of("VOLUME") == [f"{named['DATA_DIR']}/media", f"{named['DATA_DIR']}/imports"]
        assert arguments_of("EXPOSE") == [named["PORT"]]

    def test_no_secret_stays_in_the_image(self):
        assert not [argument for argument in arguments_of("ENV") if "SECRET_KEY" in argument]
        assert not arguments_of("ARG")


class TestCompose:
    def test_the_services_are_the_site_its_migrations_and_a_pinned_database(self):
        assert set(SERVICES) == {"db", "migrate", "web", "worker"}
        assert re.fullmatch(r"postgres:18\.\d+-\w+", SERVICES["db"]["image"])
        assert set(COMPOSE["volumes"]) == {"database", "media", "imports"}

    @pytest.mark.parametrize("name", sorted(OURS))
    def test_every_variable_is_one_that_the_settings_read(self, name):
        assert set(OURS[name]["environment"]) <= READ

    def test_every_variable_of_the_settings_can_be_set_or_is_fixed_by_the_image(self):
        fixed = {"DATA_DIR", "PORT"}

        assert READ - fixed - {"DATABASE_OWNER_URL"} == set(OURS["web"]["environment"])

    def test_the_site_never_learns_the_owners_password(self):
        assert "DATABASE_OWNER_URL" not in OURS["web"]["environment"]
        assert OWNER in OURS["migrate"]["environment"]["DATABASE_OWNER_URL"]
        assert "OWNER_PASSWORD" not in str(OURS["web"]) + str(OURS["worker"])
        assert WEB in OURS["web"]["environment"]["DATABASE_URL"]

    def test_what_has_no_default_is_asked_for_with_a_hint(self):
        text = (ROOT / "docker-compose.yml").read_text()
        for name, rest in re.findall(r"\$\{(\w+)([^}]*)\}", text):
            assert rest.startswith((":-", ":?")), name
            assert not rest.startswith(":-") or "PASSWORD" not in name
            assert name in (ROOT / "docs" / "deploying.md").read_text()

    def test_commands_and_mounted_files_are_there(self):
        assert entry_exists(OURS["migrate"]["command"])
        assert entry_exists(OURS["worker"]["command"])
        assert OURS["worker"]["command"][-1] in get_commands()
        for volume in SERVICES["db"]["volumes"]:
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).is_file()
        # A worker stores the pictures of what moves in, and reads what was handed in.
        for name in ("web", "worker"):
            media, imports = arguments_of("VOLUME")
            assert OURS[name]["volumes"] == [f"media:{media}", f"imports:{imports}"]

    def test_each_waits_for_what_it_needs(self):
        assert SERVICES["migrate"]["depends_on"]["db"]["condition"] == "service_healthy"
        assert SERVICES["web"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
        assert SERVICES["worker"]["depends_on"] == SERVICES["web"]["depends_on"]
        assert SERVICES["worker"]["restart"] == "unless-stopped"
        assert SERVICES["migrate"]["restart"] == "no"
        assert (programs() / SERVICES["db"]["healthcheck"]["test"][1]).is_file()

    def test_the_site_is_open_to_this_machine_alone_at_the_port_of_the_image(self):
        (port,) = SERVICES["web"]["ports"]

        assert re.fullmatch(r"127\.0\.0\.1:\$\{PORT:-8000\}:8000", port)


def test_the_roles_script_makes_what_our_own_server_makes(tmp_path):
    """Run for real: the database it leaves is closed to everyone but the two roles."""
    with Server(tmp_path, lasting=False) as server:
        with server.connect() as connection:
            connection.execute("DROP DATABASE newsroom")
            connection.execute(f"DROP ROLE {OWNER}, {WEB}")
        subprocess.run(
            ["sh", "newsroom/roles.sh"],
            cwd=ROOT, check=True, timeout=60,
            env={
                "PATH": f"{programs()}:{os.environ['PATH']}", "PGHOST": str(server.socket_folder),
                "OWNER_PASSWORD": "it's $one", "WEB_PASSWORD": 'an"other\\',
            },
        )  # fmt: skip
        with server.connect("newsroom", WEB) as connection:
            row = connection.execute(
                "SELECT pg_get_userbyid(datdba), has_database_privilege(current_user, oid, 'TEMP'), "
                "has_database_privilege(current_user, oid, 'CREATE'), has_schema_privilege(current_user, 'public', "
                "'CREATE'), datacl::text LIKE '%{=%' FROM pg_database WHERE datname = current_database()"
            ).fetchone()

    assert row == (OWNER, False, False, False, False)


class TestNginx:
    """What is delivered for nginx; `python -m benchmarks.front` tries it with nginx itself."""

    text = (ROOT / "deploy" / "nginx.conf").read_text()
    directives = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)
    locations = dict(re.findall(r"location (?:= )?(/\S*) \{\n(.*?)\n    \}", directives, re.DOTALL))

    def test_nothing_older_than_a_page_allows_is_ever_shown(self):
        assert "use_stale" not in self.directives
        assert "proxy_cache_valid 200 1m;" in self.locations["/media/"]
        assert self.directives.count("proxy_cache_valid") == 1

    def test_the_desk_and_its_previews_are_never_kept_nor_is_anything_for_members(self):
        assert "proxy_cache" not in self.locations["/admin/"] + self.locations["/admin/moving-in/"]
        assert "proxy_cache" not in self.locations["/preview/"]
        assert "proxy_no_cache $newsroom_member" in self.locations["/"]
        (cookie,) = re.findall(r'"(.*?)" 1;\n.*?\n\}\nmap \$newsroom_member', self.directives)
        for name in ("session", "__Host-session"):
            assert re.search(cookie.removeprefix("~"), f"a=b; {name}=0")
        assert not re.search(cookie.removeprefix("~"), "a=session; nosession=1")

    def test_what_is_appended_to_an_articles_address_is_left_out_and_nothing_that_pages_read(self):
        (pattern,) = re.findall(r'"(~.*?)" \$newsroom_page', self.directives)
        parts = {"year": "2024", "month": "05", "day": "06", "slug": "the-bridge"}
        for name in ("article", "original", "parallel", "cite-bib", "cite-ris", "cite-json"):
            address = reverse(name, kwargs=parts)
            found = re.match(pattern.removeprefix("~").replace("(?<", "(?P<"), f"{address}?utm_source=x&page=/a/?b")
            assert found
            assert found["newsroom_page"] == address
        for address in (reverse("versions", kwargs=parts), "/", "/latest/", "/search/", "/archive/2024/05/"):
            assert not re.match(pattern.removeprefix("~").replace("(?<", "(?P<"), f"{address}?cursor=1")

    def test_a_purge_is_asked_for_where_it_says(self):
        address = "CDN_PURGE_URL=http://127.0.0.1:8081/purge"
        assert address in self.text
        assert address in (ROOT / "docs" / "deploying.md").read_text()
        assert "listen 127.0.0.1:8081;" in self.directives
        assert "/purge" in self.locations


def test_every_variable_is_documented():
    documented = set(
        re.findall(r"^\| `([A-Z_]+)`(?:, `([A-Z_]+)`)?", (ROOT / "docs" / "deploying.md").read_text(), re.M)
    )

    assert {name for names in documented for name in names if name} == READ


def test_every_direct_dependency_has_its_reason():
    reasons = (ROOT / "docs" / "dependencies.md").read_text()
    for lock in ("requirements.in", "requirements-s3.in", "requirements-dev.in"):
        for line in (ROOT / lock).read_text().splitlines():
            name = re.split(r"[<>=]", line)[0]
            if name and not name.startswith(("#", "-")):
                assert name in reasons


@pytest.mark.parametrize("name", ["requirements", "requirements-s3", "requirements-dev"])
def test_the_locks_hold_every_direct_dependency_with_hashes_and_no_address(name):
    lock = (ROOT / f"{name}.txt").read_text()
    pinned = re.findall(r"^([a-z0-9-]+)==[^ ]+", lock, re.MULTILINE)
    asked = [
        re.split(r"[<>=\[]", line)[0].lower()
        for line in (ROOT / f"{name}.in").read_text().splitlines()
        if line and not line.startswith(("#", "-"))
    ]

    assert set(asked) <= set(pinned)
    assert all("--hash=sha256:" in block for block in re.split(r"^(?=[a-z0-9-]+==)", lock, flags=re.MULTILINE)[1:])
    assert "://" not in lock
    assert "/" not in lock


def test_ci_runs_what_the_readme_names():
    assert (ROOT / ".ci" / "run").read_text().rstrip().endswith("exec make test")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_every_target_has_a_line_of_help():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) - {"setup-dev"}
    result = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)

    assert set(re.findall(r"^  make ([a-z-]+) ", result.stdout, re.MULTILINE)) == targets
