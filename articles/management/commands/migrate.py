"""`manage.py migrate`, done as the role that owns the tables: the web's role may not change them."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from articles.search.vectors import refresh_missing
from newsroom.database import everything_to


class Command(migrate.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        # A migration of another package may forget to ask for the database that is migrated: django-tasks-db's 0016
        # does, and would wait forever for a lock that this very command holds.
        with everything_to(options["database"]):
            super().handle(*args, **options)
        if not options["plan"] and not options["check_unapplied"] and not self._unapplied(options["database"]):
            for made in refresh_missing():
                self.stderr.write(f"\rMade findable: {made:,}", ending="")

    @staticmethod
    def _unapplied(database: str) -> bool:
        executor = MigrationExecutor(connections[database])
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
