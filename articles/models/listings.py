"""Listings: which edition of an article is public, since when, at which address, found by what."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, Expression, F, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .choices import Adaptation, Genre, SourceKind
from .keywords import Keyword


class ListingQuerySet(models.QuerySet["Listing"]):
    def visible_at(self, moment: datetime | Now) -> Self:
        """What readers may see at `moment` (aware). `Listing.public` asks it for the database's now."""
        return self.filter(withdrawn_at__isnull=True, published_at__lte=moment)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-article_id")

    def under(self, keyword: Keyword) -> Self:
        """Those filed under `keyword`, sorted and paged by the keyword's own index."""
        return self.filter(keyword_rows__keyword=keyword)

    def by(self, keyword: Keyword) -> Self:
        """Those made from what this person of the vocabulary wrote, by an index of their own too."""
        return self.filter(author_rows__keyword=keyword)

    def profiles_of(self, person: Keyword | OuterRef | Expression) -> Self:
        """Those that tell who `person` is: profiles, and no other person stands before them among the keywords."""
        # Rows are made in the order of the keywords.
        before = ListingKeyword.objects.filter(
            listing=OuterRef("pk"), keyword__kind=Keyword.Kind.PERSON, pk__lt=OuterRef("row")
        )
        of_them = self.filter(
            genre=Genre.PROFILE, keyword_rows__keyword=person, keyword_rows__keyword__kind=Keyword.Kind.PERSON
        )
        return of_them.annotate(row=F("keyword_rows")).filter(~Exists(before))

    def for_lists(self) -> Self:
        """With what a teaser prints: headline and standfirst, section and outlet, photo; no bodies."""
        along = ("edition", "edition__photo", "edition__translator", *CONTRIBUTOR, "section", "source")
        return self.select_related(*along).defer(
            "edition__body", "edition__disclaimer", "edition__seal", "edition__editors_note", "labels", *VECTORS
        )


class PublicListings(models.Manager.from_queryset(ListingQuerySet)):  # type: ignore[misc]
    """What a reader may see now, by the database's clock: due, and not withdrawn."""

    def get_queryset(self) -> ListingQuerySet:
        return ListingQuerySet(self.model, using=self._db).visible_at(Now())


VECTORS = ("search_headline", "search_text")
PENDING_KB = 512
READ_CHARACTERS = 60_000
# Whom an edition's archive credited, by the name that readers see of them today.
CONTRIBUTOR = ("edition__contributor", "edition__contributor__member")


class Listing(models.Model):
    """One article that is, was or will be public. Derived from editions and events, by `articles.workflow` alone."""

    article = models.OneToOneField(
        "articles.Article", primary_key=True, on_delete=models.PROTECT, related_name="listing"
    )
    edition = models.ForeignKey(
        "articles.Edition", verbose_name=_("published version"), on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(_("published at"))
    edition_at = models.DateTimeField(_("this version public since"))
    address_date = models.DateField(_("day in the address"))
    slug = models.SlugField(_("slug"), max_length=120)
    section = models.ForeignKey("articles.Section", null=True, on_delete=models.PROTECT, related_name="listings")
    story = models.ForeignKey("articles.Story", null=True, on_delete=models.PROTECT, related_name="listings")
    source = models.ForeignKey("articles.Source", null=True, on_delete=models.PROTECT, related_name="listings")
    source_kind = models.CharField(max_length=12, choices=SourceKind, blank=True)
    language = models.CharField(max_length=12)
    original_language = models.CharField(max_length=12, blank=True)
    genre = models.CharField(max_length=12, choices=Genre)
    adaptation = models.CharField(max_length=16, choices=Adaptation)
    developing = models.BooleanField(default=False)
    # What the lead outlet was said to be on the day of its piece.
    alignment = models.ForeignKey("articles.Alignment", null=True, on_delete=models.PROTECT, related_name="+")
    # The editions that readers saw before this one, oldest first: [its id, the moment it opened in ISO 8601].
    earlier = models.JSONField(default=list)
    versions_shown = models.BooleanField(default=True)
    # "source:12", "year:2025": what it can be narrowed by. The vectors hold them too.
    labels = ArrayField(models.CharField(max_length=40), default=list)
    search_headline = SearchVectorField(null=True)
    search_text = SearchVectorField(null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    is_hidden = models.BooleanField(_("hidden in a hurry"), default=False)
    public_note = models.TextField(_("what readers are told"), blank=True)

    objects = ListingQuerySet.as_manager()
    public = PublicListings()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(name="address_is_unique", fields=["address_date", "slug"]),
            models.CheckConstraint(
                name="withdrawn_listing_says_why", condition=Q(withdrawn_at__isnull=True) | ~Q(public_note="")
            ),
        ]
        indexes = [
            models.Index(
                F("published_at").desc(),
                F("article_id").desc(),
                name="listings_newest",
                # For what is counted by month: the table itself needn't be read.
                include=["source", "section", "alignment"],
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.Index(
                "section",
                F("published_at").desc(),
                F("article_id").desc(),
                name="listings_by_section",
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.Index(
                "source",
                F("published_at").desc(),
                F("article_id").desc(),
                name="listings_by_source",
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.Index(
                "story",
                F("published_at").desc(),
                F("article_id").desc(),
                name="listings_by_story",
                condition=Q(withdrawn_at__isnull=True, story__isnull=False),
            ),
            # Few among many: whose profile there is, is asked of each person in a list of them.
            models.Index(
                F("published_at").desc(),
                name="listings_of_profiles",
                condition=Q(withdrawn_at__isnull=True, genre=Genre.PROFILE),
            ),
            models.Index(fields=["slug"], name="listings_by_slug"),
            # What waits to be sorted in is read by every search: little may wait.
            GinIndex(fields=["search_headline"], name="listings_by_headline", gin_pending_list_limit=PENDING_KB),
            GinIndex(fields=["search_text"], name="listings_by_text", gin_pending_list_limit=PENDING_KB),
        ]

    def __str__(self) -> str:
        return self.edition.headline

    def get_absolute_url(self) -> str:
        return reverse("article", args=self.address)

    @property
    def address(self) -> tuple[str, str, str, str]:
        """Year, month and day with leading zeros, and the slug."""
        day = self.address_date
        return f"{day.year:04}", f"{day.month:02}", f"{day.day:02}", self.slug


class ListingKeyword(models.Model):
    """A listing under one keyword. It repeats the moment, so that an old keyword is one index too."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="keyword_rows")
    keyword = models.ForeignKey(Keyword, on_delete=models.PROTECT, related_name="listing_rows")
    position = models.PositiveSmallIntegerField(default=0)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "pk"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(name="listing_is_filed_once", fields=["listing", "keyword"])]
        indexes = [models.Index("keyword", F("published_at").desc(), F("listing").desc(), name="listings_by_keyword")]

    def __str__(self) -> str:
        return str(self.keyword)


class ListingAuthor(models.Model):
    """A listing by one person of the vocabulary: who wrote an original of it. Made with its labels."""

    # The database's own constraint deletes along: a seal that breaks takes the listing away without Django.
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, db_constraint=False, related_name="author_rows")
    keyword = models.ForeignKey(Keyword, on_delete=models.CASCADE, related_name="written_rows")
    published_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="listing_has_an_author_once", fields=["listing", "keyword"])]
        indexes = [models.Index("keyword", F("published_at").desc(), F("listing").desc(), name="listings_by_author")]

    def __str__(self) -> str:
        return str(self.keyword)
