"""What stands above a public article for a member who may publish: the short way to mend it."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from articles import workflow
from articles.models import Listing, Member

from .manners import zone_of


def bar_for(request: HttpRequest, listing: Listing) -> str:
    """The bar as HTML, in the member's language and zone; "" for everybody else. For MEMBERS_BAR."""
    member = request.user
    if not isinstance(member, Member) or not member.is_staff or member.password_is_one_time:
        return ""
    if not (workflow.may_publish(member) and workflow.may_verify(member)):
        return ""
    with translation.override(member.interface_language), timezone.override(zone_of(member)):
        context = {
            "listing": listing,
            "language": translation.get_language(),
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
        }
        return render_to_string("desk/_bar.html", context)
