"""Where an article stands: what the panel above its text says."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import checks, disclaimer, workflow
from articles.models import Article, Correction, Edition, Listing, Member, Status, Waiver, WorkflowEvent
from articles.models.days import publication_day

from .words import moment

EVENTS_SHOWN = 50
Kind = WorkflowEvent.Kind
# What ends the showing of a version to readers, and what begins it.
ENDING = (Kind.BACK, Kind.SEAL_BROKEN, Kind.TAKE_DOWN, Kind.HIDE)
MOVING = (*ENDING, Kind.STEP, Kind.REISSUE, Kind.BRING_IN)
# What each state means, for those who see the line for the first time.
MEANINGS: dict[str, Promise] = {
    Status.DRAFT: gettext_lazy("being written"),
    Status.TRANSLATED: gettext_lazy("handed over"),
    Status.VERIFIED: gettext_lazy("disclaimer attested"),
    Status.PUBLISHED: gettext_lazy("public or scheduled"),
}


@dataclass
class Reached:
    """One state on the line of progress; `event` brought it there, when it is behind us or now."""

    status: Status
    meaning: object
    is_past: bool
    is_now: bool
    who: object = None
    when: datetime | None = None


@dataclass
class Version:
    """One attested version; `readers`: whether they see it; `second_look`: who confirmed it later, if anybody."""

    edition: Edition
    readers: str
    second_look: str
    heading: str


@dataclass
class Standing:
    """Everything the panel asks about `article` for `member`, each thing read once."""

    article: Article
    member: Member
    now: datetime = field(default_factory=workflow.database_now)

    @cached_property
    def listing(self) -> Listing | None:
        return Listing.objects.filter(article=self.article).defer("search_headline", "search_text").first()

    @cached_property
    def claim(self) -> workflow.Claim | None:
        """Who is on it; None where nobody is, or their claim lapsed."""
        return workflow.claim_of(self.article)

    @cached_property
    def events(self) -> list[WorkflowEvent]:
        """The newest steps first."""
        newest = WorkflowEvent.objects.filter(article=self.article).order_by("-pk").select_related("actor", "edition")
        return list(newest.defer("edition__body", "edition__seal")[:EVENTS_SHOWN])

    @cached_property
    def editions(self) -> list[Edition]:
        """The newest published versions first, without their texts."""
        newest = Edition.objects.filter(article=self.article).order_by("-number")
        return list(newest.select_related("attested_by", "translator").defer("body", "seal")[:EVENTS_SHOWN])

    @cached_property
    def corrections(self) -> list[Correction]:
        return list(Correction.objects.filter(article=self.article).select_related("by", "edition")[:EVENTS_SHOWN])

    @cached_property
    def pair(self) -> checks.Pair:
        """Its text beside its originals, as saved."""
        return checks.pair_as_saved(self.article)

    @cached_property
    def findings(self) -> list[checks.Finding]:
        return checks.standing(self.article, self.pair)

    @cached_property
    def waivers(self) -> list[Waiver]:
        return list(Waiver.objects.filter(article=self.article).select_related("by"))

    def of(self, member: Member) -> "Standing":
        """The same for somebody else, the findings too."""
        standing = Standing(self.article, member, self.now)
        standing.pair, standing.findings = self.pair, self.findings
        return standing

    # --- What is said ------------------------------------------------------------------------------

    @property
    def edition(self) -> Edition | None:
        return self.editions[0] if self.editions else None

    @cached_property
    def shown_edition(self) -> Edition | None:
        """The version that readers see, saw or will see."""
        if self.listing is None:
            return None
        return next((each for each in self.editions if each.pk == self.listing.edition_id), None)

    @property
    def was_seen(self) -> bool:
        return self.listing is not None and self.listing.published_at <= self.now

    @property
    def is_public(self) -> bool:
        return self.was_seen and self.listing.withdrawn_at is None  # type: ignore[union-attr]

    @property
    def is_scheduled(self) -> bool:
        return self.listing is not None and not self.was_seen

    @cached_property
    def is_hidden(self) -> bool:
        return self.listing is not None and self.listing.withdrawn_at is not None and workflow.is_hidden(self.article)

    @property
    def is_taken_down(self) -> bool:
        return self.listing is not None and self.listing.withdrawn_at is not None and not self.is_hidden

    @cached_property
    def has_unpublished_changes(self) -> bool:
        if not self.was_seen or self.listing is None:
            return False
        shown = self.shown_edition
        if shown is None or not disclaimer.has_unpublished_changes(self.article, shown):
            return False
        # The revision moves on with a redaction too, which changes both: only what they say tells them apart.
        whole = Edition.objects.prefetch_related("originals").get(pk=shown.pk)
        return bool(disclaimer.differences(disclaimer.words_of(self.article), whole))

    @cached_property
    def advice(self) -> list[str]:
        """What is worth a look before readers see it."""
        return workflow.advice(self.article) if self.article.status != Status.PUBLISHED else []

    @property
    def seal_broken(self) -> WorkflowEvent | None:
        """The event that broke the seal, while nobody has attested the text anew."""
        for event in self.events:
            if event.kind == Kind.SEAL_BROKEN:
                return event if self.article.status == Status.TRANSLATED else None
            if event.to_status != event.from_status:
                return None
        return None

    @cached_property
    def versions(self) -> list["Version"]:
        """The newest versions first, each with who stands behind it and whether readers ever saw it."""
        seen = self._seen()
        looks = {
            event.edition_id: event.actor
            for event in WorkflowEvent.objects.filter(article=self.article, kind=Kind.SECOND_LOOK).select_related(
                "actor"
            )
        }
        return [self._version(edition, edition.pk in seen, looks.get(edition.pk)) for edition in self.editions]

    def _seen(self) -> set[int | None]:
        """The ids of the editions that readers ever saw: not of what was scheduled and taken back in time."""
        seen, until = set(), self.now
        for event in WorkflowEvent.objects.filter(article=self.article, kind__in=MOVING).order_by("-pk"):
            if event.public_at is not None and event.public_at <= until:
                seen.add(event.edition_id)
            if event.public_at is not None or event.kind in ENDING:
                until = event.at
        return seen

    def _version(self, edition: Edition, was_seen: bool, looked: Member | None) -> "Version":
        shown = self.shown_edition
        if shown is not None and shown.pk == edition.pk and self.is_public:
            readers, heading = _("readers see it"), _("What readers see")
        elif shown is not None and shown.pk == edition.pk and self.is_scheduled:
            readers, heading = _("readers will see it"), _("What readers will see")
        elif was_seen:
            readers, heading = _("readers saw it"), _("What readers saw")
        else:
            readers, heading = _("never public"), _("What was attested")
        second_look = str(looked) if looked else "–"
        if looked is None and edition == self.edition and self.owes_second_look:
            second_look = _("owed")
        return Version(edition, readers, second_look, heading)

    @cached_property
    def owes_second_look(self) -> bool:
        stands = self.article.status in (Status.VERIFIED, Status.PUBLISHED)
        return stands and self.edition is not None and workflow.is_owed_a_second_look(self.edition)

    @property
    def planned_at(self) -> datetime | None:
        """The moment that was planned before the seal broke, while it is still to come."""
        planned = self.article.published_at
        if self.article.status != Status.PUBLISHED and planned and planned > self.now:
            return planned
        return None

    @property
    def public_address(self) -> str:
        if not self.is_public:
            return ""
        try:
            return str(self.listing.get_absolute_url())  # type: ignore[union-attr]
        except NoReverseMatch:
            return ""

    @property
    def address_to_be(self) -> str:
        """The address of the public page as it is, or will be if it appears now or when it was planned."""
        if not self.article.slug:
            return ""
        day = publication_day(self.planned_at or self.now)
        if self.was_seen:
            day = self.listing.address_date  # type: ignore[union-attr]
        try:
            return reverse("article", args=[f"{day:%Y}", f"{day:%m}", f"{day:%d}", self.article.slug])
        except NoReverseMatch:
            return ""

    @cached_property
    def progress(self) -> list[Reached]:
        order = list(Status)
        here = order.index(Status(self.article.status))
        return [self._reached(status, number, here) for number, status in enumerate(order)]

    def _reached(self, status: Status, number: int, here: int) -> Reached:
        reached = Reached(status, MEANINGS[status], number < here, number == here)
        if number > here:
            return reached
        for event in self.events:
            if event.to_status == status and event.kind in (Kind.STEP, Kind.BRING_IN):
                reached.who, reached.when = event.actor or event.get_kind_display(), event.at
                return reached
        if status == Status.DRAFT:
            reached.who, reached.when = self.article.created_by, self.article.created_at
        return reached

    def _who_broke_it(self, event: WorkflowEvent) -> str:
        said = {"who": event.actor, "when": moment(event.at)}
        if event.actor is None:
            return _("The seal was broken on %(when)s: the text changed after it was verified.") % said
        return _("The seal was broken by %(who)s on %(when)s: the text changed after it was verified.") % said

    def reader_lines(self) -> Iterator[tuple[str, str]]:
        """How urgent it is ("good", "warn", "calm") and what to say, about what readers see."""
        if self.is_hidden:
            yield (
                "warn",
                _("Hidden in a hurry. Readers are told: “%(note)s” An editor settles it.")
                % {
                    "note": self.listing.public_note  # type: ignore[union-attr]
                },
            )
        elif self.is_taken_down:
            yield (
                "warn",
                _("Taken down. Readers are told: “%(note)s”")
                % {
                    "note": self.listing.public_note  # type: ignore[union-attr]
                },
            )
        elif self.is_scheduled or self.is_public:
            pass  # With its moment, in the template.
        else:
            yield "calm", _("Readers can't see it.")
        if self.seal_broken:
            yield "warn", self._who_broke_it(self.seal_broken)
        if self.has_unpublished_changes:
            yield "warn", _("Changes not yet public: the text here is newer than what readers see.")
        if self.owes_second_look:
            yield "warn", _("Second look owed: one person alone stands behind what was verified.")
