"""Measures that a desk turns into those its readers know: miles into kilometres, Fahrenheit into Celsius."""

from collections.abc import Iterator
from decimal import Decimal

# By family, each in the same unit: metres, kilograms, square metres, litres.
_FAMILIES = (
    {
        "mm": "0.001",
        "cm": "0.01",
        "m": "1",
        "km": "1000",
        "in": "0.0254",
        "ft": "0.3048",
        "yd": "0.9144",
        "mi": "1609.344",
    },
    {"g": "0.001", "kg": "1", "t": "1000", "lb": "0.4536", "st": "6.35", "oz": "0.02835"},
    {"m2": "1", "ha": "10000", "ac": "4046.86", "km2": "1000000"},
    {"l": "1", "gal": "3.785"},
)
_IN = {unit: (family, Decimal(worth)) for family, units in enumerate(_FAMILIES) for unit, worth in units.items()}
DEGREES = "°"
# Converted figures are rounded: 40 miles are given as 65 kilometres, 2 inches as 50 millimetres.
_SLACK = Decimal("0.1")


def is_measured_in(unit: str) -> bool:
    """Whether a measure in `unit` may be given in another."""
    return unit == DEGREES or unit in _IN


def converts(one: Decimal, unit: str, other: Decimal, other_unit: str) -> bool:
    """Whether the one measure is the other, in other units. "" stands for any unit of the same family but the same."""
    if unit == other_unit == DEGREES or {unit, other_unit} == {DEGREES, ""}:
        return _in_degrees(one, other) or _in_degrees(other, one)
    return any(
        abs(one * factor - other) <= max(_SLACK * other, Decimal("0.06")) for factor in _factors(unit, other_unit)
    )


def _factors(unit: str, other_unit: str) -> Iterator[Decimal]:
    known, also_known = _IN.get(unit), _IN.get(other_unit)
    if known and also_known and unit != other_unit and known[0] == also_known[0]:
        yield known[1] / also_known[1]


def _in_degrees(fahrenheit: Decimal, celsius: Decimal) -> bool:
    """As a temperature, or as the difference of two."""
    degrees = (fahrenheit - 32) * 5 / 9, fahrenheit * 5 / 9
    return any(abs(each - celsius) <= Decimal("0.7") for each in degrees)
