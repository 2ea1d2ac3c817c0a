"""A step that the desk offers on an article, as each of them is made."""

from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from articles import workflow
from articles.models import Article, Member, Publication, SecondLook

from .standing import Standing
from .step_forms import StepForm

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
    # What of its form readers are told, and is previewed: "" nothing, "withdrawn" or "correction" as they get it.
    tells: ClassVar[str] = ""
    # Whether it is taken even where words stand unsaved in the form.
    is_urgent: ClassVar[bool] = False
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

    def is_out_of_reach(self, standing: Standing) -> bool:
        """Whether nothing that this member writes or waits for lets them take it."""
        return False

    def explained(self, standing: Standing) -> str:
        """What taking it does."""
        return str(self.explanation)

    def waits_for(self) -> str:
        """Who takes it, for those who never may."""
        return ""

    def take(self, standing: Standing, form: Any) -> None:
        """Take it, as its form says. Raises TransitionRefused."""
        raise NotImplementedError


@transaction.atomic
def unmoved(article: Article, revision: int) -> None:
    """Hold `article` until the transaction ends. Raises TransitionRefused where it moved on since `revision`."""
    workflow.lock(article)
    if article.revision != revision:
        raise workflow.TransitionRefused(
            [_("Somebody changed this article since you opened it: look at it again first.")]
        )


def needs_somebody_else(standing: Standing) -> bool:
    """Whether the member translated it, and this newsroom lets nobody but an administrator verify their own."""
    if standing.member.pk != standing.article.translator_id or workflow.is_administrator(standing.member):
        return False
    return Publication.objects.get().second_look != SecondLook.AFTERWARDS


def note_may_be_owed(standing: Standing) -> str:
    """What the form's note stands for, while it is not written yet."""
    return SOME_NOTE if standing.member.pk == standing.article.translator_id else ""
