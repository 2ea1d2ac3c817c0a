"""Old addresses are made to lead to new ones here, and nowhere else: by the desk, from a file, or by what moves in.

No redirect leads to another, so that readers get where they go in one step, and nobody goes round in a circle.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import batched
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from django.utils.encoding import uri_to_iri
from django.utils.translation import gettext as _

from articles.models import Member, MissedAddress, Redirect
from articles.models.redirects import PATH_MAX, TARGET_AS_KEPT, address_key, validate_target
from articles.tables import read_table

BATCH = 1_000
LONGEST_TARGET = 1_000
# "redirect" in ASCII: whoever makes redirects waits for whoever does so already.
LOCK = 0x7265646972656374
# What this process answers before it looks for an old address.
KEPT_FROM_READERS = ("healthz", "readyz", "preview")


class RedirectRefused(Exception):
    """A redirect that can't be made; `str()` says why, in words for the desk."""


@dataclass
class Outcome:
    """What became of a number of pairs. `refused`: the place of each that was refused among them, and why."""

    made: list[tuple[str, str]] = field(default_factory=list)
    left: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def add_all(pairs: Iterable[tuple[str, str]], *, by: Member | None = None) -> list[str]:
    """Make each old address of `pairs` lead to its new one; what was refused, and why.

    What leads there already is left as it is. `made_by` is `by`. A constant number of queries for each thousand.
    """
    return [words for _place, words in make_all(pairs, by=by).refused]


@transaction.atomic
def make_all(pairs: Iterable[tuple[str, str]], *, by: Member | None = None) -> Outcome:
    """`add_all`, told in full."""
    lock()
    outcome = Outcome()
    for batch in batched(enumerate(pairs), BATCH):
        _make(batch, outcome, by)
    return outcome


def add(old: str, new: str, *, by: Member | None) -> Redirect:
    """The redirect from `old` to `new`, made or there already. Raises RedirectRefused."""
    outcome = make_all([(old, new)], by=by)
    if outcome.refused:
        raise RedirectRefused(outcome.refused[0][1])
    return Redirect.objects.get(old=address_key(old))


def lock() -> None:
    """Nobody else makes a redirect until this transaction ends: two people can't make a circle together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def why_not(old: str, new: str, *, instead_of: Redirect | None = None) -> str:
    """Why `old` can't lead to `new`, as far as other redirects go; "" where it can.

    `instead_of`: the redirect that is being changed.
    """
    key, target = address_key(old), as_target(new)
    others = Redirect.objects.exclude(pk=instead_of.pk) if instead_of else Redirect.objects.all()
    known = _Known.of([(key, target)], others)
    return _refusal(old, key, target, known) or ("" if key not in known.new_of else _leads_elsewhere(known, key))


@lru_cache(maxsize=1_024)
def as_target(new: str) -> str:
    """`new` as it is stored: of this site's own addresses the path, in letters that can be read."""
    new = new.strip()
    if not new.startswith("/"):
        try:
            parts = urlsplit(new)
        except ValueError:
            return new
        if parts.scheme not in ("http", "https") or _host(parts.hostname) != _host(
            urlsplit(settings.SITE_URL).hostname
        ):
            return new
        # What begins with two slashes would be another host.
        new = "/" + parts._replace(scheme="", netloc="").geturl().lstrip("/")
    return unicodedata.normalize("NFC", uri_to_iri(new))


def _host(name: str | None) -> str:
    return (name or "").removeprefix("www.")


def answers_today(key: str) -> bool:
    """Whether readers who ask for `key` get something else than "not found" now: a live page wins over a redirect."""
    for path in dict.fromkeys((f"{key}/", key)):
        request = HttpRequest()
        request.method, request.path, request.path_info = "GET", path, path
        request.META = {"SERVER_NAME": urlsplit(settings.SITE_URL).hostname or "", "SERVER_PORT": "80"}
        try:
            request.resolver_match = resolve(path)
            view, parts, named = request.resolver_match
            if view(request, *parts, **named).status_code != 404:
                return True
        except (Resolver404, Http404):
            continue
    return False


# --- What is refused -----------------------------------------------------------------------------


@dataclass
class _Known:
    """The redirects that matter to a number of pairs: where each old address leads, and what leads to each."""

    new_of: dict[str, str]
    leading_to: dict[str, str]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]], redirects: "QuerySet[Redirect]") -> "_Known":
        pairs = list(pairs)
        keys = {key for key, _target in pairs if key}
        targets = {_key_of_target(target) for _key, target in pairs}
        new_of = dict(redirects.filter(old__in=keys | targets).values_list("old", "new"))
        leading = redirects.annotate(leads=TARGET_AS_KEPT).filter(leads__in=keys)
        return cls(new_of, {address_key(new): old for new, old in leading.values_list("new", "old")})

    def learn(self, key: str, target: str) -> None:
        self.new_of[key] = target
        if there := _key_of_target(target):
            self.leading_to[there] = key


