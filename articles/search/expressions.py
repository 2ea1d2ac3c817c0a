"""What the index is asked for: lexemes, one after another or not, all, either and without; and how PostgreSQL reads it.

An index of words knows which listings hold a lexeme, not where in them. So each expression has two readings: one that
the index decides alone and that leaves nothing out, and the exact one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .stems import quoted


@dataclass(frozen=True)
class OneOf:
    """At least one of these lexemes."""

    lexemes: frozenset[str]


@dataclass(frozen=True)
class Run:
    """At each step one of its lexemes, one right after another."""

    steps: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class All:
    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class Either:
    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class Without:
    part: "Expression"


Expression = OneOf | Run | All | Either | Without
# What no listing is found by.
NOTHING = OneOf(frozenset())


class Query(NamedTuple):
    """An expression as the index is asked for it: `at_least` by that alone, `exact` as it is ("" where that is it).

    `is_anchored`: there is something to look for, not merely to leave out. `name` tells several in one statement apart;
    `prefix` is that of the labels that it counts, where it stands beside a search.
    """

    at_least: str = ""
    exact: str = ""
    is_anchored: bool = False
    name: str = ""
    prefix: str = ""


EVERYTHING = Query()


def as_query(expression: Expression | None, *, name: str = "", prefix: str = "") -> Query:
    """None finds everything."""
    if expression is None:
        return Query(name=name, prefix=prefix)
    strictly = exact(expression) if has_places(expression) else ""
    return Query(at_least(expression), strictly, can_be_looked_up(expression), name, prefix)


def run(steps: Iterable[frozenset[str]]) -> OneOf | Run:
    steps = tuple(steps)
    return Run(steps) if len(steps) > 1 else OneOf(steps[0])


def together(parts: Iterable[Expression | None]) -> Expression | None:
    """All of `parts`; None where there is none."""
    some = tuple(dict.fromkeys(part for part in parts if part is not None))
    if NOTHING in some:
        return NOTHING
    return All(some) if len(some) > 1 else next(iter(some), None)


def either(parts: Iterable[Expression | None]) -> Expression | None:
    """At least one of `parts`; None where there is none."""
    sides = [part for part in parts if part is not None]
    some = tuple(dict.fromkeys(part for part in sides if part != NOTHING))
    if not some:
        return NOTHING if sides else None
    return Either(some) if len(some) > 1 else some[0]


def without(part: Expression | None) -> Expression | None:
    return None if part is None or part == NOTHING else Without(part)


def exact(expression: Expression) -> str:
    """`expression` as a tsquery."""
    match expression:
        case OneOf():
            return _one_of(expression.lexemes)
        case Run():
            return f"({' <-> '.join(map(_one_of, expression.steps))})"
        case All():
            return _join(" & ", map(exact, expression.parts))
        case Either():
            return _join(" | ", map(exact, expression.parts))
        case Without():
            return f"!{exact(expression.part)}"


def at_least(expression: Expression) -> str:
    """A tsquery without places that finds all that `expression` does; "" where that is everything."""
    match expression:
        case Run():
            return _join(" & ", dict.fromkeys(map(_one_of, expression.steps)))
        case All():
            return _join(" & ", filter(None, map(at_least, expression.parts)))
        case Either():
            sides = [at_least(part) for part in expression.parts]
            return _join(" | ", sides) if all(sides) else ""
        case Without():
            inner = at_most(expression.part)
            return f"!{inner}" if inner else ""
        case OneOf():
            return exact(expression)


def at_most(expression: Expression) -> str:
    """A tsquery without places that finds nothing beside what `expression` does; "" where that is nothing at all."""
    match expression:
        case Run():
            return ""
        case All():
            sides = [at_most(part) for part in expression.parts]
            return _join(" & ", sides) if all(sides) else ""
        case Either():
            return _join(" | ", filter(None, map(at_most, expression.parts)))
        case Without():
            inner = at_least(expression.part)
            return f"!{inner}" if inner else ""
        case OneOf():
            return exact(expression)


def words_alone(expression: Expression) -> str:
    """The words that `expression` looks for, without labels and without what is to be left out; "" for none."""
    match expression:
        case OneOf():
            return _one_of(lexeme for lexeme in expression.lexemes if not is_label(lexeme))
        case Run():
            return exact(expression)
        case All():
            return _join(" & ", filter(None, map(words_alone, expression.parts)))
        case Either():
            return _join(" | ", filter(None, map(words_alone, expression.parts)))
        case Without():
            return ""


def can_be_looked_up(expression: Expression) -> bool:
    """Whether an index need not go through everything for it: there is something to look for on every side."""
    match expression:
        case All():
            return any(map(can_be_looked_up, expression.parts))
        case Either():
            return all(map(can_be_looked_up, expression.parts))
        case Without():
            return False
        case _:
            return True


def any_of(queries: Iterable[str]) -> str:
    """Either of these tsqueries, as one."""
    return _join(" | ", queries)


def has_places(expression: Expression) -> bool:
    """Whether `at_least` finds more than `exact`."""
    match expression:
        case OneOf():
            return False
        case Run():
            return True
        case Without():
            return has_places(expression.part)
        case _:
            return any(map(has_places, expression.parts))


def lexemes_of(expression: Expression) -> Iterator[str]:
    """Each lexeme that is looked for, labels too; not what is to be left out."""
    match expression:
        case OneOf():
            yield from expression.lexemes
        case Run():
            for step in expression.steps:
                yield from step
        case All() | Either():
            for part in expression.parts:
                yield from lexemes_of(part)


def is_label(lexeme: str) -> bool:
    return ":" in lexeme


def _one_of(lexemes: Iterable[str]) -> str:
    # Sorted: the same search is the same text, byte for byte.
    return _join(" | ", map(quoted, sorted(lexemes)))


def _join(operator: str, parts: Iterable[str]) -> str:
    parts = list(parts)
    return f"({operator.join(parts)})" if len(parts) > 1 else "".join(parts)
