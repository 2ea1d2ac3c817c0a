"""Photos in a text at the desk: kept, described, moved and taken out in the editor; asked for and answered."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article, Photo
from articles.models.text import photos_in
from articles.renditions import render
from articles.tasks import render_photo, unfinished
from tests.desk.forms import change_page, signed_in, step_page
from tests.desk.rich import editor, paste, value
from tests.factories import make_administrator, make_article, make_editor, make_photo, make_translated, make_translator


def figure(photo: Photo, alt: str = "A market", caption: str = "On Sunday") -> str:
    said = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img data-photo="{photo.pk}" alt="{alt}">{said}</figure>'


def picture(photo: Photo) -> str:
    return reverse("admin:articles_photo_picture", args=[photo.pk])


def flushed(page: Page) -> str:
    page.evaluate("document.dispatchEvent(new CustomEvent('newsroom:flush'))")
    return value(page)


@pytest.mark.usefixtures("committed_db")
def test_a_photo_is_described_moved_copied_taken_out_and_put_in(live_site: Any, page: Page) -> None:
    photo, other = make_photo(), make_photo(alt="A harbour", caption="Latakia & its harbour", credit="An agency")
    render(photo.pk)
    article = make_article(body=f"<p>One.</p>{figure(photo)}<p>Two.</p>")
    live_site.sign_in(page, make_translator())
    page.goto(change_page(article))
    shown = editor(page).locator("figure")
    expect(shown.locator("img")).to_have_js_property("complete", True)
    assert shown.locator("img").evaluate("picture => picture.naturalWidth") == 480

    shown.locator("figcaption").click()
    page.keyboard.press("End")
    page.keyboard.type(", at noon")
    page.keyboard.press("Enter")
    page.keyboard.type("Next.")
    said = figure(photo, caption="On Sunday, at noon")
    assert flushed(page) == f"<p>One.</p>{said}<p>Next.</p><p>Two.</p>"

    page.get_by_role("button", name="Describe, move or take out this photo").click()
    page.get_by_label("Text for those who can't see it").first.fill('The "old" market')
    assert not [each for each in Axe().run(page).response["violations"] if each["impact"] in ("serious", "critical")]
    page.get_by_role("button", name="Move up").click()
    expect(editor(page)).to_be_focused()
    said = figure(photo, "The &quot;old&quot; market", "On Sunday, at noon")
    assert flushed(page) == f"{said}<p>One.</p><p>Next.</p><p>Two.</p>"

    shown.locator("img").click()
    page.keyboard.type("!")
    assert flushed(page) == f"{said.replace('noon', 'noon!')}<p>One.</p><p>Next.</p><p>Two.</p>"
    page.keyboard.press("Backspace")

    shown.locator("img").click()
    page.keyboard.press("ControlOrMeta+x")
    assert flushed(page) == "<p>One.</p><p>Next.</p><p>Two.</p>"
    editor(page).locator("p", has_text="Two.").click()
    page.keyboard.press("End")
    page.keyboard.press("ControlOrMeta+v")
    assert flushed(page) == f"<p>One.</p><p>Next.</p><p>Two.</p>{said}"

    page.get_by_role("button", name="Describe, move or take out this photo").click()
    page.get_by_role("button", name="Take it out").click()
    expect(editor(page)).to_be_focused()
    paste(
        page,
        '<figure><img src="https://elsewhere.example/a.png" data-photo="9"><figcaption>Theirs</figcaption></figure>',
    )
    assert "<figure>" not in flushed(page)

    editor(page).locator("p", has_text="One.").click()
    page.get_by_role("button", name="Photo", exact=True).click()
    page.get_by_label("What it shows, its caption or its credit").fill("latakia")
    expect(page.locator("#rich-photos li")).to_have_count(1)
    page.get_by_role("button", name="A harbour").click()
    assert flushed(page).startswith(f"<p>One.</p>{figure(other, 'A harbour', 'Latakia &amp; its harbour')}<p>Next.</p>")
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/save/" in answer.url):
        page.keyboard.press("Control+s")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert photos_in(Article.objects.get(pk=article.pk).body) == [other.pk]


@pytest.mark.django_db
def test_the_desk_shows_a_small_file_or_a_drawing() -> None:
    photo, waiting = make_photo(), Photo.objects.create()
    withdrawn = make_photo(withdrawn_at=timezone.now())
    client = signed_in(make_translator())

    answers = [client.get(picture(each)) for each in (photo, waiting, withdrawn)]

    assert [answer["Content-Type"] for answer in answers] == ["image/webp", "image/svg+xml", "image/svg+xml"]
    assert client.get(reverse("admin:articles_photo_picture", args=[10**9])).status_code == 404
    stranger = make_translator()
    stranger.groups.clear()
    assert signed_in(stranger).get(picture(photo)).status_code == 403
    found = client.get(reverse("admin:articles_photo_find"), {"q": "bridge SUNDAY"}).json()["photos"]
    assert [each["id"] for each in found] == [photo.pk]


@pytest.mark.django_db
def test_who_attests_a_text_sees_its_photos_and_which_readers_do_not() -> None:
    photo, withdrawn = make_photo(credit="A. Photographer"), make_photo(withdrawn_at=timezone.now())
    article = make_translated(body=f"<p>It said so.</p>{figure(photo)}{figure(withdrawn)}")

    html = signed_in(make_editor()).get(step_page(article, "approve")).content.decode()

    assert picture(photo) in html
    assert "A. Photographer" in html
    assert picture(withdrawn) not in html
    assert f"Photo {withdrawn.pk}: readers don&#x27;t see it." in html


@pytest.mark.django_db
def test_a_photo_says_that_it_waits_and_where_it_stands_and_takes_its_file() -> None:
    waiting = Photo.objects.create(alt="A market")
    article = make_article(headline="The market", body=f"<p>One.</p>{figure(waiting)}")
    client = signed_in(make_editor())
    changelist, page = (
        reverse("admin:articles_photo_changelist"),
        reverse("admin:articles_photo_change", args=[waiting.pk]),
    )
    make_photo()
    assert client.get(changelist, {"file": "waiting"}).context["cl"].result_list.get() == waiting
    shown = client.get(page).content.decode()
    assert "It waits for its file" in shown
    assert '<label for="id_image">' in shown
    assert change_page(article) in shown

    with make_photo().image.open() as another:
        file = ContentFile(another.read(), "market.webp")
    sent = {"alt": "A market", "rights": "own", "focal_x": "0.5", "focal_y": "0.5", "image": file}
    assert client.post(page, sent).status_code == 302

    waiting.refresh_from_db()
    assert waiting.is_showable
    # What readers get of it is made by a worker.
    assert unfinished(render_photo) == [{"photo": waiting.pk}]


@pytest.mark.django_db
def test_a_new_photo_needs_its_file_and_one_that_stands_in_a_text_is_not_deleted() -> None:
    photo = make_photo()
    article = make_article(body=figure(photo))
    client = signed_in(make_administrator())

    added = client.post(reverse("admin:articles_photo_add"), {"alt": "Nothing", "rights": "own"})
    deleted = client.post(reverse("admin:articles_photo_delete", args=[photo.pk]), {"post": "yes"})

    assert added.status_code == 200
    assert added.context["errors"]
    assert change_page(article) in deleted.content.decode()
    assert Photo.objects.filter(pk=photo.pk).exists()
