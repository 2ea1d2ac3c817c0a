"""The lexicon: the words that stand in what was published, for search to know other spellings and slips by."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Word(models.Model):
    """One folded word of what is or was public. Derived, written by `articles.search.lexicon` alone.

    `bones`: its consonants as they sound; "" where it has none to tell it by. `is_name`: no text has it in small
    letters. `deletes`: a number for it and for it without each of its letters, by which slips are found.
    """

    text = models.CharField(max_length=60, primary_key=True)
    bones = models.CharField(max_length=60, blank=True)
    is_name = models.BooleanField(default=False)
    deletes = ArrayField(models.IntegerField(), default=list)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["bones"], name="words_by_sound", condition=~models.Q(bones="")),
            GinIndex(fields=["deletes"], name="words_by_slip", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.text
