"""The focal point of a photo, set in the picture itself, and what readers get of it."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles.models import Photo
from articles.renditions import render
from articles.tasks import render_photo, unfinished
from tests.desk.forms import signed_in
from tests.factories import make_editor, make_photo


@pytest.mark.usefixtures("committed_db")
def test_it_is_set_by_pointer_and_by_keys_and_shows_what_is_cut(live_site: Any, page: Page) -> None:
    photo = make_photo()
    live_site.sign_in(page, make_editor())
    page.goto(reverse("admin:articles_photo_change", args=[photo.pk]))
    point, across, down = page.locator(".focal-point"), page.locator("#id_focal_x"), page.locator("#id_focal_y")
    expect(point).to_be_visible()

    page.locator(".focal-picture img").click(position={"x": 64, "y": 300})
    expect(across).to_have_value("0.10")
    expect(down).to_have_value("0.75")
    expect(page.locator(".focal-wide")).to_have_css("object-position", re.compile("^0% "))
    point.press("ArrowRight")
    point.press("Shift+ArrowUp")

    expect(across).to_have_value("0.11")
    expect(down).to_have_value("0.65")
    expect(page.get_by_role("button", name="Focal point, 11 percent from the left and 65 from the top")).to_be_visible()
    assert Axe().run(page, context=".focal").response["violations"] == []
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(re.compile("/admin/articles/photo/$"))
    assert Photo.objects.values_list("focal_x", "focal_y").get() == (0.11, 0.65)


@pytest.mark.django_db
def test_what_is_saved_is_rendered_by_a_worker_and_only_when_it_must_be() -> None:
    photo = make_photo()
    render(photo.pk)
    client, address = signed_in(make_editor()), reverse("admin:articles_photo_change", args=[photo.pk])
    sent = {"alt": "A bridge at dusk", "rights": "own", "focal_x": "0.5", "focal_y": "0.5"}

    client.post(address, sent)
    after_words = unfinished(render_photo)
    client.post(address, sent | {"focal_x": "0.25"})

    assert after_words == []
    assert unfinished(render_photo) == [{"photo": photo.pk}]
