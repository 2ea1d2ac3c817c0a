"""Moving in: an export is read, brought in batch by batch, and what a run before did is left as it is.

Each batch is one transaction with its rows of the ledger, and items come in the order of the file. So whatever was
cut off, what is there is the beginning of a whole run, and the next run goes on from there.
"""

import gc
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import disclaimer
from articles.models import Article, Import, Member, Publication

from .closing import close
from .items import ExportRefused, Survey
from .mapping import Map, read_map
from .reading import survey
from .report import Tally, make_report
from .run import Run, Stopped

logger = logging.getLogger(__name__)

# "newsroom moves in" in ASCII, as far as it fits: two at once would get in each other's way.
LOCK = 0x6D6F7665732D696E


def ask(
    *,
    files: Sequence[Path | str],
    uploads: Path | str | None = None,
    map_text: str = "",
    is_dry_run: bool = False,
    by: Member | None = None,
) -> Import:
    """A moving-in that waits to be done. Raises ExportRefused, with everything that is wrong with what was given."""
    paths = [Path(file).resolve() for file in files]
    reasons = [_("%(path)s can't be read.") % {"path": path} for path in paths if not path.is_file()]
    if not paths:
        reasons.append(_("Say which file to bring in."))
    if len({path.name for path in paths}) < len(paths):
        reasons.append(_("Two of the files have the same name: rename one, so that the report can tell them apart."))
    folder = Path(uploads).resolve() if uploads else None
    if folder and not folder.is_dir():
        reasons.append(_("%(path)s is no folder.") % {"path": folder})
    try:
        read_map(map_text)
    except ExportRefused as refused:
        reasons += refused.reasons
    if reasons:
        raise ExportRefused(reasons)
    return Import.objects.create(
        files=[{"name": path.name, "path": str(path), "bytes": path.stat().st_size, "sha256": ""} for path in paths],
        uploads=str(folder or ""),
        map_text=map_text,
        is_dry_run=is_dry_run,
        by=by,
    )


def _nobody(_import: Import) -> None:
    pass


def move_in(
    import_: Import,
    *,
    tell: Callable[[Import], None] = _nobody,
    stops: Callable[[], bool] = lambda: False,
    report_to: Path | None = None,
) -> Import:
    """Run `import_` to its end, going on where a run before was cut off; return it with its report.

    Its `state` says how it ended: done, refused (with `reasons`), or stopped because `stops` said so. `tell` is called
    every second or so. Another error is raised, after the state was set; a further run goes on from there.
    """
    import_.state, import_.reasons, import_.started_at = Import.State.READING, [], timezone.now()
    import_.ended_at, import_.ends_at, import_.done, import_.total = None, None, 0, 0
    import_.save()
    try:
        with _values_apart(), _alone():
            _whole(import_, tell, stops, report_to)
        import_.state, import_.done = Import.State.DONE, import_.total
    except ExportRefused as refused:
        import_.state, import_.reasons = Import.State.REFUSED, refused.reasons
    except Stopped:
        import_.state = Import.State.STOPPED
        import_.reasons = [_("It was stopped. Run it again to go on.")]
    except Exception as error:
        # Without its message: that may repeat a row.
        import_.state = Import.State.STOPPED
        words = _("It stopped because of an error (%(name)s). Run it again to go on.")
        import_.reasons = [words % {"name": type(error).__name__}]
        raise
    finally:
        gc.unfreeze()
        import_.ended_at = import_.seen_at = timezone.now()
        import_.ends_at = None
        import_.save()
        tell(import_)
    return import_


@contextmanager
def _values_apart() -> Iterator[None]:
    """Within, the database is sent values apart from statements: with so many long texts, that spares a sixth."""
    if connection.in_atomic_block:
        yield
        return
    options = connection.settings_dict["OPTIONS"]
    before = options.get("server_side_binding", False)
    try:
        _bind(options, by_the_server=True)
        yield
    finally:
        _bind(options, by_the_server=before)


def _bind(options: dict[str, Any], *, by_the_server: bool) -> None:
    """From the next connection on, which is made anew."""
    connection.close()
    options["server_side_binding"] = by_the_server
    for remembered in ("uses_server_side_binding", "max_query_params"):
        vars(connection.features).pop(remembered, None)


@contextmanager
def _alone() -> Iterator[None]:
    """Within, no other moving-in runs, on any machine. Raises ExportRefused where one does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise ExportRefused([_("Another moving-in is running: wait until it has ended.")])
    try:
        yield
    finally:
        # Where the connection is gone, so is the lock.
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _whole(import_: Import, tell: Callable[[Import], None], stops: Callable[[], bool], report_to: Path | None) -> None:
    map_ = read_map(import_.map_text)
    surveys = _surveys(import_, tell)
    _refuse_unmet(map_)
    import_.site, import_.state = surveys[0][1].site, Import.State.RUNNING
    path = report_to or settings.DATA_DIR / "imports" / f"report-{import_.pk}.txt"
    work = partial(_all_steps, import_, map_, surveys, tell, stops, path)
    if not import_.is_dry_run:
        work()
        return
    with transaction.atomic():
        work()
        with connection.cursor() as cursor:
            # What would be refused at the very end is refused now.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def _all_steps(
    import_: Import,
    map_: Map,
    surveys: Sequence[tuple[str, Survey]],
    tell: Callable[[Import], None],
    stops: Callable[[], bool],
    path: Path,
) -> None:
    files = [(str(each["name"]), Path(each["path"])) for each in import_.files]
    language = map_.language or Publication.objects.get().language
    tally = Tally()
    run = Run(import_, map_, language, files, surveys, tally, tell, stops)
    run.terms_and_authors()
    run.attachments()
    run.posts_and_pages()
    close(run)
    make_report(import_, surveys, tally, path=path)


def _surveys(import_: Import, tell: Callable[[Import], None]) -> list[tuple[str, Survey]]:
    """What the files hold, all of them read before anything is written."""
    import_.step = "reading"
    import_.save(update_fields=["step"])
    tell(import_)
    found, reasons = [], []
    for given in import_.files:
        path = Path(given["path"])
        try:
            with path.open("rb") as file:
                given["sha256"] = file_digest(file, "sha256").hexdigest()
            found.append((str(given["name"]), survey(path)))
            # One that doesn't say where it comes from is a site of its own: its numbers are not those of another.
            found[-1][1].site = found[-1][1].site or f"unknown-{given['sha256'][:16]}"
        except ExportRefused as refused:
            reasons += refused.reasons
        except OSError:
            reasons.append(_("%(path)s can't be read.") % {"path": path})
    sites = {each.site for _file, each in found}
    if len(sites) > 1:
        words = _("These files come from different sites (%(sites)s): bring them in one by one.")
        reasons.append(words % {"sites": ", ".join(sorted(sites))})
    if reasons:
        raise ExportRefused(reasons)
    return found


def _refuse_unmet(map_: Map) -> None:
    """Refuse at the start what would be refused in the middle: a way of adapting that no disclaimer fits."""
    reasons = [
        _("No disclaimer wording fits “%(adaptation)s”: add one at the desk first.") % {"adaptation": adaptation}
        for adaptation in sorted(map_.adaptations)
        if disclaimer.wording_for(Article(adaptation=adaptation)) is None
    ]
    if reasons:
        raise ExportRefused(reasons)
