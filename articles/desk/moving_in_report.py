"""What a moving-in came to: counts, and everything that was left out or changed, page by page and as a table."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles import receiving
from articles.models import Import, ImportedItem

SHOWN = 100
# As much of a report is looked through for one page; a filter that finds less goes on from there.
LOOKED_THROUGH = 8 * 2**20
KINDS = {
    "post": gettext_lazy("posts"),
    "page": gettext_lazy("pages"),
    "attachment": gettext_lazy("attachments"),
    "nav_menu_item": gettext_lazy("entries of menus"),
    "revision": gettext_lazy("revisions"),
}


@dataclass(frozen=True)
class Told:
    """One thing that was left out or changed. `where`: file and line."""

    where: str
    what: str
    kind: str
    title: str
    words: str


def report_of(import_: Import, asked: Mapping[str, str]) -> dict[str, Any]:
    """For the page: the counts, and the notes from `from` on that are about `what` and `kind`."""
    report = import_.report
    what, kind = asked.get("what", ""), asked.get("kind", "")
    begins = int(asked["from"]) if re.fullmatch(r"\d{1,15}", asked.get("from", ""), re.ASCII) else 0
    notes, further = _some(import_, what, kind, begins)
    chosen = {name: value for name, value in (("what", what), ("kind", kind)) if value}
    return {
        "report": report,
        "outcomes": list(ImportedItem.Outcome),
        "kinds": [
            {
                "label": KINDS.get(name, name),
                "in_file": counts.get("in_file", 0),
                "counts": [counts.get(str(outcome), 0) for outcome in ImportedItem.Outcome],
            }
            for name, counts in report.get("kinds", {}).items()
        ],
        "whats": [{"slug": slug, "count": count} for slug, count in report.get("what", {}).items()],
        "kind_choices": [{"slug": name, "label": KINDS.get(name, name)} for name in report.get("kinds", {})],
        "notes": notes,
        "what": what,
        "kind": kind,
        "begins": begins,
        "first": f"?{urlencode(chosen)}#notes",
        "further": f"?{urlencode({**chosen, 'from': further})}#notes" if further else "",
    }


@require_safe
def moving_in_table(request: HttpRequest, pk: int, site: Any) -> HttpResponseBase:
    """Everything that was left out or changed, as CSV."""
    if not request.user.has_perm("articles.view_import"):
        raise PermissionDenied
    import_ = get_object_or_404(Import, pk=pk)
    if not import_.report:
        raise Http404
    heads = Told(_("Where"), _("What"), _("Kind"), _("Title"), _("In words"))
    table = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        # The mark tells spreadsheets that it is UTF-8.
        yield "\ufeff"
        yield table.writerow(_cells(heads))
        for told, _end in _all(import_, 0):
            yield table.writerow(_cells(told))

    return StreamingHttpResponse(
        lines(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="moving-in-{import_.pk}.csv"'},
    )


class _Echo:
    """What a writer of CSV writes to, to get the line back."""

    def write(self, value: str) -> str:
        return value


def _cells(told: Told) -> list[str]:
    """Its cells, none of which a spreadsheet takes for a formula."""
    return [f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") and len(cell) > 1 else cell for cell in astuple(told)]


# --- What was written down -------------------------------------------------------------------------


def _some(import_: Import, what: str, kind: str, begins: int) -> tuple[list[Told], int]:
    """A page of notes from the byte `begins` on, and where the next page begins; 0 where there is none."""
    found: list[Told] = []
    for told, end in _all(import_, begins):
        if (not what or told.what == what) and (not kind or told.kind == kind):
            found.append(told)
        if len(found) == SHOWN or end - begins > LOOKED_THROUGH:
            return found, end
    return found, 0


def _all(import_: Import, begins: int) -> Iterator[tuple[Told, int]]:
    """Each note from the byte `begins` on, and the byte after it."""
    path = _written(import_)
    if path is None:
        for file, line, what, words in import_.report.get("notes", []) if not begins else []:
            yield Told(f"{file}:{line}" if file else "", what, "", "", words), 0
        return
    with path.open("rb") as file_:
        file_.seek(begins)
        for line_ in file_:
            begins += len(line_)
            cells = line_.decode("utf-8", "replace").rstrip("\n").split("\t")
            if len(cells) == 5:
                yield Told(*cells), begins
            elif len(cells) == 4:
                yield Told(cells[0], cells[1], "", cells[2], cells[3]), begins


def _written(import_: Import) -> Path | None:
    """The file that says all of it; None where it isn't there, or not ours to show."""
    path = Path(import_.report.get("path") or "/")
    return path if path.parent == receiving.folder() and path.is_file() else None
