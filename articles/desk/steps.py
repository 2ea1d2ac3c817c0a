"""The steps that the desk offers on an article: for whom, when, what stops each, and what it asks of workflow."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import disclaimer, workflow
from articles.models import Article, Edition, Member, Status, direction
from articles.workflow import guards, record

from .standing import Standing
from .step_forms import (
    AcceptForm,
    BackForm,
    FixForm,
    NoteForm,
    PublishForm,
    RedactForm,
    StepForm,
    TakeDownForm,
)
from .words import field_label

# Stands for a note still to be written, where the desk asks what else is missing.
SOME_NOTE = "…"


class DeskStep:
    """One step. `slug` is the end of its address; `is_direct`: the button takes it, without a page in between."""

    slug: ClassVar[str]
    label: ClassVar[Any]
    done: ClassVar[Any]
    explanation: ClassVar[Any] = ""
    form_class: ClassVar[type[StepForm]] = StepForm
    is_direct: ClassVar[bool] = False
    shows_words: ClassVar[bool] = False
    tone: ClassVar[str] = ""
    # Whether the panel shows it as a button; the others have a place of their own on the page.
    in_panel: ClassVar[bool] = True

    def may(self, member: Member) -> bool:
        """Whether the groups of `member` ever take this step."""
        raise NotImplementedError

    def fits(self, standing: Standing) -> bool:
        """Whether the article stands where this step is taken."""
        raise NotImplementedError

    def reasons(self, standing: Standing) -> list[str]:
        """What stops it now, beside what its form asks for."""
        return []

    def take(self, standing: Standing, form: Any) -> None:
        """Take it, as its form says. Raises TransitionRefused."""
        raise NotImplementedError


def steps_for(standing: Standing) -> Iterator[DeskStep]:
    """The buttons of the panel, in order."""
    return (each for each in STEPS if each.in_panel and each.fits(standing) and each.may(standing.member))


def next_step(standing: Standing) -> DeskStep | None:
    """The step that comes next, whoever may take it."""
    slug = {Status.DRAFT: "hand-over", Status.TRANSLATED: "verify", Status.VERIFIED: "publish"}
    return BY_SLUG.get(slug.get(Status(standing.article.status), ""))


@transaction.atomic
def unmoved(article: Article, revision: int) -> None:
    """Hold `article` until the transaction ends. Raises TransitionRefused where it moved on since `revision`."""
    record.lock(article)
    if article.revision != revision:
        raise workflow.TransitionRefused(
            [_("Somebody changed this article since you opened it: look at it again first.")]
        )


def note_may_be_owed(standing: Standing) -> str:
    """What the form's note stands for, while it is not written yet."""
    return SOME_NOTE if standing.member.pk == standing.article.translator_id else ""


# --- On the way to readers -------------------------------------------------------------------------


class HandOver(DeskStep):
    slug = "hand-over"
    label = gettext_lazy("Hand over as translated")
    done = gettext_lazy("Handed over: it waits for an editor.")
    is_direct = True
    tone = "main"

    def may(self, member: Member) -> bool:
        return workflow.may_translate(member)

    def fits(self, standing: Standing) -> bool:
        return standing.article.status == Status.DRAFT

    def reasons(self, standing: Standing) -> list[str]:
        return workflow.can(standing.article, Status.TRANSLATED, by=standing.member)

    def take(self, standing: Standing, form: Any) -> None:
        workflow.transition(
            standing.article, Status.TRANSLATED, by=standing.member, revision=form.cleaned_data["revision"]
        )


class ApproveAndPublish(DeskStep):
    slug = "approve"
    label = gettext_lazy("Approve and publish")
    done = gettext_lazy("Approved.")
    explanation = gettext_lazy(
        "You attest, in your name, that readers are told whose words these are. Then it is published, now or at the "
        "moment you choose."
    )
    form_class = PublishForm
    shows_words = True
    tone = "main"

    def may(self, member: Member) -> bool:
        return workflow.may_verify(member) and workflow.may_publish(member)

    def fits(self, standing: Standing) -> bool:
        return standing.article.status == Status.TRANSLATED

    def reasons(self, standing: Standing) -> list[str]:
        article = standing.article
        return [
            *workflow.can(article, Status.VERIFIED, by=standing.member, note=note_may_be_owed(standing)),
            *guards.unmet_by_photo(article),
            *guards.unmet_by_address(article, standing.now),
        ]

    def take(self, standing: Standing, form: Any) -> None:
        said = form.cleaned_data
        workflow.approve_and_publish(
            standing.article, by=standing.member, at=said["at"], note=said["note"], revision=said["revision"]
        )


