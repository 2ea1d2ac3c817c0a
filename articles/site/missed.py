"""What readers ask for in vain, counted: the path alone, and nothing of who asked.

Each process counts in memory and writes it down every ten seconds at most. What is counted is bounded everywhere, so
that a flood of made-up addresses costs the table and the readers nothing.
"""

import re
from collections import Counter
from threading import Lock
from time import monotonic

from django.db import DatabaseError, connection, transaction

from articles.models.days import publication_day

SECONDS = 10.0
MOST_AT_ONCE = 500
MOST_KEPT = 10_000
# A database that is slower than this has better things to do.
PATIENCE = "500ms"
# "missed" in ASCII: one process at a time writes down its counts, so that the table keeps its bound.
LOCK = 0x6D6973736564
# What only machines ask for, in search of other people's mistakes or of pictures for a browser's tabs; and what may
# name a person.
_NOISE = re.compile(
    r"@|/\.|\.(?:php[0-9]?|cgi|env|git|sql|bak|old|orig|swp|ini|ya?ml|log|zip|t?gz|tar|rar|7z|exe|sh|map)(?:/|$)"
    r"|^/(?:wp-(?!content/uploads/)|xmlrpc|cgi-bin|phpmyadmin|pma|mysql|adminer|administrator|vendor|node_modules"
    r"|actuator|solr|boaform|hnap1|owa|autodiscover|_ignition|telescope|server-status|favicon|apple-touch-icon"
    r"|browserconfig|ads\.txt|app-ads\.txt|humans\.txt)"
    r"|/(?:wp-(?:login|admin|includes|json|config)|wlwmanifest)"
)
_UPSERT = """
    INSERT INTO articles_missedaddress AS kept (path, times, last_on, is_dismissed)
    SELECT path, times, %s, false
    FROM unnest(%s::text[], %s::bigint[]) WITH ORDINALITY AS asked(path, times, place)
    WHERE place + (SELECT count(*) FROM articles_missedaddress) <= %s
       OR EXISTS (SELECT FROM articles_missedaddress AS known WHERE known.path = asked.path)
    ORDER BY path
    ON CONFLICT (path) DO UPDATE SET
        times = least(kept.times::bigint + excluded.times, 2147483647),
        last_on = greatest(kept.last_on, excluded.last_on)
"""

_lock = Lock()
_counts: Counter[str] = Counter()
_written_at = monotonic()


def note(path: str) -> None:
    """Count that `path`, as `address_key` makes it, was asked for in vain; writes down what is due."""
    global _written_at
    if not path or _NOISE.search(path):
        return
    with _lock:
        _count({path: 1})
        # Within somebody else's transaction it would stand or fall with that, and hold its locks as long.
        if monotonic() - _written_at < SECONDS or connection.in_atomic_block:
            return
        _written_at = monotonic()
    write_down()


def write_down() -> None:
    """Add what this process counted to the table. What can't be written is kept for the next time."""
    with _lock:
        counts = dict(_counts)
        _counts.clear()
    if not counts:
        return
    try:
        is_written = _write(counts)
    except DatabaseError:
        is_written = False
    if not is_written:
        with _lock:
            _count(counts)


def _count(counts: dict[str, int]) -> None:
    for path, times in counts.items():
        if path in _counts or len(_counts) < MOST_AT_ONCE:
            _counts[path] += times


@transaction.atomic
def _write(counts: dict[str, int]) -> bool:
    """False when another process is writing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('synchronous_commit', 'off', true), set_config('statement_timeout', %s, true),"
            " pg_try_advisory_xact_lock(%s)",
            [PATIENCE, LOCK],
        )
        if not cursor.fetchone()[2]:
            return False
        cursor.execute(_UPSERT, [publication_day(), list(counts), list(counts.values()), MOST_KEPT])
    return True
