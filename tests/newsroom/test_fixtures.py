"""The fixtures that every other test stands on."""

import threading

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection, connections


@pytest.mark.django_db
def test_tests_come_in_as_the_web_role_with_what_migrations_made():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, lower('É')")
        assert cursor.fetchone() == ("newsroom_web", "é")

    assert set(Group.objects.values_list("name", flat=True)) == {
        "Translators", "Editors", "Publishers", "Administrators",
    }  # fmt: skip


@pytest.mark.parametrize("once_more", [1, 2])
def test_a_committed_database_is_fresh_each_time_and_seen_by_threads(committed_db, once_more):
    get_user_model().objects.create(username="samar")
    seen = []

    def look() -> None:
        seen.append(get_user_model().objects.count())
        connections.close_all()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()

    assert seen == [1]


def test_each_role_has_a_connection_to_try_sql_with(owner_connection, web_connection, superuser_connection):
    def who(connection: psycopg.Connection) -> tuple:
        return connection.execute("SELECT current_user, current_setting('is_superuser')").fetchone()

    assert who(owner_connection) == ("newsroom_owner", "off")
    assert who(web_connection) == ("newsroom_web", "off")
    assert who(superuser_connection)[1] == "on"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE t (i int)",
        "CREATE TEMP TABLE t (i int)",
        "TRUNCATE articles_article CASCADE",
        "DROP TABLE articles_story",
    ],
)
def test_the_web_role_makes_and_drops_nothing(web_connection, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web_connection.execute(statement)


def test_the_live_site_answers_a_browser(page, phone, live_site):
    assert page.goto("/healthz").status == 200
    assert phone.goto("/readyz").status == 200
    assert phone.viewport_size["width"] < page.viewport_size["width"]
