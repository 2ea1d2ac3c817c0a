"""What is asked before a step is taken."""

from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.models import Correction, EditionOriginal, Member, Publication, SecondLook, Status, Waiver

from .standing import Standing
from .words import field_label, moment
from .writing import Line, Passage

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class MomentField(forms.DateTimeField):
    """A day and an hour in the zone of the person who types, which its help text spells out."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code == "ambiguous_timezone":
                raise ValidationError(_hour_of_a_change(value), code=error.code) from None
            raise

    def clean(self, value: Any) -> Any:
        moment = super().clean(value)
        if moment is not None and not EARLIEST < moment < LATEST:
            raise ValidationError(_("Choose a day between 2000 and 2100."))
        return moment


def _hour_of_a_change(typed: str) -> str:
    """Why there is no such hour, or two of it, on the night on which the clocks change."""
    zone = timezone.get_current_timezone()
    hour = typed.replace("T", " ")
    with timezone.override(UTC):
        naive = forms.DateTimeField().clean(typed).replace(tzinfo=None)
    back = naive.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    words = _("In %(zone)s there is no %(hour)s: the clocks are put forward over it. Choose another hour.")
    if back == naive:
        words = _("In %(zone)s %(hour)s comes twice: the clocks are put back. Choose an hour before or after it.")
    return words % {"zone": str(zone), "hour": hour}


def zone_words(zone: tzinfo | None = None, at: datetime | None = None) -> str:
    """The zone in which hours are shown and typed, as it is at that moment: "Asia/Beirut (UTC+02:00)"."""
    there = timezone.localtime(at, zone)
    offset = there.strftime("%z")
    return f"{there.tzinfo} (UTC{offset[:3]}:{offset[3:]})"


def publication_zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def zones_differ() -> bool:
    """Whether the member's hours are other than the publication's."""
    return str(timezone.get_current_timezone()) != settings.TIME_ZONE


def moment_in_zones(at: datetime) -> str:
    """A moment with its zone spelled out; in the publication's too, where that is another."""
    said = {"moment": moment(at), "zone": zone_words(at=at)}
    if not zones_differ():
        return _("%(moment)s, %(zone)s") % said
    there = timezone.localtime(at, publication_zone())
    said |= {"there": date_format(there, "j M Y, H:i"), "publication": zone_words(publication_zone(), at)}
    return _("%(moment)s, %(zone)s; for the publication %(there)s, %(publication)s") % said


NOTE = gettext_lazy("Note for the desk")


def note_field(label: Any = NOTE, *, required: bool = False) -> Passage:
    return Passage(label=label, required=required, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))


class StepForm(forms.Form):
    """What every step carries: the revision that was looked at."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        kwargs["initial"] = {"revision": standing.article.revision, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.standing = standing


class NoteForm(StepForm):
    note = note_field()


class AttestForm(NoteForm):
    """Asks who translated it themselves why they attest it too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.standing.member.pk != self.standing.article.translator_id:
            return
        self.fields["note"].label = _("You translated it: why can nobody else verify it first?")
        if Publication.objects.get().second_look != SecondLook.AFTERWARDS:
            self.fields["note"].label = _(
                "You translated it, and this newsroom requires a second person. As an administrator you override "
                "that: why? It is logged in your name."
            )


