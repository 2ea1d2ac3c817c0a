"""Editions: what readers see, attested, numbered and immutable."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .choices import Adaptation, Availability, Genre, Medium, OriginalDisplay
from .folding import words
from .languages import direction
from .text import prose

if TYPE_CHECKING:
    from .imports import Contributor
    from .people import Member
    from .photos import Photo

# What stands where something was redacted. Readers see it in the publication's language.
REDACTED = "[…]"
EXCERPT_WORDS = 60

# The fields of an edition and of each of its originals that the digest covers, in the order in which it does.
SEALED_FIELDS = (
    "headline", "standfirst", "body", "editors_note", "language", "genre", "adaptation", "disclaimer",
    "source_name", "source_label", "photo_alt", "photo_caption", "photo_credit", "is_file_photo",
)  # fmt: skip
SEALED_ORIGINAL_FIELDS = (
    "source_name", "source_label", "language", "medium", "headline", "standfirst", "body", "byline", "url",
    "published_on", "availability", "availability_reason", "fingerprint",
)  # fmt: skip


class Edition(models.Model):
    """One numbered, attested copy of everything that readers see of an article.

    The database refuses to change or delete it; `workflow.redact` is the one exception. `seal` maps the name of each
    sealed field ("headline", "originals.1.byline") to its salt and SHA-256; `digest` is "v1:" and the SHA-256 of all
    of them. How they are made: `articles.disclaimer`.
    """

    class AttestedAs(models.TextChoices):
        PERSON = "person", _("by a person")
        IMPORTED = "imported", _("imported")
        SYNTHETIC = "synthetic", _("synthetic")

    article = models.ForeignKey(
        "articles.Article", verbose_name=_("article"), on_delete=models.PROTECT, related_name="editions"
    )
    number = models.PositiveIntegerField(_("number"))
    text_revision = models.PositiveIntegerField(editable=False)

    headline = models.CharField(_("headline"), max_length=250)
    standfirst = models.TextField(_("standfirst"), blank=True)
    body = models.TextField(_("text"))
    editors_note = models.TextField(_("editor’s note"), blank=True)
    language = models.CharField(_("language"), max_length=12)
    genre = models.CharField(_("genre"), max_length=12, choices=Genre)
    adaptation = models.CharField(_("how much was translated"), max_length=16, choices=Adaptation)
    disclaimer = models.TextField(_("disclaimer"))
    source = models.ForeignKey(
        "articles.Source", verbose_name=_("outlet"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    source_name = models.CharField(_("name of the outlet"), max_length=160, blank=True)
    source_label = models.CharField(_("outlet’s label of the time"), max_length=240, blank=True)
    photo = models.ForeignKey(
        "articles.Photo", verbose_name=_("photo"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    photo_alt = models.CharField(_("text for those who can't see the photo"), max_length=300, blank=True)
    photo_caption = models.TextField(_("caption"), blank=True)
    photo_credit = models.CharField(_("photo credit"), max_length=160, blank=True)
    is_file_photo = models.BooleanField(_("file photo"), default=False)
    reading_minutes = models.PositiveSmallIntegerField(default=1)

    translator = models.ForeignKey(
        "articles.Member", verbose_name=_("translator"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    contributor = models.ForeignKey(
        "articles.Contributor", verbose_name=_("contributor"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    attested_as = models.CharField(_("attested"), max_length=10, choices=AttestedAs, default=AttestedAs.PERSON)
    attested_by = models.ForeignKey(
        "articles.Member", verbose_name=_("attested by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    attested_at = models.DateTimeField(_("attested at"))
    second_look_by = models.ForeignKey(
        "articles.Member", verbose_name=_("second look by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    seal = models.JSONField(default=dict)
    digest = models.CharField(_("digest"), max_length=80)

    class Meta:
        ordering = ["article", "number"]
        verbose_name = _("published version")
        verbose_name_plural = _("published versions")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(name="editions_are_numbered", fields=["article", "number"]),
            # What the listing's foreign key points at: an edition together with its article.
            models.UniqueConstraint(name="edition_of_its_article", fields=["id", "article"]),
            models.CheckConstraint(name="editions_are_numbered_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="edition_says_something", condition=~Q(headline="") & ~Q(disclaimer="")),
            models.CheckConstraint(name="edition_digest_has_a_version", condition=Q(digest__regex="^v1:[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="a_person_attests_by_name",
                condition=Q(attested_as="person", attested_by__isnull=False)
                | Q(attested_as__in=["imported", "synthetic"], attested_by__isnull=True),
            ),
            models.CheckConstraint(
                name="the_second_look_is_not_the_translators",
                condition=Q(second_look_by__isnull=True)
                | Q(translator__isnull=True)
                | ~Q(second_look_by=models.F("translator")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-attested_at"],
                name="editions_on_one_word",
                condition=Q(second_look_by__isnull=True, attested_as="person"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.headline} ({self.number})"

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def shown_photo(self) -> "Photo | None":
        """The photo, unless it was withdrawn since, or the rights in it have ended."""
        return self.photo if self.photo and self.photo.is_showable else None

    @property
    def credited_translator(self) -> str:
        """The translator as credited today; "" where there is none or they want no credit."""
        translator: Member | None = self.translator
        return translator.public_name if translator else ""

    @property
    def credited_contributor(self) -> str:
        """Whom the archive credited that it was moved in from, as readers see them today; "" beside a translator."""
        contributor: Contributor | None = self.contributor if self.translator_id is None else None
        return contributor.public_name if contributor else ""

    def sealed(self) -> Iterator[tuple[str, object]]:
        """Each sealed field's name and value, in order, the originals' by position; none that came later."""
        for name in SEALED_FIELDS:
            yield name, getattr(self, name)
        for original in self.originals.all():
            if original.attached_at is not None:
                continue
            for name in SEALED_ORIGINAL_FIELDS:
                yield f"originals.{original.position}.{name}", getattr(original, name)

    def originals_in_force(self) -> list["EditionOriginal"]:
        """Its originals in their order, one that came later in the place of the one that it stands in for."""
        originals = list(self.originals.all())
        later = {original.stands_in_for: original for original in originals if original.stands_in_for is not None}
        return [later.get(each.position, each) for each in originals if each.stands_in_for is None]


class EditionOriginal(models.Model):
    """One source version as it stood when the edition was attested. As immutable as the edition.

    What was moved in without its original may get it later: such a row says when and by whom (`attached_at`,
    `attached_by`), stands in for the one at position `stands_in_for`, and lies outside the seal.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="originals")
    translation = models.ForeignKey(
        "articles.Translation", null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    source = models.ForeignKey(
        "articles.Source", verbose_name=_("outlet"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    source_name = models.CharField(_("name of the outlet"), max_length=160, blank=True)
    source_label = models.CharField(_("outlet’s label of the time"), max_length=240, blank=True)
    language = models.CharField(_("language"), max_length=12)
    medium = models.CharField(_("medium"), max_length=10, choices=Medium)
    headline = models.CharField(_("headline"), max_length=400, blank=True)
    standfirst = models.TextField(_("standfirst"), blank=True)
    body = models.TextField(_("text"), blank=True)
    byline = models.CharField(_("byline as printed"), max_length=200, blank=True)
    author_slugs = models.JSONField(default=list)
    url = models.URLField(_("address"), max_length=1_000, blank=True)
    archive_url = models.URLField(_("archived at"), max_length=1_000, blank=True)
    published_on = models.DateField(_("published there on"), null=True)
    read_at = models.DateTimeField(_("read at"))
    availability = models.CharField(_("availability"), max_length=14, choices=Availability)
    availability_reason = models.TextField(_("why it is not attached"), blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    original_display = models.CharField(_("readers see"), max_length=8, choices=OriginalDisplay)
    attached_at = models.DateTimeField(_("attached at"), null=True)
    attached_by = models.ForeignKey(
        "articles.Member", verbose_name=_("attached by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    stands_in_for = models.PositiveSmallIntegerField(null=True)
    # Pairs of paragraph numbers, counted from 0: [[of the article], [of the original]]. Empty where it can't be told.
    alignment = models.JSONField(default=list)

    class Meta:
        ordering = ["edition", "position"]
        verbose_name = _("original text of a published version")
        verbose_name_plural = _("original texts of published versions")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(name="originals_have_their_places", fields=["edition", "position"]),
            models.CheckConstraint(
                name="later_original_says_when_and_by_whom",
                condition=Q(attached_at__isnull=True, attached_by__isnull=True, stands_in_for__isnull=True)
                | Q(attached_at__isnull=False, attached_by__isnull=False, stands_in_for__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.source_name

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def place(self) -> int:
        """The position of the reading that it shows."""
        return self.position if self.stands_in_for is None else self.stands_in_for

    @property
    def shown(self) -> OriginalDisplay:
        """What readers may see of it now: the narrower of what was frozen and what the outlet allows today."""
        allowed = self.source.original_display if self.source else self.original_display
        return OriginalDisplay.narrower(self.original_display, allowed)

    @property
    def is_whole(self) -> bool:
        """Readers may see all of its text."""
        return bool(self.body) and self.availability == Availability.ATTACHED and self.shown == OriginalDisplay.FULL

    @property
    def excerpt(self) -> str:
        """Its first words, where readers may see no more than an excerpt; "" where they may see more, or nothing."""
        if not self.body or self.availability != Availability.ATTACHED or self.shown != OriginalDisplay.EXCERPT:
            return ""
        text = " ".join(" ".join(prose(self.body)).split())
        # Chinese has no spaces to count words by.
        some = list(islice(words(text), EXCERPT_WORDS + 1))
        return text if len(some) <= EXCERPT_WORDS else f"{text[: some[EXCERPT_WORDS - 1].end]} …"


class Redaction(models.Model):
    """The log of what was taken out of an edition. Written by the database, with the taking out."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="redactions")
    field = models.CharField(_("field"), max_length=60)
    by = models.ForeignKey("articles.Member", verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(_("at"))
    transaction = models.CharField(max_length=20, editable=False)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.edition}: {self.field}"


class Correction(models.Model):
    """A public, dated notice of what was wrong. Typos and house style are kept, but not listed."""

    class Kind(models.TextChoices):
        OUR_ERROR = "our-error", _("our error")
        MISTRANSLATION = "mistranslation", _("mistranslation")
        ATTRIBUTION = "attribution", _("attribution")
        SOURCE_CORRECTED = "source-corrected", _("the outlet corrected the original")
        CLARIFICATION = "clarification", _("clarification")
        UPDATE = "update", _("update")
        RETRACTION = "retraction", _("retraction")
        TYPO = "typo", _("typo")
        HOUSE_STYLE = "house-style", _("house style")

    UNLISTED = (Kind.TYPO, Kind.HOUSE_STYLE)

    article = models.ForeignKey(
        "articles.Article", verbose_name=_("article"), on_delete=models.PROTECT, related_name="corrections"
    )
    edition = models.ForeignKey(
        Edition, verbose_name=_("published version"), on_delete=models.PROTECT, related_name="corrections"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    text = models.TextField(_("what readers are told"), blank=True, max_length=1_000)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        "articles.Member", verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    batch = models.ForeignKey(
        "articles.HouseStyleBatch",
        verbose_name=_("corrected everywhere"),
        null=True,
        on_delete=models.PROTECT,
        related_name="corrections",
    )

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="correction_kind_is_known",
                condition=Q(
                    kind__in=[
                        "our-error",
                        "mistranslation",
                        "attribution",
                        "source-corrected",
                        "clarification",
                        "update",
                        "retraction",
                        "typo",
                        "house-style",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="listed_correction_says_something", condition=Q(kind__in=["typo", "house-style"]) | ~Q(text="")
            ),
        ]
        indexes = [models.Index(fields=["-at"], name="corrections_newest_first")]

    def __str__(self) -> str:
        return self.text or self.get_kind_display()

    @property
    def is_listed(self) -> bool:
        return self.kind not in self.UNLISTED
