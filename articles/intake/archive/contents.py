"""What an archive holds, and what it leaves out: each model and each field is one or the other (docs/archive.md)."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import ManyToManyField

from articles import models as newsroom
from articles.models import Member
from articles.models.text import HtmlField, LineField

# Raised when a field goes or comes to mean something else. A new field that has a default leaves it as it is.
FORMAT = 1

_NO_ACCOUNT = "an account is given anew by an administrator"
_FOLDED = "made anew from `{}`"


def _folded(of: str) -> dict[str, str]:
    return {"key": _FOLDED.format(of), "sound": _FOLDED.format(of)}


@dataclass(frozen=True)
class Kept:
    """One model in an archive: a file of rows, in the order of their numbers.

    `left_out`: fields that are no part of it, each with the reason. `linked`: many-to-many fields, each as a list in
    the row: of the field `linked[name]` of what it links to. `since`: the migration that made the table, where
    archives that were made before it have no such file.
    """

    model: type[models.Model]
    file: str
    left_out: dict[str, str]
    linked: dict[str, str]
    since: str = ""

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def fields(self) -> list[models.Field[Any, Any]]:
        """The columns that are kept, in the model's order."""
        return [field for field in self.model._meta.concrete_fields if field.name not in self.left_out]

    def link(self, name: str) -> ManyToManyField[Any, Any]:
        field = self.model._meta.get_field(name)
        assert isinstance(field, ManyToManyField)
        return field


def _kept(
    model: type[models.Model], file: str, *, left_out: dict[str, str] | None = None, since: str = "", **linked: str
) -> Kept:
    return Kept(model, f"{file}.jsonl", left_out or {}, linked, since)


_SINCE_READERS = "0016_show_readers_more"
_SINCE_CHECKS, _SINCE_BATCHES = "0013_check_two_languages", "0014_correct_spellings_everywhere"


# What a row names comes before it, so that the database proves each file's foreign keys as it is read.
BEFORE_LISTINGS = (
    _kept(
        Member,
        "members",
        left_out={
            "password": _NO_ACCOUNT,
            "last_login": "nobody's business",
            "is_superuser": _NO_ACCOUNT,
            "email": "personal, and of no use to the record",
            "is_staff": _NO_ACCOUNT,
            "is_active": _NO_ACCOUNT,
            "password_is_one_time": _NO_ACCOUNT,
        },
        groups="name",
    ),
    _kept(newsroom.Photo, "photos", left_out={"rendered_as": "tells of renditions, which are made anew"}),
    _kept(newsroom.Section, "sections"),
    _kept(newsroom.Story, "stories"),
    _kept(newsroom.Page, "pages"),
    _kept(newsroom.DisclaimerWording, "wordings"),
    _kept(newsroom.Alignment, "alignments"),
    _kept(newsroom.Source, "outlets"),
    _kept(newsroom.SourceProfile, "profiles"),
    _kept(newsroom.Keyword, "keywords", left_out=_folded("name")),
    _kept(newsroom.KeywordSpelling, "spellings", left_out=_folded("text")),
    _kept(newsroom.Contributor, "contributors"),
    _kept(newsroom.Article, "articles"),
    _kept(newsroom.ArticleKeyword, "article-keywords"),
    _kept(newsroom.Translation, "originals", authors="pk"),
    _kept(newsroom.Edition, "editions"),
    _kept(newsroom.EditionOriginal, "edition-originals"),
    _kept(newsroom.WorkflowEvent, "steps"),
    _kept(newsroom.HouseStyleBatch, "house-style-batches", since=_SINCE_BATCHES),
    _kept(newsroom.HouseStyleRow, "house-style-rows", since=_SINCE_BATCHES),
    _kept(newsroom.Correction, "corrections"),
    _kept(newsroom.Redaction, "redactions"),
    _kept(newsroom.Waiver, "waivers"),
    _kept(newsroom.CheckSetting, "check-settings", since=_SINCE_CHECKS),
    _kept(newsroom.EditorialNote, "notes"),
    _kept(newsroom.SavedText, "saved-texts"),
    _kept(newsroom.Redirect, "redirects"),
    _kept(newsroom.MissedAddress, "missed-addresses"),
    _kept(newsroom.ImportedItem, "imported-items"),
    _kept(newsroom.Proposal, "proposals"),
    _kept(newsroom.MergeProposal, "merge-proposals"),
)
# The publication's lead story is a listing, and listings are made anew once everything else is there.
AFTER_LISTINGS = (
    _kept(newsroom.Publication, "publication"),
    _kept(newsroom.FooterLink, "footer-links", since=_SINCE_READERS),
)
KEPT = BEFORE_LISTINGS + AFTER_LISTINGS
# Rows of these are made by migrations: they give way to the archive's.
MADE_BY_MIGRATIONS = (newsroom.DisclaimerWording, newsroom.Alignment, newsroom.Publication)

