"""Lists that never count further than anybody pages."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator

FURTHEST = 1_000


class BoundedPaginator(Paginator):
    """Counts and pages no further than `FURTHEST` rows: beyond, a search or a filter finds what is meant."""

    is_cut_short = False

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        if not hasattr(rows, "order_by"):
            return len(rows)
        counted: int = rows.order_by()[: FURTHEST + 1].count()
        self.is_cut_short = counted > FURTHEST
        return min(counted, FURTHEST)
