"""Every kind of page, from either side, in light and dark: axe-core, and the Nu HTML checker."""

import json
import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.report import Report
from tests.site.accessible import violations, widths_too_narrow

from .fetching import fetched

WIDTHS = (1440, 768, 390)


def accessible(report: Report, browser: Browser, origin: str, kinds: Mapping[str, str], said: str) -> None:
    """`said`: in which direction the pages run now."""
    wrong: list[str] = []
    narrow: list[str] = []
    for scheme in ("light", "dark"):
        context = browser.new_context(base_url=origin, color_scheme=scheme)
        page = context.new_page()
        for kind, path in kinds.items():
            page.goto(path)
            wrong += [f"{kind} ({scheme}): {each}" for each in violations(page)]
            narrow += [f"{kind} at {width}" for width in widths_too_narrow(page, WIDTHS)] if scheme == "light" else []
        context.close()
    sample = f"{len(kinds)} kinds of page, light and dark"
    report.add(f"violations, {said}", str(len(wrong)), sample, asked="0", is_met=not wrong)
    report.details(wrong)
    report.add(f"pages to scroll sideways, {said}", str(len(narrow)), ", ".join(narrow[:5]) or sample,
               asked="0", is_met=not narrow)  # fmt: skip


class CheckerFailed(Exception):
    """The HTML checker said nothing that can be read; the message is its own."""


def valid_html(
    report: Report, checker: list[str], origin: str, kinds: Mapping[str, str], said: str, folder: Path
) -> None:
    """Raises CheckerFailed."""
    files = {}
    folder.mkdir(parents=True, exist_ok=True)
    for number, (kind, path) in enumerate(kinds.items()):
        file = folder / f"{said.replace(' ', '-')}-{number}.html"
        file.write_bytes(fetched(origin + path))
        files[file.name] = kind
    messages = _said_of(checker, [folder / name for name in files])
    errors = [f"{files[Path(each['url']).name]}: {each['message']} ({each.get('extract', '').strip()[:120]})"
              for each in messages if each["type"] != "info"]  # fmt: skip
    warnings = Counter(each["message"] for each in messages if each.get("subType") == "warning")
    report.add(f"errors, {said}", str(len(errors)), f"{len(kinds)} kinds of page", asked="0", is_met=not errors)
    report.details(errors)
    report.add(f"warnings, {said}", str(warnings.total()), "; ".join(warnings)[:200])


def _said_of(checker: list[str], files: list[Path]) -> list[dict[str, str]]:
    # Its answer is 1 where it found something: what it says counts.
    done = subprocess.run(  # noqa: S603
        [*checker, "--format", "json", "--exit-zero-always", *map(str, files)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    try:
        return list(json.loads(done.stderr or done.stdout)["messages"])
    except (ValueError, KeyError) as error:
        raise CheckerFailed((done.stderr or done.stdout).strip()[-300:] or "it said nothing") from error
