"""Queries that are put together once. For a page that is one short query, putting it together is most of the work."""

from collections.abc import Callable
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import Expression, QuerySet


class Given(Expression):
    """In a query for `Asked`, the place of the value that is given under this name when it is asked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class Asked:
    """The rows of a queryset's `values_list`, made by `build` when they are asked for the first time.

    Nothing in it may depend on anything but what is Given: not on the day, for one.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._made: tuple[Any, str, tuple[Any, ...]] | None = None
        self._making = Lock()

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        compiler, sql, parameters = self._compiled()
        values = [given[each.name] if isinstance(each, Given) else each for each in parameters]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(compiler.results_iter([cursor.fetchall()]))

    def _compiled(self) -> tuple[Any, str, tuple[Any, ...]]:
        with self._making:
            if self._made is None:
                compiler = self._build().query.get_compiler(connection=connection)
                sql, parameters = compiler.as_sql()
                self._made = compiler, sql, tuple(parameters)
        return self._made
