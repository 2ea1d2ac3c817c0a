"""A table that somebody sends, as a spreadsheet saves it: its lines, or why it can't be read."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from django.utils.translation import gettext as _

MOST_BYTES = 20 * 1024 * 1024
MOST_LINES = 100_000
_DELIMITERS = ("\t", ";", ",")
# What makes a spreadsheet reckon with a cell instead of showing it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class FileRefused(Exception):
    """A file that can't be read; `str()` says why, in words for the desk."""


def read_table(file: BinaryIO, is_right: Callable[[Sequence[str]], bool]) -> Iterator[tuple[int, list[str]]]:
    """The lines that say anything, each with its number (from 1) and its cells, trimmed.

    Columns are parted by commas, semicolons or tabs: whichever makes more of the first lines `is_right`. Raises
    FileRefused for what is no such file, or a larger one than 20 MB or 100,000 lines.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise FileRefused(_("The file is larger than 20 MB: split it."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileRefused(_("Line %(line)s is not in UTF-8: save the file as “CSV UTF-8”.") % {"line": line}) from None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, is_right))
    try:
        for row in reader:
            if reader.line_num > MOST_LINES:
                raise FileRefused(_("The file has more than 100,000 lines: split it."))
            cells = [_as_meant(cell.strip()) for cell in row]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error:
        raise FileRefused(
            _("Line %(line)s can't be read: is a quotation mark left open before it?") % {"line": reader.line_num}
        ) from None


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; `read_table` gives it back as it was."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _as_meant(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _delimiter(text: str, is_right: Callable[[Sequence[str]], bool]) -> str:
    def parted(delimiter: str) -> int:
        rows = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=delimiter)
        try:
            first = list(islice(rows, 20))
        except csv.Error:
            return 0
        return sum(is_right(row) for row in first)

    return max(_DELIMITERS, key=parted)
