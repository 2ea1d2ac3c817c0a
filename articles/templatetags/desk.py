"""What the desk's templates ask for."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def apart(words: object) -> SafeString:
    """Words of any script, so that they don't turn round what a sentence says beside them."""
    return format_html("<bdi>{}</bdi>", words)
