"""Where an article stands: what the panel above its text says."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import checks, disclaimer, workflow
from articles.models import Article, Correction, Edition, Listing, Member, Status, Waiver, WorkflowEvent

EVENTS_SHOWN = 50
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
class Standing:
    """Everything the panel asks about `article` for `member`, each thing read once."""

    article: Article
    member: Member
    now: datetime = field(default_factory=workflow.database_now)

    @cached_property
    def listing(self) -> Listing | None:
        return Listing.objects.filter(article=self.article).defer("search_headline", "search_text").first()

    @cached_property
    def events(self) -> list[WorkflowEvent]:
        """The newest steps first."""
        newest = WorkflowEvent.objects.filter(article=self.article).order_by("-pk").select_related("actor", "edition")
        return list(newest.defer("edition__body", "edition__seal")[:EVENTS_SHOWN])

    @cached_property
    def editions(self) -> list[Edition]:
        """The newest published versions first, without their texts."""
        newest = Edition.objects.filter(article=self.article).order_by("-number")
        return list(newest.select_related("attested_by", "second_look_by").defer("body", "seal")[:EVENTS_SHOWN])

    @cached_property
    def corrections(self) -> list[Correction]:
        return list(Correction.objects.filter(article=self.article).select_related("by", "edition")[:EVENTS_SHOWN])

    @cached_property
    def findings(self) -> list[checks.Finding]:
        return checks.standing(self.article)

    @cached_property
    def waivers(self) -> list[Waiver]:
        return list(Waiver.objects.filter(article=self.article).select_related("by"))

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

    @property
    def has_unpublished_changes(self) -> bool:
        shown = self.shown_edition
        return self.was_seen and shown is not None and disclaimer.has_unpublished_changes(self.article, shown)

    @cached_property
    def owes_second_look(self) -> bool:
        return self.edition is not None and workflow.is_owed_a_second_look(self.edition)

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
            if event.to_status == status and event.from_status != status:
                reached.who, reached.when = event.actor or event.get_kind_display(), event.at
                return reached
        if status == Status.DRAFT:
            reached.who, reached.when = self.article.created_by, self.article.created_at
        return reached

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
        if self.has_unpublished_changes:
            yield "warn", _("Changes not yet public: the text here is newer than what readers see.")
        if self.owes_second_look:
            yield "warn", _("Second look owed: one person alone stands behind what was verified.")
