"""What different spellings of one name have in common."""

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = re.compile("['\u2018\u2019\u02bb-\u02bf`´\u02b9\u02ba]")
# The Arabic article, also where its l has become the sound that follows: "ash-Sharq".
_ARTICLE = re.compile(r"\b(?:al|el|as|ash|at|ath|ad|adh|an|ar|az|the)[-\s]+(?=\w)")
_ARABIC_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")
_ARABIC = str.maketrans("أإآٱىةؤئ", "اااايهوي")


@lru_cache(maxsize=60_000)
def plain(text: str) -> str:
    """`text` in small letters without marks, apostrophes and punctuation, its words apart."""
    text = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold())
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = _ARABIC_MARKS.sub("", text).translate(_ARABIC)
    return " ".join(re.sub(r"[^\w]+|_", " ", text).split())


@lru_cache(maxsize=60_000)
def key(text: str) -> str:
    """Letters alone, without the article: alike for "Al-Watan", "el Watan" and "alwatan"."""
    loose = re.sub(r"\bal(?=[^\W\d_]{4})", "", plain(_ARTICLE.sub("", text.casefold())))
    # "Ash-Sharq" and "Asharq".
    loose = re.sub(r"\ba(?=sh[aeiou])", "", loose)
    return re.sub(r"\bال(?=\w{2})", "", loose).replace(" ", "")