def _key_of_target(target: str) -> str:
    return address_key(target) if target.startswith("/") else ""


def _make(batch: Iterable[tuple[int, tuple[str, str]]], outcome: Outcome, by: Member | None) -> None:
    asked = [(place, old, address_key(old), as_target(new)) for place, (old, new) in batch]
    known = _Known.of([(key, target) for _place, _old, key, target in asked], Redirect.objects.all())
    rows: list[Redirect] = []
    for place, old, key, target in asked:
        if key in known.new_of and known.new_of[key] == target:
            outcome.left += 1
        elif words := _refusal(old, key, target, known):
            outcome.refused.append((place, words))
        elif key in known.new_of:
            outcome.refused.append((place, _leads_elsewhere(known, key)))
        else:
            known.learn(key, target)
            rows.append(Redirect(old=key, new=target, made_by=by))
            outcome.made.append((key, target))
    Redirect.objects.bulk_create(rows)
    MissedAddress.objects.filter(path__in=[row.old for row in rows]).delete()


def _leads_elsewhere(known: _Known, key: str) -> str:
    return _("“%(old)s” leads to “%(new)s” already: change it there.") % {"old": key, "new": known.new_of[key]}


def _refusal(old: str, key: str, target: str, known: _Known) -> str:
    return next(_refusals(old, key, target, known), "")


def _refusals(old: str, key: str, target: str, known: _Known) -> Iterator[str]:
    said: Mapping[str, str] = {"old": key or old[:PATH_MAX], "new": target[:PATH_MAX]}
    if not key:
        yield _("“%(old)s” is no old address: write its path, like /politics/1234/slug.html.") % said
        return
    if _is_kept_from_readers(key):
        yield _("“%(old)s” is an address of the newsroom itself: readers are never sent on from there.") % said
    try:
        if len(target) > LONGEST_TARGET:
            raise ValidationError(_("The new address is longer than 1,000 characters."))
        validate_target(target)
    except ValidationError as error:
        yield _("“%(old)s” can't lead to “%(new)s”. %(why)s") % {**said, "why": " ".join(error.messages)}
        return
    there = _key_of_target(target)
    if there == key:
        yield _("“%(old)s” would lead to itself, “%(new)s”.") % said
    elif there in known.new_of:
        further = {**said, "further": known.new_of[there]}
        if address_key(known.new_of[there]) == key:
            yield _("“%(old)s” and “%(new)s” would lead to each other.") % said
        yield _("“%(new)s” is an old address itself: let “%(old)s” lead to “%(further)s”.") % further
    elif key in known.leading_to:
        yield _("“%(first)s” leads to “%(old)s”: let it lead to “%(new)s” first.") % {
            **said,
            "first": known.leading_to[key],
        }


def _is_kept_from_readers(key: str) -> bool:
    folders = (settings.ADMIN_PATH, settings.MEDIA_URL.strip("/"), settings.STATIC_URL.strip("/"), *KEPT_FROM_READERS)
    return any(f"{key}/".startswith(f"/{folder.lower()}/") for folder in folders)


# --- From a file ---------------------------------------------------------------------------------

_BEGINNINGS = ("/", "?", "http://", "https://")


@dataclass
class Table:
    """The pairs of a file, the line of each, and the lines that hold none: [(line, why)]."""

    pairs: list[tuple[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)

    def all_refused(self, outcome: Outcome) -> list[tuple[int, str]]:
        """Every line that came to nothing, and why, once `outcome` came of the pairs."""
        return sorted([*self.refused, *((self.lines[place], words) for place, words in outcome.refused)])


def read_csv(file: BinaryIO) -> Table:
    """The old and the new address in the first two columns of each line; a first line of headings is passed over.

    Columns are parted by commas, semicolons or tabs. Addresses are paths or whole; further columns don't matter.
    Raises FileRefused for what is no such file, or a larger one.
    """
    table = Table()
    for line, cells in read_table(file, _is_pair):
        _read(cells, line, table)
    return table


def _read(row: list[str], line: int, table: Table) -> None:
    old, new = [*row, ""][:2]
    if line == 1 and not any(cell.startswith(_BEGINNINGS) for cell in (old, new)):
        return
    if not old.startswith(_BEGINNINGS):
        words = _("“%(old)s” is no old address: write one that begins with / or https://.")
        table.refused.append((line, words % {"old": old[:PATH_MAX]}))
    elif not new:
        table.refused.append((line, _("“%(old)s” has no new address beside it.") % {"old": old[:PATH_MAX]}))
    else:
        table.pairs.append((old, new))
        table.lines.append(line)


def _is_pair(row: Sequence[str]) -> bool:
    return len(row) > 1 and all(cell.strip().startswith(_BEGINNINGS) for cell in row[:2])
