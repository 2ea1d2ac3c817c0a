"""What the site answers, whatever it answers with."""

from urllib.error import HTTPError
from urllib.request import urlopen


def fetched(url: str) -> bytes:
    try:
        with urlopen(url, timeout=60) as answer:  # noqa: S310 (our own site)
            return bytes(answer.read())
    except HTTPError as answer:
        return answer.read()
