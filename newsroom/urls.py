"""The map of addresses: the site's, the desk's where this process serves it, and what machines ask for."""

from collections.abc import Sequence
from typing import NoReturn

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest
from django.urls import URLPattern, URLResolver, include, path, re_path

from articles.preview import preview_page
from articles.site.style import stylesheet_page
from articles.site.urls import STYLESHEET
from newsroom.health import healthz, readyz
from newsroom.media import media


def not_here(request: HttpRequest, **parts: object) -> NoReturn:
    raise Http404


def named_only(patterns: Sequence[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same addresses under the same names, so that they can be linked to, and nothing to be found there."""
    return [
        URLResolver(entry.pattern, named_only(entry.url_patterns), namespace=entry.namespace, app_name=entry.app_name)
        if isinstance(entry, URLResolver)
        else URLPattern(entry.pattern, not_here, name=entry.name)
        for entry in patterns
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", media, name="media"),
]
if settings.SERVE != "site":
    urlpatterns += [
        path(f"{settings.ADMIN_PATH}/", admin.site.urls),
        # For who is shown a text before readers are: where the desk is hidden, its address tells nothing of it.
        path("preview/<str:secret>/", preview_page, name="preview"),
        path("preview/<str:secret>/<slug:part>/", preview_page, name="preview-part"),
    ]
if settings.SERVE == "desk":
    # What previews look like.
    urlpatterns.append(re_path(STYLESHEET, stylesheet_page, name="stylesheet"))
site = path("", include("articles.site.urls"))
urlpatterns += [site] if settings.SERVE != "desk" else named_only([site])

handler400 = "articles.site.errors.bad_request"
handler403 = "articles.site.errors.permission_denied"
handler404 = "articles.site.errors.page_not_found"
handler500 = "articles.site.errors.server_error"
