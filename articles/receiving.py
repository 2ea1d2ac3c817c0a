"""What was handed in at the desk to be moved in: where its files lie, how it is done, and when they go again.

The one place where the desk and a worker meet the intake. The files lie in a private folder of their own, which is
served by nobody, and go once they were brought in, or after `KEPT`. What reads them is loaded when it is needed:
processes that serve the site never do.
"""

import re
import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.crypto import get_random_string

from articles.intake.wordpress.items import ExportRefused
from articles.intake.wordpress.mapping import MAPS
from articles.models import Import, Member

__all__ = ["ENDINGS", "ExportRefused", "bring", "files_are_there", "forget_old", "hand_in", "once_more", "shipped_maps"]

ENDINGS = (".xml", ".gz", ".zip")
KEPT = timedelta(days=7)
# An upload that was cut off, with the process that took it.
HALF_KEPT = timedelta(days=1)
PICTURES, PACKED = "uploads", "uploads.packed"
UNFINISHED = (Import.State.WAITING, Import.State.READING, Import.State.RUNNING)


def folder() -> Path:
    """Where all of it lies; other people of this machine don't get in."""
    path = settings.DATA_DIR / "imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    return path


def shipped_maps() -> dict[str, str]:
    """The maps that come with Newsroom: name and text."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(MAPS.glob("*.toml"))}


def hand_in(
    export: UploadedFile, *, uploads: UploadedFile | None, map_text: str, is_dry_run: bool, by: Member
) -> Import:
    """Keep the files, and what is to be done with them. Raises ExportRefused, with nothing kept."""
    kept = folder() / get_random_string(32)
    kept.mkdir(mode=0o700)
    try:
        path = kept / _name(export)
        _keep(export, path)
        pictures = None
        if uploads:
            pictures = kept / PICTURES
            pictures.mkdir(mode=0o700)
            _keep(uploads, kept / PACKED)
        from articles.intake.wordpress.moving import ask

        return ask(files=[path], uploads=pictures, map_text=map_text, is_dry_run=is_dry_run, by=by)
    except BaseException:
        shutil.rmtree(kept, ignore_errors=True)
        raise


def once_more(import_: Import, *, is_dry_run: bool, by: Member) -> Import:
    """The same files with the same map, asked for again. Raises ExportRefused, where they are gone."""
    from articles.intake.wordpress.moving import ask

    return ask(
        files=[each["path"] for each in import_.files],
        uploads=import_.uploads or None,
        map_text=import_.map_text,
        is_dry_run=is_dry_run,
        by=by,
    )


def bring(pk: int) -> str:
    """Do it, or go on where it was cut off; the state in which it ended. What is done already is not done again."""
    import_ = Import.objects.get(pk=pk)
    if import_.state in (Import.State.DONE, Import.State.REFUSED):
        return str(import_.state)
    try:
        _unpack(import_)
    except ExportRefused as refused:
        import_.state, import_.reasons, import_.ended_at = Import.State.REFUSED, refused.reasons, timezone.now()
        import_.save()
        return str(import_.state)
    from articles.intake.wordpress.moving import move_in

    import_ = move_in(import_)
    if import_.state == Import.State.DONE and not import_.is_dry_run:
        _forget(import_)
    return str(import_.state)


def files_are_there(import_: Import) -> bool:
    return bool(import_.files) and all(Path(each["path"]).is_file() for each in import_.files)


def forget_old() -> int:
    """Remove what was handed in long ago, unless it still waits to be done; how many folders."""
    waiting = {place for each in Import.objects.filter(state__in=UNFINISHED) if (place := _place(each))}
    gone = 0
    for path in folder().iterdir():
        with suppress(OSError):
            age = timezone.now().timestamp() - path.stat().st_mtime
            if path.is_dir() and path not in waiting and age > KEPT.total_seconds():
                shutil.rmtree(path)
                gone += 1
            elif ".upload" in path.suffixes and age > HALF_KEPT.total_seconds():
                path.unlink()
    return gone


def _unpack(import_: Import) -> None:
    """Unpack the pictures that came in an archive, the first time this is begun."""
    place = _place(import_)
    if place is None or not (place / PACKED).is_file():
        return
    import_.state, import_.step = Import.State.READING, "unpacking"
    import_.started_at = import_.seen_at = timezone.now()
    import_.save()
    from articles.intake.archives import uploads_from_zip

    uploads_from_zip(place / PACKED, place / PICTURES)
    (place / PACKED).unlink()


def _forget(import_: Import) -> None:
    if place := _place(import_):
        shutil.rmtree(place, ignore_errors=True)


def _place(import_: Import) -> Path | None:
    """The folder of what was handed in at the desk; None where files were named on the command line."""
    for each in import_.files:
        path = Path(each["path"]).parent
        if path.parent == folder().resolve():
            return path
    return None


def _name(file: UploadedFile) -> str:
    """What the file is called, as far as it is harmless."""
    name = re.sub(r"[^\w.() -]", "_", Path(file.name or "").name)[-100:].lstrip(". ")
    return name if name not in ("", PICTURES, PACKED) else f"export-{name}"


def _keep(file: UploadedFile, path: Path) -> None:
    """Have the file at `path`: a large one lies in the same folder already, and isn't copied."""
    there = getattr(file, "temporary_file_path", None)
    if there:
        with suppress(OSError):
            path.hardlink_to(there())
            return
    with path.open("wb") as out:
        for chunk in file.chunks():
            out.write(chunk)
    path.chmod(0o600)
