"""Whom the desk tells what: rows that a worker mails later, never a word of a text."""

from collections.abc import Iterable

from articles.models import Article, Edition, Member, Notice, Worker

from . import guards
from .record import database_now


def tell(kind: Notice.Kind, article: Article, members: Iterable[Member], *, by: Member | None) -> None:
    """Note for each of `members` that this happened to `article`; mailed a little later, if this transaction stands.

    Nobody is told what they did themselves, and nobody twice before the first was mailed. `by`: None where the desk
    itself acted.
    """
    told = {member.pk: member for member in members if member.is_active and (by is None or member.pk != by.pk)}
    if not told:
        return
    waiting = Notice.objects.filter(kind=kind, article=article, member__in=told, sent_at__isnull=True)
    for pk in waiting.values_list("member_id", flat=True):
        told.pop(pk, None)
    if not told:
        return
    now = database_now()
    Notice.objects.bulk_create(
        Notice(member=member, kind=kind, article=article, by=by, at=now) for member in told.values()
    )


def tell_of_second_look(edition: Edition, *, by: Member) -> None:
    """Tell those who may give it that a second look at `edition` is owed, where one is."""
    if not guards.is_owed_a_second_look(edition):
        return
    behind_it = (edition.attested_by_id, edition.translator_id)
    others = Member.objects.with_perm("articles.verify_article").exclude(pk__in=[pk for pk in behind_it if pk])
    tell(Notice.Kind.SECOND_LOOK, edition.article, others, by=by)


def worker_is_missing() -> bool:
    """Whether nobody is there to send mail and to do what needn't keep a person waiting."""
    return not Worker.objects.alive().exists()
