"""Redirects, what readers ask for in vain, and contributors: what their pages do and refuse."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Contributor, MissedAddress, Redirect
from tests.desk.forms import said, signed_in
from tests.factories import make_editor, make_listing, make_translator

pytestmark = pytest.mark.django_db
ADD, LIST = "admin:articles_redirect_add", "admin:articles_redirect_changelist"
MISSED, LEAVE = "admin:articles_missedaddress_changelist", "admin:articles_missedaddress_leave"
IMPORT = "admin:articles_redirect_import"


@pytest.fixture
def editor() -> Client:
    return signed_in(make_editor(username="nour"))


def errors(response: Any) -> list[str]:
    return [str(error) for error in response.context["adminform"].form.non_field_errors()]


def file(text: str) -> BytesIO:
    content = BytesIO(text.encode())
    content.name = "old.csv"
    return content


def test_an_old_address_is_taken_as_it_is_copied(editor: Client) -> None:
    MissedAddress.objects.create(path="/politics/slug.html", last_on="2026-01-01")
    sent = {"old": "https://old.example/Politics/Slug.html?x=1", "new": "/about/us/"}

    response = editor.post(reverse(ADD), sent, follow=True)

    made = Redirect.objects.get()
    assert (made.old, made.new, made.made_by.username) == ("/politics/slug.html", "/about/us/", "nour")
    assert "The old address is kept as /politics/slug.html." in said(response)
    assert not MissedAddress.objects.exists()

    change = reverse("admin:articles_redirect_change", args=[made.pk])
    editor.post(change, {"old": made.old, "new": "/latest/"})
    assert Redirect.objects.get().new == "/latest/"
    assert Redirect.objects.get().made_by == made.made_by
    assert "/politics/slug.html" in editor.get(reverse(LIST), {"q": "slug"}).content.decode()
    for old, new, words in [
        ("/other", "/Politics/slug.html", "is an old address itself: let “/other” lead to “/latest/”."),
        ("/latest", "/politics/slug.html", "would lead to each other."),
        ("/politics/slug.html/", "/b/", "leads to “/latest/” already: change it there."),
        ("https://old.example/", "/b/", "is no old address"),
    ]:
        assert words in errors(editor.post(reverse(ADD), {"old": old, "new": new}))[0]
    assert "would lead to itself" in errors(editor.post(change, {"old": made.old, "new": made.old}))[0]
    assert Redirect.objects.count() == 1


def test_a_redirect_from_a_page_that_is_there_says_that_it_waits(editor: Client) -> None:
    address = make_listing().get_absolute_url()

    response = editor.post(reverse(ADD), {"old": address, "new": "/about/us/"}, follow=True)

    assert any("The redirect waits until it is gone." in words for words in said(response))
    assert Redirect.objects.count() == 1


def test_a_file_is_shown_before_it_is_done(editor: Client) -> None:
    Redirect.objects.create(old="/there", new="/latest/")
    text = "old,new\n/a,/latest/\n/there,/latest/\n/b,/a\nnonsense,/c\n"

    response = editor.post(reverse(IMPORT), {"file": file(text)})

    html = response.content.decode()
    assert "1 redirect will be made." in html
    assert "1 is there already." in html
    assert [line for line, _why in response.context["refused"]] == [4, 5]
    assert Redirect.objects.count() == 1

    mark = {"mark": response.context["mark"]}
    assert "1 redirect was made." in said(editor.post(reverse(IMPORT), mark, follow=True))
    assert set(Redirect.objects.values_list("old", flat=True)) == {"/there", "/a"}
    assert not default_storage.exists("redirects") or not default_storage.listdir("redirects")[1]
    assert "That file isn't kept any more: choose it again." in said(editor.post(reverse(IMPORT), mark))
    refused = editor.post(reverse(IMPORT), {"file": BytesIO(b"/\xd3,/c")})
    assert "Line 1 is not in UTF-8" in refused.context["form"].errors["file"][0]


def test_what_is_asked_for_in_vain_is_redirected_or_left(editor: Client) -> None:
    listing = make_listing()
    MissedAddress.objects.create(path=f"/news/12-{listing.slug}.html", times=3, last_on="2026-01-01")
    often = MissedAddress.objects.create(path="/often", times=9, last_on="2026-01-02")

    html = editor.get(reverse(MISSED)).content.decode()

    assert html.index(">/often<") < html.index(f">/news/12-{listing.slug}.html<")
    day = f"%2F{listing.address_date:%Y%%2F%m%%2F%d}%2F{listing.slug}%2F"
    assert f"?old=%2Fnews%2F12-{listing.slug}.html&amp;new={day}" in html
    form = editor.get(reverse(ADD), {"old": "/often", "new": "/latest/"}).content.decode()
    assert 'value="/often"' in form
    assert 'value="/latest/"' in form

    editor.post(reverse(LEAVE), {"leave": often.pk})

    assert ">/often<" not in editor.get(reverse(MISSED)).content.decode()
    assert MissedAddress.objects.get(pk=often.pk).is_dismissed
    assert editor.get(reverse(LEAVE)).status_code == 405


def test_a_longer_list_of_what_was_missed_costs_no_more_queries(editor: Client, django_assert_num_queries: Any) -> None:
    MissedAddress.objects.create(path="/one", last_on="2026-01-01")
    editor.get(reverse(MISSED))
    with CaptureQueriesContext(connection) as short:
        editor.get(reverse(MISSED))
    for number in range(30):
        MissedAddress.objects.create(path=f"/more/{number}", last_on="2026-01-01")

    with django_assert_num_queries(len(short)):
        editor.get(reverse(MISSED))


def test_translators_neither_see_nor_make_redirects() -> None:
    client = signed_in(make_translator())

    for name in (ADD, LIST, IMPORT, MISSED):
        assert client.get(reverse(name)).status_code == 403, name
    assert client.post(reverse(LEAVE), {"leave": 1}).status_code == 403
    assert "redirect" not in client.get(reverse("admin:index")).content.decode().lower()
    assert "Asked for in vain" not in client.get(reverse("admin:index")).content.decode()


def test_a_contributor_is_hidden_and_linked_never_added(editor: Client) -> None:
    contributor = Contributor.objects.create(name="Rima Ali")
    member = make_translator()
    change = reverse("admin:articles_contributor_change", args=[contributor.pk])

    editor.post(change, {"name": "Rima  Al-Ali", "member": member.pk})

    contributor.refresh_from_db()
    assert (contributor.name, contributor.member, contributor.is_shown) == ("Rima Al-Ali", member, False)
    assert editor.get(reverse("admin:articles_contributor_add")).status_code == 403
    assert editor.get(reverse("admin:articles_contributor_delete", args=[contributor.pk])).status_code == 403
