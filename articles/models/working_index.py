"""What the desk finds working copies by."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class WorkingIndex(models.Model):
    """The words of one working copy that isn't what is public as it stands. Derived, by the desk's search alone.

    `revision`, and `filed` ("keyword:12", "by:7": what no revision counts) are those that the vectors were made from.
    """

    article = models.OneToOneField(
        "articles.Article", primary_key=True, on_delete=models.CASCADE, related_name="working_index"
    )
    revision = models.PositiveIntegerField()
    filed = ArrayField(models.CharField(max_length=40), default=list)
    search_headline = SearchVectorField()
    search_text = SearchVectorField()

    class Meta:
        default_permissions = ()
        indexes = [GinIndex(fields=["search_text"], name="working_copies_by_text")]

    def __str__(self) -> str:
        return str(self.article_id)
