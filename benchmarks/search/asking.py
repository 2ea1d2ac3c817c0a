"""The two doors by which the benchmark searches: the search itself, and the page that a reader asks for."""

from functools import cache
from urllib.parse import urlencode

from django.test import Client

from articles.search import Results, read_request, search
from articles.search.patience import limited_patience

# As an address has them: {"q": "bridge", "sort": "newest"}.
Asked = dict[str, str]


def ask(asked: Asked | str) -> Results:
    """A search as the site makes it, but for how long it may take."""
    with limited_patience(60_000):
        return search(read_request({"q": asked} if isinstance(asked, str) else asked))


def found(asked: Asked | str) -> list[int]:
    """The ids of the first page, best first."""
    return [each.listing.article_id for each in ask(asked).found]


@cache
def client() -> Client:
    return Client(SERVER_NAME="localhost")


def page(asked: Asked | str) -> int:
    """The status with which the search page answers."""
    parameters = {"q": asked} if isinstance(asked, str) else asked
    return client().get(f"/search/?{urlencode(parameters)}").status_code
