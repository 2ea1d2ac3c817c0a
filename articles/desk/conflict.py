"""Two people on one article: what a stale form says beside what was saved meanwhile."""

import hashlib
import json
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from articles.models.text import visible

# Fields that are no text of anybody's.
BESIDE = ("revision", "DELETE", "id", "article")


@dataclass
class Difference:
    """One field in which the two differ. `is_theirs`: who typed the stale form had not touched it; `is_frozen`: nobody
    changes it any more, so what was typed can only be copied from here.
    """

    label: str
    theirs: str
    yours: str
    is_theirs: bool
    lang: str = ""
    dir: str = ""
    is_frozen: bool = False


def seen_by(all_forms: Iterable[forms.BaseForm]) -> str:
    """What is stored as a form is shown, as short marks: sent along, they tell what was touched.

    Of what is stored, not of what the form holds: that may have been typed already, before it was shown again.
    """
    marks = {bound.html_name: _mark(_as_sent(bound, bound.initial)) for form in all_forms for bound in _fields(form)}
    return json.dumps(marks, separators=(",", ":"))


def differences(all_forms: Iterable[forms.BaseForm], seen: str) -> list[Difference]:
    """Where the typed forms differ from what is stored now; fields that only others touched are brought up to date
    in the forms, the rest stays as typed.
    """
    marks = _marks(seen)
    found = []
    for form in all_forms:
        data = form.data.copy() if isinstance(form.data, QueryDict) else dict(form.data)
        for bound in _fields(form):
            if not _differs(form, bound):
                continue
            stored = bound.initial
            untouched = marks.get(bound.html_name) == _mark(bound.data)
            found.append(
                Difference(
                    label=_label(form, bound),
                    theirs=_shown(bound, _as_sent(bound, stored)),
                    yours=_shown(bound, bound.data),
                    is_theirs=untouched,
                    lang=bound.field.widget.attrs.get("lang", ""),
                    dir=bound.field.widget.attrs.get("dir", ""),
                    is_frozen=bound.field.disabled,
                )
            )
            if untouched:
                _take_over(data, bound, stored)
        form.data = data
    return found


def _fields(form: forms.BaseForm) -> list[BoundField]:
    return [form[name] for name in form.fields if name not in BESIDE]


def _differs(form: forms.BaseForm, bound: BoundField) -> bool:
    """Whether what was sent says something else than what is stored."""
    if not bound.field.disabled:
        return bound.name in form.changed_data
    if bound.html_name not in form.data:
        return False
    # Frozen since the form was opened: Django would not look at what was typed into it.
    field = copy(bound.field)
    field.disabled = False
    return field.has_changed(bound.initial, bound.data)


def _as_sent(bound: BoundField, value: Any) -> Any:
    """`value` as the form sends it back: a moment as its day and its hour."""
    value = bound.field.prepare_value(value)
    widget: Any = bound.field.widget
    return widget.decompress(value) if isinstance(bound.field, forms.MultiValueField) else value


def _marks(seen: str) -> dict[str, str]:
    try:
        marks = json.loads(seen)
    except ValueError:
        return {}
    return marks if isinstance(marks, dict) else {}


def _mark(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        value = ",".join(sorted("" if each is None else str(each) for each in value))
    text = visible("" if value is None else str(value)).strip()
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _label(form: forms.BaseForm, bound: BoundField) -> str:
    instance = getattr(form, "instance", None)
    position = getattr(instance, "position", None)
    label = str(bound.label)
    return f"{instance._meta.verbose_name} {position}: {label}" if position else label  # type: ignore[union-attr]


def _shown(bound: BoundField, value: Any) -> str:
    """`value` as people read it: a choice by its label, a body as it is typed."""
    field = bound.field
    if isinstance(field, forms.ModelMultipleChoiceField):
        chosen = [getattr(each, "pk", each) for each in value or []]
        ids = [pk for pk in chosen if str(pk).isdigit()]
        rows: Any = field.queryset
        return ", ".join(str(each) for each in rows.filter(pk__in=ids))
    if isinstance(field, forms.ModelChoiceField):
        return _of_choice(field, value)
    if isinstance(field, forms.ChoiceField):
        labels: dict[Any, Any] = dict(field.choices)  # type: ignore[arg-type]
        return str(labels.get(value, value) or "–")
    if isinstance(value, (list, tuple)):
        return " ".join(str(each) for each in value if each)
    return str(field.prepare_value(value) if value not in (None, "") else "–")


def _of_choice(field: forms.ModelChoiceField, value: Any) -> str:
    try:
        chosen = field.to_python(value)
    except forms.ValidationError:
        return str(value)
    return str(chosen or "–")


def _take_over(data: Any, bound: BoundField, stored: Any) -> None:
    value = _as_sent(bound, stored)
    name = bound.html_name
    if isinstance(bound.field, forms.MultiValueField):
        for number, part in enumerate(value):
            data[f"{name}_{number}"] = "" if part is None else str(part)
        return
    if isinstance(value, (list, tuple)):
        if hasattr(data, "setlist"):
            data.setlist(name, [str(getattr(each, "pk", each)) for each in value])
        return
    if isinstance(bound.field, forms.BooleanField):
        if value:
            data[name] = "on"
        else:
            data.pop(name, None)
        return
    data[name] = "" if value is None else str(value)
