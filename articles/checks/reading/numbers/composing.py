"""Numbers put together from their words and figures."""

from dataclasses import dataclass, field
from decimal import Decimal

from .words import HUNDRED, Atom, Lexicon

ZERO = Decimal(0)
THOUSAND = 1000


@dataclass(slots=True)
class Run:
    """A number as it is read, word by word."""

    lexicon: Lexicon
    start: int
    end: int = 0
    whole: Decimal = ZERO
    part: Decimal = ZERO
    others: frozenset[Decimal] = frozenset()
    is_sure: bool = False
    is_vague: bool = False
    is_several: bool = False
    may_be_name: bool = False
    name: str = ""
    ends: bool = False
    has_digits: bool = False
    last_scale: Decimal = ZERO
    last: Atom = field(default_factory=lambda: Atom("and"))
    starts_with_fraction: bool = False
    has_fraction: bool = False

    @property
    def value(self) -> Decimal:
        return self.whole + self.part

    def begin(self, atom: Atom, end: int) -> None:
        """The first word."""
        if atom.kind == "scale":
            self.is_several = atom.is_several
            self._multiply(Decimal(1), atom.value)
        elif atom.kind == "fraction":
            self.part = atom.value
            self.starts_with_fraction = self.has_fraction = True
        else:
            self._put(atom)
        self.others = atom.others
        self._keep(atom, end)

    def takes(self, atom: Atom, end: int, *, joined: bool, after_a: bool) -> bool:
        """Whether the word goes on with this number; if so, it does. `joined`: by "and", `after_a`: by "a" or "of"."""
        if self.ends or atom.kind == "alone" or (after_a and not self._may_stand_after_a(atom, joined=joined)):
            return False
        taken = {"plain": self._add, "scale": self._scale, "fraction": self._break}[atom.kind](atom, joined)
        if taken:
            self._keep(atom, end)
            self.is_several |= atom.is_several and self.lexicon.always_several
        return taken

    def _may_stand_after_a(self, atom: Atom, *, joined: bool) -> bool:
        if atom.kind == "fraction":
            return joined
        if atom.kind == "scale":
            return not joined and (self.starts_with_fraction or not self.is_sure or self.lexicon.by_twenties)
        return False

    def _keep(self, atom: Atom, end: int) -> None:
        self.end, self.last = end, atom
        self.is_sure |= atom.is_sure
        self.ends |= atom.ends or atom.kind == "alone"
        self.has_digits |= atom.is_digits
        self.starts_with_fraction &= atom.kind == "fraction"

    def _add(self, atom: Atom, joined: bool) -> bool:
        if not self._fits(atom, joined):
            return False
        if self.lexicon.by_twenties and self.part % HUNDRED == 4 and atom.value == 20:
            self.part += 76
        else:
            # What else the word may say, with what stands before it.
            self.others = frozenset(each + self.value for each in atom.others)
            self._put(atom)
        return True

    def _put(self, atom: Atom) -> None:
        if atom.value < THOUSAND or atom.is_digits:
            self.part += atom.value
        else:
            # Two thousand, two million: a dual.
            self.whole += atom.value
            self.last_scale = atom.value / 2

    def _fits(self, atom: Atom, joined: bool) -> bool:
        more, tail = atom.value, self.part % HUNDRED
        if more == 0 or self.part % 1 or more % 1:
            return False
        if atom.is_digits or self.last.is_digits:
            return self._digits_fit(atom, joined)
        if self.lexicon.units_first and 0 < tail < 10 and self.last.kind == "plain":
            return (20 <= more < HUNDRED and joined) or (more == 10 and not joined)
        if not self.part:
            return more < self.last_scale and (joined or not self.lexicon.needs_and)
        if self.lexicon.needs_and and not joined:
            return False
        if self.lexicon.by_twenties and not tail % 20 and tail >= 60 and 10 <= more < 20:
            return True
        if self.lexicon.by_twenties and self.last.value == 4 and tail == 4 and more == 20 and not joined:
            return True
        if joined and not self.lexicon.needs_and and tail and not self.lexicon.by_twenties:
            return False
        return (tail == 0 and more < HUNDRED) or (
            not self.lexicon.units_first and tail > 0 and tail % 10 == 0 and more < 10
        )

    def _digits_fit(self, atom: Atom, joined: bool) -> bool:
        if self.part or not atom.is_digits:
            return False
        if joined != self.lexicon.needs_and or atom.value < 10:
            return False
        return atom.value < self.last_scale and self.has_digits

    def _scale(self, atom: Atom, joined: bool) -> bool:
        scale = atom.value
        if self.last.kind == "scale" and self.last.value == scale:
            return False
        if joined:
            return self._add_scale(scale)
        if self.part:
            if scale <= HUNDRED and (self.part >= HUNDRED and not self.last.is_digits):
                return False
            if self.last_scale and scale >= self.last_scale:
                return False
            self._multiply(self.part, scale)
            return True
        if self.last_scale and scale > self.last_scale:
            self.others = frozenset(each * scale for each in self.others)
            self.whole, self.last_scale = self.whole * scale, scale
            return True
        return scale < self.last_scale and not self.lexicon.needs_and and self._add_scale(scale)

    def _add_scale(self, scale: Decimal) -> bool:
        """A hundred, or a thousand, more."""
        if not self.last_scale or self.part or scale >= self.last_scale:
            return False
        self._multiply(Decimal(1), scale)
        return True

    def _multiply(self, by: Decimal, scale: Decimal) -> None:
        self.others = frozenset() if self.has_fraction else frozenset(each * scale for each in self.others)
        if scale < THOUSAND:
            self.part = by * scale
        else:
            self.whole, self.part, self.last_scale = self.whole + by * scale, ZERO, scale

    def _break(self, atom: Atom, joined: bool) -> bool:
        """And a half."""
        has_word_of_its_own = self.lexicon.point == "," and not self.lexicon.by_twenties
        if self.has_fraction or self.part % 1 or (not joined and not has_word_of_its_own) or atom.value >= 1:
            return False
        if self.last.kind == "scale" and self.last.value >= THOUSAND:
            self.whole += atom.value * self.last.value
        else:
            # Half past seven.
            self.others = frozenset({self.part + atom.value * 60 / 100})
            self.part += atom.value
        self.has_fraction = True
        return True
