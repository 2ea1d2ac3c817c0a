"""Attributions in the manner of sites that publish translations, and what is right to read from them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FILLINGS = (
    (
        "<p>The road from the square to the old mill was closed again on Tuesday, and the people who live "
        "beside it took "
        "chairs out on to the pavement. “We have seen worse,” one of them said.</p><p>Nobody in the "
        "municipality would say "
        "for how long. The mayor was in Homs, his deputy at a funeral, and the engineer had not been paid "
        "since autumn.</p>"
        "<p>By nightfall the generators were running. A litre of diesel costs three times what it did a year ago.</p>"
    ),
    (
        "<p>In the third week, the delegates of the two sides met without an agenda. A diplomat who attended "
        "said that the "
        "coffee had been excellent.</p><p>The foreign minister told reporters that there would be no second "
        "round before the "
        "winter, and Moscow’s envoy did not contradict him.</p><p>What remains is a list of 214 names, and "
        "mothers who know "
        "it by heart.</p>"
    ),
    (
        "<p>Wheat was sown late this year. In the Ghab the rains stayed away until December, and the state "
        "had no seed to "
        "sell.</p><p>“My father had forty dunams under the plough, I have nine,” says Abu Khalil, who is 61.</p>"
        "<p>Whether there will be bread is decided elsewhere: at the port, at the bank, and in the ministry.</p>"
    ),
)


@dataclass
class Sample:
    """`outlet` and `author`: what is right; both None in a trap, where nothing may be proposed with confidence."""

    headline: str = ""
    html: str = ""
    known: list[str] = field(default_factory=list)
    outlet: str | None = None
    author: str | None = None
    kind: str = ""
    line: int = 0


def samples(name: str) -> Iterator[Sample]:
    """The samples of a file beside this one: see its first lines."""
    sample = Sample()
    for number, text in enumerate(Path(__file__).with_name(name).read_text().splitlines(), start=1):
        if text.startswith("H: "):
            sample = Sample(headline=text[3:], line=number)
        elif text.startswith("K: "):
            sample.known = text[3:].split(", ")
        elif text.startswith("= "):
            parts = [part.strip() for part in text[2:].split("|")]
            if parts != ["?"]:
                sample.outlet, sample.author = (part.strip("-") for part in parts[:2])
                sample.kind = parts[2] if len(parts) > 2 else ""
            yield sample
        elif text == "...":
            sample.html += FILLINGS[number % len(FILLINGS)]
        elif text and not text.startswith("# "):
            sample.html += text if text.startswith("<") else f"<p>{text}</p>"
