"""The steps that say who is on an article: claim it, take it over, assign it, give it back."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.models import Member, Status

from .standing import Standing
from .step import SOME_NOTE, DeskStep
from .step_forms import MomentField, StepForm, note_field, zone_words


class ReasonForm(StepForm):
    reason = note_field(gettext_lazy("Why you take it over"), required=True)


class AssignForm(StepForm):
    member = forms.ModelChoiceField(
        Member.objects.none(), label=gettext_lazy("Who goes on with it"), required=False, empty_label="–",
        help_text=gettext_lazy("Leave it empty, and anybody may claim it."),
    )  # fmt: skip
    due_at = MomentField(label=gettext_lazy("Due at"), required=False)
    note = note_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        article = self.standing.article
        writing = Member.objects.filter(is_active=True, groups__permissions__codename="translate_article")
        ids = [*writing.values_list("pk", flat=True), article.assignee_id or 0]
        members: Any = self.fields["member"]
        members.queryset = Member.objects.filter(pk__in=ids).order_by("first_name", "last_name", "username")
        members.initial = self.standing.claim.member.pk if self.standing.claim else None
        self.fields["due_at"].help_text = _("Hours are those of %(zone)s.") % {"zone": zone_words()}
        if article.due_at:
            self.fields["due_at"].initial = timezone.localtime(article.due_at)


class Claim(DeskStep):
    slug = "claim"
    label = gettext_lazy("Claim it")
    done = gettext_lazy("It is yours.")
    is_direct = True
    tone = "main"

    def may(self, member: Member) -> bool:
        return workflow.may_translate(member)

    def fits(self, standing: Standing) -> bool:
        return standing.article.status == Status.DRAFT and standing.claim is None

    def take(self, standing: Standing, form: Any) -> None:
        workflow.claim(standing.article, by=standing.member)


class TakeOver(DeskStep):
    slug = "take-over"
    label = gettext_lazy("Take over")
    done = gettext_lazy("It is yours; who had it is told.")
    form_class = ReasonForm

    def may(self, member: Member) -> bool:
        return workflow.may_translate(member)

    def fits(self, standing: Standing) -> bool:
        claim = standing.claim
        is_theirs = claim is not None and claim.member.pk != standing.member.pk
        return standing.article.status == Status.DRAFT and is_theirs

    def reasons(self, standing: Standing) -> list[str]:
        return workflow.unmet_by_claim(standing.article, by=standing.member, reason=SOME_NOTE)

    def explained(self, standing: Standing) -> str:
        claim = standing.claim
        return _("%(member)s is on it, and will be told that you take it over.") % {
            "member": claim.member if claim else "–"
        }

    def take(self, standing: Standing, form: Any) -> None:
        workflow.claim(standing.article, by=standing.member, reason=form.cleaned_data["reason"])


class Assign(DeskStep):
    slug = "assign"
    label = gettext_lazy("Assign")
    done = gettext_lazy("Assigned.")
    explanation = gettext_lazy("Whom you name is told, and so is who was on it before.")
    form_class = AssignForm

    def may(self, member: Member) -> bool:
        return workflow.may_verify(member)

    def fits(self, standing: Standing) -> bool:
        return True

    def take(self, standing: Standing, form: Any) -> None:
        said = form.cleaned_data
        workflow.assign(standing.article, said["member"], by=standing.member, due_at=said["due_at"], note=said["note"])


class GiveBack(DeskStep):
    slug = "give-back"
    label = gettext_lazy("Give it back")
    done = gettext_lazy("Given back: anybody may claim it.")
    is_direct = True

    def may(self, member: Member) -> bool:
        return workflow.may_translate(member)

    def fits(self, standing: Standing) -> bool:
        claim = standing.claim
        return claim is not None and claim.member.pk == standing.member.pk

    def take(self, standing: Standing, form: Any) -> None:
        workflow.give_back(standing.article, by=standing.member)


STEPS_OF_PEOPLE: list[DeskStep] = [Claim(), TakeOver(), Assign(), GiveBack()]
