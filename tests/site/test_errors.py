"""What readers get when something is wrong."""

import re

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client, RequestFactory

from articles.site import errors, moved


@pytest.mark.parametrize(
    ("view", "status"), [(errors.bad_request, 400), (errors.permission_denied, 403), (errors.server_error, 500)]
)
def test_a_page_for_what_went_wrong_needs_no_database(view, status: int) -> None:
    """The test has no access to one: a query would fail it."""
    response = view(RequestFactory().get("/<script>alert(1)"))

    text = response.content.decode()
    assert response.status_code == status
    assert text.count("<h1") == 1
    assert settings.SITE_NAME in text
    assert "alert" not in text


def test_a_missing_page_is_told_of_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(errors, "furniture", fail)
    monkeypatch.setattr(moved, "_redirect_from", fail)

    response = errors.page_not_found(RequestFactory().get("/x/"))

    assert response.status_code == 404
    assert settings.SITE_NAME in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("view", ["front.home_page", "searching.search_page", "feeds.views.latest_feed"])
def test_a_fault_of_ours_tells_nothing(view: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("secret of the database")

    module = view.rpartition(".")[0]
    monkeypatch.setattr(f"articles.site.{module}.furniture", fail)
    path = {"front": "/", "searching": "/search/", "feeds.views": "/feeds/latest.rss"}[module]

    response = Client(raise_request_exception=False).get(path)

    assert response.status_code == 500
    assert "secret" not in response.content.decode()
    assert response["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.django_db
def test_the_stylesheet_is_one_kept_for_ever_and_whole() -> None:
    reader = Client()
    link = re.search(r'<link rel="stylesheet" href="([^"]+)"', reader.get("/").content.decode())[1]

    response = reader.get(link)

    text = response.content.decode()
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response["Cache-Control"]
    assert text.startswith(":root{--accent:#7a1f2b}")
    assert text.count("{") == text.count("}")
    assert "../" not in text
    assert reader.get(link, headers={"accept-encoding": "br, gzip"})["Content-Encoding"] == "br"
    assert "immutable" not in reader.get("/style-000000000000-7a1f2b.css")["Cache-Control"]


@pytest.mark.parametrize("path", sorted((settings.BASE_DIR / "static/css").glob("*.css")), ids=lambda path: path.name)
def test_styles_have_no_side_and_load_nothing_from_elsewhere(path) -> None:
    """Logical properties only: a publication that reads from the right is mirrored."""
    if path.parent.name != "css" or "desk" in path.name:
        pytest.skip("not the site's")
    text = path.read_text()

    assert not re.search(
        r"(?:margin|padding|border)-(?:left|right|top|bottom)|text-align:\s*(?:left|right)|float:", text
    )
    assert not re.search(r"@import|https?:|//", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
