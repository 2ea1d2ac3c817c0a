"""The steps on what readers have seen: a fix, a second look, hiding it, taking it down, taking something out."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.models import Edition, Member

from .standing import Standing
from .step import DeskStep, needs_somebody_else, note_may_be_owed, unmoved
from .step_forms import FixForm, NoteForm, RedactForm, ShowAgainForm, TakeDownForm


class PublishFix(DeskStep):
    slug = "publish-the-fix"
    label = gettext_lazy("Publish the fix")
    done = gettext_lazy("The fix is public.")
    explanation = gettext_lazy("You attest the text as it stands now, and readers see it at once at the same address.")
    form_class = FixForm
    shows_words = True
    tone = "main"
    tells = "correction"

    def may(self, member: Member) -> bool:
        return workflow.may_publish(member) and workflow.may_verify(member)

    def fits(self, standing: Standing) -> bool:
        return standing.is_public

    def is_out_of_reach(self, standing: Standing) -> bool:
        return needs_somebody_else(standing)

    def reasons(self, standing: Standing) -> list[str]:
        return workflow.unmet_by_reissue(
            standing.article, by=standing.member, note=note_may_be_owed(standing), found=standing.findings
        )

    def take(self, standing: Standing, form: Any) -> None:
        workflow.reissue(
            standing.article,
            by=standing.member,
            correction=form.correction(),
            note=form.cleaned_data["note"],
            revision=form.cleaned_data["revision"],
            versions_shown=form.cleaned_data["versions_shown"],
        )


class ShowAgain(PublishFix):
    """The same, for what was hidden or taken down."""

    slug = "show-again"
    label = gettext_lazy("Show it again")
    done = gettext_lazy("Readers see it again.")
    form_class = ShowAgainForm

    def fits(self, standing: Standing) -> bool:
        return standing.was_seen and not standing.is_public

    def explained(self, standing: Standing) -> str:
        told = standing.listing.public_note  # type: ignore[union-attr]
        return _("Readers are told now: “%(note)s”. This puts it back before them.") % {"note": told.removesuffix(".")}


class ConfirmSecondLook(DeskStep):
    slug = "second-look"
    label = gettext_lazy("Confirm the second look")
    done = gettext_lazy("Second look confirmed.")
    explanation = gettext_lazy("You have compared what was verified with the original, and stand behind it too.")
    form_class = NoteForm

    def may(self, member: Member) -> bool:
        return workflow.may_verify(member)

    def fits(self, standing: Standing) -> bool:
        return standing.owes_second_look

    def reasons(self, standing: Standing) -> list[str]:
        return list(workflow.unmet_second_look(standing.edition, standing.member))

    @transaction.atomic
    def take(self, standing: Standing, form: Any) -> None:
        unmoved(standing.article, form.cleaned_data["revision"])
        workflow.confirm_second_look(standing.article, by=standing.member, note=form.cleaned_data["note"])


class HideNow(DeskStep):
    slug = "hide"
    label = gettext_lazy("Hide now")
    is_urgent = True
    done = gettext_lazy("Hidden from readers. An editor settles it.")
    is_direct = True
    tone = "danger"

    def may(self, member: Member) -> bool:
        return workflow.may_hide(member)

    def fits(self, standing: Standing) -> bool:
        return standing.is_public

    def take(self, standing: Standing, form: Any) -> None:
        # Whatever else changed meanwhile: who is in a hurry hides it.
        workflow.hide(standing.article, by=standing.member)


class TakeDown(DeskStep):
    slug = "take-down"
    label = gettext_lazy("Take down")
    done = gettext_lazy("Taken down.")
    explanation = gettext_lazy("Its address answers with your sentence, and it leaves every list.")
    form_class = TakeDownForm
    tone = "danger"
    tells = "withdrawn"

    def may(self, member: Member) -> bool:
        return workflow.may_publish(member)

    def fits(self, standing: Standing) -> bool:
        return standing.is_public or standing.is_scheduled or standing.is_hidden

    def take(self, standing: Standing, form: Any) -> None:
        said = form.cleaned_data
        workflow.take_down(standing.article, by=standing.member, public_note=said["public_note"], note=said["note"])


class Redact(DeskStep):
    slug = "redact"
    label = gettext_lazy("Redact")
    done = gettext_lazy("Taken out, here and from the working copy.")
    explanation = gettext_lazy(
        "For people in danger and for court orders. What you take out is gone for good, from what was published, from "
        "the text here and from the original. The log says that something was taken out, and by whom; administrators "
        "alone read why."
    )
    form_class = RedactForm
    tone = "danger"

    def may(self, member: Member) -> bool:
        return workflow.is_administrator(member)

    def fits(self, standing: Standing) -> bool:
        return standing.edition is not None

    @transaction.atomic
    def take(self, standing: Standing, form: Any) -> None:
        said = form.cleaned_data
        unmoved(standing.article, said["revision"])
        editions = Edition.objects.filter(article=standing.article)
        if said["version"] != "all":
            editions = editions.filter(number=int(said["version"]))
        refused = workflow.TransitionRefused([_("Nothing of it was published.")])
        redacted = 0
        for edition in editions.order_by("number"):
            try:
                workflow.redact(edition, what=form.what(), by=standing.member, reason=said["reason"])
                redacted += 1
            except workflow.TransitionRefused as error:
                # It may stand in some versions and not in others.
                refused = error
        if not redacted:
            raise refused