# Files that archives made by earlier versions may have, and that are read no more.
FORMER = ("renditions.jsonl",)
LEFT_OUT = {
    "articles.Listing": "made anew from editions and steps",
    "articles.ListingAuthor": "made anew with the listings",
    "articles.ListingKeyword": "made anew with the listings",
    "articles.Rendition": "made anew from the photos",
    "articles.PagePart": "made anew from the listings",
    "articles.VoidPart": "goes with what it makes void",
    "articles.PublicChange": "what changed for readers within the last hours",
    "articles.WorkingIndex": "made anew when the desk searches",
    "articles.Word": "made anew with the listings",
    "articles.Import": "how a moving-in went; what became of each item is in imported-items.jsonl",
    "articles.ReportedFinding": "how often each check was right, counted from here on; no word of a text",
    "articles.Autosave": "what was being typed and never saved",
    "articles.Presence": "who has an article open just now",
    "articles.PreviewLink": "a secret: links are made anew",
    "articles.PreviewOpening": "goes with its link",
    "articles.Notice": "mail about to be sent",
    "articles.Worker": "a process of one server",
    "articles.Member_user_permissions": "rights are given anew",
    "auth.Group": "by name, in members.jsonl",
    "auth.Group_permissions": "made by migrations",
    "auth.Permission": "made by migrations",
    "contenttypes.ContentType": "made by migrations",
    "admin.LogEntry": "the desk's own history of forms; the record is in steps.jsonl",
    "sessions.Session": "who is signed in just now",
    "django_tasks_database.DBTaskResult": "work that waits for a worker of one server",
    "taggit.Tag": "never used: keywords are in keywords.jsonl",
    "taggit.TaggedItem": "never used",
}


def described() -> str:
    """Every file and field as docs/archive.md lists them, in Markdown."""
    parts = []
    for kept in KEPT:
        rows = [f"| `{field.attname}` | {_words_of(field)} |" for field in kept.fields]
        rows += [f"| `{name}` | {_words_of_link(kept, name)} |" for name in kept.linked]
        title = f"### `{kept.file}`: {kept.model._meta.verbose_name_plural}"
        parts.append("\n".join([title, "", "| field | is |", "|---|---|", *rows]))
        if kept.left_out:
            left = "\n".join(f"- `{name}`: {reason}" for name, reason in kept.left_out.items())
            parts.append(f"Left out:\n\n{left}")
    return "\n\n".join(parts)


def described_as_left_out() -> str:
    return "\n".join(f"- `{model}`: {reason}" for model, reason in LEFT_OUT.items())


def file_of(model: type[models.Model]) -> str:
    return next((kept.file for kept in KEPT if kept.model is model), "")


def _words_of_link(kept: Kept, name: str) -> str:
    to = kept.link(name).related_model
    assert isinstance(to, type)
    return f"list of numbers in `{file_of(to)}`" if kept.linked[name] == "pk" else "list of names"


def _words_of(field: models.Field[Any, Any]) -> str:
    words = _kind_of(field)
    if field.choices and not hasattr(field, "base_field") and len(field.flatchoices) < 20:
        words += ": " + ", ".join(f"`{value}`" for value, _label in field.flatchoices)
    if field.is_relation:
        file = file_of(field.related_model) if isinstance(field.related_model, type) else ""
        words += f" of a row in `{file}`" if file else " of an article"
    return f"{words}, or null" if field.null else words


def _kind_of(field: models.Field[Any, Any]) -> str:
    kinds = (
        (models.JSONField, "JSON"),
        (models.BooleanField, "true or false"),
        (models.DateTimeField, "moment"),
        (models.DateField, "day"),
        (models.FloatField, "number with a fraction"),
        (models.ImageField, "path below `files/`, or empty" if field.blank else "path below `files/`"),
        (HtmlField, "HTML as stored"),
        (LineField, "one line of text"),
        (models.URLField, "web address, or empty"),
        (models.CharField, "text"),
        (models.TextField, "text"),
        ((models.ForeignKey, models.IntegerField, models.AutoField), "number"),
    )
    return next((words for kind, words in kinds if isinstance(field, kind)), "list of texts")
