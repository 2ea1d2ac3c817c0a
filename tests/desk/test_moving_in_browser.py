"""Moving in with scripts: what is wrong is said without losing the choice of files, and the page follows the work."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Import
from benchmarks.make_wordpress_export import write
from tests.desk.browsing import serious
from tests.factories import make_administrator


def test_an_export_is_sent_and_its_way_followed(live_site: Any, page: Page, tmp_path: Path) -> None:
    live_site.sign_in(page, make_administrator())
    path = tmp_path / "export.xml"
    write(3, path, tags=5)
    page.goto("/admin/moving-in/")
    assert serious(page) == []

    page.get_by_label("The export of WordPress").set_input_files({"name": "a.html", "mimeType": "x", "buffer": b"x"})
    page.get_by_label("Or a map of your own").fill("[site")
    page.get_by_role("button", name="Send it").click()
    expect(page.locator(".errorlist").first).to_contain_text("ends in one of these")
    expect(page.get_by_label("Or a map of your own")).to_have_value("[site")
    page.get_by_label("The export of WordPress").set_input_files(path)
    page.get_by_label("Or a map of your own").fill("")
    page.get_by_role("button", name="Send it").click()
    page.wait_for_url(re.compile(r"/admin/moving-in/\d+/$"))
    expect(page.locator("#standing")).to_contain_text("waiting")

    now = timezone.now()
    Import.objects.update(
        state="running", step="posts", done=38, total=100, seen_at=now, ends_at=now + timedelta(minutes=4)
    )
    expect(page.locator("#standing")).to_contain_text("38 %, about 4 minutes left")
    assert serious(page) == []
    kinds = {"post": {"in_file": 3, "public": 3}}
    Import.objects.update(state="done", report={"kinds": kinds, "what": {}, "terms": {}, "authors": {}})
    expect(page.get_by_role("button", name="Move in with these settings")).to_be_visible()
    assert serious(page) == []
