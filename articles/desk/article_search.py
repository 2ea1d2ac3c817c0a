"""Finding an article from the desk's list: by its words, its address or its original's, at any size of archive."""

import re
from itertools import chain

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from articles.models import Article, Listing, Status, Translation

MOST = 300
_PUBLIC_ADDRESS = re.compile(r"/(\d{4})/(\d{2})/(\d{2})/([a-zA-Z0-9_-]+)")
_WORD = re.compile(r"\w+")


def find(term: str) -> set[int]:
    """The ids of at most some hundreds of articles that `term` means; each look is at an index or at what is in work.

    `term` is words of the headline or of the original's headline, a slug, an article's public address, or the
    address of an original.
    """
    term = term.strip()
    if not term or "\x00" in term:
        return set()
    looks = _by_address(term) if "://" in term or term.startswith("/") else _by_words(term)
    return set(chain.from_iterable(look[:MOST] for look in looks))


def _by_address(term: str) -> list[QuerySet]:
    bare = term.partition("#")[0].rstrip("/")
    looks: list[QuerySet] = [
        Translation.objects.filter(url__in={term, bare, f"{bare}/"})
        .order_by("-pk")
        .values_list("article_id", flat=True)
    ]
    if match := _PUBLIC_ADDRESS.search(term):
        looks.append(Listing.objects.filter(slug=match[4]).values_list("article_id", flat=True))
    return looks


def _by_words(term: str) -> list[QuerySet]:
    in_work = Article.objects.filter(status__in=[Status.DRAFT, Status.TRANSLATED, Status.VERIFIED])
    words = " & ".join(f"{word}:*" for word in _WORD.findall(term)[:8])
    looks = [
        in_work.filter(headline__icontains=term).order_by("-updated_at").values_list("pk", flat=True),
        Translation.objects.filter(article__in=in_work.values("pk"), headline__icontains=term)
        .order_by("-pk")
        .values_list("article_id", flat=True),
        Article.objects.filter(slug__startswith=term.lower()).order_by("slug").values_list("pk", flat=True),
    ]
    if words:
        prefixes = SearchQuery(words, config="simple", search_type="raw")
        stems = SearchQuery(term, config="english") | SearchQuery(term, config="arabic")
        public = Listing.objects.filter(Q(search_headline=prefixes) | Q(search_headline=stems))
        looks.append(public.order_by("-published_at").values_list("article_id", flat=True))
        if not term.isascii():
            # Words of another script stand in the original, which search_text holds.
            public = Listing.objects.filter(Q(search_text=prefixes) | Q(search_text=stems))
            looks.append(public.order_by("-published_at").values_list("article_id", flat=True))
    return looks
