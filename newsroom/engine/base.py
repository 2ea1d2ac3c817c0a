"""Django's PostgreSQL, but for how it finds out whether a connection that was kept still stands."""

import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Whether the connection stands: a server that ends one says so, and nothing else waits in an idle one.

        In a transaction that failed it answers nothing, and isn't usable either.
        """
        connection: Any = self.connection
        if connection is None or connection.closed or connection.info.transaction_status == TransactionStatus.INERROR:
            return False
        waiting = select.poll()
        waiting.register(connection.fileno(), select.POLLIN)
        return not waiting.poll(0)
