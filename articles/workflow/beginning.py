"""Beginning an article from an original: one at a time for each address and each text, and never twice unawares."""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from articles.models import Article, Member, Translation, WorkflowEvent

from . import guards
from .record import TransitionRefused, database_now, record

SHOWN = 20


def known_of(original: Translation) -> list[Translation]:
    """The originals of other articles with the same address or text, each with its article, outlet and listing."""
    alike = Translation.objects.alike(original).select_related("article__assignee", "article__listing", "source")
    light = alike.defer("body", "standfirst", "article__body", "article__standfirst", "article__listing__search_text")
    return list(light.order_by("-article__updated_at", "pk")[:SHOWN])


def hold_original(original: Translation) -> None:
    """Let nobody else begin with the same address or text until the transaction ends: they wait, and then are told."""
    original.mark()
    with connection.cursor() as cursor:
        # In the same order for everybody, so that two who hold both never wait for each other.
        for key in sorted(filter(None, {original.url_key, original.fingerprint})):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"newsroom original {key}"])


def unmet_by_beginning(original: Translation, *, by: Member) -> list[str]:
    """What keeps `by` from beginning an article with `original`; empty when nothing does."""
    reasons = []
    if not guards.may_translate(by) or not by.has_perm("articles.add_article"):
        reasons.append(_("Only translators and editors begin articles."))
    if not original.going_on_reason.strip() and (known := known_of(original)):
        reasons.append(
            _("It is in “%(article)s” (%(state)s) already: say why you go on all the same.")
            % {"article": known[0].article.headline, "state": known[0].article.get_status_display()}
        )
    return reasons


@transaction.atomic
def begin(article: Article, original: Translation, *, by: Member) -> Article:
    """Store the draft `article` and its `original`, both unsaved so far, and claim it for `by`.

    Raises TransitionRefused where the same original is in another article already, unless `going_on_reason` says why.
    """
    hold_original(original)
    if reasons := unmet_by_beginning(original, by=by):
        raise TransitionRefused(reasons)
    article.created_by = article.translator = article.assignee = by
    article.claimed_at = database_now()
    article.save(force_insert=True)
    # Its headline is the original's, or none yet: the end of the address is proposed from the one it will have.
    Article.objects.filter(pk=article.pk).update(slug="")
    original.article, original.attached_by = article, by
    original.save(force_insert=True)
    article.refresh_from_db()
    record(article, article.status, by=by, at=article.claimed_at, kind=WorkflowEvent.Kind.CLAIM)
    return article
