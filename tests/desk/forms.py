"""A form of the desk as a browser would send it back."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from articles.models import Article, Member


class _Fields(HTMLParser):
    """The fields of the form with the id `form_id`, as they stand."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.inside = False
        self.fields: dict[str, Any] = {}
        self.textarea: str | None = None
        self.select: str | None = None
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        name = given.get("name")
        if not self.inside or "disabled" in given:
            return
        if tag == "input" and name and given.get("type") not in ("submit", "button", "file"):
            if given.get("type") in ("checkbox", "radio") and "checked" not in given:
                return
            self.fields[name] = given.get("value") or ("on" if given.get("type") == "checkbox" else "")
        elif tag == "textarea" and name:
            self.textarea, self.text = name, ""
        elif tag == "select" and name:
            self.select = name
            self.fields.setdefault(name, [] if "multiple" in given else "")
        elif tag == "option" and self.select and "selected" in given:
            value = given.get("value") or ""
            if isinstance(self.fields[self.select], list):
                self.fields[self.select].append(value)
            else:
                self.fields[self.select] = value

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.textarea:
            # A browser drops the line end after the tag, and sends the others as it always did.
            self.fields[self.textarea] = self.text.removeprefix("\n").replace("\n", "\r\n")
            self.textarea = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.inside = False


def fields_of(response: HttpResponse, form_id: str = "article_form") -> dict[str, Any]:
    """What a browser would send if nothing were typed."""
    parser = _Fields(form_id)
    parser.feed(response.content.decode())
    # The empty row that the page's script copies is named __prefix__.
    return {name: value for name, value in parser.fields.items() if "__prefix__" not in name}


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def change_page(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def step_page(article: Article, slug: str) -> str:
    return reverse("admin:articles_article_step", args=[article.pk, slug])


def save(client: Client, article: Article, **typed: Any) -> HttpResponse:
    """Open the article, type, and save; the page that answers."""
    fields = fields_of(client.get(change_page(article)))
    return client.post(change_page(article), fields | typed | {"_save": "Save"}, follow=True)


def said(response: HttpResponse) -> list[str]:
    """The messages on the page."""
    return [str(message) for message in response.context["messages"]]


def offered(client: Client, article: Article) -> dict[str, list[str]]:
    """The buttons on the page, each with what stops it."""
    return {step.slug: reasons for step, reasons in client.get(change_page(article)).context["steps"]}


def take(client: Client, article: Article, slug: str, **typed: Any) -> Any:
    revision = Article.objects.get(pk=article.pk).revision
    return client.post(step_page(article, slug), {"revision": revision} | typed, follow=True)


def status(article: Article) -> str:
    return Article.objects.get(pk=article.pk).status


def state_of(article: Article) -> dict[str, Any]:
    """Everything that is stored of it."""
    return {
        "article": Article.objects.filter(pk=article.pk).values().get(),
        "originals": list(article.translations.order_by("pk").values()),
        "keywords": list(article.keyword_rows.values_list("tag", flat=True)),
    }
