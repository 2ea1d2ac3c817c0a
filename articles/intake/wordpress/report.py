"""What a moving-in came to, told whole: every item of the file was brought in, or is named.

`Import.report` is this, as JSON:

    site, title, version    of the export
    files                   [{"name", "bytes", "lines"}]
    kinds                   {kind: {"in_file", "public", "draft", "filed", "waits", "skipped"}}: the items of the file,
                            and what became of them; the last five add up to the first
    terms, authors          {"in_file", "brought_in", "left_out"}
    now                     how many items this run brought in or left out, and files it found; 0: all was here
    comments                how many were dropped
    what                    {slug: how many notes there are of it}
    notes                   [[file, line, slug, words]], the first `SHOWN` of them
    changed                 [[file, line, title]]: what says something else there now, and was left as it is here
    mismatch                sentences; empty unless something went missing
    waiting                 pictures that wait for their files
    proposals, mergings     how many are open
    path                    of the file that says all of it
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from articles.models import Import, ImportedItem, MergeProposal, Proposal

from .items import Note, Survey
from .ledger import Outcome

SHOWN = 200
CHANGED_MOST = 10_000
TERMS = ("term:",)


@dataclass
class Tally:
    """What one run met, counted as it went by: the same whether it was done now or in a run before."""

    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    changed: list[tuple[str, int, str]] = field(default_factory=list)
    further: list[tuple[str, Note]] = field(default_factory=list)
    brought_now: int = 0

    def count(self, kind: str, outcome: str) -> None:
        self.kinds.setdefault(kind, Counter())[outcome] += 1

    def recount(self, kind: str, before: str, outcome: str) -> None:
        """Something that was counted became something else since."""
        if self.kinds.get(kind, Counter())[before]:
            self.kinds[kind][before] -= 1
            self.kinds[kind][outcome] += 1
            self.brought_now += 1


def make_report(import_: Import, surveys: Sequence[tuple[str, Survey]], tally: Tally, *, path: Path | None) -> None:
    """Set `import_.report`, and write the whole of it to `path`."""
    in_file: Counter[str] = Counter()
    for _file, survey in surveys:
        in_file.update(survey.counts)
    first = surveys[0][1]
    site = import_.site
    terms = {(term.taxonomy, term.slug) for _file, survey in surveys for term in survey.terms}
    left_out = ImportedItem.objects.filter(site=site, key__startswith="term:", outcome=Outcome.SKIPPED)
    dropped = set(left_out.values_list("key", flat=True))
    terms_out = sum(f"term:{taxonomy}:{slug}"[:300] in dropped for taxonomy, slug in terms)
    authors = [author for _file, survey in surveys for author in survey.authors]
    authors_out = sum(note.what == "author-left-out" for _file, note in tally.further)
    notes = all_notes(site, surveys, tally)
    report: dict[str, Any] = {
        "site": site,
        "title": first.title,
        "version": first.version,
        "files": [{"name": name, "bytes": each.bytes, "lines": each.lines} for name, each in surveys],
        "kinds": {kind: _counts(in_file[kind], tally.kinds.get(kind, Counter())) for kind in sorted(in_file)},
        "terms": {"in_file": len(terms), "brought_in": len(terms) - terms_out, "left_out": terms_out},
        "authors": {"in_file": len(authors), "brought_in": len(authors) - authors_out, "left_out": authors_out},
        "now": tally.brought_now,
        "comments": sum(survey.comments for _file, survey in surveys),
        "mismatch": list(_mismatches(in_file, tally)),
        "changed": tally.changed[:SHOWN],
        "waiting": ImportedItem.objects.filter(site=site, outcome=Outcome.WAITS).count(),
        "proposals": Proposal.objects.filter(state=Proposal.State.OPEN).count(),
        "mergings": MergeProposal.objects.filter(state=Proposal.State.OPEN).count(),
    }
    what: Counter[str] = Counter()
    shown: list[list[Any]] = []
    lines: Iterator[str] = _counted(notes, what, shown)
    if path is None:
        for _line in lines:
            pass
    else:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        body = path.with_suffix(path.suffix + ".part")
        # It names what was never public.
        body.touch(mode=0o600)
        with body.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in summary(report))
            file.write("\n")
            file.writelines(f"{line}\n" for line in lines)
        body.replace(path)
    report |= {"what": dict(sorted(what.items())), "notes": shown, "path": str(path or "")}
    import_.report = report


def _counts(in_file: int, outcomes: Counter[str]) -> dict[str, int]:
    return {"in_file": in_file} | {str(outcome): outcomes[outcome] for outcome in Outcome.values}


def _mismatches(in_file: Counter[str], tally: Tally) -> Iterator[str]:
    for kind in sorted({*in_file, *tally.kinds}):
        told = sum(tally.kinds.get(kind, Counter()).values())
        if told != in_file[kind]:
            yield _("Of “%(kind)s” there are %(all)s in the file, but %(told)s are accounted for.") % {
                "kind": kind, "all": f"{in_file[kind]:,}", "told": f"{told:,}",
            }  # fmt: skip


def all_notes(site: str, surveys: Sequence[tuple[str, Survey]], tally: Tally) -> Iterator[tuple[str, Note, str, str]]:
    """Every note of these files, in their order, each with its file, and the kind and title of what it is about."""
    for file, survey in surveys:
        yield from ((file, note, "", "") for note in survey.notes)
        rows = ImportedItem.objects.filter(site=site, file=file).exclude(notes=[]).order_by("line", "key")
        for kind, title, notes in rows.values_list("kind", "title", "notes").iterator():
            yield from ((file, Note(*note), kind, title) for note in notes)
        yield from ((file, note, "", "") for of, note in tally.further if of == file)
    yield from ((of, note, "", "") for of, note in tally.further if not of)
    words = _("It says something else there now; here it was left as it is.")
    yield from ((file, Note(line, "changed-since", words), "", title) for file, line, title in tally.changed)


def _counted(notes: Iterable[tuple[str, Note, str, str]], what: Counter[str], shown: list[list[Any]]) -> Iterator[str]:
    for file, note, kind, title in notes:
        what[note.what] += 1
        if len(shown) < SHOWN:
            shown.append([file, note.line, note.what, note.words])
        where = f"{file}:{note.line}" if file else "–"
        yield f"{where}\t{note.what}\t{kind}\t{title}\t{note.words}"


def summary(report: dict[str, Any]) -> Iterator[str]:
    """The report in a few lines, for a terminal."""
    yield _("%(site)s (“%(title)s”)") % report
    for mismatch in report["mismatch"]:
        yield _("ATTENTION: %(words)s") % {"words": mismatch}
    for kind, counts in report["kinds"].items():
        parts = [
            _("%(number)s %(outcome)s") % {"number": f"{counts[outcome]:,}", "outcome": Outcome(outcome).label}
            for outcome in Outcome.values
            if counts[outcome]
        ]
        yield f"{kind}: {counts['in_file']:,} = {', '.join(parts) or 0}"
    for name, label in (("terms", _("categories, tags and the like")), ("authors", _("authors"))):
        words = _("%(label)s: %(in_file)s = %(brought_in)s brought in, %(left_out)s left out")
        yield words % {**{key: f"{value:,}" for key, value in report[name].items()}, "label": label}
    yield _("Comments, all dropped: %(number)s") % {"number": f"{report['comments']:,}"}
    yield _("Pictures that wait for their files: %(number)s") % {"number": f"{report['waiting']:,}"}
    yield _("Proposed outlets and authors: %(number)s; proposed mergings of keywords: %(mergings)s") % {
        "number": f"{report['proposals']:,}", "mergings": f"{report['mergings']:,}",
    }  # fmt: skip
    if report["changed"]:
        yield _("Changed there since, and left as they are here: %(number)s") % {"number": len(report["changed"])}
