"""What two people made of one body, offered paragraph by paragraph and put together as it was chosen."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property

from articles import comparing
from articles.models import Article, SavedText, Translation

from .writing import Body, as_typed


@dataclass
class Offer:
    """One stretch of the merged body; `name` is that of its choice in the form."""

    name: str
    chunk: comparing.Chunk

    @property
    def is_conflict(self) -> bool:
        return self.chunk.kind == "conflict"

    @cached_property
    def rows(self) -> list[comparing.Row]:
        """Where both changed it: theirs beside yours; else what it was beside what it becomes."""
        if self.is_conflict:
            return comparing.compare_bodies(self.chunk.theirs, self.chunk.yours)
        return comparing.compare_bodies(self.chunk.base, self.chunk.chosen())


def offers(row: Any, html_name: str, theirs: str, yours: str, revision: str) -> list[Offer]:
    """What is to be looked at before both are saved together: all but what nobody changed. Nothing when the merged
    text would be one of the two.
    """
    merged = _merged(row, theirs, yours, revision)
    if not any(chunk.kind in ("theirs", "conflict") for chunk in merged.chunks) or merged.html == Body.clean_text(
        theirs
    ):
        return []
    return [Offer(_name(html_name, chunk), chunk) for chunk in merged.chunks if chunk.kind not in ("same", "alike")]


def put_together(request: HttpRequest, pk: str | None) -> None:
    """Where "Save the merged text" was pressed, write what was chosen into the bodies of the form that was sent.

    Not when somebody saved once more meanwhile: then the two are shown again.
    """
    if "_merge" not in request.POST or not re.fullmatch(r"[0-9]{1,18}", str(pk)):
        return
    article = Article.objects.filter(pk=int(str(pk))).first()
    if article is None or request.POST.get("revision") != str(article.revision):
        return
    data = request.POST.copy()
    rows: list[tuple[str, Article | Translation]] = [("body", article)]
    originals = {str(each.pk): each for each in article.translations.all()}
    for name, value in request.POST.items():
        if name.startswith("translations-") and name.endswith("-id") and value in originals:
            rows.append((name.removesuffix("id") + "body", originals[str(value)]))
    for html_name, row in rows:
        # A body that was offered no choice is saved as it was typed.
        if html_name in data and html_name in data.getlist("merging"):
            data[html_name] = _chosen(row, html_name, data)
    request.POST = data  # type: ignore[assignment]


def _chosen(row: Article | Translation, html_name: str, data: Any) -> str:
    merged = _merged(row, row.body, data[html_name], data.get("merged_from", ""))
    chosen: dict[int, comparing.Choice] = {}
    for number, chunk in enumerate(merged.conflicts):
        # What was typed anew since it was offered has another name: both stay.
        asked = data.get(_name(html_name, chunk))
        if asked in ("theirs", "yours"):
            chosen[number] = asked
    return as_typed(merged.composed(chosen))


def _merged(row: Any, theirs: str, yours: str, revision: str) -> comparing.Merge:
    base = _base(row, revision)
    theirs = Body.clean_text(theirs)
    return comparing.merge(theirs if base is None else Body.clean_text(base), theirs, Body.clean_text(yours))


def _base(row: Any, revision: str) -> str | None:
    """The body as it stood when the form was opened, as near as the saved texts tell."""
    article, original = (row.pk, None) if isinstance(row, Article) else (row.article_id, row.pk)
    states = SavedText.objects.filter(article=article, original=original)
    looked_at = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else 0
    state = states.filter(revision__lte=looked_at).order_by("-pk").first() or states.order_by("pk").first()
    return state.fields["body"] if state else None


def _name(html_name: str, chunk: comparing.Chunk) -> str:
    said = "\0".join((chunk.base, chunk.theirs, chunk.yours))
    return f"merge-{html_name}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"
