"""Conditional requests (RFC 9110, 13): whether a reader needs to be sent what they may have already."""

from typing import Any

from django.utils.http import parse_etags, parse_http_date_safe


def is_conditional(environ: dict[str, Any]) -> bool:
    # Asked of every request: four looks are quicker than a loop.
    return (
        "HTTP_IF_NONE_MATCH" in environ
        or "HTTP_IF_MODIFIED_SINCE" in environ
        or "HTTP_IF_MATCH" in environ
        or "HTTP_IF_UNMODIFIED_SINCE" in environ
    )


SENT, NOT_MODIFIED, FAILED = "200 OK", "304 Not Modified", "412 Precondition Failed"


def status_of(environ: dict[str, Any], *, etag: str, last_modified: str) -> str:
    """SENT where a page with this strong ETag is to be sent, NOT_MODIFIED where the reader has it, FAILED where it
    isn't the one that they asked for. `last_modified`: the header that goes with it, "" where it has none.
    """
    get = environ.get
    if (wanted := get("HTTP_IF_MATCH")) is not None:
        if etag not in (given := parse_etags(wanted)) and given != ["*"]:
            return FAILED
    elif last_modified and (before := parse_http_date_safe(get("HTTP_IF_UNMODIFIED_SINCE", ""))) is not None:
        changed = parse_http_date_safe(last_modified)
        if changed is not None and changed > before:
            return FAILED
    if (known := get("HTTP_IF_NONE_MATCH")) is not None:
        given = parse_etags(known)
        return NOT_MODIFIED if given == ["*"] or etag in [each.removeprefix("W/") for each in given] else SENT
    # To the letter: when the newest article is withdrawn, what was last changed lies further back than before.
    return NOT_MODIFIED if last_modified and get("HTTP_IF_MODIFIED_SINCE") == last_modified else SENT
