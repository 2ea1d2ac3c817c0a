"""The record holds against the web role and a hurried shell alike.

One database for all that is refused: what comes of an attempt that isn't, the tests after it fail on as well.
"""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from articles import workflow
from articles.models import Correction
from newsroom.postgres import OWNER, WEB
from tests.factories import make_administrator, make_editor, make_published
from tests.fixtures.databases import Databases, own_database

RECORD = (
    "articles_edition",
    "articles_editionoriginal",
    "articles_workflowevent",
    "articles_correction",
    "articles_redaction",
)
CHANGES = ["UPDATE {} SET id = id", "DELETE FROM {}"]


@pytest.fixture(scope="module")
def record(databases: Databases, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database with at least one row of each kind."""
    with own_database(databases, django_db_blocker) as name:
        article, editor = make_published(), make_editor()
        article.standfirst = "After 13 months of work."
        article.save()
        workflow.reissue(article, by=editor, correction=Correction(kind="our-error", text="13, not 14."))
        edition = article.editions.get(number=1)
        workflow.redact(edition, what="originals.1.byline", by=make_administrator(), reason="Danger")
        yield name


@pytest.fixture
def owner_connection(databases: Databases, record: str) -> Iterator[psycopg.Connection[Any]]:
    with databases.cluster.connect(OWNER, record) as connected:
        yield connected


@pytest.fixture
def web_connection(databases: Databases, record: str) -> Iterator[psycopg.Connection[Any]]:
    with databases.cluster.connect(WEB, record) as connected:
        yield connected


@pytest.fixture
def superuser_connection(databases: Databases, record: str) -> Iterator[psycopg.Connection[Any]]:
    with databases.cluster.connect(None, record) as connected:
        yield connected


def count(connected: psycopg.Connection[Any], table: str) -> int:
    row = connected.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("table", RECORD)
@pytest.mark.parametrize("change", [*CHANGES, "TRUNCATE {} CASCADE"])
def test_the_web_role_is_not_granted_it(web_connection: psycopg.Connection[Any], table: str, change: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web_connection.execute(change.format(table))

    assert count(web_connection, table) > 0


@pytest.mark.parametrize("table", RECORD)
@pytest.mark.parametrize("change", [*CHANGES, "TRUNCATE {} CASCADE"])
def test_the_database_refuses_its_owner_too(owner_connection: psycopg.Connection[Any], table: str, change: str) -> None:
    with pytest.raises(psycopg.errors.RestrictViolation, match="never changed or deleted"):
        owner_connection.execute(change.format(table))

    assert count(owner_connection, table) > 0


@pytest.mark.parametrize("table", RECORD)
@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_a_superuser_too(
    superuser_connection: psycopg.Connection[Any], table: str, change: str
) -> None:
    with pytest.raises(psycopg.errors.RestrictViolation, match="never changed or deleted"):
        superuser_connection.execute(change.format(table))


def test_a_forged_log_of_a_redaction_opens_nothing(owner_connection: psycopg.Connection[Any]) -> None:
    forge = """INSERT INTO articles_redaction (edition_id, field, by_id, reason, at, transaction)
               SELECT edition_id, field, by_id, reason, at, pg_current_xact_id()::text
               FROM articles_redaction LIMIT 1"""

    with pytest.raises(psycopg.errors.RestrictViolation, match="never changed or deleted"):
        # One transaction: the statements of one call are.
        owner_connection.execute(f"{forge}; UPDATE articles_edition SET headline = 'forged'")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE x (id int)",
        "ALTER TABLE articles_article ADD COLUMN x int",
        "DROP TRIGGER edition_is_immutable ON articles_edition",
        "DROP TABLE articles_listing",
        "TRUNCATE articles_article CASCADE",
        "CREATE FUNCTION x() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SET session_replication_role = replica",
        """INSERT INTO articles_redaction (edition_id, field, by_id, reason, at, transaction)
           VALUES (1, 'body', 1, 'x', now(), pg_current_xact_id()::text)""",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('articles', 'x', now())",
        "INSERT INTO articles_publicchange (at, xid, keys) VALUES (now(), 1, '{site}')",
        "SELECT articles_tell_readers('{site}')",
    ],
)
def test_the_web_role_changes_no_rule(web_connection: psycopg.Connection[Any], statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web_connection.execute(statement)


def test_a_status_without_a_step_is_refused_in_a_shell(superuser_connection: psycopg.Connection[Any]) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="status changes through the workflow"):
        superuser_connection.execute("UPDATE articles_article SET status = 'draft'")


def test_an_article_born_published_is_refused(owner_connection: psycopg.Connection[Any]) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="status changes through the workflow"):
        owner_connection.execute(
            "INSERT INTO articles_article (headline, slug, standfirst, body, editors_note, language, genre, adaptation,"
            " photo_alt, photo_caption, photo_credit, status, developing, versions_shown, origin, published_at,"
            " address_date, revision, text_revision, created_at, updated_at) VALUES ('x', 'x', '', '', '', 'en',"
            " 'news', 'full', '', '', '', 'published', false, true, 'desk', now(), now(), 1, 1, now(), now())"
        )


def test_django_itself_comes_in_as_the_web_role(committed_db: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, usesuper FROM pg_user WHERE usename = current_user")
        name, is_superuser = cursor.fetchone()

    assert (name, is_superuser) == (connection.settings_dict["USER"], False)
    assert "web" in name


def test_every_migration_of_ours_goes_back_and_forth(committed_db: str) -> None:
    call_command("migrate", "articles", "zero", verbosity=0)

    call_command("migrate", verbosity=0)

    make_published()
