"""Two people on one article: what a stale form says beside what was saved meanwhile."""

import hashlib
import json
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from articles import comparing
from articles.models.text import visible

from .merging import Offer, offers
from .writing import Body, Line, Passage

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
    html_name: str = ""
    rows: list[comparing.Row] = dataclass_field(default_factory=list)
    offers: list[Offer] = dataclass_field(default_factory=list)


def seen_by(all_forms: Iterable[forms.BaseForm]) -> str:
    """What is stored as a form is shown, as short marks: sent along, they tell what was touched.

    Of what is stored, not of what the form holds: that may have been typed already, before it was shown again.
    """
    marks = {bound.html_name: _mark(_as_sent(bound, bound.initial)) for form in all_forms for bound in _fields(form)}
    return json.dumps(marks, separators=(",", ":"))


def differences(all_forms: Iterable[forms.BaseForm], seen: str, revision: str = "") -> list[Difference]:
    """Where the typed forms differ from what is stored now; fields that only others touched are brought up to date
    in the forms, the rest stays as typed. `revision` is that of which the typed forms were opened.
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
                    label=label_of(form, bound),
                    theirs=shown(bound, _as_sent(bound, stored)),
                    yours=shown(bound, bound.data),
                    is_theirs=untouched,
                    lang=bound.field.widget.attrs.get("lang", ""),
                    dir=bound.field.widget.attrs.get("dir", ""),
                    is_frozen=bound.field.disabled,
                    html_name=bound.html_name,
                    **_compared(form, bound, revision, untouched=untouched),
                )
            )
            if untouched:
                take_over(data, bound, stored)
        form.data = data
    return found


def _compared(form: forms.BaseForm, bound: BoundField, revision: str, *, untouched: bool) -> dict[str, Any]:
    """A text word by word, theirs beside yours; and of a body that both may have changed, the two put together."""
    if not isinstance(bound.field, (Line, Passage, Body)) or untouched:
        return {}
    theirs, yours = str(bound.initial or ""), bound.field.clean_text(str(bound.data or ""))
    if not isinstance(bound.field, Body):
        return {"rows": comparing.compare_passages(theirs, yours)}
    row = getattr(form, "instance", None)
    may_merge = row is not None and row.pk and not bound.field.disabled
    return {
        "rows": comparing.compare_bodies(theirs, yours),
        "offers": offers(row, bound.html_name, theirs, yours, revision) if may_merge else [],
    }


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


def label_of(form: forms.BaseForm, bound: BoundField) -> str:
    instance = getattr(form, "instance", None)
    position = getattr(instance, "position", None)
    label = str(bound.label)
    return f"{instance._meta.verbose_name} {position}: {label}" if position else label  # type: ignore[union-attr]


def shown(bound: BoundField, value: Any) -> str:
    """`value` as people read it: a choice by its label, a body as it is typed."""
    field = bound.field
    if isinstance(field, forms.ModelMultipleChoiceField):
        chosen = [getattr(each, "pk", each) for each in value or []]
        ids = [pk for pk in chosen if str(pk).isdecimal() and len(str(pk)) < 19]
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


def take_over(data: Any, bound: BoundField, stored: Any) -> None:
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
