"""The database as processes that serve use it: how many connections it has room for, and one that it ended."""

import pytest
from django.db import connection
from psycopg import sql

from newsroom.database import fits_the_server
from newsroom.identity import DatabaseUnavailable


def test_more_connections_than_the_server_has_room_for_are_refused_in_one_sentence(committed_db, superuser_connection):
    fits_the_server(processes=3, threads=4)
    limit = sql.SQL("ALTER DATABASE {} CONNECTION LIMIT 21").format(sql.Identifier(committed_db))
    superuser_connection.execute(limit)

    with pytest.raises(DatabaseUnavailable) as refused:
        fits_the_server(processes=3, threads=4)

    assert "room for 21 connections" in str(refused.value)
    assert "keep up to 22" in str(refused.value)


def test_a_connection_that_the_server_ended_is_made_anew_with_the_next_request(committed_db, superuser_connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (ended,) = cursor.fetchone()
    stands = connection.is_usable()
    superuser_connection.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])

    connection.health_check_done = False
    connection.close_if_health_check_failed()

    assert stands
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (ended,)
