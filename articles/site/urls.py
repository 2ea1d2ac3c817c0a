"""The addresses of the public site."""

from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter

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

STYLESHEET = r"^style-(?P<digest>[0-9a-f]{12})-(?P<accent>[0-9a-f]{6})\.css$"
ADDRESS = r"^(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/(?P<slug>[-a-zA-Z0-9_]{1,120})/"


class FeedFormat(StringConverter):
    """What a feed's address ends in."""

    regex = "rss|atom|json"


register_converter(FeedFormat, "format")

urlpatterns = [
    path("", front.home_page, name="home"),
    path("latest/", front.latest_page, name="latest"),
    re_path(ADDRESS + "$", articles.article_page, name="article"),
    re_path(ADDRESS + "original/$", articles.original_page, name="original"),
    re_path(ADDRESS + "parallel/$", articles.parallel_page, name="parallel"),
    re_path(ADDRESS + r"cite\.bib$", reference_files.bibtex_page, name="cite-bib"),
    re_path(ADDRESS + r"cite\.ris$", reference_files.ris_page, name="cite-ris"),
    re_path(ADDRESS + r"cite\.json$", reference_files.csl_page, name="cite-json"),
    re_path(ADDRESS + "versions/$", versions.versions_page, name="versions"),
    path("search/", searching.search_page, name="search"),
    path("search/feed.<format:form>", feeds.search_feed, name="search-feed"),
    path("search/suggestions.json", opensearch.suggestions, name="suggestions"),
    path("opensearch.xml", opensearch.opensearch, name="opensearch"),
    path("sections/<slug:slug>/", browse.section_page, name="section"),
    path("stories/", stories.stories_page, name="stories"),
    path("stories/<slug:slug>/", stories.story_page, name="story"),
    path("keywords/", vocabulary.keywords_page, name="keywords"),
    path("keywords/<slug:slug>/", keywords.keyword_page, name="keyword"),
    path("whos-who/", people.whos_who_page, name="whos-who"),
    path("sources/", vocabulary.sources_page, name="sources"),
    path("sources/<slug:slug>/", outlets.source_page, name="source"),
    path("archive/", archive_months.archive_page, name="archive"),
    re_path(r"^archive/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$", archive_months.month_page, name="archive-month"),
    path("corrections/", pages.corrections_page, name="corrections"),
    path("about/", pages.about_page, name="about"),
    path("about/what-we-select/", selection.selection_page, name="selection"),
    path("about/<slug:slug>/", pages.written_page, name="page"),
    path("feeds/", feeds.feeds_page, name="feeds"),
    path("feeds/latest.<format:form>", feeds.latest_feed, name="latest-feed"),
    path("sections/<slug:slug>/feeds/latest.<format:form>", feeds.section_feed, name="section-feed"),
    path("keywords/<slug:slug>/feeds/latest.<format:form>", feeds.keyword_feed, name="keyword-feed"),
    path("keywords/<slug:slug>/by/feeds/latest.<format:form>", feeds.author_feed, name="author-feed"),
    path("stories/<slug:slug>/feeds/latest.<format:form>", feeds.story_feed, name="story-feed"),
    path("sources/<slug:slug>/feeds/latest.<format:form>", feeds.source_feed, name="source-feed"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap-index"),
    path("sitemaps/news.xml", sitemaps.news_sitemap, name="news-sitemap"),
    path("sitemaps/names.xml", sitemaps.sitemap_of_names, name="sitemap-of-names"),
    path("sitemaps/lists.xml", sitemaps.sitemap_of_lists, name="sitemap-of-lists"),
    re_path(r"^sitemaps/articles-(?P<number>[0-9]{1,12})\.xml$", sitemaps.sitemap_page, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    re_path(STYLESHEET, style.stylesheet_page, name="stylesheet"),
    re_path(r"^icon-(?P<accent>[0-9a-f]{6})\.svg$", style.icon_page, name="icon"),
]
