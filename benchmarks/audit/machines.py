"""What programs read: every feed, sitemap, reference file and block of JSON-LD, by the schemas that the tests use."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

from articles.models import Listing
from benchmarks.report import Report
from tests import specifications
from tests.site.test_addresses import address, names
from tests.site.test_citing import bibtex_entries, csl_items, ris_records
from tests.site.test_structured import wrong

from .fetching import fetched

_JSON_LD = re.compile(r'<script type="application/ld\+json">([^<]*)</script>')


def _robots(content: bytes) -> None:
    rules = RobotFileParser()
    rules.parse(content.decode().splitlines())
    if not rules.site_maps():
        raise ValueError("robots.txt names no sitemap")


def _some(records: list[object]) -> None:
    if not records:
        raise ValueError("holds nothing")


VALIDATORS: dict[str, Callable[[bytes], object]] = {
    "sitemap-index": specifications.sitemap_index,
    "sitemap": specifications.sitemap,
    "sitemap-of-lists": specifications.sitemap,
    "sitemap-of-names": specifications.sitemap,
    "news-sitemap": specifications.sitemap,
    "cite-bib": lambda content: _some(list(bibtex_entries(content.decode()))),
    "cite-ris": lambda content: _some(list(ris_records(content.decode()))),
    "cite-json": lambda content: _some(list(csl_items(content.decode()))),
    "suggestions": json.loads,
    "opensearch": ElementTree.fromstring,
    "robots": _robots,
    # A browser reads them, and says so where it can't.
    "stylesheet": bytes.decode,
    "icon": ElementTree.fromstring,
}


def valid_for_machines(report: Report, origin: str, kinds: Mapping[str, str], listing: Listing) -> None:
    """`listing`: an article filed under everything, whose addresses are asked for."""
    checked, errors = 0, []
    for name, path in _addresses(listing):
        for where, validate in _validators(name, path):
            checked += 1
            errors += _errors(f"{name} {where.rpartition('.')[2]}", validate, fetched(origin + where))
    report.add("feeds, sitemaps and reference files that are not valid", str(len(errors)), f"{checked} addresses",
               asked="0", is_met=bool(checked) and not errors)  # fmt: skip
    report.details(errors)
    blocks, errors = 0, []
    for kind, path in kinds.items():
        for block in _JSON_LD.findall(fetched(origin + path).decode()):
            blocks += 1
            errors += [f"{kind}: {each}" for each in wrong(json.loads(block))]
    sample = f"{blocks} blocks on {len(kinds)} kinds of page"
    report.add("JSON-LD that isn't of the vocabulary", str(len(errors)), sample,
               asked="0", is_met=bool(blocks) and not errors)  # fmt: skip
    report.details(errors)


def _addresses(listing: Listing) -> Iterator[tuple[str, str]]:
    for name in names():
        path = address(name, listing)
        if not path.partition("?")[0].endswith("/"):
            yield name, path


def _validators(name: str, path: str) -> Iterator[tuple[str, Callable[[bytes], object]]]:
    if name.endswith("-feed"):
        for form, validate in specifications.FEEDS.items():
            yield path.replace(".rss", f".{form}"), validate
    elif name in VALIDATORS:
        yield path, VALIDATORS[name]
    else:
        raise LookupError(f"no validator for {name}: name one in benchmarks/audit/machines.py")


def _errors(what: str, validate: Callable[[bytes], object], content: bytes) -> list[str]:
    try:
        validate(content)
    except Exception as error:  # noqa: BLE001 -- each validator has errors of its own
        return [f"{what}: {type(error).__name__}: {' '.join(str(error).split())[:200]}"]
    return []
