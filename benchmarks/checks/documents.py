"""Real documents with their professional translations: English is the article, another language the original."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from articles.checks import Pair, Text, Vocabulary
from articles.checks.vocabulary import EMPTY
from articles.models import Adaptation

FOLDER = Path(os.environ.get("NTREX_DIR") or Path(__file__).resolve().parents[3] / "shared" / "data" / "ntrex")
LANGUAGES = ("ar", "fa", "tr", "fr")


@dataclass(frozen=True)
class Document:
    """One document as an article and its original, a sentence a paragraph; item `i` of both says the same."""

    name: str
    language: str
    article: Text
    original: Text

    def pair(
        self, article: Text | None = None, *, adaptation: str = Adaptation.FULL, vocabulary: Vocabulary = EMPTY
    ) -> Pair:
        """The two as the checks take them; `article` where an error was seeded into it."""
        return Pair(article or self.article, (self.original,), adaptation, vocabulary)


def documents(language: str) -> list[Document]:
    """All documents with their originals in `language`, in the order of their names."""
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        read = json.loads(path.read_text())
        english, other = (
            Text(
                tuple(" ".join(each.split()) for each in read[code]["sentences"]),
                code,
                " ".join(read[code]["headline"].split()),
            )
            for code in ("en", language)
        )
        found.append(Document(read["id"], language, english, other))
    if not found:
        raise SystemExit(f"No documents in {FOLDER}: set NTREX_DIR to where they lie.")
    return found
