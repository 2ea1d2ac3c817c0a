"""Whether anything changed for readers: what a process remembers of their pages holds until then, and no longer.

Asking takes one short query over one connection, and works through a pooler and on a replica. Nobody counts versions:
whoever publishes waits for nobody.
"""

import logging
import threading
from time import monotonic
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

logger = logging.getLogger(__name__)

INTERVAL_SECONDS = 0.25
# What is visible to a look is remembered by nobody for longer than this after the look began. Readers are promised a
# second from the commit to the page; the rest is for sending it.
SURE_SECONDS = 0.9
# A server that has vanished from the network is given up within this.
CONNECT_SECONDS, UNANSWERED_MS = 2, 2_000

# A change is told by the transaction that made it, which may end long after others that began later: so the rows that
# count are those of transactions not older than the oldest that was running at the last look. What opened since then
# was written before, and told then: here its moment has come.
_LOOK = """
SELECT now.oldest, now.at, now.quarter, now.opened, change.id, change.xid, change.keys
FROM (
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest,
           statement_timestamp() AS at,
           floor(extract(epoch FROM statement_timestamp()) / 900)::bigint AS quarter,
           ARRAY(SELECT article_id FROM articles_listing
                 WHERE withdrawn_at IS NULL AND published_at > %s AND published_at <= statement_timestamp()) AS opened
) AS now
LEFT JOIN articles_publicchange AS change ON change.xid >= coalesce(%s, now.oldest) AND change.id <> ALL(%s::bigint[])
"""

# What is on every page.
EVERYTHING = frozenset({"site"})


class Watch:
    """What is new for readers, asked again and again: by a thread of its own once started, or by who calls `look`.

    `generation` grows whenever something is new: something public changed, a scheduled article's moment came by the
    database's clock, or a quarter of an hour began, since what pages say may depend on the day. What was read from the
    database after `generation` was read, and before anything new was seen, may be kept for as long as `generation`
    stays and `is_sure` holds.
    """

    def __init__(self, alias: str = DEFAULT_DB_ALIAS) -> None:
        self.alias = alias
        self.generation = 0
        # By the monotonic clock: until when what is remembered may be given to readers.
        self.sure_until = 0.0
        self._connection: BaseDatabaseWrapper | None = None
        self._is_in_contact = False
        # Whether the thread's last look found a database that answers; before the first, none has failed.
        self._is_answered = True
        # Of the last look: the oldest transaction then running, its moment and quarter of an hour, and what was seen
        # of transactions since that oldest one, by id.
        self._oldest: int | None = None
        self._at: Any = None
        self._quarter: int | None = None
        self._seen: dict[int, int] = {}
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._looked = threading.Condition()

    @property
    def is_sure(self) -> bool:
        """Whether the last look began so lately that no reader can yet expect more than it saw."""
        return monotonic() < self.sure_until

    def look(self) -> frozenset[str]:
        """Ask the database once; the keys of what is new ("article-12", "site"), of which there may be none.

        Raises django.db.Error where it doesn't answer. Then nothing is sure any more, and what was remembered is void;
        what changes meanwhile is told by the first look that succeeds.
        """
        began = monotonic()
        try:
            rows = self._ask()
        except Error:
            self.forget()
            raise
        oldest, at, quarter, opened = rows[0][:4]
        changes = [row[4:] for row in rows if row[4] is not None]
        is_first = self._oldest is None
        # Transactions are counted upwards for ever: this is another database than the last time, a restored one.
        is_another = self._oldest is not None and oldest < self._oldest
        keys = {key for _id, _xid, named in changes for key in named} | {f"article-{pk}" for pk in opened}
        told = {} if is_another else self._seen | {pk: xid for pk, xid, _named in changes}
        self._seen = {pk: xid for pk, xid in told.items() if xid >= oldest}
        if keys or is_another or quarter != self._quarter or not self._is_in_contact:
            self.generation += 1
        self._oldest, self._at, self._quarter, self._is_in_contact = oldest, at, quarter, True
        # Last: whoever finds this look sure finds its generation too.
        self.sure_until = began + SURE_SECONDS
        if is_another:
            return EVERYTHING
        # The first look learns where it stands: what lies before it is no news.
        return frozenset() if is_first else frozenset(keys)

    def _ask(self) -> list[Any]:
        connection = self._connection = self._connection or _own_connection(self.alias)
        try:
            with connection.cursor() as cursor:
                cursor.execute(_LOOK, [self._at, self._oldest, list(self._seen)])
                return cursor.fetchall()
        except Error:
            connection.close()
            raise

    def forget(self) -> None:
        """Nothing is sure until the next look that succeeds, and what was remembered before is void."""
        self.sure_until = 0.0
        self.generation += 1
        self._is_in_contact = False

    def close(self) -> None:
        """Forget everything, and leave the database."""
        self.forget()
        if self._connection:
            self._connection.close()
            self._connection = None

    # --- A thread of its own -------------------------------------------------------------------

    def start(self) -> None:
        """Look four times a second, in a thread that ends with the process. To be called after a fork, never before."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._go_on, name="watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and its connection. From then on nothing is sure."""
        self._stopping.set()
        if self._thread:
            self._thread.join()
            self._thread = None

    @property
    def is_running(self) -> bool:
        return self._thread is not None

    def wait_until_sure(self, seconds: float) -> bool:
        """`is_sure`, waited for while the database answers and this process merely had no time to ask."""
        with self._looked:
            self._looked.wait_for(lambda: self.is_sure or not self._is_answered, timeout=seconds)
        return self.is_sure

    def _go_on(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
                is_well = True
            except Error as error:
                is_well = False
                if self._is_answered:
                    logger.warning(
                        "The database doesn't answer: nothing is shown from memory (%s)", type(error).__name__
                    )
            with self._looked:
                self._is_answered = is_well
                self._looked.notify_all()
            self._stopping.wait(INTERVAL_SECONDS)
        self.close()


def _own_connection(alias: str) -> BaseDatabaseWrapper:
    """A connection to the database `alias` for whoever watches: outside of any pool, and quick to give up."""
    connection = connections.create_connection(alias)
    options = {name: value for name, value in connection.settings_dict["OPTIONS"].items() if name != "pool"}
    own = {"connect_timeout": CONNECT_SECONDS, "tcp_user_timeout": UNANSWERED_MS, "keepalives_idle": 1}
    connection.settings_dict = connection.settings_dict | {"OPTIONS": options | own}
    connection.ensure_connection()
    # The first one in a process asks for the numbers of PostgreSQL's types by way of the thread's ordinary connection.
    if not connections[alias].in_atomic_block:
        connections[alias].close()
    return connection


# The one of this process, for what is remembered of readers' pages. Until it is started, nothing is sure.
watch = Watch()
