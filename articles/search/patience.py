"""How long a search may take, so that others get their turn."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled


class SearchTooLongError(Exception):
    """A search that the database gave up."""


@contextmanager
def limited_patience(milliseconds: int) -> Iterator[None]:
    """Within, no statement takes longer than `milliseconds`, and nothing is written.

    Raises SearchTooLongError where one would.
    """
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                # In a small archive the planner would rather read every vector than ask the index: it takes reading a
                # long one for as cheap as reading a number.
                cursor.execute(
                    "SELECT set_config('statement_timeout', %s, true), set_config('enable_seqscan', 'off', true)",
                    [f"{milliseconds}ms"],
                )
            yield
            # Going back takes the limits back too, should this be part of something larger.
            transaction.set_rollback(True)
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise SearchTooLongError from error
        raise
