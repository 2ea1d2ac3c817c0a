"""`make messages`: gathers every word that people are shown, for the translators of the interface.

Brings articles/locale/*/LC_MESSAGES/django.po up to date and compiles what is translated. Needs no GNU gettext: the
words are found by reading the code, and polib (requirements-dev.txt) writes the catalogues.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "articles" / "locale"
# Which arguments of each function are words, and which is their context.
FUNCTIONS = {"_": (0,), "gettext": (0,), "gettext_lazy": (0,), "gettext_noop": (0,), "ngettext": (0, 1),
             "ngettext_lazy": (0, 1), "pgettext": (1, 0), "pgettext_lazy": (1, 0)}  # fmt: skip
CONTEXTUAL = ("pgettext", "pgettext_lazy")
# What a template becomes when its words are gathered: calls, with all the rest blotted out.
CALL = re.compile(r"\b(gettext|_|ngettext|pgettext|npgettext)\s*\(")
LITERAL = re.compile(r"\s*,?\s*u?((?:'(?:[^'\\]|\\.)*')|(?:\"(?:[^\"\\]|\\.)*\"))", re.DOTALL)


@dataclass(frozen=True, order=True)
class Message:
    text: str
    plural: str = ""
    context: str = ""


def messages() -> dict[Message, list[str]]:
    """Every message of the code and the templates, with the files it is in."""
    found: dict[Message, set[str]] = {}
    for folder, pattern in (
        ("articles", "*.py"),
        ("newsroom", "*.py"),
        ("templates", "*.html"),
        ("templates", "*.txt"),
    ):
        for path in sorted((ROOT / folder).rglob(pattern)):
            read = of_code if pattern == "*.py" else of_template
            for message in read(path.read_text()):
                found.setdefault(message, set()).add(str(path.relative_to(ROOT)))
    return {message: sorted(found[message]) for message in sorted(found)}


def of_code(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in FUNCTIONS and (said := [_literal(argument) for argument in node.args]) and said[0]:
            yield _message(name, said)


def of_template(source: str) -> Iterator[Message]:
    code = templatize(source)
    for match in CALL.finditer(code):
        said = list(_arguments(code, match.end()))
        if said:
            yield _message(match[1], said)


def _message(name: str, said: list[str]) -> Message:
    # As Django asks for a message at run time: with the ends of lines as they are.
    if name in CONTEXTUAL:
        return Message(said[1], context=said[0])
    if name == "npgettext":
        return Message(said[1], said[2], said[0])
    return Message(said[0], said[1] if name.startswith("ngettext") else "")


def _literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _arguments(code: str, start: int) -> Iterator[str]:
    """The string literals from `start` up to the bracket that closes the call."""
    for match in re.compile(r"\s*,?\s*u?((?:'(?:[^'\\]|\\.)*')|(?:\"(?:[^\"\\]|\\.)*\"))", re.DOTALL).finditer(
        code, start
    ):
        if code[start : match.start()].strip():
            return
        text = match[1]
        yield ast.literal_eval(f"{text[0] * 3}{text[1:-1]}{text[0] * 3}" if "\n" in text else text)
        start = match.end()


def bring_up_to_date(path: Path) -> polib.POFile:
    """The catalogue at `path` with exactly the messages of today; what was translated stays."""
    catalogue = polib.pofile(str(path), wrapwidth=118)
    known = {(entry.msgid, entry.msgctxt or ""): entry for entry in catalogue}
    forms = int(re.search(r"nplurals=(\d)", catalogue.metadata["Plural-Forms"])[1])  # type: ignore[index]
    catalogue.clear()
    for message, files in messages().items():
        entry = known.get((message.text, message.context)) or polib.POEntry(
            msgid=message.text, msgid_plural=message.plural, msgctxt=message.context or None
        )
        if message.plural and not entry.msgstr_plural:
            entry.msgid_plural, entry.msgstr = message.plural, ""
            entry.msgstr_plural = dict.fromkeys(range(forms), "")
        entry.occurrences = [(file, "") for file in files]
        entry.flags = ["python-format"] if re.search(r"%\(\w+\)[sd]", message.text) else []
        catalogue.append(entry)
    return catalogue


def main() -> int:
    if not settings.configured:
        settings.configure(USE_I18N=True)
    for path in sorted(CATALOGUES.glob("*/LC_MESSAGES/django.po")):
        catalogue = bring_up_to_date(path)
        catalogue.save(str(path))
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))
        print(
            f"{path.relative_to(ROOT)}: {len(catalogue)} messages, {len(catalogue.untranslated_entries())} to translate"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
