"""Where what was embedded from elsewhere can be seen: an address for people, instead of one for a frame."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

# The address of what a shortcode names by number.
ADDRESSES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "scribd": "https://www.scribd.com/document/{}",
    "slideshare": "https://www.slideshare.net/slideshow/embed_code/{}",
    "ted": "https://www.ted.com/talks/{}",
    "gist": "https://gist.github.com/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "wpvideo": "https://videopress.com/v/{}",
    "videopress": "https://videopress.com/v/{}",
}
_PATTERNS = (
    (r"(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v|e|shorts)/([\w-]{6,20})", ADDRESSES["youtube"]),
    (r"player\.vimeo\.com/video/([0-9]+)", ADDRESSES["vimeo"]),
    (r"(?:www\.)?dailymotion\.com/(?:embed|swf)/(?:video/)?(\w+)", ADDRESSES["dailymotion"]),
    (r"(?:www\.)?scribd\.com/embeds/([0-9]+)", ADDRESSES["scribd"]),
    (r"(?:video|embed)\.?(?:press)?\.com/embed/(\w+)", ADDRESSES["videopress"]),
)
_COMPILED = tuple((re.compile(rf"(?:https?:)?//{pattern}", re.IGNORECASE), address) for pattern, address in _PATTERNS)
PROVIDERS = (
    ("youtube", "YouTube"), ("youtu.be", "YouTube"), ("vimeo", "Vimeo"), ("twitter", "Twitter"), ("x.com", "Twitter"),
    ("facebook", "Facebook"), ("fb.watch", "Facebook"), ("instagram", "Instagram"), ("soundcloud", "SoundCloud"),
    ("dailymotion", "Dailymotion"), ("scribd", "Scribd"), ("google.com/maps", "Google Maps"),
    ("maps.google", "Google Maps"), ("slideshare", "SlideShare"), ("ted.com", "TED"), ("t.me", "Telegram"),
    ("videopress", "VideoPress"), ("flickr", "Flickr"), ("spotify", "Spotify"), ("tiktok", "TikTok"),
)  # fmt: skip


def for_people(address: str) -> str:
    """The address that a person would open for what a frame at `address` shows."""
    address = address.strip()
    for pattern, target in _COMPILED:
        if found := pattern.match(address):
            return target.format(found[1])
    if address.startswith("//"):
        address = f"https:{address}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if parts.netloc.endswith("facebook.com") and parts.path.startswith("/plugins/"):
        return next(iter(parse_qs(parts.query).get("href", [])), address)
    if parts.netloc == "w.soundcloud.com":
        return unquote(next(iter(parse_qs(parts.query).get("url", [])), address))
    return address


def provider(address: str) -> str:
    """Whose an address is: "YouTube"; "" for nobody that things are embedded from."""
    host_and_path = address.partition("//")[2].lower().removeprefix("www.")
    host = host_and_path.partition("/")[0]
    for part, name in PROVIDERS:
        if "/" in part:
            if host_and_path.startswith(part):
                return name
        elif host == part or host.startswith(f"{part}.") or f".{part}." in f".{host}.":
            return name
    return ""
