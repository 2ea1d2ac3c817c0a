"""Form fields that take text as people type and paste it, and leave alone what they didn't touch."""

import re
from html import unescape
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy

from articles.models.text import HtmlField, LineField, PassageField, clean_html, clean_line, clean_passage, visible

_BETWEEN_PARAGRAPHS = re.compile(r"</p>\s*<p>")
_BREAK = re.compile(r"<br\s*/?>\n?")
_AFTER_BLOCK = re.compile(r"(</(?:p|h[2-4]|li|ul|ol|blockquote|figure)>|<(?:ul|ol|blockquote|hr)>)\s*\n\s*")
_BEFORE_NEXT = re.compile(r"(</(?:p|h[2-4]|li|ul|ol|blockquote|figure)>|<(?:ul|ol|blockquote|hr)>)(?=<)")


def as_typed(html: str) -> str:
    """A body as a person types it: paragraphs with a blank line between them and no tags around, where typing that
    gives this body again; else its HTML, a block on each line.
    """
    inner = html.removeprefix("<p>").removesuffix("</p>")
    text = _BREAK.sub("\n", _BETWEEN_PARAGRAPHS.sub("\n\n", inner))
    for candidate in (unescape(text), text):
        if _joined(clean_html(candidate)) == _joined(html):
            return candidate
    return _BEFORE_NEXT.sub(r"\1\n", html)


def _joined(html: str) -> str:
    """Without the line ends between blocks, which say nothing."""
    return _AFTER_BLOCK.sub(r"\1", html)


class _Typed(forms.CharField):
    """Text, cleaned as the model's field would."""

    clean_text = staticmethod(clean_line)

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return self.clean_text(value) if value else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled or visible(data or "").strip() == visible(self.prepare_value(initial or "")).strip():
            return False
        return bool(self.to_python(data) != (initial or ""))


class Line(_Typed):
    pass


class Passage(_Typed):
    clean_text = staticmethod(clean_passage)


class Body(_Typed):
    @staticmethod
    def clean_text(text: str) -> str:
        return _joined(clean_html(_joined(visible(text))))

    def prepare_value(self, value: Any) -> Any:
        return as_typed(value) if isinstance(value, str) else value


# Addresses read from left to right in every language.
LATIN = {"dir": "ltr"}
OVERRIDES: dict[type[models.Field], dict[str, Any]] = {
    models.URLField: {"widget": forms.URLInput(attrs={"class": "vURLField", **LATIN})},
    models.SlugField: {"widget": forms.TextInput(attrs={"class": "vTextField", **LATIN})},
    models.EmailField: {"widget": forms.EmailInput(attrs={"class": "vTextField", **LATIN})},
    LineField: {"form_class": Line, "widget": forms.TextInput(attrs={"class": "vTextField"})},
    PassageField: {"form_class": Passage, "widget": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3})},
    HtmlField: {
        "form_class": Body,
        "widget": forms.Textarea(attrs={"class": "vLargeTextField desk-writing", "rows": 24}),
    },
}


# What a field is called on forms, where the model's own word is not one of the desk.
LABELS = {"slug": gettext_lazy("End of the address")}


class DeskForm(forms.ModelForm):
    """A form in which text that was not touched stays as stored, byte for byte.

    `refusal`: why the database refused what was typed, when it did; the form then says so.
    """

    refusal: ClassVar[str] = ""

    class Meta:
        labels = LABELS

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        for name, field in self.fields.items():
            if isinstance(field, _Typed) and name in self.cleaned_data and name not in self.changed_data:
                self.cleaned_data[name] = self.initial.get(name) or self.cleaned_data[name]
        if self.refusal:
            raise ValidationError(self.refusal)
        return self.cleaned_data
