"""What was pasted or handed in as an original: an address, a text, a Word document."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from articles.models.text import BODY_MAX, clean_html, paragraphs, plain

DOCUMENT_MAX = 10_000_000
# What a document may unpack to: all of it, and its texts, which are read into memory as a tree.
UNPACKED_MAX, UNPACKED_TEXT_MAX, PARTS_MAX = 50_000_000, 12_000_000, 5_000
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_FIRST_BLOCK = re.compile(r"^\s*<(p|h[2-4])>(.*?)</\1>\s*", re.DOTALL)
HEADLINE_MAX = 200


@dataclass
class Pasted:
    """An original as it came: its address, headline and body (clean HTML), each perhaps empty."""

    url: str = ""
    headline: str = ""
    body: str = ""

    @property
    def host(self) -> str:
        return host_of(self.url)

    @property
    def says_nothing(self) -> bool:
        return not self.url and not self.body


def host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""


def read_pasted(text: str) -> Pasted:
    """An address alone, a text alone, or a text with its address on the first or last line.

    Raises ValidationError.
    """
    text = text.strip()
    pasted = Pasted()
    lines = text.splitlines()
    for number in (0, -1):
        if lines and _ADDRESS.fullmatch(lines[number].strip()):
            pasted.url = lines.pop(number).strip()
            break
    if pasted.url:
        if len(pasted.url) > 1_000:
            raise ValidationError(_("This address is too long."))
        try:
            URLValidator(["http", "https"])(pasted.url)
        except ValidationError:
            raise ValidationError(_("This address can’t be read: copy it once more.")) from None
    return _with_body(pasted, clean_html("\n".join(lines)))


def read_document(upload: Any) -> Pasted:
    """The text of a Word document, without pictures and whatever else is no text. Raises ValidationError."""
    if upload.size > DOCUMENT_MAX:
        raise ValidationError(_("This document is too large: 10 MB at most. Paste its text instead."))
    content = upload.read()
    if content.startswith(_OLD_OR_LOCKED):
        raise ValidationError(
            _(
                "This document has a password, or comes from an old Word. Save it as .docx without one, or paste its "
                "text."
            )
        )
    # Loaded when it is needed: few requests do.
    import mammoth  # type: ignore[import-untyped]  # it has none

    try:
        _bounded(content)
        html = mammoth.convert_to_html(
            BytesIO(content), convert_image=lambda _image: [], include_embedded_style_map=False
        ).value
    except ValidationError:
        raise
    except Exception as error:
        # Whatever a broken document makes its reader stumble over, the answer is the same.
        raise ValidationError(
            _("This document can’t be read: save it once more as .docx, or paste its text.")
        ) from error
    pasted = _with_body(Pasted(), clean_html(html))
    if pasted.says_nothing:
        raise ValidationError(_("There is no text in this document."))
    return pasted


def _bounded(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        texts = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
        if any(part.flag_bits & 1 for part in parts):
            raise ValidationError(_("This document has a password: save it without one, or paste its text."))
        whole = sum(part.file_size for part in parts)
        if len(parts) > PARTS_MAX or whole > UNPACKED_MAX or texts > UNPACKED_TEXT_MAX:
            raise ValidationError(_("This document is too large once unpacked. Paste its text instead."))


def _with_body(pasted: Pasted, body: str) -> Pasted:
    """`pasted` with `body`; a first line that reads like a headline becomes one."""
    if len(body) > BODY_MAX:
        raise ValidationError(_("This text is too long: 300,000 characters at most."))
    first = _FIRST_BLOCK.match(body)
    said = " ".join(plain(first[2]).split()) if first else ""
    rest = body[first.end() :] if first else body
    if said and len(said) <= HEADLINE_MAX and said[-1] not in ".!؟:،,؛;" and paragraphs(rest):
        pasted.headline, body = said, rest
    pasted.body = body
    return pasted
