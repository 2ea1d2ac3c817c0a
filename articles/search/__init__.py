"""Search: what readers look for among what is public."""

from .filters import SORTS, BadSearchError, Filters, Request, Sort, read_request
from .query import Found, Results, search
from .snippets import Part, Snippet

__all__ = [
    "SORTS", "BadSearchError", "Filters", "Found", "Part", "Request", "Results", "Snippet", "Sort", "read_request",
    "search",
]  # fmt: skip
