"""Seeding the demo newsroom: what is written down in this folder, taken through the workflow."""

from datetime import datetime, timedelta
from io import BytesIO

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from articles import renditions, workflow
from articles.models import (
    Alignment,
    Article,
    ArticleKeyword,
    Correction,
    Keyword,
    KeywordSpelling,
    Member,
    Page,
    Photo,
    Publication,
    Section,
    Source,
    SourceProfile,
    Status,
    Story,
    Translation,
)

from . import content
from .drawings import drawing


@transaction.atomic
def seed(password: str) -> list[Member]:
    """Make the demo newsroom and return its members, who all sign in with `password`.

    An empty list where the demo is there already, or an article of another kind: nothing is changed then.
    """
    if Article.objects.exists() or Source.objects.exists():
        return []
    return _Seeding(content.load(), password).run()


class _Seeding:
    """One seeding: the demo's words, and the rows already made of them by their names."""

    def __init__(self, demo: content.Newsroom, password: str) -> None:
        self.demo = demo
        self.password = password
        self.now = timezone.now()
        self.members: dict[str, Member] = {}
        self.outlets: dict[str, Source] = {}
        self.keywords: dict[str, Keyword] = {}
        self.photos: dict[str, Photo] = {}

    def run(self) -> list[Member]:
        self.publication()
        self.people()
        self.shelves()
        self.vocabulary()
        self.pictures()
        for article in self.demo.articles:
            self.take_through_the_workflow(article)
        return list(self.members.values())

    def publication(self) -> None:
        told = self.demo.publication
        Publication.objects.filter(pk=1).update(
            name=told.name, motto=told.motto, language=told.language, accent=told.accent
        )

    def people(self) -> None:
        for told in self.demo.members:
            member = Member(
                username=told.username,
                first_name=told.first_name,
                last_name=told.last_name,
                credit=told.credit,
                credit_name=told.credit_name,
                interface_language=told.interface_language,
                time_zone=told.time_zone,
                languages=list(told.languages),
                is_staff=True,
            )
            member.set_password(self.password)
            member.save()
            member.groups.set(Group.objects.filter(name__in=told.groups))
            self.members[told.username] = member

    def shelves(self) -> None:
        """Sections, stories, pages, and outlets with their profiles."""
        for position, section in enumerate(self.demo.sections):
            Section.objects.create(
                name=section.name, slug=section.slug, description=section.description, position=position
            )
        for story in self.demo.stories:
            Story.objects.create(title=story.title, slug=story.slug, description=story.description)
        for position, page in enumerate(self.demo.pages):
            Page.objects.create(title=page.title, slug=page.slug, body=page.body, position=position)
        for outlet in self.demo.outlets:
            source = Source.objects.create(
                name=outlet.name,
                slug=outlet.slug,
                native_name=outlet.native_name,
                kind=outlet.kind,
                language=outlet.language,
                country=outlet.country,
                homepage_url=outlet.homepage_url,
                rights_basis=outlet.rights_basis,
                original_display=outlet.original_display,
            )
            self.outlets[outlet.slug] = source
            for profile in outlet.profiles:
                SourceProfile.objects.create(
                    source=source,
                    description=profile.description,
                    alignment=Alignment.objects.get_or_create(name=profile.alignment)[0] if profile.alignment else None,
                    valid_from=profile.valid_from,
                    valid_until=profile.valid_until,
                )

    def vocabulary(self) -> None:
        for told in self.demo.keywords:
            keyword = Keyword.objects.create(
                name=told.name,
                qualifier=told.qualifier,
                slug=told.slug,
                kind=told.kind,
                description=told.description,
            )
            KeywordSpelling.objects.bulk_create(
                KeywordSpelling(keyword=keyword, language=each.language, text=each.text, use=each.use)
                for each in told.spellings
            )
            self.keywords[told.name] = keyword

    def pictures(self) -> None:
        adder = self.one_of("Editors")
        for told in self.demo.photos:
            file = BytesIO()
            drawing(told.drawing).convert("RGB").save(file, "PNG", compress_level=1)
            photo = Photo(
                alt=told.alt,
                caption=told.caption,
                credit=told.credit,
                rights=told.rights,
                is_file_photo=told.is_file_photo,
                focal_x=told.focal_x,
                focal_y=told.focal_y,
                added_by=adder,
            )
            photo.image = ContentFile(file.getvalue(), f"{told.key}.png")
            photo.save()
            # At once: the first page is looked at before a worker comes to it.
            renditions.render(photo.pk)
            self.photos[told.key] = photo

    def one_of(self, group: str) -> Member:
        told = next(each for each in self.demo.members if group in each.groups)
        return self.members[told.username]

    # --- Articles --------------------------------------------------------------------------

    def take_through_the_workflow(self, told: content.Article) -> None:
        moment = self.now - timedelta(hours=told.hours_ago)
        article = self.draft(told.as_first_published(), moment)
        translator, editor = self.members[told.translator], self.an_editor_beside(told.translator)
        publisher = self.one_of("Publishers")
        match told.state:
            case "draft":
                pass
            case "returned":
                workflow.transition(article, Status.TRANSLATED, by=translator)
                workflow.transition(article, Status.DRAFT, by=editor, note=told.note)
            case "translated":
                workflow.transition(article, Status.TRANSLATED, by=translator)
            case "verified-disclaimer":
                workflow.transition(article, Status.TRANSLATED, by=translator)
                workflow.transition(article, Status.VERIFIED, by=editor)
            case "scheduled":
                workflow.transition(article, Status.TRANSLATED, by=translator)
                workflow.transition(article, Status.VERIFIED, by=editor)
                workflow.transition(article, Status.PUBLISHED, by=publisher, at=moment)
            case "published":
                workflow.bring_in(article, published_at=moment, attested_as="synthetic")
            case "corrected":
                workflow.bring_in(article, published_at=moment, attested_as="synthetic")
                self.correct(article, told, publisher)
            case "taken-down":
                workflow.bring_in(article, published_at=moment, attested_as="synthetic")
                workflow.take_down(article, by=publisher, public_note=told.public_note, note=told.note)

    def an_editor_beside(self, translator: str) -> Member:
        told = next(each for each in self.demo.members if "Editors" in each.groups and each.username != translator)
        return self.members[told.username]

    def correct(self, article: Article, told: content.Article, publisher: Member) -> None:
        assert told.correction is not None
        field = told.correction.before.field
        setattr(article, field, getattr(told, field))
        article.save()
        correction = Correction(kind=told.correction.kind, text=told.correction.text)
        workflow.reissue(article, by=publisher, correction=correction)

    def draft(self, told: content.Article, moment: datetime) -> Article:
        photo = self.photos.get(told.photo)
        translator = self.members[told.translator]
        on_the_desk = told.state not in ("published", "corrected", "taken-down")
        article = Article.objects.create(
            headline=told.headline,
            slug=told.slug,
            standfirst=told.standfirst,
            body=told.body,
            editors_note=told.editors_note,
            language=told.language,
            section=Section.objects.filter(slug=told.section).first(),
            story=Story.objects.filter(slug=told.story).first(),
            source=self.outlets.get(told.source),
            genre=told.genre,
            adaptation=told.adaptation,
            photo=photo,
            photo_alt=told.photo_alt if photo else "",
            photo_caption=told.photo_caption if photo else "",
            photo_credit=told.photo_credit if photo else "",
            translator=translator,
            assignee=translator if on_the_desk else None,
            claimed_at=moment if on_the_desk else None,
            due_at=self.now + timedelta(hours=8) if told.state in ("draft", "returned") else None,
            created_by=translator,
            developing=told.developing,
        )
        ArticleKeyword.objects.bulk_create(
            ArticleKeyword(content_object=article, tag=self.keywords[name], position=position)
            for position, name in enumerate(told.keywords)
        )
        for position, original in enumerate(told.originals, 1):
            self.original(article, position, original, moment)
        article.refresh_from_db()
        return article

    def original(self, article: Article, position: int, told: content.Original, moment: datetime) -> None:
        appeared = min(moment, self.now) - timedelta(hours=told.hours_ago)
        translation = Translation.objects.create(
            article=article,
            position=position,
            source=self.outlets[told.source],
            language=told.language,
            medium=told.medium,
            headline=told.headline,
            standfirst=told.standfirst,
            body=told.body,
            byline=told.byline,
            url=told.url,
            published_on=timezone.localdate(appeared),
            read_at=min(self.now, appeared + timedelta(hours=1)),
            availability=told.availability,
            availability_reason=told.reason,
            attached_by=article.translator,
        )
        translation.authors.set(self.keywords[name] for name in told.authors)
