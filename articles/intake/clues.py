"""What one place in a text says of its outlet and author, and the outlets that a newsroom has already."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .spellings import key

# As weighed by hand on a few hundred lines: the place where something is said tells more than the words.
LINE, LINE_WITH_LABEL, BARE_LINE = 90, 94, 86
HIGH = 85


@dataclass(frozen=True, slots=True)
class Clue:
    """An outlet, an author, or both. `confidence` 0-100; `evidence`: the words that it was read from."""

    outlet: str
    author: str
    label: str
    confidence: int
    evidence: str
    # A line of its own, not a sentence of the text.
    is_line: bool = False


class Known:
    """The outlets that the newsroom has, found by any usual spelling."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = {key(name): name for name in reversed(names) if len(key(name)) > 1}

    def spelling(self, name: str) -> str:
        """The house spelling of `name`; "" when the newsroom doesn't have it."""
        if name in self._names.values():
            return name
        found = key(name)
        return self._names.get(found, "") or self._names.get(found.removesuffix("newspaper").removesuffix("net"), "")

    def of_host(self, host: str) -> str:
        """The outlet at a host like "www.enabbaladi.net"; "" when the newsroom has none that is called so."""
        parts = host.lower().split(":")[0].split(".")
        for part in [part for part in parts[:-1] if part not in ("www", "english", "en", "ar", "arabic", "com", "co")]:
            for each in (key(part), part.replace("-", "")):
                if each in self._names:
                    return self._names[each]
        return ""


@lru_cache(maxsize=8)
def known_outlets(names: tuple[str, ...]) -> Known:
    return Known(names)