class BackForm(StepForm):
    to = forms.ChoiceField(label=gettext_lazy("Back to"))
    note = note_field(gettext_lazy("Why it goes back"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        order = list(Status)
        earlier = order[: order.index(Status(self.standing.article.status))]
        self.fields["to"].choices = [(each.value, each.label) for each in reversed(earlier)]  # type: ignore[attr-defined]


class PublishForm(NoteForm):
    at = MomentField(label=gettext_lazy("Publish at"), required=False)
    field_order = ["at", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = _("Leave it empty to publish now. Hours are those of %(zone)s.") % {
            "zone": zone_words()
        }
        if zones_differ():
            self.fields["at"].help_text = _(
                "Leave it empty to publish now. Hours are yours, those of %(zone)s; the publication's are those of "
                "%(publication)s."
            ) % {"zone": zone_words(), "publication": zone_words(publication_zone())}
        if self.standing.planned_at:
            self.fields["at"].initial = timezone.localtime(self.standing.planned_at)


class ApproveForm(PublishForm, AttestForm):
    pass


class FixForm(AttestForm):
    kind = forms.ChoiceField(label=gettext_lazy("What kind of fix it is"))
    text = Passage(
        label=gettext_lazy("What readers are told"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Listed with the corrections. A typo or house style needs none."),
    )
    versions_shown = forms.BooleanField(
        label=gettext_lazy("Readers may see what changed"),
        required=False,
        help_text=gettext_lazy(
            "Every version that they saw stays open to them. Untick it where the words before could hurt somebody: "
            "then no earlier version shows a word. “Redact” takes words out for good."
        ),
    )
    field_order = ["kind", "text", "versions_shown", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was taken from readers is not put back before them with the next version.
        self.fields["versions_shown"].initial = self.standing.article.versions_shown and self.standing.is_public
        kinds = [choice for choice in Correction.Kind.choices if choice[0] != Correction.Kind.RETRACTION]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def correction(self) -> Correction | None:
        """The correction it asks for, unsaved; None where there is nothing to correct."""
        if self.cleaned_data["kind"] == "nothing":
            return None
        return Correction(kind=self.cleaned_data["kind"], text=self.cleaned_data["text"])


class ShowAgainForm(FixForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = [("nothing", _("nothing to correct: show it again")), *kinds.choices]
        if self.standing.is_taken_down:
            self.fields["note"].required = True
            if self.fields["note"].label == NOTE:
                self.fields["note"].label = _("Why it is shown again")


class TranslatorForm(StepForm):
    member = forms.ModelChoiceField(Member.objects.none(), label=gettext_lazy("Who translated it"))
    note = note_field(gettext_lazy("Why another is named"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Member.objects.filter(is_active=True).exclude(pk=self.standing.article.translator_id or 0)
        self.fields["member"].queryset = others.order_by(  # type: ignore[attr-defined]
            "first_name", "last_name", "username"
        )


class TakeDownForm(StepForm):
    public_note = Passage(
        label=gettext_lazy("What readers find in its place"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One or two sentences. They are public, and listed with the corrections."),
    )
    note = note_field()


class AcceptForm(StepForm):
    """Which finding, by what it says, and why it is fine as it is."""

    # What takes one click; any other reason is written.
    WHY = [(each.value, each.label) for each in Waiver.Why if each != Waiver.Why.OTHER]

    finding = forms.CharField(widget=forms.HiddenInput, max_length=200)
    why = forms.ChoiceField(label=gettext_lazy("Why it is fine as it is"), choices=Waiver.Why.choices, required=False)
    reason = Line(label=gettext_lazy("In words"), max_length=400, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        why, words = Waiver.Why(said.get("why") or Waiver.Why.OTHER), said.get("reason", "")
        if why == Waiver.Why.OTHER:
            if not words:
                raise ValidationError(_("Say why it is fine as it is."))
        else:
            chosen = str(why.label)
            said["reason"] = _("%(why)s: %(words)s") % {"why": chosen, "words": words} if words else chosen
        return said | {"why": why}


class WithdrawWaiverForm(StepForm):
    waiver = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class RedactForm(StepForm):
    version = forms.ChoiceField(
        label=gettext_lazy("In"), help_text=gettext_lazy("Readers may open earlier versions too.")
    )
    field = forms.ChoiceField(label=gettext_lazy("Take out a whole field"), required=False)
    passage = forms.CharField(
        label=gettext_lazy("Or these words, wherever they stand"),
        required=False,
        max_length=2_000,
        strip=False,
        help_text=gettext_lazy("Exactly as they stand there."),
    )
    reason = note_field(gettext_lazy("Reason"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editions = self.standing.editions
        self.fields["version"].choices = [  # type: ignore[attr-defined]
            ("all", _("every published version")),
            *((str(each.number), _("version %(number)s") % {"number": each.number}) for each in editions),
        ]
        rows = EditionOriginal.objects.filter(edition__in=editions).order_by("position")
        originals = rows.values_list("position", flat=True).distinct()
        names = [*workflow.REDACTABLE]
        names += [f"originals.{position}.{name}" for position in originals for name in workflow.REDACTABLE_IN_ORIGINALS]
        self.fields["field"].choices = [("", "–"), *((name, field_label(name)) for name in names)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if bool(said.get("field")) == bool(said.get("passage")):
            raise ValidationError(_("Choose a field, or write the words: one of the two."))
        return said

    def what(self) -> Any:
        passage = self.cleaned_data["passage"]
        return workflow.Passage(passage) if passage else self.cleaned_data["field"]
