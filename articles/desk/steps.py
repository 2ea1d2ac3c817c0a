"""The steps that the desk offers on an article: for whom, when, what stops each, and what it asks of workflow."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.models import Member, Status

from .findings import finding_key
from .standing import Standing
from .step import DeskStep, needs_somebody_else, note_may_be_owed, unmoved
from .step_forms import AcceptForm, ApproveForm, AttestForm, BackForm, PublishForm, TranslatorForm, WithdrawWaiverForm
from .steps_of_people import STEPS_OF_PEOPLE
from .steps_once_public import ConfirmSecondLook, HideNow, PublishFix, Redact, ShowAgain, TakeDown


def steps_for(standing: Standing) -> Iterator[DeskStep]:
    """The buttons of the panel, in order."""
    return (each for each in STEPS if each.in_panel and each.fits(standing) and each.may(standing.member))


def next_step(standing: Standing) -> DeskStep | None:
    """The step that comes next, whoever may take it."""
    slug = {Status.DRAFT: "hand-over", Status.TRANSLATED: "verify", Status.VERIFIED: "publish"}
    return BY_SLUG.get(slug.get(Status(standing.article.status), ""))


def what_stops_others(step: DeskStep, standing: Standing) -> list[str]:
    """What stops `step` for those who may take it; empty where nobody may, which is no matter of the article."""
    others = Member.objects.filter(is_active=True).exclude(pk=standing.article.translator_id or 0).order_by("pk")
    for member in others.filter(groups__name__in=["Editors", "Publishers", "Administrators"]).distinct()[:50]:
        if step.may(member):
            return step.reasons(standing.of(member))
    return []


# --- On the way to readers -------------------------------------------------------------------------


class HandOver(DeskStep):
    slug = "hand-over"
    label = gettext_lazy("Hand over as translated")
    done = gettext_lazy("Handed over: it waits for an editor.")
    is_direct = True
    tone = "main"

    def may(self, member: Member) -> bool:
        return workflow.may_translate(member)

    def waits_for(self) -> str:
        return _("It waits for a translator to hand it over.")

    def fits(self, standing: Standing) -> bool:
        return standing.article.status == Status.DRAFT

    def reasons(self, standing: Standing) -> list[str]:
        return workflow.can(standing.article, Status.TRANSLATED, by=standing.member, found=standing.findings)

    def take(self, standing: Standing, form: Any) -> None:
        workflow.transition(
            standing.article, Status.TRANSLATED, by=standing.member, revision=form.cleaned_data["revision"]
        )


class Attesting(DeskStep):
    """A step that attests, in the name of who takes it, that readers are told whose words these are."""

    form_class = AttestForm
    shows_words = True

    def fits(self, standing: Standing) -> bool:
        return standing.article.status == Status.TRANSLATED

    def is_out_of_reach(self, standing: Standing) -> bool:
        return needs_somebody_else(standing)


class ApproveAndPublish(Attesting):
    slug = "approve"
    label = gettext_lazy("Approve and publish")
    done = gettext_lazy("Approved.")
    explanation = gettext_lazy(
        "You attest, in your name, that readers are told whose words these are. Then it is published, now or at the "
        "moment you choose."
    )
    form_class = ApproveForm
    tone = "main"

    def may(self, member: Member) -> bool:
        return workflow.may_verify(member) and workflow.may_publish(member)

    def reasons(self, standing: Standing) -> list[str]:
        return workflow.unmet_by_approval(
            standing.article, by=standing.member, note=note_may_be_owed(standing), found=standing.findings
        )

    def take(self, standing: Standing, form: Any) -> None:
        said = form.cleaned_data
        workflow.approve_and_publish(
            standing.article, by=standing.member, at=said["at"], note=said["note"], revision=said["revision"]
        )


class Verify(Attesting):
    slug = "verify"
    label = gettext_lazy("Verify the disclaimer")
    done = gettext_lazy("Verified: it can be published.")
    explanation = gettext_lazy("You attest, in your name, that readers are told whose words these are.")

    def may(self, member: Member) -> bool:
        return workflow.may_verify(member)

    def waits_for(self) -> str:
        return _("It waits for an editor to verify the disclaimer.")

    def reasons(self, standing: Standing) -> list[str]:
        return workflow.can(
            standing.article, Status.VERIFIED, by=standing.member, note=note_may_be_owed(standing),
            found=standing.findings,
        )  # fmt: skip

    def take(self, standing: Standing, form: Any) -> None:
        said = form.cleaned_data
        workflow.transition(
            standing.article, Status.VERIFIED, by=standing.member, note=said["note"], revision=said["revision"]
        )


class Publish(DeskStep):
    slug = "publish"
    label = gettext_lazy("Publish")
    done = gettext_lazy("Done.")
    form_class = PublishForm
    shows_words = True
    tone = "main"

    def may(self, member: Member) -> bool:
        return workflow.may_publish(member)

    def waits_for(self) -> str:
        publishers = Member.objects.filter(groups__name="Publishers", is_active=True)
        names = ", ".join(str(member) for member in publishers[:3])
        return _("It waits for %(who)s to publish it.") % {"who": names or _("an editor")}

    def fits(self, standing: Standing) -> bool:
        return standing.article.status == Status.VERIFIED

    def reasons(self, standing: Standing) -> list[str]:
        return workflow.can(standing.article, Status.PUBLISHED, by=standing.member)

    def take(self, standing: Standing, form: Any) -> None:
        said = form.cleaned_data
        workflow.transition(
            standing.article, Status.PUBLISHED, by=standing.member, at=said["at"], note=said["note"],
            revision=said["revision"],
        )  # fmt: skip


class SendBack(DeskStep):
    slug = "send-back"
    label = gettext_lazy("Send back")
    done = gettext_lazy("Sent back.")
    explanation = gettext_lazy("Say what is to be done. What was scheduled is not published.")
    form_class = BackForm

    def may(self, member: Member) -> bool:
        return workflow.may_translate(member)

    def fits(self, standing: Standing) -> bool:
        status = standing.article.status
        if status == Status.TRANSLATED:
            return True
        if status == Status.VERIFIED:
            return workflow.may_verify(standing.member)
        return status == Status.PUBLISHED and standing.is_scheduled and workflow.may_publish(standing.member)

    def take(self, standing: Standing, form: Any) -> None:
        said = form.cleaned_data
        workflow.transition(
            standing.article, said["to"], by=standing.member, note=said["note"], revision=said["revision"]
        )


class NameTranslator(DeskStep):
    slug = "name-translator"
    label = gettext_lazy("Name another translator")
    done = gettext_lazy("Another translator is named.")
    explanation = gettext_lazy(
        "Two people stand behind what readers see: who translated it, and who verified it. What was verified already "
        "is verified again afterwards."
    )
    form_class = TranslatorForm

    def may(self, member: Member) -> bool:
        return workflow.may_verify(member)

    def fits(self, standing: Standing) -> bool:
        # In a draft it is a field of the form.
        return standing.article.status != Status.DRAFT

    @transaction.atomic
    def take(self, standing: Standing, form: Any) -> None:
        said = form.cleaned_data
        unmoved(standing.article, said["revision"])
        workflow.name_translator(standing.article, said["member"], by=standing.member, note=said["note"])


# --- Findings --------------------------------------------------------------------------------------


class Accept(DeskStep):
    slug = "accept"
    label = gettext_lazy("Accept as it is")
    done = gettext_lazy("Accepted as it is.")
    form_class = AcceptForm
    in_panel = False

    def may(self, member: Member) -> bool:
        return member.is_active and member.has_perm("articles.waive_finding")

    def fits(self, standing: Standing) -> bool:
        return True

    @transaction.atomic
    def take(self, standing: Standing, form: Any) -> None:
        # Whatever else changed meanwhile: the finding is named by what it says, and stands or does not.
        workflow.lock(standing.article)
        said = form.cleaned_data
        found = next((each for each in standing.findings if finding_key(each) == said["finding"]), None)
        if found is None:
            raise workflow.TransitionRefused([_("This finding does not stand any more.")])
        workflow.waive(standing.article, found, by=standing.member, why=said["why"], reason=said["reason"])


class WithdrawWaiver(DeskStep):
    slug = "take-back-acceptance"
    label = gettext_lazy("Take it back")
    done = gettext_lazy("Taken back: the finding stands again.")
    form_class = WithdrawWaiverForm
    in_panel = False

    def may(self, member: Member) -> bool:
        return member.is_active and member.has_perm("articles.waive_finding")

    def fits(self, standing: Standing) -> bool:
        return standing.article.status != Status.PUBLISHED

    @transaction.atomic
    def take(self, standing: Standing, form: Any) -> None:
        unmoved(standing.article, form.cleaned_data["revision"])
        waiver = next((each for each in standing.waivers if each.pk == form.cleaned_data["waiver"]), None)
        if waiver is None:
            raise workflow.TransitionRefused([_("Somebody took it back already.")])
        workflow.withdraw_waiver(waiver, by=standing.member)


STEPS: list[DeskStep] = [
    HandOver(), ApproveAndPublish(), Verify(), Publish(), PublishFix(), ShowAgain(), ConfirmSecondLook(),
    SendBack(), NameTranslator(), HideNow(), TakeDown(), Redact(), Accept(), WithdrawWaiver(),
]  # fmt: skip
BY_SLUG = {each.slug: each for each in [*STEPS, *STEPS_OF_PEOPLE]}
