"""An article's form as it stands stored, and what a page's script sends of it: the changes alone."""

import hashlib
import re
from collections.abc import Mapping
from copy import copy
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.forms.boundfield import BoundField
from django.http import HttpRequest, QueryDict

from articles.models import Article
from articles.models.text import BODY_MAX

from .conflict import BESIDE, seen_by, take_over

# What was sent for a field: its value, or its values where the form may send several or none.
Values = list[str]
ROWS_MAX = 50
_IN_A_ROW = re.compile(r"(?P<prefix>[a-z_]+)-(?P<row>0|[1-9][0-9]?)-(?P<field>[a-z_]+?)(?:_[01])?")


class Unreadable(ValueError):
    """What was sent fits no form of an article."""


class TooLong(Unreadable):
    """What was sent is longer than any text that could be saved."""


class BaseUnknown(ValueError):
    """A change was sent to a text that the desk doesn't have: the whole text is asked for."""


class Served:
    """The form of `article` as its page shows it to this member, with what is stored."""

    def __init__(self, model_admin: Any, request: HttpRequest, article: Article) -> None:
        reading = copy(request)
        # The forms are built as for a page that is opened: bound to nothing that was sent.
        reading.method = "GET"
        names = flatten_fieldsets(model_admin.get_fieldsets(reading, article))
        form_class = model_admin.get_form(reading, article, change=True, fields=names)
        self.article = article
        self.may_write = model_admin.has_change_permission(request, article)
        self.form: forms.BaseForm = form_class(instance=article)
        self.formsets = model_admin._create_formsets(reading, article, change=True)[0]

    @property
    def seen(self) -> str:
        """The marks of what is stored, as `conflict.differences` reads them: of the texts that are compared."""
        originals = self.formsets[0].initial_forms if self.formsets else []
        return seen_by([self.form, *originals])

    @cached_property
    def bounds(self) -> dict[str, BoundField]:
        """Each field by the name under which the form sends it; a moment by those of its day and its hour."""
        found = {}
        for form in [self.form, *(row for formset in self.formsets for row in formset.forms)]:
            for bound in (form[name] for name in form.fields if name not in BESIDE):
                parts = len(bound.field.fields) if isinstance(bound.field, forms.MultiValueField) else 0
                for name in [f"{bound.html_name}_{part}" for part in range(parts)] or [bound.html_name]:
                    found[name] = bound
        return found

    @cached_property
    def data(self) -> QueryDict:
        """What a browser would send if nothing were typed."""
        data = QueryDict(mutable=True)
        for bound in self.bounds.values():
            take_over(data, bound, bound.initial)
        for formset in self.formsets:
            data[f"{formset.prefix}-TOTAL_FORMS"] = str(formset.total_form_count())
            data[f"{formset.prefix}-INITIAL_FORMS"] = str(formset.initial_form_count())
            for row in formset.forms:
                data[row.add_prefix(formset.model._meta.pk.name)] = str(row.instance.pk or "")
                data[row.add_prefix(formset.fk.name)] = str(self.article.pk)
        return data

    def stored(self, name: str) -> Values:
        return list(map(str, self.data.getlist(name)))

    def with_changes(self, changes: Mapping[str, Values]) -> QueryDict:
        """What a browser would send with these values in its form."""
        data = self.data.copy()
        for name, values in changes.items():
            if values:
                data.setlist(name, values)
            else:
                data.pop(name, None)
        return data

    def that_differ(self, changes: Mapping[str, Values]) -> dict[str, Values]:
        """Those of `changes` that say something else than what is stored."""
        data = self.with_changes(changes)
        return {name: values for name, values in changes.items() if self._differs(name, data, values)}

    def _differs(self, name: str, data: QueryDict, values: Values) -> bool:
        bound = self.bounds.get(name)
        if bound is None:
            # Of a row that only the page has.
            return any(value.strip() for value in values)
        if bound.field.disabled:
            return False
        typed = bound.field.widget.value_from_datadict(data, {}, bound.html_name)
        return bool(bound.field.has_changed(bound.initial, typed))

    def is_a_field(self, name: str) -> bool:
        return name in self.bounds or self.row_field(name) is not None

    def row_field(self, name: str) -> BoundField | None:
        """The field `name` of a row that a script added to the page."""
        found = _IN_A_ROW.fullmatch(name)
        for formset in self.formsets:
            if found and found["prefix"] == formset.prefix and int(found["row"]) < ROWS_MAX:
                empty = formset.empty_form
                known = found["field"] in empty.fields and found["field"] not in BESIDE
                return empty[found["field"]] if known else None
        return None

    # --- What is sent ------------------------------------------------------------------------------

    def read(self, sent: Any, kept: Mapping[str, Values]) -> dict[str, Values]:
        """The values that `sent` gives: each whole, or as the part that changed of what is stored or `kept` already.

        Raises Unreadable, TooLong, BaseUnknown.
        """
        if not isinstance(sent, dict) or not all(self.is_a_field(name) for name in sent):
            raise Unreadable
        changes = {name: self._values(change, [self.stored(name), kept.get(name, [])]) for name, change in sent.items()}
        lengths = [len(value) for values in changes.values() for value in values]
        if max(lengths, default=0) > BODY_MAX or sum(lengths) > 4 * BODY_MAX:
            raise TooLong
        return changes

    def _values(self, change: Any, bases: list[Values]) -> Values:
        if isinstance(change, str):
            return [_plain(change)]
        if isinstance(change, list) and len(change) <= ROWS_MAX and all(isinstance(each, str) for each in change):
            return [_plain(each) for each in change]
        if isinstance(change, dict):
            texts = (values[0] for values in bases if len(values) == 1)
            for text in texts:
                if fingerprint(text) == change.get("base"):
                    return [_plain(_spliced(text, change))]
            raise BaseUnknown
        raise Unreadable


def fingerprint(text: str) -> str:
    """A short mark of a text, which the page's script makes too."""
    return hashlib.sha256(_line_ends(text).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _spliced(text: str, change: Mapping[str, Any]) -> str:
    """`text` with `gone` of its units from `at` on replaced; both count UTF-16, as scripts in a browser do."""
    at, gone, new = change.get("at"), change.get("gone"), change.get("new")
    if not (isinstance(at, int) and isinstance(gone, int) and isinstance(new, str) and at >= 0 and gone >= 0):
        raise Unreadable
    units = _line_ends(text).encode("utf-16-le", "surrogatepass")
    middle = new.encode("utf-16-le", "surrogatepass")
    return (units[: 2 * at] + middle + units[2 * (at + gone) :]).decode("utf-16-le", "replace")


def _plain(text: str) -> str:
    """What PostgreSQL can keep: no null, no half of a character."""
    return text.replace("\x00", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
