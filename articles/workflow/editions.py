"""Making an edition: the working copy's words, sealed and stored."""

from datetime import datetime

from articles import disclaimer
from articles.models import Article, Edition, EditionOriginal, Member

from .reporting import settle_findings


def attest(article: Article, *, by: Member, at: datetime) -> Edition:
    """Store the next edition of `article` as it stands, attested by `by`.

    Who attests what somebody else translated is the second person behind it. Otherwise a second look is owed. What
    the checks reported of it is settled.
    """
    words = disclaimer.words_of(article)
    edition, originals = disclaimer.edition_from(
        words,
        article,
        number=next_number(article),
        attested_by=by,
        attested_at=at,
        second_look_by=by if by.pk != article.translator_id else None,
    )
    for original in originals:
        original.alignment = disclaimer.aligned(edition, original)
    edition.save(force_insert=True)
    EditionOriginal.objects.bulk_create(originals)
    settle_findings(article)
    return edition


def next_number(article: Article) -> int:
    last = article.editions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1
