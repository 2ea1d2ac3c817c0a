"""What the desk shows, and under which heading."""

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.models import Group
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

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
    Story,
    WorkflowEvent,
)

HEADINGS: list[tuple[str, Any, list[type[Model]]]] = [
    ("articles", _("Articles"), [Article, Story, Keyword, Photo]),
    ("outlets", _("Outlets"), [Source, Alignment]),
    ("site", _("The site"), [Publication, Section, Page, DisclaimerWording, Redirect, MissedAddress]),
    ("people", _("People"), [Member, Contributor]),
    ("record", _("The record"), [Edition, Correction, WorkflowEvent, Redaction]),
]


def register(site: AdminSite) -> None:
    """Show everything that an editor works with on `site`, and nothing else."""
    # Here and not above: they need the models, and the site must exist before those are loaded.
    from . import article, contributors, outlets, people, photos, publication, record, redirects, vocabulary

    admins: dict[type[Model], type[ModelAdmin]] = {
        Article: article.ArticleAdmin,
        Source: outlets.SourceAdmin,
        Alignment: outlets.AlignmentAdmin,
        Keyword: vocabulary.KeywordAdmin,
        Photo: photos.PhotoAdmin,
        Section: publication.SectionAdmin,
        Story: publication.StoryAdmin,
        Page: publication.PageAdmin,
        Publication: publication.PublicationAdmin,
        Listing: publication.LeadChoice,
        DisclaimerWording: publication.DisclaimerWordingAdmin,
        Redirect: redirects.RedirectAdmin,
        MissedAddress: redirects.MissedAddressAdmin,
        Member: people.MemberAdmin,
        Contributor: contributors.ContributorAdmin,
        Edition: record.EditionAdmin,
        Correction: record.CorrectionAdmin,
        WorkflowEvent: record.StepAdmin,
        Redaction: record.RedactionAdmin,
    }
    if site.is_registered(Group):
        # Importing Django's admin of users shows its groups; ours are fixed by a migration.
        site.unregister(Group)
    for model, model_admin in admins.items():
        site.register(model, model_admin)
