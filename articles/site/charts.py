"""Bars drawn by the server: an SVG of plain shapes that scales with the reader's letters, and a table behind it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import Truncator

# In the size of the letters (em). Above a bar stands a long label; a short one stands beside it.
HIGH, LOW = 3.0, 2.0
LABEL_SHARE, BAR_SHARE = 29, 55
# What fits a phone; the table behind says all of it.
LETTERS = 40


@dataclass(frozen=True)
class Bar:
    """One row: attributes of shapes are strings, so that no language writes them with a comma of its own."""

    label: str
    count: int
    url: str
    share: str
    text_y: str
    bar_y: str
    # From the side on which reading begins, and from the other: where the bar begins, and where its number stands.
    begins: str
    begins_rtl: str
    number_at: str
    number_at_rtl: str

    @property
    def short(self) -> str:
        """The label; where it is cut, what marks the cut stands after it in either direction."""
        if len(self.label) <= LETTERS:
            return self.label
        return f"\N{FIRST STRONG ISOLATE}{Truncator(self.label).chars(LETTERS)}\N{POP DIRECTIONAL ISOLATE}"


@dataclass(frozen=True)
class Chart:
    """Bars under one `title`; `of` is what a row is, `slug` what the page calls it by."""

    slug: str
    title: str
    of: str
    bars: list[Bar]
    height: str
    is_beside: bool

    @property
    def total(self) -> int:
        return sum(bar.count for bar in self.bars)

    @property
    def most(self) -> Bar:
        return max(self.bars, key=lambda bar: bar.count)


def chart(slug: str, title: str, of: str, rows: Iterable[tuple[str, int, str]], *, is_beside: bool = False) -> Chart:
    """`rows` (label, count, address or "") as bars in their order; `is_beside` for short labels like years."""
    rows = list(rows)
    most = max((count for _label, count, _url in rows), default=0) or 1
    step = LOW if is_beside else HIGH
    bars = []
    for place, (label, count, url) in enumerate(rows):
        begins, full = (LABEL_SHARE, BAR_SHARE) if is_beside else (0, 100)
        # As thin as a hair, but there.
        share = max(full * count / most, 0.4) if count else 0.0
        top = place * step
        number_at = begins + share + 2 if is_beside else 100.0
        bars.append(
            Bar(
                label, count, url,
                share=f"{share:.1f}",
                text_y=f"{top + 1.25:.2f}",
                bar_y=f"{top + (0.45 if is_beside else 1.75):.2f}",
                begins=f"{begins}",
                begins_rtl=f"{100 - begins - share:.1f}",
                number_at=f"{number_at:.1f}",
                number_at_rtl=f"{100 - number_at:.1f}",
            )
        )  # fmt: skip
    return Chart(slug, title, of, bars, f"{len(rows) * step:.1f}", is_beside)
