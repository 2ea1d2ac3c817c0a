"""What the environment says is taken, or refused in one line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HTTPS = {"SITE_URL": "https://news.example.org"}
WEB_URL = "postgresql://web:secret-word@db/newsroom"


def manage(tmp_path: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` in a shell where only `variables` are set."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data")} | variables
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def settings_with(tmp_path: Path, names: str, **variables: str) -> dict:
    """The settings `names` as the project reads them when `variables` are set."""
    program = (
        "import json, sys; from newsroom import settings; "
        "print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))"
    )
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data")} | variables
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *names.split()],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return json.loads(result.stdout)


BAD = [
    ({"DEBUG": "flase"}, "DEBUG is 'flase': write true or false."),
    ({"DEBUG": "true"} | HTTPS, "DEBUG is true on a public site"),
    ({"SERVE": "all"}, "write one of site, desk, both"),
    ({"PAGE_CACHE_MB": "-1"}, "write a number of MiB from 0 to 4096"),
    ({"PORT": "80a"}, "write a number from 1 to 65535"),
    ({"PORT": "0"}, "write a number from 1 to 65535"),
    ({"PORT": "70000"}, "write a number from 1 to 65535"),
    ({"SITE_URL": "news.example.org"}, "write it like https://"),
    ({"SITE_URL": "http://news.example.org"}, "http is for this machine only"),
    ({"SITE_URL": "https://news.example.org/paper"}, "write it like https://"),
    ({"SITE_URL": "https://news.example.org?a=b"}, "write it like https://"),
    ({"SITE_URL": "https://me:pass@news.example.org"}, "write it like https://"),
    ({"SITE_URL": "https://news.example.org:port"}, "write it like https://"),
    ({"SITE_URL": "https://news example.org"}, "write it like https://"),
    ({"SITE_URL": "https://[::1"}, "write it like https://"),
    ({"ALLOWED_HOSTS": "https://news.example.org"}, "write host names alone"),
    ({"ALLOWED_HOSTS": "news.example.org:443"}, "write host names alone"),
    ({"ALLOWED_HOSTS": "*"}, "write host names alone"),
    ({"SECRET_KEY": "short"}, "at least 50 random characters"),
    ({"SECRET_KEY": "a" * 80}, "at least 50 random characters"),
    ({"ADMIN_PATH": "de sk"}, "write letters, digits"),
    ({"ADMIN_PATH": "../desk"}, "write letters, digits"),
    ({"ADMIN_PATH": "search"}, "readers' pages are there"),
    ({"ADMIN_PATH": "2026/desk"}, "readers' pages are there"),
    ({"SITE_NAME": "two\nlines"}, "one line"),
    ({"SITE_NAME": "n" * 121}, "one line"),
    ({"SITE_LANGUAGE": "English"}, "write a language tag"),
    ({"SITE_LANGUAGE": "e"}, "write a language tag"),
    ({"SITE_LANGUAGE": "pt-br"}, "SITE_LANGUAGE is 'pt-br': write a language tag like en, pt-BR or zh-Hant."),
    ({"SITE_LANGUAGE": "de-1996"}, "write a language tag"),
    ({"TIME_ZONE": "Beirut"}, "write one like Asia/Beirut"),
    ({"TIME_ZONE": "Asia"}, "write one like Asia/Beirut"),
    ({"TIME_ZONE": "../../etc/passwd"}, "write one like Asia/Beirut"),
    ({"EMAIL_URL": "mail.example.org"}, "EMAIL_URL can't be read"),
    ({"EMAIL_URL": "smtp://"}, "EMAIL_URL can't be read"),
    ({"EMAIL_URL": "smtps://mail.example.org:mail"}, "EMAIL_URL can't be read"),
    ({"EMAIL_URL": "smtp://me:pass@mail.example.org"}, "sends a password unencrypted"),
    ({"STORAGE_URL": "https://k:s@s3.example.org/pictures"}, "STORAGE_URL can't be read"),
    ({"STORAGE_URL": "s3://s3.example.org/pictures"}, "STORAGE_URL can't be read"),
    ({"STORAGE_URL": "s3+http://k:s@s3.example.org/pictures"}, "STORAGE_URL can't be read"),
    ({"STORAGE_URL": "s3://k:s@s3.example.org/"}, "STORAGE_URL can't be read"),
    ({"STORAGE_URL": "s3://k:s@s3.example.org/pictures?acl=public"}, "STORAGE_URL can't be read"),
    ({"STORAGE_URL": "s3://k:s@s3.example.org/pictures?public=http://p.example"}, "STORAGE_URL can't be read"),
    ({"CDN_PURGE_URL": "api.fastly.com/service/1/purge"}, "CDN_PURGE_URL can't be read"),
    ({"CDN_PURGE_URL": "http://Fastly-Key:secret-word@api.fastly.com/"}, "http: for this machine or a private network"),
    ({"CDN_PURGE_URL": "https://secret-word@cdn.example.org/"}, "CDN_PURGE_URL can't be read"),
    ({"CDN_PURGE_URL": "https://A%0d%0aB:secret-word@cdn.example.org/"}, "CDN_PURGE_URL can't be read"),
    ({"CDN_PURGE_URL": "http://varnish/ https://cdn.example.org/#tags=false"}, "CDN_PURGE_URL can't be read"),
    ({"DATABASE_URL": "mysql://root@localhost/news"}, "DATABASE_URL doesn't name a PostgreSQL database"),
    ({"DATABASE_URL": "sqlite:///news.db"}, "DATABASE_URL doesn't name a PostgreSQL database"),
    ({"DATABASE_URL": "newsroom"}, "DATABASE_URL doesn't name a PostgreSQL database"),
    ({"DATABASE_URL": "postgresql://web:secret-word@db"}, "DATABASE_URL names no database"),
    ({"DATABASE_URL": "postgresql://web:secret-word@db:port/newsroom"}, "DATABASE_URL can't be read"),
    ({"DATABASE_URL": WEB_URL, "DATABASE_OWNER_URL": "oracle://owner@db/newsroom"}, "DATABASE_OWNER_URL doesn't name"),
    ({"DATABASE_OWNER_URL": WEB_URL}, "DATABASE_OWNER_URL is set without DATABASE_URL"),
    ({"DATABASE_URL": WEB_URL, "DATABASE_POOLED": "yes"}, "DATABASE_POOLED is 'yes': write true or false."),
    ({"DATA_DIR": "/dev/null"}, "DATA_DIR is '/dev/null', which can't be used"),
    ({"DATA_DIR": "/proc/newsroom"}, "DATA_DIR is '/proc/newsroom', which can't be used"),
]


# Runs `manage.py check` once for each set of variables: everything but the settings is read before, and once.
CHECK_EACH = """
import json, os, sys, tempfile
import manage, newsroom.environment, django.core.checks, django.contrib.staticfiles, whitenoise.middleware
answers = []
for variables in json.load(sys.stdin):
    with tempfile.TemporaryFile() as said:
        if not (child := os.fork()):
            os.environ.update(variables)
            os.dup2(said.fileno(), 2)
            manage.main(["manage.py", "check"])
            os._exit(0)
        _, ended = os.waitpid(child, 0)
        said.seek(0)
        answers.append([os.waitstatus_to_exitcode(ended), said.read().decode()])
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[int, str]]:
    """How `manage.py check` ends in a shell with each of the bad values, and what it says."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path_factory.mktemp("bad") / "data")}
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", CHECK_EACH],
        cwd=ROOT, env=environment, input=json.dumps([variables for variables, _said in BAD]),
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return [(code, said) for code, said in json.loads(result.stdout)]


@pytest.mark.parametrize("case", range(len(BAD)), ids=[" ".join(f"{n}={v:.30}" for n, v in b.items()) for b, _ in BAD])
def test_a_bad_value_is_refused_in_one_line(refusals: list[tuple[int, str]], case: int) -> None:
    code, told = refusals[case]

    assert code == 2
    assert BAD[case][1] in told
    assert told.count("\n") == 1
    assert "secret-word" not in told


@pytest.mark.parametrize("program", [("-m", "newsroom.serve"), ("-m", "newsroom.health"), ("-m", "gunicorn")])
def test_every_program_of_ours_refuses_it_so(tmp_path, program):
    arguments = ["--config", "python:newsroom.gunicorn_conf", "newsroom.wsgi"] if "gunicorn" in program else []
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DEBUG": "perhaps"}

    result = subprocess.run(
        [sys.executable, *program, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )

    assert result.returncode == 2
    assert result.stderr == "newsroom: DEBUG is 'perhaps': write true or false.\n"


def test_without_variables_it_serves_this_machine(tmp_path):
    found = settings_with(
        tmp_path, "SITE_URL ALLOWED_HOSTS DEBUG SECURE SERVE ADMIN_PATH SESSION_COOKIE_SECURE MAILERS"
    )

    assert found == {
        "SITE_URL": "http://localhost:8000",
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
        "DEBUG": False,
        "SECURE": False,
        "SERVE": "both",
        "ADMIN_PATH": "admin",
        "SESSION_COOKIE_SECURE": False,
        "MAILERS": {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}},
    }


def test_an_empty_variable_is_as_good_as_none(tmp_path):
    names = "DEBUG SERVE ADMIN_PATH SITE_URL SITE_NAME SITE_LANGUAGE TIME_ZONE ALLOWED_HOSTS MAILERS PORT DATABASES"
    names += " STORAGES CDN_PURGES"
    empty = dict.fromkeys(
        [
            "DEBUG",
            "SERVE",
            "ADMIN_PATH",
            "SITE_URL",
            "SITE_NAME",
            "SITE_LANGUAGE",
            "TIME_ZONE",
            "EMAIL_URL",
            "PORT",
            "STORAGE_URL",
            "CDN_PURGE_URL",
        ],
        "",
    )

    assert settings_with(tmp_path, names, **empty) == settings_with(tmp_path, names)


def test_pictures_may_lie_elsewhere_and_be_shown_from_there_alone(tmp_path):
    url = "s3://AK%2F1:S%40C@s3.example.org/pictures?region=eu-1&public=https://p.example.org/x/"

    found = settings_with(tmp_path, "STORAGES SECURE_CSP DESK_CSP", STORAGE_URL=url)

    assert found["STORAGES"]["default"] == {
        "BACKEND": "newsroom.bucket.Bucket",
        "OPTIONS": {
            "access_key": "AK/1", "secret_key": "S@C", "bucket_name": "pictures", "region_name": "eu-1",
            "endpoint_url": "https://s3.example.org", "custom_domain": "p.example.org/x", "url_protocol": "https:",
        },
    }  # fmt: skip
    assert found["SECURE_CSP"]["img-src"] == ["'self'", "https://p.example.org"]
    assert found["DESK_CSP"]["img-src"] == ["'self'", "https://p.example.org", "data:"]


def test_each_cache_in_front_is_told_in_its_own_way(tmp_path):
    urls = (
        "purge+http://10.1.2.3:6081 https://Authorization:Bearer%20T%40K@api.example.com/zones/1#purge_everything=true"
    )

    near, far = settings_with(tmp_path, "CDN_PURGES", CDN_PURGE_URL=urls)["CDN_PURGES"]

    assert near == {
        "method": "PURGE",
        "url": "http://10.1.2.3:6081/",
        "headers": {},
        "member": "surrogate_keys",
        "takes_all": False,
    }
    assert far == {
        "method": "POST",
        "url": "https://api.example.com/zones/1",
        "headers": {"Authorization": "Bearer T@K"},
        "member": "purge_everything",
        "takes_all": True,
    }


def test_https_turns_on_what_keeps_readers_safe(tmp_path):
    found = settings_with(
        tmp_path,
        "ALLOWED_HOSTS SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS",
        **HTTPS,
    )

    assert found["ALLOWED_HOSTS"] == ["news.example.org"]
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is found["SECURE_SSL_REDIRECT"] is True
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp+tls://me:p%40ss@mail.example.org:587", ("mail.example.org", 587, "me", "p@ss", True, False)),
        ("smtps://mail.example.org", ("mail.example.org", None, "", "", False, True)),
        ("smtp://localhost", ("localhost", None, "", "", False, False)),
    ],
)
def test_email_leaves_as_its_url_says(tmp_path, url, expected):
    options = settings_with(tmp_path, "MAILERS", EMAIL_URL=url)["MAILERS"]["default"]["OPTIONS"]

    assert tuple(options[name] for name in ("host", "port", "username", "password", "use_tls", "use_ssl")) == expected


def test_two_databases_are_two_roles(tmp_path):
    owner_url = "postgresql://owner:other%2Fword@db:5433/newsroom"
    found = settings_with(tmp_path, "DATABASES", DATABASE_URL=WEB_URL, DATABASE_OWNER_URL=owner_url)["DATABASES"]

    assert (found["default"]["USER"], found["owner"]["USER"]) == ("web", "owner")
    assert (found["owner"]["PASSWORD"], found["owner"]["PORT"]) == ("other/word", 5433)
    assert found["default"]["CONN_MAX_AGE"] == 600
    assert found["default"]["CONN_HEALTH_CHECKS"] is True


def test_the_owner_is_the_web_role_unless_it_is_named(tmp_path):
    found = settings_with(tmp_path, "DATABASES", DATABASE_URL=WEB_URL, DATABASE_POOLED="true")["DATABASES"]

    assert found["owner"] == found["default"]
    assert found["default"]["DISABLE_SERVER_SIDE_CURSORS"] is True


def test_the_secret_key_is_made_once_and_private(tmp_path):
    first, second = (settings_with(tmp_path, "SECRET_KEY")["SECRET_KEY"] for _ in range(2))

    assert first == second
    assert len(first) >= 50
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o077 == 0


def test_nothing_is_amiss_with_a_public_site(tmp_path):
    result = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **HTTPS)

    assert result.returncode == 0, result.stderr


def test_a_database_that_does_not_answer_is_named_in_one_line(tmp_path):
    result = manage(tmp_path, "showmigrations", DATABASE_URL="postgresql://web:secret-word@127.0.0.1:9/newsroom")

    assert result.returncode == 2
    assert result.stderr.startswith("newsroom: DATABASE_URL: the database doesn't answer: ")
    assert result.stderr.count("\n") == 1
    assert "secret-word" not in result.stderr
