"""One row of an archive: how it is written, and how it is read back.

A row is a JSON object on one line, its keys sorted, without spaces or needless escapes. A moment is UTC with
microseconds, `2026-03-01T09:30:00.000000Z`; a day is `2026-03-01`.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import models

from .contents import Kept
from .values import Check, check_of, check_of_link

# The longest text is a body of 300,000 characters; a row has a few.
MAX_LINE = 16 * 1024 * 1024


class Unreadable(Exception):
    """A line that is no row of its file; says why in one sentence."""


_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def written(row: dict[str, Any]) -> bytes:
    return _ENCODER.encode(row).encode()


def plain(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """What makes a value of `field` one of JSON; None where it is one already."""
    if isinstance(field, models.DateTimeField):
        return _moment
    if isinstance(field, models.DateField):
        return lambda value: value and value.isoformat()
    return None


def _moment(value: datetime | None) -> str | None:
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z") if value else None


def read(line: bytes) -> dict[str, Any]:
    """The row that stands on `line`, which is exactly what `written` makes of it. Raises Unreadable."""
    try:
        row = json.loads(line)
        same = isinstance(row, dict) and written(row) == line
    except (ValueError, RecursionError):
        raise Unreadable("it isn't JSON as an archive has it.") from None
    if not same:
        raise Unreadable("it isn't written as an archive writes it: sorted keys, no spaces, nothing twice.")
    return row


class Rules:
    """What a row of one file must be to be stored as it stands."""

    def __init__(self, kept: Kept, *, may_lack_new_fields: bool = False) -> None:
        self.checks: dict[str, Check] = {field.attname: check_of(field) for field in kept.fields}
        for name, of in kept.linked.items():
            self.checks[name] = check_of_link(of)
        self.may_lack: dict[str, Any] = {}
        if may_lack_new_fields:
            for field in kept.fields:
                make, default = plain(field), field.get_default()
                self.may_lack[field.attname] = make(default) if make else default

    def whole(self, row: dict[str, Any]) -> dict[str, Any]:
        """`row`, with the defaults of fields that the archive's version didn't have yet. Raises Unreadable."""
        if unknown := row.keys() - self.checks.keys():
            raise Unreadable(f"this version knows no field “{min(unknown)[:80]}”.")
        if missing := self.checks.keys() - row.keys():
            if missing - self.may_lack.keys():
                raise Unreadable(f"the field “{min(missing)}” is missing.")
            row = row | {name: self.may_lack[name] for name in missing}
        return row

    def faults(self, row: dict[str, Any]) -> Iterator[str]:
        for name, check in self.checks.items():
            if fault := check(row[name]):
                yield f"“{name}” {fault}."
