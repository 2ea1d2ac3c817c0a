"""What the desk may ask, and of whom."""

import ast
from pathlib import Path

import articles.desk


def test_the_desk_asks_the_workflow_and_none_of_its_inner_modules() -> None:
    (desk,) = articles.desk.__path__
    inner = {path.stem for path in (Path(desk).parent / "workflow").glob("*.py")}
    asked = {
        f"{path.name}: {node.module}.{alias.name}"
        for path in Path(desk).glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("articles.workflow")
        for alias in node.names
        if node.module != "articles.workflow" or alias.name in inner
    }

    assert asked == set()
