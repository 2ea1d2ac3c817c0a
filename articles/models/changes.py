"""What changed for readers, and what of their pages is made beforehand until it does."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connections, models, transaction

# Whoever changes what readers see shares this lock until the commit; who keeps a page part has it alone.
READERS_LOCK = 7_203_017


class PublicChange(models.Model):
    """One change of what readers may see, written by the database in the transaction that made it.

    `keys` name what changed: "article-12", "source-5", "keyword-9", "photo-7", "site". No counter gives the order,
    since nobody waits for anybody: whoever watches asks for the rows whose transaction, `xid`, was still running the
    last time, and tells by `pk` which of them are new.
    """

    at = models.DateTimeField()
    xid = models.BigIntegerField(db_index=True)
    keys = ArrayField(models.TextField())

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return " ".join(self.keys)


def is_void(part: str) -> models.Exists:
    """Whether the part whose number is at `part`, seen from the query's own rows, was told to be void."""
    return models.Exists(VoidPart.objects.filter(part_id=models.OuterRef(part)))


class PageParts(models.Manager["PagePart"]):
    def standing(self) -> models.QuerySet["PagePart"]:
        """Those that nothing made void."""
        return self.filter(~is_void("pk"))

    def snapshot(self) -> str:
        """What this transaction can see: ask for it before the rows that a part is made of, in the same REPEATABLE READ
        transaction or earlier, and hand it to `keep`.
        """
        with connections[self.db].cursor() as cursor:
            cursor.execute("SELECT pg_current_snapshot()::text")
            return str(cursor.fetchone()[0])

    def keep(self, parts: Sequence["PagePart"], *, seen: str) -> int:
        """Store `parts`, but those whose rows changed since the snapshot `seen`; return how many were stored.

        None is where somebody is changing something at this very moment: try again soon.
        """
        with transaction.atomic(using=self.db), connections[self.db].cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [READERS_LOCK])
            if not cursor.fetchone()[0]:
                return 0
            cursor.execute(
                "SELECT DISTINCT unnest(keys) FROM articles_publicchange"
                " WHERE xid >= pg_snapshot_xmin(%s::pg_snapshot)::text::bigint"
                " AND NOT pg_visible_in_snapshot(xid::text::xid8, %s::pg_snapshot)",
                [seen, seen],
            )
            changed = {key for (key,) in cursor.fetchall()}
            _take_void_away(cursor)
            kept = [part for part in parts if changed.isdisjoint(part.made_of)]
            self.bulk_create(
                kept,
                update_conflicts=True,
                unique_fields=["listing", "kind"],
                update_fields=["look", "made_of", "lasts_until", "html"],
            )
            return len(kept)

    def take_void_away(self) -> None:
        """Delete what changes have made void, unless somebody is changing something at this very moment."""
        with transaction.atomic(using=self.db), connections[self.db].cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [READERS_LOCK])
            if cursor.fetchone()[0]:
                _take_void_away(cursor)


def _take_void_away(cursor: Any) -> None:
    """The caller has the lock alone: every void part that there is was told of by a transaction that has ended."""
    cursor.execute("DELETE FROM articles_pagepart WHERE id IN (SELECT part_id FROM articles_voidpart)")
    cursor.execute("DELETE FROM articles_voidpart")


class PagePart(models.Model):
    """A piece of a public page, made beforehand. It holds nothing that can't be made again.

    `look` is the digest of what it was made with: templates, code, the publication's settings. `made_of` are the keys
    of a PublicChange that make it void: the database says so in the changing transaction, by a VoidPart.
    """

    # Without a constraint, so that keeping a part never waits for whoever changes the listing.
    listing = models.ForeignKey("articles.Listing", models.DO_NOTHING, db_constraint=False, related_name="page_parts")
    kind = models.CharField(max_length=12)
    look = models.CharField(max_length=16)
    made_of = ArrayField(models.TextField())
    # The first day on which it may no longer be shown: rights of a photo end.
    lasts_until = models.DateField(null=True)
    html = models.TextField()

    objects: ClassVar[PageParts] = PageParts()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="page_part_is_kept_once", fields=["listing", "kind"])]
        indexes = [GinIndex(fields=["made_of"], name="page_parts_by_what_they_are_of")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.listing_id}"


class VoidPart(models.Model):
    """A page part that is void from the commit on that brings this row.

    A row of its own, since two who change what one part is made of would wait for each other if they deleted that.
    """

    part_id = models.BigIntegerField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.part_id)
