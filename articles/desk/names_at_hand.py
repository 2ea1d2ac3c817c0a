"""The names of the vocabulary beside an article: which stand in its originals, and which it may be filed under."""

import json
import re
import unicodedata
from typing import Any

from django.urls import reverse

from articles.checks import Pair
from articles.checks.suggesting import suggested
from articles.checks.vocabulary import Entry, Mention
from articles.models import Article, ArticleKeyword, Keyword, Member, folding

from .standing import Standing

# More than anybody reads beside one article.
MOST_NAMES, MOST_FORMS = 200, 24
_A_WORD_ITSELF = re.compile(f"[{folding.CJK}]")
MAKES = ("articles.add_keyword", "articles.add_keywordspelling")


def context(standing: Standing) -> dict[str, Any]:
    """What `desk/_names.html` and the parts beside it print. One query beside those of the findings."""
    names = at_hand(standing.pair, standing.article)
    return {
        "names": names,
        "names_json": json.dumps(names, ensure_ascii=False),
        "makes_names": may_make_names(standing.member),
        "kinds": Keyword.Kind.choices,
    }


def at_hand(pair: Pair, article: Article) -> dict[str, Any]:
    """What the page's script is given of `pair`, the texts of `article`: names with the words that stand for them in
    the originals, in the order of these; and keywords to file it under, but for those of it as stored. One query.
    """
    rows = ArticleKeyword.objects.filter(content_object=article).values_list("tag", "tag__merged_into")
    chosen = {number for row in rows for number in row if number is not None}
    return {
        "names": names_of(pair),
        "suggested": [{**_said(each.entry), "reason": each.reason} for each in suggested(pair, chosen)],
    }


def may_make_names(member: Member) -> bool:
    return member.is_active and member.has_perms(MAKES)


def names_of(pair: Pair) -> list[dict[str, Any]]:
    """Each name that stands in the originals, with every form in which it does."""
    names: dict[int, dict[str, Any]] = {}
    for original, mentions in zip(pair.originals, pair.original_names, strict=True):
        for mention in mentions:
            if (name := names.get(mention.entry.keyword)) is None:
                name = names[mention.entry.keyword] = {
                    **_said(mention.entry), "forms": [], "language": original.language,
                }  # fmt: skip
            form = _whole_words(original.said(mention.field, mention.paragraph), mention)
            if form not in name["forms"] and len(name["forms"]) < MOST_FORMS:
                name["forms"].append(form)
    return list(names.values())[:MOST_NAMES]


def _said(entry: Entry) -> dict[str, Any]:
    """What people are told of a keyword."""
    label = f"{entry.name} ({entry.qualifier})" if entry.qualifier else entry.name
    return {
        "id": entry.keyword,
        "name": entry.name,
        "label": label,
        "kind": str(Keyword.Kind(entry.kind).label),
        "address": reverse("admin:articles_keyword_change", args=[entry.keyword]),
    }


def _whole_words(said: str, mention: Mention) -> str:
    """The words that a name is in, with what is joined to them: the page looks for them as they are written."""
    start, end = mention.start, mention.end
    while start > 0 and _in_a_word(said[start - 1]) and _in_a_word(said[start]):
        start -= 1
    while end < len(said) and _in_a_word(said[end]) and _in_a_word(said[end - 1]):
        end += 1
    return said[start:end]


def _in_a_word(sign: str) -> bool:
    return (sign.isalnum() or unicodedata.category(sign)[0] == "M") and not _A_WORD_ITSELF.match(sign)
