"""The addresses of the public site."""

from collections.abc import Callable, Iterable

from django.http import HttpResponseBase
from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter

from articles.models.redirects import NUMBERED

from . import (
    archive_months,
    articles,
    browse,
    front,
    keywords,
    opensearch,
    outlets,
    pages,
    people,
    reference_files,
    searching,
    selection,
    sitemaps,
    stories,
    style,
    versions,
    vocabulary,
)
from .feeds import views as feeds
from .narrowing import ONCE, PARAMETERS

STYLESHEET = r"^style-(?P<digest>[0-9a-f]{12})-(?P<accent>[0-9a-f]{6})\.css$"
ADDRESS = r"^(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/(?P<slug>[-a-zA-Z0-9_]{1,120})/"


class FeedFormat(StringConverter):
    """What a feed's address ends in."""

    regex = "rss|atom|json"


register_converter(FeedFormat, "format")

# What a search can be given several times.
NARROWING = tuple(name for name in PARAMETERS if name not in ONCE)
View = Callable[..., HttpResponseBase]


def reads(view: View, *once: str, several: Iterable[str] = ()) -> View:
    """`view`, a page that is the same for everybody: it depends on its path, on these parameters of the query and on
    nothing else of a request. Of those in `once` the last value counts, of the others each. So it may be kept.
    """
    view.reads = dict.fromkeys(once, False) | dict.fromkeys(several, True)  # type: ignore[attr-defined]
    return view


urlpatterns = [
    path("", reads(front.home_page, several=NUMBERED), name="home"),
    path("latest/", reads(front.latest_page, "cursor"), name="latest"),
    re_path(ADDRESS + "$", reads(articles.article_page), name="article"),
    re_path(ADDRESS + "original/$", reads(articles.original_page), name="original"),
    re_path(ADDRESS + "parallel/$", reads(articles.parallel_page), name="parallel"),
    re_path(ADDRESS + r"cite\.bib$", reads(reference_files.bibtex_page), name="cite-bib"),
    re_path(ADDRESS + r"cite\.ris$", reads(reference_files.ris_page), name="cite-ris"),
    re_path(ADDRESS + r"cite\.json$", reads(reference_files.csl_page), name="cite-json"),
    re_path(ADDRESS + "versions/$", reads(versions.versions_page, "cursor"), name="versions"),
    path("search/", reads(searching.search_page, *ONCE, "cursor", several=NARROWING), name="search"),
    path("search/feed.<format:form>", reads(feeds.search_feed, *ONCE, "cursor", several=NARROWING), name="search-feed"),
    path("search/suggestions.json", reads(opensearch.suggestions, "q"), name="suggestions"),
    path("opensearch.xml", reads(opensearch.opensearch), name="opensearch"),
    path("sections/<slug:slug>/", reads(browse.section_page, "cursor"), name="section"),
    path("stories/", reads(stories.stories_page, "cursor"), name="stories"),
    path("stories/<slug:slug>/", reads(stories.story_page, "order", "cursor"), name="story"),
    path("keywords/", reads(vocabulary.keywords_page, "kind", "cursor"), name="keywords"),
    path("keywords/<slug:slug>/", reads(keywords.keyword_page, "show", "cursor"), name="keyword"),
    path("whos-who/", reads(people.whos_who_page, "letter", "cursor"), name="whos-who"),
    path("sources/", reads(vocabulary.sources_page, "cursor"), name="sources"),
    path("sources/<slug:slug>/", reads(outlets.source_page, "cursor"), name="source"),
    path("archive/", reads(archive_months.archive_page), name="archive"),
    re_path(
        r"^archive/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$",
        reads(archive_months.month_page, "cursor"),
        name="archive-month",
    ),
    path("corrections/", reads(pages.corrections_page, "cursor"), name="corrections"),
    path("about/", reads(pages.about_page), name="about"),
    path("about/what-we-select/", reads(selection.selection_page, "year"), name="selection"),
    path("about/<slug:slug>/", reads(pages.written_page), name="page"),
    path("feeds/", reads(feeds.feeds_page), name="feeds"),
    path("feeds/latest.<format:form>", reads(feeds.latest_feed), name="latest-feed"),
    path("sections/<slug:slug>/feeds/latest.<format:form>", reads(feeds.section_feed), name="section-feed"),
    path("keywords/<slug:slug>/feeds/latest.<format:form>", reads(feeds.keyword_feed), name="keyword-feed"),
    path("keywords/<slug:slug>/by/feeds/latest.<format:form>", reads(feeds.author_feed), name="author-feed"),
    path("stories/<slug:slug>/feeds/latest.<format:form>", reads(feeds.story_feed), name="story-feed"),
    path("sources/<slug:slug>/feeds/latest.<format:form>", reads(feeds.source_feed), name="source-feed"),
    path("sitemap.xml", reads(sitemaps.sitemap_index), name="sitemap-index"),
    path("sitemaps/news.xml", reads(sitemaps.news_sitemap), name="news-sitemap"),
    path("sitemaps/names.xml", reads(sitemaps.sitemap_of_names), name="sitemap-of-names"),
    path("sitemaps/lists.xml", reads(sitemaps.sitemap_of_lists), name="sitemap-of-lists"),
    re_path(r"^sitemaps/articles-(?P<number>[0-9]{1,12})\.xml$", reads(sitemaps.sitemap_page), name="sitemap"),
    path("robots.txt", reads(sitemaps.robots), name="robots"),
    re_path(STYLESHEET, style.stylesheet_page, name="stylesheet"),
    re_path(r"^icon-(?P<accent>[0-9a-f]{6})\.svg$", style.icon_page, name="icon"),
]
