"""The map of addresses: the site's, the desk's where this process serves it, and what machines ask for."""

from collections.abc import Sequence
from typing import NoReturn

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest
from django.urls import URLPattern, URLResolver, include, path

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
    urlpatterns.append(path(f"{settings.ADMIN_PATH}/", admin.site.urls))
site = path("", include("articles.site.urls"))
urlpatterns += [site] if settings.SERVE != "desk" else named_only([site])

handler400 = "articles.site.errors.bad_request"
handler403 = "articles.site.errors.permission_denied"
handler404 = "articles.site.errors.page_not_found"
handler500 = "articles.site.errors.server_error"
