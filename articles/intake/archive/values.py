"""Whether what an archive says of a field may be stored as it stands: nothing of it is cleaned or mended."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models

from articles.models import Article, Edition, EditionOriginal, ImportedItem, SavedText, Translation
from articles.models.languages import WELL_FORMED, LanguageField
from articles.models.text import HtmlField, LineField, PassageField, clean_line, clean_passage

PICTURE = re.compile(r"(photos|withdrawn)/[A-Za-z0-9_-]{1,100}\.webp")
_MOMENT = re.compile(r"[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_DAY = re.compile(r"[12]\d{3}-\d\d-\d\d")
_WEB = re.compile(r"(https?|ftps?)://[^\s\x00-\x1f]+", re.IGNORECASE)
_CLEANED = (HtmlField, LineField, PassageField)
_NOT_AS_STORED = "isn't as the newsroom stores it: it holds what is cleaned away"

# What is wrong with a value, in words that follow its name; None where nothing is.
Fault = str | None
Check = Callable[[Any], Fault]


def check_of(field: models.Field[Any, Any]) -> Check:
    check = _SHAPES.get((field.model, field.name)) or _by_kind(field)
    if field.null:
        return lambda value: None if value is None else check(value)
    return check


def check_of_link(of: str) -> Check:
    return _list_of(_number if of == "pk" else _name)


def _by_kind(field: models.Field[Any, Any]) -> Check:
    if isinstance(field, models.BooleanField):
        return lambda value: None if isinstance(value, bool) else "is neither true nor false"
    if isinstance(field, models.ForeignKey | models.AutoField):
        return _number
    if isinstance(field, models.IntegerField):
        return _validated(field, int, "is no whole number")
    if isinstance(field, models.FloatField):
        return _validated(field, (int, float), "is no number")
    if isinstance(field, models.DateTimeField):
        return _moment
    if isinstance(field, models.DateField):
        return _day
    if isinstance(field, models.ImageField):
        return lambda value: _picture(value, may_be_empty=field.blank)
    if isinstance(field, ArrayField):
        return _list_of(_language)
    if isinstance(field, models.URLField):
        return _web
    if isinstance(field, models.CharField | models.TextField):
        return _text_check(field)
    raise TypeError(f"{field}: say in articles/intake/archive/values.py what it may hold.")


def _number(value: Any) -> Fault:
    return None if type(value) is int and 0 < value < 2**63 else "is no number of a row"


def _name(value: Any) -> Fault:
    is_name = isinstance(value, str) and 0 < len(value) <= 150 and clean_line(value) == value
    return None if is_name else "holds what is no name"


def _language(value: Any) -> Fault:
    return None if isinstance(value, str) and re.fullmatch(WELL_FORMED, value) else "holds what is no language code"


def _moment(value: Any) -> Fault:
    return _dated(value, _MOMENT, datetime.fromisoformat, "is no moment like 2026-03-01T09:30:00.000000Z")


def _day(value: Any) -> Fault:
    return _dated(value, _DAY, date.fromisoformat, "is no day like 2026-03-01")


def _dated(value: Any, pattern: re.Pattern[str], read_as: Callable[[str], object], fault: str) -> Fault:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        return fault
    try:
        read_as(value)
    except ValueError:
        return fault
    return None


def _picture(value: Any, *, may_be_empty: bool) -> Fault:
    if isinstance(value, str) and (PICTURE.fullmatch(value) or (not value and may_be_empty)):
        return None
    return "is no path of a picture below photos/ or withdrawn/"


def _text(value: Any) -> Fault:
    if not isinstance(value, str):
        return "is no text"
    # Half a pair of surrogates, which can't be stored either, is no UTF-8 and never gets here.
    return "holds a character that can't be stored" if "\0" in value else None


def _web(value: Any) -> Fault:
    if fault := _text(value):
        return fault
    return None if not value or (len(value) <= 1_000 and _WEB.fullmatch(value)) else "is no web address"


def _text_check(field: models.Field[Any, Any]) -> Check:
    cleaned = _cleaning_of(field)
    choices = (
        None if isinstance(field, LanguageField) or not field.choices else {each for each, _l in field.flatchoices}
    )
    longest = field.max_length if isinstance(field, models.CharField) and field.max_length else None
    validators = [each for each in field.validators if not isinstance(each, MaxLengthValidator)]

    def check(value: Any) -> Fault:
        if fault := _text(value):
            return fault
        if longest is not None and len(value) > longest:
            return "is longer than it may be"
        if cleaned is not None and not _stays(value, cleaned):
            return _NOT_AS_STORED
        if not value:
            return None if choices is None or field.blank else "is empty"
        if choices is not None and value not in choices:
            return "is none of the values it may have"
        return _fault_of(validators, value)

    return check


# Most long texts come twice, in a working copy and in an edition. By their hashes, which nobody can foresee.
_KNOWN_TO_STAY: set[int] = set()
_LONG, _MOST_KNOWN = 500, 500_000


def _stays(text: str, cleaned: Callable[[str], str]) -> bool:
    """Whether cleaning `text` leaves it as it is."""
    mark = hash((cleaned, text)) if len(text) > _LONG else 0
    if mark in _KNOWN_TO_STAY:
        return True
    stays = cleaned(text) == text
    if stays and mark and len(_KNOWN_TO_STAY) < _MOST_KNOWN:
        _KNOWN_TO_STAY.add(mark)
    return stays


def _cleaning_of(field: models.Field[Any, Any]) -> Callable[[str], str] | None:
    """What cleans `field` on its way in. An edition's words are copies of fields that are cleaned."""
    if isinstance(field, _CLEANED):
        return field.cleaned
    if field.model not in (Edition, EditionOriginal):
        return None
    if field.name in ("source_name", "source_label"):
        return clean_line
    if field.name == "disclaimer":
        return clean_passage
    working: type[models.Model] = Article if field.model is Edition else Translation
    try:
        copied_from = working._meta.get_field(field.name)
    except FieldDoesNotExist:
        return None
    return copied_from.cleaned if isinstance(copied_from, _CLEANED) else None


