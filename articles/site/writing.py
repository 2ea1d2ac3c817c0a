"""Dates and numbers as readers write them: the one place through which those of every public page go.

Never what stands in an article, nor what machines read: addresses, `datetime` attributes, values of forms.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import formats, translation
from django.utils.dateformat import format as date_in

from articles.models import Numerals

ARABIC = "٠١٢٣٤٥٦٧٨٩"
EXTENDED_ARABIC = "۰۱۲۳۴۵۶۷۸۹"
# What Unicode's locale data (CLDR) names as the digits of each language. Urdu's papers write 0 to 9.
DIGITS = {
    "ar": ARABIC,
    "ckb": ARABIC,
    "fa": EXTENDED_ARABIC,
    "ps": EXTENDED_ARABIC,
    "sd": ARABIC,
}
# Where Arabic is written with 0 to 9.
EUROPEAN_PLACES = {"ar-AE", "ar-DZ", "ar-EH", "ar-LY", "ar-MA", "ar-TN"}

_own_digits: ContextVar[str] = ContextVar("_own_digits", default="")


@contextmanager
def written_in(language: str, numerals: str) -> Iterator[None]:
    """What is made inside speaks `language`, and writes numbers as `numerals` (of `Numerals`) asks."""
    base = language.partition("-")[0]
    is_own = numerals == Numerals.LANGUAGE and language not in EUROPEAN_PLACES
    before = _own_digits.set(DIGITS.get(base, "") if is_own else "")
    try:
        with translation.override(language):
            yield
    finally:
        _own_digits.reset(before)


def digits(words: object) -> str:
    """`words` with the digits 0 to 9 as the publication writes them: "2026", "12–14"."""
    own = _own_digits.get()
    text = str(words)
    return text.translate(str.maketrans("0123456789", own)) if own else text


def number(value: Any) -> str:
    """1,234 as the language groups it; anything that is no number stays as it is."""
    if not isinstance(value, int | float):
        return str(value)
    base = (translation.get_language() or "en").partition("-")[0]
    # Where nothing is known of a language, its numbers are grouped as in English.
    if base not in DIGITS and formats.get_format("NUMBER_GROUPING"):
        return formats.number_format(value, use_l10n=True, force_grouping=True)
    plain = f"{value:,}"
    return digits(plain).translate({ord(","): "٬", ord("."): "٫"}) if _own_digits.get() else plain


def day(value: date | None) -> str:
    """ "3 November 2026" in the order that the language says it."""
    return _dated(value, "DATE_FORMAT", "j F Y")


def month(value: date | None) -> str:
    """ "November 2026"."""
    return _dated(value, "YEAR_MONTH_FORMAT", "F Y")


def moment(value: datetime | None) -> str:
    """For `datetime` attributes, in which HTML takes no more than thousandths of a second."""
    return value.isoformat(timespec="seconds") if value else ""


def _dated(value: date | None, form: str, plain: str) -> str:
    if not value:
        return ""
    own = formats.get_format(form)
    # English says it in full here: the shorter form of its own is the desk's.
    is_plain = own == getattr(settings, form) or (translation.get_language() or "en").startswith("en")
    return digits(date_in(value, plain if is_plain else own))
