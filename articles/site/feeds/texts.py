"""An article's whole text for readers of feeds: what its page says, with nothing that needs the page."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.html import format_html, linebreaks
from django.utils.translation import gettext as _

from articles.models import Correction, Edition, Photo
from articles.models.text import Figure, with_figures
from articles.site.photos import SizedFile
from articles.site.writing import day

# As wide as a reading program shows a picture, in what every one of them reads.
WIDTH = 1200
READ_BY_ALL = (".jpeg", ".jpg", ".png")
_LINK = re.compile(r'(<a\b[^>]*? href=")([^"]*)(")')
_KINDS = {".jpg": "image/jpeg"}


@dataclass(frozen=True)
class Picture:
    """One file of a photo at its whole address, with its words."""

    url: str
    width: int
    height: int
    alt: str
    credit: str

    @property
    def kind(self) -> str:
        """Its media type."""
        ending = self.url[self.url.rfind(".") :].lower()
        return _KINDS.get(ending, f"image/{ending[1:]}")


def lead_picture(listing: Any) -> Picture | None:
    """The photo above a listing's text, as `with_entries` fetches it; None where readers may see none today."""
    edition: Edition = listing.edition
    shown = edition.shown_photo
    if shown is None or not shown.image:
        return None
    return _picture(shown, listing.photo_renditions, edition.photo_alt, edition.photo_credit)


def full_text(
    edition: Edition,
    address: str,
    picture: Picture | None,
    photos: Mapping[int, Any],
    whose: Sequence[str],
    corrections: Sequence[Mapping[str, Any]],
) -> str:
    """All that readers of the page at `address` are given to read, as HTML that stands alone: its addresses are whole.

    `whose` says whose words these are; `photos` are those of the body that may be shown.
    """
    ours = [*_corrections(corrections), *(format_html("<p>{}</p>", sentence) for sentence in whose)]
    parts = [
        _figure(picture, escape(edition.photo_caption), is_file_photo=edition.is_file_photo) if picture else "",
        *_editors_note(edition),
        _body(edition.body, address, photos),
        "<hr>",
        linebreaks(edition.disclaimer, autoescape=True),
    ]
    text = format_html('<div lang="{}" dir="{}">', edition.language, edition.direction) + "".join(parts) + "</div>"
    return text + "".join(ours)


def _editors_note(edition: Edition) -> Iterator[str]:
    if edition.editors_note:
        yield format_html("<p><strong>{}</strong></p>", _("Editor’s note"))
        yield linebreaks(edition.editors_note, autoescape=True)
        yield "<hr>"


def _corrections(corrections: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if corrections:
        yield format_html("<p><strong>{}</strong></p>", _("Corrections"))
    for row in corrections:
        kind = str(Correction.Kind(row["kind"]).label)
        said = kind[:1].upper() + kind[1:]
        yield format_html('<p>{} – {}. <span dir="auto">{}</span></p>', day(row["at"]), said, row["text"])


def _body(html: str, address: str, photos: Mapping[int, Any]) -> str:
    """A cleaned body with whole addresses, and each of `photos` where it stands; the others go."""

    def printed(figure: Figure) -> str:
        photo = photos.get(figure.photo)
        if photo is None or not photo.image:
            return ""
        picture = _picture(photo, photo.photo_renditions, figure.alt, photo.credit)
        return _figure(picture, figure.caption, is_file_photo=photo.is_file_photo)

    linked = _LINK.sub(lambda link: f"{link[1]}{escape(urljoin(address, unescape(link[2])))}{link[3]}", html)
    return with_figures(linked, printed)


def _figure(picture: Picture, caption: str, *, is_file_photo: bool) -> str:
    """`caption` is HTML that was cleaned."""
    said = [caption, escape(_("File photo")) if is_file_photo else "", escape(picture.credit)]
    words = " ".join(f"<bdi>{part}</bdi>" for part in said if part)
    image = format_html(
        '<img src="{}" width="{}" height="{}" alt="{}">', picture.url, picture.width, picture.height, picture.alt
    )
    return f"<figure>{image}{f'<figcaption>{words}</figcaption>' if words else ''}</figure>"


def _picture(photo: Photo, renditions: Sequence[Sequence[Any]], alt: str, credit: str) -> Picture:
    """The file of `photo` that suits a reading program; the photo itself where it has none of these."""
    files = [SizedFile(*each) for each in renditions]
    files = [file for file in files if file.name.endswith(READ_BY_ALL)]
    itself = SizedFile(str(photo.image.name), photo.width, photo.height)
    file = min(files, key=lambda each: abs(each.width - WIDTH), default=itself)
    # On another server an address is whole already.
    url = urljoin(settings.SITE_URL, default_storage.url(file.name))
    return Picture(url, file.width, file.height, alt, credit)
