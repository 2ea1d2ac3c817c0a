"""Notices as mail: one message per member for all that waits, in their language and hours, never a word of a text."""

from datetime import timedelta
from email.errors import MessageError
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Min
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from articles.models import Member, Notice, Publication

# Ten things that happen one after the other make one message.
SETTLES_AFTER = timedelta(minutes=2)
# What no mail server took for so long is no news any more.
GIVEN_UP_AFTER = timedelta(days=3)
MOST_LINES = 50
# What is wrong with one message or address, and not with the mail server.
THIS_ONE_ALONE = (SMTPRecipientsRefused, SMTPResponseException, MessageError, ValueError)


class MailNotSent(Exception):
    """Some messages could not be sent. Their notices wait, and are tried again."""


def mail_notices(settles_after: timedelta = SETTLES_AFTER) -> int:
    """Mail every member whose oldest notice has waited for `settles_after`; the number of messages sent.

    What can't be sent stays unsent. Raises MailNotSent once all the others were tried, or what the connection to
    the mail server raised.
    """
    unsent = Notice.objects.filter(sent_at__isnull=True)
    unsent.filter(at__lt=Now() - GIVEN_UP_AFTER).update(sent_at=Now())
    waiting = unsent.values("member").annotate(since=Min("at")).filter(since__lte=Now() - settles_after)
    sent = refused = 0
    for pk in waiting.order_by("since").values_list("member", flat=True):
        try:
            sent += mail_to(pk)
        except THIS_ONE_ALONE:
            refused += 1
    if refused:
        raise MailNotSent(f"{refused} of {sent + refused} messages were refused.")
    return sent


@transaction.atomic
def mail_to(member_pk: int) -> bool:
    """Whether a message with all that waits for the member was sent.

    Locked meanwhile, so that no other worker sends the same; marked only once the mail server has taken it. Who is
    gone or wants no mail gets none, and nothing is kept for them.
    """
    waiting = Notice.objects.filter(member=member_pk, sent_at__isnull=True)
    notices = list(waiting.select_for_update(skip_locked=True, of=("self",)).select_related("by"))
    member = Member.objects.get(pk=member_pk)
    if not notices:
        return False
    is_mailed = bool(member.is_active and member.wants_mail and member.email)
    if is_mailed:
        message_for(member, notices).send()
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(sent_at=Now())
    return is_mailed


def message_for(member: Member, notices: list[Notice]) -> EmailMessage:
    """The message about `notices`, in the language and time zone of `member`."""
    zone = ZoneInfo(member.time_zone or settings.TIME_ZONE)
    with translation.override(member.interface_language), timezone.override(zone):
        publication = Publication.objects.get()
        subject = ngettext(
            "%(publication)s: %(count)s thing at the desk concerns you",
            "%(publication)s: %(count)s things at the desk concern you",
            len(notices),
        ) % {"publication": publication.name, "count": len(notices)}
        context = {
            "lines": [(each, address_of("articles_article_change", each.article_id)) for each in notices[:MOST_LINES]],
            "more": max(0, len(notices) - MOST_LINES),
            "zone": zone.key,
            "desk": address_of("index"),
            "own_settings": address_of("own_settings"),
        }
        body = render_to_string("mail/notices.txt", context)
    # Told by it, other mail servers send no "I am away" back.
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, body, to=[member.email], headers=headers)


def address_of(view: str, *arguments: int) -> str:
    """The whole address of a page of the desk."""
    return settings.SITE_URL + reverse(f"admin:{view}", args=arguments)
