"""What a check is, and what it reports."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from articles.models.text import paragraphs

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Finding:
    """One thing that a check reports. `passage`: the words it is about, as they stand; a waiver is tied to them."""

    check: str
    passage: str
    message: str
    label: str = ""
    blocks: bool = False


@dataclass(frozen=True)
class Pair:
    """An article's text and its originals' as plain paragraphs, and what is to be known of them."""

    article: tuple[str, ...]
    source: tuple[str, ...]
    article_language: str = "en"
    source_languages: tuple[str, ...] = ()
    adaptation: str = "full"

    @cached_property
    def article_text(self) -> str:
        return "\n".join(self.article)

    @cached_property
    def source_text(self) -> str:
        return "\n".join(self.source)

    @classmethod
    def of(cls, article_body: str, *source_bodies: str, **known: object) -> "Pair":
        """The pair of these bodies (small HTML)."""
        source = tuple(line for body in source_bodies for line in paragraphs(body))
        return cls(tuple(paragraphs(article_body)), source, **known)  # type: ignore[arg-type]


class Check:
    """One rule about a text. Reads plain text, touches no database, explains itself to the desk."""

    slug: ClassVar[str]
    label: "ClassVar[StrOrPromise]"
    blocks: ClassVar[bool] = False

    def findings(self, pair: Pair) -> Iterator[Finding]:
        """What this check reports of `pair`, in the order of the text."""
        raise NotImplementedError

    def finding(self, passage: str, message: str) -> Finding:
        return Finding(self.slug, passage, message, str(self.label), self.blocks)
