"""Two people on one article: what a stale form says beside what was saved meanwhile."""

import hashlib
import json
from collections.abc import Iterable
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
    """One field in which the two differ. `is_theirs`: who typed the stale form had not touched it."""

    label: str
    theirs: str
    yours: str
    is_theirs: bool
    lang: str = ""
    dir: str = ""


def seen_by(all_forms: Iterable[forms.BaseForm]) -> str:
    """What a form shows when it is opened, as short marks: sent along, they tell what was touched."""
    marks = {bound.html_name: _mark(bound.value()) for form in all_forms for bound in _fields(form)}
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
            if bound.name not in form.changed_data:
                continue
            stored = form.initial.get(bound.name, bound.field.initial)
            untouched = marks.get(bound.html_name) == _mark(bound.data)
            found.append(
                Difference(
                    label=_label(form, bound),
                    theirs=_shown(bound, stored),
                    yours=_shown(bound, bound.data),
                    is_theirs=untouched,
                    lang=bound.field.widget.attrs.get("lang", ""),
                    dir=bound.field.widget.attrs.get("dir", ""),
                )
            )
            if untouched:
                _take_over(data, bound, stored)
        form.data = data
    return found


def _fields(form: forms.BaseForm) -> list[BoundField]:
    return [form[name] for name, field in form.fields.items() if name not in BESIDE and not field.disabled]


def _marks(seen: str) -> dict[str, str]:
    try:
        marks = json.loads(seen)
    except ValueError:
        return {}
    return marks if isinstance(marks, dict) else {}


def _mark(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        value = ",".join(sorted(str(each) for each in value))
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
    value = bound.field.prepare_value(stored)
    name = bound.html_name
    if isinstance(bound.field, forms.MultiValueField) or isinstance(value, (list, tuple)):
        if hasattr(data, "setlist") and isinstance(value, (list, tuple)):
            data.setlist(name, [str(getattr(each, "pk", each)) for each in value])
        return
    if isinstance(bound.field, forms.BooleanField):
        if value:
            data[name] = "on"
        else:
            data.pop(name, None)
        return
    data[name] = "" if value is None else str(value)
