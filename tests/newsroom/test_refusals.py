"""A form without its token: who answers, and what is written down of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from newsroom.refusals import csrf_failure

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/latest/", "/search/?q=secret", "/", "/healthz", "/media/photos/a.png"])
def test_the_site_refuses_without_a_word_of_the_desk(path: str) -> None:
    response = Client(enforce_csrf_checks=True).post(path)

    assert response.status_code == 403
    assert f"/{settings.ADMIN_PATH}/" not in response.content.decode()
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.django_db
def test_the_desk_refuses_as_the_desk() -> None:
    response = Client(enforce_csrf_checks=True).post(f"/{settings.ADMIN_PATH}/login/")

    assert response.status_code == 403
    assert response.headers["Cache-Control"] == "private, no-store"
    assert f"/{settings.ADMIN_PATH}/" in response.content.decode()


@pytest.mark.django_db
def test_a_site_without_a_desk_refuses_as_the_site(settings) -> None:  # type: ignore[no-untyped-def]
    settings.SERVE = "site"

    response = Client(enforce_csrf_checks=True).post(f"/{settings.ADMIN_PATH}/login/")

    assert response.status_code == 403
    assert f"/{settings.ADMIN_PATH}/" not in response.content.decode()


@pytest.mark.parametrize("serve", ["site", "both"])
def test_a_refusal_by_the_site_needs_no_database(serve: str, settings) -> None:  # type: ignore[no-untyped-def]
    """The test has no access to one: a query would fail it."""
    settings.SERVE = serve

    assert csrf_failure(RequestFactory().post("/latest/")).status_code == 403


@pytest.mark.parametrize("name", ["django.security.csrf", "django.security.DisallowedHost"])
def test_what_a_stranger_sent_is_written_down_nowhere(name: str, tmp_path: Path) -> None:
    """In a process of its own: pytest listens to every logger."""
    program = f"import django, logging; django.setup(); logging.getLogger({name!r}).error('secret')"
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "newsroom.settings"},
    )  # fmt: skip

    assert (result.stdout, result.stderr) == ("", "")