class Verify(DeskStep):
    slug = "verify"
    label = gettext_lazy("Verify the disclaimer")
    done = gettext_lazy("Verified: it can be published.")
    explanation = gettext_lazy("You attest, in your name, that readers are told whose words these are.")
    form_class = NoteForm
    shows_words = True

    def may(self, member: Member) -> bool:
        return workflow.may_verify(member)

    def fits(self, standing: Standing) -> bool:
        return standing.article.status == Status.TRANSLATED

    def reasons(self, standing: Standing) -> list[str]:
        return workflow.can(standing.article, Status.VERIFIED, by=standing.member, note=note_may_be_owed(standing))

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


# --- What readers have seen ------------------------------------------------------------------------


class PublishFix(DeskStep):
    slug = "publish-the-fix"
    label = gettext_lazy("Publish the fix")
    done = gettext_lazy("The fix is public.")
    explanation = gettext_lazy("You attest the text as it stands now, and readers see it at once at the same address.")
    form_class = FixForm
    shows_words = True
    tone = "main"

    def may(self, member: Member) -> bool:
        return workflow.may_publish(member) and workflow.may_verify(member)

    def fits(self, standing: Standing) -> bool:
        return standing.was_seen

    def reasons(self, standing: Standing) -> list[str]:
        return workflow.unmet_by_reissue(standing.article, by=standing.member, note=note_may_be_owed(standing))

    def take(self, standing: Standing, form: Any) -> None:
        workflow.reissue(
            standing.article,
            by=standing.member,
            correction=form.correction(),
            note=form.cleaned_data["note"],
            revision=form.cleaned_data["revision"],
        )


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
        return list(guards.unmet_second_look(standing.edition, standing.member))

    @transaction.atomic
    def take(self, standing: Standing, form: Any) -> None:
        unmoved(standing.article, form.cleaned_data["revision"])
        workflow.confirm_second_look(standing.article, by=standing.member, note=form.cleaned_data["note"])


class HideNow(DeskStep):
    slug = "hide"
    label = gettext_lazy("Hide now")
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
        "the text here and from the original. The log says that something was taken out, by whom and why."
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
        unmoved(standing.article, form.cleaned_data["revision"])
        asked = form.cleaned_data["finding"]
        found = next((each for each in standing.findings if finding_key(each) == asked), None)
        if found is None:
            raise workflow.TransitionRefused([_("This finding does not stand any more.")])
        workflow.waive(standing.article, found, by=standing.member, reason=form.cleaned_data["reason"])


def finding_key(finding: Any) -> str:
    """What names a finding in a form: which check, and what it says."""
    return f"{finding.check}|{finding.passage[:2_000]}"


STEPS: list[DeskStep] = [
    HandOver(), ApproveAndPublish(), Verify(), Publish(), PublishFix(), ConfirmSecondLook(), SendBack(), HideNow(),
    TakeDown(), Redact(), Accept(),
]  # fmt: skip
BY_SLUG = {each.slug: each for each in STEPS}


def words_shown(standing: Standing) -> dict[str, Any]:
    """What is looked at before it is attested: the disclaimer as readers will see it, and whose words these are."""
    words = disclaimer.words_of(standing.article)
    translator = words.fields["translator"]
    shown = standing.shown_edition
    changed = disclaimer.differences(words, shown) if shown and standing.was_seen else []
    return {
        "fields": words.fields,
        "dir": direction(words.fields["language"]),
        "originals": [{**original, "dir": direction(original["language"])} for original in words.originals],
        "credited": translator.public_name if translator else "",
        "changed": [field_label(name) for name in changed],
    }
