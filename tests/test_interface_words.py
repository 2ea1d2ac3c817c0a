"""The desk's words in other languages: all of them, as compiled, with nothing lost on the way."""

import re
from pathlib import Path

import polib
import pytest

from newsroom.messages import CATALOGUES, messages, of_code, of_template

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]|<[^>]+>")
PATHS = sorted(CATALOGUES.glob("*/LC_MESSAGES/django.po"))


def names(path: Path) -> str:
    return path.parent.parent.name


def test_there_is_a_catalogue_for_each_language_of_the_desk() -> None:
    assert [names(path) for path in PATHS] == ["ar"]


@pytest.mark.parametrize("path", PATHS, ids=names)
def test_every_word_that_people_are_shown_is_translated(path: Path) -> None:
    catalogue = polib.pofile(str(path))
    known = {(entry.msgid, entry.msgctxt or ""): entry for entry in catalogue}

    asked = {(message.text, message.context) for message in messages()}

    assert asked - set(known) == set(), "run `make messages`"
    assert set(known) - asked == set(), "run `make messages`"
    assert [entry.msgid for entry in catalogue if not entry.translated()] == []


@pytest.mark.parametrize("path", PATHS, ids=names)
def test_a_translation_keeps_every_placeholder(path: Path) -> None:
    lost = [
        entry.msgid
        for entry in polib.pofile(str(path))
        for text in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
        # A plural form that says its number in a word may leave it out: "article", "two articles".
        if set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        or (not entry.msgid_plural and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid)))
    ]

    assert lost == []


@pytest.mark.parametrize("path", PATHS, ids=names)
def test_what_is_compiled_is_what_was_translated(path: Path) -> None:
    written = {(entry.msgid, entry.msgctxt): (entry.msgstr, entry.msgstr_plural) for entry in polib.pofile(str(path))}

    compiled = {
        (entry.msgid, entry.msgctxt): (entry.msgstr, entry.msgstr_plural)
        for entry in polib.mofile(str(path.with_suffix(".mo")))
    }

    assert compiled == {text: said for text, said in written.items() if any(said)}


def test_words_are_found_in_code_and_in_templates() -> None:
    code = 'from x import gettext as _\n_("One") + ngettext("%d day", "%d days", n) + pgettext("of a text", "Two")'
    template = (
        "{% load i18n %}{% translate 'Three' %}{% blocktranslate with a=b %}Four {{ a }}\nlines{% endblocktranslate %}"
    )

    assert {(each.text, each.plural, each.context) for each in of_code(code)} == {
        ("One", "", ""),
        ("Two", "", "of a text"),
        ("%d day", "%d days", ""),
    }
    assert [each.text for each in of_template(template)] == ["Three", "Four %(a)s\nlines"]
