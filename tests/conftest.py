"""What every test may ask for.

Tests run on a PostgreSQL of their own, in var/tests, never on the newsroom that `make run` serves. They come in as the
web role, which may not change what is immutable. Everything that migrations make (groups, wordings, the publication) is
there from the start.

    db, or @pytest.mark.django_db
        The usual: the test runs in a transaction that is rolled back.
    committed_db
        A database of the test's own, thrown away afterwards (some 0.2 s): for threads, real commits and all below.
        Alone: never together with `db` or `django_db`. Threads close their connections (`connections.close_all()`).
    owner_connection, superuser_connection, web_connection
        Plain psycopg connections (autocommit) to that database, to try SQL as that role.
    live_site
        The real site under gunicorn on that database: `live_site.url`, and `live_site.sign_in(page, member)`, which
        spares the form. Rows made by the test through the ORM, and pictures it stores, are there at once.
    page, phone
        A Chromium page (desk-sized, phone-sized) with live_site as its base: `page.goto("/")`.
    new_page
        Makes more of them: `new_page(java_script_enabled=False, color_scheme="dark")`.
    browser
        The Chromium itself, for one worker's whole session.

A page fails its test when the site breaks its own content security policy, a script throws, or anything is asked of
another host. Passwords set in tests are hashed quickly, in a way that the real site reads too. Warnings are errors.

TEST_DATABASE_URL=postgresql://superuser:password@host/postgres runs the tests on another server (15 or newer).
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Before Django reads its settings: what a developer's shell says about a newsroom must not reach the tests.
for name in (
    "ADMIN_PATH", "ALLOWED_HOSTS", "CDN_PURGE_URL", "DATABASE_OWNER_URL", "DATABASE_POOLED", "DATABASE_URL", "DEBUG",
    "EMAIL_URL", "PAGE_CACHE_MB", "PORT", "SECRET_KEY", "SERVE", "SITE_LANGUAGE", "SITE_NAME", "SITE_URL",
    "STORAGE_URL", "TIME_ZONE",
):  # fmt: skip
    os.environ.pop(name, None)
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
os.environ["DATA_DIR"] = str(ROOT / "var" / "tests")
os.environ["SECRET_KEY"] = "for-tests-alone-0123456789-abcdefghijklmnopqrstuvwxyz"

import django  # noqa: E402
import pytest  # noqa: E402

from tests.cluster import use_other_server  # noqa: E402

use_other_server()
# The fixtures' modules name models, and they are read before pytest gets to setting Django up.
django.setup()

pytest_plugins = ["tests.fixtures.databases", "tests.fixtures.surroundings", "tests.fixtures.browsers"]

# What takes longest begins first: of several processes none is left alone with one of these at the end.
HEAVY = (
    "test_serve.py", "test_keeping.py", "test_in_a_browser.py", "test_in_browser.py", "test_immutability.py",
    "test_workbench.py", "test_ntrex.py", "test_review_in_browser.py", "test_a_story_from_end_to_end.py",
    "test_cut_off.py", "test_findings.py", "test_stale_save.py", "test_names_in_browser.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: HEAVY.index(item.path.name) if item.path.name in HEAVY else len(HEAVY))
