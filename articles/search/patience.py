"""How long a search may take, so that others get their turn."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

# In a small archive the planner would rather read every vector than ask the index: it takes reading a long one for as
# cheap as reading a number.
_LIMITS = "SELECT set_config('statement_timeout', '{}ms', true), set_config('enable_seqscan', 'off', true)"
_each: ContextVar[int] = ContextVar("_each", default=0)


class SearchTooLongError(Exception):
    """A search that the database gave up."""


@contextmanager
def limited_patience(milliseconds: int) -> Iterator[None]:
    """Within, no statement takes longer than `milliseconds`, and nothing is written.

    Raises SearchTooLongError where one would.
    """
    with _given_up(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LIMITS.format(milliseconds))
        yield
        # Going back takes the limits back too, should this be part of something larger.
        transaction.set_rollback(True)


@contextmanager
def patience_for_each(milliseconds: int) -> Iterator[None]:
    """Within, no statement that `rows` makes takes longer than `milliseconds`. Others are not limited.

    As `limited_patience`, but without a transaction around them all: three statements less for a search of three.
    """
    if connection.in_atomic_block:
        with limited_patience(milliseconds):
            yield
        return
    before = _each.set(milliseconds)
    try:
        with _given_up():
            yield
    finally:
        _each.reset(before)


def rows(statement: str, values: Mapping[str, Any] | Sequence[Any]) -> list[tuple[Any, ...]]:
    """What `statement` answers, within the patience that there is."""
    limit = _each.get()
    with connection.cursor() as cursor:
        # Sent together they are one transaction, so the limits end with them, whoever pools the connection.
        cursor.execute(f"{_LIMITS.format(limit)};\n{statement}" if limit else statement, values)
        if limit:
            cursor.nextset()
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


@contextmanager
def _given_up() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise SearchTooLongError from error
        raise
