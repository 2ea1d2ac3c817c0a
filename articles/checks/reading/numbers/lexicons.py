"""The languages whose number words are read."""

from . import arabic, english, french, persian, turkish
from .words import Lexicon

LEXICONS = {
    "ar": arabic.LEXICON,
    "en": english.LEXICON,
    "fa": persian.LEXICON,
    "fr": french.LEXICON,
    "tr": turkish.LEXICON,
}
FIGURES_ALONE = Lexicon()
