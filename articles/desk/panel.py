"""What the panel of the workbench says: where the article stands, what may be done now, what stops it."""

from typing import Any

from django.utils import timezone

from articles import workflow
from articles.models import Status, WorkflowEvent

from .findings import finding_key, groups_of
from .notes import context as notes_beside
from .on_it import people_of
from .standing import Standing
from .step_forms import AcceptForm, moment_in_zones
from .steps import next_step, steps_for, what_stops_others


def panel_of(standing: Standing) -> dict[str, Any]:
    """What `desk/_panel.html` and the parts beside it print: the steps, what stops them, findings and notes."""
    steps = [(step, step.reasons(standing)) for step in steps_for(standing)]
    coming = next_step(standing)
    offered = {step.slug: reasons for step, reasons in steps}
    waits_for, blocking = "", []
    if coming is not None and not coming.may(standing.member):
        waits_for, blocking = coming.waits_for(), what_stops_others(coming, standing)
    elif coming is not None:
        blocking = offered[coming.slug] if coming.slug in offered else coming.reasons(standing)
    return {
        "standing": standing,
        **people_of(standing),
        "zone": timezone.get_current_timezone_name(),
        "steps": steps,
        "coming": coming,
        "blocking": blocking,
        "waits_for": waits_for,
        "findings": [(finding, finding_key(finding)) for finding in standing.findings],
        "finding_groups": groups_of(standing.findings),
        "notes": notes_beside(standing.article),
        "returned": _returned(standing),
        "scheduled_for": moment_in_zones(standing.listing.published_at) if standing.is_scheduled else "",  # type: ignore[union-attr]
        "may_write": workflow.may_verify(standing.member),
        "whys": AcceptForm.WHY,
        "may_accept": standing.member.has_perm("articles.waive_finding"),
    }


def _returned(standing: Standing) -> WorkflowEvent | None:
    """Why the draft lies here again: the step that sent it back, where a reason was given."""
    if standing.article.status != Status.DRAFT:
        return None
    moved = (event for event in standing.events if event.from_status != event.to_status)
    last = next(moved, None)
    return last if last is not None and last.kind == WorkflowEvent.Kind.BACK and last.note else None