def _validated(field: models.Field[Any, Any], kind: type | tuple[type, ...], fault: str) -> Check:
    validators = field.validators

    def check(value: Any) -> Fault:
        if isinstance(value, bool) or not isinstance(value, kind):
            return fault
        return _fault_of(validators, value)

    return check


def _fault_of(validators: Any, value: Any) -> Fault:
    for validator in validators:
        try:
            validator(value)
        except ValidationError:
            return "is not what this field may hold"
    return None


# --- JSON --------------------------------------------------------------------------------------


def _list_of(check: Check) -> Check:
    def check_all(value: Any) -> Fault:
        if not isinstance(value, list):
            return "is no list"
        return next((fault for each in value if (fault := check(each))), None)

    return check_all


def _seal(value: Any) -> Fault:
    def is_part(name: str, part: Any) -> bool:
        return (
            re.fullmatch(r"[a-z0-9_.]{1,60}", name) is not None
            and isinstance(part, dict)
            and {"sha256"} <= part.keys() <= {"salt", "sha256"}
            and all(isinstance(said, str) and re.fullmatch("[0-9a-f]{32,64}", said) for said in part.values())
        )

    is_seal = isinstance(value, dict) and all(is_part(name, part) for name, part in value.items())
    return None if is_seal else "is no seal"


def _pair(value: Any) -> Fault:
    is_pair = (
        isinstance(value, list)
        and len(value) == 2
        and all(
            isinstance(side, list) and all(type(number) is int and number >= 0 for number in side) for side in value
        )
    )
    return None if is_pair else "pairs no paragraphs"


def _import_note(value: Any) -> Fault:
    is_note = isinstance(value, list) and [type(part) for part in value] == [int, str, str]
    return None if is_note and not _text(value[1]) and not _text(value[2]) else "holds what is no note"


def _saved_fields(value: Any) -> Fault:
    if not isinstance(value, dict):
        return "holds no texts"
    for name, said in value.items():
        if name == "position" and type(said) is int and 0 <= said < 2**15:
            continue
        check = _SAVED.get(name)
        if check is None or (fault := check(said)):
            return f"holds no “{name[:40]}” that may be stored" if check is None else f"holds a “{name}” that {fault}"
    return None


def _as_cleaned_by(field: object) -> Check:
    cleaned = field.cleaned if isinstance(field, _CLEANED) else str
    return lambda value: _text(value) or (None if _stays(value, cleaned) else _NOT_AS_STORED)


_OF_ARTICLE = ("headline", "standfirst", "body", "editors_note", "photo_alt", "photo_caption", "photo_credit")
_SAVED: dict[str, Check] = {
    **{name: _as_cleaned_by(Article._meta.get_field(name)) for name in _OF_ARTICLE},
    "byline": _as_cleaned_by(Translation._meta.get_field("byline")),
    "language": lambda value: None if value == "" else _language(value),
}
_SHAPES: dict[tuple[type[models.Model], str], Check] = {
    (Edition, "seal"): _seal,
    (EditionOriginal, "author_slugs"): _list_of(_text),
    (EditionOriginal, "alignment"): _list_of(_pair),
    (ImportedItem, "notes"): _list_of(_import_note),
    (SavedText, "fields"): _saved_fields,
}
