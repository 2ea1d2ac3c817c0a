"""What was asked for, what was measured, on how much of what."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

_BEGAN = time.monotonic()


def say(line: str) -> None:
    """Tell whoever waits how far it is; the table alone goes to standard output."""
    print(f"{time.monotonic() - _BEGAN:6.0f} s  {line}", file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Row:
    """One figure. `is_met` is None where nothing was asked for."""

    what: str
    asked: str
    measured: str
    sample: str
    is_met: bool | None = None


@dataclass
class Report:
    rows: list[Row | str] = field(default_factory=list)

    def title(self, text: str) -> None:
        say(text)
        self.rows.append(text)

    def add(self, what: str, measured: str, sample: str, *, asked: str = "", is_met: bool | None = None) -> None:
        row = Row(what, asked, measured, sample, is_met)
        say(f"    {row.what}: {row.measured}{'' if is_met is not False else '  MISSED'}")
        self.rows.append(row)

    def details(self, lines: Sequence[str], most: int = 20) -> None:
        """What is behind the row before, each once."""
        several = sorted(set(lines))
        if several:
            more = [f"and {len(several) - most} more"] if len(several) > most else []
            self.rows.append("\n".join(f"          {line}" for line in [*several[:most], *more]))

    def share(self, what: str, good: int, of: int, sample: str, *, at_least: float | None = None) -> None:
        """A row of how many of a sample were good; `at_least` in percent."""
        measured = 100 * good / of if of else 0.0
        self.add(
            what, f"{measured:.1f} % ({good} of {of})", sample,
            asked="" if at_least is None else f"≥ {at_least:g} %",
            is_met=None if at_least is None else measured >= at_least,
        )  # fmt: skip

    @property
    def missed(self) -> list[Row]:
        return [row for row in self.rows if isinstance(row, Row) and row.is_met is False]

    def __str__(self) -> str:
        rows = [row for row in self.rows if isinstance(row, Row)]
        widths = [max(len(getattr(row, name)) for row in rows) for name in ("what", "asked", "measured")]
        lines = []
        for row in self.rows:
            if isinstance(row, str):
                lines += ["", row]
                continue
            mark = {True: "ok    ", False: "MISSED", None: "      "}[row.is_met]
            cells = [row.what.ljust(widths[0]), row.asked.ljust(widths[1]), row.measured.ljust(widths[2]), row.sample]
            lines.append(f"  {mark}  {'  '.join(cells)}".rstrip())
        return "\n".join(lines)

    def markdown(self) -> str:
        """The same as tables of Markdown."""
        lines = list[str]()
        for row in self.rows:
            if isinstance(row, Row):
                mark = {True: "yes", False: "**no**", None: ""}[row.is_met]
                lines.append(f"| {row.what} | {row.asked} | {row.measured} | {mark} | {row.sample} |")
            elif row.startswith(" "):
                lines += ["", row.strip()]
            else:
                lines += ["", f"**{row}**", "", "| what | asked | measured | met | how |", "|---|---|---|---|---|"]
        return "\n".join(lines)
