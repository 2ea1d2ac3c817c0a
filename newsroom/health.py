"""Whether this process lives (/healthz) and whether it can serve (/readyz).

`python -m newsroom.health` asks the site on this machine the second question: for a container's health check.
"""

import sys
from functools import cache as kept
from http.client import HTTPConnection

from django.core.cache import cache
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsroom.startup import plain_refusals, read_settings


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, migrations and cache are as they should be, else 503; names each, and no details."""
    found = {"database": database_answers(), "migrations": False, "cache": cache_works()}
    found["migrations"] = found["database"] and migrations_applied("default")
    lines = "".join(f"{name}: {'ok' if good else 'failed'}\n" for name, good in found.items())
    return HttpResponse(lines, content_type="text/plain", status=200 if all(found.values()) else 503)


def database_answers() -> bool:
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def cache_works() -> bool:
    try:
        cache.set("readyz", "ok", timeout=10)
        return bool(cache.get("readyz") == "ok")
    except Exception:  # noqa: BLE001 -- each cache backend raises its own errors, and all of them mean no
        return False


def migrations_applied(alias: str) -> bool:
    """Whether every migration that this code knows has been applied to the database `alias`."""
    connection = connections[alias]
    try:
        with connection.cursor() as cursor:
            if "django_migrations" not in connection.introspection.table_names(cursor):
                return False
            cursor.execute("SELECT app, name FROM django_migrations")
            return known_migrations() <= set(cursor.fetchall())
    except DatabaseError:
        return False


@kept
def known_migrations() -> frozenset[tuple[str, str]]:
    """The app and name of every migration on disk, but those that another one squashes."""
    return frozenset(MigrationLoader(None).graph.nodes)


def ask_this_machine() -> int:
    """The exit status for a health check: 0 when /readyz answers 200."""
    with plain_refusals():
        read_settings()
        from django.conf import settings

        connection = HTTPConnection("127.0.0.1", settings.PORT, timeout=5)
        host = next(iter(settings.ALLOWED_HOSTS)).lstrip(".").replace("*", "localhost")
        try:
            connection.request("GET", "/readyz", headers={"Host": host})
            answer = connection.getresponse()
        except OSError as error:
            print(f"/readyz doesn't answer: {error}", file=sys.stderr)
            return 1
        print(answer.read().decode(errors="replace"), end="")
        return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(ask_this_machine())
