"""What stands in lists of a search, written by `articles.site.found`."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString

from articles.site import found
from articles.site.narrowing import Choice

register = template.Library()


@register.simple_tag(takes_context=True)
def found_items(context: Mapping[str, Any]) -> SafeString:
    """What `results` found."""
    return found.items(context["results"].found, context["site"])


@register.simple_tag
def choice_items(choices: Sequence[Choice]) -> SafeString:
    return found.choices(choices)
