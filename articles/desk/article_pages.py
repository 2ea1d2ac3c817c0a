"""The pages about one article beside its workbench: previews, the short way to mend it, originals looked at again."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from .brief import brief_page
from .fix import fix_page
from .new_article import new_article
from .notes import add_note, settle_note
from .original_check import check_page
from .previews import preview_at_desk, previews_page
from .saved_texts import saved_texts_page


def pages_beside(model_admin: Any) -> list[URLPattern]:
    """Their addresses, below the articles'."""

    def page(view: Callable[..., HttpResponse]) -> Any:
        return model_admin.admin_site.admin_view(partial(_given, view, model_admin))

    return [
        path("new/", page(new_article), name="articles_article_new"),
        path("brief/", page(brief_page), name="articles_article_brief"),
        path("<int:pk>/preview/", page(preview_at_desk), name="articles_article_preview"),
        path("<int:pk>/preview/<slug:part>/", page(preview_at_desk), name="articles_article_preview_part"),
        path("<int:pk>/previews/", page(previews_page), name="articles_article_previews"),
        path("<int:pk>/notes/", page(add_note), name="articles_article_notes"),
        path("<int:pk>/notes/<int:note_pk>/", page(settle_note), name="articles_article_note"),
        path("<int:pk>/texts/", page(saved_texts_page), name="articles_article_texts"),
        path("<int:pk>/fix/", page(fix_page), name="articles_article_fix"),
        path("<int:pk>/originals/<int:original>/check/", page(check_page), name="articles_article_original_check"),
    ]


def _given(view: Callable[..., HttpResponse], model_admin: Any, request: Any, **found: Any) -> HttpResponse:
    return view(request, model_admin, **found)
