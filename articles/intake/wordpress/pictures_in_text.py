"""Which picture, file or page of the old site an address in a text means."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_UPWARDS = re.compile(r"^(?:[.]{0,2}/)+")
_SIZED = re.compile(r"-[0-9]{1,5}x[0-9]{1,5}(?=\.[A-Za-z0-9]{2,5}$)")
_EDITED = re.compile(r"(?:-scaled|-rotated|-e[0-9]{10,13})(?=\.[A-Za-z0-9]{2,5}$)")
_UPLOADS = re.compile(r"/(?:wp-content/uploads|files(?=/[0-9]{4}/))/(.+)$")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?)$", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:wp-image|attachment|attachment_wp)[-_]([0-9]{1,18})\b")
_UNSEEN = re.compile(
    r"^(?:feeds\.feedburner\.com|feeds\.wordpress\.com|feedads\..*|stats\.wordpress\.com|pixel\.wp\.com|"
    r"(?:[\w.-]+\.)?doubleclick\.net|www\.google-analytics\.com|b\.scorecardresearch\.com|pixel\.quantserve\.com)$"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a text, as the old site named it.

    `path` is where it lies below the uploads folder, without the suffix of a size; "" when it lies elsewhere.
    """

    attachment_id: str
    path: str
    alt: str
    caption: str


class OldSite:
    """The addresses of the site that is moving. `site`: host and path, like "example.org/blog"."""

    def __init__(self, site: str) -> None:
        self.host = site.partition("//")[2] or site
        self.host = self.host.partition("/")[0].partition(":")[0].lower().removeprefix("www.")

    def local(self, address: str) -> str | None:
        """The address as the site itself would say it, from "/" on; None where another host is meant."""
        try:
            parts = urlsplit(address)
            host = (parts.hostname or "").removeprefix("www.")
        except ValueError:
            return None
        path = parts.path
        if host.endswith(".wp.com") and host[:-7] in ("i0", "i1", "i2", "i3"):
            host, _slash, path = path.lstrip("/").partition("/")
            host, path = host.lower().removeprefix("www."), f"/{path}"
        if parts.scheme not in ("", "http", "https") or (host and not self._is_own(host)):
            return None
        if host.endswith(".files.wordpress.com"):
            path = f"/wp-content/uploads{path}"
        query = f"?{parts.query}" if parts.query else ""
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return f"/{_UPWARDS.sub('', path)}{query}{fragment}"

    def _is_own(self, host: str) -> bool:
        if not self.host or host == self.host or host.endswith(f".{self.host}"):
            return bool(self.host)
        return host == f"{self.host.removesuffix('.wordpress.com')}.files.wordpress.com"

    def upload(self, address: str) -> str:
        """The path of a file below the uploads folder, as it was uploaded; "" where it isn't one of this site's."""
        # Most addresses are not: a look is cheaper than taking each apart.
        local = self.local(address) if "/files" in address or "uploads" in address or ".files." in address else None
        if local is None:
            return ""
        inside = _UPLOADS.search(unquote(local.partition("?")[0].partition("#")[0]))
        return _EDITED.sub("", _SIZED.sub("", inside[1]))[:1_000] if inside else ""


def is_picture_file(address: str) -> bool:
    return bool(_PICTURE_FILE.search(address.partition("?")[0].partition("#")[0]))


def number_of(said: dict[str, str]) -> str:
    """The number of the attachment that a tag's attributes name; "" for none."""
    if (number := said.get("data-id") or said.get("data-attachment-id") or "").isdecimal():
        return number[:18]
    named = _NUMBER.search(said.get("class", ""))
    return named[1] if named else ""


def source_of(said: dict[str, str]) -> str:
    """The address of a picture, of one that is only loaded once it is in sight too."""
    for name in ("data-src", "data-lazy-src", "data-original", "data-orig-file", "data-full-url", "src"):
        address = said.get(name, "").strip()
        if address and (name == "src" or not address.startswith("data:")):
            return address
    return (said.get("data-srcset") or said.get("srcset") or "").strip().partition(" ")[0]


def is_unseen(said: dict[str, str], address: str) -> bool:
    """Whether a picture only counts readers."""
    if said.get("width", "") in ("0", "1", "1px") or said.get("height", "") in ("0", "1", "1px"):
        return True
    try:
        return bool(_UNSEEN.match(urlsplit(address).hostname or ""))
    except ValueError:
        return False
