"""Every page of the desk, walked by each who works here: who gets in, under which policy, in whose words."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import NoReverseMatch, reverse

from articles import workflow
from articles.desk.steps import BY_SLUG
from articles.models import (
    Alignment,
    Article,
    Contributor,
    Correction,
    DisclaimerWording,
    Edition,
    Keyword,
    Listing,
    Member,
    MissedAddress,
    Page,
    Photo,
    Publication,
    Redaction,
    Redirect,
    Section,
    Source,
    Status,
    Story,
    WorkflowEvent,
)
from tests.desk.forms import change_page, signed_in, step_page
from tests.factories import (
    make_administrator,
    make_article,
    make_editor,
    make_keyword,
    make_photo,
    make_published,
    make_scheduled,
    make_section,
    make_translated,
    make_translator,
    make_verified,
)

pytestmark = pytest.mark.django_db

# Who may look, add and change: t(ranslators), e(ditors), a(dministrators).
RIGHTS: dict[type[Model], tuple[str, str, str]] = {
    Article: ("tea", "tea", "tea"),
    Source: ("tea", "ea", "ea"),
    Alignment: ("tea", "ea", "ea"),
    Keyword: ("tea", "tea", "ea"),
    Photo: ("tea", "tea", "tea"),
    Section: ("tea", "ea", "ea"),
    Story: ("tea", "ea", "ea"),
    Page: ("tea", "ea", "ea"),
    Publication: ("tea", "", "a"),
    DisclaimerWording: ("tea", "ea", "ea"),
    Redirect: ("ea", "ea", "ea"),
    MissedAddress: ("ea", "", ""),
    Member: ("a", "a", "a"),
    Contributor: ("ea", "", "ea"),
    Edition: ("tea", "", ""),
    Correction: ("tea", "", ""),
    WorkflowEvent: ("tea", "", ""),
    Redaction: ("a", "", ""),
    # Only to be chosen as the lead story: it has no pages.
    Listing: ("tea", "", ""),
}
WITHOUT_PAGES = {Listing}
PEOPLE = {"t": make_translator, "e": make_editor, "a": make_administrator}
# What the code calls things, and no screen of the desk does.
WORDS_OF_THE_CODE = re.compile(
    r"\b(translation object|adaptation|waiver|taggit|text_revision|reissue|superuser|slugfield|queryset|"
    r"our-error|original-work|not-available|seal-broken|take-down|bring-in|edition|\w+ object \(\d+\))\b",
    re.IGNORECASE,
)


@pytest.fixture
def newsroom() -> Article:
    """One row at least of everything, and a published article with everything that it can have."""
    article = make_published(section=make_section(), keywords=(make_keyword(),), photo=make_photo(),
                             photo_alt="A bridge", photo_credit="Newsroom")  # fmt: skip
    Story.objects.create(title="The bridge", slug="the-bridge")
    Page.objects.create(title="About us", slug="about-us")
    Redirect.objects.create(old="/old", new="/latest/")
    MissedAddress.objects.create(path="/missed", last_on=article.address_date)
    Contributor.objects.create(name="Rima Ali")
    editor = make_editor()
    article.headline = "The bridge opens once more"
    article.save()
    workflow.reissue(article, by=editor, correction=Correction(kind="our-error", text="We had the day wrong."))
    workflow.redact(
        article.editions.get(number=1), what="standfirst", by=make_administrator(), reason="A person is in danger."
    )
    article.refresh_from_db()
    return article


def pages_of(model: type[Model]) -> dict[str, str]:
    name = f"admin:articles_{model._meta.model_name}"
    row = model._default_manager.order_by("-pk").first()
    assert row is not None, f"no {model.__name__} to look at"
    return {
        "look": reverse(f"{name}_changelist"),
        "add": reverse(f"{name}_add"),
        "change": reverse(f"{name}_change", args=[row.pk]),
        "history": reverse(f"{name}_history", args=[row.pk]),
        "delete": reverse(f"{name}_delete", args=[row.pk]),
    }


def shown_models() -> list[type[Model]]:
    return [model for model in admin.site._registry if model not in WITHOUT_PAGES]


def visible_text(html: str) -> str:
    html = re.sub(r"<(script|style|textarea)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", html)


def test_every_model_of_the_desk_is_in_the_table() -> None:
    assert set(admin.site._registry) == set(RIGHTS)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_look_add_and_change(newsroom: Article, who: str) -> None:
    client = signed_in(PEOPLE[who]())

    for model in shown_models():
        pages = pages_of(model)
        look, add, change = RIGHTS[model]
        assert (client.get(pages["look"]).status_code in (200, 302)) == (who in look), model
        assert (client.get(pages["add"], {"blank": 1}).status_code == 200) == (who in add), model
        response = client.get(pages["change"])
        assert (response.status_code == 200) == (who in look), model
        if model is not Article:
            # Saved, or shown again with what is missing; refused otherwise.
            assert (client.post(pages["change"], {}).status_code in (200, 302)) == (who in change), model


def test_strangers_are_asked_to_sign_in(newsroom: Article, client: Client) -> None:
    for model in shown_models():
        for address in pages_of(model).values():
            response = client.get(address)

            assert response.status_code == 302
            assert response.headers["Location"].startswith(reverse("admin:login"))
            assert response.headers["Cache-Control"] == "private, no-store"


def test_who_was_deactivated_is_asked_to_sign_in(newsroom: Article) -> None:
    member = make_editor()
    client = signed_in(member)
    Member.objects.filter(pk=member.pk).update(is_active=False)

    assert client.get(reverse("admin:index")).status_code == 302


def every_address(article: Article) -> list[str]:
    states = [make_article(), make_translated(), make_verified(), make_scheduled(), article]
    names = (
        "index",
        "password_change",
        "own_settings",
        "moving_in",
        "consistency",
        "correct_spelling",
        "house_style_list",
        "articles_redirect_import",
        "articles_keyword_import",
        "articles_article_add",
        "articles_article_new",
        "articles_article_brief",
    )
    addresses = [reverse(f"admin:{name}") for name in names]
    for model in shown_models():
        addresses += pages_of(model).values()
    for each in states:
        addresses.append(change_page(each))
        addresses += [step_page(each, slug) for slug in BY_SLUG]
    return addresses


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_keeps_the_policy_and_the_desks_words(newsroom: Article, language: str) -> None:
    administrator = make_administrator(interface_language=language)
    client = signed_in(administrator)

    for address in every_address(newsroom):
        response = client.get(address)
        html = response.content.decode()

        assert response.status_code < 500, address
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert f"script-src {settings.SITE_URL}/static/ 'nonce-" in policy or response.status_code in (302, 403, 404)
        assert response.headers["Cache-Control"] == "private, no-store", address
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert not re.search(r"<[^>]+\sstyle\s*=", html), address
        assert not re.search(r"<[^>]+\son[a-z]+\s*=", html), address
        for script in re.findall(r"<script\b[^>]*>", html):
            assert "nonce=" in script or 'type="application/json"' in script, (address, script)
        if response.status_code == 200 and language == "en":
            found = WORDS_OF_THE_CODE.search(visible_text(html))
            assert found is None, (address, found and html[max(0, found.start() - 200) : found.end() + 200], found)
        if response.status_code == 200:
            assert f'lang="{language}"' in html
            assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in html


def test_the_desk_speaks_in_the_hours_of_the_member(newsroom: Article) -> None:
    article = make_scheduled()
    there = signed_in(make_editor(time_zone="Asia/Beirut")).get(change_page(article)).content.decode()
    here = signed_in(make_editor(time_zone="America/New_York")).get(change_page(article)).content.decode()

    assert "Asia/Beirut" in there
    assert "America/New_York" in here


@pytest.mark.parametrize("address", ["nowhere/", "articles/article/999999/step/hide/", "articles/article/1/step/none/"])
def test_what_is_not_there_is_said_in_the_desks_own_page(address: str) -> None:
    response = signed_in(make_editor()).get(f"/{settings.ADMIN_PATH}/{address}")

    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_form_without_its_token_is_refused_in_the_desks_own_page(settings: Any) -> None:
    settings.CSRF_FAILURE_VIEW = "articles.desk.manners.csrf_failure"
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_editor())

    response = client.post(reverse("admin:own_settings"), {"interface_language": "ar"})

    assert response.status_code == 403
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Your account may not do this" in response.content.decode()


def test_a_wacky_lookup_is_refused_without_a_crash() -> None:
    client = signed_in(make_editor())

    for query in ("?password__startswith=a", "?status=nonsense", "?section__id__exact=x", "?p=9999", "?o=77", "?q=%00"):
        response = client.get(reverse("admin:articles_article_changelist") + query, follow=True)
        assert response.status_code in (200, 400), query


@pytest.mark.parametrize("name", ["Group", "Tag", "Permission"])
def test_what_is_no_business_of_the_desk_is_not_shown(name: str) -> None:
    assert name not in {model.__name__ for model in admin.site._registry}


def test_the_lead_story_has_no_pages_of_its_own() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("admin:articles_listing_changelist")


def test_only_the_record_and_members_can_never_be_deleted(newsroom: Article) -> None:
    client = signed_in(make_administrator())

    for model in (Member, Edition, WorkflowEvent, Correction, Redaction, Publication):
        before = model._default_manager.count()
        response: Any = client.post(pages_of(model)["delete"], {"post": "yes"})

        assert response.status_code == 403
        assert model._default_manager.count() == before


def test_a_published_article_can_not_be_deleted(newsroom: Article) -> None:
    client = signed_in(make_administrator())

    response = client.post(reverse("admin:articles_article_delete", args=[newsroom.pk]), {"post": "yes"})

    assert response.status_code == 403
    assert Article.objects.get(pk=newsroom.pk).status == Status.PUBLISHED
