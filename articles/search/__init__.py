"""Search: what readers look for among what is public."""

from .facets import Facet, FacetValue
from .fewer import fewer
from .filters import SORTS, BadSearchError, Filters, Request, Sort, read_request
from .finding import Found, Results, search
from .snippets import Marked, Part, Snippet
from .suggestions import Suggestion, suggest

__all__ = [
    "SORTS", "BadSearchError", "Facet", "FacetValue", "Filters", "Found", "Marked", "Part", "Request", "Results",
    "Snippet", "Sort", "Suggestion", "fewer", "read_request", "search", "suggest",
]  # fmt: skip
