"""The admin's own scripts on a page whose texts come first."""

from django.forms.widgets import Media

# For lists, and for addresses that fill themselves in: an article's form has neither.
UNUSED = ("actions.js", "urlify.js", "prepopulate.js", "xregexp.js", "xregexp.min.js")


def in_two(media: Media) -> dict[str, Media]:
    """`media` as its styles and its scripts, without those an article's form has no use for."""
    scripts = [each for each in media._js if not str(getattr(each, "_path", each)).endswith(UNUSED)]  # type: ignore[attr-defined]
    return {"media_styles": Media(css=media._css), "media_scripts": Media(js=scripts)}  # type: ignore[attr-defined]
