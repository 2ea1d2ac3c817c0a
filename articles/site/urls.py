"""The addresses of the public site."""

from django.urls import path, re_path

from . import articles, browse, feeds, front, opensearch, pages, searching, sitemaps, style, vocabulary

STYLESHEET = r"^style-(?P<digest>[0-9a-f]{12})-(?P<accent>[0-9a-f]{6})\.css$"
ADDRESS = r"^(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/(?P<slug>[-a-zA-Z0-9_]{1,120})/"

urlpatterns = [
    path("", front.home_page, name="home"),
    path("latest/", front.latest_page, name="latest"),
    re_path(ADDRESS + "$", articles.article_page, name="article"),
    re_path(ADDRESS + "original/$", articles.original_page, name="original"),
    re_path(ADDRESS + "parallel/$", articles.parallel_page, name="parallel"),
    path("search/", searching.search_page, name="search"),
    path("search/feed.rss", feeds.search_feed, name="search-feed"),
    path("search/suggestions.json", opensearch.suggestions, name="suggestions"),
    path("opensearch.xml", opensearch.opensearch, name="opensearch"),
    path("sections/<slug:slug>/", browse.section_page, name="section"),
    path("stories/<slug:slug>/", browse.story_page, name="story"),
    path("keywords/", vocabulary.keywords_page, name="keywords"),
    path("keywords/<slug:slug>/", browse.keyword_page, name="keyword"),
    path("sources/", vocabulary.sources_page, name="sources"),
    path("sources/<slug:slug>/", browse.source_page, name="source"),
    path("corrections/", pages.corrections_page, name="corrections"),
    path("about/", pages.about_page, name="about"),
    path("about/<slug:slug>/", pages.written_page, name="page"),
    path("feeds/latest.rss", feeds.latest_feed, name="latest-feed"),
    path("sections/<slug:slug>/feeds/latest.rss", feeds.section_feed, name="section-feed"),
    path("keywords/<slug:slug>/feeds/latest.rss", feeds.keyword_feed, name="keyword-feed"),
    path("sources/<slug:slug>/feeds/latest.rss", feeds.source_feed, name="source-feed"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap-index"),
    path("sitemaps/lists.xml", sitemaps.sitemap_of_lists, name="sitemap-of-lists"),
    re_path(r"^sitemaps/articles-(?P<number>[0-9]{1,12})\.xml$", sitemaps.sitemap_page, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    re_path(STYLESHEET, style.stylesheet_page, name="stylesheet"),
]
