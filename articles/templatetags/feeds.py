"""Where readers, and their programs, find the feeds of what a page shows."""

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from articles.site.feeds.views import FORMS

register = template.Library()
# Names of formats, the same in every language.
LABELS = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}


@register.inclusion_tag("site/_feed_links.html", takes_context=True)
def feed_links(context: Context, name: str, slug: str = "", *, about: Any = "", terms: Any = "") -> dict[str, Any]:
    """For programs, in the head of a page: the feeds under the address `name`, of `slug` or of a search for `terms`."""
    return {"feeds": _feeds(name, slug, terms), "name": context["site"].name, "about": about}


@register.inclusion_tag("site/_follow.html")
def follow(name: str, slug: str = "", *, label: Any = "", terms: Any = "") -> dict[str, Any]:
    """For readers: the same feeds, in one line that begins with `label`."""
    return {"feeds": _feeds(name, slug, terms), "label": label, "is_search": bool(terms)}


def _feeds(name: str, slug: str, terms: Any) -> list[dict[str, str]]:
    return [
        {
            "kind": form.kind,
            "label": LABELS[each],
            "address": reverse(name, args=[slug, each] if slug else [each]) + str(terms),
        }
        for each, form in FORMS.items()
    ]
