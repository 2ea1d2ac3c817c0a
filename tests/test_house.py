"""Where things may lie, and what may import what: the plan in docs/architecture.md, held."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("desk", "site", "intake")
INNER = ("workflow", "disclaimer", "checks", "search")

# Who may be imported by whom, beside oneself.
MAY_IMPORT = {
    **dict.fromkeys(ROOMS, frozenset({*INNER, "models", "redirecting"})),
    # What would keep an editor waiting, the desk hands to a worker.
    "desk": {*INNER, "models", "preview", "comparing", "redirecting", "tables", "tasks", "receiving", "renditions"},
    # The demo is looked at before a worker comes to its photos.
    "intake": {*INNER, "models", "redirecting", "renditions"},
    # Readers' code sees neither the workflow nor a working copy.
    "site": {"search", "models", "disclaimer", "comparing", "watching"},
    **dict.fromkeys(INNER, frozenset({*INNER, "models"})),
    "workflow": {*INNER, "models", "tables"},
    # What runs without anybody waiting: the worker, its tasks, and the mail they send.
    "mailing": {"models"},
    "tasks": {"mailing", "receiving", "renditions", "workflow", "models"},
    # The sized files of photos.
    "renditions": {"models"},
    # What a worker makes of readers' pages before anybody reads them: it renders as the site does.
    "page_parts": {"models", "site"},
    # The worker beside its tasks: it tells who stands in front of the site what changed, and makes parts of pages.
    "working": {"tasks", "workflow", "models", "watching", "purging", "page_parts"},
    "purging": set(),
    # Whether anything changed for readers.
    "watching": {"models"},
    # What changed between two texts: it knows what a paragraph is, and nothing else.
    "comparing": {"models"},
    # Where old addresses lead: made at the desk, and by what moves in.
    "redirecting": {"models", "tables"},
    # A file as a spreadsheet saves it.
    "tables": set(),
    # What was handed in to be moved in: where a worker, and the desk through it, meet the intake.
    "receiving": {"intake", "models"},
    "models": set(),
    # The reader's page of a working copy: it shows the one with the other, and the desk alone may ask it to.
    "preview": {"disclaimer", "models", "site"},
    "templatetags": {"models", "search", "site"},
}


def modules() -> list[Path]:
    return [path for path in sorted((ROOT / "articles").rglob("*.py")) if "migrations" not in path.parts]


def part_of(path: Path) -> str:
    return path.relative_to(ROOT / "articles").parts[0].removesuffix(".py")


def imported_parts(path: Path) -> Iterator[str]:
    """The parts of `articles` that the module at `path` imports, relative imports resolved."""
    package = ("articles", *path.relative_to(ROOT / "articles").parent.parts)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "articles" and len(parts) > 1:
                yield parts[1]


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_imports_point_one_way(part: str) -> None:
    # Commands and the application itself are not among the parts: they may call any room.
    against_the_arrows = {
        f"{path.relative_to(ROOT)} imports {imported}"
        for path in modules()
        if part_of(path) == part
        for imported in set(imported_parts(path)) - {part} - MAY_IMPORT[part]
    }

    assert against_the_arrows == set()


def test_the_project_names_the_articles_only_in_its_map_and_settings() -> None:
    naming = {
        path.name
        for path in (ROOT / "newsroom").glob("*.py")
        if any(
            isinstance(node, ast.Import | ast.ImportFrom)
            and any(
                name.split(".")[0] == "articles"
                for name in (
                    [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
                )
            )
            for node in ast.walk(ast.parse(path.read_text()))
        )
    }

    assert naming <= {"urls.py", "settings.py"}


def test_no_file_outgrows_its_subject() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("articles", "newsroom")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 400
    }

    assert long == {}


def test_no_source_file_is_named_for_its_kind() -> None:
    kinds = {"utils.py", "helpers.py", "misc.py", "common.py"}

    assert [path for path in modules() if path.name in kinds] == []


def test_the_site_never_reads_a_working_copy() -> None:
    """Nor through a listing that leads to one: `listing.article_id` is a number, `listing.article` is the desk's."""
    root = ROOT / "articles"
    for path in [*(root / "site").rglob("*.py"), *(root / "search").rglob("*.py"), root / "templatetags/site.py"]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                assert not {"Article", "Translation", "workflow"} & {name.name for name in node.names}, path
                assert "workflow" not in (node.module or ""), path
            elif isinstance(node, ast.Attribute):
                assert node.attr not in ("article", "translation", "workflow"), path
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert "article__" not in node.value, path


def test_the_templates_never_read_a_working_copy() -> None:
    for path in (ROOT / "templates/site").rglob("*.html"):
        for code in re.findall(r"\{[{%].*?[%}]\}", path.read_text()):
            assert not re.search(r"\.article\b|\.translation\b|workflow", code), path
