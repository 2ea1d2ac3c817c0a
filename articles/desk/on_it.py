"""Who is on an article, in its form and in the list of articles."""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.models import Article

from .base import READING, DeskAdmin
from .standing import Standing
from .steps_of_people import STEPS_OF_PEOPLE
from .words import moment

ASSIGNING = {"assignee", "due_at"}


def with_lapses(articles: QuerySet[Article]) -> QuerySet[Article]:
    """`articles`, each with whether its claim lapsed, for the column that says who is on it."""
    return articles.annotate(claim_lapsed=workflow.has_lapsed())


def people_of(standing: Standing) -> dict[str, Any]:
    """What the panel says of who is on the article, and the steps it offers there."""
    claim, member = standing.claim, standing.member
    steps = [step for step in STEPS_OF_PEOPLE if step.may(member) and step.fits(standing)]
    return {"claim": claim, "is_mine": claim is not None and claim.member.pk == member.pk, "people_steps": steps}


class OnIt(DeskAdmin):
    """Claims and assignments that a form brings about are recorded and told like those of the steps."""

    @display(description=gettext_lazy("assigned to"))
    def assigned(self, article: Article) -> str:
        who = str(article.assignee) if article.assignee and not article.claim_lapsed else "–"  # type: ignore[attr-defined]
        if not article.due_at:
            return who
        return _("%(who)s, due %(moment)s") % {"who": who, "moment": moment(article.due_at)}

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        # It begins with what is known of the original; the empty form is one click further.
        if request.method in READING and "blank" not in request.GET and self.has_add_permission(request):
            return redirect("admin:articles_article_new")
        return super().add_view(request, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        member: Any = request.user
        asked = None
        if not change:
            obj.created_by = member
        if form.changed_data and set(form.changed_data) & ASSIGNING:
            asked = (obj.assignee, obj.due_at)
            obj.assignee_id, obj.due_at = form.initial.get("assignee"), form.initial.get("due_at")
        super().save_model(request, obj, form, change)
        if not change and member.groups.filter(name="Translators").exists():
            workflow.claim(obj, by=member)
        if asked is not None:
            workflow.assign(obj, asked[0], by=member, due_at=asked[1])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        is_changed = form.has_changed() or any(each.has_changed() for each in formsets)
        claims = Article.objects.filter(pk=form.instance.pk, assignee=request.user.pk, claimed_at__isnull=False)
        if change and is_changed:
            claims.update(claimed_at=Now())
