"""What machines ask for: health, media, and the headers that every answer carries."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import get_resolver

from newsroom import health

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def media_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "photos").mkdir(parents=True)
    return settings.MEDIA_ROOT


class TestHealth:
    def test_the_process_answers_without_a_database(self, client):
        response = client.get("/healthz")

        assert (response.status_code, response.content) == (200, b"ok\n")
        assert "no-store" in response.headers["Cache-Control"]

    @pytest.mark.django_db
    def test_it_is_ready_when_all_is_well(self, client):
        response = client.get("/readyz")

        assert (response.status_code, response.content) == (200, b"database: ok\nmigrations: ok\ncache: ok\n")

    @pytest.mark.django_db
    def test_a_migration_that_is_still_to_come_makes_it_unready(self, client, monkeypatch):
        more = health.known_migrations() | {("articles", "9999_of_tomorrow")}
        monkeypatch.setattr(health, "known_migrations", lambda: more)

        response = client.get("/readyz")

        assert response.status_code == 503
        assert b"migrations: failed" in response.content

    @pytest.mark.django_db
    def test_a_cache_that_forgets_makes_it_unready(self, client, monkeypatch):
        monkeypatch.setattr(cache, "get", lambda key: None)

        response = client.get("/readyz")

        assert response.status_code == 503
        assert b"cache: failed" in response.content

    def test_a_database_that_is_gone_makes_it_unready_and_says_nothing_more(self, client, committed_db, databases):
        databases.cluster.drop(committed_db)

        response = client.get("/readyz")
        connection.close()

        assert response.status_code == 503
        assert response.content == b"database: failed\nmigrations: failed\ncache: ok\n"

    @pytest.mark.parametrize("path", ["/healthz", "/readyz"])
    def test_only_questions_are_answered(self, client, path):
        assert client.post(path).status_code == 405

    def test_it_is_asked_from_inside_without_tls(self, client, settings):
        settings.SECURE_SSL_REDIRECT = True

        assert client.get("/healthz").status_code == 200
        assert client.get("/media/x.png").status_code == 301


class TestMedia:
    @pytest.mark.parametrize(
        ("name", "content_type"),
        [("a.png", "image/png"), ("a.jpg", "image/jpeg"), ("a.webp", "image/webp"), ("a.avif", "image/avif")],
    )
    def test_a_picture_is_shown_and_never_run(self, client, media_root, name, content_type):
        (media_root / "photos" / name).write_bytes(PNG)

        response = client.get(f"/media/photos/{name}")

        body = b"".join(response.streaming_content)
        response.close()

        assert body == PNG
        assert response.headers["Content-Type"] == content_type
        assert response.headers["Content-Length"] == str(len(PNG))
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response.headers["Cache-Control"] == "public, max-age=86400"
        assert "Content-Disposition" not in response.headers or "inline" in response.headers["Content-Disposition"]

    @pytest.mark.parametrize(
        "path",
        [
            "", "folder", "folder/", "folder.png", "folder.png/", "missing.png", "page.html", "drawing.svg", "noname",
            "script.js", "../beside.png", "%2e%2e/beside.png", "..%2fbeside.png", "folder/../../beside.png",
            "../../outside.png", "%2e%2e/%2e%2e/outside.png", "/etc/passwd", "//etc/passwd", "link.png", "a%00.png",
            "a.png/", "." * 5000, "a.PNG.html", "../photos/a.png", "../withdrawn/a.png", "beside.png",
        ],
    )  # fmt: skip
    def test_nothing_else_is_served(self, client, media_root, path, db):
        photos = media_root / "photos"
        (photos / "folder").mkdir()
        (photos / "folder.png").mkdir()
        (photos / "a.png").write_bytes(PNG)
        (media_root / "beside.png").write_bytes(PNG)
        (media_root.parent / "outside.png").write_bytes(PNG)
        (photos / "link.png").symlink_to(media_root / "beside.png")
        for name in ("page.html", "drawing.svg", "script.js", "noname", "a.PNG.html"):
            (photos / name).write_text("<script>alert(1)</script>")

        assert client.get(f"/media/photos/{path}").status_code == 404

    def test_a_withdrawn_picture_is_not_served(self, client, media_root, db):
        (media_root / "withdrawn").mkdir()
        (media_root / "withdrawn" / "a.png").write_bytes(PNG)
        (media_root / "beside.png").write_bytes(PNG)

        for path in ("withdrawn/a.png", "photos/../withdrawn/a.png", "beside.png"):
            assert client.get(f"/media/{path}").status_code == 404

    def test_it_is_read_and_not_written(self, client, media_root):
        (media_root / "photos" / "a.png").write_bytes(PNG)

        assert client.put("/media/photos/a.png").status_code == 405


class TestHeaders:
    @pytest.mark.parametrize("path", ["/healthz", "/no/such/page", "/media/none.png", "/%"])
    def test_every_answer_carries_them(self, client, path, db):
        headers = client.get(path).headers

        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"
        for feature in ("camera", "microphone", "geolocation", "browsing-topics"):
            assert f"{feature}=()" in headers["Permissions-Policy"]

    def test_redirects_to_https_carry_them_too(self, client, settings):
        settings.SECURE_SSL_REDIRECT = True

        response = client.get("/latest/")

        assert response.status_code == 301
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "camera=()" in response.headers["Permissions-Policy"]

    def test_a_host_that_is_not_ours_is_refused(self, client, db):
        response = client.get("/healthz", headers={"host": "evil.example"})

        assert response.status_code == 400
        assert "evil.example" not in response.content.decode()

    def test_the_site_runs_no_script_but_its_own_static_files(self, settings):
        assert settings.SECURE_CSP["script-src"] == [f"{settings.SITE_URL}/static/"]
        policies = str(settings.SECURE_CSP) + str(settings.DESK_CSP)
        assert "unsafe" not in policies
        assert "*" not in policies


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_each_kind_of_error_has_a_page_of_the_sites_own(status):
    handler = get_resolver().resolve_error_handler(status)

    assert handler.__module__ == "articles.site.errors"
