"""Moving in: what was brought in from another system, item by item, and what is proposed about it."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import SourceKind
from .text import LineField, PassageField


class Contributor(models.Model):
    """A name that an archive credits its pieces to. Never an account.

    What readers see of it is resolved when a page is made: hiding a name here hides it everywhere.
    """

    name = LineField(_("name"), max_length=120, unique=True)
    member = models.ForeignKey(
        "articles.Member",
        verbose_name=_("member"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("If this person works here: readers then see the name that the member chose."),
    )
    is_shown = models.BooleanField(_("shown to readers"), default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        constraints = [models.CheckConstraint(name="contributor_has_a_name", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name

    @property
    def public_name(self) -> str:
        """What readers see now; "" when nothing."""
        if not self.is_shown:
            return ""
        return self.member.public_name if self.member else self.name


class Import(models.Model):
    """One moving-in: what was given, how far it has got, and what it came to.

    `files`: [{"name", "path", "bytes", "sha256"}]. `done` and `total` count units of work, which take about the same
    time each; `ends_at` is the estimate. `report`: see `articles.intake.wordpress.report`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        READING = "reading", _("reading the file")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")
        STOPPED = "stopped", _("stopped")

    site = models.CharField(_("site"), max_length=300, blank=True)
    files = models.JSONField(_("files"), default=list)
    uploads = models.CharField(max_length=1_000, blank=True)
    map_text = models.TextField(_("map"), blank=True)
    is_dry_run = models.BooleanField(_("a try that changes nothing"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    by = models.ForeignKey(
        "articles.Member", verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    started_at = models.DateTimeField(_("started at"), null=True)
    seen_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(_("will end at about"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    step = models.CharField(max_length=40, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    report = models.JSONField(_("report"), default=dict)
    reasons = models.JSONField(_("why it was refused"), default=list)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("moving in")
        verbose_name_plural = _("moving in")
        default_permissions = ("add", "view")
        constraints = [
            models.CheckConstraint(
                name="import_state_is_known",
                condition=Q(state__in=["waiting", "reading", "running", "done", "refused", "stopped"]),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(str(each.get("name", "")) for each in self.files) or str(_("moving in"))


class ImportedItem(models.Model):
    """One item of another system's archive, and what became of it: the ledger that makes a second run change nothing.

    `key` names it within its `site` for good. `notes`: [[line, what, words]], each thing that was left out or changed.
    `mark`: SHA-256 of what it said, so that one that changed there since is told of. `address`: of a picture, its path
    below the uploads folder.
    """

    class Outcome(models.TextChoices):
        PUBLIC = "public", _("public")
        DRAFT = "draft", _("not public")
        FILED = "filed", _("brought in")
        WAITS = "waits", _("waits for its file")
        SKIPPED = "skipped", _("left out")

    site = models.CharField(max_length=300)
    key = models.CharField(max_length=300)
    kind = models.CharField(_("kind"), max_length=40)
    title = LineField(_("title"), max_length=250, blank=True)
    file = models.CharField(_("file"), max_length=255)
    line = models.PositiveBigIntegerField(_("line"))
    outcome = models.CharField(_("what became of it"), max_length=8, choices=Outcome)
    notes = models.JSONField(_("what was left out or changed"), default=list)
    mark = models.CharField(max_length=64)
    address = models.CharField(max_length=1_000, blank=True)
    article = models.ForeignKey("articles.Article", null=True, on_delete=models.SET_NULL, related_name="imported_items")
    photo = models.ForeignKey("articles.Photo", null=True, on_delete=models.SET_NULL, related_name="imported_items")
    page = models.ForeignKey("articles.Page", null=True, on_delete=models.SET_NULL, related_name="+")
    section = models.ForeignKey("articles.Section", null=True, on_delete=models.SET_NULL, related_name="+")
    keyword = models.ForeignKey("articles.Keyword", null=True, on_delete=models.SET_NULL, related_name="+")
    contributor = models.ForeignKey(Contributor, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("imported item")
        verbose_name_plural = _("imported items")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(name="item_is_imported_once", fields=["site", "key"]),
            models.CheckConstraint(
                name="import_outcome_is_known",
                condition=Q(outcome__in=["public", "draft", "filed", "waits", "skipped"]),
            ),
        ]
        indexes = [
            models.Index(fields=["site", "kind", "outcome"], name="imported_by_outcome"),
            models.Index(fields=["site", "address"], name="imported_by_address", condition=~Q(address="")),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.key} ({self.kind})"


class Proposal(models.Model):
    """What the text of an imported article seems to say of its outlet and author, for an editor to accept.

    `confidence` is a percentage. `evidence`: the words that it was read from.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DISMISSED = "dismissed", _("dismissed")

    article = models.OneToOneField("articles.Article", on_delete=models.CASCADE, related_name="proposal")
    outlet_name = LineField(_("outlet"), max_length=160, blank=True)
    outlet = models.ForeignKey(
        "articles.Source", verbose_name=_("outlet"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    outlet_kind = models.CharField(max_length=12, choices=SourceKind, blank=True)
    label = LineField(_("description"), max_length=160, blank=True)
    author = LineField(_("author"), max_length=200, blank=True)
    confidence = models.PositiveSmallIntegerField(_("confidence"))
    evidence = PassageField(_("where it says so"), max_length=1_000, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    settled_by = models.ForeignKey(
        "articles.Member", verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-confidence", "outlet_name", "pk"]
        verbose_name = _("proposed outlet and author")
        verbose_name_plural = _("proposed outlets and authors")
        default_permissions = ("change", "view")
        constraints = [
            models.CheckConstraint(name="confidence_is_a_percentage", condition=Q(confidence__range=(0, 100))),
            models.CheckConstraint(
                name="proposal_state_is_known", condition=Q(state__in=["open", "accepted", "dismissed"])
            ),
            models.CheckConstraint(name="proposal_proposes", condition=~Q(outlet_name="", author="")),
        ]
        indexes = [
            models.Index(F("confidence").desc(), "outlet_name", "id", name="open_proposals", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.author, self.outlet_name]))


class MergeProposal(models.Model):
    """Two keywords that may be one. `score` is a percentage; accepting merges `keyword` into `into`."""

    keyword = models.ForeignKey("articles.Keyword", on_delete=models.CASCADE, related_name="+")
    into = models.ForeignKey("articles.Keyword", on_delete=models.CASCADE, related_name="+")
    reason = LineField(_("why"), max_length=200)
    score = models.PositiveSmallIntegerField(_("alike"))
    state = models.CharField(_("state"), max_length=9, choices=Proposal.State, default=Proposal.State.OPEN)
    settled_by = models.ForeignKey(
        "articles.Member", verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-score", "pk"]
        verbose_name = _("proposed merging")
        verbose_name_plural = _("proposed mergings")
        default_permissions = ("change", "view")
        constraints = [
            models.UniqueConstraint(name="merging_is_proposed_once", fields=["keyword", "into"]),
            models.CheckConstraint(name="merging_is_of_two", condition=~Q(keyword=F("into"))),
            models.CheckConstraint(name="alike_is_a_percentage", condition=Q(score__range=(0, 100))),
            models.CheckConstraint(
                name="merge_proposal_state_is_known", condition=Q(state__in=["open", "accepted", "dismissed"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.keyword} → {self.into}"
